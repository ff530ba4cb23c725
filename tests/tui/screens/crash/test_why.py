"""The `x` panel, with the real engine on samples. Acceptance check 11 is here."""

import base64
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from inspector.model.why.explanation import Explanation
from inspector.model.why.judged import NearMiss
from inspector.tui.app import InspectorApp
from inspector.tui.listing.rows import FrameRow
from inspector.tui.next_steps import label_of
from inspector.tui.screens.crash.stack import StackScreen
from inspector.tui.screens.crash.why import WhyScreen
from inspector.tui.screens.editors.scraping import ScrapingScreen
from inspector.tui.screens.files.modules import ModulesScreen
from tests.native.why.situations import CODE, FILE, local, put
from tests.native.why.situations import crash as native
from tests.tui.real import running, sample
from tests.tui.screens.crash.test_stack import frames
from tests.tui.scripted import Script, app_for, crash, press, seen, settle, shown, state, until
from tests.tui.test_checks import shows


async def asked(app: InspectorApp, pilot: Pilot[None]) -> WhyScreen:
    """The panel about what is under the cursor, once all that is nearby was looked at."""
    await press(pilot, "x")
    panel = app.screen
    assert isinstance(panel, WhyScreen)
    await until(pilot, lambda: panel.found is not None and not any(
        worker.is_running for worker in panel.workers if worker.node is panel))  # fmt: skip
    return panel


async def to_frame(app: InspectorApp, pilot: Pilot[None], number: int) -> None:
    """The cursor on the row of a raw frame."""
    listed = frames(app)
    at = next(
        n for n, row in enumerate(listed.shown.rows)
        if isinstance(row, FrameRow) and listed.shown.frames[row.at].index == number
    )  # fmt: skip
    listed.move_to(at)
    await settle(pilot)


async def told(app: InspectorApp, pilot: Pilot[None], number: int) -> tuple[str, str]:
    """Verdict and action of a frame; the button says what Enter does."""
    await to_frame(app, pilot, number)
    panel = await asked(app, pilot)
    assert panel.found is not None
    assert panel.found.next is not None
    label = label_of(panel.found.next)
    assert shows(app, f"{label} (Enter)")
    assert shows(app, "Next: ")
    await press(pilot, "escape")
    return panel.found.verdict, label


async def test_check_11_every_native_status_has_its_own_explanation(tmp_path: Path) -> None:
    """Frames 1, 2, 3, 4 and 5 of the sample, one of each status."""
    async with running(tmp_path, sample(tmp_path, "native/problems.json", "symbols")) as (
        app,
        pilot,
    ):
        assert app.view is not None
        of = {f.index: f.status for f in app.view.frames}
        statuses = [of[number] for number in range(1, 6)]
        assert statuses == ["symbolicated", "missing_symbol", "malformed", "missing",
                            "unknown_image"]  # fmt: skip
        found = [await told(app, pilot, number) for number in range(1, 6)]
        assert len({verdict for verdict, _ in found}) == 5
        assert len({label for _, label in found}) == 5


def broken_scripts(folder: Path) -> dict[str, Any]:
    """The sample of problems, and scripts for those error types that it has none of."""
    body = sample(folder, "js/problems.json", "problems")
    junk = "data:application/json;base64,not*base64"
    bad = base64.b64encode(b"{").decode()
    for name, url in (("b64.js", junk), ("cut.js", f"data:application/json;base64,{bad}")):
        (folder / "problems" / name).write_text(f"a()\n//# sourceMappingURL={url}\n")
    server = "/srv/harbor/"
    body["stacktraces"][0]["frames"] += [
        {"function": "a", "abs_path": f"{server}b64.js", "lineno": 1, "colno": 1},
        {"function": "a", "abs_path": f"{server}cut.js", "lineno": 1, "colno": 1},
        {"function": "a", "abs_path": "https://harbor.example/js/es.nocontent.js", "lineno": 7},
    ]
    return body


async def test_check_11_every_error_of_javascript_has_its_own_explanation(tmp_path: Path) -> None:
    """The six error types that responses have, and the three that upstream only declares:

    a path that is none (7), a map of bad base64 (8), no column, which counts as the first (10).
    """
    async with running(tmp_path, broken_scripts(tmp_path)) as (app, pilot):
        assert app.view is not None
        of = {f.index: f.problems[0] if f.problems else "" for f in app.view.frames}
        assert len(of) == 11
        wire = {f.status for f in app.view.frames}
        assert wire >= {
            "malformed_sourcemap",
            "invalid_location",
            "missing_sourcemap",
            "missing_source",
            "scraping_disabled",
        }
        assert "The text of" in of[0]  # missing_source_content
        verdicts = [(await told(app, pilot, number))[0] for number in range(11)]
        assert len(set(verdicts)) == 11
        assert "invalid data URL" in verdicts[8]
        assert "has nothing at line 7, column 1" in verdicts[10]


async def test_the_next_step_runs_and_says_what_it_bought_and_undo_works(tmp_path: Path) -> None:
    put(tmp_path, (f"{CODE}.debug", FILE))
    body = native(local(filters={"filetypes": ["pdb"]}))
    async with running(tmp_path, body) as (app, pilot):
        assert app.view is not None
        before = app.view.report
        assert "symbolicated" not in {f.status for f in app.view.frames}
        panel = await asked(app, pilot)
        assert panel.found is not None
        assert panel.found.next is not None
        assert panel.found.next.kind == "widen_filters"
        await press(pilot, "enter")
        await until(pilot, lambda: shows(app, "Against the run before"))
        assert any("gained" in note.message for note in app._notifications), [
            note.message for note in app._notifications
        ]
        assert any(f.status == "symbolicated" for f in app.view.frames)
        await press(pilot, "x", "u")
        await until(pilot, lambda: app.view is not None and app.view.report is before)
        assert shows(app, "taken back")


