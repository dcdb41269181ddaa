"""The wheel: everything a site needs is in it, and it builds one in an empty environment elsewhere."""

import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

from site_fixtures import AS_OF, ROOT, Done, once, run, said, small, tree
from site_pages import broken_links, pages_of


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, made from the source distribution, as an index would get it."""

    def make(folder: Path) -> None:
        done = run("-m", "build", "--no-isolation", "--outdir", str(folder), str(ROOT))
        assert done.returncode == 0, said(done)

    (file,) = once(tmp_path_factory, "wheel", make).glob("*.whl")
    return file


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory, wheel: Path) -> Path:
    """The Python of an environment with the wheel alone; what it depends on comes from this one, behind it."""

    def make(folder: Path) -> None:
        done = run("-m", "venv", "--without-pip", str(folder))
        assert done.returncode == 0, said(done)
        python = str(folder / "bin/python")
        options = ["--no-deps", "--no-index", "--disable-pip-version-check", "--quiet"]
        done = run("-m", "pip", "--python", python, "install", *options, str(wheel), env={"PYTHONPATH": ""})
        assert done.returncode == 0, said(done)
        ask = "import sysconfig; print(sysconfig.get_path('purelib'))"
        (Path(run("-c", ask, python=python).stdout.strip()) / "deps.pth").write_text(
            sysconfig.get_path("purelib") + "\n"
        )

    return once(tmp_path_factory, "empty", make) / "bin/python"


def alone(empty: Path, *words: str, cwd: Path) -> Done:
    """A command of the empty environment, which sees nothing of the checkout."""
    return run(*words, cwd=cwd, env={"PYTHONPATH": "", "PYTHONSAFEPATH": "1"}, python=str(empty))


def test_wheel_holds_what_it_should(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    brought = {f"mingbai/overrides/{name}" for name in tree(ROOT / "overrides")}
    assert len(brought) > 20
    assert brought <= set(names)
    code = {f"mingbai/{name}" for name in tree(ROOT / "scripts/mingbai") if "__pycache__" not in name}
    assert code <= set(names)
    pages = {f"mingbai/content/guide/{name}" for name in tree(ROOT / "content/guide")}
    flows = {f"mingbai/workflows/{name}" for name in tree(ROOT / ".github/workflows")}
    assert pages | flows | {"mingbai/content/index.md", "mingbai/content/shell.md"} <= set(names)
    assert "mingbai/content/about/index.md" not in names
    assert any(name.endswith("/licenses/LICENSE") for name in names)
    tops = {name.split("/")[0] for name in names}
    assert len(tops) == 2, tops
    assert not [name for name in names if "pycache" in name or "/tests/" in name or "/lists/demo" in name]


def test_wheel_builds_a_site_elsewhere(empty: Path, tmp_path: Path) -> None:
    folder = small(tmp_path / "elsewhere")
    where = alone(
        empty, "-c", "import mingbai, mingbai.resources as r; print(mingbai.__file__, r.overrides())", cwd=folder
    )
    assert str(ROOT / "scripts") not in where.stdout
    assert str(ROOT / "overrides") not in where.stdout
    assert str(empty.parent.parent) in where.stdout, said(where)
    command = str(empty.parent / "mingbai")
    done = alone(empty, command, "build", "--as-of", AS_OF, cwd=folder)
    assert done.returncode == 0, said(done)
    checked = run("-m", "mingbai", "build", "--as-of", AS_OF, "--to", "checkout", cwd=folder)
    assert checked.returncode == 0, said(checked)
    made = tree(folder / "site")
    assert "assets/stylesheets/mingbai.css" in made
    assert made == tree(folder / "checkout")


def test_three_commands_from_a_fresh_machine_to_a_site(empty: Path, wheel: Path, tmp_path: Path) -> None:
    """pip install (the fixture), mingbai init, mingbai build."""
    command, folder = str(empty.parent / "mingbai"), tmp_path / "dongbao"
    words = ("--name", "东宝区", "--path", "hubei/jingmen/dongbaoqu", "--kind", "certificates")
    done = alone(empty, command, "init", str(folder), *words, cwd=tmp_path)
    assert done.returncode == 0, said(done)
    done = alone(empty, command, "build", "--as-of", AS_OF, cwd=folder)
    assert done.returncode == 0, said(done)
    found = pages_of(folder / "site")
    assert broken_links(folder / "site", found) == []
    assert "东宝区" in found["hubei/jingmen/dongbaoqu/certificates/"].text
    assert {"guide/update/", "about/", ""} <= found.keys()
    for more in (("check", "--as-of", AS_OF), ("fmt", "--check"), ("schema", "--check"), ("migrate", "--check")):
        done = alone(empty, command, *more, cwd=folder)
        assert done.returncode == 0, said(done)
    done = alone(empty, "-m", "mkdocs", "build", "--strict", cwd=folder)
    assert done.returncode == 0, said(done)
    assert (folder / "requirements.txt").read_text("utf-8") == f"./wheels/{wheel.name}\n"
    assert (folder / "wheels" / wheel.name).read_bytes() == wheel.read_bytes()
    options = ("--dry-run", "--no-deps", "--no-index", "--ignore-installed", "--disable-pip-version-check")
    again = run("-m", "pip", "install", *options, "-r", "requirements.txt", cwd=folder, env={"PYTHONPATH": ""})
    assert again.returncode == 0, said(again)  # from where the workflows and the next one will install it


def test_a_folder_begun_from_the_wheel_is_the_one_begun_here(empty: Path, tmp_path: Path) -> None:
    words = ("--name", "东宝区", "--path", "hubei/jingmen/dongbaoqu")
    done = alone(empty, str(empty.parent / "mingbai"), "init", "there", *words, cwd=tmp_path)
    assert done.returncode == 0, said(done)
    done = run("-m", "mingbai", "init", "here", *words, cwd=tmp_path)
    assert done.returncode == 0, said(done)
    here, there = tree(tmp_path / "here"), tree(tmp_path / "there")
    differ = {name for name in here.keys() | there.keys() if here.get(name) != there.get(name)}
    assert {name.split("/")[0] for name in differ} <= {"requirements.txt", "wheels"}


def test_wheel_serves_mkdocs(empty: Path, tmp_path: Path) -> None:
    folder = small(tmp_path / "elsewhere")
    done = alone(empty, "-m", "mkdocs", "build", "--strict", cwd=folder)
    assert done.returncode == 0, said(done)
    assert "森林防火" in (folder / "site/jia/duties/index.html").read_text("utf-8")


def test_wheel_checks_and_names_its_version(empty: Path, tmp_path: Path) -> None:
    folder = small(tmp_path / "elsewhere")
    done = alone(empty, "-m", "mingbai", "check", "--as-of", AS_OF, cwd=folder)
    assert (done.returncode, done.stdout) == (0, "0 个错误,0 个提醒\n"), said(done)
    assert alone(empty, "-m", "mingbai", "--version", cwd=folder).stdout.startswith("mingbai ")
    assert sys.version_info >= (3, 11)


def test_bench_of_the_wheel_measures_what_is_there_and_says_what_it_lacks(empty: Path, tmp_path: Path) -> None:
    options = ["--townships", "1", "--items", "3", "--rounds", "1", "--only", "mingbai", "--only", "mkdocs"]
    done = alone(empty, str(empty.parent / "mingbai"), "bench", *options, cwd=tmp_path)
    assert done.returncode == 0, said(done)
    assert "| Mingbai,全部 | YAML | 1 |" in done.stdout
    assert "没有量:MkDocs" in done.stdout
    assert "make bench" in done.stdout
