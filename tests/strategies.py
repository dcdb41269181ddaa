"""Texts, trees of texts, broken YAML and lists for the property tests."""

from copy import deepcopy
from typing import Any

from hypothesis import strategies as st

from helpers import TRAPS, header, proof
from mingbai.careful import _HIDDEN as HIDDEN
from mingbai.marks import MAX_DEPTH
from mingbai.write import canonical

visible = st.characters(codec="utf-8", exclude_categories=("Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp")).filter(
    lambda char: not HIDDEN.match(char)
)
"""Characters that a list may hold: what can be seen, a space, U+3000."""

words = st.sampled_from(TRAPS) | st.text(visible, max_size=20)
texts = words | st.lists(words, min_size=1, max_size=4).map("\n".join) | st.tuples(words, words).map("".join)
keys = texts.map(lambda text: text[:60])


def depth(node: Any) -> int:
    """How deep containers nest."""
    inside = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    return 0 if isinstance(node, str) else 1 + max(map(depth, inside), default=0)


def _nest(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=4)


trees = st.dictionaries(keys, st.recursive(texts, _nest, max_leaves=8), min_size=1, max_size=5).filter(
    lambda tree: depth(tree) <= MAX_DEPTH
)
"""Nested data of dict, list and str, as a file may hold it."""

_PARTS = [
    *("甲", "乙 丙", "a1", "0858", "no", "2024-09-14", "[", "]", "{", "}", ",", ", ", "，", "：", ":", ": ", "\u3000"),
    *("#", " #", "# 注", '"', "'", "|", "|-", ">", "|2", "&a ", "*a", "!t ", "!!int ", "---", "...", "?", "<<", "%"),
    *("\\", "\\u202e", "\\n", "@", "`", "\t", "\r", "\ufeff", "\u200b", "\u3164", "\ufe0f", "\x00", "\x85", "\u2028"),
    *("- ", "-", "\n", "\n  ", "\n- ", "\n# 注\n", "[甲, 乙]", '["甲", 乙]', "“甲”", "~", "\x7f", "\U000e0101"),
]
_parts = st.sampled_from(_PARTS)
_line = st.builds(
    "{}{}{}{}{}".format,
    st.sampled_from(["", "", "", "  ", "  ", "    ", " "]),
    st.sampled_from(["", "", "", "- ", "-"]),
    st.sampled_from(["title: ", "items:", "a: ", "b:", "甲: ", "a：", '"q": ', "? ", "a : ", "sha256：", "乙 ：", ""]),
    st.lists(_parts, max_size=3).map("".join),
    st.sampled_from(["\n", "\n", "\n", " # 注\n", "#x\n", "\r\n", ""]),
)
_GOOD = canonical(
    header(
        remark="第一行\n第二行\n",
        items=[proof(aliases=["甲", "乙: 丙"]), proof(id="b", name='"引"', condition="甲\n乙")],
    ),
    {},
)


@st.composite
def _spoilt(draw: st.DrawFn) -> str:
    text = draw(st.just(_GOOD) | trees.map(lambda tree: canonical(tree, {})))
    for _ in range(draw(st.integers(0, 3))):
        at = draw(st.integers(0, len(text)))
        text = text[:at] + draw(_parts) + text[at + draw(st.integers(0, 3)) :]
    return text


yamlish = st.lists(_line, max_size=8).map("".join) | st.lists(_parts, max_size=8).map("".join) | _spoilt()
"""Text that is nearly a list, or was one."""

_usual_line = st.builds(
    "{}{}{}\n".format,
    st.sampled_from(["  - ", "    ", "    ", "    ", "      - ", "        ", "      ", "", "  ", "          - "]),
    st.sampled_from(["id: ", "name: ", "a: ", "b:", "c:", "甲: ", '"q": ', "a : ", "no: ", "", "- ", "x-y: ", "_z: "]),
    st.lists(
        _parts | st.sampled_from(["[a, b]", "[a,b]", "[]", "[a, ]", '"甲: 乙"', "'a'", "x:", ":x", "甲"]), max_size=2
    ).map("".join),
)
nearly_usual = st.builds(
    "{}items:\n  - id: a\n{}".format,
    st.sampled_from(
        ["title: 甲\n", "title: 甲\nremark: |\n  乙\n", "a: [乙,\n", 'a: "乙\n', "items: []\n", "a:\n", "a: >\n", ""]
    ),
    st.lists(_usual_line, max_size=7).map("".join),
)
"""Lists whose items are written as usual, or nearly so."""

