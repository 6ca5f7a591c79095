#!/usr/bin/env bash
# Runs kubernetes-job.yaml once on each node type that is named, fetches the records and compares them.
#   docs/recipes/kubernetes-fleet.sh c7i.2xlarge c8g.2xlarge
set -euo pipefail

reports=${REPORTS:-reports/kubernetes}
template=$(dirname "$0")/kubernetes-job.yaml

name_of() { printf '%s' "$1" | tr '[:upper:]' '[:lower:]' | tr -c 'a-z0-9' '-'; }

for type in "$@"; do
  kubectl delete job "corewise-$(name_of "$type")" --ignore-not-found
  sed -e "s/NAME/$(name_of "$type")/" -e "s/TYPE/$type/" "$template" | kubectl apply -f -
done

for type in "$@"; do
  kubectl wait --for=condition=complete --timeout=30m "job/corewise-$(name_of "$type")"
  mkdir -p "$reports/$type"
  kubectl logs "job/corewise-$(name_of "$type")" >"$reports/$type/record.jsonl"
done

npx corewise compare "$reports"/*/record.jsonl --out "$reports/compare"
