"""What may be reached, and everything that people try (spec/sources.md 4.8, 8)."""

import ipaddress
import itertools
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector.fetch.caching.cache import Cache
from inspector.fetch.downloads import Downloads
from inspector.fetch.guard import REFUSED_DESTINATION, is_inside, is_reserved, stays_below
from inspector.fetch.policy import DownloadPolicy
from inspector.fetch.remote import Found, RemoteFile, WebSource
from inspector.model.outcome import Miss, Why
from inspector.model.places.sources import (
    GcsSource,
    HttpSource,
    S3Region,
    S3Source,
    SentrySource,
    Source,
)
from tests.fetch.internet import PUBLIC, PUBLIC6, Internet
from tests.fetch.server import Reply, Server

RESERVED = [
    "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16",
    "172.16.0.0/12", "192.0.0.0/29", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16",
    "198.18.0.0/15", "198.51.100.0/24", "224.0.0.0/4", "240.0.0.0/4", "255.255.255.255/32",
]  # fmt: skip
NETWORKS = [ipaddress.IPv4Network(text) for text in RESERVED]


@pytest.mark.parametrize("network", NETWORKS, ids=str)
def test_networks_end_where_they_end(network: ipaddress.IPv4Network) -> None:
    edges = (int(network.network_address) - 1, int(network.broadcast_address) + 1)
    assert is_reserved(str(network.network_address))
    assert is_reserved(str(network.broadcast_address))
    for edge in edges:
        if 0 <= edge < 2**32:
            address = ipaddress.IPv4Address(edge)
            assert is_reserved(str(address)) is any(address in other for other in NETWORKS)


@given(
    st.one_of(
        st.integers(0, 2**32 - 1),
        st.sampled_from(NETWORKS).flatmap(
            lambda n: st.integers(
                max(0, int(n.network_address) - 300), min(2**32 - 1, int(n.broadcast_address) + 300)
            )
        ),
    )
)
def test_the_list_to_the_letter(value: int) -> None:
    address = ipaddress.IPv4Address(value)
    assert is_reserved(str(address)) is any(address in network for network in NETWORKS)


@pytest.mark.parametrize(
    "address", ["203.0.113.7", "192.0.0.8", "8.8.8.8", "1.1.1.1", "223.255.255.255", PUBLIC]
)
def test_public(address: str) -> None:
    assert not is_reserved(address)


@pytest.mark.parametrize(
    "address",
    ["::1", "::", PUBLIC6, "::ffff:8.8.8.8", "64:ff9b::808:808", "2002:808:808::", "fe80::1%lo",
     "", "localhost", "1.2.3", "1.2.3.4.5", "256.1.1.1", "0x8.8.8.8", " 8.8.8.8", "8.8.8.8\n",
     "٨.8.8.8"],
)  # fmt: skip
def test_all_else_is_refused(address: str) -> None:
    assert is_reserved(address)


def wide(text: str) -> str:
    """The same in the wide letters that Chinese and Japanese keyboards make."""
    return "".join(chr(ord(char) + 0xFEE0) for char in text)


