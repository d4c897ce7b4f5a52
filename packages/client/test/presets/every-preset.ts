import * as presets from '../../src/presets.js'
import type { Preset } from '../../src/presets.js'

const { jira, magento2, mediawiki, netsuite, schoology, woocommerce } = presets
const constants = Object.entries(presets).flatMap(([name, given]) =>
  typeof given === 'function' ? [] : [[name, given as Preset] as const],
)

/** Every preset by its name. Presets for installations have an example. */
export const EVERY_PRESET: Readonly<Record<string, Preset>> = {
  ...Object.fromEntries(constants),
  jira: jira({ baseUrl: 'https://jira.example' }),
  magento2: magento2({ storeUrl: 'https://shop.example' }),
  mediawiki: mediawiki({ indexUrl: 'https://wiki.example/index.php', consumerKey: 'key' }),
  netsuite: netsuite({ accountId: '1234567' }),
  schoology: schoology({ host: 'www.schoology.com' }),
  woocommerce: woocommerce({ storeUrl: 'http://shop.example' }),
}
