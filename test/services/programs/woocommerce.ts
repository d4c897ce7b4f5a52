import { createClient, readProblem } from '@oauthplus/client'
import { woocommerce } from '@oauthplus/client/presets'

const { WOO_KEY = '', WOO_SECRET = '' } = process.env
const client = createClient({
  provider: woocommerce({ storeUrl: 'http://shop.example' }),
  consumer: { key: WOO_KEY, secret: WOO_SECRET },
})

const response = await client.fetch('http://shop.example/wp-json/wc/v3/orders?status=processing')
if (!response.ok) throw new Error(JSON.stringify(await readProblem(response)))
console.log(await response.json())
