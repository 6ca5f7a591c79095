#!/usr/bin/env bash
# Is this checkout slower than another commit? Measures both in turns on this machine and compares pair by pair.
#   docs/recipes/before-and-after.sh [COMMIT]     default: origin/main
# Ends with 1 where a setting is surely slower by more than MARGIN.
set -euo pipefail

base=${1:-origin/main}
scenario=${SCENARIO:-./bench/my-work.ts}
turns=${TURNS:-5}
margin=${MARGIN:-5%}
reports=${REPORTS:-reports/before-and-after}

root=$(git rev-parse --show-toplevel)
before=$(mktemp -d)
trap 'git -C "$root" worktree remove --force "$before"' EXIT

cd "$root"
rm -rf "$reports"
git worktree add --detach "$before" "$base"
(cd "$before" && npm ci)

# One corewise measures both; only the scenario, and what it imports, comes from each checkout.
corewise() { "$root/node_modules/.bin/corewise" "$@"; }

# A workflow's summary is for the comparison, not for each of these runs.
unset GITHUB_STEP_SUMMARY

for turn in $(seq "$turns"); do
  for side in before after; do
    tree=$root
    if [ "$side" = before ]; then tree=$before; fi
    echo "turn $turn of $turns: $side" >&2
    (cd "$tree" && corewise run "$scenario" ${RUN_OPTIONS:-} --quiet --json --out "$root/$reports/$side-$turn" >/dev/null)
  done
done

corewise compare "$reports"/after-* --against "$reports"/before-* --fail-on-regression "$margin" --out "$reports/compare"
