import type { Command } from 'commander'

import { consumerAdd } from './consumer-add.js'
import { consumerList } from './consumer-list.js'
import { consumerRemove } from './consumer-remove.js'
import { consumerRotate } from './consumer-rotate.js'
import { consumerShow } from './consumer-show.js'
import { consumerStatus } from './consumer-status.js'
import { consumerUpdate } from './consumer-update.js'
import { newCommand } from './new-command.js'

/** `consumer`. */
export function consumer(): Command {
  return newCommand('consumer', 'the applications that may ask for access')
    .addCommand(consumerAdd())
    .addCommand(consumerList())
    .addCommand(consumerShow())
    .addCommand(consumerUpdate())
    .addCommand(consumerStatus('accept'))
    .addCommand(consumerStatus('reject'))
    .addCommand(consumerStatus('cancel'))
    .addCommand(consumerRotate())
    .addCommand(consumerRemove())
}
