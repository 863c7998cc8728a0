"""The page of a report: one file that says everything and loads nothing."""

import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import msgspec

from musicgan.evaluation import Report, save_report
from musicgan.evaluation.page import page

Make = Callable[..., Report]


class Reader(HTMLParser):
    """Collects what is shown, and checks that every element is closed."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.shown: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ("meta", "br"):
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        pass

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] != "style":
            self.shown.append(data)


def read(html: str) -> str:
    reader = Reader()
    reader.feed(html)
    assert not reader.open
    return " ".join(reader.shown)


def test_engines_and_figures_stand_on_the_page(make_report: Make) -> None:
    text = read(page(make_report(3)))
    for words in (
        "gan", "shuffled bars", "copied", "75 75–75", "pitch class", "EB", "density", "0.50",
        "rest: too few works: 1", "tiny, 1,200 steps", "walk: a, bar 1", "musicgan 1",
    ):  # fmt: skip
        assert words in re.sub(r"\s+", " ", text), words


def test_the_command_is_shown_as_it_was(make_report: Make) -> None:
    assert "musicgan evaluate --data <music>" in read(page(make_report(3)))


def test_nothing_is_loaded_from_elsewhere(make_report: Make) -> None:
    html = page(make_report(3))
    assert not re.search(r"https?:|<script|<link|url\(|@import|src=", html)


def test_the_measures_are_checked(make_report: Make) -> None:
    text = read(page(make_report(3)))
    assert text.count("does not hold") == 1, "of the copies only 5 % are beyond real music"
    assert text.count("holds") == 2


def test_engines_are_compared_with_the_first(make_report: Make) -> None:
    report = make_report(3)
    engine = make_report(4, "markov").results[1]
    two = msgspec.structs.replace(report, results=(*report.results, engine))
    assert "gan less markov" in read(page(two))
    assert "-25.0" in read(page(two))
    assert "gan against the others" not in read(page(report))


def test_a_report_without_requests_has_a_page(make_report: Make) -> None:
    report = make_report(3)
    bare = tuple(msgspec.structs.replace(r, adherence=None, examples=()) for r in report.results)
    text = read(page(msgspec.structs.replace(report, results=bare[:2])))
    assert "Does it do as it is told?" not in text
    assert "Can the measures be trusted?" not in text


def test_the_page_is_written_beside_the_figures(tmp_path: Path, make_report: Make) -> None:
    save_report(make_report(3), tmp_path / "report.html")
    assert (tmp_path / "report.html").read_text(encoding="utf-8") == page(make_report(3))
