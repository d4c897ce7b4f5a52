import { basename } from 'node:path'

import { percentEncode } from '@oauthplus/core'
import { Option } from 'commander'
import type { Command } from 'commander'

import { addRareOption, collect } from '../create-command.js'
import { createUsageFailure } from '../failure.js'
import { readBytes, readText } from '../read-file.js'

const FORM = 'application/x-www-form-urlencoded'
const JSON_TYPE = 'application/json'
// RFC 9110, section 5.6.2.
const TOKEN = /^[!#$%&'*+.^_`|~\w-]+$/

/** The options of a request, named as in curl. */
export interface RequestFlags {
  readonly request?: string
  readonly header?: readonly string[]
  readonly data?: readonly string[]
  readonly dataRaw?: readonly string[]
  readonly dataUrlencode?: readonly string[]
  readonly dataBinary?: string
  readonly json?: string
  readonly form?: readonly string[]
}

/** Adds the options of a request. */
export function addRequestFlags(command: Command): Command {
  command
    .option('-X, --request <method>', 'the method; by default GET, or POST with a body')
    .option('-H, --header <field>', 'a header, NAME: VALUE; repeatable', collect)
    .option('-d, --data <form>', 'encoded form data, or @FILE; repeatable', collect)
    .option('--data-urlencode <pair>', 'NAME=VALUE to encode as form data; repeatable', collect)
    .option('--json <body>', 'a JSON body, or @FILE')
  addRareOption(
    command,
    new Option('--data-raw <form>', 'form data that may begin with @; repeatable').argParser(
      collect,
    ),
  )
  return addRareOption(command, new Option('--data-binary <body>', 'an unencoded body, or @FILE'))
}

/** Reads the options of a request. */
export async function readRequestInit(flags: RequestFlags): Promise<RequestInit> {
  const headers = new Headers((flags.header ?? []).map(parseHeader))
  const body = await readBody(flags)
  if (body?.type !== undefined && !headers.has('content-type')) {
    headers.set('content-type', body.type)
  }
  if (body?.type === JSON_TYPE && !headers.has('accept')) headers.set('accept', JSON_TYPE)
  const method = flags.request ?? (body === undefined ? 'GET' : 'POST')
  if (!TOKEN.test(method)) {
    throw createUsageFailure(`-X must be the name of a method, such as POST, received ${method}`)
  }
  if (body !== undefined && /^(?:GET|HEAD)$/i.test(method)) {
    throw createUsageFailure('-X must not be GET or HEAD with a body')
  }
  return { method, headers, body: body?.content ?? null }
}

function parseHeader(field: string): [string, string] {
  const colon = field.indexOf(':')
  if (colon < 1) throw createUsageFailure('A header must be NAME: VALUE')
  const name = field.slice(0, colon).trim()
  if (!TOKEN.test(name)) {
    throw createUsageFailure(
      `-H must begin with the name of a header, received ${JSON.stringify(name)}`,
    )
  }
  return [name, field.slice(colon + 1).trim()]
}

async function readBody(
  flags: RequestFlags,
): Promise<{ readonly content: BodyInit; readonly type?: string } | undefined> {
  const { data, dataRaw, dataUrlencode, dataBinary, json, form } = flags
  const isFormData = [data, dataRaw, dataUrlencode].some((pieces) => pieces !== undefined)
  const kinds = [isFormData, dataBinary !== undefined, json !== undefined, form !== undefined]
  if (kinds.filter(Boolean).length > 1) {
    throw createUsageFailure(
      'A request has one body: use only one of -d, --data-binary, --json and -F',
    )
  }
  if (isFormData) return { content: await readFormData(flags), type: FORM }
  // Like in curl, bytes are a form by default, unless a header sets another type.
  if (dataBinary !== undefined) return { content: await readContent(dataBinary), type: FORM }
  if (json !== undefined) return { content: await readContent(json), type: JSON_TYPE }
  if (form !== undefined) return { content: await readMultipart(form) }
  return undefined
}

async function readFormData({
  data = [],
  dataRaw = [],
  dataUrlencode = [],
}: RequestFlags): Promise<string> {
  const pieces = await Promise.all(
    data.map(async (piece) =>
      // Like curl, which removes line breaks from files.
      piece.startsWith('@') ? (await readText(piece.slice(1))).replaceAll(/[\r\n]/g, '') : piece,
    ),
  )
  return [...pieces, ...dataRaw, ...dataUrlencode.map(encodePiece)].join('&')
}

function encodePiece(piece: string): string {
  const [, name = '', value = ''] = /^([^=]*)=([\s\S]*)$/.exec(piece) ?? ['', '', piece]
  return name === '' ? percentEncode(value) : `${name}=${percentEncode(value)}`
}

function readContent(given: string): Promise<Uint8Array<ArrayBuffer>> | string {
  return given.startsWith('@') ? readBytes(given.slice(1)) : given
}

async function readMultipart(parts: readonly string[]): Promise<FormData> {
  const multipart = new FormData()
  for (const part of parts) {
    const [, name, value] = /^([^=]+)=([\s\S]*)$/.exec(part) ?? []
    if (name === undefined || value === undefined)
      throw createUsageFailure('-F must be NAME=VALUE or NAME=@FILE')
    if (!value.startsWith('@')) {
      multipart.append(name, value)
      continue
    }
    const [file = '', ...attributes] = value.slice(1).split(';')
    const type = attributes.find((text) => text.startsWith('type='))?.slice('type='.length)
    const blob = new Blob([await readBytes(file)], { type: type ?? 'application/octet-stream' })
    multipart.append(name, blob, basename(file))
  }
  return multipart
}
