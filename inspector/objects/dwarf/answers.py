"""The answers of DWARF and of symbol tables, for files of every container.

Each call opens the file, answers and forgets: it runs in a child process that soon ends.
"""

from inspector.objects.dwarf.containers.image import Image
from inspector.objects.dwarf.damage import damage
from inspector.objects.dwarf.links import alternate, needs_of
from inspector.objects.dwarf.reader import Dwarf
from inspector.objects.dwarf.sections import DebugSections, debug_sections
from inspector.objects.dwarf.split import SplitFiles
from inspector.objects.errors import BadObject
from inspector.objects.second import Companions, Needs
from inspector.objects.symcache import Location


def open_dwarf(path: str, offset: int, size: int, companions: Companions) -> Dwarf:
    """The DWARF of one file, with the companions that fit it. Raises BadObject."""
    image = open_image(path, offset, size)
    split = None
    if companions.split or companions.package:
        split = SplitFiles(companions.split, companions.package)
    return Dwarf(image, _alternate(image, companions.alternate), split)


def answer(
    path: str, offset: int, size: int, addresses: list[int], companions: Companions
) -> list[list[Location]]:
    """One chain for each address, innermost first; empty where nothing is known.

    The file behind a debug link is asked first: it has what was split off.
    """
    dwarf = open_dwarf(path, offset, size, companions)
    readers = [*_linked(companions), dwarf]
    return [next(filter(None, (_chain(each, at) for each in readers)), []) for at in addresses]


def needs(path: str, offset: int, size: int) -> Needs:
    """The files that the object refers to. Raises BadObject."""
    return needs_of(Dwarf(open_image(path, offset, size)))


def open_image(path: str, offset: int, size: int) -> Image:
    """The container. Raises BadObject for what is none that can have DWARF."""
    from inspector.objects.dwarf.containers import elf, macho, pe, wasm
    from inspector.objects.second import format_of

    openers = {"elf": elf.image, "macho": macho.image, "pe": pe.image, "wasm": wasm.image}
    name = format_of(path, offset, size)
    if name not in openers:
        raise BadObject(f"no DWARF in files of this format: {name}")
    with damage():
        return openers[name](path, offset, size)


def _chain(dwarf: Dwarf, address: int) -> list[Location]:
    """Empty, too, where the file is damaged: what is sound of it still answers."""
    try:
        with damage():
            return dwarf.lookup(address)
    except BadObject:
        return []


def _linked(companions: Companions) -> list[Dwarf]:
    """The file of the debug link, if it can be read."""
    import os

    path = companions.debug_link
    if path is None:
        return []
    try:
        return [open_dwarf(path, 0, os.stat(path).st_size, companions)]
    except (BadObject, OSError):
        return []


def _alternate(image: Image, path: str | None) -> DebugSections | None:
    """The sections of the `dwz` file, if it is the one that the file means."""
    import os

    from inspector.objects.dwarf.containers import elf

    wanted = alternate(image)
    if path is None or wanted is None:
        return None
    try:
        found = elf.headers_of(path, 0, os.stat(path).st_size)
        if elf.find_build_id(found).hex() != wanted.build_id:
            return None
        return debug_sections(elf.image_of(found))
    except (BadObject, OSError):
        return None
