#!/bin/sh
# What a machine must bring besides Python packages: installed where we may, named where we may not.
set -eu
python=${PYTHON:-python3}

missing=""
case "${1:-}" in
python)
    if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        echo "需要 Python 3.11 或更新版本(Debian 12、Ubuntu 24.04 自带),可用 make PYTHON=python3.12 指定" >&2
        echo "Python 3.11 or later is needed; name another one with: make PYTHON=python3.12" >&2
        exit 1
    fi
    "$python" -c 'import ensurepip, venv' 2>/dev/null || missing="python3-venv"
    ;;
browser)
    for name in chromium chromium-browser google-chrome; do
        if command -v "$name" >/dev/null 2>&1; then found=$name; fi
    done
    [ -n "${found:-}" ] || missing="chromium"
    command -v java >/dev/null 2>&1 || missing="$missing default-jre-headless" # the Nu HTML checker runs on it
    ls /usr/lib/libreoffice/program/libsclo.so >/dev/null 2>&1 || missing="$missing libreoffice-calc-nogui"
    ls /usr/lib/libreoffice/program/libswlo.so >/dev/null 2>&1 || missing="$missing libreoffice-writer-nogui"
    if ! ls /usr/share/fonts/opentype/noto/NotoSansCJK-* >/dev/null 2>&1 &&
        ! { command -v fc-list >/dev/null 2>&1 && fc-list :lang=zh | grep -q .; }; then
        missing="$missing fonts-noto-cjk"
    fi
    ;;
servers)
    command -v openssl >/dev/null 2>&1 || missing="openssl"
    command -v caddy >/dev/null 2>&1 || missing="$missing caddy"
    PATH=$PATH:/usr/sbin command -v nginx >/dev/null 2>&1 || missing="$missing nginx"
    ls /usr/lib/nginx/modules/ngx_http_brotli_static_module.so >/dev/null 2>&1 ||
        missing="$missing libnginx-mod-http-brotli-static"
    ;;
parallel)
    command -v parallel >/dev/null 2>&1 || missing="parallel"
    ;;
load)
    command -v wrk >/dev/null 2>&1 || missing="wrk"
    ;;
*)
    echo "usage: system-packages.sh python|browser|servers|parallel|load" >&2
    exit 2
    ;;
esac
[ -n "$missing" ] || exit 0

if [ "$(id -u)" = 0 ]; then
    as_root=""
elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
    as_root="sudo"
else
    as_root="no"
fi
if [ "$as_root" = no ] || ! command -v apt-get >/dev/null 2>&1; then
    echo "缺少系统软件包,请先安装 / please install first: sudo apt-get install $missing" >&2
    exit 1
fi
# Web servers are here for tests to start: none is to run by itself, now or with the machine.
quiet=""
if [ "$1" = servers ] && [ ! -e /usr/sbin/policy-rc.d ]; then
    quiet="/usr/sbin/policy-rc.d"
    printf '#!/bin/sh\nexit 101\n' | $as_root tee "$quiet" >/dev/null
    $as_root chmod +x "$quiet"
    trap '$as_root rm -f "$quiet"' EXIT
fi
# shellcheck disable=SC2086 # several names
$as_root apt-get update -qq && DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq --no-install-recommends $missing >/dev/null || {
    echo "没有装成,请手工安装 / could not install, please run: sudo apt-get install $missing" >&2
    exit 1
}
if [ "$1" = servers ] && command -v systemctl >/dev/null 2>&1; then
    for name in nginx caddy; do
        case " $missing " in *" $name "*) $as_root systemctl disable "$name" >/dev/null 2>&1 || true ;; esac
    done
fi
