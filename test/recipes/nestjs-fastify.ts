import { createParamDecorator, Inject, Module, UseGuards } from '@nestjs/common'
import type { CanActivate, ExecutionContext, NestModule } from '@nestjs/common'
import { HttpAdapterHost } from '@nestjs/core'
import type { FastifyAdapter } from '@nestjs/platform-fastify'
import { fastifyOAuth } from '@oauthplus/server-fastify'
import type { AuthenticateOptions, ProtectHook } from '@oauthplus/server-fastify'
import type { FastifyReply } from 'fastify'

import { provider } from './nestjs-provider.js'

const { routes, protect, grant } = fastifyOAuth(provider, {
  getUserId: (request) => request.session.userId,
  getLoginUrl: (returnTo) => `/login?next=${encodeURIComponent(returnTo)}`,
})

class OAuthGuard implements CanActivate {
  readonly #hook: ProtectHook

  constructor(hook: ProtectHook) {
    this.#hook = hook
  }

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const http = context.switchToHttp()
    const reply = http.getResponse<FastifyReply>()
    await this.#hook(http.getRequest(), reply)
    // A refused request has its response already: the promise stays pending, so nothing follows.
    return reply.sent ? new Promise<never>(() => undefined) : true
  }
}

/** Lets only requests through that are signed with an access token: for a controller or a method. */
export function Protect(options?: AuthenticateOptions): ClassDecorator & MethodDecorator {
  return UseGuards(new OAuthGuard(protect(options)))
}

/** A parameter with what the request carries: `user`, `consumer`, `scopes`, `query`, `form`. */
export const Granted: () => ParameterDecorator = createParamDecorator(
  (_data: unknown, context: ExecutionContext) => grant(context.switchToHttp().getRequest()),
)

/** The endpoints. */
@Module({})
export class OAuthModule implements NestModule {
  readonly #host: HttpAdapterHost<FastifyAdapter>

  constructor(@Inject(HttpAdapterHost) host: HttpAdapterHost<FastifyAdapter>) {
    this.#host = host
  }

  configure(): void {
    this.#host.httpAdapter.register(routes)
  }
}
