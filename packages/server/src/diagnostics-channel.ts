/**
 * The events of a provider on `node:diagnostics_channel`, for tracing and metrics that are attached
 * from outside of the application.
 *
 * @module
 */
import { channel } from 'node:diagnostics_channel'

import { assertArgument, isRecordWith, isString, optionChecks } from '@oauthplus/core/internal'

import type { ProviderEvent } from './settings/provider-event.js'

/**
 * The name of the channel.
 *
 * @see [diagnostics_channel](https://nodejs.org/api/diagnostics_channel.html)
 */
export const CHANNEL_NAME = 'oauthplus:provider'

const isEvent = isRecordWith(
  'an event of a provider',
  optionChecks<Pick<ProviderEvent, 'type'>>({ required: { type: isString }, optional: {} }),
)
const events = channel(CHANNEL_NAME)

/**
 * Publishes an event of a provider to all subscribers of {@link CHANNEL_NAME}: the `on`
 * option of a provider.
 *
 * @example
 *
 * ```ts
 * const provider = createProvider({ publicUrl, store, findUser, on: publishEvent })
 * subscribe(CHANNEL_NAME, (event) => count((event as ProviderEvent).type))
 * ```
 *
 * @param event The event. It contains no secret.
 *
 * @see [diagnostics_channel](https://nodejs.org/api/diagnostics_channel.html)
 */
export function publishEvent(event: ProviderEvent): void {
  assertArgument('publishEvent', { event }, isEvent)
  events.publish(event)
}
