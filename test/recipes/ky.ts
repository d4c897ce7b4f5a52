import type { ClientWithToken } from '@oauthplus/client'
import ky from 'ky'
import type { KyInstance } from 'ky'

/** Makes a ky that signs, its retries too. */
export function signingKy({ fetch }: ClientWithToken): KyInstance {
  return ky.create({ fetch })
}
