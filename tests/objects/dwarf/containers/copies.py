"""What the tests of the containers share."""

from collections.abc import Callable
from pathlib import Path

from inspector.objects.dwarf.containers.image import Image
from inspector.objects.errors import BadObject
from tests.objects.comparison import mutations

Open = Callable[[str, int, int], Image]


def opened(path: Path, read: Open) -> Image:
    """The whole file."""
    return read(str(path), 0, path.stat().st_size)


def damaged(path: Path, scratch: Path, read: Open, count: int = 200) -> tuple[int, int]:
    """How many damaged copies were read, and how many refused; nothing else may happen."""
    file, refused = scratch / "damaged", 0
    for data in mutations(path.read_bytes(), count):
        file.write_bytes(data)
        try:
            image = read(str(file), 0, len(data))
            image.read_symbols()
            for section in image.sections.values():
                section.whole()
        except BadObject:
            refused += 1
    return count - refused, refused
