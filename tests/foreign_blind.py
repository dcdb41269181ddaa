"""Eight foreign tables written before the importer was: nothing is ever tuned to them."""

from typing import Any

from foreign_files import Case, Sheet, items_of, make, write_csv, write_docx, write_html, write_xls, write_xlsx


def certificates_with_marks() -> None:
    """Two-level header with √, a row with two marks, a note in a mark cell, a total."""
    names = [row["name"] for row in items_of("certificates.yml", "name")][:12]
    own = ["居住证明", "特困供养证明", "家庭贫困证明"]
    rows: list[list[Any]] = [
        ["示例县村(社区)证明事项清单(示例)", "", "", "", "", "", ""],
        ["制表单位:示例县民政局(示例)          日期:2025年3月1日", "", "", "", "", "", ""],
        ["序号", "证 明\n名 称", "是否出具", "", "", "由谁出具", "备注"],
        ["", "", "可以出具", "不应出具", "视情出具", "", ""],
    ]
    items: list[dict[str, Any]] = []
    for name in own:
        rows.append([float(len(items) + 1), name, "√", "", "", "村(居)委会", ""])
        items.append({"name": name, "decision": "可以出具", "issuing_body": ["村(居)委会"]})
    for name in names[:10]:
        rows.append([float(len(items) + 1), name, "", "√", "", "公安派出所、公证机构", ""])
        items.append({"name": name, "decision": "不应出具", "issuing_body": ["公安派出所", "公证机构"]})
    rows.append([float(len(items) + 1), names[10], "√", "√", "", "", ""])
    items.append({"name": names[10]})
    rows.append([float(len(items) + 1), names[11], "", "", "√(仅限公证)", "", "示例备注"])
    items.append({"name": names[11], "decision": "视情出具", "remark": "示例备注"})
    rows.append(["合计", "15项", "", "", "", "", ""])
    merges = [(1, 1, 1, 7), (2, 1, 2, 7), (3, 3, 3, 5)] + [(3, column, 4, column) for column in (1, 2, 6, 7)]
    case = Case(
        "b1-certificates-marks",
        "certificates",
        items,
        {"title": "示例县村(社区)证明事项清单(示例)", "issuer": ["示例县民政局(示例)"], "date_written": "2025-03-01"},
        ["18", "(仅限公证)"],
        ["合计"],
    )
    write_xlsx(case.write() / "table.xlsx", [Sheet("Sheet1", rows, merges)])


def duties_by_category() -> None:
    """GB18030, category headings with their count, numbering that restarts, a note below."""
    duties = items_of("demo/dongpo/duties.yml", "name", "category", "role", where={"role": "基本"})[:24]
    rows: list[list[Any]] = [["东坡街道基本履职事项清单(示例)", ""], ["示例〔2025〕1号", ""], ["序号", "事项名称"]]
    categories = list(dict.fromkeys(row["category"] for row in duties))
    for number, category in zip("一二三四五六七八九", categories, strict=False):
        mine = [row for row in duties if row["category"] == category]
        rows.append([f"{number}、{category}({len(mine)}项)", ""])
        rows.extend([str(count), row["name"]] for count, row in enumerate(mine, 1))
    rows.append(["注:本表为示例。", ""])
    case = Case(
        "b2-duties-headings",
        "duties",
        duties,
        {"title": "东坡街道基本履职事项清单(示例)", "doc_no": "示例〔2025〕1号"},
        [],
        [*categories, "注:本表为示例"],
    )
    write_csv(case.write() / "table.csv", rows, "gb18030")


def duties_over_pages() -> None:
    """A Word annex in two tables, header repeated, categories as merged rows, steps as paragraphs."""
    fields = ("name", "category", "role", "lead_department", "lead_duty", "township_duty")
    duties = items_of("demo/dongpo/duties.yml", *fields, where={"role": "配合"})[:16]
    head = ["序号", "事项名称", "对应上级部门", "上级部门职责", "乡镇(街道)\n配合职责"]
    tables: list[Sheet] = []
    last = ""
    for half in (duties[:9], duties[9:]):
        rows: list[list[Any]] = [head]
        merges = []
        for row in half:
            if row["category"] != last:
                last = row["category"]
                rows.append([last, "", "", "", ""])
                merges.append((len(rows), 1, len(rows), 5))
            number = duties.index(row) + 1
            broken = [row[key].replace("2.", "\n2.") for key in ("lead_duty", "township_duty")]
            rows.append([str(number), row["name"], "\n".join(row["lead_department"]), *broken])
        tables.append(Sheet("", rows, merges))
    items = [
        {**row, **{key: row[key].replace("2.", "\n2.") for key in ("lead_duty", "township_duty")}} for row in duties
    ]
    case = Case(
        "b3-duties-pages",
        "duties",
        items,
        {"title": "东坡街道配合履职事项清单(示例)"},
        [],
        ["事项名称", *dict.fromkeys(row["category"] for row in duties)],
    )
    blocks = ["附件2", "东坡街道配合履职事项清单(示例)", tables[0], "", tables[1]]
    write_docx(case.write() / "table.docx", blocks)


