/** The position of the name of a secret in a string. */
export interface SecretName {
  readonly start: number
  readonly end: number
  /** Whether it is an ordinary word that sentences contain too. */
  readonly isWord: boolean
}

// The end of a name is enough: "oauth_token_secret", "oauthTokenSecret", "tokenSecret".
const NAME =
  /(?:secret|verifier|(session[_-]?handle)|passw(?:or)?d|passphrase|(oauth[_-]?signature))(?![a-z0-9_-])/gi
const IS_PLAINTEXT = /oauth_signature_method[^a-z0-9]+(?:[0-9a-f]{2}[^a-z0-9]*){0,8}PLAINTEXT/i
const PART_OF_NAME = /[a-z0-9_-]/i

/** Finds the names of secrets in a string; `oauth_signature` only if the signature consists of secrets. */
export function findSecretNames(string: string, isPlaintext: boolean): readonly SecretName[] {
  return [...string.matchAll(NAME)]
    .filter(({ 2: signature }) => signature === undefined || isPlaintext)
    .map(({ 0: name, 1: handle, 2: signature, index }) => ({
      start: index,
      end: index + name.length,
      isWord: (handle ?? signature) === undefined && !PART_OF_NAME.test(string.charAt(index - 1)),
    }))
}

/** Reports whether a parameter of this name is secret. */
export function isSecretName(name: string, isPlaintext: boolean): boolean {
  return findSecretNames(name, isPlaintext).some(({ end }) => end === name.length)
}

/** Reports whether a message is signed with PLAINTEXT, whose signature consists of the secrets. */
export function isPlaintextMessage(string: string): boolean {
  return IS_PLAINTEXT.test(string)
}
