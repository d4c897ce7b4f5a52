/** Bytes: an `ArrayBuffer`, or a view of one such as a `Uint8Array` or a `Buffer`. */
export type BytesInput = ArrayBuffer | ArrayBufferView

/** A form: `URLSearchParams`, as far as it is distinguished from other bodies. */
export interface FormInput {
  /** Returns all values of a name. */
  getAll(name: string): string[]
  /** Calls a function for each value and its name. */
  forEach(callback: (value: string, name: string) => void): void
  /** Sorts by names. */
  sort(): void
}

/**
 * A body that is sent without being read before: `FormData`, a `Blob`, a `ReadableStream`, or an
 * async iterable such as a stream of Node. It is not signed.
 */
export type UnreadBody =
  | {
      /** Adds a field of `FormData`. */
      append(name: string, value: string): void
      /** Returns the values of a field. */
      getAll(name: string): unknown[]
    }
  | {
      /** Returns the bytes of a `Blob` as a stream. */
      stream(): unknown
      /** The media type of a `Blob`. */
      readonly type: string
    }
  | {
      /** Begins to read a `ReadableStream`. */
      getReader(): unknown
    }
  | AsyncIterable<unknown>

/** A body that is in memory. */
export type BodyInput = string | BytesInput | FormInput
