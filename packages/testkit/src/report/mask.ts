import { encodedTexts } from './encoded-texts.js'
import { meanings, namedSecrets } from './mask-named.js'
import type { Span } from './mask-named.js'
import { sendsPlaintext } from './secret-names.js'
import { placeIn, unescapeLayers } from './unescape-layers.js'

/** What stands in the place of a secret. */
export const MASK = '••••••'
const SHORTEST_SECRET = 4

/** Collects what must never be read in a report, and takes it out of texts. */
export interface Mask {
  /** Remembers a secret: a Consumer's, a token's, a password. */
  add(secret: string): void
  /** Remembers the secrets that an exchange carries, by the names of their parameters. */
  learn(exchange: { readonly request: string; readonly answer: string }): void
  /** Replaces every secret in a text, however it is encoded there, and whatever has a secret's name. */
  apply(text: string): string
}

/** Creates a mask. */
export function createMask(): Mask {
  const hidden = new Set<string>()

  function add(secret: string): void {
    // What is shorter would blot out half of every page, and is no secret.
    if (secret.length < SHORTEST_SECRET) return
    for (const encoded of encodings(secret)) hidden.add(encoded)
  }

  /** Finds the secrets that were added, under escapes and inside of encodings too. */
  function hiddenIn(text: string): readonly Span[] {
    return unescapeLayers(text).flatMap((layer) => {
      const encoded = encodedTexts(layer.text).filter(({ meanings: found }) =>
        found.some((meaning) => [...hidden].some((secret) => meaning.includes(secret))),
      )
      return [...placesOf(hidden, layer.text), ...encoded].map(({ start, end }) =>
        placeIn(layer, start, end),
      )
    })
  }

  return {
    add,
    learn({ request, answer }) {
      const isPlaintext = sendsPlaintext(request)
      for (const text of [request, answer]) {
        for (const { value } of namedSecrets(text, isPlaintext)) {
          for (const meaning of meanings(value)) add(meaning)
        }
      }
    },
    apply(text) {
      // By their names also what is too short to be replaced wherever it stands.
      return withoutSpans(text, [...hiddenIn(text), ...namedSecrets(text)])
    },
  }
}

function placesOf(secrets: ReadonlySet<string>, text: string): readonly Span[] {
  return [...secrets].flatMap((secret) => {
    const places: Span[] = []
    for (let at = text.indexOf(secret); at >= 0; at = text.indexOf(secret, at + secret.length)) {
      places.push({ start: at, end: at + secret.length })
    }
    return places
  })
}

/** Masks the spans of a text, which may overlap. */
function withoutSpans(text: string, spans: readonly Span[]): string {
  const pieces: string[] = []
  let end = 0
  for (const span of [...spans].sort((one, other) => one.start - other.start)) {
    if (span.start >= end) pieces.push(text.slice(end, span.start), MASK)
    end = Math.max(end, span.end)
  }
  return [...pieces, text.slice(end)].join('')
}

/** Gives the ways in which a message may write a string, once its escapes are undone. */
function encodings(secret: string): readonly string[] {
  const octets = Buffer.from(secret)
  return [
    secret,
    octets.toString('latin1'),
    ...[secret, octets.toString('latin1')].map((text) => text.replaceAll(' ', '+')),
    ...(['base64', 'base64url', 'hex'] as const).map((encoding) => octets.toString(encoding)),
  ]
}
