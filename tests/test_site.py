"""The built site as a contract: addresses, anchors, data, links, weight, and nothing that a reader should not meet."""

import csv
import gzip
import io
import json
import re
from collections import Counter
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

import pytest

from mingbai.kinds import KINDS
from site_fixtures import (
    AS_OF,
    BASE,
    BOARD,
    CALL,
    DEMO,
    DUTY,
    HEAD,
    PROOF,
    ROOT,
    SMALL,
    URL,
    Page,
    RealList,
    areas,
    broken_links,
    build,
    built,
    index_of,
    lists,
    outward,
    pages_of,
    run,
    said,
    small,
    target,
    tree,
)

PROMISED = [
    *("certificates/index.html", "hubei/certificates/index.html", "guizhou/qianxinan/certificates/index.html"),
    *("guizhou/liupanshui/report/index.html", "certificates/qinshu-guanxi/index.html", "all/index.html"),
    *("api/v1/index.json", "schemas/certificates.json", "sitemap.xml", "index.html", "404.html", "report/index.html"),
    "search/index.json",
]


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built(tmp_path_factory)


@pytest.fixture(scope="session")
def pages(site: Path) -> dict[str, Page]:
    return pages_of(site)


@cache
def entries(site: Path) -> dict[str, str]:
    """What search leads to → every name under which it finds it."""
    found: dict[str, str] = {}
    for entry in index_of(site):
        for page in entry.pages:
            found[page] = found.get(page, "") + " " + entry.words
    return found


def read_json(file: Path) -> dict:
    return json.loads(file.read_text("utf-8"))


def spot(one: RealList, item: dict) -> str:
    """Where an item is read: its answer page, or its anchor on the list's page."""
    if one.kind == "certificates":
        return f"{one.area}certificates/{item['id']}/"
    return f"{one.page}#{item['id']}"


def sitemap(site: Path) -> list[str]:
    root = ElementTree.parse(site / "sitemap.xml").getroot()
    return [node.text or "" for node in root.iter() if node.tag.endswith("}loc")]


# ── what must be there ───────────────────────────────────────────────────────


@pytest.mark.parametrize("address", PROMISED)
def test_promised_address(site: Path, address: str) -> None:
    assert (site / address).is_file()


def test_demo_townships_have_duties(site: Path) -> None:
    assert len(list(site.glob("demo/*/duties/index.html"))) == 2


def test_every_place_has_its_pages(pages: dict[str, Page]) -> None:
    missing = [page for area in areas() for page in (area, f"{area}report/") if page not in pages]
    assert not missing


def test_every_list_has_page_and_data(site: Path) -> None:
    wanted = [site / one.page / name for one in lists() for name in ("index.html", "data.json", "data.csv")]
    assert not [file for file in wanted if not file.is_file()]


def test_json_says_what_the_list_says(site: Path) -> None:
    for one in lists():
        data = read_json(site / one.page / "data.json")
        assert {key: data.get(key) for key in one.data} == one.data, one.page
        assert (data["kind"], data["page"]) == (one.kind, one.page)


def test_csv_says_what_the_list_says(site: Path) -> None:
    for one in lists():
        raw = (site / one.page / "data.csv").read_bytes()
        assert raw.startswith(b"\xef\xbb\xbf"), one.page
        head, *rows = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline="")))
        assert all(re.search("[\u4e00-\u9fff]", cell) for cell in head), head
        assert len(rows) == len(one.items), one.page
        assert all(len(row) == len(head) for row in rows), one.page
        labels = {key: info.title for key, info in KINDS[one.kind].item.model_fields.items()}
        for row, item in zip(rows, one.items, strict=True):
            cells = dict(zip(head, row, strict=True))
            for key, value in item.items():
                parts = value if isinstance(value, list) else [value]
                told = [part for part in parts if isinstance(part, str)]
                assert all(part in cells[labels[key]] for part in told), (one.page, item["id"], key)


