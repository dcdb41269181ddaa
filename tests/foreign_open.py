"""Foreign tables that the importer was written against: certificates, duties, village lists."""

from typing import Any

from foreign_files import Case, Sheet, items_of, make, write_csv, write_docx, write_html, write_xls, write_xlsx

NATION = [row["name"] for row in items_of("certificates.yml", "name")]
BASIC = items_of("demo/dongpo/duties.yml", "name", "category", "role", where={"role": "基本"})
HELPED = items_of(
    "demo/liuxi/duties.yml",
    "name",
    "category",
    "role",
    "lead_department",
    "lead_duty",
    "township_duty",
    where={"role": "配合"},
)
BACK = items_of(
    "demo/liuxi/duties.yml", "name", "category", "role", "receiving_department", "work_method", where={"role": "收回"}
)


def national_list() -> None:
    """The national twenty: title, number in loose brackets, date, 、 in brackets, decision from the title."""
    names = [
        *NATION[:7],
        "婚姻状况证明(婚姻关系证明、分居证明)",
        *NATION[8:16],
        "居民财产证明(经济状况、收入、偿还能力、房产、银行存款、投资情况、车辆所有权等证明)",
        NATION[17],
        "市场主体住所证明(经营场所证明、同意住宅改变为经营性用房证明、社区经营性用房无扰民证明)",
        NATION[19],
    ]
    rows: list[list[Any]] = [
        ["附件", ""],
        ["不应由基层群众性自治组织出具\n证明事项清单(第一批)", ""],
        ["民发[2020]20号", ""],
        ["(共20项)", ""],
        ["序 号", "名 称"],
        *([number, name] for number, name in enumerate(names, 1)),
    ]
    title = "不应由基层群众性自治组织出具证明事项清单(第一批)"
    header = {"title": title, "doc_no": "民发〔2020〕20号", "doc_no_raw": "民发[2020]20号", "declared_total": "20"}
    items = [{"name": name, "decision": "不应出具"} for name in names]
    case = Case("certificates-national", "certificates", items, header, ["附件", "不应出具"])
    merges = [(row, 1, row, 2) for row in range(1, 5)]
    write_xlsx(case.write() / "table.xlsx", [Sheet("Sheet1", rows, merges)])


def names_that_carry_numbers() -> None:
    """A Word table of one column whose names begin with their numbers; the role of headings is in words."""
    names = NATION[:6]
    lines = ["证明名称", "一、可以出具的证明", "1.居住证明", "2.特困供养证明", "3.家庭贫困证明", "二、不应出具的证明"]
    rows = [[text] for text in [*lines, *(f"{number}.{name}" for number, name in enumerate(names, 1) if number != 4)]]
    items: list[dict[str, Any]] = [
        {"name": name, "decision": "可以出具"} for name in ("居住证明", "特困供养证明", "家庭贫困证明")
    ]
    items += [{"name": name, "decision": "不应出具"} for name in names if name != names[3]]
    case = Case(
        "certificates-one-column",
        "certificates",
        items,
        {"title": "示例村证明事项清单(示例)"},
        ["序号从 3 跳到 5"],
        ["可以出具的证明", "不应出具的证明"],
    )
    write_docx(case.write() / "table.docx", ["示例村证明事项清单(示例)", Sheet("", rows)])


def wrapped_rows() -> None:
    """Semicolons, UTF-8 without a mark, names and lists wrapped over rows, / for nothing, ten with 等."""
    rows: list[list[Any]] = [
        ["序号", "证明事项", "出具意见", "开具单位", "所需材料", "办理时限", "收费标准"],
        ["1", "居住证明", "可以", "村(居)委会", "本人身份证;租房合同", "2个工作日", "不收费"],
        ["2", "市场主体住所证明(经营场所证明、", "不得出具", "市场监管部门", "/", "/", "/"],
        ["", "同意住宅改变为经营性用房证明)", "", "", "", "", ""],
        ["3", "家庭贫困证明", "能开", "村(居)委会", "身份证、户口簿、", "5个", "不收费"],
        ["", "", "", "", "缴费票据等", "工作日", ""],
        ["4", "健在证明", "以后再说", "社保经办机构", "", "", ""],
    ]
    items = [
        {
            "name": "居住证明",
            "decision": "可以出具",
            "issuing_body": ["村(居)委会"],
            "materials": ["本人身份证", "租房合同"],
            "time_limit": "2个工作日",
            "fee": "不收费",
        },
        {
            "name": "市场主体住所证明(经营场所证明、同意住宅改变为经营性用房证明)",
            "decision": "不应出具",
            "issuing_body": ["市场监管部门"],
        },
        {
            "name": "家庭贫困证明",
            "decision": "可以出具",
            "issuing_body": ["村(居)委会"],
            "materials": ["身份证", "户口簿", "缴费票据等"],
            "time_limit": "5个工作日",
            "fee": "不收费",
        },
        {"name": "健在证明", "issuing_body": ["社保经办机构"]},
    ]
    doubts = ["缴费票据等", "以后再说", "「/」"]
    case = Case("certificates-wrapped", "certificates", items, doubts=doubts)
    write_csv(case.write() / "table.csv", rows, "utf-8", ";")


