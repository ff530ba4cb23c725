"""What a body may say, what refuses it, and how answers are written."""

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector.model.address import parse_address
from inspector.model.body import BadBody
from inspector.model.places.sources import SentrySource
from inspector.native import wire
from inspector.native.wire import Frame, NativeResponse, Thread, decode, encode

FRAME: dict[str, Any] = {"instruction_addr": "0x1000"}


def body(**keys: Any) -> bytes:
    return json.dumps(keys).encode()


def with_frame(**keys: Any) -> bytes:
    return body(stacktraces=[{"frames": [FRAME | keys]}])


def with_module(**keys: Any) -> bytes:
    return body(modules=[{"type": "elf"} | keys])


def source(**keys: Any) -> bytes:
    return body(sources=[keys])


HTTP = {"type": "http", "id": "a", "url": "https://h/"}

REFUSED = [
    pytest.param(b'"text"', "", "expected an object", id="a-string"),
    pytest.param(b"[]", "", "expected an object", id="an-array"),
    pytest.param(b"null", "", "expected an object, got null", id="null"),
    pytest.param(body(signal="SIGSEGV"), "signal", "expected `int | null`", id="signal-name"),
    pytest.param(body(signal=-1), "signal", ">= 0", id="signal-negative"),
    pytest.param(body(signal=1 << 32), "signal", "<= 4294967295", id="signal-too-large"),
    pytest.param(body(platform=1), "platform", "expected `str | null`", id="platform"),
    pytest.param(body(stacktraces=None), "stacktraces", "got `null`", id="null-stacktraces"),
    pytest.param(body(modules=None), "modules", "got `null`", id="null-modules"),
    pytest.param(body(options=None), "options", "got `null`", id="null-options"),
    pytest.param(body(scraping=None), "scraping", "got `null`", id="null-scraping"),
    pytest.param(body(stacktraces=[{}]), "stacktraces[0]", "field `frames`", id="no-frames"),
    pytest.param(
        body(stacktraces=[{"frames": [{}]}]),
        "stacktraces[0].frames[0]",
        "field `instruction_addr`",
        id="no-address",
    ),
    pytest.param(
        body(stacktraces=[{"frames": [], "registers": None}]),
        "stacktraces[0].registers",
        "got `null`",
        id="null-registers",
    ),
    pytest.param(
        body(stacktraces=[{"frames": [], "registers": {"rip": 1.5}}]),
        "stacktraces[0].registers[...]",
        "expected an address, got float",
        id="float-register",
    ),
    pytest.param(
        body(stacktraces=[{"frames": [], "thread_id": -1}]),
        "stacktraces[0].thread_id",
        "unsigned 64-bit",
        id="negative-thread-id",
    ),
    pytest.param(
        with_frame(instruction_addr=4096.0),
        "stacktraces[0].frames[0].instruction_addr",
        "expected an address, got float",
        id="float-address",
    ),
    pytest.param(
        with_frame(instruction_addr=True),
        "stacktraces[0].frames[0].instruction_addr",
        "got bool",
        id="bool-address",
    ),
    pytest.param(
        with_frame(instruction_addr=None),
        "stacktraces[0].frames[0].instruction_addr",
        "got null",
        id="null-address",
    ),
    pytest.param(
        with_frame(addr_mode="relative"),
        "stacktraces[0].frames[0].addr_mode",
        "invalid address mode",
        id="addr-mode",
    ),
    pytest.param(
        with_frame(addr_mode=None),
        "stacktraces[0].frames[0].addr_mode",
        "invalid address mode",
        id="null-addr-mode",
    ),
    pytest.param(
        with_frame(lang="C++"), "stacktraces[0].frames[0].lang", "invalid enum", id="language"
    ),
    pytest.param(
        with_frame(trust="Scan"), "stacktraces[0].frames[0].trust", "invalid enum", id="trust-case"
    ),
    pytest.param(
        with_frame(trust=None), "stacktraces[0].frames[0].trust", "got `null`", id="null-trust"
    ),
    pytest.param(
        with_frame(pre_context=None),
        "stacktraces[0].frames[0].pre_context",
        "got `null`",
        id="null-context",
    ),
    pytest.param(
        with_frame(lineno="3"), "stacktraces[0].frames[0].lineno", "`int | null`", id="text-line"
    ),
    pytest.param(
        with_frame(in_app=1), "stacktraces[0].frames[0].in_app", "`bool | null`", id="int-bool"
    ),
    pytest.param(body(modules=[{}]), "modules[0]", "field `type`", id="no-module-type"),
    pytest.param(with_module(type=None), "modules[0].type", "got `null`", id="null-module-type"),
    pytest.param(
        with_module(image_size="0xbeef"), "modules[0].image_size", "unsigned 64-bit", id="hex-size"
    ),
    pytest.param(
        with_module(image_addr=None), "modules[0].image_addr", "got null", id="null-image-addr"
    ),
    pytest.param(
        body(options={"frame_order": "newest_first"}),
        "options.frame_order",
        "invalid enum",
        id="frame-order",
    ),
    pytest.param(
        body(options={"dif_candidates": "yes"}),
        "options.dif_candidates",
        "expected `bool`",
        id="option-type",
    ),
    pytest.param(
        body(scraping={"enabled": True, "allowed_origins": ["*"]}),
        "scraping",
        "field `headers`",
        id="partial-scraping",
    ),
    pytest.param(source(type="ftp", id="a"), "sources[0].type", "invalid value", id="source-type"),
    pytest.param(source(type="http", id="a"), "sources[0]", "field `url`", id="no-url"),
    pytest.param(
        source(type="http", id="a", url="h/x"),
        "sources[0]",
        "not an absolute URL",
        id="relative-url",
    ),
    pytest.param(
        source(**HTTP, filters={"filetypes": ["dsym"]}),
        "sources[0].filters.filetypes[0]",
        "invalid enum",
        id="file-type",
    ),
    pytest.param(
        source(**HTTP, filters={"path_patterns": ["a**"]}),
        "sources[0].filters",
        "invalid glob",
        id="glob",
    ),
    pytest.param(
        source(**HTTP, layout={"type": "flat"}),
        "sources[0].layout.type",
        "invalid enum",
        id="layout",
    ),
    pytest.param(
        source(type="s3", id="a", bucket="b", region=["x"]),
        "sources[0].region",
        "at least length 2",
        id="region-of-one",
    ),
    pytest.param(
        source(type="gcs", id="a", bucket="b"), "sources[0]", "private_key", id="gcs-without-auth"
    ),
    pytest.param(
        source(type="sentry", id="a", url="https://h/"), "sources[0]", "token", id="no-credential"
    ),
    pytest.param(
        b'{"stacktraces": [{"frames": [], "frames": []}]}',
        "stacktraces[0].frames",
        "duplicate field `frames`",
        id="duplicate-key",
    ),
]


