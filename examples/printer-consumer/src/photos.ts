import type { FetchFunction } from '@oauthplus/client'

/** A photo, ready to be printed. */
export interface Photo {
  readonly title: string
  /** The picture, as a data URL. */
  readonly image: string
}

/** Fetches the photos of the user with whose token `fetch` signs. */
export async function fetchPhotos(fetch: FetchFunction, photosUrl: string): Promise<Photo[]> {
  const list = await requireOk(await fetch(photosUrl))
  const { photos } = (await list.json()) as { readonly photos: { file: string; title: string }[] }
  return Promise.all(
    photos.map(async ({ file, title }) => {
      const query = new URLSearchParams({ file, size: 'original' })
      const picture = await requireOk(await fetch(`${photosUrl}?${query}`))
      const type = picture.headers.get('content-type')?.replace(/;.*/, '') ?? 'image/png'
      const bytes = Buffer.from(await picture.arrayBuffer())
      return { title, image: `data:${type};base64,${bytes.toString('base64')}` }
    }),
  )
}

async function requireOk(response: Response): Promise<Response> {
  if (response.ok) return response
  throw new Error(`The photo site returned ${response.status}: ${await response.text()}`)
}
