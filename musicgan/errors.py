"""The one exception that users see."""


class MusicganError(Exception):
    """A problem told in one sentence: what, which file, what to do.

    The command line prints the sentence and exits with code 2; the window shows it. Anything else
    that escapes is a bug of ours.
    """
