/** Writes a time as people and programs read it alike; nothing where there is none. */
export function moment(seconds: number | undefined): string {
  return seconds === undefined ? '' : `${new Date(seconds * 1000).toISOString().slice(0, 16)}Z`
}
