/** Gives what makes the usual clients trust a certificate, and keeps them from proxies. */
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
