"""The variables and arguments of the functions at an address: types, places, values.

Values come from registers and constants only: memory is not in a request. Runs in the child
process, on hostile files: how many entries are looked at is bounded.
"""

from collections.abc import Iterator, Mapping
from typing import Literal

from msgspec import Struct

from inspector.detail.dwarf.expressions import place_of, term_of
from inspector.detail.dwarf.loclists import expression_at
from inspector.detail.dwarf.numbers import At, Tag
from inspector.detail.dwarf.places import Machine, Place, Term
from inspector.detail.dwarf.types import Shape, fields_of, shape_of, type_text, value_text
from inspector.objects.dwarf.codes import At as Common
from inspector.objects.dwarf.functions import Function
from inspector.objects.dwarf.reader import Dwarf
from inspector.objects.dwarf.unit import Die, Unit
from inspector.objects.errors import BadObject

State = Literal["known", "in memory", "at entry", "no register", "optimised out", "unreadable"]
"""It has a value; memory would be needed, the registers at entry, or those of a calling frame;
the compiler left nothing of it here; what describes it makes no sense."""

_MOST_VARIABLES, _MOST_ENTRIES, _DEEPEST = 200, 20_000, 32


class Variable(Struct, frozen=True, kw_only=True):
    """One variable, as far as it is known."""

    name: str
    type: str
    argument: bool
    depth: int  # of the function it is in: 0 is the one that was really called
    function: str
    state: State
    place: str = ""  # "rdi", "memory at CFA - 24", "constant"
    value: str = ""
    fields: tuple[tuple[int, str], ...] = ()  # of what it points to: offset and name


class Variables(Struct, frozen=True, kw_only=True):
    """All of a place in the code, innermost function first, arguments first."""

    variables: tuple[Variable, ...] = ()
    note: str = ""  # why there are none


class _Scope(Struct, frozen=True):
    """A function that is running at the address: called, or inlined."""

    die: Die
    depth: int


def variables_at(
    dwarf: Dwarf, address: int, registers: Mapping[str, int], image_address: int
) -> Variables:
    """The variables at a relative address. Raises BadObject.

    registers      of the frame; empty when the request does not have them
    image_address  where the module is in the process; 0: nowhere known
    """
    function = dwarf.function_at(address)
    if function is None:
        return Variables(note="the debug file describes no function at this address")
    place = address + dwarf.image.base
    machine = _machine(dwarf, function, registers, image_address)
    found: list[Variable] = []
    scopes = [_Scope(function.die, 0), *_inlined(function, place)]
    for scope in reversed(scopes):
        of_scope = list(_of_scope(scope, place, machine))
        found += sorted(of_scope, key=lambda each: not each.argument)
    note = "" if found else "the debug file describes no variables of this function"
    return Variables(variables=tuple(found[:_MOST_VARIABLES]), note=note)


def _machine(
    dwarf: Dwarf, function: Function, registers: Mapping[str, int], image_address: int
) -> Machine:
    image, unit = dwarf.image, function.unit

    def base() -> Term:
        value = function.die.attributes.get(At.FRAME_BASE)
        if value is None or not isinstance(value[1], bytes | memoryview):
            return Term(None, "frame base")
        return term_of(bytes(value[1]), machine, 1)

    machine = Machine(
        arch=image.arch,
        bits=image.bits,
        order=image.order,
        registers=registers,
        base=base,
        address=unit.indexed_address,
        offset_size=unit.header.offset_size,
        slide=image_address - image.base if image_address else 0,
    )
    return machine


def _inlined(function: Function, place: int) -> Iterator[_Scope]:
    """The calls that were inlined round an address, outer before inner."""
    by_depth = {each.depth: each.die for each in function.inlined if each.begin <= place < each.end}
    for number in range(len(by_depth)):
        if number not in by_depth:
            return
        yield _Scope(by_depth[number], number + 1)


def _of_scope(scope: _Scope, place: int, machine: Machine) -> Iterator[Variable]:
    described: set[int] = set()
    name = _inherited_text(scope.die)
    for die in _entries(scope.die, place):
        if (origin := die.follow(Common.ABSTRACT_ORIGIN)) is not None:
            described.add(origin.offset)
        if (variable := _variable(die, scope.depth, name, place, machine)) is not None:
            yield variable
    abstract = scope.die.follow(Common.ABSTRACT_ORIGIN)
    if abstract is None:
        return
    for number, die in enumerate(abstract.children()):
        if number >= _MOST_VARIABLES:
            return
        if die.tag not in (Tag.FORMAL_PARAMETER, Tag.VARIABLE) or die.offset in described:
            continue
        if (left := _variable(die, scope.depth, name, place, machine)) is not None:
            yield left


