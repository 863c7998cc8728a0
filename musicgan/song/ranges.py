"""Playable ranges: what an instrument can sound, by General MIDI program."""

# (first program, last program, lowest, highest MIDI pitch): sounding ranges of professional
# players, after the usual orchestration tables; whole families where their members differ little.
_RANGES: tuple[tuple[int, int, int, int], ...] = (
    (0, 7, 21, 108),      # pianos
    (8, 8, 60, 108), (9, 9, 79, 108), (10, 10, 60, 96), (11, 11, 53, 89), (12, 12, 45, 96),
    (13, 13, 65, 108), (14, 14, 60, 77), (15, 15, 48, 84),  # mallets
    (16, 23, 36, 96),     # organs, accordion, harmonica
    (24, 31, 40, 88),     # guitars
    (32, 39, 23, 67),     # basses
    (40, 40, 55, 103), (41, 41, 48, 91), (42, 42, 36, 81), (43, 43, 24, 67),
    (44, 45, 28, 100), (46, 46, 23, 103), (47, 47, 36, 60),  # strings, harp, timpani
    (48, 51, 28, 103), (52, 54, 36, 84), (55, 55, 36, 96),  # ensembles, choirs
    (56, 56, 52, 87), (57, 57, 34, 77), (58, 58, 26, 65), (59, 59, 52, 87), (60, 60, 34, 79),
    (61, 63, 34, 87),     # brass
    (64, 64, 56, 92), (65, 65, 49, 85), (66, 66, 44, 80), (67, 67, 36, 72), (68, 68, 58, 93),
    (69, 69, 52, 84), (70, 70, 34, 77), (71, 71, 50, 94),  # reeds
    (72, 72, 74, 108), (73, 73, 59, 98), (74, 79, 60, 96),  # pipes
    (80, 103, 24, 108),   # leads, pads, effects
    (104, 111, 40, 96), (112, 119, 36, 96), (120, 127, 24, 108),
)  # fmt: skip

LOWEST_DRUM, HIGHEST_DRUM = 35, 81
"""Keys of the General MIDI percussion map."""


def playable_range(program: int, is_drum: bool = False) -> tuple[int, int]:
    """Lowest and highest MIDI pitch (inclusive) of a program, or drum key of a kit."""
    if is_drum:
        return LOWEST_DRUM, HIGHEST_DRUM
    for first, last, low, high in _RANGES:
        if first <= program <= last:
            return low, high
    raise ValueError(f"no such program: {program}")
