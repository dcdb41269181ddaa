"""Foreign tables that the importer was written against: boards, powers, services, channels and the rest."""

from datetime import date
from typing import Any

from foreign_files import Case, Sheet, items_of, make, write_csv, write_docx, write_html, write_xls, write_xlsx


def boards_with_quantities() -> None:
    """■ and ☐ in columns of their own, hedged quantities, a unit in the header, dates in three ways."""
    rows: list[list[Any]] = [
        ["示例县村级标识标牌清理情况表(示例)", "", "", "", "", "", ""],
        ["序号", "标牌名称", "标牌类型", "处理意见", "", "数量(块)", "清理时间"],
        ["", "", "", "保留", "摘除", "", ""],
        [1, "数字生活体验点(示例)", "牌子", "☐", "■", 46, date(2025, 9, 30)],
        [2, "满意度联络站(示例)", "外部标牌", "", "■", "120余", "2025年9月30日"],
        [3, "新时代文明实践站", "标识牌", "■", "☐", "", ""],
        [4, "各类制度牌(示例)", "制度牌", "☐", "■", "1.22万余块", "2025.9.30"],
        [5, "创建标语(示例)", "其他", "☐", "☐", "若干", "去年"],
        ["合计", "", "", 1, 3, "", ""],
    ]
    items: list[dict[str, Any]] = [
        {
            "name": "数字生活体验点(示例)",
            "object": "外部标牌",
            "action": "摘除",
            "quantity": {"value": "46", "unit": "块"},
            "date": "2025-09-30",
        },
        {
            "name": "满意度联络站(示例)",
            "object": "外部标牌",
            "action": "摘除",
            "quantity": {"value": "120", "qualifier": "余", "unit": "块"},
            "date": "2025-09-30",
        },
        {"name": "新时代文明实践站", "object": "标识", "action": "保留"},
        {
            "name": "各类制度牌(示例)",
            "object": "上墙制度",
            "action": "摘除",
            "quantity": {"value": "1.22", "qualifier": "余", "unit": "万块"},
            "date": "2025-09-30",
        },
        {"name": "创建标语(示例)"},
    ]
    merges = [(1, 1, 1, 7), (2, 4, 2, 5)] + [(2, column, 3, column) for column in (1, 2, 3, 6, 7)]
    title = {"title": "示例县村级标识标牌清理情况表(示例)"}
    case = Case("signboards-quantities", "signboards", items, title, ["其他", "若干", "去年"], ["合计"])
    write_xlsx(case.write() / "table.xlsx", [Sheet("Sheet1", rows, merges)])


def powers_by_marks() -> None:
    """√ under 法定, 下放, 委托; full-width digits in document numbers; dates in Chinese."""
    rows: list[list[Any]] = [
        ["示例街道职权清单(示例)", "", "", "", "", "", "", ""],
        ["文号:示例﹝２０２３﹞８号", "", "", "", "", "", "", ""],
        ["序号", "职权名称", "权力类别", "法定", "下放", "委托", "赋权机关", "收回时间"],
        ["1", "临时救助审批(示例)", "行政给付", "✓", "", "", "", ""],
        ["2", "养犬登记(示例)", "行政许可", "", "✓", "", "示例市公安局", "二〇二四年六月三十日"],
        ["3", "户外广告检查(示例)", "行政检查", "", "", "√", "示例市城管局", "２０２４／７／１"],
    ]
    items = [
        {"name": "临时救助审批(示例)", "mode": "法定", "power_type": "行政给付"},
        {
            "name": "养犬登记(示例)",
            "mode": "下放",
            "power_type": "行政许可",
            "empowered_by": "示例市公安局",
            "recalled_on": "2024-06-30",
        },
        {
            "name": "户外广告检查(示例)",
            "mode": "委托",
            "power_type": "行政检查",
            "empowered_by": "示例市城管局",
            "recalled_on": "2024-07-01",
        },
    ]
    header = {"title": "示例街道职权清单(示例)", "doc_no": "示例〔2023〕8号", "doc_no_raw": "示例﹝２０２３﹞８号"}
    case = Case("powers-marks", "powers", items, header)
    write_csv(case.write() / "table.csv", rows)


