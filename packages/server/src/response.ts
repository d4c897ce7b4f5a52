/** A response in the form that the adapters of all frameworks send. */
export interface ProviderResponse {
  /** The HTTP status. */
  readonly status: number
  /** The headers, in order. */
  readonly headers: readonly (readonly [name: string, value: string])[]
  /** The body, to be sent as UTF-8; empty if there is none. */
  readonly body: string
}
