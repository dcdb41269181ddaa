"""Private data: every number planted in a list is found, none is printed, and no clean text raises an alarm.

Numbers are made here and belong to nobody: identity numbers of provinces (110000 …), to which no person is registered.
"""

import random
import re
from typing import Any, get_args, get_origin

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers import codes, contact, header, lines, look_around, many, proof, site
from mingbai.kinds import KINDS
from mingbai.kinds.shape import plain
from mingbai.private import find
from mingbai.private.numbers import resident_id
from mingbai.private.persons import named
from numbers_made import (
    CARD,
    FORMS,
    IDENTITY,
    MAILBOX,
    MOBILE,
    OLD_IDENTITY,
    PLACES,
    PLATE,
    cards,
    checked,
    chinese,
    fullwidth,
    identities,
    mailboxes,
    mobiles,
    old_identities,
    plates,
    spaced,
)
from site_fixtures import build, said, small


def kinds_found(text: str) -> set[str]:
    return {found.what for found in find(text)}


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("form", FORMS)
def test_an_identity_number_is_found(form, place):
    assert "身份证号" in kinds_found(place.replace("{}", FORMS[form](IDENTITY)))


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize(
    "form", ["as it is", "full-width", "3-4-4", "3-4-4 dashed", "+86", "+86 spaced", "86", "Chinese"]
)
def test_a_mobile_is_found(form, place):
    shapes = {
        "as it is": MOBILE,
        "full-width": fullwidth(MOBILE),
        "3-4-4": spaced(MOBILE, (3, 7), " "),
        "3-4-4 dashed": spaced(MOBILE, (3, 7), "-"),
        "+86": f"+86{MOBILE}",
        "+86 spaced": f"+86 {spaced(MOBILE, (3, 7), ' ')}",
        "86": f"86{MOBILE}",
        "Chinese": chinese(MOBILE),
    }
    assert "手机号" in kinds_found(place.replace("{}", shapes[form]))


@pytest.mark.parametrize(
    "context", ["银行卡{}", "账号:{}", "开户行某行 {}", "{}(社保卡)", "卡号{},户名某某", "1 {} 银行卡"]
)
@pytest.mark.parametrize("form", ["as it is", "full-width", "in fours"])
def test_a_bank_card_is_found_where_the_text_speaks_of_one(form, context):
    assert "银行卡号" in kinds_found(context.replace("{}", FORMS[form](CARD)))


@pytest.mark.parametrize("text", ["编号{}", "{}", "文件流水{}号"])
def test_a_long_number_without_context_is_no_card(text):
    assert not kinds_found(text.replace("{}", CARD))


@pytest.mark.parametrize("by", range(1, 10))
def test_a_number_with_a_wrong_sign_is_no_card(by):
    assert not kinds_found(f"银行卡{CARD[:-1]}{(int(CARD[-1]) + by) % 10}")


def test_two_numbers_side_by_side_are_two():
    assert kinds_found(f"{IDENTITY} {MOBILE}") == {"身份证号", "手机号"}
    assert len(list(find(f"{MOBILE} 13900139000"))) == 2
    assert len(list(find(f"{IDENTITY} {checked('44000020011231000')}"))) == 2


@many(300)
@given(identities, st.sampled_from([*FORMS]), st.sampled_from(["{}", "身份证{}", "{}号"]))
def test_every_identity_number_is_found_and_masked(number, form, place):
    assert resident_id(number)
    masks = [found.masked for found in find(place.replace("{}", FORMS[form](number))) if found.what == "身份证号"]
    assert len(masks) == 1
    assert re.fullmatch(r"\d{3}\*{13}\d[\dXx]", masks[0])


@many(100)
@given(identities.map(chinese))
def test_identity_numbers_in_chinese_digits(number):
    assert "身份证号" in kinds_found(f"身份证{number}")


@many(200)
@given(identities, st.integers(0, 16), st.integers(1, 9))
def test_one_digit_wrong_is_no_identity_number(number, at, by):
    other = number[:at] + str((int(number[at]) + by) % 10) + number[at + 1 :]
    assert not resident_id(other)


@many(150)
@given(mobiles | cards)
def test_masks_hide_the_number(number):
    for found in find(f"银行卡 {number}"):
        assert found.masked.count("*") == len(number) - 5 and number not in found.masked


@many(150)
@given(old_identities, st.sampled_from(["身份证{}", "证件号 {},男", "{}(公民身份号码)", "一代身份证号:{}。"]))
def test_old_identity_numbers_of_people_born_before_1980(number, place):
    for form in (str, fullwidth, "\u200b".join, lambda one: spaced(one, (6, 12), " ")):
        assert kinds_found(place.replace("{}", form(number))) == {"身份证号(15 位)"}


