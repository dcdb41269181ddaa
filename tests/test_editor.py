"""The editor at /admin/: off unless asked for, told of every list, writing what `mingbai fmt` writes."""

import gzip
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any

import pytest
from hypothesis import given

from helpers import many
from mingbai.areas import RESERVED, scan
from mingbai.editor.config import MOST, CannotEdit, backend, reviewed, told
from mingbai.editor.fields import fields_of, mappings
from mingbai.editor.page import policy
from mingbai.editor.settings import Settings, settings_of
from mingbai.editor.writing import writing
from mingbai.kinds import KINDS
from mingbai.kinds.shape import choices, inner
from mingbai.read import read
from mingbai.write import canonical
from site_fixtures import HEAD, PROOF, ROOT, build, mingbai, said, small, tree
from strategies import trees

NODE = shutil.which("node", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
HERE = "forge: 本机\n"
GITHUB = "forge: github\nrepo: dongbao/qingdan\nlogin: https://login.example.org\n"
ADMIN = ROOT / "scripts/mingbai/editor"


def made(folder: Path, settings: str | None = HERE) -> Path:
    """A small site with its editor.yml, built."""
    small(folder)
    if settings is not None:
        (folder / "editor.yml").write_text(settings, "utf-8")
    done = build(folder)
    assert done.returncode == 0, said(done)
    return folder / "site"


def told_of(site: Path, **settings: str | list[str]) -> dict[str, Any]:
    """What the editor of a site's lists is told."""
    own = Settings.model_validate({"forge": "本机", **settings})
    return told(own, scan(site / "lists"), PurePosixPath("lists"), "")


# ── on and off ───────────────────────────────────────────────────────────────


def test_without_the_file_there_is_no_editor(tmp_path: Path) -> None:
    site = made(tmp_path, None)
    assert not (site / "admin").exists()
    assert not [name for name in tree(site) if "decap" in name or "js-yaml" in name]


def test_the_editor_is_apart_from_the_public_site(tmp_path: Path) -> None:
    """The same pages byte for byte; nothing public leads to it or knows of it."""
    without, site = tree(made(tmp_path / "without", None)), made(tmp_path / "with")
    found = tree(site)
    own = {name for name in found if name.startswith("admin/")}
    assert {"admin/index.html", "admin/decap-cms.js", "admin/decap-cms.js.LICENSE.txt"} <= own
    assert {name: found[name] for name in found.keys() - own} == without
    public = [file for file in site.rglob("*") if file.is_file() and file.parent.name != "admin"]
    assert not [file for file in public if b"admin/" in file.read_bytes()]


def test_the_page_has_a_policy_of_its_own_and_no_search_engine(tmp_path: Path) -> None:
    page = (made(tmp_path, GITHUB) / "admin/index.html").read_text("utf-8")
    (found,) = re.findall('http-equiv="Content-Security-Policy" content="(.*?)"', page)
    assert "connect-src 'self' https://api.github.com;" in found
    assert found.startswith("default-src 'none'; script-src 'self' 'unsafe-eval'; ")
    assert page.index("Content-Security-Policy") < page.index("<link") < page.index("<script")
    assert '<meta name="robots" content="noindex,nofollow">' in page
    assert not re.search(r"<script(?! type=\"module\" src=)|<style|\sstyle=|\son\w+=", page)


def test_a_failed_setting_leaves_the_old_site(tmp_path: Path) -> None:
    before = tree(made(tmp_path))
    (tmp_path / "editor.yml").write_text("forge: github\nrepo: a/b\n", "utf-8")
    done = build(tmp_path)
    assert done.returncode == 2
    assert "editor.yml:1:1: error C101 github 缺少字段 登录服务 login。GitHub 登录要有一个登录服务" in said(done)
    assert tree(tmp_path / "site") == before


def test_lists_that_are_only_looked_at_have_no_editor(tmp_path: Path) -> None:
    """A preview of other lists, as the review makes one: what would be saved lies elsewhere."""
    made(tmp_path / "site")
    shutil.copytree(tmp_path / "site/lists", tmp_path / "proposed")
    done = build(tmp_path / "site", "--lists", "../proposed", "--to", "../preview")
    assert done.returncode == 0, said(done)
    assert not (tmp_path / "preview/admin").exists()


def test_no_place_can_take_its_address() -> None:
    assert "admin" in RESERVED


# ── settings ─────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("forge: github\nrepo: a/b\nlogin: https://l.example/auth\n", "3:8: error C109 登录服务写多了"),
        ("forge: svn\n", "1:8: error C103 平台 forge 不能是“svn”。只能写 github、gitlab、gitea、forgejo、本机"),
        ("forge: gitlab\nrepo: a/b\n", "1:1: error C101 gitlab 缺少字段 应用编号 app_id"),
        ("forge: gitea\nrepo: a/b\nserver: https://g.example\napp_id: x\n", "error C101 gitea 缺少字段 分支 branch"),
        ("forge: forgejo\nrepo: a/b\napp_id: x\n", "error C101 forgejo 缺少字段 平台地址 server。写平台的地址"),
        ("forge: 本机\nrepositry: a/b\n", "2:1: error C102 不认识的字段 repositry"),
        ("repo: a/b\n", "error C101 缺少字段 平台 forge"),
        ("forge: 本机\nserver: git.example\n", "2:9: error C109 网址写法不对"),
        ("forge: [本机\n", "error C002"),
    ],
)
def test_what_is_wrong_in_editor_yml_is_said_with_its_place(tmp_path: Path, text: str, words: str) -> None:
    (tmp_path / "editor.yml").write_text(text, "utf-8")
    settings, problems = settings_of(tmp_path / "editor.yml")
    assert settings is None
    assert [one for one in map(str, problems) if words in one and one.startswith("editor.yml:")], problems


