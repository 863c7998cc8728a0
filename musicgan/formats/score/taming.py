"""What music21 must not do here: write to the screen, or count and draw without end."""

import contextlib
import logging
import re
from functools import cache
from typing import Any
from xml.etree.ElementTree import Element

from musicgan.errors import MusicganError

log = logging.getLogger(__name__)

_MOST_BEATS = 255
"""Of a bar, as in MIDI: music21 takes half a second for a meter of 255/8, for one of 1,000/8 30."""

_COUNTED = frozenset(("fifths", "degree-alter"))
"""Numbers of MusicXML to which music21 counts, one by one."""
_MOST_COUNTED = 99


class LongBarError(MusicganError):
    """A bar has more beats than music21 can be asked for."""


@cache
def tame() -> None:
    """From now on remarks on notation go to our log, long bars are refused, nothing is beamed.

    Composers could do nothing about the remarks. Beams, which music21 makes for ABC alone, took
    time that grew with the square of the length.
    """
    from music21.environment import Environment
    from music21.meter import TimeSignature
    from music21.stream import Stream

    load = TimeSignature.load

    def load_short(self: Any, value: str, divisions: Any = None) -> None:
        if any(len(n) > 3 or int(n) > _MOST_BEATS for n in re.findall(r"\d+", value)):
            raise LongBarError(f"A bar of {value[:30]} is too long for a score; add barlines.")
        load(self, value, divisions)

    Environment.warn = _log
    Stream.makeBeams = _not_beamed
    TimeSignature.load = load_short


def has_endless_counts(root: Element) -> bool:
    """Whether a score's numbers would keep music21 counting for long."""
    for element in root.iter():
        if element.tag in _COUNTED:
            with contextlib.suppress(ValueError):
                if abs(float(element.text or "")) > _MOST_COUNTED:
                    return True
    return False


def _not_beamed(self: Any, **options: object) -> Any:
    return self


def _log(environment: object, message: object, header: object = None) -> None:
    log.debug("music21: %s", message)
