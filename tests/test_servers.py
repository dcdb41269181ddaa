"""A packed site behind a real nginx and a real Caddy: headers, caching, copies, old addresses, no trace of readers."""

import gzip
import html
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import brotli
import pytest

from mingbai.policy import POLICY
from moved_fixtures import FILES, MOVED
from server_fixtures import HOST, SERVERS, Server, nginx
from site_fixtures import BASE, ROOT, mingbai, put, said, small
from site_pages import pages_of
from test_moved import by_nginx

SENT = {
    "content-security-policy": f"{POLICY}; frame-ancestors 'none'",
    "cross-origin-resource-policy": "same-origin",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
}
WAYS = {"TLS": (f"https://{HOST}/", "/"), "intranet": (f"http://{HOST}{BASE}", BASE)}


def packed(folder: Path, url: str, **config: str) -> Path:
    """A small site where nearly everything moved, packed for an address; its folder."""
    small(folder, {**FILES, "_site/moved.yml": MOVED}, site_url=url, **config)
    put(folder / "editor.yml", "forge: 本机\n")
    done = mingbai("pack", "--as-of", "2026-11-22", cwd=folder)
    assert done.returncode == 0, said(done)
    return folder


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return {way: packed(tmp_path_factory.mktemp("packed"), url) for way, (url, _) in WAYS.items()}


@pytest.fixture(scope="module", params=[(name, way) for way in WAYS for name in SERVERS], ids="-".join)
def served(
    request: pytest.FixtureRequest, sites: dict[str, Path], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Server, str, Path]]:
    """A running server, the path of the site on it, and the site's folder."""
    name, way = request.param
    home = sites[way]
    folder = tmp_path_factory.mktemp(name)
    with SERVERS[name](home / "site", home / "site-server", folder, secure=way == "TLS") as server:
        yield server, WAYS[way][1], home / "site"


Served = tuple[Server, str, Path]

EVERY = {
    "a page": ("jia/", 200),
    "the home page": ("", 200),
    "a report page": ("jia/report/", 200),
    "a page that is not there": ("no/such/page/", 404),
    "a report page that is not there": ("no/report/", 404),
    "a style": ("assets/stylesheets/mingbai.css", 200),
    "a script": ("assets/javascripts/search-worker.js", 200),
    "data": ("jia/duties/data.json", 200),
    "a folder without its slash": ("jia", (301, 308)),
    "an old address": ("certificates/jiu/", 301),
}


@pytest.mark.parametrize("what", EVERY)
def test_every_answer_carries_the_headers(served: Served, what: str) -> None:
    server, base, _ = served
    path, status = EVERY[what]
    answer = server.ask(base + path)
    assert answer.status in (status if isinstance(status, tuple) else (status,))
    assert SENT.items() <= answer.headers.items()
    secure = bool(server.secure)
    assert answer.headers.get("strict-transport-security") == ("max-age=63072000" if secure else None)
    assert answer.headers.get("cross-origin-opener-policy") == ("same-origin" if secure else None)
    assert not re.search(r"\d", answer.headers.get("server", "")), "its version is nobody's business"


def test_other_methods_are_refused_with_the_headers(served: Served) -> None:
    server, base, _ = served
    answer = server.ask(base, method="POST")
    assert answer.status == 405
    assert SENT.items() <= answer.headers.items()


def test_a_page_that_is_not_there_shows_the_site_s_own(served: Served) -> None:
    server, base, site = served
    answer = server.ask(f"{base}no/such/page/")
    assert answer.body == (site / "404.html").read_bytes()
    assert answer.headers["content-type"].startswith("text/html")


def test_a_page_with_a_policy_of_its_own_keeps_it(served: Served) -> None:
    server, base, site = served
    answer = server.ask(f"{base}admin/")
    (own,) = re.findall('Content-Security-Policy" content="(.*?)"', (site / "admin/index.html").read_text("utf-8"))
    assert "'unsafe-eval'" in own
    assert answer.headers["content-security-policy"] == html.unescape(own) + "; frame-ancestors 'none'"
    assert answer.headers.get("cross-origin-opener-policy") == ("same-origin-allow-popups" if server.secure else None)


def test_browsers_keep_what_has_a_version_and_ask_again_for_the_rest(served: Served) -> None:
    server, base, site = served
    (version,) = set(re.findall(r"assets/[\w./]+(\?v=[0-9a-f]{12})\"", (site / "jia/index.html").read_text("utf-8")))
    for asset in ("stylesheets/mingbai.css", "javascripts/search-worker.js", "search/syllables.json"):
        kept = server.ask(f"{base}assets/{asset}{version}").headers["cache-control"]
        assert kept == "public, max-age=31536000, immutable", asset
    for path in ("", "jia/", "assets/javascripts/search.js", "no/such/page/", "assets/no.css?v=abc", "jia/?v=abc"):
        assert server.ask(base + path).headers["cache-control"] == "no-cache", path
    for path in ("report/", "jia/report/", "jia/jing/report/?big"):
        assert server.ask(base + path).headers["cache-control"] == "no-store", path


