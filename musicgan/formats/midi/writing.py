"""Standard MIDI files out: type 1, a conductor track, then a track a part."""

import io
from collections import defaultdict
from pathlib import Path

import mido

from musicgan.errors import MusicganError
from musicgan.files import replacing
from musicgan.formats.midi.common import (
    DRUM_CHANNEL,
    FILE_TICKS_PER_BEAT,
    MOST_MICROSECONDS,
    SAME_PART_MARK,
)
from musicgan.formats.midi.conductor import reads_as_chord
from musicgan.formats.midi.text import encoded
from musicgan.song import TICKS_PER_BEAT, Note, Song, Track
from musicgan.song.chords import harte, normalised

_SCALE = FILE_TICKS_PER_BEAT // TICKS_PER_BEAT
_CHANNELS = [channel for channel in range(16) if channel != DRUM_CHANNEL]

_Event = tuple[int, int, mido.Message]
"""Tick of the song, rank among the events of one tick, the event."""


def write_midi(song: Song, path: Path) -> None:
    """Write a MIDI file of type 1, 480 ticks a beat; ``read_midi`` gives the same song back.

    Chord symbols are markers in this program's spelling (a plain major chord as ``C:maj``). Drums
    are on channel 10; more parts than a port has channels go on to further MIDI ports. A change
    after the song's end makes the song that much longer.

    Raises:
        MusicganError: the file can't be written, or a tempo or chord symbol can't be expressed.
    """
    content = midi_bytes(song, str(path))
    with replacing(path) as temporary:
        temporary.write_bytes(content)


def midi_bytes(song: Song, name: str = "The song") -> bytes:
    """The content of the file that ``write_midi`` writes; ``name`` is what errors call it.

    Raises:
        MusicganError: a tempo or chord symbol can't be expressed.
    """
    content = io.BytesIO()
    midi_of(song, name).save(file=content)
    return content.getvalue()


_MOST_TRACKS = 256 * len(_CHANNELS)
"""A port is one byte."""


def midi_of(song: Song, name: str = "The song") -> mido.MidiFile:
    """The file as mido's object; ``name`` is what errors call it.

    Raises:
        MusicganError: a tempo, meter or chord symbol can't be expressed, or there are too many
            tracks.
    """
    if len(song.tracks) > _MOST_TRACKS:
        raise MusicganError(
            f"{name} has {len(song.tracks)} tracks; MIDI can tell {_MOST_TRACKS} apart."
        )
    midi = mido.MidiFile(type=1, ticks_per_beat=FILE_TICKS_PER_BEAT)
    midi.tracks.append(_conductor(song, name))
    for track, (port, channel) in zip(song.tracks, _channels(song.tracks), strict=True):
        layers = _layers(track.notes) or [[]]
        for layer, notes in enumerate(layers):
            midi.tracks.append(_part(track, notes, port, channel, joined=layer > 0))
    return midi


def _conductor(song: Song, name: str) -> mido.MidiTrack:
    events: list[_Event] = []
    if song.title:
        events.append((0, 0, mido.MetaMessage("track_name", name=encoded(song.title))))
    for meter in song.meters:
        if meter.denominator & (meter.denominator - 1) or meter.numerator > 255:
            raise MusicganError(f"{name} has a meter of {meter}, which MIDI can't express.")
        fields = {"numerator": meter.numerator, "denominator": meter.denominator}
        events.append((meter.tick, 1, mido.MetaMessage("time_signature", **fields)))
    for change in song.keys:
        tonic = change.key.tonic_name + ("m" if change.key.mode == "minor" else "")
        events.append((change.tick, 2, mido.MetaMessage("key_signature", key=tonic)))
    for tempo in song.tempos:
        beat = round(6e7 / tempo.bpm)
        if not 1 <= beat <= MOST_MICROSECONDS:
            raise MusicganError(
                f"{name} has a tempo of {tempo.bpm} beats a minute, which MIDI can't express; "
                "choose one from 4 to 1000."
            )
        events.append((tempo.tick, 3, mido.MetaMessage("set_tempo", tempo=beat)))
    for marker in song.markers:
        # As a cue point a text that looks like a chord stays a text.
        kind = "cue_marker" if reads_as_chord(marker.text) else "marker"
        events.append((marker.tick, 4, mido.MetaMessage(kind, text=encoded(marker.text))))
    for chord in song.chords:
        text = normalised(chord.symbol)
        if not reads_as_chord(text):
            text = harte(text)
        events.append((chord.tick, 5, mido.MetaMessage("marker", text=encoded(text))))
    return _in_file_ticks(events, song.length)


def _part(track: Track, notes: list[Note], port: int, channel: int, joined: bool) -> mido.MidiTrack:
    """One MIDI track; ``joined``: its notes belong to the part of the track before."""
    head: list[mido.Message] = []
    if port:
        head.append(mido.MetaMessage("midi_port", port=port))
    if joined:
        head.append(mido.MetaMessage("sequencer_specific", data=SAME_PART_MARK))
    if track.name:
        head.append(mido.MetaMessage("track_name", name=encoded(track.name)))
    head.append(mido.Message("program_change", channel=channel, program=track.program))
    events: list[_Event] = [(0, -1, message) for message in head]
    # Of two notes that start together, the shorter comes first, since it ends first.
    for note in sorted(notes, key=lambda note: (note.onset, note.end)):
        address = {"channel": channel, "note": note.pitch}
        start = mido.Message("note_on", velocity=note.velocity, **address)
        events.append((note.onset, 1, start))
        events.append((note.end, 0, mido.Message("note_off", velocity=0, **address)))
    return _in_file_ticks(events, 0)


def _in_file_ticks(events: list[_Event], length: int) -> mido.MidiTrack:
    """Events in order, with the time since the one before in the file's ticks."""
    track = mido.MidiTrack()
    now = 0
    for tick, _, message in sorted(events, key=lambda event: event[:2]):
        message.time = (tick - now) * _SCALE
        now = tick
        track.append(message)
    track.append(mido.MetaMessage("end_of_track", time=max(0, length - now) * _SCALE))
    return track


def _layers(notes: tuple[Note, ...]) -> list[list[Note]]:
    """Split the notes so that in each layer, of one pitch, what starts first also ends first.

    Only such notes can be told apart by MIDI's releases; almost every track is one layer.
    """
    layers: list[list[Note]] = []
    ends: list[dict[int, int]] = []
    for note in sorted(notes, key=lambda note: (note.onset, note.end)):
        place = next(
            (i for i, last in enumerate(ends) if last.get(note.pitch, 0) <= note.end), len(layers)
        )
        if place == len(layers):
            layers.append([])
            ends.append(defaultdict(int))
        layers[place].append(note)
        ends[place][note.pitch] = note.end
    return layers


def _channels(tracks: tuple[Track, ...]) -> list[tuple[int, int]]:
    """Port and channel for each track: pitched ones have their own, drums share one by kit."""
    chosen: list[tuple[int, int]] = []
    kits: list[int] = []
    pitched = 0
    for track in tracks:
        if track.is_drum:
            if track.program not in kits:
                kits.append(track.program)
            chosen.append((kits.index(track.program), DRUM_CHANNEL))
        else:
            chosen.append((pitched // len(_CHANNELS), _CHANNELS[pitched % len(_CHANNELS)]))
            pitched += 1
    return chosen
