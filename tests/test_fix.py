"""``mingbai fmt --fix``: what needs no judgement is mended and said, everything else stays as it is."""

import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from helpers import ROOT, cases, data, header, look_around, many, name_of, proof, site
from mingbai.cli import main
from mingbai.fix import Ids, declared, fix, opened
from mingbai.fullwidth import punctuate
from mingbai.kinds import KINDS, forms
from mingbai.kinds.forms import Form
from mingbai.kinds.shape import form_of
from mingbai.read import read
from mingbai.rules.doc_numbers import normal
from mingbai.write import canonical
from strategies import trees, words, yamlish

FORMS = [value for value in vars(forms).values() if isinstance(value, Form)]
CERTIFICATES = declared(KINDS["certificates"])


def ask(*args: str) -> Result:
    """A command in this process; it may end, but not fail."""
    done = CliRunner().invoke(main, list(args))
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done


def files(folder: Path) -> dict[str, str]:
    return {file.relative_to(folder).as_posix(): file.read_text("utf-8") for file in sorted(folder.rglob("*.yml"))}


@pytest.mark.parametrize("case", cases("fix"), ids=name_of)
def test_fix(case, golden, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    shutil.copytree(case / "lists", "lists")
    before = files(Path("lists"))
    looked = ask("fmt", "--fix", "--check")
    assert files(Path("lists")) == before
    done = ask("fmt", "--fix")
    golden(case / "expected.txt", done.stdout + done.stderr)
    assert looked.stdout == done.stdout.replace(": 改好 ", ": 要改 ").replace("已统一格式", "需要统一格式")
    assert looked.exit_code == (1 if looked.output else 0)
    for path, text in files(Path("lists")).items():
        golden(case / "fixed" / path, text)
    again = ask("fmt", "--fix")
    assert again.stdout == "" and again.stderr == done.stderr


@pytest.mark.parametrize("case", cases("fix"), ids=name_of)
def test_fix_of_one_file_leaves_the_others_alone(case, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    shutil.copytree(case / "lists", "lists")
    before = files(Path("lists"))
    chosen = max(before)
    ask("fmt", "--fix", f"lists/{chosen}")
    after = files(Path("lists"))
    assert {path for path in before if before[path] != after[path]} <= {chosen}


def test_nothing_of_this_site_needs_mending(monkeypatch):
    monkeypatch.chdir(ROOT)
    done = ask("fmt", "--fix", "--check")
    assert (done.exit_code, done.output) == (0, "")


def test_a_field_says_by_its_type_how_it_is_written():
    item, head = KINDS["channels"].item.model_fields, KINDS["channels"].header.model_fields
    assert form_of(item["phones"]) is form_of(item["sms"]) is forms.PHONE
    assert form_of(item["id"]) is forms.ID and form_of(item["emails"]) is forms.MAILBOX
    assert form_of(head["declared_by_category"]) is forms.COUNT and form_of(head["date_written"]) is forms.DATE
    for key in ("title", "remark", "doc_no_raw", "issuer", "status"):
        assert form_of(head[key]) is None, key
    for key in ("name", "aliases", "phone_note", "hours", "remark"):
        assert form_of(item[key]) is None, key


def test_the_rule_and_the_mending_have_one_notion_of_a_document_number():
    for loose in ("民发[2020]20号", "民发﹝2020﹞ 20 号", "民发（２０２０）２０号", "民发【2020】20号"):
        assert forms.DOC_NO.tidy(loose) == normal(loose) == "民发〔2020〕20号"
    assert forms.DOC_NO.tidy("国务院令第588号(2011)") == "国务院令第588号(2011)"


@pytest.mark.parametrize(
    ("loose", "right"),
    [
        ("2026年1月5日", "2026-01-05"), ("２０２６年１月", "2026-01"), ("2026 年 12 月 31 日", "2026-12-31"),
        ("2026年", "2026"), ("二〇二六年十二月三十一日", "2026-12-31"), ("二○二六年十月", "2026-10"),
        ("二〇二六年二十月", None), ("二〇二六年一二月", None), ("2026/1/5", "2026-01-05"), ("2026.1.5", "2026-01-05"),
        ("2026.1", None), ("1/5/2026", None), ("2026年2月30日", None), ("2026年13月", None), ("2026-1/5", None),
        ("今年1月", None), (" 2026-01-05 ", "2026-01-05"), ("待核实", None), ("1月5日", None), ("26年1月5日", None),
    ],
)  # fmt: skip
def test_a_date_is_mended_only_where_one_day_can_be_meant(loose, right):
    assert forms.DATE.tidy(loose) == (right or loose)


@many(200)
@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)))
def test_a_written_day_is_that_day(day):
    assert forms.DATE.tidy(f"{day.year}年{day.month}月{day.day}日") == day.isoformat()
    assert forms.DATE.tidy(_chinese(day)) == day.isoformat()


