#!/usr/bin/env bash
# The promises of docs/TRUST.md, tried as often as a night allows: every file with tests marked `tier_b`, one after the
# other, each with its figures; at the end what was run, with which versions and seed, and how it ended.
#
#     bash tests/nightly.sh              everything, about an hour on two cores
#     bash tests/nightly.sh races kills  only files with one of these words in their name
#     bash tests/nightly.sh --soak 30    instead of that: fifty desks for so many minutes (30 unless told), before a release
#     FRONTDESK_SEED=7 bash tests/nightly.sh ...   the same cases as on the night that printed this seed
#
# Ends with 1 when anything failed, with 2 when no file is called so. Skipped tests say why, and count as not tried.
# Another interpreter than .venv/bin/python: PYTHON=...
set -uo pipefail

cd "$(dirname "$0")/.." || exit 2
python=${PYTHON:-.venv/bin/python}
export FRONTDESK_SEED=${FRONTDESK_SEED:-$(date -u +%Y%m%d)}  # every night other cases
log=$(mktemp)
spent=$(mktemp)
trap 'rm -f "$log" "$spent"' EXIT

mark=tier_b
if test "${1:-}" = --soak; then
  mark=tier_c
  export FRONTDESK_SOAK_MINUTES=${2:-30}
  shift $#
fi

files=()
while read -r file; do
  if test $# = 0; then
    files+=("$file")
    continue
  fi
  for word in "$@"; do
    case ${file##*/} in *"$word"*) files+=("$file"); break ;; esac
  done
done < <(grep -rl --include='test_*.py' "mark\.$mark" tests | sort)
test ${#files[@]} -gt 0 || { echo "no file of the night is called so: $*" >&2; exit 2; }

about=$("$python" - <<'PYTHON'
import os, platform
import apsw
from frontdesk.store import driver
print(f"Python {platform.python_version()}, SQLite {driver.module.sqlite_version}"
      f" (faults and power cuts: {apsw.sqlite_lib_version()}), {os.cpu_count()} cores, {platform.system()}")
PYTHON
) || exit 2

# The seconds of processor time that everything started so far has taken: on a busy machine a part takes longer than that.
processor() {
  awk 'NR == 2 { split($1, user, /[ms]/); split($2, kernel, /[ms]/)
                 printf "%d", (user[1] + kernel[1]) * 60 + user[2] + kernel[2] }' "$spent"
}

echo "begun $(date -u '+%Y-%m-%d %H:%M') UTC; $about; FRONTDESK_SEED=$FRONTDESK_SEED"
ended=0
summary=()
for file in "${files[@]}"; do
  printf '\n== %s\n' "$file"
  started=$(date +%s)
  times > "$spent"
  before=$(processor)
  "$python" -m pytest -p no:xdist -o addopts= -m "$mark" -q -s -rs --hypothesis-profile=search \
    --hypothesis-seed="$FRONTDESK_SEED" "$file" 2>&1 | tee "$log"
  result=${PIPESTATUS[0]}
  test "$result" = 0 || ended=1
  took=$(( $(date +%s) - started ))
  times > "$spent"
  summary+=("$(printf '%-50s %5d s (%4d s of processor)   %s' "$file" "$took" $(( $(processor) - before )) \
    "$(tail -n 1 "$log" | tr -d '=' | xargs)")")
done

printf '\n== the night of %s UTC; %s; FRONTDESK_SEED=%s\n' "$(date -u '+%Y-%m-%d %H:%M')" "$about" "$FRONTDESK_SEED"
printf '%s\n' "${summary[@]}"
test $ended = 0 && echo "every promise held" || echo "NOT EVERY PROMISE HELD: see above" >&2
exit $ended