FORGES: list[tuple[dict[str, str], dict[str, str]]] = [
    (
        {"forge": "github", "repo": "a/b", "login": "https://l.example"},
        {"name": "github", "repo": "a/b", "branch": "main", "base_url": "https://l.example"},
    ),
    (
        {"forge": "gitlab", "repo": "a/b", "app_id": "x"},
        {"name": "gitlab", "auth_type": "pkce", "app_id": "x", "api_root": "https://gitlab.com/api/v4"},
    ),
    (
        {"forge": "gitlab", "repo": "a/b/c", "app_id": "x", "server": "https://g.example/"},
        {"repo": "a/b/c", "base_url": "https://g.example", "api_root": "https://g.example/api/v4"},
    ),
    (
        {"forge": "gitea", "repo": "a/b", "app_id": "x", "server": "https://g.example", "branch": "bianji"},
        {"name": "gitea", "branch": "bianji", "base_url": "https://g.example", "api_root": "https://g.example/api/v1"},
    ),
    (
        {"forge": "forgejo", "repo": "a/b", "app_id": "x", "server": "https://g.example"},
        {"name": "forgejo", "app_id": "x", "api_root": "https://g.example/api/v1"},
    ),
    ({"forge": "本机"}, {"name": "proxy", "proxy_url": "http://localhost:8081/api/v1"}),
]


@pytest.mark.parametrize(("settings", "expected"), FORGES)
def test_each_forge_is_told_to_decap(settings: dict[str, str], expected: dict[str, str]) -> None:
    found = backend(Settings.model_validate(settings))
    assert expected.items() <= found.items()


def test_what_is_saved_becomes_a_proposal_where_decap_can(tmp_path: Path) -> None:
    """And is not published by who saved it: that is for the reviewers."""
    folder = small(tmp_path)
    for settings, _ in FORGES:
        config = told_of(folder, **settings)["config"]
        asks = settings["forge"] in ("github", "gitlab", "forgejo")
        assert reviewed(Settings.model_validate(settings)) is asks
        assert config["publish_mode"] == ("editorial_workflow" if asks else "simple")
        assert all((one.get("publish") is False) is asks for one in config["collections"])


def test_an_address_is_named_by_its_host_alone() -> None:
    assert "connect-src 'self' https://g.example:3000;" in policy("https://g.example:3000/api/v1")


# ── what it is told of the lists ─────────────────────────────────────────────


def test_every_list_is_there_by_its_title() -> None:
    tree = scan(ROOT / "lists")
    config = told(Settings.model_validate({"forge": "本机"}), tree, PurePosixPath("lists"), "")["config"]
    files = {file["file"]: file for one in config["collections"] for file in one["files"]}
    refs = {ref.shown: ref for area in tree for ref in area.lists}
    assert files.keys() == refs.keys()
    label = files["lists/certificates.yml"]["label"]
    assert label == "证明事项:不应由基层群众性自治组织出具证明事项清单(第一批)"
    assert all(files[shown]["fields"] == ref.kind for shown, ref in refs.items())
    labels = [one["label"] for one in config["collections"]]
    assert {"全国", "湖北"} <= set(labels)
    assert len({one["name"] for one in config["collections"]}) == len(labels)
    assert config["locale"] == "zh_Hans"


