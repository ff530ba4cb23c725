"""The table at the end of a batch."""

from pathlib import Path

from inspector.batch.index import Index
from inspector.batch.outcome import MissingModule, Outcome
from inspector.batch.summary import summary


def shown(path: Path, rows: list[Outcome]) -> list[str]:
    with Index(str(path / "index")) as index:
        index.add(rows)
        return summary(index, lambda text: text.replace("\x1b", "?")).splitlines()


def test_every_part(tmp_path: Path) -> None:
    lost = (MissingModule("lib\x1bgl", "C0FFEE", 1200),)
    rows = [
        Outcome(path="/a", signature="f" * 60, resolved=1, frames=3, worst="missing", missing=lost),
        Outcome(path="/b", state="kept", signature="", frames=0),
        *(Outcome(path=f"/x{n:02}", state="broken", reason=f"/x{n:02}: no") for n in range(22)),
    ]
    lines = shown(tmp_path, rows)
    assert lines[0] == "2 requests answered (1 of them earlier), 22 broken"
    assert lines[2].split() == ["count", "resolved", "worst", "signature", "missing"]
    assert lines[3].split() == ["1", "-", "(none)"]
    assert lines[4].split() == ["1", "33%", "missing", "f" * 43 + "…", "lib?gl"]
    assert lines[7] == "  1,200  lib?gl  C0FFEE"
    assert lines[-1] == "  ... and 2 more"
    assert "\x1b" not in "".join(lines)
