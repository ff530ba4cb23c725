"""Whatever a reader trips over becomes one kind of error; mistakes of ours do not."""

import pytest
from elftools.common.exceptions import DWARFError, ELFParseError

from inspector.objects.dwarf.damage import NONSENSE, damage
from inspector.objects.errors import BadObject


@pytest.mark.parametrize("kind", [*NONSENSE, DWARFError, ELFParseError])
def test_nonsense(kind: type[Exception]) -> None:
    with pytest.raises(BadObject, match=r"^damaged: [^\n]+$"), damage():
        raise kind("first line\nsecond")


def test_without_a_message() -> None:
    with pytest.raises(BadObject, match="IndexError"), damage():
        raise IndexError


def test_a_bad_object_stays_as_it_is() -> None:
    with pytest.raises(BadObject, match=r"^a reason$"), damage():
        raise BadObject("a reason")


@pytest.mark.parametrize("kind", [AttributeError, NameError, OSError, KeyboardInterrupt])
def test_mistakes_and_the_system_pass(kind: type[BaseException]) -> None:
    with pytest.raises(kind), damage():
        raise kind
