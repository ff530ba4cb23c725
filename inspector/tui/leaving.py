"""How the app is left: by a signal as by Ctrl+Q, and without waiting for a thread that hangs."""

import asyncio
import os
import signal
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

from textual.app import App

PATIENCE = 1.0
"""Seconds that threads have to finish what they write, after the screen has gone."""

_ENDING = (signal.SIGTERM, signal.SIGINT)
_BY_SIGNAL = 128
"""What a shell adds to the number of the signal that ended a program."""


class _Unwaited(ThreadPoolExecutor):
    """A read from a pipe or a lost network drive may never come back: nobody waits for it."""

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: ARG002  the signature is asyncio's
        super().shutdown(wait=False, cancel_futures=cancel_futures)


def run_until_left(app: App[Any]) -> int:
    """Run the app; its exit code, 128 and more after a signal.

    Ends the process itself if a thread is still at work after PATIENCE, as the interpreter would
    wait for it without an end.
    """
    with asyncio.Runner() as runner:
        loop = runner.get_loop()
        loop.set_default_executor(_Unwaited())
        if os.name == "posix":
            for number in _ENDING:
                leave = partial(app.exit, return_code=_BY_SIGNAL + number)
                loop.add_signal_handler(number, leave)
        app.run(loop=loop)
    code = app.return_code or 0
    if threads_remain(PATIENCE):
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
    return code


def threads_remain(seconds: float) -> bool:
    """Whether a thread that the interpreter would wait for is still there after so long."""
    until = time.monotonic() + seconds
    others = [thread for thread in threading.enumerate() if thread is not threading.main_thread()]
    waited_for = [thread for thread in others if not thread.daemon]
    for thread in waited_for:
        thread.join(max(0.0, until - time.monotonic()))
    return any(thread.is_alive() for thread in waited_for)
