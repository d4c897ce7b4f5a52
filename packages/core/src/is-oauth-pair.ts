/** Returns the same for a pair whose type was checked. @internal */
export function isOAuthPair([name]: readonly [name: string, value: string]): boolean {
  return name.startsWith('oauth_')
}
