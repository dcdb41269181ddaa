"""``mingbai init``: a folder that is a site at once, with nothing in it that nobody said, and nothing overwritten."""

import hashlib
import json
import re
import zipfile
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result

from helpers import ROOT
from mingbai.cli import main
from mingbai.init import ADAPTED, RENAMED, came_from, flows
from mingbai.kinds import KINDS
from mingbai.resources import pages, starter, workflows
from site_fixtures import AS_OF, URL, Done, mingbai, once, put, run, said, tree
from site_pages import broken_links, pages_of

NAMES = "湖北省/荆门市/东宝区"
PLACE = "hubei/jingmen/dongbaoqu"


def ask(*words: str) -> Result:
    """A command in this process; it may end, but not fail."""
    done = CliRunner().invoke(main, list(words))
    assert done.exception is None or isinstance(done.exception, SystemExit), repr(done.exception)
    return done


def refused(done: Result, *words: str) -> None:
    assert done.exit_code == 2, done.output
    assert done.stdout == ""
    assert not [word for word in words if word not in done.stderr], done.stderr


def area(folder: Path, path: str) -> dict[str, str]:
    data = yaml.load((folder / "lists" / path / "area.yml").read_text("utf-8"), Loader=yaml.BaseLoader)
    assert isinstance(data, dict)
    return data


# ── places ───────────────────────────────────────────────────────────────────


def test_the_chain_of_places_down_to_the_county(tmp_path: Path) -> None:
    done = ask("init", str(tmp_path / "site"), "--name", NAMES, "--path", PLACE)
    assert done.exit_code == 0, done.output
    assert area(tmp_path / "site", "") == {"name": "全国", "level": "国家"}
    assert area(tmp_path / "site", "hubei") == {"name": "湖北省", "level": "省"}
    assert area(tmp_path / "site", "hubei/jingmen") == {"name": "荆门市", "level": "市"}
    assert area(tmp_path / "site", PLACE) == {"name": "东宝区", "level": "县"}


def test_what_is_not_said_is_unknown_and_named(tmp_path: Path) -> None:
    done = ask("init", str(tmp_path / "site"), "--name", "东宝区", "--path", PLACE)
    assert area(tmp_path / "site", "hubei/jingmen")["name"] == "待核实"
    assert area(tmp_path / "site", PLACE)["name"] == "东宝区"
    assert "lists/hubei/area.yml" in done.stdout
    assert "lists/hubei/jingmen/area.yml" in done.stdout
    assert "dongbaoqu/area.yml" not in done.stdout


def test_a_county_right_below_its_province(tmp_path: Path) -> None:
    ask("init", str(tmp_path / "site"), "--name", "潜江市", "--path", "hubei/qianjiang", "--level", "县")
    assert area(tmp_path / "site", "hubei/qianjiang")["level"] == "县"


def test_without_a_place_there_is_the_nation_alone(tmp_path: Path) -> None:
    assert ask("init", str(tmp_path / "site")).exit_code == 0
    assert sorted(tree(tmp_path / "site/lists")) == ["_site/format.yml", "area.yml"]
    assert "明白栏" in (tmp_path / "site/mkdocs.yml").read_text("utf-8")


@pytest.mark.parametrize(
    "words",
    [
        ("--name", "东宝区"),
        ("--path", "hubei/report"),
        ("--path", "hubei/certificates"),
        ("--path", "Hubei"),
        ("--path", "hu bei"),
        ("--path", "湖北"),
        ("--path", "../x"),
        ("--path", "a/b/c/d/e/f"),
        ("--path", "hubei", "--name", "湖北省/荆门市"),
        ("--path", "hubei/jingmen", "--name", "湖北省/"),
        ("--path", "hubei", "--name", "湖\u200b北"),
        ("--path", "hubei/jingmen/dongbaoqu", "--level", "市"),
    ],
    ids=" ".join,
)
def test_a_place_that_cannot_be_is_refused_and_nothing_is_written(tmp_path: Path, words: tuple[str, ...]) -> None:
    refused(ask("init", str(tmp_path / "site"), *words))
    assert not (tmp_path / "site").exists()


