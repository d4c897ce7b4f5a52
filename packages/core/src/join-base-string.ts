import { percentEncode } from './percent-encode.js'

/**
 * Joins the parts of a base string, the last of them normalised and encoded already.
 *
 * @internal
 */
export function joinBaseString(method: string, baseStringUri: string, normalized: string): string {
  // 1. The method in upper case. Section 3.4.1.1 encodes custom methods too.
  // 2. "&" 3. The base string URI, encoded.
  // 4. "&" 5. The normalised parameters, encoded; section 3.4.1.3.1 leaves oauth_signature out.
  return `${percentEncode(method.toUpperCase())}&${percentEncode(baseStringUri)}&${normalized}`
}
