"""The networks, their checkpoints, and drawing from them. Import the modules that you need."""
