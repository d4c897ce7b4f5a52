import type { KnownDeparture } from '../departure.js'
import type { PlannedParameter, SigningPlan } from '../signing-plan.js'
import { changeParameters } from './query-departures.js'
import { citeRfc } from './sections.js'

const SECTION = citeRfc('3.4.1.3.1')

/** The notations of booleans in programming languages. */
const BOOLEANS: readonly Readonly<Record<string, string>>[] = [
  { true: 'True', false: 'False' },
  { True: 'true', False: 'false' },
  { true: '1', false: '0' },
  { true: '1', false: '' },
  { '1': 'true', '0': 'false' },
  { '1': 'True', '0': 'False' },
]
const ABSENT = ['null', 'undefined', 'None', 'NULL']
const FORMS = ['NFC', 'NFD']

/** Mistakes in converting values to strings. */
export const TEXT_DEPARTURES: readonly KnownDeparture[] = [
  {
    id: 'booleans-written-otherwise',
    stage: 'parameters',
    rarity: 2,
    title: 'Booleans were signed in one notation and sent in another: True, true or 1.',
    section: SECTION,
    libraries: ['Python and PHP clients that convert values twice'],
    remedy: 'Convert every value to a string once, before signing and sending.',
    apply: (plan) =>
      BOOLEANS.flatMap((written) =>
        changeValues(plan, (value) => (Object.hasOwn(written, value) ? written[value] : undefined)),
      ),
  },
  {
    id: 'empty-values-as-null',
    stage: 'parameters',
    rarity: 2,
    title: 'Empty values were signed as the string "null", "undefined" or "None".',
    section: SECTION,
    libraries: [],
    remedy: 'Sign "name=" for an empty value, or do not send the parameter.',
    apply: (plan) =>
      ABSENT.flatMap((absent) =>
        changeValues(plan, (value) => (value === '' ? absent : undefined)),
      ),
  },
  {
    id: 'unicode-normalized',
    stage: 'parameters',
    rarity: 3,
    title: 'Accented letters were signed in another Unicode normalization form (NFC, NFD).',
    section: citeRfc('3.6'),
    libraries: ['clients that send file names from macOS'],
    remedy: 'Normalize values before signing and sending, or not at all.',
    apply: (plan) =>
      FORMS.flatMap((form) =>
        changeParameters(plan, (parameter) => ({
          ...parameter,
          name: parameter.name.normalize(form),
          value: parameter.value.normalize(form),
        })),
      ),
  },
]

/**
 * Changes values other than protocol parameters. Values for which the function returns `undefined`
 * do not change.
 */
function changeValues(
  plan: SigningPlan,
  change: (value: string) => string | undefined,
): readonly SigningPlan[] {
  return changeParameters(plan, (parameter: PlannedParameter) =>
    parameter.name.startsWith('oauth_')
      ? parameter
      : { ...parameter, value: change(parameter.value) ?? parameter.value },
  )
}
