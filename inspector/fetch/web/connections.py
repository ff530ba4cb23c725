"""Connections kept open between requests. A pool is never shared by what differs in trust."""

import ssl
from types import TracebackType

import httpcore
from msgspec import Struct

from inspector.fetch.web.addresses import (
    GuardedBackend,
    Resolve,
    public_addresses,
    resolve,
)
from inspector.fetch.web.proxies import Proxies, Proxy, TunnelBackend
from inspector.model.urls import Url

_KEPT_IDLE = 30.0  # seconds

RawHeaders = list[tuple[bytes, bytes]]


class _PoolKey(Struct, frozen=True):
    guarded: bool
    verify: bool
    tls: bool
    proxy: str  # "" for none


class Connections:
    """The pools. `async with` it: the block owns the connections."""

    def __init__(
        self,
        connect_timeout: float,
        proxies: Proxies | None = None,
        resolve: Resolve = resolve,
        backend: httpcore.AsyncNetworkBackend | None = None,
    ) -> None:
        self._timeouts = {"connect": connect_timeout}
        self._proxies = Proxies() if proxies is None else proxies
        self._resolve = resolve
        self._backend = backend or httpcore.AnyIOBackend()
        self._pools: dict[_PoolKey, httpcore.AsyncConnectionPool] = {}
        self._contexts: dict[bool, ssl.SSLContext] = {}

    async def __aenter__(self) -> "Connections":
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for pool in self._pools.values():
            await pool.aclose()
        self._pools.clear()

    async def send(
        self, url: Url, headers: RawHeaders, form: bytes | None, *, guarded: bool, verify: bool
    ) -> httpcore.Response:
        """The head of the answer; the caller closes it. Raises httpcore's errors and Refused."""
        proxy = self._proxies.serving(url)
        key = _PoolKey(guarded, verify, url.scheme == "https", proxy)
        pool = self._pools.get(key)
        if pool is None:
            pool = self._pools[key] = self._open_pool(key)
        host = (url.host or "").strip("[]")
        if proxy and guarded and not key.tls:
            # The proxy is told the address that was checked; the Host header keeps the name.
            host = (await public_addresses(host, url.effective_port or 80, self._resolve))[0]
        query = "" if url.query is None else f"?{url.query}"
        request = httpcore.Request(
            method=b"GET" if form is None else b"POST",
            url=httpcore.URL(
                scheme=url.scheme.encode(),
                host=host.encode("ascii"),
                port=url.port,
                target=f"{url.path}{query}".encode(),
            ),
            headers=headers,
            content=form,
            extensions={"timeout": self._timeouts},
        )
        return await pool.handle_async_request(request)

    def _open_pool(self, key: _PoolKey) -> httpcore.AsyncConnectionPool:
        backend = self._backend
        if key.proxy:
            proxy = Proxy.parse(key.proxy)
            if not key.tls:
                return self._forwarding_pool(proxy)
            backend = TunnelBackend(backend, proxy, self._resolve if key.guarded else None)
        elif key.guarded:
            backend = GuardedBackend(backend, self._resolve)
        return httpcore.AsyncConnectionPool(
            ssl_context=self._context(key.verify) if key.tls else None,
            max_connections=None,
            keepalive_expiry=_KEPT_IDLE,
            network_backend=backend,
        )

    def _forwarding_pool(self, proxy: Proxy) -> httpcore.AsyncConnectionPool:
        return httpcore.AsyncHTTPProxy(
            proxy_url=httpcore.URL(
                scheme=b"https" if proxy.tls else b"http",
                host=proxy.host.encode("ascii"),
                port=proxy.port,
                target=b"/",
            ),
            proxy_headers=list(proxy.headers),
            max_connections=None,
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
