/**
 * Three-legged flows for terminal programs: the user types a verifier, or the browser returns to a
 * listener on this machine. For Node, Bun and Deno.
 *
 * @module
 */
export { authorizeOnLoopback } from './terminal/authorize-on-loopback.js'
export type { LoopbackOptions } from './terminal/authorize-on-loopback.js'
export { authorizeWithPin } from './terminal/authorize-with-pin.js'
export type { PinOptions } from './terminal/authorize-with-pin.js'
