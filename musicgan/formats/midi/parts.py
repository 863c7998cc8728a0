"""The notes of a MIDI file, collected part by part."""

import bisect
from collections import defaultdict, deque
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import mido

from musicgan.formats.midi.common import DRUM_CHANNEL, SAME_PART_MARK
from musicgan.formats.midi.text import decoded
from musicgan.song import Note, Track


class _Part(NamedTuple):
    """What makes a part: the MIDI track, port, channel and program.

    The program is None until the MIDI track chooses one for the channel.
    """

    group: int
    port: int
    channel: int
    program: int | None


class Parts:
    """Collects the parts of a file, MIDI track by MIDI track."""

    def __init__(self) -> None:
        """Start without parts."""
        self._notes: dict[_Part, list[Note]] = {}
        self._names: dict[int, str] = {}
        self._group = 0
        self._groups: set[int] = set()
        self._highest: int | None = None
        # (port, channel) → (tick, program) of all MIDI tracks, for tracks that choose none.
        self._programs: dict[tuple[int, int], list[tuple[int, int]]] = defaultdict(list)

    def read(self, index: int, timed: Sequence[tuple[int, mido.Message]]) -> None:
        """Collect from MIDI track ``index``: (tick of the song, event) in order."""
        port, end = 0, timed[-1][0] if timed else 0
        programs: dict[int, int] = {}
        sounding: dict[tuple[int, int], deque[tuple[int, int, _Part]]] = defaultdict(deque)
        empty: _Part | None = None
        self._group, before = index, self._highest
        for tick, message in timed:
            kind = message.type
            if kind == "note_on" and message.velocity:
                channel = message.channel
                part = _Part(self._group, port, channel, programs.get(channel))
                self._add(part)
                sounding[channel, message.note].append((tick, message.velocity, part))
            elif kind in ("note_off", "note_on"):
                if waiting := sounding[message.channel, message.note]:
                    self._close(message.note, waiting.popleft(), tick)
            elif kind == "program_change":
                programs[message.channel] = message.program
                self._programs[port, message.channel].append((tick, message.program))
                empty = empty or _Part(self._group, port, message.channel, message.program)
            elif kind == "track_name":
                self._names.setdefault(self._group, decoded(message.name))
            elif kind == "midi_port":
                port = message.port
            elif kind == "sequencer_specific" and tuple(message.data) == SAME_PART_MARK:
                self._group = index if before is None else before
        for (_, pitch), waiting in sounding.items():
            for note in waiting:
                self._close(pitch, note, end)
        if empty is not None and not self.has_notes(self._group):
            self._add(empty)

    def has_notes(self, group: int) -> bool:
        """Whether MIDI track ``group`` has notes."""
        return group in self._groups

    def tracks(self, named: bool) -> tuple[Track, ...]:
        """The parts in the file's order; in a file of type 0 by channel, and without names."""
        notes: dict[_Part, list[Note]] = {}
        for part, collected in self._notes.items():
            for program, own in self._resolved(part, collected):
                notes.setdefault(part._replace(program=program), []).extend(own)
        return tuple(
            Track(
                name=self._names.get(part.group, "") if named else "",
                program=part.program or 0,
                is_drum=part.channel == DRUM_CHANNEL,
                notes=tuple(notes[part]),
            )
            for part in sorted(notes, key=lambda part: part[:3])
        )

    def _close(self, pitch: int, sounding: tuple[int, int, _Part], end: int) -> None:
        onset, velocity, part = sounding
        self._notes[part].append(Note(onset, pitch, max(1, end - onset), velocity))

    def _add(self, part: _Part) -> None:
        """Begin a part, unless it is there."""
        if part not in self._notes:
            self._notes[part] = []
            self._groups.add(part.group)
            self._highest = max(part.group, self._highest or 0)

    def _resolved(self, part: _Part, notes: list[Note]) -> Iterable[tuple[int, list[Note]]]:
        """The notes by program, as other MIDI tracks choose it where their own chooses none."""
        if part.program is not None:
            return [(part.program, notes)]
        changes = sorted(self._programs[part.port, part.channel], key=lambda change: change[0])
        if not changes:
            return [(0, notes)]
        by_program: dict[int, list[Note]] = defaultdict(list)
        for note in notes:
            place = bisect.bisect_right(changes, note.onset, key=lambda change: change[0])
            by_program[changes[max(0, place - 1)][1]].append(note)
        return by_program.items()
