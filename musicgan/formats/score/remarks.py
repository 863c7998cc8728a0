"""What music21 remarks on doubtful notation: nothing that a composer could do anything about."""

import logging
from functools import cache

log = logging.getLogger(__name__)


@cache
def log_remarks() -> None:
    """From now on they go to our log; music21 itself writes them to the standard error output."""
    from music21.environment import Environment

    Environment.warn = _log


def _log(environment: object, message: object, header: object = None) -> None:
    log.debug("music21: %s", message)
