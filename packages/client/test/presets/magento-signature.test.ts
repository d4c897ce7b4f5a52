import { describe, expect, it } from 'vitest'

import { createClient } from '../../src/index.js'
import { compareNaturally } from '../../src/presets/compare-naturally.js'
import { magento2 } from '../../src/presets.js'
import { readSignature } from '../read-signature.js'
import { standIn } from '../stand-in.js'

const LETTERS = 'abcdefghijkl'.split('')

// Computed in PHP as Framework/Oauth/Helper/Request.php and Signature/Hmac256.php of Magento 2.4 do.
const SIGNATURES: readonly [kind: string, query: string, signature: string][] = [
  [
    'a name without a value, which Magento omits',
    'searchCriteria',
    'yGnjddSYot3D7ryL+yxEmt0o3Dg34k8nkRfJnHVxh0I=',
  ],
  [
    'a name without a value in addition to a value',
    'searchCriteria&fields=items',
    'Nn5OIkBhxHNIlDJLv51fHNZHriOF46z2NET3XoLmrS8=',
  ],
  [
    'brackets and commas',
    'searchCriteria%5BpageSize%5D=2&fields=items%5Bsku%2Cname%5D',
    'wTMDttyTBcW0QV/Aw8EYAF94aGTwOKLfMbPHsw6Sn0c=',
  ],
  [
    'a list of twelve, which Magento sorts by number',
    LETTERS.map((letter, index) => `ids%5B${String(index)}%5D=${letter}`).join('&'),
    '8dw+B1xli/m2NYWtSVFaYWeD/JdBsTZTFX6Kj8U2GDY=',
  ],
  [
    'a repeated name, of which Magento reads the last',
    'sku=a%20b+c&sku=last',
    'wWJ5Lworrx+b6sjDkoxD4WCfhqqQy8MEYqqxtxWJBVs=',
  ],
  [
    'an equals sign in a value, which Magento omits',
    'a=b%3D%3D&c=d==',
    '5+agjW0Pnkvh4xbVieAoI1zcbaOMYupfSJ4ebDSk5KA=',
  ],
]

describe('Magento 2 verifies a query with', () => {
  it.each(SIGNATURES)('%s', async (_kind, query, signature) => {
    const { seen, fetch } = await standIn(() => ({ body: '[]' }))
    const client = createClient({
      provider: magento2({ storeUrl: 'https://shop.example' }),
      consumer: { key: 'key', secret: 'consumer secret' },
      fetch,
      nonce: () => 'nonce',
      now: () => 1_780_000_000_000,
    })
    const { fetch: signedFetch } = client.withToken({ key: 'token', secret: 'token secret' })
    await signedFetch(`https://shop.example/rest/V1/orders?${query}`)
    expect(seen[0]?.target).toBe(`/rest/V1/orders?${query}`)
    expect(readSignature(seen[0]).parameters.oauth_signature).toBe(signature)
  })
})

it("compareNaturally sorts like PHP's strnatcmp", () => {
  const sorted = [
    ...['B', 'a', 'a0', 'a00', 'a01', 'a1x', 'a1y', 'a2', 'a9', 'a10'],
    ...['b', 'b01', 'b010', 'b02', 'b1x', 'b2', 'b10', 'x', 'x-1', 'x0', 'x1', 'x_1'],
  ]
  expect([...sorted].reverse().sort(compareNaturally)).toEqual(sorted)
  expect(compareNaturally('a', 'a')).toBe(0)
  expect(['0029', '2', '10', '0'].sort(compareNaturally)).toEqual(['0', '2', '10', '0029'])
  expect(compareNaturally('0', '00')).toBe(0)
})
