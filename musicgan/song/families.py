"""Instrument families: General MIDI's sixteen groups of eight programs, and drums."""

from musicgan.errors import MusicganError

PITCHED_FAMILIES: tuple[str, ...] = (
    "piano", "mallets", "organ", "guitar", "bass", "strings", "ensemble", "brass",
    "reed", "pipe", "lead", "pad", "fx", "world", "percussion", "effects",
)  # fmt: skip
"""In the order of General MIDI: family ``i`` holds the programs ``8 * i`` to ``8 * i + 7``."""

DRUMS = "drums"

FAMILIES: tuple[str, ...] = (*PITCHED_FAMILIES, DRUMS)

PROGRAM_NAMES: tuple[str, ...] = (
    "Acoustic Grand Piano", "Bright Acoustic Piano", "Electric Grand Piano", "Honky-tonk Piano",
    "Electric Piano 1", "Electric Piano 2", "Harpsichord", "Clavinet",
    "Celesta", "Glockenspiel", "Music Box", "Vibraphone",
    "Marimba", "Xylophone", "Tubular Bells", "Dulcimer",
    "Drawbar Organ", "Percussive Organ", "Rock Organ", "Church Organ",
    "Reed Organ", "Accordion", "Harmonica", "Bandoneon",
    "Nylon Guitar", "Steel Guitar", "Jazz Guitar", "Clean Guitar",
    "Muted Guitar", "Overdriven Guitar", "Distortion Guitar", "Guitar Harmonics",
    "Acoustic Bass", "Fingered Bass", "Picked Bass", "Fretless Bass",
    "Slap Bass 1", "Slap Bass 2", "Synth Bass 1", "Synth Bass 2",
    "Violin", "Viola", "Cello", "Contrabass",
    "Tremolo Strings", "Pizzicato Strings", "Orchestral Harp", "Timpani",
    "String Ensemble 1", "String Ensemble 2", "Synth Strings 1", "Synth Strings 2",
    "Choir Aahs", "Voice Oohs", "Synth Voice", "Orchestra Hit",
    "Trumpet", "Trombone", "Tuba", "Muted Trumpet",
    "French Horn", "Brass Section", "Synth Brass 1", "Synth Brass 2",
    "Soprano Sax", "Alto Sax", "Tenor Sax", "Baritone Sax",
    "Oboe", "English Horn", "Bassoon", "Clarinet",
    "Piccolo", "Flute", "Recorder", "Pan Flute",
    "Blown Bottle", "Shakuhachi", "Whistle", "Ocarina",
    "Square Lead", "Saw Lead", "Calliope Lead", "Chiff Lead",
    "Charang Lead", "Voice Lead", "Fifths Lead", "Bass and Lead",
    "New Age Pad", "Warm Pad", "Polysynth Pad", "Choir Pad",
    "Bowed Pad", "Metallic Pad", "Halo Pad", "Sweep Pad",
    "Rain", "Soundtrack", "Crystal", "Atmosphere",
    "Brightness", "Goblins", "Echoes", "Sci-fi",
    "Sitar", "Banjo", "Shamisen", "Koto",
    "Kalimba", "Bagpipe", "Fiddle", "Shanai",
    "Tinkle Bell", "Agogo", "Steel Drums", "Woodblock",
    "Taiko Drum", "Melodic Tom", "Synth Drum", "Reverse Cymbal",
    "Fret Noise", "Breath Noise", "Seashore", "Bird Tweet",
    "Telephone", "Helicopter", "Applause", "Gunshot",
)  # fmt: skip
"""General MIDI level 1 sound set, program 0 to 127."""


def family_of(program: int, is_drum: bool = False) -> str:
    """Family of a General MIDI program (0 to 127); ``drums`` for a drum track."""
    return DRUMS if is_drum else PITCHED_FAMILIES[program // 8]


def default_program(family: str) -> int:
    """The program that stands for a family where none is chosen (0 for drums).

    Raises:
        MusicganError: no such family.
    """
    if family not in FAMILIES:
        raise MusicganError(
            f"There is no instrument family “{family}”; choose from {', '.join(FAMILIES)}."
        )
    chosen = {"guitar": 25, "bass": 33, "strings": 40, "ensemble": 48, "reed": 65, "pipe": 73}
    if family == DRUMS:
        return 0
    return chosen.get(family, PITCHED_FAMILIES.index(family) * 8)
