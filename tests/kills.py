"""Kill a training run again and again; it must always go on, and no file may be broken.

Usage: ``python -m tests.kills FOLDER [TIMES]`` trains a style pack on the shipped model with the
music in FOLDER, and kills it TIMES (20) times with SIGKILL at random moments.
"""

import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import msgspec

from musicgan.model.checkpoint import load_tensors
from musicgan.training import TrainingConfig, pack_config
from musicgan.training.record import read_config

_RUN = """
import sys
from pathlib import Path
from musicgan.training import train
from musicgan.training.record import read_config
for event in train(read_config(Path(sys.argv[1])), resume=True):
    print(type(event).__name__, getattr(event, "step", ""), flush=True)
"""


def kill_and_resume(config: TrainingConfig, times: int, seed: int, events: int) -> list[str]:
    """Kill a run ``times`` times, each up to so many events after it began to train; finish it.

    A kill comes somewhere in what follows an event, however fast the machine is.

    Returns:
        For each kill, the last event that was heard.

    Raises:
        AssertionError: it didn't go on, or left a broken file.
    """
    draw = random.Random(seed)
    plan = Path(tempfile.mkdtemp())
    (plan / "config.json").write_bytes(msgspec.json.encode(config, enc_hook=str))
    survived = []
    for _ in range(times):
        process = subprocess.Popen(
            [sys.executable, "-c", _RUN, str(plan)], stdout=subprocess.PIPE, text=True
        )
        assert process.stdout is not None
        line = ""
        while not line.startswith("Started"):
            line = process.stdout.readline()
            assert line, "the run did not go on"
        began, left = time.monotonic(), draw.randint(0, events)
        for _ in range(left):
            line = process.stdout.readline() or line
        time.sleep(draw.random() * (time.monotonic() - began) / max(left, 1))
        process.kill()
        survived.append((process.communicate()[0].splitlines() or [line.strip()])[-1])
        check_files(config)
    done = subprocess.run(
        [sys.executable, "-c", _RUN, str(plan)], capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1].startswith("Finished")
    check_files(config)
    return survived


def check_files(config: TrainingConfig) -> None:
    """Every file that is there can be read."""
    weights = [config.output, *config.run_folder.glob("[!.]*.safetensors")]
    for path in weights:
        if path.exists():
            load_tensors(path)
    if (config.run_folder / "config.json").exists():
        read_config(config.run_folder)


def main() -> None:
    from musicgan.generation import shipped_model

    times = int(sys.argv[2]) if len(sys.argv) > 2 else 20
    with tempfile.TemporaryDirectory() as folder:
        config = pack_config(
            (Path(sys.argv[1]),), Path(folder) / "p.safetensors", shipped_model(), "killed",
            likelihood_steps=100, evaluate_every=3, checkpoint_every=2, examples=1, batch=2,
            validation=4, patience=0,
        )  # fmt: skip
        for number, heard in enumerate(kill_and_resume(config, times, 0, events=12), start=1):
            print(f"kill {number}: after {heard}, it went on")
        print("finished, every file whole")


if __name__ == "__main__":
    main()
