"""GitHub, GitLab and Gitea (Forgejo speaks as Gitea does): how each is asked for the same few things."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol
from urllib.parse import quote

from .api import Api, Refused
from .bundle import Finding, Suggestion
from .words import note, remark


class Said(NamedTuple):
    """A comment that somebody wrote."""

    id: int
    author: str
    body: str


class Forge(Protocol):
    """What posting needs of a forge; ``suggests`` says whether it can offer lines for others."""

    suggests: bool

    def head(self) -> str:
        """The newest commit of the proposal; '' where it is closed."""
        ...

    def me(self) -> str:
        """Whom the token belongs to."""
        ...

    def comments(self) -> Iterator[Said]:
        """The comments on the proposal as a whole."""
        ...

    def notes(self) -> Iterator[Said]:
        """The comments at its lines."""
        ...

    def create(self, body: str) -> None:
        """Comment on the whole."""
        ...

    def update(self, comment: int, body: str) -> None:
        """Write another body into a comment."""
        ...

    def attach(self, commit: str, things: list[Suggestion | Finding]) -> int:
        """Put comments at lines; how many the forge took."""
        ...


class _ByPath:
    """What GitHub and Gitea have in common."""

    def __init__(self, api: Api, repo: str, number: int, bot: str) -> None:
        self._api = api
        self._repo = f"/repos/{'/'.join(quote(part, safe='') for part in repo.split('/'))}"
        self._number = number
        self._bot = bot

    def head(self) -> str:
        """The newest commit; '' of a closed proposal."""
        told = self._api.ask("GET", f"{self._repo}/pulls/{self._number}")
        return str(told["head"]["sha"]) if told.get("state") == "open" else ""

    def me(self) -> str:
        """The name given, else whom the forge names."""
        return self._bot or str(self._api.ask("GET", "/user")["login"])

    def comments(self) -> Iterator[Said]:
        """Of the issue that every proposal is as well."""
        return (_said(row) for row in self._api.rows(f"{self._repo}/issues/{self._number}/comments"))

    def create(self, body: str) -> None:
        """A new comment."""
        self._api.ask("POST", f"{self._repo}/issues/{self._number}/comments", {"body": body})

    def update(self, comment: int, body: str) -> None:
        """The same comment, other words."""
        self._api.ask("PATCH", f"{self._repo}/issues/comments/{comment}", {"body": body})


class GitHub(_ByPath):
    """Problems stand at their lines by the log of the job that found them; suggestions are comments at lines."""

    suggests = True

    def notes(self) -> Iterator[Said]:
        """Review comments."""
        return (_said(row) for row in self._api.rows(f"{self._repo}/pulls/{self._number}/comments"))

    def attach(self, commit: str, things: list[Suggestion | Finding]) -> int:
        """One by one: a line that GitHub does not take shall not take others with it."""
        return sum(
            _taken(self._api, f"{self._repo}/pulls/{self._number}/comments", _review(commit, one)) for one in things
        )


class GitLab:
    """Problems stand at their lines by the Code Quality report; suggestions are discussions at lines."""

    suggests = True

    def __init__(self, api: Api, repo: str, number: int, bot: str) -> None:
        self._api = api
        self._path = f"/projects/{quote(repo, safe='')}/merge_requests/{number}"
        self._bot = bot
        self._refs: dict[str, Any] = {}

    def head(self) -> str:
        """The newest commit; '' of a closed proposal."""
        told = self._api.ask("GET", self._path)
        self._refs = told.get("diff_refs") or {}
        return str(told["sha"]) if told.get("state") == "opened" else ""

    def me(self) -> str:
        """The name given, else whom the forge names."""
        return self._bot or str(self._api.ask("GET", "/user")["username"])

    def comments(self) -> Iterator[Said]:
        """Notes, those at lines among them."""
        for row in self._api.rows(f"{self._path}/notes"):
            yield Said(int(row["id"]), str((row.get("author") or {}).get("username")), str(row.get("body")))

    notes = comments

    def create(self, body: str) -> None:
        """A new note."""
        self._api.ask("POST", f"{self._path}/notes", {"body": body})

    def update(self, comment: int, body: str) -> None:
        """The same note, other words."""
        self._api.ask("PUT", f"{self._path}/notes/{comment}", {"body": body})

    def attach(self, commit: str, things: list[Suggestion | Finding]) -> int:
        """One by one, each a discussion."""
        refs = {name: self._refs.get(name) for name in ("base_sha", "start_sha", "head_sha")}
        taken = 0
        for one in things:
            place = {
                "position_type": "text",
                **refs,
                "old_path": one.file,
                "new_path": one.file,
                "new_line": _line(one),
            }
            body = note(one, f"suggestion:-{one.last - one.first}+0") if isinstance(one, Suggestion) else remark(one)
            taken += _taken(self._api, f"{self._path}/discussions", {"body": body, "position": place})
        return taken


class Gitea(_ByPath):
    """Problems are comments at lines, all in one review; suggestions are only told in the comment."""

    suggests = False

    def notes(self) -> Iterator[Said]:
        """The comments of all reviews that this token's owner made."""
        whole = f"{self._repo}/pulls/{self._number}/reviews"
        for review in list(self._api.rows(whole)):
            for row in self._api.ask("GET", f"{whole}/{int(review['id'])}/comments") or []:
                yield _said(row)

    def attach(self, commit: str, things: list[Suggestion | Finding]) -> int:
        """All at once."""
        told = [
            {"path": one.file, "new_position": _line(one), "body": remark(one)}
            for one in things
            if isinstance(one, Finding)
        ]
        if not told:
            return 0
        review = {"commit_id": commit, "event": "COMMENT", "body": "", "comments": told}
        return len(told) * _taken(self._api, f"{self._repo}/pulls/{self._number}/reviews", review)


