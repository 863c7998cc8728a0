"""What a user does in the piano-roll with mouse and keyboard; undo stands beside it as a list."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from musicgan.project import Region
from musicgan.song import Note, Song, Track
from tests.ui.fake_backend import demo_song
from ui.pianoroll.view import PianoRoll
from ui.theme import Theme

LEFT = Qt.MouseButton.LeftButton
NONE = Qt.KeyboardModifier.NoModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier

A, B, C = Note(0, 60, 24, 80), Note(48, 64, 24, 90), Note(96, 67, 48, 100)
KICK, SNARE = Note(0, 36, 12, 110), Note(24, 38, 12, 100)
SONG = Song(
    (Track("Tune", 0, notes=(A, B, C)), Track("Kit", 0, True, (KICK, SNARE))), length=96 * 4
)


class Desk:
    """A piano-roll on a desk that keeps the songs, as the document does."""

    def __init__(self, qtbot: QtBot) -> None:
        self.roll = PianoRoll(Theme())
        qtbot.addWidget(self.roll)
        self.history: list[tuple[Song, str]] = []
        self.roll.song_edited.connect(self._keep)
        self.roll.resize(1000, 700)
        self.roll.show()
        self.roll.set_song(SONG)
        self.roll.editor.set_snap(6)

    def _keep(self, song: Song, label: str) -> None:
        self.history.append((song, label))
        self.roll.set_song(song)

    @property
    def song(self) -> Song:
        assert self.roll.song is not None
        return self.roll.song

    def notes(self, track: int = 0) -> tuple[Note, ...]:
        return self.song.tracks[track].notes

    @property
    def chosen(self) -> dict[int, tuple[Note, ...]]:
        return dict(self.roll.editor.chosen)

    def at(self, tick: float, pitch: int, track: int = 0) -> QPoint:
        """The pixel of a tick in the middle of a pitch's row."""
        view = self.roll.view
        row = self.roll.editor.rows.lane_of(track).row_of(pitch)
        return QPoint(round(view.x_of(tick)), round(view.y_of(row + 0.5)))

    def drag(self, start: QPoint, end: QPoint, held: Qt.KeyboardModifier = NONE) -> None:
        viewport = self.roll.viewport()
        QTest.mousePress(viewport, LEFT, held, start)
        move(viewport, (start + end) / 2, held)
        move(viewport, end, held)
        QTest.mouseRelease(viewport, LEFT, held, end)

    def click(self, place: QPoint, held: Qt.KeyboardModifier = NONE) -> None:
        QTest.mouseClick(self.roll.viewport(), LEFT, held, place)

    def key(self, key: Qt.Key, held: Qt.KeyboardModifier = NONE) -> None:
        QTest.keyClick(self.roll, key, held)


def move(widget: QWidget, place: QPoint, held: Qt.KeyboardModifier = NONE) -> None:
    """A move with the left button held, which QTest can't send."""
    at = QPointF(place)
    event = QMouseEvent(
        QEvent.Type.MouseMove, at, widget.mapToGlobal(at), Qt.MouseButton.NoButton, LEFT, held
    )
    QApplication.sendEvent(widget, event)


@pytest.fixture
def desk(qtbot: QtBot) -> Desk:
    desk = Desk(qtbot)
    desk.roll.activateWindow()
    desk.roll.setFocus()
    return desk


def test_drag_moves_a_note_by_the_grid_and_by_semitones(desk: Desk) -> None:
    desk.drag(desk.at(10, 60), desk.at(10 + 13, 62))
    assert desk.notes() == (Note(12, 62, 24, 80), B, C)
    assert desk.history[-1][1] == "Move notes"
    assert desk.chosen == {0: (Note(12, 62, 24, 80),)}  # still selected


def test_alt_moves_freely(desk: Desk) -> None:
    desk.drag(desk.at(10, 60), desk.at(10 + 13, 60), ALT)
    assert abs(desk.notes()[0].onset - 13) <= 1


def test_moving_up_and_down_leaves_a_note_beside_the_grid(desk: Desk) -> None:
    off = Note(5, 60, 24, 80)
    desk.roll.set_song(Song((Track("Tune", notes=(off,)),), length=384))
    desk.drag(desk.at(10, 60), desk.at(10, 65))
    assert desk.notes() == (Note(5, 65, 24, 80),)


def test_all_selected_notes_move_together_and_stop_at_the_start(desk: Desk) -> None:
    desk.click(desk.at(10, 60))
    desk.click(desk.at(60, 64), SHIFT)
    desk.drag(desk.at(60, 64), desk.at(30, 65))
    assert desk.notes() == (Note(0, 61, 24, 80), Note(48, 65, 24, 90), C)


