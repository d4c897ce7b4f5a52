/** A photo, as the API lists it. */
export interface Photo {
  readonly file: string
  readonly title: string
}

interface PhotoDescription extends Photo {
  readonly sky: string
  readonly sea: string
  readonly sunHeight: number
}

const WIDTHS: ReadonlyMap<string, number> = new Map([
  ['original', 960],
  ['small', 240],
])

const SCENES: readonly PhotoDescription[] = [
  { file: 'vacation.svg', title: 'Vacation', sky: '#9bd3f5', sea: '#2b7a9e', sunHeight: 45 },
  {
    file: 'last-evening.svg',
    title: 'The last evening',
    sky: '#f5a88b',
    sea: '#5b3a6e',
    sunHeight: 78,
  },
]

/** Lists the photos of a user. Here everyone went on the same vacation. */
export function listPhotos(): readonly Photo[] {
  return SCENES.map(({ file, title }) => ({ file, title }))
}

/** Renders a photo as SVG, `original` or `small`. Returns `undefined` if it does not exist. */
export function renderPhoto(file: string, size = 'small'): string | undefined {
  const scene = SCENES.find((candidate) => candidate.file === file)
  const width = WIDTHS.get(size)
  if (scene === undefined || width === undefined) return undefined
  const { sky, sea, sunHeight } = scene
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 160 120" width="${width}">
<rect width="160" height="120" fill="${sky}"/>
<circle cx="110" cy="${sunHeight}" r="14" fill="#ffe9a8"/>
<rect y="80" width="160" height="40" fill="${sea}"/>
</svg>
`
}
