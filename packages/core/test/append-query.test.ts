import { expect, it } from 'vitest'

import { appendQuery } from '../src/internal.js'

it.each([
  ['https://a.example', 'https://a.example?x=1'],
  ['https://a.example/p', 'https://a.example/p?x=1'],
  ['https://a.example/p?', 'https://a.example/p?x=1'],
  ['https://a.example/p?a=1', 'https://a.example/p?a=1&x=1'],
  ['https://a.example/p?a=1&', 'https://a.example/p?a=1&x=1'],
  ['https://a.example/p?q=what?', 'https://a.example/p?q=what?&x=1'],
  ['https://a.example/p??', 'https://a.example/p??&x=1'],
  ['https://a.example/p?a=1&?', 'https://a.example/p?a=1&?&x=1'],
  ['https://a.example/p?&', 'https://a.example/p?&x=1'],
  ['https://a.example/p&', 'https://a.example/p&?x=1'],
  ['https://a.example/p#top', 'https://a.example/p?x=1#top'],
  ['https://a.example/p#top?a', 'https://a.example/p?x=1#top?a'],
  ['https://a.example/p?#top&', 'https://a.example/p?x=1#top&'],
  ['https://a.example/p?a?#top#two', 'https://a.example/p?a?&x=1#top#two'],
])('appendQuery keeps all of %s', (url, expected) => {
  expect(appendQuery(url, 'x=1')).toBe(expected)
})

it('appendQuery returns the URL if there is nothing to append', () => {
  expect(appendQuery('https://a.example/p#top', '')).toBe('https://a.example/p#top')
})
