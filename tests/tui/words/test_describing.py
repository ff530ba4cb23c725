"""Everything about a row, and the keys that show it."""

from pathlib import Path

from inspector.tui.screens.dialogs import MessageDialog
from inspector.tui.words.describing import described, module_facts
from tests.tui.scripted import crash, press, seen, settle, shown, until

ANSWER = crash()[1]


def test_one_line_a_fact() -> None:
    assert described([("path", "/a"), ("", "more"), ("why", "")]) == (
        "path        /a\n            more\nwhy"
    )


def test_a_module_with_its_candidates() -> None:
    facts = list(module_facts(ANSWER.modules[2], 1))
    assert ("status", "missing") in facts
    assert ("frames", "1") in facts
    assert [value for label, value in facts if label in ("asked", "")] == [
        "local-symbols: 45/e07fe7/debuginfo - notfound",
        f"vendor-http: {ANSWER.modules[2].candidates[1].location} - error: 503 service unavailable",
        "build-bucket: s3://syms/45/e07fe7 - noperm",
    ]


async def test_d_describes_the_row_and_the_text_scrolls_by_keys(tmp_path: Path) -> None:
    async with shown(tmp_path, size=(80, 16)) as (app, pilot):
        await press(pilot, "d")
        await until(pilot, lambda: isinstance(app.screen, MessageDialog))
        text = "\n".join(seen(app))
        assert "Frame 1" in text
        assert "Cache<int[4]>::get(Key)" in text
        assert "debug id" not in text
        await press(pilot, "pagedown", "pagedown")
        assert "debug id" in "\n".join(seen(app))
        await press(pilot, "escape", "2", "d")
        await until(pilot, lambda: isinstance(app.screen, MessageDialog))
        await settle(pilot)
        assert "Module app" in "\n".join(seen(app))
