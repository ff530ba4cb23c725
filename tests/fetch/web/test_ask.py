"""What a status means (spec/sources.md 4.4)."""

import pytest

from inspector.fetch.web.ask import Ask, judge_listing, judge_status, status_text
from inspector.model.outcome import NOT_FOUND, Miss, Why

LOGIN = Miss(Why.NO_PERMISSION, "Potential login page detected")


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (200, None),
        (204, None),
        (206, None),
        (299, None),
        (300, Miss(Why.DOWNLOAD_FAILED, "300 Multiple Choices")),
        (302, LOGIN),
        (304, Miss(Why.DOWNLOAD_FAILED, "304 Not Modified")),
        (400, NOT_FOUND),
        (401, Miss(Why.NO_PERMISSION, "401 Unauthorized")),
        (403, Miss(Why.NO_PERMISSION, "403 Forbidden")),
        (404, NOT_FOUND),
        (416, NOT_FOUND),
        (429, NOT_FOUND),
        (499, NOT_FOUND),
        (500, Miss(Why.DOWNLOAD_FAILED, "500 Internal Server Error")),
        (503, Miss(Why.DOWNLOAD_FAILED, "503 Service Unavailable")),
        (599, Miss(Why.DOWNLOAD_FAILED, "599 <unknown status code>")),
    ],
)
def test_judge_status(status: int, expected: Miss | None) -> None:
    assert judge_status(status, b"") == expected


@pytest.mark.parametrize("status", [302, 400, 403, 404, 500])
def test_a_listing_is_there_or_failed(status: int) -> None:
    assert judge_listing(status, b"") == Miss(Why.DOWNLOAD_FAILED, status_text(status))
    assert judge_listing(200, b"") is None


def test_a_request_shows_no_secrets() -> None:
    ask = Ask(url="https://h/x?X-Amz-Signature=hidden", headers=(("Authorization", "hidden"),))
    assert "hidden" not in repr(ask)
