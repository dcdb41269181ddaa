"""Posting to a forge: one comment, suggestions once, a token that stays, and a proposal whose words do nothing."""

import json
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from forge_world import BOT, TOKEN, FakeForge, forge_server
from helpers import ROOT
from mingbai.forge.api import Refused
from mingbai.forge.bundle import FILE, BadBundle, Bundle, Finding, Suggestion, read, write
from mingbai.forge.forges import FORGES, Forge, forge
from mingbai.forge.post import AT_LINES, post
from mingbai.forge.words import LARGEST, MARK, clip, code, comment, note

HEAD = "a" * 40
RUN = "https://forge.example/run/1"
FINDING = Finding("lists/demo/channels.yml", 19, "C104", "error", "电话号码不完整", "带区号写全", True)
SUGGESTION = Suggestion("lists/demo/channels.yml", 3, 4, ("a", "b"), ("b", "a"))
BUNDLE = Bundle("### 清单改动:1 个文件\n", (FINDING,), (SUGGESTION,))


@pytest.fixture
def server():
    with forge_server() as running:
        running.head = HEAD
        yield running


def there(server: FakeForge, sort: str, bot: str = "") -> Forge:
    return forge(sort, server.url, TOKEN, "县里/lists", 7, bot)


@pytest.mark.parametrize("sort", FORGES)
def test_the_first_run_comments_and_the_second_updates_that_comment(server, sort):
    assert post(there(server, sort), BUNDLE, HEAD, RUN).comment == "posted"
    assert post(there(server, sort), replace(BUNDLE, report="### 清单改动:2 个文件\n"), HEAD, RUN).comment == "updated"
    assert len(server.comments) == 1
    assert "2 个文件" in server.comments[0]["body"]
    assert RUN in server.comments[0]["body"]


@pytest.mark.parametrize("sort", FORGES)
def test_nothing_is_written_where_nothing_changed(server, sort):
    post(there(server, sort), BUNDLE, HEAD, RUN)
    before = len(server.sent())
    assert post(there(server, sort), BUNDLE, HEAD, RUN) == ("same", 0)
    assert len(server.sent()) == before


@pytest.mark.parametrize("sort", FORGES)
def test_a_comment_of_somebody_else_is_never_taken_for_ours(server, sort):
    server.comments = [server.said("mallory", f"{MARK}\n假的") for _ in range(1)]
    server.comments.append({**server.said(BOT, f"别的机器人话 {MARK}"), "id": 99})
    assert post(there(server, sort), BUNDLE, HEAD, RUN).comment == "posted"
    assert server.comments[0]["body"] == f"{MARK}\n假的"
    assert len(server.comments) == 3


@pytest.mark.parametrize("sort", FORGES)
def test_our_comment_is_found_behind_many_others(server, sort):
    server.comments = [{**server.said("anna", f"第 {n} 条"), "id": 1000 + n} for n in range(95)]
    post(there(server, sort), BUNDLE, HEAD, RUN)
    post(there(server, sort), replace(BUNDLE, report="新的"), HEAD, RUN)
    assert len(server.comments) == 96


@pytest.mark.parametrize("sort", FORGES)
@pytest.mark.parametrize("state, head", [("open", "d" * 40), ("closed", HEAD)])
def test_a_proposal_that_went_on_or_was_closed_is_left_alone(server, sort, state, head):
    server.state, server.head = state, head
    assert post(there(server, sort), BUNDLE, HEAD, RUN).comment == "late"
    assert not server.sent()


@pytest.mark.parametrize("sort", FORGES)
def test_what_belongs_at_lines_is_said_there_once(server, sort):
    assert post(there(server, sort), BUNDLE, HEAD, RUN).at_lines == 1
    moved = replace(BUNDLE, suggestions=(replace(SUGGESTION, first=5, last=6),), findings=(replace(FINDING, line=25),))
    assert post(there(server, sort), moved, HEAD, RUN).at_lines == 0
    assert len(server.notes) == 1


def test_at_most_so_many_comments_stand_at_lines(server):
    many = tuple(replace(SUGGESTION, lines=(str(n),)) for n in range(AT_LINES + 5))
    assert post(there(server, "github"), replace(BUNDLE, suggestions=many), HEAD, RUN).at_lines == AT_LINES
    assert post(there(server, "github"), replace(BUNDLE, suggestions=many), HEAD, RUN).at_lines == 0