@pytest.mark.parametrize(("text", "path", "reason"), REFUSED)
def test_a_body_is_refused_with_place_and_reason(text: bytes, path: str, reason: str) -> None:
    with pytest.raises(BadBody) as caught:
        decode(text)
    assert (caught.value.path, reason in caught.value.reason) == (path, True), str(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(b"{}", id="empty"),
        pytest.param(
            body(future=[1], modules=[{"type": "elf", "future": None}]), id="unknown-keys"
        ),
        pytest.param(with_module(type="sourcemap"), id="unknown-module-type"),
        pytest.param(with_module(debug_id="garbage", code_id="zz"), id="unreadable-ids"),
        pytest.param(with_frame(platform=None, lang=None, lineno=None, in_app=None), id="nulls"),
        pytest.param(with_frame(addr_mode="rel:99"), id="module-out-of-range"),
        pytest.param(with_frame(vars={"a": [1, None]}, colno="ignored"), id="vars"),
        pytest.param(body(sources=None), id="null-sources"),
        pytest.param(with_module(image_size=0xFFFF_FFFF_FFFF_FFFF), id="largest-size"),
    ],
)
def test_a_body_is_accepted(text: bytes) -> None:
    decode(text)


def test_the_documented_name_of_the_threads_is_an_addition() -> None:
    text = body(threads=[{"frames": [FRAME]}])
    assert len(decode(text).stacktraces) == 1
    assert decode(text, strict=True).stacktraces == ()
    with pytest.raises(BadBody, match=r"^threads\[0\]"):
        decode(body(threads=[{}]))


