import type { Check, CheckInfo } from '../checks/check.js'
import { accepted, hasStatus, refused } from './judge.js'
import type { ProviderContext, SignedOptions } from './provider-context.js'
import type { Protocol } from './signed-message.js'

/** A check of a provider. */
export type ProviderCheck = Check<ProviderContext>

/** What is said of a check; MUST where nothing else is said. */
export type Rule = Omit<CheckInfo, 'level'> & Partial<Pick<CheckInfo, 'level'>>

/** Options, or how to come by them. */
export type Options =
  SignedOptions | ((context: ProviderContext) => SignedOptions | Promise<SignedOptions>)

/** Makes a check. */
export function check(rule: Rule, run: ProviderCheck['run']): ProviderCheck {
  return { level: 'MUST', ...rule, run }
}

/** Makes a check that a signed request to the resource is let through. */
export function accepts(rule: Rule, options: Options): ProviderCheck {
  return check(rule, async (context) => {
    accepted(await context.resource(await resolved(options, context)))
  })
}

/** Makes a check that a signed request to the resource is refused. */
export function refuses(rule: Rule, options: Options): ProviderCheck {
  return check(rule, async (context) => {
    refused(await context.resource(await resolved(options, context)))
  })
}

/** Makes two checks: that the request is refused, and that it is refused by the status of section 3.2. */
export function refusesWith(
  status: 400 | 401,
  rule: Rule,
  options: Options,
): readonly ProviderCheck[] {
  const statusRule: Rule = {
    id: `${rule.id}.status`,
    title: `${rule.title}, by status ${status}`,
    section: 'RFC 5849 3.2',
    level: 'SHOULD',
    needs: rule.needs,
  }
  return [
    refuses(rule, options),
    check(statusRule, async (context) => {
      hasStatus(await context.resource(await resolved(options, context)), [status])
    }),
  ]
}

async function resolved(options: Options, context: ProviderContext): Promise<SignedOptions> {
  return typeof options === 'function' ? options(context) : options
}

/** Changes the value of a parameter. */
export function replaced(name: string, change: string | ((value: string) => string)) {
  return (protocol: Protocol): Protocol =>
    protocol.map(([given, value]) => [
      given,
      given !== name ? value : typeof change === 'string' ? change : change(value),
    ])
}

/** Takes a parameter away. */
export function without(name: string) {
  return (protocol: Protocol): Protocol => protocol.filter(([given]) => given !== name)
}

/** Adds a parameter at the end. */
export function plus(name: string, value: string) {
  return (protocol: Protocol): Protocol => [...protocol, [name, value]]
}

/** Appends to the query of the resource. */
export function withQuery(query: string): (context: ProviderContext) => SignedOptions {
  return (context) => ({ url: resourceWith(context, query) })
}

/** Gives the URL of the resource with a query. */
export function resourceWith({ config }: ProviderContext, query: string): string {
  return `${config.resourceUrl}${config.resourceUrl.includes('?') ? '&' : '?'}${query}`
}

/** Gives the other Consumer. */
export function otherConsumer({ config }: ProviderContext): NonNullable<SignedOptions['consumer']> {
  return config.otherConsumer ?? config.consumer
}