def traditional_and_tabs() -> None:
    """Tabs in GB18030, headers in traditional characters, an unknown column, a column without a name."""
    rows: list[list[Any]] = [
        ["編號", "證明名稱", "是否出具", "索要單位", "經辦人", "", "備註"],
        ["一", NATION[0], "否", "公安機關、學校", "甲", "附页", ""],
        ["二", NATION[1], "否", "", "乙", "", "見說明"],
        ["三", "居 住 證 明", "是", "學校", "甲", "", ""],
    ]
    items = [
        {"name": NATION[0], "decision": "不应出具", "demanding_units": ["公安機關", "學校"]},
        {"name": NATION[1], "decision": "不应出具", "remark": "見說明"},
        {"name": "居 住 證 明", "decision": "可以出具", "demanding_units": ["學校"]},
    ]
    doubts = ["經辦人", "甲;乙", "附页"]
    case = Case("certificates-traditional", "certificates", items, doubts=doubts)
    write_csv(case.write() / "table.txt", rows, "gb18030", "\t")


def three_parts_on_one_sheet() -> None:
    """Three parts below each other, each with a heading and a header of its own; old workbook."""
    basic, helped, back = BASIC[:6], HELPED[:5], BACK[:5]
    rows: list[list[Any]] = [["柳溪镇履职事项清单(示例)", "", "", "", ""], ["一、基本履职事项(共6项)", "", "", "", ""]]
    rows += [["序号", "事项名称", "", "", ""], *([i, row["name"], "", "", ""] for i, row in enumerate(basic, 1))]
    rows += [["二、配合履职事项(共5项)", "", "", "", ""]]
    rows += [["序号", "事项名称", "对应上级部门", "上级部门职责", "乡镇(街道)配合职责"]]
    rows += [
        [i, row["name"], "、".join(row["lead_department"]), row["lead_duty"], row["township_duty"]]
        for i, row in enumerate(helped, 1)
    ]
    rows += [["三、上级部门收回事项(共6项)", "", "", "", ""], ["序号", "事项名称", "承接部门", "工作方式", ""]]
    rows += [
        [i, row["name"], "、".join(row["receiving_department"]), row["work_method"], ""]
        for i, row in enumerate(back, 1)
    ]
    rows += [["合计", "", "17", "", ""]]
    merges = [(row, 1, row, 5) for row, texts in enumerate(rows, 1) if texts[0] and not any(texts[1:])]
    items = [{key: value for key, value in row.items() if key != "category"} for row in [*basic, *helped, *back]]
    case = Case(
        "duties-three-parts",
        "duties",
        items,
        {"title": "柳溪镇履职事项清单(示例)"},
        ["写着 6 项,表里有 5 项", "合计写着 17,表里的条目是 16"],
        ["基本履职事项", "配合履职事项", "收回事项", "承接部门", "合计"],
    )
    write_xls(case.write() / "table.xls", [Sheet("Sheet1", rows, merges)])


def taken_back_with_gaps() -> None:
    """Numbers in Chinese with a gap and one twice, departments one a line, a subtotal that differs."""
    back = BACK[:7]
    numbers = ["一", "二", "四", "四", "五", "六", "七"]
    rows: list[list[Any]] = [
        ["序号", "类别", "事项\n名称", "承 接\n部 门", "工作方式"],
        *(
            [number, row["category"], row["name"], "\n".join(row["receiving_department"]), row["work_method"]]
            for number, row in zip(numbers, back, strict=True)
        ),
        ["小计", "", 8, "", ""],
        ["填表人:示例", "", "", "日期:2025年7月1日", ""],
    ]
    case = Case(
        "duties-taken-back",
        "duties",
        back,
        {},
        ["A4", "缺 三", "A5", "小计写着 8"],
        ["小计", "填表人:示例"],
    )
    case.doubts[1] = "缺 3"
    write_xlsx(case.write() / "table.xlsx", [Sheet("上级部门收回事项", rows)])


