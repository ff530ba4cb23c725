"""What is kept of a failure inside the app, for a report to its makers: what kind, and where.

Neither messages nor values: both may hold secrets, and names out of somebody's crash.
"""

import os
import time
import traceback

LARGEST = 1 << 20
"""Bytes; a larger file is begun anew."""


def log_file(folder: str) -> str:
    """Where failures are written down: INSPECTOR_LOG, else a file in the state folder."""
    return os.environ.get("INSPECTOR_LOG") or os.path.join(folder, "failures.log")


def write_failure(file: str, error: BaseException) -> bool:
    """Add one failure to the file. False when it cannot be written; nothing is raised."""
    try:
        os.makedirs(os.path.dirname(file) or ".", mode=0o700, exist_ok=True)
        large = os.path.isfile(file) and os.path.getsize(file) > LARGEST
        flags = os.O_WRONLY | os.O_CREAT | (os.O_TRUNC if large else os.O_APPEND)
        with open(os.open(file, flags, 0o600), "w", encoding="utf-8") as out:
            out.write(described(error))
    except OSError:
        return False
    return True


def described(error: BaseException) -> str:
    """Time, the kinds of the failure and of its causes, and the lines of code they passed."""
    lines = [time.strftime("%Y-%m-%dT%H:%M:%S%z")]
    cause: BaseException | None = error
    while cause is not None:
        lines.append(f"  {type(cause).__module__}.{type(cause).__qualname__}")
        lines += [
            f"    {_short(place.filename)}:{place.lineno} {place.name}"
            for place in traceback.extract_tb(cause.__traceback__)
        ]
        cause = cause.__cause__ or cause.__context__
    return "\n".join(lines) + "\n"


def _short(path: str) -> str:
    """The last folders of a file of code: where it is installed is nobody's business."""
    return "/".join(path.replace("\\", "/").split("/")[-3:])
