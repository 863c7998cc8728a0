"""Standard MIDI files in, exactly: from the file's ticks to the song's, never through seconds."""

import io
import re
from pathlib import Path

import mido

from musicgan.errors import MusicganError, reason
from musicgan.formats.midi.conductor import Conductor
from musicgan.formats.midi.parts import Parts
from musicgan.song import TICKS_PER_BEAT, Song, has_endless_bars

_MOST_BYTES = 4 * 2**20
"""A million events, which take most of a gigabyte when read; symphonies have a tenth of them."""
_MOST_TICKS = 100_000 * TICKS_PER_BEAT

# mido reads a variable-length number for as long as bytes have their top bit set, in quadratic
# time; no music holds such a run.
_ENDLESS_NUMBER = re.compile(rb"[\x80-\xff]{4096}")


def read_midi(path: Path) -> Song:
    """Read a MIDI file of type 0 or 1.

    Times are rounded to the nearest tick (24 a beat), and a note lasts at least one. A part is
    what one MIDI track plays on one channel with one program. A note that is never released lasts
    to the end of its MIDI track. Of several sounding notes of one pitch, a release ends the
    oldest. Markers that are chord symbols become chords, except single letters, which are
    rehearsal letters. Lyrics, controllers and pitch bends are left out.

    Raises:
        MusicganError: the file can't be read, is no MIDI file, is damaged or too large.
    """
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise MusicganError(f"{path} is larger than 4 MB; that is no MIDI file of one song.")
        content = path.read_bytes()
    except OSError as error:
        raise MusicganError(
            f"{path} could not be read ({error.strerror or error}); check the path."
        ) from error
    return song_from_bytes(content, str(path))


def song_from_bytes(content: bytes, name: str) -> Song:
    """Read a MIDI file's content; ``name`` is what errors call it.

    Raises:
        MusicganError: see ``read_midi``.
    """
    midi = _parse(content, name)
    conductor, parts, last = Conductor(), Parts(), 0
    lengths = []
    for index, track in enumerate(midi.tracks):
        timed = _in_song_ticks(track, midi.ticks_per_beat)
        conductor.read(index, timed)
        parts.read(index, timed)
        lengths.append(timed[-1][0] if timed else 0)
        last = max(last, max((tick for tick, m in timed if m.type != "end_of_track"), default=0))
    tracks = parts.tracks(named=midi.type == 1)
    end = max((note.end for track in tracks for note in track.notes), default=0)
    if max(last, end) > _MOST_TICKS:
        raise MusicganError(
            f"{name} is damaged (it claims to last {max(last, end) // TICKS_PER_BEAT} beats); "
            "export it again."
        )
    # An absurd end of track, after all else, costs a damaged file nothing but its empty bars.
    length = lengths[0] if lengths[0] <= _MOST_TICKS else 0
    song = conductor.song(tracks, length, titled=midi.type == 0 or not parts.has_notes(0))
    if has_endless_bars(song):
        raise MusicganError(f"{name} is damaged (it claims to have endless bars); export it again.")
    return song


def _parse(content: bytes, name: str) -> mido.MidiFile:
    if not content.startswith(b"MThd"):
        raise MusicganError(f"{name} is no MIDI file; choose a .mid file.")
    if _ENDLESS_NUMBER.search(content):
        raise MusicganError(f"{name} is damaged (a number in it has no end); export it again.")
    try:
        midi = mido.MidiFile(file=io.BytesIO(content), clip=True)
    # mido has no error class of its own: damaged bytes surface as any of many.
    except Exception as error:
        told = "it ends too early" if isinstance(error, EOFError) else reason(error)
        raise MusicganError(f"{name} is damaged ({told}); export it again.") from error
    if midi.type not in (0, 1):
        raise MusicganError(f"{name} holds several separate pieces; export them one by one.")
    if midi.ticks_per_beat <= 0:
        raise MusicganError(f"{name} counts film frames, not beats; export it in musical time.")
    if not midi.tracks:
        raise MusicganError(f"{name} has no tracks; export it again.")
    return midi


def _in_song_ticks(track: mido.MidiTrack, ticks_per_beat: int) -> list[tuple[int, mido.Message]]:
    """The events with their time from the start, rounded to ticks of the song (halves up)."""
    tick, double = 0, 2 * ticks_per_beat
    timed = []
    for message in track:
        tick += message.time
        timed.append(((tick * 2 * TICKS_PER_BEAT + ticks_per_beat) // double, message))
    return timed