# ── what is there already ────────────────────────────────────────────────────


def test_a_folder_with_something_in_it_is_refused_and_what_is_there_is_told(tmp_path: Path) -> None:
    put(tmp_path / "notes.txt", "mine")
    refused(ask("init", str(tmp_path)), "notes.txt", "--force")
    assert sorted(tree(tmp_path)) == ["notes.txt"]


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    put(tmp_path / "site", "mine")
    refused(ask("init", str(tmp_path / "site"), "--force"))


def test_force_adds_what_is_missing_and_overwrites_nothing(tmp_path: Path) -> None:
    put(tmp_path / "mkdocs.yml", "site_name: 我的\n")
    put(tmp_path / "lists/area.yml", "name: 全国\nlevel: 国家\n")
    done = ask("init", str(tmp_path), "--force")
    assert done.exit_code == 0
    assert (tmp_path / "mkdocs.yml").read_text("utf-8") == "site_name: 我的\n"
    assert "mkdocs.yml: 已经有了" in done.stdout
    assert "lists/area.yml" not in done.stdout  # says the same already
    assert (tmp_path / "README.md").is_file()
    before = tree(tmp_path)
    assert "写好了" in ask("init", str(tmp_path), "--force").stdout
    assert tree(tmp_path) == before


def test_a_link_is_not_written_through(tmp_path: Path) -> None:
    put(tmp_path / "elsewhere.txt", "mine")
    (tmp_path / "site").mkdir()
    (tmp_path / "site/README.md").symlink_to(tmp_path / "elsewhere.txt")
    ask("init", str(tmp_path / "site"), "--force")
    assert (tmp_path / "elsewhere.txt").read_text("utf-8") == "mine"


# ── the site ─────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A county's folder with a list of every kind, built."""

    def make(folder: Path) -> None:
        kinds = [word for kind in KINDS for word in ("--kind", kind)]
        done = mingbai("init", str(folder), "--name", NAMES, "--path", PLACE, *kinds)
        assert done.returncode == 0, said(done)
        done = ask_there(folder, "build", "--as-of", AS_OF)
        assert done.returncode == 0, said(done)

    return once(tmp_path_factory, "begun", make)


def ask_there(folder: Path, *words: str) -> Done:
    return mingbai(*words, cwd=folder, env={"PYTHONPATH": str(ROOT / "scripts")})


def test_it_has_an_inbox_for_who_has_no_terminal(begun: Path) -> None:
    assert "同一个文件名" in (begun / "inbox/README.md").read_text("utf-8")
    assert ".github/workflows/inbox.yml" in tree(begun)


def test_it_is_checked_formatted_and_known_to_the_editor(begun: Path) -> None:
    checked = ask_there(begun, "check", "--as-of", AS_OF)
    assert checked.returncode == 0, said(checked)
    assert " error " not in checked.stdout
    for words in (("fmt", "--check"), ("schema", "--check"), ("migrate", "--check")):
        done = ask_there(begun, *words)
        assert done.returncode == 0, said(done)


def test_every_link_of_its_site_leads_somewhere(begun: Path) -> None:
    found = pages_of(begun / "site")
    assert broken_links(begun / "site", found) == []
    assert "东宝区" in found[f"{PLACE}/"].text
    assert "东宝区明白栏" in found[""].text
    html = (begun / "site/guide/update/index.html").read_text("utf-8")
    assert '<a href="../../">首页</a><a href="../../guide/">怎么看</a></nav>' in html


def test_links_hold_where_there_is_nothing_yet(tmp_path: Path) -> None:
    assert mingbai("init", str(tmp_path / "site")).returncode == 0
    assert ask_there(tmp_path / "site", "build", "--as-of", AS_OF).returncode == 0
    assert broken_links(tmp_path / "site/site", pages_of(tmp_path / "site/site")) == []


