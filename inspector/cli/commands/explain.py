"""`inspector explain`: why a frame or a module of a request is as it is, and what to do."""

from typing import TYPE_CHECKING, Any

import click

from inspector.cli import engine_options
from inspector.cli.answers import Mend, settings_of
from inspector.cli.output import TEXT_OR_JSON, json_text, put
from inspector.cli.requests import answered, opened, thread_of
from inspector.model.clean import clean

if TYPE_CHECKING:
    from inspector.engine import Opened, Result
    from inspector.model.report import Frame, Report
    from inspector.model.why.explanation import Explanation

_MARKS = {"ok": "ok  ", "stopped": "STOP", "not_reached": "  - "}


@click.command()
@click.argument("request", metavar="REQUEST")
@click.option("--thread", type=int, help="Number of a thread. Default: the crashed one.")
@click.option("--frame", type=int, help="Number of a frame of it, the innermost is 0.")
@click.option("--module", type=int, help="Number of a module, instead of a frame.")
@TEXT_OR_JSON
@engine_options
def explain(
    request: str,
    *,
    thread: int | None,
    frame: int | None,
    module: int | None,
    form: str,
    **given: Any,
) -> None:
    """Why a frame or a module is as it is: each step of the run, and one thing to do next.

    Without --frame and --module it is the first frame of the thread that was not resolved, and
    what else was not resolved comes after it.

    JSON is an object of `request` (its name), `explanation` and, without --frame and --module,
    `summary`. An explanation has `subject`, `verdict`, `steps` (`name`, `state` of "ok",
    "stopped", "not_reached", `text`, `facts` of [label, value]) and `next`, which is null or has
    `kind`, `text` and `arguments`. The summary is a list of `module` (null: frames without one),
    `name`, `status`, `unresolved` (frames) and `verdict`, the most frames first.
    """
    if module is not None and (frame is not None or thread is not None):
        raise click.UsageError("--module takes neither --thread nor --frame")
    answers = _Answers(request, given)
    found: Explanation | None
    if module is not None:
        found, rest = answers.module(module), None
    else:
        chosen = answers.thread(thread)
        number = answers.unresolved(chosen) if frame is None else answers.frame(chosen, frame)
        found = None if number is None else answers.explained(chosen, number)
        rest = answers.summary() if frame is None else None
    put(_json(answers, found, rest) if form == "json" else _text(found, rest))


class _Answers:
    """One answered request, and the explanations of it."""

    def __init__(self, request: str, given: dict[str, Any]) -> None:
        from inspector.engine import Engine

        settings = settings_of(given)
        self.opened: Opened = opened(request, settings, given)
        self._engine: Engine = Engine(settings)
        self._result: Result = answered(self._engine, self.opened)
        self._report: Report = self._result.report

    def thread(self, asked: int | None) -> int:
        """The number of a thread, or of the crashed one. Raises Mend."""
        return thread_of(self._report, asked)

    def frame(self, thread: int, asked: int) -> int:
        """The number of a frame. Raises Mend."""
        body: Any = self.opened.body
        frames = len(body.stacktraces[thread].frames)
        if not 0 <= asked < frames:
            raise Mend(f"thread {thread} has no frame {asked}; it has {frames}")
        return asked

    def unresolved(self, thread: int) -> int | None:
        """The first frame that is not as it should be; else the first one."""
        frames = self._report.threads[thread].frames
        bad = next((one.index for one in frames if one.status != "symbolicated"), None)
        return bad if bad is not None else next((one.index for one in frames), None)

    def explained(self, thread: int, frame: int) -> "Explanation":
        """Why a frame is as it is."""
        from inspector.questions.why import explain_frame

        near = self._near(self._result.trace.owner(thread, frame))
        return explain_frame(self.opened, self._result, thread, frame, near=near)

    def module(self, index: int) -> "Explanation":
        """Why a module is as it is. Raises Mend."""
        from inspector.questions.why import explain_module

        if not 0 <= index < len(self._report.modules):
            raise Mend(f"there is no module {index}; the request has {len(self._report.modules)}")
        return explain_module(self.opened, self._result, index, self._near(index))

    def _near(self, module: int | None) -> Any:
        if module is None:
            return ()
        import asyncio

        async def look() -> Any:
            async with self._engine:
                return await self._engine.nearby(self._result, module)

        return asyncio.run(look())

    def summary(self) -> list[dict[str, Any]]:
        """The modules whose frames were not resolved, most frames first."""
        from inspector.questions.why import explain_frame, explain_module

        # A native frame that is still raw was not asked about; one of a script has no map.
        fine = ("symbolicated",) if self.opened.kind == "js" else ("symbolicated", "raw")
        frames: dict[int | None, list[tuple[int, Frame]]] = {}
        for thread in self._report.threads:
            for frame in thread.frames:
                if frame.status not in fine:
                    module = self._result.trace.owner(thread.index, frame.index)
                    frames.setdefault(module, []).append((thread.index, frame))
        rows = []
        for module, bad in sorted(frames.items(), key=lambda item: -len(item[1])):
            number, first = bad[0]
            row = {"module": module, "name": "", "status": first.status, "unresolved": len(bad)}
            if module is None:
                row["verdict"] = "Their addresses lie in no module."
            else:
                shown = self._report.modules[module]
                found = explain_module(self.opened, self._result, module)
                if found.stopped is None:  # the module is as it should be, its frames are not
                    found = explain_frame(self.opened, self._result, number, first.index)
                row |= {"name": shown.name, "status": shown.status, "verdict": found.verdict}
            rows.append(row)
        return rows


def _json(answers: _Answers, found: "Explanation | None", rest: Any) -> str:
    tree: dict[str, Any] = {"request": answers.opened.name, "explanation": found}
    if rest is not None:
        tree["summary"] = rest
    return json_text(tree)


def _text(found: "Explanation | None", rest: "list[dict[str, Any]] | None") -> str:
    lines = ["The thread has no frames."] if found is None else list(_lines(found))
    if rest:
        lines += ["", "Not resolved:"]
        for row in rest:
            name = "no module" if row["module"] is None else f"module {row['module']} {row['name']}"
            lines.append(f"  {row['unresolved']:>5}  {name} ({row['status']}): {row['verdict']}")
    return "".join(f"{clean(line)}\n" for line in lines)


def _lines(found: "Explanation") -> "list[str]":
    lines = [f"{found.subject}: {found.verdict}", ""]
    for step in found.steps:
        lines.append(f"  {_MARKS[step.state]}  {step.name}: {step.text}")
        if step.state == "stopped":
            lines += [f"          {label}: {value}" for label, value in step.facts]
    if found.next is not None:
        lines += ["", f"Next: {found.next.text}"]
    return lines
