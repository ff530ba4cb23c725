"""Functions that only run when something went wrong, and what that was."""

from collections.abc import Iterable, Sequence
from functools import lru_cache

from msgspec import Struct

from inspector.detail.signatures.naming import normalised
from inspector.detail.signatures.patterns import Patterns
from inspector.model.report import Frame


class Sign(Struct, frozen=True):
    """What a function on the stack says."""

    kind: str
    text: str


_SIGNS: tuple[tuple[str, str, str], ...] = (
    ("stack protector", "a buffer on the stack was written beyond its end",
     "__stack_chk_fail* __report_gsfailure __report_rangecheckfailure _stack_chk_fail_local"),
    ("pure virtual call", ("a virtual function was called that the object does not have (yet, or "
     "any more)"), "__cxa_pure_virtual __cxa_deleted_virtual _purecall __purecall"),
    ("out of memory", "memory could not be allocated",
     ("alloc::alloc::handle_alloc_error __rust_alloc_error_handler std::__throw_bad_alloc "
     "std::bad_alloc::* alloc::raw_vec::capacity_overflow std::new_handler "
     "System.OutOfMemoryException* node::OOMErrorHandler v8::internal::V8::FatalProcessOutOfMemory "
     "v8::*FatalProcessOutOfMemory swift_slowAlloc*fail* _CallNewHandler")),
    ("heap corruption", ("the heap found its own data damaged: a double free or a write beyond "
     "an allocation"), ("malloc_printerr malloc_report malloc_error_break free_list_checksum_botch "
     "RtlReportCriticalFailure RtlpReportHeapFailure RtlpLogHeapFailure RtlpHeapHandleError "
     "szone_error* malloc_zone_error _zone_error* __asan_report* __asan::*")),
    ("buffer overflow", "a checked function of the C library found a buffer too small",
     "__fortify_fail* __chk_fail __*_chk __fortify_chk_fail"),
    ("undefined behaviour", "a check of the sanitizer failed", "__ubsan_handle_*"),
    ("assertion", "an assertion failed",
     ("__assert __assert_fail __assert_fail_base __assert_rtn __assert2 _wassert _assert "
     "-[NSAssertionHandler*] Swift.assert System.Diagnostics.Debug.Fail g_assertion_message* "
     "qt_assert* std::__glibcxx_assert_fail core::panicking::assert_failed*")),
    ("uncaught exception", "an exception that nothing caught, or one thrown where none may be",
     ("std::terminate std::__terminate __cxxabiv1::__terminate abort_message terminate "
     "_objc_terminate __verbose_terminate_handler __gnu_cxx::__verbose_terminate_handler "
     "__cxa_call_unexpected __clang_call_terminate __cxa_call_terminate "
     "_objc_default_uncaught_exception_handler "
     "std::__throw_bad_function_call objc_terminate _CxxThrowException __cxa_throw "
     "objc_exception_throw")),
    ("panic", "the program gave up on purpose",
     ("core::panicking::* std::panicking::* rust_begin_unwind rust_panic core::option::*_failed "
     "core::result::unwrap_failed Swift._assertionFailure Swift._fatalErrorMessage "
     "_assertionFailure _fatalErrorMessage Swift.fatalError runtime.gopanic runtime.throw "
     "System.Environment.FailFast qt_message_fatal* QMessageLogger::fatal RtlFailFast2 "
     "RaiseFailFastException __fastfail")),
    ("abort", "the program ended itself", ("abort __abort std::process::abort _invoke_watson "
     "_invalid_parameter* __libc_fatal __libc_message*")),
)  # fmt: skip

_MOST_FRAMES = 40  # from the crash outward


def sign_of(frames: Sequence[Frame]) -> tuple[Sign, int] | None:
    """The most telling of them, and its place; None when no frame gives a sign.

    The first row of the table wins, whatever the order on the stack: all of them end in `abort`.
    Of one row, the outermost does: it is nearest to whoever is to blame.
    """
    names = [normalised(frame.function or frame.raw_function) for frame in frames[:_MOST_FRAMES]]
    for sign, patterns in _table():
        for place, name in reversed([*enumerate(names)]):
            if name and patterns.find(name):
                return sign, place
    return None


def blamed(frames: Sequence[Frame], after: int) -> Frame | None:
    """The frame that led to the sign: the next outward that is no sign and has a source file."""
    for frame in frames[after + 1 : after + 1 + _MOST_FRAMES]:
        name = normalised(frame.function or frame.raw_function)
        if (frame.path or frame.file) and not _is_sign(name, _table()):
            return frame
    return None


def _is_sign(name: str, table: Iterable[tuple[Sign, Patterns]]) -> bool:
    inner = name.startswith(("std::", "core::", "alloc::", "Swift.", "__"))
    return inner or any(patterns.find(name) for _, patterns in table)


@lru_cache(maxsize=1)
def _table() -> tuple[tuple[Sign, Patterns], ...]:
    return tuple((Sign(kind, text), Patterns(names.split())) for kind, text, names in _SIGNS)
