import { parseArgs, styleText } from 'node:util'

import { openStore } from '@oauthplus/example-photo-provider-express/open-store'
import { createNarrator } from './narrator.js'
import { runTour } from './run-tour.js'

const write = (line: string): void => {
  console.log(line)
}

try {
  const { values } = parseArgs({
    options: {
      once: { type: 'boolean', default: false },
      'provider-port': { type: 'string', default: '3000' },
      'consumer-port': { type: 'string', default: '3001' },
      store: { type: 'string', default: 'memory:' },
      verbose: { type: 'boolean', default: false },
    },
  })
  const tour = await runTour({
    openStore: () => openStore(values.store),
    providerPort: parsePort('--provider-port', values['provider-port']),
    printerPort: parsePort('--consumer-port', values['consumer-port']),
    // styleText checks the terminal and NO_COLOR.
    narrator: createNarrator(write, (look, text) => styleText(look, text), {
      isVerbose: values.verbose,
    }),
  })
  if (values.once) {
    write('\nEvery step succeeded.')
    await tour.close()
  } else {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.once(signal, () => void tour.close())
    }
    if (!values.verbose)
      write('\nnpm start -- --verbose shows headers, bodies and signature base strings.')
    write('\nEvery step succeeded. Now try it yourself. Press Ctrl-C to stop both sites.')
    write(`   Open ${tour.printerOrigin}/`)
    write(`   Username: ${tour.username}   Password: ${tour.password}`)
  }
} catch (error) {
  console.error(describeReason(error))
  process.exitCode = 1
}

function parsePort(option: string, text: string): number {
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65_535) {
    throw new Error(`${option} must be an integer from 0 to 65535.`)
  }
  return Number(text)
}

function describeReason(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const { code, port } = error as { readonly code?: unknown; readonly port?: unknown }
  if (code !== 'EADDRINUSE') return error.message
  return `Port ${String(port)} is in use. Choose others with --provider-port and --consumer-port; 0 selects a free one.`
}
