import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { assertProgramRun } from '../assert-arguments.js'
import { createRecorder } from '../checks/recorder.js'
import type { Recorder } from '../checks/recorder.js'
import type { Report } from '../checks/report.js'
import { runChecks } from '../checks/run-checks.js'
import type { ProgramRunOptions } from '../checks/run-checks.js'
import { createOutput } from '../program/create-output.js'
import { createProgram, createFunctionProgram } from '../program/program.js'
import type { Program } from '../program/program.js'
import { createMask } from '../report/mask.js'
import { formatExchange } from '../wire/exchange.js'
import { CERTIFICATE } from './certificate.js'
import type { ConsumerContext } from './consumer-check.js'
import { consumerChecks } from './consumer-checks.js'
import { startMockProvider } from './mock-provider.js'
import type { MockProvider } from './mock-provider.js'
import { getRsaKeys } from './rsa-keys.js'
import { createScenario } from './scenario.js'
import type { Harness } from './scenario.js'
import { CLIENT_FEATURES } from './task.js'
import type { ClientResult, ClientFunction, ClientTask } from './task.js'
import { createTrustEnvironment } from './create-trust-environment.js'

type ClientProgram = Program<ClientTask, ClientResult>

/**
 * Tests an OAuth 1.0a client: it runs tasks with a mock provider, which checks the requests on the wire.
 *
 * @example
 *
 * ```ts
 * const report = await testConsumer('python3 my-client.py', { only: ['callback'] })
 * console.log(report.ok, report.counts.failed)
 * ```
 *
 * @param client A shell command for a program that reads tasks from its standard input and writes
 *   results to its standard output, one line of JSON each; or a function from a task to a result.
 * @param options The checks to run, the ones that are known to fail, and callbacks.
 *
 * @returns The report, with secrets masked.
 *
 * @throws `TypeError` if the client does not declare its features.
 *
 * @see [RFC 5849, section 3](https://www.rfc-editor.org/rfc/rfc5849#section-3)
 */
export async function testConsumer(
  client: string | ClientFunction,
  options: ProgramRunOptions = {},
): Promise<Report> {
  assertProgramRun('testConsumer', { client }, options)
  const { timeoutSeconds } = options
  const directory = await mkdtemp(join(tmpdir(), 'oauthplus-testkit-'))
  const certificateFile = join(directory, 'certificate.pem')
  await writeFile(certificateFile, CERTIFICATE.cert)
  const environment = createTrustEnvironment(certificateFile)
  const output = createOutput()
  const program: ClientProgram =
    typeof client === 'string'
      ? createProgram(client, { environment, timeoutSeconds, onOutput: output.add })
      : createFunctionProgram(client, { timeoutSeconds })
  const provider = await startMockProvider()
  const recorder = createRecorder()
  const mask = createMask()
  const secrets = new Set<string>()
  const hide = (secret: string): void => {
    mask.add(secret)
    secrets.add(secret)
  }
  const harness = createHarness({ program, provider, certificateFile, hide })
  try {
    const description = await createScenario(harness, {}).runTask('describe')
    const features = getClientFeatures(description, provider)
    return await runChecks(
      consumerChecks,
      {
        suite: 'consumer',
        subject: description.name ?? 'a client',
        context: {
          ...createConsumerContext(harness, provider, recorder),
          features,
          getSecrets: () => Array.from(secrets),
          captureOutput: (run) =>
            typeof client === 'string' ? output.read(run) : output.readOwn(run),
          restart() {
            program.close()
            return typeof client === 'string'
          },
        },
        recorder,
        mask,
        features,
      },
      options,
    )
  } finally {
    program.close()
    await provider.close()
    await rm(directory, { recursive: true })
  }
}

function createHarness(parts: {
  readonly program: ClientProgram
  readonly provider: MockProvider
  readonly certificateFile: string
  readonly hide: (secret: string) => void
}): Harness {
  const { program, provider, certificateFile, hide } = parts
  let tasks = 0
  return {
    origins: provider.origins,
    certificateFile,
    getRsaKeys,
    hide,
    runTask: (task) => program.runTask({ id: ++tasks, ...task }),
  }
}

function createConsumerContext(
  harness: Harness,
  provider: MockProvider,
  recorder: Recorder,
): Pick<ConsumerContext, 'createScenario'> {
  return {
    createScenario(options = {}) {
      const scenario = createScenario(harness, options)
      provider.respondWith((origin, message) => {
        const response = scenario.respond(origin, message)
        recorder.add(
          formatExchange({ request: message, origin: harness.origins[origin] ?? '', response }),
        )
        return response
      })
      return scenario
    },
  }
}

function getClientFeatures(
  { features, error }: ClientResult,
  { origins }: MockProvider,
): ReadonlySet<string> {
  if (!Array.isArray(features)) {
    throw new TypeError(
      `The result of the task describe has no features${error === undefined ? '' : `: ${error}`}.`,
    )
  }
  const declared = features as readonly unknown[]
  const unknown = declared.find((name) => !CLIENT_FEATURES.some((known) => known === name))
  if (unknown !== undefined) {
    throw new TypeError(
      `features: ${JSON.stringify(unknown)} is not one of ${CLIENT_FEATURES.join(', ')}.`,
    )
  }
  const found = new Set(declared as readonly string[])
  if (origins.misnamed !== undefined) found.add('a second loopback address of this machine')
  if (origins.ipv6 !== undefined) found.add('an IPv6 address of this machine')
  if (origins.port80 !== undefined && origins.port443 !== undefined) {
    found.add('the right to listen on ports 80 and 443')
  }
  return found
}
