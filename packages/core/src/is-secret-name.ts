import { decodeEscapes } from './decode-escapes.js'

// Names are judged by word, because short words occur in ordinary ones: "spin", "author".
// Secret wherever they occur in a word, because people write several words as one.
const SECRET_PART =
  /secret(?!ar|ed|io|iv)|passw(?:ord|d|ort)(?!less)|kennwort|motdepasse|wachtwoord|contrasen|passphrase|passcode|pwd|verifier|credential|api(?:key(?!w)|token)|(?:private|access|encryption|signing|secret)key|(?:access|refresh|bearer|auth|session|csrf|xsrf)token|sess(?:ion)?(?:id|key|handle)|cardn(?:o|um)|creditcard/
const SECRET_WORD =
  /^(?:(?:user|my|db|new|old)(?:pass|pin|pw)|senha|clave|mdp|contrase|passkey|privkey|authkey|authcode|[th]?otp|cvv|cvc|ccv|jwt|psk|ssn|iban|csrf|xsrf|pincode|pinnumber|mnemonic)(?:s|code)?$/
const SECRET_PAIR =
  /^(?:(?:api|private|access|encryption|decryption|signing|shared|master|auth|account|license|ssh|service|subscription|app|webhook|hmac|aes) keys?|(?:access|refresh|bearer|auth|id|api|security|user|client|personal|reset|login|sso|device|verify|verification|confirmation|activation) tokens?|(?:security|verification|auth|authorization|authentication|recovery|backup|sms|login|time|confirmation|activation|reset|mfa|fa) codes?|(?:cc|account|security|passport) (?:no|num|number)s?|2 fa)$/
// Secret at the end of a name, or with a word that says "the value of it". "pin_board" is not a secret.
const SECRET_END =
  /^(?:pin|pass|pw|auth|authorization|authentication|session|sid|cookies?|card|bearer|mfa|sig|hmac|[a-z]*signature)$/
const OF_A_VALUE =
  /^(?:id|number|num|no|code|value|key|token|handle|hash|data|string|text|header|\d+)$/
// Words that follow the name of a secret and make it the name of something else.
const ABOUT_IT =
  /^(?:url|uri|endpoint|count|type|kind|method|mode|length|size|limit|name|status|state|policy|format|version|algorithm|alg|lifetime|timeout|ttl|expir(?:y|es|ed|ation)|country|required|enabled|supported|issuer|created|updated)$/
const MAX_JOINED_WORDS = 3

/**
 * Returns whether the value of a parameter of this name is a secret: a password, a key, a PIN, the
 * number of a card. The name may be in camel case, percent-encoded, and part of a longer string,
 * such as JSON.
 *
 * @internal
 */
export function isSecretName(name: string): boolean {
  return findNames(name).some((words) => words.some((_word, index) => isSecretAt(words, index)))
}

function isSecretAt(words: readonly string[], index: number): boolean {
  const [word = '', next, following] = words.slice(index, index + 3)
  if (SECRET_PART.test(word) || SECRET_WORD.test(word)) return !isAboutIt(next)
  if (next !== undefined && SECRET_PAIR.test(`${word} ${next}`)) return !isAboutIt(following)
  if (isSecretJoined(words, index)) return true
  // As the whole name it is a secret; after "oauth_", "request_" or "page_" it is a key for a look-up.
  const isBareToken = index === 0 && word === 'token'
  return (
    (isBareToken || SECRET_END.test(word)) &&
    (next === undefined || (OF_A_VALUE.test(next) && !isAboutIt(following)))
  )
}

// "passWord" and "pass_word" are the password, "PINcode" is the PIN.
function isSecretJoined(words: readonly string[], index: number): boolean {
  if (words[index]?.endsWith('oauth')) return false
  for (let end = index + 2; end <= Math.min(index + MAX_JOINED_WORDS, words.length); end++) {
    const joined = words.slice(index, end).join('')
    const [part = ''] = SECRET_PART.exec(joined) ?? []
    const isPart = part !== '' && (joined.endsWith(part) || joined.endsWith(`${part}s`))
    if (isPart || SECRET_WORD.test(joined)) return !isAboutIt(words[end])
  }
  return false
}

function isAboutIt(next: string | undefined): boolean {
  return next !== undefined && ABOUT_IT.test(next)
}

/** Returns the names in a string, each as its words in lower case. */
function findNames(text: string): readonly (readonly string[])[] {
  const written = decodeEscapes(text)
    .replace(/([a-z\d])([A-Z])/g, '$1_$2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1_$2')
    .toLowerCase()
    .replace(/o_auth/g, 'oauth')
  // A step of a path is not a name: "https://printer.example/auth".
  const isUrl = written.includes('://')
  return (written.match(/\/?[a-z\d_.[\] -]+[=:"'\\]?/g) ?? [])
    .filter((name) => !isUrl || !name.startsWith('/') || /[=:"'\\]/.test(name))
    .map((name) => name.match(/[a-z]+|\d+/g) ?? [])
}