def test_every_item_has_its_anchor(pages: dict[str, Page]) -> None:
    missing = [
        f"{one.page}#{item['id']}" for one in lists() for item in one.items if item["id"] not in pages[one.page].ids
    ]
    assert not missing


def test_every_certificate_has_its_answer_page(pages: dict[str, Page]) -> None:
    wanted = [(spot(one, item), item["name"]) for one in lists() if one.kind == "certificates" for item in one.items]
    assert len(wanted) > 60
    assert not [page for page, _ in wanted if page not in pages]
    assert not [page for page, name in wanted if name not in pages[page].text]


def test_answer_comes_first(pages: dict[str, Page]) -> None:
    for address, word in {
        "certificates/qinshu-guanxi/": "不用村里开",
        "guizhou/qianxinan/certificates/juzhu/": "村里能开",
    }.items():
        page = pages[address]
        main = page.html.index("<main")
        assert page.html.index("<h1", main) < page.html.index(word, main) < page.html.index("依据", main)


def test_every_real_item_is_in_all(pages: dict[str, Page]) -> None:
    index = [page for address, page in pages.items() if address.startswith("all/")]
    linked = {target(page.address, link) for page in index for _, link in page.links() if not outward(link)}
    text = "\n".join(page.text for page in index)
    for one in lists():
        for item in one.items if not one.demo else ():
            address, _, anchor = spot(one, item).partition("#")
            assert (address, anchor) in linked, (one.page, item["id"])
            assert not [word for word in (item["name"], *item.get("aliases", ())) if word not in text], (
                one.page,
                item["id"],
            )


def test_search_knows_every_real_item_by_every_name(site: Path) -> None:
    known = entries(site)
    for one in lists():
        for item in one.items if not one.demo else ():
            words = known.get(spot(one, item), "")
            assert not [word for word in (item["name"], *item.get("aliases", ())) if word not in words], (
                one.page,
                item["id"],
            )


def test_search_leads_to_pages_that_are_there(site: Path, pages: dict[str, Page]) -> None:
    for found in index_of(site):
        for page in found.pages:
            address, _, anchor = page.partition("#")
            assert address in pages, page
            assert not anchor or anchor in pages[address].ids, page


def test_search_tells_the_village_answer(site: Path) -> None:
    found = next(f for f in index_of(site) if "certificates/qinshu-guanxi/" in f.pages)
    assert (found.name, found.answer) == ("亲属关系证明", "不用村里开")


def test_api_names_every_real_list_and_place(site: Path) -> None:
    index = read_json(site / "api/v1/index.json")
    assert sorted(row["page"] for row in index["lists"]) == sorted(one.page for one in lists() if not one.demo)
    assert sorted(row["page"] for row in index["areas"]) == sorted(
        area for area in areas() if not area.startswith(DEMO)
    )
    assert {row["kind"] for row in index["lists"]} <= {kind["key"] for kind in index["kinds"]}
    for row in index["lists"]:
        assert row["items"] == len(read_json(site / row["json"]).get("items", ())), row["page"]
        assert (site / row["csv"]).is_file()
    assert all((site / kind["schema"]).is_file() for kind in index["kinds"])
    assert index["as_of"] == AS_OF


def test_home_asks_the_questions_people_come_with(pages: dict[str, Page]) -> None:
    text = pages[""].text
    for words in ("想办什么?想开什么证明?", "村里能开什么证明", "乡镇管什么、不管什么", "村里能挂什么牌子", "我要举报"):
        assert words in text, words
    linked = {target("", link)[0] for _, link in pages[""].links()}
    assert {"certificates/", "report/", "hubei/", "guizhou/"} <= linked


def test_report_page_shows_what_nobody_checked(pages: dict[str, Page]) -> None:
    text = pages["guizhou/liupanshui/report/"].text
    assert "干扰为基层减负工作举报电话及邮箱" in text
    assert "待核实" in text
    assert "12345" in text


