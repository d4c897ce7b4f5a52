/**
 * Loads a part of a package that most programs never need.
 *
 * @example
 *
 * ```ts
 * const { request } = await loadPart('HTTPS', () => import('node:https'))
 * ```
 *
 * @param part The name of the part in an error.
 * @param load Imports the module.
 *
 * @returns The module.
 *
 * @throws `Error` when the module cannot be loaded, as in a browser that is offline; its `cause` is
 *   the platform's error.
 *
 * @internal
 */
export async function loadPart<Part>(part: string, load: () => Promise<Part>): Promise<Part> {
  try {
    return await load()
  } catch (cause) {
    throw new Error(
      `The code of oauthplus for ${part} could not be loaded. Try again when the network is back, or bundle without code splitting`,
      { cause },
    )
  }
}
