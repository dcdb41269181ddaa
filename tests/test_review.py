"""What a reviewer is told: every difference once, the dangerous first, what follows, and that it is all."""

import copy
import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

import planted
from helpers import TODAY, contact, header, many, proof, site
from mingbai.cli import main
from mingbai.kinds import KINDS
from mingbai.report.markdown import markdown
from mingbai.review import Review, review
from mingbai.revisions import side
from mingbai.schemas import diff_schema
from mingbai.site.rows import element
from mingbai.write import canonical
from strategies import words


def put(root: Path, files: dict[str, Any]) -> Path:
    """A folder of lists in the canonical form."""

    def written(path: str, content: Any) -> Any:
        kind = KINDS.get(Path(path).name.split(".")[0])
        return canonical(content, kind.key_order()) if kind and not isinstance(content, str) else content

    return site(root, {path: written(path, content) for path, content in files.items()})


def compare(tmp: Path, old: dict[str, Any], new: dict[str, Any]) -> Review:
    return review(side(str(put(tmp / "a", old)), tmp), side(str(put(tmp / "b", new)), tmp), TODAY)


def ask(*words: str) -> Result:
    done = CliRunner().invoke(main, list(words))
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done


def told(found: Review, what: str) -> list[tuple[str, str, str]]:
    return [(line.subjects[0].id, line.old, line.new) for line in found.lines if line.what == what]


def effects(found: Review, about: str) -> list[str]:
    return [f"{one.text} · {'、'.join(one.where)}" for one in found.effects if one.about == about]


# ── the planted pair ─────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    return planted.write(tmp_path_factory.mktemp("planted"))


@pytest.fixture(scope="module")
def report(pair: tuple[Path, Path]) -> str:
    done = ask("diff", *map(str, pair), "--format", "markdown", "--as-of", "2026-11-22")
    assert done.exit_code == 1
    return done.stdout


def test_the_verdict_counts_all_42(report):
    assert "**改 11 · 增 5 · 删 5 · 改号 1 · 移位 20" in report
    assert len(report.splitlines()) <= 60


def test_it_is_proven_that_nothing_is_missing(report):
    assert "✓ 核对过" in report


@pytest.mark.parametrize("name", [*planted.EDITED, *planted.ADDED, *planted.REMOVED, "shixiang-yibai"])
def test_every_planted_item_is_named_on_one_line(report, name):
    lines = [
        line for line in report.splitlines() if line.startswith("- ") and f"`{name}`" in line and "改号记录" not in line
    ]
    assert len(lines) == 1
    assert planted.EDITED.get(name, "") in lines[0]


def test_the_moved_ones_are_named_once_and_no_other_one(report):
    (line,) = [line for line in report.splitlines() if " → 6、" in line]
    assert [part.split(" ")[0] for part in line.split(" · ")[1].split("、")] == list(reversed(planted.MOVED))


def test_the_dangerous_come_first(report):
    heads = [line for line in report.splitlines() if line.startswith("####")]
    assert [head.split("(")[0] for head in heads][:6] == [
        "#### 危险的改动",
        "#### 其他改动",
        "#### 新增",
        "#### 删除",
        "#### 改号、合并、拆分、换清单",
        "#### 地方和全站文件",
    ]
    first = next(line for line in report.splitlines() if line.startswith("- "))
    assert "【联系方式】" in first
    assert "`0717-6666001` → `0717-6666007`" in first


def test_lines_lead_to_the_changed_value(report, pair):
    line = next(line for line in report.splitlines() if "`shixiang-088`" in line)
    place, address = line.rpartition("`lists/hubei/services.yml:")[2].split(" ")
    assert address == "`/hubei/services/shixiang-088/`"
    assert "0717-6666007" in (pair[1] / "hubei/services.yml").read_text("utf-8").splitlines()[int(place.strip("`")) - 1]


