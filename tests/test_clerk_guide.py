"""The guide for clerks says what the tool says today: its quotes, its words, the commands in its boxes."""

import html
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

import clerk
from mingbai.cli import main
from mingbai.forge.letters import complaint, subject
from mingbai.forge.parcel import Proposal, Refusal
from mingbai.kinds import KINDS
from mingbai.office import book
from site_fixtures import ROOT

PAGES = ("excel", "preview", "tables", "paper")
TEXTS = {name: (ROOT / f"content/guide/{name}.md").read_text("utf-8").split("---\n", 2)[2] for name in PAGES}
ALL = "\n".join(TEXTS.values())
QUOTES = re.findall(r"^> (.+)$", ALL, re.M)
PLAIN = re.sub(r"^> .*$|!\[[^\]]*\]", "", ALL, flags=re.M)
WORDS = sorted(set(re.findall("“([^”]+)”", PLAIN)))
COMMANDS = [
    html.unescape(line)
    for block in re.findall("<pre><code>(.+?)</code>", ALL, re.S)
    for line in block.split("\n")
    if line
]
ELSEWHERE = {
    *("设置单元格格式", "文本", "只粘贴文本", "删除"),  # Excel and WPS
    *("合并请求", "议题", "添加文件", "上传文件"),  # the forge
    *("方正小标宋", "仿宋_GB2312", "可以"),
}
"""Words of other programs, names of fonts, and what people say."""

NEW = clerk.NEW
SECOND = {"A5": "cunji-jianfu", "B5": "某电话", "E5": "综合", "F5": "某办公室(示例)", "Y5": "待核实"}
TYPED: list[tuple[clerk.Typed, tuple[int, ...]]] = [
    ({**clerk.CHANGED, **NEW}, ()),
    ({}, (4,)),
    ({"G3": 88100019, "AD3": "昨天"}, ()),
    ({"Y3": "好", "G4": "0000-88100"}, ()),
    ({"AF3": "换了号码"}, ()),
    ({**NEW, "F5": None}, ()),
    (SECOND, ()),
]
"""What she types, and the rows that she takes out, one workbook after the other."""

UNREADABLE = {
    "a.pdf": b"%PDF-1.7 ",
    "b.xlsx": b"\x89PNG\r\n\x1a\n",
    "c.xlsx": b"PK\x03\x04" + bytes(range(1, 60)),
    "d.xlsx": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return clerk.desk(tmp_path_factory.mktemp("desk"))


@pytest.fixture
def here(desk: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Her desk, with the lists under their own name and nothing changed by the test before."""
    monkeypatch.chdir(desk)
    if not (desk / "lists").exists():
        (desk / "lists").symlink_to(desk / "county/lists")
    return desk


def ask(*words: str) -> str:
    done = CliRunner().invoke(main, list(words))
    assert done.exit_code in (0, 1, 2), done.output
    return done.output


def said(desk: Path) -> Iterator[str]:
    """All that the tool says to her in the guide."""
    look = ("import", "--dry-run", "--lists", "county/lists", "--as-of", clerk.AS_OF)
    for cells, without in TYPED:
        yield ask(*look, str(clerk.typed(desk / clerk.BOOK, desk / "typed" / clerk.BOOK, cells, without)))
    for name, data in UNREADABLE.items():
        (desk / name).write_bytes(data)
        yield ask(*look, name)
    yield ask(*look, clerk.THEIRS)
    yield ask(*look, clerk.THEIRS, "--area", "demo/dongpo")
    (desk / "wide.csv").write_text("名称,计量单位,2019年,2020年\n发文,件,40,30\n", "utf-8")
    yield ask(*look, "wide.csv", "--area", "demo/dongpo", "--kind", "statistics")
    file = desk / "county" / clerk.LIST
    before = file.read_text("utf-8")
    ask("export", f"county/{clerk.LIST}", "--csv", "-o", "old.csv", "--lists", "county/lists")
    file.write_text(before.replace("[0000-8810001]", "[0000-8810005]"), "utf-8")
    yield ask(*look, str(clerk.typed(desk / clerk.BOOK, desk / "typed" / clerk.BOOK, {"G3": "0000-8810009"})))
    yield ask(*look, "old.csv")
    file.write_text(before, "utf-8")


@pytest.fixture(scope="module")
def told(desk: Path) -> str:
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(desk)
        return "\n".join(said(desk))


@pytest.mark.parametrize("quote", QUOTES)
def test_what_is_quoted_stands_in_what_the_tool_says(told: str, quote: str) -> None:
    assert quote in told


@pytest.fixture(scope="module")
def written() -> str:
    """Every template and every module: all that pages and the tool can say."""
    files = [*(ROOT / "overrides/lists").glob("*.html"), *(ROOT / "scripts/mingbai").glob("**/*.py")]
    return "".join(file.read_text("utf-8") for file in files)


@pytest.mark.parametrize("word", WORDS)
def test_a_word_in_quotation_marks_is_the_tools_or_a_pages_own(told: str, written: str, word: str) -> None:
    assert word in ELSEWHERE or word in told or word in written


def test_every_word_that_a_line_of_the_preview_can_begin_with_is_explained() -> None:
    begun = set(re.findall(r"\b(新增|修改|删除|挪动|没有删|没有读|注意|错误|提醒|冲突)\b", ALL))
    assert len(begun) == 10


def test_columns_are_called_as_in_the_workbook() -> None:
    labels = {info.title for info in KINDS["channels"].item.model_fields.values()}
    assert {"电话", "核对日期", "变更", "核对结果", "失效日期"} <= labels


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_of_a_box_runs_as_it_stands(here: Path, command: str) -> None:
    before = {file: file.read_bytes() for file in (here / "lists").rglob("*.yml")}
    kept = (here / clerk.BOOK).read_bytes()
    name, *words = shlex.split(command)
    if words[0] == "export":
        (here / clerk.BOOK).unlink()
    assert name == "mingbai"
    done = CliRunner().invoke(main, words)
    assert done.exit_code in (0, 1) or "加上 --area" in done.output, done.output
    (here / clerk.BOOK).write_bytes(kept)
    for file, data in before.items():
        file.write_bytes(data)


def test_a_clerk_is_told_no_commands_outside_the_boxes() -> None:
    read = re.sub(r'<div class="note">.*?</div>', "", ALL, flags=re.S)
    assert not re.search(r"\bmingbai (?!export 导出的工作簿)|--[a-z]|\bYAML\b|\bgit\b|终端|命令", read)


def test_proposals_and_issues_of_the_inbox_are_called_as_the_guide_says() -> None:
    titles = (subject(Proposal((), {}, "", "")), complaint(Refusal("", "", "")))
    assert set(re.findall(r"标题以 `(.+?)` 开头", ALL)) == {title.strip() for title in titles}


def test_the_readme_and_the_workbook_lead_to_it() -> None:
    assert any("用 Excel 改清单" in line for line in book.WORDS)
    assert TEXTS["excel"].lstrip().startswith("# 用 Excel 改清单\n")
    readme = (ROOT / "README.md").read_text("utf-8")
    index = (ROOT / "content/guide/index.md").read_text("utf-8")
    for name in PAGES:
        assert f"content/guide/{name}.md" in readme
        assert f"]({name}.md" in index
