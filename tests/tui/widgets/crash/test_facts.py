"""Label and value pairs."""

import pytest
from msgspec.structs import replace

from inspector.model.report import Candidate, Frame, Module, Report, Thread
from inspector.tui.view import opened
from inspector.tui.widgets.crash.facts import candidate_line, facts_of
from tests.tui.scripted import crash

ANSWER = crash()[1]
VIEW = opened(ANSWER)
FRAMES = ANSWER.threads[1].frames


def test_a_symbolicated_frame() -> None:
    facts = dict(facts_of(VIEW, FRAMES[3]))
    assert facts["status"] == "symbolicated"
    assert facts["path"] == "/src/app/renderer.cpp:214"
    assert facts["offset"] == "app +0x2b1"
    assert facts["debug file"] == "found (debug, symbols, unwind)"
    assert "why" not in facts


@pytest.mark.parametrize(
    ("status", "word"),
    [("missing_symbol", "no function in it"), ("unknown_image", "in no module"),
     ("missing", "No usable debug file"), ("malformed", "cannot be read")],
)  # fmt: skip
def test_each_unresolved_frame_says_why(status: str, word: str) -> None:
    assert word in dict(facts_of(VIEW, Frame(status=status, module=2)))["why"]


def test_where_was_asked() -> None:
    facts = facts_of(VIEW, FRAMES[10])
    at = [label for label, _ in facts].index("asked")
    assert [label for label, _ in facts[at : at + 3]] == ["asked", "", ""]
    assert candidate_line(ANSWER.modules[2].candidates[1]).endswith(
        "libnvidia-gl.so - error: 503 service unavailable"
    )


def test_guessed_frames_are_told() -> None:
    assert ("", "guessed from stack memory: it may not have been called") in facts_of(
        VIEW, FRAMES[10]
    )


def test_registers_stand_with_the_first_frame_and_name_modules() -> None:
    facts = facts_of(VIEW, FRAMES[0])
    assert ("registers", "rbx 000055d0c41a02b1  app +0x2b1  Scene::render()") in facts
    assert ("", ("rip 00007f1c00000010", "rax 0000000000000000")) in facts
    assert "registers" not in dict(facts_of(VIEW, FRAMES[3]))


def test_which_rule_says_whose_frame_it_is() -> None:
    facts = dict(facts_of(VIEW, FRAMES[3]))
    assert facts["in-app"] == "yes: not in the built-in list of system places"
    assert dict(facts_of(VIEW, FRAMES[12]))["in-app"] == "no: built-in list: Linux"


def test_a_script_frame_tells_errors_files_and_attempts() -> None:
    attempt = Candidate(source="web", location="https://h/a.js", download="notfound")
    script = Module(index=0, type="sourcemap", code_file="https://h/a.js", status="missing_source",
                    candidates=(attempt,))  # fmt: skip
    raw = Frame(path="https://h/a.js", line=1)
    done = replace(raw, status="missing_source", problems=("The script was not found.",))
    asked = Report(kind="js", threads=(Thread(index=0, frames=(raw,)),))
    view = opened(asked)
    view = replace(
        view, report=replace(asked, threads=(Thread(index=0, frames=(done,)),), modules=(script,))
    )
    facts = dict(facts_of(view, done))
    assert facts["problem"] == "The script was not found."
    assert facts["source map"] == "missing source"
    assert facts["asked"] == "web: https://h/a.js - notfound"


def test_facts_of_the_engine_are_there() -> None:
    frame = replace(FRAMES[3], facts=(("source map", "a.js.map"),), problems=("no column",))
    assert ("source map", "a.js.map") in facts_of(VIEW, frame)
    assert ("problem", "no column") in facts_of(VIEW, frame)
