"""Open brackets of a script, and functions and classes whose body has not begun."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from inspector.objects.scripts.syntax.nesting import Fragment


class Frame:
    """An open bracket.

    kind   "block", "body", "object", "class", "paren", "parameters", "array", "index", "key" or
           "template"
    outer  how long the path was before it; what was added since ends with the bracket
    base   the same for what ends with each of its elements
    """

    __slots__ = (
        "base", "chain", "declared", "declaring", "head", "key", "kind", "member", "outer",
        "pattern", "scope", "start", "tokens", "words",
    )  # fmt: skip

    def __init__(self, kind: str, outer: int, base: int, start: int) -> None:
        self.kind, self.outer, self.base, self.start = kind, outer, base, start
        self.key = kind in ("object", "class")  # the name of a member may begin
        self.words: list[tuple[Fragment, int]] = []  # modifiers and name of it, their places
        self.scope = -1  # of a class
        self.declared = False  # a declaration: a statement ends with it
        self.member = False  # the body or the parameters of a method
        self.declaring = False  # variables are declared
        self.pattern = False  # what is assigned in here are default values
        self.head = False  # of a statement: an operand follows, not an operator
        self.chain: list[Fragment] | None = None  # what an index is an index of
        self.tokens: list[Fragment | None] = []  # what is in an index: None is no name


class Waiting:
    """A function or a class whose body has not begun."""

    __slots__ = ("declared", "depth", "name", "outer", "start")

    def __init__(self, start: int, declared: bool, depth: int) -> None:
        self.start, self.declared, self.depth = start, declared, depth
        self.name: Fragment | None = None
        self.outer: int | None = None  # how long the path was before a class that extends