def test_every_page_leads_to_the_report_page_of_its_place(pages: dict[str, Page]) -> None:
    for address, page in pages.items():
        if address == "404.html":
            continue
        place = max((area for area in areas() if address.startswith(area)), key=len)
        assert f"{place}report/" in {target(address, link)[0] for _, link in page.links()}, address


# ── the invented county ──────────────────────────────────────────────────────


@pytest.mark.parametrize("address", ["", "all/", "report/"])
def test_demo_is_not_on_pages_of_the_whole(pages: dict[str, Page], address: str) -> None:
    assert not [link for _, link in pages[address].links() if target(address, link)[0].startswith(DEMO)]


def test_demo_is_in_no_index(site: Path) -> None:
    assert not [page for found in index_of(site) for page in found.pages if page.startswith(DEMO)]
    assert not [page for page in sitemap(site) if "/demo/" in page]
    assert "demo/" not in (site / "api/v1/index.json").read_text("utf-8")


def test_demo_contacts_reach_no_real_page(pages: dict[str, Page]) -> None:
    assert not [
        address for address, page in pages.items() if not page.demo and "0000-" in page.text and "report" in address
    ]


def test_demo_pages_say_that_they_are(pages: dict[str, Page]) -> None:
    demo = [page for page in pages.values() if page.demo]
    assert len(demo) > 20
    for page in demo:
        assert "示例数据,不作依据" in page.text, page.address
        assert "noindex" in page.meta("robots"), page.address
        assert not page.rel("canonical"), page.address


def test_real_pages_do_not_turn_readers_away(pages: dict[str, Page]) -> None:
    for page in pages.values():
        if not page.demo and page.address != "404.html":
            assert "示例数据,不作依据" not in page.text, page.address
            assert "noindex" not in page.meta("robots"), page.address


# ── every page ───────────────────────────────────────────────────────────────


def test_no_broken_link_or_anchor(site: Path, pages: dict[str, Page]) -> None:
    assert not broken_links(site, pages)[:20]


def test_links_are_relative(pages: dict[str, Page]) -> None:
    for page in pages.values():
        if page.address != "404.html":
            inside = [link for _, link in page.links() if link.startswith(("/", URL)) or BASE in link]
            assert not inside, page.address


def test_404_finds_its_way_from_anywhere(pages: dict[str, Page]) -> None:
    inside = [link for _, link in pages["404.html"].links() if not outward(link) and not link.startswith("#")]
    assert inside
    assert all(link.startswith(BASE) for link in inside)


def test_ids_are_unique(pages: dict[str, Page]) -> None:
    twice = {page.address: [key for key, n in Counter(page.ids).items() if n > 1] for page in pages.values()}
    assert not {address: ids for address, ids in twice.items() if ids}


def test_one_heading_title_description(pages: dict[str, Page]) -> None:
    for page in pages.values():
        assert [bool(tag.text.strip()) for tag in page.all("h1")] == [True], page.address
        assert [bool(tag.text.strip()) for tag in page.all("title")] == [True], page.address
        assert page.meta("description").strip(), page.address
        assert page.all("html")[0].attrs.get("lang", "").startswith("zh"), page.address


def test_pages_that_search_engines_see_have_titles_of_their_own(pages: dict[str, Page]) -> None:
    titles = Counter(page.all("title")[0].text for page in pages.values() if not page.demo)
    assert not {title: n for title, n in titles.items() if n > 1}


def test_canonical_and_sitemap_agree(site: Path, pages: dict[str, Page]) -> None:
    real = {page.address for page in pages.values() if not page.demo and page.address != "404.html"}
    for address in real:
        assert pages[address].rel("canonical") == [URL + address]
    named = sitemap(site)
    assert sorted(named) == sorted(URL + address for address in real)


