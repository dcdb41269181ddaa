"""A forge's HTTP API: JSON over one host, no redirects, and a token that is sent there and told nobody."""

import json
import urllib.error
import urllib.request
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode, urlsplit

PAGE = 100
PAGES = 50  # of comments; nobody discusses more
LARGEST = 20_000_000  # bytes of an answer
PATIENCE = 30  # seconds


class Refused(Exception):
    """The forge could not be asked, or said no; ``status`` is its HTTP status, 0 where there is none."""

    def __init__(self, message: str, status: int = 0) -> None:
        super().__init__(message)
        self.status = status


class _Stay(urllib.request.HTTPRedirectHandler):
    """Follow no redirect: urllib would send the token along."""

    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        """Nowhere."""


class Api:
    """Requests under one address, all with the same token."""

    def __init__(self, base: str, headers: dict[str, str]) -> None:
        parts = urlsplit(base)
        local = parts.hostname in ("localhost", "127.0.0.1", "::1")
        if parts.username or not parts.hostname or not (parts.scheme == "https" or (parts.scheme == "http" and local)):
            raise Refused("接口的地址要以 https:// 开头")
        self._base = base.rstrip("/")
        self._headers = headers
        self._open = urllib.request.build_opener(_Stay).open

    def ask(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        """What the forge answers, as JSON. Refused where it does not."""
        data = None if body is None else json.dumps(body).encode()
        headers = {"Accept": "application/json", "User-Agent": "mingbai", **self._headers}
        if data is not None:
            headers["Content-Type"] = "application/json"
        request = urllib.request.Request(f"{self._base}{path}", data, headers, method=method)
        what = f"{method} {path.partition('?')[0]}"
        try:
            with self._open(request, timeout=PATIENCE) as answer:
                told = answer.read(LARGEST + 1)
        except urllib.error.HTTPError as error:
            with error:
                raise Refused(f"{what}: {error.code}{_reason(error.read(2000))}", error.code) from None
        except (OSError, ValueError) as error:
            raise Refused(f"{what}: 连不上({type(error).__name__})") from None
        try:
            return json.loads(told) if told.strip() else None
        except (ValueError, RecursionError):
            raise Refused(f"{what}: 回答读不懂") from None

    def rows(self, path: str, **wanted: str) -> Iterator[dict[str, Any]]:
        """All of a list that comes by pages; one that does not come by pages is taken once."""
        seen: set[Any] = set()
        for page in range(1, PAGES + 1):
            told = self.ask("GET", f"{path}?{urlencode({**wanted, 'per_page': PAGE, 'limit': PAGE, 'page': page})}")
            fresh = [row for row in told or [] if isinstance(row, dict) and row.get("id") not in seen]
            seen.update(row.get("id") for row in fresh)
            yield from fresh
            if not fresh:
                return


def _reason(raw: bytes) -> str:
    """The forge's own short word on why, on one line."""
    try:
        told = json.loads(raw)
    except ValueError:
        return ""
    word = (told.get("message") or told.get("error")) if isinstance(told, dict) else None
    return f" {''.join(c for c in str(word) if c.isprintable())[:200]}" if word else ""
