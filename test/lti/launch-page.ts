import { signLtiLaunch } from '@oauthplus/client/presets'
import type { LtiLaunch } from '@oauthplus/client/presets'

/** Makes the page that sends a user to a tool. */
export async function launchPage(launch: LtiLaunch): Promise<string> {
  const { action, fields } = await signLtiLaunch(launch)
  const inputs = fields.map(
    ([name, value]) => `<input type="hidden" name="${escaped(name)}" value="${escaped(value)}">`,
  )
  return `<!doctype html>
<title>Launch</title>
<form method="post" action="${escaped(action)}">
${inputs.join('\n')}
<button>Open the tool</button>
</form>`
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${String(sign.charCodeAt(0))};`)
}
