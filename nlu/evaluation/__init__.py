"""What the examples are worth and how well they are understood: checks, scores, the report."""
