// Core and client, as they are published, on whatever runs this: plain ECMAScript, `fetch`'s classes and nothing else.
import { clientCases } from './client-cases.mjs'
import { coreCases } from './core-cases.mjs'
import { requestCases } from './request-cases.mjs'
import { sessionCases } from './session-cases.mjs'
import { trickyCases } from './tricky-cases.mjs'
import { vectorCases } from './vector-cases.mjs'

const cases = [
  ...vectorCases,
  ...coreCases,
  ...clientCases,
  ...sessionCases,
  ...requestCases,
  ...trickyCases,
]

/** The names of the cases, in the order in which they run. */
export const caseNames = cases.map(({ name }) => name)

/** Runs every case, one after the other, and reports `{ name, ok, error }` for each. Never rejects. */
export async function runSuite({ report }) {
  for (const { name, run } of cases) report({ name, ...(await outcomeOf(run)) })
}

async function outcomeOf(run) {
  try {
    await run()
    return { ok: true }
  } catch (error) {
    return { ok: false, error: String(error) }
  }
}
