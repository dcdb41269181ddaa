"""What is made of names: whatever was said before, it is what a whole writing makes, and little of it is made again."""

import json
import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypinyin import lazy_pinyin

from helpers import many
from mingbai.areas import scan
from mingbai.site.book import Book, Sizes
from mingbai.site.digest import Entry
from mingbai.site.filing import Filing
from mingbai.site.frame import Site
from mingbai.site.letters import Sounds
from mingbai.site.named import Names, write_names
from mingbai.site.names import Rows, file_away, number_of
from mingbai.site.parted import keys
from mingbai.site.search import PLACE
from mingbai.site.shell import SLOTS, Shell

AREAS = {"": "国家", "sheng": "省", "sheng/jia": "市", "sheng/jia/dong": "县", "sheng/jia/xi": "县", "sheng/yi": "市"}
SMALL = Sizes(limit=12, aim=4, common=3, inline=2, room=6, full=6, front=2_500, piece=900, heard=2)

Item = tuple[str, str, tuple[str, ...], str]  # kind, name, other names, answer
Files = dict[str, bytes]


def item(name: str, kind: str = "duties", others: tuple[str, ...] = (), word: str = "配合") -> Item:
    return kind, name, others, word


class World:
    """A site of six places, of which names alone are written; what each place says."""

    def __init__(self, folder: Path, sizes: Sizes = SMALL) -> None:
        self.folder, self.sizes = folder, sizes
        for path, level in AREAS.items():
            (folder / "lists" / path).mkdir(parents=True, exist_ok=True)
            name = path.rpartition("/")[2] or "全国"
            (folder / "lists" / path / "area.yml").write_text(f"name: {name}\nlevel: {level}\n", "utf-8")
        slots = "".join(f"@@mingbai:{slot}@@" * times for slot, times in SLOTS.items())
        self.site = Site(scan(folder / "lists"), date(2026, 11, 21), Shell(f'{slots}<a href="../"></a>'))
        self.number = {area.path: at for at, area in enumerate(self.site.real)}
        self.says: dict[str, list[Item]] = {}
        self.connection = sqlite3.connect("")
        self.live: Files = {}
        self.made: set[str] = set()

    def rows(self, path: str) -> Rows:
        rows: Rows = {}
        root = f"{path}/" if path else ""
        entries = [
            Entry(
                kind, name, others, word, "yes" if word else "", "", path, f"{root}{kind}/#{number_of(kind, name) % 9}"
            )
            for kind, name, others, word in self.says.get(path, ())
        ]
        file_away(rows, self.number[path], entries)
        return rows

    def say(self, path: str, *items: Item) -> "World":
        """A place says something else, and what follows is written over what stood."""
        self.says[path] = list(items)
        book = Book(self.connection, self.site.real, self.sizes)
        book.hear(self.rows(path), [self.number[path]])
        self.take(book)
        return self

    def take(self, book: Book) -> Names:
        with TemporaryDirectory() as folder:
            names = write_names(self.site, Path(folder), None, book)
            new = tree(Path(folder))
        assert set(new) == set(names.made)
        assert {name for name in names.files if name.startswith("all/")} == {
            f"{page}index.html" for page in names.pages
        }
        self.made = {name for name, data in new.items() if self.live.get(name) != data}
        self.live = {name: new[name] if name in new else self.live[name] for name in names.files}
        return names

    def whole(self, dice: random.Random | None = None) -> Files:
        """All that is said, written at once by somebody who knows nothing yet, heard in any order."""
        paths = list(AREAS)
        if dice:
            dice.shuffle(paths)
        with closing(sqlite3.connect("")) as connection, TemporaryDirectory() as folder:
            book = Book(connection, self.site.real, self.sizes)
            for path in paths:
                book.hear(self.rows(path), [self.number[path]])
            write_names(self.site, Path(folder), None, book)
            return tree(Path(folder))


def tree(folder: Path) -> Files:
    return {
        file.relative_to(folder).as_posix(): file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file()
    }


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    world = World(tmp_path)
    yield world
    world.connection.close()


def read(files: Files, name: str) -> Any:
    return json.loads(files[name])


# ── whatever was said before ─────────────────────────────────────────────────

