"""Connections kept open between requests; never shared by what differs in trust.

httpx does the talking, over a transport of ours: which addresses may be reached is decided
where a connection is made, in the network backend that httpcore lets one choose.
"""

import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from types import TracebackType

import httpcore
import httpx
from msgspec import Struct

from inspector.fetch.web.addresses import (
    GuardedBackend,
    NamedBackend,
    Names,
    Resolve,
    public_addresses,
    resolve,
)
from inspector.fetch.web.answer import Answer
from inspector.fetch.web.proxies import Proxies, Proxy, TunnelBackend
from inspector.model.places.urls import Url

_KEPT_IDLE = 30.0  # seconds
_MOST_IDLE = 64  # connections; all open files together stay below the 256 of macOS

_ELSEWHERE = "http://elsewhere.invalid/"
"""What httpx takes for the address: it refuses some, and spells others its own way."""

RawHeaders = list[tuple[bytes, bytes]]


class _Way(Struct, frozen=True):
    """Where a connection leads, and what it may be used for."""

    host: str
    port: int | None
    tls: bool
    guarded: bool
    verify: bool
    proxy: str  # "" for none


class _Transport(httpx.AsyncBaseTransport):
    """Sends what the client of httpx has made ready."""

    def __init__(self, answer: Callable[[httpx.Request], Awaitable[httpx.Response]]) -> None:
        self._answer = answer

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        return await self._answer(request)


class _Body(httpx.AsyncByteStream):
    """A body on its way; closing it lets its connection serve others."""

    def __init__(self, response: httpcore.Response, release: Callable[[], Awaitable[None]]) -> None:
        self._response, self._release = response, release
        self._closed = False

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for chunk in self._response.aiter_stream():
            yield chunk

    async def aclose(self) -> None:
        if self._closed:
            return
        self._closed = True
        try:
            await self._response.aclose()
        finally:
            await self._release()


