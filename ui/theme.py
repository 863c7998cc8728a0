"""Colours: the Fusion style with own palettes and one style sheet, light and dark.

Track colours follow Okabe and Ito's set, which people with any kind of colour vision can tell
apart, made darker or lighter for the background. A test simulates colour blindness on them.
"""

from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from musicgan.paths import resource

CHOICES = ("system", "light", "dark")


@dataclass(frozen=True, slots=True)
class Colours:
    """Every colour that is painted somewhere, as ``#rrggbb``."""

    dark: bool
    window: str
    panel: str
    field: str
    raised: str
    border: str
    text: str
    muted: str
    accent: str
    accent_hover: str
    accent_text: str
    selected: str
    danger: str
    danger_back: str
    good: str
    roll: str
    roll_shade: str
    line: str
    line_beat: str
    line_bar: str
    key_white: str
    key_black: str
    key_text: str
    playhead: str
    tracks: tuple[str, ...]

    def track(self, index: int) -> QColor:
        """Colour of the track ``index``; they repeat after nine."""
        return QColor(self.tracks[index % len(self.tracks)])


LIGHT = Colours(
    dark=False, window="#f3f4f6", panel="#ffffff", field="#ffffff", raised="#f7f8fa",
    border="#d5d9e0", text="#1c2430", muted="#5d6777", accent="#2f5bd8", accent_hover="#254cba",
    accent_text="#ffffff", selected="#e3eaff", danger="#b3261e", danger_back="#fdecea",
    good="#1b7f4d", roll="#ffffff", roll_shade="#f4f5f8", line="#eceef2", line_beat="#dfe3e9",
    line_bar="#b9c0cc", key_white="#ffffff", key_black="#3a4250", key_text="#5d6777",
    playhead="#d6336c",
    tracks=("#0072b2", "#e08a00", "#009e73", "#b0559a", "#4aa3df", "#c8421a", "#8a7a00",
            "#55606f", "#6f4fc4"),
)  # fmt: skip

DARK = Colours(
    dark=True, window="#15181d", panel="#1c2027", field="#14171c", raised="#262b34",
    border="#343b47", text="#e7eaf0", muted="#98a2b3", accent="#6d93ff", accent_hover="#86a6ff",
    accent_text="#0d1220", selected="#27345a", danger="#ff8a80", danger_back="#3a1f20",
    good="#5fd39a", roll="#15181d", roll_shade="#191d23", line="#20252d", line_beat="#2a303a",
    line_bar="#454e5d", key_white="#d8dde6", key_black="#2a303a", key_text="#4a5363",
    playhead="#ff5c93",
    tracks=("#4db5f5", "#f0a830", "#2fc79b", "#e79bd0", "#a5d8ff", "#ff7f5c", "#e6dc55",
            "#aab4c3", "#b79cff"),
)  # fmt: skip


class Theme(QObject):
    """The colours in force. Painters read ``colours`` and repaint on ``changed``."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        """Start with the system's light or dark."""
        super().__init__(parent)
        self._choice = "system"
        self.colours = LIGHT
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._follow)

    @property
    def choice(self) -> str:
        """One of ``CHOICES``."""
        return self._choice

    def choose(self, choice: str) -> None:
        """Apply one of ``CHOICES``; anything else counts as the system's."""
        self._choice = choice if choice in CHOICES else "system"
        dark = self._choice == "dark" or (self._choice == "system" and _system_is_dark())
        self.colours = DARK if dark else LIGHT
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.setPalette(palette(self.colours))
        application.setStyleSheet(style_sheet(self.colours))
        self.changed.emit()

    def _follow(self) -> None:
        if self._choice == "system":
            self.choose("system")


def _system_is_dark() -> bool:
    return QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark


