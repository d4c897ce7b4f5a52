// Names are judged by word, because short words stand in ordinary ones: "spin", "author".
// Secret wherever they stand in a word, because people write several words as one.
const SECRET_PART =
  /secret(?!ar|ed|io|iv)|passw(?:or)?d(?!less)|passphrase|passcode|pwd|verifier|credential|api(?:key(?!w)|token)|(?:private|access|encryption|signing|secret)key|(?:access|refresh|bearer|auth|session|csrf|xsrf)token|sess(?:ion)?(?:id|key|handle)|cardn(?:o|um)|creditcard/
const SECRET_WORD =
  /^(?:(?:user|my|db|new|old)pass|[th]?otp|cvv|cvc|ccv|jwt|psk|ssn|iban|csrf|xsrf|pincode|pinnumber|mnemonic)s?$/
const SECRET_PAIR =
  /^(?:(?:api|private|access|encryption|decryption|signing|shared|master|auth|account|license|ssh|service|subscription|app|webhook|hmac|aes) keys?|(?:access|refresh|bearer|auth|id|api|security|user|client|personal|reset|login|sso|device|verification|confirmation|activation) tokens?|(?:security|verification|auth|authorization|authentication|recovery|backup|sms|login|time|confirmation|activation|reset|mfa|fa) codes?|(?:cc|account|security|passport) (?:no|num|number)s?|2 fa)$/
// Secret at the end of a name, or with a word that says "the value of it". "pin_board" is no secret.
const SECRET_END =
  /^(?:pin|pass|auth|authorization|authentication|session|sid|cookies?|card|bearer|mfa|sig|hmac|[a-z]*signature)$/
const OF_A_VALUE =
  /^(?:id|number|num|no|code|value|key|token|handle|hash|data|string|text|header|\d+)$/
// What stands behind the name of a secret and makes it the name of something else.
const ABOUT_IT =
  /^(?:url|uri|endpoint|count|type|kind|method|mode|length|size|limit|name|status|state|policy|format|version|algorithm|alg|lifetime|timeout|ttl|expir(?:y|es|ed|ation)|country|required|enabled|supported|issuer|created|updated)$/
const MOST_ENCODINGS = 3

/**
 * Tells whether the value of a parameter of this name is a secret: a password, a key, a PIN, the
 * number of a card. The name may be in camel case, percent-encoded, and part of a longer string,
 * such as JSON.
 *
 * @internal
 */
export function isSecretName(name: string): boolean {
  return namesIn(name).some((words) => words.some((_word, index) => isSecretAt(words, index)))
}

function isSecretAt(words: readonly string[], index: number): boolean {
  const [word = '', next, following] = words.slice(index, index + 3)
  if (SECRET_PART.test(word) || SECRET_WORD.test(word)) return !isAboutIt(next)
  if (next !== undefined && SECRET_PAIR.test(`${word} ${next}`)) return !isAboutIt(following)
  return (
    SECRET_END.test(word) &&
    (next === undefined || (OF_A_VALUE.test(next) && !isAboutIt(following)))
  )
}

function isAboutIt(next: string | undefined): boolean {
  return next !== undefined && ABOUT_IT.test(next)
}

/** Gives the names in a text, each as its words in lower case. */
function namesIn(text: string): readonly (readonly string[])[] {
  const written = decoded(text)
    .replace(/([a-z\d])([A-Z])/g, '$1_$2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1_$2')
    .toLowerCase()
    .replace(/o_auth/g, 'oauth')
  // A step of a path is no name: "https://printer.example/auth".
  const isUrl = written.includes('://')
  return (written.match(/\/?[a-z\d_.[\] -]+[=:"'\\]?/g) ?? [])
    .filter((name) => !isUrl || !name.startsWith('/') || /[=:"'\\]/.test(name))
    .map((name) => name.match(/[a-z]+|\d+/g) ?? [])
}

function decoded(name: string): string {
  let text = name.replace(/\\u00([0-7][\da-f])/gi, character)
  for (let count = 0; count < MOST_ENCODINGS && text.includes('%'); count++) {
    text = text.replace(/%([0-7][\da-f])/gi, character)
  }
  return text
}

function character(_escape: string, digits: string): string {
  return String.fromCharCode(parseInt(digits, 16))
}
