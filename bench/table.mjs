/** Writes a result as a table for a terminal. */
export function formatTable({ title, baseline, rows }) {
  const lines = [
    ['', 'time', 'ratio', 'at most'],
    [baseline.name, formatDuration(baseline.nanoseconds), '1', ''],
    ...rows.map(({ name, nanoseconds, ratio, atMost }) => [
      name,
      formatDuration(nanoseconds),
      ratio.toPrecision(3),
      atMost === undefined ? '' : String(atMost),
    ]),
  ]
  const widths = [0, 1, 2, 3].map((column) => Math.max(...lines.map((line) => line[column].length)))
  const text = lines.map((line) =>
    line
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[0]) : cell.padStart(widths[column]),
      )
      .join('  ')
      .trimEnd(),
  )
  return [title, ...text].join('\n')
}

function formatDuration(nanoseconds) {
  if (nanoseconds < 1e3) return `${nanoseconds.toFixed(0)} ns`
  if (nanoseconds < 1e6) return `${(nanoseconds / 1e3).toFixed(2)} µs`
  return `${(nanoseconds / 1e6).toFixed(2)} ms`
}