async def test_steps_that_open_a_screen(tmp_path: Path) -> None:
    async with running(tmp_path, sample(tmp_path, "native/problems.json", "symbols")) as (
        app,
        pilot,
    ):
        await to_frame(app, pilot, 5)
        await asked(app, pilot)
        await press(pilot, "enter")
        await until(pilot, lambda: shows(app, "Load map"))
        await press(pilot, "escape")
        assert isinstance(app.screen, ModulesScreen)


async def test_a_module_is_explained_as_well(tmp_path: Path) -> None:
    async with running(tmp_path, sample(tmp_path, "native/problems.json", "symbols")) as (
        app,
        pilot,
    ):
        await press(pilot, "2")
        panel = await asked(app, pilot)
        assert panel.found is not None
        assert panel.found.subject.startswith("module 0")


@pytest.mark.parametrize("size", [(80, 24), (120, 30)], ids=str)
async def test_steps_have_glyph_and_word_and_what_to_do_is_in_sight(
    size: tuple[int, int], tmp_path: Path
) -> None:
    body = sample(tmp_path, "native/problems.json", "symbols")
    async with running(tmp_path, body, size=size) as (app, pilot):
        await to_frame(app, pilot, 4)
        panel = await asked(app, pilot)
        assert shows(app, "Why: frame 4 of thread 3301 harbor")
        assert shows(app, "✓ ok")
        assert shows(app, "✗ stopped here")
        assert shows(app, "Widen it and run (Enter)")
        await press(pilot, *["pagedown"] * 4)
        assert shows(app, "· not reached")
        before = panel.query_one("#why-steps").size.height
        await press(pilot, "f")
        assert panel.query_one("#why-steps").size.height > before
        assert not any(len(line) > size[0] for line in seen(app))


async def test_copying(tmp_path: Path) -> None:
    async with running(tmp_path, sample(tmp_path, "native/problems.json", "symbols")) as (
        app,
        pilot,
    ):
        await to_frame(app, pilot, 3)
        await asked(app, pilot)
        await press(pilot, "y")
        await until(pilot, lambda: app.clipboard.startswith("**frame 3 of thread 0**"))
        assert "(stopped here)" in app.clipboard
        await press(pilot, "t")
        await until(pilot, lambda: app.clipboard.startswith("frame 3 of thread 0: "))
        assert "Next: " in app.clipboard


async def test_without_an_answer_there_is_nothing_to_explain(tmp_path: Path) -> None:
    asked_for, answer = crash()
    script = Script(answer)
    app = app_for(asked_for, script, tmp_path)
    async with app.run_test(size=(120, 30), notifications=True) as pilot:
        await until(pilot, lambda: state(app) == "running")
        await press(pilot, "x")
        assert shows(app, "The run is not over yet")
        await press(pilot, "X", "x")
        assert shows(app, "Nothing has run yet")


async def test_the_scraping_editor_is_opened_on_the_url(tmp_path: Path) -> None:
    from inspector.model.why.explanation import Action
    from inspector.tui.next_steps import take

    async with running(tmp_path, broken_scripts(tmp_path)) as (app, pilot):
        url = "https://harbor.example/js/x.js"
        action = Action(kind="open_scraping", text="Look.", arguments={"url": url})
        await take(app, action, 0)
        await settle(pilot)
        assert isinstance(app.screen, ScrapingScreen)
        assert shows(app, url)


async def test_a_failing_explainer_is_told_and_the_app_stays(tmp_path: Path) -> None:
    asked_for, answer = crash()

    def broken(_near: Sequence[NearMiss]) -> Explanation:
        raise LookupError("x [/foo] y")

    async with shown(tmp_path, reports=(asked_for, answer)) as (app, pilot):
        app.push_screen(WhyScreen(broken, None))
        await until(pilot, lambda: shows(app, "LookupError: x [/foo] y"))
        await press(pilot, "escape")
        assert app.return_code is None


async def test_where_nothing_needs_to_be_done_one_button_closes(tmp_path: Path) -> None:
    body = sample(tmp_path, "native/problems.json", "symbols")
    async with running(tmp_path, body) as (app, pilot):
        await to_frame(app, pilot, 1)
        await asked(app, pilot)
        assert shows(app, "Nothing needs to be done")
        assert sum(line.count("Close") for line in seen(app)) == 1
        await press(pilot, "enter")
        await until(pilot, lambda: isinstance(app.screen, StackScreen))
        await to_frame(app, pilot, 4)
        await asked(app, pilot)
        assert shows(app, "Close (Esc)")


async def test_on_the_smallest_terminal_what_to_do_is_in_sight(tmp_path: Path) -> None:
    body = sample(tmp_path, "native/problems.json", "symbols")
    async with running(tmp_path, body, size=(60, 15)) as (app, pilot):
        await to_frame(app, pilot, 4)
        await asked(app, pilot)
        assert shows(app, "Next: ")
        assert shows(app, "Widen it and run (Enter)")
        await press(pilot, "pagedown")
        assert shows(app, "✓ ok")
        await press(pilot, "escape", "d")
        await until(pilot, lambda: shows(app, "Copy text"))