@pytest.mark.parametrize("text", ["编号{}", "{}", "文件{}号", "身份证" + "说明" * 12 + "编号{}"])
def test_fifteen_digits_far_from_any_paper_are_no_identity_number(text):
    assert not kinds_found(text.replace("{}", OLD_IDENTITY))


@pytest.mark.parametrize("number", ["110000491307003", "990000490307003", "110000490230003"])
def test_fifteen_digits_without_a_day_or_a_province_are_no_identity_number(number):
    assert not kinds_found(f"身份证{number}")


PLATE_FORMS = {
    "as it is": str,
    "dotted": lambda plate: f"{plate[:2]}·{plate[2:]}",
    "bullet": lambda plate: f"{plate[:2]}•{plate[2:]}",
    "blank": lambda plate: f"{plate[:2]} {plate[2:]}",
    "dash": lambda plate: f"{plate[:2]}-{plate[2:]}",
    "full-width": lambda plate: plate[0] + fullwidth(plate[1:]),
    "hidden signs": "\u200b".join,
}


@many(300)
@given(plates, st.sampled_from([*PLATE_FORMS]), st.sampled_from(["{}", "车牌{}", "车牌号为{}的车", "驾驶{}。", "({})"]))
def test_every_licence_plate_is_found_and_masked(plate, form, place):
    found = [one for one in find(place.replace("{}", PLATE_FORMS[form](plate))) if one.what == "车牌号"]
    assert [one.bare for one in found] == [plate]
    assert plate[2:] not in found[0].masked


@pytest.mark.parametrize(
    "text",
    [
        *(
            "京B2-20170001",
            "京ICP备05070218号",
            "北京A12345",
            "川A1234线",
            "沪B12345678",
            "粤A类",
            "苏E路12345号",
            "晋A级景区",
        ),
        *(
            "新A类2020年",
            "津发改〔2020〕12号",
            "豫政办A12",
            "京G6高速",
            "鲁A1234-2020",
            "粤O12345",
            "云AI2345",
            "贵AABCDE",
            "渝A座12345",
        ),
    ],
)
def test_codes_roads_and_document_numbers_are_no_plates(text):
    assert not kinds_found(text)


@many(200)
@given(mailboxes, st.sampled_from(["{}", "邮箱{}", "发到{}。", "写信到 {},", "({})", "材料发送至{}收"]))
def test_every_mailbox_is_found_and_masked(mailbox, place):
    for form in (str, fullwidth, lambda one: one.replace("@", " @ "), lambda one: one.replace("@", "(at)")):
        found = [one for one in find(place.replace("{}", form(mailbox))) if one.what == "邮箱"]
        assert [one.bare for one in found] == [mailbox]
        assert mailbox not in found[0].masked


@pytest.mark.parametrize(
    "text",
    [
        "decap-server@3.11.3",
        "@media print",
        "a@b.invalid",
        "jubao@hubei.example",
        "/@2024-09-14/",
        "甲@乙",
        "a@b",
        "名字@域名",
    ],
)
def test_other_signs_are_no_mailboxes(text):
    assert not kinds_found(text)


@pytest.mark.parametrize(
    ("text", "column"),
    [
        (f"甲乙{MOBILE}", 3),
        (f"ａ①甲{fullwidth(MOBILE)}", 4),
        (f"㎏甲\u200b{MOBILE}", 4),
        (f"2026-11-22 {MOBILE}", 12),
        (f"手机{chinese(MOBILE)}", 3),
    ],
)
def test_where_it_stands_is_told_in_the_text_as_it_was_written(text, column):
    assert [found.at + 1 for found in find(text)] == [column]


@pytest.mark.parametrize(
    "text",
    [
        *(
            "举报人:李小明反映要开证明",
            "举报人李小明反映",
            "投诉人张伟,男",
            "信访人王五称",
            "被举报人:赵六",
            "户主陈秀英",
        ),
        *(
            "举报人姓名:王小二。",
            "来访群众 刘芳 反映",
            "举报人是欧阳小红。",
            "被投诉人李强家",
            "低保户张三家",
            "举报人：孙丽",
        ),
    ],
)
def test_a_person_named_where_people_complain_is_found(text):
    assert len(list(named(text))) == 1


@pytest.mark.parametrize(
    "text",
    [
        *(
            "举报人李某某",
            "举报人:张某",
            "举报人应当如实",
            "被举报人:某局",
            "被举报人:张湾镇人民政府",
            "被举报人张书记",
            "举报人何时",
        ),
        *(
            "举报人和被举报人",
            "投诉人程序",
            "举报人方可",
            "举报人姓名和联系电话",
            "举报人:高新区管委会",
            "信访人:李女士",
            "投诉人许可",
        ),
        *("保护举报人", "信访人时,", "户主、家属", "当事人姓名", "反映人安全", "举报人权益", "被举报人:王某等人"),
    ],
)
def test_offices_titles_and_masked_names_are_no_persons(text):
    assert not list(named(text))


