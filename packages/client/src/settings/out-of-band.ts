/**
 * The value for a flow without a callback: the user copies the verifier by hand (RFC 5849, section
 * 2.1).
 *
 * @internal
 */
export const OUT_OF_BAND = 'oob'
