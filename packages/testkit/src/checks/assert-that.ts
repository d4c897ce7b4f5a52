import { Deviation } from './deviation.js'

/** Asserts a condition. Throws a `Deviation` with the expected and the actual behavior if it is false. */
export function assertThat(isMet: boolean, expected: string, found: string): void {
  if (!isMet) throw new Deviation(expected, found)
}
