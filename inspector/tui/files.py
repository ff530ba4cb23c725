"""Write a file whole or not at all."""

import os
import tempfile


def write_whole(path: str, content: bytes, *, private: bool = False) -> None:
    """Puts `content` at `path` through a temporary file and a rename. Raises OSError.

    private   only the person may read it; else what the umask gives

    A link stays a link, and a device or a pipe is written to, not replaced.
    """
    if os.path.exists(path) and not os.path.isfile(path):
        with open(path, "wb") as device:
            device.write(content)
        return
    path = os.path.realpath(path)
    folder, name = os.path.split(path)
    handle, temporary = tempfile.mkstemp(prefix=f".{name}.", dir=folder)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if not private:
            os.chmod(temporary, 0o666 & ~_umask())
        os.replace(temporary, path)
    except BaseException:
        os.unlink(temporary)
        raise


def _umask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
