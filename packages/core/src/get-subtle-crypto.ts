/** Returns WebCrypto, looked up when it is needed: Node.js loads it only then. */
export function getSubtleCrypto(): SubtleCrypto {
  return globalThis.crypto.subtle
}