def _chinese(day: date) -> str:
    digits = "〇一二三四五六七八九"

    def number(value: int) -> str:
        tens, ones = divmod(value, 10)
        return ("" if tens < 2 else digits[tens]) + ("十" if tens else "") + (digits[ones] if ones else "")

    return "".join(digits[int(d)] for d in str(day.year)) + f"年{number(day.month)}月{number(day.day)}日"


careless = st.text(
    "0123456789０１２３ａｂｃabcXＡ-－—–〔〕[]［］（）()﹝﹞ 　年月日/.．:：号第转@＠字令民发〇一二十", max_size=24
)


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.label)
@many(120)
@given(text=careless | words)
def test_mending_twice_is_mending_once(form, text):
    once = form.tidy(text)
    assert form.tidy(once) == once


@many(120)
@given(trees, st.lists(st.dictionaries(st.sampled_from(["id", "name", "phones", "remark", "a"]), words | careless)))
def test_only_identifiers_change(tree, rows):
    """Whatever a file holds: the same keys, the same prose, and every change is told."""
    for known in (CERTIFICATES, declared(KINDS["channels"])):
        for before in ({**tree, "items": rows, "doc_no": "民发[2020]1号"}, tree):
            after, fixes = fix(before, known, Ids())
            assert _put(after, {found.path: found.old for found in fixes}) == _put(before, {})
            kinds = {**known.head.model_fields, **(known.item.model_fields if known.item else {})}
            for found in fixes:
                keys = [part for part in found.path if isinstance(part, str) and part != "items"]
                assert keys[-1] in kinds and keys[-1] not in ("name", "remark", "title", "aliases")
            assert fix(after, known, Ids()) == (after, [])


def _put(node: Any, old: dict[tuple[str | int, ...], str], path: tuple[str | int, ...] = ()) -> Any:
    """Data with the old values in the places of the new ones; an id that was empty is as good as none."""
    if isinstance(node, dict):
        found = {key: _put(value, old, (*path, key)) for key, value in node.items()}
        return {
            key: value for key, value in found.items() if not (key == "id" and value == "" and path[:1] == ("items",))
        }
    if isinstance(node, list):
        return [_put(value, old, (*path, index)) for index, value in enumerate(node)]
    return old.get(path, node)


@many(150)
@given(st.lists(words, min_size=1, max_size=6), st.sets(words), st.dictionaries(words, st.sampled_from(["", "a", "b"])))
def test_ids_that_are_given_are_right_and_new(names, taken, lent):
    after, _ = fix({"items": [{"name": name} for name in names]}, CERTIFICATES, Ids(frozenset(taken), lent))
    given_ids = [row["id"] for row in after["items"] if "id" in row]
    assert len(given_ids) == len(set(given_ids))
    for row in after["items"]:
        if "id" in row:
            assert forms.ID.tidy(row["id"]) == row["id"] and len(row["id"]) <= 80
            assert row["id"] == lent[row["name"]] if row["name"] in lent else row["id"] not in taken


@many(200)
@given(yamlish)
def test_signs_are_exchanged_only_where_the_file_then_reads(text):
    mended, swaps = punctuate(text)
    if not swaps:
        assert mended == text
        return
    source, problems = read("list.yml", mended.encode())
    assert source and not [problem for problem in problems if problem.code == "C009"]
    assert _bare(mended) == _bare(text)
    assert mended.count("\n") == text.count("\n")


def _bare(text: str) -> str:
    """A text without spaces, and with one kind of colons and commas."""
    return text.translate({0x20: None, 0x3000: None, 0xFF1A: ":", 0xFF0C: ","})


@many(100)
@given(yamlish)
def test_what_reads_already_is_read_alike(text):
    source, _ = read("list.yml", text.encode())
    if source:
        found, _, swaps = opened("list.yml", text.encode(), CERTIFICATES)
        assert found and found.data == source.data and not swaps


def test_a_mended_list_is_without_errors(tmp_path):
    loose = proof(legal_basis=[{"title": "某意见", "doc_no": "民发[2020]20号"}], effective_from="2026年1月5日")
    del loose["id"]
    lists = site(tmp_path, {"certificates.yml": header(body="村(居)委会", items=[loose])})
    assert {problem.code for problem in look_around(lists)} == {"C101", "C105"}
    ask("fmt", "--fix", "--lists", str(lists))
    assert look_around(lists) == []
    found = data((lists / "certificates.yml").read_text("utf-8"))
    assert found["items"][0]["id"] == "qinshu-guanxi-zheng-ming"
    assert canonical(found, KINDS["certificates"].key_order()) == (lists / "certificates.yml").read_text("utf-8")
