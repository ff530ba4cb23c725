"""Answers kept for a while, on disk."""

from inspector.server.shelf import Shelf


class Clock:
    """A clock that is set."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_kept_for_its_time_and_no_longer() -> None:
    clock = Clock()
    shelf = Shelf(90, clock)
    shelf.put("a", b"1" * 1000)
    clock.now = 50
    shelf.put("b", b"2")
    clock.now = 89
    assert (shelf.get("a"), shelf.get("b")) == (b"1" * 1000, b"2")
    clock.now = 90
    assert (shelf.get("a"), shelf.get("b")) == (None, b"2")
    clock.now = 140
    assert shelf.get("b") is None
    shelf.close()


def test_files_go_with_their_answers() -> None:
    clock = Clock()
    shelf = Shelf(10, clock)
    files = []
    for now in range(0, 200, 3):
        clock.now = now
        shelf.put(str(now), b"x" * now)
        assert shelf.get(str(now)) == b"x" * now
        assert shelf.get(str(now - 12)) is None
        assert len(shelf._files) <= 3
        files.append(shelf._files[-1][1])
    assert sum(not file.closed for file in set(files)) <= 3
    shelf.close()
    assert all(file.closed for file in files)


def test_an_unknown_name() -> None:
    assert Shelf(10).get("nobody") is None
