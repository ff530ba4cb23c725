"""Which form is written, and that the redaction reaches each of them."""

import pytest

from inspector.export.forms import EXTENSIONS, Form, render
from inspector.export.redact import redaction
from inspector.model.report import Candidate, Frame, Module, Report, Thread

CANARY = "canary-4f1c"
ASKED = Candidate(source="s", location="x", download="error", details=f"refused {CANARY}")
MODULE = Module(index=0, name="m", status="missing", candidates=(ASKED,))
FRAME = Frame(function="f", file="a.c", path="/home/ann/a.c", package="/home/ann/m", offset=1)
REPORT = Report(
    kind="native",
    name="/home/ann/crash.json",
    threads=(Thread(index=0, name=CANARY, frames=(FRAME,)),),
    modules=(MODULE,),
    notes=("read /home/ann/x",),
    done=True,
)
FORMS: list[Form] = ["text", "markdown", "html"]


@pytest.mark.parametrize("form", FORMS)
def test_every_form_is_redacted(form: Form) -> None:
    plain = render(REPORT, form, redaction(), str)
    assert CANARY.encode() in plain
    assert b"/home/ann" in plain
    taken_out = render(REPORT, form, redaction([CANARY], users=True), str)
    assert CANARY.encode() not in taken_out
    assert b"ann/" not in taken_out
    assert taken_out != plain


@pytest.mark.parametrize("form", FORMS)
def test_heads_are_in_every_form_and_harmless(form: Form) -> None:
    heads = [("signature", f"a<T>::b of {CANARY}")]
    written = render(REPORT, form, redaction([CANARY]), str, heads).decode()
    assert "signature" in written
    assert CANARY not in written
    assert ("a&lt;T&gt;::b of" if form == "html" else "a<T>::b of") in written


def test_beginnings_tell_the_forms_apart() -> None:
    written = {form: render(REPORT, form, redaction(), str)[:9] for form in FORMS}
    assert written == {"text": b"/home/ann", "markdown": b"### `/hom", "html": b"<!DOCTYPE"}
    assert EXTENSIONS.keys() == {"json", *FORMS}


def test_the_json_is_no_report() -> None:
    with pytest.raises(ValueError, match="not a report"):
        render(REPORT, "json", redaction(), str)


@pytest.mark.parametrize(
    ("form", "shown"),
    [
        ("text", "Why\n  lib[a]<b>: Nobody had s3cret.\n    next: Add a *folder*.\n"),
        ("markdown", "- `lib[a]<b>`: Nobody had s3cret. Next: Add a \\*folder\\*."),
        ("html", "<li><b>lib[a]&lt;b&gt;</b>: Nobody had s3cret.<br>Next: Add a *folder*.</li>"),
    ],
)
def test_why_modules_have_no_file(form: Form, shown: str) -> None:
    whys = [("lib[a]<b>", "Nobody had s3cret.", "Add a *folder*.")]
    report = Report(kind="native", done=True)
    kept = render(report, form, str, str, whys=whys).decode()
    assert shown in kept
    hidden = render(report, form, lambda text: text.replace("s3cret", "***"), str, whys=whys)
    assert b"s3cret" not in hidden
    assert "Why" not in render(report, form, str, str).decode()
