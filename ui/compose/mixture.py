"""A mixture of styles in whole percent that always sum to 100. No Qt."""

from collections.abc import Mapping


def percents(weights: Mapping[str, float]) -> dict[str, int]:
    """Weights as whole percent that sum to 100, by the largest remainders; empty stays empty."""
    total = sum(weights.values())
    if not weights or total <= 0:
        return {}
    exact = {name: 100 * weight / total for name, weight in weights.items()}
    result = {name: int(value) for name, value in exact.items()}
    by_remainder = sorted(exact, key=lambda name: result[name] - exact[name])
    for name in by_remainder[: 100 - sum(result.values())]:
        result[name] += 1
    return result


def with_share(mixture: Mapping[str, int], name: str, percent: int) -> dict[str, int]:
    """Give ``name`` so many percent; the others keep their proportions in what is left.

    The only style of a mixture stays at 100.
    """
    others = {other: share for other, share in mixture.items() if other != name}
    if not others:
        return {name: 100}
    percent = min(max(percent, 0), 100)
    if sum(others.values()) == 0:
        others = dict.fromkeys(others, 1)
    left = 100 - percent
    scaled = percents(others)
    exact = {other: share * left / 100 for other, share in scaled.items()}
    result = {other: int(value) for other, value in exact.items()}
    by_remainder = sorted(exact, key=lambda other: result[other] - exact[other])
    for other in by_remainder[: left - sum(result.values())]:
        result[other] += 1
    return {other: percent if other == name else result[other] for other in mixture}


def with_style(mixture: Mapping[str, int], name: str) -> dict[str, int]:
    """Add a style with an even share."""
    added = {**mixture, name: 0}
    return with_share(added, name, round(100 / len(added)))


def without_style(mixture: Mapping[str, int], name: str) -> dict[str, int]:
    """Remove a style; the others take its share in proportion."""
    left = {other: share for other, share in mixture.items() if other != name}
    if left and sum(left.values()) == 0:
        left = dict.fromkeys(left, 1)
    return percents(left)
