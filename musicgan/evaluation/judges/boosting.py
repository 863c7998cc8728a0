"""The judge that counts: gradient boosting on musical features."""

from collections.abc import Sequence

import numpy as np

from musicgan.data.windows import Window
from musicgan.evaluation.features import feature_table
from musicgan.evaluation.judges.judge import Bools, Floats, Ints, Judge

_ROUNDS = 250


class BoostingJudge(Judge):
    """scikit-learn's histogram gradient boosting (after LightGBM, Ke et al. 2017)."""

    def __init__(self, windows: Sequence[Window], works: Ints) -> None:
        """See ``Judge``."""
        self._table = feature_table(windows)

    def probabilities(self, train: Ints, labels: Bools, test: Ints, seed: int) -> Floats:
        """See ``Judge``."""
        from sklearn.ensemble import HistGradientBoostingClassifier

        model = HistGradientBoostingClassifier(
            learning_rate=0.06,
            max_iter=_ROUNDS,
            max_leaf_nodes=12,
            min_samples_leaf=8,
            l2_regularization=2.0,
            max_features=0.25,
            early_stopping=False,
            random_state=seed,
        )
        # scikit-learn can't bin a column without a figure.
        said = ~np.isnan(self._table[train]).all(axis=0)
        model.fit(self._table[train][:, said], labels[train])
        return np.asarray(model.predict_proba(self._table[test][:, said])[:, 1], np.float64)
