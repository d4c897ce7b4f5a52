import {
  createCheck,
  createRefusedCheck,
  getResourceUrl,
  replaceParameter,
} from './provider-check.js'
import type { ProviderCheck } from './provider-check.js'
import type { SignedOptions } from './provider-context.js'
import { assertRefused } from './assertions.js'

const METHODS = ['PUT', 'PATCH', 'DELETE', 'HEAD'] as const
const FORM_METHODS = ['PUT', 'PATCH', 'DELETE'] as const

/** Creates a change of the sent query, of the same length as the signed one. */
function replaceQuery(signed: string, sent: string): SignedOptions['message'] {
  return (message) => ({
    ...message,
    target: message.target.slice(0, message.target.length - signed.length) + sent,
  })
}

/** Requests by other methods than GET and POST, section 3.4.1.1. */
export const httpMethodChecks: readonly ProviderCheck[] = [
  ...METHODS.flatMap((method) => [
    createRefusedCheck(
      {
        id: `tampered.${method.toLowerCase()}-signature`,
        title: `Refuses a ${method} with a wrong signature`,
        section: 'RFC 5849 3.2',
        severity: 'critical',
      },
      { method, sent: replaceParameter('oauth_signature', 'wrong') },
    ),
    createRefusedCheck(
      {
        id: `tampered.${method.toLowerCase()}-query`,
        title: `Refuses a ${method} whose query was changed`,
        section: 'RFC 5849 3.4.1.3.1',
        severity: 'critical',
      },
      (context) => ({
        method,
        url: getResourceUrl(context, 'amount=1'),
        message: replaceQuery('amount=1', 'amount=9'),
      }),
    ),
    createRefusedCheck(
      {
        id: `tampered.get-as-${method.toLowerCase()}`,
        title: `Refuses a ${method} that was signed as a GET`,
        section: 'RFC 5849 3.4.1.1',
        severity: 'critical',
      },
      { method, signed: (parts) => ({ ...parts, method: 'GET' }) },
    ),
    createCheck(
      {
        id: `unsigned.${method.toLowerCase()}`,
        title: `Refuses a ${method} without credentials`,
        section: 'RFC 5849 3',
        severity: 'critical',
      },
      async (context) => {
        assertRefused(
          await context.sendResourceRequest({
            method,
            message: (message) => ({
              ...message,
              headers: message.headers.filter(([name]) => name !== 'Authorization'),
            }),
          }),
        )
      },
    ),
  ]),
  ...FORM_METHODS.map((method) =>
    createRefusedCheck(
      {
        id: `tampered.${method.toLowerCase()}-form`,
        title: `Refuses a ${method} whose form was changed`,
        section: 'RFC 5849 3.4.1.3.1',
        severity: 'critical',
        needs: ['form-methods'],
      },
      {
        method,
        form: 'amount=1',
        message: (message) => ({ ...message, body: Buffer.from('amount=9') }),
      },
    ),
  ),
  createRefusedCheck(
    {
      id: 'tampered.post-query',
      title: 'Refuses a POST with a form whose query was changed',
      section: 'RFC 5849 3.4.1.3.1',
      severity: 'critical',
    },
    (context) => ({
      method: 'POST',
      form: 'a=1',
      url: getResourceUrl(context, 'amount=1'),
      message: replaceQuery('amount=1', 'amount=9'),
    }),
  ),
  createRefusedCheck(
    {
      id: 'tampered.method-override',
      title: 'Refuses a POST that was signed as the method in X-HTTP-Method-Override',
      section: 'RFC 5849 3.4.1.1',
      level: 'SHOULD',
    },
    {
      method: 'POST',
      signed: (parts) => ({ ...parts, method: 'DELETE' }),
      headers: [['X-HTTP-Method-Override', 'DELETE']],
    },
  ),
]
