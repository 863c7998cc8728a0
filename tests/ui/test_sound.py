import threading
from pathlib import Path

import numpy as np
import pytest
import soundfile
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from musicgan.audio import NO_SOUND, Output, default_soundfont
from musicgan.errors import MusicganError
from musicgan.project import ProjectTake
from musicgan.song import Song
from tests.ui.fake_backend import FakePlayer, demo_song
from ui.background import Background
from ui.transport import tracks as tracks_module
from ui.transport.choice import SoundChoice
from ui.transport.playback import Playback
from ui.transport.sound import Found, SoundDialog
from ui.window import MainWindow


def found() -> Found:
    fonts = [Path("/a/TimGM6mb.sf2"), Path("/b/Grand.sf3")]
    return fonts, [Output("Headset, ALSA", 0.0087)], ["Synth"], ""


def texts(box: object) -> list[str]:
    return [box.itemText(i) for i in range(box.count())]  # type: ignore[attr-defined]


def test_the_dialog_offers_what_there_is_and_what_is_chosen_holds(qtbot: QtBot) -> None:
    playback = Playback(FakePlayer)
    playback.set_choice(SoundChoice(midi_port="Old keyboard", volume=0.5))
    parent = QWidget()
    qtbot.addWidget(parent)
    dialog = SoundDialog(playback, parent, found)
    qtbot.waitUntil(lambda: dialog.soundfont.count() == 2)
    assert texts(dialog.soundfont) == ["TimGM6mb (of the program)", "Grand"]
    assert texts(dialog.device)[1] == "Headset, ALSA, 9 ms"
    assert texts(dialog.port) == ["None", "Synth", "Old keyboard (missing)"]
    assert dialog.port.currentData() == "Old keyboard"
    dialog.soundfont.setCurrentIndex(1)
    dialog.device.setCurrentIndex(dialog.device.findData(NO_SOUND))
    dialog.port.setCurrentIndex(0)
    dialog.count_in.setChecked(True)
    assert playback.choice == SoundChoice("/b/Grand.sf3", NO_SOUND, "", 0.5, True)
    dialog.close()
    playback.close()


def test_no_midi_is_a_sentence_in_the_dialog(qtbot: QtBot) -> None:
    playback = Playback(FakePlayer)
    parent = QWidget()
    qtbot.addWidget(parent)
    dialog = SoundDialog(playback, parent, lambda: ([], [], [], "Install it."))
    qtbot.waitUntil(lambda: dialog._ports_note.text() == "Install it.")
    dialog.close()
    playback.close()


def test_the_dialog_closes_while_it_still_searches(qtbot: QtBot) -> None:
    playback, go_on = Playback(FakePlayer), threading.Event()
    parent = QWidget()
    qtbot.addWidget(parent)

    def search() -> Found:
        go_on.wait(20)
        return found()

    dialog = SoundDialog(playback, parent, search)
    dialog.open()
    with qtbot.waitSignal(dialog.destroyed):
        dialog.close()
    assert parent.findChildren(Background), "still searching"
    go_on.set()
    qtbot.waitUntil(lambda: not parent.findChildren(Background))
    playback.close()


def test_the_transport_drives_the_player(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    compose, playback = window.compose, window.playback
    song = demo_song(1)
    compose.add([ProjectTake(song, "demo")])
    bar = compose.transport
    for button in (bar.loop, bar.metronome):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    bar.speed.setValue(84)
    assert (playback.looping, playback.metronome, playback.speed) == (True, True, 0.75)
    playback.toggle_loop()
    assert not bar.loop.isChecked()
    dragged: list[tuple[Song, str]] = []
    monkeypatch.setattr(
        tracks_module,
        "drag_out",
        lambda _source, song, name, _picture: dragged.append((song, name)),
    )
    bar.drag_begun.emit()
    compose.tracks.rows[2].dragged.emit()
    assert dragged[0] == (song, "demo")
    assert dragged[1][0].tracks == (song.tracks[2],)
    assert dragged[1][0].tempos == song.tempos
    mime = compose.takes.mimeData([compose.takes.index(0)])
    assert mime.hasUrls()


def test_a_lost_output_is_told_and_play_tries_again(qtbot: QtBot, window: MainWindow) -> None:
    window.compose.add([ProjectTake(demo_song(1), "demo")])
    window.playback.play()
    qtbot.waitUntil(lambda: window.playback._timer.isActive())
    player = window.playback._player
    assert isinstance(player, FakePlayer)
    assert player.on_error is not None
    player.pause()
    gone = MusicganError("The audio output is gone; connect one, then press play again.")
    threading.Thread(target=player.on_error, args=[gone]).start()  # the player's own thread
    qtbot.waitUntil(window.banner.isVisible)
    assert window.banner.text == str(gone)
    assert not window.playback.is_playing
    qtbot.mouseClick(window.compose.transport.play, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: player.is_playing)


def test_an_instrument_of_a_track_is_changed_as_an_edit(window: MainWindow) -> None:
    compose = window.compose
    compose.add([ProjectTake(demo_song(1), "demo")])
    menu = compose.tracks._menu(0)
    assert "Instrument" in [action.text() for action in menu.actions()]
    from musicgan.generation import TrackRequest

    compose.tracks._change_program(0, TrackRequest("reed", 65))
    assert compose.song is not None
    assert compose.song.tracks[0].program == 65
    window.document.undo()
    assert compose.song.tracks[0].program == 0


def test_the_choice_comes_back(window: MainWindow) -> None:
    choice = SoundChoice(device="Headset", volume=0.25, count_in=True)
    window.settings.sound = choice
    assert window.settings.sound == choice


def test_sound_is_exported_as_it_is_heard(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window.compose.add([ProjectTake(demo_song(1, 2), "demo")])
    window.playback.set_choice(SoundChoice(soundfont=str(default_soundfont())))
    window.compose.tracks.rows[0].mute.click()
    window.compose.tracks.rows[1].pan.setValue(100)
    monkeypatch.setattr("ui.files.QFileDialog.getExistingDirectory", lambda *a: str(tmp_path))
    with qtbot.waitSignal(window.files.written, timeout=20_000):
        window.files.ask_export_stems()
    peaks = [
        np.abs(soundfile.read(path)[0]).max(axis=0)
        for path in sorted((tmp_path / "demo stems").iterdir())
    ]
    assert len(peaks) == len(demo_song(1).tracks)
    assert peaks[0].max() < 1e-5
    assert peaks[1][0] < 1e-5 < 0.01 < peaks[1][1]
    for row in window.compose.tracks.rows[2:]:
        row.mute.click()
    with qtbot.waitSignal(window.files.written, timeout=20_000):
        window.files.export(demo_song(1, 2), tmp_path / "mix.wav")
    left, right = np.abs(soundfile.read(tmp_path / "mix.wav")[0]).max(axis=0)
    assert left < 1e-5 < 0.01 < right
