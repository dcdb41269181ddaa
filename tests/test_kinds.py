"""Kinds: every field is declared in full, and the schemas that editors get agree with the lists."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft7Validator
from pydantic.fields import FieldInfo

from helpers import ROOT, header, proof
from mingbai.areas import AreaFile
from mingbai.inventory import Inventory
from mingbai.kinds import KINDS, Danger, Reach
from mingbai.kinds.base import Kind
from mingbai.kinds.fields import danger_of
from mingbai.kinds.schema import schema_of, schema_of_model
from mingbai.kinds.shape import choices, inner, plain
from mingbai.moved import MovedFile
from mingbai.situations import SituationsFile
from mingbai.write import canonical

LISTS = ROOT / "lists"


def fields_of(model: type) -> dict[str, FieldInfo]:
    """All fields of a model and of the models inside, by Model.field."""
    found: dict[str, FieldInfo] = {}
    for name, info in model.model_fields.items():
        found[f"{model.__name__}.{name}"] = info
        if below := inner(info.annotation):
            found.update(fields_of(below))
    return found


MODELS = [
    AreaFile,
    MovedFile,
    Inventory,
    *(kind.header for kind in KINDS.values()),
    *(kind.item for kind in KINDS.values()),
]
FIELDS = {name: info for model in MODELS for name, info in fields_of(model).items()}


@pytest.mark.parametrize("name", FIELDS)
def test_every_field_has_a_chinese_label_and_a_danger(name):
    info = FIELDS[name]
    assert info.title and re.search("[\u4e00-\u9fff]", info.title)
    assert info.description and re.search("[\u4e00-\u9fff]", info.description)
    assert isinstance(info.json_schema_extra, dict) and "danger" in info.json_schema_extra
    assert danger_of(info) in Danger


@pytest.mark.parametrize(
    ("name", "least"),
    [
        *(("Certificate.decision", Danger.DECISION), ("Certificate.condition", Danger.DECISION)),
        *(("Certificate.issuing_body", Danger.BODY), ("CertificatesHeader.body", Danger.BODY)),
        *(
            ("Duty.role", Danger.ROLE),
            ("Signboard.action", Danger.ROLE),
            ("CertificatesHeader.effective_to", Danger.DATE),
        ),
        *(
            (f"Channel.{field}", Danger.CONTACT)
            for field in ("phones", "sms", "emails", "url", "post_address", "state")
        ),
    ],
)
def test_what_hurts_most_is_most_dangerous(name, least):
    assert danger_of(FIELDS[name]) >= least


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.key)
class TestKind:
    def test_declared_in_full(self, kind: Kind):
        assert re.fullmatch("[a-z]+(-[a-z]+)*", kind.key)
        for words in (kind.label, kind.question, kind.about, kind.topic):
            assert re.search("[\u4e00-\u9fff]", words)
        assert kind.reach in Reach
        assert kind.facet is None or kind.facet in kind.item.model_fields
        if kind.reach is Reach.OVERRIDE:
            assert kind.shared_ids, "what overrides must speak of the same item"

    def test_key_order(self, kind: Kind):
        order = kind.key_order()
        assert next(iter(order)) == "title" and list(order)[-1] == "items"
        assert list(order)[:-1] == list(kind.header.model_fields)
        assert list(order["items"]) == list(kind.item.model_fields)
        assert list(order["items"])[:4] == ["id", "name", "aliases", "category"]
        assert list(order["items"])[-1] == "remark"
        assert list(order["sources"])[:2] == ["title", "url"] and order["sources"] == order["items"]["sources"]

    def test_phones_and_the_like_are_lists(self, kind: Kind):
        for name in ("phones", "sms", "emails", "aliases", "issuing_body", "sources", "unverified"):
            if name in kind.item.model_fields:
                assert str(plain(kind.item.model_fields[name].annotation)).startswith("list[")

    def test_schema_refuses_what_is_no_list(self, kind: Kind):
        schema = schema_of(kind)
        Draft7Validator.check_schema(schema)
        wrong = Draft7Validator(schema)
        assert not wrong.is_valid({}) and not wrong.is_valid([]) and not wrong.is_valid(None)

    def test_schema_tells_every_field(self, kind: Kind):
        schema = schema_of(kind)
        assert list(schema["properties"]) == list(kind.key_order())
        item = schema["properties"]["items"]["items"]["properties"]
        assert list(item) == list(kind.item.model_fields)
        assert all(
            re.search("[\u4e00-\u9fff]", told["title"]) for told in [*schema["properties"].values(), *item.values()]
        )


def test_a_field_of_one_name_has_one_shape_in_all_kinds():
    """The words to choose from and the models inside may differ; a text is never a list elsewhere."""
    seen: dict[str, set[Any]] = {}
    for model in [kind.item for kind in KINDS.values()]:
        for name, info in model.model_fields.items():
            shape = plain(info.annotation)
            listed = str(shape).startswith("list[")
            whole = "choice" if choices(info.annotation) else "model" if inner(info.annotation) else str(shape)
            seen.setdefault(name, set()).add((listed, whole))
    assert not {name: shapes for name, shapes in seen.items() if len(shapes) > 1}


class EditorLoader(yaml.SafeLoader):
    """What an editor's YAML makes of a file: numbers are typed, dates are text as in JSON."""


EditorLoader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith(":timestamp")]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def faults(schema: dict[str, Any], text: str) -> list[str]:
    found = Draft7Validator(schema).iter_errors(yaml.load(text, Loader=EditorLoader))
    return [f"{error.json_path}: {error.message}" for error in found]


@pytest.mark.parametrize("file", sorted(LISTS.rglob("*.yml")), ids=lambda file: str(file.relative_to(LISTS)))
def test_the_real_lists_fit_their_schemas(file: Path):
    kind = KINDS.get(file.name.split(".")[0])
    if kind:
        schema = schema_of(kind)
    elif file.name == "area.yml":
        schema = schema_of_model(AreaFile, "地方")
    elif file.name == "moved.yml":
        schema = schema_of_model(MovedFile, "旧编号")
    elif file.name == "inventory.yml":
        schema = schema_of_model(Inventory, "资料清点")
    elif file.name == "situations.yml":
        schema = schema_of_model(SituationsFile, "办事情况")
    else:
        return
    assert faults(schema, file.read_text("utf-8")) == []


MISTAKES = {
    "misspelt in the item": header(body="某", items=[proof(decison="不应出具")]),
    "misspelt in the header": header(body="某", titel="甲"),
    "a word of its own": header(body="某", items=[proof(decision="不出具")]),
    "a text for a list": header(body="某", items=[proof(issuing_body="公安派出所")]),
    "a list for a text": header(body=["某"]),
    "no title": header(body="某", title=None),
    "no id": header(body="某", items=[{"name": "甲", "decision": "不应出具"}]),
    "misspelt in a source": header(body="某", sources=[{"title": "甲", "from": "原文"}]),
    "empty": header(body="某", doc_no=[]),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_the_schema_sees(name):
    assert faults(schema_of(KINDS["certificates"]), canonical(MISTAKES[name], {}))


def test_the_schema_takes_numbers_that_an_editor_types():
    text = canonical(
        header(body="某", declared_total="20", declared_by_category={"甲": "3"}, effective_from="2026"), {}
    )
    assert faults(schema_of(KINDS["certificates"]), text) == []
