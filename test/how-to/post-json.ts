import type { ClientWithToken } from '@oauthplus/client'

/** Posts JSON and returns the JSON of the response. */
export async function postJson(
  { fetch }: ClientWithToken,
  url: string,
  value: unknown,
): Promise<unknown> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify(value),
  })
  if (!response.ok) throw new Error(`${url}: ${response.status}`)
  return response.json()
}
