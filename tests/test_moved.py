"""Old ids and addresses: each leads to what is there today, or somebody is told; nothing goes in circles."""

from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from helpers import many, old_ids
from mingbai.areas import Area, ListRef, Tree
from mingbai.moved import Move, Moves, follow
from mingbai.read import read
from mingbai.renamed import Addresses, Renamed, below, check_addresses, is_page, stands
from mingbai.serving.server import files
from mingbai.site.redirects import Pair, for_hosts
from mingbai.write import canonical

# ── ids ──────────────────────────────────────────────────────────────────────

IDS = list("abcdefgh")
USED = {"g", "h"}


def move(old: str, new: str, kind: str = "certificates", area: str | None = None) -> Move:
    return Move(kind=kind, area=area, old=old, new=new, reason="改名")


def moves(*pairs: tuple[str, str]) -> Moves:
    return Moves(tuple(move(old, new) for old, new in pairs))


graphs = st.lists(st.tuples(st.sampled_from(IDS), st.sampled_from(IDS)), max_size=12)


def test_a_split_id_leads_to_all_that_became_of_it() -> None:
    assert moves(("a", "b"), ("a", "c")).ends("certificates", "") == {"a": ("b", "c")}


def test_merged_ids_lead_to_the_one() -> None:
    assert old_ids(moves(("a", "c"), ("b", "c")), "certificates", "") == {"c": ["a", "b"]}


def test_chains_go_on_through_splits_and_merges() -> None:
    found = moves(("a", "b"), ("b", "c"), ("b", "d"), ("c", "e"), ("d", "e"), ("d", "f"))
    assert found.ends("certificates", "")["a"] == ("e", "f"), "each end once, in the order of the records"


def test_a_record_of_a_place_adds_to_those_of_the_whole_tree_there_alone() -> None:
    found = Moves((move("a", "b"), move("b", "c", area="hubei")))
    assert found.ends("certificates", "hubei") == {"a": ("c",), "b": ("c",)}
    assert found.ends("certificates", "hunan") == {"a": ("b",)}
    assert found.ends("duties", "hubei") == {}


def test_a_long_chain_is_followed_to_its_end() -> None:
    steps = {f"n{n}": (f"n{n + 1}",) for n in range(5_000)}
    assert follow(steps, "n0") == (("n5000",), False)


@many(500)
@given(graphs)
def test_every_old_id_has_an_end_or_is_told_as_a_circle(pairs: list[tuple[str, str]]) -> None:
    found = moves(*pairs)
    steps = found.steps("certificates", "")
    for old in steps:
        way = follow(steps, old)
        assert way.ends or way.circle
        assert not set(way.ends) & set(steps), "an end leads nowhere else"
        assert set(found.ends("certificates", "").get(old, ())) == set(way.ends)
        assert way.circle == circular(steps, old)
        assert set(way.ends) == {end for end in reach(steps, old) if end not in steps}


def reach(steps: dict[str, tuple[str, ...]], start: str) -> set[str]:
    found, pending = set[str](), [start]
    while pending:
        new = set(steps.get(pending.pop(), ())) - found
        found |= new
        pending += new
    return found


def circular(steps: dict[str, tuple[str, ...]], start: str) -> bool:
    return any(one in reach(steps, one) for one in {start} | reach(steps, start))


# ── addresses ────────────────────────────────────────────────────────────────


def renamed(*pairs: tuple[str, str]) -> Addresses:
    return Addresses(tuple(Renamed(old=old, new=new, reason="改名") for old, new in pairs))


def tree(*paths: str, lists: tuple[str, ...] = ()) -> Tree:
    def refs(path: str) -> tuple[ListRef, ...]:
        mine = [page.rpartition("/") for page in lists]
        pages = [page.partition(".") for area, _, page in mine if area == path]
        return tuple(ListRef(Path(), "", path, kind, slug) for kind, _, slug in pages)

    return Tree({path: Area(path, path, path, "县", lists=refs(path)) for path in ("", *paths)})


def told(addresses: Addresses, places: Tree) -> list[str]:
    text = canonical({"addresses": [one.model_dump(exclude_none=True) for one in addresses.records]}, {})
    source, _ = read("moved.yml", text.encode())
    assert source
    return [problem.message for problem in check_addresses(addresses, source, places)]


def ways(addresses: Addresses) -> dict[str, str]:
    return {one.old: one.new for one in addresses.prefixes()}


def test_a_chain_leads_to_its_end_at_once() -> None:
    assert ways(renamed(("a", "b"), ("b", "c"))) == {"a": "c", "b": "c"}


def test_what_lies_below_moves_along() -> None:
    found = renamed(("p/a", "p/b"))
    assert found.end("p/a/x/duties") == "p/b/x/duties"
    assert found.end("p/ab") == "p/ab"


def test_a_list_renamed_in_a_renamed_place_has_an_address_under_each_name() -> None:
    found = ways(renamed(("q", "p"), ("p/a", "p/b"), ("p/b/duties.jiu", "p/b/duties")))
    lists = {old for old, new in found.items() if new == "p/b/duties"}
    assert lists == {f"{place}/duties.jiu" for place in ("p/b", "p/a", "q/b", "q/a")}
    assert {old for old, new in found.items() if new == "p/b"} == {"p/a", "q/a"}
    assert found["q"] == "p"


def test_a_list_renamed_before_its_place_was_is_found() -> None:
    found = renamed(("a/duties.jiu", "a/duties"), ("a", "b"))
    assert ways(found) == {"a/duties.jiu": "b/duties", "a": "b"}
    assert not told(found, tree("b", lists=("b/duties",)))


def test_many_places_that_became_part_of_the_one_above_stay_few() -> None:
    found = renamed(*((f"a/v{n}", "a") for n in range(60)))
    assert len(found.prefixes()) == 60, "none of them ever lay inside another"


