"""Case codes that can be read aloud over a bad line and copied by hand."""

import secrets

# One of each pair that looks or sounds alike stays: no 0 O, 1 I L, S (5), B (8), Z (2), V, W.
ALPHABET = "23456789ACDEFGHJKMNPQRTUXY"
PREFIX = "R-"
LENGTH = 4


def new_code(length: int = LENGTH) -> str:
    """A random code such as `R-7KQ2`; uniqueness is the database's to check."""
    return PREFIX + "".join(secrets.choice(ALPHABET) for _ in range(length))
