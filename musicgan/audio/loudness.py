"""Loudness as ITU-R BS.1770 measures it, of sound of any length, piece by piece."""

import numpy as np
import numpy.typing as npt

from musicgan.audio.mixer import Stereo
from musicgan.audio.synth import SAMPLE_RATE

_STEP = SAMPLE_RATE // 10
_STEPS_A_BLOCK = 4
_SILENCE = -70.0
_RELATIVE_GATE = -10.0
_OFFSET = -0.691


class Loudness:
    """Collects sound; ``lufs`` is its integrated loudness.

    The K-weighting is taken on the spectrum of steps of a tenth of a second, which needs no filter
    with a memory. Against one it is off by less than 0.1.
    """

    def __init__(self) -> None:
        """Begin with nothing."""
        self._rest: Stereo = np.zeros((0, 2), np.float32)
        self._energies: list[npt.NDArray[np.float64]] = []

    def add(self, sound: Stereo) -> None:
        """Take more sound, at ``SAMPLE_RATE``."""
        sound = np.concatenate([self._rest, sound])
        whole = len(sound) // _STEP * _STEP
        self._rest = sound[whole:]
        steps = sound[:whole].reshape(-1, _STEP, 2)
        power = np.abs(np.fft.rfft(steps, axis=1)) ** 2
        self._energies.append(np.einsum("sfc,f->s", power, _WEIGHTS))

    @property
    def lufs(self) -> float:
        """Loudness units below full scale; minus infinity for silence."""
        steps = np.concatenate([np.zeros(0), *self._energies])
        if len(steps) < _STEPS_A_BLOCK:
            return -np.inf
        blocks = np.convolve(steps, np.full(_STEPS_A_BLOCK, 1 / _STEPS_A_BLOCK), "valid")
        heard = blocks[_lufs(blocks) > _SILENCE]
        if not len(heard):
            return -np.inf
        loud = heard[_lufs(heard) > _lufs(heard.mean()) + _RELATIVE_GATE]
        return float(_lufs(loud.mean()))


def _lufs(energy: npt.ArrayLike) -> npt.NDArray[np.float64]:
    return _OFFSET + 10 * np.log10(np.maximum(energy, 1e-12))


def _weights() -> npt.NDArray[np.float64]:
    """``(_STEP // 2 + 1,)``: what a step's squared spectrum adds to its mean square, weighted."""
    around = np.exp(-2j * np.pi * np.fft.rfftfreq(_STEP))
    weight = np.abs(_shelf(around) * _high_pass(around)) ** 2
    # A spectrum of real numbers holds half of it; Parseval's theorem wants both halves.
    halves = np.full(len(weight), 2.0)
    halves[0] = 1.0
    halves[-1] = 1.0 if _STEP % 2 == 0 else 2.0
    return np.asarray(weight * halves / _STEP**2)


def _shelf(around: npt.NDArray[np.complex128]) -> npt.NDArray[np.complex128]:
    """The head's effect: about 4 dB more above 1.7 kHz."""
    gain, quality, frequency = 10 ** (3.999843853973347 / 20), 0.7071752369554196, 1681.974450955533
    k = np.tan(np.pi * frequency / SAMPLE_RATE)
    middle = gain**0.4996667741545416 * k / quality
    top = [gain - middle + k * k, 2 * (k * k - gain), gain + middle + k * k]
    bottom = [1 - k / quality + k * k, 2 * (k * k - 1), 1 + k / quality + k * k]
    return np.asarray(np.polyval(top, around) / np.polyval(bottom, around))


def _high_pass(around: npt.NDArray[np.complex128]) -> npt.NDArray[np.complex128]:
    """The ear's: less below 40 Hz."""
    quality, frequency = 0.5003270373238773, 38.13547087602444
    k = np.tan(np.pi * frequency / SAMPLE_RATE)
    bottom = [1 - k / quality + k * k, 2 * (k * k - 1), 1 + k / quality + k * k]
    return np.asarray((1 - around) ** 2 * bottom[-1] / np.polyval(bottom, around))


_WEIGHTS = _weights()
