"""What rows are called."""

from musicgan.song import Key
from ui.translations import with_signs

DRUM_NAMES: dict[int, str] = {
    35: "Kick 2", 36: "Kick", 37: "Rim", 38: "Snare", 39: "Clap", 40: "Snare 2", 41: "Low tom",
    42: "Closed hat", 43: "Low tom 2", 44: "Pedal hat", 45: "Mid tom", 46: "Open hat",
    47: "Mid tom 2", 48: "High tom", 49: "Crash", 50: "High tom 2", 51: "Ride", 52: "China",
    53: "Ride bell", 54: "Tambourine", 55: "Splash", 56: "Cowbell", 57: "Crash 2",
    58: "Vibraslap", 59: "Ride 2", 60: "Hi bongo", 61: "Low bongo", 62: "Mute conga",
    63: "Open conga", 64: "Low conga", 65: "Hi timbale", 66: "Lo timbale", 67: "Hi agogo",
    68: "Low agogo", 69: "Cabasa", 70: "Maracas", 71: "Whistle", 72: "Long whistle",
    73: "Short guiro", 74: "Long guiro", 75: "Claves", 76: "Hi block", 77: "Low block",
    78: "Mute cuica", 79: "Open cuica", 80: "Mute triangle", 81: "Triangle",
}  # fmt: skip
"""General MIDI's percussion keys, short enough for the gutter."""


def pitch_name(pitch: int) -> str:
    """Scientific name of a MIDI pitch: 60 is ``"C4"``."""
    return f"{with_signs(Key.of(pitch % 12, 'major').tonic_name)}{pitch // 12 - 1}"


def drum_name(key: int) -> str:
    """Name of a drum key, or its number."""
    return DRUM_NAMES.get(key, f"Key {key}")
