/** Options of curl without an argument that do not change the request. */
export const CURL_SWITCHES: ReadonlySet<string> = new Set(
  '-i -k -L -s -S -v -f -g -N -# -O -J -j -n -q -R -a -p -Z -0 -1 -2 -3 -4 -6 --include --insecure --location --silent --show-error --verbose --fail --fail-early --globoff --no-buffer --progress-bar --remote-name --remote-name-all --remote-header-name --junk-session-cookies --netrc --netrc-optional --disable --remote-time --append --proxytunnel --parallel --http0.9 --http1.0 --http1.1 --http2 --http2-prior-knowledge --http3 --http3-only --tlsv1 --tlsv1.0 --tlsv1.1 --tlsv1.2 --tlsv1.3 --sslv2 --sslv3 --ssl --ssl-reqd --ssl-no-revoke --ssl-allow-beast --ssl-auto-client-cert --ssl-revoke-best-effort --ipv4 --ipv6 --path-as-is --fail-with-body --location-trusted --compressed --compressed-ssh --tr-encoding --raw --no-progress-meter --no-keepalive --no-sessionid --no-alpn --no-npn --no-location --no-compressed --styled-output --no-styled-output --trace-time --trace-ids --post301 --post302 --post303 --tcp-nodelay --tcp-fastopen --create-dirs --anyauth --basic --digest --ntlm --negotiate --crlf --disallow-username-in-url --doh-insecure --false-start --ignore-content-length --metalink --xattr --proxy-basic --proxy-insecure --retry-connrefused --retry-all-errors --skip-existing --suppress-connect-headers --use-ascii --cert-status --ca-native --no-clobber --remove-on-error --show-headers'.split(
    ' ',
  ),
)

/** Options of curl with an argument that do not change the signed parts of the request. */
export const CURL_ARGUMENTS: ReadonlySet<string> = new Set(
  '--output --output-dir --max-time --connect-timeout --max-redirs --max-filesize --retry --retry-delay --retry-max-time --proxy --preproxy --proxy-user --proxy-header --proxy-cacert --noproxy --socks4 --socks4a --socks5 --socks5-hostname --user --cacert --capath --cert --cert-type --key --key-type --pass --pinnedpubkey --crlfile --ciphers --tls-max --tls13-ciphers --curves --engine --write-out --dump-header --trace --trace-ascii --trace-config --stderr --cookie-jar --resolve --connect-to --interface --local-port --dns-servers --doh-url --limit-rate --rate --speed-limit --speed-time --range --time-cond --keepalive-time --expect100-timeout --happy-eyeballs-timeout-ms --unix-socket --abstract-unix-socket --netrc-file --ftp-method --proto --proto-default --proto-redir --parallel-max --libcurl --alt-svc --hsts --etag-save --etag-compare --aws-sigv4 --delegation --service-name --login-options --haproxy-clientip'.split(
    ' ',
  ),
)

/** The short names of the options that change the request. */
export const CURL_SHORT_NAMES: Readonly<Record<string, string>> = {
  '--request': '-X',
  '--header': '-H',
  '--data-ascii': '-d',
  '--data': '-d',
  '--form': '-F',
  '--upload-file': '-T',
  '--head': '-I',
  '--get': '-G',
  '--user-agent': '-A',
  '--referer': '-e',
  '--cookie': '-b',
}
