"""Answers from disk alone."""

import pytest

from inspector.fetch.caching.cached import NotCached
from tests.fetch.server import Server
from tests.js.runs import WEB, Runner, frame, request, served


async def test_nothing_is_asked_from_disk_alone(runner: Runner, server: Server) -> None:
    server.routes = {**served()}
    with pytest.raises(NotCached):
        await runner.answer(request(frame(f"{server.url}/app.js"), scraping=WEB), live=False)
    assert server.hits() == 0
    assert runner.workers.asked == []
