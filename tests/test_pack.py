"""What mingbai pack adds to a site: the same bytes every time, for every server, and nothing where it would do harm."""

import gzip
import re
import shutil
from pathlib import Path
from urllib.parse import urlsplit

import brotli
import pytest

from mingbai.policy import HSTS, POLICY, headers
from mingbai.serving import CannotPack
from mingbai.serving.copies import TEXTS
from mingbai.serving.server import files, for_hosts, own_policies
from site_fixtures import AS_OF, URL, Done, build, mingbai, put, said, small, tree
from site_pages import pages_of


def pack(folder: Path, *words: str, env: dict[str, str] | None = None) -> Done:
    return mingbai("pack", "--as-of", AS_OF, *words, cwd=folder, env=env)


@pytest.fixture(scope="module")
def packed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = small(tmp_path_factory.mktemp("pack"))
    done = pack(folder)
    assert done.returncode == 0, said(done)
    return folder


def test_every_text_has_copies_that_unpack_to_it(packed: Path) -> None:
    site = packed / "site"
    texts = [file for file in site.rglob("*") if file.suffix in TEXTS and file.stat().st_size > 1000]
    assert {".html", ".css", ".js", ".json"} <= {file.suffix for file in texts}
    for file in texts:
        assert gzip.decompress(file.with_name(f"{file.name}.gz").read_bytes()) == file.read_bytes()
        assert brotli.decompress(file.with_name(f"{file.name}.br").read_bytes()) == file.read_bytes()
    assert not list(site.rglob("*.xlsx.gz")), "what is compressed already is left alone"


def test_no_time_stands_in_a_copy(packed: Path) -> None:
    assert (packed / "site/index.html.gz").read_bytes()[4:8] == b"\0\0\0\0"


def test_the_same_lists_give_the_same_bytes_over_an_old_site_and_elsewhere(packed: Path, tmp_path: Path) -> None:
    wanted = tree(packed / "site"), tree(packed / "site-server")
    other = {"PYTHONHASHSEED": "7", "TZ": "Asia/Shanghai"}
    shutil.copytree(packed, tmp_path / "elsewhere", ignore=shutil.ignore_patterns("site", "site-server"))
    for folder in (packed, tmp_path / "elsewhere"):
        done = pack(folder, env=other)
        assert done.returncode == 0, said(done)
        assert (tree(folder / "site"), tree(folder / "site-server")) == wanted


def test_a_copy_that_does_not_fit_its_page_is_made_anew(packed: Path, tmp_path: Path) -> None:
    folder = tmp_path / "spoilt"
    shutil.copytree(packed, folder)
    wanted = tree(folder / "site")
    (folder / "site/index.html.gz").write_bytes(gzip.compress(b"something else", mtime=0))
    (folder / "site/index.html.br").write_bytes(b"no brotli at all")
    assert pack(folder).returncode == 0
    assert tree(folder / "site") == wanted


def test_a_build_has_neither_copies_nor_seals(tmp_path: Path) -> None:
    assert build(small(tmp_path)).returncode == 0
    site = tmp_path / "site"
    assert not [*site.rglob("*.gz"), *site.rglob("*.br"), *site.glob("_headers"), *tmp_path.glob("site-server")]
    assert "integrity" not in (site / "index.html").read_text("utf-8")


def test_styles_and_scripts_are_sealed_but_on_pages_that_may_be_kept_as_files(packed: Path) -> None:
    pages = pages_of(packed / "site")
    for address, page in pages.items():
        tags = [*page.all("script"), *(tag for tag in page.all("link") if tag.attrs.get("rel") == "stylesheet")]
        loaded = [tag for tag in tags if "src" in tag.attrs or "href" in tag.attrs]
        assert len(loaded) >= 3, address
        sealed = [tag for tag in loaded if re.fullmatch(r"sha384-[\w+/=]{64}", tag.attrs.get("integrity", ""))]
        assert len(sealed) == (0 if "report/" in address else len(loaded)), address


def test_styles_and_scripts_share_one_version_which_changes_with_any_of_them(packed: Path, tmp_path: Path) -> None:
    def versions(site: Path) -> set[str]:
        return {one for page in pages_of(site).values() for one in re.findall(r"\?v=([^\"]+)", page.html)}

    (version,) = versions(packed / "site")
    put(tmp_path / "overrides/assets/search/syllables.json", "{}")
    put(tmp_path / "content/own.css", "p { color: #000 }")
    theme = {"name": "material", "language": "zh", "font": False, "custom_dir": "overrides"}
    folder = small(tmp_path, theme=theme, extra_css=["own.css"])
    assert pack(folder).returncode == 0
    (other,) = versions(folder / "site")
    assert other != version
    assert f'href="../own.css?v={other}" integrity' in (folder / "site/jia/index.html").read_text("utf-8")


def test_hosts_that_see_no_query_keep_the_folders_that_are_asked_for_by_version(packed: Path) -> None:
    text = (packed / "site/_headers").read_text("utf-8")
    kept = re.findall(r"/assets/(\w+)/\*\n  Cache-Control: public, max-age=31536000, immutable", text)
    folders = {file.relative_to(packed / "site/assets").parts[0] for file in (packed / "site/assets").rglob("*.*")}
    assert set(kept) == folders - {"images"}


def test_every_page_says_its_policy_before_anything_else(packed: Path) -> None:
    for address, page in pages_of(packed / "site").items():
        head = page.html.split("<head>")[1]
        assert re.match(
            rf'\s*<meta charset="utf-8">\s*<meta http-equiv="Content-Security-Policy" content="{POLICY}">', head
        ), address
        assert page.meta("referrer") == "no-referrer"


