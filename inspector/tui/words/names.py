"""Long names into few columns. Widths are terminal cells, names are clean already."""

from collections.abc import Iterator

from rich.cells import cell_len, chop_cells, set_cell_size

ELLIPSIS = "…"


def fit(text: str, width: int) -> str:
    """`text` in exactly `width` cells: padded, or cut at its end."""
    if cell_len(text) > width:
        text = cut(text, width)
    return set_cell_size(text, width)


def cut(text: str, width: int) -> str:
    """`text` in at most `width` cells, its end replaced when it is longer."""
    if cell_len(text) <= width:
        return text
    if width <= len(ELLIPSIS):
        return ELLIPSIS[: max(width, 0)]
    return chop_cells(text, width - len(ELLIPSIS))[0] + ELLIPSIS


def cut_start(text: str, width: int) -> str:
    """`text` in at most `width` cells, its start replaced: for paths, whose end tells most."""
    if cell_len(text) <= width:
        return text
    if width <= len(ELLIPSIS):
        return ELLIPSIS[: max(width, 0)]
    return ELLIPSIS + _tail(text, width - len(ELLIPSIS))


def cut_function(name: str, width: int) -> str:
    """A function name in at most `width` cells that keeps its last component.

    First the arguments go, then namespaces from the middle (`ns::…::method`), then what is
    between `<` and `>`, then the end.
    """
    if cell_len(name) <= width:
        return name
    return next((form for form in _forms(name) if cell_len(form) <= width), None) or cut(
        split_scopes(split_arguments(name)[0])[-1], width
    )


def shortest(name: str) -> str:
    """The shortest form of a function name that still has its last component whole."""
    return min((name, *_forms(name)), key=cell_len)


def _forms(name: str) -> Iterator[str]:
    """A name shorter and shorter; the last component stays."""
    bare, arguments = split_arguments(name)
    if arguments:
        yield f"{bare}({ELLIPSIS})"
        yield bare
    parts = split_scopes(bare)
    last = parts[-1]
    if len(parts) > 1:
        yield f"{parts[0]}::{ELLIPSIS}::{last}"
        yield f"{ELLIPSIS}::{last}"
    plain, bracket, _ = last.partition("<")
    if plain and bracket and last.endswith(">") and not plain.endswith("operator"):
        yield f"{ELLIPSIS}::{plain}<{ELLIPSIS}>" if len(parts) > 1 else f"{plain}<{ELLIPSIS}>"
        yield plain


def split_arguments(name: str) -> tuple[str, str]:
    """The name without its argument list, and the list; templates may hold parentheses."""
    depth = 0
    for at in range(len(name) - 1, 0, -1):
        if name[at] == ")":
            depth += 1
        elif name[at] == "(":
            depth -= 1
            if depth == 0:
                closed = ")" in name[at:]
                operator = name.endswith("operator", 0, at)
                return (name[:at], name[at:]) if closed and not operator else (name, "")
        elif depth == 0 and name[at] not in " constvlaie&":
            break  # only `const`, `volatile` and `&` may stand behind an argument list
    return name, ""


def split_scopes(name: str) -> list[str]:
    """The components between `::`, those inside brackets left together."""
    parts, depth, start, at = [], 0, 0, 0
    while at < len(name):
        char = name[at]
        if char in "<([{":
            depth += 1
        elif char in ">)]}" and depth:
            depth -= 1
        elif char == ":" and depth == 0 and name.startswith("::", at) and at > start:
            parts.append(name[start:at])
            start = at + 2
            at += 1
        at += 1
    return [*parts, name[start:]]


def _tail(text: str, width: int) -> str:
    at, used = len(text), 0
    while at and used + cell_len(text[at - 1]) <= width:
        at -= 1
        used += cell_len(text[at])
    return text[at:]
