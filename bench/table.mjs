import { formatRate } from './plot.mjs'

/** Formats a result as a terminal table. */
export function formatTable({ title, baseline, rows, rounds, spreadPercent }) {
  const lines = [
    ['', 'time', 'a second', 'ratio', 'at most'],
    [
      baseline.name,
      formatDuration(baseline.nanoseconds),
      formatRate(baseline.nanoseconds),
      '1',
      '',
    ],
    ...rows.map(({ name, nanoseconds, ratio, atMost }) => [
      name,
      formatDuration(nanoseconds),
      formatRate(nanoseconds),
      ratio.toPrecision(3),
      atMost === undefined ? '' : String(atMost),
    ]),
  ]
  const widths = lines[0].map((_, column) => Math.max(...lines.map((line) => line[column].length)))
  const text = lines.map((line) =>
    line
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[0]) : cell.padStart(widths[column]),
      )
      .join('  ')
      .trimEnd(),
  )
  return [`${title} (${rounds} rounds, baseline ±${spreadPercent} %)`, ...text].join('\n')
}

function formatDuration(nanoseconds) {
  if (nanoseconds < 1e3) return `${nanoseconds.toFixed(0)} ns`
  if (nanoseconds < 1e6) return `${(nanoseconds / 1e3).toFixed(2)} µs`
  return `${(nanoseconds / 1e6).toFixed(2)} ms`
}
