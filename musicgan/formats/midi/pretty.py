"""Songs from and to pretty_midi's objects, for analysis with its tools.

Files are not read through them: pretty_midi keeps seconds instead of ticks, ends all notes of a
pitch at one release and drops what is never released.
"""

import io
from typing import TYPE_CHECKING

from musicgan.formats.midi.reading import song_from_bytes
from musicgan.formats.midi.writing import midi_of
from musicgan.song import Song

if TYPE_CHECKING:
    import pretty_midi


def to_pretty_midi(song: Song) -> "pretty_midi.PrettyMIDI":
    """The song as pretty_midi's object.

    Raises:
        MusicganError: a tempo or chord symbol can't be expressed in MIDI.
    """
    import pretty_midi  # 0.3 s, and only needed here

    return pretty_midi.PrettyMIDI(mido_object=midi_of(song))


def from_pretty_midi(midi: "pretty_midi.PrettyMIDI") -> Song:
    """The song that a pretty_midi object holds.

    Raises:
        MusicganError: it holds more time than a song.
    """
    content = io.BytesIO()
    midi.write(content)
    return song_from_bytes(content.getvalue(), "The MIDI object")