def test_mkdocs_builds_it_without_a_warning(begun: Path, tmp_path: Path) -> None:
    words = ("-m", "mkdocs", "build", "--strict", "--site-dir", str(tmp_path / "out"))
    done = run(*words, cwd=begun, env={"PYTHONPATH": str(ROOT / "scripts"), "SITE_URL": URL})
    assert done.returncode == 0, said(done)
    assert (tmp_path / "out/guide/update/index.html").is_file()


def test_nothing_of_this_repository_is_in_it(begun: Path) -> None:
    names = {name for name in tree(begun) if not name.startswith(("site/", ".site.spare/", ".cache/"))}
    assert not [name for name in names if "demo" in name or name.startswith(("scripts/", "tests/", "requirements/"))]
    about = (begun / "content/about/index.md").read_text("utf-8")
    assert "示例县" not in about
    assert "CC BY" not in about
    assert "东宝区" in about
    every = "".join((begun / name).read_text("utf-8") for name in names)
    assert "@@" not in every.replace("@@mingbai", "")
    assert str(ROOT) not in every
    assert not re.search(r"待核实.*\d{7,}", every)


# ── pages and templates of the package ───────────────────────────────────────


def test_a_page_or_template_of_its_own_stands_in_front_file_by_file(tmp_path: Path) -> None:
    folder = tmp_path / "site"
    mingbai("init", str(folder), "--path", "hubei")
    put(folder / "content/guide/report.md", "# 本地怎么反映\n")
    put(folder / "overrides/partials/footer.html", "<footer>自己的页脚</footer>")
    assert ask_there(folder, "build", "--as-of", AS_OF).returncode == 0
    found = pages_of(folder / "site")
    assert "本地怎么反映" in found["guide/report/"].text
    assert "自己的页脚" in found["hubei/"].text
    assert "怎么更新清单" in found["guide/update/"].text  # still the package's
    assert not [name for name in tree(folder / "site") if name.lower().endswith("readme.md")]


def test_guides_can_be_left_out(tmp_path: Path) -> None:
    folder = tmp_path / "site"
    mingbai("init", str(folder))
    config = (folder / "mkdocs.yml").read_text("utf-8").replace("  - mingbai\n", "  - mingbai:\n      guides: false\n")
    put(folder / "mkdocs.yml", config)
    put(folder / "content/about/index.md", "# 关于\n")
    assert ask_there(folder, "build", "--as-of", AS_OF).returncode == 0
    assert not (folder / "site/guide").exists()
    assert "guide/" not in (folder / "site/index.html").read_text("utf-8")
    assert (folder / "site/index.html").is_file()


def test_every_guide_of_this_repository_is_brought() -> None:
    folder, brought = pages()
    assert folder == ROOT / "content"
    assert set(brought) == {"index.md", "shell.md", *(f"guide/{name}" for name in tree(ROOT / "content/guide"))}


# ── one source ───────────────────────────────────────────────────────────────


def test_workflows_are_those_of_this_repository_but_for_what_is_declared() -> None:
    written = flows()
    here = {file.name: file.read_text("utf-8") for file in (ROOT / ".github/workflows").glob("*.yml")}
    assert workflows() == ROOT / ".github/workflows"
    assert written.keys() == here.keys()
    assert ADAPTED.keys() <= here.keys()
    for name, text in written.items():
        mine, theirs = ADAPTED.get(name, ("", ""))
        assert not mine or mine in here[name], f"say in init.ADAPTED what of {name} differs elsewhere"
        assert text == (here[name].replace(mine, theirs) if mine else here[name])


