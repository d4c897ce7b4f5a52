import { createAcceptedCheck, createRefusedCheck, getResourceUrl } from './provider-check.js'
import type { ProviderCheck } from './provider-check.js'

const SOURCES = 'RFC 5849 3.4.1.3.1'
const FORM = 'application/x-www-form-urlencoded'

/** Forms that are signed: id, description, body. */
const FORMS: readonly (readonly [id: string, what: string, form: string])[] = [
  ['plain', 'a form', 'status=Hello&x=1'],
  ['reserved', "a form with !'()* and spaces", "status=%21'()*+%20x"],
  ['utf8', 'a form in UTF-8', 'status=%E2%98%83+caf%C3%A9'],
  ['duplicates', 'a form with a name that occurs twice', 'a=2&a=1&a='],
  ['no-equals', 'a form with a name without =', 'c2&a3=2+q'],
  ['brackets', 'a form with brackets', 'a[]=2&a[]=1&b[c]=1'],
  ['question-mark', 'a form that begins with ?', '?a=b&c=d'],
  ['prototype-names', 'a form with names that objects have by birth', 'constructor=1&__proto__=2'],
  ['empty', 'an empty form', ''],
]

/** Bodies that are not signed: id, description, Content-Type, body. */
const BODIES: readonly (readonly [id: string, what: string, contentType: string, body: string])[] =
  [
    ['json', 'a JSON body, which is not signed', 'application/json', '{"a":1}'],
    [
      'text',
      'a body of text/plain that looks like a form, which is not signed',
      'text/plain',
      'a=1&b=2',
    ],
    [
      'multipart',
      'a body of several parts, which is not signed',
      'multipart/form-data; boundary=x',
      '--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--x--\r\n',
    ],
  ]

/** Form bodies, section 3.4.1.3.1. */
export const formChecks: readonly ProviderCheck[] = [
  ...FORMS.map(([id, what, form]) =>
    createAcceptedCheck(
      { id: `form.${id}`, title: `Verifies ${what}`, section: SOURCES },
      { method: 'POST', form },
    ),
  ),
  ...['PUT', 'PATCH', 'DELETE'].map((method) =>
    createAcceptedCheck(
      {
        id: `form.${method.toLowerCase()}`,
        title: `Verifies the form of a ${method}`,
        section: SOURCES,
        needs: ['form-methods'],
      },
      { method, form: 'a=1&b=2' },
    ),
  ),
  createAcceptedCheck(
    { id: 'form.charset', title: 'Takes a form with a charset for a form', section: SOURCES },
    { method: 'POST', form: 'a=1', contentType: `${FORM};charset=UTF-8` },
  ),
  createAcceptedCheck(
    {
      id: 'form.content-type-case',
      title: 'Reads the Content-Type without regard to case',
      section: SOURCES,
    },
    { method: 'POST', form: 'a=1', contentType: 'Application/X-WWW-Form-URLencoded' },
  ),
  createAcceptedCheck(
    {
      id: 'form.and-query',
      title: 'Signs a name once for the query and once for the form',
      section: SOURCES,
    },
    (context) => ({ method: 'POST', url: getResourceUrl(context, 'a=1&b=2'), form: 'a=2&b=2' }),
  ),
  createAcceptedCheck(
    {
      id: 'form.rfc-example',
      title: "Verifies the RFC's own example of query and form",
      section: SOURCES,
    },
    (context) => ({
      method: 'POST',
      url: getResourceUrl(context, 'b5=%3D%253D&a3=a&c%40=&a2=r%20b'),
      form: 'c2&a3=2+q',
    }),
  ),
  ...BODIES.map(([id, what, contentType, body]) =>
    createAcceptedCheck(
      { id: `body.${id}`, title: `Accepts ${what}`, section: SOURCES },
      { method: 'POST', body, contentType },
    ),
  ),
  createRefusedCheck(
    {
      id: 'tampered.form-value',
      title: 'Refuses a form that was changed',
      section: 'RFC 5849 3.4.1',
      severity: 'critical',
    },
    {
      method: 'POST',
      form: 'amount=1',
      message: (message) => ({ ...message, body: Buffer.from('amount=9') }),
    },
  ),
  createRefusedCheck(
    {
      id: 'tampered.form-added',
      title: 'Refuses a form to which a parameter was added',
      section: 'RFC 5849 3.4.1',
      severity: 'critical',
    },
    {
      method: 'POST',
      form: 'a=1&b=2',
      message: (message) => ({ ...message, body: Buffer.from('a=1&b&c') }),
    },
  ),
  createRefusedCheck(
    {
      id: 'tampered.form-in-place-of-none',
      title: 'Refuses a form that the signature does not cover',
      section: 'RFC 5849 3.4.1',
      severity: 'critical',
    },
    {
      method: 'POST',
      form: 'amount=1',
      signed: (parts) => ({
        ...parts,
        parameters: parts.parameters.filter(([name]) => String(name) !== 'amount'),
      }),
    },
  ),
]
