"""editor.yml, the file beside mkdocs.yml that switches the editor on: which forge, which repository, which places."""

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from ..kinds.fields import Model, Text, Texts, Url, field
from ..kinds.load import model_of
from ..problems import Problem, has_errors
from ..read import Source, read

GITHUB, GITLAB, GITEA, FORGEJO, HERE = "github", "gitlab", "gitea", "forgejo", "本机"
PROXY = "http://localhost:8081/api/v1"
"""Where ``npx decap-server`` listens."""


class Settings(Model):
    """What the editor has to be told; everything else follows from the lists."""

    forge: Literal["github", "gitlab", "gitea", "forgejo", "本机"] = field(
        "平台", "清单放在哪个代码平台上;本机:只在自己电脑上试用", required=True
    )
    repo: Text | None = field("仓库", "平台上的仓库,如 dongbao/qingdan;本机不用写")
    branch: Text | None = field("分支", "从哪个分支读、改到哪个分支去,默认 main;gitea 上要写一个单独的分支")
    server: Url | None = field("平台地址", "自己架设的平台,如 https://git.example.gov.cn;gitea、forgejo 必须写")
    app_id: Text | None = field("应用编号", "在 gitlab、gitea、forgejo 上登记应用时给的编号(Application ID)")
    login: Url | None = field("登录服务", "github 的登录服务(OAuth),只写到域名,如 https://login.example.gov.cn")
    folder: Text | None = field("文件夹", "网站的文件夹在仓库里的位置,就在最外层的不用写")
    places: Texts | None = field("地方", "只编辑这些地方和它们下面的清单,如 hubei/jingmen/dongbao;默认全部")


_REPO = {"repo": "如 dongbao/qingdan"}
_NEEDED = {
    GITHUB: {**_REPO, "login": "GitHub 登录要有一个登录服务,见网站说明里的“在网页上改清单”"},
    GITLAB: {**_REPO, "app_id": "在 GitLab 的 Applications 里登记一个应用,把编号写在这里"},
    GITEA: {
        **_REPO,
        "server": "写平台的地址",
        "app_id": "在 Gitea 的 Applications 里登记一个应用,把编号写在这里",
        "branch": "Gitea 上保存就是直接提交,写一个单独的分支,如 bianji,改好了再从它发起合并请求",
    },
    FORGEJO: {
        **_REPO,
        "server": "写平台的地址",
        "app_id": "在 Forgejo 的 Applications 里登记一个应用,把编号写在这里",
    },
    HERE: {},
}
"""What each forge cannot do without, and what to write there."""


def settings_of(file: Path) -> tuple[Settings | None, list[Problem]]:
    """What the file says; nothing where there is no such file, nor where it holds errors."""
    if not file.is_file():
        return None, []
    source, problems = read(file.name, file.read_bytes())
    if source is None:
        return None, problems
    told = model_of(Settings, source.data, source, (), problems)
    if told:
        problems += _missing(told, source)
    return (None if has_errors(problems) else told), problems


def _missing(told: Settings, source: Source) -> Iterator[Problem]:
    fields = Settings.model_fields
    for name, fix in _NEEDED[told.forge].items():
        if getattr(told, name) is None:
            yield source.problem((name,), "C101", f"{told.forge} 缺少字段 {fields[name].title} {name}", fix)
    if told.login and told.login.count("/") > 2:
        fix = "只写到域名,后面没有斜线,如 https://login.example.gov.cn"
        yield source.problem(("login",), "C109", f"登录服务写多了: “{told.login}”", fix)
