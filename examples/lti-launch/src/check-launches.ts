import { formatForm } from '@oauthplus/core'
import type { ParameterList } from '@oauthplus/core'

import type { Sites } from './start-sites.js'

/**
 * Does what a browser does with the platform's page, and what it must not do. Throws an `Error` that says which launch
 * was not answered as it should be.
 */
export async function checkLaunches(sites: Sites, say: (line: string) => void): Promise<void> {
  const step = async (what: string, fields: ParameterList, expected: number): Promise<void> => {
    const answer = await fetch(sites.launchUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: formatForm(fields),
    })
    const text = await answer.text()
    const isRight =
      answer.status === expected && text.includes('Hello Jane O&#39;Hara') === (expected === 200)
    if (!isRight) throw new Error(`${what}: answered with ${answer.status}, not ${expected}.`)
    say(`${what}: ${answer.status}`)
  }
  const launch = await fieldsOf(sites)
  await step('A launch', launch, 200)
  await step('The same launch again', launch, 401)
  const other = await fieldsOf(sites)
  await step('A launch for another User', replaced(other, 'user_id', '8'), 401)
  await step('A launch of an unknown platform', replaced(other, 'oauth_consumer_key', '?'), 401)
  await step('A launch with a field more', [...other, ['submit', 'Open']], 401)
  await step('A launch that none of these has spent', other, 200)
}

/** Opens the platform's page, and gives the fields of its form. */
async function fieldsOf({ platformUrl }: Sites): Promise<ParameterList> {
  const page = await (await fetch(platformUrl)).text()
  const inputs = page.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)">/g)
  return [...inputs].map(([, name = '', value = '']) => [unescaped(name), unescaped(value)])
}

function unescaped(text: string): string {
  return text.replace(/&#(\d+);/g, (_escape, code) => String.fromCharCode(Number(code)))
}

function replaced(fields: ParameterList, name: string, value: string): ParameterList {
  return fields.map((field) => (field[0] === name ? [name, value] : field))
}
