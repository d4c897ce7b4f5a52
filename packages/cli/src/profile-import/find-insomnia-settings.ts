import { createUsageFailure } from '../failure.js'
import { isExportObject, getList, getMember, getString, toStringValue } from './export-members.js'
import type { ExportObject } from './export-members.js'
import type { FoundSettings } from './found-settings.js'
import { assertDepth, layerVariables } from './layer-variables.js'
import type { Layers } from './layer-variables.js'

interface Environment {
  readonly name: string
  readonly data: unknown
}

interface Place {
  readonly value: unknown
  readonly layers: Layers
  readonly depth: number
}

/** Returns whether a value is an Insomnia export, format 4 (JSON) or 5 (YAML). */
export function isInsomniaExport(value: unknown): boolean {
  return isFormat4(value) || isFormat5(value)
}

/**
 * Finds the OAuth 1 settings of the folders and requests of an export.
 *
 * @param value The export.
 * @param environmentName The environment whose variables take precedence over the base environment.
 *
 * @throws {@link Failure} when there is no environment with this name.
 */
export function findInsomniaSettings(
  value: unknown,
  environmentName: string | undefined,
): readonly FoundSettings[] {
  return isFormat4(value)
    ? findInFormat4(value, environmentName)
    : findInFormat5(value, environmentName)
}

function isFormat4(value: unknown): boolean {
  return getString(value, '_type') === 'export' && Array.isArray(getMember(value, 'resources'))
}

function isFormat5(value: unknown): boolean {
  return /^[a-z]+\.insomnia\.rest\/5\./.test(getString(value, 'type'))
}

// A list of resources, each with the id of its parent.
function findInFormat4(value: unknown, environmentName: string | undefined): FoundSettings[] {
  const resources = getList(value, 'resources').filter(isExportObject)
  const byId = new Map(resources.map((resource) => [getString(resource, '_id'), resource]))
  const environments = resources.filter((each) => getString(each, '_type') === 'environment')
  const isBase = (each: ExportObject): boolean =>
    getString(byId.get(getString(each, 'parentId')), '_type') !== 'environment'
  const toEnvironment = (each: ExportObject): Environment => ({
    name: getString(each, 'name'),
    data: getMember(each, 'data'),
  })
  const shared = chooseVariables(
    environments.filter(isBase).map(toEnvironment),
    environments.filter((each) => !isBase(each)).map(toEnvironment),
    environmentName,
  )
  const variablesOf = new Map(resources.map((each) => [each, readFolderVariables(each)]))
  return resources.flatMap((resource) => {
    const own = listAncestors(resource, byId).flatMap((each) => variablesOf.get(each) ?? [])
    return toFound(resource, [...shared, ...own])
  })
}

// From the outermost to the resource itself.
function listAncestors(
  resource: ExportObject,
  byId: ReadonlyMap<string, ExportObject>,
): readonly ExportObject[] {
  const chain = new Set<ExportObject>()
  let current: ExportObject | undefined = resource
  while (current !== undefined && !chain.has(current)) {
    chain.add(current)
    assertDepth(chain.size)
    current = byId.get(getString(current, 'parentId'))
  }
  return [...chain].reverse()
}

// A tree of folders and requests.
function findInFormat5(value: unknown, environmentName: string | undefined): FoundSettings[] {
  const base = getMember(value, 'environments')
  const shared = chooseVariables(
    [{ name: getString(base, 'name'), data: getMember(base, 'data') }],
    getList(base, 'subEnvironments').map((each) => ({
      name: getString(each, 'name'),
      data: getMember(each, 'data'),
    })),
    environmentName,
  )
  const found: FoundSettings[] = []
  // A YAML alias is the same object again.
  const seen = new Set<unknown>()
  const waiting: Place[] = [...getList(value, 'collection')]
    .reverse()
    .map((each) => ({ value: each, layers: shared, depth: 0 }))
  for (let place = waiting.pop(); place !== undefined; place = waiting.pop()) {
    if (seen.has(place.value)) continue
    seen.add(place.value)
    assertDepth(place.depth)
    const own = readFolderVariables(place.value)
    const layers = own.size === 0 ? place.layers : [...place.layers, own]
    found.push(...toFound(place.value, layers))
    for (const child of [...getList(place.value, 'children')].reverse()) {
      waiting.push({ value: child, layers, depth: place.depth + 1 })
    }
  }
  return found
}

function chooseVariables(
  bases: readonly Environment[],
  others: readonly Environment[],
  name: string | undefined,
): Layers {
  const chosen = others.filter((each) => each.name === name)
  if (name !== undefined && chosen.length === 0) {
    const names = others.map((each) => each.name).join(', ')
    throw createUsageFailure(
      `The file has no environment ${name}${names === '' ? '' : `, only ${names}`}`,
    )
  }
  return [...bases, ...chosen].map(({ data }) => flatten(data))
}

function readFolderVariables(value: unknown): ReadonlyMap<string, string> {
  return flatten(getMember(value, 'environment'))
}

// The name of a variable inside an object is its path: `_.photos.key`.
function flatten(data: unknown): ReadonlyMap<string, string> {
  const variables = new Map<string, string>()
  const seen = new Set<unknown>()
  const waiting: { readonly path: readonly string[]; readonly value: unknown }[] = [
    { path: [], value: data },
  ]
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { path, value } = next
    assertDepth(path.length)
    if (!isExportObject(value)) {
      if (path.length > 0) variables.set(path.join('.'), toStringValue(value))
    } else if (!seen.has(value)) {
      seen.add(value)
      for (const [name, member] of Object.entries(value)) {
        waiting.push({ path: [...path, name], value: member })
      }
    }
  }
  return variables
}

function toFound(value: unknown, layers: Layers): FoundSettings[] {
  const authentication = getMember(value, 'authentication')
  if (!isExportObject(authentication) || getString(authentication, 'type') !== 'oauth1') return []
  if (getString(authentication, 'disabled') === 'true') return []
  const pairs = Object.entries(authentication).map(
    ([name, each]) => [name === 'tokenKey' ? 'token' : name, toStringValue(each)] as const,
  )
  // Insomnia sends only the Authorization header.
  const values = new Map([...pairs, ['addParamsToHeader', 'true'] as const])
  return [{ place: getString(value, 'name'), values, variables: layerVariables(layers) }]
}
