"""The members of an object literal or a class, up to their values and bodies."""

from inspector.objects.scripts.syntax.brackets import Brackets
from inspector.objects.scripts.syntax.lexer import Kind
from inspector.objects.scripts.syntax.nesting import (
    IN_PATTERN,
    Fragment,
    Property,
    member_name,
    name_of,
)

_MODIFIERS = {"static", "async", "get", "set", "accessor", "*"}


class Members(Brackets):
    """Reads what is before the value of a property, or the parameters of a method."""

    def member(self, kind: int, text: str, start: int) -> bool:
        """Whether that token belongs to the name of a member; then it is done with."""
        frame = self.frames[-1]
        if kind == Kind.WORD:
            frame.words.append(((text, -1 if text.startswith("#") else start), start))
        elif kind == Kind.VALUE:
            text = f'"{text[1:-1]}"' if text[0] in "\"'" else text
            frame.words.append(((f"<{text}>", -1), start))
        elif text == "*":
            frame.words.append((("*", -1), start))
        elif kind == Kind.ASSIGN:
            self._default()
        elif kind == Kind.MARK:
            return self._mark_of_member(text, start)
        else:
            frame.key = False
            return False
        return True

    def _mark_of_member(self, text: str, start: int) -> bool:
        frame = self.frames[-1]
        if text == "(":
            self._method(start)
        elif text == "[":
            self.push("key", start)
        elif text == ":" and frame.kind == "object":
            frame.key, self.operand = False, True
            name = frame.words[-1][0] if frame.words else ("<computed>", -1)
            if not name[0].startswith("<") and not frame.pattern:
                self.path.append(Property(name))
        elif text == "...":
            frame.key, self.operand = False, True
        elif text == "{" and frame.kind == "class":
            frame.words, frame.key = [], False
            self.push("block", start)
        elif text in (",", ";"):
            frame.words = []
        else:
            return False
        return True

    def _default(self) -> None:
        """The value of a field, or of a shorthand property in a pattern."""
        frame = self.frames[-1]
        frame.key, frame.words, self.operand = False, [], True
        if frame.kind == "object":
            self.path.append(IN_PATTERN)

    def next_member(self, name: Fragment, start: int) -> None:
        """A member begins although nothing has ended the one before."""
        frame = self.frames[-1]
        frame.key, frame.words = True, [(name, start)]

    def _method(self, start: int) -> None:
        frame = self.frames[-1]
        words, frame.words, frame.key = frame.words, [], False
        name, begun = words.pop() if words else (("", -1), start)
        prefix = ""
        while words and words[-1][0][0] in _MODIFIERS:
            (modifier, _), begun = words.pop()
            if modifier in ("get", "set") and not name[0].startswith("#"):
                prefix = modifier + " "
        if frame.kind == "class" and name[0] in ("constructor", '<"constructor">'):
            self.enter(begun, "new ", name_of(self.path))
        else:
            self.enter(begun, prefix, member_name(self.path, name))
        self.parameters(start, declared=False, member=True)
