"""Texts, trees of texts and broken YAML for the property tests."""

from typing import Any

from hypothesis import strategies as st

from helpers import TRAPS, header, proof
from mingbai.careful import _HIDDEN as HIDDEN
from mingbai.careful import MAX_DEPTH
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

raw = (
    st.binary(max_size=200)
    | yamlish.map(lambda text: text.encode("utf-8", "surrogatepass"))
    | st.builds(lambda text, cut: text.encode()[:-cut], yamlish, st.integers(1, 3))
    | yamlish.map(lambda text: text.encode("gb18030", "ignore"))
    | yamlish.map(lambda text: text.encode("utf-16"))
)
"""Any bytes, and bytes that come near."""
