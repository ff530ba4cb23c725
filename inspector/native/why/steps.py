"""From the ids of a module to its table: the steps that frames and modules have in common."""

from collections.abc import Callable

from inspector.model.labels import count_of
from inspector.model.outcome import Why
from inspector.model.places.sources import FilesystemSource, is_scanned
from inspector.model.why.answers import answer_text, mend, miss_text
from inspector.model.why.explanation import Action
from inspector.model.why.judged import Around, Judged, mend_request, passed, stopped
from inspector.model.why.trace import Asked, Filtered, ModuleTrace, Search
from inspector.native.why import advice
from inspector.native.why.answers import other_build, table_of, worst

Stage = tuple[str, Callable[[], Judged]]


def table_steps(module: ModuleTrace, around: Around) -> list[Stage]:
    """The steps up to a table that answers addresses."""
    return [
        ("identity", lambda: identity(module)),
        ("sources", lambda: sources(module, around)),
        ("files", lambda: files(module, around)),
        ("object", lambda: object_(module, around)),
        ("table", lambda: table(module, around)),
    ]


def asked_for(module: ModuleTrace) -> Search:
    """What was asked for the table; an executable that carries its debug file counts too."""
    debug, embedded = module.search("debug"), module.search("embedded")
    if debug is None or (embedded is not None and embedded.best is not None):
        return embedded or debug or Search(purpose="debug")
    return debug


def identity(module: ModuleTrace) -> Judged:
    """Whether the request says which build it was."""
    ids = [("debug id", module.debug_id), ("code id", module.code_id)]
    names = [("debug file", module.debug_file), ("code file", module.code_file)]
    facts = tuple((label, value) for label, value in (*ids, *names) if value)
    broken = tuple((f"{field}, unreadable", text) for field, text in module.unreadable)
    if module.debug_id or module.code_id:
        own = " and ".join(f"{label} {value}" for label, value in ids if value)
        return passed("identity", f"The build is known: {own}.", facts + broken)
    field, text = module.unreadable[0] if module.unreadable else ("debug_id", "")
    said = f"its {field} {text!r} cannot be read" if text else "it has neither debug id nor code id"
    action = mend_request(
        f"modules[{module.index}].{field}",
        f"Have the reporter send a `{field}` for module {module.index}: without one no file "
        "can be told from another build's.",
    )
    sentence = f"The request does not say which build {module.name or 'the module'} is: {said}."
    return stopped("identity", sentence, action, facts + broken)


def sources(module: ModuleTrace, around: Around) -> Judged:
    """Whether anybody was asked at all."""
    if not around.sources:
        where = "the request names no sources" if around.given else "no sources are configured"
        action = advice.get_file(module, ())
        return stopped("sources", f"There is nothing to look in: {where}.", action)
    search = asked_for(module)
    if search.asked:
        asked = len({one.source for one in search.asked})
        text = f"{count_of(len(search.asked), 'location')} of {count_of(asked, 'source')} asked"
        text += (
            f", {count_of(len(search.filtered), 'file type')} left out." if search.filtered else "."
        )
        return passed("sources", text, table_of(search))
    return _nobody_asked(module, around, search)


def _nobody_asked(module: ModuleTrace, around: Around, search: Search) -> Judged:
    facts = table_of(search)
    if around.near:
        near = around.near[0]
        return stopped("sources", f"No source lists the file; {near.text}", near.action, near.facts)
    scanned = [one for one in around.sources if is_scanned(one)]
    if scanned and not search.filtered:
        where = ", ".join(one.path for one in scanned if isinstance(one, FilesystemSource))
        text = f"No file below {where} is of this build ({module.debug_id or module.code_id})."
        return stopped("sources", text, advice.get_file(module, around.sources), facts)
    for rule in ("filetypes", "path_patterns", "requires_checksum"):
        refused = [one for one in search.filtered if one.rule == rule]
        if refused:
            one = _likeliest(module, refused)
            text = f"No source was asked: of {one.source!r}, {one.text}."
            return stopped("sources", text, widen(module, one), facts)
    if any(one.rule == "index" for one in search.filtered):
        text = "The index of the symbol store does not list the file."
    elif search.filtered:
        layouts = sorted({one.text for one in search.filtered})
        text = f"No source has a path for the file: {layouts[0]}."
    else:
        text = "No source lists a file of this build."
    return stopped("sources", text, advice.get_file(module, around.sources), facts)


_DEBUG_TYPE = {"pe": "pdb", "elf": "elf_debug", "macho": "mach_debug", "pe_dotnet": "portablepdb"}
"""Where the debug information of a module normally is."""


