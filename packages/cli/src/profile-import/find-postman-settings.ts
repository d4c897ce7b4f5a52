import { isExportObject, getList, getMember, getString, toStringValue } from './export-members.js'
import type { FoundSettings } from './found-settings.js'
import { assertDepth, layerVariables } from './layer-variables.js'
import type { Layers } from './layer-variables.js'

interface Place {
  readonly value: unknown
  readonly name: string
  readonly layers: Layers
  readonly depth: number
}

/** Returns whether a value is a Postman collection, format 2.0 or 2.1. */
export function isPostmanCollection(value: unknown): boolean {
  return isExportObject(getMember(value, 'info')) && Array.isArray(getMember(value, 'item'))
}

/** Returns whether a value is a Postman environment. */
export function isPostmanEnvironment(value: unknown): boolean {
  return Array.isArray(getMember(value, 'values'))
}

/** Reads the enabled variables of an environment. */
export function readPostmanEnvironment(environment: unknown): ReadonlyMap<string, string> {
  return readVariables(getList(environment, 'values'))
}

/**
 * Finds the OAuth 1 settings of a collection, of its folders and of its requests.
 *
 * @param collection The collection.
 * @param environment Variables that take precedence over those of the collection.
 */
export function findPostmanSettings(
  collection: unknown,
  environment: ReadonlyMap<string, string>,
): readonly FoundSettings[] {
  const found: FoundSettings[] = []
  const name = getString(getMember(collection, 'info'), 'name')
  // A YAML alias is the same object again.
  const seen = new Set<unknown>()
  const waiting: Place[] = [{ value: collection, name, layers: [], depth: 0 }]
  for (let place = waiting.pop(); place !== undefined; place = waiting.pop()) {
    const { value, depth } = place
    if (seen.has(value)) continue
    seen.add(value)
    assertDepth(depth)
    const own = readVariables(getList(value, 'variable'))
    const layers = own.size === 0 ? place.layers : [...place.layers, own]
    const auth = getMember(value, 'auth') ?? getMember(getMember(value, 'request'), 'auth')
    if (getString(auth, 'type') === 'oauth1') {
      const variables = layerVariables([...layers, environment])
      found.push({ place: place.name, values: readValues(auth), variables })
    }
    const children = getList(value, 'item').map((child) => ({
      value: child,
      name: getString(child, 'name'),
      layers,
      depth: depth + 1,
    }))
    for (const child of children.reverse()) waiting.push(child)
  }
  return found
}

// Format 2.1 has a list of keys and values, format 2.0 an object.
function readValues(auth: unknown): ReadonlyMap<string, string> {
  const settings = getMember(auth, 'oauth1')
  const pairs = Array.isArray(settings)
    ? settings.map((each) => [getString(each, 'key'), getString(each, 'value')] as const)
    : Object.entries(isExportObject(settings) ? settings : {}).map(
        ([key, value]) => [key, toStringValue(value)] as const,
      )
  return new Map(pairs)
}

function readVariables(list: readonly unknown[]): ReadonlyMap<string, string> {
  const enabled = list.filter(
    (each) => getMember(each, 'enabled') !== false && getMember(each, 'disabled') !== true,
  )
  return new Map(
    enabled.map((each) => [
      getString(each, 'key') || getString(each, 'id'),
      getString(each, 'value'),
    ]),
  )
}
