"""What a judge is."""

from abc import ABC, abstractmethod
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from musicgan.data.windows import Window

Bools = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


class Judge(ABC):
    """A classifier of windows into two kinds."""

    @abstractmethod
    def __init__(self, windows: Sequence[Window], works: Ints) -> None:
        """Look at all windows, without their labels.

        Args:
            windows: as judged.
            works: (windows,) number of each window's work.
        """

    @abstractmethod
    def probabilities(self, train: Ints, labels: Bools, test: Ints, seed: int) -> Floats:
        """Learn from some windows and judge others.

        Args:
            train: indices of the windows to learn from.
            labels: (windows,); those of ``test`` are not looked at.
            test: indices of the windows to judge.
            seed: fixes the result.

        Returns:
            (test,) probability of the label True.
        """