raw = (
    st.binary(max_size=200)
    | yamlish.map(lambda text: text.encode("utf-8", "surrogatepass"))
    | st.builds(lambda text, cut: text.encode()[:-cut], yamlish, st.integers(1, 3))
    | yamlish.map(lambda text: text.encode("gb18030", "ignore"))
    | yamlish.map(lambda text: text.encode("utf-16"))
)
"""Any bytes, and bytes that come near."""

ids = st.sampled_from(["a", "b", "c", "d", "e", "f", ""])
sources = st.lists(
    st.fixed_dictionaries({"title": words}, optional={"form": words, "url": texts, "甲": words}), max_size=3
)
points = st.lists(st.fixed_dictionaries({"period": words, "value": words}), max_size=3)
free = st.dictionaries(words, words, max_size=3)
rough = st.recursive(texts, lambda inner: st.lists(inner, max_size=2) | st.dictionaries(words, inner, max_size=2))
rows = st.lists(
    st.fixed_dictionaries(
        {},
        optional={
            "id": ids | ids | ids | rough,
            "name": words,
            "phones": st.lists(words, max_size=2),
            "sources": sources,
            "points": points | rough,
            "legal_basis": sources | rough,
            "change": free,
            "zz": rough,
            "aa": words,
        },
    )
    | rough,
    max_size=7,
)
lists = st.fixed_dictionaries(
    {},
    optional={
        "title": words | rough,
        "sources": sources,
        "declared_by_category": free,
        "remark": texts,
        "b": words,
        "a": rough,
        "items": rows | rows | rows | rough,
    },
)
steps = st.dictionaries(ids, st.lists(ids, min_size=1, max_size=2).map(tuple), max_size=3)
"""Two versions of a list may be any two of these: ids missing, doubled, unfit."""

_fields = ["name", "decision", "aliases", "phones", "sources", "points", "change", "remark"]
_entries = st.sampled_from(["甲", "乙", "丙", "丁", "待核实"])
_values = {
    **{field: st.lists(_entries, max_size=3) for field in ("aliases", "phones")},
    "sources": st.lists(st.fixed_dictionaries({"title": _entries, "form": _entries}), max_size=3),
    "points": st.lists(st.fixed_dictionaries({"period": _entries, "value": _entries}), max_size=3),
    "change": st.fixed_dictionaries({"type": _entries}, optional={"reason": _entries}),
}


def _value(field: str) -> st.SearchStrategy[Any]:
    return _values.get(field, _entries)


@st.composite
def _edited(draw: st.DrawFn, data: dict[str, Any]) -> dict[str, Any]:
    """A list after some of what people do to one: fields set and taken out, items added, removed, moved, renamed."""
    edited = deepcopy(data)
    items = edited["items"]
    for _ in range(draw(st.integers(0, 4))):
        field = draw(st.sampled_from(_fields))
        at = draw(st.integers(0, max(len(items) - 1, 0)))
        match draw(st.sampled_from(["set", "set", "set", "entry", "drop", "add", "remove", "move", "id", "head"])):
            case "add":
                items.insert(at, {"id": draw(st.sampled_from("abcdefghij")), field: draw(_value(field))})
            case "head":
                edited[field] = draw(_value(field))
            case "set" if items:
                items[at][field] = draw(_value(field))
            case "entry" if items and isinstance(items[at].get(field), list):
                spot = draw(st.integers(0, len(items[at][field])))
                items[at][field][spot : spot + draw(st.integers(0, 1))] = draw(_value(field))[:1]
            case "drop" if items:
                items[at].pop(field, None)
            case "remove" if items:
                items.pop(at)
            case "move" if items:
                items.insert(draw(st.integers(0, len(items) - 1)), items.pop(at))
            case "id" if items:
                items[at]["id"] = draw(st.sampled_from("abcdefghij"))
    return edited


@st.composite
def _forked(draw: st.DrawFn) -> tuple[dict[str, Any], dict[str, Any], dict[str, Any]]:
    names = draw(st.lists(st.sampled_from("abcdefgh"), max_size=6, unique=True))
    items = [
        {"id": name, **draw(st.fixed_dictionaries({}, optional={field: _value(field) for field in _fields}))}
        for name in names
    ]
    base = {"title": "甲", "items": items}
    return base, draw(_edited(base)), draw(_edited(base))


forks = (
    _forked()
    | _forked()
    | st.tuples(lists, lists, lists)
    | lists.flatmap(lambda base: st.tuples(st.just(base), st.just(base) | lists, lists))
)
"""A list and two versions that came from it, mostly as people edit one, some of them anything."""
