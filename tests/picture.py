"""The picture of the README: python -m tests.picture

The app itself on a sample, drawn by Textual; `tests/golden/inspect.svg` is rewritten. It is looked
at by people, not compared by a test: another Textual draws it another way.
"""

import asyncio
import re
import tempfile
from pathlib import Path

from inspector import engine
from inspector.settings import Settings
from inspector.tui.app import InspectorApp
from inspector.tui.opened.recent import Recent

ROOT = Path(__file__).resolve().parent.parent
PICTURE = ROOT / "tests" / "golden" / "inspect.svg"
SIZE = (120, 32)  # columns, rows


async def draw(folder: Path) -> str:
    """The stack screen of the Linux sample once it is symbolicated, as SVG."""
    app = InspectorApp(
        lambda _other=None: engine.Engine(Settings(cache_dir=str(folder / "cache"))),
        load=engine.load,
        preview=engine.preview,
        recent=Recent(str(folder / "recent.json")),
        start=str(ROOT / "sample_requests" / "native" / "linux.json"),
    )
    async with app.run_test(size=SIZE) as pilot:
        async with asyncio.timeout(30):
            while app.view is None or app.view.run.state != "done":
                await pilot.pause(0.1)
        await pilot.press("j", "j")
        await pilot.pause(0.5)
        drawn = app.export_screenshot(title="inspector linux.json")
    return re.sub(r"@font-face \{.*?\}", "", drawn, flags=re.DOTALL)  # fonts are not fetched


def main() -> None:
    """Write the picture."""
    with tempfile.TemporaryDirectory() as folder:
        PICTURE.write_text(asyncio.run(draw(Path(folder))), encoding="utf-8")


if __name__ == "__main__":
    main()
