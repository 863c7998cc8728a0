"""Generative models beside the GAN, over the same data and the same windows.

Importing this loads none of them.
"""

from musicgan.engines.base import Dice, Learned, Order, Writer
from musicgan.engines.registry import WRITERS, load_writer, save_writer, writer_class

__all__ = [
    "WRITERS",
    "Dice",
    "Learned",
    "Order",
    "Writer",
    "load_writer",
    "save_writer",
    "writer_class",
]
