"""The source server stream of a PDB: which version control system it names."""

from inspector.objects.plain.part import mapped
from inspector.objects.windows.msf import Msf

_MOST_READ = 1 << 20
"""Bytes of the stream: its ini part stands at the start."""


def read_version_control(path: str) -> str | None:
    """The value of `VERCTRL` in the `srcsrv` stream; None without stream or line.

    Raises BadObject when the file is no PDB 7.0 or is damaged on the way there.
    """
    with mapped(path) as data:
        streams = Msf(data)
        number = streams.named(b"srcsrv")
        text = streams.read(number, _MOST_READ) if number is not None else b""
    return _ini_value(text.decode("utf-8", "replace"), "verctrl")


def _ini_value(text: str, key: str) -> str | None:
    """The value of `key`, in any case, in the ini part of a source server stream."""
    lines = iter(text.split("\n"))
    if not next(lines, "").startswith("SRCSRV: ini"):
        return None
    for line in lines:
        if line.startswith("SRCSRV:"):
            return None
        name, equals, value = line.partition("=")
        if equals and name.strip().lower() == key:
            return value.strip()
    return None