CLEAN = [
    "民发〔2020〕20号,国办发〔2018〕47号,2020年10月15日起施行",
    "咨询电话0858-8610001、0858-8610002,传真0858-8610003",
    "拨打12345、12388、12337或12309,也可拨打010-12345转1",
    "12345 12388 12380 12389 12337",
    "2026-11-21 2026-11-22 2026-11-23",
    "统一社会信用代码 91110000802100433B",
    "清理牌子15.6万块,涉及1260个乡镇、25000个村,投入1300000000元",
    "第13-19项、第138条,见附件1、2、3、4、5、6、7、8、9、10、11",
    "来信请寄某市某路138号,邮政编码553000",
    "银行营业时间8:30-17:30,账户每年核对1次",
    "400-810-0001,4008100001,95598",
    "https://www.gov.cn/zhengce/content/202011/t20201113_5561235.htm",
    "二〇二〇年十月十五日,第一百三十八条,一二三四五热线",
    "零到九:零一二三四五六七八九",
    "1949-10-01至2026-11-22",
    "办件量1234567890123456件,编号20261122000000000001",
    "公民身份号码由十七位数字本体码和一位校验码组成",
    "填写11位手机号和18位身份证号",
    "坐标118.0123456,24.1234567,比例1.3812345678",
    "版本 20.10.15-2021.10.16,端口 127.0.0.1:8080",
    "关于印发〈办法〉的通知(皖政〔2019〕1号)(沪民规〔2021〕12号)",
    "一、二、三、四、五、六、七、八、九、十、十一、十二",
    "事项编码11511301008778386、511602000000,统一社会信用代码 11110000MB1234567X",
]


@pytest.mark.parametrize("text", CLEAN)
def test_clean_policy_texts_raise_no_alarm(text):
    assert list(find(text)) == []


def test_random_long_numbers_raise_few_alarms():
    rolled = random.Random(1)
    numbers = ["".join(rolled.choices("123456789", k=18)) for _ in range(20_000)]
    assert sum(bool(kinds_found(f"编号{number}")) for number in numbers) <= 3


def test_a_checksum_is_nobody(tmp_path):
    digests = [f"{MOBILE:a>30}{'b' * 34}", f"{'0' * 20}a{IDENTITY[:17]}b{'c' * 25}", f"c{MOBILE}d{'e' * 51}"]
    sources = [{"title": "甲", "form": "原文", "sha256": digest} for digest in digests]
    found = look_around(site(tmp_path, {"duties.yml": header(sources=sources)}))
    assert {problem.code for problem in found} == {"C209"}  # of which no copy is kept


def fields_of(model: type) -> dict[str, Any]:
    """The fields that hold text, and how a text is put into each."""
    found: dict[str, Any] = {}
    for name, info in model.model_fields.items():
        kind = plain(info.annotation)
        if get_origin(kind) is list:
            inside = plain(get_args(kind)[0])
            if name == "sources":
                found["sources.title"] = lambda text: [{"title": text, "form": "原文"}]
                found["sources.form"] = lambda text: [{"title": "甲", "form": text}]
                found["sources.url"] = lambda text: [{"title": "甲", "form": "原文", "url": f"https://a.cn/{text}"}]
                found["sources.remark"] = lambda text: [{"title": "甲", "form": "原文", "remark": text}]
            elif name == "legal_basis":
                found["legal_basis.title"] = lambda text: [{"title": text, "doc_no": "甲〔2020〕1号"}]
                found["legal_basis.doc_no"] = lambda text: [{"title": "某法", "doc_no": text}]
            elif not hasattr(inside, "model_fields"):
                found[name] = lambda text: [text]
        elif get_origin(kind) is dict:
            found[name] = lambda text: {text: "1"}
        elif not hasattr(kind, "model_fields"):
            found[name] = str
    return found


