"""A function name -> the part of it that another build, compiler or address does not change.

Arguments, return types, template arguments, numbers of lambdas and closures, hashes go; how each
language spells them is guessed from the name itself, for half of the frames have no language.
"""

import re

_LONGEST = 2000  # characters of a name that are read

# Brackets that are part of a name change places with characters no symbol has.
_HIDDEN = str.maketrans("()<> ", "\x03\x04\x05\x06\x07")
_SHOWN = str.maketrans("\x03\x04\x05\x06\x07", "()<> ")

# Plain texts: a pattern is compiled when it is first needed.
_NO_NAME = (
    r"(?i:0x[0-9a-f]+|(sub|fun|loc|fn|func|nullsub)_[0-9a-f]+|wasm-function\[?\d*\]?"
    r"|_+lldb_unnamed_symbol\d*.*|<?(unknown|redacted|anonymous|native|name omitted)>?"
    r"|\(anonymous\)|<unknown in .*>|\?+|-+)"
)
_MINIFIED = r"((Object|Array|Function|Module|exports)\.)?[\w$]{1,2}(\.[\w$]{1,2})*"
_ANONYMOUS = r"\(anonymous namespace\)|\{anonymous\}|`anonymous[ -]namespace'|\b_GLOBAL__N_\w+"
_LAMBDA = (
    r"'lambda\d*'(?:\([^()]*\))?|\$_\d+|<lambda_[0-9a-f]+>|`lambda at [^']*'|\(lambda at [^()]*\)"
    r"|\{unnamed type#\d+\}"
)
_LAMBDA_OF_GCC = r"\{lambda\((?:[^(){}]|\([^()]*\))*\)#\d+\}"
_OPERATOR = (
    r"\boperator *(?:\(\)|<=>|<<=?|>>=?|->\*?|<=?|>=?|\[\]|[-+*/%^&|~!=,]{1,3}|\"\" *\w+"
    r"|(?:new|delete)(?:\[\])?|[^<>()]+)"
)
_FURTHER = (
    ((r"::h[0-9a-f]{16}\b"), ""),
    ((r"\[[0-9a-f]{6,16}\]"), ""),
    ((r"\bdecltype *\([^()]*\) "), ""),
    ((r"\{\{?(closure|shim|impl|constant|closure_env)[^{}]*\}\}?"), r"{\1}"),
)
_MANAGED = (
    ((r"<(\w+)>d(?:__\d+)?(?:`\d+)?\.MoveNext"), r"\1"),
    ((r"<>c(?:__DisplayClass\w*)?(?:`\d+)?[.+]<(\w+)>b__\w+"), r"\1.{lambda}"),
    ((r"<(\w+)>b__\w+"), r"\1.{lambda}"),
    ((r"<(\w+)>g__(\w+)\|\w+"), r"\1.\2"),
    ((r"`\d+\b(\[\[?[^\[\]]*\]?\])?"), ""),
)
_BLOCK = r"_+\d*(.+?)_block_invoke(?:[._]\d+)*"
_NUMBERED = (
    ((r"0x[0-9a-fA-F]{4,}"), "0x"),
    ((r"(?<![0-9a-zA-Z])(?=[a-f]*\d)[0-9a-f]{16,}(?![0-9a-zA-Z])"), "{hash}"),
)
_SWIFT_CLOSURE = r"(?:implicit )?closure #\d+ (?:[^#]*? )?in (?=\S)"


def no_name(name: str, *, script: bool = False) -> bool:
    """Whether a name says nothing: addresses, placeholders; of scripts, what a minifier left."""
    if not name or re.fullmatch(_NO_NAME, name):
        return True
    return script and re.fullmatch(_MINIFIED, name) is not None


def normalised(name: str) -> str:
    """The name without what builds change; "" if nothing is left of it."""
    name = " ".join(name[:_LONGEST].split())
    if block := re.fullmatch(_BLOCK, name):
        name = block[1]
    of_objc = name[:2] in ("-[", "+[")
    name = re.sub(r"\([^()]*\)", "", name) if of_objc else _without_arguments(name)
    for pattern, replacement in _NUMBERED:
        name = re.sub(pattern, replacement, name)
    return name + (" {block}" if block and name else "")


def normalised_file(name: str) -> str:
    """The file name of a script without what a bundler put into it for its content."""
    name = re.split(r"[?#]", name)[0].replace("\\", "/").rpartition("/")[2]
    return re.sub(r"([.\-_])(?=[A-Za-z]*\d)[0-9A-Za-z]{6,}(?=[.\-_])", r"\1*", name)


def _without_arguments(name: str) -> str:
    closures = 0
    while (found := re.match(_SWIFT_CLOSURE, name)) and closures < 8:
        name, closures = name[found.end() :], closures + 1
    for pattern, replacement in (*_MANAGED, *_FURTHER):
        name = re.sub(pattern, replacement, name)
    name = re.sub(_ANONYMOUS, _hide("(anonymous namespace)"), name)
    for pattern in (_LAMBDA_OF_GCC, _LAMBDA):
        name = re.sub(pattern, "{lambda}", name)
    name = re.sub(r"`\d+'::", "", name)
    name = re.sub(_OPERATOR, lambda match: _hide(match[0].rstrip()), name)
    plain, called = _collapsed(name.replace("->", "\x07"), 0)
    plain = re.sub(r" : .*|\.cfi$", "", plain)
    if called and " as " not in plain:
        plain = plain.rpartition(" ")[2]  # what stands before is the type it returns
    return plain.translate(_SHOWN).strip(" :*&") + " {closure}" * bool(closures)


def _hide(text: str) -> str:
    return text.translate(_HIDDEN)


def _collapsed(name: str, depth: int) -> tuple[str, bool]:
    """The name with `<T>` for template arguments and no others; whether it had others."""
    out, at, called = [], 0, False
    if name.startswith("<") and depth < 8:  # Rust: `<Type as Trait>::method`
        at = _end(name, 0)
        parts = [_collapsed(part, depth + 1)[0] for part in name[1 : at - 1].split(" as ")]
        out.append(_hide(f"<{' as '.join(parts)}>"))
    while at < len(name):
        char = name[at]
        if char not in "<(":
            out.append(char)
            at += 1
            continue
        end = _end(name, at)
        if char == "<" and name[at - 2 : at] == "::":
            out = ["".join(out)[:-2]]
        elif char == "<":
            out = ["".join(out).rstrip(" "), _hide("<T>")]
        else:
            called = True
            if not name.startswith(("::", ".", " const::", "const::", "["), end):
                break
            end += name.startswith(" ", end)
            end += len("const") * name.startswith("const::", end)
        at = end
    return "".join(out), called


def _end(name: str, at: int) -> int:
    """Behind the bracket that closes the one at `at`; the end of the name if none does."""
    opened = 0
    for place in range(at, len(name)):
        if name[place] in "<(":
            opened += 1
        elif name[place] in ">)":
            opened -= 1
            if not opened:
                return place + 1
    return len(name)
