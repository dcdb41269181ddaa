"""A list in preparation and a list withdrawn: their pages say so before anything else, and they decide nothing."""

from pathlib import Path

import pytest

from site_fixtures import CALL, HEAD, PROOF, SMALL, build, said, small
from site_pages import Page, pages_of

STANDINGS = {
    "unverified": ({"status": "待核实"}, "这份清单待核实,不能作准。要照着办,先问清楚。"),
    "future": ({"effective_from": "2027-03-01"}, "这份清单将于2027-03-01施行,现在还不作准"),
    "prepared": ({"status": "待核实", "effective_from": "2027-03-01"}, "内容也还待核实"),
    "withdrawn": ({"status": "废止", "effective_to": "2026-06-30"}, "这份清单已经废止,不再作准"),
    "changed": ({"status": "已修改"}, "这份清单已经修改,不再作准"),
    "over": ({"effective_to": "2026-06-30"}, "这份清单已于2026-06-30失效,不再作准"),
}
OTHERWISE = {**PROOF, "decision": "可以出具"}
OWN = {**CALL, "id": "jia-rexian", "name": "甲县专线", "phones": ["0858-8612345"]}


def world(folder: Path, standing: dict[str, str]) -> dict[str, Page]:
    """A county whose lists all have that standing, under a nation whose list is in force."""
    head = {**HEAD, **standing}
    files = {
        "jia/certificates.yml": {**head, "body": "村(居)委会", "title": "甲县证明清单", "items": [OTHERWISE]},
        "jia/channels.yml": {**head, "title": "甲县渠道", "items": [OWN]},
    }
    for path, told in SMALL.items():
        if path.startswith("jia/") and "items" in told:
            files.setdefault(path, {**told, **standing})
    small(folder, files)
    done = build(folder)
    assert done.returncode == 0, said(done)
    return pages_of(folder / "site")


@pytest.fixture(scope="module", params=STANDINGS)
def told(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str, dict[str, Page]]:
    standing, words = STANDINGS[request.param]
    return request.param, words, world(tmp_path_factory.mktemp(request.param), standing)


def own_lists(pages: dict[str, Page]) -> list[str]:
    kinds = {path.removesuffix(".yml") for path in SMALL if path.startswith("jia/") and path != "jia/area.yml"}
    return sorted(f"{kind}/" for kind in {*kinds, "jia/certificates", "jia/channels"} if f"{kind}/" in pages)


def test_every_such_list_keeps_its_page_and_says_what_it_is_before_its_rows(told):
    _, words, pages = told
    addresses = own_lists(pages)
    assert len(addresses) > 10
    for address in addresses:
        text = pages[address].text
        assert words in text, address
        first = text.index(words)
        assert "这里有" not in text[:first], f"{address}: what it counts comes after"


def test_what_is_in_force_above_answers(told):
    _, _, pages = told
    text = pages["jia/certificates/qinshu/"].text
    assert "不用村里开" in text and "没有能作准的清单另作规定" in text


def test_nobody_is_sent_to_a_phone_of_a_list_that_is_over_or_yet_to_come(told):
    sort, _, pages = told
    offered = "8612345" in pages["jia/report/"].text
    assert offered == (sort in ("unverified",)), "what is merely not verified is offered, and marked"


def test_a_list_in_force_has_no_such_words(tmp_path):
    pages = world(tmp_path, {"status": "现行"})
    for address in own_lists(pages):
        assert "作准。" not in pages[address].text.replace("另作规定", ""), address
    assert "村里能开" in pages["jia/certificates/qinshu/"].text
    assert "8612345" in pages["jia/report/"].text
