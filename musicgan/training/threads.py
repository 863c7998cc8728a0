"""How many threads of torch a run takes."""

from typing import Self

import torch

_STEPS = 2
"""With each number of threads; the faster one counts."""
_PAYS = 0.9
"""More threads must take at most this share of the time, or they only heat a busy machine."""
_HOPELESS = 1.5
"""So many times slower, one step is enough to know."""


class Threads:
    """As many as are asked for, or as make the first steps faster: 1, 2, 4, up to torch's own.

    When it is left, torch has as many as before.
    """

    def __init__(self, asked: int | None) -> None:
        """Begin with what is asked for, else with one."""
        self._most = torch.get_num_threads()
        self._searching = asked is None
        self._best, self._cost = 1, float("inf")
        self._tried: list[float] = []
        torch.set_num_threads(asked or 1)

    def took(self, seconds: float, notes: int) -> None:
        """Hear how long a step of so many notes took; perhaps the next one takes more threads."""
        if not self._searching:
            return
        self._tried.append(seconds / notes)
        cost, now = min(self._tried), torch.get_num_threads()
        if len(self._tried) < _STEPS and cost < _HOPELESS * self._cost:
            return
        faster = cost < _PAYS * self._cost
        if faster:
            self._best, self._cost = now, cost
        self._tried = []
        self._searching = faster and 2 * now <= self._most
        torch.set_num_threads(2 * now if self._searching else self._best)

    def __enter__(self) -> Self:
        """Nothing to do."""
        return self

    def __exit__(self, *_: object) -> None:
        """Leave torch as it was."""
        torch.set_num_threads(self._most)
