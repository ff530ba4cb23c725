"""Sources and URLs put to the test while they are edited: the engine's own way, nothing kept."""

import shutil
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from inspector.editing.desk import places_of, scraping_of
from inspector.editing.drafts import Draft, State
from inspector.fetch.caching.cache import Cache
from inspector.fetch.reach import Prober
from inspector.js.finding import scrape
from inspector.live import Live, download_policy
from inspector.model.events import FetchEnded, Note, Tell
from inspector.model.outcome import Miss
from inspector.native.finding.scan import Scans
from inspector.questions.checkup import Checked, check, wanted_modules
from inspector.settings import Settings, cache_folder

if TYPE_CHECKING:
    from inspector.opening import Opened


class Fetched(Struct, frozen=True, kw_only=True):
    """How one URL did. `outcome`: "ok", "refused" before anybody was asked, or a Why."""

    url: str
    outcome: str
    details: str = ""
    status: int | None = None  # of the last answer; None: there was none
    size: int = 0  # bytes received
    seconds: float = 0.0


async def try_source(
    opened: "Opened",
    draft: Draft,
    settings: Settings,
    environ: Mapping[str, str],
    said: Callable[[str], None],
) -> list[Checked]:
    """One probe of each source of a draft, then the files of the request's modules.

    said  hears how far the search of a folder is

    Raises BadSource.
    """
    places = places_of(opened, draft, environ)
    modules = []
    if opened.kind == "native":
        modules = wanted_modules(opened.body)  # type: ignore[arg-type]  # by its kind
    prober = Prober(download_policy(settings))
    cache = Cache(cache_folder(settings))

    def tell(event: object) -> None:
        if isinstance(event, Note):
            said(event.text)

    async with _live(settings, cache, tell) as live:
        scans = Scans(cache, live.workers, tell)
        return [await check(place, modules, prober, live.downloads, scans) for place in places]


async def fetch_url(
    opened: "Opened", url: str, state: State, settings: Settings, environ: Mapping[str, str]
) -> Fetched:
    """Download one URL as scraping would, through all its guards, and throw it away."""
    scraping = scraping_of(state, environ)
    scraping = replace(scraping, enabled=scraping.enabled and state.allow_scraping)
    web = scrape.Web(
        scraping=scraping,
        scope=opened.scope,
        trusted=opened.trusted,
        reserved=settings.connect_to_reserved_ips,
    )
    file = scrape.target(url, web, time.time())
    if isinstance(file, scrape.Refusal):
        attempt = file.attempt
        details = (attempt.details or attempt.reason) if attempt else "not an absolute URL"
        return Fetched(url=url, outcome="refused", details=details)
    heard: list[FetchEnded] = []

    def tell(event: object) -> None:
        if isinstance(event, FetchEnded):
            heard.append(event)

    folder = tempfile.mkdtemp(prefix="inspector-fetch-")
    started = time.monotonic()
    try:
        async with _live(settings, Cache(folder), tell) as live:
            answer = await live.downloads.get(file)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    how = heard[-1].how if heard else None
    miss = answer if isinstance(answer, Miss) else None
    return Fetched(
        url=url,
        outcome=miss.why.value if miss else "ok",
        details=miss.details if miss else "",
        status=how.hops[-1].status if how and how.hops else None,
        size=heard[-1].size if heard else 0,
        seconds=time.monotonic() - started,
    )


@asynccontextmanager
async def _live(settings: Settings, cache: Cache, tell: Tell) -> AsyncIterator[Live]:
    live = await Live.start(settings, cache)
    try:
        yield live.heard_by(tell)
    finally:
        await live.close()