def powers_with_law_columns() -> None:
    """The law in three columns below one name, whether it is shared as 是/否, a formula that failed."""
    powers = items_of("powers.fagui.yml", "name", "mode", "power_type", "body", "shared")[:8]
    law = items_of("powers.fagui.yml", "legal_basis")[:8]
    rows: list[list[Any]] = [
        ["序号", "权力名称", "权力类型", "行使主体", "来源方式", "是否与部门共有", "设定依据", ""],
        ["", "", "", "", "", "", "依据名称", "条款"],
    ]
    items = []
    for number, (row, basis) in enumerate(zip(powers, law, strict=True), 1):
        first = {key: basis["legal_basis"][0][key] for key in ("title", "article")}
        shared = {"是": "√", "否": "×"}.get(row.get("shared", ""), "")
        power = [row["name"], row["power_type"], "、".join(row["body"]), row["mode"], shared]
        rows.append([number, *power, first["title"], first["article"]])
        items.append({**row, "legal_basis": [first]})
        if "shared" in row and not shared:
            del items[-1]["shared"]
    rows.append([len(items) + 1, "示例权力(示例)", "行政检查", "#N/A", "法定", "", "", "第一条"])
    items.append(
        {"name": "示例权力(示例)", "mode": "法定", "power_type": "行政检查", "legal_basis": [{"article": "第一条"}]}
    )
    merges = [(1, 7, 1, 8)] + [(1, column, 2, column) for column in range(1, 7)]
    case = Case("powers-law-columns", "powers", items, {}, ["#N/A", "缺「依据名称」"])
    write_xlsx(case.write() / "table.xlsx", [Sheet("权力清单(示例节录)", rows, merges)])


def services_over_rows() -> None:
    """One service over several rows by merged cells: a material a row, steps a row."""
    rows: list[list[Any]] = [
        ["示例镇便民服务事项办事指南(示例)", "", "", "", "", "", ""],
        ["序号", "服务事项", "办理部门", "所需材料", "办理流程", "办理时限", "咨询电话"],
        [1, "生育登记(示例)", "卫健办", "1.身份证", "受理", "当场办结", "0000-8800001"],
        ["", "", "", "2.户口簿", "登记", "", "0000-8800002"],
        ["", "", "", "3.结婚证(原件、复印件)", "", "", ""],
        [
            2,
            "高龄津贴申请(示例)",
            "民政办\n村(社区)",
            "身份证、户口簿、银行卡",
            "申请→初审→公示→发放",
            "20个工作日",
            88000003,
        ],
        [3, "残疾人证换领(示例)", "残联", "①残疾人证;②照片2张", "提交申请,核对信息", "5.0", "0000—8800004"],
    ]
    items = [
        {
            "name": "生育登记(示例)",
            "department": ["卫健办"],
            "materials": ["身份证", "户口簿", "结婚证(原件、复印件)"],
            "flow": ["受理", "登记"],
            "time_limit": "当场办结",
            "phones": ["0000-8800001", "0000-8800002"],
        },
        {
            "name": "高龄津贴申请(示例)",
            "department": ["民政办", "村(社区)"],
            "materials": ["身份证", "户口簿", "银行卡"],
            "flow": ["申请", "初审", "公示", "发放"],
            "time_limit": "20个工作日",
        },
        {
            "name": "残疾人证换领(示例)",
            "department": ["残联"],
            "materials": ["残疾人证", "照片2张"],
            "flow": ["提交申请", "核对信息"],
            "time_limit": "5.0",
            "phones": ["0000-8800004"],
        },
    ]
    merges = [(1, 1, 1, 7), *((3, column, 5, column) for column in (1, 2, 3, 6))]
    case = Case(
        "services-over-rows", "services", items, {"title": "示例镇便民服务事项办事指南(示例)"}, ["G6", "88000003"]
    )
    write_xlsx(case.write() / "table.xlsx", [Sheet("办事指南", rows, merges)])


