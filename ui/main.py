"""Starts the window. Qt is imported in ``main``, since worker processes import this module."""

import gc
import logging
import logging.handlers
import sys
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

from musicgan.paths import user_data

log = logging.getLogger(__name__)


def main(argv: Sequence[str] | None = None) -> int:
    """Open the window, and the projects and music that ``argv`` names; returns the exit code."""
    from ui.memory import hold_memory_together
    from ui.settings import Settings
    from ui.translations import speak
    from ui.window import MainWindow, application, keep_space_for_playing

    arguments = sys.argv[1:] if argv is None else argv
    log_file = _log_to_file()
    hold_memory_together()
    app = application()
    speak(Settings().language)
    window = MainWindow()
    keep_space_for_playing(window)

    def tell(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """An error of ours: a sentence in the window, the trace in the log."""
        log.critical("unexpected", exc_info=(kind, error, trace))
        window.show_problem(
            window.tr("An unexpected problem came up ({kind}: {error}); see {log}.").format(
                kind=kind.__name__, error=error, log=log_file
            )
        )

    sys.excepthook = tell
    # All that is there by now stays; to look through it for garbage would stop the window for 30 ms
    # time and again.
    window.loaded.connect(gc.freeze)
    window.show()
    for name in arguments:
        window.open(Path(name))
    return app.exec()


def _log_to_file() -> Path:
    """Send the program's log to a file of at most 2 × 500 kB."""
    path = user_data() / "musicgan.log"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handler = logging.handlers.RotatingFileHandler(path, maxBytes=500_000, backupCount=1)
    except OSError:
        return path  # no log is no reason not to make music
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logging.getLogger().addHandler(handler)
    return path


if __name__ == "__main__":
    sys.exit(main())
