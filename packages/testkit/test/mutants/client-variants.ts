/** A correct client: the base with behaviors that the RFC permits. */
export interface ClientVariant {
  readonly behaviors: readonly string[]
  /** Checks that advise against it: warnings and notes. */
  readonly advised?: readonly string[]
  /** Checks that do not apply to it, in addition to those of features that it does not declare. */
  readonly notApplicable?: readonly string[]
}

const HEADER_CHECKS = [
  'header.scheme',
  'header.encoded',
  'header.exactly-encoded',
  'header.signature-encoded',
  'header.quoted',
]

/** Correct clients: their titles and their behaviors. */
export const CLIENT_VARIANTS: readonly (readonly [title: string, variant: ClientVariant])[] = [
  ['sends no oauth_version', { behaviors: ['version-absent'] }],
  [
    'requests tokens by GET',
    { behaviors: ['token-by-get'], advised: ['request-token.post', 'access-token.post'] },
  ],
  [
    'sends the protocol parameters in the query',
    {
      behaviors: ['parameters-in-query', 'no-form-transmission'],
      notApplicable: HEADER_CHECKS,
    },
  ],
  ['requests tokens with the protocol parameters in a form', { behaviors: ['tokens-in-form'] }],
  ['adds a state to its callback', { behaviors: ['state-added'] }],
  ['has no callback, so the User types the verifier', { behaviors: ['no-three-legged'] }],
  ['has a callback only', { behaviors: ['no-out-of-band'] }],
  ['speaks HTTP/1.0 without a Host header', { behaviors: ['http-1.0'] }],
  ['keeps its connections', { behaviors: ['connections-kept'] }],
  ['sends bodies in chunks', { behaviors: ['bodies-chunked'] }],
  ['returns redirects to its caller', { behaviors: ['redirects-returned'] }],
  ['reports every redirect as an error', { behaviors: ['redirects-refused'] }],
  ['follows redirects without credentials', { behaviors: ['redirects-followed-unsigned'] }],
  ['retries three times, each time signed', { behaviors: ['retries'] }],
  ['sends an empty oauth_token for a Request Token', { behaviors: ['token-empty-sent'] }],
  [
    'writes its header in another way: a realm, tabs and a lower-case scheme',
    { behaviors: ['header-written-otherwise', 'parameters-reversed'] },
  ],
  [
    'writes escapes in lower case, which every server decodes',
    { behaviors: ['header-lower-case-escapes'], advised: ['header.exactly-encoded'] },
  ],
  ['sends UUIDs that begin with the time as nonces', { behaviors: ['nonce-uuid7'] }],
  ['sends the time and twelve random characters as nonces', { behaviors: ['nonce-with-time'] }],
  [
    'sends thirteen random digits as nonces',
    { behaviors: ['nonce-digits'], advised: ['nonce.length'] },
  ],
  [
    'sends other headers and a parameter of an extension',
    { behaviors: ['headers-added', 'extension-sent'] },
  ],
  ['normalizes URLs before it signs them', { behaviors: ['urls-normalized'] }],
  ['leaves nonce and timestamp out of PLAINTEXT', { behaviors: ['plaintext-bare'] }],
  [
    'sends only GET and POST',
    {
      behaviors: ['two-methods-only', 'no-put-forms', 'no-patch-forms', 'no-delete-forms'],
      notApplicable: ['method.delete', 'method.head', 'method.lower-case'],
    },
  ],
  [
    'refuses empty secrets of tokens',
    {
      behaviors: ['secret-empty-refused'],
      advised: ['request-token.empty-secret', 'access-token.empty-secret'],
    },
  ],
  ['asks for the account after each flow', { behaviors: ['proactive'] }],
  ['starts another flow when a callback is not its own', { behaviors: ['flow-begun-again'] }],
  [
    'only signs requests with a token that it was given',
    {
      behaviors: [
        'no-three-legged',
        'no-out-of-band',
        'no-xauth',
        'no-renewal',
        'no-two-legged',
        'no-clock-correction',
        'no-body-hash',
        'no-rsa-sha1',
        'no-rsa-sha256',
        'no-rsa-sha512',
        'no-plaintext',
        'no-hmac-sha256',
        'no-hmac-sha512',
      ],
    },
  ],
]
