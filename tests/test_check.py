"""Checking: for every fault a folder of lists and the words that come out."""

import re
from inspect import getdoc
from pathlib import Path

import pytest

from helpers import CASES, TODAY, cases, codes, contact, header, lines, look, look_around, name_of, proof, site
from mingbai.against import check_against
from mingbai.check import check
from mingbai.kinds import KINDS
from mingbai.kinds.load import load
from mingbai.problems import REFUSALS, Level, Problem
from mingbai.read import read
from mingbai.rules import RULES
from mingbai.write import canonical

RULE_CASES = cases("rules")


def look_at_case(case: Path, side: str) -> list[Problem]:
    """Everything wrong with the lists of a case; with the change as well where there is a version before."""
    lists, base = case / side / "lists", case / "base" / "lists"
    against = check_against(base, lists, TODAY) if base.is_dir() else []
    return sorted([*look_around(lists), *against])


def told(group: str) -> str:
    return "".join((case / "expected.txt").read_text("utf-8") for case in cases(group))


@pytest.mark.parametrize("case", cases("fields"), ids=name_of)
def test_fields(case, golden):
    file = next(case.glob("*.yml"))
    golden(case / "expected.txt", lines(look(file)))


@pytest.mark.parametrize("case", cases("areas"), ids=name_of)
def test_areas(case, golden):
    said = lines(look_around(case / "lists"))
    said = said.replace("、".join(f"{kind}.yml" for kind in KINDS), "<清单>").replace("、".join(KINDS), "<种类>")
    golden(case / "expected.txt", said)


@pytest.mark.parametrize("case", RULE_CASES, ids=name_of)
def test_rule(case, golden):
    code = case.name.split("-")[0]
    found = look_at_case(case, "bad")
    golden(case / "expected.txt", lines(found))
    assert {problem.level for problem in found if problem.code == code} == {RULES[code].LEVEL}


@pytest.mark.parametrize("case", RULE_CASES, ids=name_of)
def test_rule_leaves_the_good_alone(case):
    code = case.name.split("-")[0]
    assert not [str(problem) for problem in look_at_case(case, "good") if problem.code == code]


@pytest.mark.parametrize("code", RULES)
def test_every_rule_has_a_case(code):
    assert any(case.name.startswith(f"{code}-") for case in RULE_CASES), f"write cases/rules/{code}-…/{{good,bad}}"


@pytest.mark.parametrize("code", RULES)
def test_every_rule_is_its_own_manual(code):
    first, *rest = (getdoc(RULES[code]) or "").split("\n")
    assert re.match(r"\w.+[::\uff1a].+", first), "the first line is the title, a colon, and what is checked"
    assert rest and rest[0] == ""
    assert "反例:" in rest and "正例:" in rest
    assert rest.index("反例:") < rest.index("正例:") < len(rest) - 1


def test_no_code_means_two_things():
    assert not set(RULES) & set(REFUSALS)
    assert all(re.fullmatch(r"C\d{3}", code) for code in [*RULES, *REFUSALS])


@pytest.mark.parametrize("code", [code for code in REFUSALS if code >= "C1"])
def test_every_check_of_fields_and_places_has_cases(code):
    assert f" {code} " in told("fields" if code < "C2" else "areas")


SNEAKY = {
    "word": header(body="某局", status="现\n行"),
    "key": header(body="某局", **{"un\nknown": "1"}),
    "address": header(body="某局", sources=[{"title": "甲", "form": "原文", "url": "www\ngov"}]),
    "date": header(body="某局", effective_from="2026\n年"),
    "id": header(body="某局", items=[proof(id="a\nb")]),
}


@pytest.mark.parametrize("name", SNEAKY)
def test_a_field_problem_is_one_line(name):
    source, _ = read("list.yml", canonical(SNEAKY[name], {}).encode())
    assert source
    problems = load(KINDS["certificates"], source)[2]
    assert problems and not [problem for problem in problems if "\n" in str(problem)]


def test_a_rule_problem_is_one_line(tmp_path):
    twice = [contact(name="热\n线", phones=["0858\n"], emails=["a\nb"], unverified=["a\nb"]), contact(name="热\n线")]
    problems = look_around(site(tmp_path, {"channels.yml": header(items=[*twice, contact(id="b", name="热\n线")])}))
    assert codes(problems) >= {"C104", "C111", "C301", "C302", "C310"}
    assert not [problem for problem in problems if "\n" in str(problem)]


def test_a_date_that_no_calendar_has_stops_nothing(tmp_path):
    for odd in ("0000", "0000-01", "2026-00", "9999-12-31", "２０２６"):
        files = {"channels.yml": header(verified_on=odd, effective_to=odd, items=[contact(verified_on=odd)])}
        assert look_around(site(tmp_path, files)) is not None


def test_many_processes_find_the_same():
    lists = CASES / "areas" / "all-at-once" / "lists"
    assert check(lists, TODAY, jobs=2) == check(lists, TODAY, jobs=1)


def test_levels_are_those_of_the_design():
    """Unreadable, impossible, private: errors. Contradictions, totals, stale: warnings."""
    errors = {code for code, rule in RULES.items() if rule.LEVEL is Level.ERROR}
    assert {"C104", "C111", "C301", "C401"} <= errors
    assert not {"C302", "C303", "C304", "C305", "C306", "C307", "C308", "C309", "C311"} & errors