CHARS = "防火秸秆低保a1 "
NAMES = st.text(st.sampled_from(CHARS), min_size=1, max_size=4).filter(str.strip)
ITEMS = st.builds(
    item,
    NAMES,
    st.sampled_from(["duties", "duties", "certificates", "situations", PLACE]),
    st.lists(NAMES, max_size=2).map(tuple),
    st.sampled_from(["配合", "乡镇负责", ""]),
)
SAYS = st.lists(st.tuples(st.sampled_from(list(AREAS)), st.lists(ITEMS, max_size=14)), min_size=1, max_size=8)


@many(80)
@given(SAYS, st.integers(0, 9))
def test_whatever_was_said_before_what_stands_is_what_a_whole_writing_makes(
    says: list[tuple[str, list[Item]]], dice: int
) -> None:
    with TemporaryDirectory() as folder:
        world = World(Path(folder))
        with closing(world.connection):
            for path, items in says:
                world.say(path, *items)
                assert world.live == world.whole(random.Random(dice))


@many(40)
@given(SAYS)
def test_places_that_are_heard_again_before_anything_is_written_have_said_the_last(
    says: list[tuple[str, list[Item]]],
) -> None:
    with TemporaryDirectory() as folder:
        world = World(Path(folder))
        with closing(world.connection):
            book = Book(world.connection, world.site.real, SMALL)
            for path, items in says:
                world.says[path] = items
                book.hear(world.rows(path), [world.number[path]])
            world.take(book)
            assert world.live == world.whole()


# ── edges ────────────────────────────────────────────────────────────────────

MANY = [f"{a}{b}" for a in "防秸低调" for b in "火禁保解办理"]  # twice as many as one file of the index may hold


def test_a_name_that_leaves_its_last_place_leaves_everything(world: World) -> None:
    world.say("sheng", item("湿地保护")).say("sheng/yi", item("湿地保护"), item("防火"))
    world.say("sheng").say("sheng/yi", item("防火"))
    assert not [name for name, data in world.live.items() if "湿地保护".encode() in data]
    assert world.live == world.whole()
    world.say("sheng/yi")
    assert read(world.live, "search/index.json")["entries"] == []
    assert world.live == world.whole()


def test_where_nothing_else_is_said_nothing_is_written(world: World) -> None:
    world.say("sheng", *map(item, MANY))
    world.say("sheng", *map(item, MANY))
    assert not world.made


def test_of_one_name_among_many_few_files_tell(tmp_path: Path) -> None:
    world = World(tmp_path, Sizes(limit=100, aim=16, common=40, room=20, full=100, piece=4_000))
    names = [f"{a}{b}{c}" for a in "防秸低调植养" for b in "火禁保解办理" for c in "村县区岸林田水"]
    with closing(world.connection):
        world.say("sheng", *map(item, names)).say("sheng/yi", *map(item, names[:50]))
        before = len(world.live)
        world.say("sheng/yi", *map(item, names[:50]), item("古树名木普查"))
        assert {"all/index.html", "search/index.json"} <= world.made
        assert [name for name in world.made if name.startswith("all/duties/g/")]
        assert len(world.made) < before / 4
        assert world.live == world.whole()


def test_parts_come_with_many_names_and_go_with_them(world: World) -> None:
    world.say("sheng", *map(item, MANY[:12]))
    assert not [name for name in world.live if name.startswith("search/parts/")]
    assert len(read(world.live, "search/index.json")["entries"]) == 12
    world.say("sheng", *map(item, MANY))
    few = len(read(world.live, "search/index.json")["parts"])
    world.say("sheng/yi", *(item(f"{name}{more}") for name in MANY for more in "林岸"))
    assert len(read(world.live, "search/index.json")["parts"]) > few
    assert world.live == world.whole()
    world.say("sheng/yi").say("sheng", *map(item, MANY[:3]))
    assert not [name for name in world.live if name.startswith("search/parts/")]
    assert world.live == world.whole()


