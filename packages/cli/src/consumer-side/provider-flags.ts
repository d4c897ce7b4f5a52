import { SIGNATURE_METHODS } from '@oauthplus/core'
import { Option } from 'commander'
import type { Command } from 'commander'

import { addRareOption } from '../create-command.js'
import { createUsageFailure } from '../failure.js'
import type { Profile } from '../profiles/profile.js'
import { PRESET_NAMES } from './presets.js'

/** The options of a provider. */
export interface ProviderFlags {
  readonly preset?: string
  readonly site?: string
  readonly requestTokenUrl?: string
  readonly authorizeUrl?: string
  readonly accessTokenUrl?: string
  readonly signatureMethod?: string
  readonly realm?: string
  readonly transmission?: 'header' | 'query' | 'body'
  readonly bodyHash?: true
}

/** Adds the options for signing. */
export function addSigningFlags(command: Command): Command {
  const options = [
    new Option('--signature-method <name>', 'HMAC-SHA1 by default').choices(
      SIGNATURE_METHODS.map(({ name }) => name),
    ),
    new Option('--transmission <place>', 'the place for the protocol parameters').choices([
      'header',
      'query',
      'body',
    ]),
    new Option('--realm <text>', 'the realm of the Authorization header'),
    new Option('--body-hash', 'send oauth_body_hash'),
  ]
  for (const option of options) addRareOption(command, option)
  return command
}

/** Adds the options of a provider. */
export function addProviderFlags(command: Command): Command {
  return addSigningFlags(
    command
      .addOption(new Option('--preset <name>', 'a known service').choices(PRESET_NAMES))
      .option('--site <url>', 'the URL of an oauthplus provider, or of the service')
      .option('--request-token-url <url>', 'the URL that issues request tokens')
      .option('--authorize-url <url>', 'the authorization page')
      .option('--access-token-url <url>', 'the URL that issues access tokens'),
  )
}

/** Reads the options of a provider. */
export function readProvider(flags: ProviderFlags): Profile['provider'] {
  const { preset, site, signatureMethod, realm, transmission, bodyHash } = flags
  const urls = {
    requestTokenUrl: flags.requestTokenUrl,
    authorizeUrl: flags.authorizeUrl,
    accessTokenUrl: flags.accessTokenUrl,
  }
  const described = { ...urls, signatureMethod, realm, transmission, sendBodyHash: bodyHash }
  if (preset !== undefined) {
    const isMixed = Object.values(described).some((value) => value !== undefined)
    if (isMixed)
      throw createUsageFailure(
        'A preset has its own URLs and signature settings: omit the other options',
      )
    return { preset, site }
  }
  if (site === undefined) return described
  if (!/^https?:\/\//i.test(site) || !URL.canParse(site)) {
    throw createUsageFailure(
      `--site must be a URL such as https://photos.example, received ${site}`,
    )
  }
  const base = site.replace(/\/$/, '')
  return {
    ...described,
    requestTokenUrl: urls.requestTokenUrl ?? `${base}/oauth/request_token`,
    authorizeUrl: urls.authorizeUrl ?? `${base}/oauth/authorize`,
    accessTokenUrl: urls.accessTokenUrl ?? `${base}/oauth/access_token`,
  }
}
