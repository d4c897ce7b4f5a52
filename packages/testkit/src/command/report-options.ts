import { readFileSync, writeFileSync } from 'node:fs'

import type { Command } from 'commander'

import type { Report } from '../checks/report.js'
import type { RunOptions } from '../checks/run-checks.js'
import { html } from '../report/html.js'
import { junit } from '../report/junit.js'
import { resultLine, summary } from '../report/terminal.js'

/** What every suite can be told on the command line. */
export interface ReportFlags {
  readonly only?: readonly string[]
  readonly expectedFailures?: string
  readonly json?: string
  readonly junit?: string
  readonly html?: string
  readonly quiet?: boolean
}

/** Adds those options to a command. */
export function withReportOptions(command: Command): Command {
  return command
    .option('--only <ids...>', 'run these checks alone: ids, or what ids begin with (verify)')
    .option(
      '--expected-failures <file>',
      'ids that are known to fail, one a line; one that passes fails the run',
    )
    .option('--json <file>', 'write the report as JSON')
    .option('--junit <file>', 'write the report as JUnit XML')
    .option('--html <file>', 'write the report as one page to read and to send')
    .option('--quiet', 'print the summary alone')
}

/** Turns the command line into options of a run. */
export function runOptions({ only, expectedFailures, quiet }: ReportFlags): RunOptions {
  return {
    only,
    expectedFailures: expectedFailures === undefined ? [] : idsIn(expectedFailures),
    onResult: (result) => {
      if (quiet !== true) process.stdout.write(`${resultLine(result)}\n`)
    },
  }
}

/** Writes what was asked for, and gives the exit code. */
export function conclude(report: Report, flags: ReportFlags): number {
  process.stdout.write(`${summary(report)}\n`)
  if (flags.json !== undefined) writeFileSync(flags.json, `${JSON.stringify(report, null, 2)}\n`)
  if (flags.junit !== undefined) writeFileSync(flags.junit, junit(report))
  if (flags.html !== undefined) writeFileSync(flags.html, html(report))
  return report.ok ? 0 : 1
}

function idsIn(file: string): readonly string[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .map((line) => line.replace(/#.*/, '').trim())
    .filter((line) => line !== '')
}
