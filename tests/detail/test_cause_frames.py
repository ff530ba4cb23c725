from inspector.detail.cause_frames import blamed, sign_of
from inspector.model.report import Frame


def frames(*names: str) -> list[Frame]:
    return [Frame(function=name, path="/src/a.c" if "ship" in name else "") for name in names]


def test_the_most_telling_sign_wins_over_the_innermost() -> None:
    found = sign_of(frames("raise", "abort", "std::terminate()", "__cxa_pure_virtual", "ship()"))
    assert found is not None
    assert (found[0].kind, found[1]) == ("pure virtual call", 3)


def test_no_sign() -> None:
    assert sign_of(frames("ship()", "")) is None


def test_who_is_blamed_is_no_part_of_the_machinery() -> None:
    stack = frames("abort", "core::panicking::ship", "std::ship", "our_ship()", "ship")
    assert blamed(stack, 0) is stack[3]
    assert blamed(frames("abort"), 0) is None