def services_page() -> None:
    """A saved page in GB2312: layout table around, rowspans, <br>, a script that says something else."""
    services = items_of("sichuan/guangan/guanganqu/services.yml", "name", "department", "item_code")[:15]
    by: dict[str, list[dict[str, Any]]] = {}
    for row in services:
        by.setdefault(row["department"][0], []).append(row)
    lines = ""
    number = 0
    for department, mine in by.items():
        for index, row in enumerate(mine):
            number += 1
            first = f'<td rowspan="{len(mine)}">{department}</td>' if not index else ""
            name = row["name"][:6] + "<br>\n  " + row["name"][6:]
            lines += f"<tr><td>{number}</td>{first}<td>{name}</td><td>&nbsp;{row['item_code']} </td></tr>"
    head = "<tr><th>序号</th><th>办理部门</th><th>事项名称</th><th>事项编码</th></tr>"
    title = '<tr><td colspan="4"><b>广安区办事事项(示例节录)</b></td></tr>'
    body = (
        "<table><tr><td>首页</td><td><script>document.write('<table><tr><td>脚本</td></tr></table>')</script>"
        f"<table border=1>{title}{head}{lines}</table></td></tr></table>"
    )
    case = Case("b4-services-page", "services", services, {"title": "广安区办事事项(示例节录)"})
    write_html(case.write() / "table.html", body, "gb18030", "gb2312")


def channels_with_lost_zeros() -> None:
    """Phones held as numbers: refused with their cells; texts and 12345 are taken."""
    rows: list[list[Any]] = [
        ["序号", "渠道名称", "受理单位", "举报电话", "电子邮箱", "受理时间"],
        [1, "示例县纪委举报(示例)", "示例县纪委监委", 8518800001, "", "工作日"],
        [2, "示例县减负办(示例)", "示例县委办公室", "0000-8800002", "shili@example.com", "8:30—12:00"],
        [3, "示例县信访局(示例)", "示例县信访局", "００００－８８００００３、0000-8800004", "", "工作日"],
        [4, "热线(示例)", "示例县政府办公室", 12345, "无", "7×24小时"],
    ]
    items = [
        {"name": "示例县纪委举报(示例)", "authority": "示例县纪委监委", "hours": "工作日"},
        {
            "name": "示例县减负办(示例)",
            "authority": "示例县委办公室",
            "phones": ["0000-8800002"],
            "emails": ["shili@example.com"],
            "hours": "8:30—12:00",
        },
        {
            "name": "示例县信访局(示例)",
            "authority": "示例县信访局",
            "phones": ["0000-8800003", "0000-8800004"],
            "hours": "工作日",
        },
        {"name": "热线(示例)", "authority": "示例县政府办公室", "hours": "7×24小时"},
    ]
    for item in items:
        item["state"] = "待核实"
    case = Case("b5-channels-numbers", "channels", items, doubts=["D2", "8518800001", "D5", "E5", "受理主题"])
    write_xls(case.write() / "table.xls", [Sheet("举报渠道", rows)])


def village_duties_by_sheet() -> None:
    """Three sheets, the role is the sheet's name; merged categories; an empty and a hidden sheet."""
    path = "shanghai/village-duties.yml"
    own = items_of(path, "name", "category", "role", where={"role": "主体责任"})
    helps = items_of(path, "name", "category", "role", where={"role": "协办"})
    refused = [{"name": name, "role": "负面"} for name in ("招商引资(示例)", "行政执法(示例)", "出具清单外证明(示例)")]
    first: list[list[Any]] = [["序号", "类别", "事项"], *([i, r["category"], r["name"]] for i, r in enumerate(own, 1))]
    second: list[list[Any]] = [["序号", "事项类别", "协办事项", "主责部门"]]
    merges = []
    for number, row in enumerate(helps, 1):
        same = second[-1][1] == row["category"] or (second[-1][1] == "" and helps[number - 2]["category"])
        same = number > 1 and helps[number - 2]["category"] == row["category"]
        second.append([number, "" if same else row["category"], row["name"], "街道(示例)"])
    start = 2
    for index in range(2, len(second) + 1):
        last = index == len(second) or second[index][1] != ""
        if last:
            if index > start:
                merges.append((start, 2, index, 2))
            start = index + 1
    third = [["序号", "负面事项"], *([i, r["name"]] for i, r in enumerate(refused, 1))]
    items = [*own, *({**row, "department": ["街道(示例)"]} for row in helps), *refused]
    case = Case("b6-village-sheets", "village-duties", items, doubts=["草稿"])
    sheets = [
        Sheet("主体责任清单", first),
        Sheet("协办清单", second, merges),
        Sheet("负面清单", third),
        Sheet("草稿", [["旧"], ["不要"]], hidden=True),
        Sheet("Sheet5", []),
    ]
    write_xlsx(case.write() / "table.xlsx", sheets)


