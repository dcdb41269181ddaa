"""Hosts that are not what they seem, in lists and in hand-written pages; and no alarm on real ones."""

import re
from pathlib import Path

import pytest

import build_fixtures
from build_fixtures import clear
from helpers import ROOT
from mingbai.rules.hosts import doubtful, false, hosts
from site_fixtures import build, put, said, tree

master, folder = build_fixtures.master, build_fixtures.folder


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("https://www.gov.cn/a?b", ["www.gov.cn"]),
        ("HTTPS://青山.gov.cn:80", ["青山.gov.cn:80"]),
        ("见http://a.cn。再看(http://b.cn)、http://c.cn/d,", ["a.cn", "b.cn", "c.cn"]),
        ("写信 a.b@c.gov.cn。", ["c.gov.cn"]),
        ("@某人,1@2", ["2"]),
        ("没有网址:// 和 www", []),
    ],
)
def test_hosts_in_a_text(text: str, found: list[str]) -> None:
    assert list(hosts(text)) == found


@pytest.mark.parametrize(
    "host",
    [
        *("www.hubеi.gov.cn", "ɡov.cn", "ｗww.gov.cn", "gov。cn", "xn--80ak6aa92e.com", "www.gov.cn@a.example"),
        *("gov.cn.example.com", "www.gov.cn.jubao.cn", "g0v.cn", "www.9ov.cn", "gov.cm", "政务.gov.cn.a.com"),
    ],
)
def test_a_false_host(host: str) -> None:
    assert false(host)
    assert not doubtful(host), "told once"


@pytest.mark.parametrize("host", ["hubei-gov.cn", "hubeigov.cn", "gov-jubao.com", "a.govcn.net", "xn--fiqs8s.cn"])
def test_a_doubtful_host(host: str) -> None:
    assert doubtful(host) and not false(host)


@pytest.mark.parametrize(
    "host",
    [
        *("www.gov.cn", "GOV.CN.", "fujian.12388.gov.cn:8443", "青山.gov.cn", "政务.中国", "10.0.0.8", "[::1]:80", ""),
        *("localhost", "www.gov.hk", "www.gov.uk", "govt.chinadaily.com.cn", "mp.weixin.qq.com", "www.e47e47.com"),
    ],
)
def test_an_honest_host(host: str) -> None:
    assert not false(host) and not doubtful(host)


def test_no_alarm_on_the_real_lists_and_pages() -> None:
    files = [*(ROOT / "lists").rglob("*.yml"), *(ROOT / "content").rglob("*.md")]
    named = {host for file in files for line in file.read_text("utf-8").split("\n") for host in hosts(f" {line}")}
    assert len(named) > 80
    assert {host for host in named if false(host) or doubtful(host)} == set()


def test_a_hand_written_page_with_a_false_host_stops_the_build(folder: Path) -> None:
    before = tree(folder / "site")
    put(folder / "content/about/index.md", "# 关于\n\n写信到[这里](https://www.gov.cn.example.com/)\n")
    done = build(folder)
    clear(done, 1)
    assert re.search(r"content/about/index.md:3:\d+: error C112 “www.gov.cn.example.com”", said(done))
    assert tree(folder / "site") == before
