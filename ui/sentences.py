"""The core's sentences in the window's language.

The core speaks English, whoever listens: its sentences come to the window with names and numbers
filled in. Those that users meet stand here as the core has them, each gap as ``{name}``, and are
translated like all texts; any other is shown as it is.
"""

import re
from functools import cache, lru_cache

from ui.translations import word

SENTENCES = (
    # Sound
    "There is no audio output to play on ({error}); connect or enable one, or export the music to "
    "a file.",
    "none was found",
    "The audio output {device} can't be played on ({error}); connect it, or choose another one.",
    "The audio output is gone; connect one, then press play again.",
    "The PortAudio library is missing; install it (Debian and Ubuntu: sudo apt install "
    "libportaudio2), or export the music and play the file.",
    "PortAudio can't be started ({error}); start the computer's sound system, or export the music "
    "and play the file.",
    "The FluidSynth library is missing; install it (Debian and Ubuntu: sudo apt install "
    "libfluidsynth3, macOS: brew install fluid-synth, Windows: choco install fluidsynth).",
    "The SoundFont {path} could not be read ({error}); choose another one.",
    "{path} is not a SoundFont; choose an .sf2 or .sf3 file.",
    "{path} is a damaged SoundFont; choose another one.",
    "The SoundFont has no General MIDI {kind}; choose another one.",
    "The song has {tracks} tracks; at most {most} can be played.",
    "The MIDI port {name} is not there; connect it, or choose another one.",
    "The MIDI port {name} can't be played on ({error}); choose another one.",
    "This computer has no MIDI ports (no sequencer is running); the music can still be exported as "
    "a MIDI file.",
    'Playing on MIDI ports needs a further package; install it with "pip install python-rtmidi".',
    # Writing files
    "{path} could not be written ({reason}); nothing was changed. Choose another folder or free "
    "some space.",
    "{folder} could not be written ({reason}); choose another folder.",
    "{folder} could not be written ({reason}); free some space, then resume the training.",
    "{folder} is in use by another musicgan; stop the training there first, or choose another "
    "name.",
    "The dataset could not be written to {folder} ({reason}); choose another folder or free some "
    "space.",
    "The sound file {path} could not be written ({error}).",
    "{path} could not be rendered ({reason}); free some disk space.",
    "No space left on device",
    "Permission denied",
    "No such file or directory",
    "Is a directory",
    "Read-only file system",
    # Reading music
    "{path} could not be read ({reason}); check the path.",
    "{path} does not exist; check the path.",
    "{path} is of a kind that can't be read; choose {kinds}.",
    "{name} is no MIDI file; choose a .mid file.",
    "{path} is larger than 4 MB; that is no MIDI file of one song.",
    "{name} is damaged ({reason}); export it again.",
    "it ends too early",
    "{name} holds several separate pieces; export them one by one.",
    "{name} counts film frames, not beats; export it in musical time.",
    "{name} has no tracks; export it again.",
    "{name} has no beat grid and too few notes to find one; {remedy}.",
    "{name} was played too freely: its notes lie on no beat grid that could be found; {remedy}.",
    "open it as it is written, or play it to a click in a sequencer and quantise it",
    "{path} is no score that can be read ({reason}).",
    "{path} is no MusicXML file ({error}); export it again.",
    "{path} is no MusicXML file; export it again as .musicxml.",
    "{path} is no compressed MusicXML file; export it again as .musicxml.",
    "{path} holds {count} pieces; save them one by one.",
    "{path} holds no music that can be read; check its kind.",
    "No music files were found in {folder}; choose a folder with files of {kinds}.",
    "None of the {count} music files can be used: {reasons}.",
    "{path} can't be used: {reason}.",
    "it",
    "it is a folder that can't be opened",
    "it has no notes",
    "it is shorter than {count} bars",
    "its notes lie on no beat grid; quantise it in a sequencer first",
    "it has a bar longer than eight quarter notes",
    "it has the same notes as {name}",
    # Projects and recipes
    "{path} is no musicgan project; open a file that musicgan saved (*{suffix}).",
    "{path} was saved by a newer musicgan; install the newest version to open it.",
    "{path} is too big for a project; it can't be opened.",
    "{path} can't be read ({reason}); check its place and permissions.",
    "{path} is damaged ({reason}); open an earlier copy of the project.",
    "The recipe {path} can't be read ({reason}); choose another file.",
    "{path} can't be used as a recipe: {reason}",
    "it is bigger than a recipe can be; choose another file.",
    "it is not a recipe that musicgan saved ({reason}); choose another file.",
    "it is a “{kind}”; choose a file that holds a recipe.",
    "it comes from a newer musicgan; update musicgan to use it.",
    "one of its values is wrong ({reason}); correct it.",
    "A recipe can't be called “{name}”; give it a name of letters, digits and spaces.",
    "The name of the recipe is too long; shorten it.",
    # What is asked for
    "“{text}” is no chord symbol; write one as C, Am, G7, Bbmaj7, F7/A or N.",
    "A bar of the chords is empty; write % to repeat the bar before, or N for none.",
    "The chords begin with “{text}”, but there is no chord before to repeat.",
    "The bar “{text}” holds {count} chords, but a bar of {meter} has {beats} quarter notes; split "
    "it with |.",
    "All of this is locked; unlock a track or some bars, or mark another region.",
    "“{name}” was not generated here, so there is no recipe to repeat; mark bars and press Rewrite "
    "instead.",
    "The model has no style “{style}”; it knows {styles}.",
    "The music has no notes to start from.",
    "The music has more than {most} pitched tracks; leave some out first.",
    "The music has more than one track of drums; merge them first.",
    "The music has a bar longer than eight quarter notes, which can't be continued.",
    "Drums can't play a pitched track, nor an instrument the drums; add a track instead.",
    "The memory is used up; close other programs, or ask for less: fewer bars, fewer takes, a "
    "smaller batch.",
    # Models and style packs
    "The shipped file {name} is missing; install musicgan again to restore it.",
    "The model {path} does not exist; check the path.",
    "{path} is damaged or no model file ({reason}); use another copy of it.",
    "{path} is damaged or missing ({reason}); use another copy of it.",
    "{path} holds weights, but not of musicgan; choose a model made by it.",
    "{path} holds weights that are no numbers; use another copy of it.",
    "{path} was made by a newer musicgan (format {version}, this one reads {newest}); update "
    "musicgan to use it.",
    "{path} does not fit its own header: it is damaged or of an older musicgan; use another copy "
    "of it, or train it again.",
    "{path} is no style pack; choose one that musicgan exported.",
    "{path} is damaged or no style pack ({reason}); use another copy of it.",
    "The style pack “{style}” does not fit this model; it was made for {model}.",
    "A style pack “{name}” is installed already; choose another name or remove it first.",
    "“{name}” can't be the name of a style; use letters, digits, spaces and hyphens.",
    "{path} could not be removed ({reason}); close what uses it and try again.",
    # Training
    "The dataset has no pieces to learn from; add more music.",
    "The model {model} has a style “{style}” already; choose another name for the style pack.",
    "The model {model} has changed since “{style}” was begun on top of it; start the training "
    "anew.",
    "Training can't start: the device {name} can't be used ({reason}); choose cpu.",
    "{folder} holds no training run that can be resumed ({reason}).",
    "{ending} The {made} is saved.",
    "model",
    "style pack",
    "Stopped by you.",
    "The budget is used up.",
    "It began to learn by heart, so it was stopped; the best is kept.",
    "The variety collapsed, so it was stopped; the best is kept.",
    "Interrupted; everything is saved and it can be resumed.",
    # What a run's curves say
    "The examples have {count} notes in a row in common with the training music, more than real "
    "music has by chance: it starts to copy. Stop here.",
    "The loss on music kept aside rises again since step {step}: it begins to learn by heart. The "
    "best point is kept.",
    "It is learning: the loss on music kept aside is falling.",
    "The loss on music kept aside has hardly changed yet.",
    "The examples repeat themselves far more than real music: the generator collapses to a few "
    "patterns. The best point before is kept.",
    "The critics win: they are right {share} % of the time and leave the generator little to learn "
    "from. A lower rate for the critics may help.",
    "The critics can hardly tell real from generated music, so they teach little.",
    "Critics and generator are in balance: both are learning.",
    # Judges
    "An independent judge needs scikit-learn, which is not installed.",
    "An independent judge needs at least {fewest} works of 4 bars or more, and there are {works}.",
    "A report needs at least {fewest} works, and there are {works}; listen to the examples "
    "instead, or add more music.",
    # Our own mistakes
    "An unexpected problem came up ({kind}: {error}).",
    "An unexpected problem stopped the work ({kind}: {error}). Please try again.",
)


def translated(sentence: str) -> str:
    """A sentence of the core as the window says it; sentences within it too."""
    template, gaps = _taken_apart(sentence)
    if not template:
        return sentence
    return word(template).format(**{name: translated(value) for name, value in gaps.items()})


@lru_cache(1024)
def _taken_apart(sentence: str) -> tuple[str, dict[str, str]]:
    """The one of ``SENTENCES`` that it is, empty if it is none, and what stands in its gaps."""
    for pattern, template in _patterns():
        if found := pattern.fullmatch(sentence):
            return template, found.groupdict()
    return "", {}


@cache
def _patterns() -> list[tuple[re.Pattern[str], str]]:
    return [
        (re.compile(re.sub(r"\\{(\w+)\\}", r"(?P<\1>.+)", re.escape(text)), re.DOTALL), text)
        for text in SENTENCES
    ]
