"""One module: ask everywhere, take the best object, open its table, say how it went.

Rules: spec/native.md 2.4.4 to 2.4.7.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from msgspec import Struct, structs

from inspector.model.ids import ObjectId
from inspector.model.outcome import NOT_FOUND, Miss, Why
from inspector.model.places.sources import FilesystemSource, FileType
from inspector.native import remapping
from inspector.native.access import Access
from inspector.native.address import cpu
from inspector.native.finding import filetypes, lookup
from inspector.native.finding.candidates import DEBUG_STATUS, Candidates, error_text
from inspector.native.finding.lookup import Lookup, Place, Probe, Purpose, Question
from inspector.native.frames import Answers, Table
from inspector.native.second.table import REFERRING, Around, SecondTable
from inspector.native.wire import NO_FEATURES, Features, RawModule, Status

if TYPE_CHECKING:
    from inspector.fetch.remote import Found
    from inspector.native.second.asking import Sought
    from inspector.objects.identify import ObjectInfo

PORTABLE_ONLY = "Only portable PDB files can be used for .NET symbolication"


class Prepared(Struct):
    """A module with all that was found for it. The source lookup adds to it later."""

    answers: Answers
    debug_status: str
    features: Features
    arch: str
    candidates: Candidates
    lookups: list[Lookup]  # all that was asked for it, in order
    best: Probe | None = None  # the object the answers are from, or the miss for them
    table_miss: Miss | None = None  # why the object that was found gives no answers

    def found_sources(self) -> None:
        """The source lookup opened an object, whether or not it has a frame's file."""
        self.features = structs.replace(self.features, has_sources=True)


async def prepare(
    module: RawModule,
    places: Sequence[Place],
    access: Access,
    *,
    strict: bool,
    sought: "Sought | None" = None,
) -> Prepared:
    """What `module` can be asked, and its fields of the response.

    sought  the addresses to ask a second reader for, if none but that one answers
    """
    wanted = module.object_id
    asked = await look_up(places, filetypes.debug_types(wanted.object_type), wanted, access)
    lookups = [asked]
    if not strict and wanted.object_type == "pe_dotnet":
        asked = await _with_embedded(asked, wanted, places, access, lookups)
    best = asked.best
    around = Around(wanted, places, access, lookups, strict)
    if best is None or best.info is None or best.found is None:
        failed = _failed(places, asked, best.miss if best else NOT_FOUND, lookups)
        return failed if strict else _with_symbols(failed, asked)
    built = await _build(best, best.found, best.info, around, sought)
    if isinstance(built, Miss):
        return _failed(places, asked, built, lookups)
    candidates = Candidates()
    candidates.add(places, asked, Status(status="ok"))
    return Prepared(
        answers=built,
        debug_status="found",
        features=lookup.features_of(best.info),
        arch=built.symcache.arch if built.symcache else "unknown",
        candidates=candidates,
        lookups=lookups,
        best=best,
    )


async def _with_embedded(
    asked: Lookup,
    wanted: ObjectId,
    places: Sequence[Place],
    access: Access,
    lookups: list[Lookup],
) -> Lookup:
    """Where upstream has no answer: an executable that carries its Portable PDB.

    One that was served for a PDB will do; else local folders are asked for the executable,
    which only shows among the candidates when it helps.
    """
    if asked.best is not None and asked.best.info is not None:
        return asked
    local = [place for place in places if isinstance(place.source, FilesystemSource)]
    code = await look_up(local, ("pe",), wanted, access, asked_as="embedded")
    lookups.append(code)
    for probe in (*asked.probes, *code.probes):
        if probe.info is not None and probe.info.embeds_pdb:
            others = () if probe in asked.probes else (probe,)
            return Lookup((*asked.probes, *others), probe, asked.question)
    return asked


def unused() -> Prepared:
    """A module that no raw frame falls into."""
    return Prepared(
        answers=Answers(),
        debug_status="unused",
        features=NO_FEATURES,
        arch="unknown",
        candidates=Candidates(),
        lookups=[],
    )


