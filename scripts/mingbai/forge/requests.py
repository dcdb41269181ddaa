"""Pull requests and issues of a whole repository: those that are open, opened, written anew, closed."""

from collections.abc import Iterator
from typing import Any, NamedTuple, Protocol
from urllib.parse import quote

from .api import Api, Refused
from .forges import entry


class Open(NamedTuple):
    """An open pull request (with its branch), or an open issue."""

    number: int
    author: str
    title: str
    body: str
    branch: str = ""


class Requests(Protocol):
    """What the inbox needs of a forge."""

    def me(self) -> str:
        """Whom the token belongs to."""
        ...

    def requests(self, base: str) -> Iterator[Open]:
        """The open pull requests for a branch that come from this repository."""
        ...

    def issues(self) -> Iterator[Open]:
        """The open issues."""
        ...

    def propose(self, branch: str, base: str, title: str, body: str) -> None:
        """Open a pull request."""
        ...

    def report(self, title: str, body: str) -> None:
        """Open an issue."""
        ...

    def rewrite(self, one: Open, title: str, body: str) -> None:
        """Other words for a pull request or issue."""
        ...

    def close(self, one: Open) -> None:
        """Close it, without merging."""
        ...


class _Named:
    """Who writes: whom the forge names, else the name that was given (GitHub does not tell a workflow)."""

    def __init__(self, api: Api, bot: str, field: str) -> None:
        self._api = api
        self._bot = bot
        self._field = field

    def me(self) -> str:
        """Whom the token belongs to."""
        try:
            return str(self._api.ask("GET", "/user")[self._field])
        except Refused as error:
            if self._bot and error.status in (401, 403, 404):
                return self._bot
            raise


class ByPath(_Named):
    """GitHub, Gitea and Forgejo."""

    def __init__(self, api: Api, repo: str, bot: str) -> None:
        super().__init__(api, bot, "login")
        self._repo = f"/repos/{'/'.join(quote(part, safe='') for part in repo.split('/'))}"

    def requests(self, base: str) -> Iterator[Open]:
        """The open ones."""
        for row in self._api.rows(f"{self._repo}/pulls", state="open"):
            head, into = row.get("head") or {}, row.get("base") or {}
            if into.get("ref") == base and _id(head) == _id(into):
                yield self._open(row, str(head.get("ref")))

    def issues(self) -> Iterator[Open]:
        """The open ones; both forges count pull requests among them."""
        for row in self._api.rows(f"{self._repo}/issues", state="open"):
            if not row.get("pull_request"):
                yield self._open(row)

    def propose(self, branch: str, base: str, title: str, body: str) -> None:
        """A new one."""
        told = {"title": title, "body": body, "head": branch, "base": base}
        self._api.ask("POST", f"{self._repo}/pulls", told)

    def report(self, title: str, body: str) -> None:
        """A new one."""
        self._api.ask("POST", f"{self._repo}/issues", {"title": title, "body": body})

    def rewrite(self, one: Open, title: str, body: str) -> None:
        """Title and text."""
        self._api.ask("PATCH", self._path(one), {"title": title, "body": body})

    def close(self, one: Open) -> None:
        """As it is."""
        self._api.ask("PATCH", self._path(one), {"state": "closed"})

    def _path(self, one: Open) -> str:
        return f"{self._repo}/{'pulls' if one.branch else 'issues'}/{one.number}"

    @staticmethod
    def _open(row: dict[str, Any], branch: str = "") -> Open:
        author = str((row.get("user") or {}).get("login"))
        return Open(int(row["number"]), author, str(row.get("title")), str(row.get("body") or ""), branch)


class GitLab(_Named):
    """Merge requests and issues."""

    def __init__(self, api: Api, repo: str, bot: str) -> None:
        super().__init__(api, bot, "username")
        self._project = f"/projects/{quote(repo, safe='')}"

    def requests(self, base: str) -> Iterator[Open]:
        """The open ones."""
        for row in self._api.rows(f"{self._project}/merge_requests", state="opened", target_branch=base):
            if row.get("source_project_id") == row.get("target_project_id"):
                yield self._open(row, str(row.get("source_branch")))

    def issues(self) -> Iterator[Open]:
        """The open ones."""
        return (self._open(row) for row in self._api.rows(f"{self._project}/issues", state="opened"))

    def propose(self, branch: str, base: str, title: str, body: str) -> None:
        """A new one; its branch goes when it is merged."""
        told = {"title": title, "description": body, "source_branch": branch, "target_branch": base}
        self._api.ask("POST", f"{self._project}/merge_requests", {**told, "remove_source_branch": True})

    def report(self, title: str, body: str) -> None:
        """A new one."""
        self._api.ask("POST", f"{self._project}/issues", {"title": title, "description": body})

    def rewrite(self, one: Open, title: str, body: str) -> None:
        """Title and text."""
        self._api.ask("PUT", self._path(one), {"title": title, "description": body})

    def close(self, one: Open) -> None:
        """As it is."""
        self._api.ask("PUT", self._path(one), {"state_event": "close"})

    def _path(self, one: Open) -> str:
        return f"{self._project}/{'merge_requests' if one.branch else 'issues'}/{one.number}"

    @staticmethod
    def _open(row: dict[str, Any], branch: str = "") -> Open:
        author = str((row.get("author") or {}).get("username"))
        return Open(int(row["iid"]), author, str(row.get("title")), str(row.get("description") or ""), branch)


def requests(sort: str, api: str, token: str, repo: str, bot: str = "") -> Requests:
    """The pull requests and issues of a repository on one forge."""
    make = GitLab if sort == "gitlab" else ByPath
    return make(entry(sort, api, token), repo, bot)


def _id(end: dict[str, Any]) -> Any:
    """The repository that an end of a pull request lies in."""
    return (end.get("repo") or {}).get("id")
