"""The app as a program, in a pseudo-terminal."""

import json
import re
from pathlib import Path

from tests.tui.pseudo_terminal import LEAVE_ALTERNATE_SCREEN, terminal


def test_check_30_the_program_starts_with_wrong_keys_and_ctrl_q_quits(tmp_path: Path) -> None:
    config = tmp_path / "inspector.toml"
    config.write_text('[keys]\nrun = "fun"\nnonsense = "x"\napp_only = "i"\nquit = "f12"\n')
    request = tmp_path / "a.json"
    request.write_text(json.dumps({"stacktraces": [], "modules": []}))
    with terminal(str(request), "--config", config.name, folder=tmp_path) as screen:
        screen.read_until("is the key")
        written = re.sub(rb"\x1b\[[0-9;?>]*[a-zA-Z]|\s|\xe2\x96.", b"", screen.output)
        for place in (b"toml:2:keys.run:", b"toml:3:keys.nonsense:", b"toml:4:keys.app_only:"):
            assert place in written
        screen.press("\x11")
        assert screen.read_to_the_end(2.0) == 0
    assert LEAVE_ALTERNATE_SCREEN in screen.output
