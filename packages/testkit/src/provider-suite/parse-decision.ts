import { decodeForm } from '../reference/index.js'
import { unescapeMarkup } from './unescape-markup.js'

/**
 * Parses what a decision returned: a callback URL, a form with `oauth_verifier`, a page that shows the
 * verifier in the element `oauth_verifier`, or the verifier.
 */
export function parseDecision(
  output: string,
  isMarkup = false,
): {
  readonly location: string | undefined
  readonly verifier: string | undefined
  readonly isWord?: boolean
} {
  const shown = /\sid="oauth_verifier"[^<>]{0,1000}>([^\s<>]{1,1000})</.exec(output)?.[1]
  const text = shown ?? output.trim().split('\n').at(-1)?.trim() ?? ''
  if (shown !== undefined) return { location: undefined, verifier: unescapeMarkup(shown) }
  if (/^oauth_[a-z_]+=/.test(text)) return { location: undefined, verifier: readVerifier(text) }
  if (!/^[a-z][a-z0-9+.-]*:/i.test(text)) {
    const verifier = /^[^\s<>]+$/.test(text) ? text : undefined
    return {
      location: undefined,
      verifier: verifier && (isMarkup ? unescapeMarkup(verifier) : verifier),
      isWord: true,
    }
  }
  return { location: text, verifier: readVerifier(/\?([^#]*)/.exec(text)?.[1] ?? '') }
}

function readVerifier(form: string): string | undefined {
  const verifier = decodeForm(form).find(([name]) => String(name) === 'oauth_verifier')?.[1]
  return verifier === undefined ? undefined : String(verifier)
}
