const BODY_HASH = 'https://oauth.googlecode.com/svn/spec/ext/body_hash/1.0/oauth-bodyhash.html'
const SESSION = 'https://oauth.googlecode.com/svn/spec/ext/session/1.0/drafts/1/spec.html'

/** Returns the URL of the section that a check cites, if it has one. */
export function getCitationUrl(section: string): string | undefined {
  const rfc = /^RFC (\d+) ([\d.]+)/.exec(section)
  if (rfc) return `https://www.rfc-editor.org/rfc/rfc${rfc[1] ?? ''}#section-${rfc[2] ?? ''}`
  const core = /^Core 1\.0a ([\d.]+)/.exec(section)
  if (core) return `https://oauth.net/core/1.0a/#rfc.section.${core[1] ?? ''}`
  if (section.startsWith('Body Hash')) return BODY_HASH
  return section.startsWith('Session') ? SESSION : undefined
}
