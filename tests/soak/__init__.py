"""An hour of use in the real window; see ``__main__``."""