def test_the_policy_allows_nothing_unsafe_inline_or_foreign() -> None:
    assert "unsafe" not in POLICY
    assert "http" not in POLICY
    assert "data:" not in POLICY
    assert POLICY.startswith("default-src 'none'; script-src 'self'; ")


def test_another_folder_in_the_place_of_the_server_files_is_left_alone(packed: Path, tmp_path: Path) -> None:
    folder = tmp_path / "taken"
    shutil.copytree(packed, folder, ignore=shutil.ignore_patterns("site-server"))
    put(folder / "site-server/mine.txt", "mine")
    before = tree(folder)
    done = pack(folder)
    assert done.returncode == 2
    assert "site-server 里有别的东西" in said(done)
    assert "Traceback" not in said(done)
    assert tree(folder) == before


@pytest.mark.parametrize("hsts", HSTS)
def test_hsts_binds_other_hosts_only_where_it_was_asked_for(tmp_path: Path, hsts: str) -> None:
    folder = small(tmp_path, plugins=[{"mingbai": {"guides": False, "hsts": hsts}}])
    assert pack(folder).returncode == 0
    for file in ("site-server/nginx/mingbai/site.conf", "site-server/caddy/mingbai.caddy", "site/_headers"):
        assert (
            re.findall(r"Strict-Transport-Security:? \"?([^\"\n]*)", (folder / file).read_text("utf-8"))[0]
            == HSTS[hsts]
        )


def test_a_wrong_word_for_hsts_is_refused(tmp_path: Path) -> None:
    done = pack(small(tmp_path, plugins=[{"mingbai": {"guides": False, "hsts": "ever"}}]))
    assert done.returncode == 2
    assert "hsts" in said(done)


def test_without_tls_nothing_is_promised_that_needs_it() -> None:
    told = "".join(files("http://10.0.0.1/", "host", {}, []).values()) + for_hosts("http://10.0.0.1/", "host", {})
    assert "Strict-Transport-Security" not in told
    assert "Cross-Origin-Opener-Policy" not in told
    assert "ssl_certificate" not in told
    assert "没有 TLS" in told


def test_all_servers_say_the_same_of_every_page() -> None:
    served = files(URL, "host", {}, [])
    for text in (served["nginx/mingbai/site.conf"], served["caddy/mingbai.caddy"], for_hosts(URL, "host", {})):
        for name, value in headers(secure=True).items():
            assert re.search(rf"{name}:? \"?{re.escape(value)}", text), name


def test_without_an_address_the_files_answer_to_any_name() -> None:
    served = files("", "host", {}, [])
    assert "server_name _;" in served["nginx/server.conf"]
    assert "https://$host$request_uri" in served["nginx/server.conf"]
    assert ":443 {" in served["caddy/Caddyfile"]


# ── hosts that read _headers ─────────────────────────────────────────────────


def rules(text: str) -> dict[str, list[str]]:
    """A ``_headers`` file: every pattern and its lines."""
    found: dict[str, list[str]] = {}
    for line in text.splitlines():
        if line.startswith("/"):
            found[line] = []
        elif not line.startswith("#"):
            found[list(found)[-1]].append(line.strip())
    return found


def matches(pattern: str, path: str) -> bool:
    """Whether a host takes a pattern for a path: ``:name`` is one step, ``*`` any number."""
    steps = re.sub(r":[a-z]+", "[^/]+", re.escape(pattern).replace(r"\*", ".*").replace(r"\:", ":"))
    return re.fullmatch(steps, path) is not None


def test_hosts_keep_no_report_page_however_deep_its_place() -> None:
    told = rules(for_hosts(URL, "host", {}))
    base = urlsplit(URL).path
    deepest = "sheng/shi/xian/zhen/cun/"
    for place in ("", "sheng/", "sheng/shi/xian/", deepest):
        said = [line for pattern, lines in told.items() if matches(pattern, f"{base}{place}report/") for line in lines]
        assert said.count("Cache-Control: no-store") == 1, place
    assert not [one for one in told if matches(one, f"{base}{deepest}duties/") and "no-store" in told[one][0]]


def test_hosts_find_nothing_that_they_refuse() -> None:
    text = for_hosts(URL, "preload", {"admin": "default-src 'self'"})
    assert len(rules(text)) <= 100
    assert all(len(line) < 2000 for line in text.splitlines())
    assert all(pattern.count("*") <= 1 for pattern in rules(text))
    assert all(len(set(names)) == len(names) for names in (re.findall(r":[a-z]+", one) for one in rules(text)))


def test_hosts_leave_a_page_with_a_policy_of_its_own_to_its_own_words() -> None:
    every = rules(for_hosts(URL, "host", {"admin": "default-src 'self' 'unsafe-eval'"}))[f"{urlsplit(URL).path}*"]
    assert [line for line in every if "Policy: " in line and "Content" in line] == [
        "Content-Security-Policy: frame-ancestors 'none'"
    ]
    assert not [line for line in every if "Opener" in line], "a window for logging in must find its way back"


@pytest.mark.parametrize(
    ("policy", "folder"),
    [
        ("default-src 'self'", ""),
        ('default-src "', "admin"),
        ("default-src $uri", "admin"),
        ("img-src {env.HOME}", "a"),
    ],
)
def test_a_policy_that_no_server_can_say_is_refused(policy: str, folder: str) -> None:
    with pytest.raises(CannotPack):
        own_policies({POLICY: [""], policy: [folder]})
