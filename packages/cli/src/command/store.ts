import type { Command } from 'commander'

import { newCommand } from './new-command.js'
import { storeCheck } from './store-check.js'

/** `store`. */
export function store(): Command {
  return newCommand('store', 'where a Provider keeps what it must not forget').addCommand(
    storeCheck(),
  )
}
