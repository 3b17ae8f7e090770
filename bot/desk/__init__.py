"""The coordinators' side: cards, buttons, topics, and passing messages on both ways."""
