"""``mingbai archive``: a copy of a source is stored once, named by its SHA-256, and published beside the source."""

import hashlib
import io
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from helpers import ROOT, codes, data, header, look_around
from mingbai.archive import FORMATS, LARGEST, fault
from mingbai.cli import main
from mingbai.kinds import KINDS
from mingbai.site.copies import size
from mingbai.write import canonical
from site_fixtures import DUTY, HEAD, MORE, PROOF, build, built, put, said, small, tree
from site_pages import broken_links, pages_of

PDF = b"%PDF-1.4\n%%EOF\n"
HTML = "<!DOCTYPE html>\n<title>某通知</title><script>alert(1)</script>\n".encode()
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def packed(member: str) -> bytes:
    """A zip file with one member."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(member, "x")
    return file.getvalue()


SAMPLES = {
    "pdf": PDF,
    "docx": packed("word/document.xml"),
    "xlsx": packed("xl/workbook.xml"),
    "ofd": packed("OFD.xml"),
    "doc": OLE,
    "xls": OLE,
    "wps": OLE,
    "et": OLE,
    "html": HTML,
    "png": b"\x89PNG\r\n\x1a\n" + bytes(20),
    "jpg": b"\xff\xd8\xff\xe0" + bytes(20),
}
TWO = [{"title": "某通知", "form": "原文"}, {"title": "某报道", "form": "报道", "remark": "只看到一部分"}]


def sha(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with two lists, which is where the commands run."""
    put(tmp_path / "lists/area.yml", {"name": "全国", "level": "国家"})
    put(tmp_path / "lists/duties.yml", canonical({**HEAD, "items": [DUTY]}, KINDS["duties"].key_order()))
    put(tmp_path / "lists/certificates.yml", header(body="某局", sources=TWO, items=[PROOF]))
    put(tmp_path / "通知.pdf", PDF)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def archive(*words: str) -> Result:
    """The command in this process; it may end, but not fail."""
    done = CliRunner().invoke(main, ["archive", *words])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done


def test_a_copy_is_stored_and_its_sum_written(place: Path) -> None:
    before = (place / "lists/duties.yml").read_text("utf-8")
    done = archive("lists/duties.yml", "通知.pdf")
    assert done.exit_code == 0, done.output
    assert (place / f"lists/_site/archive/{sha(PDF)}.pdf").read_bytes() == PDF
    assert f"{sha(PDF)}.pdf" in done.stdout and "lists/duties.yml" in done.stdout and "某通知" in done.stdout
    after = (place / "lists/duties.yml").read_text("utf-8")
    assert after == before.replace("    form: 原文\n", f"    form: 原文\n    sha256: {sha(PDF)}\n")
    assert not look_around(place / "lists")
    again = tree(place)
    assert archive("lists/duties.yml", "通知.pdf").exit_code == 0
    assert tree(place) == again


def test_the_same_bytes_are_stored_once(place: Path) -> None:
    put(place / "another name.PDF", PDF)
    assert archive("lists/duties.yml", "通知.pdf").exit_code == 0
    assert archive("lists/certificates.yml", "another name.PDF", "--source", "2").exit_code == 0
    assert len(list((place / "lists/_site/archive").iterdir())) == 1
    found = data((place / "lists/certificates.yml").read_text("utf-8"))
    assert found["sources"] == [TWO[0], {**TWO[1], "sha256": sha(PDF)}]


def test_a_new_copy_takes_the_place_of_the_old_one_and_says_so(place: Path) -> None:
    put(place / "新.pdf", PDF + b"new")
    archive("lists/duties.yml", "通知.pdf")
    done = archive("lists/duties.yml", "新.pdf")
    assert sha(PDF) in done.stdout and sha(PDF + b"new") in done.stdout
    assert codes(look_around(place / "lists")) == {"C209"}


def test_several_sources_ask_for_a_number(place: Path) -> None:
    before = tree(place)
    for words in ([], ["--source", "3"], ["--source", "0"]):
        done = archive("lists/certificates.yml", "通知.pdf", *words)
        assert done.exit_code == 2
    assert "1 某通知\n2 某报道" in archive("lists/certificates.yml", "通知.pdf").stderr
    assert tree(place) == before


@pytest.mark.parametrize("ending", FORMATS)
def test_every_format_is_known_by_its_bytes(place: Path, ending: str) -> None:
    assert fault(SAMPLES[ending], ending) == ""
    put(place / f"a.{ending}", SAMPLES[ending])
    assert archive("lists/duties.yml", f"a.{ending}").exit_code == 0
    strangers = [other for other in FORMATS if SAMPLES[other] != SAMPLES[ending]]
    assert not [other for other in strangers if not fault(SAMPLES[other], ending)]


