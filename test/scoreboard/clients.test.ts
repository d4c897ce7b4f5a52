import { expect, it } from 'vitest'

import { isDeviation } from '../../packages/testkit/src/checks/report.js'
import { commandOf } from '../interop/foreign-client.js'
import { scoreClient, SCORED_CLIENTS } from './clients.js'

for (const client of SCORED_CLIENTS) {
  it(`finds what is known of ${client.name}`, { timeout: 60_000 }, async (context) => {
    const interpreter = commandOf(await client.findInterpreter(), context)
    const { results } = await scoreClient(client, interpreter, { only: client.known })
    expect(results.filter((result) => !isDeviation(result)).map(({ id }) => id)).toEqual([])
    expect(results.map(({ id }) => id).sort()).toEqual([...client.known].sort())
    // Each failure is the client's, not one of a program that could not be run.
    for (const { expected } of results) expect(expected).not.toBe('the check to run')
  })
}
