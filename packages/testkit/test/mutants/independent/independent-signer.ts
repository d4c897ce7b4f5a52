import { SIGNER_FEATURES } from '../../../src/index.js'
import type { ClientTask, SignerFunction, SignerResult, SignerTask } from '../../../src/index.js'
import { createClientRules } from './client-rules.js'
import type { ClientRules, Signing } from './client-rules.js'
import type { ClientFault } from './independent-client.js'
import type { Pair } from './web.js'

/** Creates a signer that is right except for its fault. It shares no code with the testkit. */
export function createIndependentSigner(fault: ClientFault = () => ({})): SignerFunction {
  const rules = createClientRules()
  Object.assign(rules, fault({ ...rules }))
  return async (task) => {
    try {
      return answer(task, rules)
    } catch (error) {
      return { error: error instanceof Error ? error.message : String(error) }
    }
  }
}

function answer(task: SignerTask, rules: ClientRules): SignerResult {
  const { method = '', url = '', body, contentType, signatureMethod = '' } = task
  const { consumerSecret, tokenSecret, privateKey } = task
  switch (task.task) {
    case 'describe':
      return { name: 'the independent signer', features: SIGNER_FEATURES }
    case 'read-header':
      return readHeader(task.authorization ?? '')
    case 'body-hash':
      return { bodyHash: rules.bodyHash({ method, url, body, contentType }, signatureMethod) }
    case 'sign': {
      const protocol: readonly Pair[] = task.parameters ?? []
      const base = rules.baseString({ method, url, body, contentType }, protocol)
      const signing: Signing = {
        // The signature is made of the secrets only.
        task: {
          consumer: { key: '', secret: consumerSecret ?? '', privateKey },
          signatureMethod,
        } as ClientTask,
        token: tokenSecret ? { key: '', secret: tokenSecret } : undefined,
      }
      const signature = rules.signature(signatureMethod, base, signing)
      const header = rules.header([...protocol, ['oauth_signature', signature]])
      const realm =
        task.realm === undefined ? '' : `realm="${task.realm.replaceAll(/["\\]/g, '\\$&')}", `
      return {
        authorization: header.replace('OAuth ', () => `OAuth ${realm}`),
        baseString: base,
      }
    }
  }
}

function readHeader(value: string): SignerResult {
  const [, scheme = '', rest = ''] = /^\s*(\S+)\s*(.*)$/s.exec(value) ?? []
  if (scheme.toLowerCase() !== 'oauth') return { error: 'another scheme' }
  const parameters: Pair[] = []
  let left = rest.trim()
  while (left !== '') {
    const found = /^([^=\s",]+)\s*=\s*"((?:[^"\\]|\\.)*)"\s*(?:,\s*|$)/s.exec(left)
    if (found === null) return { error: 'malformed' }
    const [all, name = '', text = ''] = found
    left = left.slice(all.length)
    if (name.toLowerCase() !== 'realm')
      parameters.push([decodeURIComponent(name), decodeURIComponent(text)])
  }
  return { parameters }
}
