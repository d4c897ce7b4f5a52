import { stat } from 'node:fs/promises'
import { platform } from 'node:os'

import { note } from '../output/print.js'

const OTHERS = 0o077
const warned = new Set<string>()

/** Warns, once a run, of a file or folder of the profiles that is open to other users. */
export async function warnOfOthers(path: string, kind: 'file' | 'folder'): Promise<void> {
  // Windows has no such modes: what is beneath AppData belongs to its user.
  if (platform() === 'win32' || warned.has(path)) return
  const mode = (await stat(path)).mode & OTHERS
  if (mode === 0) return
  warned.add(path)
  const access = kind === 'file' ? 'read or change' : 'look into or change'
  const command = kind === 'file' ? 'chmod 600' : 'chmod 700'
  note(`Other users may ${access} ${path}, which holds secrets: ${command} it`)
}
