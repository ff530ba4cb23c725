from inspector.detail.signatures.naming import normalised
from inspector.detail.signatures.rule_lists import built_in


def test_patterns_are_spelt_as_names_come_out() -> None:
    """A pattern with arguments or hashes would never fit."""
    rules = built_in()
    for pattern in (*rules.sentinel, *rules.skip, *rules.prefix):
        name = pattern.rpartition("!")[2]
        if "*" not in name:
            assert normalised(name) == name


def test_no_rule_is_written_twice() -> None:
    rules = built_in()
    for patterns in (rules.sentinel, rules.skip, rules.prefix, rules.trim):
        assert sorted(set(patterns)) == sorted(patterns)
