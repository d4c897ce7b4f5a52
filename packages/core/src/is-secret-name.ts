// Long enough that no ordinary word contains them.
const SECRET_PART =
  /secret(?!ar)|passw(?:or)?d|passphrase|passcode|pwd|signature$|verifier|session_?handle|credential|(?:api|private|access|encryption|signing)_?key|(?:access|refresh|bearer)_?token/
// Short ones, which ordinary words contain: "spin", "shipping", "passport", "author".
const SECRET_WORD =
  /(?:^|_)(?:(?:user|my|db|new|old)?pass|pin(?:_?(?:code|number))?|[th]?otp|cvv|cvc|jwt|bearer|authorization|(?:auth|id)_?(?:token|key)|psk)\d*(?:_|$)/
const MOST_ENCODINGS = 3

/**
 * Tells whether the value of a parameter of this name is a secret: a password, a key, a PIN. The
 * name may be in camel case, percent-encoded, and part of a longer string.
 *
 * @internal
 */
export function isSecretName(name: string): boolean {
  const words = wordsOf(name)
  return SECRET_PART.test(words) || SECRET_WORD.test(words)
}

/** Writes a name in lower case, with an underscore between its words. */
function wordsOf(name: string): string {
  return decoded(name)
    .replace(/([a-z\d])([A-Z])/g, '$1_$2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1_$2')
    .toLowerCase()
    .replace(/[^a-z\d]+/g, '_')
}

function decoded(name: string): string {
  let text = name
  for (let count = 0; count < MOST_ENCODINGS && text.includes('%'); count++) {
    text = text.replace(/%([0-7][\da-f])/gi, (_escape, digits: string) =>
      String.fromCharCode(parseInt(digits, 16)),
    )
  }
  return text
}