def test_json_is_what_its_schema_says(pair):
    done = ask("diff", *map(str, pair), "--format", "json")
    data = json.loads(done.stdout)
    jsonschema.validate(data, diff_schema())
    assert data["counts"]["moved"] == 20
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**data, "counts": 3}, diff_schema())


@pytest.mark.parametrize(
    ("html", "row"),
    [
        ("<ul><li id=a>甲</li><li id=b>乙</li></ul>", "<li id=a>甲</li>"),
        ("<ul>\n<li id=a>甲\n<li id=b>乙\n</ul>", "<li id=a>甲\n"),
        ("<ul><li id=z>丙<li id=a>甲<ul><li>一<li>二</ul></ul><p>", "<li id=a>甲<ul><li>一<li>二</ul>"),
        ("<div id=a>甲<div></div></div><div></div>", "<div id=a>甲<div></div></div>"),
        ("<ul><li id=b>乙</ul>", ""),
    ],
)
def test_an_element_is_taken_out_whole(html, row):
    assert element(html, "a") == row


def test_the_page_shows_rows_as_the_site_does(pair, tmp_path):
    file = tmp_path / "diff.html"
    assert ask("diff", *map(str, pair), "--format", "html", "-o", str(file)).exit_code == 1
    html = file.read_text("utf-8")
    assert "<script" not in html
    assert not re.search(r"(src|href)=.?https?:|url\(|@import", html)
    assert html.count("网页上的样子") == 11
    assert len(re.findall(r"<li data-row><a>事项第3号</a>", html)) == 2
    assert ' id="shixiang-003"' not in html


def test_an_id_nobody_recorded_is_a_guess_and_no_more(tmp_path):
    old, new = planted.planted()
    found = compare(tmp_path, {"hubei/services.yml": old}, {"hubei/services.yml": new})
    assert (found.counts.renamed, found.counts.added, found.counts.removed) == (0, 6, 6)
    (line,) = [line for line in found.lines if line.what == "remove" and line.subjects[0].id == "shixiang-100"]
    assert line.facts == ("可能改号为 shixiang-yibai(推测)",)
    others = [line for line in found.lines if line.what == "remove" and line.facts]
    assert others == [line]


# ── kinds of change ──────────────────────────────────────────────────────────

LIST = {**header(body="村(居)委会"), "items": [proof(), proof(id="b", name="乙证明"), proof(id="c", name="丙证明")]}


def edited(**fields: Any) -> dict[str, Any]:
    new = copy.deepcopy(LIST)
    new["items"][0].update(fields)
    return new


def test_nothing_differs(tmp_path):
    found = compare(tmp_path, {"certificates.yml": LIST}, {"certificates.yml": LIST})
    assert found.same


def test_a_turned_answer_is_told_for_every_place_that_gives_it(tmp_path):
    places = {"hubei/certificates.yml": {**LIST, "items": [proof(id="x", name="别的证明")]}}
    old = {"certificates.yml": LIST, **places}
    found = compare(tmp_path, old, {**old, "certificates.yml": edited(decision="可以出具")})
    (effect,) = effects(found, "answer")
    assert effect == "证明事项“亲属关系证明”:不用村里开,找公安派出所 → 村里能开,找村(居)委会 · 全国、hubei"


def test_a_place_that_says_otherwise_itself_is_not_told(tmp_path):
    old = {"certificates.yml": LIST, "hubei/certificates.yml": LIST}
    found = compare(tmp_path, old, {**old, "certificates.yml": edited(decision="可以出具")})
    assert effects(found, "answer")[0].endswith(" · 全国")


def test_a_new_contradiction_is_told(tmp_path):
    old = {"certificates.yml": LIST, "hubei/certificates.yml": LIST}
    found = compare(tmp_path, old, {**old, "certificates.yml": edited(decision="可以出具")})
    assert "新问题 C306" in effects(found, "problem")[0]