@pytest.mark.parametrize(("old", "new"), [("hubei/jing", "hubei/jing"), ("a", "a/b"), ("a/b", "a/b/c")])
def test_an_address_that_leads_to_itself_is_a_circle(old: str, new: str) -> None:
    assert renamed((old, new)).end(old) is None


parts = st.sampled_from(["a", "b", "c", "d"])
places = st.lists(parts, min_size=1, max_size=3).map("/".join)
pages = st.tuples(places, st.sampled_from(["duties", "duties.jiu", "services", "services.b"])).map("/".join)
records = st.lists(st.tuples(places, places) | st.tuples(pages, pages) | st.tuples(places, pages), max_size=7)


@st.composite
def worlds(draw: st.DrawFn) -> tuple[Addresses, Tree]:
    roots = draw(st.lists(places, max_size=5))
    every = {"/".join(path.split("/")[: n + 1]) for path in roots for n in range(path.count("/") + 1)}
    kept = tuple(
        f"{area}/{page}" for area in sorted(every) for page in draw(st.sets(st.sampled_from(["duties", "services"])))
    )
    return renamed(*draw(records)), tree(*sorted(every), lists=kept)


@st.composite
def histories(draw: st.DrawFn) -> tuple[Addresses, Tree]:
    """A site of today and what could be written about it: each record gives some address of then a name before it."""
    _, today = draw(worlds())
    areas = [area.path for area in today if area.path]
    lists = [f"{ref.area}/{ref.page}" for area in today for ref in area.lists]
    told_of: list[tuple[str, str]] = []
    for number in range(draw(st.integers(0, 6)) if areas else 0):
        new = draw(st.sampled_from([*areas, *lists]))
        above = draw(st.sampled_from([*areas, "", "o9"]))
        name = f"{new.rpartition('/')[2].split('.')[0]}.o{number}" if is_page(new) else f"o{number}"
        old = f"{above}/{name}".lstrip("/")
        (lists if is_page(new) else areas).append(old)
        told_of.append((old, new))
    return renamed(*draw(st.permutations(told_of))), today


@many(1000)
@given(worlds() | histories())
def test_every_old_address_leads_to_one_that_stands_or_is_told(world: tuple[Addresses, Tree]) -> None:
    addresses, today = world
    wrong = told(addresses, today)
    for one in addresses.records:
        end = addresses.end(one.old)
        assert wrong or (end is not None and stands(end, today)), "an address leads nowhere and nobody is told"
        assert wrong or not stands(one.old, today), "an old address would hide a page"
    found = addresses.prefixes()
    assert len({one.old for one in found}) == len(found)
    if not wrong:
        assert all(stands(one.new, today) for one in found)
        assert {one.old for one in addresses.records} <= {one.old for one in found}
        assert [is_page(one.old) for one in found] == [is_page(one.new) for one in found]


# ── what servers read ────────────────────────────────────────────────────────


def by_host(text: str, path: str) -> str | None:
    """Where a host that reads ``_redirects`` sends a path: by the first line that matches."""
    for line in text.splitlines():
        old, new, code = line.split(" ")
        assert code == "301"
        if old == path:
            return new
        if old.endswith("/*") and path.startswith(old[:-1]):
            return new.replace(":splat", path[len(old) - 1 :])
    return None


def by_nginx(text: str) -> dict[str, str]:
    """What nginx reads out of the map of old addresses."""
    found = {}
    lines = text.partition('map $uri $mingbai_moved {\n    default "";\n')[2].partition("}")[0]
    for line in lines.splitlines():
        old, new = (word.strip('"') for word in line.strip().removesuffix(";").split(" "))
        assert line.endswith(";") and old not in found, "nginx refuses a key that stands twice"
        assert not {old[0], new[0]} & set("~\\$") and not set(old + new) & set("'\";{}$")
        found[old] = new
    return found


@many(300)
@given(histories(), st.sampled_from(["/", "/sub/path/"]))
def test_servers_lead_every_old_address_to_the_end_in_one_step(world: tuple[Addresses, Tree], base: str) -> None:
    addresses, today = world
    assume(not told(addresses, today))
    found = addresses.prefixes()
    pairs = {}
    for one in found:
        for rest in ("/", "/x/", "/data.json"):
            pairs.setdefault(one.old + rest, one.new + rest)
    lines = for_hosts(base, [Pair(*pair) for pair in pairs.items()], [one for one in found if not is_page(one.old)])
    served = files(f"https://mingbai.example{base}", "host", {}, [Pair(*pair) for pair in pairs.items()])
    mapped = by_nginx(served["nginx/mingbai/maps.conf"])
    assert mapped == {base + old: base + new for old, new in pairs.items()}
    for old, new in pairs.items():
        assert by_host(lines, base + old) == base + new
        assert by_host(lines, base + new) is None, "what stands today is never led away"
    exact = [line for line in lines.splitlines() if "*" not in line]
    assert lines.splitlines()[: len(exact)] == exact, "lines with * stand last"


def test_one_line_moves_a_whole_place() -> None:
    found = renamed(("a", "b")).prefixes()
    pairs = [Pair(f"a/duties/{n}/", f"b/duties/{n}/") for n in range(500)]
    assert for_hosts("/", pairs, found) == "/a/* /b/:splat 301\n"


@many(300)
@given(histories())
def test_the_order_of_the_records_says_nothing(world: tuple[Addresses, Tree]) -> None:
    addresses, today = world
    assume(not told(addresses, today))
    assert ways(Addresses(addresses.records[::-1])) == ways(addresses)


def test_below_is_by_whole_names() -> None:
    assert below("a/b", "a") and not below("ab", "a") and not below("a", "a")
