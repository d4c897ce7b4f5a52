import type { KnownDeparture } from '../departure.js'
import { compareStrings } from '../signing-plan.js'
import type { EncodedParameter, ParameterPlace, SigningPlan } from '../signing-plan.js'
import { citeRfc } from './sections.js'

const SECTION = citeRfc('3.4.1.3.2')
const NUMBER = /^-?\d{1,15}(?:\.\d{1,15})?$/

/**
 * The orders in which a program may list the locations. Parameters of one group keep their order.
 */
const PLACE_ORDERS: readonly (readonly (readonly ParameterPlace[])[])[] = [
  [['header', 'query', 'form', 'body']],
  [['query', 'form', 'body'], ['header']],
  [['query'], ['header'], ['form', 'body']],
  [['header'], ['form', 'body'], ['query']],
  [['form', 'body'], ['header'], ['query']],
  [['form', 'body'], ['query'], ['header']],
]

function isProtocol({ name }: EncodedParameter): boolean {
  return name.startsWith('oauth_')
}

function sortBy(
  plan: SigningPlan,
  compare: (a: EncodedParameter, b: EncodedParameter) => number,
): SigningPlan {
  return { ...plan, order: (parameters) => [...parameters].sort(compare) }
}

// Computed once, because it costs as much as a diagnosis.
const collator = new Intl.Collator('en')

/** Mistakes in sorting the parameters. */
export const ORDER_DEPARTURES: readonly KnownDeparture[] = [
  {
    id: 'not-sorted',
    stage: 'order',
    rarity: 1,
    title: 'The parameters were not sorted.',
    section: SECTION,
    libraries: [],
    remedy: 'Sort the encoded parameters by name, then by value.',
    apply: (plan) =>
      PLACE_ORDERS.map((places) => ({
        ...plan,
        order: (parameters) =>
          places.flatMap((group) => parameters.filter(({ place }) => group.includes(place))),
      })),
  },
  {
    id: 'sorted-in-reverse',
    stage: 'order',
    rarity: 3,
    title: 'The parameters were sorted in descending order, or joined in reverse.',
    section: SECTION,
    libraries: [],
    remedy: 'Sort the encoded parameters in ascending byte order.',
    apply: (plan) => [
      { ...plan, order: (parameters) => [...plan.order(parameters)].reverse() },
      { ...plan, order: (parameters) => [...parameters].reverse() },
    ],
  },
  {
    id: 'protocol-parameters-apart',
    stage: 'order',
    rarity: 2,
    title:
      'The oauth_ parameters were put before or after all others, instead of being sorted with them.',
    section: SECTION,
    libraries: [],
    remedy: 'Sort all parameters together.',
    apply: (plan) =>
      [plan.order, (parameters: readonly EncodedParameter[]) => parameters].flatMap((orderOthers) =>
        [true, false].map((isFirst): SigningPlan => ({
          ...plan,
          order: (parameters) => {
            const protocol = plan.order(parameters.filter(isProtocol))
            const others = orderOthers(parameters.filter((parameter) => !isProtocol(parameter)))
            return isFirst ? [...protocol, ...others] : [...others, ...protocol]
          },
        })),
      ),
  },
  {
    id: 'sorted-before-encoding',
    stage: 'order',
    rarity: 1,
    title: 'The parameters were sorted before they were encoded.',
    section: SECTION,
    libraries: ['oauth-sign (before its issue 5)', 'ims-lti 3.0.2'],
    remedy: 'Encode first, then sort.',
    apply: (plan) => [
      sortBy(plan, (a, b) => compareStrings(a.name, b.name) || compareStrings(a.value, b.value)),
    ],
  },
  {
    id: 'sorted-by-joined-text',
    stage: 'order',
    rarity: 1,
    title:
      'The parameters were sorted as joined strings (a=1), so that "=" took part in the comparison.',
    section: SECTION,
    libraries: ['ims-lti 3.0.2', 'oauth1-signature 1.0.5'],
    remedy: 'Compare the names first, and the values only if the names are equal.',
    apply: (plan) => [
      sortBy(plan, (a, b) =>
        compareStrings(`${a.encodedName}=${a.encodedValue}`, `${b.encodedName}=${b.encodedValue}`),
      ),
      sortBy(plan, (a, b) => compareStrings(`${a.name}=${a.value}`, `${b.name}=${b.value}`)),
    ],
  },
  {
    id: 'sorted-by-locale',
    stage: 'order',
    rarity: 1,
    title: 'The parameters were sorted by the rules of a language, not by bytes.',
    section: SECTION,
    libraries: ['signers that use localeCompare'],
    remedy: 'Compare bytes: upper case sorts before lower case, and punctuation sorts by its code.',
    apply: (plan) => [
      sortBy(
        plan,
        (a, b) =>
          collator.compare(a.encodedName, b.encodedName) ||
          collator.compare(a.encodedValue, b.encodedValue),
      ),
      sortBy(
        plan,
        (a, b) => collator.compare(a.name, b.name) || collator.compare(a.value, b.value),
      ),
    ],
  },
  {
    id: 'sorted-without-case',
    stage: 'order',
    rarity: 2,
    title: 'The parameters were sorted without regard to letter case.',
    section: SECTION,
    libraries: [],
    remedy: 'Compare bytes: upper case sorts before lower case.',
    apply: (plan) => [
      sortBy(plan, (a, b) =>
        compareStrings(a.encodedName.toLowerCase(), b.encodedName.toLowerCase()),
      ),
    ],
  },
  {
    id: 'values-not-sorted',
    stage: 'order',
    rarity: 1,
    title: 'The values of a repeated name were not sorted.',
    section: SECTION,
    libraries: [],
    remedy: 'Sort by value if the names are equal.',
    apply: (plan) => [sortBy(plan, (a, b) => compareStrings(a.encodedName, b.encodedName))],
  },
  {
    id: 'values-sorted-as-numbers',
    stage: 'order',
    rarity: 3,
    title: 'Numbers were sorted by size: 9 before 10.',
    section: SECTION,
    libraries: ['signers that use PHP’s sort or ksort without SORT_STRING'],
    remedy: 'Compare names and values as strings, by bytes.',
    apply: (plan) => [
      sortBy(
        plan,
        (a, b) =>
          compareStrings(a.encodedName, b.encodedName) ||
          compareNumbers(a.encodedValue, b.encodedValue),
      ),
      sortBy(
        plan,
        (a, b) =>
          compareNumbers(a.encodedName, b.encodedName) ||
          compareNumbers(a.encodedValue, b.encodedValue),
      ),
    ],
  },
]

function compareNumbers(a: string, b: string): number {
  return NUMBER.test(a) && NUMBER.test(b) ? Number(a) - Number(b) : compareStrings(a, b)
}
