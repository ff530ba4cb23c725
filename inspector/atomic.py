"""Change files as a whole: through a temporary file and a rename, and one program at a time."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress


def write_whole(path: str, content: bytes, *, private: bool = False, lasting: bool = True) -> None:
    """Puts `content` at `path`, all of it or nothing. Raises OSError.

    private   only its owner may read it; else an old file keeps its rights
    lasting   it survives a loss of power; False for what can be made again

    A link stays a link, a file made read-only stays as it is, and a device or a pipe is written
    to, not replaced.
    """
    path = os.path.realpath(path)
    if os.path.exists(path) and not os.path.isfile(path):
        with open(path, "wb") as device:
            device.write(content)
        return
    rights = _rights(path)
    temporary = f"{path}.{os.urandom(6).hex()}.part"
    mode = 0o600 if private else 0o666
    try:
        with open(temporary, "xb", opener=lambda name, flags: os.open(name, flags, mode)) as file:
            if rights is not None and not private:
                os.chmod(temporary, rights)
            file.write(content)
            if lasting:
                file.flush()
                os.fsync(file.fileno())
        os.replace(temporary, path)
    except BaseException:
        with suppress(FileNotFoundError):
            os.unlink(temporary)
        raise


def _rights(path: str) -> int | None:
    """Those of a file that may be written to; None: there is none. Raises OSError.

    A rename needs leave of the folder only, so the file itself is opened to learn it.
    """
    try:
        with open(path, "r+b") as file:
            return os.fstat(file.fileno()).st_mode & 0o777
    except FileNotFoundError:
        return None


@contextmanager
def alone(folder: str) -> Iterator[None]:
    """No other program changes files of the folder meanwhile. Raises OSError.

    Windows cannot lock a folder; there the last one wins.
    """
    try:
        import fcntl
    except ImportError:
        yield
        return
    held = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield
    finally:
        os.close(held)
