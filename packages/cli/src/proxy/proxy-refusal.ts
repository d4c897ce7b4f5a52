/** A refused proxy request, with a status and a message. */
export class ProxyRefusal extends Error {
  /** The name of the class. */
  override readonly name: string = 'ProxyRefusal'

  /** The HTTP status. */
  readonly status: number

  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}
