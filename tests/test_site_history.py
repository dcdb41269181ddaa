"""What a site tells of the past of its lists: changes, earlier versions, feeds, months; nothing wrong without git."""

import json
import re
from datetime import datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from git_fixtures import commit, git, repository
from site_fixtures import CALL, DUTY, HEAD, PROOF, SMALL, URL, build, said, small
from site_pages import Page, broken_links, pages_of, target

PROOFS = {**HEAD, "body": "村(居)委会"}
ATOM = "{http://www.w3.org/2005/Atom}"
PRIVATE = "11010119900307109X"


def proof(key: str, **fields: Any) -> dict[str, Any]:
    return {**PROOF, "id": key, "name": f"证明{key}", **fields}


def made(folder: Path, **config: Any) -> Path:
    """A small site in a repository with a past of several days; what is built from it."""
    repository(folder)
    small(
        folder,
        {"demo/area.yml": {"name": "示例县", "level": "县"}, "demo/duties.yml": {**HEAD, "items": [DUTY]}},
        **config,
    )
    (folder / ".gitignore").write_text("site/\n.cache/\n", "utf-8")
    private = {**PROOFS, "items": [PROOF, proof("jiu", remark=PRIVATE)]}
    old_fields = {**HEAD, "title": "旧格式的清单", "items": [{**DUTY, "old_field": "旧字段"}]}
    commit(
        folder,
        "2024-09-14",
        {"certificates.yml": {**PROOFS, "items": [proof("jiu"), PROOF]}, "jia/duties.yml": old_fields},
    )
    commit(
        folder, "2025-01-01", {"certificates.yml": private, "jia/powers.yml": {**HEAD, "title": "要撤的", "items": []}}
    )
    why = {"type": "修改", "reason": "上级改了规定", "decision_doc": "某发〔2025〕1号"}
    now = [{**PROOF, "decision": "可以出具", "change": why}, proof("xin")]
    commit(folder, "2025-02-03", {"certificates.yml": {**PROOFS, "items": now}, "jia/powers.yml": None})
    demo = {**HEAD, "items": [{**DUTY, "name": "示例事项改名"}]}
    commit(folder, "2025-03-04", {"jia/duties.yml": SMALL["jia/duties.yml"], "demo/duties.yml": demo})
    commit(
        folder,
        "2025-03-04",
        {"certificates.gongan.yml": {**HEAD, "body": "公安派出所", "effective_from": "2031-05-01", "items": []}},
    )
    return folder


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = made(tmp_path_factory.mktemp("past") / "repo")
    done = build(folder)
    assert done.returncode == 0, said(done)
    return folder


@pytest.fixture(scope="module")
def site(home: Path) -> Path:
    return home / "site"


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[str, Page]:
    return pages_of(site)


def links(page: Page) -> set[str]:
    return {target(page.address, link)[0] for _, link in page.links()}


# ── changes ──────────────────────────────────────────────────────────────────


def test_no_link_leads_nowhere(site: Path, pages: dict[str, Page]) -> None:
    assert not broken_links(site, pages)


def test_changes_of_a_list_are_told_newest_first_with_reason(pages: dict[str, Page]) -> None:
    text = pages["certificates/changes/"].text
    assert re.search(r"2025-02-03.*2025-01-01.*2024-09-14", text, re.DOTALL)
    assert re.search(r"不应出具\s*改为\s*可以出具", text)
    assert "修改:上级改了规定。决定文件:某发〔2025〕1号" in text
    assert "没有写原因" in text
    assert {"qinshu", "jiu", "xin"} <= set(pages["certificates/changes/"].ids)


def test_list_place_and_answer_lead_to_their_changes(pages: dict[str, Page]) -> None:
    assert "certificates/changes/" in links(pages["certificates/"])
    assert "jia/changes/" in links(pages["jia/"])
    assert "certificates/qinshu/changes/" in links(pages["certificates/qinshu/"])
    assert "certificates/changes/" in links(pages["certificates/xin/"])  # nothing happened to it since it came


