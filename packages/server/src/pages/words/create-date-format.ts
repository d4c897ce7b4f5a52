/** Returns a function that formats a day in a language, in UTC. */
export function createDateFormat(language: string): (seconds: number) => string {
  // Created when a page first shows a date: it takes a sixth of the time in which the server is imported.
  let format: Intl.DateTimeFormat | undefined
  return (seconds) => {
    format ??= new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC' })
    return format.format(seconds * 1000)
  }
}
