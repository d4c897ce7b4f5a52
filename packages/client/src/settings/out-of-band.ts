/**
 * The callback of a flow without one: the User carries the verifier (RFC 5849, section 2.1).
 *
 * @internal
 */
export const OUT_OF_BAND = 'oob'
