import { collectRequest } from '../../../packages/core/src/index.js'
import type { CollectedRequest } from '../../../packages/core/src/index.js'
import { getServiceName, PRESET_NAMES } from '../../../packages/cli/src/consumer-side/presets.js'
import { diagnoseByPreset } from '../../../packages/cli/src/doctor-side/diagnose-by-preset.js'
import { hasDialect } from '../../../packages/cli/src/doctor-side/find-dialect.js'
import { selectSignedRequests } from '../../../packages/cli/src/doctor-side/select-signed-requests.js'
import { describeSteps, explainSteps, readRequests } from '../../../packages/doctor/src/index.js'
import type {
  DiagnosisKeys,
  ReadRequest,
  SigningSteps,
} from '../../../packages/doctor/src/index.js'
import { diagnosisView, suggestionView, verdict } from './diagnosis-view.js'
import { element, sectionLink } from './element.js'
import { EXAMPLE } from './example.js'

const results = found('results', HTMLDivElement)
const button = found('explain', HTMLButtonElement)

document.querySelector('form')?.addEventListener('submit', (event) => {
  event.preventDefault()
  void explainAll()
})
found('example', HTMLButtonElement).addEventListener('click', () => {
  for (const [id, value] of Object.entries(EXAMPLE)) field(id).value = value
})

const [inDialect, byRfc] = [true, false].map((isInDialect) =>
  PRESET_NAMES.filter((preset) => hasDialect(preset) === isInDialect),
)
found('service', HTMLSelectElement).append(
  serviceGroup('Sign in a dialect', inDialect ?? []),
  serviceGroup('Sign as RFC 5849 specifies', byRfc ?? []),
)

function serviceGroup(label: string, presets: readonly string[]): HTMLElement {
  const options = presets.map((value) => element('option', { value }, [getServiceName(value)]))
  return element('optgroup', { label }, options)
}

async function explainAll(): Promise<void> {
  button.disabled = true
  try {
    const scheme = valueOf('scheme') === '' ? undefined : (valueOf('scheme') as 'http' | 'https')
    const read = readRequests(valueOf('request'), { scheme })
    const requests = selectSignedRequests(read)
    results.replaceChildren()
    // A HAR file may contain many requests, so each is shown as soon as it is explained.
    for (const request of requests) results.append(await resultOf(request))
    const left = read.length - requests.length
    if (left > 0) {
      const what = left === 1 ? 'request that is' : 'requests that are'
      results.append(element('p', {}, [`Omitted: ${left} ${what} not signed.`]))
    }
  } catch (error) {
    results.replaceChildren(element('section', { className: 'result' }, [failure(error)]))
  } finally {
    button.disabled = false
  }
  results.querySelector('h2')?.focus()
}

async function resultOf(request: ReadRequest): Promise<HTMLElement> {
  const heading = element('p', { className: 'request' }, [`${request.method} ${request.url}`])
  const content = await explained(request).catch((error: unknown) => [failure(error)])
  const remarks = (request.remarks ?? []).map((remark) => element('p', {}, [remark]))
  return element('section', { className: 'result' }, [heading, ...remarks, ...content])
}

async function explained(request: ReadRequest): Promise<readonly HTMLElement[]> {
  const collected = {
    ...withSignature(collectRequest(request), valueOf('signature')),
    typedUrl: request.typedUrl,
  }
  const keys = givenKeys()
  const steps = await explainSteps(collected, keys)
  const isSigned = steps.receivedSignature !== undefined || steps.signatureMethod === 'PLAINTEXT'
  const expected = valueOf('expected')
  const options = {
    hosts: linesOf('hosts'),
    prefixes: linesOf('prefixes'),
    expectedBaseString: expected === '' ? undefined : expected,
    nowSeconds: Math.floor(Date.now() / 1000),
  }
  const stepByStep = [element('h3', {}, ['Step by step']), stepsView(steps)]
  if (!isSigned && expected === '') {
    const unsigned = element('p', {}, ['These are the steps by which RFC 5849 signs it.'])
    return [verdict('unsigned', 'The request has no signature', [unsigned]), ...stepByStep]
  }
  const preset = valueOf('service') === '' ? undefined : valueOf('service')
  const { diagnosis, suggestion } = await diagnoseByPreset(collected, { keys, options, preset })
  return [
    diagnosisView(diagnosis),
    ...(suggestion === undefined ? [] : [suggestionView(suggestion)]),
    ...stepByStep,
  ]
}

/** Adds a signature to the request that was read elsewhere, for example in a log. */
function withSignature(request: CollectedRequest, signature: string): CollectedRequest {
  if (signature === '') return request
  const others = request.protocol.filter(([name]) => name !== 'oauth_signature')
  return { ...request, protocol: [...others, ['oauth_signature', signature]] }
}

function givenKeys(): DiagnosisKeys {
  const publicKey = valueOf('public-key')
  const consumerSecret = field('consumer-secret').value
  return {
    ...(consumerSecret === '' ? {} : { secrets: [consumerSecret] }),
    ...(publicKey === '' ? {} : { publicKeys: [publicKey] }),
    tokenSecrets: [field('token-secret').value],
    otherSecrets: linesOf('other-secrets'),
  }
}

function stepsView(steps: SigningSteps): HTMLElement {
  const items = describeSteps(steps).map(({ title, sections, lines }) =>
    element('li', {}, [
      title,
      ...(sections.length === 0
        ? []
        : [
            element(
              'span',
              { className: 'cite' },
              sections.flatMap((section) => [' · ', sectionLink(section)]),
            ),
          ]),
      ...(lines.length === 0 ? [] : [element('pre', {}, [lines.join('\n')])]),
    ]),
  )
  return element('ol', {}, items)
}

function failure(error: unknown): HTMLElement {
  const message = error instanceof Error ? error.message : String(error)
  return verdict('failed', 'This request cannot be explained', [element('p', {}, [message])])
}

function linesOf(id: string): readonly string[] {
  return valueOf(id)
    .split(/[\r\n]+/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
}

function valueOf(id: string): string {
  return field(id).value.trim()
}

function field(id: string): { value: string } {
  return found(id, HTMLElement) as HTMLElement & { value: string }
}

function found<Kind extends HTMLElement>(id: string, kind: new () => Kind): Kind {
  const known = document.getElementById(id)
  if (!(known instanceof kind)) throw new Error(`The page has no ${id}`)
  return known
}
