"""The piano-roll: notes of all tracks over time."""
