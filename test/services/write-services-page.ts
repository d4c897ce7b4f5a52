// Rewrites docs/guide/services.md from the facts about the services of presets.
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

import { renderServicesPage } from './services-page.js'

const PAGE = fileURLToPath(new URL('../../docs/guide/services.md', import.meta.url))
writeFileSync(PAGE, await renderServicesPage(PAGE))
