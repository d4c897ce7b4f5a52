/** Returns a function that formats a day in a language, in UTC. */
export function createDateFormat(language: string): (seconds: number) => string {
  const format = new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC' })
  return (seconds) => format.format(seconds * 1000)
}
