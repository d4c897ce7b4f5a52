import { isForm } from '../reference/index.js'
import { demandSent } from './base-string-checks.js'
import { check, demand } from './consumer-check.js'
import type { ConsumerCheck } from './consumer-check.js'
import { demandSigned } from './received.js'
import type { ProtocolParameters } from './received.js'
import type { ClientTask } from './task.js'

const SECTION = 'RFC 5849 3.4.1.3.1'

type FormRow = readonly [
  id: string,
  what: string,
  form: ProtocolParameters,
  more?: { readonly method?: string; readonly query?: string },
]

/** Forms that signers stumble over. */
const FORMS: readonly FormRow[] = [
  [
    'plain',
    'two fields',
    [
      ['file', 'vacation.jpg'],
      ['size', 'original'],
    ],
  ],
  ['reserved', "spaces, + and !'()*", [['status', "Hello Ladies + Gentlemen, (a*b)! it's 5%"]]],
  [
    'utf8',
    'UTF-8',
    [
      ['status', 'naïve ☃ 😀'],
      ['ü', 'ö'],
    ],
  ],
  [
    'duplicates',
    'a field twice',
    [
      ['t', 'b'],
      ['t', 'a'],
    ],
  ],
  [
    'empty',
    'an empty field',
    [
      ['a', ''],
      ['b', '1'],
    ],
  ],
  [
    'zero',
    'the values 0 and false',
    [
      ['count', '0'],
      ['flag', 'false'],
    ],
  ],
  ['separators', 'separators in a value', [['a', 'b=c&d=e;f?']]],
  [
    'brackets',
    'brackets in names',
    [
      ['filter[a]', '1'],
      ['filter[b]', '2'],
    ],
  ],
  ['question', 'a name that begins with ?', [['?a', '1']]],
  ['line-break', 'line breaks', [['text', 'one\r\ntwo\nthree']]],
  ['name-in-query', 'a name that the query has too', [['a', '2']], { query: 'a=1' }],
  [
    'rfc-example',
    'the fields and the query of the RFC’s example',
    [
      ['c2', ''],
      ['a3', '2 q'],
    ],
    { query: 'b5=%3D%253D&a3=a&c%40=&a2=r%20b' },
  ],
]

/** Methods that carry forms beside POST. */
const METHODS = ['PUT', 'PATCH', 'DELETE']

/** Bodies that are no form: what each is, its type, and what it holds. */
const OTHERS: readonly (readonly [id: string, what: string, contentType: string, body: string])[] =
  [
    ['json', 'JSON', 'application/json', '{"a":"1","b":[1,2],"c":"d=e&f=g"}'],
    [
      'multipart',
      'a multipart form',
      'multipart/form-data; boundary=x',
      '--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--x--\r\n',
    ],
    ['text', 'text that looks like a form', 'text/plain', 'a=1&b=2'],
    ['xml', 'XML', 'application/xml', '<a b="1">c=d&amp;e</a>'],
    [
      'form-like-type',
      'a type that only begins like that of forms',
      'application/x-www-form-urlencoded-v2',
      'a=1',
    ],
  ]

/** Bodies that a client may refuse to send, because some servers take them for forms. */
const REFUSABLE: ReadonlySet<string> = new Set(['form-like-type'])

/** Bodies: the third source of section 3.4.1.3.1. */
export const bodyChecks: readonly ConsumerCheck[] = [
  ...FORMS.map(([id, what, form, more = {}]) =>
    signsForm([`form.${id}`, `a form with ${what}`], { form, ...more }),
  ),
  ...METHODS.map((method) =>
    signsForm(
      [`form.${method.toLowerCase()}`, `a form that is sent by ${method}`],
      { method, form: [['a', '1 2']] },
      `${method.toLowerCase()}-forms`,
    ),
  ),
  ...OTHERS.map(([id, what, contentType, body]) =>
    check(
      {
        id: `body.${id}`,
        title: `Does not sign a body that is ${what}, and sends it as it is`,
        section: SECTION,
        needs: ['fetch', 'other-bodies'],
      },
      async ({ begin }) => {
        const scene = begin()
        const task = { method: 'POST', query: 'v=1', contentType, body }
        const answer = await scene.fetch(task)
        const isRefused = answer.error !== undefined && scene.at('resource').length === 0
        if (isRefused && REFUSABLE.has(id)) return
        const received = scene.first('resource', answer)
        demandSigned(received, scene.signers)
        demandSent(received, { query: [['v', '1']], form: [] })
        const sent = Buffer.from(received.message.body).toString('utf8')
        demand(sent === body, body, sent)
      },
    ),
  ),
  check(
    {
      id: 'method.lower-case',
      title: 'Signs the method in capitals, as it is sent',
      section: 'RFC 5849 3.4.1.1',
      needs: ['fetch'],
    },
    async ({ begin }) => {
      const scene = begin()
      const received = scene.first('resource', await scene.fetch({ method: 'get', query: 'x=1' }))
      demandSigned(received, scene.signers)
    },
  ),
  check(
    {
      id: 'method.delete',
      title: 'Signs a DELETE without a body',
      section: 'RFC 5849 3.4.1.1',
      needs: ['fetch'],
    },
    async ({ begin }) => {
      const scene = begin()
      const task = { method: 'DELETE', query: 'x=1' }
      const received = scene.first('resource', await scene.fetch(task))
      demand(received.message.method === 'DELETE', 'DELETE', received.message.method)
      demandSigned(received, scene.signers)
    },
  ),
  check(
    {
      id: 'method.post-empty',
      title: 'Signs a POST without a body',
      section: SECTION,
      needs: ['fetch'],
    },
    async ({ begin }) => {
      const scene = begin()
      const task = { method: 'POST', query: 'x=1' }
      const received = scene.first('resource', await scene.fetch(task))
      demandSigned(received, scene.signers)
    },
  ),
]

function signsForm(
  [id, what]: readonly [id: string, what: string],
  more: Partial<ClientTask> & { readonly query?: string; readonly form: ProtocolParameters },
  feature = 'forms',
): ConsumerCheck {
  const { query, ...task } = more
  const rule = { id, title: `Signs ${what}, and sends it so`, section: SECTION }
  return check({ ...rule, needs: ['fetch', feature] }, async ({ begin }) => {
    const scene = begin()
    const answer = await scene.fetch({ method: 'POST', query, ...task })
    const received = scene.first('resource', answer)
    demand(isForm(received.message), 'the Content-Type of a form', 'another')
    demandSigned(received, scene.signers)
    demandSent(received, { query: Array.from(new URLSearchParams(query)), form: task.form })
  })
}
