// Signing in the query or the body, or with a body hash.
export { hashUnsigned, refuseRepeated, refuseUnusual, transmit } from '@oauthplus/core/internal'
// Everything except signing, sending and receiving. A bundle loads it at the first flow, redirect,
// refusal or call of readProblem.
export { findProblem } from './errors/find-problem.js'
export { createRedirected } from './fetch/create-redirected.js'
export { createSecondAttempt } from './fetch/create-second-attempt.js'
export { renewToken } from './fetch/renew-token.js'
export { createFlows } from './flows/create-flows.js'
export { requestToken } from './flows/request-token.js'
