import type { ClientWithToken } from '@oauthplus/client'
import { createFetch } from 'ofetch'
import type { $Fetch } from 'ofetch'

/** Makes an ofetch that signs, its retries too. */
export function signingOfetch({ fetch }: ClientWithToken): $Fetch {
  return createFetch({ fetch })
}
