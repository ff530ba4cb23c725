"""The table of actions as bindings, and back: which action a binding was made from."""

from textual.binding import Binding, BindingType

from inspector.tui.action_table import ACTIONS, LAST, Action

_PLACES = {
    (action.id, action.help): place
    for place, action in enumerate(a for group in ACTIONS.values() for a in group)
}


def bindings(group: str) -> list[BindingType]:
    """The keys of one group, for a `BINDINGS`. What concerns the request, the app does."""
    owner = "app." if group == "request" else ""
    return [
        Binding(
            action.keys,
            owner + (action.call or action.id),
            action.label,
            show=bool(action.footer),
            tooltip=action.help,
            priority=action.id == "quit",
            id=action.id,
        )
        for action in ACTIONS[group]
    ]


def action_of(binding: Binding) -> Action | None:
    """The action that made a binding; screens that are never seen together share ids."""
    alike = (a for group in ACTIONS.values() for a in group if a.id == binding.id)
    return next((action for action in alike if action.help == binding.tooltip), None)


def rank_of(binding: Binding) -> tuple[int, int]:
    """Where a binding stands in the footer: its action's rank, then its place in the table."""
    action = action_of(binding)
    return (LAST, 0) if action is None else (action.footer, _PLACES[action.id, action.help])


def action_named(action_id: str) -> Action | None:
    """The action with that id, whatever its group."""
    return next((a for group in ACTIONS.values() for a in group if a.id == action_id), None)
