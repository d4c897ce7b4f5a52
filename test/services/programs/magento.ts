import { createClient, readProblem } from '@oauthplus/client'
import { magento2 } from '@oauthplus/client/presets'

const { MAGE_KEY = '', MAGE_SECRET = '', MAGE_TOKEN = '', MAGE_TOKEN_SECRET = '' } = process.env
const client = createClient({
  provider: magento2({ storeUrl: 'https://shop.example' }),
  consumer: { key: MAGE_KEY, secret: MAGE_SECRET },
})
const { fetch } = client.withToken({ key: MAGE_TOKEN, secret: MAGE_TOKEN_SECRET })

const response = await fetch('https://shop.example/rest/V1/orders?searchCriteria[pageSize]=5')
if (!response.ok) throw new Error(JSON.stringify(await readProblem(response)))
console.log(await response.json())
