import type { KnownDeparture } from '../departure.js'
import type { PlannedParameter, SigningPlan } from '../signing-plan.js'
import { changeParameters } from './query-departures.js'
import { citeRfc } from './sections.js'

const SECTION = citeRfc('3.4.1.3.1')

/** How languages write booleans. */
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

/** What goes wrong when values become text. */
export const TEXT_DEPARTURES: readonly KnownDeparture[] = [
  {
    id: 'booleans-written-otherwise',
    stage: 'parameters',
    rarity: 2,
    title: 'Booleans were signed in another notation than they were sent: True, true or 1.',
    section: SECTION,
    libraries: ['clients in Python and PHP that convert values twice'],
    remedy: 'Convert every value to a string once, before you sign and send it.',
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
    title: 'Letters with accents were signed in another Unicode normalization form (NFC, NFD).',
    section: citeRfc('3.6'),
    libraries: ['clients that send names of files from macOS'],
    remedy: 'Normalize values before you sign and send them, or not at all.',
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

/** Changes values that are not of the protocol; those for which the function returns none stay. */
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