def test_ctrl_drag_copies(desk: Desk) -> None:
    desk.drag(desk.at(10, 60), desk.at(10 + 24, 60), CTRL)
    assert desk.notes() == (A, Note(24, 60, 24, 80), B, C)
    assert desk.history[-1][1] == "Copy notes"


def test_drums_move_from_drum_to_drum(desk: Desk) -> None:
    desk.drag(desk.at(5, 36, 1), desk.at(5, 42, 1))
    assert desk.notes(1) == (Note(0, 42, 12, 110), SNARE)


def test_the_end_of_a_note_is_dragged(desk: Desk) -> None:
    end = desk.at(24, 60) - QPoint(3, 0)
    desk.drag(end, end + (desk.at(24 + 12, 60) - desk.at(24, 60)))
    assert desk.notes()[0] == Note(0, 60, 36, 80)
    assert desk.history[-1][1] == "Change note lengths"


def test_rubber_band_over_both_lanes_and_shift_adds(desk: Desk) -> None:
    desk.drag(desk.at(40, 70), desk.at(26, 36, 1) + QPoint(0, 2))
    assert desk.chosen == {1: (SNARE,)}
    desk.drag(desk.at(44, 70), desk.at(100, 62), SHIFT)
    assert desk.chosen == {0: (B, C), 1: (SNARE,)}
    desk.click(desk.at(200, 70))
    assert desk.chosen == {}
    assert desk.history == []


def test_double_click_draws_and_dragging_gives_the_length(desk: Desk) -> None:
    place = desk.at(200, 62)
    QTest.mouseDClick(desk.roll.viewport(), LEFT, NONE, place)
    QTest.mouseRelease(desk.roll.viewport(), LEFT, NONE, place)
    assert desk.notes()[-1] == Note(198, 62, 24, 80)
    desk.key(Qt.Key.Key_B)
    desk.drag(desk.at(241, 60), desk.at(288, 60))
    assert desk.notes()[-1] == Note(240, 60, 48, 80)
    desk.drag(desk.at(97, 42, 1), desk.at(97, 42, 1))
    assert desk.notes(1)[-1] == Note(96, 42, 6, 80)
    assert {label for _, label in desk.history} == {"Draw note"}


def test_the_eraser_takes_all_it_passes_in_one_edit(desk: Desk) -> None:
    desk.key(Qt.Key.Key_E)
    desk.drag(desk.at(10, 36, 1), desk.at(30, 38, 1))
    assert desk.notes(1) == ()
    assert [label for _, label in desk.history] == ["Delete notes"]


@pytest.mark.parametrize(
    ("key", "held", "changed"),
    [
        (Qt.Key.Key_Up, NONE, Note(48, 65, 24, 90)),
        (Qt.Key.Key_Down, NONE, Note(48, 63, 24, 90)),
        (Qt.Key.Key_Up, SHIFT, Note(48, 76, 24, 90)),
        (Qt.Key.Key_Down, SHIFT, Note(48, 52, 24, 90)),
        (Qt.Key.Key_Left, NONE, Note(42, 64, 24, 90)),
        (Qt.Key.Key_Right, NONE, Note(54, 64, 24, 90)),
        (Qt.Key.Key_Left, SHIFT, Note(48, 64, 18, 90)),
        (Qt.Key.Key_Right, SHIFT, Note(48, 64, 30, 90)),
        (Qt.Key.Key_Up, CTRL, Note(48, 64, 24, 98)),
        (Qt.Key.Key_Down, CTRL, Note(48, 64, 24, 82)),
    ],
)
def test_keys(desk: Desk, key: Qt.Key, held: Qt.KeyboardModifier, changed: Note) -> None:
    desk.click(desk.at(60, 64))
    desk.key(key, held)
    assert sorted(desk.notes()) == sorted((A, changed, C))
    assert desk.chosen == {0: (changed,)}


def test_select_all_duplicate_delete_and_back(desk: Desk) -> None:
    desk.key(Qt.Key.Key_A, CTRL)
    assert desk.chosen == {0: (A, B, C), 1: (KICK, SNARE)}
    desk.key(Qt.Key.Key_D, CTRL)
    assert [n.onset for n in desk.notes()] == [0, 48, 96, 144, 192, 240]
    assert [n.onset for n in desk.chosen[1]] == [144, 168]
    desk.key(Qt.Key.Key_Delete)
    assert desk.song == SONG
    assert desk.history[-1][1] == "Delete notes"