async def look_up(
    places: Sequence[Place],
    types: Sequence[FileType],
    wanted: ObjectId,
    access: Access,
    purpose: Purpose = "debug",
    asked_as: str = "",
) -> Lookup:
    """Every location of every source, asked at once; there is no early stop.

    asked_as  the purpose to remember; "": `purpose`
    """
    listed = await lookup.locations(places, types, wanted, access.files, access.scans)

    async def ask(number: int) -> Probe:
        return await lookup.probe(listed[number], wanted, access)

    probes = tuple(await access.each(ask, range(len(listed))))
    question = Question(asked_as or purpose, tuple(types), wanted, tuple(places))
    return Lookup(probes, lookup.choose(probes, purpose), question)


async def _build(
    best: Probe, found: "Found", info: "ObjectInfo", around: Around, sought: "Sought | None"
) -> Answers | Miss:
    """The table of the chosen object, its answers mapped on where maps are found."""
    wanted, tables, uri = around.wanted, around.access.tables, best.file.uri
    if wanted.object_type == "pe_dotnet":
        if info.format != "portablepdb" and not info.embeds_pdb:
            return Miss(Why.UNSUPPORTED, PORTABLE_ONLY)
        pdb = await tables.portable_pdb(found, info, uri)
        return pdb if isinstance(pdb, Miss) else Answers(portable_pdb=pdb)
    table: Table
    second = None
    if tables.portable:
        table = second = SecondTable(best, info.arch)
        miss = await _ask(second, sought(cpu(info.arch)) if sought else [], around)
        if miss is not None:
            return miss
    else:
        symcache = await tables.symcache(found, info, uri)
        if isinstance(symcache, Miss):
            return symcache
        table = symcache
        if not around.strict and info.format in REFERRING:
            table = second = SecondTable(best, symcache.arch, symcache)
    kind, scope = cpu(table.arch), best.file.file_scope
    table = await remapping.remapped(
        table, wanted, around.places, scope, around.access, around.lookups
    )
    return Answers(symcache=table, cpu=kind, second=second)


async def _ask(second: SecondTable, addresses: list[int], around: Around) -> Miss | None:
    """Ask for all of them; for any, where there is none: is it an object at all?"""
    from inspector.native.second.asking import ask

    for address in second.unknown(addresses or [0]):
        if second.lookup(address) is None:
            miss = await ask(second, address, around, lambda: addresses)
            if miss is not None:
                return miss
    return None


def _with_symbols(failed: Prepared, asked: Lookup) -> Prepared:
    """Where upstream has no answer: a Windows program without debug information and exports.

    It may have the symbol table of its linker, or name the file that its debug information went
    to. The response says of the module what it said before; only frames are named.
    """
    probe = next((one for one in asked.probes if one.info and one.info.format == "pe"), None)
    if probe is None or probe.info is None:
        return failed
    second = SecondTable(probe, probe.info.arch)
    failed.answers = structs.replace(
        failed.answers,
        symcache=second,
        second=second,
        cpu=cpu(probe.info.arch),
        unknown=failed.answers.failed,
    )
    return failed


def _failed(places: Sequence[Place], asked: Lookup, miss: Miss, lookups: list[Lookup]) -> Prepared:
    """Without a table; what the chosen object offers is told all the same."""
    found = asked.best is not None and asked.best.info is not None
    candidates = Candidates()
    candidates.add(places, asked, _build_status(miss) if found else _lookup_status(miss))
    return Prepared(
        answers=Answers(failed="malformed" if miss.why is Why.MALFORMED else "missing"),
        debug_status=DEBUG_STATUS[miss.why],
        features=(asked.best and asked.best.features) or NO_FEATURES,
        arch="unknown",
        candidates=candidates,
        lookups=lookups,
        best=asked.best,
        table_miss=miss if found else None,
    )


def _lookup_status(miss: Miss) -> Status | None:
    """The `debug` of the candidate whose failure stands for the module's."""
    if miss.why in (Why.MALFORMED, Why.UNSUPPORTED, Why.INTERNAL):
        return Status(status="malformed")
    return None


def _build_status(miss: Miss) -> Status:
    """The `debug` of an object that was found but could not be used."""
    if miss.why is Why.MALFORMED:
        return Status(status="malformed")
    if miss.why is Why.NOT_FOUND:
        return Status(status="error", details="Object file no longer available")
    return Status(status="error", details=error_text(miss))
