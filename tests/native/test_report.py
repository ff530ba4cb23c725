"""Requests and responses as a face shows them. Both frame orders are in test_invariants."""

from typing import Any

import msgspec
import pytest

from inspector.model import report as shown
from inspector.model.outcome import Miss, Why
from inspector.model.report import crashed_thread, resolved
from inspector.native import report
from inspector.native.wire import Candidate, Status, from_tree
from tests.native.fakes import World
from tests.native.one_module import (
    AT,
    BASE,
    CODE,
    ELF,
    INFOS,
    INLINED,
    MAIN,
    frames,
    request,
    with_file,
)

FULL: dict[str, Any] = ELF | {
    "code_file": "/srv/bin/harbor",
    "debug_file": "harbor.debug",
    "debug_id": "5d13e14e7c820d6003d24d2b00b150de",
}


def preview(body: dict[str, Any]) -> shown.Report:
    return report.preview(from_tree(body), "crash.json")


def after(world: World, body: dict[str, Any]) -> shown.Report:
    """The report of an answered request."""
    answer = world.run(body)
    return report.report(from_tree(body), answer.response, answer.candidates(), "crash.json")


def test_a_preview_shows_what_was_sent() -> None:
    sent = {
        "instruction_addr": AT,
        "function": "f",
        "symbol": "_f",
        "abs_path": "/src/a.c",
        "lineno": 3,
        "trust": "cfi",
        "in_app": True,
        "context_line": "x",
    }
    body = frames(sent, modules=[FULL], signal=11, platform="native")
    before = preview(body)
    (frame,) = before.threads[0].frames
    assert (frame.status, frame.function, frame.symbol) == ("raw", "f", "_f")
    assert (frame.file, frame.path, frame.line) == ("a.c", "/src/a.c", 3)
    assert (frame.address, frame.offset, frame.module) == (AT, AT - BASE, 0)
    assert (frame.package, frame.trust, frame.in_app) == ("/srv/bin/harbor", "cfi", True)
    assert frame.context_line == "x"
    assert (before.signal, before.platform, before.done) == (11, "native", False)


def test_a_preview_can_be_written_as_json() -> None:
    """Its numbers are plain ones, whatever a request has them as."""
    shown_first = preview(
        frames({"instruction_addr": AT}, {"instruction_addr": 16}, modules=[FULL])
    )
    assert msgspec.json.decode(msgspec.json.encode(shown_first), type=shown.Report) == shown_first


def test_a_preview_shows_the_modules_as_raw() -> None:
    (module,) = preview(request(modules=[FULL])).modules
    assert (module.name, module.status, module.type) == ("harbor", "raw", "elf")
    assert (module.code_id, module.debug_id) == (
        "abcdef0123",
        "5d13e14e-7c82-0d60-03d2-4d2b00b150de",
    )
    assert (module.address, module.size, module.candidates) == (BASE, 0x100, ())


@pytest.mark.parametrize(
    ("module", "name"),
    [
        pytest.param({"code_file": "C:\\x\\a.dll", "debug_file": "b.pdb"}, "a.dll", id="code"),
        pytest.param({"debug_file": "/x/b.pdb"}, "b.pdb", id="debug"),
        pytest.param({"code_file": "/", "debug_file": "b.pdb"}, "b.pdb", id="only-separators"),
        pytest.param({}, "", id="none"),
    ],
)
def test_a_module_is_called_by_its_file(module: dict[str, Any], name: str) -> None:
    assert preview(request(modules=[ELF | module])).modules[0].name == name


@pytest.mark.parametrize(
    ("base", "sent", "address", "offset"),
    [
        pytest.param(BASE, {"instruction_addr": AT}, AT, 0x20, id="absolute"),
        pytest.param(BASE, {"instruction_addr": 5, "addr_mode": "rel:0"}, BASE + 5, 5, id="rel"),
        pytest.param(0, {"instruction_addr": 5, "addr_mode": "rel:0"}, None, 5, id="rel-to-none"),
        pytest.param(0, {"instruction_addr": 5}, 5, None, id="absolute-where-there-is-none"),
        pytest.param(BASE, {"instruction_addr": 5}, 5, None, id="no-module"),
        pytest.param(
            BASE, {"instruction_addr": 5, "addr_mode": "rel:9"}, None, 5, id="no-such-module"
        ),
    ],
)
def test_addresses(
    base: int, sent: dict[str, Any], address: int | None, offset: int | None
) -> None:
    body = frames(sent, modules=[ELF | {"image_addr": base}])
    for one in (preview(body), after(World(), body)):
        (frame,) = one.threads[0].frames
        assert (frame.address, frame.offset) == (address, offset)


