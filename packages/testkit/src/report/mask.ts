import { percentEncode } from '../reference/index.js'
import { escapeMarkup } from './escape-markup.js'
import { meanings, namedSecrets, sendsPlaintext } from './mask-named.js'

const MASK = '••••••'
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

  return {
    add,
    learn({ request, answer }) {
      const isPlaintext = sendsPlaintext(request)
      for (const text of [request, answer]) {
        for (const { start, end } of namedSecrets(text, isPlaintext)) {
          for (const meaning of meanings(text.slice(start, end))) add(meaning)
        }
      }
    },
    apply(text) {
      let masked = text
      const longestFirst = [...hidden].sort((one, other) => other.length - one.length)
      for (const secret of longestFirst) masked = masked.replaceAll(secret, MASK)
      // Also what is too short to be replaced wherever it stands.
      const spans = [...namedSecrets(masked)].sort((one, other) => other.start - one.start)
      let untouched = masked.length
      for (const { start, end } of spans) {
        if (end > untouched) continue
        masked = masked.slice(0, start) + MASK + masked.slice(end)
        untouched = start
      }
      return masked
    },
  }
}

/** Gives the ways in which a message may write a string. */
function encodings(secret: string): readonly string[] {
  // Node reads headers octet by octet.
  const octets = Buffer.from(secret).toString('latin1')
  const once = percentEncode(secret)
  const form = new URLSearchParams([['', secret]]).toString().slice(1)
  const quoted = JSON.stringify(secret).slice(1, -1)
  const plain = [secret, octets, once, percentEncode(once), form, encodeURIComponent(secret)]
  return [
    ...plain,
    ...plain.map(lowerEscapes),
    quoted,
    JSON.stringify(quoted).slice(1, -1),
    quoted.replaceAll('/', '\\/'),
    escapeMarkup(secret),
  ]
}

function lowerEscapes(text: string): string {
  return text.replaceAll(/%[0-9A-F]{2}/g, (escape) => escape.toLowerCase())
}
