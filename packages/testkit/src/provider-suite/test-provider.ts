import { assertProviderConfig, assertProviderRunOptions } from '../assert-arguments.js'
import { createRecorder } from '../checks/recorder.js'
import type { Report } from '../checks/report.js'
import { runChecks } from '../checks/run-checks.js'
import type { RunEnvironment } from '../checks/run-check.js'
import { createMask } from '../report/mask.js'
import { assertConsistentConfig } from './assert-consistent-config.js'
import { assertProviderUp } from './assert-provider-up.js'
import { providerChecks } from './provider-checks.js'
import { describeConfig } from './describe-config.js'
import { findCause } from './find-cause.js'
import { getProviderFeatures } from './get-provider-features.js'
import type { ProviderConfig } from './provider-config.js'
import { createProviderContext } from './provider-context.js'
import type { ProviderContext } from './provider-context.js'
import type { ProviderRunOptions } from './provider-run-options.js'

const DEFAULT_PARALLEL = 8

/**
 * Tests a running provider against RFC 5849 over HTTP, in any language.
 *
 * @example
 *
 * ```ts
 * const report = await testProvider(config, { onResult: ({ id, status }) => console.log(id, status) })
 * expect(report.ok).toBe(true)
 * ```
 *
 * @param config Its endpoints, its consumers, and how a user approves.
 * @param options The checks to run, the ones that are known to fail, and callbacks.
 *
 * @returns The report, with secrets masked.
 *
 * @throws `TypeError` if `config` is invalid. `Error` if the provider does not respond, before the first check or after another.
 *
 * @see [RFC 5849, section 2](https://www.rfc-editor.org/rfc/rfc5849#section-2)
 */
export async function testProvider(
  config: ProviderConfig,
  options: ProviderRunOptions = {},
): Promise<Report> {
  assertProviderConfig('testProvider', config)
  assertConsistentConfig(config)
  assertProviderRunOptions('testProvider', options)
  const { parallel = DEFAULT_PARALLEL, ...runOptions } = options
  const recorder = createRecorder()
  const mask = createMask()
  const { consumer, otherConsumer, rsaConsumer, plaintextConsumer, twoLeggedConsumer, xauth } =
    config
  for (const known of [
    consumer,
    otherConsumer,
    rsaConsumer,
    plaintextConsumer,
    twoLeggedConsumer,
    xauth,
    config.disabledConsumer,
  ]) {
    mask.add(known?.secret ?? '')
  }
  mask.add(xauth?.password ?? '')
  for (const value of Object.values(config.userHeaders ?? {})) mask.add(value)
  const createEnvironment = (): RunEnvironment<ProviderContext> => {
    const context = createProviderContext(config, { recorder, mask })
    return {
      suite: 'provider',
      subject: new URL(config.requestTokenUrl).origin,
      configuration: describeConfig(config),
      context,
      recorder,
      mask,
      features: getProviderFeatures(config),
      findCause: (outcome, check) => findCause(outcome, check, { context, recorder }),
    }
  }
  const environment = createEnvironment()
  await assertProviderUp(environment.context)
  return runChecks(providerChecks, environment, runOptions, {
    // A person is asked one question at a time.
    limit: config.approve.person === true ? 1 : parallel,
    restart: createEnvironment,
  })
}
