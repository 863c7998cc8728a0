"""How the window's process takes memory from the system."""

import contextlib
import ctypes
import sys

LARGE = 256 * 1024
"""Bytes from which on a block of memory is one by itself."""

_M_MMAP_THRESHOLD, _M_ARENA_MAX = -3, -8


def hold_memory_together() -> None:
    """Let large blocks go back to the system when they are freed; let threads share the rest.

    glibc raises its bound for large blocks to the largest one that was ever freed (up to 32 MB).
    Sound and pictures then lie among small things that stay, and the gaps that they leave add up:
    60 to 110 MB within twenty rounds of the soak. And it gives threads places of their own (up to
    eight a core), so that the next export or rendering may not use what the last one left: 10 MB
    for each of them. Elsewhere this does nothing.
    """
    if sys.platform == "linux":
        with contextlib.suppress(AttributeError, OSError):  # not every Linux has glibc
            library = ctypes.CDLL(None)
            library.mallopt(_M_MMAP_THRESHOLD, LARGE)
            library.mallopt(_M_ARENA_MAX, 1)
