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
exec npx --yes "@oauthplus/testkit@$VERSION" "${arguments[@]}"
