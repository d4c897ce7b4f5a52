import { parseFormBody } from '@oauthplus/server/adapter'
import type { Adapter } from '@oauthplus/server/adapter'
import { readNodeRequest } from '@oauthplus/server/node'
import type {
  FastifyPluginCallback,
  FastifyRequest,
  FastifyTypeProvider,
  RawServerBase,
} from 'fastify'

import { sendResponse } from './send-response.js'

// A parser for a string, such as that of @fastify/formbody, takes precedence over one for an expression.
const FORM = /^application\/x-www-form-urlencoded(?:;|$)/

/** The options of the plugin. */
export interface RoutesPluginOptions {
  /** The path under which the endpoints are registered. None by default. */
  readonly prefix?: string
}

/** A plugin that registers the endpoints, over HTTP/1.1 or HTTP/2. */
export type RoutesPlugin = FastifyPluginCallback<
  RoutesPluginOptions,
  RawServerBase,
  FastifyTypeProvider
>

/** Creates the plugin that registers the endpoints. */
export function createRoutes<User>({
  respond,
  paths,
}: Pick<Adapter<User, [request: FastifyRequest]>, 'respond' | 'paths'>): RoutesPlugin {
  const registerEndpoints: FastifyPluginCallback = (instance, _options, done) => {
    // The endpoints read the bytes themselves.
    instance.removeAllContentTypeParsers()
    instance.addContentTypeParser('*', () => Promise.resolve())
    for (const path of paths) {
      instance.all(path, async (request, reply) => {
        const { raw, originalUrl: url } = request
        const routed = readNodeRequest(raw, { url, response: reply.raw })
        const response = await respond({ request: routed, path }, request)
        if (response !== undefined) await sendResponse(reply, response)
        return reply
      })
    }
    done()
  }
  const registerRoutes: RoutesPlugin = (instance, { prefix = '' }, done) => {
    addFormParser(instance)
    instance.register(registerEndpoints, { prefix })
    done()
  }
  return Object.assign(registerRoutes, {
    [Symbol.for('skip-override')]: true,
    [Symbol.for('fastify.display-name')]: '@oauthplus/server-fastify',
    [Symbol.for('plugin-meta')]: { name: '@oauthplus/server-fastify', fastify: '5.x' },
  })
}

/** Lets protected routes take forms, if nothing in the context does. */
function addFormParser(instance: Parameters<RoutesPlugin>[0]): void {
  if (instance.hasContentTypeParser(FORM)) return
  const parse = async (_request: unknown, bytes: string | Uint8Array) =>
    Promise.resolve(parseFormBody(bytes as Uint8Array))
  instance.addContentTypeParser(FORM, { parseAs: 'buffer' }, parse)
}