def test_workflows_ask_for_nothing_that_the_folder_does_not_have(begun: Path) -> None:
    targets = set(re.findall(r"^([\w./-]+):", (begun / "Makefile").read_text("utf-8"), re.MULTILINE))
    for name, text in flows().items():
        jobs = yaml.safe_load(text)["jobs"]
        scripts = "\n".join(step.get("run", "") for job in jobs.values() for step in job["steps"])
        assert set(re.findall(r"\bmake ([\w./-]+)", scripts)) <= targets, name
        assert set(re.findall(r"\bmingbai ([a-z]+)", scripts)) <= set(main.list_commands(None)), name
        assert not re.search(r"\.ci/|tests/|requirements/|npm|package\.json", scripts), name
        assert "scripts/mingbai" not in text, name


def test_configuration_agrees_with_this_repository() -> None:
    class Loader(yaml.SafeLoader):
        pass

    Loader.add_constructor("!ENV", lambda loader, node: loader.construct_sequence(node))
    theirs = yaml.load((starter() / "mkdocs.yml").read_text("utf-8").replace("@@site@@", "x"), Loader=Loader)
    mine = yaml.load((ROOT / "mkdocs.yml").read_text("utf-8"), Loader=Loader)
    assert theirs.pop("theme") == {**mine.pop("theme"), "custom_dir": "overrides"}
    for key in ("site_name", "nav", "not_in_nav"):
        mine.pop(key), theirs.pop(key, None)
    assert theirs == mine


def test_files_for_git_agree_with_this_repository() -> None:
    attributes = (ROOT / ".gitattributes").read_text("utf-8")
    assert attributes.endswith((starter() / "gitattributes").read_text("utf-8"))
    ignored = (ROOT / ".gitignore").read_text("utf-8").splitlines()
    assert set((starter() / "gitignore").read_text("utf-8").splitlines()) <= set(ignored)
    assert RENAMED.keys() <= set(tree(starter()))


def test_commands_of_its_readme_exist() -> None:
    text = (starter() / "README.md").read_text("utf-8")
    assert set(re.findall(r"\bmingbai ([a-z]+)\b", text)) <= set(main.list_commands(None))
    block = re.search(r"```sh\n(.*?)```", text, re.DOTALL)
    assert block and len(block[1].splitlines()) == 3


# ── where the package comes from ─────────────────────────────────────────────


def test_a_package_out_of_an_index_is_named_by_its_version() -> None:
    assert came_from("1.2", {}).requirement == "mingbai==1.2"


def test_a_wheel_on_this_machine_goes_along(tmp_path: Path) -> None:
    wheel = tmp_path / "明白 x" / "mingbai-1.2-py3-none-any.whl"
    wheel.parent.mkdir()
    with zipfile.ZipFile(wheel, "w") as made:
        made.writestr("mingbai/__init__.py", "")
    sha256 = hashlib.sha256(wheel.read_bytes()).hexdigest()
    record = {"url": wheel.as_uri(), "archive_info": {"hashes": {"sha256": sha256}}}
    found = came_from("1.2", record)
    assert (found.requirement, found.wheel) == ("./wheels/mingbai-1.2-py3-none-any.whl", wheel)
    wheel.write_bytes(b"another")
    assert came_from("1.2", record).wheel is None  # no longer what was installed
    wheel.unlink()
    assert not came_from("1.2", record).sure


def test_a_wheel_or_a_repository_elsewhere_is_named_as_it_was() -> None:
    url = "https://example.org/mingbai-1.2-py3-none-any.whl"
    record = {"url": url, "archive_info": {"hashes": {"sha256": "0" * 64}}}
    assert came_from("1.2", record).requirement == f"mingbai @ {url}#sha256={'0' * 64}"
    record = {"url": "https://example.org/m.git", "vcs_info": {"vcs": "git", "commit_id": "a1"}}
    assert came_from("1.2", record).requirement == "mingbai @ git+https://example.org/m.git@a1"


def test_a_checkout_on_this_machine_is_named_nowhere() -> None:
    found = came_from("1.2", json.loads('{"url": "file:///home/x/mingbai", "dir_info": {"editable": true}}'))
    assert (found.requirement, found.sure) == ("mingbai==1.2", False)
