"""What Sanad adds to Rasa: its only endpoint, and components that know Darija."""
