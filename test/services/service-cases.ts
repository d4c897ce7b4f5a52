import { generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import type { ServiceProvider } from '@oauthplus/client'
import {
  discogs,
  flickr,
  jira,
  lti11,
  magento2,
  netsuite,
  woocommerce,
  x,
} from '@oauthplus/client/presets'

import { MAGENTO_DIALECT } from '../../packages/client/src/presets/magento-dialect.js'
import { CONSUMER_KEY, CONSUMER_SECRET } from './fake-service.js'
import type { FakeServiceOptions } from './fake-service.js'

/** An error that the page of a service explains. */
export interface ExplainedError {
  readonly code: string
  readonly advice?: string
  readonly response: () => Response
}

/** A page about a service, and what shows that it is right. */
export interface ServiceCase {
  readonly provider: ServiceProvider
  /** The program of the page; none for LTI, whose code test/lti runs. */
  readonly program?: {
    readonly environment: Readonly<Record<string, string>>
    readonly service: FakeServiceOptions
    /** The calls other than those for tokens. */
    readonly calls: readonly string[]
    readonly prints: unknown
    /** The message of the error if the secret is wrong. */
    readonly fails: string
  }
  readonly errors: readonly ExplainedError[]
}

const { publicKey, privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
})
const KEY_FILE = join(mkdtempSync(join(tmpdir(), 'oauthplus-services-')), 'jira.pem')
writeFileSync(KEY_FILE, privateKey)

const TOKEN = { key: 'access', secret: 'access secret' }

function json(status: number, body: unknown): () => Response {
  return () => Response.json(body, { status })
}

function text(status: number, body: string, headers: Readonly<Record<string, string>> = {}) {
  return (): Response => new Response(body, { status, headers })
}

function environment(prefix: string): Readonly<Record<string, string>> {
  return {
    [`${prefix}_KEY`]: CONSUMER_KEY,
    [`${prefix}_SECRET`]: CONSUMER_SECRET,
    [`${prefix}_TOKEN`]: TOKEN.key,
    [`${prefix}_TOKEN_SECRET`]: TOKEN.secret,
  }
}

const X_UNAUTHORIZED = {
  title: 'Unauthorized',
  type: 'about:blank',
  status: 401,
  detail: 'Unauthorized',
}
const NETSUITE_INVALID_LOGIN = {
  title: 'Unauthorized',
  status: 401,
  'o:errorDetails': [
    {
      detail:
        'Invalid login attempt. For more details, see the Login Audit Trail in the NetSuite UI.',
      'o:errorCode': 'INVALID_LOGIN',
    },
  ],
}
const WOO_SIGNATURE = {
  code: 'woocommerce_rest_authentication_error',
  message: 'Invalid signature - provided signature does not match.',
  data: { status: 401 },
}
const DISCOGS_CONSUMER = {
  message: 'Invalid consumer token. Please register an app before making requests.',
}
const FLICKR_SIGNATURE = 'oauth_problem=signature_invalid&debug_sbs=POST'
const MAGENTO_SIGNATURE = { message: 'The signature is invalid. Verify and try again.' }

