"""The number and the newest commit of the merge request that a webhook speaks of, as NUMBER=… and HEAD_SHA=…

Both are empty where there is nothing to look at: it is closed, for another branch, or nothing but its words changed.
"""

import json
import re
import sys
from pathlib import Path


def proposal(payload: str, branch: str) -> tuple[str, str]:
    """Number and commit, or two empty texts."""
    told = json.loads(payload)
    request = told.get("object_attributes") or {}
    number, head = request.get("iid"), (request.get("last_commit") or {}).get("id")
    fresh = request.get("action") in ("open", "reopen") or (request.get("action") == "update" and request.get("oldrev"))
    if told.get("object_kind") != "merge_request" or request.get("target_branch") != branch or not fresh:
        return "", ""
    if not isinstance(number, int) or number < 1 or not re.fullmatch(r"[0-9a-f]{40}|[0-9a-f]{64}", str(head)):
        return "", ""
    return str(number), str(head)


if __name__ == "__main__":
    print("NUMBER={}\nHEAD_SHA={}".format(*proposal(Path(sys.argv[1]).read_text("utf-8"), sys.argv[2])))