def test_nothing_of_the_machinery_shows(site: Path, pages: dict[str, Page]) -> None:
    for page in pages.values():
        for scrap in ("@@mingbai", "<!-- mingbai", "<!--mingbai", "{{", "{%", "Undefined", " object at 0x"):
            assert scrap not in page.html, (page.address, scrap)
        assert not re.search(r"\bNone\b", page.text), page.address
    assert not (site / "shell").exists()
    assert not [page.address for page in pages.values() if any("shell" in link for _, link in page.links())]
    assert "shell" not in (site / "sitemap.xml").read_text("utf-8")


def test_no_script_or_style_in_the_page(pages: dict[str, Page]) -> None:
    for page in pages.values():
        assert not page.all("style"), page.address
        assert all(tag.attrs.get("src") and not tag.text.strip() for tag in page.all("script")), page.address
        handlers = {key for tag in page.tags for key in tag.attrs if key.startswith("on") or key == "style"}
        assert not handlers, page.address
        assert not [link for _, link in page.links() if link.strip().lower().startswith(("javascript:", "data:"))]


def test_no_request_to_another_host(site: Path, pages: dict[str, Page]) -> None:
    for page in pages.values():
        tags = page.all("link", "script", "img", "iframe", "form", "source", "video", "audio", "object", "embed")
        asked = [
            tag.attrs[key] for tag in tags for key in ("href", "src", "srcset", "action", "data") if key in tag.attrs
        ]
        assert not [link for link in asked if outward(link) and link not in page.rel("canonical")], page.address
    for file in site.rglob("*.css"):
        assert not re.search(r"(url\(\s*[\"']?|@import\s+[\"']?)(https?:)?//", file.read_text("utf-8")), file


def test_links_to_other_hosts_tell_them_nothing(pages: dict[str, Page]) -> None:
    for page in pages.values():
        for tag in page.all("a"):
            if tag.attrs.get("href", "").startswith(("http:", "https:", "//")):
                assert {"noreferrer", "noopener"} <= set(tag.attrs.get("rel", "").split()), (page.address, tag.attrs)


def test_first_view_is_light(site: Path, pages: dict[str, Page]) -> None:
    @cache
    def weight(address: str) -> int:
        return len(gzip.compress((site / address).read_bytes(), 6))

    heavy = {}
    for page in pages.values():
        asked = page.loads()
        assert len(asked) + 1 <= 6, page.address
        size = len(gzip.compress(page.html.encode(), 6)) + sum(weight(address) for address in asked)
        if size > 50_000:
            heavy[page.address] = size
    assert not heavy


def test_site_says_who_runs_it(pages: dict[str, Page]) -> None:
    for page in pages.values():
        assert "本站不是政府网站" in page.text, page.address
        assert "运营" in page.text, page.address


# ── the same, and elsewhere ──────────────────────────────────────────────────


def test_two_builds_are_alike_byte_for_byte(site: Path, tmp_path: Path) -> None:
    """The second one in several processes, with other hashes, in another time zone."""
    command = ["build", "--to", str(tmp_path / "again"), "--as-of", AS_OF]
    start = f"import mingbai.check as c; c.PAYS = 0; from mingbai.cli import main; main({command!r})"
    (tmp_path / "again.py").write_text(start, "utf-8")
    here = {"PYTHONHASHSEED": "2", "TZ": "Asia/Shanghai"}
    done = run(str(tmp_path / "again.py"), env=here)
    assert done.returncode == 0, said(done)
    first, second = tree(site), tree(tmp_path / "again")
    assert first.keys() == second.keys()
    assert not [name for name in first if first[name] != second[name]]


def test_without_site_url_no_canonical_and_no_sitemap(tmp_path: Path) -> None:
    done = build(small(tmp_path, site_url=None))
    assert done.returncode == 0, said(done)
    assert "site_url" in said(done)
    site = tmp_path / "site"
    assert not list(site.glob("sitemap*"))
    pages = pages_of(site)
    assert not [page.address for page in pages.values() if page.rel("canonical")]
    assert not broken_links(site, {key: page for key, page in pages.items() if key != "404.html"})


