const ROW = 26
const LEFT = 330
const WIDTH = 880

/** Draws a result as bars of ratios, on a logarithmic scale where they are far apart. */
export function drawPlot({ title, baseline, rows }) {
  const bars = [{ name: baseline.name, ratio: 1, peer: true }, ...rows]
  const largest = Math.max(...bars.map(({ ratio }) => ratio))
  const smallest = Math.min(...bars.map(({ ratio }) => ratio))
  const isLogarithmic = largest / smallest > 30
  const toFraction = (ratio) =>
    isLogarithmic
      ? Math.log(ratio / (smallest / 1.5)) / Math.log(largest / (smallest / 1.5))
      : ratio / largest
  const room = WIDTH - LEFT - 70
  const body = bars.map(({ name, ratio, peer }, index) => {
    const y = 44 + index * ROW
    const length = Math.max(2, room * toFraction(ratio)).toFixed(1)
    return [
      `<text x="${LEFT - 10}" y="${y + 13}" text-anchor="end">${escapeMarkup(name)}</text>`,
      `<rect x="${LEFT}" y="${y}" width="${length}" height="18" rx="2" fill="${peer ? '#8a94a3' : '#1f6feb'}"/>`,
      `<text x="${(LEFT + Number(length) + 8).toFixed(1)}" y="${y + 13}">${ratio.toPrecision(3)}</text>`,
    ].join('')
  })
  const height = 56 + bars.length * ROW
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" role="img" font-family="system-ui, sans-serif" font-size="13">
<title>${escapeMarkup(title)}</title>
<rect width="${WIDTH}" height="${height}" fill="#ffffff"/>
<text x="16" y="24" font-weight="600">${escapeMarkup(title)}${isLogarithmic ? ' (logarithmic)' : ''}</text>
${body.join('\n')}
</svg>
`
}

function escapeMarkup(text) {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
}
