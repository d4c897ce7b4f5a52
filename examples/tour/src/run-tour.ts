import type { OpenStore } from '@oauthplus/example-photo-provider-express/open-store'
import { DEFAULT_SEED } from '@oauthplus/example-photo-provider-express/seed'
import type { Seed } from '@oauthplus/example-photo-provider-express/seed'
import { startPhotoProvider } from '@oauthplus/example-photo-provider-express/start-photo-provider'
import type { PhotoProviderEndpoints } from '@oauthplus/example-photo-provider-express/start-photo-provider'
import { startPrinter } from '@oauthplus/example-printer-consumer/start-printer'
import { createExchangeRecorder } from './exchange.js'
import type { Narrator } from './narrator.js'
import { narrateRegistration } from './registration-flow.js'
import { narrateThreeLeggedFlow } from './three-legged-flow.js'
import { narrateXauthFlow } from './xauth-flow.js'

/** The options of the tour. */
export interface TourOptions {
  readonly providerPort: number
  readonly printerPort: number
  readonly narrator: Narrator
  /** The first consumer and the first user take part. Defaults to the Printer and Jane. */
  readonly seed?: Seed | undefined
  /** Opens the store of the photo site. Defaults to memory. */
  readonly openStore?: (() => Promise<OpenStore>) | undefined
}

/** The two sites of the tour, still running. */
export interface Tour {
  readonly printerOrigin: string
  readonly username: string
  readonly password: string
  /** Closes both. */
  close(): Promise<void>
}

/** Starts both sites and runs both flows. If a step fails, it closes the sites and throws. */
export async function runTour(options: TourOptions): Promise<Tour> {
  const { narrator, seed = DEFAULT_SEED } = options
  const [{ key, secret } = { key: '', secret: undefined }] = seed.consumers
  const [user] = seed.users
  if (secret === undefined || user === undefined) {
    throw new Error('The tour needs a consumer with a secret, and a user.')
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
    const { endpoints } = provider
    const registered = await registerPrinter(narrator, { seed, endpoints })
    const printer = await startPrinter({
      port: options.printerPort,
      provider: endpoints,
      consumer: registered ?? consumer,
      fetch: recorder.fetch,
    })
    started.push(printer)
    const printerOrigin = printer.origin
    try {
      await narrateThreeLeggedFlow({ recorder, narrator, endpoints, printerOrigin, user })
      await narrateXauthFlow({ recorder, narrator, endpoints, consumer, user })
    } catch (error) {
      throw narrator.failed(error)
    }
    // The Printer keeps running, and its later requests are not part of the tour.
    recorder.stop()
    return { printerOrigin, username: user.username, password: user.password, close }
  } catch (error) {
    await close()
    throw error
  }
}

/** Registers the Printer, if the seed has a developer and a reviewer after the first user. */
async function registerPrinter(
  narrator: Narrator,
  { seed, endpoints }: { readonly seed: Seed; readonly endpoints: PhotoProviderEndpoints },
): Promise<{ readonly key: string; readonly secret: string } | undefined> {
  const [, ...others] = seed.users
  const developer = others.find(({ isReviewer }) => !isReviewer)
  const reviewer = others.find(({ isReviewer }) => isReviewer)
  if (developer === undefined || reviewer === undefined) return undefined
  const recorder = createExchangeRecorder()
  try {
    return await narrateRegistration({ recorder, narrator, endpoints, developer, reviewer })
  } catch (error) {
    throw narrator.failed(error)
  }
}
