"""Reports that collide a lot, for the property tests: few names, few places, few threads."""

from hypothesis import strategies as st

from inspector.model.report import Frame, Module, Report, Thread

STATUSES = ("symbolicated", "missing", "missing_symbol", "raw")


def frames() -> st.SearchStrategy[Frame]:
    return st.builds(
        Frame,
        status=st.sampled_from(STATUSES),
        index=st.integers(0, 5),
        depth=st.integers(0, 1),
        function=st.sampled_from(["", "f", "g", "f<int >", "f<int>", "f(char)", "f()"]),
        package=st.sampled_from(["/a/app", "libc.so"]),
        file=st.sampled_from(["", "a.c", "b.c"]),
        line=st.sampled_from([None, 0, 1, 2]),
        offset=st.sampled_from([None, 1, 20]),
        address=st.sampled_from([None, 7]),
        context_line=st.sampled_from([None, "x"]),
    )


def threads() -> st.SearchStrategy[Thread]:
    return st.builds(
        Thread,
        index=st.integers(0, 3),
        id=st.sampled_from([None, 1, 2]),
        name=st.sampled_from(["", "main"]),
        crashed=st.booleans(),
        frames=st.lists(frames(), max_size=6).map(tuple),
    )


def modules() -> st.SearchStrategy[Module]:
    return st.builds(
        Module,
        index=st.integers(0, 3),
        name=st.sampled_from(["", "app", "libc.so"]),
        debug_id=st.sampled_from(["", "x", "y"]),
        status=st.sampled_from(["found", "missing", "unused"]),
        features=st.sampled_from([(), ("debug",), ("debug", "sources")]),
    )


def reports() -> st.SearchStrategy[Report]:
    return st.builds(
        Report,
        kind=st.just("native"),
        threads=st.lists(threads(), max_size=3).map(tuple),
        modules=st.lists(modules(), max_size=3).map(tuple),
    )