def _likeliest(module: ModuleTrace, refused: list[Filtered]) -> Filtered:
    """Of what was left out, what may help most."""
    best = _DEBUG_TYPE.get(module.type, refused[0].file_type)
    return next((one for one in refused if one.file_type == best), refused[0])


def widen(module: ModuleTrace, one: Filtered) -> Action:
    """Let a source be asked for a file type that a filter of it forbids."""
    name = module.code_file or module.debug_file
    value = {"filetypes": one.file_type, "path_patterns": name}.get(one.rule, "false")
    return Action(
        kind="widen_filters",
        text=f"Let the source {one.source!r} be asked for it: its filter `{one.rule}` forbids it.",
        arguments={"source": one.source, "filter": one.rule, "value": value},
    )


def _other_file(module: ModuleTrace, around: Around, search: Search) -> Action:
    """Where the debug file may be: at a source that was not to be asked for it, or elsewhere."""
    wanted = _DEBUG_TYPE.get(module.type, "")
    for one in search.filtered:
        if one.rule == "filetypes" and one.file_type == wanted:
            return widen(module, one)
    return advice.get_file(module, around.sources)


def files(module: ModuleTrace, around: Around) -> Judged:
    """Whether any of those asked had an object."""
    search = asked_for(module)
    there = [one for one in search.asked if one.miss is None]
    facts = table_of(search)
    if there:
        text = f"{count_of(len(there), 'location')} had a file: {there[0].uri}."
        return passed("files", text, facts)
    bad = worst(search)
    near = next((one for one in around.near if bad is None or one.kind != "other id"), None)
    if near is not None:
        text = f"No location asked had it; {near.text}"
        return stopped("files", text, near.action, near.facts)
    if bad is None or bad.miss is None:
        ids = module.debug_id or module.code_id
        wanted = advice.file_to_look_for(module) or "the file"
        text = f"None of {count_of(len(search.asked), 'location')} had {wanted} ({ids})."
        return stopped("files", text, _other_file(module, around, search), facts)
    text = f"{bad.source!r} was asked for {bad.uri}: {answer_text(bad)}."
    return stopped("files", text, mend(bad, bad.miss, around), facts)


def object_(module: ModuleTrace, around: Around) -> Judged:
    """Which of the objects was used, and what it offers."""
    search = asked_for(module)
    best = search.best
    if best is not None:
        facts = object_facts(best)
        if other := other_build(best, module):
            action = Action(
                kind="exclude_candidate",
                text=f"Leave {best.uri} out: it describes another build.",
                arguments={"source": best.source, "location": best.uri},
            )
            text = f"{best.uri} was used, and it is of another build: {other}."
            return stopped("object", text, action, facts)
        return passed("object", f"Used {best.uri}: {answer_text(best)}.", facts)
    found = next(one for one in search.asked if one.miss is None)
    same = "of the right build" if not other_build(found, module) else "of another build"
    text = (
        f"{found.uri} is {same}, but it was stripped: it has neither debug information nor symbols."
    )
    action = _other_file(module, around, search)
    return stopped("object", text, action, object_facts(found))


def object_facts(asked: Asked) -> tuple[tuple[str, str], ...]:
    rows = (
        ("source", asked.source),
        ("file", asked.uri),
        ("format", asked.format),
        ("arch", asked.arch),
        ("debug id", asked.debug_id),
        ("code id", asked.code_id),
        ("offers", ", ".join(asked.features) or "nothing"),
    )
    return tuple((label, value) for label, value in rows if value)


def table(module: ModuleTrace, around: Around) -> Judged:
    """Whether the object could be made into a table."""
    made, best = module.table, asked_for(module).best
    if made is None or best is None:
        return passed("table", "The table was opened.")
    if made.miss is None:
        how = f"built in {made.seconds:.2f} s" if made.how == "built" else "on disk already"
        return passed("table", f"The table was {how}.")
    reason = miss_text(made.miss)
    match made.miss.why:
        case Why.UNSUPPORTED:
            text = f"{best.uri} cannot be used for this purpose: {made.miss.details}."
            what = "the Portable PDB of"
            return stopped("table", text, advice.get_file(module, around.sources, what=what))
        case Why.NOT_FOUND:
            action = mend(best, made.miss, around)
            return stopped("table", f"{best.uri} went away while it was read.", action)
    text = f"The debug information of {best.uri} could not be used: {reason}."
    return stopped("table", text, mend(best, made.miss, around), object_facts(best))


def subject_of(module: ModuleTrace) -> str:
    """What a module is called."""
    return f"module {module.index}" + (f": {module.name}" if module.name else "")
