from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from musicgan.errors import MusicganError
from musicgan.evaluation import AVERAGE, Report, Result, differences, load_report, save_report
from musicgan.evaluation.report import FORMAT_VERSION, WorkResult, tabulate

Make = Callable[..., Report]


def work(style: str, name: str, ear: int, eye: int, nats: float | None = 40.0) -> WorkResult:
    """Two excerpts with 10 notes of 2 nats each; of 4 judgements, so many were right."""
    return WorkResult(style, name, 2, 4, {"ear": ear, "eye": eye}, nats, 20)


WALK = (work("walk", "a", 4, 1), work("walk", "b", 3, 1))
RUN = (work("run", "c", 0, 2), work("run", "d", 1, 2))


def of(make_report: Make, *works: WorkResult) -> Result:
    engine = make_report(3).results[1]
    return msgspec.structs.replace(engine, works=works, rows=tabulate(works, 0))


def test_the_harder_judge_counts() -> None:
    walk, run, average = tabulate((*WALK, *RUN), 0)
    assert walk.judges["ear"].value == 7 / 8
    assert walk.c2st == walk.judges["ear"]
    assert run.c2st == run.judges["eye"]
    assert run.c2st.value == 0.5
    assert walk.nats is not None
    assert walk.nats.value == 2.0
    assert average.style == AVERAGE
    assert (average.works, average.excerpts) == (4, 8)
    assert average.c2st.value == (7 / 8 + 1 / 8) / 2


def test_engines_that_cannot_tell_have_no_nats() -> None:
    (walk, _) = tabulate((work("walk", "a", 4, 1, None),), 0)
    assert walk.nats is None


def test_nothing_judged_makes_no_table() -> None:
    assert tabulate((), 0) == ()


def test_a_result_does_not_differ_from_itself(make_report: Make) -> None:
    mine = of(make_report, *WALK, *RUN)
    found = differences(mine, mine, 0)
    assert [row.style for row in found] == ["walk", "run", AVERAGE]
    for row in found:
        assert row.nats is not None
        assert (row.nats.value, row.nats.low, row.nats.high) == (0, 0, 0)
        assert (row.judges["ear"].low, row.judges["ear"].high) == (0, 0)


def test_differences_are_of_styles_that_both_have(make_report: Make) -> None:
    better = of(make_report, work("walk", "a", 2, 1), work("walk", "b", 2, 1), *RUN)
    walk, average = differences(of(make_report, *WALK), better, 0)
    assert (walk.style, average.style) == ("walk", AVERAGE)
    assert walk.judges["ear"].value == 3 / 8


def test_other_excerpts_cannot_be_compared(make_report: Make) -> None:
    other = of(make_report, work("walk", "a", 4, 1), work("walk", "z", 3, 1))
    with pytest.raises(MusicganError, match="other excerpts of walk"):
        differences(of(make_report, *WALK), other, 0)
    with pytest.raises(MusicganError, match="no style in common"):
        differences(of(make_report, *WALK), of(make_report, *RUN), 0)


def test_reports_come_back_from_disk(tmp_path: Path, make_report: Make) -> None:
    save_report(make_report(3), tmp_path / "new" / "report.json")
    assert load_report(tmp_path / "new" / "report.json") == make_report(3)


@pytest.mark.parametrize("content", [b"", b"{}", b"[1]", b"\xff"])
def test_what_is_no_report_is_told(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "report.json"
    path.write_bytes(content)
    with pytest.raises(MusicganError, match=r"report\.json is no report"):
        load_report(path)


def test_missing_and_other_reports_are_told(tmp_path: Path, make_report: Make) -> None:
    with pytest.raises(MusicganError, match="is no report"):
        load_report(tmp_path / "none.json")
    newer = msgspec.structs.replace(make_report(3), version=FORMAT_VERSION + 1)
    save_report(newer, tmp_path / "report.json")
    with pytest.raises(MusicganError, match="another version"):
        load_report(tmp_path / "report.json")
