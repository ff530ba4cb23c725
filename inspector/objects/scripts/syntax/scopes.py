"""The functions and classes of a script: where each is, and what its name is made of.

No grammar is checked: brackets are followed, and what is known of each. Rules: spec/js.md 7.2.
"""

from inspector.objects.errors import BadObject
from inspector.objects.scripts.syntax.brackets import Brackets
from inspector.objects.scripts.syntax.frames import Waiting
from inspector.objects.scripts.syntax.lexer import OPERAND, OPERATOR
from inspector.objects.scripts.syntax.members import Members
from inspector.objects.scripts.syntax.nesting import CONDITION, DOT, Assign, Scope, name_of

_HEADS = {"if", "while", "for", "with", "switch", "catch"}
_STARTS_STATEMENT = {"else", "do", "try", "finally", "export", "default"}
_STARTS_OPERAND = {
    "return", "throw", "typeof", "void", "delete", "new", "case", "await", "yield", "in",
    "instanceof",
}  # fmt: skip
_BETWEEN = {"in", "of", "instanceof", "as", "from"}


def find_scopes(script: str) -> list[Scope]:
    """All functions and classes in the order in which they begin to be known.

    Empty when brackets do not match: upstream then knows no functions, either.
    """
    try:
        return _Reader(script).read()
    except BadObject:
        return []


class _Reader(Members, Brackets):
    """One pass over a script, token by token."""

    def __init__(self, script: str) -> None:
        super().__init__(script)
        self._async: tuple[int, bool] | None = None  # where `async` began, if it is just behind
        self._head = False  # a word that a statement's parentheses follow is just behind
        self._handlers = (
            self._operator, self._word, self._value, self._template, self._assign, self._arrow,
            self._step, self._mark, self._operator,
        )  # fmt: skip
        self._marks = {
            "{": self.open_brace, "}": self.close, "(": self._paren, ")": self.close,
            "[": self.open_bracket, "]": self.close, ";": self._semicolon, ",": self._comma,
            ":": self._colon, "?": self._question, ".": self._step, "?.": self._optional,
            "...": self._operator,
        }  # fmt: skip

    def read(self) -> list[Scope]:
        script, handlers, frames = self.script, self._handlers, self.frames
        if script.startswith("#!"):
            self.at = script.find("\n") + 1 or len(script)
        while True:
            found = (OPERAND if self.operand else OPERATOR).match(script, self.at)
            if found is None:
                break
            kind = found.lastindex or 0
            start, self.at = found.span(kind)
            text = found[kind]
            if not (frames[-1].key and self.member(kind, text, start)):
                handlers[kind](text, start)
            self.last, self.end = text, self.at
        if len(frames) > 1:
            raise BadObject("brackets are left open")
        self.cut(0)
        return self.scopes

    def _new_statement(self) -> None:
        """A semicolon, or an operand behind an operand: then one was left out."""
        frame = self.frames[-1]
        self.cut(frame.base)
        self.operand, self.chain = True, None
        self.statement = frame.kind in ("block", "body")
        frame.declaring = False

    def _semicolon(self, _text: str, _start: int) -> None:
        self._new_statement()
        frame = self.frames[-1]
        frame.key, frame.words = frame.kind == "class", []

    def _comma(self, _text: str, _start: int) -> None:
        frame = self.frames[-1]
        self.cut(frame.base)
        self.operand, self.statement, self.chain = True, False, None
        frame.key, frame.words = frame.kind == "object", []

    def _word(self, text: str, start: int) -> None:
        known_async, self._async = self._async, None
        if self.last in (".", "?."):
            self._property(text, start)
        elif self.function is not None and self.last in ("function", "*"):
            self.function.name = (text, start)
        elif self.last == "class" and self.classes and text != "extends":
            self.classes[-1].name = (text, start)
        elif not self.operand and text == "extends" and self.classes:
            self.enter_class(self.classes[-1])
            self.operand, self.chain = True, None
        elif not self.operand and text in _BETWEEN:
            self.operand, self.chain = True, None
        else:
            if self.operand or (known_async is not None and self.last == "async"):
                self._begin(text, start, known_async if self.last == "async" else None)
            elif self.frames[-1].kind == "class":
                self._new_statement()
                self.next_member((text, start), start)
            else:
                self._new_statement()
                self._begin(text, start, None)

    def _begin(self, text: str, start: int, after: tuple[int, bool] | None) -> None:
        """A word that begins an operand or a statement, perhaps just after `async`."""
        statement, self.statement = self.statement, False
        begun, declared = after or (start, statement)
        if text == "function":
            self.function = Waiting(begun, declared, len(self.frames))
            self.operand = False
        elif text == "class":
            self.classes.append(Waiting(start, statement, len(self.frames)))
            self.operand = False
        elif text in _STARTS_STATEMENT:
            self.operand = self.statement = True
        elif text in _STARTS_OPERAND:
            self.operand = True
        elif text in ("var", "let", "const"):
            self.frames[-1].declaring = self.operand = True
        else:
            self._async = (start, statement) if text == "async" else None
            self._head = text in _HEADS
            self.operand, self.operand_start = False, begun
            self.chain = [(text, start)] if text != "import" else None
            self.note((text, start) if text != "this" else None)

    def _property(self, text: str, start: int) -> None:
        self.operand = self.statement = False
        if self.chain is not None and not text.startswith("#"):
            self.chain += [DOT, (text, start)]
        self.note(None)

    def _value(self, text: str, start: int) -> None:
        if not self.operand:
            self._new_statement()
            if self.frames[-1].kind == "class":
                self.next_member((f"<{text}>", -1), start)
                return
        self.operand, self.statement, self.chain = False, False, None
        self.note((f'"{text[1:-1]}"' if text[0] in "\"'" else text, -1))

    def _template(self, _text: str, _start: int) -> None:
        self.statement = False
        self.note(None)
        self.template_text(self.at)

    def _operator(self, text: str, _start: int) -> None:
        if text != "*" or self.last != "function":
            self.operand, self.statement, self.chain = True, False, None
            self.note(None)

    def _step(self, _text: str, _start: int) -> None:
        """Whether an operand may begin stays as it is."""
        self.statement = False

    def _optional(self, _text: str, _start: int) -> None:
        self.statement, self.chain = False, None

    def _mark(self, text: str, start: int) -> None:
        self._marks[text](text, start)
        if text != "(":
            self._async = None

    def _paren(self, text: str, start: int) -> None:
        after = self._async if self.last == "async" else None
        head, self._head, self._async = self._head and self.last in _HEADS, False, None
        self.open_paren(text, start, head or self.last == "await", after[0] if after else start)

    def _assign(self, _text: str, _start: int) -> None:
        named = self.chain is not None and not self.operand and not self.frames[-1].pattern
        self.path.append(Assign(tuple(self.chain) if self.chain and named else ()))
        self.operand, self.statement, self.chain = True, False, None

    def _arrow(self, _text: str, _start: int) -> None:
        self.enter(self.operand_start, "", name_of(self.path))
        self.operand, self.statement, self.chain = True, False, None

    def _question(self, _text: str, _start: int) -> None:
        self.path.append(CONDITION)
        self.operand, self.statement, self.chain = True, False, None

    def _colon(self, _text: str, _start: int) -> None:
        frame = self.frames[-1]
        at = len(self.path) - 1
        while at >= frame.base and self.path[at] is not CONDITION:
            at -= 1
        if at < frame.base:  # of a label or a case
            self._new_statement()
            return
        self.cut(at)
        self.operand, self.statement, self.chain = True, False, None
