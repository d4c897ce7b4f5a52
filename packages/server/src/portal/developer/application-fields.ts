import type { ParameterList } from '@oauthplus/core'

import type { ConsumerRecord } from '../../store/consumer-record.js'
import type { PortalContext } from '../portal-context.js'

/** The fields that developers can set: no other field of a form is read. */
export interface ApplicationFields {
  readonly name: string
  readonly description: string
  readonly website: string
  readonly iconUrl: string
  /** One in each line. */
  readonly callbacks: string
  readonly scopes: readonly string[]
  readonly family: 'secret' | 'rsa'
  readonly publicKey: string
  readonly allowTwoLegged: boolean
}

/** The fields of a new application, which has no permission that nobody chose. */
export function createEmptyFields(): ApplicationFields {
  return {
    name: '',
    description: '',
    website: '',
    iconUrl: '',
    callbacks: '',
    scopes: [],
    family: 'secret',
    publicKey: '',
    allowTwoLegged: false,
  }
}

/** Reads the fields from a form that was posted. */
export function readApplicationFields(form: ParameterList): ApplicationFields {
  return {
    name: readField(form, 'name').trim(),
    description: readField(form, 'description').trim(),
    website: readField(form, 'website').trim(),
    iconUrl: readField(form, 'iconUrl').trim(),
    callbacks: readField(form, 'callbacks').trim(),
    scopes: form.filter(([name]) => name === 'scope').map(([, value]) => value),
    family: readField(form, 'family') === 'rsa' ? 'rsa' : 'secret',
    publicKey: readField(form, 'publicKey').trim(),
    allowTwoLegged: readField(form, 'allowTwoLegged') === 'true',
  }
}

/** Returns the fields of an application. */
export function toApplicationFields<User>(
  { settings }: PortalContext<User>,
  consumer: ConsumerRecord,
): ApplicationFields {
  return {
    name: consumer.name,
    description: consumer.description,
    website: consumer.website ?? '',
    iconUrl: consumer.iconUrl ?? '',
    callbacks: consumer.callbacks.join('\n'),
    scopes: consumer.scopes ?? [...settings.scopes.keys()],
    family: consumer.publicKeys.length > 0 ? 'rsa' : 'secret',
    publicKey: '',
    allowTwoLegged: consumer.allowTwoLegged,
  }
}

/** Returns the lines of the callbacks that are not empty. */
export function listCallbacks({ callbacks }: Pick<ApplicationFields, 'callbacks'>): string[] {
  return callbacks
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
}

/** Returns the first value of a field; an empty string without one. */
export function readField(form: ParameterList, field: string): string {
  return (form.find(([name]) => name === field)?.[1] ?? '').replaceAll('\r\n', '\n')
}
