"""`make bench`: how fast Sanad is and what it needs, against bare Rasa and a stock server."""
