"""Request and response JSON of POST /symbolicate, to the letter of spec/native.md 1 and 4.

Incoming frames and modules keep addresses as numbers; outgoing ones are in the order and
with the omissions of the response, addresses already spelt.
"""

import re
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta, Struct

from inspector.model.address import MAX, parse_address
from inspector.model.body import BadBody, convert, decode_tree
from inspector.model.ids import ObjectId, ObjectType, read_code_id, read_debug_id
from inspector.model.places.scraping import DEFAULT_SCRAPING, Scraping
from inspector.model.places.sources import Source, first_credential_only, is_scanned

U32 = Annotated[int, Meta(ge=0, le=0xFFFF_FFFF)]
Language = Literal[
    "unknown",
    "c",
    "cpp",
    "d",
    "go",
    "objc",
    "objcpp",
    "rust",
    "swift",
    "csharp",
    "visualbasic",
    "fsharp",
]
Trust = Literal["none", "scan", "cfiscan", "fp", "cfi", "prewalked", "context"]
FrameOrder = Literal["callee_first", "caller_first"]
FrameStatus = Literal["symbolicated", "missing_symbol", "unknown_image", "missing", "malformed"]

_is_usual = re.compile("0x[0-9a-fA-F]{1,16}").fullmatch
"""The spelling of nearly every address, and a large crash has 100,000: read at once."""

_OBJECT_TYPES = frozenset({"elf", "macho", "pe", "pe_dotnet", "wasm"})


class Address(int):
    """A 64-bit address, spelt in any of the ways of section 1.3."""

    __slots__ = ()


class U64(int):
    """A plain unsigned JSON integer of 64 bits."""

    __slots__ = ()


class AddrMode:
    """`abs`, or `rel:N`: counted from the module that is number N in the request."""

    __slots__ = ("module",)

    def __init__(self, module: int | None = None) -> None:
        self.module = module

    def __eq__(self, other: object) -> bool:
        return isinstance(other, AddrMode) and other.module == self.module

    def __hash__(self) -> int:
        return hash(self.module)

    def __str__(self) -> str:
        return "abs" if self.module is None else f"rel:{self.module}"


ABS = AddrMode()


class RawFrame(Struct, frozen=True, kw_only=True, gc=False):  # 100,000 of them, and no cycles
    """A frame as requested: every field of an answered one is accepted too."""

    instruction_addr: Address
    platform: str | None = None
    addr_mode: AddrMode = ABS
    adjust_instruction_addr: bool | None = None
    function_id: Address | None = None
    package: str | None = None
    lang: Language | None = None
    symbol: str | None = None
    sym_addr: Address | None = None
    function: str | None = None
    filename: str | None = None
    abs_path: str | None = None
    lineno: U32 | None = None
    pre_context: tuple[str, ...] = ()
    context_line: str | None = None
    post_context: tuple[str, ...] = ()
    source_link: str | None = None
    in_app: bool | None = None
    vars: dict[str, Any] | None = None
    trust: Trust = "none"


class RawThread(Struct, frozen=True, kw_only=True):
    """One thread; frames in the order the request's options name."""

    frames: tuple[RawFrame, ...]
    thread_id: U64 | None = None
    thread_name: str | None = None
    is_requesting: bool | None = None
    registers: dict[str, Address] = {}


class RawModule(Struct, frozen=True, kw_only=True):
    """One image of the crashed process."""

    type: str
    code_id: str | None = None
    code_file: str | None = None
    debug_id: str | None = None
    debug_file: str | None = None
    debug_checksum: str | None = None
    image_addr: Address = Address(0)  # 0: the image has no absolute addresses
    image_size: U64 | None = None  # bytes

    @property
    def object_type(self) -> ObjectType:
        """The known type; every other text is "unknown"."""
        return self.type if self.type in _OBJECT_TYPES else "unknown"  # type: ignore[return-value]

    @property
    def object_id(self) -> ObjectId:
        """What names this module's files; a code id without digits names none."""
        return ObjectId(
            object_type=self.object_type,
            code_id=read_code_id(self.code_id) or None,
            code_file=self.code_file,
            debug_id=read_debug_id(self.debug_id),
            debug_file=self.debug_file,
            debug_checksum=self.debug_checksum,
        )


class Options(Struct, frozen=True, kw_only=True):
    """What a request may switch."""

    dif_candidates: bool = False
    apply_source_context: bool = True
    frame_order: FrameOrder = "callee_first"
    extract_variables: bool = False


class NativeRequest(Struct, frozen=True, kw_only=True):
    """A whole body. `sources` None: the configured ones; (): none at all."""

    platform: str | None = None
    signal: U32 | None = None
    sources: tuple[Source, ...] | None = None
    stacktraces: tuple[RawThread, ...] = ()
    modules: tuple[RawModule, ...] = ()
    options: Options = Options()
    scraping: Scraping = DEFAULT_SCRAPING


