"""The style packs that the user has: listed, installed, exported and removed. Needs no torch."""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec
from safetensors import SafetensorError
from safetensors.numpy import load_file, save_file

from musicgan.data.dataset import StyleInfo
from musicgan.errors import MusicganError
from musicgan.files import replacing
from musicgan.model.pack_header import (
    PackHeader,
    encode_pack_header,
    read_pack_header,
    weights_hash,
)
from musicgan.paths import user_data

SUFFIX = ".safetensors"


@dataclass(frozen=True, slots=True)
class PackInfo:
    """A style pack on disk.

    Attributes:
        path: the file.
        header: its own description.
        bytes: size of the file.
    """

    path: Path
    header: PackHeader
    bytes: int

    @property
    def name(self) -> str:
        """Of the style that it adds."""
        return self.header.style.name

    @property
    def style(self) -> StyleInfo:
        """What is known of its style."""
        return self.header.style


def packs_folder() -> Path:
    """Where installed style packs lie."""
    return user_data() / "packs"


def pack_info(path: Path) -> PackInfo:
    """Describe a style pack.

    Raises:
        MusicganError: the file is missing, no style pack, damaged, or from a newer version.
    """
    return PackInfo(path, read_pack_header(path), path.stat().st_size)


def installed_packs(model: Path | None = None) -> tuple[PackInfo, ...]:
    """The installed packs by name; with ``model`` only those that belong to it.

    A file that can't be read is passed over: a damaged pack must not keep the program from writing.
    """
    folder = packs_folder()
    found: list[PackInfo] = []
    for path in sorted(folder.glob(f"*{SUFFIX}")) if folder.is_dir() else ():
        try:
            found.append(pack_info(path))
        except (MusicganError, OSError):
            continue
    if model is not None and found:
        base = weights_hash(model)
        found = [info for info in found if info.header.base == base]
    return tuple(found)


def distinct(packs: Sequence[PackInfo], names: Sequence[str]) -> tuple[PackInfo, ...]:
    """The packs whose style has a name of its own: neither one of ``names`` nor an earlier one."""
    seen = set(names)
    kept = []
    for info in packs:
        if info.name not in seen:
            seen.add(info.name)
            kept.append(info)
    return tuple(kept)


def install_pack(path: Path, name: str | None = None, replace: bool = False) -> PackInfo:
    """Copy a style pack to the installed ones, under another name if one is given.

    Raises:
        MusicganError: it is no style pack, the name can't be used or is taken (unless ``replace``),
            or it can't be written.
    """
    header = read_pack_header(path)
    name = check_name(header.style.name if name is None else name)
    target = packs_folder() / f"{name}{SUFFIX}"
    if target.exists() and not replace:
        raise MusicganError(
            f"A style pack “{name}” is installed already; choose another name or remove it first."
        )
    style = msgspec.structs.replace(header.style, name=name)
    header = msgspec.structs.replace(header, style=style)
    tensors = load_file(path)
    with replacing(target) as temporary:
        try:
            save_file(tensors, temporary, metadata=encode_pack_header(header))
        except SafetensorError as error:
            raise OSError(None, str(error)) from error
    return pack_info(target)


def export_pack(path: Path, target: Path) -> None:
    """Copy a style pack to where others can have it.

    Raises:
        MusicganError: it is no style pack, or can't be written.
    """
    read_pack_header(path)
    with replacing(target) as temporary:
        shutil.copyfile(path, temporary)


def remove_pack(path: Path) -> None:
    """Delete an installed style pack.

    Raises:
        MusicganError: it can't be deleted.
    """
    try:
        path.unlink()
    except OSError as error:
        raise MusicganError(
            f"{path} could not be removed ({error.strerror}); close what uses it and try again."
        ) from error


def find_pack(name: str) -> PackInfo:
    """The installed pack of this name.

    Raises:
        MusicganError: there is none.
    """
    for info in installed_packs():
        if info.name == name:
            return info
    names = ", ".join(info.name for info in installed_packs()) or "none yet"
    raise MusicganError(f"There is no style pack “{name}”; installed: {names}.")


def check_name(name: str) -> str:
    """A style's name, stripped.

    Raises:
        MusicganError: it is empty, or no name of a file, or would be read as a mixture.
    """
    name = name.strip()
    if not name or len(name) > 60 or name.startswith(".") or set(name) & set('/\\:*?"<>|,='):
        raise MusicganError(
            f"“{name}” can't be the name of a style; use letters, digits, spaces and hyphens."
        )
    return name