@pytest.mark.parametrize("accept", ["", "gzip", "br, gzip"])
def test_a_page_that_is_still_the_same_is_not_sent_again(served: Served, accept: str) -> None:
    server, base, _ = served
    for path in ("", "jia/", "jia/duties/", "jia/search.json"):
        tag = server.ask(base + path, accept).headers["etag"]
        again = server.ask(base + path, accept, tag=tag)
        assert (again.status, again.body) == (304, b""), path
        assert again.headers["cache-control"] == "no-cache"
        assert SENT.items() <= again.headers.items()
        assert server.ask(base + path, accept, tag='"another"').status == 200


@pytest.mark.parametrize(
    ("accept", "encoding", "unpack"),
    [("gzip", "gzip", gzip.decompress), ("gzip, deflate, br", "br", brotli.decompress), ("", None, bytes)],
)
def test_pages_come_compressed_for_those_who_ask(
    served: Served, accept: str, encoding: str | None, unpack: Callable[[bytes], bytes]
) -> None:
    server, base, site = served
    for path in ("jia/", "assets/stylesheets/mingbai.css", "schemas/duties.json"):
        file = site / path / "index.html" if path.endswith("/") else site / path
        answer = server.ask(base + path, accept)
        assert answer.headers.get("content-encoding") == encoding
        assert unpack(answer.body) == file.read_bytes()
        assert "accept-encoding" in answer.headers["vary"].lower()
        if encoding:
            assert answer.body == file.with_name(f"{file.name}.{'gz' if encoding == 'gzip' else 'br'}").read_bytes()
    assert server.ask(base + "no/such/page/", accept).headers.get("content-encoding") == encoding


def test_every_old_address_leads_on_with_what_was_asked(served: Served) -> None:
    server, base, site = served
    mapped = by_nginx((site.parent / "site-server/nginx/mingbai/maps.conf").read_text("utf-8"))
    assert len(mapped) > 30
    for old, new in list(mapped.items())[:: 20 if server.secure else 1]:
        for asked in ("", "?big"):
            answer = server.ask(old + asked)
            assert (answer.status, answer.headers["location"]) == (301, new + asked)
            assert SENT.items() <= answer.headers.items()
    for new in set(mapped.values()):
        assert server.ask(new).status == 200
    assert base + "certificates/qinshu/" in mapped.values()


def test_nobody_can_see_who_read_a_report_page(served: Served) -> None:
    server, base, _ = served
    unseen = [
        "report/",
        "jia/report/",
        "jia/jing/report/?big",
        "jia/report",
        "no/report/",
        "jia/qing/report/",
        "report/x",
    ]
    for path in [*unseen, "assets/stylesheets/mingbai.css", "assets/no.css", "jia/duties/"]:
        server.ask(base + path)
    logged = server.log.read_text("utf-8")
    assert "jia/duties/" in logged
    assert "report" not in logged
    assert "assets" not in logged
    assert "report" not in server.errors.read_text("utf-8").replace("site.conf", "")
    assert not list(server.log.parent.glob("all.log")) or "report" not in (server.log.parent / "all.log").read_text(
        "utf-8"
    )


def test_what_is_asked_without_tls_is_asked_again_with_it(served: Served) -> None:
    server, base, _ = served
    if server.secure:
        answer = server.ask("/jia/?big", plain=True)
        assert answer.status in (301, 308)
        assert re.fullmatch(rf"https://{HOST}(:{server.secure})?/jia/\?big", answer.headers["location"])
    else:
        assert server.ask(base).status == 200


def test_the_observatory_gives_nginx_its_best_grade(
    sites: dict[str, Path], tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    node = shutil.which("node", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    assert node and (ROOT / "node_modules/@mdn/mdn-http-observatory").is_dir(), "npm ci"
    home = sites["TLS"]
    with nginx(home / "site", home / "site-server", tmp_path) as server:
        command = [node, str(ROOT / "tests/observatory.mjs"), HOST, str(server.plain), str(server.secure)]
        known = {**os.environ, "NODE_EXTRA_CA_CERTS": str(server.authority)}
        done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", env=known, timeout=120)
    found = json.loads(done.stdout)
    record_property("grade", f"{found['grade']} {found['score']}")
    assert (found["grade"], found["score"]) == ("A+", 135), found["tests"]
    assert not [name for name, test in found["tests"].items() if test["score"] < 0]


def test_report_pages_pass_the_public_tests_of_securedrop(
    served: Served, record_property: Callable[[str, object], None]
) -> None:
    """Answers 200, nothing of other hosts, no tracking, exactly no-referrer, no link to an onion service."""
    server, base, site = served
    reports = [address for address in pages_of(site) if address.endswith("report/") and "qing" not in address]
    record_property("pages", len(reports))
    for address in reports:
        answer = server.ask(base + address)
        text = answer.body.decode()
        assert answer.status in (200, 301)
        assert answer.headers["referrer-policy"] == "no-referrer"
        loaded = re.findall(r"<(?:img|script|iframe|video|audio|embed|source|object|link)\b[^>]*", text)
        assert not [
            tag
            for tag in loaded
            if re.search(r"""(src|srcset|href)=["']?(https?:)?//""", tag) and "canonical" not in tag
        ]
        assert "url(" not in text
        assert ".onion" not in text
        assert "set-cookie" not in answer.headers
