"""What is left on the terminal when the app itself breaks: where, without any values."""

from typing import Any

from textual.app import App


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
