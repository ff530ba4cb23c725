"""The style of the page: colours by variable, so that both schemes have each of them."""

import re

from inspector.export.page_style import STYLE


def test_every_colour_exists_in_both_schemes() -> None:
    light, dark = re.findall(r":root \{(.*?)\}", STYLE, flags=re.DOTALL)
    names = [set(re.findall(r"(--\w+):", scheme)) for scheme in (light, dark)]
    assert names[0] == names[1]
    assert set(re.findall(r"var\((--\w+)\)", STYLE)) <= names[0]
