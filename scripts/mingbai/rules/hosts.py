"""Whose address it is: the hosts in a text, those that are not what they seem, and those that resemble gov.cn."""

import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import pairwise
from typing import Any

from ..marks import Path
from ..read import Source

_WHOLE = re.compile(r"https?://([^/?#\s]*)\S*", re.IGNORECASE)
_ENDS = r"\s/?#<>\"'`\\,;!|()\[\]{}\u2010-\u203a\u3000-\u303f\u3400-\u9fff\uff01-\uff0c\uff1a-\uff1f"
_ADDRESS = re.compile(rf"(?i:https?)://([^{_ENDS}]+)")
_MAILBOX = re.compile(rf"(?<=[\w.+-])@([^{_ENDS}@]+)")
_ROUGHLY = (re.compile(r"://([^/?#\s\"'<>]*)"), re.compile(r"@([^/\s\"'<>]*)"))  # more than there is, fast
_CUT = re.compile(rf"[^{_ENDS}@]*")
_GOV = ("gov", "cn")
_ALIKE = str.maketrans("09q", "ogg")
_RESEMBLES = re.compile(r"gov-?cn|(?:^|[.-])gov-|[a-z0-9-]gov\.(?:cn|com|net|org)(?:\.cn)?$")


def hosts(text: str) -> Iterator[str]:
    """Hosts of the addresses and mailboxes in a text, with what stands before an ``@``.

    A text that is one address has its host up to the next ``/``; in a sentence it ends where Chinese begins.
    """
    if "://" not in text and "@" not in text:
        return
    if whole := _WHOLE.fullmatch(text):
        yield whole[1]
        return
    for found in _ADDRESS.finditer(text):
        yield found[1].rstrip(".:")
    for found in _MAILBOX.finditer(text):
        yield found[1].rstrip(".:")


def judged(source: Source, judge: Callable[[str], str]) -> Iterator[tuple[Path, str, str]]:
    """Where a file names a host that ``judge`` finds fault with, and why; one look at its text spares most files."""
    if "\\" not in source.text and not any(map(judge, _rough(source.text))):
        return
    for path, text in _texts(source.data):
        for host in hosts(text):
            if why := judge(host):
                yield path, host, why


def _rough(text: str) -> set[str]:
    found = {host for pattern in _ROUGHLY for host in pattern.findall(text)}
    return found | {_CUT.match(host)[0].rstrip(".:") for host in found}  # type: ignore[index]  # matches everything


@lru_cache(maxsize=4096)
def false(host: str) -> str:
    """Why a host cannot be what it looks like; '' where it can."""
    user, at, host = host.rpartition("@")
    if at:
        return f"“@”前面的“{user}”不是网站,打开的是“{host}”"
    plain = readable(host)
    if plain is None:
        return "xn-- 开头的写法还原不出来"
    odd = next((char for char in plain if not char.isascii() and not _han(char)), "")
    if odd:
        narrow = unicodedata.normalize("NFKC", odd)
        what = "是全角的" if narrow != odd and narrow.isascii() else "不是英文字母,也不是汉字"
        return f"“{odd}”(U+{ord(odd):04X}){what}"
    labels = tuple(plain.lower().split("."))
    if any(pair == _GOV for pair in pairwise(labels[:-1])):
        return f"gov.cn 不在最后,打开的是“{'.'.join(labels[-2:])}”的网站"
    last = tuple(label.translate(_ALIKE) for label in labels[-2:])
    if labels[-2:] != _GOV and last in (_GOV, ("gov", "cm")):
        return f"“{'.'.join(labels[-2:])}”不是 gov.cn"
    return ""


@lru_cache(maxsize=4096)
def doubtful(host: str) -> str:
    """Why a host may be taken for another; '' where it may not, or certainly is a false one."""
    plain = readable(host) or ""
    if false(host):
        return ""
    if plain != _bare(host):
        return f"xn-- 开头的写法看不出是“{plain}”"
    labels = tuple(plain.lower().split("."))
    return "像政府网站,却不是 gov.cn" if labels[-2:] != _GOV and _RESEMBLES.search(plain.lower()) else ""


def _texts(data: Any, path: Path = ()) -> Iterator[tuple[Path, str]]:
    """Every text of a file that was read, and where it stands."""
    for part, value in data.items() if isinstance(data, dict) else enumerate(data):
        if isinstance(value, str):
            yield (*path, part), value
        elif value:
            yield from _texts(value, (*path, part))


def readable(host: str) -> str | None:
    """A host without its port, each ``xn--`` as the letters that it stands for; None where it stands for none."""
    try:
        return ".".join(_label(label) for label in _bare(host).split("."))
    except UnicodeError:
        return None


def _bare(host: str) -> str:
    return "" if host.startswith("[") else re.sub(r"\.?(:\d*)?$", "", host)


def _label(label: str) -> str:
    return label[4:].encode("ascii").decode("punycode") if label.lower().startswith("xn--") else label


def _han(char: str) -> bool:
    return unicodedata.name(char, "").startswith("CJK UNIFIED")
