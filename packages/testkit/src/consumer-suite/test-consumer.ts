import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { assertProgramRun } from '../assert-arguments.js'
import { createRecorder } from '../checks/recorder.js'
import type { Recorder } from '../checks/recorder.js'
import type { Report } from '../checks/report.js'
import { runChecks } from '../checks/run-checks.js'
import type { ProgramRunOptions } from '../checks/run-checks.js'
import { createProgram, functionProgram } from '../program/program.js'
import type { Program } from '../program/program.js'
import { createMask } from '../report/mask.js'
import { shownExchange } from '../wire/exchange.js'
import { CERTIFICATE } from './certificate.js'
import type { ConsumerContext } from './consumer-check.js'
import { consumerChecks } from './consumer-checks.js'
import { startPickyProvider } from './picky-provider.js'
import type { PickyProvider } from './picky-provider.js'
import { rsaKeys } from './rsa-keys.js'
import { createScene } from './scene.js'
import type { Stage } from './scene.js'
import { CLIENT_FEATURES } from './task.js'
import type { ClientAnswer, ClientFunction, ClientTask } from './task.js'
import { trusting } from './trusting.js'

type ClientProgram = Program<ClientTask, ClientAnswer>

/**
 * Tells what a client of OAuth 1.0a does wrong: lets it do tasks against a picky provider, and reads
 * what it sends off the wire.
 *
 * @example
 *
 * ```ts
 * const report = await testConsumer('python3 my-client.py', { only: ['callback'] })
 * console.log(report.ok, report.counts.failed)
 * ```
 *
 * @param client A shell command for a program that reads tasks from its standard input and writes
 *   answers to its standard output, a line of JSON each; or a function from the one to the other.
 * @param options Which checks to run, which are known to fail, and who is told.
 *
 * @returns What was found, with secrets masked.
 *
 * @throws `TypeError` when the client does not say what it can do.
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
  const environment = trusting(certificateFile)
  const program: ClientProgram =
    typeof client === 'string'
      ? createProgram(client, { environment, timeoutSeconds })
      : functionProgram(client, { timeoutSeconds })
  const provider = await startPickyProvider()
  const recorder = createRecorder()
  const mask = createMask()
  const stage = stageOf({ program, provider, certificateFile, hide: mask.add })
  try {
    const described = await createScene(stage, {}).ask('describe')
    return await runChecks(
      consumerChecks,
      {
        suite: 'consumer',
        subject: described.name ?? 'a client',
        context: contextOf(stage, provider, recorder),
        recorder,
        mask,
        features: featuresOf(described, provider),
      },
      options,
    )
  } finally {
    program.close()
    await provider.close()
    await rm(directory, { recursive: true })
  }
}

function stageOf(parts: {
  readonly program: ClientProgram
  readonly provider: PickyProvider
  readonly certificateFile: string
  readonly hide: (secret: string) => void
}): Stage {
  const { program, provider, certificateFile, hide } = parts
  let tasks = 0
  return {
    origins: provider.origins,
    certificateFile,
    rsaKeys,
    hide,
    ask: (task) => program.ask({ id: ++tasks, ...task }),
  }
}

function contextOf(stage: Stage, provider: PickyProvider, recorder: Recorder): ConsumerContext {
  return {
    begin(options = {}) {
      const scene = createScene(stage, options)
      provider.respondWith((origin, message) => {
        const answer = scene.respond(origin, message)
        recorder.add(shownExchange({ request: message, origin: stage.origins[origin], answer }))
        return answer
      })
      return scene
    },
  }
}

function featuresOf(
  { features, error }: ClientAnswer,
  { origins }: PickyProvider,
): ReadonlySet<string> {
  if (!Array.isArray(features)) {
    throw new TypeError(
      `The client does not answer the task describe with its features${error === undefined ? '' : `: ${error}`}.`,
    )
  }
  const declared = features as readonly unknown[]
  const unknown = declared.find((name) => !CLIENT_FEATURES.some((known) => known === name))
  if (unknown !== undefined) {
    throw new TypeError(
      `features: ${JSON.stringify(unknown)} is none of ${CLIENT_FEATURES.join(', ')}.`,
    )
  }
  const found = new Set(declared as readonly string[])
  if (origins.ipv6 !== undefined) found.add('an IPv6 address of this machine')
  if (origins.port80 !== undefined && origins.port443 !== undefined) {
    found.add('the right to listen on ports 80 and 443')
  }
  return found
}