def test_site_url_without_its_slash(tmp_path: Path) -> None:
    done = build(small(tmp_path, site_url=URL.rstrip("/")))
    assert done.returncode == 0, said(done)
    pages = pages_of(tmp_path / "site")
    assert pages["jia/duties/"].rel("canonical") == [f"{URL}jia/duties/"]
    assert pages["guide/"].rel("canonical") == [f"{URL}guide/"]


def test_own_templates_come_before_the_packages(tmp_path: Path) -> None:
    theme = {"name": "material", "language": "zh", "font": False, "custom_dir": "own"}
    folder = small(tmp_path, theme=theme)
    (folder / "own/lists").mkdir(parents=True)
    (folder / "own/lists/_moved.html").write_text("x", "utf-8")
    (folder / "own/lists/duties.html").write_text('<h1>自己的样子</h1>{% include "_foot.html" %}', "utf-8")
    done = build(folder)
    assert done.returncode == 0, said(done)
    assert "自己的样子" in (folder / "site/jia/duties/index.html").read_text("utf-8")


# ── old ids ──────────────────────────────────────────────────────────────────

MOVED = {
    "moved": [
        {"kind": "certificates", "old": "jiu-qinshu", "new": "qinshu", "reason": "改名"},
        {"kind": "certificates", "old": "zui-jiu", "new": "jiu-qinshu", "reason": "更早改名"},
        {"kind": "signboards", "old": "jiu-paizi", "new": "weihui", "reason": "改名"},
        {"kind": "duties", "area": "jia", "old": "jiu-shi", "new": "fanghuo", "reason": "改名"},
        {"kind": "channels", "old": "jiu-dianhua", "new": "rexian", "reason": "改名"},
    ]
}


@pytest.fixture(scope="module")
def moved(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Page]:
    folder = small(tmp_path_factory.mktemp("moved"), {"_site/moved.yml": MOVED})
    done = build(folder)
    assert done.returncode == 0, said(done)
    pages = pages_of(folder / "site")
    assert not broken_links(folder / "site", pages)
    return pages


@pytest.mark.parametrize("old", ["jiu-qinshu", "zui-jiu"])
def test_old_address_leads_on(moved: dict[str, Page], old: str) -> None:
    page = moved[f"certificates/{old}/"]
    assert "certificates/qinshu/" in {target(page.address, link)[0] for _, link in page.links()}


@pytest.mark.parametrize(
    ("page", "old"),
    [
        ("certificates/", "jiu-qinshu"),
        ("certificates/", "zui-jiu"),
        ("jia/signboards/", "jiu-paizi"),
        ("jia/duties/", "jiu-shi"),
        ("channels/", "jiu-dianhua"),
    ],
)
def test_old_anchor_stays(moved: dict[str, Page], page: str, old: str) -> None:
    assert old in moved[page].ids


# ── hostile values ───────────────────────────────────────────────────────────

EVIL = (
    '"><script>alert(1)</script><img src=x onerror=alert(2)>\' " javascript:alert(3) {{7*7}} {% raw %} '
    "@@mingbai:root@@ <!-- mingbai:places -->"
)


def filled(model: type, path: str = "") -> dict:
    """Every field of a model, with the worst text that it takes."""
    from mingbai.kinds.shape import choices, inner, plain

    data: dict = {}
    for key, info in model.model_fields.items():
        below, words = inner(info.annotation), choices(info.annotation)
        shape = str(plain(info.annotation))
        if below:
            value = filled(below)
        elif words:
            value = words[0]
        elif key in ("id", "phones", "sms", "emails", "unverified"):
            value = {"id": "e", "phones": "12345", "sms": "12388", "emails": "a@b.cn", "unverified": "remark"}[key]
        elif key == "url":
            value = "https://x.example/?a=1&b=2#javascript:alert(1)&lt;"
        elif "date" in key or key.startswith("effective") or key in ("verified_on", "accessed"):
            value = "2026-01-01" if not key.endswith("_to") else "2027-01-01"
        elif key in ("declared_total", "value"):
            value = "1"
        elif key == "declared_by_category":
            data[key] = {EVIL: "1"}
            continue
        elif key == "sha256":
            value = "0" * 64
        else:
            value = EVIL
        data[key] = [value] if "list[" in shape.lower() and not isinstance(value, list) else value
    return data


