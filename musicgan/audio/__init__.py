"""Sound: SoundFonts, the synthesiser, rendering to files, and the player.

Importing this loads no audio library; the first render or the first ``play`` does.

>>> from pathlib import Path
>>> from musicgan.audio import render
>>> from musicgan.song import Note, Song, Track
>>> song = Song((Track("Tune", 73, notes=(Note(0, 67, 24),)),), length=24)
>>> render(song, Path("tune.wav"))
True
>>> Path("tune.wav").read_bytes()[:4]
b'RIFF'
"""

from musicgan.audio.deck import Moment
from musicgan.audio.device import NO_SOUND, Output, outputs
from musicgan.audio.midi_out import VIRTUAL_PORT, midi_ports
from musicgan.audio.mixer import Level, audible
from musicgan.audio.player import Player
from musicgan.audio.rendering import AUDIO_SUFFIXES, render, render_stems
from musicgan.audio.soundfonts import default_soundfont, find_soundfonts

__all__ = [
    "AUDIO_SUFFIXES",
    "NO_SOUND",
    "VIRTUAL_PORT",
    "Level",
    "Moment",
    "Output",
    "Player",
    "audible",
    "default_soundfont",
    "find_soundfonts",
    "midi_ports",
    "outputs",
    "render",
    "render_stems",
]
