import { accessSync, constants, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, relative, sep } from 'node:path'

import { InvalidArgumentError } from 'commander'
import type { Command } from 'commander'

import { hasFailure } from '../checks/report.js'
import type { Report } from '../checks/report.js'
import type { ProgramRunOptions, RunOptions } from '../checks/run-checks.js'
import type { ProviderRunOptions } from '../provider-suite/provider-run-options.js'
import { formatBadge } from '../report/format-badge.js'
import { formatHtml } from '../report/format-html.js'
import { formatJunit } from '../report/format-junit.js'
import { formatMarkdown } from '../report/format-markdown.js'
import { formatSarif } from '../report/format-sarif.js'
import { createLiveProgress } from '../report/create-live-progress.js'
import { formatSummary } from '../report/terminal.js'

/** The options that every suite has on the command line. */
export interface ReportFlags {
  readonly only?: readonly string[]
  readonly expectedFailures?: string
  readonly json?: string
  readonly junit?: string
  readonly html?: string
  readonly markdown?: string
  readonly sarif?: string
  readonly badge?: string
  readonly quiet?: boolean
}

/** Adds the options of every suite to a command. */
function addReportOptions(command: Command): Command {
  return command
    .option('--only <ids...>', 'run only these: ids or their first parts')
    .option('--expected-failures <file>', 'ids that are known to fail, one per line')
    .option('--json <file>', 'write everything as JSON')
    .option('--junit <file>', 'write JUnit XML for build servers')
    .option('--html <file>', 'write a page with all requests')
    .option('--markdown <file>', 'write a summary for a pull request')
    .option('--sarif <file>', 'write SARIF 2.1.0 for code scanning')
    .option('--badge <file>', 'write the verdict as an SVG image')
    .option('--quiet', 'print only the result at the end')
}

/** The options of a suite that drives a program. */
export interface ProgramFlags extends ReportFlags {
  readonly command: string
  readonly timeout?: number
}

/** Adds the options of a suite that drives a program to a command. */
export function addProgramOptions(command: Command): Command {
  return addReportOptions(
    command
      .requiredOption('--command <command>', 'a program that runs tasks (see the guide)')
      .option('--timeout <seconds>', 'time limit for one task (15)', parseSeconds),
  )
}

/** Reads the options of a run that drives a program from the command line. */
export function readProgramOptions({
  timeout,
  ...flags
}: ReportFlags & Pick<ProgramFlags, 'timeout'>): ProgramRunOptions {
  return { ...readRunOptions(flags), timeoutSeconds: timeout }
}

/** The options of a suite that sends requests to a provider. */
export interface ProviderFlags extends ReportFlags {
  readonly config: string
  readonly parallel?: number
}

/** Adds the options of a suite that sends requests to a provider to a command. */
export function addProviderOptions(command: Command): Command {
  return addReportOptions(
    command
      .requiredOption('--config <file>', 'the configuration: see init')
      .option('--parallel <number>', 'checks at the same time, 1 to 64 (8)', parseParallel),
  )
}

/** Reads the options of a run against a provider from the command line. */
export function readProviderRunOptions({
  parallel,
  ...flags
}: ReportFlags & Pick<ProviderFlags, 'parallel'>): ProviderRunOptions {
  return { ...readRunOptions(flags), parallel }
}

/** Reads the options of a run from the command line. A report that cannot be written ends it before the run. */
function readRunOptions({ only, expectedFailures, quiet, ...flags }: ReportFlags): RunOptions {
  const { json, junit, html, markdown, sarif, badge } = flags
  for (const file of [json, junit, html, markdown, sarif, badge]) assertWritable(file)
  return {
    only,
    expectedFailures: expectedFailures === undefined ? [] : readIds(expectedFailures),
    ...(quiet === true ? {} : createLiveProgress(process.stdout)),
  }
}

const NOT_JUDGED = 2

/** Writes the requested reports. Returns 0, 1 for failures, or 2 if nothing failed but checks cannot be judged. */
export function writeReports(report: Report, flags: ReportFlags, source?: string): number {
  const formats: readonly (readonly [file: string | undefined, text: () => string])[] = [
    [flags.json, () => `${JSON.stringify(report, null, 2)}\n`],
    [flags.junit, () => formatJunit(report)],
    [flags.html, () => formatHtml(report)],
    [flags.markdown, () => formatMarkdown(report)],
    [flags.sarif, () => formatSarif(report, toLocation(source ?? report.suite))],
    [flags.badge, () => formatBadge(report)],
  ]
  const files = formats.flatMap(([file, text]) => {
    if (file === undefined) return []
    writeFileSync(file, text())
    return [file]
  })
  process.stdout.write(`${formatSummary(report, files)}\n`)
  if (report.ok) return 0
  return hasFailure(report) || report.unexpectedPasses.length > 0 ? 1 : NOT_JUDGED
}

function assertWritable(file: string | undefined): void {
  if (file === undefined) return
  try {
    accessSync(existsSync(file) ? file : dirname(file), constants.W_OK)
  } catch (cause) {
    throw new Error(`${file} cannot be written`, { cause })
  }
}

/** Converts a path to a URI reference relative to the working directory, for code scanning. */
function toLocation(path: string): string {
  return relative('.', path).split(sep).map(encodeURIComponent).join('/')
}

function readIds(file: string): readonly string[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .map((line) => line.replace(/#.*/, '').trim())
    .filter((line) => line !== '')
}

function parseParallel(value: string): number {
  if (!/^(?:[1-9]|[1-5]\d|6[0-4])$/.test(value)) {
    throw new InvalidArgumentError('an integer from 1 to 64 was expected.')
  }
  return Number(value)
}

function parseSeconds(value: string): number {
  const seconds = Number(value)
  if (!(seconds > 0 && seconds <= 3600)) {
    throw new InvalidArgumentError('a number of seconds was expected, at most 3600.')
  }
  return seconds
}
