"""Ask the shipped model for anything, a thousand times: is what was asked kept?

Usage: ``python -m tests.kept [TIMES]`` draws TIMES (1,000) requests at random: tracks, bars, meter,
key, tempo, style, manner, chords. Each take is looked at, then some of its cells are written anew,
and the others must come back as they were. It stops at the first that is not kept, and shows it.
"""

import sys
from dataclasses import replace

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from rich.console import Console
from rich.progress import Progress as Bar

from musicgan.generation import Request, Take, infilled, load_engine, shipped_model
from musicgan.model.header import read_header
from musicgan.song import Note, Song, bars
from tests.asked import assert_kept, requests

Place = tuple[int, int]


def notes_by_cell(song: Song) -> dict[Place, list[Note]]:
    """(bar, track), from 0, → the notes that begin there."""
    found: dict[Place, list[Note]] = {}
    for track_number, track in enumerate(song.tracks):
        for bar_number, bar in enumerate(bars(song)):
            inside = [note for note in track.notes if bar.start <= note.onset < bar.end]
            found[bar_number, track_number] = inside
    return found


def main(times: int) -> None:
    """Ask and look; an ``AssertionError`` tells what was not kept."""
    engine = load_engine("gan", shipped_model())
    styles = [style.name for style in read_header(shipped_model()).styles]
    cells = notes = asked = 0

    def take_of(request: Request) -> Song:
        (take,) = (event for event in engine.generate(request) if isinstance(event, Take))
        return take.song

    with Bar(console=Console(stderr=True)) as bar:
        task = bar.add_task("Asking", total=times)

        @settings(
            max_examples=times,
            deadline=None,
            database=None,
            derandomize=True,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(requests, st.sampled_from(styles), st.sampled_from(styles), st.data())
        def ask(request: Request, style: str, other: str, data: st.DataObject) -> None:
            nonlocal cells, notes, asked
            request = replace(
                request, style={style: 0.6, other: 0.4} if style < other else {style: 1}
            )
            song = take_of(request)
            assert_kept(song, request)
            asked += 1
            notes += song.note_count
            bar.advance(task)
            if not song.note_count:
                return
            before = notes_by_cell(song)
            rows = data.draw(st.sets(st.integers(0, request.bars - 1), min_size=1))
            columns = data.draw(st.sets(st.integers(0, len(song.tracks) - 1), min_size=1))
            again = infilled(song, rows, columns, replace(request, seed=request.seed + 1))
            after = notes_by_cell(take_of(again))
            for place, there in before.items():
                if place[0] in rows and place[1] in columns:
                    continue
                cells += 1
                assert after[place] == there, (place, request)

        ask()
    print(
        f"{asked:,} requests, {notes:,} notes: key, meter, tempo, bars, instruments and ranges "
        f"kept in all; all of {cells:,} locked cells came back as they were"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
