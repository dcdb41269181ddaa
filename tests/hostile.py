"""Lists that try to be more than text: every field of every kind filled with what runs in careless pages."""

from pathlib import Path

import pytest

from mingbai.kinds import KINDS
from mingbai.kinds.shape import choices, inner, plain
from site_fixtures import build, once, said, small

CANARIES = (
    '"><script>alert(1)</script><img src=x onerror=alert(2)>\' " javascript:alert(3) {{7*7}} {% raw %} ',
    "@@mingbai:root@@ <!-- mingbai:places --> ",
    "<svg onload=alert(4)></svg><iframe srcdoc='<script>parent.alert(5)</script>'></iframe> ",
    '<meta http-equiv="refresh" content="0;url=/fired"><base href=/fired/> ',
    "<form action=/fired><button>x</button></form> ",
    "[a](javascript:alert(6)) ![b](x) `c` **d** <https://evil.example/> ",
    "</title></textarea></style></script><script src=/fired.js></script> ${alert(7)} #{8} &lt;b&gt; &#0; ]]> ",
    "</text><a xlink:href='javascript:alert(9)'>x</a>",
)
"""What runs, loads or leads away where a text is taken for something else."""

EVIL = "".join(CANARIES)


def filled(model: type) -> dict:
    """Every field of a model, with the worst text that it takes."""
    data: dict = {}
    for key, info in model.model_fields.items():
        below, words = inner(info.annotation), choices(info.annotation)
        shape = str(plain(info.annotation))
        if below:
            value = filled(below)
        elif words:
            value = words[0]
        elif key in ("id", "phones", "sms", "emails", "unverified"):
            value = {"id": "e", "phones": "12345", "sms": "12388", "emails": "a@b.cn", "unverified": "remark"}[key]
        elif key in ("url", "online_url"):
            value = "https://x.example/?a=1&b=2#javascript:alert(1)&lt;"
        elif "^((19|20)" in str(info.metadata) or "^((19|20)" in str(info.annotation):
            value = "2026-01-01" if not key.endswith("_to") else "2027-01-01"
        elif key in ("declared_total", "value", "reported_change", "target"):
            value = "1"
        elif key == "declared_by_category":
            data[key] = {EVIL: "1"}
            continue
        elif key == "sha256":
            value = "0" * 64
        else:
            value = EVIL
        data[key] = [value] * (2 if key == "points" else 1) if "list[" in shape.lower() else value
    return data


def hostile_lists() -> dict:
    """Lists of every kind, one item a choice, in the nation and in a county, with EVIL wherever it may stand."""
    files: dict = {"area.yml": {"name": f"全国{EVIL}", "short": EVIL, "level": "国家", "remark": EVIL}}
    files["yi/area.yml"] = {"name": f"乙{EVIL}", "short": f"乙{EVIL}", "level": "县", "remark": EVIL}
    for key, kind in KINDS.items():
        item, head = filled(kind.item), {**filled(kind.header), "status": "现行", "completeness": "完整"}
        facet = kind.facet or "name"
        words = choices(kind.item.model_fields[facet].annotation) or (EVIL,)
        rows = [{**item, "id": f"e{n}", "name": f"{n}{EVIL}", facet: word} for n, word in enumerate(words)]
        if key == "certificates":
            head["body"] = "村(居)委会"
            files["certificates.qita.yml"] = {**head, "body": EVIL, "items": rows}
        files[f"{key}.yml"] = files[f"yi/{key}.yml"] = {**head, "items": rows}
    led = {"questions": [{"ask": EVIL, "items": [{"kind": key, "id": "e0", "hint": EVIL} for key in KINDS]}]}
    one = {"id": "e", "name": EVIL, "aliases": [EVIL], "about": EVIL, **led}
    files["_site/situations.yml"] = {"situations": [one]}
    return files


def hostile_site(factory: pytest.TempPathFactory) -> Path:
    """The site of those lists, built once."""

    def make(folder: Path) -> None:
        done = build(small(folder, hostile_lists()))
        assert done.returncode == 0, said(done)

    return once(factory, "hostile", make) / "site"
