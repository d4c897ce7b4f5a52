import { isOAuthError, readProblem } from '@oauthplus/client'
import type { FetchFunction } from '@oauthplus/client'

import { createCamera } from './camera.js'
import type { CameraOptions } from './camera.js'

const ALBUM = { title: 'Vacation', photos: ['vacation.jpg', 'the last evening.jpg'] }

/** Sends what the API must take and what it must refuse. Throws an `Error` that says what it did otherwise. */
export async function checkBodies(
  options: Pick<CameraOptions, 'origin' | 'consumer'>,
  say: (line: string) => void,
): Promise<void> {
  const step = async (what: string, found: Promise<string>, expected: string): Promise<void> => {
    const outcome = await found
    if (outcome !== expected) throw new Error(`${what}: ${outcome}, not ${expected}.`)
    say(`${what}: ${outcome}`)
  }
  const camera = createCamera(options)
  const changing = createCamera({ ...options, fetch: changedOnItsWay })
  const unsigned = createCamera({ ...options, sendBodyHash: false })
  const stream = new Blob([JSON.stringify(ALBUM)]).stream()

  await step('An album', outcomeOf(camera.putAlbum('2026', ALBUM)), '200')
  await step('What was kept', titleOf(camera.getAlbum('2026')), 'Vacation')
  await step(
    'A body that was changed on its way',
    outcomeOf(changing.putAlbum('2026', ALBUM)),
    '401 signature_invalid',
  )
  await step(
    'A body that nobody has signed',
    outcomeOf(unsigned.putAlbum('2026', ALBUM)),
    '400 parameter_absent',
  )
  await step('A signed body that is no album', outcomeOf(camera.putBody('2026', '[]')), '400')
  await step('A stream', outcomeOf(camera.putBody('2026', stream)), 'body_unreadable')
  await step('What is kept still', titleOf(camera.getAlbum('2026')), 'Vacation')
}

/** Gives status and problem code of an answer, or the code of the error that there was in its place. */
async function outcomeOf(answering: Promise<Response>): Promise<string> {
  try {
    const response = await answering
    const problem = await readProblem(response)
    return [String(response.status), ...(problem ? [problem.code] : [])].join(' ')
  } catch (error) {
    if (isOAuthError(error)) return error.code
    throw error
  }
}

async function titleOf(answering: Promise<Response>): Promise<string> {
  const { title } = (await (await answering).json()) as { readonly title?: string }
  return title ?? 'nothing'
}

/** Does what an attacker between the two would do. */
const changedOnItsWay: FetchFunction = (input, init) =>
  fetch(input, { ...init, body: JSON.stringify({ ...ALBUM, title: 'Stolen' }) })
