import { formatForm } from '@oauthplus/core'
import type { ParameterList } from '@oauthplus/core'

import type { Sites } from './start-sites.js'

/**
 * Acts like a browser on the platform's page, and like an attacker. Throws an `Error` that names
 * the launch with an unexpected response.
 */
export async function checkLaunches(sites: Sites, say: (line: string) => void): Promise<void> {
  const runStep = async (what: string, fields: ParameterList, expected: number): Promise<void> => {
    const answer = await fetch(sites.launchUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: formatForm(fields),
    })
    const text = await answer.text()
    const isRight =
      answer.status === expected && text.includes('Hello Jane O&#39;Hara') === (expected === 200)
    if (!isRight) throw new Error(`${what}: responded with ${answer.status}, not ${expected}.`)
    say(`${what}: ${answer.status}`)
  }
  const launch = await readFields(sites)
  await runStep('A launch', launch, 200)
  await runStep('The same launch again', launch, 401)
  const other = await readFields(sites)
  await runStep('A launch for another user', replaceField(other, 'user_id', '8'), 401)
  await runStep(
    'A launch of an unknown platform',
    replaceField(other, 'oauth_consumer_key', '?'),
    401,
  )
  await runStep('A launch with an additional field', [...other, ['submit', 'Open']], 401)
  await runStep('A launch with an unused nonce', other, 200)
}

/** Opens the platform's page and reads the fields of its form. */
async function readFields({ platformUrl }: Sites): Promise<ParameterList> {
  const page = await (await fetch(platformUrl)).text()
  const inputs = page.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)">/g)
  return [...inputs].map(([, name = '', value = '']) => [
    unescapeReferences(name),
    unescapeReferences(value),
  ])
}

function unescapeReferences(text: string): string {
  return text.replace(/&#(\d+);/g, (_escape, code) => String.fromCharCode(Number(code)))
}

function replaceField(fields: ParameterList, name: string, value: string): ParameterList {
  return fields.map((field) => (field[0] === name ? [name, value] : field))
}
