"""The menu of instruments: families, and the programs of each."""

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QMenu, QWidget

from musicgan.generation import TrackRequest
from musicgan.song import DRUMS, PITCHED_FAMILIES, PROGRAM_NAMES, default_program
from ui.translations import word


def instrument_name(track: TrackRequest) -> str:
    """What a track request is called: its program's name, or its family's."""
    if track.program is None or track.family == DRUMS:
        return word(track.family.capitalize())
    return word(PROGRAM_NAMES[track.program])


class ProgramMenu(QMenu):
    """Sixteen families of eight programs, and drums."""

    def __init__(self, parent: QWidget, chosen: Callable[[TrackRequest], None]) -> None:
        """``chosen`` gets what the user picks. The programs are filled in when a family opens."""
        super().__init__(parent)
        self._chosen = chosen
        for family in PITCHED_FAMILIES:
            menu = self.addMenu(word(family.capitalize()))
            menu.aboutToShow.connect(partial(self._fill, menu, family))
        self.addSeparator()
        self.addAction(word(DRUMS.capitalize()), partial(chosen, TrackRequest(DRUMS)))

    def _fill(self, menu: QMenu, family: str) -> None:
        if not menu.isEmpty():
            return
        usual = word(PROGRAM_NAMES[default_program(family)])
        menu.addAction(
            self.tr("Any, which is {program}").format(program=usual),
            partial(self._chosen, TrackRequest(family)),
        )
        menu.addSeparator()
        first = PITCHED_FAMILIES.index(family) * 8
        for program in range(first, first + 8):
            menu.addAction(
                word(PROGRAM_NAMES[program]), partial(self._chosen, TrackRequest(family, program))
            )