def hostile_lists() -> dict:
    files: dict = {"area.yml": {"name": f"全国{EVIL}", "short": EVIL, "level": "国家", "remark": EVIL}}
    for key, kind in KINDS.items():
        item, head = filled(kind.item), {**filled(kind.header), "status": "现行", "completeness": "完整"}
        words = [name for name, info in kind.item.model_fields.items() if name == kind.facet and info]
        from mingbai.kinds.shape import choices

        every = choices(kind.item.model_fields[words[0]].annotation) if words else ()
        rows = [
            {**item, "id": f"e{n}", "name": f"{n}{EVIL}", **dict.fromkeys(words, word)} for n, word in enumerate(every)
        ]
        if key == "certificates":
            head["body"] = "村(居)委会"
            files["certificates.qita.yml"] = {**head, "body": EVIL, "items": rows}
        files[f"{key}.yml"] = {**head, "items": rows}
        files[f"yi/{key}.yml"] = {**head, "items": rows}
    files["yi/area.yml"] = {"name": f"乙{EVIL}", "short": f"乙{EVIL}", "level": "县", "remark": EVIL}
    return files


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = small(tmp_path_factory.mktemp("hostile"), hostile_lists())
    done = build(folder)
    assert done.returncode == 0, said(done)
    return folder / "site"


def test_hostile_text_stays_text(hostile: Path) -> None:
    pages = pages_of(hostile)
    assert {"yi/duties/", "yi/certificates/e0/", "all/", "yi/report/"} <= pages.keys()
    for page in pages.values():
        assert not [tag for tag in page.all("script") if not tag.attrs.get("src", "").endswith("mingbai.js")], (
            page.address
        )
        assert not [tag for tag in page.all("img") if tag.attrs.get("src") == "x"], page.address
        assert not {
            key for tag in page.tags for key in tag.attrs if key.startswith("on") or not re.fullmatch(r"[a-z-]+", key)
        }
        assert not page.twice, page.address
        assert not [link for _, link in page.links() if link.strip().lower().startswith("javascript:")], page.address
    assert not broken_links(hostile, pages)


@pytest.mark.parametrize(
    "address", ["yi/", "yi/certificates/e0/", "yi/duties/", "yi/signboards/", "yi/channels/", "all/"]
)
def test_hostile_text_is_shown_whole(hostile: Path, address: str) -> None:
    page = Page(address, (hostile / address / "index.html").read_text("utf-8"))
    assert EVIL in page.text
    assert "乙" in page.all("title")[0].text or address == "all/"


def test_hostile_cells_are_no_formulas(tmp_path: Path) -> None:
    names = ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://x")', "＝1", "甲\n=1", '"=1"', " =1"]
    rows = [{**DUTY, "id": f"d{n}", "name": name, "remark": f"={n}"} for n, name in enumerate(names)]
    assert build(small(tmp_path, {"jia/duties.yml": {**HEAD, "items": rows}})).returncode == 0
    raw = (tmp_path / "site/jia/duties/data.csv").read_bytes().decode("utf-8-sig")
    _, *found = list(csv.reader(io.StringIO(raw, newline="")))
    assert len(found) == len(names)
    for row, name in zip(found, names, strict=True):
        assert not [cell for cell in row if cell[:1] in tuple("=+-@\t\r＝＋－＠")], row
        assert any(cell.removeprefix("'") == name for cell in row), name


# ── what a page says ─────────────────────────────────────────────────────────


def said_of(tmp_path: Path, files: dict, page: str) -> str:
    done = build(small(tmp_path, files))
    assert done.returncode == 0, said(done)
    return pages_of(tmp_path / "site")[page].text


