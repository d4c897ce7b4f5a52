const UNITS = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
] as const

/**
 * Returns a function that formats a length of time in a language, in the largest unit that divides it
 * without a remainder: "30 days", "36 hours".
 */
export function createDurationFormat(language: string): (seconds: number) => string {
  return (seconds) => {
    const [unit, length] = UNITS.find(([, each]) => seconds % each === 0) ?? ['second', 1]
    const format = new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long' })
    return format.format(seconds / length)
  }
}
