import type { OpenStore } from '@oauthplus/example-photo-provider-express/open-store'
import { DEFAULT_SEED } from '@oauthplus/example-photo-provider-express/seed'
import type { Seed } from '@oauthplus/example-photo-provider-express/seed'
import { startPhotoProvider } from '@oauthplus/example-photo-provider-express/start-photo-provider'
import { startPrinter } from '@oauthplus/example-printer-consumer/start-printer'
import { createExchangeRecorder } from './exchange.js'
import type { Narrator } from './narrator.js'
import { narrateThreeLeggedFlow } from './three-legged-flow.js'
import { narrateXauthFlow } from './xauth-flow.js'

/** How the tour is run. */
export interface TourOptions {
  readonly providerPort: number
  readonly printerPort: number
  readonly narrator: Narrator
  /** Its first Consumer and first User take part. The Printer and Jane by default. */
  readonly seed?: Seed | undefined
  /** Opens what the photo site keeps its tokens in. In memory by default. */
  readonly openStore?: (() => Promise<OpenStore>) | undefined
}

/** The two sites of the tour, still running. */
export interface Tour {
  readonly printerOrigin: string
  readonly username: string
  readonly password: string
  /** Ends both. */
  close(): Promise<void>
}

/** Starts both sites and runs both flows. If a step fails, it closes the sites and throws. */
export async function runTour(options: TourOptions): Promise<Tour> {
  const { narrator, seed = DEFAULT_SEED } = options
  const [{ key, secret } = { key: '', secret: undefined }] = seed.consumers
  const [user] = seed.users
  if (secret === undefined || user === undefined) {
    throw new Error('The tour needs a Consumer with a secret, and a User.')
  }
  const consumer = { key, secret }
  const recorder = createExchangeRecorder()
  const started: { close(): Promise<void> }[] = []
  let opened: OpenStore | undefined
  const close = async (): Promise<void> => {
    await Promise.all(started.map((site) => site.close()))
    await opened?.close()
  }
  try {
    opened = await options.openStore?.()
    const provider = await startPhotoProvider({
      port: options.providerPort,
      seed,
      store: opened?.store,
    })
    started.push(provider)
    const printer = await startPrinter({
      port: options.printerPort,
      provider: provider.endpoints,
      consumer,
      fetch: recorder.fetch,
    })
    started.push(printer)
    const { endpoints } = provider
    const printerOrigin = printer.origin
    try {
      await narrateThreeLeggedFlow({ recorder, narrator, endpoints, printerOrigin, user })
      await narrateXauthFlow({ recorder, narrator, endpoints, consumer, user })
    } catch (error) {
      throw narrator.failed(error)
    }
    // The Printer keeps running, and what its Users do is none of the tour's business.
    recorder.stop()
    return { printerOrigin, username: user.username, password: user.password, close }
  } catch (error) {
    await close()
    throw error
  }
}