def test_stacktraces_win_over_threads() -> None:
    request = decode(body(threads=[{}], stacktraces=[{"frames": [FRAME]}]))
    assert len(request.stacktraces) == 1


@pytest.mark.parametrize(
    ("text", "token", "cookies"),
    [
        pytest.param('"token":"t","cookies":"c"', "t", None, id="token-first"),
        pytest.param('"cookies":"c","token":"t"', None, "c", id="cookies-first"),
    ],
)
def test_the_first_credential_wins(text: str, token: str | None, cookies: str | None) -> None:
    request = decode(
        b'{"sources":[{"type":"sentry","id":"a","url":"https://h/",%s}]}' % text.encode()
    )
    assert request.sources is not None
    first = request.sources[0]
    assert isinstance(first, SentrySource)
    assert (first.token, first.cookies) == (token, cookies)


def test_sources_missing_null_and_empty_differ() -> None:
    assert decode(b"{}").sources is None
    assert decode(body(sources=None)).sources is None
    assert decode(body(sources=[])).sources == ()


def test_answers_are_written_in_the_order_of_the_service() -> None:
    """Fields and omissions of spec/native.md 4.3: false, 0 and "" stay, null and [] go."""
    frame = Frame(
        status="missing",
        original_index=0,
        instruction_addr="0x10",
        lineno=0,
        in_app=False,
        function="",
        abs_path="/a/ü",
        trust="scan",
    )
    response = NativeResponse(status="completed", stacktraces=[Thread(frames=[frame])], modules=[])
    assert (
        encode(response)
        == (
            '{"status":"completed","stacktraces":[{"frames":[{"status":"missing","original_index":0,'
            '"instruction_addr":"0x10","function":"","abs_path":"/a/ü","lineno":0,"in_app":false,'
            '"trust":"scan"}]}],"modules":[]}'
        ).encode()
    )


def test_pretty_adds_white_space_only() -> None:
    response = NativeResponse(status="completed", signal=11, stacktraces=[], modules=[])
    assert json.loads(encode(response, pretty=True)) == json.loads(encode(response))


@given(st.integers(-(1 << 63), (1 << 64) - 1))
def test_every_spelling_of_an_address_is_the_same_address(value: int) -> None:
    canonical = value % (1 << 64)
    spellings: list[object] = [value, hex(canonical), str(canonical), hex(canonical).upper()]
    assert {parse_address(each) for each in spellings} == {canonical}


@given(st.text(max_size=12))
def test_no_text_breaks_the_address_modes(text: str) -> None:
    with suppress(BadBody):
        mode = decode(with_frame(addr_mode=text)).stacktraces[0].frames[0].addr_mode
        assert mode.module is None or int(text.removeprefix("rel:")) == mode.module


def test_the_cases_of_the_reference_are_refused(shared: Path) -> None:
    """The rejected bodies kept beside the repository; `stderr_mentions` names what is wrong."""
    import tomllib

    seen = 0
    for case in sorted((shared / "conformance/cases/native").glob("reject_*/case.toml")):
        step = tomllib.loads(case.read_text("utf-8"))["steps"][0]
        with pytest.raises(BadBody) as caught:
            decode((case.parent / step["request"]).read_bytes(), strict=True)
        assert all(word in str(caught.value) for word in step.get("stderr_mentions", [])), case
        seen += 1
    assert seen > 20


def test_a_decoded_request_can_be_written_and_read_again() -> None:
    """Types of the wire survive a round trip through their JSON."""

    def plain(value: object) -> object:
        if isinstance(value, wire.AddrMode):
            return str(value)
        return int(value)  # type: ignore[call-overload]

    text = with_frame(addr_mode="rel:3", function_id="0x6", lineno=4, trust="cfi", vars={"a": 1})
    request = decode(text)
    again = msgspec.json.encode(msgspec.to_builtins(request, enc_hook=plain))
    assert decode(again) == request
