"""The language half: what a message means, what it names and what to ask next."""
