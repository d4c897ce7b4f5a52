import { describe, expect, it } from 'vitest'

import { createClient } from '../../src/index.js'
import { woocommerce } from '../../src/presets.js'
import { readSignature } from '../read-signature.js'
import { standIn } from '../stand-in.js'

// Computed in PHP by the functions of class-wc-rest-authentication.php in WooCommerce 11.
const SIGNATURES: readonly [kind: string, query: string, signature: string][] = [
  [
    'a list without numbers',
    'include[]=7&include[]=9',
    'JPqXf7Qfa3BCMxXVe83WsVKDO+Iy0T9q5IKqsAcTQzY=',
  ],
  [
    'a list with numbers',
    'include%5B0%5D=7&include%5B1%5D=9',
    'JPqXf7Qfa3BCMxXVe83WsVKDO+Iy0T9q5IKqsAcTQzY=',
  ],
  [
    'a list of twelve, in its own order',
    'include[0]=0&include[1]=1&include[2]=2&include[3]=3&include[4]=4&include[5]=5&include[6]=6&include[7]=7&include[8]=8&include[9]=9&include[10]=10&include[11]=11',
    '+RaISGbOf10TaKtln20HdXz24A7z5+VBpCYG+7DVv5U=',
  ],
  [
    'maps in maps',
    'meta[b][y]=1&meta[a]=2&status=any',
    '0El7a0JARLNZrrTVi/mn6OOO4eozB2HJwtsvR9maFs8=',
  ],
  [
    'a repeated name, of which PHP keeps the last',
    'status=any&status=processing',
    'r9FYfZqC6sgmTV2mwpL0buPqZwHjMXeQ+2gvZv4ytzc=',
  ],
  [
    'a dot in a name, which PHP converts to an underscore',
    'a.b=1&a=x+y%26',
    'n2fdF3EQjuSLGo39aTYyIocA1v8u30JW29KungogBpI=',
  ],
  ['a space within brackets', 'filter[a b]=1', 'uIbtyGCMP1Nkw0Gh0N9gdnY3qEVdTw6Y8nJ6b0t9PLU='],
  [
    'a date with a plus',
    'after=2026-01-01T00%3A00%3A00%2B02%3A00',
    'uYR7jsrK8SYLXAo3Sc51udDMQI6tZzvQLgEOGjBzmKw=',
  ],
  [
    'an unclosed bracket, which PHP converts to an underscore',
    'a[b=1',
    'SpyC/jz4WJ1jvGxwys3zMqyHZ1GenQCgVoh/8zql2rU=',
  ],
  [
    'text after brackets, which PHP ignores',
    'a[b]c[d]=1',
    'FbSH6EQDbfLRPqVuiiDDy4pk57XL2ivoXSOztGz0+7U=',
  ],
  ['a bracket within brackets', 'a[b[c]=1', '/ZgaTzNjaGFz4rEpOLV3rwyfbAAeWEegyQnLog3ZI0I='],
  [
    'a name that begins with a bracket, which PHP omits',
    '[a]=1&b=2',
    'mdNHDGE69oC58bkXoRzYDtFviIVGOJiVoo1Bpr9Qd6w=',
  ],
  ['an empty name, which PHP omits', '=1&b=2', 'mdNHDGE69oC58bkXoRzYDtFviIVGOJiVoo1Bpr9Qd6w='],
  [
    'a number with a leading zero, which PHP does not treat as a number',
    'a[08]=1&a[]=2',
    'Ib95qLEqSU4hck181y4QGx3mkGj565B4XgN8o98Yg6A=',
  ],
  ['only a space within brackets', 'a[+]=1', 'jWCVPiTV3TTw2sQWcsfOXIP7CXJ2R8u1Nl00FY3KZTM='],
  ['a space before a name', '+a=1', 'SGVa6n7bWcwOon7UJ7cwGsMQ/eXmAacqcIrT2GLm5Ks='],
]

describe('WooCommerce verifies a query with', () => {
  it.each(SIGNATURES)('%s', async (_kind, query, signature) => {
    const { seen, fetch } = await standIn(() => ({ body: '[]' }))
    const client = createClient({
      provider: woocommerce({ storeUrl: 'http://shop.example' }),
      consumer: { key: 'key', secret: 'secret' },
      fetch,
      nonce: () => 'nonce',
      now: () => 1_780_000_000_000,
    })
    await client.fetch(`http://shop.example/wp-json/wc/v3/orders?${query}`)
    expect(readSignature(seen[0]).parameters.oauth_signature).toBe(signature)
  })
})
