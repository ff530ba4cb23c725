"""What a found file refers to."""

from tests.fetch.server import Server
from tests.js.maps import source_map
from tests.js.runs import WEB, Runner, answered, frame, request, served


async def test_an_embedded_map(runner: Runner, server: Server) -> None:
    embedded = source_map([[(0, 0, 0, 0)]], ["/src/a.js"]).decode()
    script = f"f()//# sourceMappingURL=data:application/json,{embedded.replace(' ', '')}".encode()
    server.routes = {**served(script=script)}
    path = f"{server.url}/app.js"
    response = await runner.response(request(frame(path), scraping=WEB))
    assert answered(response)["data"] == {
        "sourcemap": path,
        "sourcemap_origin": "embedded",
        "resolved_with": "scraping",
        "symbolicated": True,
    }
    assert answered(response)["abs_path"] == f"{server.url}/src/a.js"
    assert len(response["scraping_attempts"]) == 1


async def test_an_embedded_map_that_is_no_map(runner: Runner, server: Server) -> None:
    server.routes = {**served(script=b"//# sourceMappingURL=data:,nonsense")}
    path = f"{server.url}/app.js"
    response = await runner.response(request(frame(path), scraping=WEB))
    assert response["errors"] == [{"abs_path": path, "type": "malformed_sourcemap", "url": path}]
    assert answered(response)["data"]["sourcemap_origin"] == "embedded"


async def test_a_broken_data_url_is_no_reference(runner: Runner, server: Server) -> None:
    server.routes = {**served(script=b"//# sourceMappingURL=data:;base64,!")}
    response = await runner.response(request(frame(f"{server.url}/app.js"), scraping=WEB))
    assert "errors" not in response
    assert answered(response)["data"] == {"symbolicated": False}
