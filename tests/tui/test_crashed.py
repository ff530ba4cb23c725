"""What the app leaves behind when it breaks."""

from pathlib import Path

import pytest

from tests.editing.opened import CANARY, JS, NATIVE
from tests.tui.editors import at_home, editing, sources
from tests.tui.scripted import press, seen, settle

__all__ = ["at_home"]


async def test_22_no_secret_in_the_trace_of_a_crash(
    at_home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    async def crash() -> None:
        async with editing(at_home, NATIVE) as (app, pilot):
            await press(pilot, "j")
            screen = sources(app)

            def fill(*_: object) -> None:
                secret = screen.bench.state.drafts[1].tree["headers"]
                raise RuntimeError(f"broken with {len(secret)} header")

            screen.fill = fill  # type: ignore[method-assign, assignment]
            await press(pilot, "space")

    with pytest.raises(RuntimeError, match="broken with 1 header"):
        await crash()
    left = capsys.readouterr().err
    assert "broken with 1 header" in left
    assert "action_switch" in left
    assert CANARY not in left


@pytest.mark.parametrize("tree", [NATIVE, JS], ids=["native", "js"])
async def test_22_no_secret_on_a_screen_or_in_a_state_file(
    at_home: Path, tree: dict[str, object]
) -> None:
    async with editing(at_home, tree, "1") as (app, pilot):
        for view in "12345":
            await press(pilot, view)
            for _ in range(len(NATIVE["sources"]) if view == "3" else 1):
                assert CANARY not in "\n".join(seen(app))
                await press(pilot, "j")
            assert CANARY not in app.export_screenshot(simplify=True)
        await press(pilot, "3", "D", "ctrl+s")
        assert CANARY not in "\n".join(seen(app))
    files = [path for path in at_home.rglob("*") if path.is_file() and path.name != "crash.json"]
    assert [path for path in files if CANARY.encode() in path.read_bytes()] == []


async def test_22_a_secret_that_is_typed_is_dots(at_home: Path) -> None:
    async with editing(at_home, {**NATIVE, "sources": NATIVE["sources"][3:4]}) as (app, pilot):
        row = sources(app)._form.row_of("token")
        assert row is not None
        row.editor.focus()
        await settle(pilot)
        await press(pilot, *"hunter2")
        draft = sources(app).bench.state.drafts[0]
        assert draft.tree["token"] == "hunter2"
        assert "hunter2" not in "\n".join(seen(app))
        assert "hunter2" not in repr(app.session.request if app.session else "")
        row.editor.value = ""  # type: ignore[union-attr]
        await settle(pilot)
        await press(pilot, *"$TOKEN")
        assert sources(app).bench.state.drafts[0].tree["token"] == {"env": "TOKEN"}
        assert "$TOKEN" in "\n".join(seen(app))
        assert "TOKEN is not set" in "\n".join(seen(app))
