// The modules that a client needs for every request. No file imports this one: the build separates these modules from
// the ones that only flows, errors and servers need, so that a bundler can load the others later.
export { argumentError } from './argument-error.js'
export { isDialect, isMethod, isPrivateKey } from './argument-checks.js'
export { assertOptions } from './assert-options.js'
export { formatAuthorizationHeader } from './authorization-header.js'
export { SIGNATURE_METHODS } from './built-in-methods.js'
export { hasFormContentType } from './form-content-type.js'
export { headerValues } from './header-values.js'
export { loadPart } from './load-part.js'
export { signPlain } from './sign-plain.js'