def test_other_bodies_never_decide_for_the_village(tmp_path: Path) -> None:
    police = {
        **HEAD,
        "body": "公安派出所",
        "items": [{**PROOF, "decision": "可以出具"}, {**PROOF, "id": "wu", "name": "无犯罪记录证明"}],
    }
    files = {"certificates.gongan.yml": police}
    text = said_of(tmp_path, files, "certificates/qinshu/")
    assert "不用村里开" in text
    assert "村里能开" not in text.split("那该怎么办")[0].split("亲属关系证明", 1)[1]
    assert "公安派出所" in text
    other = pages_of(tmp_path / "site")["certificates/wu/"].text
    assert "不用村里开" not in other
    assert "村里能开" not in other


def test_nearest_list_answers_and_is_named(tmp_path: Path) -> None:
    own = {**HEAD, "title": "甲县清单", "body": "村(居)委会", "items": [{**PROOF, "decision": "可以出具"}]}
    text = said_of(tmp_path, {"jia/certificates.yml": own}, "jia/certificates/qinshu/")
    assert "村里能开" in text
    assert "甲县清单" in text
    assert "全国" in text
    assert "不一致" in text or "说法" in text
    national = pages_of(tmp_path / "site")["certificates/qinshu/"].text
    assert "不用村里开" in national
    assert "甲" in national


def test_future_list_stands_beside(tmp_path: Path) -> None:
    own = {**HEAD, "body": "村(居)委会", "effective_from": "2027-03-01", "items": [{**PROOF, "decision": "可以出具"}]}
    text = said_of(tmp_path, {"jia/certificates.yml": own}, "jia/certificates/qinshu/")
    assert "不用村里开" in text
    assert "将于2027-03-01施行" in text


def test_place_without_lists_says_so(tmp_path: Path) -> None:
    text = said_of(tmp_path, {"jia/yi/area.yml": {"name": "乙镇", "level": "乡"}}, "jia/yi/")
    assert "乙镇" in text
    assert "没有自己的清单" in text
    assert "热线" in text or "12345" in text


def test_question_is_shown_once_its_lists_exist(tmp_path: Path) -> None:
    folder = small(tmp_path)
    (folder / "lists/jia/signboards.yml").unlink()
    assert build(folder).returncode == 0
    text = pages_of(folder / "site")[""].text
    assert "村里能开什么证明" in text
    assert "村里能挂什么牌子" not in text


def test_stopped_contacts_are_nobody_to_call(tmp_path: Path) -> None:
    gone = {**CALL, "id": "gone", "name": "旧热线", "phones": ["12388"], "state": "停用"}
    files = {"channels.yml": {**HEAD, "items": [CALL, gone]}}
    assert "旧热线" not in said_of(tmp_path, files, "jia/")
    pages = pages_of(tmp_path / "site")
    assert "停用" in pages["report/"].text
    for page in pages.values():
        assert not [link for _, link in page.links() if link == "tel:12388"], page.address


def test_many_names_are_split_by_letter(tmp_path: Path) -> None:
    rows = [{**DUTY, "id": f"d{n}", "name": f"{'森林防火河道'[n % 6]}事{n}"} for n in range(450)]
    done = build(small(tmp_path, {"jia/duties.yml": {**HEAD, "items": rows}}))
    assert done.returncode == 0, said(done)
    pages = pages_of(tmp_path / "site")
    index = [page for address, page in pages.items() if address.startswith("all/")]
    assert len(index) > 3
    names = "".join(page.text for page in index)
    assert not [row["name"] for row in rows if row["name"] not in names]
    assert not broken_links(tmp_path / "site", pages)
    linked = {target("all/", link)[0] for _, link in pages["all/"].links()}
    assert {page.address for page in index} <= linked | {"all/"}


def test_small_site_covers_all_kinds() -> None:
    """A new kind is added to SMALL, so that everything above is tried on it as well."""
    assert {path.rpartition("/")[2].split(".")[0] for path in SMALL} - {"area"} == set(KINDS)
    assert BOARD
    assert ROOT
