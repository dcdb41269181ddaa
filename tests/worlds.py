"""Random trees of places and lists, and design.md §3 read plainly: what holds where, asked anew for every item."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from helpers import TODAY, contact, header, proof, site
from mingbai.areas import scan
from mingbai.catalog import Catalog, Statement

PLACES = ["", "hubei", "hubei/jingmen", "hubei/jingmen/zhongxiang", "hunan"]
VILLAGE = "村(居)委会"
DAYS = [
    *("待核实", "2019", "2020-05", "2025-12-31", "2026", "2026-10", "2026-11", "2027", "2027-01"),
    *((TODAY + timedelta(days=offset)).isoformat() for offset in (-400, -1, 0, 1, 400)),
]
days = st.none() | st.sampled_from(DAYS)
SOURCE = {
    "整理": [{"title": "甲", "form": "整理"}],
    "原文": [{"title": "甲", "form": "原文"}],
    "both": [{"title": "甲", "form": "整理"}, {"title": "乙", "form": "原文"}],
    "none": None,
}
heads = st.fixed_dictionaries(
    {
        "status": st.sampled_from(["现行", "现行", "现行", "试行", "已修改", "废止", "待核实"]),
        "completeness": st.sampled_from(["完整", "完整", "节录", "仅目录"]),
        "sources": st.sampled_from([*SOURCE]).map(SOURCE.__getitem__),
        "effective_from": days,
        "effective_to": days,
        "date_published": days,
        "date_written": days,
    }
)
body = st.sampled_from([VILLAGE, VILLAGE, VILLAGE, "公安派出所"])
spans = st.fixed_dictionaries({"effective_from": days, "effective_to": days})
decisions = st.sampled_from(["可以出具", "不应出具", "视情出具", "过渡期出具"])
ids = st.sampled_from(["a", "b", "c"])


def present(**fields: Any) -> dict[str, Any]:
    return {key: value for key, value in fields.items() if value is not None}


def rows(make: Any) -> st.SearchStrategy[list[dict[str, Any]]]:
    return st.lists(make, min_size=1, max_size=3, unique_by=lambda row: row["id"])


items = {
    "certificates": st.builds(
        lambda id, decision, span: proof(id=id, decision=decision, **present(**span)), ids, decisions, spans
    ),
    "signboards": st.builds(
        lambda id, action, span: present(id=id, name="牌", object="标识", action=action, **span),
        ids,
        st.sampled_from(["保留", "摘除"]),
        spans,
    ),
    "duties": st.builds(lambda id, span: present(id=id, name="事", role="基本", **span), ids, spans),
    "channels": st.builds(
        lambda id, topics, state, span: contact(id=id, topics=topics, state=state, **present(**span)),
        ids,
        st.lists(st.sampled_from(["证明", "挂牌", "综合"]), min_size=1, max_size=2, unique=True),
        st.sampled_from(["有效", "待核实", "停用"]),
        spans,
    ),
}


@st.composite
def worlds(draw: st.DrawFn, kind: str) -> dict[str, dict[str, Any]]:
    """Lists of one kind by their path, such as hubei/certificates.b.yml."""
    files: dict[str, dict[str, Any]] = {}
    for place in PLACES:
        for slug in draw(st.lists(st.sampled_from(["", ".b", ".c"]), max_size=2, unique=True)):
            head = header(title=f"{place}{slug}清单", **draw(heads))
            if kind == "certificates":
                head["body"] = draw(body)
            files[f"{place}/{kind}{slug}.yml".lstrip("/")] = {**head, "items": draw(rows(items[kind]))}
    return files


# The plain reading: lists as dicts, everything asked anew for every item.


def begin(date: str | None) -> str:
    return "" if date in (None, "待核实") else (date + "-01-01")[:10] if len(date) == 4 else (date + "-01")[:10]


def end(date: str | None) -> str:
    return "9999" if date in (None, "待核实") else date + "-99"


def reasons(file: dict[str, Any], item: dict[str, Any]) -> set[str]:
    """Every reason why a list does not decide on an item today."""
    found: set[str] = set()
    if file.get("body", VILLAGE) != VILLAGE:
        found.add("其他机构的清单")
    if file["status"] not in ("现行", "试行"):
        found.add(file["status"])
    forms = [source["form"] for source in file.get("sources") or []]
    if file["completeness"] == "节录" and forms and set(forms) == {"整理"}:
        found.add("汇编")
    for said in (file, item):
        if begin(said.get("effective_from")) > TODAY.isoformat():
            found.add(f"将于{said['effective_from']}施行")
        if end(said.get("effective_to")) < TODAY.isoformat():
            found.add(f"已于{said['effective_to']}失效")
    return found


def of_today(file: dict[str, Any]) -> bool:
    """Whether a list is neither withdrawn nor over nor yet to come."""
    told = {"status": file["status"], "completeness": "完整"}
    gone = reasons({**file, **told}, {})
    return not any(reason in ("废止", "已修改") or reason.startswith(("将于", "已于")) for reason in gone)


def in_force_since(file: dict[str, Any], item: dict[str, Any]) -> str:
    dates = [
        item.get("effective_from"),
        file.get("effective_from"),
        file.get("date_published"),
        file.get("date_written"),
    ]
    return next((begin(date) for date in dates if begin(date)), "")


def place_of(path: str) -> str:
    return path.rpartition("/")[0]


def above(place: str) -> list[str]:
    """The place and those above it, nearest first."""
    return sorted(
        (other for other in PLACES if other == "" or f"{place}/".startswith(f"{other}/")), key=len, reverse=True
    )


def plain_dict(item: Any) -> dict[str, Any]:
    return {key: value for key, value in item.model_dump().items() if value is not None}


def check_origin(statement: Statement, files: dict[str, dict[str, Any]]) -> tuple[str, dict[str, Any]]:
    """Every statement names the place and the list that it comes from, and says what stands there."""
    path = statement.list.ref.shown.removeprefix("lists/")
    assert statement.area.path == place_of(path)
    row = next(row for row in files[path]["items"] if row["id"] == statement.item.id)
    assert plain_dict(statement.item) == row
    why = reasons(files[path], row)
    assert statement.aside in (why or {""}), f"{statement.list.ref.shown}: {statement.aside!r} of {why}"
    return path, row


def open_catalog(files: dict[str, dict[str, Any]], folder: str) -> Catalog:
    places = {
        f"{place}/area.yml": {"name": place, "level": "国省市县"[place.count("/") + 1]} for place in PLACES if place
    }
    return Catalog(scan(site(Path(folder), {**places, **files})), TODAY)
