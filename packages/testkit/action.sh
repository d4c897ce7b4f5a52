#!/usr/bin/env bash
# Runs the testkit for the action, adds the Markdown report to the summary of the job, and ends with the
# exit status of the testkit: 0, 1 for failures, 2 if it cannot run or judge.
set -u

arguments=("$SUITE" --json "$REPORTS/report.json" --junit "$REPORTS/report.xml" --html "$REPORTS/report.html"
  --markdown "$REPORTS/report.md" --sarif "$REPORTS/report.sarif" --badge "$REPORTS/badge.svg")
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
npx --yes "@oauthplus/testkit@$VERSION" "${arguments[@]}"
status=$?
if [[ -n ${GITHUB_STEP_SUMMARY:-} && -f $REPORTS/report.md ]]; then
  cat -- "$REPORTS/report.md" >>"$GITHUB_STEP_SUMMARY"
fi
exit "$status"
