"""便民服务的办理部门写成列表;任务的进展叫 progress。

Before formats had numbers, a service named one department as plain text, while every
other kind holds bodies as lists, and a task's progress was called ``state``, which means
something else in ``channels``. One name, one shape.
"""

from typing import Any

NUMBER = 1


def change(path: str, data: dict[str, Any]) -> dict[str, Any]:
    """``department`` of services becomes a list, ``state`` of tasks ``progress``."""
    kind = path.rpartition("/")[2].partition(".")[0]
    mend = {"services": _service, "tasks": _task}.get(kind)
    items = data.get("items")
    if mend is None or not isinstance(items, list):
        return data
    return {**data, "items": [mend(item) if isinstance(item, dict) else item for item in items]}


def _service(item: dict[str, Any]) -> dict[str, Any]:
    department = item.get("department")
    return {**item, "department": [department]} if isinstance(department, str) else item


def _task(item: dict[str, Any]) -> dict[str, Any]:
    if "progress" in item:
        return item
    return {"progress" if key == "state" else key: value for key, value in item.items()}