def test_some_places_alone_can_be_edited(tmp_path: Path) -> None:
    folder = small(tmp_path)
    config = told_of(folder, places=["jia"], folder="wangzhan")["config"]
    assert [one["name"] for one in config["collections"]] == ["lists_jia"]
    assert config["collections"][0]["files"][0]["file"].startswith("wangzhan/lists/jia/")
    assert len(told_of(folder, places=["."])["config"]["collections"]) == 2
    with pytest.raises(CannotEdit, match="places 里的 yi 不是一个地方"):
        told_of(folder, places=["yi"])


def test_too_many_lists_are_refused_with_the_way_out(tmp_path: Path) -> None:
    extra = {f"jia/certificates.l{n}.yml": "title: x\n" for n in range(MOST)}
    folder = small(tmp_path, extra)
    with pytest.raises(CannotEdit, match=f"一个编辑器最多 {MOST} 份:在 places 里写上要编辑的地方"):
        told_of(folder)


def widgets(model: Any, fields: list[dict[str, Any]]) -> Iterator[tuple[Any, Any]]:
    """The declared fields of a model beside the widgets of the same name, those inside as well."""
    named = {one["name"]: one for one in fields}
    for name, info in model.model_fields.items():
        yield info, named[name]
        below = inner(info.annotation)
        if below:
            yield from widgets(below, named[name]["fields"])


@pytest.mark.parametrize("kind", KINDS.values(), ids=list(KINDS))
def test_every_field_of_a_kind_has_its_widget(kind: Any) -> None:
    fields = fields_of(kind)
    items = next(one for one in fields if one["name"] == "items")
    pairs = [*widgets(kind.header, fields), *widgets(kind.item, items["fields"])]
    assert len(pairs) > 20
    assert not [name for name, info in kind.item.model_fields.items() if "dict[" in str(info.annotation)]
    for info, widget in pairs:
        assert widget["label"] == info.title
        assert tuple(widget.get("options", ())) == choices(info.annotation)
        assert widget["widget"] in ("string", "box", "select", "list", "object")
        if widget["widget"] == "list":
            assert ("field" in widget) != ("fields" in widget)  # else Decap cuts the text at its commas
        if "pattern" in widget:
            assert re.match(widget["pattern"][0], "") is None
            assert re.search("[一-鿿]", widget["pattern"][1])


# ── how it writes ────────────────────────────────────────────────────────────


