/** Thrown by a check: the expected behavior and the actual one. */
export class Deviation extends Error {
  override readonly name: string = 'Deviation'
  readonly expected: string
  readonly found: string

  constructor(expected: string, found: string) {
    super(`expected ${expected}, found ${found}`)
    this.expected = expected
    this.found = found
  }
}
