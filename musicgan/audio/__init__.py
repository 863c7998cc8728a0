"""Sound: SoundFonts, the synthesiser, rendering to files, and the player.

Importing this loads no audio library; the first render or the first ``play`` does.
"""

from musicgan.audio.player import Player
from musicgan.audio.rendering import AUDIO_SUFFIXES, render
from musicgan.audio.soundfonts import default_soundfont, find_soundfonts

__all__ = ["AUDIO_SUFFIXES", "Player", "default_soundfont", "find_soundfonts", "render"]