def categories_merged_in_word() -> None:
    """Word: categories merged down a column over a page break, header repeated, numbers by Word itself (blank)."""
    basic = BASIC[:14]
    tables = []
    for half in (basic[:9], basic[9:]):
        rows: list[list[Any]] = [["序号", "类别", "事项名称"]]
        merges = []
        for row in half:
            rows.append(["", row["category"], row["name"]])
            if len(rows) > 2 and merges and rows[merges[-1][0] - 1][1] == row["category"]:
                merges[-1] = (merges[-1][0], 2, len(rows), 2)
            else:
                merges.append((len(rows), 2, len(rows), 2))
        tables.append(Sheet("", rows, [span for span in merges if span[2] > span[0]]))
    case = Case(
        "duties-word-merged",
        "duties",
        basic,
        {"title": "东坡街道基本履职事项清单(示例)", "doc_no": "示例〔2025〕1号"},
        ["基本"],
        ["事项名称"],
    )
    paragraphs = ["示例县委办公室文件", "示例〔2025〕1号", "各街道:现将清单印发给你们。", "附件1"]
    write_docx(case.write() / "table.docx", [*paragraphs, "东坡街道基本履职事项清单(示例)", tables[0], "", tables[1]])


def two_level_header_in_page() -> None:
    """A page in UTF-8: names over names by rowspan and colspan, paragraphs in cells, wide headings."""
    helped = HELPED[:8]
    rows = (
        '<tr><th rowspan="2">序号</th><th rowspan="2">配合<br>事项</th><th colspan="2">上级部门</th>'
        '<th rowspan="2">乡镇(街道)<br>配合职责</th></tr><tr><th>名称</th><th>职责</th></tr>'
    )
    last = ""
    for number, row in enumerate(helped, 1):
        if row["category"] != last:
            last = row["category"]
            rows += f'<tr><td colspan="5" style="text-align:center">{last}</td></tr>'
        duty = "".join(f"<p>{part}</p>" for part in row["township_duty"].replace("2.", "\n2.").split("\n"))
        lead = "</p><p>".join(row["lead_department"])
        cells = f"<td>{row['name']}</td><td><p>{lead}</p></td><td>{row['lead_duty']}</td><td>{duty}</td>"
        rows += f"<tr><td>{number}</td>{cells}</tr>"
    body = (
        "<div>首页 &gt; 公开</div><h1>柳溪镇配合履职事项清单(示例)</h1><p>发布日期:2025-06-30  来源:示例县委办公室</p>"
        f"<table><tbody>{rows}</tbody></table><script>alert('x')</script>"
    )
    items = [{**row, "township_duty": row["township_duty"].replace("2.", "\n2.")} for row in helped]
    header = {"title": "柳溪镇配合履职事项清单(示例)", "date_published": "2025-06-30"}
    case = Case(
        "duties-page-two-level", "duties", items, header, ["配合"], list(dict.fromkeys(r["category"] for r in items))
    )
    write_html(case.write() / "table.htm", body)


def village_roles_in_a_column() -> None:
    """The role as a column in other words, merged; law and article in one cell, several by semicolon."""
    rows: list[list[Any]] = [
        ["清单类型", "序号", "具体事项", "主责部门", "法律依据"],
        ["依法履职事项", 1, "调解民间纠纷", "", "《上海市居民委员会工作条例》第十二条"],
        ["", 2, "反映居民的意见、要求和提出建议", "", "《上海市居民委员会工作条例》第十二条第七项"],
        [
            "协助事项",
            1,
            "协助社会救助",
            "民政部门",
            "《上海市居民委员会工作条例》第二十条;《示例办法》(示例〔2021〕3号)",
        ],
        ["", 2, "协助人口管理", "公安机关、卫生健康部门", "按有关规定"],
        ["负面清单", 1, "示例:代收代缴费用", "", ""],
    ]
    law = "上海市居民委员会工作条例"
    items = [
        {"name": "调解民间纠纷", "role": "主体责任", "legal_basis": [{"title": law, "article": "第十二条"}]},
        {
            "name": "反映居民的意见、要求和提出建议",
            "role": "主体责任",
            "legal_basis": [{"title": law, "article": "第十二条第七项"}],
        },
        {
            "name": "协助社会救助",
            "role": "协办",
            "department": ["民政部门"],
            "legal_basis": [{"title": law, "article": "第二十条"}, {"title": "示例办法", "doc_no": "示例〔2021〕3号"}],
        },
        {
            "name": "协助人口管理",
            "role": "协办",
            "department": ["公安机关", "卫生健康部门"],
            "legal_basis": [{"title": "按有关规定"}],
        },
        {"name": "示例:代收代缴费用", "role": "负面"},
    ]
    case = Case("village-roles", "village-duties", items, doubts=["依法履职事项"])
    write_xlsx(case.write() / "table.xlsx", [Sheet("Sheet1", rows, [(2, 1, 3, 1), (4, 1, 5, 1)])])


