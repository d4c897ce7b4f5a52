import { createSecretIndex, MIN_SECRET_CHARACTERS } from './create-secret-index.js'
import { findEncodedStrings } from './find-encoded-strings.js'
import { listDecodings, findNamedSecrets } from './find-named-secrets.js'
import type { Span } from './find-named-secrets.js'
import { isPlaintextMessage } from './secret-names.js'
import { toOriginalSpan, unescapeLayers } from './unescape-layers.js'

/** The replacement for a secret. */
export const MASK = '••••••'
const MAX_ENCODINGS = 2

/** Collects the secrets that must not be in a report, and removes them from strings. */
export interface Mask {
  /** Adds a secret: of a consumer or a token, or a password. */
  add(secret: string): void
  /** Adds the secrets in an exchange, by the names of their parameters. */
  learn(exchange: { readonly request: string; readonly response: string }): void
  /** Replaces every secret in a string, in any encoding, and every value with a secret's name. */
  apply(string: string): string
}

/** Creates a mask. */
export function createMask(): Mask {
  const hidden = createSecretIndex()

  function add(secret: string): void {
    // A shorter string would mask half of every page, and is not a secret.
    if (secret.length < MIN_SECRET_CHARACTERS) return
    for (const encoded of listEncodings(secret)) hidden.add(encoded)
  }

  function hasHidden(string: string, encodings: number): boolean {
    return unescapeLayers(string).some(
      (layer) =>
        hidden.find(layer.string).length > 0 ||
        (encodings > 0 &&
          findEncodedStrings(layer.string).some(({ decodings }) =>
            decodings.some((meaning) => hasHidden(meaning, encodings - 1)),
          )),
    )
  }

  /** Finds the secrets that were added, also in escapes and encodings. */
  function findHidden(string: string): readonly Span[] {
    return unescapeLayers(string).flatMap((layer) => {
      const encoded = findEncodedStrings(layer.string).filter(({ decodings }) =>
        decodings.some((meaning) => hasHidden(meaning, MAX_ENCODINGS - 1)),
      )
      return [...hidden.find(layer.string), ...encoded].map(({ start, end }) =>
        toOriginalSpan(layer, start, end),
      )
    })
  }

  return {
    add,
    learn({ request, response }) {
      const isPlaintext = isPlaintextMessage(request)
      for (const string of [request, response]) {
        for (const { value } of findNamedSecrets(string, isPlaintext)) {
          for (const meaning of listDecodings(value)) add(meaning)
        }
      }
    },
    apply(string) {
      // Secrets that are too short to be masked everywhere are masked by their names.
      return maskSpans(string, [...findHidden(string), ...findNamedSecrets(string)])
    },
  }
}

/** Masks spans of a string, which may overlap. */
function maskSpans(string: string, spans: readonly Span[]): string {
  const pieces: string[] = []
  let end = 0
  for (const span of [...spans].sort((one, other) => one.start - other.start)) {
    if (span.start >= end) pieces.push(string.slice(end, span.start), MASK)
    end = Math.max(end, span.end)
  }
  return [...pieces, string.slice(end)].join('')
}

/** Lists the encodings of a secret that a message may contain after its escapes are decoded. */
function listEncodings(secret: string): readonly string[] {
  const octets = Buffer.from(secret)
  return [
    secret,
    octets.toString('latin1'),
    ...[secret, octets.toString('latin1')].map((string) => string.replaceAll(' ', '+')),
    ...(['base64', 'base64url', 'hex'] as const).map((encoding) => octets.toString(encoding)),
  ]
}
