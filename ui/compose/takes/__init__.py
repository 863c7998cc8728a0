"""The takes: what Generate made and what was opened, with pictures, best first."""
