"""A crash inspector: symbolication requests in, readable threads and Symbolicator's response out.

The door is three names: `load` reads a saved request, `Engine` answers it, `Settings` says how.
"""

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"
__all__ = ["Engine", "Settings", "load"]

if TYPE_CHECKING:
    from inspector.engine import Engine, load
    from inspector.settings import Settings


def __getattr__(name: str) -> Any:
    """Import on first use: `inspector --version` must not pay for the engine."""
    if name in ("Engine", "load"):
        from inspector import engine

        return getattr(engine, name)
    if name == "Settings":
        from inspector.settings import Settings

        return Settings
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