# {p} is the port of a server that must not be reached.
LITERALS = [
    "http://127.0.0.1:{p}/", "http://127.1:{p}/", "http://127.0.1:{p}/",
    "http://2130706433:{p}/", "http://0x7f000001:{p}/", "http://0x7f.1:{p}/",
    "http://0x7f.0.0.1:{p}/", "http://0X7F.0X0.0x0.0X1:{p}/", "http://0177.0.0.1:{p}/",
    "http://0177.1:{p}/", "http://017700000001:{p}/", "http://00000177.0.0.1:{p}/",
    "http://127.000.000.001:{p}/", "http://127.0.0.1.:{p}/", "http://127.1.:{p}/",
    "http://127.0.0.2:{p}/", "http://127.255.255.254:{p}/", "http://0:{p}/",
    "http://0.0.0.0:{p}/", "http://0x0:{p}/", f"http://{wide('127.0.0.1')}:{{p}}/",
    "http://①②⑦.⓪.⓪.①:{p}/", "http://127。0。0。1:{p}/", "http://%31%32%37.0.0.1:{p}/",
    "http://127.0.0.%31:{p}/", "http://10.0.0.5:{p}/", "http://100.64.0.1:{p}/",
    "http://169.254.169.254:{p}/", "http://2852039166:{p}/", "http://0xa9fea9fe:{p}/",
    "http://172.16.0.1:{p}/", "http://172.31.255.255:{p}/", "http://192.0.0.1:{p}/",
    "http://192.168.1.1:{p}/", "http://192.168.257:{p}/", "http://198.18.0.1:{p}/",
    "http://224.0.0.1:{p}/", "http://255.255.255.255:{p}/", "http://4294967295:{p}/",
    "http://[::1]:{p}/", "http://[0:0:0:0:0:0:0:1]:{p}/", "http://[::]:{p}/",
    "http://[::ffff:127.0.0.1]:{p}/", "http://[::ffff:7f00:1]:{p}/", "http://[::127.0.0.1]:{p}/",
    "http://[::ffff:0:127.0.0.1]:{p}/", "http://[64:ff9b::127.0.0.1]:{p}/",
    "http://[64:ff9b::7f00:1]:{p}/", "http://[2002:7f00:1::]:{p}/", "http://[fc00::1]:{p}/",
    "http://[fe80::1]:{p}/", "http://[2001:0:7f00:1::]:{p}/", "http://[" + PUBLIC6 + "]:{p}/",
]  # fmt: skip
USERINFO = [
    "http://public.test@127.0.0.1:{p}/", "http://public.test:80@127.0.0.1:{p}/",
    "http://public.test%2F@127.0.0.1:{p}/", "http://a@b@127.0.0.1:{p}/",
    "http://public.test:pw@[::1]:{p}/", "http://public.test%23@127.0.0.1:{p}/",
]  # fmt: skip
NAMES = [
    "http://localhost:{p}/", "http://LOCALHOST:{p}/", "http://localhost.:{p}/",
    f"http://{wide('localhost')}:{{p}}/", "http://ⓛocalhost:{p}/", "http://local\u00adhost:{p}/",
    "http://loopback.test:{p}/", "http://private.test:{p}/", "http://metadata.test:{p}/",
    "http://metadata.test.:{p}/", "http://ip6.test:{p}/", "http://mapped.test:{p}/",
    "http://only-ip6.test:{p}/", "http://many.test:{p}/", "http://flips.test:{p}/",
    "https://loopback.test:{p}/", "http://xn--lcal-5qa.test:{p}/", "http://löcal.test:{p}/",
]  # fmt: skip
OTHER = [
    "http:/127.0.0.1:{p}/", "http:127.0.0.1:{p}/", "http:///127.0.0.1:{p}/",
    "http:\\\\127.0.0.1:{p}/", "HTTP://127.0.0.1:{p}/", " http://127.0.0.1:{p}/",
    "ht\ntp://127.0.0.1:{p}/", "http://127.0\t.0.1:{p}/", "https://127.0.0.1:{p}/",
    "http://127.0.0.1:{p}", "http://127.0.0.1:{p}?x", "http://127.0.0.1:{p}#@public.test/",
    "http://127.0.0.1:{p}/#@public.test", "http://127.0.0.1:{p}\\@public.test/",
]  # fmt: skip
SCHEMES = [
    "file:///etc/passwd", "file://127.0.0.1/etc/passwd", "gopher://127.0.0.1:{p}/_x",
    "ftp://127.0.0.1:{p}/", "dict://127.0.0.1:{p}/", "ws://127.0.0.1:{p}/", "data:text/plain,x",
    "javascript:alert(1)", "unix:/run/docker.sock", "http+unix://%2Frun%2Fdocker.sock/",
    "ldap://127.0.0.1:{p}/", "blob:http://127.0.0.1:{p}/", "jar:http://127.0.0.1:{p}!/x",
]  # fmt: skip
ZONES = ["http://[fe80::1%25lo]:{p}/", "http://[fe80::1%lo]:{p}/", "http://[::1%251]:{p}/"]
INVALID = [
    "http://[::1:{p}/", "http://127.0.0.1:{p}:80/", "http://1.2.3.4.5.6:{p}/", "http://256.1:{p}/",
    "http://0x:{p}x/", "http://08.1:{p}/", "http://%00127.0.0.1:{p}/", "http://127.0.0.1 :{p}/",
]  # fmt: skip
ATTEMPTS = [*LITERALS, *USERINFO, *NAMES, *OTHER, *SCHEMES, *ZONES, *INVALID]

