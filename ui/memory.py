"""How the window's process takes memory from the system."""

import contextlib
import ctypes
import sys

LARGE = 256 * 1024
"""Bytes from which on a block of memory is one by itself."""

_M_MMAP_THRESHOLD = -3


def return_large_blocks() -> None:
    """Let every large block go back to the system when it is freed.

    glibc does so by itself, but raises the bound to the largest block that was ever freed (up to
    32 MB). Sound and pictures then lie among small things that stay, and the gaps that they leave
    add up: 60 to 110 MB within twenty rounds of the soak. Elsewhere this does nothing.
    """
    if sys.platform == "linux":
        with contextlib.suppress(AttributeError, OSError):  # not every Linux has glibc
            ctypes.CDLL(None).mallopt(_M_MMAP_THRESHOLD, LARGE)
