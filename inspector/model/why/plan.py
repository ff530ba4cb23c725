"""What a run will ask, in order, told before anybody is asked."""

from msgspec import Struct


class Planned(Struct, frozen=True, kw_only=True):
    """One location that will be asked; or, with a `rule`, a file type that will not."""

    source: str  # id
    purpose: str  # "debug", "source", "uuidmap", "bcsymbolmap", "il2cpp", ...
    file_type: str
    uri: str = ""  # as candidates spell it; "": not known before, or not asked
    rule: str = ""  # why not: "filetypes", "path_patterns", "requires_checksum", "layout", ...
    text: str = ""  # the rule with its values, or how the location is found out, to a person
    curl: str = ""  # a command line that asks the same, without secrets; "" if there is none


class ModulePlan(Struct, frozen=True, kw_only=True):
    """All that will be asked for one module; source by source, as the run does it."""

    index: int  # place in the request
    name: str
    used: bool = True  # some frame needs it; nothing is asked for others
    entries: tuple[Planned, ...] = ()
