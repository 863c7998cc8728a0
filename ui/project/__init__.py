"""The project as a file: open, save, autosave, recover."""
