"""The symbol table of an image: exact names for functions, and names where there is no DWARF."""

from bisect import bisect_right

from inspector.objects.dwarf.containers.image import Symbol


class SymbolTable:
    """Symbols by address. Of several at one address the first of the file counts."""

    def __init__(self, symbols: list[Symbol]) -> None:
        self._by_address: dict[int, Symbol] = {}
        for symbol in symbols:
            self._by_address.setdefault(symbol.address, symbol)
        self._starts = sorted(self._by_address)

    def name_at(self, address: int) -> str:
        """Of the symbol that begins there; empty when none does."""
        symbol = self._by_address.get(address)
        return symbol.name if symbol else ""

    def last_at(self, address: int) -> Symbol | None:
        """The last that begins there or before, however long it is."""
        index = bisect_right(self._starts, address) - 1
        return self._by_address[self._starts[index]] if index >= 0 else None
