"""Base styles and style packs as one vocabulary."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from musicgan.data.dataset import StyleInfo
from musicgan.data.windows import Window
from musicgan.generation.packs import PackInfo, distinct, installed_packs, pack_info
from musicgan.model.checkpoint import Model
from musicgan.model.generator import Generator
from musicgan.model.pack import Pack, load_pack, with_packs

_Key = tuple[tuple[Path, int, float], ...]


class Mixer:
    """Turns a mixture of base styles and packs into a generator and the base's style vector."""

    def __init__(self, model: Model, path: Path, packs: Sequence[Path] | None = None) -> None:
        """Nothing is loaded yet.

        Args:
            model: the base.
            path: its file.
            packs: files of style packs; None: the installed ones that belong to the base, looked
                up anew for every request.
        """
        self._model = model
        self._path = path
        self._packs = packs
        self._loaded: dict[tuple[Path, int], Pack] = {}
        self._mixed: tuple[_Key, Generator] = ((), model.generator)

    def available(self) -> tuple[PackInfo, ...]:
        """The packs whose style can be asked for now.

        Raises:
            MusicganError: a named file is no style pack.
        """
        found = (
            installed_packs(self._path)
            if self._packs is None
            else tuple(pack_info(path) for path in self._packs)
        )
        return distinct(found, [style.name for style in self._model.header.styles])

    def styles(self, packs: Sequence[PackInfo]) -> tuple[StyleInfo, ...]:
        """The base's styles and those of these packs."""
        return (*self._model.header.styles, *(info.style for info in packs))

    def mixed(self, window: Window, packs: Sequence[PackInfo]) -> tuple[Generator, Window]:
        """The generator for a window whose style vector covers ``styles(packs)``.

        Where the style changes from bar to bar, a pack's changes count by its mean share.

        Returns:
            The generator, and the window with the base's own style vector.

        Raises:
            MusicganError: a pack is damaged or doesn't fit.
        """
        if not packs:
            return self._model.generator, window
        known = len(self._model.header.styles)
        rows = [np.eye(known, dtype=np.float32)]
        rows += [np.array([info.header.resembles], np.float32) for info in packs]
        shares = window.style[..., known:].reshape(-1, len(packs)).mean(axis=0)
        window = replace(window, style=window.style @ np.concatenate(rows))
        used = [(info, float(share)) for info, share in zip(packs, shares, strict=True) if share]
        key = tuple((info.path, info.path.stat().st_mtime_ns, share) for info, share in used)
        if self._mixed[0] != key:
            chosen = [(self._load(info.path), share) for info, share in used]
            self._mixed = (key, with_packs(self._model.generator, chosen))
        return self._mixed[1], window

    def _load(self, path: Path) -> Pack:
        key = (path, path.stat().st_mtime_ns)
        if key not in self._loaded:
            self._loaded[key] = load_pack(path)
        return self._loaded[key]
