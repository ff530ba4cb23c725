"""What the triage board says around its table: verdict, progress, all about a row."""

import os

from inspector.model.clean import clean
from inspector.tui.triage.board import Board, Run
from inspector.tui.triage.board_rows import (
    BROKEN,
    Choice,
    GroupRow,
    Laid,
    RequestRow,
    Row,
    Sums,
    worst_word,
)
from inspector.tui.widgets.board_list import reason_of, share_word, stale_mark, title_of
from inspector.tui.widgets.progress_line import bar
from inspector.tui.words.names import cut, cut_start
from inspector.tui.words.wording import clock_word, module_mark


def verdict(board: Board, laid: Laid, choice: Choice, room: int) -> str:
    """The folder in one line, what matters most first."""
    words = _words(board, laid, choice)
    text = "  ".join(words)
    if len(text) > room - 20:  # the folder's name is worth more than what numbers are of
        text = text.replace(" resolved", "").replace(" requests", "")
    name = clean(os.path.join(os.path.basename(board.folder) or board.folder, ""))
    return cut(f"{cut_start(name, max(12, room - len(text) - 2))}  {text}", room)


def _words(board: Board, laid: Laid, choice: Choice) -> list[str]:
    sums = laid.sums
    words = [f"{sums.count:,} request{'s' if sums.count != 1 else ''}"]
    if choice.filter:
        words.append(f"{laid.listed:,} with {clean(choice.filter)!r}")
    if sums.frames:
        words.append(f"{share_word(sums.resolved, sums.frames)} resolved")
    if board.trusted:
        words.append("trusted")
    if sums.broken:
        words.append(f"✗ {sums.broken:,} broken")
    if sums.stale > sums.new:
        words.append(f"↻ {sums.stale - sums.new:,} stale")
    if sums.new:
        words.append(f"· {sums.new:,} not run")
    return words


def doing(board: Board, sums: Sums, room: int) -> str:
    """How the run stands; without one, what there is to do."""
    run = board.run
    if run is None or (run.state == "done" and sums.stale):
        if not sums.stale:
            return ""
        return f"{sums.stale:,} to answer: r answers what is new or changed, R all again"
    text = f"{clock_word(run.seconds)} {bar(run.done, run.total)} {run.done:,} of {run.total:,}"
    if run.state != "running":
        return f"{text} {run.state}{_rate(run)}"
    return cut(f"{text}{_rate(run)}{_left(run)} · X stops", room - 2)


def nothing(choice: Choice) -> str:
    """What a table without rows says."""
    if choice.filter:
        return "no request has that: Esc shows all"
    return "no requests here: they are the *.json files of this folder and of those in it"


def about(row: Row) -> tuple[str, str]:
    """Everything about a row: a title and lines of `name  value`. Hostile text and all."""
    return _about_group(row) if isinstance(row, GroupRow) else _about_request(row)


def _about_group(group: GroupRow) -> tuple[str, str]:
    sums = group.sums
    lines = [
        title_of(group.key),
        "",
        f"requests     {sums.count:,}",
        f"resolved     {sums.resolved:,} of {sums.frames:,} frames",
    ]
    if word := worst_word(sums.worst):
        lines.append(f"worst        {module_mark(word).word}")
    if group.missing:
        lines.append(f"top missing  {clean(group.missing)}")
    if sums.stale:
        lines.append(f"stale        {sums.stale:,}")
    return "Requests that cannot be read" if group.key == BROKEN else "Signature", "\n".join(lines)


def _about_request(row: RequestRow) -> tuple[str, str]:
    entry, outcome = row.entry, row.entry.outcome
    lines = [f"request    {clean(entry.path)}"]
    if entry.stale:
        lines.append(f"stale      {stale_mark(entry).word}")
    if outcome is None:
        return "Request", "\n".join([*lines, "", "It was never answered: r answers it."])
    if outcome.state == "broken":
        return "Request", "\n".join([*lines, "", "It cannot be read:", clean(reason_of(entry))])
    lines += [
        f"signature  {clean(outcome.signature) or '(none)'}",
        f"kind       {outcome.kind}",
        f"resolved   {outcome.resolved:,} of {outcome.frames:,} frames",
        f"worst      {module_mark(outcome.worst).word if outcome.worst else 'no modules'}",
    ]
    for module in outcome.missing:
        lines.append(f"missing    {clean(module.name)} {clean(module.debug_id)}: "
                     f"{module.frames:,} frame{'s' if module.frames != 1 else ''}")  # fmt: skip
    return "Request", "\n".join(lines)


def _rate(run: Run) -> str:
    return f"  {run.done / run.seconds:,.0f}/s" if run.done and run.seconds else ""


def _left(run: Run) -> str:
    if not run.done:
        return ""
    return f"  {clock_word((run.total - run.done) * run.seconds / run.done)} left"
