import { readFileSync, writeFileSync } from 'node:fs'

import { InvalidArgumentError } from 'commander'
import type { Command } from 'commander'

import type { Report } from '../checks/report.js'
import type { ProgramRunOptions, RunOptions } from '../checks/run-checks.js'
import { formatHtml } from '../report/format-html.js'
import { formatJunit } from '../report/format-junit.js'
import { createLiveProgress } from '../report/create-live-progress.js'
import { formatSummary } from '../report/terminal.js'

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
export function addReportOptions(command: Command): Command {
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

/** What a suite can be told on the command line that drives a program. */
export interface ProgramFlags extends ReportFlags {
  readonly command: string
  readonly timeout?: number
}

/** Adds those options to a command. */
export function addProgramOptions(command: Command): Command {
  return addReportOptions(
    command
      .requiredOption(
        '--command <command>',
        'a program that reads tasks and writes answers: a line of JSON each',
      )
      .option('--timeout <seconds>', 'how long it may take for an answer (15)', parseSeconds),
  )
}

/** Turns the command line into options of a run with a program. */
export function readProgramOptions({
  timeout,
  ...flags
}: ReportFlags & Pick<ProgramFlags, 'timeout'>): ProgramRunOptions {
  return { ...readRunOptions(flags), timeoutSeconds: timeout }
}

/** Turns the command line into options of a run. */
export function readRunOptions({ only, expectedFailures, quiet }: ReportFlags): RunOptions {
  return {
    only,
    expectedFailures: expectedFailures === undefined ? [] : readIds(expectedFailures),
    ...(quiet === true ? {} : createLiveProgress(process.stdout)),
  }
}

/** Writes what was asked for, and gives the exit code. */
export function writeReports(report: Report, flags: ReportFlags): number {
  process.stdout.write(`${formatSummary(report)}\n`)
  if (flags.json !== undefined) writeFileSync(flags.json, `${JSON.stringify(report, null, 2)}\n`)
  if (flags.junit !== undefined) writeFileSync(flags.junit, formatJunit(report))
  if (flags.html !== undefined) writeFileSync(flags.html, formatHtml(report))
  return report.ok ? 0 : 1
}

function readIds(file: string): readonly string[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .map((line) => line.replace(/#.*/, '').trim())
    .filter((line) => line !== '')
}

function parseSeconds(value: string): number {
  const seconds = Number(value)
  if (!(seconds > 0 && seconds <= 3600)) {
    throw new InvalidArgumentError('a number of seconds was expected, at most 3600.')
  }
  return seconds
}
