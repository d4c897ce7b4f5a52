import { readFileSync } from 'node:fs'

import { createClient, memoryPendingStore } from '@oauthplus/client'
import type {
  Client,
  ClientOptions,
  FetchFunction,
  ServiceProvider,
  SignatureMethodName,
} from '@oauthplus/client'
import { CLIENT_FEATURES } from '../src/index.js'
import type { ClientResult, ClientFunction, ClientTask } from '../src/index.js'
import { Agent, fetch as undiciFetch } from 'undici'

/** The state of a browser: the cookies of the flows that it has begun, and the flow without callback. */
interface Browser {
  readonly cookies?: readonly string[]
  readonly flow?: string
}

/** Creates what drives the client of oauthplus through the suite. */
export function createOAuthplusConsumer(): ClientFunction {
  const pending = memoryPendingStore()

  return async (task) => {
    try {
      return await answer(task)
    } catch (error) {
      return { error: error instanceof Error ? error.message : String(error) }
    }
  }

  function clientOf(task: ClientTask): Client {
    const { provider, consumer, signatureMethod, transmission, bodyHash, callback } = task
    const described = {
      ...provider,
      transmission: transmission === 'form' ? 'body' : transmission,
      signatureMethod: signatureMethod as SignatureMethodName,
      ...(signatureMethod === 'PLAINTEXT' ? {} : { sendBodyHash: bodyHash }),
    } as ServiceProvider
    const options: ClientOptions = {
      provider: described,
      consumer,
      callbackUrl: callback,
      pending,
      fetch: trusting(task.certificateFile),
    }
    return createClient(options)
  }

  async function answer(task: ClientTask): Promise<ClientResult> {
    const { cookies = [], flow = '' } = (task.browser ?? {}) as Browser
    const { verifier = '', username = '', password = '' } = task
    switch (task.task) {
      case 'describe':
        return { name: '@oauthplus/client', features: CLIENT_FEATURES }
      case 'authorize': {
        const { url, setCookie: cookie, requestToken } = await clientOf(task).authorize()
        const browser = { cookies: [...cookies, cookie.replace(/;.*/, '')], flow: requestToken.key }
        return { url, browser }
      }
      case 'callback':
        return clientOf(task).callback(String(task.url), { cookie: cookies.join('; ') })
      case 'verifier':
        return clientOf(task).exchangeVerifier({ requestToken: { key: flow }, verifier })
      case 'xauth':
        return clientOf(task).xauth({ username, password })
      case 'renew':
        return task.token === undefined ? {} : { token: await clientOf(task).renew(task.token) }
      case 'fetch':
        return fetchSigned(task)
    }
  }

  async function fetchSigned(task: ClientTask): Promise<ClientResult> {
    const { url = '', method = 'GET', token, form, body, contentType } = task
    const client = clientOf(task)
    const { fetch } = token === undefined ? client : client.withToken(token)
    const { status } = await fetch(url, {
      method,
      body:
        form === undefined ? (body ?? null) : new URLSearchParams(form.map((pair) => [...pair])),
      headers: contentType === undefined ? {} : { 'content-type': contentType },
    })
    return { status }
  }
}

const agents = new Map<string, Agent>()

/** A fetch that trusts the certificate of the suite. */
function trusting(certificateFile: string): FetchFunction {
  const agent =
    agents.get(certificateFile) ?? new Agent({ connect: { ca: readFileSync(certificateFile) } })
  agents.set(certificateFile, agent)
  return async (input, init) => {
    const { url, method, headers, redirect, body } = new Request(input, init)
    const sent = await undiciFetch(url, {
      method,
      redirect,
      headers: Array.from(headers),
      body: body === null ? null : Buffer.from(await new Response(body).arrayBuffer()),
      dispatcher: agent,
    })
    return sent as unknown as Response
  }
}