def test_octaves_leave_drums(desk: Desk) -> None:
    desk.key(Qt.Key.Key_A, CTRL)
    desk.key(Qt.Key.Key_Up, SHIFT)
    assert [n.pitch for n in desk.notes()] == [72, 76, 79]
    assert desk.notes(1) == (KICK, SNARE)


def test_quantise(desk: Desk) -> None:
    desk.roll.set_song(Song((Track(notes=(Note(7, 60, 24), Note(46, 64, 10))),), length=384))
    desk.roll.editor.set_snap(12)
    desk.key(Qt.Key.Key_Q)
    assert desk.notes() == (Note(12, 60, 24), Note(48, 64, 10))


def test_cut_and_paste_at_the_playhead(desk: Desk) -> None:
    desk.click(desk.at(60, 64))
    desk.click(desk.at(30, 38, 1), SHIFT)
    desk.key(Qt.Key.Key_X, CTRL)
    assert (desk.notes(), desk.notes(1)) == ((A, C), (KICK,))
    desk.roll.set_playhead(192.0)
    desk.key(Qt.Key.Key_V, CTRL)
    # The snare on beat 1 came first, so it stands at the playhead.
    assert desk.notes(1) == (KICK, Note(192, 38, 12, 100))
    assert desk.notes()[-1] == Note(216, 64, 24, 90)
    assert [label for _, label in desk.history] == ["Cut notes", "Paste notes"]


def test_copied_notes_are_midi_for_other_programs(desk: Desk) -> None:
    desk.click(desk.at(60, 64))
    desk.key(Qt.Key.Key_C, CTRL)
    mime = QApplication.clipboard().mimeData()
    assert bytes(mime.data("audio/midi").data()).startswith(b"MThd")
    assert mime.urls()[0].toLocalFile().endswith(".mid")


def test_an_undone_song_keeps_what_is_left_of_the_selection(desk: Desk) -> None:
    desk.click(desk.at(60, 64))
    desk.click(desk.at(10, 60), SHIFT)
    desk.roll.set_song(Song((Track("Tune", notes=(A,)), SONG.tracks[1])), keep_view=True)
    assert desk.chosen == {0: (A,)}


def test_escape_ends_a_drag_then_the_selection_then_the_region(desk: Desk) -> None:
    desk.roll.editor.mark(0, 1)
    viewport = desk.roll.viewport()
    QTest.mousePress(viewport, LEFT, NONE, desk.at(10, 60))
    move(viewport, desk.at(60, 62))
    desk.key(Qt.Key.Key_Escape)
    QTest.mouseRelease(viewport, LEFT, NONE, desk.at(60, 62))
    assert desk.history == []
    assert desk.chosen == {0: (A,)}
    desk.key(Qt.Key.Key_Escape)
    assert (desk.chosen, desk.roll.region is None) == ({}, False)
    desk.key(Qt.Key.Key_Escape)
    assert desk.roll.region is None


def test_a_drag_in_the_ruler_marks_bars_and_a_click_plays_from_there(
    qtbot: QtBot, desk: Desk
) -> None:
    ruler = desk.roll._ruler

    def x(tick: float) -> QPoint:
        return QPoint(round(desk.roll.view.x_of(tick)), 10)

    QTest.mousePress(ruler, LEFT, NONE, x(110))
    move(ruler, x(250))
    QTest.mouseRelease(ruler, LEFT, NONE, x(250))
    assert desk.roll.region == Region(frozenset(range(1, 3)), frozenset({0, 1}))
    with qtbot.waitSignal(desk.roll.sought) as sought:
        QTest.mouseClick(ruler, LEFT, NONE, x(200))
    assert sought.args is not None
    assert abs(sought.args[0] - 200) < 2
    assert desk.roll.region is not None
    QTest.mouseClick(ruler, LEFT, SHIFT, x(300))
    assert desk.roll.region == Region(frozenset(range(1, 4)), frozenset({0, 1}))
    QTest.mouseDClick(ruler, LEFT, NONE, x(200))
    assert desk.roll.region is None


def test_a_click_on_a_lanes_stripe_marks_its_track(desk: Desk) -> None:
    desk.roll.editor.set_apart(True)
    desk.roll.editor.mark(1, 2)
    gutter = desk.roll._gutter
    QTest.mouseClick(gutter, LEFT, NONE, QPoint(5, desk.at(0, 36, 1).y()))
    assert desk.roll.region == Region(frozenset(range(1, 2)), frozenset({1}))
    QTest.mouseClick(gutter, LEFT, CTRL, QPoint(5, desk.at(0, 60, 0).y()))
    assert desk.roll.region == Region(frozenset(range(1, 2)), frozenset({0, 1}))
    assert desk.roll.editor.track == 0
    desk.key(Qt.Key.Key_A, CTRL)
    assert desk.chosen == {0: (C,)}  # all of the region


