"""Words: messages as data, catalogs, and how they become text in a language."""