class Connections:
    """Open connections. `async with` it: the block owns them."""

    def __init__(
        self,
        connect_timeout: float,
        proxies: Proxies | None = None,
        resolve: Resolve = resolve,
        backend: httpcore.AsyncNetworkBackend | None = None,
    ) -> None:
        self._timeouts = {"connect": connect_timeout}
        self._client = httpx.AsyncClient(
            transport=_Transport(self._answer),
            trust_env=False,  # proxies are ours to choose, and nobody's .netrc is read
        )
        self._proxies = Proxies() if proxies is None else proxies
        self._names = Names(resolve)
        self._backend = backend or httpcore.AnyIOBackend()
        # Pools of one. A larger one looks at all its connections several times for every
        # request, down to the socket: with thirty that costs more than the request.
        self._all: set[httpcore.AsyncConnectionPool] = set()
        self._idle: list[tuple[_Way, httpcore.AsyncConnectionPool]] = []
        self._contexts: dict[bool, ssl.SSLContext] = {}
        self._is_ready = False

    async def __aenter__(self) -> "Connections":
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._client.aclose()
        self._idle.clear()
        while self._all:
            await self._all.pop().aclose()
        await self._names.aclose()

    async def ready(self) -> None:
        """Import what a first connection takes: on a busy machine that is most of a short limit."""
        if not self._is_ready:
            self._is_ready = True
            await httpcore.AnyIOBackend().sleep(0)

    async def send(
        self, url: Url, headers: RawHeaders, form: bytes | None, *, guarded: bool, verify: bool
    ) -> Answer:
        """The answer, its body still to be read. Raises httpcore's errors and Refused."""
        request = httpx.Request(
            "GET" if form is None else "POST",
            _ELSEWHERE,
            headers=headers,
            content=form,
            extensions={"url": url, "guarded": guarded, "verify": verify},
        )
        return Answer(await self._client.send(request, stream=True))

    async def _answer(self, request: httpx.Request) -> httpx.Response:
        """What our transport does with a request of the client."""
        url: Url = request.extensions["url"]
        guarded, verify = request.extensions["guarded"], request.extensions["verify"]
        host, tls = (url.host or "").strip("[]"), url.scheme == "https"
        proxy = self._proxies.serving(url)
        if proxy and guarded and not tls:
            # The proxy is told the address that was checked; the Host header keeps the name.
            host = (await public_addresses(host, url.effective_port or 80, self._names))[0]
        way = _Way(host, url.port, tls, guarded, verify, proxy)
        pool = self._take(way)
        try:
            response = await pool.handle_async_request(self._request(way, url, request))
        except BaseException:
            await self._close(pool)
            raise
        return httpx.Response(
            response.status,
            # httpx sees none: it would read cookies, and where redirects lead.
            stream=_Body(response, lambda: self._give_back(way, pool)),
            extensions={**response.extensions, "headers": response.headers},
        )

    def _request(self, way: _Way, url: Url, request: httpx.Request) -> httpcore.Request:
        """The same for httpcore, its path as we spell it: httpx would encode it once more."""
        query = "" if url.query is None else f"?{url.query}"
        return httpcore.Request(
            method=request.method.encode(),
            url=httpcore.URL(
                scheme=url.scheme.encode(),
                host=way.host.encode("ascii"),
                port=way.port,
                target=f"{url.path}{query}".encode(),
            ),
            headers=request.headers.raw,
            content=request.stream,
            extensions={"timeout": self._timeouts},
        )

    def _take(self, way: _Way) -> httpcore.AsyncConnectionPool:
        """An idle connection that leads there, the last one used; else a new one."""
        for i in range(len(self._idle) - 1, -1, -1):
            if self._idle[i][0] == way:
                return self._idle.pop(i)[1]
        pool = self._open(way)
        self._all.add(pool)
        return pool

    async def _give_back(self, way: _Way, pool: httpcore.AsyncConnectionPool) -> None:
        if pool not in self._all:  # the block has ended
            return
        self._idle.append((way, pool))
        if len(self._idle) > _MOST_IDLE:
            await self._close(self._idle.pop(0)[1])

    async def _close(self, pool: httpcore.AsyncConnectionPool) -> None:
        self._all.discard(pool)
        await pool.aclose()

    def _open(self, way: _Way) -> httpcore.AsyncConnectionPool:
        backend = self._backend
        if way.proxy:
            proxy = Proxy.parse(way.proxy)
            if not way.tls:
                return self._forwarding(proxy)
            backend = TunnelBackend(backend, proxy, self._names if way.guarded else None)
        elif way.guarded:
            backend = GuardedBackend(backend, self._names)
        else:
            backend = NamedBackend(backend, self._names)
        return httpcore.AsyncConnectionPool(
            ssl_context=self._context(way.verify) if way.tls else None,
            max_connections=1,
            keepalive_expiry=_KEPT_IDLE,
            network_backend=backend,
        )

    def _forwarding(self, proxy: Proxy) -> httpcore.AsyncConnectionPool:
        return httpcore.AsyncHTTPProxy(
            proxy_url=httpcore.URL(
                scheme=b"https" if proxy.tls else b"http",
                host=proxy.host.encode("ascii"),
                port=proxy.port,
                target=b"/",
            ),
            proxy_headers=list(proxy.headers),
            max_connections=1,
            keepalive_expiry=_KEPT_IDLE,
            network_backend=self._backend,
        )

    def _context(self, verify: bool) -> ssl.SSLContext:
        if verify not in self._contexts:
            self._contexts[verify] = _tls_context(verify)
        return self._contexts[verify]


def _tls_context(verify: bool) -> ssl.SSLContext:
    """Trusts what the system trusts; where that is nothing, Mozilla's list."""
    context = ssl.create_default_context()
    if not verify:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    elif not context.cert_store_stats()["x509_ca"]:
        import certifi

        context.load_verify_locations(certifi.where())
    return context
