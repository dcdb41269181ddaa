"""The benchmark: the same province each time, everybody's output held against the lists, nothing measured unseen."""

import re
import shutil
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner

from mingbai.bench import CHOICES, OWN, TASKS
from mingbai.bench.measure import Failed, timed
from mingbai.bench.peers import PEERS, Peer
from mingbai.bench.province import make
from mingbai.bench.shown import Differs, compare, said, shown
from mingbai.cli import main
from mingbai.read import read
from site_fixtures import AS_OF, mingbai, once, tree
from site_fixtures import said as words

ONE = "sheng/xian00/zhen00/duties"


@pytest.fixture(scope="module")
def province(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two townships and their site."""

    def fill(folder: Path) -> None:
        make(folder, 2, 9)
        done = mingbai("build", "--as-of", AS_OF, cwd=folder)
        assert done.returncode == 0, words(done)

    return once(tmp_path_factory, "province", fill)


@pytest.fixture
def site(province: Path, tmp_path: Path) -> Path:
    """A copy of the site that a test may spoil."""
    return shutil.copytree(province / "site", tmp_path / "site")


def items(folder: Path, place: str) -> list[dict[str, str]]:
    file = folder / "lists/sheng" / place / "duties.yml"
    source, problems = read(file.name, file.read_bytes())
    assert source
    assert not problems
    return source.data["items"]


def alike(folder: Path, one: str, other: str) -> float:
    """The share of items that two townships have word for word."""
    pairs = list(zip(items(folder, one), items(folder, other), strict=True))
    return sum(a == b for a, b in pairs) / len(pairs)


# ── the province ─────────────────────────────────────────────────────────────


def test_the_province_is_the_same_each_time_and_without_a_fault(tmp_path: Path) -> None:
    make(tmp_path / "one", 3, 6)
    make(tmp_path / "two", 3, 6)
    assert tree(tmp_path / "one") == tree(tmp_path / "two")
    assert len(tree(tmp_path / "one")) > 8
    done = CliRunner().invoke(main, ["check", "--as-of", AS_OF, "--lists", str(tmp_path / "one/lists")])
    assert done.exit_code == 0, done.stdout


def test_townships_repeat_their_county_and_counties_the_province_at_the_stated_rate(tmp_path: Path) -> None:
    make(tmp_path, 23, 1000)
    near = alike(tmp_path, "xian00/zhen00", "xian00/zhen20")
    far = alike(tmp_path, "xian00/zhen00", "xian01/zhen00")
    assert near == pytest.approx((1 - OWN) ** 2, abs=0.05)
    assert 0 < far < near


@pytest.mark.parametrize(("own", "share"), [(0.0, 1.0), (1.0, 0.0)])
def test_all_of_it_may_repeat_or_nothing(tmp_path: Path, own: float, share: float) -> None:
    make(tmp_path, 2, 60, own)
    assert alike(tmp_path, "xian00/zhen00", "xian00/zhen01") == share


# ── nobody leaves anything out ───────────────────────────────────────────────


def test_every_item_of_a_list_is_read_back_from_its_page(province: Path, site: Path) -> None:
    rows = shown((site / ONE / "index.html").read_bytes()).rows
    assert rows == list(said(province / f"lists/{ONE}.yml"))
    assert [row.role for row in sorted(rows, key=lambda row: row.id)] == [*["基本"] * 3, *["配合"] * 3, *["收回"] * 3]
    assert compare(site, province / "lists", site)[1] == 2


SPOILT = {
    "an item is missing": (r'<details id="shixiang-4".*?</details>', ""),
    "a name is another": (r'(id="shixiang-4"[^>]*>(<summary>)?)', r"\1假"),
    "a part is left out": (r'<small class="part">.*?</small>', ""),
    "a role is another": (r'data-facet-value="收回"', 'data-facet-value="基本"'),
    "a category is another": (r"<h2>党的建设</h2>", "<h2>别的</h2>"),
    "the frame is not there": (r'<aside class="side".*?</aside>', ""),
}


@pytest.mark.parametrize("what", SPOILT)
def test_what_is_left_out_fails_the_run(province: Path, site: Path, what: str) -> None:
    page = site / ONE / "index.html"
    pattern, new = SPOILT[what]
    html, found = re.subn(pattern, new, page.read_text("utf-8"), count=1, flags=re.DOTALL)
    assert found
    page.write_text(html, "utf-8")
    with pytest.raises(Differs):
        compare(site, province / "lists", province / "site")


def test_a_page_that_is_not_there_fails_the_run(province: Path, site: Path) -> None:
    (site / ONE / "index.html").unlink()
    with pytest.raises(Differs, match="没有"):
        compare(site, province / "lists")


# ── measuring ────────────────────────────────────────────────────────────────


def test_memory_is_that_of_all_processes_together(tmp_path: Path) -> None:
    hold = "import time; held = bytearray(60_000_000); time.sleep(1)"
    both = f"import subprocess, sys; c = subprocess.Popen([sys.executable, '-c', {hold!r}]); {hold}; c.wait()"
    cost = timed([sys.executable, "-c", both], tmp_path, look=True)
    assert cost.memory is not None
    assert 120 < cost.memory < 240
    assert timed([sys.executable, "-c", "pass"], tmp_path).memory is None


def test_a_command_that_fails_is_never_measured(tmp_path: Path) -> None:
    command = [sys.executable, "-c", "print('last words'); raise SystemExit(3)"]
    with pytest.raises(Failed, match="last words"):
        timed(command, tmp_path)
    timed(command, tmp_path, fine=(3,))


# ── the run ──────────────────────────────────────────────────────────────────


def ask(folder: Path, townships: int, names: list[str]) -> str:
    """What the command says of some of what can be measured; the files it writes are kept."""
    folder.mkdir(exist_ok=True)
    options = ["--townships", str(townships), "--items", "9", "--rounds", "1", "-o", str(folder / "bench.md")]
    options += [word for name in names for word in ("--only", name)]
    done = mingbai("bench", *options, "--keep", str(folder / "kept"))
    assert done.returncode == 0, words(done)
    assert (folder / "bench.md").read_text("utf-8") == done.stdout
    return done.stdout


def test_bench_measures_mingbai_and_its_commands(tmp_path: Path) -> None:
    told = ask(tmp_path, 2, ["mingbai", TASKS])
    for row in (
        "Mingbai,全部",
        "check,第一次",
        "diff,2 份不同",
        "log,没有改动",
        "export --all",
        "import,2 本改过",
        "serve,存盘到网页换好",
    ):
        assert re.search(rf"^\| {row} \|", told, re.M), row
    assert "每个乡镇 30% 的事项用自己的话写" in told
    assert "Mingbai,全部" in ElementTree.parse(tmp_path / "bench.svg").getroot().get("aria-label", "")
    assert len(list((tmp_path / "kept/site").glob("**/duties/data.csv"))) == 2


@pytest.fixture(scope="module")
def compared(tmp_path_factory: pytest.TempPathFactory) -> str:
    """All generators that are installed, measured once; the last county has but one township."""
    names = ["mingbai", *(peer.key for peer in PEERS)]
    folder = once(tmp_path_factory, "compared", lambda folder: print(ask(folder, 22, names)))
    return (folder / "bench.md").read_text("utf-8")


@pytest.mark.parametrize("peer", PEERS, ids=lambda peer: peer.key)
def test_a_peer_says_all_that_mingbai_says_in_as_many_bytes(compared: str, peer: Peer) -> None:
    if not peer.find():
        assert re.search(rf"^- 没有量:.*{peer.label}.*make bench", compared, re.M)
        pytest.skip(f"{peer.label} comes with make bench")
    pages = re.findall(r"^\| ([^|]+ \| \w+) \| [\d.]+ \| \d+ \| [\d.]+ \| ([\d.]+) \|$", compared, re.M)
    sizes = {name: float(size) for name, size in pages}
    assert sizes[f"{peer.label} | {peer.data}"] == pytest.approx(sizes["Mingbai,全部 | YAML"], rel=0.05)


def test_what_can_be_chosen_is_what_there_is() -> None:
    assert set(CHOICES) == {"mingbai", "mingbai-html", TASKS, *(peer.key for peer in PEERS)}