def test_an_old_phone_that_stands_elsewhere_is_told(tmp_path):
    calls = {**header(), "items": [contact(phones=["027-87000001"])]}
    other = {**header(), "items": [contact(id="er", name="二", phones=["027-87000001"])]}
    new = {**header(), "items": [contact(phones=["027-87000002"])]}
    found = compare(
        tmp_path,
        {"channels.yml": calls, "hubei/channels.yml": other},
        {"channels.yml": new, "hubei/channels.yml": other},
    )
    (effect,) = effects(found, "phone")
    assert effect.startswith("改掉的 027-87000001 在别处还写着 · lists/hubei/channels.yml:")
    assert effects(found, "report") == ["举报页和页脚上的联系方式跟着变 · 全国、和下面 1 个地方"]


def test_an_item_that_goes_to_another_list_of_its_place_is_one_change(tmp_path):
    one, two = {**LIST, "items": LIST["items"][:2]}, {**LIST, "items": LIST["items"][2:]}
    went = {**LIST, "items": [*LIST["items"][2:], {**LIST["items"][1], "issuing_body": ["某局"]}]}
    found = compare(
        tmp_path,
        {"certificates.yml": one, "certificates.er.yml": two},
        {"certificates.yml": {**one, "items": one["items"][:1]}, "certificates.er.yml": went},
    )
    assert told(found, "carry") == [("b", "lists/certificates.yml", "lists/certificates.er.yml")]
    assert told(found, "edit") == [("b", "公安派出所", "某局")]
    assert (found.counts.added, found.counts.removed, found.counts.carried) == (0, 0, 1)


def test_split_and_merged_items(tmp_path):
    record = "moved:\n" + "".join(
        f"  - kind: certificates\n    old: {old}\n    new: {new}\n    reason: 合到一起\n"
        for old, new in (("b", "d"), ("c", "d"))
    )
    new = {**LIST, "items": [LIST["items"][0], proof(id="d", name="丁证明")]}
    found = compare(tmp_path, {"certificates.yml": LIST}, {"certificates.yml": new, "_site/moved.yml": record})
    assert told(found, "merge") == [("b", "", "d"), ("c", "", "d")]
    assert [line.facts for line in found.lines if line.what == "add"] == [("第 2 项", "由 b、c 而来")]
    back = compare(
        tmp_path / "back",
        {"certificates.yml": new},
        {
            "certificates.yml": LIST,
            "_site/moved.yml": record.replace("old: b\n    new: d", "old: d\n    new: b").replace(
                "old: c\n    new: d", "old: d\n    new: c"
            ),
        },
    )
    assert told(back, "split") == [("d", "", "b、c")]


def test_equal_changes_of_many_items_are_one_line(tmp_path):
    new = {**LIST, "items": [{**item, "issuing_body": ["县政务局"]} for item in LIST["items"]]}
    found = compare(tmp_path, {"certificates.yml": LIST}, {"certificates.yml": new})
    (line,) = [line for line in found.lines if line.what == "edit"]
    assert [one.id for one in line.subjects] == ["qinshu", "b", "c"]
    assert found.counts.edited == 3
    assert "**3 项**" in markdown(found)


def test_evidence_stands_beside_a_change(tmp_path):
    change = {"type": "修改", "reason": "省里改了", "decision_doc": "某文"}
    found = compare(
        tmp_path,
        {"certificates.yml": LIST},
        {"certificates.yml": edited(decision="可以出具", change=change, verified_on="2026-11-20")},
    )
    line = next(line for line in found.lines if line.label == "结论")
    assert line.facts == ("2026-11-20 核对", "变更说明:修改,省里改了,某文")
    assert not line.wants
    found = compare(tmp_path / "x", {"certificates.yml": LIST}, {"certificates.yml": edited(decision="可以出具")})
    assert next(line for line in found.lines if line.label == "结论").wants == ("没有凭据",)


