"""Whether a request file is still what was read."""

import os
from pathlib import Path

from inspector.tui.opened.request_file import Seen, changed_since, look_at


def test_a_file_that_stays_or_is_only_touched_has_not_changed(tmp_path: Path) -> None:
    file = tmp_path / "a.json"
    file.write_text("{}")
    before = look_at(str(file))
    assert before.size == 2
    assert changed_since(str(file), before) is None
    os.utime(file, ns=(1, 1))
    assert changed_since(str(file), before) is None


def test_another_content_is_a_change_also_at_the_same_size(tmp_path: Path) -> None:
    file = tmp_path / "a.json"
    file.write_text("{}")
    os.utime(file, ns=(1, 1))
    before = look_at(str(file))
    file.write_text("[]")
    assert changed_since(str(file), before) == look_at(str(file))


def test_a_file_that_is_gone_is_nothing_to_read_again(tmp_path: Path) -> None:
    for path in (str(tmp_path / "gone.json"), "a\0b", str(tmp_path)):
        assert look_at(path) == Seen()
        assert changed_since(path, Seen(2, 1, "ab")) is None
