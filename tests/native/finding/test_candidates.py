"""Candidates of one module: merged over its lookups, in the words of the response."""

import pytest

from inspector.fetch.remote import RemoteFile
from inspector.model.outcome import NOT_FOUND, Miss, Why
from inspector.native.finding.candidates import NOTHING_LISTED, Candidates, download_status
from inspector.native.finding.lookup import Lookup, Place, Probe
from inspector.native.wire import Candidate, Status
from inspector.objects.identify import ObjectInfo
from tests.native.fakes import DEBUG, WEB

FAILED = Miss(Why.DOWNLOAD_FAILED, "x")
AT = Place(WEB, trusted=False, folder="/r", scope="team")


def probe(number: int, outcome: ObjectInfo | Miss) -> Probe:
    file = RemoteFile(source=WEB, location=str(number))
    if isinstance(outcome, Miss):
        return Probe(file, miss=outcome)
    return Probe(file, info=outcome)


@pytest.mark.parametrize(
    ("outcome", "expected"),
    [
        pytest.param(NOT_FOUND, Status(status="notfound"), id="not-found"),
        pytest.param(Miss(Why.MALFORMED, "x"), Status(status="malformed"), id="malformed"),
        pytest.param(
            Miss(Why.NO_PERMISSION, "403 Forbidden"),
            Status(status="noperm", details="403 Forbidden"),
            id="no-permission",
        ),
        pytest.param(
            Miss(Why.TIMEOUT, "300s"),
            Status(status="error", details="download timed out after 300s"),
            id="timeout",
        ),
        pytest.param(
            Miss(Why.UNSUPPORTED, "x"),
            Status(status="error", details="unsupported: x"),
            id="unsupported",
        ),
        pytest.param(
            Miss(Why.INTERNAL, "secret path"),
            Status(status="error", details="internal error"),
            id="internal",
        ),
    ],
)
def test_download_status(outcome: Miss, expected: Status) -> None:
    assert download_status(outcome) == expected


def test_lookups_of_one_module_are_merged() -> None:
    candidates = Candidates()
    used = probe(1, DEBUG)
    candidates.add([AT], Lookup((used, probe(0, NOT_FOUND)), used), Status(status="ok"))
    candidates.add([AT], Lookup((probe(1, FAILED),), None))
    candidates.add([AT], Lookup((), None))
    assert [(c.location, c.download.status, c.debug) for c in candidates.sorted()] == [
        (NOTHING_LISTED, "notfound", None),
        ("https://h/0", "notfound", None),
        ("https://h/1", "error", Status(status="ok")),
    ]


def test_two_sources_of_one_id_share_a_placeholder() -> None:
    candidates = Candidates()
    candidates.add([AT, AT], Lookup((), None))
    assert candidates.sorted() == (
        Candidate(source="web", location=NOTHING_LISTED, download=Status(status="notfound")),
    )