def test_r_marks_the_bars_and_tracks_of_the_selection(desk: Desk) -> None:
    desk.click(desk.at(110, 67))
    desk.key(Qt.Key.Key_R)
    assert desk.roll.region == Region(frozenset(range(1, 2)), frozenset({0}))


def test_a_note_moved_out_of_sight_keeps_the_view_still(desk: Desk) -> None:
    desk.roll.zoom_in()
    desk.roll._set_view(desk.roll.view.stretched(1.9, 300))
    before = desk.at(0, 60).y()
    desk.roll.editor.choose_track(0)
    desk.roll.editor.transpose(3)
    assert abs(desk.at(0, 60).y() - before) <= 1


def test_keys_without_a_selection_change_nothing(desk: Desk) -> None:
    for key in (Qt.Key.Key_Up, Qt.Key.Key_Left, Qt.Key.Key_Delete):
        desk.key(key)
    assert desk.history == []


@pytest.mark.parametrize("begin", ["choose_all", "duplicate", "quantise", "paste", "delete"])
def test_an_empty_roll_takes_every_command(desk: Desk, begin: str) -> None:
    desk.roll.set_song(None)
    command: Callable[[], None] = getattr(desk.roll.editor, begin)
    command()
    desk.drag(QPoint(10, 10), QPoint(100, 100))
    assert desk.history == []


def lane_point(desk: Desk, tick: float, velocity: int) -> QPoint:
    lane = desk.roll._velocities
    return QPoint(round(desk.roll.view.x_of(tick)), round(lane.y_of(velocity)))


def sweep(desk: Desk, start: QPoint, end: QPoint) -> None:
    lane = desk.roll._velocities
    QTest.mousePress(lane, LEFT, NONE, start)
    move(lane, end)
    QTest.mouseRelease(lane, LEFT, NONE, end)


def test_a_sweep_over_the_velocity_lane_draws_a_crescendo(desk: Desk) -> None:
    desk.roll.show_velocities(True)
    sweep(desk, lane_point(desk, 0, 20), lane_point(desk, 96, 116))
    assert [n.velocity for n in desk.notes()] == pytest.approx([20, 68, 116], abs=2)
    assert desk.notes(1) == (KICK, SNARE)  # the track in hand is the tune
    assert [label for _, label in desk.history] == ["Change velocities"]
    assert desk.chosen == {}


def test_the_velocity_lane_changes_only_what_is_selected(desk: Desk) -> None:
    desk.roll.show_velocities(True)
    desk.click(desk.at(60, 64))
    desk.click(desk.at(2, 36, 1), SHIFT)
    sweep(desk, lane_point(desk, -3, 50), lane_point(desk, 110, 50))
    assert [n.velocity for n in desk.notes()] == pytest.approx([80, 50, 100], abs=1)
    assert [n.velocity for n in desk.notes(1)] == pytest.approx([50, 100], abs=1)
    assert [len(notes) for notes in desk.chosen.values()] == [1, 1]


def test_chords_are_written_where_they_are_double_clicked(qtbot: QtBot, desk: Desk) -> None:
    lane = desk.roll._chords

    def write(tick: float, text: str) -> None:
        QTest.mouseDClick(lane, LEFT, NONE, QPoint(round(desk.roll.view.x_of(tick)), 8))
        lane.line.setText(text)
        QTest.keyClick(lane.line, Qt.Key.Key_Return)

    write(100, "C:min7")
    write(30, "Bb/D")
    assert [(c.tick, c.symbol) for c in desk.song.chords] == [(24, "Bb/D"), (96, "Cm7")]
    assert desk.history[-1][1] == "Change chord"
    with qtbot.waitSignal(desk.roll.problem) as told:
        write(150, "Hx")
    assert told.args is not None
    assert "Hx" in told.args[0]
    write(110, "")
    assert [c.symbol for c in desk.song.chords] == ["Bb/D"]


@pytest.mark.parametrize("pixels", [37, -37, 700, 5000])
def test_a_scrolled_picture_is_what_would_be_painted_anew(desk: Desk, pixels: int) -> None:
    desk.roll.set_song(demo_song(3))
    desk.roll._zoom(4, 0)
    desk.roll.scroll_by(500, 0)
    desk.roll.editor.mark(3, 5)
    desk.roll.editor.choose_track(1)
    desk.roll.show_velocities(True)
    desk.roll.grab()
    desk.roll.scroll_by(pixels, 0)
    scrolled = desk.roll.grab().toImage()
    desk.roll.refresh()
    assert desk.roll.grab().toImage() == scrolled
