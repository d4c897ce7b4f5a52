import type { ClientWithToken } from '@oauthplus/client'

const UPLOAD_URL = 'https://api.x.com/2/media/upload'
const CHUNK_BYTES = 4 * 1024 * 1024

/** Uploads media to X in chunks, and returns its ID. */
export async function uploadMedia(
  client: ClientWithToken,
  media: Blob,
  category: 'tweet_image' | 'tweet_gif' | 'tweet_video',
): Promise<string> {
  const started = await post(client, `${UPLOAD_URL}/initialize`, {
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      media_type: media.type,
      media_category: category,
      total_bytes: media.size,
    }),
  })
  const { data } = (await started.json()) as { data: { id: string } }
  for (let index = 0; index * CHUNK_BYTES < media.size; index++) {
    const form = new FormData()
    form.append('segment_index', String(index))
    form.append('media', media.slice(index * CHUNK_BYTES, (index + 1) * CHUNK_BYTES))
    await post(client, `${UPLOAD_URL}/${data.id}/append`, { body: form })
  }
  await post(client, `${UPLOAD_URL}/${data.id}/finalize`, {})
  return data.id
}

async function post({ fetch }: ClientWithToken, url: string, init: RequestInit): Promise<Response> {
  const response = await fetch(url, { ...init, method: 'POST' })
  if (!response.ok) throw new Error(`${url}: ${response.status} ${await response.text()}`)
  return response
}
