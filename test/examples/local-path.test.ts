import { expect, it } from 'vitest'

import { toLocalPath } from '../../examples/photo-provider-express/src/to-local-path.js'

it('gives paths that every browser keeps on this site, and nothing else', () => {
  const site = 'https://photos.example'
  const starts = [
    '',
    '/',
    '//',
    '/\\',
    '\\',
    '/.',
    '/./',
    '/%2f',
    '/%5c',
    'https:',
    '/\t',
    '/\u0000',
    '/@',
  ]
  const ends = [
    'evil.example',
    '/evil.example',
    '\\evil.example',
    '//evil.example',
    '.evil.example',
    '@evil.example',
  ]
  for (const start of starts) {
    for (const end of ends) {
      const path = toLocalPath(start + end)
      expect(new URL(path, site).origin).toBe(site)
      expect(path).toMatch(/^\//)
    }
  }
  expect(toLocalPath(undefined)).toBe('/')
  expect(toLocalPath(['/a'])).toBe('/')
  expect(toLocalPath('/oauth/authorize?oauth_token=a%2Fb')).toBe(
    '/oauth/authorize?oauth_token=a%2Fb',
  )
})