def _entries(scope: Die, place: int) -> Iterator[Die]:
    """The variables below a function, in blocks too that hold the address."""
    waiting, looked_at = [(scope, 0)], 0
    while waiting:
        above, depth = waiting.pop()
        for die in above.children():
            looked_at += 1
            if looked_at > _MOST_ENTRIES:
                return
            if die.tag in (Tag.FORMAL_PARAMETER, Tag.VARIABLE):
                yield die
            elif die.tag == Tag.LEXICAL_BLOCK and depth < _DEEPEST:
                ranges = die.unit.ranges(die)
                if not ranges or any(begin <= place < end for begin, end in ranges):
                    waiting.append((die, depth + 1))


def _variable(die: Die, depth: int, function: str, place: int, machine: Machine) -> Variable | None:
    name = _inherited_text(die)
    if not name or _inherited(die, At.EXTERNAL) is not None:
        return None
    language = die.unit.language
    try:
        kind = _inherited(die, At.TYPE)
        type_die = kind[0].follow(At.TYPE) if kind else None
        text = type_text(kind[0] if kind else die, language)
        fields = fields_of(type_die)
        state, where, value = _found(die, type_die, place, machine)
    except (BadObject, IndexError, RecursionError) as error:
        text, fields = "", ()
        state, where, value = "unreadable", str(error) or "damaged", ""
    return Variable(
        name=name,
        type=text,
        argument=die.tag == Tag.FORMAL_PARAMETER,
        depth=depth,
        function=function,
        state=state,
        place=where,
        value=value,
        fields=fields,
    )


def _found(die: Die, type_die: Die | None, place: int, machine: Machine) -> tuple[State, str, str]:
    """State, place and value."""
    shape = shape_of(type_die, machine.bits // 8)
    constant = _inherited(die, At.CONST_VALUE)
    if constant is not None:
        raw = constant[0].attributes[At.CONST_VALUE][1]
        if isinstance(raw, int):
            return "known", "constant", value_text(raw, shape)
        return "known", "constant", bytes(raw)[:32].hex()
    location = die.attributes.get(At.LOCATION)
    if location is None:
        return "optimised out", "", ""
    expression = expression_at(die.unit, location, place)
    if not expression:
        return "optimised out", "no place at this address", ""
    where = place_of(expression, machine)
    return _state(where), where.text, _value(where, shape)


def _state(where: Place) -> State:
    if where.kind in ("optimised out", "implicit pointer"):
        return "optimised out"
    if where.kind == "memory":
        return "in memory"
    if where.value is not None or where.raw is not None:
        return "known"
    if where.at_entry:
        return "at entry"
    return "in memory" if "*(" in where.text or "memory" in where.text else "no register"


def _value(where: Place, shape: Shape) -> str:
    if where.kind == "memory":
        return ""
    if where.value is not None:
        return value_text(where.value, shape)
    return where.raw[:32].hex() if where.raw is not None else ""


def _inherited(die: Die, name: int) -> tuple[Die, int] | None:
    """The entry that has an attribute: itself, or what it is an instance of."""
    each: Die | None = die
    for step in range(4):
        if each is None:
            return None
        if name in each.attributes:
            return each, step
        each = each.follow(Common.ABSTRACT_ORIGIN) or each.follow(Common.SPECIFICATION)
    return None


def _inherited_text(die: Die) -> str:
    found = _inherited(die, At.NAME)
    return found[0].text(At.NAME) if found else ""


def unit_facts(unit: Unit) -> tuple[tuple[str, str], ...]:
    """How the code was built: labels and values, as far as the debug file tells."""
    root = unit.root
    producer = root.text(Common.PRODUCER)
    compiler, _, flags = producer.partition(" -")
    told = (
        ("compiler", compiler),
        ("flags", f"-{flags}" if flags else ""),
        ("unit", root.text(Common.NAME)),
        ("compile dir", unit.folder),
        ("unit language", unit.language),
        ("DWARF", str(unit.header.version)),
    )
    return tuple((label, value) for label, value in told if value)