def test_a_header_an_area_and_a_new_place(tmp_path):
    new = {**LIST, "status": "废止"}
    found = compare(
        tmp_path,
        {"certificates.yml": LIST, "hubei/area.yml": "name: 湖北\nlevel: 省\n"},
        {
            "certificates.yml": new,
            "hubei/area.yml": "name: 湖北省\nlevel: 省\n",
            "hunan/area.yml": "name: 湖南省\nlevel: 省\n",
        },
    )
    assert ("", "现行", "废止") in told(found, "edit")
    assert ("", "湖北", "湖北省") in told(found, "site")
    assert effects(found, "place") == ["新地方 · 湖南省"]


def test_writing_is_counted_and_not_listed(tmp_path):
    plain = put(tmp_path / "a", {"certificates.yml": LIST})
    other = put(tmp_path / "b", {"certificates.yml": LIST})
    file = other / "certificates.yml"
    file.write_text(
        file.read_text("utf-8").replace("issuing_body: [公安派出所]", 'issuing_body: ["公安派出所"]'), "utf-8"
    )
    found = review(side(str(plain), tmp_path), side(str(other), tmp_path), TODAY)
    assert not found.same
    assert not found.lines
    assert [(one.state, one.rewritten) for one in found.lists] == [("written", 3)]
    assert ask("diff", str(plain), str(other)).exit_code == 1


def test_a_list_that_cannot_be_read_is_no_crash(tmp_path):
    found = compare(tmp_path, {"certificates.yml": LIST}, {"certificates.yml": "title: 甲\n  x: [\n"})
    assert found.lists[0].state == "unreadable"
    assert not found.proven
    assert "没有核对成" in markdown(found)


def test_a_whole_list_gone_and_a_new_one(tmp_path):
    found = compare(tmp_path, {"certificates.yml": LIST}, {"signboards.yml": {**header(), "items": []}})
    assert {one.file: one.state for one in found.lists} == {
        "lists/certificates.yml": "gone",
        "lists/signboards.yml": "new",
    }
    assert found.counts.removed == 3
    assert found.proven


# ── sides and commands ───────────────────────────────────────────────────────


def git(folder: Path, *args: str) -> None:
    who = ["-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *who, *args], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with two commits of one list, and a third version that is not committed."""
    git(tmp_path, "init", "-q", "-b", "main")
    for decision in ("不应出具", "视情出具"):
        put(tmp_path, {"certificates.yml": edited(decision=decision)})
        git(tmp_path, "add", ".")
        git(tmp_path, "commit", "-qm", decision)
    put(tmp_path, {"certificates.yml": edited(decision="可以出具")})
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (["HEAD~1", "HEAD"], "不应出具 → 视情出具"),
        (["HEAD"], "视情出具 → 可以出具"),
        (["HEAD~1", "lists"], "不应出具 → 可以出具"),
        (["HEAD~1:lists/certificates.yml", "HEAD:lists/certificates.yml"], "不应出具 → 视情出具"),
        (["main~1", "lists/certificates.yml"], None),
        (["HEAD~1:lists/certificates.yml", "lists/certificates.yml"], "不应出具 → 可以出具"),
    ],
)
def test_sides(repository, asked, said):
    done = ask("diff", *asked)
    if said is None:
        assert (done.exit_code, done.stderr) == (2, "一边是文件,一边是文件夹,没法比较\n")
    else:
        assert done.exit_code == 1
        assert said in done.stdout


def test_the_same_revision_does_not_differ(repository):
    assert ask("diff", "HEAD", "HEAD").exit_code == 0


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (["nirgends"], "找不到 nirgends:没有这个文件、文件夹,也没有这个 git 版本"),
        (["HEAD:lists/x.yml", "HEAD"], "HEAD 里没有 lists/x.yml"),
        (["--upload-pack=x", "HEAD"], "No such option"),
        (["HEAD~1", "--output", "nirgends/x.md"], "nirgends/x.md"),
    ],
)
def test_what_cannot_be_compared(repository, asked, said):
    done = ask("diff", *asked)
    assert done.exit_code == 2
    assert said in done.stderr


