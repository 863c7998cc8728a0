import numpy as np

from musicgan.audio.mixer import Level, Limiter, audible, gains, mix


def test_mix_sums_the_stems_by_their_gains() -> None:
    stems = np.array([[[1, 2], [3, 4]], [[10, 20], [30, 40]]], np.float32)  # track, side, frame
    gains = np.array([[1.0, 1.0], [0.5, 0.25]], np.float32)
    out = np.empty((2, 2), np.float32)
    mix(stems, gains, gains, out)
    assert out.tolist() == [[6, 10.5], [12, 14]]  # frame, side


def test_a_changed_gain_slides() -> None:
    stems = np.ones((1, 2, 5), np.float32)
    out = np.empty((5, 2), np.float32)
    mix(stems, np.ones((1, 2), np.float32), np.zeros((1, 2), np.float32), out)
    assert out[:, 0].tolist() == [1.0, 0.75, 0.5, 0.25, 0.0]


def test_limiter_leaves_quiet_sound_alone() -> None:
    block = np.full((256, 2), 0.9, np.float32)
    Limiter().apply(block)
    assert (block == np.float32(0.9)).all()


def test_limiter_never_clips_and_recovers() -> None:
    limiter = Limiter()
    for _ in range(3):
        loud = np.full((256, 2), 3.0, np.float32)
        limiter.apply(loud)
        assert np.abs(loud).max() <= 1.0
    assert np.abs(loud[-1]).max() <= Limiter.CEILING + 1e-6
    quiet = np.zeros((256, 2), np.float32)
    for _ in range(100):
        quiet[:] = 0.5
        limiter.apply(quiet)
    assert (quiet == np.float32(0.5)).all()


def test_levels_become_gains() -> None:
    levels = {0: Level(pan=-0.5), 1: Level(volume=2.0, pan=1.0), 2: Level(muted=True)}
    assert gains(levels, 4).tolist() == [[1.0, 0.5], [0.0, 2.0], [0.0, 0.0], [1.0, 1.0]]


def test_solo_silences_the_others_but_one_of_another_song_does_not() -> None:
    levels = {1: Level(soloed=True), 7: Level(soloed=True)}
    assert [audible(levels, track) for track in range(3)] == [False, True, False]
    assert gains(levels, 3)[:, 0].tolist() == [0.0, 1.0, 0.0]
    assert gains({7: Level(soloed=True)}, 2)[:, 0].tolist() == [1.0, 1.0]