def test_a_line_that_the_forge_refuses_takes_no_other_with_it(server):
    server.refuse = {4}
    two = (SUGGESTION, replace(SUGGESTION, first=9, last=9, was=("x",)))
    assert post(there(server, "github"), replace(BUNDLE, suggestions=two), HEAD, RUN) == ("posted", 1)


def test_lines_are_named_as_each_forge_names_them(server):
    post(there(server, "github"), BUNDLE, HEAD, RUN)
    post(there(server, "gitlab"), BUNDLE, HEAD, RUN)
    post(there(server, "gitea"), BUNDLE, HEAD, RUN)
    hub = next(body for body in server.sent() if "side" in body)
    assert (hub["path"], hub["start_line"], hub["line"], hub["commit_id"]) == (FINDING.file, 3, 4, HEAD)
    assert "\n```suggestion\nb\na\n```" in hub["body"]
    server.notes.clear()
    post(there(server, "gitlab"), BUNDLE, HEAD, RUN)
    lab = next(body for body in reversed(server.sent()) if "position" in body)
    assert (lab["position"]["new_line"], lab["position"]["head_sha"]) == (4, HEAD)
    assert "\n```suggestion:-1+0\nb\na\n```" in lab["body"]
    server.notes.clear()
    post(there(server, "gitea"), BUNDLE, HEAD, RUN)
    tea = next(body for body in reversed(server.sent()) if "comments" in body)
    assert [(one["path"], one["new_position"]) for one in tea["comments"]] == [(FINDING.file, 19)]
    assert tea["event"] == "COMMENT"


def test_gitea_tells_suggestions_in_the_comment():
    body = comment(BUNDLE, RUN, told_in_lines=False)
    assert "`lists/demo/channels.yml:3-4` 写成" in body
    assert "suggestion" not in body


@pytest.mark.parametrize("sort", FORGES)
def test_the_token_goes_to_the_api_and_nowhere_else(server, sort):
    with forge_server() as other:
        server.elsewhere = other.url
        with pytest.raises(Refused) as refused:
            post(there(server, sort), BUNDLE, HEAD, RUN)
        assert not other.asked
    assert TOKEN in server.tokens[0]
    assert TOKEN not in str(refused.value)


@pytest.mark.parametrize("api", ["http://forge.example", "ftp://forge.example", "https://u@forge.example", "forge", ""])
def test_an_address_that_would_show_the_token_is_refused(api):
    with pytest.raises(Refused):
        forge("github", api, TOKEN, "a/b", 1)


@pytest.mark.parametrize("token", ["", "a\r\nX-Other: b", "a b"])
def test_no_token_or_a_broken_one_is_refused(token):
    with pytest.raises(Refused):
        forge("github", "https://forge.example", token, "a/b", 1)


