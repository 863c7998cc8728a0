"""What the piano-roll edits: song, selection, region, tool. Knows no pixels and keeps no undo.

An edit leaves as ``song_edited``; it is seen when its song comes back through ``set_song``.
"""

from dataclasses import replace

import numpy as np
from PySide6.QtCore import QObject, Signal

from musicgan.project import Region
from musicgan.song import (
    Bar,
    Chosen,
    Edit,
    Note,
    Song,
    bars,
    change_notes,
    delete_notes,
    duplicate,
    excerpt,
    move_notes,
    paste,
    quantise,
    resize_notes,
    shift_velocity,
    snapped,
)
from ui.exchange import copy_song, pasted_song
from ui.pianoroll.geometry import Mask, Notes, as_chosen, mask_of, notes_of
from ui.pianoroll.region import spans
from ui.pianoroll.rows import Rows, rows_of

SELECT, DRAW, ERASE = "select", "draw", "erase"

_LOUDER = 8
"""Velocity that a key press adds."""


class Editor(QObject):
    """A song and what is chosen in it; every edit is one call."""

    song_edited = Signal(Song, str)
    """The song after an edit, and what the edit was, for Undo."""
    arranged = Signal(bool)
    """Other notes or rows are shown; whether they are the same piece."""
    selection_changed = Signal()
    region_changed = Signal()
    settings_changed = Signal()
    """Tool, snap, the track drawn in, or what is locked."""

    def __init__(self, parent: QObject | None = None) -> None:
        """Empty until ``set_song``."""
        super().__init__(parent)
        self.song: Song | None = None
        self.bars: list[Bar] = []
        self.rows = Rows()
        self.notes: Notes = notes_of(Song(), self.rows)
        self.mask: Mask = np.zeros(0, bool)
        self.region: Region | None = None
        self.locked_tracks: frozenset[int] = frozenset()
        self.locked_bars: frozenset[int] = frozenset()
        self.apart = False
        self.tool = SELECT
        self.snap = 0
        self.finest = 24
        self.track = 0
        self.duration = 24
        self.velocity = 80
        self.playhead = 0.0
        self._pending: Edit | None = None

    # What is shown

    def set_song(self, song: Song | None, keep: bool = False) -> None:
        """Show a song; ``keep``: it is the same piece, so selection, region and rows stay."""
        pending, self._pending = self._pending, None
        edited = pending is not None and pending.song is song
        chosen = pending.chosen if pending and edited else self.chosen
        keep = (keep or edited) and self.song is not None and song is not None
        self.song = song
        self.bars = bars(song) if song else []
        if not keep:
            self.locked_tracks, self.locked_bars = frozenset(), frozenset()
            self._set_region(None)
        tracks = len(song.tracks) if song else 0
        self.track = min(self.track if keep else 0, max(0, tracks - 1))
        self._arrange(keep, chosen if keep else {})
        self.settings_changed.emit()

    def set_apart(self, apart: bool) -> None:
        """Show each track in a lane of its own, or all of them overlaid."""
        if apart != self.apart:
            self.apart = apart
            self._arrange(False, self.chosen)
            self.settings_changed.emit()

    def _arrange(self, keep: bool, chosen: Chosen) -> None:
        song = self.song or Song()
        self.rows = rows_of(song, self.apart, self.rows if keep else None)
        self.notes = notes_of(song, self.rows)
        self.mask = mask_of(self.notes, chosen)
        self.arranged.emit(keep)
        self.selection_changed.emit()

    def set_locked(self, tracks: frozenset[int], bars_: frozenset[int] = frozenset()) -> None:
        """Mark tracks and bars that a rewrite keeps."""
        self.locked_tracks, self.locked_bars = tracks, bars_
        self.settings_changed.emit()

    def is_locked(self) -> Mask:
        """Which notes are locked."""
        locked: Mask = np.isin(self.notes["track"], list(self.locked_tracks))
        return locked | self._starting_in(self.locked_bars)

    def _starting_in(self, bars_: frozenset[int]) -> Mask:
        """Which notes start in bars."""
        found = np.zeros(len(self.notes), bool)
        onsets = self.notes["onset"]
        for start, end in spans(Region(bars_), self.bars):
            found |= (onsets >= start) & (onsets < end)
        return found

    # Settings

    def set_tool(self, tool: str) -> None:
        """Take one of ``SELECT``, ``DRAW`` and ``ERASE``."""
        self.tool = tool
        self.settings_changed.emit()

    def set_snap(self, step: int) -> None:
        """Snap to lines ``step`` ticks apart; 0: to the lines that are seen."""
        self.snap = step
        self.settings_changed.emit()

    def set_track(self, track: int) -> None:
        """Draw in another track."""
        self.track = track
        self.settings_changed.emit()

    @property
    def step(self) -> int:
        """Ticks between the lines that notes snap to."""
        return self.snap or self.finest

    def snapped(self, tick: float, free: bool = False) -> int:
        """The line nearest to a tick; ``free``: the tick itself."""
        return snapped(self.bars, tick, 1 if free else self.step)

    # Selection

    @property
    def chosen(self) -> Chosen:
        """The selected notes, by track."""
        return as_chosen(self.notes[self.mask])

    @property
    def has_selection(self) -> bool:
        """Whether some notes are selected."""
        return bool(self.mask.any())

    def choose(self, mask: Mask) -> None:
        """Select the notes of a mask, and no others."""
        if not np.array_equal(mask, self.mask):
            self.mask = mask
            self.selection_changed.emit()

    def choose_all(self) -> None:
        """Select all notes; of the region, if there is one."""
        mask = np.ones(len(self.notes), bool)
        if self.region is not None:
            mask = self._starting_in(self.region.bars)
            mask &= np.isin(self.notes["track"], list(self.region.tracks))
        self.choose(mask)

    def choose_track(self, track: int) -> None:
        """Select all notes of a track."""
        self.choose(self.notes["track"] == track)

    def choose_none(self) -> None:
        """Select nothing."""
        self.choose(np.zeros(len(self.notes), bool))

    # Region

    def mark(self, first: int, last: int, tracks: frozenset[int] | None = None) -> None:
        """Mark bars ``first`` to ``last`` (left out); of all tracks, or of those marked before."""
        if self.song is None:
            return
        if tracks is None:
            tracks = self.region.tracks if self.region else frozenset(range(len(self.song.tracks)))
        marked = Region(frozenset(range(first, last)), tracks)
        self._set_region(marked if marked.tracks and marked.bars else None)

    def mark_track(self, track: int, more: bool = False) -> None:
        """Mark a track in the marked bars (in all bars if none are); ``more``: beside others."""
        marked = self.region.bars if self.region else range(len(self.bars))
        tracks = frozenset({track})
        if more and self.region is not None:
            tracks = self.region.tracks ^ tracks
        if marked:
            self.mark(min(marked), max(marked) + 1, tracks)

    def mark_selection(self) -> None:
        """Mark the bars and tracks of the selected notes."""
        if not self.has_selection:
            return
        notes = self.notes[self.mask]
        start, end = int(notes["onset"].min()), int(notes["end"].max())
        inside = [i for i, bar in enumerate(self.bars) if bar.end > start and bar.start < end]
        self.mark(inside[0], inside[-1] + 1, frozenset(np.unique(notes["track"]).tolist()))

    def unmark(self) -> None:
        """Mark nothing."""
        self._set_region(None)

    def _set_region(self, region: Region | None) -> None:
        if region != self.region:
            self.region = region
            self.region_changed.emit()

    # Edits

    def apply(self, edit: Edit, label: str, keep_selection: bool = False) -> None:
        """Send an edit; its notes are selected once its song comes back.

        ``keep_selection``: only those of them that were selected before.
        """
        if edit.song == self.song:
            return
        if keep_selection and not self.has_selection:
            edit = replace(edit, chosen={})
        self._pending = edit
        self.song_edited.emit(edit.song, label)

    def moved(self, ticks: int, rows: int, copy: bool = False) -> Edit:
        """The selected notes moved together, as far as all stay in the song's range.

        Notes of drums go from drum to drum; up is a negative number of rows.
        """
        assert self.song is not None, "there is a selection"
        notes = self.notes[self.mask]
        ticks = max(ticks, -int(notes["onset"].min()))
        lanes = {track: self.rows.lane_of(track) for track in np.unique(notes["track"]).tolist()}
        pitches = notes["pitch"][[not lanes[track].is_drum for track in notes["track"].tolist()]]
        semitones = -rows
        if len(pitches):
            semitones = min(max(semitones, -int(pitches.min())), 127 - int(pitches.max()))

        def move(track: int, note: Note) -> Note:
            lane = lanes[track]
            if lane.is_drum:
                pitch = lane.pitch_of(lane.row_of(note.pitch) + rows)
            else:
                pitch = note.pitch + semitones
            return Note(note.onset + ticks, pitch, note.duration, note.velocity)

        return change_notes(self.song, self.chosen, move, copy)

    def move(self, steps: int, rows: int) -> None:
        """Move the selected notes by steps of the grid and by rows."""
        if self.song and self.has_selection:
            label = self.tr("Move notes") if steps else self.tr("Transpose notes")
            self.apply(self.moved(steps * self.step, rows), label)

    def transpose(self, octaves: int) -> None:
        """Transpose the selected notes but drums."""
        if self.song and self.has_selection:
            chosen = self.chosen
            pitched = {t: notes for t, notes in chosen.items() if not self.song.tracks[t].is_drum}
            edit = move_notes(self.song, pitched, semitones=12 * octaves)
            edit = Edit(edit.song, {**chosen, **edit.chosen})
            self.apply(edit, self.tr("Transpose notes"))

    def resize(self, steps: int) -> None:
        """Make the selected notes longer or shorter by steps of the grid."""
        if self.song and self.has_selection:
            edit = resize_notes(self.song, self.chosen, steps * self.step)
            self.apply(edit, self.tr("Change note lengths"))

    def louder(self, times: int) -> None:
        """Make the selected notes louder, or softer with a negative number."""
        if self.song and self.has_selection:
            edit = shift_velocity(self.song, self.chosen, times * _LOUDER)
            self.apply(edit, self.tr("Change velocities"))

    def quantise(self) -> None:
        """Move the selected notes to the grid; all notes if none are selected."""
        if self.song:
            chosen = self.chosen if self.has_selection else as_chosen(self.notes)
            self.apply(quantise(self.song, chosen, self.step), self.tr("Quantise"))

    def duplicate(self) -> None:
        """Copy the selected notes to behind themselves."""
        if self.song and self.has_selection:
            self.apply(duplicate(self.song, self.chosen), self.tr("Duplicate notes"))

    def delete(self) -> None:
        """Delete the selected notes."""
        if self.song and self.has_selection:
            self.apply(delete_notes(self.song, self.chosen), self.tr("Delete notes"))

    def copy(self) -> None:
        """Put the selected notes on the clipboard, as MIDI that other programs take, too."""
        if self.song and self.has_selection:
            copy_song(excerpt(self.song, self.chosen), self.tr("Notes"))

    def cut(self) -> None:
        """Copy and delete the selected notes."""
        if self.song and self.has_selection:
            self.copy()
            self.apply(delete_notes(self.song, self.chosen), self.tr("Cut notes"))

    def paste(self) -> None:
        """Put the clipboard's notes in at the playhead.

        Raises:
            MusicganError: what is on the clipboard is damaged.
        """
        music = pasted_song() if self.song else None
        if self.song is not None and music is not None:
            tick = self.snapped(self.playhead)
            self.apply(paste(self.song, music, tick, self.track), self.tr("Paste notes"))
