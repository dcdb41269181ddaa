"""An answer's page: what to do, where and when, what it costs, and what to do where it goes wrong."""

from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from site_fixtures import HEAD, build, said, small
from site_pages import Page, pages_of

CERTIFICATES = {**HEAD, "title": "某县村级证明事项清单", "body": "村(居)委会", "doc_no": "某政〔2026〕1号"}
MAY = {
    "id": "juzhu",
    "name": "居住证明",
    "decision": "可以出具",
    "materials": ["身份证", "租房合同"],
    "place": "各村便民服务点",
    "hours": "工作日 8:30-17:30",
    "phones": ["0851-86100001"],
    "fee": "不收费",
    "time_limit": "当场",
}
MAY_NOT = {"id": "hunyin", "name": "婚姻状况证明", "decision": "不应出具", "issuing_body": ["婚姻登记机关"]}
CALL = {
    "id": "jubao",
    "name": "某县减负举报",
    "topics": ["证明"],
    "authority": "某县",
    "emails": ["jb@jia.gov.cn"],
    "state": "待核实",
}


def answers(folder: Path, items: list[dict[str, Any]], **config: Any) -> dict[str, Page]:
    """The pages of a county with these certificates and a mailbox for complaints."""
    files = {
        "jia/certificates.yml": {**CERTIFICATES, "items": items},
        "jia/channels.yml": {**HEAD, "title": "举报渠道", "items": [CALL]},
    }
    done = build(small(folder, files, **config))
    assert done.returncode == 0, said(done)
    return pages_of(folder / "site")


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Page]:
    return answers(tmp_path_factory.mktemp("answers"), [MAY, MAY_NOT], extra={"mailbox": "wen@jia.invalid"})


def test_a_paper_of_the_village_says_what_to_bring_where_when_and_what_it_costs(pages: dict[str, Page]) -> None:
    page = pages["jia/certificates/juzhu/"]
    for words in ("备齐:身份证、租房合同", "各村便民服务点", "工作日 8:30-17:30", "不收费", "当场"):
        assert words in page.text, words
    assert "tel:085186100001" in {link for _, link in page.links()}


def test_the_counter_is_told_to_machines_as_well(pages: dict[str, Page]) -> None:
    office = pages["jia/certificates/juzhu/"].linked()[0]["provider"]
    assert (office["address"], office["telephone"]) == ("各村便民服务点", "0851-86100001")


def test_a_counter_that_nobody_knows_is_said_to_be_unknown(pages: dict[str, Page]) -> None:
    page = pages["jia/certificates/hunyin/"]
    assert "找婚姻登记机关" in page.text.replace("\n", "")
    assert "地址、时间、电话" in page.text


def test_a_complaint_is_a_letter_already_begun(pages: dict[str, Page]) -> None:
    letters = [unquote(link) for _, link in pages["jia/certificates/hunyin/"].links() if "jb@jia.gov.cn" in link]
    assert any("某政〔2026〕1号" in letter and "婚姻状况证明" in letter for letter in letters)


def test_what_is_wrong_can_be_said_where_somebody_reads_it(pages: dict[str, Page], tmp_path: Path) -> None:
    letters = [unquote(link) for _, link in pages["jia/certificates/hunyin/"].links() if "wen@jia.invalid" in link]
    assert any("信息有误:婚姻状况证明" in letter and "jia/certificates/hunyin/" in letter for letter in letters)
    alone = answers(tmp_path, [MAY_NOT])["jia/certificates/hunyin/"]
    assert not [link for _, link in alone.links() if "wen@" in link]
    assert "请告诉发布它的" in alone.text


def test_the_letter_asks_for_what_only_the_writer_knows(pages: dict[str, Page]) -> None:
    page = pages["jia/certificates/hunyin/"]
    for words in (
        "事项:婚姻状况证明",
        "清单怎么说:不用村里开",
        "清单:《某县村级证明事项清单》(某政〔2026〕1号)",
        "什么时候、在哪里:",
    ):
        assert words in page.text, words
    assert "网页:https://mingbai.example/sub/path/jia/certificates/hunyin/" in page.text


def test_a_list_has_the_same_letter_with_the_item_left_open(pages: dict[str, Page]) -> None:
    page = pages["jia/certificates/"]
    assert "被要求违规办理?" in page.text and "清单:《某县村级证明事项清单》(某政〔2026〕1号)" in page.text
    assert '<span data-line="事项" class="blank">事项:</span>' in page.html
    assert "_asked" not in pages["jia/statistics/"].html
