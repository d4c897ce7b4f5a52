import { metrics } from '@opentelemetry/api'
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics'
import { signRequest } from '@oauthplus/core'
import { createProvider, memoryStore } from '@oauthplus/server'
import { publishEvent } from '@oauthplus/server/diagnostics-channel'
import { expect, it } from 'vitest'

import { importProgram } from './import-program.js'

const URL_OF_PHOTOS = 'https://photos.example/photos'
const consumer = { key: 'printer', secret: 'consumer-secret' }

it('the guide counts events and refusals with OpenTelemetry', async (context) => {
  const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE)
  const reader = new PeriodicExportingMetricReader({ exporter })
  const meters = new MeterProvider({ readers: [reader] })
  context.onTestFinished(() => meters.shutdown())
  metrics.setGlobalMeterProvider(meters)
  await importProgram({ page: 'docs/guide/events.md', parts: ['subscribe(CHANNEL_NAME'] })

  const provider = createProvider({
    publicUrl: 'https://photos.example',
    store: memoryStore(),
    findUser: (id) => ({ id }),
    on: publishEvent,
  })
  await provider.consumers.register({ ...consumer, name: 'Printer', allowTwoLegged: true })
  for (const secret of [consumer.secret, 'wrong']) {
    const credentials = { consumer: { ...consumer, secret } }
    const { headers } = await signRequest({ method: 'GET', url: URL_OF_PHOTOS }, credentials)
    await provider.authenticate(
      {
        method: 'GET',
        url: '/photos',
        headers,
        peer: { address: '192.0.2.1', secure: true },
        readBody: () => Promise.resolve(new Uint8Array()),
      },
      { allowTwoLegged: true },
    )
  }
  await reader.forceFlush()
  const counted = exporter
    .getMetrics()
    .flatMap(({ scopeMetrics }) => scopeMetrics)
    .flatMap((scope) => scope.metrics)
    .flatMap(({ descriptor, dataPoints }) =>
      dataPoints.map(({ attributes, value }) => [descriptor.name, attributes, value]),
    )
  expect(counted).toEqual([
    ['oauth.provider.events', { 'event.type': 'consumer_registered' }, 1],
    ['oauth.provider.events', { 'event.type': 'request_authenticated' }, 1],
    ['oauth.provider.events', { 'event.type': 'request_refused' }, 1],
    [
      'oauth.provider.refusals',
      { 'oauth.operation': 'resource', 'oauth.problem': 'signature_invalid' },
      1,
    ],
  ])
})
