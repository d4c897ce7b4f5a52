import { SIGNATURE_METHODS } from '@oauthplus/core'
import { Option } from 'commander'
import type { Command } from 'commander'

import { createUsageFailure } from '../failure.js'
import type { Profile } from '../profiles/profile.js'
import { PRESET_NAMES } from './presets.js'

/** The options that say what a Provider is. */
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

/** Adds the options that say how requests are signed. */
export function addSigningFlags(command: Command): Command {
  return command
    .addOption(
      new Option('--signature-method <name>', 'HMAC-SHA1 by default').choices(
        SIGNATURE_METHODS.map(({ name }) => name),
      ),
    )
    .addOption(
      new Option('--transmission <place>', 'where the protocol parameters go').choices([
        'header',
        'query',
        'body',
      ]),
    )
    .option('--realm <text>', 'the realm of the Authorization header')
    .option('--body-hash', 'send oauth_body_hash')
}

/** Adds the options that say what a Provider is. */
export function addProviderFlags(command: Command): Command {
  return addSigningFlags(
    command
      .addOption(
        new Option('--preset <name>', 'a service that is known by name').choices(PRESET_NAMES),
      )
      .option('--site <url>', 'where an oauthplus provider is, or that service')
      .option('--request-token-url <url>', 'where Request Tokens are given')
      .option('--authorize-url <url>', 'where the User decides')
      .option('--access-token-url <url>', 'where Access Tokens are given'),
  )
}

/** Reads those options. */
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
      throw createUsageFailure('A preset knows its URLs and how it wants requests signed')
    return { preset, site }
  }
  if (site === undefined) return described
  if (!URL.canParse(site)) throw createUsageFailure('--site must be a URL')
  const base = site.replace(/\/$/, '')
  return {
    ...described,
    requestTokenUrl: urls.requestTokenUrl ?? `${base}/oauth/request_token`,
    authorizeUrl: urls.authorizeUrl ?? `${base}/oauth/authorize`,
    accessTokenUrl: urls.accessTokenUrl ?? `${base}/oauth/access_token`,
  }
}
