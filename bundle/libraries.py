"""Run first in the bundle: what is looked up as a library of the system is the bundle's own."""

import ctypes.util
import sys
from pathlib import Path

_of_the_system = ctypes.util.find_library


def _find(name: str) -> str | None:
    found = sorted(Path(sys._MEIPASS).glob(f"*{name}.*"))  # type: ignore[attr-defined]
    return str(found[0]) if found else _of_the_system(name)


ctypes.util.find_library = _find
