"""musicgan: a conditional GAN that writes multi-track music.

The public API is what the sub-packages export in their ``__init__``; importing this package
loads nothing heavy.
"""

__version__ = "0.1.0"
