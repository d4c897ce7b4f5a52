import { createClient, isOAuthError } from '../src/index.js'
import type { Token } from '../src/index.js'

const client = createClient({
  provider: {
    requestTokenUrl: 'https://photos.example/oauth/request_token',
    authorizeUrl: 'https://photos.example/oauth/authorize',
    accessTokenUrl: 'https://photos.example/oauth/access_token',
  },
  consumer: { key: 'printer', secret: 'consumer-secret' },
  callbackUrl: 'https://printer.example/callback',
})
const tokens = new Map<string, Token>() // your database: store tokens like passwords

/** Handles POST /connect, a form on your site: redirects the user to the provider. */
export async function connect(request: Request): Promise<Response> {
  // Other sites must not start a flow. Older browsers send only the Origin header.
  const from = request.headers.get('sec-fetch-site') ?? request.headers.get('origin')
  if (from !== 'same-origin' && from !== 'https://printer.example') return failed()
  return client.authorize().then(({ url, setCookie }) => redirect(url, setCookie), failed)
}

/** Handles GET /callback, to which the user returns. */
export async function callback(request: Request, userId: string): Promise<Response> {
  try {
    const { token, setCookie } = await client.callback(request)
    tokens.set(userId, token)
    return redirect('/photos', setCookie)
  } catch (error) {
    return failed(error)
  }
}

/** Handles GET /photos. */
export async function photos(userId: string): Promise<Response> {
  const token = tokens.get(userId)
  if (token === undefined) return failed()
  return client.withToken(token).fetch('https://photos.example/photos?size=original')
}

function redirect(location: string, setCookie: string): Response {
  return new Response(null, { status: 303, headers: { location, 'set-cookie': setCookie } })
}

function failed(error?: unknown): Response {
  const isDenied = isOAuthError(error) && error.code === 'callback_denied'
  const text = isDenied ? 'You denied access.' : 'This did not work. Connect again.'
  return new Response(text, { status: 400 })
}
