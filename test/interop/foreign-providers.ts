import type { ServiceProvider } from '@oauthplus/client'

import type { AwkwardTitle } from './awkward-requests.js'
import {
  startAuthlibProvider,
  startOauthGemProvider,
  startOauthlibProvider,
  startPhpProvider,
} from './start-foreign-provider.js'
import type { StartForeignProvider } from './start-foreign-provider.js'

/** A provider library of another project. */
export interface ForeignLibrary {
  readonly name: string
  readonly start: StartForeignProvider
  /** The methods that it verifies. */
  readonly signatureMethods: readonly (ServiceProvider['signatureMethod'] & string)[]
  /** The places in addition to the header in which it finds the OAuth parameters. */
  readonly places: readonly ('query' | 'body')[]
  /** Whether it can verify a request without a token, as xAuth and two-legged calls are. */
  readonly verifiesWithoutToken: boolean
  /** Whether the user may mistype the verifier. */
  readonly forgivesWrongVerifier: boolean
  /** Rightly signed requests that it does not verify, and why. */
  readonly faults: Readonly<Partial<Record<AwkwardTitle, string>>>
}

const SORTS_BEFORE_ENCODING = 'names are sorted before they are encoded, not after'
const LAST_VALUE_ALONE = 'parameters stand in a map, where the last value wins'
const REENCODED_QUERY = 'Flask’s request.url is not the query as it was sent'
const REALM_UNSIGNED = 'every parameter of that name is left out, not that of the header alone'
const READS_FORMS_OF_POST_ALONE = 'PHP reads forms of POST alone'
const NAMES_REWRITTEN = 'PHP reads what it takes for an index, or for no part of a variable’s name'

/** The libraries whose providers are driven by our client. */
export const FOREIGN_LIBRARIES: readonly ForeignLibrary[] = [
  {
    name: 'oauthlib',
    start: startOauthlibProvider,
    places: ['query', 'body'],
    signatureMethods: [
      ...(['HMAC-SHA1', 'HMAC-SHA256', 'HMAC-SHA512'] as const),
      ...(['RSA-SHA1', 'RSA-SHA256', 'RSA-SHA512', 'PLAINTEXT'] as const),
    ],
    verifiesWithoutToken: true,
    forgivesWrongVerifier: true,
    faults: {},
  },
  {
    name: 'Authlib',
    start: startAuthlibProvider,
    // A signature in a query is rewritten with the rest of it.
    places: ['body'],
    signatureMethods: ['HMAC-SHA1', 'RSA-SHA1', 'PLAINTEXT'],
    verifiesWithoutToken: false,
    forgivesWrongVerifier: false,
    faults: {
      'a repeated name in a form': 'a form stands in a map, where the first value wins',
      'UTF-8 in a value in a query': REENCODED_QUERY,
      'UTF-8 in a name in a query': REENCODED_QUERY,
      'separators in a value in a query': REENCODED_QUERY,
      'what encoders disagree on in a query': REENCODED_QUERY,
      'a name "realm" in a query': REALM_UNSIGNED,
      'a name "realm" in a form': REALM_UNSIGNED,
    },
  },
  {
    name: 'Ruby’s oauth gem',
    start: startOauthGemProvider,
    places: ['query', 'body'],
    signatureMethods: ['HMAC-SHA1', 'RSA-SHA1', 'PLAINTEXT'],
    verifiesWithoutToken: true,
    forgivesWrongVerifier: true,
    faults: {
      'a repeated name in a query': LAST_VALUE_ALONE,
      'a repeated name in a form': LAST_VALUE_ALONE,
      'one name in query and form': LAST_VALUE_ALONE,
      'UTF-8 in a name in a query': SORTS_BEFORE_ENCODING,
      'UTF-8 in a name in a form': SORTS_BEFORE_ENCODING,
      'brackets in a name in a query': 'Rack takes them for an array, whose name is signed without',
      'brackets in a name in a form': 'Rack takes them for an array, whose name is signed without',
      'a semicolon in a query': 'Rack separates parameters at it',
    },
  },
  {
    name: 'PHP’s OAuthProvider',
    start: startPhpProvider,
    places: ['query', 'body'],
    // RSA-SHA1 it lists too, but it signs again to compare, for which it would need the private key.
    signatureMethods: ['HMAC-SHA1', 'HMAC-SHA256', 'PLAINTEXT'],
    verifiesWithoutToken: true,
    forgivesWrongVerifier: true,
    faults: {
      'a repeated name in a query': LAST_VALUE_ALONE,
      'a repeated name in a form': LAST_VALUE_ALONE,
      'one name in query and form': LAST_VALUE_ALONE,
      'UTF-8 in a name in a query': SORTS_BEFORE_ENCODING,
      'UTF-8 in a name in a form': SORTS_BEFORE_ENCODING,
      'brackets in a name in a query': NAMES_REWRITTEN,
      'brackets in a name in a form': NAMES_REWRITTEN,
      'a dot in a name in a query': NAMES_REWRITTEN,
      'a dot in a name in a form': NAMES_REWRITTEN,
      'a form that is PUT': READS_FORMS_OF_POST_ALONE,
      'a form that is PATCHed': READS_FORMS_OF_POST_ALONE,
      'a form that is DELETEd': READS_FORMS_OF_POST_ALONE,
    },
  },
]
