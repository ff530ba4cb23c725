"""`inspector config`: what is set and by whom, what is wrong, a file to begin with."""

import os
import sys
from typing import TYPE_CHECKING, Any

import click

from inspector.cli.answers import Mend
from inspector.cli.output import TEXT_OR_JSON, echo, echo_table, json_text, put

if TYPE_CHECKING:
    from inspector.settings.origin import Setting


@click.group()
def config() -> None:
    """Settings: what holds and who says so, mistakes, a file to begin with."""


@config.command()
@TEXT_OR_JSON
@click.option("--config", "path", metavar="FILE", help="Settings file to read.")
@click.option("--cache-dir", metavar="DIR", help="As for a run.")
@click.option("--strict", is_flag=True, help="As for a run.")
@click.option("--offline", is_flag=True, help="As for a run.")
def show(
    form: str, path: str | None, *, cache_dir: str | None, strict: bool, offline: bool
) -> None:
    """Every setting in force, with its origin. Secrets are masked."""
    from inspector.settings import BadSettings
    from inspector.settings.origin import origins

    flags = {"cache_dir": cache_dir, "strict": strict or None, "offline": offline or None}
    try:
        found = origins(path, flags)
    except BadSettings as error:
        raise Mend(str(error)) from None
    if form == "json":
        put(json_text([_row(one) for one in found]))
    else:
        echo_table([(one.key, _shown(one.value), one.said_in) for one in found], most=40)


@config.command()
@TEXT_OR_JSON
def path(form: str) -> None:
    """The files that are read, weakest first, whether they are there or not."""
    from inspector.settings import FILE_NAME, project_file, user_file

    user, project = user_file(), project_file()
    rows = [{"role": "user", "path": user, "exists": os.path.isfile(user)}]
    if project != user:
        there = project or os.path.abspath(FILE_NAME)
        rows.append({"role": "project", "path": there, "exists": project is not None})
    if form == "json":
        put(json_text(rows))
        return
    state = {True: "read", False: "not there"}
    echo_table([(row["role"], state[bool(row["exists"])], row["path"]) for row in rows], most=40)


@config.command()
@click.argument("file", required=False, metavar="[FILE]")
def check(file: str | None) -> None:
    """Find all mistakes: in FILE, else in everything that a run here would read.

    The exit code is 2 if there is one.
    """
    from inspector.settings import BadSettings, layers

    try:
        found = layers(file)
    except BadSettings as error:
        for line in str(error).split("\n"):
            echo(line)
        sys.exit(2)
    for layer in found:
        echo(f"{layer.place}: ok")
    if not found:
        echo("nothing is set: the defaults hold")


@config.command()
@click.argument("file", required=False, metavar="[FILE]")
@click.option("--user", is_flag=True, help="Your own file instead of one for this folder.")
def init(file: str | None, *, user: bool) -> None:
    """Write a commented settings file; never over one that is there."""
    from inspector.settings import FILE_NAME, user_file
    from inspector.settings.template import template

    if user and file is not None:
        raise click.UsageError("--user and FILE exclude each other")
    target = os.path.abspath(user_file() if user else file or FILE_NAME)
    personal = target == user_file()
    try:
        os.makedirs(os.path.dirname(target), exist_ok=True)
        with open(target, "x", encoding="utf-8") as new:
            new.write(template(personal=personal))
    except FileExistsError:
        raise Mend(f"{target}: is there already; nothing was written") from None
    except OSError as error:
        raise Mend(f"{target}: cannot be written: {error.strerror}") from None
    echo(target)


@config.command()
@click.argument("file", required=False, metavar="[FILE]")
@click.option("--remove", is_flag=True, help="Trust it no longer.")
def trust(file: str | None, *, remove: bool) -> None:
    """Let a project's inspector.toml use your secrets; without FILE, the nearest one.

    A settings file that came with somebody else's files could send any variable, file or keyring
    entry of yours to a server of its own. So its sources may refer to secrets only once you have
    looked at it and said so here. The list is `trusted_projects` in your own settings.
    """
    from inspector.settings import BadSettings, project_file, user_file
    from inspector.settings.write import SettingsFile

    named = file or project_file()
    if named is None or not os.path.isfile(named):
        raise Mend(f"{named or 'no inspector.toml from here upward'}: nothing to trust")
    real = os.path.realpath(named)
    try:
        own = SettingsFile.open(user_file())
        listed = own.get("trusted_projects", [])
        kept = [one for one in listed if os.path.realpath(os.path.expanduser(one)) != real]
        own.set("trusted_projects", kept if remove else [*kept, real])
        own.save()
    except BadSettings as error:
        raise Mend(str(error)) from None
    echo(f"{real}: {'not trusted any more' if remove else 'trusted'}")


def _row(one: "Setting") -> dict[str, Any]:
    row = {"key": one.key, "value": one.value, "origin": one.origin}
    if one.place:
        row["place"] = one.place
    if one.line is not None:
        row["line"] = one.line
    return row


def _shown(value: Any) -> str:
    import msgspec

    return "-" if value is None else msgspec.json.encode(value).decode()
