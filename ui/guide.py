"""The user guide in a window of its own, beside its list of contents."""

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QImage, QResizeEvent, QTextBlock, QTextDocument
from PySide6.QtWidgets import QDialog, QListWidget, QSplitter, QTextBrowser, QVBoxLayout, QWidget

from musicgan.paths import resource

_MARGIN = 48
"""What a picture leaves of the text's width: margins and the scroll bar."""


class GuideText(QTextBrowser):
    """A Markdown file whose pictures are as wide as there is room."""

    def __init__(self) -> None:
        """Read the shipped guide.

        Raises:
            MusicganError: it is missing.
        """
        super().__init__()
        self.setAccessibleName(self.tr("User guide"))
        self.setOpenLinks(False)
        self._pictures: set[QUrl] = set()
        self.document().setDocumentMargin(16)
        self._url = QUrl.fromLocalFile(str(resource("docs", "guide.md")))
        self.setSource(self._url, QTextDocument.ResourceType.MarkdownResource)
        self.anchorClicked.connect(self._follow)

    @property
    def headings(self) -> list[QTextBlock]:
        """The titles of the sections, in order."""
        found = []
        block = self.document().begin()
        while block.isValid():
            if block.blockFormat().headingLevel() == 2:
                found.append(block)
            block = block.next()
        return found

    def go_to(self, heading: QTextBlock) -> None:
        """Put a heading at the top."""
        place = self.document().documentLayout().blockBoundingRect(heading)
        self.verticalScrollBar().setValue(round(place.top()) - 8)

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        """Pictures no wider than the text, sharp on every screen."""
        if kind != QTextDocument.ResourceType.ImageResource.value:
            return super().loadResource(kind, name)
        url = QUrl(name)
        self._pictures.add(url)
        image = QImage(self._url.resolved(url).toLocalFile())
        ratio = self.devicePixelRatioF()
        width = round(max(200, self.viewport().width() - _MARGIN) * ratio)
        if image.width() > width:
            image = image.scaledToWidth(width, Qt.TransformationMode.SmoothTransformation)
            image.setDevicePixelRatio(ratio)
        return image

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the pictures into the new width."""
        super().resizeEvent(event)
        kind = QTextDocument.ResourceType.ImageResource
        for url in self._pictures:
            self.document().addResource(kind.value, url, self.loadResource(kind.value, url))
        self.document().markContentsDirty(0, self.document().characterCount())

    def _follow(self, target: QUrl) -> None:
        """Go to a section of the guide; anything else is the system's browser's."""
        if not target.path():
            for heading in self.headings:
                if anchor(heading.text()) == target.fragment():
                    self.go_to(heading)
        else:
            QDesktopServices.openUrl(target)


class GuidePage(QDialog):
    """The guide; a click in the contents goes to a section."""

    def __init__(self, parent: QWidget) -> None:
        """Begin at the top.

        Raises:
            MusicganError: the guide is missing.
        """
        super().__init__(parent)
        self.setWindowTitle(self.tr("User guide"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.text = GuideText()
        self.contents = QListWidget()
        self.contents.setSpacing(3)
        self.contents.setAccessibleName(self.tr("Contents"))
        self.contents.addItems([heading.text() for heading in self.text.headings])
        self.contents.currentRowChanged.connect(
            lambda row: self.text.go_to(self.text.headings[row])
        )
        split = QSplitter()
        split.addWidget(self.contents)
        split.addWidget(self.text)
        split.setStretchFactor(1, 1)
        split.setSizes([230, 770])
        split.setChildrenCollapsible(False)
        layout = QVBoxLayout(self)
        layout.addWidget(split)
        self.resize(1000, 720)


def anchor(heading: str) -> str:
    """What a link to a heading says, as on GitHub."""
    kept = "".join(sign for sign in heading.lower() if sign.isalnum() or sign in " -_")
    return kept.replace(" ", "-")