def services_page_with_lists() -> None:
    """Lists as <li> and <br>, links as text, a table in a table, spans that promise too much, entities."""
    services = items_of("sichuan/guangan/guanganqu/services.yml", "name", "department", "online_url")[20:30]
    rows = "".join(
        f"<tr><td>{number}</td><td> {row['name']}&#12288;</td><td><ul><li>{row['department'][0]}</li></ul></td>"
        f"<td>{row['online_url'].replace('&', '&amp;')}</td><td>身份证<br>户口簿</td></tr>"
        for number, row in enumerate(services, 1)
    )
    body = (
        "<table><tr><td rowspan=99>菜单</td><td><h2>办事指南(示例节录)</h2><table>"
        "<thead><tr><th>序号</th><th>事项名称</th><th>办理部门</th><th>网上办理地址</th><th>申请材料</th></tr></thead>"
        f"<tbody>{rows}</tbody></table></td></tr></table>"
    )
    items = [{**row, "materials": ["身份证", "户口簿"]} for row in services]
    case = Case("services-page-lists", "services", items)
    write_html(case.write() / "table.html", body)


def channels_with_traps() -> None:
    """Codes in scientific notation, phones held as numbers, full-width mail, several numbers, unknown words."""
    rows: list[list[Any]] = [
        ["名称", "受理机关", "受理主题", "电话", "电子邮箱", "网址", "通讯地址", "是否可匿名", "状态"],
        ["示例热线(示例)", "示例县政府办", "综合、证明", "12345", "", "", "", "可以", "正常"],
        [
            "示例信箱(示例)",
            "示例县纪委",
            "作风违纪",
            "",
            "ｓｈｉｌｉ@example.com",
            "www.example.com",
            "示例县1号",
            "否",
            "停用",
        ],
        [
            "示例专线(示例)",
            "示例县委",
            "挂牌;报表",
            "0000 8800001,0000-8800002转8",
            "",
            "https://example.com/a",
            "",
            "",
            "待核实",
        ],
        ["示例电话(示例)", "示例县局", "综合", 8.51234567e10, "", "", "", "", "待核实"],
        ["示例电话二(示例)", "示例县局", "综合", "8.5E+10", "无", "", "", "", "待核实"],
    ]
    items: list[dict[str, Any]] = [
        {
            "name": "示例热线(示例)",
            "topics": ["综合", "证明"],
            "authority": "示例县政府办",
            "phones": ["12345"],
            "anonymous": "可以",
            "state": "有效",
        },
        {
            "name": "示例信箱(示例)",
            "topics": ["作风违纪"],
            "authority": "示例县纪委",
            "emails": ["shili@example.com"],
            "post_address": "示例县1号",
            "anonymous": "不可以",
            "state": "停用",
        },
        {
            "name": "示例专线(示例)",
            "topics": ["挂牌"],
            "authority": "示例县委",
            "phones": ["0000 8800001", "0000-8800002转8"],
            "url": "https://example.com/a",
            "state": "待核实",
        },
        {"name": "示例电话(示例)", "topics": ["综合"], "authority": "示例县局", "state": "待核实"},
        {"name": "示例电话二(示例)", "topics": ["综合"], "authority": "示例县局", "state": "待核实"},
    ]
    case = Case("channels-traps", "channels", items, {}, ["www.example.com", "报表", "D5", "D6", "E6"])
    write_xlsx(case.write() / "table.xlsx", [Sheet("举报渠道", rows)])


