"""Each difference between the readers that is listed is one, and as it is told."""

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from inspector.objects.errors import BadObject
from inspector.objects.identify import identify
from inspector.objects.scripts.sourcemap import SourceMapTable
from inspector.objects.scripts.table import PortableTable
from inspector.objects.second import Companions, answer
from inspector.objects.symcache import SymCache, convert
from tests.harbor import HARBOR
from tests.objects.comparison import upstream
from tests.objects.scripts.dense import functions_by_scopes, functions_by_symbolic

LISTED = tomllib.loads(Path(__file__).with_name("portable_differences.toml").read_text("utf-8"))


@pytest.mark.symbolic
@pytest.mark.parametrize("listed", LISTED["script"], ids=lambda listed: listed["script"])
def test_scripts(listed: dict[str, Any]) -> None:
    first = functions_by_symbolic(listed["script"])
    second = functions_by_scopes(listed["script"])
    assert (listed["symbolic"], listed["portable"]) in zip(first, second, strict=True)


@pytest.mark.symbolic
@pytest.mark.parametrize("listed", LISTED["map"], ids=lambda listed: listed["map"])
def test_maps(listed: dict[str, Any]) -> None:
    def outcome(table: Callable[[bytes, bytes], object]) -> str:
        try:
            table(b"", listed["map"].encode())
        except BadObject:
            return "refused"
        return "read"

    assert outcome(SourceMapTable) == listed["symbolic"]
    assert outcome(PortableTable) == listed["portable"]


@pytest.mark.symbolic
@pytest.mark.parametrize("listed", LISTED["address"], ids=lambda listed: listed["file"])
def test_addresses(listed: dict[str, Any], request: pytest.FixtureRequest, tmp_path: Path) -> None:
    where, _, name = listed["file"].partition(":")
    path = HARBOR / name if where == "harbor" else upstream(request.getfixturevalue("shared"), name)
    (info,) = identify(str(path))
    convert(str(path), info.offset, info.size, str(tmp_path / "table"))
    (first,) = SymCache.open(str(tmp_path / "table")).lookup(listed["address"])
    (chain,) = answer(str(path), 0, info.size, [listed["address"]], Companions())
    assert (first.symbol, chain[-1].symbol) == (listed["symbolic"], listed["portable"])


def test_every_difference_has_a_reason() -> None:
    assert all(len(each["reason"]) > 20 for kind in LISTED.values() for each in kind)