def test_an_inline_chain_has_depths_and_one_number() -> None:
    done = after(with_file(INLINED), request(AT, 0x9999))
    rows = [(f.index, f.depth, f.function, f.status) for f in done.threads[0].frames]
    assert rows == [
        (0, 1, "inner", "symbolicated"),
        (0, 0, "outer", "symbolicated"),
        (1, 0, "", "unknown_image"),
    ]
    assert done.done
    assert resolved(done) == (1, 2)


def test_an_answered_frame_remembers_what_was_sent() -> None:
    """The address as sent, the reporter's name, and what the response had to drop."""
    sent = {"instruction_addr": AT, "function": "sent", "in_app": False}
    done = after(with_file(INLINED), frames(sent, sent))
    last = done.threads[0].frames[-1]
    assert (last.function, last.raw_function, last.in_app) == ("before", "sent", False)
    assert (last.address, last.offset) == (AT, 0x20)


def test_dropped_frames_leave_their_number_behind() -> None:
    body = frames(
        {"instruction_addr": AT}, {"instruction_addr": 9, "trust": "scan"}, {"instruction_addr": 8}
    )
    done = after(with_file(MAIN), body)
    assert [(f.index, f.address) for f in done.threads[0].frames] == [(0, AT), (2, 8)]
    assert [f.index for f in preview(body).threads[0].frames] == [0, 1, 2]


def test_threads_and_the_crashed_one() -> None:
    threads = [
        {"frames": [{"instruction_addr": 1}], "thread_id": 7, "thread_name": "io"},
        {"frames": [{"instruction_addr": 1}], "is_requesting": True, "registers": {"rip": "0x5"}},
    ]
    for one in (
        preview(request(stacktraces=threads)),
        after(World(), request(stacktraces=threads)),
    ):
        assert [(t.index, t.id, t.name, t.crashed) for t in one.threads] == [
            (0, 7, "io", False),
            (1, None, "", True),
        ]
        assert one.threads[1].registers == (("rip", 5),)
        assert crashed_thread(one) == 1


def test_candidates_are_shown_though_the_response_leaves_them_out() -> None:
    world = World({CODE: "good"}, INFOS, MAIN)
    (module,) = after(world, request(AT, options={})).modules
    used = next(one for one in module.candidates if one.debug)
    assert (used.source, used.download, used.debug) == ("web", "ok", "ok")
    assert used.features == ("debug", "symbols")
    assert (module.status, module.arch, module.features) == (
        "found",
        "x86_64",
        ("debug", "symbols"),
    )
    assert len(module.candidates) == 3


@pytest.mark.parametrize(
    ("files", "tables", "expected"),
    [
        pytest.param(
            {CODE: Miss(Why.NO_PERMISSION, "403 Forbidden")},
            {},
            ("noperm", "403 Forbidden", ""),
            id="of-the-download",
        ),
        pytest.param(
            {CODE: "good"},
            {"good": Miss(Why.NOT_FOUND)},
            ("ok", "Object file no longer available", "error"),
            id="of-the-use",
        ),
    ],
)
def test_details_of_a_candidate(files: Any, tables: Any, expected: tuple[str, str, str]) -> None:
    (module,) = after(World(files, INFOS, tables), request(AT)).modules
    asked = next(one for one in module.candidates if one.location.endswith(CODE))
    assert (asked.download, asked.details, asked.debug) == expected


def test_an_unknown_architecture_is_none() -> None:
    (module,) = after(World(), request(AT)).modules
    assert (module.arch, module.status, module.features) == ("", "missing", ())


@pytest.mark.parametrize(
    ("body", "notes"),
    [
        pytest.param({"modules": [ELF]}, 0, id="configured-sources"),
        pytest.param({"modules": [ELF], "sources": []}, 1, id="no-sources"),
        pytest.param({}, 1, id="no-modules"),
    ],
)
def test_notes(body: dict[str, Any], notes: int) -> None:
    assert len(preview(body).notes) == notes
    assert preview(body).notes == after(World(), body).notes


@pytest.mark.parametrize(
    ("source", "location", "expected"),
    [
        pytest.param("web", "https://h/x?v=1&opaque=s", "https://h/x?***", id="configured"),
        pytest.param("web", "http://me:pw@h/x", "http://***@h/x", id="password"),
        pytest.param("sourcelink", "https://h/x?path=a.c&sig=s", "https://h/x?path=a.c&sig=***",
                     id="source-link"),
        pytest.param("here", "file:///what?/x", "file:///what?/x", id="folder"),
    ],
)  # fmt: skip
def test_candidates_do_not_sign_in(source: str, location: str, expected: str) -> None:
    candidate = Candidate(source=source, location=location, download=Status(status="notfound"))
    answered = World().run(request(AT)).response.modules[0]
    (told,) = report.module(0, answered, (candidate,)).candidates
    assert told.location == expected
