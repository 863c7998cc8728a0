"""How fast it is here: ``python -m tests.benchmarks [PART …]``. A table, never a failed build.

The parts are ``start``, ``generate``, ``render``, ``files``, ``learn`` and ``window``; all of them
take some ten minutes on an otherwise idle machine. A figure is the median of a few runs after one
that warms up; what takes more than five seconds is run once. Peers do the same on the same files,
one after the other.
"""

import os
import sys
import tempfile

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["XDG_CONFIG_HOME"] = os.environ["XDG_DATA_HOME"] = tempfile.mkdtemp()

from collections.abc import Callable, Iterator

from rich.console import Console
from rich.progress import track
from rich.table import Table

from tests.benchmarks import files, generating, learning, rendering, start, window
from tests.benchmarks.timing import Row

PARTS: dict[str, Callable[[], Iterator[Row]]] = {
    "start": start.rows,
    "generate": generating.rows,
    "render": rendering.rows,
    "files": files.rows,
    "learn": learning.rows,
    "window": window.rows,
}


def main() -> None:
    """Measure and print."""
    table = Table("what", "figure", "beside it", title="musicgan, this machine")
    console = Console(width=120)
    for name in track(sys.argv[1:] or list(PARTS), console=Console(stderr=True)):
        for row in PARTS[name]():
            table.add_row(*row)
        table.add_section()
    console.print(table)


if __name__ == "__main__":
    main()
