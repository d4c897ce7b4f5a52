import { openAsBlob } from 'node:fs'
import { basename } from 'node:path'

import type { ClientWithToken } from '@oauthplus/client'

/** Uploads a file with a title in a multipart form. */
export async function uploadFile(
  { fetch }: ClientWithToken,
  url: string,
  file: string,
): Promise<Response> {
  const form = new FormData()
  form.append('title', 'Sunset')
  form.append('photo', await openAsBlob(file, { type: 'image/jpeg' }), basename(file))
  return fetch(url, { method: 'POST', body: form })
}
