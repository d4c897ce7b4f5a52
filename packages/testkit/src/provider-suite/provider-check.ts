import { randomInt } from 'node:crypto'

import type { Check, CheckInfo } from '../checks/check.js'
import { NotApplicable } from '../checks/not-applicable.js'
import { assertAccepted, assertStatus, assertRefused } from './assertions.js'
import type { ConfiguredConsumer } from './provider-config.js'
import type { ProviderContext, SignedOptions } from './provider-context.js'
import type { ProtocolParameters } from './sign-message.js'

const MAX_AGE_SECONDS = 200

/** A check of a provider. */
export type ProviderCheck = Check<ProviderContext>

/** The description of a check; the level is MUST by default. */
export type Rule = Omit<CheckInfo, 'level'> &
  Partial<Pick<CheckInfo, 'level'>> &
  Pick<ProviderCheck, 'runsAlone'>

/** Options, or a function that creates them. */
export type Options =
  SignedOptions | ((context: ProviderContext) => SignedOptions | Promise<SignedOptions>)

/** Creates a check. */
export function createCheck(rule: Rule, run: ProviderCheck['run']): ProviderCheck {
  return { level: 'MUST', ...rule, run }
}

/** Creates a check of plain correct requests, which show whether other checks can be judged. */
export function createControlCheck(rule: Rule, run: ProviderCheck['run']): ProviderCheck {
  return { ...createCheck(rule, run), isControl: true }
}

/** Creates a check that a signed request to the resource is accepted. */
export function createAcceptedCheck(rule: Rule, options: Options): ProviderCheck {
  return createCheck(rule, async (context) => {
    assertAccepted(await context.sendResourceRequest(await resolveOptions(options, context)))
  })
}

/** Creates a check that a signed request to the resource is refused. */
export function createRefusedCheck(rule: Rule, options: Options): ProviderCheck {
  return createCheck(rule, async (context) => {
    assertRefused(await context.sendResourceRequest(await resolveOptions(options, context)))
  })
}

/** Creates two checks: that the request is refused, and that it is refused with the status of section 3.2. */
export function createRefusedChecks(
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
    createRefusedCheck(rule, options),
    createCheck(statusRule, async (context) => {
      assertStatus(await context.sendResourceRequest(await resolveOptions(options, context)), [
        status,
      ])
    }),
  ]
}

/** Adds a control to checks of refusals, which prove nothing if the provider refuses the right request as well. */
export function requireControl(
  name: string,
  control: (context: ProviderContext) => Promise<unknown>,
  checks: readonly ProviderCheck[],
): readonly ProviderCheck[] {
  return checks.map((check) => ({
    ...check,
    async run(context) {
      await context.requireControl(name, () => control(context))
      await check.run(context)
    },
  }))
}

async function resolveOptions(options: Options, context: ProviderContext): Promise<SignedOptions> {
  return typeof options === 'function' ? options(context) : options
}

/** Returns a function that changes the value of a parameter. */
export function replaceParameter(name: string, change: string | ((value: string) => string)) {
  return (protocol: ProtocolParameters): ProtocolParameters =>
    protocol.map(([given, value]) => [
      given,
      given !== name ? value : typeof change === 'string' ? change : change(value),
    ])
}

/** Returns a function that removes a parameter. */
export function removeParameter(name: string) {
  return (protocol: ProtocolParameters): ProtocolParameters =>
    protocol.filter(([given]) => given !== name)
}

/** Replaces the timestamp by a random one of the last minutes, so that a fixed nonce is not a used one. */
export function useRandomTimestamp(protocol: ProtocolParameters): ProtocolParameters {
  const change = (value: string): string => String(Number(value) - randomInt(1, MAX_AGE_SECONDS))
  return replaceParameter('oauth_timestamp', change)(protocol)
}

/** Returns a function that adds a parameter at the end. */
export function addParameter(name: string, value: string) {
  return (protocol: ProtocolParameters): ProtocolParameters => [...protocol, [name, value]]
}

/** Returns a function that creates options with a query of the resource. */
export function queryResource(query: string): (context: ProviderContext) => SignedOptions {
  return (context) => ({ url: getResourceUrl(context, query) })
}

/** Returns the URL of the resource with a query. */
export function getResourceUrl({ config }: ProviderContext, query: string): string {
  return `${config.resourceUrl}${config.resourceUrl.includes('?') ? '&' : '?'}${query}`
}

/** Returns the other consumer. */
export function getOtherConsumer({
  config,
}: ProviderContext): NonNullable<SignedOptions['consumer']> {
  return config.otherConsumer ?? config.consumer
}

/** Returns a consumer with another key. Throws `NotApplicable` if there is none. */
export function getConsumerBeside(
  consumer: ConfiguredConsumer | undefined,
  { config }: ProviderContext,
): ConfiguredConsumer {
  const found = [config.consumer, config.otherConsumer].find(
    (known) => known !== undefined && known.key !== consumer?.key,
  )
  if (found === undefined)
    throw new NotApplicable(`${JSON.stringify(consumer?.key)} is the only consumer`)
  return found
}
