/**
 * The DER by which PKCS#8 and SPKI say that a key is one for RSA: `rsaEncryption` without parameters.
 *
 * @see [RFC 8017, appendix A.1](https://www.rfc-editor.org/rfc/rfc8017#appendix-A.1)
 *
 * @internal
 */
export const RSA_ALGORITHM: readonly number[] = [
  0x30, 0x0d, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00,
]
