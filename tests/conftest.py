"""What holds for every test."""

import os

# Small nets gain nothing from a second thread, and lose much where other work is running.
os.environ.setdefault("OMP_NUM_THREADS", "1")
