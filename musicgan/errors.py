"""The one exception that users see."""


class MusicganError(Exception):
    """A problem told in one sentence: what, which file, what to do.

    The command line prints the sentence and exits with code 2; the window shows it. Anything else
    that escapes is a bug of ours.
    """


def reason(error: BaseException) -> str:
    """What a library's error says, short enough for a part of a sentence."""
    text = next(iter(str(error).strip().splitlines()), "") or type(error).__name__
    return text if len(text) <= 200 else f"{text[:200]}…"


def out_of_memory(error: Exception) -> MusicganError | None:
    """The sentence for an error that says that memory ran out; None for any other error.

    torch is not imported for it: what it raises on a graphics card is known by its name, and what
    it raises elsewhere by its words.
    """
    names = {kind.__name__ for kind in type(error).__mro__}
    told = isinstance(error, RuntimeError) and "allocate memory" in str(error)
    if not told and names.isdisjoint(("MemoryError", "OutOfMemoryError")):
        return None
    return MusicganError(
        "The memory is used up; close other programs, or ask for less: fewer bars, fewer takes, "
        "a smaller batch."
    )
