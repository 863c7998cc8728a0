"""A run's folder as others read it: its settings, its curves, its examples, whether it is over."""

import contextlib
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from musicgan.errors import MusicganError, reason
from musicgan.files import LOCK, alone_in, replacing
from musicgan.paths import user_data
from musicgan.training.config import TrainingConfig
from musicgan.training.events import Finished, Metrics, Reading, Sample

_CONFIG, _CURVES, _EXAMPLES, _FINISHED = "config.json", "curves.jsonl", "examples", "finished.json"
STATE = "state.safetensors"
_EXAMPLE = re.compile(r"(\d{1,9})-(\d{1,9})", re.ASCII)
"""How an example's file is named: step and number."""


@dataclass(frozen=True, slots=True)
class RunInfo:
    """A run on disk.

    Attributes:
        config: as it was started.
        resumable: whether there is a state to go on from, and it did not come to its end.
    """

    config: TrainingConfig
    resumable: bool


def runs_folder() -> Path:
    """Where the runs of style packs that are to be installed lie."""
    return user_data() / "runs"


def runs(folder: Path | None = None) -> list[RunInfo]:
    """The runs whose output lies in ``folder`` (default: ``runs_folder()``), the newest first."""
    folder = folder or runs_folder()
    found = []
    for run in folder.glob("*.run") if folder.is_dir() else ():
        try:
            config = read_config(run)
            changed = (run / _CONFIG).stat().st_mtime
        except (MusicganError, OSError):
            continue
        resumable = (run / STATE).exists() and not (run / _FINISHED).exists()
        found.append((changed, RunInfo(config, resumable)))
    return [info for _, info in sorted(found, key=lambda pair: -pair[0])]


def discard(config: TrainingConfig) -> None:
    """Delete a run with what it wrote.

    Raises:
        MusicganError: it goes on in another process.
    """
    if config.run_folder.exists():
        with alone_in(config.run_folder):
            for path in config.run_folder.iterdir():
                if path.is_dir():
                    shutil.rmtree(path, ignore_errors=True)
                elif path.name != LOCK:
                    path.unlink(missing_ok=True)
    config.output.unlink(missing_ok=True)


def read_config(run_folder: Path) -> TrainingConfig:
    """The settings of a run.

    Raises:
        MusicganError: they are missing or damaged.
    """
    try:
        text = (run_folder / _CONFIG).read_bytes()
        return msgspec.json.decode(text, type=TrainingConfig, dec_hook=_decoded)
    except (OSError, msgspec.MsgspecError, RecursionError, UnicodeDecodeError) as error:
        raise MusicganError(
            f"{run_folder} holds no training run that can be resumed ({reason(error)})."
        ) from error


class Recorder:
    """Writes a run's folder. Curves and examples of a resumed run go on where its state is."""

    def __init__(self, config: TrainingConfig, step: int) -> None:
        """Save the settings; forget what was told after ``step``.

        Raises:
            MusicganError: the folder can't be written.
        """
        self._folder = config.run_folder
        with replacing(self._folder / _CONFIG) as temporary:
            temporary.write_bytes(
                msgspec.json.format(msgspec.json.encode(config, enc_hook=str), indent=2)
            )
        (self._folder / _FINISHED).unlink(missing_ok=True)
        kept = [line for line in _lines(self._folder) if line["step"] <= step]
        with replacing(self._folder / _CURVES) as temporary:
            temporary.write_bytes(b"".join(msgspec.json.encode(line) + b"\n" for line in kept))
        if step == 0:
            shutil.rmtree(self._folder / _EXAMPLES, ignore_errors=True)

    def add(self, event: Metrics | Reading | Sample | Finished) -> None:
        """Keep an event.

        Raises:
            MusicganError: the disk is full.
        """
        if isinstance(event, Sample):
            from musicgan.formats import write_song  # loads the MIDI library

            write_song(event.song, _example(self._folder, event.step, event.number))
            return
        if isinstance(event, Finished):
            if not event.resumable:
                with replacing(self._folder / _FINISHED) as temporary:
                    temporary.write_bytes(msgspec.json.encode(event, enc_hook=str))
            return
        line = {"kind": type(event).__name__, **msgspec.to_builtins(event)}
        try:
            with (self._folder / _CURVES).open("ab") as file:
                file.write(msgspec.json.encode(line) + b"\n")
        except OSError as error:
            raise MusicganError(
                f"{self._folder} could not be written ({error.strerror}); free some space, then "
                "resume the training."
            ) from error


def recorded(run_folder: Path, examples: bool = True) -> Iterator[Metrics | Reading | Sample]:
    """What a run has told, in order; then its examples. Half a line at the end is passed over."""
    for line in _lines(run_folder):
        kind = {"Metrics": Metrics, "Reading": Reading}.get(str(line.pop("kind", "")))
        if kind is not None:
            with contextlib.suppress(msgspec.ValidationError):
                yield msgspec.convert(line, kind)
    if not examples:
        return
    from musicgan.formats import read_song  # loads the MIDI library

    for path in sorted((run_folder / _EXAMPLES).glob("*.mid")):
        if found := _EXAMPLE.fullmatch(path.stem):
            yield Sample(int(found[1]), read_song(path), int(found[2]))


def _example(folder: Path, step: int, number: int) -> Path:
    return folder / _EXAMPLES / f"{step:07}-{number}.mid"


def _lines(folder: Path) -> Iterator[dict[str, Any]]:
    path = folder / _CURVES
    for text in path.read_bytes().splitlines() if path.exists() else ():
        # A kill leaves half a line.
        with contextlib.suppress(msgspec.MsgspecError, RecursionError, UnicodeDecodeError):
            line = msgspec.json.decode(text, type=dict[str, Any])
            if isinstance(line.get("step"), int):
                yield line


def _decoded(kind: type, value: Any) -> Any:
    return kind(value)
