"""Answers in words, and what to do about those that are no file."""

import pytest

from inspector.model.outcome import NOT_FOUND, RESTRICTED, Miss, Why
from inspector.model.why.answers import answer_text, mend, miss_text, span
from inspector.model.why.judged import Around
from inspector.model.why.trace import Asked, Hop, Transfer

PLACE = "https://symbols.example/a"


def asked(miss: Miss | None, **how: object) -> Asked:
    transfer = Transfer(**({"origin": "disk"} | how))  # type: ignore[arg-type]  # fields by name
    return Asked(source="web", uri=PLACE, file_type="map", transfer=transfer, miss=miss)


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        pytest.param(asked(None), "found: a file", id="found"),
        pytest.param(asked(NOT_FOUND), "not found", id="missing"),
        pytest.param(
            asked(NOT_FOUND, origin="cache", age=7200.0),
            "not found (remembered for 2 h)",
            id="kept",
        ),
        pytest.param(
            asked(NOT_FOUND, origin="asked", seconds=0.5, attempts=2, hops=(Hop(PLACE, 404),)),
            "not found (asked, 0.50 s, 2 attempts, HTTP 404)",
            id="asked",
        ),
        pytest.param(
            asked(Miss(Why.DOWNLOAD_FAILED, "offline"), origin="not_asked"),
            "could not be asked: offline (nobody was asked)",
            id="not-asked",
        ),
        pytest.param(
            asked(None, packing="gzip"), "found: a file (unpacked from gzip)", id="unpacked"
        ),
    ],
)
def test_answer_text(one: Asked, expected: str) -> None:
    assert answer_text(one) == expected


def test_a_timeout_tells_its_limit() -> None:
    assert miss_text(Miss(Why.TIMEOUT, "5s")) == "timed out after 5s"


@pytest.mark.parametrize(
    ("seconds", "expected"), [(1, "1 s"), (180, "3 min"), (7200, "2 h"), (200_000, "2 d")]
)
def test_span(seconds: float, expected: str) -> None:
    assert span(seconds) == expected


@pytest.mark.parametrize(
    ("miss", "around", "kind"),
    [
        (Miss(Why.NO_PERMISSION), Around(), "fix_credentials"),
        (Miss(Why.TIMEOUT, "5s"), Around(seconds={"head_timeout": 5.0}), "raise_timeout"),
        (Miss(Why.DOWNLOAD_FAILED, RESTRICTED), Around(), "trust_request"),
        (Miss(Why.DOWNLOAD_FAILED, "offline"), Around(offline=True), "go_online"),
        (Miss(Why.DOWNLOAD_FAILED, "500"), Around(), "retry"),
        (Miss(Why.MALFORMED), Around(), "exclude_candidate"),
        (Miss(Why.INTERNAL), Around(), "open_activity"),
    ],
)
def test_mend(miss: Miss, around: Around, kind: str) -> None:
    assert mend(asked(miss), miss, around).kind == kind


def test_the_limit_that_was_hit_is_the_one_to_raise() -> None:
    around = Around(seconds={"head_timeout": 5.0, "max_download_timeout": 300.0})
    action = mend(asked(None), Miss(Why.TIMEOUT, "5s"), around)
    assert action.arguments == {"setting": "head_timeout", "seconds": "10"}