@dataclass(frozen=True)
class _Sort:
    make: type[GitHub] | type[GitLab] | type[Gitea]
    header: str
    before: str  # what stands before the token


_SORTS = {
    "github": _Sort(GitHub, "Authorization", "Bearer "),
    "gitlab": _Sort(GitLab, "PRIVATE-TOKEN", ""),
    "gitea": _Sort(Gitea, "Authorization", "token "),
}
FORGES = tuple(_SORTS)


def forge(sort: str, api: str, token: str, repo: str, number: int, bot: str = "") -> Forge:
    """One proposal on one forge. ``bot`` names whom the token belongs to where the forge does not tell."""
    return _SORTS[sort].make(entry(sort, api, token), repo, number, bot)


def entry(sort: str, api: str, token: str) -> Api:
    """The API of a forge, entered with a token."""
    if not token or not token.isprintable() or " " in token:
        raise Refused("没有访问令牌(环境变量 FORGE_TOKEN)")
    return Api(api, {_SORTS[sort].header: f"{_SORTS[sort].before}{token}"})


def _said(row: dict[str, Any]) -> Said:
    return Said(int(row["id"]), str((row.get("user") or {}).get("login")), str(row.get("body")))


def _line(thing: Suggestion | Finding) -> int:
    return thing.last if isinstance(thing, Suggestion) else thing.line


def _review(commit: str, one: Suggestion | Finding) -> dict[str, Any]:
    body = note(one) if isinstance(one, Suggestion) else remark(one)
    told = {"body": body, "commit_id": commit, "path": one.file, "line": _line(one), "side": "RIGHT"}
    if isinstance(one, Suggestion) and one.first < one.last:
        told |= {"start_line": one.first, "start_side": "RIGHT"}
    return told


def _taken(api: Api, path: str, body: dict[str, Any]) -> bool:
    """Whether the forge took a comment at a line; it refuses lines that are not in its difference."""
    try:
        api.ask("POST", path, body)
    except Refused as error:
        if error.status in (400, 422):
            return False
        raise
    return True
