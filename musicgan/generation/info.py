"""What a model file says of itself, read without torch."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from musicgan.data import METERS
from musicgan.generation.filling import usual_tracks
from musicgan.generation.packs import PackInfo, distinct, installed_packs
from musicgan.generation.request import TrackRequest
from musicgan.model.header import read_header
from musicgan.paths import resource
from musicgan.song import FAMILIES


@dataclass(frozen=True, slots=True)
class ModelInfo:
    """A model's description.

    Attributes:
        name: for people.
        styles: names, in the order of the model, then those of the installed style packs.
        families: instrument families that can be asked for.
        meters: (numerator, denominator) that the model tells apart; others of up to eight quarter
            notes work too.
        usual_tracks: the commonest instrumentation of each style.
        usual_tempo: the median tempo of each style, quarter notes a minute.
        sizes: pieces, bars and notes that each style was learned from.
        phase: what training ended with: "likelihood" or "adversarial".
        steps: training steps.
        data: what it was trained on.
        licence: of the weights.
        created: date, ISO 8601.
        engine: that uses it, one of ``ENGINES``.
        packs: the installed style packs that belong to it.
    """

    name: str
    styles: tuple[str, ...]
    families: tuple[str, ...]
    meters: tuple[tuple[int, int], ...]
    usual_tracks: Mapping[str, tuple[TrackRequest, ...]]
    usual_tempo: Mapping[str, float]
    sizes: Mapping[str, tuple[int, int, int]]
    phase: str
    steps: int
    data: str
    licence: str
    created: str
    engine: str = "gan"
    packs: tuple[PackInfo, ...] = ()


def shipped_model(engine: str = "gan") -> Path:
    """The model of an engine that comes with the program.

    Raises:
        MusicganError: it is missing.
    """
    return resource("models", f"{'base' if engine == 'gan' else engine}.safetensors")


def model_info(model: Path | None = None) -> ModelInfo:
    """Describe a model (default: the shipped one).

    Raises:
        MusicganError: the file is missing, damaged, or from a newer version.
    """
    path = model or shipped_model()
    header = read_header(path)
    packs = distinct(installed_packs(path), [style.name for style in header.styles])
    styles = (*header.styles, *(info.style for info in packs))
    return ModelInfo(
        name=header.name,
        styles=tuple(style.name for style in styles),
        families=FAMILIES,
        meters=METERS,
        usual_tracks={style.name: usual_tracks(style.instrumentations[0]) for style in styles},
        usual_tempo={style.name: style.tempos[1] for style in styles},
        sizes={style.name: (style.pieces, style.bars, style.notes) for style in styles},
        phase=header.phase,
        steps=header.steps,
        data=header.data,
        licence=header.licence,
        created=header.created,
        engine=header.engine,
        packs=packs,
    )
