"""Sanad: from a person who asks to the coordinator who answers, and back."""
