"""Broken files for every reader, many thousands of them; see ``__main__``."""
