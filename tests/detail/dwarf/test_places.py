from inspector.detail.dwarf.places import Machine, Term


def machine(registers: dict[str, int], arch: str = "arm64") -> Machine:
    return Machine(
        arch=arch,
        bits=64,
        order="little",
        registers=registers,
        base=lambda: Term(None, "frame base"),
        address=lambda index: index,
    )


def test_registers_by_any_of_their_names() -> None:
    assert machine({"x29": 7}).register(29) == Term(7, "fp")
    assert machine({"fp": 7}).register(29) == Term(7, "fp")
    assert machine({}).register(29) == Term(None, "fp")
