"""What a user chose for the sound. No Qt."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SoundChoice:
    """Stays from one start of the program to the next.

    Attributes:
        soundfont: path of the instruments; empty for those that come with the program.
        device: name of the audio output; empty for the computer's default.
        midi_port: name of the MIDI port that is played on too; empty for none.
        volume: level of the whole, 0 to 1.
        count_in: whether a bar is clicked before playing.
    """

    soundfont: str = ""
    device: str = ""
    midi_port: str = ""
    volume: float = 1.0
    count_in: bool = False
