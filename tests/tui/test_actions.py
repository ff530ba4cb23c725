"""The table of actions as bindings, and back."""

from textual.binding import Binding

from inspector.tui.action_table import ACTIONS
from inspector.tui.actions import action_named, action_of, bindings, rank_of


def test_a_binding_knows_its_action() -> None:
    for group, actions in ACTIONS.items():
        made = [action_of(b) for b in bindings(group) if isinstance(b, Binding)]
        assert made == list(actions)


def test_only_quitting_comes_before_a_text_field() -> None:
    made = [b for group in ACTIONS for b in bindings(group) if isinstance(b, Binding)]
    assert [b.id for b in made if b.priority] == ["quit"]


def test_what_concerns_the_request_the_app_does() -> None:
    assert all(b.action.startswith("app.") for b in bindings("request") if isinstance(b, Binding))


def test_action_named() -> None:
    found = action_named("export")
    assert found is not None
    assert found.keys == "E"
    assert action_named("nothing") is None


def test_rank_is_that_of_the_table_and_what_is_not_in_it_comes_late() -> None:
    made = [b for b in bindings("stack") if isinstance(b, Binding) and b.show]
    ranked = [b.id for b in sorted(made, key=rank_of)]
    assert ranked == ["search", "app_only", "why", "copy", "edit", "next_thread"]
    assert rank_of(Binding("f9", "nothing", "Nothing")) > rank_of(made[0])
