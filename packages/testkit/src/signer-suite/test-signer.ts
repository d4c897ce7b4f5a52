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
 * Tells which test vectors a signer does not sign as RFC 5849 does: it gets each as a task, and
 * answers with a signature or with a header.
 *
 * @example
 *
 * ```ts
 * const report = await testSigner('python3 my-signer.py', { only: ['hand-made'] })
 * console.log(report.ok, report.counts.failed)
 * ```
 *
 * @param signer A shell command for a program that reads tasks from its standard input and writes
 *   answers to its standard output, a line of JSON each; or a function from the one to the other.
 * @param options Which vectors to sign, which are known to fail, and who is told.
 *
 * @returns What was found.
 *
 * @throws `TypeError` when the signer declares a feature that there is not; `Error` when it does not
 *   answer at all.
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

/** Shortens keys, which fill pages and explain nothing. */
function omitPrivateKey(name: string, value: unknown): unknown {
  return name === 'privateKey' ? '(of keys.json)' : value
}
