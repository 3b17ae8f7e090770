"""The telephone network of the simulated world, and a telephone that is an SMS gateway."""
