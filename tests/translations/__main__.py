"""Bring the translations into line with the program.

Usage: ``python -m tests.translations``

New texts are added to ``resources/translations/*.ts``, to be translated there (Qt Linguist opens
them: ``pyside6-linguist``), and gone ones leave. Then the ``.qm`` files are made, which the window
reads. What is left to translate is printed; the exit status is 1 while there is something.
"""

import sys

from tests.translations.texts import FOLDER, compiled, program_texts, read_ts, write_ts
from ui.translations import LANGUAGES


def main() -> int:
    texts = program_texts()
    left = 0
    for language in LANGUAGES.keys() - {"en"}:
        path = FOLDER / f"musicgan_{language}.ts"
        known = read_ts(path) if path.exists() else {}
        write_ts(path, language, {text: known.get(text, "") for text in texts})
        path.with_suffix(".qm").write_bytes(compiled(path))
        for text in texts:
            if not known.get(text):
                print(repr(text))
                left += 1
    print(f"{len(texts)} texts, {left} to translate", file=sys.stderr)
    return int(left > 0)


sys.exit(main())
