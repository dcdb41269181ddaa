"""How good the search for private data is: planted numbers found, false alarms on real texts, speed. `make private`."""

import random
import re
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path

from stdnum.cn import uscc

from mingbai.private import find
from mingbai.private.leaks import Watch, leaks
from mingbai.private.persons import named
from mingbai.rules.phone import SHORT
from numbers_made import FORMS, PROVINCES, SIGNS, checked, chinese, fullwidth, luhn, spaced

ROOT = Path(__file__).resolve().parent.parent
EACH = 200  # planted of each kind and form
Shape = Callable[[str], str]
AROUND = ("{}", "甲{}乙", "编号12 {} 3份", "2026-11-22 {}", "第1项:{}。", "a {} b", "“{}”、{}")

PARTED: dict[str, Shape] = {
    "as it is": str,
    "full width": fullwidth,
    "Chinese digits": chinese,
    "hidden signs": "\u200b".join,
    "blanks": lambda one: spaced(one, (3, 7), " "),
    "dashes": lambda one: spaced(one, (3, 7), "-"),
    "dots": lambda one: spaced(one, (3, 7), "."),
    "+86": lambda one: f"+86{one}",
}
PLATES: dict[str, Shape] = {
    "as it is": str,
    "dot": lambda one: f"{one[:2]}·{one[2:]}",
    "blank": lambda one: f"{one[:2]} {one[2:]}",
    "dash": lambda one: f"{one[:2]}-{one[2:]}",
    "full width": lambda one: one[0] + fullwidth(one[1:]),
    "hidden signs": "\u200b".join,
}
MAILBOXES: dict[str, Shape] = {
    "as it is": str,
    "blanks": lambda one: one.replace("@", " @ "),
    "(at)": lambda one: one.replace("@", "(at)"),
    "full width": fullwidth,
}


def born(dice: random.Random, first: int, last: int) -> date:
    start = date(first, 1, 1)
    return start + timedelta(dice.randrange((date(last, 12, 31) - start).days))


def identity(dice: random.Random) -> str:
    return checked(f"{dice.choice(PROVINCES)}0000{born(dice, 1915, 2025):%Y%m%d}{dice.randrange(1000):03}")


def older(dice: random.Random) -> str:
    return checked(f"{dice.choice(PROVINCES)}0000{born(dice, 1915, 1979):%Y%m%d}{dice.randrange(1000):03}")


def oldest(dice: random.Random) -> str:
    return f"{dice.choice(PROVINCES)}0000{born(dice, 1915, 1979):%y%m%d}{dice.randrange(1000):03}"


def mobile(dice: random.Random) -> str:
    return f"1{dice.randint(3, 9)}{dice.randrange(10**9):09}"


def card(dice: random.Random) -> str:
    size = dice.choice((13, 14, 15, 16))
    return luhn(f"62{dice.randrange(10**size):0{size}}")


def plate(dice: random.Random) -> str:
    province = dice.choice("京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵云藏陕甘青宁新")
    serial = dice.choice((f"{dice.randrange(10**5):05}", f"{dice.choice(SIGNS)}{dice.randrange(10**4):04}"))
    return province + dice.choice(SIGNS) + dice.choice((serial, f"D{dice.randrange(10**5):05}"))


def mailbox(dice: random.Random) -> str:
    return f"{dice.choice('abcxyz')}{dice.randrange(10**6)}@{dice.choice(('qq.com', '163.com', 'a.gov.cn'))}"


Plan = tuple[str, str, Callable[[random.Random], str], dict[str, Shape], str]
PLANTED: tuple[Plan, ...] = (
    ("identity number", "身份证号", identity, FORMS, "{}"),
    ("born before 1980", "身份证号", older, FORMS, "{}"),
    ("15 digits, in context", "身份证号(15 位)", oldest, {**PARTED, "+86": str}, "身份证{}"),
    ("mobile", "手机号", mobile, PARTED, "{}"),
    ("bank card, in context", "银行卡号", card, FORMS, "银行卡{}"),
    ("licence plate", "车牌号", plate, PLATES, "{}"),
    ("mailbox", "邮箱", mailbox, MAILBOXES, "{}"),
)


