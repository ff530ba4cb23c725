"""The same sections as pyelftools sees them, to compare ours with.

It does not read split DWARF before version 5, nor the indirect values of a split unit.
"""

from io import BytesIO
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from elftools.dwarf.dwarfinfo import DWARFInfo

    from inspector.objects.dwarf.containers.image import Section
    from inspector.objects.dwarf.sections import DebugSections

_NAMES = (
    "debug_info", "debug_aranges", "debug_abbrev", "debug_frame", "debug_str", "debug_loc",
    "debug_ranges", "debug_line", "debug_pubtypes", "debug_pubnames", "debug_addr",
    "debug_str_offsets", "debug_line_str", "debug_loclists", "debug_rnglists", "debug_types",
)  # fmt: skip


class _Stream:
    """The bytes of a section as a stream, read when they are first used."""

    def __init__(self, section: "Section") -> None:
        self._section = section

    def __getattr__(self, name: str) -> Any:
        stream = BytesIO(self._section.whole())
        # From now on these are found before this method is, at the speed of the real stream.
        self.read, self.seek, self.tell = stream.read, stream.seek, stream.tell
        return getattr(stream, name)


def dwarf_info(sections: "DebugSections") -> "DWARFInfo":
    """A `DWARFInfo` of pyelftools, with that of the `dwz` file behind it if there is one.

    Offsets are those of `Die.offset` and `UnitHeader.offset`. It raises what pyelftools raises:
    use it inside `damage()`.
    """
    from elftools.dwarf.dwarfinfo import DebugSectionDescriptor, DwarfConfig, DWARFInfo

    image = sections.image
    found: dict[str, Any] = dict.fromkeys(("eh_frame_sec", "debug_sup_sec"))
    found["gnu_debugaltlink_sec"] = None
    for name in _NAMES:
        section = sections.section(name)
        size = section.unpacked_size() if section.size else 0
        stream: Any = _Stream(section)
        found[f"{name}_sec"] = DebugSectionDescriptor(stream, name, 0, size, 0) if size else None
    config = DwarfConfig(image.order == "little", image.arch, image.bits // 8)
    info = DWARFInfo(config=config, **found)
    if sections.alternate is not None:
        info.supplementary_dwarfinfo = dwarf_info(sections.alternate)
    return info
