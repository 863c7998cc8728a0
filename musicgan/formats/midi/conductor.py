"""What all parts of a MIDI file share: title, tempi, meters, keys, chords and markers."""

from collections.abc import Sequence

import mido

from musicgan.errors import MusicganError
from musicgan.formats.midi.common import DEFAULT_MICROSECONDS
from musicgan.formats.midi.text import decoded
from musicgan.song import (
    ChordChange,
    Key,
    KeyChange,
    Marker,
    Meter,
    Song,
    Tempo,
    Track,
)
from musicgan.song.chords import normalised


class Conductor:
    """Collects the shared events of a file, whichever MIDI track holds them."""

    def __init__(self) -> None:
        """Start with what MIDI takes for granted: 120 beats a minute, 4/4."""
        self._tempos: dict[int, int] = {0: DEFAULT_MICROSECONDS}
        self._meters: dict[int, tuple[int, int]] = {0: (4, 4)}
        self._keys: dict[int, Key] = {}
        self._markers: list[Marker] = []
        self._chords: list[ChordChange] = []
        self._title = ""

    def read(self, index: int, timed: Sequence[tuple[int, mido.Message]]) -> None:
        """Collect from MIDI track ``index``: (tick of the song, event) in order."""
        for tick, message in timed:
            if not message.is_meta:
                continue
            kind = message.type
            if kind == "set_tempo" and message.tempo:
                self._tempos[tick] = message.tempo
            elif kind == "time_signature" and _fills_ticks(message):
                self._meters[tick] = (message.numerator, message.denominator)
            elif kind == "key_signature":
                self._keys[tick] = Key.parse(message.key)
            elif kind == "marker":
                self._read_marker(tick, decoded(message.text))
            elif kind == "cue_marker":
                self._markers.append(Marker(tick, decoded(message.text)))
            elif kind == "track_name" and index == 0 and not self._title:
                self._title = decoded(message.name)

    def song(self, tracks: tuple[Track, ...], length: int, titled: bool) -> Song:
        """The song of these tracks; ``titled``: the first MIDI track's name is the title."""
        return Song(
            tracks=tracks,
            tempos=tuple(Tempo(tick, _bpm(beat)) for tick, beat in self._tempos.items()),
            meters=tuple(Meter(tick, *meter) for tick, meter in self._meters.items()),
            keys=tuple(KeyChange(tick, key) for tick, key in self._keys.items()),
            chords=tuple(self._chords),
            markers=tuple(self._markers),
            title=self._title if titled else "",
            length=length,
        )

    def _read_marker(self, tick: int, text: str) -> None:
        if reads_as_chord(text):
            self._chords.append(ChordChange(tick, normalised(text)))
        else:
            self._markers.append(Marker(tick, text))


def reads_as_chord(text: str) -> bool:
    """Whether a marker is a chord symbol; a single letter is a rehearsal letter unless ``N``."""
    if len(text.strip()) == 1 and text.strip() != "N":
        return False
    try:
        normalised(text)
    except MusicganError:
        return False
    return True


def _fills_ticks(message: mido.MetaMessage) -> bool:
    """Whether a meter's bars are whole ticks; others (0/4, 3/128) come from damaged files."""
    whole: int = 96 * message.numerator
    return whole > 0 and whole % int(message.denominator) == 0


def _bpm(microseconds: int) -> float:
    """Beats a minute with the fewest decimals that give this beat back: 97, not 96.99995."""
    exact = 6e7 / microseconds
    for digits in range(6):
        rounded = round(exact, digits)
        if rounded > 0 and round(6e7 / rounded) == microseconds:
            return rounded
    return exact
