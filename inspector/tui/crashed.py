"""What is told when the app itself breaks: a dialog, or a trace without any values."""

from typing import TYPE_CHECKING, Any

from textual.app import App

if TYPE_CHECKING:
    from inspector.tui.app import InspectorApp


def leave_trace(app: App[Any]) -> None:
    """Print the exception that is being handled after the app has closed, and close it.

    As Textual does it, but for the values of variables: some of them are secrets.
    """
    from rich.segment import Segments
    from rich.traceback import Traceback

    app.bell()
    trace = Traceback(show_locals=False, width=None)
    rendered = Segments(app.console.render(trace, app.console.options))
    app._exit_renderables.append(rendered)  # noqa: SLF001  its own way out has the values
    app._close_messages_no_wait()  # noqa: SLF001


def tell_failure(app: "InspectorApp", error: BaseException | None) -> None:
    """A dialog for a mistake of ours that the app survives; where it happened goes to the log."""
    from inspector.tui.failures import write_failure

    if error is None:
        return
    logged = bool(app.log_file) and write_failure(app.log_file, error)
    where = f"\n\nWhere it happened, without values: {app.log_file}" if logged else ""
    app.tell_person("Something went wrong", f"{type(error).__name__}: {error}{where}")