def test_item_has_a_page_of_changes_only_where_something_happened_to_it(pages: dict[str, Page]) -> None:
    assert "可以出具" in pages["certificates/qinshu/changes/"].text
    assert "2024-09-14 随清单首次放到本站" in pages["certificates/qinshu/changes/"].text
    assert "certificates/xin/changes/" not in pages


def test_place_tells_what_git_saw_among_the_dates_of_its_lists(pages: dict[str, Page]) -> None:
    text = pages["jia/"].text
    assert re.search(r"2025-03-04\s*某清单\s*本站更新:改 1 项、清单说明改 1 处", text)
    assert re.search(r"2025-02-03\s*要撤的\s*本站更新:从本站撤下", text)
    assert "要撤的" in pages["jia/changes/"].text


def test_changes_of_a_list_that_is_gone_stay(pages: dict[str, Page]) -> None:
    assert "这份清单已经不在本站" in pages["jia/powers/changes/"].text
    assert "这份清单现在已经不在本站" in pages["jia/powers/@2025-01-01/"].text


def test_whole_site_tells_real_lists_and_what_is_to_come(pages: dict[str, Page]) -> None:
    page = pages["changes/"]
    assert "示例" not in page.text
    assert "demo/duties/changes/" in pages
    assert re.search(r"将要施行.*2031-05-01\s*施行:.*改了什么.*2025-02-03", page.text, re.DOTALL)
    assert "changes/" in links(pages["jia/duties/"])


def test_sitemap_has_changes_but_no_earlier_versions(site: Path) -> None:
    text = (site / "sitemap.xml").read_text("utf-8")
    for address in ("changes/", "certificates/changes/", "certificates/qinshu/changes/", "jia/changes/"):
        assert f"<loc>{URL}{address}</loc>" in text
    assert "@" not in text
    assert "demo" not in text


# ── earlier versions ─────────────────────────────────────────────────────────


def test_earlier_version_says_so_and_what_differs(pages: dict[str, Page]) -> None:
    page = pages["certificates/@2024-09-14/"]
    assert "这是 2024-09-14 的版本,现在的清单在这里" in page.text
    assert "从 2024-09-14 用到 2025-01-01" in page.text
    assert "后来增 1 项、删 1 项、改 1 项" in page.text
    assert "证明jiu" in page.text
    assert "certificates/" in links(page)
    assert page.meta("robots") == "noindex"
    assert page.rel("canonical") == [f"{URL}certificates/"]
    assert "12345" in page.text  # whom to call today
    assert "certificates/@2024-09-14/" in links(pages["certificates/changes/"])


def test_earlier_version_has_its_data(site: Path) -> None:
    data = json.loads((site / "certificates/@2024-09-14/data.json").read_text("utf-8"))
    assert [item["id"] for item in data["items"]] == ["jiu", "qinshu"]
    assert data["page"] == "certificates/@2024-09-14/"


def test_version_with_private_data_is_published_nowhere(site: Path, pages: dict[str, Page]) -> None:
    assert "certificates/@2025-01-01/" not in pages
    assert (
        "2025-01-01 的版本 2 项,用到 2025-02-03。这一版有不能公布的错误,不在这里" in pages["certificates/changes/"].text
    )
    for file in site.rglob("*"):
        assert not file.is_file() or PRIVATE.encode() not in file.read_bytes(), file


def test_version_that_todays_fields_do_not_fit_is_shown_as_it_stands(pages: dict[str, Page]) -> None:
    page = pages["jia/duties/@2024-09-14/"]
    assert "按以前的格式写的" in page.text
    assert re.search(r"森林防火.*履职类型\s*基本.*old_field\s*旧字段", page.text, re.DOTALL)


def test_what_stands_now_has_no_earlier_version(pages: dict[str, Page]) -> None:
    assert sorted(address for address in pages if "@" in address) == [
        *("certificates/@2024-09-14/", "demo/duties/@2024-09-14/"),
        *("jia/duties/@2024-09-14/", "jia/powers/@2024-09-14/", "jia/powers/@2025-01-01/"),
    ]


