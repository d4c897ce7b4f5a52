import type { OutcomeKind } from './run-host.js'

/** A limit of a host. */
export interface KnownGap {
  /** The names of the hosts. */
  readonly hosts: RegExp
  /** The cases, as `group: title`. */
  readonly cases: RegExp
  /** The outcomes that are expected instead. A request that must be refused is never accepted. */
  readonly outcomes: readonly Exclude<OutcomeKind, 'passed' | 'accepted'>[]
  /** Why, and what to do, in Markdown. */
  readonly reason: string
}

/** All of them. One that no case meets any more is reported. */
export const KNOWN_GAPS: readonly KnownGap[] = [
  {
    hosts: /^Koa 2, h2c$/,
    cases: /^headers: .*HEAD/,
    outcomes: ['refused'],
    reason: 'Koa 2 never ends a response to HEAD over HTTP/2, with OAuth or without. Koa 3 does.',
  },
  {
    hosts: /^(?!Hono, `serverless-http`).*payload 1\.0$|Next\.js/,
    cases: /^query: mixed$/,
    outcomes: ['differs'],
    reason:
      'The host groups the query by name: `?a=2&b=0&a=1` becomes `?a=2&a=1&b=0`. The signature sorts its parameters, so the request is accepted, but `grant(request).query` has the order of the host. Amazon API Gateway keeps the order in payload format 2.0.',
  },
  {
    hosts: /^(?!Hono).*`serverless-http`, payload 1\.0$/,
    cases: /^headers: a second Authorization/,
    outcomes: ['hidden'],
    reason:
      '`serverless-http` passes on only the last of several headers with the same name, to OAuth and to the application alike. In payload format 2.0 they are joined, and refused.',
  },
  {
    hosts:
      /^(?!Hono, `serverless).*`(?:serverless-http|@codegenie\/serverless-express)`, payload 2\.0$/,
    cases: /^query: "\?" in the query$/,
    outcomes: ['refused'],
    reason:
      'The package removes a question mark at the beginning of the query (`??a=1`), so the signature does not match.',
  },
  {
    hosts: /^(?:Express|Koa) \d, `@codegenie/,
    cases: /^parsers: after: JSON/,
    outcomes: ['refused', 'differs'],
    reason:
      '`@codegenie/serverless-express` ends the body as soon as anything in front of the body parser waits, with OAuth or without. Express then has a `Buffer` as `request.body`, and Koa responds with 500. Put the body parser before `protect()` and let it [keep the bytes](body-parsers.md).',
  },
  {
    hosts: /^Hono, `@codegenie/,
    cases: /^(?:form|JSON|multipart|parsers): /,
    outcomes: ['refused', 'hidden'],
    reason:
      'For the same reason Hono finds no body behind OAuth, so signed bodies are refused. Use `hono/aws-lambda`.',
  },
  {
    hosts: /^Hono, `serverless-http`/,
    cases: /./,
    outcomes: ['refused'],
    reason:
      '`serverless-http` gives requests no `rawHeaders`, which `@hono/node-server` reads. No request has credentials then. Use `hono/aws-lambda`.',
  },
  {
    hosts: /Next\.js/,
    cases: /^path: \/\/double$/,
    outcomes: ['refused'],
    reason:
      'Next.js redirects paths with `//` (308) before any route handler runs. A client has to sign the other URL.',
  },
  {
    hosts: /Next\.js/,
    cases: /^query: names of properties$/,
    outcomes: ['refused'],
    reason: 'Next.js removes a parameter with the name `__proto__` from the query.',
  },
  {
    hosts: /Next\.js/,
    cases: /^headers: a second (?:Authorization: .*[^t]$|Content-Type)/,
    outcomes: ['hidden'],
    reason:
      'Next.js passes on only the first of two `Authorization` or `Content-Type` headers, to OAuth and to the application alike. Let the proxy in front refuse a second `Authorization`; nginx does.',
  },
]
