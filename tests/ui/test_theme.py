"""Colours can be read, also by people who see fewer of them."""

import itertools

import numpy as np
import pytest
from PySide6.QtGui import QColor

from ui.theme import DARK, LIGHT, Colours

# Machado, Oliveira and Fernandes (2009), severity 1.0, on linear RGB.
BLINDNESS = {
    "none": np.eye(3),
    "protanopia": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216],
         [-0.003882, -0.048116, 1.051998]]
    ),
    "deuteranopia": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413],
         [-0.011820, 0.042940, 0.968881]]
    ),
    "tritanopia": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602],
         [0.004733, 0.691367, 0.303900]]
    ),
}  # fmt: skip
TO_XYZ = np.array(
    [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]
) / np.array([[0.9505], [1.0], [1.089]])


def linear(colour: str) -> np.ndarray:
    rgb = np.array([QColor(colour).redF(), QColor(colour).greenF(), QColor(colour).blueF()])
    return np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)


def lab(colour: str, kind: str) -> np.ndarray:
    xyz = TO_XYZ @ np.clip(BLINDNESS[kind] @ linear(colour), 0, 1)
    f = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def contrast(one: str, two: str) -> float:
    light, dark = sorted(
        (float(np.array([0.2126, 0.7152, 0.0722]) @ linear(c)) for c in (one, two)), reverse=True
    )
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("kind", BLINDNESS)
def test_the_first_six_tracks_can_be_told_apart(colours: Colours, kind: str) -> None:
    for one, two in itertools.combinations(colours.tracks[:6], 2):
        distance = float(np.linalg.norm(lab(one, kind) - lab(two, kind)))
        assert distance > 10, (one, two, distance)


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_text_and_notes_have_contrast(colours: Colours) -> None:
    for back in (colours.window, colours.panel, colours.field, colours.raised):
        assert contrast(colours.text, back) > 7
        assert contrast(colours.muted, back) > 4.5
        assert contrast(colours.danger, back) > 4.5
    assert contrast(colours.accent_text, colours.accent) > 4.5
    for track in colours.tracks:
        assert contrast(track, colours.roll) > 2.3
