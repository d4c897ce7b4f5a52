import { assertThat } from '../checks/assert-that.js'
import { createCheck } from './consumer-check.js'
import type { ConsumerCheck, ConsumerContext } from './consumer-check.js'
import { containsSecret } from './received-request.js'
import { createRandomString, createResponse } from './scenario.js'

const REFUSAL = createResponse('text/plain', 'No.', 401)

/** Runs every kind of task that the client supports, each once with success and once without. */
async function runTasks({ createScenario, features }: ConsumerContext): Promise<void> {
  if (features.has('three-legged')) {
    await createScenario().runFlow()
    await createScenario({ responses: { 'request-token': () => REFUSAL } }).authorize()
    const refused = createScenario({ responses: { 'access-token': () => REFUSAL } })
    const started = await refused.authorize()
    await refused.handleCallback(started, refused.approve(started))
  }
  if (features.has('fetch')) {
    await createScenario().fetch()
    await createScenario({ responses: { resource: () => REFUSAL } }).fetch()
  }
  if (features.has('xauth')) {
    for (const responses of [{}, { 'access-token': () => REFUSAL }]) {
      const scenario = createScenario({ origin: 'secure', responses })
      const password = createRandomString('password')
      await scenario.runTask('xauth', { username: 'jane', password })
    }
  }
  if (features.has('renewal')) {
    const sessionHandle = createRandomString('handle')
    const scenario = createScenario({ token: { sessionHandle } })
    await scenario.runTask('renew', { token: scenario.token })
  }
  // The output that the program wrote before its last result arrives before that result.
  await createScenario().runTask('describe')
}

/** Checks of the output of a client. */
export const outputChecks: readonly ConsumerCheck[] = [
  createCheck(
    {
      id: 'output.no-secret',
      title: 'Writes no secret to its standard output or standard error, except in results',
      section: 'RFC 5849 4.5',
      level: 'MAY',
      severity: 'high',
    },
    async (context) => {
      const output = await context.captureOutput(() => runTasks(context))
      const secrets = context.getSecrets()
      const line = output.split('\n').find((written) => containsSecret(written, secrets))
      assertThat(line === undefined, 'output without secrets', line ?? '')
    },
  ),
]
