// Brings the Python and Ruby libraries that the interop tests talk to, where that can be done without asking.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

const PACKAGES = ['python3-requests-oauthlib', 'python3-oauthlib', 'ruby-oauth']
const INSTALL = ['install', '-y', '--no-install-recommends', ...PACKAGES]
const PROBES = [
  ['python3', '-c', 'import requests_oauthlib, oauthlib.oauth1'],
  ['ruby', '-e', 'require "oauth"'],
]

/** Installs the packages on Debian and its kin as root; elsewhere says what to run. Never fails. */
export function installSystemPackages(say) {
  if (PROBES.every(works)) return
  const command = `apt-get ${INSTALL.join(' ')}`
  if (process.env.OAUTHPLUS_NO_SYSTEM_PACKAGES === '1') {
    say(`OAUTHPLUS_NO_SYSTEM_PACKAGES=1 forbids: ${command}`)
  } else if (process.getuid?.() !== 0 || !existsSync('/etc/debian_version') || !run('--version')) {
    say(`some interop tests will be skipped; on Debian or Ubuntu, as root: ${command}`)
  } else {
    say(`running: ${command} (OAUTHPLUS_NO_SYSTEM_PACKAGES=1 forbids it)`)
    // Package lists may be old or absent; fetching them takes longer than trying.
    const installed = run(...INSTALL) || (run('update') && run(...INSTALL))
    if (!installed) say('that failed; the tests that need these packages will be skipped')
  }
}

function works([command, ...args]) {
  // Debian's own interpreter has Debian's libraries; another of the same name may come first on PATH.
  return [`/usr/bin/${command}`, command].some((path) => spawnSync(path, args).status === 0)
}

function run(...args) {
  const quiet = args[0] === '--version'
  const { status } = spawnSync('apt-get', args, {
    stdio: quiet ? 'ignore' : ['ignore', 2, 2],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  })
  return status === 0
}
