"""Paints an entry of the list of takes as a card."""

from typing import NamedTuple

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QMouseEvent, QPainter, QPainterPath, QPen, QPixmap
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from musicgan.song import Song
from ui.compose.takes.item import EntryKey, TakeItem
from ui.compose.takes.model import ITEM
from ui.compose.takes.thumbnail import thumbnail
from ui.icons import Icons
from ui.theme import Theme

CARD_HEIGHT = 98
_GAP = 8
_STAR = 16
_INSET = 9
_LINE = 18
_BAR_WIDTH = 34
_SPACE = 6
_KEPT_PICTURES = 200


class _Picture(NamedTuple):
    """A thumbnail, and what it was made of: song, width, height, pixels a point."""

    song: Song
    size: tuple[int, int, float]
    picture: QPixmap


class TakeDelegate(QStyledItemDelegate):
    """Name and score above, the notes in the middle, bars and time below."""

    star_pressed = Signal(int)
    """The star of the take with this id was clicked."""

    def __init__(self, theme: Theme, icons: Icons) -> None:
        """Follow the theme."""
        super().__init__()
        self._theme = theme
        self._icons = icons
        self._pictures: dict[EntryKey, _Picture] = {}
        theme.changed.connect(self._pictures.clear)

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """One card and the gap below it."""
        return QSize(120, CARD_HEIGHT + _GAP)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Paint one card."""
        item = index.data(ITEM)
        assert isinstance(item, TakeItem)
        colours = self._theme.colours
        state = option.state
        selected = bool(state & QStyle.StateFlag.State_Selected)
        hovered = bool(state & QStyle.StateFlag.State_MouseOver)
        rect: QRect = option.rect
        card = QRectF(rect).adjusted(0.5, 0.5, -0.5, -_GAP - 0.5)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        outline = QPainterPath()
        outline.addRoundedRect(card, 7, 7)
        painter.fillPath(outline, QColor(colours.selected if selected else colours.raised))
        line = colours.accent if selected else colours.muted if hovered else colours.border
        painter.setPen(QPen(QColor(line), 1.5 if selected else 1))
        painter.drawPath(outline)
        inner = _inner(rect)
        self._paint_words(painter, inner, item, hovered)
        self._paint_picture(painter, inner, item)
        painter.restore()

    def editorEvent(
        self,
        event: QEvent,
        model: QAbstractItemModel,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> bool:
        """A click on the star."""
        item = index.data(ITEM)
        if (
            isinstance(event, QMouseEvent)
            and event.type() == QEvent.Type.MouseButtonRelease
            and isinstance(item, TakeItem)
            and item.take is not None
            and star_box(option.rect).contains(event.position())
        ):
            self.star_pressed.emit(item.take.id)
            return True
        return super().editorEvent(event, model, option, index)

    def updateEditorGeometry(
        self,
        editor: QWidget,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Edit the name where it stands."""
        inner = _inner(option.rect)
        editor.setGeometry(QRectF(inner.x(), inner.y() - 2, inner.width(), 28).toRect())

    def _paint_words(self, painter: QPainter, inner: QRectF, item: TakeItem, hovered: bool) -> None:
        colours = self._theme.colours
        bold = QFont(painter.font())
        bold.setWeight(QFont.Weight.DemiBold)
        usual = QFont(painter.font())
        top = QRectF(inner.x(), inner.y(), inner.width(), _LINE)
        bottom = QRectF(inner.x(), inner.bottom() - _LINE, inner.width(), _LINE)
        left = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        right = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        mark = self.tr("writing …") if item.making else self.tr("best") if item.best else ""
        if item.take is not None:
            if item.take.starred or hovered:
                name, role = ("star-full", "accent") if item.take.starred else ("star", "muted")
                self._icons.icon(name, role).paint(painter, _star(inner).toRect())
            top.setRight(_star(inner).left() - 4)
        painter.setFont(bold)
        painter.setPen(QColor(colours.accent))
        painter.drawText(top, right, mark)
        room = top.width() - painter.fontMetrics().horizontalAdvance(mark) - _SPACE
        name = painter.fontMetrics().elidedText(item.name, Qt.TextElideMode.ElideMiddle, int(room))
        painter.setPen(QColor(colours.text))
        painter.drawText(top, left, name)
        painter.setFont(usual)
        if item.standing is not None:
            self._paint_standing(painter, bottom, item.standing)
            bottom.setRight(bottom.right() - _BAR_WIDTH - _SPACE)
        painter.setPen(QColor(colours.muted))
        painter.drawText(bottom, left, item.summary)
        if item.take is not None and item.take.score is not None:
            score = f"{round(item.take.score, 2) + 0.0:.2f}"
            wide = painter.fontMetrics().horizontalAdvance
            # In a narrow list the bar has to do.
            if wide(item.summary) + _SPACE + wide(score) <= bottom.width():
                painter.drawText(bottom, right, score)

    def _paint_standing(self, painter: QPainter, bottom: QRectF, standing: float) -> None:
        """The critics' score as a short bar: full for the best of the batch."""
        colours = self._theme.colours
        room = QRectF(bottom.right() - _BAR_WIDTH, bottom.center().y() - 2, _BAR_WIDTH, 4)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours.border))
        painter.drawRoundedRect(room, 2, 2)
        painter.setBrush(QColor(colours.accent))
        room.setWidth(4 + (_BAR_WIDTH - 4) * standing)
        painter.drawRoundedRect(room, 2, 2)

    def _paint_picture(self, painter: QPainter, inner: QRectF, item: TakeItem) -> None:
        area = inner.adjusted(0, _LINE + 4, 0, -_LINE - 4)
        device = painter.device()
        ratio = device.devicePixelRatioF() if device is not None else 1.0
        width, height = int(area.width()), int(area.height())
        size = (width, height, ratio)
        held = self._pictures.get(item.key)
        # One picture an entry: those that a take in the making had before are not kept.
        if held is None or held.song is not item.song or held.size != size:
            if len(self._pictures) >= _KEPT_PICTURES:
                del self._pictures[next(iter(self._pictures))]
            picture = thumbnail(item.song, width, height, ratio, self._theme.colours)
            held = self._pictures[item.key] = _Picture(item.song, size, picture)
        painter.drawPixmap(area.topLeft(), held.picture)


def star_box(rect: QRect) -> QRectF:
    """Where the star of the card in ``rect`` is."""
    return _star(_inner(rect))


def _inner(rect: QRect) -> QRectF:
    """The room within the card in ``rect``."""
    card = QRectF(rect).adjusted(0.5, 0.5, -0.5, -_GAP - 0.5)
    return card.adjusted(_INSET, _INSET - 3, -_INSET, -_INSET + 3)


def _star(inner: QRectF) -> QRectF:
    return QRectF(inner.right() - _STAR + 2, inner.y() + (_LINE - _STAR) / 2, _STAR, _STAR)
