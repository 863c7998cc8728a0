"""The visible part as a picture; a scroll in time paints only what comes into sight."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPixmap

from ui.pianoroll.geometry import View

Paint = Callable[[QPainter, View, float], None]
"""Paints what a view shows, so many pixels wide."""


def on_pixels(view: View, ratio: float) -> View:
    """The view moved by less than a pixel, so that a scroll moves whole pixels of the screen."""
    scale = view.pixels_per_tick * ratio
    return replace(view, left=round(view.left * scale) / scale)


class Picture:
    """Kept until the view changes by more than a scroll, or something else than the view does."""

    def __init__(self, paint: Paint) -> None:
        """Nothing is painted before it is asked for."""
        self._paint = paint
        self._pixmap = QPixmap()
        self._view: View | None = None

    def forget(self) -> None:
        """Paint all of it the next time."""
        self._view = None

    def of(self, view: View, size: QSize, ratio: float, back: QColor) -> QPixmap:
        """The picture of a view in ``size`` logical pixels of a screen with ``ratio``."""
        if self._view == view:
            return self._pixmap
        shift = self._shift_to(view, size * ratio, ratio)
        wide = round(size.width() * ratio)
        if shift is None:
            # On a large screen a fresh one costs milliseconds at every step of a zoom.
            if self._pixmap.size() != size * ratio:
                self._pixmap = QPixmap(size * ratio)
            self._pixmap.setDevicePixelRatio(ratio)
            first, last = 0, wide
        else:
            self._pixmap.scroll(shift, 0, self._pixmap.rect())
            first, last = (0, shift) if shift > 0 else (wide + shift, wide)
        self._view = view
        self._paint_strip(view, first / ratio, last / ratio, size.height(), back)
        return self._pixmap

    def _shift_to(self, view: View, size: QSize, ratio: float) -> int | None:
        """Screen pixels by which the picture moves; None where it can't be used."""
        before = self._view
        if before is None or self._pixmap.size() != size:
            return None
        if replace(before, left=view.left) != view or self._pixmap.devicePixelRatio() != ratio:
            return None
        shift = (before.left - view.left) * view.pixels_per_tick * ratio
        whole = round(shift)
        return whole if whole and abs(shift - whole) < 0.01 and abs(whole) < size.width() else None

    def _paint_strip(self, view: View, x0: float, x1: float, height: int, back: QColor) -> None:
        painter = QPainter(self._pixmap)
        strip = QRectF(x0, 0, x1 - x0, height)
        painter.setClipRect(strip)
        painter.fillRect(strip, back)
        painter.translate(x0, 0)
        self._paint(painter, replace(view, left=view.tick_of(x0)), x1 - x0)
        painter.end()
