import { createClient } from '../src/index.js'

const client = createClient({
  provider: {
    requestTokenUrl: 'https://photos.example/oauth/request_token',
    authorizeUrl: 'https://photos.example/oauth/authorize',
    accessTokenUrl: 'https://photos.example/oauth/access_token',
  },
  consumer: { key: 'printer', secret: 'consumer-secret' },
  callbackUrl: 'https://printer.example/callback',
})

/** Sends the User to the Provider. */
export async function connect(): Promise<Response> {
  const { url, cookie } = await client.authorize()
  return new Response(null, { status: 303, headers: { location: url, 'set-cookie': cookie } })
}

/** Answers https://printer.example/callback, where the User comes back. */
export async function callback(request: Request): Promise<Response> {
  const cookie = request.headers.get('cookie')
  const { token } = await client.callback(request.url, { cookie })
  return client.withToken(token).fetch('https://photos.example/photos?size=original')
}
