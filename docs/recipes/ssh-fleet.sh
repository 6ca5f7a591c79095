#!/usr/bin/env bash
# Measures the same project on machines that ssh reaches, one after the other, and compares them here.
#   docs/recipes/ssh-fleet.sh machines.txt
# A line of machines.txt: where to log in, and what the machine is sold as (or a name of your own):
#   ubuntu@203.0.113.10 c7i.2xlarge
# Each needs Node 20 or later, and rsync. Start this in a project that has corewise among its dependencies.
set -euo pipefail

machines=${1:?a file of machines, one a line}
scenario=${SCENARIO:-./bench/my-work.ts}
turns=${TURNS:-1}
reports=${REPORTS:-reports/fleet}
mkdir -p "$reports"

# Turn by turn over all machines: the records of a machine then show what its neighbours do over time.
for turn in $(seq "$turns"); do
  while read -r -u 3 address type; do
    echo "turn $turn of $turns: $type" >&2
    rsync -a --delete --exclude node_modules --exclude reports ./ "$address:corewise-fleet/"
    ssh "$address" "cd corewise-fleet && npm ci --silent && rm -rf fleet-record &&
      npx corewise run $scenario --instance-type $type --quiet --json --out fleet-record >/dev/null"
    mkdir -p "$reports/$type-$turn"
    scp -q "$address:corewise-fleet/fleet-record/record.jsonl" "$reports/$type-$turn/"
  done 3<"$machines"
done

npx corewise compare "$reports"/*-*/ --out "$reports/compare"
