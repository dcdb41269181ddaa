"""A small but varied site to edit at random, and builds of it in this very process."""

import json
import os
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from git_fixtures import git, repository
from mingbai import stands
from mingbai.make import make
from mingbai.office.export import book_of
from mingbai.order import BadSite, Order
from mingbai.plugin import build as build_site
from mingbai.problems import BadLists
from mingbai.serving import Packing
from mingbai.site.build import Built
from mingbai.site.frame import Beside
from mingbai.stands import Stands
from site_fixtures import AS_OF, BOARD, CALL, DUTY, HEAD, MORE, OTHER_CALL, PROOF, ROOT, put, small, tree
from site_pages import plain_yaml

VILLAGE = {**HEAD, "body": "村(居)委会"}
LIVES = {"id": "juzhu", "name": "居住证明", "decision": "可以出具"}
TOWNSHIPS = [f"{county}/{name}" for county in ("jia", "yi") for name in ("dong", "xi", "nan")]
SHORT = {"dong": "东镇", "xi": "西乡", "nan": "南街道"}


def duties(place: str) -> dict[str, Any]:
    """What most townships share word for word, and one duty of their own."""
    own = {
        **DUTY,
        "id": "qita",
        "name": f"{place.replace('/', '-')}的事",
        "role": "配合",
        "lead_department": ["林业局"],
    }
    return {**HEAD, "items": [DUTY, {**DUTY, "id": "fangxun", "name": "防汛", "role": "配合"}, own]}


LISTS: dict[str, Any] = {
    "certificates.yml": {**VILLAGE, "items": [PROOF, LIVES]},
    "jia/certificates.yml": {**VILLAGE, "items": [{**LIVES, "decision": "不应出具", "issuing_body": ["公安派出所"]}]},
    "jia/dong/certificates.yml": {**VILLAGE, "items": [{**LIVES, "aliases": ["住址证明"]}]},
    "yi/area.yml": {"name": "乙县", "level": "县"},
    "yi/channels.yml": {**HEAD, "items": [{**OTHER_CALL, "phones": ["12388"], "name": "乙县纪委电话"}]},
    "yi/dong/channels.yml": {**HEAD, "items": [{**CALL, "id": "zhen", "name": "镇上的电话"}]},
    "jia/xi/signboards.yml": {**HEAD, "items": [BOARD]},
    "jia/xi/services.yml": {**HEAD, "items": [MORE["services"]]},
    "yi/nan/services.er.yml": {**HEAD, "items": [MORE["services"], {**MORE["services"], "id": "gaoling"}]},
    "demo/area.yml": {"name": "示例县", "level": "县"},
    "demo/duties.yml": {**HEAD, "items": [DUTY]},
    **{
        f"{path}/area.yml": {"name": f"{path[:-4]}{SHORT[path.split('/')[1]]}", "level": "乡"}
        for path in ("jia/dong", "yi/dong")
    },
    **{f"{path}/area.yml": {"name": SHORT[path.split("/")[1]], "level": "乡"} for path in TOWNSHIPS},
    **{f"{path}/duties.yml": duties(path) for path in TOWNSHIPS},
    "_site/moved.yml": {
        "moved": [
            {"kind": "certificates", "old": "jiu", "new": "qinshu", "reason": "改名"},
            {"kind": "duties", "area": "jia/dong", "old": "lao", "new": "fanghuo", "reason": "改名"},
        ],
        "addresses": [
            {"old": "jia/lao", "new": "jia/dong", "reason": "改名"},
            {"old": "yi/cun", "new": "yi", "reason": "并到县里"},
        ],
    },
    "_site/situations.yml": {
        "situations": [
            {
                **{"id": "qinren-qushi", "name": "亲人去世", "aliases": ["办丧事"], "about": "要办这几件事。"},
                "questions": [{"ask": "要证明关系", "items": [{"kind": "certificates", "id": "qinshu"}]}],
            }
        ]
    },
    "_site/synonyms.yml": {"synonyms": [{"say": ["救火"], "means": ["森林防火"]}]},
}


