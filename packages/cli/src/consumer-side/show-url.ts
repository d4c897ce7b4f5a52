import open from 'open'

import { note } from '../output/print.js'
import { printableCell } from '../output/printable.js'

/** Shows a URL to the User: always as text, and in a browser where there is one. */
export async function showUrl(
  url: string,
  { browser }: { readonly browser: boolean },
): Promise<void> {
  note(`Open ${printableCell(url)}`)
  if (!browser) return
  // Without a browser the URL stands there all the same.
  const child = await open(url).catch(() => undefined)
  child?.on('error', () => undefined)
}
