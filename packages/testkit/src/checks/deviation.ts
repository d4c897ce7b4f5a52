/** What was expected and what was found instead. */
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
