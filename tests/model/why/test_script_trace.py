"""Evidence of scripts: what is unset says that nothing happened."""

from inspector.model.why.script_trace import FileTrace, ScriptFrameTrace, ScriptTrace


def test_unset_is_nothing() -> None:
    file = FileTrace(role="source")
    assert (file.api, file.asked, file.found_by, file.has_text) == (None, (), "", False)
    script = ScriptTrace(index=0, name="a.js", path="a.js")
    assert (script.file, script.map, script.reference, script.bundles) == (None, None, "", ())
    frame = ScriptFrameTrace(
        thread=0, index=0, place="stacktraces[0].frames[0]", script=0, status="raw", line=0
    )
    assert (frame.at, frame.in_script, frame.text, frame.named_by) == (None, None, "", "")
