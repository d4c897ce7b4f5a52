import type { ClientFunction } from '../../../src/index.js'
import { createClientRules } from './client-rules.js'
import type { ClientRules } from './client-rules.js'

/** Replaces rules by faulty ones. */
export type ClientFault = (right: ClientRules) => Partial<ClientRules>

/** Creates a client that is right except for its fault. It shares no code with the testkit. */
export function createIndependentClient(fault: ClientFault = () => ({})): ClientFunction {
  const rules = createClientRules()
  Object.assign(rules, fault({ ...rules }))
  return async (task) => {
    try {
      return await rules.run(task)
    } catch (error) {
      return { error: error instanceof Error ? error.message : String(error) }
    }
  }
}
