"""The brackets of a script as they open and close, and the functions found on the way."""

from inspector.objects.errors import BadObject
from inspector.objects.scripts.syntax.frames import Frame, Waiting
from inspector.objects.scripts.syntax.lexer import TEMPLATE_TEXT
from inspector.objects.scripts.syntax.nesting import (
    IN_OBJECT,
    IN_PATTERN,
    Class,
    Fragment,
    Inside,
    Scope,
    Step,
    member_name,
    name_of,
)

_DEEPEST = 5000
_CLOSES = {
    "}": {"block", "body", "object", "class", "template"},
    ")": {"paren", "parameters"},
    "]": {"array", "index", "key"},
}


class Brackets:
    """What is known of the place a reader has come to.

    path       what it is inside of
    operand    whether an operand may begin; and `statement`, whether a statement may
    chain      the names of the operand that has just ended; None if it is more than names
    last, end  the token before, and where it ended
    """

    def __init__(self, script: str) -> None:
        self.script, self.at = script, 0
        self.path: list[Step] = []
        self.frames = [Frame("block", 0, 0, 0)]
        self.scopes: list[Scope] = []
        self.operand = self.statement = True
        self.chain: list[Fragment] | None = None
        self.last, self.end = "", 0
        self.operand_start = 0  # of the name or the parentheses that an arrow may follow
        self.function: Waiting | None = None  # its parameters come next
        self.body: Frame | None = None  # its parameters have just closed
        self.classes: list[Waiting] = []

    def cut(self, length: int) -> None:
        """Leave all that was entered since the path had that length."""
        path = self.path
        while len(path) > length:
            step = path.pop()
            if isinstance(step, Inside):
                self._end_scope(step.scope)

    def _end_scope(self, number: int) -> None:
        self.scopes[number] = self.scopes[number]._replace(end=self.end)

    def enter(self, start: int, prefix: str, name: list[Fragment]) -> None:
        """A function begins."""
        self.path.append(Inside(len(self.scopes)))
        self.scopes.append(Scope(start, start, prefix if name else "", tuple(name)))

    def push(self, kind: str, start: int, outer: int | None = None) -> Frame:
        if len(self.frames) > _DEEPEST:
            raise BadObject("nested too deeply")
        self.note(None)
        length = len(self.path)
        frame = Frame(kind, length if outer is None else outer, length, start)
        self.frames.append(frame)
        self.operand, self.statement, self.chain = True, kind in ("block", "body"), None
        return frame

    def note(self, token: Fragment | None) -> None:
        """A token in an index: with a single one, it is a name of its own."""
        frame = self.frames[-1]
        if frame.kind == "index" and len(frame.tokens) < 2:
            frame.tokens.append(token)

    def parameters(self, start: int, declared: bool, *, member: bool = False) -> None:
        frame = self.push("parameters", start)
        frame.pattern, frame.declared, frame.member = True, declared, member

    def open_paren(self, _text: str, start: int, head: bool, begun: int) -> None:
        """`head`: of a statement. `begun`: where an arrow function would begin."""
        waiting = self.function
        if waiting is None or waiting.depth != len(self.frames):
            self.push("paren", begun).head = head
            return
        own = waiting.name
        name = [own] if own and waiting.declared else name_of(self.path, own)
        self.enter(waiting.start, "", name)
        self.parameters(start, waiting.declared)
        self.function = None

    def open_brace(self, _text: str, start: int) -> None:
        waiting = self.classes[-1] if self.classes else None
        if self.last == "=>":
            self.push("body", start, len(self.path) - 1)
        elif self.body is not None:
            closed, self.body = self.body, None
            frame = self.push("body", start, len(self.path) - 1)
            frame.declared, frame.member = closed.declared, closed.member
        elif waiting is not None and waiting.depth == len(self.frames) and not self.operand:
            self._open_class(waiting, start)
        elif self.operand and (not self.statement or self.last == "default"):
            pattern = self.is_pattern()
            self.path.append(IN_PATTERN if pattern else IN_OBJECT)
            self.push("object", start, len(self.path) - 1).pattern = pattern
        else:
            self.push("block", start)

    def _open_class(self, waiting: Waiting, start: int) -> None:
        self.enter_class(waiting)
        self.classes.pop()
        own, outer = waiting.name, waiting.outer
        around = self.path[:outer]
        if own is None:
            name = [] if waiting.declared else name_of(around)
        else:
            name = [own] if waiting.declared else member_name(around, own)
        number = len(self.scopes)
        self.scopes.append(Scope(waiting.start, start, "new " if name else "", tuple(name)))
        frame = self.push("class", start, outer)
        frame.scope, frame.declared = number, waiting.declared

    def enter_class(self, waiting: Waiting) -> None:
        """What a class extends is in the class already."""
        if waiting.outer is None:
            waiting.outer = len(self.path)
            self.path.append(Class(waiting.name, waiting.declared))

    def open_bracket(self, _text: str, start: int) -> None:
        chain, kind, pattern = self.chain, "array" if self.operand else "index", self.is_pattern()
        frame = self.push(kind, start)
        frame.chain, frame.pattern = chain, pattern and kind == "array"

    def is_pattern(self) -> bool:
        """Whether a brace or a bracket here holds names to assign to."""
        frame = self.frames[-1]
        declares = frame.declaring and self.last in ("var", "let", "const", ",")
        return frame.pattern or declares

    def close(self, text: str, start: int) -> None:
        frame = self.frames.pop()
        if frame.kind not in _CLOSES[text] or not self.frames:
            raise BadObject("brackets do not match")
        self.cut(frame.base)
        self.end = start + 1
        if frame.scope >= 0:
            self._end_scope(frame.scope)
        self.cut(frame.outer)
        self.operand = self.statement = False
        self.chain = None
        self._after(frame)

    def _after(self, frame: Frame) -> None:
        """What may follow a bracket that has closed."""
        outer = self.frames[-1]
        if frame.kind == "template":
            self.template_text(self.end)
        elif frame.kind == "parameters":
            self.body = frame
        elif frame.kind == "paren":
            self.operand = self.statement = frame.head
            self.operand_start = frame.start
        elif frame.kind == "key":
            outer.key = True
            outer.words.append((("<computed>", -1), frame.start))
        elif frame.kind == "index":
            self.chain = _indexed(frame)
        elif frame.member:
            outer.key, outer.words = outer.kind == "class", []
        elif frame.kind == "block" and outer.kind == "class":
            outer.key, outer.words = True, []
        elif frame.kind == "block" or frame.declared:
            self.operand = self.statement = True

    def template_text(self, at: int) -> None:
        """Go on to the end of the template, or into its next substitution."""
        found = TEMPLATE_TEXT.match(self.script, at)
        if found is None:
            raise BadObject("a template without end")
        self.at = self.end = found.end()
        self.operand, self.chain = False, None
        if found[1] != "`":
            self.push("template", self.at)


def _indexed(frame: Frame) -> list[Fragment] | None:
    """The names of what has that index."""
    if frame.chain is None:
        return None
    token = frame.tokens[0] if len(frame.tokens) == 1 else None
    if token is None:
        return [*frame.chain, ("[<computed>]", -1)]
    if token[1] < 0:
        return [*frame.chain, (f"[{token[0]}]", -1)]
    return [*frame.chain, ("[", -1), token, ("]", -1)]
