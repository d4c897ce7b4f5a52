import type { ClientWithToken } from '@oauthplus/client'
import createOpenapiClient from 'openapi-fetch'
import type { Client } from 'openapi-fetch'

/** Makes a client of an OpenAPI description that signs. */
export function signingOpenapiClient<Paths extends object>(
  { fetch }: ClientWithToken,
  baseUrl: string,
): Client<Paths> {
  return createOpenapiClient<Paths>({ baseUrl, fetch })
}