class Frame(Struct, kw_only=True, omit_defaults=True):
    """An answered frame; fields in the order of the response."""

    status: FrameStatus
    original_index: int
    platform: str | None = None
    addr_mode: str = "abs"
    instruction_addr: str
    adjust_instruction_addr: bool | None = None
    function_id: str | None = None
    package: str | None = None
    lang: str | None = None
    symbol: str | None = None
    sym_addr: str | None = None
    function: str | None = None
    filename: str | None = None
    abs_path: str | None = None
    lineno: int | None = None
    pre_context: tuple[str, ...] = ()
    context_line: str | None = None
    post_context: tuple[str, ...] = ()
    source_link: str | None = None
    in_app: bool | None = None
    vars: dict[str, Any] | None = None
    trust: str = "none"


class Thread(Struct, kw_only=True, omit_defaults=True):
    """An answered thread."""

    thread_id: int | None = None
    thread_name: str | None = None
    is_requesting: bool | None = None
    registers: dict[str, str] = {}
    frames: list[Frame]


class Features(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What an object offers."""

    has_debug_info: bool
    has_unwind_info: bool
    has_symbols: bool
    has_sources: bool
    srcsrv_vcs: str | None = None  # PDB with a source server stream: its version control


NO_FEATURES = Features(
    has_debug_info=False, has_unwind_info=False, has_symbols=False, has_sources=False
)


class Status(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """How one step went for one candidate; features only when a download is "ok"."""

    status: str
    features: Features | None = None
    details: str | None = None


class Candidate(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One location asked for one module."""

    source: str
    location: str
    download: Status
    debug: Status | None = None


class Module(Struct, kw_only=True, omit_defaults=True):
    """An answered module."""

    debug_status: str
    features: Features
    arch: str
    type: str
    code_id: str | None = None
    code_file: str | None = None
    debug_id: str | None = None
    debug_file: str | None = None
    debug_checksum: str | None = None
    image_addr: str
    image_size: int | None = None
    candidates: tuple[Candidate, ...] = ()


class NativeResponse(Struct, kw_only=True, omit_defaults=True):
    """A whole answer."""

    status: Literal["completed"]
    signal: int | None = None
    stacktraces: list[Thread]
    modules: list[Module]


def decode(body: bytes, *, strict: bool = False) -> NativeRequest:
    """A request body. Raises BadBody.

    Unless `strict`, the threads may also be called `threads`, as the documentation has it.
    """
    return from_tree(decode_tree(body), strict=strict)


def from_tree(tree: Any, *, strict: bool = False) -> NativeRequest:
    """The same for a body that is a tree already. Raises BadBody."""
    renamed = False
    if isinstance(tree, dict):
        tree = dict(tree)
        first_credential_only(tree.get("sources"))
        if not strict and _names_preset(tree.get("sources")):
            from inspector.model.places.presets import expand_in_request

            tree["sources"] = expand_in_request(tree["sources"])
        if not strict and "threads" in tree and "stacktraces" not in tree:
            tree["stacktraces"], renamed = tree.pop("threads"), True
    try:
        request = convert(tree, NativeRequest, _read)
    except BadBody as error:
        path = error.path
        if renamed and path.startswith("stacktraces"):
            path = "threads" + path.removeprefix("stacktraces")
        raise BadBody(error.reason, path) from None
    if strict:
        _refuse_scans(request.sources or ())
    return request


def _names_preset(sources: Any) -> bool:
    listed = sources if isinstance(sources, list) else ()
    return any(isinstance(source, dict) and "preset" in source for source in listed)


def _refuse_scans(sources: tuple[Source, ...]) -> None:
    """Upstream knows no such layout."""
    for number, source in enumerate(sources):
        if is_scanned(source):
            raise BadBody("invalid enum value 'scan'", f"sources[{number}].layout.type")


def encode(response: NativeResponse, *, pretty: bool = False) -> bytes:
    """The response body, exactly as the service writes it; `pretty` adds white space only."""
    body = msgspec.json.encode(response)
    return msgspec.json.format(body, indent=2) if pretty else body


def _read(kind: type, value: Any) -> Any:
    """The types JSON does not have. Raises ValueError, which msgspec puts into place."""
    if kind is Address:
        if type(value) is str and _is_usual(value):
            return Address(value, 16)
        return Address(parse_address(value))
    if kind is AddrMode:
        return parse_addr_mode(value)
    if kind is U64:
        if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= MAX:
            raise ValueError(f"expected an unsigned 64-bit integer, got {value!r:.40}")
        return U64(value)
    raise NotImplementedError(kind)


def parse_addr_mode(value: object) -> AddrMode:
    """`abs` or `rel:N`. Raises ValueError."""
    if value == "abs":
        return ABS
    if isinstance(value, str) and value.startswith("rel:"):
        digits = value[4:].removeprefix("+")
        if digits.isascii() and digits.isdecimal() and int(digits[:25]) <= MAX:
            return AddrMode(int(digits[:25]))
    raise ValueError("invalid address mode")