@pytest.mark.parametrize(("name", "ending"), [("a.JPEG", "jpg"), ("a.htm", "html")])
def test_endings_that_mean_the_same(place: Path, name: str, ending: str) -> None:
    put(place / name, SAMPLES[ending])
    assert archive("lists/duties.yml", name).exit_code == 0
    assert (place / f"lists/_site/archive/{sha(SAMPLES[ending])}.{ending}").is_file()


@pytest.mark.parametrize(
    ("name", "content", "word"),
    [
        ("a.pdf", b"", "空的"),
        ("a.pdf", b"MZ\x90", "不是 pdf 格式"),
        ("a.pdf", HTML, "不是 pdf 格式"),
        ("a.docx", packed("xl/workbook.xml"), "不是 docx 格式"),
        ("a.xlsx", b"PK\x03\x04 cut", "不是 xlsx 格式"),
        ("a.html", b"<html>\0", "不是 html 格式"),
        ("a.svg", b"<svg/>", "不存这种文件"),
        ("a", PDF, "不存这种文件"),
        ("a.pdf", PDF + bytes(LARGEST), "超过 20 MB"),
    ],
)
def test_what_is_not_kept(place: Path, name: str, content: bytes, word: str) -> None:
    put(place / name, content)
    before = tree(place)
    done = archive("lists/duties.yml", name)
    assert done.exit_code == 2
    assert word in done.stderr
    assert tree(place) == before


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("# 注\ntitle: 某清单\n", "C011"),
        ("title: [\n", "C002"),
        ("title: 某清单\n", "sources"),
        ("sources: 甲\n", "sources"),
    ],
)
def test_a_list_that_cannot_name_a_copy_is_left_alone(place: Path, text: str, word: str) -> None:
    put(place / "lists/duties.yml", text)
    before = tree(place)
    done = archive("lists/duties.yml", "通知.pdf")
    assert done.exit_code == 2
    assert word in done.stderr
    assert tree(place) == before


@pytest.mark.parametrize(
    "words",
    [
        ["lists/area.yml", "通知.pdf"],
        ["lists/nowhere.yml", "通知.pdf"],
        ["lists/duties.yml", "nowhere.pdf"],
        ["lists", "."],
    ],
)
def test_what_archive_cannot_do(place: Path, words: list[str]) -> None:
    assert archive(*words).exit_code == 2


@pytest.mark.parametrize(
    ("number", "told"),
    [(1, "1 KB"), (1_499, "1 KB"), (340_200, "340 KB"), (999_600, "1.0 MB"), (12_340_000, "12.3 MB")],
)
def test_sizes_in_words(number: int, told: str) -> None:
    assert size(number) == told


# ── the site ─────────────────────────────────────────────────────────────────


def test_the_site_has_the_copies_that_are_named(tmp_path: Path) -> None:
    named = [{**HEAD["sources"][0], "sha256": sha(content)} for content in (PDF, HTML, b"gone")]
    files = {
        f"_site/archive/{sha(PDF)}.pdf": PDF,
        f"_site/archive/{sha(HTML)}.html": HTML,
        f"_site/archive/{sha(PDF + b'2')}.pdf": PDF + b"2",
        "jia/tasks.yml": {**HEAD, "items": [{**MORE["tasks"], "sources": named}]},
        "certificates.yml": {**HEAD, "body": "村(居)委会", "sources": named[:1], "items": [PROOF]},
    }
    folder = small(tmp_path, files)
    done = build(folder)
    assert done.returncode == 0, said(done)
    pages = pages_of(folder / "site")
    assert not broken_links(folder / "site", pages)
    kept = {file.name: file.read_bytes() for file in (folder / "site/archive").iterdir()}
    assert kept == {f"{sha(PDF)}.pdf": PDF, f"{sha(HTML)}.html.txt": HTML}
    assert "存档副本(PDF,1 KB)" in pages["certificates/qinshu/"].text
    assert "存档副本(网页源文件,1 KB)" in pages["jia/tasks/"].text
    before = (folder / f"site/archive/{sha(PDF)}.pdf").stat().st_mtime_ns
    assert build(folder).returncode == 0
    assert (folder / f"site/archive/{sha(PDF)}.pdf").stat().st_mtime_ns == before


def test_the_copies_of_this_site_are_linked_and_never_loaded(tmp_path_factory: pytest.TempPathFactory) -> None:
    site = built(tmp_path_factory)
    copies = {file.name for file in (ROOT / "lists/_site/archive").iterdir()}
    assert copies and {file.name.removesuffix(".txt") for file in (site / "archive").iterdir()} == copies
    linked = [
        (tag, link)
        for page in pages_of(site).values()
        if "archive/" in page.html
        for tag, link in page.links()
        if "archive/" in link
    ]
    assert {link.rpartition("/")[2].removesuffix(".txt") for _, link in linked} == copies
    assert all(tag.name == "a" and tag.attrs.get("rel") == "noreferrer noopener" for tag, _ in linked)
