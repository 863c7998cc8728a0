"""What reading and writing MIDI share."""

FILE_TICKS_PER_BEAT = 480
"""Resolution of written files, a multiple of the song's own, so that writing is exact."""

DRUM_CHANNEL = 9
"""MIDI's channel 10, counted from 0."""

DEFAULT_MICROSECONDS = 500_000
"""A beat's length where a file says nothing: 120 beats a minute."""

MOST_MICROSECONDS = 0xFFFFFF
"""A tempo event's three bytes: no tempo below 3.58 beats a minute can be written."""

SAME_PART_MARK = (0x7D, *b"musicgan: same part as the track before")
"""Sequencer-specific event that joins a MIDI track to the part of the one before it.

MIDI ends the oldest of several sounding notes of one pitch, so a note within a longer note of the
same pitch needs a track of its own. 0x7D is MIDI's manufacturer number for non-commercial use.
"""
