"""What a run gives: its best point, and the model or style pack that is made of it."""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import msgspec
from safetensors import safe_open

from musicgan.model import pack_header
from musicgan.model.checkpoint import load_tensors, save_model, save_tensors
from musicgan.model.pack import Pack, save_pack
from musicgan.model.pack_header import PackHeader, weights_hash
from musicgan.training.config import TrainingConfig
from musicgan.training.dataset import described
from musicgan.training.source import WindowSource
from musicgan.training.state import Place, State

BEST = "best.safetensors"


class Best(msgspec.Struct, frozen=True):
    """The point that is kept.

    Attributes:
        held_out: nats a note.
        lowest: the least of the likelihood phase, there or later.
        place: where it was reached.
    """

    held_out: float
    lowest: float
    place: Place


class Result:
    """Keeps the averaged weights of the best point, and writes what people can use."""

    def __init__(self, config: TrainingConfig, state: State, source: WindowSource) -> None:
        """Take up what an interrupted run has kept."""
        self._config, self._state, self._source = config, state, source
        self._path = config.run_folder / BEST
        self.best = _read(self._path)

    def keep_if_best(self, held_out: float) -> None:
        """Keep the averaged weights where the held-out music is about as likely as ever.

        The second phase is kept where it is hardly worse than the lowest loss of the first: what it
        is for is another thing.
        """
        place, lowest = self._state.place, held_out
        if self.best is not None:
            first = place.phase == "likelihood"
            lowest = min(self.best.lowest, held_out) if first else self.best.lowest
            room = self._config.grace if first else self._config.tolerance
            if held_out > lowest * (1 + room):
                return
        self.best = Best(held_out, lowest, place)
        weights = {str(n): w.detach().contiguous() for n, w in enumerate(self._state.kept)}
        told = {"best": msgspec.json.encode(self.best).decode()}
        save_tensors(weights, told, self._path)

    def go_back_to_best(self) -> None:
        """Put the best point in place of the averaged weights, where one is known."""
        if self.best is not None:
            saved = load_tensors(self._path)
            self._state.set_kept([saved[str(n)] for n in range(len(self._state.kept))])

    def write_best(self, figures: Mapping[str, float]) -> None:
        """Write the best point as the run's output; without one, the averaged weights.

        They are as they were afterwards.
        """
        if self.best is None:
            self.write(self._config.output, figures)
            return
        state = self._state
        present, place = [mean.clone() for mean in state.kept], state.place
        self.go_back_to_best()
        state.place = self.best.place
        self.write(self._config.output, figures)
        state.place = place
        state.set_kept(present)

    def write(self, path: Path, figures: Mapping[str, float]) -> None:
        """Write the averaged weights as a model or a style pack."""
        config, state = self._config, self._state
        if state.average_adapter is None:
            save_model(state.averaged(), path)
            return
        assert config.base is not None, "checked with the settings"
        styles = self._source.dataset.meta.styles
        told = PackHeader(
            version=pack_header.FORMAT_VERSION,
            style=msgspec.structs.replace(styles[0], name=config.pack),
            resembles=self._source.shown or (),
            base=weights_hash(config.base),
            base_name=state.model.header.name,
            rank=config.rank,
            steps=state.steps,
            created=datetime.now(UTC).date().isoformat(),
            data=config.data_note or described(styles),
            licence=config.licence,
            figures=dict(figures),
        )
        save_pack(Pack(told, state.average_adapter.tensors), path)


def _read(path: Path) -> Best | None:
    """What was kept, if anything was."""
    if not path.exists():
        return None
    with safe_open(path, framework="numpy") as file:
        return msgspec.json.decode(file.metadata()["best"], type=Best)
