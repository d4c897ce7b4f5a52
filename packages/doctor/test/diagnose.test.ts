import { expect, it } from 'vitest'

import { DEPARTURES, diagnose } from '../src/index.js'
import type { Diagnosis } from '../src/index.js'
import { explained } from './explained.js'
import { SECRETS, send } from './planted-signer.js'
import { PLANTS } from './plants.js'
import type { Plant } from './plants.js'

async function diagnosisOf(plant: Plant): Promise<Diagnosis> {
  const { consumerSecret, tokenSecret } = plant.secrets ?? SECRETS
  const { prefixes, otherSecrets } = plant
  return diagnose(
    send(plant.sample, plant.plant, plant.secrets),
    { secrets: [consumerSecret], tokenSecrets: [tokenSecret], otherSecrets },
    { prefixes },
  )
}

it('has a plant for each departure that it knows', () => {
  expect(PLANTS.map(({ id }) => id).sort()).toEqual(DEPARTURES.map(({ id }) => id).sort())
})

it.each(PLANTS)('finds $id, with its twins and nothing else', async (plant) => {
  const found = explained(await diagnosisOf(plant))
  expect([...found].sort()).toEqual([plant.id, ...(plant.twins ?? [])].sort())
})
