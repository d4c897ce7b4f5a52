import { createParamDecorator, Module, UseGuards } from '@nestjs/common'
import type { CanActivate, ExecutionContext, MiddlewareConsumer, NestModule } from '@nestjs/common'
import { expressOAuth } from '@oauthplus/server-express'
import type { AuthenticateOptions, ExpressHandler } from '@oauthplus/server-express'

import { provider } from './nestjs-provider.js'

const { routes, protect, grant } = expressOAuth(provider, {
  getUserId: (request) => request.session.userId,
  getLoginUrl: (returnTo) => `/login?next=${encodeURIComponent(returnTo)}`,
})

class OAuthGuard implements CanActivate {
  readonly #handler: ExpressHandler

  constructor(handler: ExpressHandler) {
    this.#handler = handler
  }

  canActivate(context: ExecutionContext): Promise<boolean> {
    const http = context.switchToHttp()
    // A refused request has its response already: the promise stays pending, so nothing follows.
    return new Promise((resolve, reject) => {
      this.#handler(http.getRequest(), http.getResponse(), (error) => {
        if (error instanceof Error) reject(error)
        else resolve(true)
      })
    })
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
  configure(consumer: MiddlewareConsumer): void {
    consumer.apply(routes).forRoutes('/')
  }
}
