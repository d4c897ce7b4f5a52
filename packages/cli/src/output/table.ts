import Table from 'cli-table3'

import { emphasize } from './emphasize.js'
import { print, printJson } from './print.js'
import { escapeCell } from './escape.js'

const WITHOUT_LINES = {
  chars: {
    top: '',
    'top-mid': '',
    'top-left': '',
    'top-right': '',
    bottom: '',
    'bottom-mid': '',
    'bottom-left': '',
    'bottom-right': '',
    left: '',
    'left-mid': '',
    mid: '',
    'mid-mid': '',
    right: '',
    'right-mid': '',
    middle: '  ',
  },
  style: { 'padding-left': 0, 'padding-right': 0, head: [], border: [] },
}

/** Prints rows: aligned with a header on a terminal, tab-separated lines in a pipe. */
export function printTable(head: readonly string[], rows: readonly (readonly string[])[]): void {
  const cells = rows.map((row) => row.map(escapeCell))
  if (!process.stdout.isTTY) {
    for (const row of cells) print(row.join('\t'))
    return
  }
  const table = new Table({ ...WITHOUT_LINES, head: head.map((name) => emphasize('bold', name)) })
  for (const row of cells) table.push(row)
  print(trimLines(table.toString()))
}

/** Prints names and values, without empty values. */
export function printFields(fields: readonly (readonly [name: string, value: string])[]): void {
  const shown = fields.filter(([, value]) => value !== '')
  if (!process.stdout.isTTY) {
    for (const [name, value] of shown) print(`${name}\t${escapeCell(value)}`)
    return
  }
  const table = new Table(WITHOUT_LINES)
  table.push(...shown.map(([name, value]) => [emphasize('bold', name), escapeCell(value)]))
  print(trimLines(table.toString()))
}

/** Prints pages of records as they arrive: as JSON or as rows. */
export async function printPages<Entry>(
  pages: AsyncIterable<readonly Entry[]>,
  {
    json,
    head,
    row,
  }: {
    readonly json: boolean
    readonly head: readonly string[]
    readonly row: (entry: Entry) => readonly string[]
  },
): Promise<void> {
  const entries: Entry[] = []
  for await (const page of pages) {
    // Column widths and JSON need all entries; lines in a pipe do not.
    if (json || process.stdout.isTTY) for (const entry of page) entries.push(entry)
    else printTable(head, page.map(row))
  }
  if (json) printJson(entries)
  else if (process.stdout.isTTY) printTable(head, entries.map(row))
}

function trimLines(table: string): string {
  return table
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')
}

/** Formats a time for people and programs. Returns an empty string for `undefined`. */
export function formatTime(seconds: number | undefined): string {
  return seconds === undefined ? '' : `${new Date(seconds * 1000).toISOString().slice(0, 16)}Z`
}
