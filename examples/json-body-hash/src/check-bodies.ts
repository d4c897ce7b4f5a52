import { isOAuthError, readProblem } from '@oauthplus/client'
import type { FetchFunction } from '@oauthplus/client'

import { createCamera } from './camera.js'
import type { CameraOptions } from './camera.js'

const ALBUM = { title: 'Vacation', photos: ['vacation.jpg', 'the last evening.jpg'] }

/**
 * Sends requests that the API must accept, and requests that it must refuse. Throws an `Error` that
 * describes an unexpected result.
 */
export async function checkBodies(
  options: Pick<CameraOptions, 'origin' | 'consumer'>,
  say: (line: string) => void,
): Promise<void> {
  const runStep = async (what: string, found: Promise<string>, expected: string): Promise<void> => {
    const outcome = await found
    if (outcome !== expected) throw new Error(`${what}: ${outcome}, not ${expected}.`)
    say(`${what}: ${outcome}`)
  }
  const camera = createCamera(options)
  const changing = createCamera({ ...options, fetch: changeInTransit })
  const unsigned = createCamera({ ...options, sendBodyHash: false })
  const stream = new Blob([JSON.stringify(ALBUM)]).stream()

  await runStep('An album', describeOutcome(camera.putAlbum('2026', ALBUM)), '200')
  await runStep('The stored album', readTitle(camera.getAlbum('2026')), 'Vacation')
  await runStep(
    'A body that was changed on its way',
    describeOutcome(changing.putAlbum('2026', ALBUM)),
    '401 signature_invalid',
  )
  await runStep(
    'A body without a signature',
    describeOutcome(unsigned.putAlbum('2026', ALBUM)),
    '400 parameter_absent',
  )
  await runStep(
    'A signed body that is not an album',
    describeOutcome(camera.putBody('2026', '[]')),
    '400',
  )
  await runStep('A stream', describeOutcome(camera.putBody('2026', stream)), 'body_unreadable')
  await runStep('The album is still stored', readTitle(camera.getAlbum('2026')), 'Vacation')
}

/** Returns the status and problem code of a response, or the code of the error instead. */
async function describeOutcome(answering: Promise<Response>): Promise<string> {
  try {
    const response = await answering
    const problem = await readProblem(response)
    return [String(response.status), ...(problem ? [problem.code] : [])].join(' ')
  } catch (error) {
    if (isOAuthError(error)) return error.code
    throw error
  }
}

async function readTitle(answering: Promise<Response>): Promise<string> {
  const { title } = (await (await answering).json()) as { readonly title?: string }
  return title ?? 'nothing'
}

/** Modifies a request like an attacker in the middle. */
const changeInTransit: FetchFunction = (input, init) =>
  fetch(input, { ...init, body: JSON.stringify({ ...ALBUM, title: 'Stolen' }) })
