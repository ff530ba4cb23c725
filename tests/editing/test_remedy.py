"""Actions applied: what changes, where, and what nobody but a person can do."""

from typing import Any, get_args

import pytest
from msgspec import structs

from inspector.editing import remedy
from inspector.js.wire import JsRequest
from inspector.model.places.sources import FilesystemSource, Filters, HttpSource, Layout
from inspector.model.why.explanation import Action, ActionKind
from inspector.native.wire import Address, NativeRequest, RawFrame, RawThread
from inspector.opening import Opened
from inspector.settings import Settings

FOLDER = FilesystemSource(id="folder", path="symbols")
WEB = HttpSource(id="web", url="https://h/", filters=Filters(filetypes=("pe",)))


def opened(*sources: Any, **more: Any) -> Opened:
    body = NativeRequest(sources=sources or None, **more)
    return Opened(kind="native", body=body, name="x", folder="/r")


def act(kind: ActionKind, **arguments: str) -> Action:
    return Action(kind=kind, text="Do it.", arguments=arguments)


def applied(action: Action, request: Opened, settings: Settings | None = None) -> remedy.Changed:
    changed = remedy.apply(action, request, settings or Settings())
    assert changed is not None
    return changed


def sources(changed: remedy.Changed) -> list[Any]:
    body: Any = changed.opened.body
    return list(body.sources)


@pytest.mark.parametrize(
    ("action", "expected"),
    [
        pytest.param(
            act("fix_casing", source="folder", casing="uppercase"),
            structs.replace(FOLDER, layout=Layout(casing="uppercase")),
            id="casing",
        ),
        pytest.param(
            act("fix_layout", source="folder", layout="scan"),
            structs.replace(FOLDER, layout=Layout(type="scan")),
            id="layout",
        ),
        pytest.param(
            act("fix_layout", source="folder", layout="ssqp", casing="lowercase"),
            structs.replace(FOLDER, layout=Layout(type="ssqp", casing="lowercase")),
            id="layout-and-casing",
        ),
        pytest.param(
            act("fix_path", source="folder", path="x"), structs.replace(FOLDER, path="x"), id="path"
        ),
        pytest.param(
            act("fix_url_prefix", source="folder", url_prefix="https://h/a"),
            structs.replace(FOLDER, url_prefix="https://h/a"),
            id="url-prefix",
        ),
    ],
)
def test_one_source_is_edited(action: Action, expected: FilesystemSource) -> None:
    other = structs.replace(FOLDER, id="other")
    assert sources(applied(action, opened(WEB, FOLDER, other))) == [WEB, expected, other]


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("filetypes", "pdb", Filters(filetypes=("pe", "pdb"))),
        ("path_patterns", "/a/b", Filters(filetypes=("pe",), path_patterns=("/a/b",))),
        ("requires_checksum", "false", Filters(filetypes=("pe",))),
    ],
)
def test_filters_are_widened(name: str, value: str, expected: Filters) -> None:
    action = act("widen_filters", source="web", filter=name, value=value)
    assert sources(applied(action, opened(WEB)))[0].filters == expected


def test_sources_of_the_settings_are_changed_there() -> None:
    action = act("fix_path", source="folder", path="x")
    changed = applied(action, opened(), Settings(sources=(FOLDER,)))
    assert [one.path for one in changed.settings.sources if isinstance(one, FilesystemSource)] == [
        "x"
    ]
    assert changed.opened == opened()


def test_an_added_source_is_vouched_for_and_has_a_name_of_its_own() -> None:
    taken = structs.replace(FOLDER, id="added")
    action = act("add_source", type="filesystem", layout="scan", path="")
    request = opened(taken)
    assert remedy.apply(action, request, Settings()) is None
    changed = remedy.apply(action, request, Settings(), {"path": "/syms"})
    assert changed is not None
    assert sources(changed)[1] == FilesystemSource(
        id="added-2", path="/syms", layout=Layout(type="scan")
    )
    assert changed.opened.vouched == {"added-2"}


