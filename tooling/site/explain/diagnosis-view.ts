import { getServiceName } from '../../../packages/cli/src/consumer-side/presets.js'
import type { PresetSuggestion } from '../../../packages/cli/src/doctor-side/diagnose-by-preset.js'
import type { Alignment, Departure, Diagnosis } from '../../../packages/doctor/src/index.js'
import { describeDifferences } from '../../../packages/doctor/src/describe-differences.js'
import { element, sectionLink } from './element.js'
import type { Content } from './element.js'

// Between the method, the URL and the parameters.
const SEPARATOR = /&|%26/
const SEPARATORS_KEPT = /(&|%26)/

/** Shows the result of a diagnosis, the verdict first. */
export function diagnosisView(diagnosis: Diagnosis): HTMLElement {
  const view = outcomeView(diagnosis)
  const { differences } = diagnosis
  if (differences === undefined) return view
  view.append(
    element('h3', {}, ['Compared with the base string of the server']),
    element(
      'ul',
      {},
      describeDifferences(differences).map((line) => element('li', {}, [line])),
    ),
  )
  return view
}

/** Shows a service that was used automatically, or one to suggest. */
export function suggestionView({ preset, reason }: PresetSuggestion): HTMLElement {
  const service = getServiceName(preset)
  const texts = {
    used: `The host belongs to ${service}, so the request was compared with its dialect.`,
    host: `The host belongs to ${service}, which uses a signature dialect. Choose it as the service.`,
    signature: `The signature is correct for ${service}. If that is the service, choose it.`,
  }
  return element('p', { className: 'suggestion' }, [texts[reason]])
}

function outcomeView(diagnosis: Diagnosis): HTMLElement {
  switch (diagnosis.verdict) {
    case 'explained':
      return verdict('explained', 'Proven: this was signed instead', [
        ...diagnosis.explanations.flatMap((departures, index) => [
          ...(index === 0
            ? []
            : [element('h3', {}, ['Or this, which results in the same signature'])]),
          ...departures.map(departureView),
        ]),
        ...alignmentView(diagnosis.alignment),
      ])
    case 'unexplained':
      return verdict('unexplained', 'No known cause explains the signature', [
        element('p', {}, [diagnosis.summary]),
        element('details', {}, [
          element('summary', {}, [`Ruled out (${diagnosis.ruledOut.length})`]),
          element(
            'ul',
            {},
            diagnosis.ruledOut.map(({ title }) => element('li', {}, [title])),
          ),
        ]),
      ])
    case 'right':
      return verdict(
        'right',
        'The signature is right',
        diagnosis.remarks.map((remark) => element('p', {}, [remark])),
      )
    case 'out-of-reach':
      return verdict('out-of-reach', 'There is nothing to diagnose', [
        element('p', {}, [diagnosis.summary]),
      ])
  }
}

/** Shows an outcome: a heading that can be focused, and its text. */
export function verdict(
  kind: Diagnosis['verdict'] | 'failed' | 'unsigned',
  heading: string,
  content: readonly Content[],
): HTMLElement {
  return element('div', { className: `verdict ${kind}` }, [
    element('h2', { tabIndex: -1 }, [heading]),
    ...content,
  ])
}

function departureView({ id, title, section, libraries, remedy }: Departure): HTMLElement {
  const rows: readonly (readonly [string, Content])[] = [
    ['Remedy', remedy],
    ['Section', sectionLink(section)],
    ...(libraries.length === 0 ? [] : [['Known in', libraries.join('; ')] as const]),
  ]
  return element('div', { className: 'departure' }, [
    element('p', {}, [element('strong', {}, [title]), ' ', element('code', {}, [id])]),
    element(
      'dl',
      {},
      rows.flatMap(([name, value]) => [element('dt', {}, [name]), element('dd', {}, [value])]),
    ),
  ])
}

function alignmentView({ expected, signed, differsAt }: Alignment): readonly HTMLElement[] {
  if (differsAt === undefined) {
    return [
      element('p', { className: 'hint' }, [
        'The base strings are equal: the difference is in the key, the digest, the signature or a masked value.',
      ]),
    ]
  }
  return [
    element('h3', {}, ['Should have been signed']),
    element('pre', {}, markDifferences(expected, signed, differsAt)),
    element('h3', {}, ['Was signed']),
    element('pre', {}, markDifferences(signed, expected, differsAt)),
  ]
}

/**
 * Marks the parameters of a base string that are missing from another one. Without any, marks
 * everything after the first difference.
 */
function markDifferences(string: string, other: string, differsAt: number): readonly Content[] {
  if (sortParts(string) === sortParts(other)) {
    return [string.slice(0, differsAt), element('mark', {}, [string.slice(differsAt)])]
  }
  const unmatched = other.split(SEPARATOR)
  return string.split(SEPARATORS_KEPT).map((part) => {
    const index = unmatched.indexOf(part)
    if (index !== -1) unmatched.splice(index, 1)
    return index !== -1 || SEPARATOR.test(part) ? part : element('mark', {}, [part])
  })
}

function sortParts(string: string): string {
  return string.split(SEPARATOR).sort().join('\n')
}
