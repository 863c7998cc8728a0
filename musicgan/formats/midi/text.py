"""Texts in MIDI files, whose encoding the format leaves open."""


def decoded(text: str) -> str:
    """A text that mido read as Latin-1: UTF-8 where its bytes are, else Latin-1."""
    try:
        return text.encode("latin-1").decode("utf-8")
    except UnicodeDecodeError:
        return text


def encoded(text: str) -> str:
    """A text that mido shall write as Latin-1, so that its bytes are UTF-8."""
    return text.encode("utf-8").decode("latin-1")