HOSTILE = [
    "@all", "`", "``` `", "a`b``c", "<script>alert(1)</script>", "![x](https://evil.example/x.png)", "#1", "a/b#2",
    "[点这里](https://evil.example)", "https://evil.example", "::error::x", "\n::set-output name=x::y", "\r\n/close",
    "<!-- mingbai:review -->", "</details>", "| a | b |", "```suggestion\nrm -rf\n```", "\u202eabc", "\x1b[31m", " ",
    "$(touch x)", "*a*_b_~~c~~",
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_a_text_in_code_stays_in_code_on_one_line(text):
    span = code(text)
    assert "\n" not in span and "\r" not in span
    fence = re.match(r"`+", span)[0]
    inside = span[len(fence) : -len(fence)]
    assert span.endswith(fence) and inside
    assert fence not in re.findall(r"`+", inside)
    assert not inside.startswith("`") and not inside.endswith("`")


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_problem_says_nothing_outside_code(text):
    body = comment(Bundle("报告", (replace(FINDING, message=text, fix=text),)), RUN, True)
    outside = re.sub(r"(`+)(?!`).*?(?<!`)\1(?!`)", "", body)
    for sign in ("@", "<s", "](https://evil", "::", "#1", "/close", "evil"):
        assert sign not in outside
    assert body.count(MARK) - body.count(f"`{MARK}") <= 1 or text == MARK


@pytest.mark.parametrize("text", HOSTILE)
def test_a_suggestion_is_closed_by_its_own_fence_alone(text):
    lines = tuple(text.splitlines()) or (text,)
    body = note(replace(SUGGESTION, lines=lines)).split("\n")
    fence = body[3].removesuffix("suggestion")
    assert [line for line in body[4:] if re.fullmatch(f"{fence}`*", line)] == [body[-1]]
    assert body[4:-1] == list(lines)


def test_a_report_gives_the_forge_no_command_and_no_second_mark():
    body = comment(Bundle(f"{MARK}\n/close\n  /approve\n好"), RUN, True)
    assert body.count(MARK) == 1
    assert not re.search(r"^\s*/\w", body, re.MULTILINE)


def test_a_long_report_is_cut_between_lines_and_what_was_open_is_closed():
    report = "开头\n<details><summary>全部</summary>\n\n```yaml\n" + "证明事项\n" * 40_000 + "```\n</details>\n"
    body = comment(Bundle(report), RUN, True)
    assert len(body) <= LARGEST
    assert body.count("<details>") == body.count("</details>") == 1
    assert body.count("```") == 2
    assert "完整的报告" in body and RUN in body


def test_characters_are_counted_as_the_forge_may_count_them():
    assert len(clip("𠮷" * 20 + "\n" + "𠮷" * 400, 500).encode("utf-16-le")) // 2 <= 500


def test_a_review_is_read_as_it_was_written(tmp_path):
    write(BUNDLE, tmp_path)
    assert read(tmp_path) == BUNDLE


@pytest.mark.parametrize(
    "change",
    [
        {"findings": None}, {"findings": [1]}, {"suggestions": [{"file": "lists/a.yml"}]}, {"unsaid": -1},
        {"unsaid": True},
        {"findings": [{"file": "../../etc/passwd", "line": 1, "code": "", "level": "", "message": "", "fix": ""}]},
        {"findings": [{"file": "/etc/passwd", "line": 1, "code": "", "level": "", "message": "", "fix": ""}]},
        {"findings": [{"file": "lists/a\n.yml", "line": 1, "code": "", "level": "", "message": "", "fix": ""}]},
        {"findings": [{"file": "lists/a.yml", "line": "1", "code": "", "level": "", "message": "", "fix": ""}]},
        {"suggestions": [{"file": "lists/a.yml", "first": 2, "last": 1, "was": [], "lines": []}]},
        {"suggestions": [{"file": "lists/a.yml", "first": 1, "last": 1, "was": ["a"], "lines": ["a\nb"]}]},
    ],
)  # fmt: skip
def test_a_review_that_is_none_is_refused(tmp_path, change):
    write(Bundle("报告"), tmp_path)
    told = json.loads((tmp_path / FILE).read_text("utf-8"))
    (tmp_path / FILE).write_text(json.dumps({**told, **change}), "utf-8")
    with pytest.raises(BadBundle):
        read(tmp_path)


def test_posting_needs_python_alone(server, tmp_path):
    """No package is there in the job that may write: what it needs is the standard library."""
    write(BUNDLE, tmp_path)
    asked = [str(tmp_path), "--forge", "github", "--api", server.url, "--repo", "a/b", "--number", "7", "--head", HEAD]
    done = subprocess.run(
        [sys.executable, "-S", "-P", "-m", "mingbai.forge", *asked, "--run", RUN], cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT / "scripts"), "FORGE_TOKEN": TOKEN, "LANG": "C.UTF-8"},
        capture_output=True, text=True,
    )  # fmt: skip
    assert (done.returncode, done.stdout, done.stderr) == (0, "写了一条评论,行旁边写了 1 处\n", "")


def test_a_forge_that_says_no_is_told_without_the_token(server, tmp_path, capsys, monkeypatch):
    from mingbai.forge.__main__ import main

    monkeypatch.setenv("FORGE_TOKEN", TOKEN)
    write(BUNDLE, tmp_path)
    server.elsewhere = "http://127.0.0.1:9"
    asked = [str(tmp_path), "--forge", "gitea", "--api", server.url, "--repo", "a/b", "--number", "7", "--head", HEAD]
    assert main(asked) == 2
    told = capsys.readouterr()
    assert "302" in told.err and TOKEN not in told.err + told.out


def test_a_missing_folder_is_said(tmp_path: Path, capsys, monkeypatch):
    from mingbai.forge.__main__ import main

    monkeypatch.setenv("FORGE_TOKEN", TOKEN)
    asked = [str(tmp_path), "--forge", "gitea", "--api", "https://forge.example", "--repo", "a/b", "--number", "7"]
    assert main([*asked, "--head", HEAD]) == 2
    assert f"没有 {FILE}" in capsys.readouterr().err
