"""Where edits go: into a settings file, or into a request of their own."""

import os
from contextlib import suppress

from textual import on
from textual.app import ComposeResult
from textual.widgets import Button, Input

from inspector.atomic import write_whole
from inspector.editing.requests import (
    left_out,
    request_body,
    settings_scraping,
    settings_sources,
    written_out,
)
from inspector.model.places.presets import Tree
from inspector.settings import FILE_NAME, BadSettings, is_trusted, settings_files, user_file
from inspector.settings.scraping import read_scraping
from inspector.settings.secrets import referring
from inspector.settings.sources import BadSource
from inspector.settings.write import ChangedMeanwhile, LiteralSecret, SettingsFile
from inspector.tui.opened.workbench import Workbench
from inspector.tui.screens.asking import AskingDialog, box, buttons, line
from inspector.tui.widgets.editors.choices import Choices

_REQUEST, _PROJECT, _USER = "a new request", "project settings", "user settings"
_SOURCES, _SCRAPING = "the sources", "[scraping]"
_SECRETS = "write secrets as they are"


class SaveDialog(AskingDialog[str]):
    """Answers the path that was written, or None."""

    HELP = "Where the edits go. Nothing is overwritten before a second Enter."

    def __init__(self, bench: Workbench) -> None:
        super().__init__()
        self._bench = bench
        self._parts = changed_parts(bench)
        targets = (_PROJECT, _USER, _REQUEST) if self._parts else (_REQUEST,)
        self._target = Choices(targets, targets[:1])
        self._path = Input("", id="save-path", compact=True)
        self._insist = Choices((_SECRETS,), many=True)
        self._agreed = ""  # the path that the person agreed to overwrite
        self._file: SettingsFile | None = None  # as it was when the person was told about it

    def compose(self) -> ComposeResult:
        yield box(
            "Save what was changed",
            line("into", self._target),
            line("file", self._path),
            line("secrets", self._insist),
            self.said,
            buttons(("save", "Save")),
        )

    def on_mount(self) -> None:
        self._suggest()
        self._target.focus()

    @property
    def kind(self) -> str:
        """What the file is going to be."""
        return self._target.chosen[0]

    @on(Choices.Chosen)
    def _chose(self, message: Choices.Chosen) -> None:
        if message.choices is self._target:
            self._suggest()
        else:
            self._tell()

    def _suggest(self) -> None:
        opened = self._bench.opened
        stem = os.path.splitext(opened.path or opened.name)[0]
        paths = {_REQUEST: f"{stem}_edited.json", _PROJECT: project_file(), _USER: user_file()}
        self._path.value = paths[self.kind]
        self._tell()

    @on(Input.Changed)
    def _tell(self) -> None:
        """What saving would do, before it does."""
        self._agreed, self._file = "", None
        state, lines = self._bench.state, []
        off = left_out(state)
        if off:
            lines.append(f"Left out, because they are off: {', '.join(off)}.")
        insists = bool(self._insist.chosen)
        if self.kind == _REQUEST:
            if not insists:
                lines.append('All secrets are replaced by "***".')
            if os.path.exists(self._where()):
                lines.append("This file exists: saving asks again.")
        else:
            with suppress(BadSettings, ValueError):  # told when it is saved
                self._file = SettingsFile.open(self._where())
            lines += self._consequences(insists=insists)
        self.say("\n".join(lines))

    def _consequences(self, *, insists: bool) -> list[str]:
        """What saving to a settings file does, a sentence each."""
        lines = [f"Replaces {' and '.join(self._parts)} of that file; the rest stays."]
        if gone := self._gone():
            lines.append(f"These are in it now and go: {', '.join(gone)}.")
        trees = self._trees(os.path.dirname(self._where()))
        out = written_out(trees)
        if out and not insists:
            lines.append(f"Written out, refer to them instead: {', '.join(out)}.")
        if any(map(referring, trees)) and not self._is_vouched_for():
            lines.append("It refers to secrets: then say `inspector config trust`.")
        return lines

    def _gone(self) -> list[str]:
        """The sources of the file that saving drops."""
        if self._file is None or _SOURCES not in self._parts:
            return []
        kept = {draft.id for draft in self._bench.state.drafts if draft.enabled}
        names = (str(one.get("id") or one.get("preset")) for one in self._file.sources())
        return [name for name in names if name not in kept]

    def _where(self) -> str:
        return os.path.abspath(os.path.expanduser(self._path.value.strip()))

    @on(Input.Submitted)
    @on(Button.Pressed, "#save")
    def _save(self) -> None:
        path = self._where()
        try:
            done = self._save_request(path) if self.kind == _REQUEST else self._save_settings(path)
        except LiteralSecret:
            out = ", ".join(written_out(self._trees(path))) or "a password in a URL"
            self.say(f"Not saved: {out} would stand in the file. $VAR, file: and keyring: refer.")
        except (BadSettings, BadSource) as error:
            self.say(f"Not saved: {error}")
        except (OSError, ValueError) as error:  # ValueError: a NUL in the path
            self.say(f"Not saved: {getattr(error, 'strerror', None) or error}")
        else:
            if done:
                self.dismiss(path)

    def _save_request(self, path: str) -> bool:
        if os.path.exists(path) and self._agreed != path:
            self._agreed = path
            self.say("This file exists. Press Enter or Save again to overwrite it.")
            return False
        bench, secrets = self._bench, bool(self._insist.chosen)
        with open(bench.opened.path or "", "rb") as file:
            before = file.read()
        folder = os.path.dirname(path)
        body = request_body(
            bench.opened, before, bench.state, bench.environ, folder=folder, secrets=secrets
        )
        write_whole(path, body, private=secrets)
        return True

    def _save_settings(self, path: str) -> bool:
        file = self._file or SettingsFile.open(path)
        self._write_into(file)
        try:
            file.save()
        except ChangedMeanwhile:
            self._tell()
            self.say(f"Not saved: somebody else has just changed this file.\n{self.note}")
            return False
        return True

    def _trees(self, folder: str) -> list[Tree]:
        """What would stand in a settings file in that folder."""
        state = self._bench.state
        trees = settings_sources(state, folder) if _SOURCES in self._parts else []
        return [*trees, settings_scraping(state)] if _SCRAPING in self._parts else trees

    def _write_into(self, file: SettingsFile) -> None:
        bench, literal = self._bench, bool(self._insist.chosen)
        folder = os.path.dirname(file.path)
        if _SOURCES in self._parts:
            file.set_sources(settings_sources(bench.state, folder), literal=literal)
        if _SCRAPING in self._parts:
            table = settings_scraping(bench.state)
            _, wrong = read_scraping(table, folder, bench.environ)
            if wrong:
                raise BadSettings(": ".join(wrong[0]))
            if not table["headers"]:
                file.remove("scraping.headers")
                del table["headers"]
            for key, value in table.items():
                file.set(("scraping", key), value, literal=literal)

    def _is_vouched_for(self) -> bool:
        path = self._where()
        return path == user_file() or is_trusted(path, self._bench.settings.trusted_projects)


def changed_parts(bench: Workbench) -> tuple[str, ...]:
    """What of the edits has a place in a settings file, for a sentence."""
    first, now = bench.edits.first, bench.state
    sources = (_SOURCES,) if now.drafts != first.drafts else ()
    same = (now.scraping, now.headers) == (first.scraping, first.headers)
    return sources if same else (*sources, _SCRAPING)


def project_file() -> str:
    """The nearest settings file upward, or a new one here."""
    found = [path for path in settings_files() if path != user_file()]
    return found[-1] if found else os.path.join(os.getcwd(), FILE_NAME)
