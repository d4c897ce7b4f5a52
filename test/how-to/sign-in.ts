import type { CallbackRequest, Client } from '@oauthplus/client'

/** Finishes "Sign in with X" and returns who signed in. */
export async function signIn(
  client: Client,
  request: CallbackRequest,
): Promise<{ readonly accountId: string; readonly name: string; readonly setCookie: string }> {
  const { extra, setCookie } = await client.callback(request)
  const { user_id: userId, screen_name: name = '' } = extra
  if (!userId) throw new Error('X did not name the user')
  return { accountId: `x:${userId}`, name, setCookie }
}