def admissions_with_guarantees() -> None:
    """Two-level header for inner fields, steps by arrows, dates as dates and as text, old workbook."""
    rows: list[list[Any]] = [
        ["示例县村级事务准入台账(示例)", "", "", "", "", "", "", "", ""],
        ["序号", "准入事项", "申请单位", "紧急程度", "审批机关", "办理程序", "保障", "", "准入时间"],
        ["", "", "", "", "", "", "人员", "经费", ""],
        [
            1,
            "人口普查入户(示例)",
            "县统计局",
            "一般",
            "县联席会议",
            "申请→核准→退出",
            "调查员2名",
            "每户5元",
            date(2025, 3, 1),
        ],
        [2, "防汛转移(示例)", "县应急局", "紧急", "县委副书记", "申请", "", "", "2025年7月"],
    ]
    items = [
        {
            "name": "人口普查入户(示例)",
            "urgency": "一般",
            "applicant": "县统计局",
            "steps": ["申请", "核准", "退出"],
            "approver": "县联席会议",
            "guarantee": {"staff": "调查员2名", "funds": "每户5元"},
            "start": "2025-03-01",
        },
        {
            "name": "防汛转移(示例)",
            "urgency": "特殊紧急",
            "applicant": "县应急局",
            "steps": ["申请"],
            "approver": "县委副书记",
            "start": "2025-07",
        },
    ]
    merges = [(1, 1, 1, 9), (2, 7, 2, 8)] + [(2, column, 3, column) for column in (1, 2, 3, 4, 5, 6, 9)]
    case = Case("admissions-guarantees", "admissions", items, {"title": "示例县村级事务准入台账(示例)"})
    write_xls(case.write() / "table.et", [Sheet("Sheet1", rows, merges)])


def tasks_in_word() -> None:
    """Measures as headings in part numbers, tasks with units one a line, deadlines that are no dates."""
    rows: list[list[Any]] = [
        ["序号", "任务名称", "具体措施", "牵头单位", "责任单位", "完成时限", "完成情况"],
        ["第一部分 减轻负担(示例)", "", "", "", "", "", ""],
        ["1", "清理挂牌(示例)", "逐村核对,\n统一摘除。", "县委组织部", "县民政局\n各乡镇", "2025年6月底", "已办结"],
        ["2", "精简报表(示例)", "一张表。", "县数据局", "各部门", "2025-12", "推进中"],
        ["第二部分 规范证明(示例)", "", "", "", "", "", ""],
        ["3", "公布清单(示例)", "公布。", "县民政局", "各乡镇、各街道", "长期", "未启动"],
    ]
    merges = [(2, 1, 2, 7), (5, 1, 5, 7)]
    items = [
        {
            "name": "清理挂牌(示例)",
            "category": "减轻负担(示例)",
            "text": "逐村核对,统一摘除。",
            "lead_unit": ["县委组织部"],
            "responsible_units": ["县民政局", "各乡镇"],
            "progress": "已完成",
        },
        {
            "name": "精简报表(示例)",
            "category": "减轻负担(示例)",
            "text": "一张表。",
            "lead_unit": ["县数据局"],
            "responsible_units": ["各部门"],
            "deadline": "2025-12",
            "progress": "进行中",
        },
        {
            "name": "公布清单(示例)",
            "category": "规范证明(示例)",
            "text": "公布。",
            "lead_unit": ["县民政局"],
            "responsible_units": ["各乡镇", "各街道"],
            "progress": "未开始",
        },
    ]
    title = {"title": "为基层减负任务分解表(示例)"}
    case = Case("tasks-word", "tasks", items, title, ["2025年6月底", "长期"], ["第一部分", "第二部分"])
    write_docx(case.write() / "table.docx", ["为基层减负任务分解表(示例)", Sheet("", rows, merges)])