def test_a_source_that_cannot_be_is_refused() -> None:
    action = act("add_source", type="http", url="no url")
    with pytest.raises(ValueError, match="not an absolute URL"):
        remedy.apply(action, opened(FOLDER), Settings())
    with pytest.raises(ValueError, match="there is no source 'gone'"):
        remedy.apply(act("fix_casing", source="gone", casing="x"), opened(FOLDER), Settings())


def test_a_preset_is_added() -> None:
    changed = applied(act("add_preset", preset="microsoft"), opened(FOLDER))
    added = sources(changed)[1]
    assert (added.id, added.layout.type, added.is_public) == ("microsoft", "symstore", True)


def test_scraping() -> None:
    request = Opened(kind="js", body=JsRequest(allow_scraping=False), name="x", folder="/r")
    changed = applied(act("allow_origin", origin="https://h"), request)
    body: Any = changed.opened.body
    assert body.scraping.allowed_origins[-1] == "https://h"
    on: Any = applied(act("enable_scraping"), request).opened.body
    assert (on.scraping.enabled, on.allow_scraping) == (True, True)


@pytest.mark.parametrize(
    ("action", "expected"),
    [
        pytest.param(act("go_online"), {"offline": False}, id="online"),
        pytest.param(act("leave_strict"), {"strict": False}, id="strict"),
        pytest.param(
            act("raise_timeout", setting="head_timeout", seconds="20"),
            {"head_timeout": 20.0},
            id="timeout",
        ),
        pytest.param(
            act("raise_limit", setting="max_download_size", value="5"),
            {"max_download_size": 5},
            id="limit",
        ),
    ],
)
def test_settings(action: Action, expected: dict[str, Any]) -> None:
    changed = applied(action, opened(FOLDER), Settings(offline=True, strict=True)).settings
    assert {name: getattr(changed, name) for name in expected} == expected


@pytest.mark.parametrize(
    ("action", "again"),
    [
        pytest.param(act("retry", source="web", location="x"), True, id="retry"),
        pytest.param(act("raise_timeout", setting="head_timeout", seconds="9"), True, id="timeout"),
        pytest.param(act("raise_limit", setting="max_download_size", value="5"), True, id="limit"),
        pytest.param(act("go_online"), False, id="other-step"),
    ],
)
def test_what_was_missed_must_be_forgotten_before_it_is_asked_for_again(
    action: Action, again: bool
) -> None:
    request, settings = opened(WEB), Settings()
    changed = applied(action, request, settings)
    assert changed.again is again
    assert changed.opened is request
    assert changed.settings.caches == settings.caches


def test_trust_exclusion_and_source_text() -> None:
    request = opened(FOLDER)
    assert applied(act("trust_request"), request).opened.trusted
    excluded = applied(act("exclude_candidate", source="web", location="x"), request)
    assert excluded.opened.excluded == {("web", "x")}
    body: Any = applied(act("turn_on_sources"), request).opened.body
    assert body.options.apply_source_context


def test_a_frame_is_marked() -> None:
    frames = tuple(RawFrame(instruction_addr=Address(number)) for number in range(3))
    request = opened(stacktraces=(RawThread(frames=()), RawThread(frames=frames)))
    path = "stacktraces[1].frames[2].adjust_instruction_addr"
    changed: Any = applied(act("mend_request", path=path, value="false"), request).opened.body
    marks = [frame.adjust_instruction_addr for frame in changed.stacktraces[1].frames]
    assert marks == [None, None, False]


PERSONS = [
    "fix_credentials", "open_sources", "open_scraping", "open_load_map",
    "open_activity", "show_dropped", "hide_guessed", "find_file", "rebuild", "nothing_to_do",
]  # fmt: skip


@pytest.mark.parametrize("kind", PERSONS)
def test_what_is_for_a_person_or_a_face(kind: ActionKind) -> None:
    assert kind in get_args(ActionKind)
    assert remedy.apply(act(kind), opened(FOLDER), Settings()) is None
    assert remedy.apply(act("mend_request", path="modules"), opened(), Settings()) is None
