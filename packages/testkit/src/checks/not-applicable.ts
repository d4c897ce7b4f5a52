/** Thrown by a check that does not apply to the implementation, with the reason. */
export class NotApplicable extends Error {
  override readonly name: string = 'NotApplicable'
}
