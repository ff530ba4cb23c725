"""What the copy menu copies."""

import json

from inspector.model.report import Frame, Thread
from inspector.tui.outside.copying import OFFERS, frame_text, thread_markdown, thread_text
from inspector.tui.view import opened
from tests.tui.scripted import crash

ANSWER = crash()[1]
VIEW = opened(ANSWER)
FRAMES = ANSWER.threads[1].frames


def test_each_offer_has_its_text() -> None:
    texts = {offer.key: offer.text(VIEW, FRAMES[3]) for offer in OFFERS}
    assert texts["y"] == "#2   app  Scene::render() (/src/app/renderer.cpp:214)"
    assert texts["f"] == "Scene::render()"
    assert texts["s"] == "/src/app/renderer.cpp:214"
    assert texts["a"] == "0x55d0c41a02b1"
    assert texts["i"] == "c0ffee00-0000-0000-0000-0000aa551000"
    assert json.loads(texts["j"])["function"] == "Scene::render()"
    assert texts["t"].splitlines()[0] == "Thread 3 render loop (crashed)"
    assert texts["m"].startswith("**Thread 3 render loop (crashed)**\n\n```\n#0")


def test_the_letters_are_different() -> None:
    assert len({offer.key for offer in OFFERS}) == len(OFFERS)


def test_a_frame_without_name_is_its_address_and_why() -> None:
    assert frame_text(FRAMES[0]) == "#0   0x7f1c00000010 [no module]"
    assert frame_text(FRAMES[1]).endswith("[inlined]")


def test_nothing_in_a_paste_acts() -> None:
    hostile = Frame(function="a\x1b]52;c;x\x07", path="b\u202e.c", line=1, package="\x9bm")
    thread = Thread(index=0, name="t\x00", frames=(hostile,))
    assert thread_text(thread) == "Thread 0 t␀\n#0   \ufffdm  a␛]52;c;x␇ (b<U+202E>.c:1)"


def test_no_name_closes_the_fence_or_becomes_markup() -> None:
    thread = Thread(index=0, name="*a*", frames=(Frame(function="```\n# b"),))
    lines = thread_markdown(thread).splitlines()
    assert lines[0] == r"**Thread 0 \*a\***"
    assert lines[2] == lines[-1] == "````"
