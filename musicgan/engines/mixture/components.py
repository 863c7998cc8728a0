"""Gaussian mixtures over what is wanted and what is known."""

import warnings
from typing import Any

import numpy as np
import numpy.typing as npt

from musicgan.engines.base import Arrays, Bools, Dice, Floats, Ints
from musicgan.engines.mixture.vectors import DRUMS, HARMONY, PITCHED
from musicgan.song import FAMILIES

KINDS: dict[str, tuple[tuple[int, int], int]] = {
    "pitched": (PITCHED, 32), "drums": (DRUMS, 20), "harmony": (HARMONY, 32),
}  # fmt: skip
"""Sizes of each mixture (wanted, known), and its components."""

FAMILY_COUNT = len(FAMILIES)
_DUST = 0.1
"""Deviation of the noise that keeps whole numbers from being points."""


class Mixture:
    """Components over (wanted, known), and how often each style and family uses them."""

    def __init__(self, wanted: int, means: Floats, roots: Floats, shares: Floats) -> None:
        """``roots`` (K, D, D): Cholesky factors of the covariances; ``shares`` (S, families, K)."""
        self._wanted = wanted
        self._means = means
        self._roots = roots
        self.shares = shares
        self._covariances = roots @ roots.transpose(0, 2, 1)
        self._cut: dict[bytes, tuple[Floats, Floats, Floats, Floats]] = {}

    def draw(self, share: Floats, known: Floats, dice: Dice) -> Floats:
        """The wanted part, given the known one, of which NaNs are left out.

        ``share`` (K,) are the components' weights.
        """
        there = ~np.isnan(known)
        gain, precision, log_size, root = self._conditional(there)
        wanted = slice(0, self._wanted)
        place = np.flatnonzero(there) + self._wanted
        off = known[there] - self._means[:, place]
        distance = np.einsum("ki,kij,kj->k", off, precision, off)
        score = np.log(share + 1e-6) - 0.5 * (distance + log_size)
        component = dice.draw(np.exp(score - score.max()))
        mean = self._means[component, wanted] + gain[component] @ off[component]
        noise = dice.rng.standard_normal(self._wanted) * np.sqrt(dice.temperature)
        found: Floats = mean + root[component] @ noise
        return found

    def _conditional(self, there: Bools) -> tuple[Floats, Floats, Floats, Floats]:
        """Gains, precisions and log-sizes of what is known, roots of what is left; by component."""
        key = there.tobytes()
        if key not in self._cut:
            place = np.flatnonzero(there) + self._wanted
            known = self._covariances[:, place][:, :, place]
            cross = self._covariances[:, : self._wanted][:, :, place]
            precision = np.linalg.inv(known)
            gain = cross @ precision
            left = self._covariances[:, : self._wanted, : self._wanted]
            left = left - gain @ cross.transpose(0, 2, 1)
            values, vectors = np.linalg.eigh((left + left.transpose(0, 2, 1)) / 2)
            root = vectors * np.sqrt(np.maximum(values, 1e-8))[:, None, :]
            sizes: Floats = np.linalg.slogdet(known)[1]
            self._cut[key] = gain, np.asarray(precision, np.float64), sizes, root
        return self._cut[key]

    def arrays(self, name: str) -> dict[str, npt.NDArray[Any]]:
        """In half precision."""
        return {
            f"{name}.means": self._means.astype(np.float16),
            f"{name}.roots": self._roots[:, *np.tril_indices(self._roots.shape[1])].astype(
                np.float16
            ),
            f"{name}.shares": self.shares.astype(np.float16),
        }

    @classmethod
    def of(cls, arrays: Arrays, name: str) -> "Mixture":
        """From ``arrays``."""
        means = arrays[f"{name}.means"].astype(np.float64)
        size = means.shape[1]
        roots = np.zeros((len(means), size, size))
        roots[:, *np.tril_indices(size)] = arrays[f"{name}.roots"].astype(np.float64)
        roots[:, range(size), range(size)] = np.maximum(roots[:, range(size), range(size)], 1e-2)
        shares = arrays[f"{name}.shares"].astype(np.float64)
        return cls(KINDS[name][0][0], means, roots, shares)


def fitted(name: str, rows: Floats, styles: Ints, families: Ints, count: int, seed: int) -> Mixture:
    """A mixture for vectors of (wanted, known)."""
    from sklearn.mixture import GaussianMixture
    from threadpoolctl import threadpool_limits

    (wanted, _), components = KINDS[name]
    rng = np.random.default_rng([seed, 3])
    rows = rows + _DUST * rng.standard_normal(rows.shape)
    components = max(1, min(components, len(rows) // 4))
    with warnings.catch_warnings(), threadpool_limits(1):
        warnings.simplefilter("ignore")  # that it could go on improving
        model = GaussianMixture(
            components, max_iter=25, tol=1e-2, reg_covar=_DUST**2, init_params="k-means++",
            random_state=seed % 2**32,
        ).fit(rows)  # fmt: skip
        used = model.predict_proba(rows)
    shares = np.zeros((count, FAMILY_COUNT, components))
    np.add.at(shares, (styles, families), used)
    return Mixture(wanted, model.means_, np.linalg.cholesky(model.covariances_), shares)