/** The cases by the name of their page. */
export const SERVICE_CASES: Readonly<Record<string, ServiceCase>> = {
  x: {
    provider: x,
    program: {
      environment: environment('X'),
      service: {
        signatureMethod: 'HMAC-SHA1',
        answer: json(201, { data: { id: '1', text: 'Hello' } }),
        refuse: json(401, X_UNAUTHORIZED),
      },
      calls: ['POST https://api.x.com/2/tweets'],
      prints: { data: { id: '1', text: 'Hello' } },
      fails: 'Unauthorized',
    },
    errors: [
      { code: 'Unauthorized', advice: 'Unauthorized', response: json(401, X_UNAUTHORIZED) },
      {
        code: 'Forbidden',
        advice:
          'Your client app is not configured with the appropriate oauth1 app permissions for this endpoint.',
        response: json(403, {
          title: 'Forbidden',
          status: 403,
          detail:
            'Your client app is not configured with the appropriate oauth1 app permissions for this endpoint.',
          type: 'https://api.x.com/2/problems/oauth1-permissions',
        }),
      },
      {
        code: '415',
        advice: 'Callback URL not approved for this client application.',
        response: json(403, {
          errors: [
            { code: 415, message: 'Callback URL not approved for this client application.' },
          ],
        }),
      },
    ],
  },
  netsuite: {
    provider: netsuite({ accountId: '1234567_SB1' }),
    program: {
      environment: environment('NS'),
      service: {
        signatureMethod: 'HMAC-SHA256',
        answer: json(200, { items: [] }),
        refuse: json(401, NETSUITE_INVALID_LOGIN),
      },
      calls: [
        'GET https://1234567-sb1.suitetalk.api.netsuite.com/services/rest/record/v1/customer?limit=5',
      ],
      prints: { items: [] },
      fails: 'INVALID_LOGIN',
    },
    errors: [
      {
        code: 'INVALID_LOGIN',
        advice:
          'Invalid login attempt. For more details, see the Login Audit Trail in the NetSuite UI.',
        response: json(401, NETSUITE_INVALID_LOGIN),
      },
      {
        code: 'INVALID_LOGIN_ATTEMPT',
        advice: 'Invalid login attempt.',
        response: json(401, {
          error: { code: 'INVALID_LOGIN_ATTEMPT', message: 'Invalid login attempt.' },
        }),
      },
      {
        code: 'token_rejected',
        advice: 'Invalid Login Attempt',
        response: text(401, '', {
          'WWW-Authenticate':
            'OAuth realm="1234567_SB1", error="token_rejected", error_description="Invalid Login Attempt"',
        }),
      },
    ],
  },
  woocommerce: {
    provider: woocommerce({ storeUrl: 'http://shop.example' }),
    program: {
      environment: environment('WOO'),
      service: {
        signatureMethod: 'HMAC-SHA256',
        answer: json(200, []),
        refuse: json(401, WOO_SIGNATURE),
      },
      calls: ['GET http://shop.example/wp-json/wc/v3/orders?status=processing'],
      prints: [],
      fails: 'woocommerce_rest_authentication_error',
    },
    errors: [
      {
        code: WOO_SIGNATURE.code,
        advice: WOO_SIGNATURE.message,
        response: json(401, WOO_SIGNATURE),
      },
      {
        code: 'woocommerce_rest_authentication_error',
        advice: 'Invalid timestamp.',
        response: json(401, {
          code: 'woocommerce_rest_authentication_error',
          message: 'Invalid timestamp.',
        }),
      },
      {
        code: 'woocommerce_rest_cannot_view',
        advice: 'Sorry, you cannot list resources.',
        response: json(401, {
          code: 'woocommerce_rest_cannot_view',
          message: 'Sorry, you cannot list resources.',
        }),
      },
    ],
  },
  jira: {
    provider: jira({ baseUrl: 'https://jira.example' }),
    program: {
      environment: { JIRA_KEY: CONSUMER_KEY, JIRA_KEY_FILE: KEY_FILE },
      service: {
        signatureMethod: 'RSA-SHA1',
        publicKey,
        answer: json(200, { name: 'jane' }),
        refuse: text(401, 'oauth_problem=signature_invalid'),
      },
      calls: ['GET https://jira.example/rest/api/2/myself'],
      prints: { name: 'jane' },
      fails: 'signature_invalid',
    },
    errors: ['consumer_key_unknown', 'signature_invalid', 'token_rejected'].map((code) => ({
      code,
      response: text(401, `oauth_problem=${code}`, {
        'WWW-Authenticate': `OAuth realm="https%3A%2F%2Fjira.example", oauth_problem="${code}"`,
      }),
    })),
  },
  discogs: {
    provider: discogs,
    program: {
      environment: environment('DISCOGS'),
      service: {
        signatureMethod: 'PLAINTEXT',
        answer: json(200, { username: 'jane' }),
        refuse: json(401, DISCOGS_CONSUMER),
      },
      calls: ['GET https://api.discogs.com/oauth/identity'],
      prints: { username: 'jane' },
      fails: DISCOGS_CONSUMER.message,
    },
    errors: [
      { code: 'http_401', advice: DISCOGS_CONSUMER.message, response: json(401, DISCOGS_CONSUMER) },
      {
        code: 'http_401',
        advice: 'You must authenticate to access this resource.',
        response: json(401, { message: 'You must authenticate to access this resource.' }),
      },
      {
        code: 'http_429',
        advice: 'You are making requests too quickly.',
        response: json(429, { message: 'You are making requests too quickly.' }),
      },
    ],
  },
  flickr: {
    provider: flickr,
    program: {
      environment: environment('FLICKR'),
      service: {
        signatureMethod: 'HMAC-SHA1',
        signsMultipart: true,
        answer: text(200, '<rsp stat="ok"><photoid>1</photoid></rsp>'),
        refuse: text(401, FLICKR_SIGNATURE),
      },
      calls: ['POST https://up.flickr.com/services/upload/'],
      prints: '<rsp stat="ok"><photoid>1</photoid></rsp>',
      fails: 'signature_invalid',
    },
    errors: [
      { code: 'signature_invalid', response: text(401, FLICKR_SIGNATURE) },
      {
        code: '98',
        advice: 'Invalid auth token',
        response: text(200, '<rsp stat="fail"><err code="98" msg="Invalid auth token" /></rsp>'),
      },
      {
        code: '99',
        advice: 'Insufficient permissions',
        response: json(200, { stat: 'fail', code: 99, message: 'Insufficient permissions' }),
      },
    ],
  },
  magento: {
    provider: magento2({ storeUrl: 'https://shop.example' }),
    program: {
      environment: environment('MAGE'),
      service: {
        signatureMethod: 'HMAC-SHA256',
        dialect: MAGENTO_DIALECT,
        answer: json(200, { items: [] }),
        refuse: json(401, MAGENTO_SIGNATURE),
      },
      calls: ['GET https://shop.example/rest/V1/orders?searchCriteria[pageSize]=5'],
      prints: { items: [] },
      fails: MAGENTO_SIGNATURE.message,
    },
    errors: [
      {
        code: 'http_401',
        advice: MAGENTO_SIGNATURE.message,
        response: json(401, MAGENTO_SIGNATURE),
      },
      {
        code: 'http_401',
        advice: "The consumer isn't authorized to access Magento_Sales::sales.",
        response: json(401, {
          message: "The consumer isn't authorized to access %resources.",
          parameters: { resources: 'Magento_Sales::sales' },
        }),
      },
      {
        code: 'Consumer key has expired',
        response: text(401, 'oauth_problem=Consumer+key+has+expired'),
      },
    ],
  },
  lti: {
    provider: { ...lti11, origins: ['https://platform.example'] },
    errors: [
      {
        code: 'failure',
        advice: 'Invalid sourcedId',
        response: text(
          200,
          '<imsx_codeMajor>failure</imsx_codeMajor><imsx_description>Invalid sourcedId</imsx_description>',
        ),
      },
    ],
  },
}
