/**
 * Routes that connect a user's account: the start of a flow, its callback, and a page for each
 * failure. For `fetch`, Express and Koa.
 *
 * @module
 */
export { connectRoutes } from './connect/connect-routes.js'
export type { ConnectRoutes } from './connect/connect-routes.js'
export { expressConnectRoutes } from './connect/express-connect-routes.js'
export type {
  ExpressConnectHandler,
  ExpressConnectRequest,
  ExpressConnectResponse,
} from './connect/express-connect-routes.js'
export { koaConnectRoutes } from './connect/koa-connect-routes.js'
export type { KoaConnectContext, KoaConnectMiddleware } from './connect/koa-connect-routes.js'
export type { ConnectFailure, ConnectFailureReason } from './connect/connect-failure.js'
export type { Connected, ConnectPaths, ConnectRoutesOptions } from './connect/connect-options.js'
export type { ConnectRequest } from './connect/connect-request.js'
