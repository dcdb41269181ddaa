"""Building again: what nothing changed for is not made again, and the site is the one that a whole build makes."""

import random
import shutil
from pathlib import Path

import pytest

from cache_world import EDITS, World, outcome
from helpers import MORE
from site_fixtures import tree

# ── the same as a whole build ────────────────────────────────────────────────

STEPS = 10
ROUNDS = 3 if MORE == 1 else max(3, 25 * MORE // STEPS + 1)  # MINGBAI_EXAMPLES=20: five hundred edits and more


@pytest.mark.parametrize("seed", range(ROUNDS))
def test_after_any_edits_the_site_is_the_one_that_a_whole_build_makes(tmp_path: Path, seed: int) -> None:
    dice, world = random.Random(seed), World(tmp_path, past=seed % 3 != 2)
    queue = [EDITS[(seed * STEPS + at) % len(EDITS)] for at in range(STEPS)] if MORE == 1 else []
    dice.shuffle(queue)
    world.build()
    told, good = list[str](), world.lists
    for _ in range(STEPS):
        for edit in [queue.pop()] if queue else dice.choices(EDITS, k=dice.choice([1, 1, 1, 2, 3])):
            told.append(edit.__name__)
            edit(dice, world)
        before = tree(world.site)
        wrong = outcome(world.build)
        found: dict[str, str] = {}
        assert wrong == outcome(lambda found=found: found.update(world.whole())), told
        after = tree(world.site)
        if wrong:
            assert after == before, told
        else:
            assert {name for name in after.keys() | found.keys() if after.get(name) != found.get(name)} == set(), told
            good = world.lists
        if wrong:
            world.say(good)
        shutil.rmtree(world.fresh, ignore_errors=True)
