"""The evidence for a frame -> why it is as it is, and what to do."""

from msgspec import structs

from inspector.model.why.explanation import Action, Explanation
from inspector.model.why.judged import (
    NOTHING_TO_DO,
    Around,
    Facts,
    Judged,
    in_a_row,
    mend_request,
    passed,
    stopped,
    symbolicated_but,
)
from inspector.model.why.trace import FrameTrace, ModuleTrace
from inspector.native.why import advice
from inspector.native.why.source_text import source_text
from inspector.native.why.steps import Stage, asked_for, object_facts, subject_of, table_steps

_NULL = 0x1_0000
"""No system maps anything below: a call through a pointer that was null, or nearly."""

_GUESSED = ("scan", "cfiscan")


def explain(frame: FrameTrace, module: ModuleTrace | None, around: Around) -> Explanation:
    """Why a frame has the status it has. `module`: the one that owns its address."""
    stages: list[Stage] = [("module", lambda: _module(frame, module))]
    if module is not None:
        owner = module
        stages += table_steps(owner, around)
        stages += [
            ("address", lambda: _address(frame, owner)),
            ("symbol", lambda: _symbol(frame, owner, around)),
            ("line", lambda: _line(frame, owner, around)),
            ("source text", lambda: source_text(frame, owner, around)),
        ]
    subject = f"frame {frame.index} of thread {frame.thread}"
    found = in_a_row(subject, stages, _good(frame))
    if frame.dropped:
        return _left_out(frame, found)
    if found.stopped is not None and frame.status == "symbolicated":
        return symbolicated_but(found, frame.function)
    return found


def _good(frame: FrameTrace) -> tuple[str, Action]:
    where = f" at {frame.path}:{frame.line}" if frame.path and frame.line else ""
    verdict = f"It was symbolicated: {frame.function}{where}."
    if frame.trust not in _GUESSED:
        return verdict, NOTHING_TO_DO
    verdict += (
        f" But it was guessed from stack memory ({frame.trust}): the function exists, and may not "
        "have been called."
    )
    return verdict, Action(kind="hide_guessed", text="Hide guessed frames to see what is certain.")


def _left_out(frame: FrameTrace, found: Explanation) -> Explanation:
    """Of a frame that the response does not have: that rule comes first."""
    verdict = (
        "It was left out: it was guessed by scanning the stack, and no function is there."
        if frame.dropped == "scan"
        else "It was left out: no module is there, and the frame before is the program's entry."
    )
    action = Action(kind="show_dropped", text="Show the frames that were left out.")
    return structs.replace(found, verdict=verdict, next=action)


def _module(frame: FrameTrace, module: ModuleTrace | None) -> Judged:
    """Which module owns the address."""
    address = f"0x{frame.address:x}"
    if module is not None:
        if frame.relative_to is not None:
            text = f"The frame counts {address} from {subject_of(module)} itself."
        else:
            text = f"{address} lies in {subject_of(module)}."
        return passed("module", text, (("address", address),))
    if frame.relative_to is not None:
        action = mend_request(
            f"{frame.place}.addr_mode", "Have the reporter name a module of the list."
        )
        text = f"The frame counts from module {frame.relative_to}, which the request does not have."
        return stopped("module", text, action)
    return _no_module(frame, address)


def _no_module(frame: FrameTrace, address: str) -> Judged:
    facts: Facts = (
        ("address", address),
        *(
            (
                f"nearest {near.side}",
                f"module {near.module}: {near.name}, {_distance(near.distance)} away",
            )
            for near in frame.neighbours
        ),
    )
    if not frame.neighbours:
        action = mend_request("modules", "Have the reporter send the list of loaded modules.")
        return stopped("module", f"The request has no modules to find {address} in.", action, facts)
    load_map = Action(
        kind="open_load_map",
        text=f"See where {address} lies among the modules.",
        arguments={"address": address},
    )
    near = "; ".join(f"{value} {label.removeprefix('nearest ')}" for label, value in facts[1:])
    if frame.address < _NULL:
        text = (
            f"{address} lies in no module: a call through a null pointer, or a broken stack. "
            f"Nearest is {near}."
        )
    else:
        text = (
            f"{address} lies in no module: code made at run time, a module that was unloaded or "
            f"not listed, or a broken stack. Nearest is {near}."
        )
    return stopped("module", text, load_map, facts)


def _distance(size: int) -> str:
    return f"{size:,} bytes (0x{size:x})"