def powers_with_loose_numbers() -> None:
    """CSV with a mark of bytes, numbering in Chinese with a gap, loose document numbers, a total that differs."""
    rows: list[list[Any]] = [
        ["附件1", "", "", "", "", "", ""],
        ["示例镇赋权事项目录(示例)", "", "", "", "", "", ""],
        ["序号", "职权名称", "职权类别", "实施主体", "设定依据", "赋权方式", "收回时间"],
        ["一", "对擅自摆摊的处罚(示例)", "行政处罚", "示例镇人民政府", "《示例条例》第十二条", "下放", ""],
        [
            "二",
            "临时占道审批(示例)",
            "行政许可",
            "示例镇人民政府",
            "《示例办法》(示例〔2020〕12号)第三条",
            "委托",
            "2024年6月30日",
        ],
        [
            "四",
            "农村建房巡查(示例)",
            "行政检查",
            "示例镇人民政府、示例街道办事处",
            "《示例规定》第五条;《示例细则》第六条",
            "法定",
            "",
        ],
        ["五", "查处违建(示例)", "行政强制", "示例镇人民政府", "", "承包", "２０２４．７．１"],
        ["合计", "6", "", "", "", "", ""],
    ]
    items = [
        {
            "name": "对擅自摆摊的处罚(示例)",
            "mode": "下放",
            "power_type": "行政处罚",
            "body": ["示例镇人民政府"],
            "legal_basis": [{"title": "示例条例", "article": "第十二条"}],
        },
        {
            "name": "临时占道审批(示例)",
            "mode": "委托",
            "power_type": "行政许可",
            "body": ["示例镇人民政府"],
            "recalled_on": "2024-06-30",
            "legal_basis": [{"title": "示例办法", "doc_no": "示例〔2020〕12号", "article": "第三条"}],
        },
        {
            "name": "农村建房巡查(示例)",
            "mode": "法定",
            "power_type": "行政检查",
            "body": ["示例镇人民政府", "示例街道办事处"],
            "legal_basis": [{"title": "示例规定", "article": "第五条"}, {"title": "示例细则", "article": "第六条"}],
        },
        {
            "name": "查处违建(示例)",
            "power_type": "行政强制",
            "body": ["示例镇人民政府"],
            "recalled_on": "2024-07-01",
        },
    ]
    title = {"title": "示例镇赋权事项目录(示例)"}
    doubts = ["A6", "缺 3", "承包", "6", "4"]
    case = Case("b7-powers-loose", "powers", items, title, doubts, ["合计"])
    write_csv(case.write() / "table.csv", rows, "utf-8-sig")


def signboards_with_boxes() -> None:
    """Boxes inside cells, rows wrapped over two, a word broken by spaces, header over two lines."""
    rows: list[list[Any]] = [
        ["序号", "标牌\n名称", "标牌类型", "处理意见", "悬挂位置"],
        ["1", "党组织", "外 部 标 牌", "☑保留 ☐摘除", "办公场所大门右侧"],
        ["2", "村民委员会", "外部标牌", "■保留 □摘除", "办公场所大门左侧"],
        ["3", "各类代办点、服务岗、便民缴费点以及其他以", "室内门牌", "□保留 □摘除 ■合并", "便民服务大厅"],
        ["", "部门名义设的点(示例)", "", "", ""],
        ["4", "工作台账管理制度(示例)", "上墙制度", "☐保留 ☑摘除", ""],
        ["5", "妇联", "室内门牌", "门牌式", "所用功能室的门上"],
        ["6", "某宣传牌(示例)", "宣传栏", "☐保留 ☐摘除", "院内"],
    ]
    items = [
        {"name": "党组织", "object": "外部标牌", "action": "保留", "position": "办公场所大门右侧"},
        {"name": "村民委员会", "object": "外部标牌", "action": "保留", "position": "办公场所大门左侧"},
        {
            "name": "各类代办点、服务岗、便民缴费点以及其他以部门名义设的点(示例)",
            "object": "室内门牌",
            "action": "合并",
            "position": "便民服务大厅",
        },
        {"name": "工作台账管理制度(示例)", "object": "上墙制度", "action": "摘除"},
        {"name": "妇联", "object": "室内门牌", "action": "门牌式", "position": "所用功能室的门上"},
        {"name": "某宣传牌(示例)", "position": "院内"},
    ]
    case = Case(
        "b8-signboards-boxes",
        "signboards",
        items,
        {"title": "示例村标牌标识清理目录(示例)", "date_written": "2025-06-30"},
        ["宣传栏", "☐保留 ☐摘除"],
    )
    blocks = ["示例村标牌标识清理目录(示例)", "(2025年6月30日)", Sheet("", rows)]
    write_docx(case.write() / "table.docx", blocks)


BLIND = [
    certificates_with_marks,
    duties_by_category,
    duties_over_pages,
    services_page,
    channels_with_lost_zeros,
    village_duties_by_sheet,
    powers_with_loose_numbers,
    signboards_with_boxes,
]

WIDE = {"certificates_with_marks", "duties_over_pages", "powers_with_loose_numbers", "signboards_with_boxes"}

if __name__ == "__main__":
    make(BLIND, WIDE)
