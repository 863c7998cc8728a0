"""Style recognised: a classifier that learned styles from real music, asked about other music."""

from collections.abc import Sequence

import numpy as np

from musicgan.data.windows import Window
from musicgan.evaluation.features import music


class Recogniser:
    """scikit-learn's histogram gradient boosting on musical features.

    It is not told instruments, meter, tempo or mode, by which it could tell the style of music that
    has nothing of it.
    """

    def __init__(self, windows: Sequence[Window], styles: Sequence[str], seed: int) -> None:
        """Learn.

        Args:
            windows: real music as judged, of works to learn from.
            styles: (windows,) its styles.
            seed: of the learning.
        """
        from sklearn.ensemble import HistGradientBoostingClassifier

        table = np.stack([music(window) for window in windows])
        # scikit-learn can't bin a column without a figure.
        self._said = ~np.isnan(table).all(axis=0)
        self._model = HistGradientBoostingClassifier(
            learning_rate=0.1,
            max_iter=60,
            max_leaf_nodes=12,
            min_samples_leaf=8,
            max_features=0.25,
            early_stopping=False,
            class_weight="balanced",
            random_state=seed,
        )
        self._model.fit(table[:, self._said], list(styles))

    def accuracy(self, windows: Sequence[Window], styles: Sequence[str]) -> float:
        """Share of recognised windows, on average over the styles."""
        table = np.stack([music(window) for window in windows])[:, self._said]
        right = self._model.predict(table) == np.array(styles)
        shares = [right[np.array(styles) == style].mean() for style in sorted(set(styles))]
        return float(np.mean(shares))
