/** Thrown by a check that cannot be judged, with the reason: a plain correct request fails as well, for example. */
export class CannotBeJudged extends Error {
  override readonly name: string = 'CannotBeJudged'
}
