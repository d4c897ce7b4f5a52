#!/usr/bin/env bash
# Runs the testkit for the action beside it, and ends as it ended: 0, 1 for failures, 2 for what cannot be run.
set -u

arguments=("$SUITE" --json "$REPORTS/report.json" --junit "$REPORTS/report.xml" --html "$REPORTS/report.html")
[[ -n $CONFIG ]] && arguments+=(--config "$CONFIG")
[[ -n $COMMAND ]] && arguments+=(--command "$COMMAND")
[[ -n $EXPECTED_FAILURES ]] && arguments+=(--expected-failures "$EXPECTED_FAILURES")
if [[ -n $ONLY ]]; then
  read -ra only <<<"$ONLY"
  arguments+=(--only "${only[@]}")
fi

mkdir -p -- "$REPORTS" || exit 2
if [[ -z $VERSION ]]; then
  here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd) || exit 2
  VERSION=$(node -p 'require(process.argv[1]).version' "$here/package.json") || exit 2
fi
exec npx --yes "@oauthplus/testkit@$VERSION" "${arguments[@]}"