def test_earlier_versions_are_in_no_search(site: Path) -> None:
    assert not [file for file in site.rglob("search*/**/*.json") if "@20" in file.read_text("utf-8")]


# ── for machines ─────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def feeds(site: Path) -> dict[str, ElementTree.Element]:
    return {file.relative_to(site).as_posix(): ElementTree.parse(file).getroot() for file in site.rglob("feed.xml")}


def test_feeds_are_where_pages_name_them(site: Path, pages: dict[str, Page], feeds: dict[str, Any]) -> None:
    named = {target(p.address, link)[0] for p in pages.values() for link in p.rel("alternate")}
    assert named == feeds.keys()
    assert {"changes/feed.xml", "jia/feed.xml", "jia/duties/feed.xml", "certificates/feed.xml"} <= named


def test_feeds_have_all_that_rfc_4287_asks_for(feeds: dict[str, ElementTree.Element]) -> None:
    for address, feed in feeds.items():
        assert feed.tag == f"{ATOM}feed"
        for name in ("id", "title", "updated"):
            assert len(feed.findall(ATOM + name)) == 1, (address, name)
        assert feed.findtext(f"{ATOM}author/{ATOM}name")
        rels = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
        assert rels["self"] == feed.findtext(f"{ATOM}id") == URL + address
        entries = feed.findall(f"{ATOM}entry")
        assert entries
        ids = [entry.findtext(f"{ATOM}id") for entry in entries]
        assert len(set(ids)) == len(ids)
        for entry in entries:
            for name in ("id", "title", "updated", "summary"):
                assert len(entry.findall(ATOM + name)) == 1, (address, name)
                assert entry.findtext(ATOM + name)
            assert datetime.fromisoformat(entry.findtext(f"{ATOM}updated") or "").tzinfo
            assert re.fullmatch(r"tag:[a-z.]+,\d{4}-\d\d-\d\d:/[!-~]+", entry.findtext(f"{ATOM}id") or "")
            assert [link.get("rel") for link in entry.findall(f"{ATOM}link")] == ["alternate"]
        days = [entry.findtext(f"{ATOM}updated") for entry in entries]
        assert days == sorted(days, key=str, reverse=True)
        assert feed.findtext(f"{ATOM}updated") == days[0]


def test_an_entry_has_one_id_in_every_feed(feeds: dict[str, ElementTree.Element]) -> None:
    whole = {entry.findtext(f"{ATOM}id") for entry in feeds["changes/feed.xml"].findall(f"{ATOM}entry")}
    assert {entry.findtext(f"{ATOM}id") for entry in feeds["jia/feed.xml"].findall(f"{ATOM}entry")} <= whole
    assert not [one for one in whole if "demo" in str(one)]


def test_months_tell_what_changed_since(site: Path) -> None:
    api = site / "api/v1"
    index = json.loads((api / "changes/index.json").read_text("utf-8"))
    assert json.loads((api / "index.json").read_text("utf-8"))["changes"] == "api/v1/changes/index.json"
    assert [month["month"] for month in index["months"]] == ["2025-03", "2025-02", "2025-01", "2024-09"]
    assert index["months"][0]["last_day"] == "2025-03-04"
    february = json.loads((site / index["months"][1]["json"]).read_text("utf-8"))
    assert len(february["changes"]) == index["months"][1]["changes"]
    told = next(one for one in february["changes"] if one["list"] == "certificates.yml")
    assert (told["area"], told["kind"], told["page"]) == ("", "certificates", "certificates/changes/")
    assert {change["what"] for change in told["changes"]} == {"added", "removed", "edited"}
    assert "demo" not in "".join(file.read_text("utf-8") for file in (api / "changes").iterdir())


# ── where less is known ──────────────────────────────────────────────────────


def test_without_git_the_past_is_left_out(tmp_path: Path) -> None:
    done = build(small(tmp_path / "work"))
    assert done.returncode == 0, said(done)
    site = tmp_path / "work/site"
    pages = pages_of(site)
    assert not broken_links(site, pages)
    assert [address for address in pages if "changes" in address or "@" in address] == ["changes/"]
    assert "没有版本记录" in pages["changes/"].text
    assert not list(site.rglob("feed.xml")) + list(site.glob("api/v1/changes*"))
    assert not [page.address for page in pages.values() if page.rel("alternate")]
    assert not [page.address for page in pages.values() if "首次放到本站" in page.text]