SPOTS = [
    pytest.param(key, part, spot, put, id=f"{key} {part} {spot}")
    for key, kind in KINDS.items()
    for part, model in (("header", kind.header), ("item", kind.item))
    for spot, put in fields_of(model).items()
]
WHOLE = {
    "certificates": (header(body="村(居)委会"), proof()),
    "channels": (header(), contact()),
    "duties": (header(), {"id": "a", "name": "甲", "role": "基本"}),
    "signboards": (header(), {"id": "a", "name": "甲", "object": "标识", "action": "保留"}),
    "powers": (header(), {"id": "a", "name": "甲", "mode": "法定"}),
    "village-duties": (header(), {"id": "a", "name": "甲", "role": "协办"}),
    "services": (header(), {"id": "a", "name": "甲"}),
    "admissions": (header(), {"id": "a", "name": "甲", "urgency": "一般"}),
    "cleanups": (header(), {"id": "a", "name": "甲", "type": "报表", "action": "取消"}),
    "plans": (header(), {"id": "a", "name": "甲", "type": "文件", "in_plan": "计划内"}),
    "tasks": (header(), {"id": "a", "name": "甲"}),
    "assessments": (header(), {"id": "a", "name": "甲"}),
    "guides": (header(), {"id": "a", "name": "甲", "form": "规定"}),
    "statistics": (header(), {"id": "a", "name": "甲", "unit": "件", "points": [{"period": "2021", "value": "1"}]}),
}


@pytest.mark.parametrize(("kind", "part", "spot", "put"), SPOTS)
def test_a_planted_number_is_found_and_never_printed(tmp_path, kind, part, spot, put):
    if kind not in WHOLE:
        pytest.fail(f"say in WHOLE what a faultless {kind} list looks like")
    field = spot.split(".")[0]
    head, item = WHOLE[kind]
    changed = {field: put(IDENTITY)}
    rows = [{**item, **changed}, {**item, "id": "b", **changed}] if part == "item" else [item]
    lists = site(tmp_path, {f"{kind}.yml": {**head, **(changed if part == "header" else {}), "items": rows}})
    problems = look_around(lists)
    assert problems and any(problem.level == "error" for problem in problems)
    assert IDENTITY not in lines(problems)


@pytest.mark.parametrize("other", [{"status": "无"}, {"weather": "晴"}, {"title": None}])
def test_a_planted_number_is_found_beside_other_faults(tmp_path, other):
    files = {
        "certificates.yml": header(
            body="村(居)委会", **other, items=[proof(remark=IDENTITY), {"id": "b", "remark": MOBILE}]
        )
    }
    assert "C401" in codes(look_around(site(tmp_path, files)))


def test_a_planted_number_is_found_in_the_files_of_the_tree(tmp_path):
    assert "C401" in codes(
        look_around(site(tmp_path / "a", {"area.yml": {"name": "全国", "level": "国家", "remark": MOBILE}}))
    )
    moved = {"moved": [{"kind": "certificates", "old": "a", "new": "b", "reason": f"找{MOBILE}"}]}
    assert "C401" in codes(look_around(site(tmp_path / "b", {"_site/moved.yml": moved})))


def test_a_number_folded_over_two_lines_is_found(tmp_path):
    text = f"title: 某\nbody: 某局\nstatus: 现行\ncompleteness: 完整\nremark: 找{MOBILE[:6]}\n  {MOBILE[6:]}\n"
    assert "C401" in codes(look_around(site(tmp_path, {"certificates.yml": text})))


def test_a_number_in_escapes_is_found(tmp_path):
    escaped = "".join(f"\\x{ord(char):02x}" for char in MOBILE)
    text = f'title: 某\nbody: 某局\nstatus: 现行\ncompleteness: 完整\nremark: "{escaped}"\n'
    assert "C401" in codes(look_around(site(tmp_path, {"certificates.yml": text})))


def test_a_duty_mobile_may_stand_in_phones_alone(tmp_path):
    good = header(items=[contact(phones=[MOBILE], sms=[MOBILE], emails=[MAILBOX])])
    assert "C401" not in codes(look_around(site(tmp_path / "a", {"channels.yml": good})))
    for field in ("phone_note", "hours", "remark", "name", "visit_address"):
        for number in (MOBILE, PLATE, MAILBOX):
            bad = header(items=[contact(**{field: f"王某{number}"})])
            assert "C401" in codes(look_around(site(tmp_path / f"{field}{number[0]}", {"channels.yml": bad})))
    assert "C401" in codes(
        look_around(site(tmp_path / "b", {"channels.yml": header(items=[contact(phones=[IDENTITY])])}))
    )


def test_a_hand_written_page_with_a_private_number_is_not_published(tmp_path):
    folder = small(tmp_path)
    page = folder / "content" / "about" / "index.md"
    page.parent.mkdir(parents=True, exist_ok=True)
    said_at = f"# 关于\n\n见 https://a.example/{MOBILE} 。\n\n联系老李 {spaced(MOBILE, (3, 7), ' ')}\n"
    page.write_text(said_at, "utf-8")
    done = build(folder)
    assert done.returncode == 1
    assert "content/about/index.md:5:6: error C401 有手机号 " in said(done)
    assert MOBILE not in said(done).replace(" ", "")
    assert not (folder / "site").exists()
