"""What lies in the inbox of a commit: read out of git as data, whatever the files are called."""

from typing import NamedTuple

from ..git import NoGit, Repo

FOLDER = "inbox"
README = f"{FOLDER}/README.md"

BACK = (
    "这个文件以前收过,又原样回来了,多半是有人撤销了那一次的合并。不用再收:把它从 inbox/ 里删去。"
    "真要再收一次:改个文件名再传"
)

_FILE = ("100644", "100755")  # links and submodules are nobody's workbook


class Upload(NamedTuple):
    """A file in the inbox; ``blob`` is '' where it cannot be taken for a file, and ``trouble`` says why."""

    path: str
    blob: str
    size: int
    trouble: str = ""

    @property
    def name(self) -> str:
        """Its last part."""
        return self.path.rpartition("/")[2]


def uploads(repo: Repo, commit: str, base: str = "") -> list[Upload]:
    """The files of the inbox at a commit, by name; with ``base`` only what is new or changed since then."""
    told = repo.run("ls-tree", "-r", "-l", "-z", "--full-tree", commit, "--", f"{FOLDER}/")
    found = [_upload(line) for line in told.split(b"\0") if line]
    fresh = _since(repo, base, commit) if base else {one.path for one in found}
    wanted = [one for one in found if not _beside(one) and one.path in fresh]
    gone = _gone(repo, base or commit) if wanted else set()
    return sorted(one._replace(trouble=BACK) if (one.path, one.blob) in gone else one for one in wanted)


def _gone(repo: Repo, commit: str) -> set[tuple[str, str]]:
    """The files that were taken out of the inbox of a branch, with their blobs."""
    told = repo.log(FOLDER, until=commit)
    return {(file.path, file.old) for one in told for file in one.files if file.old and not file.new}


def _since(repo: Repo, base: str, commit: str) -> set[str]:
    """The paths of the inbox that a proposal brings."""
    try:
        start = repo.run("merge-base", base, commit).decode().split()[0]
    except NoGit:
        start = base  # nothing in common, or too little history here
    told = repo.run(
        "diff", "-z", "--name-only", "--no-renames", "--diff-filter=AMT", start, commit, "--", f"{FOLDER}/"
    )  # fmt: skip
    return {name.decode(errors="replace") for name in told.split(b"\0")}


def _upload(line: bytes) -> Upload:
    head, _, raw = line.partition(b"\t")
    mode, _, blob, size = head.decode().split()
    path = raw.decode(errors="replace")
    if not path.isprintable() or "\ufffd" in path:
        return Upload(path, "", 0, "文件名里有看不见的字符。改个名字再传")
    if mode not in _FILE:
        return Upload(path, "", 0, "这是链接,不是文件")
    return Upload(path, blob, int(size))


def _beside(one: Upload) -> bool:
    """Whether a file is none that somebody sent: the folder's own, or what office programs leave behind."""
    return one.path == README or one.name.startswith((".", "~$"))
