import { createUsageFailure } from '../failure.js'

const MAX_LAYERS = 100

/** The values of variables by their names. */
export type Variables = Pick<ReadonlyMap<string, string>, 'get'>

/** The variables of a collection, a folder and so on, from the outermost to the innermost. */
export type Layers = readonly ReadonlyMap<string, string>[]

/** Looks variables up from the last layer to the first. No layer is copied, because there can be many. */
export function layerVariables(layers: Layers): Variables {
  return {
    get(name) {
      for (let index = layers.length - 1; index >= 0; index--) {
        const value = layers[index]?.get(name)
        if (value !== undefined) return value
      }
      return undefined
    },
  }
}

/**
 * Checks the nesting depth of a folder or an object.
 *
 * @throws {@link Failure} when it is nested more than 100 levels deep.
 */
export function assertDepth(depth: number): void {
  if (depth > MAX_LAYERS)
    throw createUsageFailure(`The export is nested more than ${MAX_LAYERS} levels deep`)
}
