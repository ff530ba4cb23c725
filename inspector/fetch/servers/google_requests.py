"""The requests of google-auth itself, on the standard library: it brings none of its own.

They go to Google and to the instance's own metadata server, for trusted sources only.
"""

import urllib.error
import urllib.request
from collections.abc import Mapping

import google.auth.exceptions
import google.auth.transport

_TIMEOUT = 30.0  # seconds
_LONGEST = 1 << 20  # bytes


class Response(google.auth.transport.Response):
    """An answer as google-auth wants it."""

    def __init__(self, status: int, headers: Mapping[str, str], data: bytes) -> None:
        self._status, self._headers, self._data = status, headers, data

    @property
    def status(self) -> int:
        """The HTTP status."""
        return self._status

    @property
    def headers(self) -> Mapping[str, str]:
        """The headers."""
        return self._headers

    @property
    def data(self) -> bytes:
        """The body."""
        return self._data


class Request(google.auth.transport.Request):
    """Sends a request."""

    def __call__(
        self,
        url: str,
        method: str = "GET",
        body: bytes | str | None = None,
        headers: Mapping[str, str] | None = None,
        timeout: float | None = None,
        **_more: object,
    ) -> Response:
        """The answer, whatever its status. Raises google.auth's TransportError."""
        data = body.encode() if isinstance(body, str) else body
        if not url.startswith(("http://", "https://")):
            raise _error("neither http nor https")
        asked = urllib.request.Request(  # noqa: S310  the scheme was looked at
            url, data, dict(headers or {}), method=method
        )
        seconds = timeout or _TIMEOUT
        try:
            with urllib.request.urlopen(asked, timeout=seconds) as answer:  # noqa: S310  likewise
                return Response(answer.status, dict(answer.headers), answer.read(_LONGEST))
        except urllib.error.HTTPError as error:
            with error:
                return Response(error.code, dict(error.headers), error.read(_LONGEST))
        except OSError as error:
            raise _error(str(error)) from error


def _error(text: str) -> google.auth.exceptions.TransportError:
    return google.auth.exceptions.TransportError(text)  # type: ignore[no-untyped-call]
