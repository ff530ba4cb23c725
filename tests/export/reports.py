"""Reports for the tests of every format: a whole one, and one of nothing but hostile text."""

from hypothesis import strategies as st

from inspector.model.report import Candidate, Frame, Module, Report, Thread

CRASH = Thread(
    index=0,
    id=7,
    name="main",
    crashed=True,
    frames=(
        Frame(
            status="symbolicated",
            index=0,
            depth=1,
            function="read_scale",
            module=0,
            package="/srv/harbor",
            file="crane.c",
            line=9,
        ),
        Frame(
            status="symbolicated",
            index=0,
            function="tension",
            module=0,
            package="/srv/harbor",
            file="crane.c",
            line=15,
        ),
        Frame(status="missing", index=1, module=1, package="/lib/libc.so.6", address=2, offset=1),
        Frame(status="unknown_image", index=2, address=0x9999, trust="scan"),
    ),
)
MODULES = (
    Module(
        index=0,
        name="harbor",
        debug_id="5d13e14e-7c82-0d60-03d2-4d2b00b150de",
        arch="x86_64",
        status="found",
        features=("debug", "symbols"),
        candidates=(Candidate(source="s", location="file://a", download="ok", debug="ok"),),
    ),
    Module(
        index=1,
        name="libc.so.6",
        code_id="abcd",
        status="malformed",
        candidates=(
            Candidate(source="s", location="file://a", download="notfound"),
            Candidate(source="s", location="file://b", download="ok", debug="malformed"),
            Candidate(
                source="web", location="http://h/", download="noperm", details="403 Forbidden"
            ),
        ),
    ),
)
REPORT = Report(
    kind="native",
    name="crash.json",
    signal=11,
    platform="native",
    threads=(CRASH, Thread(index=1)),
    modules=MODULES,
    notes=("half of it is missing",),
    done=True,
)

HOSTILE = [
    "```\n# owned\n```",
    "`",
    "a\x1b]0;title\x07b\x9bm",
    "<img src=x onerror=alert(1)>",
    "[link](javascript:x) ![i](http://h/) *a* _b_ @someone",
    "x\n\n> y\r\nz\u2028w",
    "\u202eevil\u2066",
    "\ud800",
    " ",
]
NAME = st.sampled_from(HOSTILE) | st.text(max_size=20)


def named(name: str) -> Report:
    """A report in which everything that others wrote is this text."""
    frame = Frame(status="missing", function=name, file=name, line=1, module=0, package=name)
    unnamed = Frame(status="missing", module=0, package=name, offset=1)
    asked = Candidate(source=name, location=name, download="error", details=name)
    return Report(
        kind="native",
        name=name,
        platform=name,
        threads=(Thread(index=0, name=name, frames=(frame, unnamed)),),
        modules=(Module(index=0, name=name, debug_id=name, status="missing", candidates=(asked,)),),
        notes=(name,),
    )
