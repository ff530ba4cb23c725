"""Text -> the machine's clipboard, for terminals that do not take it from us (OSC 52)."""

import asyncio
import os
import shutil
import sys
from collections.abc import Mapping

_TIMEOUT = 2.0
"""Seconds a clipboard program gets."""


def native_command(
    environ: Mapping[str, str] = os.environ, system: str = sys.platform
) -> list[str]:
    """The program that fills this machine's clipboard; [] when there is none or we are remote."""
    if environ.get("SSH_CONNECTION") or environ.get("SSH_TTY"):
        return []
    wanted = {"darwin": [["pbcopy"]], "win32": [["clip.exe"]]}.get(system)
    if wanted is None:
        wanted = [["wl-copy"]] if environ.get("WAYLAND_DISPLAY") else []
        wanted += [["xclip", "-selection", "clipboard"]] if environ.get("DISPLAY") else []
    return next((command for command in wanted if shutil.which(command[0])), [])


async def copy_natively(text: str, command: list[str]) -> bool:
    """Whether the program took the text."""
    try:
        child = await asyncio.create_subprocess_exec(
            *command,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL,
        )
    except OSError:
        return False
    try:
        async with asyncio.timeout(_TIMEOUT):
            await child.communicate(text.encode("utf-8", "replace"))
    except TimeoutError:
        child.kill()
        await child.wait()
    return child.returncode == 0