def planted(each: int = EACH) -> Iterator[tuple[str, str, int, int, int, int]]:
    """Kind, form, how many were planted in texts and found, and in pages and found; none with (at) in pages."""
    for name, what, make, forms, context in PLANTED:
        for form, shape in forms.items():
            dice = random.Random(f"{name} {form}")
            texts = [dice.choice(AROUND).replace("{}", context.replace("{}", shape(make(dice)))) for _ in range(each)]
            found = sum(any(one.what == what for one in find(text)) for text in texts)
            pages = [] if form == "(at)" else texts
            seen = sum(any(one.what == what for one in leaks("a.html", page(text))) for text in pages)
            yield name, form, each, found, len(pages), seen


def page(text: str) -> bytes:
    return f"<html><body><table><tr><td>{text}</td></tr></table></body></html>".encode()


def real(pattern: str, folder: str) -> Iterator[str]:
    """Every line of the real files."""
    for file in sorted((ROOT / folder).rglob(pattern)):
        yield from file.read_text("utf-8").split("\n")


def harmless() -> Iterator[tuple[str, list[str]]]:
    """Texts in which nothing is private, by what they hold."""
    lists = [line for line in real("*.yml", "lists") if not re.search(r"\b(emails|phones|sms):", line)]
    everything = "\n".join(lists)
    dice = random.Random(1)
    days = [date(1950, 1, 1) + timedelta(number) for number in range(0, 29_000, 7)]
    yield "lines of the lists", [line for line in lists if "@" not in line or "http" in line]
    yield "lines of hand-written pages", [*real("*.md", "content")]
    yield "addresses", re.findall(r"https?://\S+", everything)
    yield "document numbers", re.findall(r"\S*〔\d{4}〕\d+号", everything)
    yield "hotlines", [f"{code}{'-' if code else ''}{short}" for short in SHORT for code in ("", "010", "0716")]
    yield "dates", [f"{day:%Y-%m-%d} {day:%Y%m%d} {day.year}年{day.month}月{day.day}日" for day in days]
    yield "dates in rows", [f"{day:%Y-%m-%d} {day + timedelta(9):%Y-%m-%d} {day:%Y.%m.%d}" for day in days]
    yield "credit codes of offices", [office(dice) for _ in range(50_000)]
    yield "landlines", [f"0{dice.randint(10, 999)}-{dice.randrange(10**7, 10**8)}" for _ in range(5_000)]


def office(dice: random.Random) -> str:
    """A credit code as offices have it (GB 32100): 11, a county, an organisation."""
    body = f"11{dice.choice(PROVINCES)}{dice.randrange(10**4):04}{dice.randrange(10**9):09}"
    return body + uscc.calc_check_digit(body)


def alarms(texts: Iterable[str]) -> list[str]:
    """The texts in which something is said to be private."""
    return [text for text in texts if any(find(re.sub(r"https?://\S+", "", text))) or any(named(text))]


def speed(site: Path) -> tuple[float, float]:
    """Megabytes of a built site, and how many are looked at in a second of one processor."""
    files = [(file.name, file.read_bytes()) for file in site.rglob("*") if file.suffix in (".html", ".json", ".csv")]
    size = sum(len(data) for _, data in files) / 1e6
    watch = Watch()
    start = time.process_time()
    for name, data in files:
        watch.look(name, data)
    return size, size / (time.process_time() - start)


def main() -> int:
    bad = 0
    print(f"{'planted':24} {'form':28} {'in texts':>12} {'in pages':>12}")
    for name, form, number, found, pages, seen in planted():
        bad += found < number or seen < pages
        print(f"{name:24} {form:28} {found:>6}/{number:<5} {seen:>6}/{pages:<5}")
    print(f"\n{'nothing private':32} {'texts':>8} {'alarms':>8}")
    for name, texts in harmless():
        wrong = alarms(texts)
        bad += bool(wrong) and name != "credit codes of offices"
        print(f"{name:32} {len(texts):>8} {len(wrong):>8}")
    site = ROOT / "site"
    if site.is_dir():
        print("\n{:.0f} MB of pages and data, {:.0f} MB/s on one processor".format(*speed(site)))
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
