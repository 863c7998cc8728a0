"""Starting up: what is loaded, what is shown, what is left behind."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

START = """
import sys
from ui.window import MainWindow, application
from tests.ui.fake_backend import backend
from PySide6.QtCore import QTimer

app = application()
window = MainWindow(backend())
window.painted.connect(app.quit)
window.show()
app.exec()
heavy = {"torch", "music21", "pretty_midi", "pyqtgraph", "sounddevice", "fluidsynth"}
print(sorted(heavy & set(sys.modules)))
window.close()
"""


def python(code: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True
    )
    return done.stdout.strip()


def test_nothing_heavy_is_loaded_before_the_first_paint() -> None:
    assert python(START) == "[]"


def test_the_worker_process_loads_no_qt() -> None:
    code = """
import sys
import ui.worker_process, ui.jobs.generate, ui.jobs.train, ui.main
print(sorted(name for name in sys.modules if name.startswith(("PySide6", "pyqtgraph"))))
"""
    assert python(code) == "[]"


def test_main_opens_the_window_with_a_file() -> None:
    code = """
import sys, tempfile
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from musicgan.formats import write_song
from tests.ui.fake_backend import demo_song
import ui.window

path = Path(tempfile.mkdtemp()) / "tune.mid"
write_song(demo_song(1, 2), path)

def look():
    window = next(w for w in QApplication.topLevelWidgets() if isinstance(w, ui.window.MainWindow))
    items = window.compose.takes.items
    if items:
        seen.append((items[0].name, window.windowTitle()))
        window.document.begin()
        window.close()
    else:
        QTimer.singleShot(50, look)

seen = []  # to be printed at the end: while FluidSynth is loaded, its chatter is not let out
ui.window.application()
QTimer.singleShot(50, look)
from ui.main import main
code = main([str(path)])
print(*seen[0], code)
"""
    assert python(code).splitlines() == ["tune.mid Untitled[*] – musicgan 0"]


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="looks into /proc")
def test_a_killed_window_leaves_no_worker_behind() -> None:
    code = """
import os, signal, sys
from PySide6.QtCore import QCoreApplication
from ui.worker import Worker

app = QCoreApplication([])
worker = Worker()

def die(value):
    print(worker.process_id, flush=True)
    os.kill(os.getpid(), signal.SIGKILL)

worker.told.connect(die)
worker.run("tests.ui.fake_backend:talk")
app.exec()
"""
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == -signal.SIGKILL
    process_id = int(done.stdout)
    for _ in range(100):
        if not Path(f"/proc/{process_id}").exists():
            return
        time.sleep(0.05)
    raise AssertionError(f"the worker {process_id} still runs")


@pytest.mark.skipif(sys.platform != "linux", reason="the bound is glibc's")
def test_memory_is_held_together() -> None:
    code = """
import ctypes, threading
from ui.memory import LARGE, hold_memory_together

class Blocks(ctypes.Structure):
    _fields_ = [(str(place), ctypes.c_size_t) for place in range(10)]

def apart():  # of mallinfo2: blocks that are taken one by one
    return getattr(libc.mallinfo2(), "3")

libc = ctypes.CDLL(None)
libc.mallinfo2.restype = Blocks
libc.malloc.restype = ctypes.c_void_p
libc.free.argtypes = [ctypes.c_void_p]
hold_memory_together()
libc.free(libc.malloc(20_000_000))  # by this glibc would raise its bound
before = apart()
libc.malloc(2 * LARGE)
print(apart() - before, flush=True)  # the C library has a buffer of its own

thread = threading.Thread(target=libc.malloc, args=(LARGE // 2,))
thread.start()
thread.join()
libc.fopen.restype = ctypes.c_void_p
libc.malloc_info(0, ctypes.c_void_p(libc.fopen(b"/dev/stdout", b"w")))
libc.fflush(None)
"""
    blocks, *places = python(code).splitlines()
    assert blocks == "1"
    assert sum("<heap nr=" in line for line in places) == 1
