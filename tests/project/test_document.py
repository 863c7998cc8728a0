from collections.abc import Callable
from dataclasses import replace

import pytest

from musicgan.project import (
    Document,
    Project,
    ProjectTake,
    Region,
    added,
    deleted,
    edited,
    locked,
    renamed,
    starred,
)
from musicgan.song import Note, Song, Track


def tune(pitch: int) -> Song:
    return Song((Track("tune", notes=(Note(0, pitch, 24),)),))


def takes(*names: str) -> list[ProjectTake]:
    return [ProjectTake(tune(60 + i), name, score=float(i)) for i, name in enumerate(names)]


def names(project: Project) -> list[str]:
    return [take.name for take in project.takes]


def test_a_new_batch_stands_on_top_and_its_first_take_is_shown() -> None:
    project = added(added(Project(), takes("a", "b")), takes("c"))
    assert names(project) == ["c", "a", "b"]
    assert project.shown is not None
    assert project.shown.name == "c"
    assert [take.id for take in project.takes] == [3, 1, 2]
    assert [take.batch for take in project.takes] == [3, 1, 1]


def test_an_id_is_never_given_twice() -> None:
    project = deleted(added(Project(), takes("a", "b")), [2])
    assert added(project, takes("c")).takes[0].id == 3


def test_an_edit_takes_the_score_away_and_leaves_the_other_takes_alone() -> None:
    project = added(Project(), takes("a", "b"))
    after = edited(project, 2, tune(40))
    assert after.shown == replace(project.takes[1], song=tune(40), score=None)
    assert after.takes[0] is project.takes[0]


def test_what_is_done_to_a_take() -> None:
    project = added(Project(), takes("a"))
    project = starred(renamed(project, 1, "mine"), 1, True)
    project = locked(project, 1, tracks=[0], bars=range(2))
    take = project.takes[0]
    assert (take.name, take.starred) == ("mine", True)
    assert (take.locked_tracks, take.locked_bars) == (frozenset({0}), frozenset({0, 1}))
    with pytest.raises(KeyError, match="no take 7"):
        renamed(project, 7, "nobody")


@pytest.mark.parametrize(
    ("shown", "gone", "then"),
    [(1, [1], 2), (2, [2], 3), (3, [3], 2), (1, [1, 2], 3), (2, [1], 2), (1, [1, 2, 3], None)],
)
def test_deleting_shows_a_neighbour(shown: int, gone: list[int], then: int | None) -> None:
    project = replace(added(Project(), takes("a", "b", "c")), selected=shown)
    assert deleted(project, gone).selected == then


def test_undo_and_redo_go_through_every_state() -> None:
    document = Document()
    states = [document.project]
    steps: dict[str, Callable[[Project], Project]] = {
        "Generate": lambda p: added(p, takes("a", "b")),
        "Move notes": lambda p: edited(p, 1, tune(70)),
        "Delete": lambda p: deleted(p, [2]),
    }
    for label, change in steps.items():
        document.do(label, change(document.project))
        states.append(document.project)
    assert document.undo_label == "Delete"
    assert document.redo_label == ""
    for state in reversed(states[:-1]):
        document.undo()
        assert document.project == state
    assert document.undo_label == ""
    assert document.redo_label == "Generate"
    document.undo()
    for state in states[1:]:
        document.redo()
        assert document.project == state
    document.redo()
    assert document.project == states[-1]


def test_a_new_step_forgets_what_was_undone() -> None:
    document = Document(added(Project(), takes("a")))
    document.do("Rename", renamed(document.project, 1, "b"))
    document.undo()
    document.do("Star", starred(document.project, 1, True))
    assert document.redo_label == ""
    document.undo()
    assert names(document.project) == ["a"]


def test_undo_shows_the_take_that_was_changed() -> None:
    document = Document(added(Project(), takes("a", "b")))
    document.do("Edit", edited(document.project, 1, tune(70)))
    document.select(2)
    document.undo()
    assert document.project.selected == 1
    document.redo()
    assert document.project.selected == 1


def test_no_step_without_a_change() -> None:
    document = Document(added(Project(), takes("a")))
    document.do("Rename", renamed(document.project, 1, "a"))
    assert document.undo_label == ""
    assert not document.modified


def test_modified_is_what_no_file_holds() -> None:
    document = Document(added(Project(), takes("a", "b")))
    found = []

    def look() -> None:
        found.append(document.modified)

    document.listen(look)
    document.select(2)
    document.do("Star", starred(document.project, 1, True))
    document.undo()
    document.redo()
    being_saved = document.project
    document.do("Rename", renamed(document.project, 1, "late"))
    document.mark_saved(being_saved)
    document.undo()
    assert found == [False, True, False, True, True, True, False]


def test_a_recovered_project_is_modified_until_it_is_saved() -> None:
    document = Document()
    document.do("Generate", added(document.project, takes("a")))
    document.begin(added(Project(), takes("b")), modified=True)
    assert document.undo_label == ""
    before = document.modified
    document.mark_saved(document.project)
    assert (before, document.modified) == (True, False)


def test_listeners_hear_of_every_change_once() -> None:
    document = Document()
    heard: list[tuple[str, ...]] = []
    document.listen(lambda: heard.append(tuple(names(document.project))))
    document.do("Generate", added(document.project, takes("a")))
    document.select(1)  # is shown already
    document.undo()
    document.undo()  # there is nothing more
    document.begin()
    assert heard == [("a",), (), ()]


def test_regions_are_values() -> None:
    assert Region(frozenset([1, 2]), frozenset([0])) == Region(frozenset([2, 1]), frozenset([0]))
