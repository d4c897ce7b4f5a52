/** Schemes that a browser or an operating system acts upon by itself. */
const DANGEROUS_SCHEMES: ReadonlySet<string> = new Set([
  // What a browser loads, runs or opens.
  ...words(`
    about blob data file filesystem ftp ftps gopher http https javascript livescript
    mocha jscript vbscript vbs ws wss wyciwyg feed feeds pcast jar view-source res
    resource mhtml mk cid mid chrome edge opera brave vivaldi devtools moz-icon magnet
    webcal
  `),
  // What an operating system opens with another program.
  ...words(`
    intent android-app content package market shell search help hcp its applescript
    shortcuts workflow prefs app-prefs app-settings onenote itms itms-apps itms-appss
    itms-services itpc vnd.ms.radio stssync wsmi mailto tel telprompt callto sip sips
    sms smsto mms mmsto facetime facetime-audio skype geo maps steam zune calculator
    bingmaps
  `),
  // What connects to another server, with the credentials of the user who is logged in.
  ...words(`
    smb cifs nfs afp dav davs webdav ldap ldaps ldapi rdp vnc ssh sftp scp telnet tn3270
    rlogin git svn svn+ssh git+ssh news nntp snews imap pop rtsp rtmp irc ircs xmpp jdbc
    jnlp
  `),
])
/** Families of such schemes: those of Windows, Office, Apple, and the pages inside browsers. */
const DANGEROUS_FAMILY =
  /^(?:ms-|microsoft-|microsoft\.|windows|search-|x-apple|com\.apple\.|x-man-page|x-help-|x-web-search|chrome-|moz-|safari-|webkit-|[a-z]+-extension$|jnlps?$|ldap)/
const SCHEME = /^[^a-z]*([a-z][a-z0-9+.-]*):/

/**
 * Tells whether a URL has a scheme that must not be a callback's, or names such a scheme behind its
 * own, as `feed:javascript:` does.
 */
export function isDangerousScheme(url: string): boolean {
  let rest = decoded(url).toLowerCase()
  for (let match = SCHEME.exec(rest); match !== null; match = SCHEME.exec(rest)) {
    const [all, scheme = ''] = match
    if (DANGEROUS_SCHEMES.has(scheme) || DANGEROUS_FAMILY.test(scheme)) return true
    rest = rest.slice(all.length)
  }
  return false
}

/** Decodes the escapes of ASCII characters. */
function decoded(url: string): string {
  return url.replace(/%([0-7][\da-f])/gi, (_escape, digits: string) =>
    String.fromCharCode(parseInt(digits, 16)),
  )
}

function words(text: string): readonly string[] {
  return text.trim().split(/\s+/)
}