def palette(colours: Colours) -> QPalette:
    """Qt's palette for what the style sheet doesn't reach."""
    roles = {
        QPalette.ColorRole.Window: colours.window,
        QPalette.ColorRole.WindowText: colours.text,
        QPalette.ColorRole.Base: colours.field,
        QPalette.ColorRole.AlternateBase: colours.raised,
        QPalette.ColorRole.Text: colours.text,
        QPalette.ColorRole.PlaceholderText: colours.muted,
        QPalette.ColorRole.Button: colours.raised,
        QPalette.ColorRole.ButtonText: colours.text,
        QPalette.ColorRole.ToolTipBase: colours.raised,
        QPalette.ColorRole.ToolTipText: colours.text,
        QPalette.ColorRole.Highlight: colours.accent,
        QPalette.ColorRole.HighlightedText: colours.accent_text,
        QPalette.ColorRole.Link: colours.accent,
        QPalette.ColorRole.Mid: colours.border,
        QPalette.ColorRole.Dark: colours.border,
        QPalette.ColorRole.Light: colours.panel,
    }
    result = QPalette()
    for role, colour in roles.items():
        result.setColor(role, QColor(colour))
    faint = mixed(colours.text, colours.window, 0.62)
    for role in (
        QPalette.ColorRole.WindowText,
        QPalette.ColorRole.Text,
        QPalette.ColorRole.ButtonText,
    ):
        result.setColor(QPalette.ColorGroup.Disabled, role, faint)
    return result


def mixed(first: str | QColor, second: str | QColor, share: float) -> QColor:
    """``first`` with ``share`` (0 to 1) of ``second`` in it."""
    one, two = QColor(first), QColor(second)
    return QColor.fromRgbF(
        one.redF() + (two.redF() - one.redF()) * share,
        one.greenF() + (two.greenF() - one.greenF()) * share,
        one.blueF() + (two.blueF() - one.blueF()) * share,
    )