class World:
    """One site: what its lists say, where it stands, and the day."""

    make: Callable[..., Built | Stands] = staticmethod(build_site)

    def __init__(self, folder: Path, past: bool = True) -> None:
        self.folder, self.day = small(folder / "work", LISTS), date.fromisoformat(AS_OF)
        self.site, self.fresh, self.number = self.folder / "site", folder / "fresh", 0
        self.past = past
        self.configured(theme={"name": "material", "language": "zh", "font": False, "custom_dir": "overrides"})
        (self.folder / "overrides").mkdir()
        put(self.folder / ".gitignore", "/site/\n.cache/\n")
        lists = self.folder / "lists"
        self.lists = {
            file.relative_to(lists).as_posix(): plain_yaml(file.read_text("utf-8")) for file in lists.rglob("*.yml")
        }
        if past:
            repository(self.folder)
        self.commit("开始")

    def configured(self, **changes: Any) -> None:
        """Change mkdocs.yml."""
        file = self.folder / "mkdocs.yml"
        put(file, json.dumps({**json.loads(file.read_text("utf-8")), **changes}, ensure_ascii=False))

    def commit(self, words: str) -> None:
        """Commit all that stands, where there is a past."""
        if not self.past:
            return
        self.number += 1
        when = date(2026, 1, 1) + timedelta(days=self.number // 3)  # some on one day
        git(self.folder, "add", "-A")
        git(self.folder, "commit", "-q", "--allow-empty", "-m", words, day=when.isoformat())

    def say(self, lists: dict[str, Any]) -> None:
        """Write the lists that differ from those that stand, take away those that are gone."""
        folder = self.folder / "lists"
        for path in self.lists.keys() - lists.keys():
            (folder / path).unlink()
            for above in list((folder / path).parents)[: path.count("/")]:
                if above.is_dir() and not any(above.iterdir()):
                    above.rmdir()
        for path, data in lists.items():
            if self.lists.get(path) != data:
                put(folder / path, data)
        self.lists = deepcopy(lists)

    def edit(self, path: str, **changes: Any) -> None:
        """Change the first item of a list; None takes a field away."""
        lists = deepcopy(self.lists)
        item = {**lists[path]["items"][0], **changes}
        lists[path]["items"][0] = {key: value for key, value in item.items() if value is not None}
        self.say(lists)

    def build(self, **more: Any) -> Built | Stands:
        """Build over the site that stands."""
        return self.make(self.folder / "mkdocs.yml", self.site, Order(self.day, jobs=1, **more))

    def whole(self) -> dict[str, str]:
        """What a build into a new folder makes that knows nothing of any before."""
        self.number += 1
        folder = self.fresh / str(self.number)
        with environment(MINGBAI_CACHE=str(folder / "cache")):
            build_site(self.folder / "mkdocs.yml", folder / "site", Order(self.day, jobs=1))
        return tree(folder / "site")


def settle(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files count as old as soon as they are written: as little is made as the command makes then."""
    monkeypatch.setattr(World, "make", staticmethod(make))
    monkeypatch.setattr(stands, "RACY", 0)
    monkeypatch.setattr(stands, "_FLEETING", stands._FLEETING | {"PYTEST_CURRENT_TEST"})


@contextmanager
def environment(**words: str) -> Iterator[None]:
    """Variables of the environment for a while."""
    before = {name: os.environ.get(name) for name in words}
    os.environ.update(words)
    try:
        yield
    finally:
        for name, old in before.items():
            if old is None:
                del os.environ[name]
            else:
                os.environ[name] = old


def outcome(make: Callable[[], Any]) -> list[str]:
    """What stands in the way of a build, in words; nothing where it is done."""
    try:
        make()
    except BadLists as error:
        return [str(problem) for problem in error.problems]
    except BadSite as error:
        return [str(error)]
    return []


# ── edits ────────────────────────────────────────────────────────────────────


def _any(dice: random.Random, world: World, *kinds: str) -> str:
    found = [path for path in sorted(world.lists) if path.rpartition("/")[2].split(".")[0] in kinds or not kinds]
    return dice.choice([path for path in found if "items" in world.lists[path]])


def _items(dice: random.Random, world: World) -> tuple[dict[str, Any], list[Any]]:
    lists = deepcopy(world.lists)
    return lists, lists[_any(dice, world)]["items"]


def reword(dice: random.Random, world: World) -> None:
    """One item is called otherwise."""
    lists, items = _items(dice, world)
    for item in dice.sample(items, min(1, len(items))):
        item["name"] = f"{item['name'][:6]}{dice.choice('甲乙丙丁')}"
    world.say(lists)


def same_length(dice: random.Random, world: World) -> None:
    """One character becomes another: the file is as long as it was."""
    lists, items = _items(dice, world)
    for item in items[:1]:
        item["name"] = item["name"][:-1] + dice.choice("甲乙丙丁")
    world.say(lists)


def add_item(dice: random.Random, world: World) -> None:
    """A list has an item more."""
    lists, items = _items(dice, world)
    if items:
        items.insert(
            dice.randrange(len(items) + 1), {**items[-1], "id": f"xin{dice.randrange(99)}", "name": "新的一项"}
        )
    world.say(lists)


def drop_item(dice: random.Random, world: World) -> None:
    """A list has an item less."""
    lists, items = _items(dice, world)
    if len(items) > 1:
        items.pop(dice.randrange(len(items)))
    world.say(lists)


def shuffle(dice: random.Random, world: World) -> None:
    """The items of a list stand in another order."""
    lists, items = _items(dice, world)
    dice.shuffle(items)
    world.say(lists)


def other_id(dice: random.Random, world: World) -> None:
    """An item gets another id, which is recorded."""
    lists = deepcopy(world.lists)
    path = _any(dice, world, "duties", "services")
    item = dice.choice(lists[path]["items"])
    old, item["id"] = item["id"], f"hao{dice.randrange(999)}"
    record = {"kind": path.rpartition("/")[2].split(".")[0], "area": path.rpartition("/")[0], "old": old}
    lists["_site/moved.yml"]["moved"].append({**record, "new": item["id"], "reason": "换了编号"})
    world.say(lists)


def header(dice: random.Random, world: World) -> None:
    """The head of a list says something else."""
    lists = deepcopy(world.lists)
    said = lists[_any(dice, world)]
    key, value = dice.choice([
        ("title", f"某清单{dice.randrange(99)}"), ("remark", f"说明{dice.randrange(99)}"), ("status", "试行"),
        ("status", "废止"), ("status", "现行"), ("doc_no", "某发〔2026〕1号"), ("effective_to", "2026-12-31"),
        ("effective_from", "2026-02-03"),
    ])  # fmt: skip
    said[key] = value
    world.say(lists)


def add_list(dice: random.Random, world: World) -> None:
    """A place has a list more."""
    place = dice.choice(sorted(path[: -len("area.yml")] for path in world.lists if path.endswith("area.yml")))
    kind = dice.choice(["certificates", "signboards", "services", *MORE])
    items = {"certificates": [{**PROOF, "decision": "可以出具"}], "signboards": [BOARD]}.get(kind, [MORE.get(kind)])
    head = VILLAGE if kind == "certificates" else HEAD
    world.say({f"{place}{kind}.yml": {**head, "items": items}, **world.lists})


def drop_list(dice: random.Random, world: World) -> None:
    """A place has a list less."""
    gone = _any(dice, world)
    world.say({path: said for path, said in world.lists.items() if path != gone})


def add_place(dice: random.Random, world: World) -> None:
    """A township more."""
    name = f"{dice.choice(['jia', 'yi'])}/x{dice.randrange(9)}"
    more = {f"{name}/area.yml": {"name": "新镇", "level": "乡"}, f"{name}/duties.yml": duties(name)}
    world.say({**more, **world.lists})


def drop_place(dice: random.Random, world: World) -> None:
    """A township less."""
    places = sorted(path[: -len("area.yml")] for path in world.lists if path.count("/") == 2 and "area.yml" in path)
    gone = dice.choice([place for place in places if not place.startswith("_")] or ["/"])
    world.say({path: said for path, said in world.lists.items() if not path.startswith(gone)})


def place(dice: random.Random, world: World) -> None:
    """A place says something else of itself."""
    lists = deepcopy(world.lists)
    said = lists[dice.choice(sorted(path for path in lists if path.endswith("area.yml")))]
    said |= {dice.choice(["short", "remark"]): f"别称{dice.randrange(99)}"}
    world.say(lists)


def words(dice: random.Random, world: World) -> None:
    """The files that belong to no place say something else."""
    lists = deepcopy(world.lists)
    lists["_site/synonyms.yml"]["synonyms"] = [{"say": [f"话{dice.randrange(99)}"], "means": ["森林防火"]}]
    lists["_site/situations.yml"]["situations"][0]["name"] = f"亲人去世{dice.randrange(99)}"
    world.say(lists)


def template(dice: random.Random, world: World) -> None:
    """A template of the site's own, or none any more."""
    name = dice.choice(["_foot.html", "_standing.html", "place.html"])
    own = world.folder / "overrides/lists"
    text = (ROOT / "overrides/lists" / name).read_text("utf-8")
    if dice.random() < 0.3:
        (own / name).unlink(missing_ok=True)
    elif dice.random() < 0.5:
        put(own / name, f"<!-- {dice.randrange(10, 99)} -->\n{text}")
    else:
        put(own / "note.txt", f"<!-- {dice.randrange(10, 99)} -->\n")
        put(own / name, f'{{% include "note.txt" %}}\n{text}')


def frame(dice: random.Random, world: World) -> None:
    """The frame that all pages share."""
    text = (ROOT / "overrides/partials/footer.html").read_text("utf-8")
    put(world.folder / "overrides/partials/footer.html", f"<p>{dice.randrange(99)}</p>\n{text}")


def page(dice: random.Random, world: World) -> None:
    """A page written by hand."""
    put(world.folder / "content/about/index.md", f"# 说明 {dice.randrange(99)}\n\n<!-- mingbai:inventory -->\n")


def setting(dice: random.Random, world: World) -> None:
    """Who runs the site, what it is called, where it stands."""
    number = dice.randrange(9)
    world.configured(
        **dice.choice([
            {"site_name": f"小站{number}"},
            {"extra": {"operator": f"某单位{number}"}},
            {"site_url": f"https://mingbai.example/{number}/"},
            {"site_url": None},
        ])
    )  # fmt: skip


def day(dice: random.Random, world: World) -> None:
    """Another day."""
    world.day += timedelta(days=dice.choice([1, -1, 60, -60]))


def committed(dice: random.Random, world: World) -> None:
    """What stands is committed."""
    world.commit(f"改 {dice.randrange(99)}")


def packed(dice: random.Random, world: World) -> None:
    """The site is packed, with workbooks and copies; what is built next has none."""
    outcome(lambda: world.build(packing=Packing((Beside("list.xlsx", "下载 Excel", book_of),))))


def by_hand(dice: random.Random, world: World) -> None:
    """Somebody changes, deletes or adds a file of the site that stands."""
    files = sorted(file for file in world.site.rglob("*") if file.is_file() and file.name != "404.html")
    file = dice.choice(files)
    dice.choice([file.unlink, lambda: put(file, "by hand"), lambda: put(file.with_name("stray.html"), "by hand")])()


def touched(dice: random.Random, world: World) -> None:
    """A list is written anew and says the same."""
    file = world.folder / "lists" / _any(dice, world)
    put(file, file.read_bytes())


def broken(dice: random.Random, world: World) -> None:
    """A list that cannot be published."""
    lists = deepcopy(world.lists)
    said = lists[_any(dice, world)]
    said |= dice.choice([{"itemz": "1"}, {"status": "没有这种"}, {"items": [*said["items"], *said["items"]]}])
    world.say(lists)


EDITS: list[Callable[[random.Random, World], None]] = [
    reword, same_length, add_item, drop_item, shuffle, other_id, header, add_list, drop_list, add_place, drop_place,
    place, words, template, frame, page, setting, day, committed, packed, by_hand, touched, broken,
]  # fmt: skip