def test_a_link_in_a_proposal_is_not_followed(repository):
    secret = repository / "secret.txt"
    secret.write_text("title: 秘密\n", "utf-8")
    (repository / "lists" / "signboards.yml").symlink_to(secret)
    git(repository, "add", ".")
    git(repository, "commit", "-qm", "link")
    assert "秘密" not in ask("diff", "HEAD~1", "HEAD").stdout


def test_files_need_a_kind(tmp_path):
    for name in ("eins.yml", "zwei.yml"):
        (tmp_path / name).write_text(canonical({**LIST, "title": name}, {}), "utf-8")
    asked = ["diff", str(tmp_path / "eins.yml"), str(tmp_path / "zwei.yml")]
    assert "--kind" in ask(*asked).stderr
    assert "清单名称" in ask(*asked, "--kind", "certificates").stdout


def test_check_against_a_base(repository):
    done = ask("check", "--base", "HEAD~1", "--as-of", "2026-11-22")
    assert "C502" in done.stdout
    assert "C503" in done.stdout
    assert ask("check", "--base", "HEAD", "--format", "json").exit_code == 0
    assert ask("check", "--base", "nirgends").exit_code == 2


# ── what a list says is data ─────────────────────────────────────────────────

HOSTILE = [
    "@team 看一下",
    "#1 !2 ~bug $3 %4 &5",
    "[点我](https://example.org)",
    "<img src=x onerror=alert(1)>",
    "https://example.org/x",
    "www.example.org",
    "```suggestion",
    "a`b``c",
    "<!-- mingbai:review -->",
    "|表|格|",
    "**粗**_斜_",
    "</details>",
    "&lt;b&gt;",
    "\\*",
    "{{ 7*7 }}",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_markdown_takes_nothing_for_markup(tmp_path, text):
    found = compare(
        tmp_path,
        {"certificates.yml": LIST},
        {"certificates.yml": edited(name=f"{text}甲乙丙丁戊己庚辛壬癸子丑寅卯", remark=text)},
    )
    for line in markdown(found).splitlines():
        outside = "".join(part for index, part in enumerate(_spans(line)) if index % 2 == 0)
        outside = re.sub("&#[0-9]+;", "", outside)
        for sign in ("@team", "#1", "](", "<img", "https://", "www.example", "<!--", "</details>\n", "|表", "_斜"):
            assert sign not in outside, line


def _spans(line: str) -> list[str]:
    """A line of Markdown cut at its code spans: even parts are outside of them."""
    found, rest = [], line
    while "`" in rest:
        start = rest.index("`")
        fence = rest[start:][: len(rest[start:]) - len(rest[start:].lstrip("`"))]
        end = rest.find(fence, start + len(fence))
        while end >= 0 and rest[end : end + len(fence) + 1] == fence + "`":
            end = rest.find(fence, end + len(rest[end:]) - len(rest[end:].lstrip("`")))
        if end < 0:
            break
        found += [rest[:start], rest[start + len(fence) : end]]
        rest = rest[end + len(fence) :]
    return [*found, rest]


def test_a_long_report_is_cut_where_it_hurts_least_and_kept_whole_beside(tmp_path):
    items = [proof(id=f"a{number}", name=f"证明{number}", purpose=[f"用途{number}"]) for number in range(1500)]
    new = [{**item, "name": f"{item['name']}新", "decision": "视情出具", "condition": item["name"]} for item in items]
    put(tmp_path / "a", {"certificates.yml": {**LIST, "items": items}})
    put(tmp_path / "b", {"certificates.yml": {**LIST, "items": new}})
    file = tmp_path / "report.md"
    ask("diff", str(tmp_path / "a"), str(tmp_path / "b"), "--format", "markdown", "-o", str(file))
    text = file.read_text("utf-8")
    assert len(text) < 65_536
    assert "危险的改动" in text
    assert "全文在 report.full.md" in text
    assert len((tmp_path / "report.full.md").read_text("utf-8")) > 65_536


@many(40)
@given(
    st.lists(
        st.fixed_dictionaries({"id": st.sampled_from("abc"), "name": words}),
        max_size=4,
        unique_by=lambda row: row["id"],
    )
)
def test_whatever_an_item_is_called_the_report_stays_whole(tmp_path_factory, rows):
    found = compare(
        tmp_path_factory.mktemp("any"),
        {"guides.yml": {**header(), "items": []}},
        {"guides.yml": {**header(), "items": rows}},
    )
    if found.lists and found.lists[0].state != "unreadable":
        assert found.counts.added == len(rows)
        assert found.proven
        assert len([line for line in markdown(found).splitlines() if line.startswith("- ")]) >= len(rows)


def test_a_list_that_was_renamed_is_compared_with_itself(tmp_path):
    record = "addresses:\n  - old: certificates.jiu\n    new: certificates\n    reason: 只有一份了\n"
    new = {"certificates.yml": edited(decision="可以出具"), "_site/moved.yml": record}
    found = compare(tmp_path, {"certificates.jiu.yml": LIST}, new)
    assert told(found, "edit") == [("qinshu", "不应出具", "可以出具")]
    assert (found.counts.added, found.counts.removed) == (0, 0)
    assert [(one.file, one.was) for one in found.lists if one.was] == [
        ("lists/certificates.yml", "lists/certificates.jiu.yml")
    ]
    base, now = tmp_path / "a" / "lists", tmp_path / "b" / "lists"
    assert "C505" not in ask("check", "--base", str(base), "--lists", str(now)).stdout


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with the program in it; its second commit lets certificates answer in another word."""
    git(tmp_path, "init", "-q", "-b", "main")
    put(tmp_path, {"certificates.yml": edited(decision="可以出具")})
    ours = Path(planted.__file__).parents[1] / "scripts" / "mingbai"
    shutil.copytree(ours, tmp_path / "scripts" / "mingbai", ignore=shutil.ignore_patterns("__pycache__"))
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-qm", "1")
    kind = tmp_path / "scripts/mingbai/kinds/certificates.py"
    kind.write_text(kind.read_text("utf-8").replace('"村里能开"', '"来村里开"'), "utf-8")
    git(tmp_path, "commit", "-qam", "2")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_changed_kind_is_told_and_not_run(program):
    done = ask("diff", "HEAD~1", "HEAD")
    assert done.exit_code == 1
    assert "程序也改了:证明事项的答案和网页可能跟着变" in done.stdout
    assert "来村里开" not in done.stdout


def test_a_changed_kind_is_asked_for_its_answers_on_demand(program):
    done = ask("diff", "HEAD~1", "HEAD", "--with-code")
    assert "证明事项“亲属关系证明”:村里能开,找村(居)委会 → 来村里开,找村(居)委会 · 全国" in done.stdout


def test_a_program_that_does_not_run_is_no_crash(program):
    (program / "scripts/mingbai/answers.py").write_text("raise RuntimeError('nein')\n", "utf-8")
    git(program, "commit", "-qam", "3")
    assert "有一边的程序算不出答案,没有比:RuntimeError: nein" in ask("diff", "HEAD~1", "HEAD", "--with-code").stdout


def test_newly_recorded_ids_and_addresses_are_told(tmp_path):
    record = (
        "moved:\n  - kind: certificates\n    old: x\n    new: qinshu\n    reason: 改名\n"
        "addresses:\n  - old: hubai\n    new: hubei\n    reason: 写错\n"
    )
    old = {"certificates.yml": LIST, "hubei/area.yml": "name: 湖北省\nlevel: 省\n"}
    found = compare(tmp_path, old, {**old, "_site/moved.yml": record})
    assert effects(found, "address") == [
        "旧编号 x(证明事项)的网页转到 qinshu · 全国",
        "旧地址 /hubai/ 的网页转到 /hubei/ · ",
    ]
