#!/bin/sh
# The branches of the lists, one a line: every place that lies so many folders deep (1: provinces, 2: prefectures,
# 3: counties), and every place above with nothing below it. The places in between are made when all is joined.
#
#     sh list.sh DEPTH [LISTS]
set -eu
depth=${1:?"usage: list.sh DEPTH [LISTS]"}
cd "${2:-lists}"
find . -mindepth 2 -name area.yml ! -path '*/_*' |
    sed 's|^\./||; s|/area\.yml$||' |
    awk -F/ -v depth="$depth" '
        { place[$0] = NF; above = $0; while (sub("/[^/]*$", "", above)) open[above] = 1 }
        END { for (one in place) if (place[one] == depth || (place[one] < depth && !(one in open))) print one }
    ' | LC_ALL=C sort