_READINGS = {
    "marked": "the frame is marked as {}",
    "others are marked": "other frames of the thread are marked and this one is not, so it is {}",
    "caller": "it is not the innermost frame, so it is {}",
    "instruction pointer differs": (
        "the instruction pointer of the crash differs from it, so it is {}"
    ),
    "innermost": "it is the innermost frame, so it is {}",
    "relative": "it was taken as it is, because the module has no load address",
}


def _address(frame: FrameTrace, module: ModuleTrace) -> Judged:
    """Which address was looked up."""
    if frame.managed is not None:
        return _method(frame, module)
    if frame.reading == "no base":
        action = mend_request(
            f"modules[{module.index}].image_addr",
            "Have the reporter send where the module was loaded.",
        )
        text = "The frame's address is absolute, but the module has no `image_addr` to count from."
        return stopped("address", text, action)
    if frame.looked_up is None:
        action = mend_request(
            f"{frame.place}.adjust_instruction_addr",
            "Have the reporter mark the frame's address as it is.",
        )
        text = "One instruction before the frame's address the module has not begun."
        return stopped("address", text, action)
    kind = "a return address, and the call before it was looked up"
    if not frame.stepped_back:
        kind = "where the thread stood"
    why = _READINGS[frame.reading].format(kind)
    text = f"0x{frame.looked_up:x} of the module was looked up: {why}."
    return passed("address", text, (("looked up", f"0x{frame.looked_up:x}"),))


def _method(frame: FrameTrace, module: ModuleTrace) -> Judged:
    """What a .NET frame names: a method and a place in it."""
    token, offset = frame.managed or (None, 0)
    if token is None:
        path = f"{frame.place}.function_id"
        action = mend_request(
            path, "Have the reporter send the token of the method as `function_id`."
        )
        return stopped("address", "The frame does not name its method.", action)
    text = f"Method 0x{token:x} at IL offset 0x{offset:x} of {subject_of(module)} was looked up."
    return passed("address", text)


def _symbol(frame: FrameTrace, module: ModuleTrace, around: Around) -> Judged:
    """Whether a function covers the address."""
    if frame.functions:
        return _hit(frame, module)
    best = asked_for(module).best
    facts = object_facts(best) if best else ()
    what = f"0x{frame.looked_up:x}" if frame.looked_up is not None else "the place"
    if frame.managed is not None:
        what = "the method"
    name = best.uri if best else "the file"
    if frame.unadjusted:
        path = f"{frame.place}.adjust_instruction_addr"
        action = mend_request(
            path,
            "Have the reporter send `adjust_instruction_addr` false: the address is not a "
            "return address.",
            value="false",
        )
        text = (
            f"No function covers {what}, but {frame.unadjusted} begins at the frame's own address."
        )
        return stopped("symbol", text, action, facts)
    offers = ", ".join(best.features) if best and best.features else "nothing"
    text = f"{name} was found, yet no function of it covers {what}; it offers {offers}."
    action = advice.get_file(module, around.sources, what="debug information of")
    return stopped("symbol", text, action, facts)


def _hit(frame: FrameTrace, module: ModuleTrace) -> Judged:
    inlined = frame.functions - 1
    text = f"{frame.function or frame.symbol} covers it"
    if inlined:
        text += f", with {inlined} inlined function{'' if inlined == 1 else 's'} there"
    facts = [("function", frame.function), ("symbol", frame.symbol)]
    if frame.into is not None:
        facts.append(("offset", f"{frame.into} bytes into the function"))
    if frame.second:
        text += f". {_second(frame.second, module)}"
        facts.append(("second reader", ", ".join(frame.second)))
    return passed("symbol", f"{text}.", tuple((label, value) for label, value in facts if value))


def _second(added: tuple[str, ...], module: ModuleTrace) -> str:
    """What came from the second reader, as the end of a text."""
    if module.table is not None and module.table.kind == "second":
        return "The second reader says so: it answers alone here"
    if added == ("all",):
        return "The second reader says so: the first has nothing there"
    return f"The second reader added the {' and the '.join(added)}"


def _line(frame: FrameTrace, module: ModuleTrace, around: Around) -> Judged:
    """Whether the file and line are known."""
    if frame.line:
        return passed("line", f"It is line {frame.line} of {frame.path or 'an unnamed file'}.")
    best = asked_for(module).best
    name = best.uri if best else "the file"
    if best is not None and "debug" in best.features:
        text = f"{name} has no line for this place: it was built without, or the code has none."
        return stopped(
            "line", text, Action(kind="rebuild", text="Build with full debug info (-g).")
        )
    text = f"No line is known: {name} has a symbol table and no line tables."
    action = advice.get_file(module, around.sources, what="line tables of")
    return stopped("line", text, action, object_facts(best) if best else ())