def style_sheet(colours: Colours) -> str:
    """The application's style sheet."""
    faint = mixed(colours.muted, colours.panel, 0.45).name()
    hover = mixed(colours.raised, colours.text, 0.06).name()
    pressed = mixed(colours.raised, colours.text, 0.13).name()
    groove = mixed(colours.border, colours.panel, 0.2).name()
    up, down = (resource("icons", f"{name}.svg").as_posix() for name in ("up", "down"))
    return f"""
    * {{ outline: none; }}
    QToolTip {{ color: {colours.text}; background: {colours.raised};
        border: 1px solid {colours.border}; padding: 4px 6px; }}
    QMainWindow, QDialog {{ background: {colours.window}; }}
    QMenuBar {{ background: {colours.window}; padding: 2px 6px; }}
    QMenuBar::item {{ padding: 4px 10px; border-radius: 5px; background: transparent; }}
    QMenuBar::item:selected {{ background: {hover}; }}
    QMenu {{ background: {colours.panel}; border: 1px solid {colours.border}; padding: 5px; }}
    QMenu::item {{ padding: 5px 26px 5px 22px; border-radius: 4px; }}
    QMenu::item:selected {{ background: {colours.selected}; color: {colours.text}; }}
    QMenu::item:disabled {{ color: {faint}; }}
    QMenu::separator {{ height: 1px; background: {colours.border}; margin: 5px 8px; }}
    QMenu::indicator {{ width: 14px; height: 14px; left: 5px; }}
    QStatusBar {{ background: {colours.window}; color: {colours.muted}; }}
    QStatusBar::item {{ border: none; }}

    QTabWidget::pane {{ border: none; }}
    QTabWidget::tab-bar {{ left: 12px; }}
    QTabBar {{ background: transparent; }}
    QTabBar::tab {{ padding: 8px 18px 9px 18px; margin-right: 2px; color: {colours.muted};
        border: none; border-bottom: 2px solid transparent; font-weight: 600; }}
    QTabBar::tab:hover {{ color: {colours.text}; }}
    QTabBar::tab:selected {{ color: {colours.text}; border-bottom: 2px solid {colours.accent}; }}
    QTabBar::tab:focus {{ color: {colours.accent}; }}

    QFrame[card="true"] {{ background: {colours.panel}; border: 1px solid {colours.border};
        border-radius: 8px; }}
    QScrollArea, QScrollArea > QWidget > QWidget[clear="true"] {{ background: transparent;
        border: none; }}
    QSplitter::handle {{ background: transparent; }}
    QLabel[muted="true"] {{ color: {colours.muted}; }}
    QLabel[heading="true"] {{ font-weight: 600; }}
    QLabel[title="true"] {{ font-size: 15pt; font-weight: 600; }}
    QLabel[bad="true"] {{ color: {colours.danger}; }}
    QLabel[good="true"] {{ color: {colours.good}; }}

    QPushButton, QToolButton {{ background: {colours.raised}; border: 1px solid {colours.border};
        border-radius: 6px; padding: 5px 11px; color: {colours.text}; }}
    QPushButton:hover, QToolButton:hover {{ background: {hover}; }}
    QPushButton:pressed, QToolButton:pressed {{ background: {pressed}; }}
    QPushButton:focus, QToolButton:focus {{ border: 1px solid {colours.accent}; }}
    QPushButton:disabled, QToolButton:disabled {{ color: {faint}; background: {colours.window}; }}
    QToolButton {{ padding: 5px; }}
    QToolButton::menu-indicator {{ image: none; width: 0px; }}
    QToolButton[flat="true"] {{ background: transparent; border: 1px solid transparent; }}
    QToolButton[flat="true"]:hover {{ background: {hover}; }}
    QToolButton[flat="true"]:focus {{ border: 1px solid {colours.accent}; }}
    QToolButton[flat="true"]:checked {{ background: {colours.selected}; color: {colours.accent}; }}
    QPushButton[wide="true"] {{ text-align: left; padding: 5px 10px; }}
    QToolButton[sign="true"] {{ background: transparent; border: none; }}
    QFrame[line="true"] {{ background: {colours.border}; border: none; }}
    QPushButton[primary="true"] {{ background: {colours.accent}; color: {colours.accent_text};
        border: 1px solid {colours.accent}; font-weight: 600; padding: 9px 16px; }}
    QPushButton[primary="true"]:hover {{ background: {colours.accent_hover}; }}
    QPushButton[primary="true"]:focus {{ border: 2px solid {colours.text}; }}
    QPushButton[primary="true"]:disabled {{ background: {groove}; color: {colours.muted};
        border-color: {groove}; }}
    QPushButton[chip="true"] {{ border-radius: 10px; padding: 3px 11px;
        min-height: 16px; background: transparent; }}
    QPushButton[chip="true"]:hover {{ background: {hover}; }}
    QPushButton[chip="true"]:checked {{ background: {colours.selected};
        border: 1px solid {colours.accent}; color: {colours.accent}; }}
    QPushButton[quiet="true"] {{ border-color: transparent; color: {colours.muted}; }}
    QToolButton[segment="true"] {{ background: transparent; border: 1px solid transparent;
        padding: 2px 7px; color: {colours.muted}; }}
    QToolButton[segment="true"]:hover {{ background: {hover}; }}
    QToolButton[segment="true"]:checked {{ background: {colours.selected};
        color: {colours.accent}; }}
    QToolButton[segment="true"]:focus {{ border: 1px solid {colours.accent}; }}
    QPushButton[end="true"] {{ padding: 4px 8px; }}
    QPushButton[end="true"]:checked {{ border: 1px solid {colours.accent};
        background: {colours.selected}; color: {colours.accent}; }}
    QToolButton[section="true"] {{ background: transparent; border: none; font-weight: 600;
        padding: 2px 0; text-align: left; }}
    QToolButton[section="true"]:hover, QToolButton[section="true"]:focus {{
        color: {colours.accent}; }}
    QToolButton[letter="true"] {{ padding: 0; font-weight: 600; border-radius: 4px;
        color: {colours.muted}; background: transparent; }}
    QToolButton[letter="true"]:hover {{ background: {hover}; }}
    QToolButton[letter="true"][role="mute"]:checked {{ background: {colours.danger};
        color: {colours.panel}; border-color: {colours.danger}; }}
    QToolButton[letter="true"][role="lock"]:checked {{ background: {colours.muted};
        color: {colours.panel}; border-color: {colours.muted}; }}
    QToolButton[letter="true"][role="solo"]:checked {{ background: {colours.accent};
        color: {colours.accent_text}; border-color: {colours.accent}; }}

    QLineEdit, QSpinBox, QDoubleSpinBox, QComboBox, QPlainTextEdit {{ background: {colours.field};
        border: 1px solid {colours.border}; border-radius: 6px; padding: 4px 7px;
        min-height: 18px; selection-background-color: {colours.accent};
        selection-color: {colours.accent_text}; }}
    QLineEdit:focus, QSpinBox:focus, QDoubleSpinBox:focus, QComboBox:focus,
    QPlainTextEdit:focus {{
        border: 1px solid {colours.accent}; }}
    QPlainTextEdit {{ padding: 2px 4px; }}
    QLineEdit[wrong="true"], QPlainTextEdit[wrong="true"] {{ border: 1px solid {colours.danger}; }}
    QLineEdit:disabled, QAbstractSpinBox:disabled, QComboBox:disabled {{ color: {faint};
        background: {colours.window}; }}
    QComboBox::drop-down {{ border: none; width: 22px; }}
    QComboBox::down-arrow {{ image: url({down}); width: 12px; height: 12px; }}
    QAbstractSpinBox QLineEdit {{ border: none; background: transparent; padding: 0 0 0 6px;
        min-height: 0; }}
    QAbstractSpinBox {{ padding: 4px 20px 4px 1px; min-height: 17px; }}
    QAbstractSpinBox::up-button, QAbstractSpinBox::down-button {{ border: none;
        background: transparent; width: 20px; subcontrol-origin: border; }}
    QAbstractSpinBox::up-button {{ subcontrol-position: top right; margin-top: 2px; }}
    QAbstractSpinBox::down-button {{ subcontrol-position: bottom right; margin-bottom: 2px; }}
    QAbstractSpinBox::up-button:hover, QAbstractSpinBox::down-button:hover {{ background: {hover};
        border-radius: 4px; }}
    QAbstractSpinBox::up-arrow {{ image: url({up}); width: 12px; height: 12px; }}
    QAbstractSpinBox::down-arrow {{ image: url({down}); width: 12px; height: 12px; }}
    QComboBox QAbstractItemView {{ background: {colours.panel}; border: 1px solid {colours.border};
        selection-background-color: {colours.selected}; selection-color: {colours.text}; }}

    QCheckBox::indicator {{ width: 14px; height: 14px; border: 1px solid {colours.muted};
        border-radius: 4px; background: {colours.field}; }}
    QCheckBox::indicator:checked {{ background: {colours.accent};
        border: 1px solid {colours.accent}; }}
    QSlider::groove:horizontal {{ height: 4px; border-radius: 2px; background: {groove}; }}
    QSlider::sub-page:horizontal {{ height: 4px; border-radius: 2px;
        background: {colours.accent}; }}
    QSlider[any="true"]::sub-page:horizontal {{ background: {groove}; }}
    QSlider::handle:horizontal {{ width: 14px; height: 14px; margin: -5px 0; border-radius: 7px;
        background: {colours.panel}; border: 2px solid {colours.accent}; }}
    QSlider[any="true"]::handle:horizontal {{ border: 2px solid {faint}; }}
    QSlider[small="true"]::handle:horizontal {{ width: 8px; height: 8px; margin: -4px 0;
        border-radius: 6px; }}
    QSlider::handle:horizontal:hover {{ background: {colours.selected}; }}
    QSlider::handle:horizontal:focus {{ background: {colours.accent}; }}
    QSlider::handle:horizontal:disabled {{ border: 2px solid {groove}; }}
    QSlider::sub-page:horizontal:disabled {{ background: {groove}; }}

    QProgressBar {{ background: {groove}; border: none; border-radius: 3px; max-height: 6px;
        min-height: 6px; }}
    QProgressBar::chunk {{ background: {colours.accent}; border-radius: 3px; }}
    QListView, QTableView, QTreeView {{ background: {colours.panel}; border: none; }}
    QListWidget {{ border: 1px solid {colours.border}; border-radius: 6px; padding: 2px; }}
    QListWidget::item {{ padding: 0 8px; border-radius: 4px; }}
    QListWidget::item:selected {{ background: {colours.selected}; color: {colours.text}; }}
    QTableView {{ gridline-color: transparent; alternate-background-color: {colours.raised};
        selection-background-color: {colours.selected}; selection-color: {colours.text}; }}
    QTableView::item {{ padding: 0 8px; border: none; }}
    QHeaderView::section {{ background: {colours.panel}; color: {colours.muted}; border: none;
        border-bottom: 1px solid {colours.border}; padding: 6px 11px; }}
    QScrollBar:vertical {{ background: transparent; width: 10px; margin: 0; }}
    QScrollBar:horizontal {{ background: transparent; height: 10px; margin: 0; }}
    QScrollBar::handle {{ background: {mixed(colours.muted, colours.panel, 0.6).name()};
        border-radius: 3px; min-height: 28px; min-width: 28px; margin: 2px; }}
    QScrollBar::handle:hover {{ background: {colours.muted}; }}
    QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
    QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}

    #banner {{ background: {colours.danger_back}; border: 1px solid {colours.danger};
        border-radius: 8px; }}
    #banner[kind="note"] {{ background: {colours.selected}; border: 1px solid {colours.accent}; }}
    #banner QLabel {{ color: {colours.text}; background: transparent; }}
    #position {{ font-size: 13pt; font-weight: 600; }}
    """
