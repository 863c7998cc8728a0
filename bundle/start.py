"""What the bundle starts: the command line, or the window where it is called so."""

import multiprocessing
import sys
from pathlib import Path

if __name__ == "__main__":
    multiprocessing.freeze_support()  # the workers are this program, called again
    if Path(sys.executable).stem == "musicgan-window":
        from ui.main import main

        sys.exit(main())
    from musicgan.cli import main as command_line

    command_line()
