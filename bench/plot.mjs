// The width at which a phone shows the letters at their original size.
const WIDTH = 400
const MARGIN = 14
const BAR_HEIGHT = 16
const ROW_HEIGHT = 46
const TITLE_CHARACTERS = 42
const CAPTION_CHARACTERS = 52
const LINE_HEIGHT = 20
const MAX_TICKS = 5

/** Draws a result as bars of ratios on a linear axis that begins at 0. */
export function drawPlot({ title, baseline, rows }) {
  const bars = [{ ...baseline, ratio: 1, peer: true }, ...rows]
  const ticks = listTicks(Math.max(...bars.map(({ ratio }) => ratio)))
  const end = ticks.at(-1)
  const toX = (ratio) => (MARGIN + ((WIDTH - 2 * MARGIN) * ratio) / end).toFixed(1)
  const titleLines = wrap(title, TITLE_CHARACTERS)
  const top = 10 + titleLines.length * LINE_HEIGHT + 22
  const bottom = top + bars.length * ROW_HEIGHT
  const grid = ticks.map((tick) =>
    [
      `<line x1="${toX(tick)}" y1="${top}" x2="${toX(tick)}" y2="${bottom}" stroke="#d8dee4"/>`,
      `<text x="${toX(tick)}" y="${bottom + 18}" text-anchor="middle" fill="#57606a">${tick}</text>`,
    ].join(''),
  )
  const body = bars.map((bar, index) => {
    const y = top + index * ROW_HEIGHT
    const length = Math.max(2, Number(toX(bar.ratio)) - MARGIN).toFixed(1)
    return [
      `<text x="${MARGIN}" y="${y + 18}">${escapeMarkup(bar.name)}</text>`,
      `<text x="${WIDTH - MARGIN}" y="${y + 18}" text-anchor="end">${formatValue(bar)}</text>`,
      `<rect x="${MARGIN}" y="${y + 24}" width="${length}" height="${BAR_HEIGHT}" rx="2" fill="${bar.peer ? '#8a94a3' : '#1f6feb'}"/>`,
    ].join('')
  })
  const caption = wrap(`times “${baseline.name}”`, CAPTION_CHARACTERS).map(
    (line, index) =>
      `<text x="${WIDTH / 2}" y="${bottom + 38 + index * LINE_HEIGHT}" text-anchor="middle" fill="#57606a">${escapeMarkup(line)}</text>`,
  )
  const height = bottom + 28 + caption.length * LINE_HEIGHT
  const heading = titleLines.map(
    (line, index) =>
      `<text x="${MARGIN}" y="${24 + index * LINE_HEIGHT}" font-weight="600" font-size="15">${escapeMarkup(line)}</text>`,
  )
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" role="img" font-family="system-ui, sans-serif" font-size="13">
<title>${escapeMarkup(title)}</title>
<rect width="${WIDTH}" height="${height}" fill="#ffffff"/>
${heading.join('\n')}
<text x="${MARGIN}" y="${top - 6}" fill="#57606a">Lower is better</text>
${grid.join('\n')}
${body.join('\n')}
${caption.join('\n')}
</svg>
`
}

function formatValue({ ratio, nanoseconds }) {
  const rate = nanoseconds === undefined ? '' : ` · ${formatRate(nanoseconds)}/s`
  return formatRatio(ratio) + rate
}

function formatRatio(ratio) {
  return ratio >= 100 ? String(Math.round(ratio)) : String(Number(ratio.toPrecision(3)))
}

/** Formats operations per second with three digits. */
export function formatRate(nanoseconds) {
  return Number((1e9 / nanoseconds).toPrecision(3)).toLocaleString('en-US')
}

/** Lists round numbers from 0 to the first that is at least the largest ratio. */
function listTicks(largest) {
  const least = largest / MAX_TICKS
  const power = 10 ** Math.floor(Math.log10(least))
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((each) => each >= least)
  const count = Math.ceil(largest / step)
  return Array.from({ length: count + 1 }, (_, index) => Number((index * step).toPrecision(6)))
}

function wrap(text, characters) {
  const lines = ['']
  for (const word of text.split(' ')) {
    const line = `${lines.at(-1)} ${word}`.trim()
    if (line.length <= characters) lines[lines.length - 1] = line
    else lines.push(word)
  }
  return lines
}

function escapeMarkup(text) {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
}
