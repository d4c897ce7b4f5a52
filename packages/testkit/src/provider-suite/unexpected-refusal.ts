import { Deviation } from '../checks/deviation.js'
import type { Exchange } from '../wire/exchange.js'

/** Thrown if a request is refused that must be accepted. The cause may be a token that an earlier check lost. */
export class UnexpectedRefusal extends Deviation {
  override readonly name: string = 'UnexpectedRefusal'
  readonly exchange: Exchange

  constructor(expected: string, found: string, exchange: Exchange) {
    super(expected, found)
    this.exchange = exchange
  }
}
