"""What may be reached: addresses, and paths inside a folder. Pure rules, no I/O but symlinks.

Files that somebody vouches for may reach anything. All others come out of a crash or a
request that was loaded: they reach public addresses only, and only files below their folder.
"""

import os
import re

from inspector.model.outcome import RESTRICTED, Miss, Why

REFUSED_DESTINATION = Miss(Why.DOWNLOAD_FAILED, RESTRICTED)


class Refused(Exception):
    """Nobody was asked, and nobody will be: the guard or this machine does not allow it.

    Its miss is an answer for this run; it is never retried, remembered or counted.
    """

    def __init__(self, miss: Miss) -> None:
        super().__init__(miss.details)
        self.miss = miss


# Not the same as `ipaddress.is_private`: the list of spec/sources.md 4.8, to the letter.
_RESERVED = tuple(
    (int.from_bytes(bytes(network), "big") >> (32 - bits), 32 - bits)
    for network, bits in (
        ((0, 0, 0, 0), 8),
        ((10, 0, 0, 0), 8),
        ((100, 64, 0, 0), 10),
        ((127, 0, 0, 0), 8),
        ((169, 254, 0, 0), 16),
        ((172, 16, 0, 0), 12),
        ((192, 0, 0, 0), 29),
        ((192, 0, 2, 0), 24),
        ((192, 88, 99, 0), 24),
        ((192, 168, 0, 0), 16),
        ((198, 18, 0, 0), 15),
        ((198, 51, 100, 0), 24),
        ((224, 0, 0, 0), 4),
        ((240, 0, 0, 0), 4),
        ((255, 255, 255, 255), 32),
    )
)
_IPV4 = r"([0-9]{1,3})\.([0-9]{1,3})\.([0-9]{1,3})\.([0-9]{1,3})"


def is_reserved(address: str) -> bool:
    """Whether a numeric address, as the resolver gives it, is refused.

    Every IPv6 address is, and with them all that carry an IPv4 address inside (mapped, NAT64,
    6to4); so is whatever is no address.
    """
    match = re.fullmatch(_IPV4, address)
    numbers = [int(part) for part in match.groups()] if match else []
    if not match or max(numbers) > 255:
        return True
    value = int.from_bytes(bytes(numbers), "big")
    return any(value >> shift == network for network, shift in _RESERVED)


def stays_below(location: str) -> bool:
    """Whether a location cannot leave the folder it is joined to, whatever the system."""
    parts = location.replace("\\", "/").split("/")
    drive = os.path.splitdrive(location)[0]
    return bool(parts[0]) and ".." not in parts and not drive and "\0" not in location


def is_inside(path: str, folder: str) -> bool:
    """Whether the real file behind an absolute path lies below `folder`, symlinks followed.

    A path that is elsewhere by its spelling already is not even looked at: on Windows looking
    at `\\\\server\\share` tells that server who asks.
    """
    if not is_spelt_inside(path, folder):
        return False
    return _is_below(os.path.realpath(path), os.path.realpath(folder))


def is_spelt_inside(path: str, folder: str) -> bool:
    """Whether an absolute path is below `folder` as far as its spelling tells."""
    if not folder:
        return False
    path = os.path.normpath(path)
    return _is_below(path, os.path.normpath(folder)) or _is_below(path, os.path.realpath(folder))


def _is_below(path: str, folder: str) -> bool:
    path, folder = os.path.normcase(path), os.path.normcase(folder)
    return path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)
