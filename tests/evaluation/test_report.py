from pathlib import Path

import msgspec
import pytest

from musicgan.errors import MusicganError
from musicgan.evaluation.report import (
    AVERAGE,
    FORMAT_VERSION,
    Report,
    StyleResult,
    WorkResult,
    differences,
    load_report,
    save_report,
    tabulate,
)


def work(name: str, ear: int, eye: int) -> WorkResult:
    """Two excerpts with 10 notes of 2 nats each; of 4 judgements, so many were right."""
    return WorkResult(
        name, 2, 40.0, 20, {"ear": ear, "eye": eye}, {"ear": 3, "eye": 2}, {"ear": 4, "eye": 0}
    )


def report(styles: tuple[StyleResult, ...]) -> Report:
    return Report(
        version=FORMAT_VERSION,
        engine="gan",
        name="tiny",
        phase="likelihood",
        steps=1,
        settings={"temperature": 1.0, "styles": ["walk"]},
        splits=3,
        versions={},
        seconds=1.0,
        styles=styles,
        rows=tabulate(styles, 3, 0),
    )


WALK = StyleResult("walk", 3, works=(work("a", 4, 1), work("b", 3, 1)))
RUN = StyleResult("run", 2, works=(work("c", 0, 2), work("d", 1, 2)))
NONE = StyleResult("rest", 1, "too few held-out works: 1")


def test_the_harder_judge_counts() -> None:
    walk, run, average = tabulate((WALK, NONE, RUN), 3, 0)
    assert walk.judges["ear"].value == 7 / 8
    assert walk.c2st == walk.judges["ear"]
    assert run.c2st == run.judges["eye"]
    assert run.c2st.value == 0.5
    # Three splits of two excerpts make six judgements.
    assert walk.ceiling.value == 0.5
    assert walk.control.value == 1.0
    assert walk.nats.value == 2.0
    assert average.style == AVERAGE
    assert (average.works, average.excerpts) == (4, 8)
    assert average.c2st.value == (7 / 8 + 1 / 8) / 2


def test_no_style_makes_no_table() -> None:
    assert tabulate((NONE,), 3, 0) == ()


def test_a_report_does_not_differ_from_itself() -> None:
    whole = report((WALK, NONE, RUN))
    found = differences(whole, whole, 0)
    assert [row.style for row in found] == ["walk", "run", AVERAGE]
    for row in found:
        for estimate in (row.nats, *row.judges.values()):
            assert (estimate.value, estimate.low, estimate.high) == (0, 0, 0)


def test_differences_are_first_less_second() -> None:
    better = StyleResult("walk", 3, works=(work("a", 3, 1), work("b", 2, 1)))
    found = differences(report((better,)), report((WALK, RUN)), 0)
    assert [row.style for row in found] == ["walk", AVERAGE]
    assert found[0].judges["ear"].value == -0.25
    assert found[0].judges["ear"].high == -0.25


def test_other_works_cannot_be_compared() -> None:
    other = StyleResult("walk", 3, works=(work("a", 4, 1), work("z", 3, 1)))
    with pytest.raises(MusicganError, match="other excerpts of walk"):
        differences(report((WALK,)), report((other,)), 0)
    with pytest.raises(MusicganError, match="no style in common"):
        differences(report((WALK,)), report((RUN,)), 0)


def test_reports_come_back_from_disk(tmp_path: Path) -> None:
    whole = report((WALK, NONE))
    save_report(whole, tmp_path / "new" / "report.json")
    assert load_report(tmp_path / "new" / "report.json") == whole


@pytest.mark.parametrize("content", [b"", b"{}", b"[1]", b"\xff"])
def test_what_is_no_report_is_told(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "report.json"
    path.write_bytes(content)
    with pytest.raises(MusicganError, match=r"report\.json is no report"):
        load_report(path)


def test_missing_and_newer_reports_are_told(tmp_path: Path) -> None:
    with pytest.raises(MusicganError, match="is no report"):
        load_report(tmp_path / "none.json")
    newer = msgspec.structs.replace(report((WALK,)), version=FORMAT_VERSION + 1)
    save_report(newer, tmp_path / "report.json")
    with pytest.raises(MusicganError, match="another version"):
        load_report(tmp_path / "report.json")