def test_of_what_stands_everywhere_a_part_holds_the_first_by_rank() -> None:
    (key,) = keys(["ab"])
    with closing(sqlite3.connect("")) as connection:
        filing = Filing(connection, common=2, aim=256)
        for rank in (9, 7, 5):
            filing.add(rank, ["ab"])
        assert (filing.settle(), filing.held([key])) == ({key}, {5, 7})
        filing.add(11, ["ab"])
        assert (filing.settle(), filing.held([key])) == (set(), {5, 7})  # nothing that a part holds
        filing.take(5, ["ab"])
        assert (filing.settle(), filing.held([key])) == ({key}, {7, 9})
        filing.take(7, ["ab"])
        filing.add(7, ["ab"])
        assert (filing.settle(), filing.held([key])) == ({key}, {7, 9})  # something else is said of it
        for rank in (7, 9, 11):
            filing.take(rank, ["ab"])
        assert (filing.settle(), filing.empty) == ({key}, True)


def test_a_character_sounds_as_by_itself_in_pypinyin() -> None:
    sounds = Sounds()
    for char in map(chr, [*range(32, 0xD800), *range(0xE000, 0x31500)]):
        assert sounds[char] == lazy_pinyin(char, errors="default")[0]


def test_names_of_higher_places_come_first(world: World) -> None:
    world.say("sheng/jia/dong", item("防火"), item("禁烧")).say("sheng", item("低保"), item("禁烧"))
    assert [entry[0] for entry in read(world.live, "search/index.json")["entries"]] == ["低保", "禁烧", "防火"]


def test_a_letter_without_names_goes_and_a_kind_of_few_names_comes_back_to_the_front(world: World) -> None:
    world.say("sheng", *map(item, [*MANY, "湿地保护"]))
    assert "all/duties/s/index.html" in world.live
    world.say("sheng", *map(item, MANY))
    assert "all/duties/s/index.html" not in world.live
    assert "all/duties/f/index.html" in world.live
    world.say("sheng", *map(item, MANY[:4]))
    assert [name for name in world.live if name.startswith("all/")] == ["all/index.html"]
    assert world.live == world.whole()


def test_the_heaviest_kind_makes_room_on_the_front(world: World) -> None:
    heavy = [item(f"防火{'火' * 300}{at}", "certificates") for at in range(5)]
    world.say("sheng", *heavy, item("秸秆禁烧"))
    assert "all/certificates/f/index.html" in world.live
    assert "秸秆禁烧".encode() in world.live["all/index.html"]
    world.say("sheng", *heavy[:4], item("秸秆禁烧"))
    assert "all/certificates/f/index.html" not in world.live
    assert world.live == world.whole()


def test_places_of_a_name_of_many_stand_apart_and_come_back(world: World) -> None:
    for path in ("sheng", "sheng/jia", "sheng/yi"):
        world.say(path, item("秸秆禁烧"))
    (entry,) = read(world.live, "search/index.json")["entries"]
    assert entry == ["秸秆禁烧", "", 0, 0, 3]
    assert len(read(world.live, "search/places/0.json")["places"]["duties 秸秆禁烧"]) == 3
    world.say("sheng/yi", item("秸秆禁烧", word="乡镇负责"))
    told = read(world.live, "search/places/0.json")
    assert told["answers"] == [["配合", "yes", ""], ["乡镇负责", "yes", ""]]
    world.say("sheng/yi")
    assert "search/places/0.json" not in world.live
    assert world.live == world.whole()


def test_a_cleared_book_knows_nothing(world: World) -> None:
    world.say("sheng", *map(item, MANY))
    book = Book(world.connection, world.site.real, SMALL)
    book.clear()
    assert (book.names, book.files()) == (0, {})
    book.hear(world.rows("sheng"), [world.number["sheng"]])
    world.take(book)
    assert world.live == world.whole()


def test_what_does_not_stand_any_more_is_written_again(world: World) -> None:
    world.say("sheng", *map(item, MANY)).say("sheng/yi", *map(item, MANY[:5]))
    book = Book(world.connection, world.site.real, SMALL)
    book.unwritten()
    assert set(world.take(book).made) == set(world.live)
    assert world.live == world.whole()


def test_a_part_counts_the_names_that_it_does_not_hold() -> None:
    with closing(sqlite3.connect("")) as connection:
        filing = Filing(connection, common=2, aim=1)
        for rank, name in enumerate(["河道巡查", "河道保洁", "河道管理", "林地管理"]):
            filing.add(rank, [name])
        filing.settle()
        parts = filing.parts()
        filed, river = next(part for part in parts if set(keys(["河道"])) & set(part[1]))
        assert filed >= 3
        assert len(filing.held(key for key in river if key in keys(["河道"]))) == 2
