"""Leaving the app: signals, and threads that do not end."""

import os
import signal
import socket
import threading
from pathlib import Path

import pytest

from inspector.tui.leaving import threads_remain
from tests.tui.pseudo_terminal import LEAVE_ALTERNATE_SCREEN, terminal
from tests.tui.test_terminal import request
from tests.tui.test_terminal_checks import new_modes


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_in_the_middle_of_a_run_leaves_the_terminal_as_it_was(
    tmp_path: Path, number: signal.Signals
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        url = f"http://127.0.0.1:{server.getsockname()[1]}/"
        slow = {"type": "http", "id": "slow", "url": url, "layout": {"type": "native"}}
        with terminal(request(tmp_path, [slow]), "--trust", folder=tmp_path) as screen:
            screen.read_until("fetching")
            os.kill(screen.pid, number)
            assert screen.read_to_the_end(2.0) == 128 + number
            assert screen.modes == new_modes()
    assert LEAVE_ALTERNATE_SCREEN in screen.output


def test_a_read_that_never_ends_keeps_nobody_from_leaving(tmp_path: Path) -> None:
    """Nobody writes into the pipe."""
    os.mkfifo(tmp_path / "pipe.json")
    with terminal("pipe.json", folder=tmp_path) as screen:
        screen.read_until("palette")
        screen.press("\x11")
        assert screen.read_to_the_end(2.0) == 0
    assert LEAVE_ALTERNATE_SCREEN in screen.output


def test_threads_are_waited_for_but_not_for_long() -> None:
    end = threading.Event()
    thread = threading.Thread(target=end.wait)
    thread.start()
    assert threads_remain(0.01)
    end.set()
    assert not threads_remain(5.0)