NAMED = {
    "localhost": [["127.0.0.1"]],
    "public.test": [[PUBLIC]],
    "loopback.test": [["127.0.0.1"]],
    "private.test": [["10.1.2.3"]],
    "metadata.test": [["169.254.169.254"]],
    "ip6.test": [["::1"]],
    "mapped.test": [["::ffff:127.0.0.1"]],
    "only-ip6.test": [[PUBLIC6]],
    "many.test": [["127.0.0.1", "192.168.0.1", "::1", PUBLIC6]],
    "flips.test": [["127.0.0.1"], [PUBLIC]],
    "xn--lcal-5qa.test": [["127.0.0.1"]],
}


async def attempt(
    cache: Cache, internet: Internet, url: str, source: Source | WebSource | None = None
) -> Found | Miss:
    file = RemoteFile(source=source or WebSource(id="sourcelink"), location=url)
    policy = DownloadPolicy(attempts=2, retry_pause=0)
    async with Downloads(cache, policy, connections=internet.connections()) as downloads:
        return await downloads.get(file)


def test_enough_of_them() -> None:
    assert len(set(ATTEMPTS)) == len(ATTEMPTS) >= 100


@pytest.mark.parametrize("url", ATTEMPTS, ids=ascii)
async def test_none_gets_through(cache: Cache, server: Server, url: str) -> None:
    internet = Internet(server, NAMED)
    answer = await attempt(cache, internet, url.replace("{p}", str(server.port)))
    assert isinstance(answer, Miss)
    assert internet.reached == []
    if url in {*LITERALS, *USERINFO, *NAMES, *OTHER}:
        assert answer == REFUSED_DESTINATION


@pytest.mark.parametrize("url", [*LITERALS, *USERINFO, *NAMES, *OTHER], ids=ascii)
async def test_none_of_them_is_nonsense(cache: Cache, server: Server, url: str) -> None:
    """The same attempts do reach the server once somebody vouches for them."""
    internet = Internet(server, NAMED)
    file = RemoteFile(
        source=WebSource(id="sourcelink", verify_ssl=False),
        location=url.replace("{p}", str(server.port)),
        trusted=True,
    )
    async with Downloads(cache, connections=internet.connections()) as downloads:
        await downloads.get(file)
    assert internet.reached


REDIRECTS = [*LITERALS, *USERINFO, *NAMES, *SCHEMES, *ZONES]
REDIRECTS += ["//127.0.0.1:{p}/", "\\\\127.0.0.1:{p}/", "/\\127.0.0.1:{p}/", "///127.0.0.1:{p}/"]


@pytest.mark.parametrize("target", REDIRECTS, ids=ascii)
async def test_no_redirect_gets_through(cache: Cache, server: Server, target: str) -> None:
    internet = Internet(server, NAMED)
    location = target.replace("{p}", str(server.port)).encode().decode("latin-1")
    server.routes = {"/start": Reply(status=302, headers=(("Location", location),))}
    answer = await attempt(cache, internet, "http://public.test/start")
    assert isinstance(answer, Miss)
    assert internet.reached
    assert internet.trespassed == []
    assert server.hits() == server.hits("/start")


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_no_chain_of_redirects_either(cache: Cache, server: Server, status: int) -> None:
    def to(location: str) -> Reply:
        return Reply(status=status, headers=(("Location", location),))

    server.routes = {
        "/a": to("/b"),
        "/b": to("http://public.test/c"),
        "/c": to("http://127.0.0.1/"),
    }
    internet = Internet(server, NAMED)
    assert await attempt(cache, internet, "http://public.test/a") == REFUSED_DESTINATION
    assert server.hits("/c") == 1
    assert internet.trespassed == []


async def test_a_name_is_resolved_once(cache: Cache, server: Server) -> None:
    """Its second answer is private: checking one and connecting to the other would show."""
    internet = Internet(server, {"rebind.test": [[PUBLIC], ["127.0.0.1"]]})
    server.routes = {"/": Reply(body=b"fine")}
    assert isinstance(await attempt(cache, internet, "http://rebind.test/"), Found)
    assert internet.reached == [PUBLIC]


async def test_of_several_addresses_the_public_ones_are_used(cache: Cache, server: Server) -> None:
    internet = Internet(server, {"mixed.test": [["10.0.0.1", "::1", PUBLIC, "127.0.0.1"]]})
    server.routes = {"/": Reply(body=b"fine")}
    assert isinstance(await attempt(cache, internet, "http://mixed.test/"), Found)
    assert internet.reached == [PUBLIC]


