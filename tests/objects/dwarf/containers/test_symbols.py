"""Names by address: exactly there, or the last before."""

from hypothesis import given
from hypothesis import strategies as st

from inspector.objects.dwarf.containers.image import Symbol
from inspector.objects.dwarf.containers.symbols import SymbolTable


@given(st.lists(st.integers(0, 20), max_size=12), st.integers(-1, 25))
def test_last_at(starts: list[int], address: int) -> None:
    """Small numbers on purpose: several at one address, of which the first counts."""
    symbols = [Symbol(start, 0, str(index)) for index, start in enumerate(starts)]
    table = SymbolTable(symbols)
    below = [each for each in symbols if each.address <= address]
    nearest = max((each.address for each in below), default=None)
    expected = next((each for each in below if each.address == nearest), None)
    assert table.last_at(address) == expected
    exact = next((each.name for each in symbols if each.address == address), "")
    assert table.name_at(address) == exact
