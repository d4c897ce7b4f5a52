/** Creates environment variables with which the usual clients trust a certificate and use no proxy. */
export function createTrustEnvironment(certificateFile: string): Readonly<Record<string, string>> {
  return {
    NODE_EXTRA_CA_CERTS: certificateFile,
    SSL_CERT_FILE: certificateFile,
    REQUESTS_CA_BUNDLE: certificateFile,
    CURL_CA_BUNDLE: certificateFile,
    NO_PROXY: '*',
    no_proxy: '*',
  }
}