PRIVATE: list[Source | WebSource] = [
    HttpSource(id="http", url="http://127.0.0.1/"),
    HttpSource(id="sentry:http", url="http://127.0.0.1/"),
    HttpSource(id="unverified", url="https://127.0.0.1/", accept_invalid_certs=True),
    WebSource(id="web-scraping", verify_ssl=False),
    SentrySource(id="sentry:project", url="http://127.0.0.1/api/", token="t"),
    S3Source(id="s3", bucket="b", region=S3Region("local", "http://127.0.0.1:9000")),
]


@pytest.mark.parametrize("source", PRIVATE, ids=lambda source: source.id)
async def test_all_kinds_of_sources(cache: Cache, server: Server, source: Source) -> None:
    internet = Internet(server)
    location = "http://127.0.0.1/x" if isinstance(source, WebSource) else "x"
    assert await attempt(cache, internet, location, source) == REFUSED_DESTINATION
    assert internet.reached == []


async def test_google_storage_too(
    cache: Cache, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STORAGE_EMULATOR_HOST", "127.0.0.1:9000")
    internet = Internet(server)
    source = GcsSource(id="gcs", bucket="b", bearer_token="t")
    assert await attempt(cache, internet, "x", source) == REFUSED_DESTINATION
    assert internet.reached == []


async def test_lists_too(cache: Cache, server: Server) -> None:
    internet = Internet(server)
    sentry = SentrySource(id="s", url="http://127.0.0.1/api/", token="t")
    store = HttpSource(id="x", url="http://127.0.0.1/")
    async with Downloads(cache, connections=internet.connections()) as downloads:
        listed = RemoteFile(source=sentry, location="")
        assert await downloads.sentry_files(listed, "id", None) == ()
        assert await downloads.index(RemoteFile(source=store, location="")) == frozenset()
    assert internet.reached == []


async def test_trust_is_not_contagious(cache: Cache, server: Server) -> None:
    """Neither an open connection nor a flight under way serves those who may not ask."""
    server.routes = {"/a": Reply(body=b"a", wait=0.05), "/b": Reply(body=b"b")}
    source = HttpSource(id="x", url=server.url)
    trusted = RemoteFile(source=source, location="a", trusted=True)
    stranger = RemoteFile(source=source, location="a")
    async with Downloads(cache) as downloads:
        import asyncio

        found, refused = await asyncio.gather(downloads.get(trusted), downloads.get(stranger))
        assert isinstance(found, Found)
        assert refused == REFUSED_DESTINATION
        assert await downloads.get(stranger.at("b")) == REFUSED_DESTINATION
        assert isinstance(await downloads.get(trusted.at("b")), Found)
    assert server.connections == 1


async def test_a_refusal_is_not_remembered(cache: Cache, server: Server) -> None:
    server.routes = {"/a": Reply(body=b"a")}
    file = RemoteFile(source=HttpSource(id="x", url=server.url), location="a")
    async with Downloads(cache) as downloads:
        assert await downloads.get(file) == REFUSED_DESTINATION
    assert server.connections == 0
    policy = DownloadPolicy(connect_to_reserved_ips=True)
    async with Downloads(cache, policy) as downloads:
        assert isinstance(await downloads.get(file), Found)


async def test_a_dead_name_is_not_a_refusal(cache: Cache, server: Server) -> None:
    answer = await attempt(cache, Internet(server), "http://nowhere.invalid/")
    assert isinstance(answer, Miss)
    assert answer.why is Why.DOWNLOAD_FAILED
    assert answer != REFUSED_DESTINATION
    assert "lookup" in answer.details


PARTS = ["a", "..", ".", "", "b.pdb"]


@pytest.mark.parametrize(
    "location", ["/".join(parts) for parts in itertools.product(PARTS, repeat=3)]
)
def test_stays_below(location: str, tmp_path: Path) -> None:
    if stays_below(location):
        assert is_inside(str(tmp_path / "x" / location), str(tmp_path / "x"))


@given(st.text("ab./\\:\0", max_size=12))
def test_nothing_that_stays_below_is_outside(location: str) -> None:
    import posixpath

    if stays_below(location):
        for text in (location, location.replace("\\", "/")):
            assert posixpath.normpath(f"/base/x/{text}").startswith("/base/x")