def village_help_by_marks() -> None:
    """Several marks in one row make a list; GB18030; upper names go on to the right in plain text."""
    rows: list[list[Any]] = [
        ["示例县村级组织协助事项清单(示例)", "", "", "", "", "", ""],
        ["序号", "协助事项", "协助方式", "", "", "", "牵头部门"],
        ["", "", "协调联络", "组织动员", "宣传教育", "诉求反映", ""],
        ["1", "协助社会救助(示例)", "√", "", "√", "√", "县民政局(示例)"],
        ["2", "协助征兵(示例)", "", "√", "√", "", "县人武部(示例)"],
        ["3", "协助人口普查(示例)", "", "", "", "", "县统计局(示例)"],
        ["总计", "3", "1", "1", "2", "2", ""],
    ]
    items = [
        {
            "name": "协助社会救助(示例)",
            "role": "协办",
            "help": ["协调联络", "宣传教育", "诉求反映"],
            "department": ["县民政局(示例)"],
        },
        {
            "name": "协助征兵(示例)",
            "role": "协办",
            "help": ["组织动员", "宣传教育"],
            "department": ["县人武部(示例)"],
        },
        {"name": "协助人口普查(示例)", "role": "协办", "department": ["县统计局(示例)"]},
    ]
    title = {"title": "示例县村级组织协助事项清单(示例)"}
    case = Case(
        "village-help-marks", "village-duties", items, title, ["合计写着 2,「协助方式·诉求反映」打了勾的是 1"], ["总计"]
    )
    write_csv(case.write() / "table.csv", rows, "gb18030")


def empty_rows_and_notes() -> None:
    """Blank rows and columns around, the header on row 6, a date held as a date, 等 at the end."""
    rows: list[list[Any]] = [[""] * 5 for _ in range(2)]
    rows += [["", "", "示例镇村级组织负面事项清单(示例)", "", ""]]
    rows += [["", "", "发文机关:示例镇党委", "", "文号:示例〔2024〕5号"], [""] * 5]
    rows += [["", "", "负面事项", "经费来源", "施行日期"]]
    from datetime import date

    rows += [["", "", "招商引资(示例)", "", date(2024, 9, 1)], [""] * 5]
    rows += [["", "", "行政执法(示例)", "无", "2024年9月"], ["", "", "等", "", ""]]
    rows += [["", "", "注:以上事项不得交给村级组织。", "", ""]]
    items = [
        {"name": "招商引资(示例)", "role": "负面", "effective_from": "2024-09-01"},
        {"name": "行政执法(示例)", "role": "负面", "funding": "无", "effective_from": "2024-09"},
    ]
    header = {
        "title": "示例镇村级组织负面事项清单(示例)",
        "issuer": ["示例镇党委"],
        "doc_no": "示例〔2024〕5号",
        "open_ended": "是",
    }
    case = Case("village-blank-rows", "village-duties", items, header, ["负面"], ["等", "注:以上事项"])
    write_xls(case.write() / "table.ods", [Sheet("负面", rows)], "ods")


OPEN = [
    national_list,
    names_that_carry_numbers,
    wrapped_rows,
    traditional_and_tabs,
    three_parts_on_one_sheet,
    taken_back_with_gaps,
    categories_merged_in_word,
    two_level_header_in_page,
    village_roles_in_a_column,
    village_help_by_marks,
    empty_rows_and_notes,
]

WIDE = {
    "national_list",
    "names_that_carry_numbers",
    "wrapped_rows",
    "three_parts_on_one_sheet",
    "village_roles_in_a_column",
    "empty_rows_and_notes",
    "categories_merged_in_word",
}

if __name__ == "__main__":
    make(OPEN, WIDE)