def test_shallow_clone_says_what_it_cannot_know(home: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "-q", "--depth", "2", f"file://{home}", "shallow")
    done = build(tmp_path / "shallow")
    assert done.returncode == 0, said(done)
    site = tmp_path / "shallow/site"
    pages = pages_of(site)
    assert not broken_links(site, pages)
    assert "更早的变更不在这里:这里的记录从 2025-03-04 开始" in pages["certificates/changes/"].text
    assert "更早的变更不在这里" in pages["changes/"].text
    assert "更早的变更不在这里" not in pages["certificates.gongan/changes/"].text
    assert not [address for address in pages if "@" in address]


def test_without_site_url_no_feed_but_changes(tmp_path: Path) -> None:
    done = build(made(tmp_path / "repo", site_url=None))
    assert done.returncode == 0, said(done)
    site = tmp_path / "repo/site"
    pages = {address: page for address, page in pages_of(site).items() if address != "404.html"}
    assert not broken_links(site, pages)
    assert not list(site.rglob("feed.xml"))
    assert "certificates/@2024-09-14/" in pages
    assert (site / "api/v1/changes/2025-02.json").is_file()


def test_long_past_is_parted_by_month_and_every_page_stays_light(tmp_path: Path) -> None:
    folder = repository(tmp_path / "repo")
    small(folder)
    long = "一二三四五六七八九十" * 7
    for month in range(1, 7):
        items = [{**DUTY, "id": f"shi-{n}", "name": f"事项{n}", "remark": f"{long}{month}{n}"} for n in range(150)]
        commit(folder, f"2025-0{month}-01", {"jia/duties.yml": {**HEAD, "items": items}})
    commit(folder, "2025-06-02", {"jia/channels.yml": {**HEAD, "items": [CALL]}})
    done = build(folder)
    assert done.returncode == 0, said(done)
    pages = pages_of(folder / "site")
    assert not broken_links(folder / "site", pages)
    mine = {address: page for address, page in pages.items() if address.startswith("jia/duties/changes/")}
    assert {"jia/duties/changes/", "jia/duties/changes/2025-02/", "jia/duties/changes/2025-02/1/"} <= mine.keys()
    assert all(len(page.html) < 100_000 for page in mine.values())
    told = "".join(page.text for address, page in mine.items() if "2025-02" in address)
    assert not [n for n in range(150) if f"{long}2{n}" not in told]


def test_renamed_item_keeps_its_past_and_the_old_address_of_it(tmp_path: Path) -> None:
    folder = repository(tmp_path / "repo")
    small(folder)
    commit(folder, "2024-09-14", {"certificates.yml": {**PROOFS, "items": [proof("jiu")]}})
    commit(folder, "2025-01-01", {"certificates.yml": {**PROOFS, "items": [proof("jiu", condition="甲")]}})
    moved = {"moved": [{"kind": "certificates", "old": "jiu", "new": "xin", "reason": "拼音写错了"}]}
    renamed = {**PROOFS, "items": [{**proof("jiu", condition="甲"), "id": "xin"}]}
    commit(folder, "2025-02-02", {"certificates.yml": renamed, "_site/moved.yml": moved})
    done = build(folder)
    assert done.returncode == 0, said(done)
    pages = pages_of(folder / "site")
    assert not broken_links(folder / "site", pages)
    text = pages["certificates/xin/changes/"].text
    assert re.search(
        r"2025-02-02.*改号 证明jiu\(原来的编号 jiu\).*拼音写错了.*2025-01-01.*条件\s*写上“甲”", text, re.DOTALL
    )
    assert "certificates/xin/changes/" in links(pages["certificates/jiu/changes/"])
    assert "certificates/jiu/" in links(pages["certificates/@2024-09-14/"])  # which leads on
