"""Verovio's SVG made digestible for Qt, which knows neither inner pages nor nested text spans."""

import re
from collections.abc import Mapping
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from ui.score.pages import BarBox

_SVG = "{http://www.w3.org/2000/svg}"

_SIGNS = {
    "\ueca2": "𝅝", "\ueca3": "𝅗𝅥", "\ueca5": "♩", "\ueca7": "♪", "\ueca9": "𝅘𝅥𝅯", "\uecb7": ".",
    "\ue1d2": "𝅝", "\ue1d3": "𝅗𝅥", "\ue1d5": "♩", "\ue1d7": "♪", "\ue1d9": "𝅘𝅥𝅯", "\ue1e7": ".",
    "\ue260": "♭", "\ue261": "♮", "\ue262": "♯", "\ued60": "♭", "\ued61": "♮", "\ued62": "♯",
    "\uea64": "♭", "\uea65": "♮", "\uea66": "♯",
}  # fmt: skip
"""Signs of the music font that occur in text (tempi, chords) → signs of usual fonts."""

ElementTree.register_namespace("", _SVG[1:-1])
ElementTree.register_namespace("xlink", "http://www.w3.org/1999/xlink")


def for_qt(svg: str) -> str:
    """The same page for ``QSvgRenderer``.

    The inner ``<svg>``, which Qt would leave blank, becomes a group; its view box goes to the page.
    Texts keep one level of spans.
    """
    root = ElementTree.fromstring(svg)
    inner = root.find(f"{_SVG}svg")
    if inner is not None:
        root.set("viewBox", inner.attrib.pop("viewBox"))
        inner.tag = f"{_SVG}g"
    for text in root.iter(f"{_SVG}text"):
        _flatten(text)
    return ElementTree.tostring(root, encoding="unicode")


def bars_of(svg: str, ticks: Mapping[str, int]) -> tuple[BarBox, ...]:
    """Where Verovio's page has bars, from their staves' lines; ``ticks`` by the bars' ids."""
    root = ElementTree.fromstring(svg)
    inner, margin = root.find(f"{_SVG}svg"), root.find(f".//{_SVG}g[@class='page-margin']")
    if inner is None or margin is None:
        return ()
    _, _, wide, tall = _numbers(inner.get("viewBox"))
    across, down = _numbers(margin.get("transform"))
    found = []
    for bar in margin.iter(f"{_SVG}g"):
        lines = bar.findall(f"{_SVG}g[@class='staff']/{_SVG}path")
        if bar.get("id", "") in ticks and lines:
            ends = [_numbers(line.get("d")) for line in lines]
            x, y = ([v for end in ends for v in end[place::2]] for place in (0, 1))
            box = (min(x) + across, min(y) + down, max(x) + across, max(y) + down)
            shares = (value / size for value, size in zip(box, (wide, tall) * 2, strict=True))
            found.append(BarBox(ticks[bar.get("id", "")], *shares))
    return tuple(sorted(found, key=lambda box: box.tick))


def _numbers(text: str | None) -> list[float]:
    return [float(number) for number in re.findall(r"-?[\d.]+", text or "")]


def _flatten(text: Element) -> None:
    leaves = [(span, style) for span, style in _spans(text, {}) if (span.text or "").strip()]
    for child in list(text):
        text.remove(child)
    text.text = None
    for span, style in leaves:
        leaf = ElementTree.SubElement(text, f"{_SVG}tspan", style)
        leaf.text = re.sub("[\ue000-\uf8ff]", lambda sign: _SIGNS.get(sign[0], ""), span.text or "")
        if any(sign in _SIGNS for sign in span.text or ""):
            leaf.attrib.pop("font-family", None)
        if leaf.text in ("♭", "♮", "♯"):
            # Usual fonts have them in the letters' size.
            leaf.set("font-size", leaves[0][1].get("font-size", "400px"))
    if leaves:
        # Verovio says 0 here, of which Qt makes no font.
        text.set("font-size", leaves[0][1].get("font-size", "400px"))


def _spans(element: Element, style: dict[str, str]) -> list[tuple[Element, dict[str, str]]]:
    """All spans below an element in order, with the attributes that hold there."""
    own = style | {
        name: value
        for name, value in element.attrib.items()
        if name in ("font-size", "font-family", "font-style", "font-weight", "x", "y")
        and element.tag == f"{_SVG}tspan"
    }
    found = [(element, own)] if element.tag == f"{_SVG}tspan" else []
    for child in element:
        found += _spans(child, own)
    return found
