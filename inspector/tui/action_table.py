"""Everything a key does, in one table: it feeds bindings, footer, palette and `?`.

`id` names the binding (a keymap refers to it) and the method `action_<id>` of whoever offers
the group. The footer has those of a lower `footer` first, then in the order of the table: where
there is no room for all, the last of them are left to `?`.
"""

from msgspec import Struct


class Action(Struct, frozen=True):
    """One thing a person can do."""

    id: str
    keys: str  # comma separated, the one to show first
    label: str  # in the footer
    help: str  # one line, in `?` and the palette
    palette: str = ""  # what it is called there, with a verb in front; "": not there
    call: str = ""  # the action, if it is not the id: "view('stack')"
    footer: int = 0  # its rank there; 0: not in the footer


_FIRST, _OWN, _LATE, LAST = 1, 2, 3, 4


def _shown(
    action_id: str,
    keys: str,
    label: str,
    explained: str,
    palette: str = "",
    call: str = "",
    at: int = _OWN,
) -> Action:
    """An action that the footer names."""
    return Action(action_id, keys, label, explained, palette, call, footer=at)


_APP = (
    _shown("help", "question_mark,f1", "Help", "Keys of this screen, glyphs", "show: help"),
    _shown("go_back", "q", "Leave", "One screen back; quit at the first", "go: back", at=LAST),
    Action("open_path", "O", "Open", "Another request, or a folder", "open: request or folder"),
    Action("jump", "ctrl+o", "Jump", "Focus a pane by its letter", "go: to a pane by letter"),
    Action("quit", "ctrl+q", "Quit", "Quit at once, also in the middle of a run"),
)
_REQUEST = (
    _shown(
        "run", "r,f5", "Run", "Symbolicate, again if it was done", "run: symbolicate", at=_FIRST
    ),
    _shown(
        "cancel", "X", "Cancel", "Stop the run; what has arrived stays", "run: cancel", at=_FIRST
    ),
    _shown(
        "trust", "T", "Trust", "Let the request reach private places", "run: trust and repeat",
        at=_FIRST,
    ),
    _shown(
        "export", "E", "Export", "Response, request, report, picture", "export: to a file", at=_LATE
    ),
    _shown(
        "retry", "R", "Retry", "Ask again for what could not be had", "run: retry failed", at=_LATE
    ),
    Action("view_stack", "1", "Stack", "Threads, frames, source", "view: stack", "view('stack')"),
    Action(
        "view_modules", "2", "Modules", "Modules, and where was asked for their files",
        "view: modules", "view('modules')",
    ),
    Action(
        "view_sources", "3", "Sources", "Change where files are looked for",
        "view: sources", "view('sources')",
    ),
    Action(
        "view_scraping", "4", "Scraping", "Change what may be fetched from the web",
        "view: scraping", "view('scraping')",
    ),
    Action(
        "view_activity", "5", "Activity", "What the run fetched and read",
        "view: activity", "view('activity')",
    ),
    Action(
        "view_compare", "6", "Compare", "Beside another request, response or run",
        "view: compare", "view('compare')",
    ),
)  # fmt: skip
_STACK = (
    _shown("search", "slash", "Search", "Find text in all threads", "go: search"),
    _shown("app_only", "a", "App", "Hide system frames but who called us", "view: app frames only"),
    _shown("why", "x", "Why", "Why this frame is as it is, and what to do", "show: why this frame"),
    _shown("copy", "y", "Copy", "Copy the row, the function, the thread", "copy: menu"),
    _shown("edit", "e", "Editor", "Open the source in your editor", "show: source in editor"),
    Action("both", "B", "Both", "Raw and processed, side by side", "view: raw and processed"),
    Action("describe", "d", "Describe", "Everything about this frame", "show: all about the frame"),
    Action("detail", "D", "Detail", "Code, variables, registers of it", "show: code of the frame"),
    Action("next_hit", "n", "Next hit", "Next find of the search"),
    Action("previous_hit", "N", "Previous hit", "Find before this one"),
    Action("filter_rows", "ampersand", "Filter", "List only what matches", "find: filter frames"),
    Action("mark", "space", "Mark", "Mark this frame, or unmark it", "go: mark this frame"),
    Action("next_mark", "full_stop", "Next mark", "Next marked frame", "go: next mark"),
    Action("previous_mark", "comma", "Mark before", "Mark before", "go: previous mark"),
    Action("marks", "apostrophe", "Marks", "List the marked frames", "show: marked frames"),
    _shown(
        "next_thread", "right_square_bracket", "Thread", "Next thread", "go: next thread", at=_LATE
    ),
    Action("previous_thread", "left_square_bracket", "Previous", "Thread before this one"),
    Action("threads", "t", "Threads", "To the list of threads", "go: thread list"),
    Action("next_own", "J", "Next own", "Down to the next frame of ours"),
    Action("previous_own", "K", "Previous own", "Up to the frame of ours before"),
    Action("goto", "colon", "Go to", "To a frame number, address or module", "go: to frame"),
    Action("rules", "I", "In-app", "Patterns for which frames are ours", "edit: in-app rules"),
    Action("inline", "i", "Inline", "Show or hide inlined functions", "view: inlined functions"),
    Action("order", "o", "Order", "Callee first or caller first", "view: order of frames"),
    Action("merge", "m", "Merge", "Fold threads with the same stack", "view: merge threads"),
    Action("guesses", "u", "Guesses", "Show or fold guessed frames", "view: guessed frames"),
    Action("looks", "v", "View", "Menu: what is listed, and how", "view: menu of looks"),
    Action("addresses", "A", "Absolute", "Absolute or relative addresses", "view: addresses"),
    Action("paths", "P", "Full paths", "File names or full paths", "view: full paths"),
    Action("mangled", "M", "Mangled", "Readable names or symbols", "view: mangled names"),
    Action("brief", "b", "Brief", "Names without arguments", "view: brief names"),
    Action("wide", "w", "Wide", "All columns, or those that fit", "view: wide columns"),
    Action("raw", "W", "Raw", "Frames as the request had them", "view: raw frames"),
    Action("zoom", "z,plus", "Zoom", "Give this pane all the room, and back", "view: zoom pane"),
    Action("next_pane", "tab", "Next pane", "To the next pane"),
    Action("previous_pane", "shift+tab", "Previous pane", "To the pane before"),
)
_LIST = (
    Action("cursor_down", "down,j", "Down", "One row down"),
    Action("cursor_up", "up,k", "Up", "One row up"),
    Action("page_down", "pagedown", "Page down", "One page down"),
    Action("page_up", "pageup", "Page up", "One page up"),
    Action("first", "home,g", "First", "To the first row"),
    Action("last", "end,G", "Last", "To the last row"),
    Action("choose", "enter", "Choose", "Open what the row stands for"),
)
_FRAMES = (
    Action("fold", "left,h", "Fold", "Fold the inlined functions of this frame"),
    Action("unfold", "right,l", "Unfold", "Show them, or the frames hidden here"),
)
_THREADS = (Action("into_frames", "right,l", "Frames", "To its frames", call="choose"),)
_BESIDE = (Action("to_frames", "left,h", "Frames", "Back to the frames", call="screen.leave"),)
_MODULES = (
    _shown("filter", "slash,ampersand", "Filter", "By name, id or 0x address", "find: module"),
    _shown("unused", "u", "Unused", "Show or hide unused modules", "view: unused modules"),
    _shown("load_map", "L", "Load map", "Modules by address, with gaps", "view: load map"),
    Action(
        "describe_module",
        "d",
        "Describe",
        "Everything about this module",
        "show: all about the module",
    ),
    _shown(
        "why_module", "x", "Why", "Why this module is as it is, what to do", "show: why this module"
    ),
    Action("missing", "M", "Missing", "Which file buys the most", "show: what is missing most"),
    _shown("copy_id", "y", "Copy id", "Copy the debug id", "copy: debug id"),
    _shown(
        "plan",
        "p",
        "Plan",
        "What a run asks, in order, without asking",
        "show: lookup plan",
        at=_LATE,
    ),
)
_PLAN = (
    _shown(
        "copy_curl",
        "y",
        "Copy curl",
        "Copy a command line that asks the same",
        call="screen.copy_curl",
    ),
)
_ACTIVITY = (
    _shown("errors_only", "l", "Errors only", "List only what went wrong", "view: errors only"),
    _shown("copy_log", "y", "Copy log", "Copy the whole list", "copy: activity log"),
)
_EDITOR = (
    _shown(
        "save", "ctrl+s,f2", "Save", "Save what was changed to a file", "save: what was changed"
    ),
    _shown("undo", "u,ctrl+z", "Undo", "Take the last change back", "edit: undo", at=_LATE),
    Action("what_changed", "w", "Changes", "What the last run bought", "show: what changed"),
)
_SOURCES = (
    _shown("add", "a", "Add", "Add a source: by type, or a public server", "sources: add"),
    _shown("duplicate", "D", "Duplicate", "A copy right behind it", "sources: duplicate"),
    _shown("switch", "space", "On/off", "Ask this source, or leave it out", "sources: on or off"),
    _shown("try_it", "T", "Test", "Probe it, then look for this request's files", "sources: test"),
    _shown("up", "shift+up,K", "Up", "Ask it earlier", "sources: up", at=_LATE),
    Action("down", "shift+down,J", "Down", "Ask it later", "sources: down"),
    Action("remove", "delete,backspace", "Remove", "Take it out of the list", "sources: remove"),
    Action("next_module", "right_square_bracket", "Module", "Preview of the next module"),
    Action("previous_module", "left_square_bracket", "Module", "Preview of the one before"),
    Action("next_pane", "tab", "Next pane", "To the next pane"),
    Action("previous_pane", "shift+tab", "Previous pane", "To the pane before"),
)
_SCRAPING = (
    _shown("add", "a", "Add", "Add an allowed origin", "scraping: add origin"),
    _shown("allow", "A", "Allow", "Add origins of blocked frames", "scraping: allow blocked"),
    _shown("remove", "delete,backspace", "Remove", "Take the origin out of the list"),
    _shown("try_it", "F", "Fetch", "Fetch the URL in the tester, once", "scraping: fetch test"),
    _shown(
        "tester",
        "slash,t",
        "Tester",
        "To the box with the URL to test",
        "scraping: test a URL",
        at=_LATE,
    ),
    Action("next_pane", "tab", "Next pane", "To the next pane"),
    Action("previous_pane", "shift+tab", "Previous pane", "To the pane before"),
)
_FORM = (
    Action("next_field", "down", "Next field", "One field down"),
    Action("previous_field", "up", "Previous field", "One field up"),
)
_CHOICES = (
    Action("next_word", "right,l", "Next", "The next word"),
    Action("previous_word", "left,h", "Previous", "The word before"),
    Action("pick", "space,enter", "Choose", "Choose this word, or not"),
)
_START = (
    _shown("path", "slash,o", "Path", "To the box: a path, or part of a recent one"),
    Action("to_list", "down", "List", "From the box to the list"),
    _shown("mark_request", "space", "Mark", "Mark this request, to compare it"),
    _shown("compare_marked", "c", "Compare", "Compare the two marked requests", "compare: marked"),
    _shown("forget", "delete", "Forget", "Take the row off the list"),
)
_BOARD = (
    _shown("run_stale", "r,f5", "Run stale", "Answer what is new or changed", "run: stale ones"),
    _shown("stop_runs", "X", "Stop", "Stop answering; what is done stays", "run: stop"),
    _shown("search", "slash", "Search", "Find signature, module or request", "go: search"),
    _shown(
        "filter_rows", "ampersand", "Filter", "List requests that match", "find: filter requests"
    ),
    _shown("flat", "v", "Flat", "One row a request, or a signature", "view: flat or by signature"),
    _shown("sort", "s", "Sort", "By the next column", "view: sort by the next column"),
    Action("reverse", "S", "Reverse", "The other way round", "view: reverse the order"),
    Action("unfold_group", "right,l", "Unfold", "List the requests of a signature; open one"),
    Action("fold_group", "left,h", "Fold", "Fold the signature"),
    _shown("describe", "d", "Describe", "Everything about this row", "show: all about the row"),
    Action("run_all", "R", "Run all", "Answer them all again", "run: all requests again"),
    _shown("trust_folder", "T", "Trust", "Let them all reach private places", "run: trust folder"),
    Action("copy", "y", "Copy", "Copy the signature or the path", "copy: signature or path"),
    Action("next_hit", "n", "Next hit", "Next find of the search"),
    Action("previous_hit", "N", "Previous hit", "Find before this one"),
    Action("leave", "escape", "Leave", "End a search, show all, back"),
)
_COMPARE = (
    _shown("compare_with", "b", "With", "Choose what to compare with", "compare: with"),
    _shown("next_difference", "n", "Next", "Next difference", "go: next difference"),
    Action("previous_difference", "N", "Before", "Difference before this one"),
    _shown("hide_equal", "equals_sign", "Equal", "Only what differs", "view: differences"),
    _shown("side", "tab", "Side", "Both sides, A alone, B alone", "view: one side"),
    _shown("swap", "w", "Swap", "Swap A and B", "compare: swap sides"),
    _shown("copy_diff", "y", "Copy", "Copy what differs", "copy: differences"),
    _shown(
        "compare_runs",
        "p",
        "Run before",
        "With the run before",
        "compare: with run before",
        at=_LATE,
    ),
)
_WHY = (
    _shown("take", "enter", "Do it", "Take the next step"),
    _shown("copy_markdown", "y", "Copy", "Copy the explanation as Markdown"),
    Action("copy_text", "t", "Copy text", "Copy the explanation as plain text"),
    Action("facts", "f", "Facts", "The evidence of every step, or only where it stopped"),
    Action("undo_step", "u,ctrl+z", "Undo", "Take back the step that was taken last"),
)
_HELP = (
    Action("help_down", "down", "Down", "One line down", call="scroll_help(0, 1)"),
    Action("help_up", "up", "Up", "One line up", call="scroll_help(0, -1)"),
    Action("help_page_down", "pagedown", "Page", "One page down", call="scroll_help(1, -1)"),
    Action("help_page_up", "pageup", "Page", "One page up", call="scroll_help(-1, 1)"),
)
_BOTH = (_shown("other_side", "tab", "Other side", "Raw or processed, in one column"),)
_DIALOG = (
    _shown("close", "escape", "Close", "Close this dialog"),
    Action("help_here", "question_mark,f1", "Help", "Keys of this dialog", call="app.help"),
    Action("next_button", "right", "Next", "To the next button", call="app.focus_next"),
    Action("previous_button", "left", "Before", "To the button before", call="app.focus_previous"),
)
_RULES = (_shown("save", "ctrl+s,f2", "Save", "Save the rules"),)
_LEAVE = Action("leave", "escape", "Leave", "Close what is open, end a search, back to the stack")

ACTIONS: dict[str, tuple[Action, ...]] = {
    "app": _APP,
    "request": _REQUEST,
    "stack": (*_STACK, _LEAVE),
    "list": _LIST,
    "frames": _FRAMES,
    "threads": _THREADS,
    "beside": _BESIDE,
    "modules": (*_MODULES, _LEAVE),
    "plan": _PLAN,
    "activity": (*_ACTIVITY, _LEAVE),
    "sources": (*_SOURCES, *_EDITOR, _LEAVE),
    "scraping": (*_SCRAPING, *_EDITOR, _LEAVE),
    "compare": (*_COMPARE, _LEAVE),
    "form": _FORM,
    "choices": _CHOICES,
    "start": (*_START, _LEAVE),
    "board": _BOARD,
    "dialog": _DIALOG,
    "both": _BOTH,
    "rules": _RULES,
    "help": _HELP,
    "why": _WHY,
}
