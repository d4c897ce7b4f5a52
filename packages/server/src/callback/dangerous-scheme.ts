/** Schemes that a browser or an operating system acts upon by itself. */
const DANGEROUS_SCHEMES: ReadonlySet<string> = new Set([
  // Schemes that a browser loads, runs or opens.
  ...splitWords(`
    about blob data file filesystem ftp ftps gopher http https javascript livescript
    mocha jscript vbscript vbs ws wss wyciwyg feed feeds pcast jar view-source res
    resource mhtml mk cid mid chrome edge opera brave vivaldi devtools moz-icon magnet
    webcal
  `),
  // Schemes that an operating system opens with another program.
  ...splitWords(`
    intent android-app content package market shell search help hcp its applescript
    shortcuts workflow prefs app-prefs app-settings onenote itms itms-apps itms-appss
    itms-services itpc vnd.ms.radio stssync wsmi mailto tel telprompt callto sip sips
    sms smsto mms mmsto facetime facetime-audio skype geo maps steam zune calculator
    bingmaps
  `),
  // Schemes that connect to another server, with the credentials of the user who is logged in.
  ...splitWords(`
    smb cifs nfs afp dav davs webdav ldap ldaps ldapi rdp vnc ssh sftp scp telnet tn3270
    rlogin git svn svn+ssh git+ssh news nntp snews imap pop rtsp rtmp irc ircs xmpp jdbc
    jnlp jnlps
  `),
])
/**
 * Families of such schemes: those of Windows, Office, Apple, and the pages inside browsers. Not `ms-app`,
 * by which Windows hands a callback to the one application whose id it names.
 */
const DANGEROUS_FAMILY =
  /^(?:ms-(?!app$)|microsoft-|windows|search-|x-apple|x-man-page|x-help-|x-web-search|chrome-|moz-|safari-|webkit-|[a-z]+-extension$|ldap)/
/** Families with a dot. Other schemes with one are somebody's domain name, however they begin. */
const DANGEROUS_DOMAIN = /^(?:microsoft|com\.apple|x-apple)\./
/** Schemes that run the rest of a URL as a program. */
const SCRIPT_SCHEME = /^(?:javascript|livescript|mocha|jscript|vbscript|vbs)$/
const SCHEME = /^[^a-z]*([a-z][a-z0-9+.-]*):/
const HOST_WITH_PORT = /^\/\/([a-z0-9.-]+):\d{1,5}(?=[/?]|$)/

/**
 * Returns the scheme of a URL that must not be a callback's, or that it names behind its own, as
 * `feed:javascript:` does; `undefined` if there is none.
 */
export function findDangerousScheme(url: string): string | undefined {
  let rest = decodeAscii(url).toLowerCase()
  for (let match = SCHEME.exec(rest); match !== null; match = SCHEME.exec(rest)) {
    const [all, scheme = ''] = match
    if (isDangerous(scheme)) return scheme
    rest = removeHost(rest.slice(all.length))
  }
  return undefined
}

function isDangerous(scheme: string): boolean {
  const family = scheme.includes('.') ? DANGEROUS_DOMAIN : DANGEROUS_FAMILY
  return DANGEROUS_SCHEMES.has(scheme) || family.test(scheme)
}

/** Takes away a host before its port, which reads like a scheme. */
function removeHost(text: string): string {
  return text.replace(HOST_WITH_PORT, (all, host: string) => (SCRIPT_SCHEME.test(host) ? all : ''))
}

/** Decodes the escapes of ASCII characters. */
function decodeAscii(url: string): string {
  return url.replace(/%([0-7][\da-f])/gi, (_escape, digits: string) =>
    String.fromCharCode(parseInt(digits, 16)),
  )
}

function splitWords(text: string): readonly string[] {
  return text.split(/\s/)
}
