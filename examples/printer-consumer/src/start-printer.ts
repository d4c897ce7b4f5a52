import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

import { createPrinter } from './printer.js'
import type { PrinterOptions } from './printer.js'

/** The options of `startPrinter`. */
export interface StartPrinterOptions extends Omit<PrinterOptions, 'origin'> {
  /** The port on 127.0.0.1, or 0 for a free one. */
  readonly port: number
}

/** The running Printer. */
export interface Printer {
  readonly origin: string
  /** Closes it, after running requests have finished. */
  close(): Promise<void>
}

const GRACE_MILLISECONDS = 2000

/** Starts the Printer on 127.0.0.1. */
export async function startPrinter({ port, ...options }: StartPrinterOptions): Promise<Printer> {
  const server = createServer()
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  server.on('request', createPrinter({ ...options, origin }))
  return {
    origin,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve()
        })
        setTimeout(() => {
          server.closeAllConnections()
        }, GRACE_MILLISECONDS).unref()
      }),
  }
}
