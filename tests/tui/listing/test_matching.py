"""What a typed text finds in a frame."""

import pytest

from inspector.model.report import Frame
from inspector.tui.listing.matching import holds

FRAME = Frame(
    index=0, function="Scene::render()", raw_function="r$1", file="scene.cpp", package="/opt/App"
)


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("scene::", True),
        ("r$1", True),
        ("scene.cpp", True),
        ("opt/app", True),
        ("poll", False),
    ],
)
def test_holds(wanted: str, found: bool) -> None:
    assert holds(FRAME, wanted) is found
