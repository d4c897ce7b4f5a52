import { isPair, isPairs } from './argument-checks.js'
import { createMismatchError } from './assert-options.js'
import { isPlainObject, formatName, prefixPath } from './object-checks.js'
import { createMismatch } from './option-checks.js'
import type { Mismatch, OptionCheck } from './option-checks.js'
import type { PairsLike } from './pairs-input.js'
import type { ParameterList } from './parameter-list.js'

const EXPECTED =
  'an array of [name, value] pairs of strings, Headers, URLSearchParams or a plain object'
const EXPECTED_VALUE = 'a string, a number or an array of those'

/**
 * Headers or parameters in any shape. The pairs of an array are looked at here, any other shape when
 * {@link toPairs} reads it: some can be read once only.
 *
 * @internal
 */
export const isPairsInput: OptionCheck = (value) =>
  Array.isArray(value) ? isPairs(value) : findShapeMismatch(value)

/**
 * Gives headers or parameters as pairs, whatever shape they came in. Pairs stay as they are. Throws a
 * `TypeError` that names the function and what was received.
 *
 * @param functionName The function that was called.
 * @param name The name of the argument or option.
 * @param value The received value.
 *
 * @internal
 */
export function toPairs(functionName: string, name: string, value: unknown): ParameterList {
  const read = readPairs(value)
  if (Array.isArray(read)) return read as ParameterList
  throw createMismatchError(`${functionName}: ${name}`, '', read as Mismatch)
}

function readPairs(value: unknown): ParameterList | Mismatch {
  const found = isPairsInput(value)
  if (found) return found
  if (Array.isArray(value)) return value as ParameterList
  if (isIterable(value)) return readIterable(value)
  return isPairsLike(value)
    ? readIterable(listEntries(value))
    : readRecord(value as Readonly<Record<string, unknown>>)
}

function findShapeMismatch(value: unknown): Mismatch | undefined {
  return isIterable(value) || isPairsLike(value) || isPlainObject(value)
    ? undefined
    : createMismatch(EXPECTED, value)
}

function isIterable(value: unknown): value is Iterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.iterator in value
}

// Headers of some platforms, such as those of React Native, are not iterables.
function isPairsLike(value: unknown): value is PairsLike {
  return typeof (value as Partial<PairsLike> | null | undefined)?.forEach === 'function'
}

function listEntries(value: PairsLike): [name: string, value: string][] {
  const entries: [name: string, value: string][] = []
  value.forEach((each, name) => entries.push([name, each]))
  return entries
}

function readIterable(value: Iterable<unknown>): ParameterList | Mismatch {
  const pairs: unknown[] = []
  for (const entry of value) {
    const found = isPair(entry)
    if (found) return prefixPath(`[${pairs.length}]`, found)
    pairs.push(entry)
  }
  return pairs as unknown as ParameterList
}

function readRecord(record: Readonly<Record<string, unknown>>): ParameterList | Mismatch {
  const pairs: [name: string, value: string][] = []
  for (const name of Object.keys(record)) {
    const given = record[name]
    if (given === undefined) continue
    for (const each of Array.isArray(given) ? (given as readonly unknown[]) : [given]) {
      if (typeof each !== 'string' && !Number.isFinite(each)) {
        return prefixPath(`.${formatName(name)}`, createMismatch(EXPECTED_VALUE, each))
      }
      pairs.push([name, String(each)])
    }
  }
  return pairs
}
