import { assertThat } from '../checks/assert-that.js'
import { NotApplicable } from '../checks/not-applicable.js'
import { isForm } from '../reference/index.js'
import { assertSentParameters } from './base-string-checks.js'
import { createCheck } from './consumer-check.js'
import type { ConsumerCheck } from './consumer-check.js'
import { assertSigned } from './received-request.js'
import type { ProtocolParameters } from './received-request.js'
import type { ClientTask } from './task.js'

const SECTION = 'RFC 5849 3.4.1.3.1'

type FormRow = readonly [
  id: string,
  what: string,
  form: ProtocolParameters,
  more?: { readonly method?: string; readonly query?: string },
]

/** Forms that many signers get wrong. */
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

/** Other methods than POST that have forms. */
const METHODS = ['PUT', 'PATCH', 'DELETE']

/** Bodies that are not forms: id, description, Content-Type, content. */
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

/** Bodies that are forms though the caller gives them as strings: id, description, Content-Type, content. */
const FORM_STRINGS: readonly (readonly [
  id: string,
  what: string,
  contentType: string,
  body: string,
])[] = [
  ['form-string', 'a form', 'application/x-www-form-urlencoded', 'b=2&a=1+2&a=%2B'],
  [
    'form-charset',
    'a form whose type has a charset',
    'application/x-www-form-urlencoded; charset=UTF-8',
    'a=1&b=2',
  ],
  [
    'form-type-case',
    'a form whose type has capitals',
    'Application/X-WWW-Form-URLencoded',
    'a=1&b=2',
  ],
]

/** Bodies that a client may refuse to send, because some servers parse them as forms. */
const REFUSABLE: ReadonlySet<string> = new Set(['form-like-type'])

/** Bodies: the third source of section 3.4.1.3.1. */
export const bodyChecks: readonly ConsumerCheck[] = [
  ...FORMS.map(([id, what, form, more = {}]) =>
    createFormCheck([`form.${id}`, `a form with ${what}`], { form, ...more }),
  ),
  ...METHODS.map((method) =>
    createFormCheck(
      [`form.${method.toLowerCase()}`, `a form that is sent by ${method}`],
      { method, form: [['a', '1 2']] },
      `${method.toLowerCase()}-forms`,
    ),
  ),
  ...OTHERS.map(([id, what, contentType, body]) =>
    createCheck(
      {
        id: `body.${id}`,
        title: `Does not sign a body that is ${what}, and sends it as it is`,
        section: SECTION,
        needs: ['fetch', 'other-bodies'],
      },
      async ({ createScenario }) => {
        const scenario = createScenario()
        const task = { method: 'POST', query: 'v=1', contentType, body }
        const result = await scenario.fetch(task)
        const isRefused =
          result.error !== undefined && scenario.getReceived('resource').length === 0
        if (isRefused && REFUSABLE.has(id)) return
        const received = scenario.getFirst('resource', result)
        assertSigned(received, scenario.signers)
        assertSentParameters(received, { query: [['v', '1']], form: [] })
        const sent = Buffer.from(received.message.body).toString('utf8')
        assertThat(sent === body, body, sent)
      },
    ),
  ),
  ...FORM_STRINGS.map(([id, what, contentType, body]) =>
    createCheck(
      {
        id: `body.${id}`,
        title: `Signs a body that is ${what}, if it sends it`,
        section: SECTION,
        // The RFC does not mention parameters of the type.
        level: id === 'form-charset' ? 'SHOULD' : 'MUST',
        needs: ['fetch', 'forms', 'other-bodies'],
      },
      async ({ createScenario }) => {
        const scenario = createScenario()
        const result = await scenario.fetch({ method: 'POST', query: 'v=1', contentType, body })
        if (result.error !== undefined && scenario.received.length === 0) {
          throw new NotApplicable(`the client refuses it: ${result.error}`)
        }
        assertSigned(scenario.getFirst('resource', result), scenario.signers)
      },
    ),
  ),
]

function createFormCheck(
  [id, what]: readonly [id: string, what: string],
  more: Partial<ClientTask> & { readonly query?: string; readonly form: ProtocolParameters },
  feature = 'forms',
): ConsumerCheck {
  const { query, ...task } = more
  const rule = { id, title: `Signs ${what}, and sends it so`, section: SECTION }
  return createCheck({ ...rule, needs: ['fetch', feature] }, async ({ createScenario }) => {
    const scenario = createScenario()
    const result = await scenario.fetch({ method: 'POST', query, ...task })
    const received = scenario.getFirst('resource', result)
    assertThat(isForm(received.message), 'the Content-Type of a form', 'another')
    assertSigned(received, scenario.signers)
    assertSentParameters(received, {
      query: Array.from(new URLSearchParams(query)),
      form: task.form,
    })
  })
}
