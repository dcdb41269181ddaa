"""保留却没有依据:保留下来的报表、软件、“一票否决”等,没写依据。

清理之后还留着的,要说得出凭什么。

反例:
    - id: a
      name: 某软件
      type: 应用程序
      action: 保留

正例:
    - id: a
      name: 某软件
      type: 应用程序
      action: 保留
      legal_basis:
        - title: 某规定
"""

from collections.abc import Iterator
from datetime import date

from ..catalog import ListFile
from ..problems import Level, Problem

CODE = "C323"
LEVEL = Level.WARNING
SCOPE = "list"


def check(file: ListFile, as_of: date) -> Iterator[Problem]:
    """Things kept without a legal basis."""
    if file.kind.key != "cleanups":
        return
    for number, item in enumerate(file.items):
        if item.action == "保留" and not item.legal_basis:
            yield file.problem(number, "action", CODE, f"保留的“{item.name}”没写依据", "补 legal_basis", LEVEL)
