import numpy as np

from musicgan.model.noise import Noise, gumbel


def drawn(noise: Noise, bar: int, position: int) -> list[float]:
    noise.go_to(bar, position)
    return list(noise.draw(5))


def test_noise_belongs_to_its_place() -> None:
    one, other = Noise(3), Noise(3)
    drawn(one, 0, 0)
    drawn(one, 0, 12)
    assert drawn(one, 1, 24) == drawn(other, 1, 24), "whatever was drawn before"
    places = [tuple(drawn(one, *place)) for place in ((1, 24), (1, 25), (2, 24), (0, 24))]
    assert len(set(places)) == 4
    assert drawn(Noise(4), 1, 24) != drawn(one, 1, 24)


def test_a_share_of_the_noise_varies() -> None:
    original = Noise(3)
    varied = Noise(3, other=9, share=0.25)
    again = Noise(3, other=9, share=0.25)
    places = [(bar, position) for bar in range(40) for position in range(0, 96, 12)]
    kept = [drawn(original, *place) == drawn(varied, *place) for place in places]
    assert 0.7 < np.mean(kept) < 0.8
    assert all(drawn(varied, *place) == drawn(again, *place) for place in places)


def test_all_or_nothing() -> None:
    assert drawn(Noise(3, other=9, share=0), 1, 2) == drawn(Noise(3), 1, 2)
    assert drawn(Noise(3, other=9, share=1), 1, 2) != drawn(Noise(3), 1, 2)
    assert drawn(Noise(3, other=9, share=1), 1, 2) == drawn(Noise(5, other=9, share=1), 1, 2)


def test_the_noise_is_that_of_a_stream_named_by_seed_and_place() -> None:
    noise = Noise(3)
    drawn(noise, 0, 0)
    noise.go_to(2, 24)
    stream = np.random.Generator(np.random.Philox(key=np.array([3, 2 << 16 | 24], np.uint64)))
    for slots in (7, 300):
        np.testing.assert_allclose(gumbel(noise.draw(slots)), stream.gumbel(size=slots), atol=1e-5)
