"""Whose frames they are."""

import pytest

from inspector.model.in_app import InAppRules, matches, ours, splits, system_of
from inspector.model.report import Frame, Report, Thread

PATHS = [
    pytest.param("/usr/lib/libgtk-3.so.0", True, id="usr-lib"),
    pytest.param("/usr/local/lib/libmine.so", False, id="usr-local"),
    pytest.param("/lib/x86_64-linux-gnu/libc.so.6", True, id="lib"),
    pytest.param("libc.so.6", True, id="bare-libc"),
    pytest.param("/app/lib/libstdc++.so.6.0.30", True, id="bundled-libstdcxx"),
    pytest.param("/app/libcrane.so", False, id="libc-is-no-prefix"),
    pytest.param("linux-vdso.so.1", True, id="vdso"),
    pytest.param("[vdso]", True, id="vdso-mapping"),
    pytest.param("/System/Library/Frameworks/UIKit.framework/UIKit", True, id="ios"),
    pytest.param("/private/var/App.app/App", False, id="ios-app"),
    pytest.param(r"C:\Windows\System32\KERNELBASE.dll", True, id="windows"),
    pytest.param(r"C:\Program Files\Game\game.exe", False, id="windows-app"),
    pytest.param(r"D:\stuff\ntdll.dll", True, id="ntdll-anywhere"),
    pytest.param("/apex/com.android.art/lib64/libart.so", True, id="android"),
    pytest.param("/data/app/com.example/lib/arm64/libgame.so", False, id="android-app"),
    pytest.param("webpack:///./node_modules/react/index.js", True, id="node-modules"),
    pytest.param("node:internal/process", True, id="node"),
    pytest.param("https://example.com/app.js", False, id="script"),
]


@pytest.mark.parametrize(("path", "system"), PATHS)
def test_system_places(path: str, system: bool) -> None:
    assert bool(system_of(path)) is system


def report(*frames: Frame, kind: str = "native") -> Report:
    return Report(kind=kind, threads=(Thread(index=0, frames=frames),))


def test_the_word_of_the_request_counts() -> None:
    frames = (Frame(package="/usr/lib/a.so", in_app=True), Frame(package="/opt/b"))
    answer = ours(report(*frames))
    assert [answer.test(frame) for frame in frames] == [True, False]
    assert answer.decided_by == "in_app of the request"


def test_without_it_the_list_decides() -> None:
    frames = (Frame(package="/usr/lib/a.so"), Frame(package="/opt/b"), Frame())
    answer = ours(report(*frames))
    assert [answer.test(frame) for frame in frames] == [False, True, False]
    assert answer.decided_by == "built-in system list"


def test_scripts_go_by_their_url() -> None:
    frames = (Frame(path="https://h/a.js"), Frame(path="https://h/node_modules/b.js"))
    answer = ours(report(*frames, kind="js"))
    assert [answer.test(frame) for frame in frames] == [True, False]


def test_splits() -> None:
    mine, system = Frame(package="/opt/b"), Frame(package="/usr/lib/a.so")
    test = ours(report(mine, system)).test
    assert splits(test, (mine, system))
    assert not splits(test, (mine, mine))
    assert not splits(test, ())


MATCHES = [
    pytest.param("libgame*", "/opt/x/libgame-2.so", "", True, id="name-glob"),
    pytest.param("LIBGAME*", "/opt/x/libgame-2.so", "", True, id="case-of-ascii-letters"),
    pytest.param("libgame", "/opt/x/libgame-2.so", "", False, id="whole-name"),
    pytest.param("x", "/opt/x/a.so", "", False, id="a-name-is-no-folder"),
    pytest.param("/opt/x", "/opt/x/a.so", "", True, id="prefix"),
    pytest.param("/opt/x/", "/opt/x/a.so", "", True, id="prefix-with-slash"),
    pytest.param("/opt/x", "/opt/xy/a.so", "", False, id="prefix-ends-at-a-folder"),
    pytest.param("/src/app", "/opt/a.so", "/src/app/a.c", True, id="source-file"),
    pytest.param("**/third_party/**", "/opt/a.so", "/s/third_party/z/z.c", True, id="path-glob"),
    pytest.param(r"D:\game", r"D:\game\game.exe", "", True, id="windows"),
    pytest.param("*", "", "", False, id="nothing-known"),
]


@pytest.mark.parametrize(("pattern", "place", "file", "expected"), MATCHES)
def test_matches(pattern: str, place: str, file: str, expected: bool) -> None:
    assert matches(pattern, place, file) is expected


def test_rules_of_a_person_come_before_the_list() -> None:
    rules = InAppRules(include=("libc.so.6", "/opt"), exclude=("libvendor*",))
    frames = {
        "/usr/lib/libc.so.6": (True, "include libc.so.6"),
        "/opt/libvendor.so": (False, "exclude libvendor*"),
        "/usr/lib/libz.so": (False, "built-in list: Linux"),
        "/home/a/b.so": (True, "not in the built-in list of system places"),
    }
    answer = ours(report(*(Frame(package=path) for path in frames)), rules)
    judged = {path: answer.judge(Frame(package=path)) for path in frames}
    assert {path: (v.ours, v.rule) for path, v in judged.items()} == frames
    assert answer.decided_by == "[in_app] of the settings"


def test_without_the_list_only_what_is_included_is_ours() -> None:
    answer = ours(report(), InAppRules(include=("/opt",), defaults=False))
    assert [answer.test(Frame(package=p)) for p in ("/opt/a", "/srv/a", "")] == [True, False, False]


def test_one_module_may_hold_files_of_both_kinds() -> None:
    answer = ours(report(), InAppRules(exclude=("/src/third_party",)))
    files = ("/src/third_party/z.c", "/src/app/a.c")
    assert [answer.test(Frame(package="/opt/a", path=f)) for f in files] == [False, True]


@pytest.mark.parametrize("pattern", ["", "a[", "a**"])
def test_a_pattern_that_cannot_be_read_is_refused(pattern: str) -> None:
    with pytest.raises(ValueError, match=r"empty|invalid glob"):
        InAppRules(exclude=(pattern,))


@pytest.mark.parametrize("said", [True, False, None])
def test_what_the_request_says_beats_every_rule(said: bool | None) -> None:
    rules = InAppRules(include=("*",))
    answer = ours(report(Frame(in_app=True), Frame(in_app=said, package="/opt/b")), rules)
    assert answer.test(Frame(in_app=said, package="/opt/b")) is (said is True)
