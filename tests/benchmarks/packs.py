"""Learn a style from a few pieces, and judge it by others: before, and after some minutes.

Usage: ``python -m tests.benchmarks.packs FOLDER OUT [--learn 20] [--minutes 10] [--threads N]``

The first files of FOLDER by hash are learned from, all others are the music to judge by, which the
training never sees. OUT keeps the style pack and the report; what is there is not done again.
"""

import argparse
import hashlib
import os
from pathlib import Path

import msgspec

from musicgan.data import open_dataset, pack
from musicgan.data.corpus import find_files
from musicgan.evaluation import ENGINE, REAL, compare_pack, save_report, train_judged
from musicgan.generation import shipped_model
from musicgan.training import Finished, Metrics, Reading, Started, pack_config


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("folder", type=Path)
    asked.add_argument("out", type=Path)
    asked.add_argument("--learn", type=int, default=20)
    asked.add_argument("--minutes", type=float, default=10.0)
    asked.add_argument("--threads", type=int)
    asked.add_argument("--works", type=int, default=30)
    asked.add_argument("--set", nargs="*", default=[], metavar="NAME=NUMBER")
    asked.add_argument("--train-only", action="store_true")
    options = asked.parse_args()
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")  # as the command line does
    files = sorted(
        (path for path, _ in find_files([options.folder])),
        key=lambda path: hashlib.sha1(path.stem.encode()).hexdigest(),
    )
    learned, others = tuple(files[: options.learn]), files[options.learn :]
    output = options.out / "pack.safetensors"
    if not output.exists():
        changes = {
            name: float(value) if "." in value or "e" in value else int(value)
            for name, value in (pair.split("=") for pair in options.set)
        }
        config = pack_config(
            learned, output, shipped_model(), options.folder.name, "thorough",
            minutes=options.minutes, threads=options.threads, **changes,
        )  # fmt: skip
        for event in train_judged(config):
            if isinstance(event, Started | Reading | Finished):
                print(event, flush=True)
            elif isinstance(event, Metrics) and "held_out" in event.values:
                print(f"step {event.step}: {event.values['held_out']:.3f} nats", flush=True)
            elif isinstance(event, Metrics) and "judge" in event.values:
                low, high = event.values["judge_low"], event.values["judge_high"]
                judged = f"{event.values['judge']:.2f} ({low:.2f}-{high:.2f})"
                print(f"step {event.step}: live judge {judged}", flush=True)
    print(f"{output.stat().st_size / 1e6:.2f} MB")
    if not options.train_only:
        judge(output, learned, others, options)


def judge(
    output: Path, learned: tuple[Path, ...], others: list[Path], asked: argparse.Namespace
) -> None:
    """Print how well judges tell the music of before and after from the others."""
    folder = asked.out / "dataset"
    for _ in pack((*learned, *others), folder, asked.folder.name):
        pass
    meta = open_dataset(folder).meta
    aside = {path.stem for path in others}
    pieces = tuple(msgspec.structs.replace(p, held_out=p.name in aside) for p in meta.pieces)
    told = msgspec.structs.replace(meta, pieces=pieces)
    (folder / "meta.json").write_bytes(msgspec.json.encode(told))
    report = compare_pack(output, shipped_model(), [folder], works=asked.works, processes=2)
    save_report(report, asked.out / "report.html")
    save_report(report, asked.out / "report.json")
    for result in report.results:
        row = result.average
        if row is None or result.kind not in (REAL, ENGINE):
            continue
        judges = ", ".join(
            f"{name} {100 * e.value:.0f} % ({100 * e.low:.0f}-{100 * e.high:.0f})"
            for name, e in row.judges.items()
        )
        nats = f", {row.nats.value:.2f} nats" if row.nats else ""
        print(f"{result.label}: {judges}{nats}; {row.works} works, {row.excerpts} excerpts")


if __name__ == "__main__":
    main()
