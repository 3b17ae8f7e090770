"""Cases: what is asked, how urgent, who may act, when it is answered. Plain Python."""
