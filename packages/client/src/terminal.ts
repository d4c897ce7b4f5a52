/**
 * Three-legged flows for programs in a terminal: the User types a verifier, or comes back to a
 * listener on this machine. On Node, Bun and Deno.
 *
 * @module
 */
export { authorizeOnLoopback } from './terminal/authorize-on-loopback.js'
export type { LoopbackOptions } from './terminal/authorize-on-loopback.js'
export { authorizeWithPin } from './terminal/authorize-with-pin.js'
export type { PinOptions } from './terminal/authorize-with-pin.js'
