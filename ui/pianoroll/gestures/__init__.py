"""What the mouse does in the piano-roll: one gesture a file."""
