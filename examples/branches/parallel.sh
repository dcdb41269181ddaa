#!/bin/sh
# A site built branch by branch on one machine, as many at once as it has processors, then joined.
# Needs GNU parallel (Debian: parallel). What comes out is the same as a whole build's, byte by byte.
#
#     sh examples/branches/parallel.sh SITE [DEPTH] [LISTS]
#
# DEPTH says which places are branches: 1 provinces, 2 prefectures (what is assumed), 3 counties.
# MINGBAI names the command where it is not on the path: MINGBAI=.venv/bin/mingbai.
set -eu
site=${1:?"usage: parallel.sh SITE [DEPTH] [LISTS]"}
depth=${2:-2}
lists=${3:-lists}
mingbai=${MINGBAI:-mingbai}
day=${DAY:-$(TZ=Asia/Shanghai date +%F)} # one day for all, though midnight may pass

parts=$(mktemp -d "${site%/}.parts-XXXXXX")
trap 'rm -rf "$parts"' EXIT

# The first branch that fails stops the others, and nothing is joined: the site that is there stays.
sh "$(dirname "$0")/list.sh" "$depth" "$lists" |
    parallel --halt now,fail=1 --jobs 100% --quote "$mingbai" build --jobs 1 --lists "$lists" --as-of "$day" --to "$parts/{#}" --areas {}

"$mingbai" join --lists "$lists" --as-of "$day" --to "$site" "$parts"/*
