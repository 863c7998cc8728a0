"""What the piano-roll paints, from the ground up: rows, grid, regions, notes, and what is dragged.

All but the last lies in a picture of the visible part, which changes only when that part does.
"""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap

from musicgan.project import Region
from ui.pianoroll import painting
from ui.pianoroll.editor import Editor
from ui.pianoroll.geometry import Mask, Notes, View, visible
from ui.pianoroll.picture import Picture
from ui.theme import Theme

_FINE_UPTO = 1500
"""Up to so many notes get round corners."""


class Layers:
    """Paints an editor's song.

    Attributes:
        silent: tracks that are greyed.
        changed: what a rewrite made new; it is framed.
        preview: notes that are being dragged.
        band: the rubber band, in pixels.
    """

    def __init__(self, theme: Theme, editor: Editor) -> None:
        """Nothing is painted before it is asked for."""
        self._theme = theme
        self._editor = editor
        self._picture = Picture(self._paint_part)
        self._hidden: Mask | None = None
        self._seen = View(), QSize()
        self.silent: frozenset[int] = frozenset()
        self.changed: Region | None = None
        self.preview: Notes | None = None
        self.band: QRectF | None = None

    def forget(self) -> None:
        """Paint everything anew the next time."""
        self._picture.forget()

    def hide(self, notes: Mask | None) -> None:
        """Leave notes out, as they are being dragged."""
        if notes is not self._hidden:
            self._hidden = notes
            self.forget()

    def picture(self, view: View, size: QSize, ratio: float) -> QPixmap:
        """All that keeps still, in ``size`` logical pixels of a screen with ``ratio``."""
        self._seen = view, size
        return self._picture.of(view, size, ratio, QColor(self._theme.colours.roll))

    def paint_above(self, painter: QPainter, view: View) -> None:
        """Paint what changes with every move of the mouse."""
        colours = self._theme.colours
        if self.preview is not None:
            fine = len(self.preview) <= _FINE_UPTO
            painting.paint_notes(painter, self.preview, view, colours, frozenset(), fine)
            painting.paint_chosen(painter, self.preview, view, colours, fine)
        if self.band is not None:
            painting.paint_band(painter, self.band, colours)

    def _paint_part(self, painter: QPainter, view: View, width: float) -> None:
        """Paint a part of the song; ``view`` begins at the painter's left edge."""
        editor, colours = self._editor, self._theme.colours
        if editor.song is None:
            return
        whole, size = self._seen
        height = size.height()
        painting.paint_rows(painter, editor.rows, view, width, height, colours)
        painting.paint_grid(painter, editor.bars, view, width, height, colours)
        self._paint_regions(painter, view)
        fine = len(visible(editor.notes, whole, size.width(), height)) <= _FINE_UPTO
        seen = visible(editor.notes, view, width, height)
        if self._hidden is not None:
            seen = seen[~self._hidden[seen]]
        painting.paint_notes(painter, editor.notes[seen], view, colours, self.silent, fine)
        if editor.locked_tracks or editor.locked_bars:
            locked = editor.notes[seen[editor.is_locked()[seen]]]
            painting.paint_locked(painter, locked, view, colours)
        painting.paint_chosen(painter, editor.notes[seen[editor.mask[seen]]], view, colours, fine)

    def _paint_regions(self, painter: QPainter, view: View) -> None:
        editor, accent = self._editor, self._theme.colours.accent
        frame = QPen(QColor(accent), 1.5, Qt.PenStyle.DashLine)
        for region, pen, alpha in (
            (self.changed, frame, 0),
            (editor.region, QPen(Qt.PenStyle.NoPen), 40),
        ):
            if region is not None:
                painter.setPen(pen)
                painter.setBrush(painting.veil(accent, alpha))
                painting.paint_region(painter, region, editor.bars, editor.rows, view)