def cleanups_in_other_words() -> None:
    """Kinds and actions in other words, a word that may mean several, quantities with 余 and 近."""
    rows: list[list[Any]] = [
        ["序号", "名称", "清理类型", "处理方式", "单位", "层级", "数量", "清理依据"],
        ["1", "节能目标责任评价“一票否决”", "一票否决", "保留", "市节能办(示例)", "市级", "", ""],
        ["2", "某学习软件(示例)", "APP", "停用", "示例县局", "县级", "1个", "示例通知"],
        ["3", "工作群(示例)", "微信群", "解散", "各乡镇", "乡级", "近50个", ""],
        ["4", "责任状(示例)", "责任书", "取消", "示例县委", "县级", "30余份", ""],
        ["5", "督查台账(示例)", "台账", "清理或合并", "示例县局", "县级", "", ""],
    ]
    items: list[dict[str, Any]] = [
        {
            "name": "节能目标责任评价“一票否决”",
            "type": "一票否决",
            "action": "保留",
            "unit": "市节能办(示例)",
            "level": "市级",
        },
        {
            "name": "某学习软件(示例)",
            "type": "应用程序",
            "action": "取消",
            "unit": "示例县局",
            "level": "县级",
            "quantity": {"value": "1", "unit": "个"},
            "legal_basis": [{"title": "示例通知"}],
        },
        {
            "name": "工作群(示例)",
            "type": "工作群",
            "action": "取消",
            "unit": "各乡镇",
            "level": "乡级",
            "quantity": {"value": "50", "qualifier": "近", "unit": "个"},
        },
        {
            "name": "责任状(示例)",
            "type": "责任状",
            "action": "取消",
            "unit": "示例县委",
            "level": "县级",
            "quantity": {"value": "30", "qualifier": "余", "unit": "份"},
        },
        {"name": "督查台账(示例)", "type": "报表", "unit": "示例县局", "level": "县级"},
    ]
    case = Case("cleanups-words", "cleanups", items, {}, ["清理或合并"])
    write_csv(case.write() / "table.csv", rows, "gb18030")


def assessments_with_percent() -> None:
    """A weight that the sheet holds as 0.5 and shows as 50 %, numbers as numbers, indented names."""
    rows: list[list[Any]] = [
        ["示例县综合考核项目表(示例)", "", "", "", ""],
        ["序号", "考核名称", "考核主体", "考核频次", "权重"],
        [1, "  综合目标绩效考核(示例)", "县考核办", "每年1次", "50%"],
        [2, "派驻机构考核(示例)", "乡镇", 1, 0.5],
    ]
    items = [
        {"name": "综合目标绩效考核(示例)", "unit": "县考核办", "frequency": "每年1次", "weight": "50%"},
        {"name": "派驻机构考核(示例)", "unit": "乡镇", "frequency": "1", "weight": "0.5"},
    ]
    title = {"title": "示例县综合考核项目表(示例)"}
    case = Case("assessments-percent", "assessments", items, title, ["E4", "50%"])
    write_xlsx(case.write() / "table.xlsx", [Sheet("Sheet1", rows, [(1, 1, 1, 5)])])


def figures_over_years() -> None:
    """A row a year, the indicator merged down: one series with several points; reported changes as printed."""
    rows: list[list[Any]] = [
        ["指标名称", "计量单位", "年份", "数值", "来源所称变化(%)"],
        ["文件", "个", "2019", 3759, ""],
        ["", "", "2020", 2482, -34],
        ["", "", "2021", 2031, -16],
        ["会议", "次", "2019", 144, ""],
        ["", "", "2020", 111, "-22.92"],
    ]
    items = [
        {
            "name": "文件",
            "unit": "个",
            "points": [
                {"period": "2019", "value": "3759"},
                {"period": "2020", "value": "2482", "reported_change": "-34"},
                {"period": "2021", "value": "2031", "reported_change": "-16"},
            ],
        },
        {
            "name": "会议",
            "unit": "次",
            "points": [
                {"period": "2019", "value": "144"},
                {"period": "2020", "value": "111", "reported_change": "-22.92"},
            ],
        },
    ]
    merges = [(2, 1, 4, 1), (2, 2, 4, 2), (5, 1, 6, 1), (5, 2, 6, 2)]
    case = Case("statistics-years", "statistics", items)
    write_xlsx(case.write() / "table.xlsx", [Sheet("公开数据", rows, merges)])


MORE = [
    boards_with_quantities,
    powers_by_marks,
    powers_with_law_columns,
    services_over_rows,
    services_page_with_lists,
    channels_with_traps,
    admissions_with_guarantees,
    tasks_in_word,
    cleanups_in_other_words,
    assessments_with_percent,
    figures_over_years,
]

WIDE = {
    "boards_with_quantities",
    "powers_with_law_columns",
    "services_over_rows",
    "channels_with_traps",
    "tasks_in_word",
    "cleanups_in_other_words",
    "assessments_with_percent",
}

if __name__ == "__main__":
    make(MORE, WIDE)
