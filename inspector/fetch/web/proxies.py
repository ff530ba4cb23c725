"""Proxies from the environment, as curl reads them, and the tunnel through one."""

import os
from base64 import b64encode
from collections.abc import Mapping
from urllib.parse import unquote

import httpcore
from msgspec import Struct

from inspector.fetch.guard import Refused
from inspector.fetch.web.addresses import Resolve, SocketOptions, public_addresses
from inspector.model.outcome import Miss, Why
from inspector.model.places.urls import Url, parse_url

_REPLY_LIMIT = 16 << 10  # bytes


class Proxies(Struct, frozen=True):
    """Which proxy serves which URL. The proxy URLs may hold passwords."""

    http: str = ""
    https: str = ""
    exceptions: tuple[str, ...] = ()  # host names, lower case, without leading dot; "*" is all

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] | None = None) -> "Proxies":
        """`http_proxy`, `https_proxy`, `all_proxy`, `no_proxy`; lower case wins."""
        environ = os.environ if environ is None else environ

        def read(name: str) -> str:
            # A CGI program gets the request header `Proxy:` as HTTP_PROXY.
            upper = "" if name == "http_proxy" and "REQUEST_METHOD" in environ else name.upper()
            return environ.get(name) or environ.get(upper) or ""

        every = read("all_proxy")
        names = (name.strip().lower() for name in read("no_proxy").split(","))
        return cls(
            read("http_proxy") or every,
            read("https_proxy") or every,
            tuple(name.removeprefix("*").lstrip(".") or "*" for name in names if name),
        )

    def serving(self, url: Url) -> str:
        """The URL of the proxy to use; "" to connect without one."""
        host = (url.host or "").strip("[]")
        for exception in self.exceptions:
            # More than one colon is an IPv6 address without a port.
            with_port = exception.count(":") == 1
            name, _, port = exception.partition(":") if with_port else (exception, "", "")
            if port and port != str(url.effective_port):
                continue
            if name == "*" or host == name.strip("[]") or host.endswith("." + name):
                return ""
        return self.https if url.scheme == "https" else self.http

    def __repr__(self) -> str:
        return f"Proxies(http={bool(self.http)}, https={bool(self.https)})"


class Proxy(Struct, frozen=True):
    """One proxy: where it is, and the header that it wants. The header is secret."""

    host: str
    port: int
    tls: bool
    headers: tuple[tuple[bytes, bytes], ...] = ()

    @classmethod
    def parse(cls, text: str) -> "Proxy":
        """A proxy as the environment names it. Raises Refused for one that cannot be used."""
        url = parse_url(text if "://" in text else f"http://{text}")
        if url is None or url.scheme not in ("http", "https") or not url.host:
            raise Refused(Miss(Why.DOWNLOAD_FAILED, "only http and https proxies are supported"))
        headers: tuple[tuple[bytes, bytes], ...] = ()
        if url.userinfo:
            headers = ((b"Proxy-Authorization", basic_auth(url.userinfo)),)
        return cls(url.host.strip("[]"), url.effective_port or 80, url.scheme == "https", headers)

    def __repr__(self) -> str:
        return f"Proxy({self.host}:{self.port})"


def basic_auth(userinfo: str) -> bytes:
    """The header value for the `user:password` of a URL, percent-encoded there."""
    user, _, password = userinfo.partition(":")
    plain = f"{unquote(user)}:{unquote(password)}".encode()
    return b"Basic " + b64encode(plain)


class TunnelBackend(httpcore.AsyncNetworkBackend):
    """Connects by a CONNECT through a proxy. When guarded, the proxy is told an address that
    was checked and not a name, which could mean something else to it."""

    def __init__(
        self,
        inner: httpcore.AsyncNetworkBackend,
        proxy: Proxy,
        resolve: Resolve | None,
    ) -> None:
        self._inner, self._proxy, self._resolve = inner, proxy, resolve

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109  the interface of httpcore
        local_address: str | None = None,
        socket_options: SocketOptions = None,
    ) -> httpcore.AsyncNetworkStream:
        """The far end of the tunnel. `resolve` None: the proxy resolves, nothing is checked."""
        if self._resolve is not None:
            host = (await public_addresses(host, port, self._resolve))[0]
        proxy = self._proxy
        stream = await self._inner.connect_tcp(
            proxy.host, proxy.port, timeout, local_address, socket_options
        )
        try:
            if proxy.tls:
                import ssl

                context = ssl.create_default_context()
                stream = await stream.start_tls(context, proxy.host, timeout)
            await self._connect(stream, f"[{host}]:{port}" if ":" in host else f"{host}:{port}")
        except BaseException:
            await stream.aclose()
            raise
        return stream

    async def _connect(self, stream: httpcore.AsyncNetworkStream, target: str) -> None:
        lines = [f"CONNECT {target} HTTP/1.1".encode(), b"Host: " + target.encode()]
        lines += [name + b": " + value for name, value in self._proxy.headers]
        await stream.write(b"\r\n".join([*lines, b"", b""]))
        reply = b""
        while b"\r\n\r\n" not in reply:
            data = await stream.read(4096)
            reply += data
            if not data or len(reply) > _REPLY_LIMIT:
                raise httpcore.ProxyError("the proxy does not answer")
        status = reply.split(b"\r\n", 1)[0].decode("latin-1").partition(" ")[2]
        if not status.startswith("2"):
            raise httpcore.ProxyError(f"the proxy refused: {status}")
