"""Pictures of a report as inline SVG: text that the page's style sheet colours."""

from collections.abc import Sequence
from html import escape

from musicgan.evaluation.intervals import Estimate
from musicgan.evaluation.report import Example

_WIDTH, _ROW, _LEFT, _RIGHT = 1120, 30, 190, 60
_SMALL = (250, 92)
_ROLL = (360, 118)


def accuracies(rows: Sequence[tuple[str, str, Estimate]], ceiling: Estimate) -> str:
    """Accuracies with their intervals from 40 to 100 %, over the band of real music.

    Args:
        rows: label, colour and figure of each.
        ceiling: of real against real music.
    """

    def x(share: float) -> float:
        return _LEFT + (min(max(share, 0.4), 1) - 0.4) / 0.6 * (_WIDTH - _LEFT - _RIGHT)

    height = _ROW * len(rows) + 34
    parts = [
        f'<rect x="{x(ceiling.low):.1f}" y="4" width="{x(ceiling.high) - x(ceiling.low):.1f}" '
        f'height="{height - 34}" fill="var(--real)" opacity="0.16"/>'
    ]
    for percent in range(40, 101, 10):
        place = x(percent / 100)
        perfect = percent == 50
        parts += [
            f'<line x1="{place:.1f}" x2="{place:.1f}" y1="4" y2="{height - 26}" '
            f'stroke="var({"--ink" if perfect else "--line"})" '
            f'stroke-width="{1.4 if perfect else 1}"/>',
            f'<text x="{place:.1f}" y="{height - 8}" text-anchor="middle">{percent} %</text>',
        ]
    for number, (label, colour, figure) in enumerate(rows):
        y = _ROW * number + _ROW / 2 + 4
        parts += [
            f'<text class="label" x="2" y="{y + 4:.1f}">{escape(label)}</text>',
            f'<line x1="{x(figure.low):.1f}" x2="{x(figure.high):.1f}" y1="{y}" y2="{y}" '
            f'stroke="{colour}" stroke-width="3" stroke-linecap="round" opacity="0.55"/>',
            f'<circle cx="{x(figure.value):.1f}" cy="{y}" r="5.5" fill="{colour}"/>',
            f'<text class="label" x="{_WIDTH - 4}" y="{y + 4:.1f}" text-anchor="end">'
            f"{100 * figure.value:.0f} %</text>",
        ]
    return _svg(_WIDTH, height, parts)


def distribution(real: Sequence[float], others: Sequence[tuple[str, Sequence[float]]]) -> str:
    """Shares of bins: real music as bars, others as steps of their colour."""
    width, height = _SMALL
    count = len(real)
    highest = max([*real, *(share for _, shares in others for share in shares), 1e-9])
    step = width / count

    def y(share: float) -> float:
        return height - 4 - share / highest * (height - 12)

    parts = [
        f'<rect x="{n * step:.1f}" y="{y(share):.1f}" width="{max(step - 0.6, 0.6):.1f}" '
        f'height="{height - 4 - y(share):.1f}" fill="var(--real)" opacity="0.35"/>'
        for n, share in enumerate(real)
    ]
    for colour, shares in others:
        line = " ".join(
            f"{n * step:.1f},{y(share):.1f} {(n + 1) * step:.1f},{y(share):.1f}"
            for n, share in enumerate(shares)
        )
        parts.append(
            f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="1.6" '
            'stroke-linejoin="round"/>'
        )
    parts.append(
        f'<line x1="0" x2="{width}" y1="{height - 4}" y2="{height - 4}" stroke="var(--line)"/>'
    )
    return _svg(width, height, parts)


def roll(example: Example) -> str:
    """A piano-roll: pitch upward, time to the right, a colour a track, drums at the bottom."""
    width, height = _ROLL
    ticks = max(sum(example.bar_ticks), 1)
    drums = [family == "drums" for family in example.families]
    pitches = [note[3] for note in example.notes if not drums[note[2]]]
    keys = sorted({note[3] for note in example.notes if drums[note[2]]})
    floor = 5 * len(keys) + 6 if keys else 0
    low, high = (min(pitches) - 1, max(pitches) + 2) if pitches else (60, 61)
    scale = (height - floor) / max(high - low, 12)
    parts = [f'<rect width="{width}" height="{height}" fill="var(--panel)"/>']
    tick = 0
    for length in example.bar_ticks[:-1]:
        tick += length
        place = tick / ticks * width
        parts.append(
            f'<line x1="{place:.1f}" x2="{place:.1f}" y1="0" y2="{height}" stroke="var(--line)"/>'
        )
    for onset, duration, track, pitch, velocity in example.notes:
        x, wide = onset / ticks * width, max(duration / ticks * width - 0.5, 1.2)
        if drums[track]:
            top, tall, wide = height - 5.0 * (keys.index(pitch) + 1), 3.2, 2.2
            colour = "var(--soft)"
        else:
            top = height - floor - (pitch - low + 1) * scale
            tall, colour = max(scale - 0.4, 1.4), f"var(--c{track % 8})"
        parts.append(
            f'<rect x="{x:.1f}" y="{top:.1f}" width="{wide:.1f}" height="{tall:.1f}" rx="0.8" '
            f'fill="{colour}" opacity="{0.45 + 0.55 * velocity / 127:.2f}"/>'
        )
    parts.append(
        f'<rect width="{width}" height="{height}" fill="none" stroke="var(--line)" rx="4"/>'
    )
    return _svg(width, height, parts)


def _svg(width: float, height: float, parts: Sequence[str]) -> str:
    return (
        f'<svg viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img">'
        f"{''.join(parts)}</svg>"
    )
