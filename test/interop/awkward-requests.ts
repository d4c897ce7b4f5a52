/** A request of an API, without its signature. */
export interface AwkwardRequest {
  readonly method: string
  readonly query: string
  /** A form, if there is one. */
  readonly form?: string
  /** A body of JSON, if there is one. */
  readonly json?: string
}

// As they are written in a query or a form.
const PARAMETERS = {
  'plain parameters': 'a=1&b=2',
  'a repeated name': 'a=1&a=0',
  'an empty value': 'a=1&b=',
  'a name without "="': 'a=1&flag',
  'a space as %20': 'c=hello%20world',
  'a space as "+"': 'c=hello+world',
  'UTF-8 in a value': 'd=%E2%98%83',
  'UTF-8 in a name': '%C3%A9=1',
  'separators in a value': 'e=a%2Bb%3D%26',
  'what encoders disagree on': 'f=%21%27%28%29*~',
  'a percent sign': 'g=100%25',
  'brackets in a name': 'ids%5B%5D=1',
  'a dot in a name': 'user.fields=name',
  'a semicolon': 'h=x;y',
  'names that sort by bytes': 'a-1=1&a=2&B=3&a_1=4',
  'names of Object.prototype': '__proto__=1&toString=2',
  'a name "realm"': 'realm=x',
} as const

type Names = keyof typeof PARAMETERS

/** The name of an awkward request. */
export type AwkwardTitle =
  | `${Names} in a ${'query' | 'form'}`
  | 'one name in query and form'
  | `a form that is ${'PUT' | 'PATCHed' | 'DELETEd'}`
  | 'JSON'
  | 'POST with nothing'

/** Requests that are signed or verified wrongly by many. */
export const AWKWARD_REQUESTS: readonly (readonly [
  title: AwkwardTitle,
  request: AwkwardRequest,
])[] = [
  ...(Object.entries(PARAMETERS) as [Names, string][]).flatMap(
    ([name, text]): [AwkwardTitle, AwkwardRequest][] => [
      [`${name} in a query`, { method: 'GET', query: text }],
      [`${name} in a form`, { method: 'POST', query: '', form: text }],
    ],
  ),
  ['one name in query and form', { method: 'POST', query: 'a=1', form: 'a=0' }],
  ['a form that is PUT', { method: 'PUT', query: '', form: 'a=1' }],
  ['a form that is PATCHed', { method: 'PATCH', query: '', form: 'a=1' }],
  ['a form that is DELETEd', { method: 'DELETE', query: '', form: 'a=1' }],
  ['JSON', { method: 'POST', query: 'a=1', json: '{"b=2&c":"☃"}' }],
  ['POST with nothing', { method: 'POST', query: '' }],
]

/** Gives what `fetch` is called with. */
export function fetchArguments(
  url: string,
  { method, query, form, json }: AwkwardRequest,
): [url: string, init: RequestInit] {
  const type = form === undefined ? 'application/json' : 'application/x-www-form-urlencoded'
  const body = form ?? json
  return [
    query === '' ? url : `${url}?${query}`,
    body === undefined ? { method } : { method, body, headers: { 'content-type': type } },
  ]
}

/** The parts of a request as a server understood them. */
export interface Understood {
  readonly method: string
  readonly query: readonly (readonly [name: string, value: string])[]
  readonly form: readonly (readonly [name: string, value: string])[]
  readonly params: readonly (readonly [name: string, value: string])[]
  readonly bytes: number
}

/** Gives what a server knows that has understood a request. */
export function understood({ method, query, form = '', json = '' }: AwkwardRequest): Understood {
  const inQuery = [...new URLSearchParams(query)]
  const inForm = [...new URLSearchParams(form)]
  return {
    method,
    query: inQuery,
    form: inForm,
    params: [...inQuery, ...inForm],
    bytes: new TextEncoder().encode(form + json).length,
  }
}
