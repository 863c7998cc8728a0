"""Broken files that are bred for reaching new code: ``python -m tests.fuzz.guided READER``.

Beside the reader's name come libFuzzer's own options, as ``-max_total_time=120`` (seconds). Atheris
keeps each input that reaches a line or an outcome of a comparison that none did before, in our code
or in the libraries that parse for it, and goes on from there; half of the changes are those of
``breaking``, which know the format. Bounds and findings are those of ``tests.fuzz``, and it goes on
after a finding. Needs the extra ``fuzz``.
"""

import os
import sys
import tempfile
from collections import Counter
from pathlib import Path
from random import Random

import atheris

with atheris.instrument_imports(include=["musicgan", "mido", "pretty_midi"]):
    import musicgan.formats.midi
    import musicgan.project  # noqa: F401  (with all that recipes need)
    from tests.fuzz.breaking import broken
    from tests.fuzz.child import bound_time, tried
    from tests.fuzz.readers import READERS

_LONGEST = 20_000
"""Bytes of an input."""


def main() -> None:
    """Breed until libFuzzer is told to stop; exit code 1: something was found."""
    reader, options = sys.argv[1], sys.argv[2:]
    whole = list(READERS[reader].files())
    (name,) = whole[0]
    contents = [files[name] for files in whole]
    findings: Counter[str] = Counter()
    done = 0

    def change(data: bytes, most: int, seed: int) -> bytes:
        draw = Random(seed)
        if draw.random() < 0.5:
            return bytes(atheris.Mutate(data, most))
        try:
            return broken(draw, name, data, draw.choice(contents))[:most]
        except Exception:  # it is too broken to be changed so
            return bytes(atheris.Mutate(data, most))

    def test(data: bytes) -> None:
        nonlocal done
        done += 1
        _, problem = tried(reader, place, {name: data})
        if problem:
            findings[problem] += 1
            if findings[problem] == 1:
                path = Path(tempfile.gettempdir()) / f"{reader}-{done}-{name}"
                path.write_bytes(data)
                print(f"FOUND {problem}: {path}", flush=True)

    with tempfile.TemporaryDirectory() as folder:
        place, seeds = Path(folder) / "place", Path(folder) / "seeds"
        place.mkdir()
        seeds.mkdir()
        for number, content in enumerate(contents):
            (seeds / str(number)).write_bytes(content)
        bound_time()
        arguments = [sys.argv[0], f"-max_len={_LONGEST}", "-timeout=60", *options, str(seeds)]
        atheris.Setup(arguments, test, custom_mutator=change)
        atheris.Fuzz()


if __name__ == "__main__":
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    main()
