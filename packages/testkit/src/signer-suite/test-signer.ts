import { assertProgramRun } from '../assert-arguments.js'
import { createRecorder } from '../checks/recorder.js'
import type { Recorder } from '../checks/recorder.js'
import type { Report } from '../checks/report.js'
import { runChecks } from '../checks/run-checks.js'
import type { ProgramRunOptions } from '../checks/run-checks.js'
import { createProgram, createFunctionProgram } from '../program/program.js'
import type { Program } from '../program/program.js'
import { createSignerChecks } from './signer-checks.js'
import type { SignerContext } from './signer-checks.js'
import { readSignerFeatures } from './signer-task.js'
import type { SignerResult, SignerFunction, SignerTask } from './signer-task.js'

/**
 * Tests a signer with the test vectors. It gets each vector as a task, and the result is a signature or
 * an Authorization header.
 *
 * @example
 *
 * ```ts
 * const report = await testSigner('python3 my-signer.py', { only: ['hand-made'] })
 * console.log(report.ok, report.counts.failed)
 * ```
 *
 * @param signer A shell command for a program that reads tasks from its standard input and writes
 *   results to its standard output, one line of JSON each; or a function from a task to a result.
 * @param options The vectors to sign, the ones that are known to fail, and callbacks.
 *
 * @returns The report.
 *
 * @throws `TypeError` if the signer declares an unknown feature; `Error` if it returns no result.
 *
 * @see [RFC 5849, section 3.4](https://www.rfc-editor.org/rfc/rfc5849#section-3.4)
 */
export async function testSigner(
  signer: string | SignerFunction,
  options: ProgramRunOptions = {},
): Promise<Report> {
  assertProgramRun('testSigner', { signer }, options)
  const { timeoutSeconds } = options
  const program: SignerProgram =
    typeof signer === 'string'
      ? createProgram(signer, { timeoutSeconds })
      : createFunctionProgram(signer, { timeoutSeconds })
  const recorder = createRecorder()
  try {
    const description = await program.runTask({ id: 0, task: 'describe' })
    return await runChecks(
      createSignerChecks(),
      {
        suite: 'vectors',
        subject: description.name ?? 'a signer',
        context: createSignerContext(program, recorder),
        recorder,
        // Every secret here is published with its vector.
        mask: { add: () => undefined, learn: () => undefined, apply: (string) => string },
        features: readSignerFeatures(description),
      },
      options,
    )
  } finally {
    program.close()
  }
}

type SignerProgram = Program<SignerTask, SignerResult>

function createSignerContext(program: SignerProgram, recorder: Recorder): SignerContext {
  let tasks = 0
  return {
    async runTask(task) {
      const numberedTask = { id: ++tasks, ...task }
      const request = JSON.stringify(numberedTask, omitPrivateKey, 2)
      try {
        const result = await program.runTask(numberedTask)
        recorder.add({ request, response: JSON.stringify(result, null, 2) })
        return result
      } catch (error) {
        recorder.add({ request, response: error instanceof Error ? error.message : String(error) })
        throw error
      }
    },
  }
}

/** Replaces private keys, which are long and explain nothing. */
function omitPrivateKey(name: string, value: unknown): unknown {
  return name === 'privateKey' ? '(of keys.json)' : value
}
