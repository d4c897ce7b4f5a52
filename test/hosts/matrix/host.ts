/** A header: its name and its value. */
export type Header = readonly [name: string, value: string]

/** How a body is announced: by its length, or in chunks (on HTTP/2, without a length). */
export type Framing = 'length' | 'chunked'

/** How a body is sent: at once, byte by byte, or only its first half before the connection breaks. */
export type Pace = 'at once' | 'slow' | 'broken'

/** A request as it goes over the wire. */
export interface WireRequest {
  readonly method: string
  readonly target: string
  readonly headers: readonly Header[]
  readonly body: Uint8Array
  readonly framing: Framing
  readonly pace: Pace
}

/** A response; its status is 0 if the connection ended without one. */
export interface WireResponse {
  readonly status: number
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
  readonly text: string
}

/** A host that is running. */
export interface StartedHost {
  send(request: WireRequest): Promise<WireResponse>
  close(): Promise<void>
}

/** A framework on a server, which the cases of all hosts are sent to. */
export interface Host {
  readonly name: string
  /** Whether requests come over a connection. A function gets a complete body. */
  readonly hasConnection: boolean
  /** Whether a header can be sent twice to it. */
  readonly canRepeatHeaders: boolean
  start(): Promise<StartedHost>
}

/** The request that a handler behind `protect()` received, as JSON. */
export interface View {
  readonly query: readonly Header[]
  readonly form: readonly Header[]
  /** The bytes of the body in base64; at `/v1/parsed`, what the framework's own parser made of it. */
  readonly body: unknown
}

/** The response to a request that did not get one. */
export const NO_RESPONSE: WireResponse = { status: 0, headers: {}, text: '' }
