import { constantTimeEqual, headerValues } from '@oauthplus/core'
import type { ParameterList } from '@oauthplus/core'
import { digestWithKey } from '@oauthplus/core/internal'

import { createPortalError } from './create-portal-error.js'
import type { PortalContext } from './portal-context.js'

/** Which form, and of which application or other thing: a CSRF token is of use for one form of one user. */
export interface PortalForm {
  readonly name: string
  readonly target: string
}

// A form can be sent for one period at least, and for two at most.
const PERIOD_SECONDS = 43_200

/** Creates the hidden fields of a form, which prove that it comes from the page of this user. */
export async function createFormFields<User>(
  context: PortalContext<User>,
  form: PortalForm,
): Promise<readonly (readonly [name: string, value: string])[]> {
  return [['csrf', await deriveCsrf(context, form, getPeriod(context))]]
}

/**
 * Reads the form that was posted. Throws an `OAuthError` unless the page of this user has sent it: every
 * change goes through here.
 */
export async function readPortalForm<User>(
  context: PortalContext<User>,
  form: PortalForm,
): Promise<ParameterList> {
  const fields = await context.request.readForm()
  return assertCsrf(context, form, fields)
}

/** Reads a form with a separate field for its target, which the token then covers. */
export async function readNewForm<User>(
  context: PortalContext<User>,
  { name, targetField }: { readonly name: string; readonly targetField: string },
): Promise<{ readonly target: string; readonly form: ParameterList }> {
  const fields = await context.request.readForm()
  const target = fields.find(([field]) => field === targetField)?.[1] ?? ''
  return { target, form: await assertCsrf(context, { name, target }, fields) }
}

async function assertCsrf<User>(
  context: PortalContext<User>,
  form: PortalForm,
  fields: ParameterList,
): Promise<ParameterList> {
  const tokens = fields.filter(([name]) => name === 'csrf')
  const [received = ''] = tokens.map(([, value]) => value)
  const period = getPeriod(context)
  const current = await deriveCsrf(context, form, period)
  const previous = await deriveCsrf(context, form, period - 1)
  const isKnown = [current, previous].some((expected) => constantTimeEqual(expected, received))
  if (tokens.length !== 1 || !isKnown) throw createPortalError('formExpired')
  return fields
}

/** Refuses a form that another site has sent, as far as the browser says so. */
export function assertSameOrigin<User>({ request }: PortalContext<User>): void {
  const { headers } = request.visit.request
  const { origin } = new URL(request.url)
  const isForeign = headerValues(headers, 'origin').some((value) => value !== origin)
  const isCrossSite = headerValues(headers, 'sec-fetch-site').some(
    (site) => site !== 'same-origin' && site !== 'none',
  )
  if (isForeign || isCrossSite) throw createPortalError('formExpired')
}

function deriveCsrf<User>(
  { portal, userId }: PortalContext<User>,
  { name, target }: PortalForm,
  period: number,
): Promise<string> {
  return digestWithKey(JSON.stringify(['csrf', name, target, userId, period]), portal.csrfKey)
}

function getPeriod<User>({ settings }: PortalContext<User>): number {
  return Math.floor(settings.nowSeconds() / PERIOD_SECONDS)
}
