"""Small sites made for one question each: old ids, hostile values, whose answer a page gives."""

import csv
import io
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import Environment
from markupsafe import Markup

from hostile import EVIL, hostile_site
from mingbai.kinds import KINDS
from mingbai.site.escaping import Escaping
from site_fixtures import CALL, DUTY, HEAD, PROOF, SMALL, build, said, small
from site_pages import Page, broken_links, pages_of, target

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


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return hostile_site(tmp_path_factory)


def test_hostile_text_stays_text(hostile: Path) -> None:
    pages = pages_of(hostile)
    wanted = {"yi/duties/", "yi/certificates/e0/", "yi/services/e0/", "all/", "yi/report/", "situations/e/"}
    assert wanted <= pages.keys()
    for page in pages.values():
        own = ("/mingbai.js", "/draft.js")
        assert not [tag for tag in page.scripts() if not tag.attrs.get("src", "").endswith(own)], page.address
        assert not [tag for tag in page.all("img") if tag.attrs.get("src") == "x"], page.address
        assert not {
            key
            for tag in page.tags
            for key in tag.attrs
            if key.startswith("on") or not re.fullmatch(r"[a-z-]+[12]?", key)
        }
        assert not page.twice, page.address
        assert not [link for _, link in page.links() if link.strip().lower().startswith("javascript:")], page.address
    assert not broken_links(hostile, pages)


@pytest.mark.parametrize(
    "address",
    ["yi/", "yi/certificates/e0/", "yi/services/e0/", "all/", "situations/e/", *(f"yi/{kind}/" for kind in KINDS)],
)
def test_hostile_text_is_shown_whole(hostile: Path, address: str) -> None:
    page = Page(address, (hostile / address / "index.html").read_text("utf-8"))
    assert EVIL in page.text
    assert "乙" in page.all("title")[0].text or address in ("all/", "situations/e/")


TEXTS = st.text() | st.text("&<>\"';#x中")


@given(TEXTS | TEXTS.map(Markup) | st.none() | st.integers() | st.lists(TEXTS))
def test_what_is_put_out_is_escaped_as_jinja_does(value: object) -> None:
    text = "{% macro twice(x) %}{{ x }}{{ x }}{% endmacro %}{% set y %}<b>{{ value }}</b>{% endset %}"
    text += "{{ value }}<i title='{{ value ~ value }}'>{{ twice(value) }}{{ y }}{{ [value, '<'] | join('&') }}</i>"
    ours, theirs = (kind(autoescape=True).from_string(text) for kind in (Escaping, Environment))
    assert ours.render(value=value) == theirs.render(value=value)


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
