from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtGui import QDrag, QGuiApplication
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from musicgan.errors import MusicganError
from musicgan.formats import read_song, write_song
from tests.ui.fake_backend import demo_song
from ui.exchange import copy_song, drag_out, file_stem, midi_mime, pasted_song, song_of


def test_dragged_music_is_a_file_with_everything(qtbot: QtBot) -> None:
    song = demo_song(1, tempo=93.0)
    mime = midi_mime(song, "Take 1: A/B")
    path = Path(mime.urls()[0].toLocalFile())
    assert path.name == "Take 1- A-B.mid"
    assert read_song(path) == song
    assert path.read_bytes() == mime.data("audio/midi").data()
    assert path != Path(midi_mime(song, "Take 1: A/B").urls()[0].toLocalFile())


def test_names_of_takes_are_fit_for_files() -> None:
    names = ("v1.2 / a:b", "song.MID", "名字" * 60, " ...")
    assert [file_stem(name) for name in names] == ["v1.2 - a-b", "song", "名字" * 30, "music"]


def test_drag_out_hands_the_song_to_the_system(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    dragged: list[QMimeData] = []
    monkeypatch.setattr(QDrag, "exec", lambda drag, _action: dragged.append(drag.mimeData()))
    widget = QWidget()
    qtbot.addWidget(widget)
    drag_out(widget, demo_song(2), "Take 2")
    assert song_of(dragged[0]) == demo_song(2)


def test_an_empty_clipboard_holds_no_music(qtbot: QtBot) -> None:
    QGuiApplication.clipboard().clear()
    assert pasted_song() is None


def test_copy_and_paste_is_the_same_song(qtbot: QtBot) -> None:
    song = demo_song(3)
    copy_song(song, "Take 3")
    assert pasted_song() == song


def test_music_files_of_others_are_read_and_other_things_left(qtbot: QtBot, tmp_path: Path) -> None:
    score = tmp_path / "a.musicxml"
    write_song(demo_song(1, 2), score)
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(tmp_path / "a.txt")), QUrl.fromLocalFile(str(score))])
    song = song_of(mime)
    assert song is not None
    assert song.note_count == demo_song(1, 2).note_count
    words = QMimeData()
    words.setText("C major")
    assert song_of(words) is None


def test_damaged_music_is_a_sentence(qtbot: QtBot) -> None:
    mime = QMimeData()
    mime.setData("audio/midi", b"MThd damaged")
    with pytest.raises(MusicganError, match="What was pasted is damaged"):
        song_of(mime)
