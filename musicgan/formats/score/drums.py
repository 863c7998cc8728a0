"""Drums in MusicXML, which music21 reads and writes without their sounds.

Between music21 and the file, a drum is a pitched note at its General MIDI key.
"""

from xml.etree.ElementTree import Element, SubElement

DRUM_CHANNEL = 10

# Usual places on a percussion staff, for notes that name no instrument.
_BY_PLACE = {
    "D4": 44, "E4": 35, "F4": 36, "G4": 43, "A4": 41, "B4": 47, "C5": 38, "D5": 47, "E5": 48,
    "F5": 51, "G5": 42, "A5": 49, "B5": 57,
}  # fmt: skip

_PLACES = {key: place for place, key in reversed(_BY_PLACE.items())} | {
    37: "C5", 40: "C5", 45: "D5", 46: "G5", 50: "E5", 53: "F5", 55: "A5", 52: "A5", 59: "F5",
}  # fmt: skip
"""General MIDI key → place on the staff."""

_FIRST_KEY = 35
_OTHER_PLACE = "C5"
_CROSS_HEADS = frozenset((42, 44, 46, 49, 51, 52, 53, 55, 57, 59))
_STEPS = ("C", "C", "D", "D", "E", "F", "F", "G", "G", "A", "A", "B")


def pitch_drums(root: Element) -> None:
    """Give each unpitched note of a score the pitch of its General MIDI key, in place."""
    for part in root.findall("part"):
        notes = [note for note in part.iter("note") if note.find("unpitched") is not None]
        if not notes:
            continue
        head = root.find(f"part-list/score-part[@id='{part.get('id')}']")
        keys = _keys_by_instrument(head) if head is not None else {}
        for note in notes:
            _pitch(note, _key_of(note, keys))


def unpitch_drums(root: Element, parts: list[int]) -> None:
    """Write the drum parts (their places in the score) as unpitched notes, in place."""
    heads, bodies = root.findall("part-list/score-part"), root.findall("part")
    for place in parts:
        head, body = heads[place], bodies[place]
        keys = sorted({_midi_key(note) for note in body.iter("note") if _is_pitched(note)})
        program = head.findtext("midi-instrument/midi-program", "1")
        # A part without notes still has one instrument, that of its first key.
        keys = keys or [_FIRST_KEY]
        for tag in ("score-instrument", "midi-instrument"):
            for old in head.findall(tag):
                head.remove(old)
        identity = head.get("id", "")
        for key in keys:
            instrument = SubElement(head, "score-instrument", id=f"{identity}-I{key}")
            SubElement(instrument, "instrument-name").text = f"Drum {key}"
        for key in keys:
            midi = SubElement(head, "midi-instrument", id=f"{identity}-I{key}")
            SubElement(midi, "midi-channel").text = str(DRUM_CHANNEL)
            SubElement(midi, "midi-program").text = program
            SubElement(midi, "midi-unpitched").text = str(key + 1)
        for note in body.iter("note"):
            if _is_pitched(note):
                _unpitch(note, identity)


def _keys_by_instrument(head: Element) -> dict[str, int]:
    """Instrument's identity → General MIDI key, 0 to 127."""
    keys = {}
    for midi in head.findall("midi-instrument"):
        text = midi.findtext("midi-unpitched", "").strip()
        if text.isdecimal() and len(text) < 4 and 1 <= int(text) <= 128:
            keys[midi.get("id", "")] = int(text) - 1
    return keys


def _key_of(note: Element, keys: dict[str, int]) -> int:
    instrument = note.find("instrument")
    if instrument is not None and instrument.get("id", "") in keys:
        return keys[instrument.get("id", "")]
    if instrument is None and len(keys) == 1:
        return next(iter(keys.values()))
    step = note.findtext("unpitched/display-step", "C").strip()
    octave = note.findtext("unpitched/display-octave", "5").strip()
    return _BY_PLACE.get(step + octave, 38)


def _pitch(note: Element, key: int) -> None:
    unpitched = note.find("unpitched")
    assert unpitched is not None
    place = list(note).index(unpitched)
    note.remove(unpitched)
    pitch = Element("pitch")
    step = _STEPS[key % 12]
    SubElement(pitch, "step").text = step
    if key % 12 in (1, 3, 6, 8, 10):
        SubElement(pitch, "alter").text = "1"
    SubElement(pitch, "octave").text = str(key // 12 - 1)
    note.insert(place, pitch)


def _is_pitched(note: Element) -> bool:
    return note.find("pitch") is not None


def _midi_key(note: Element) -> int:
    step = note.findtext("pitch/step", "C")
    alter = round(float(note.findtext("pitch/alter", "0")))
    return int(note.findtext("pitch/octave", "4")) * 12 + 12 + _STEPS.index(step) + alter


def _unpitch(note: Element, identity: str) -> None:
    key = _midi_key(note)
    pitch = note.find("pitch")
    assert pitch is not None
    place = list(note).index(pitch)
    note.remove(pitch)
    unpitched = Element("unpitched")
    display = _PLACES.get(key, _OTHER_PLACE)
    SubElement(unpitched, "display-step").text = display[0]
    SubElement(unpitched, "display-octave").text = display[1]
    note.insert(place, unpitched)
    for accidental in note.findall("accidental"):
        note.remove(accidental)
    _insert_before(note, Element("instrument", id=f"{identity}-I{key}"), _AFTER_INSTRUMENT)
    if key in _CROSS_HEADS:
        for head in note.findall("notehead"):
            note.remove(head)
        cross = Element("notehead")
        cross.text = "x"
        _insert_before(note, cross, _AFTER_NOTEHEAD)


# MusicXML fixes the order of a note's parts.
_AFTER_NOTEHEAD = ("notehead-text", "staff", "beam", "notations", "lyric", "play", "listen")
_AFTER_INSTRUMENT = (
    "editorial", "footnote", "level", "voice", "type", "dot", "accidental", "time-modification",
    "stem", "notehead", *_AFTER_NOTEHEAD,
)  # fmt: skip


def _insert_before(note: Element, new: Element, later: tuple[str, ...]) -> None:
    place = next((i for i, child in enumerate(note) if child.tag in later), len(note))
    note.insert(place, new)
