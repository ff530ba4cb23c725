"""Traces: which of the places asked won, and how they are written out."""

import msgspec

from inspector.model.outcome import NOT_FOUND
from inspector.model.why.trace import Asked, Filtered, Hop, Search, Transfer

ASKED = Transfer(origin="asked", attempts=1, hops=(Hop("https://a.example/x", 404),))


def asked(uri: str, *, chosen: bool) -> Asked:
    return Asked(
        source="s",
        uri=uri,
        file_type="pdb",
        transfer=ASKED,
        miss=None if chosen else NOT_FOUND,
        chosen=chosen,
    )


def test_the_best_is_the_one_that_was_chosen() -> None:
    lost, won = asked("a", chosen=False), asked("b", chosen=True)
    assert Search(purpose="debug", asked=(lost, won)).best == won
    assert Search(purpose="debug", asked=(lost,)).best is None


def test_written_out_and_read_back() -> None:
    filtered = Filtered(source="s", file_type="pe", rule="filetypes", text="only pdb")
    search = Search(purpose="debug", asked=(asked("a", chosen=False),), filtered=(filtered,))
    assert msgspec.json.decode(msgspec.json.encode(search), type=Search) == search
