"""Which gesture a press of the mouse begins."""

from PySide6.QtCore import Qt

from ui.pianoroll.editor import DRAW, ERASE
from ui.pianoroll.geometry import is_end, note_at
from ui.pianoroll.gestures.base import Canvas, Gesture, Place
from ui.pianoroll.gestures.draw import Draw
from ui.pianoroll.gestures.erase import Erase
from ui.pianoroll.gestures.move import Move
from ui.pianoroll.gestures.pan import Pan
from ui.pianoroll.gestures.resize import Resize
from ui.pianoroll.gestures.select import Band


def gesture_for(
    canvas: Canvas, place: Place, button: Qt.MouseButton, double: bool = False
) -> Gesture | None:
    """The gesture of a button pressed at a place with the editor's tool.

    A double click draws a note with any tool but the eraser.
    """
    editor = canvas.editor
    if button == Qt.MouseButton.MiddleButton:
        return Pan(canvas, place)
    if button != Qt.MouseButton.LeftButton:
        return None
    if editor.tool == ERASE:
        return Erase(canvas, place)
    index = note_at(editor.notes, canvas.view, place.x, place.y)
    if index is not None:
        if is_end(editor.notes[index], canvas.view, place.x) and not place.shift:
            return Resize(canvas, place, index)
        return Move(canvas, place, index)
    lane = editor.rows.lane_at(place.row)
    if (editor.tool == DRAW or double) and lane is not None:
        return Draw(canvas, place, lane)
    return Band(canvas, place)