def through_node(folder: Path, asked: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What the editor's own reading and writing make of texts or data."""
    assert NODE
    (folder / "told.json").write_text(json.dumps({"writing": writing(), "mappings": mappings()}), "utf-8")
    words = [NODE, str(ROOT / "tests/editor_writes.mjs"), str(folder / "told.json")]
    given = "".join(f"{json.dumps(one)}\n" for one in asked)
    done = subprocess.run(words, input=given, capture_output=True, encoding="utf-8", timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_every_list_is_written_as_it_stands(tmp_path: Path) -> None:
    """Read and saved without a change, no byte of any list differs."""
    refs = [ref for area in scan(ROOT / "lists") for ref in area.lists]
    assert {ref.kind for ref in refs} == set(KINDS)
    raw = [ref.file.read_bytes() for ref in refs]
    asked = [
        {"text": text.decode(), "order": KINDS[ref.kind].key_order(), "form": True}
        for ref, text in zip(refs, raw, strict=True)
    ]
    for ref, before, after in zip(refs, raw, through_node(tmp_path, asked), strict=True):
        source, _ = read(ref.shown, before)
        assert source
        assert after["data"] == source.data, ref.shown
        assert after["text"] == before.decode(), ref.shown


seen: list[dict[str, Any]] = []


def named(node: Any) -> bool:
    """Whether no key is a whole number: JavaScript puts such keys first, and no list has them."""
    inside = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    return not any(str(key).isdecimal() for key in (node if isinstance(node, dict) else ())) and all(map(named, inside))


@many(300)
@given(trees.filter(named))
def collect(data: dict[str, Any]) -> None:
    seen.append(data)


def test_whatever_is_written_is_what_fmt_writes(tmp_path: Path) -> None:
    collect()
    assert len(seen) > 200
    order = {"b": {}, "a": {"x": {}}}
    for data, out in zip(seen, through_node(tmp_path, [{"data": one, "order": order} for one in seen]), strict=True):
        assert out["text"] == canonical(data, order)


def test_what_was_emptied_or_never_filled_is_left_out(tmp_path: Path) -> None:
    left: dict[str, Any] = {"fee": "", "phones": [], "aliases": ["", "甲"], "change": {"type": None}, "purpose": None}
    data = {**HEAD, "remark": "", "items": [{**PROOF, **left}]}
    (out,) = through_node(tmp_path, [{"data": data, "order": KINDS["certificates"].key_order(), "form": True}])
    expected = {**HEAD, "items": [{**PROOF, "aliases": ["甲"]}]}
    assert out["text"] == canonical(expected, KINDS["certificates"].key_order())
    (out,) = through_node(tmp_path, [{"data": {**HEAD, "items": []}, "order": {}, "form": True}])
    assert out["text"].endswith("items: []\n")


def test_numbers_and_unknown_keys_stay_what_they_are(tmp_path: Path) -> None:
    text = 'title: "007"\nbatch: 2024-09-14\nversion: "0858"\nfremd: "1e3"\ndeclared_total: 0\n'
    (out,) = through_node(tmp_path, [{"text": text, "order": {}, "form": True}])
    assert out["text"] == text
    assert out["data"] == {
        "title": "007", "batch": "2024-09-14", "version": "0858", "fremd": "1e3", "declared_total": "0"
    }  # fmt: skip


def test_counts_by_category_keep_their_order(tmp_path: Path) -> None:
    """More names than Decap keeps in order."""
    counts = {f"{letter}类": str(n) for n, letter in enumerate("壬癸子丑寅卯辰巳午未甲乙丙")}
    data = {**HEAD, "declared_by_category": counts, "items": []}
    order = KINDS["certificates"].key_order()
    (out,) = through_node(tmp_path, [{"text": canonical(data, order), "order": order, "form": True}])
    assert out["text"] == canonical(data, order)


# ── what comes from elsewhere ────────────────────────────────────────────────


def test_what_comes_from_elsewhere_is_what_it_says() -> None:
    told = (ADMIN / "vendor/README.md").read_text("utf-8")
    decap = gzip.decompress((ADMIN / "vendor/decap-cms.js.gz").read_bytes())
    for content in (decap, (ADMIN / "vendor/js-yaml.js").read_bytes()):
        assert hashlib.sha256(content).hexdigest() in told
    for name in ("decap-cms.LICENSE", "decap-cms.js.LICENSE.txt", "js-yaml.LICENSE"):
        assert "MIT" in (ADMIN / "vendor" / name).read_text("utf-8")


def test_a_begun_site_can_have_it(tmp_path: Path) -> None:
    """As a county does: init, editor.yml beside mkdocs.yml, build."""
    done = mingbai(
        "init", str(tmp_path / "w"), "--name", "东宝区", "--path", "hubei/jingmen/dongbao", "--kind", "duties"
    )
    assert done.returncode == 0, said(done)
    (tmp_path / "w/editor.yml").write_text(GITHUB, "utf-8")
    done = build(tmp_path / "w")
    assert done.returncode == 0, said(done)
    config = json.loads((tmp_path / "w/site/admin/editor.json").read_text("utf-8"))["config"]
    (files,) = [one["files"] for one in config["collections"]]
    assert [file["file"] for file in files] == ["lists/hubei/jingmen/dongbao/duties.yml"]


# ── what is said of it ───────────────────────────────────────────────────────

GUIDE = (ROOT / "content/guide/editor.md").read_text("utf-8")


def test_every_setting_is_in_the_guide() -> None:
    rows = dict(re.findall(r"^- `(\w+)` \*\*(\w+)\*\*:", GUIDE, re.MULTILINE))
    assert rows == {name: info.title for name, info in Settings.model_fields.items()}
    assert all(f"`{forge}`" in GUIDE for forge in choices(Settings.model_fields["forge"].annotation))
    assert f"最多 {MOST} 份清单" in GUIDE


@pytest.mark.parametrize("text", re.findall(r"```yaml\n(.+?)```", GUIDE, re.DOTALL))
def test_every_example_of_the_guide_can_be_used(tmp_path: Path, text: str) -> None:
    (tmp_path / "editor.yml").write_text(text, "utf-8")
    settings, problems = settings_of(tmp_path / "editor.yml")
    assert settings, problems


def test_the_guide_names_the_versions_that_were_tried() -> None:
    locked = json.loads((ROOT / "package-lock.json").read_text("utf-8"))["packages"]
    assert f"npx decap-server@{locked['node_modules/decap-server']['version']}\n" in GUIDE
    (decap,) = re.findall(r"^# Decap CMS (\S+) and", (ADMIN / "vendor/README.md").read_text("utf-8"))
    assert f"({decap} 版,MIT 许可)" in GUIDE
