"""A crash in one ELF module, which most tests of whole runs ask about."""

from typing import Any

from inspector.native.wire import Frame
from tests.native.fakes import DEBUG, FakeTable, World, place

CODE_ID = "abcdef0123"
CODE, DEBUG_FILE = "ab/cdef0123", "ab/cdef0123.debug"
BASE = 0x1000
ELF: dict[str, Any] = {
    "type": "elf",
    "code_id": CODE_ID,
    "image_addr": BASE,
    "image_size": 0x100,
}
AT = BASE + 0x20
"""Where the program stands: in `main`, or `inner` inlined into `outer`."""

INFOS = {"good": DEBUG}
MAIN = {"good": FakeTable({0x20: (place(),)})}
INLINED = {
    "good": FakeTable(
        {0x20: (place(9, "inner"), place(15, "outer", 0x18)), 0x1F: (place(1, "before"),)}
    )
}


def request(*addresses: int, **keys: Any) -> dict[str, Any]:
    """A thread of absolute addresses, or whatever `keys` say instead."""
    frames = [{"instruction_addr": address} for address in addresses]
    return {
        "modules": [ELF],
        "stacktraces": [{"frames": frames}],
        "options": {"dif_candidates": True},
    } | keys


def frames(*given: dict[str, Any], **keys: Any) -> dict[str, Any]:
    """A thread of these frames."""
    return request(stacktraces=[{"frames": list(given)}], **keys)


def answered(world: World, asked: dict[str, Any]) -> list[Frame]:
    """The frames of the first thread."""
    return world.run(asked).response.stacktraces[0].frames


def with_file(tables: dict[str, Any]) -> World:
    """A source that has the module's file, whose table is named "good"."""
    return World({CODE: "good"}, INFOS, tables)
