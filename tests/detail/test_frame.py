"""What the child process answers, and that it can be sent."""

import msgspec
import pytest

from inspector.detail.frame import CodeDetail, Debug, DebugDetail, read_code
from inspector.objects.children.worker import TASKS
from inspector.objects.errors import BadObject
from tests.harbor import HARBOR

PATH = HARBOR / "elf" / "gcc-dwarf5"
SIZE = PATH.stat().st_size


def test_answers_survive_the_way_back() -> None:
    code = read_code(str(PATH), 0, SIZE, 0x1290, 0x1290)
    debug = Debug()(str(PATH), 0, SIZE, 0x1290, {"rdi": 0}, 0)
    assert code.listing.instructions
    assert debug.variables.variables
    assert msgspec.json.decode(msgspec.json.encode(code), type=CodeDetail) == code
    assert msgspec.json.decode(msgspec.json.encode(debug), type=DebugDetail) == debug


def test_files_stay_open_for_the_next_frame() -> None:
    debug = Debug()
    answers = [debug(str(PATH), 0, SIZE, address, {}, 0) for address in (0x1290, 0x12C1, 0x1290)]
    assert answers[0] == answers[2] != answers[1]
    assert len(debug._open) == 1


def test_what_is_no_object_is_refused() -> None:
    path = str(HARBOR / "src" / "crane.c")
    with pytest.raises(BadObject):
        read_code(path, 0, 100, 0, None)
    with pytest.raises(BadObject):
        Debug()(path, 0, 100, 0, {}, 0)


def test_the_tasks_are_these() -> None:
    assert TASKS["frame_code"] == f"{read_code.__module__}:{read_code.__name__}"
    assert TASKS["frame_debug"] == f"{Debug.__module__}:{Debug.__name__}"


@pytest.mark.parametrize(
    ("file", "companions", "address"),
    [
        pytest.param(
            "split5/clang-19.bin", {"package": "split5/clang-19.bin.dwp"}, 0x12B2, id="split"
        ),
        pytest.param("dwz1.debug", {"alternate": "harbor.alt"}, 0x1290, id="dwz"),
    ],
)
def test_companions_add_names_and_types(
    file: str, companions: dict[str, str], address: int
) -> None:
    path = HARBOR / "elf" / file
    beside = {word: str(HARBOR / "elf" / name) for word, name in companions.items()}
    ask = Debug()
    without, found = (
        ask(str(path), 0, path.stat().st_size, address, {"rdi": 0}, 0, each).variables.variables
        for each in ({}, beside)
    )
    known = [("tension", "struct crate *", "c", "0x0")]
    assert known == [(v.function, v.type, v.name, v.value) for v in found if v.depth == 0][:1]
    assert known != [(v.function, v.type, v.name, v.value) for v in without if v.depth == 0][:1]
