"""A script cut into tokens. What a slash is depends on what stands before it, so the one who
asks says whether an operand may begin.
"""

import re
from enum import IntEnum


class Kind(IntEnum):
    """Kinds of tokens; the numbers of the groups below."""

    WORD = 1  # names, keywords; private names with their #
    VALUE = 2  # a number, string or regular expression
    TEMPLATE = 3  # the backquote that begins one
    ASSIGN = 4  # =, and operators that end in it
    ARROW = 5
    STEP = 6  # ++ and --
    MARK = 7  # brackets, and what separates or joins
    OPERATOR = 8  # all else


_SPACE = r"(?:\s++|//[^\n\r]*+|/\*(?:[^*]|\*(?!/))*+\*/|<!--[^\n\r]*+)*+"
_WORD = r"((?:[^\W\d]|[$#])[\w$]*+)"
_TEXT = r"\"(?:[^\"\\\n]|\\[\s\S])*+\"|'(?:[^'\\\n]|\\[\s\S])*+'"
_NUMBER = r"\.?\d[\w.]*+"
_REGEX = r"/(?![*/])(?:[^\\/\[\n\r]|\\.|\[(?:[^\]\\\n\r]|\\.)*+\])++/\w*+"
_REST = (
    r"(`)|((?:\*\*|<<|>>>?|&&|\|\||\?\?|[-+*/%&|^])?=(?![=>]))|(=>)|(\+\+|--)"
    r"|(\.\.\.|\?\.(?!\d)|[{}()\[\];,:.]|\?(?![?.=])|\?(?=\.\d))|(===?|!==?|[<>]=|&&|\|\||\?\?|[\s\S])"
)

OPERAND = re.compile(f"{_SPACE}(?:{_WORD}|({_TEXT}|{_NUMBER}|{_REGEX})|{_REST})")
"""The next token where an operand may begin: a slash begins a regular expression."""

OPERATOR = re.compile(f"{_SPACE}(?:{_WORD}|({_TEXT}|{_NUMBER})|{_REST})")
"""The next token behind an operand: a slash divides."""

TEMPLATE_TEXT = re.compile(r"(?:[^`\\$]|\\[\s\S]|\$(?!\{))*+(`|\$\{)")
"""Up to the end of a template, or of its text before a substitution."""
