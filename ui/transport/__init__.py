"""Hearing a song: play, stop, where it is, and which tracks sound."""
