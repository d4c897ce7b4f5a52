// Brings the programs of Debian that tests talk to, where that can be done without asking.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

const INSTALL = ['install', '-y', '--no-install-recommends']
// Each by itself: a distribution that lacks one of them must not lose the others.
const WANTED = [
  {
    packages: ['python3-requests-oauthlib', 'python3-oauthlib'],
    probe: ['python3', '-c', 'import requests_oauthlib, oauthlib.oauth1'],
  },
  {
    packages: ['python3-authlib', 'python3-flask'],
    probe: ['python3', '-c', 'import authlib.integrations.flask_oauth1'],
  },
  {
    packages: ['ruby-oauth', 'ruby-rack', 'ruby-webrick'],
    probe: ['ruby', '-e', 'require "oauth"; require "rack/handler/webrick"'],
  },
  {
    packages: ['php-cli', 'php-oauth'],
    probe: ['php', '-r', 'new ReflectionClass("OAuthProvider");'],
  },
  { packages: ['chromium'], probe: ['chromium', '--version'] },
  { packages: ['nginx'], probe: ['nginx', '-v'] },
  { packages: ['curl'], probe: ['curl', '--version'] },
  { packages: ['zsh'], probe: ['zsh', '--version'] },
  { packages: ['fish'], probe: ['fish', '--version'] },
  { packages: ['openssl'], probe: ['openssl', 'version'] },
  { packages: ['redis-server'], probe: ['redis-server', '--version'] },
  { packages: ['mariadb-server'], probe: ['mariadbd', '--version'] },
  { packages: ['postgresql'], probe: ['sh', '-c', 'ls /usr/lib/postgresql/*/bin/initdb'] },
]

const SERVICES = new Set(['nginx', 'redis-server', 'mariadb-server', 'postgresql'])

/** Installs the packages on Debian and its kin as root; elsewhere says what to run. Never fails. */
export function installSystemPackages(say) {
  const missing = WANTED.filter(({ probe }) => !works(probe))
  if (missing.length === 0) return
  const command = commandFor(missing.flatMap(({ packages }) => packages))
  if (process.env.OAUTHPLUS_NO_SYSTEM_PACKAGES === '1') {
    say(`OAUTHPLUS_NO_SYSTEM_PACKAGES=1 forbids: ${command}`)
  } else if (process.getuid?.() !== 0 || !existsSync('/etc/debian_version') || !run('--version')) {
    say(`some tests will be skipped; on Debian or Ubuntu, as root: ${command}`)
  } else {
    const list = { isFresh: false }
    for (const { packages } of missing) installGroup(packages, { say, list })
  }
}

function installGroup(packages, { say, list }) {
  say(`running: ${commandFor(packages)} (OAUTHPLUS_NO_SYSTEM_PACKAGES=1 forbids it)`)
  // Package lists may be old or absent; fetching them takes longer than trying.
  let installed = run(...INSTALL, ...packages)
  if (!installed && !list.isFresh) {
    list.isFresh = run('update')
    installed = list.isFresh && run(...INSTALL, ...packages)
  }
  if (!installed) say('that failed; the tests that need these packages will be skipped')
  // The tests start servers themselves; Debian has made services of them, which listen on their ports.
  else stopServices(packages.filter((name) => SERVICES.has(name)))
}

function stopServices(names) {
  if (names.length === 0) return
  if (existsSync('/run/systemd/system')) spawnSync('systemctl', ['disable', '--now', ...names])
  else for (const name of names) spawnSync('service', [name, 'stop'])
}

function commandFor(packages) {
  return `apt-get ${[...INSTALL, ...packages].join(' ')}`
}

function works([command, ...args]) {
  // Debian's own interpreter has Debian's libraries; another of the same name may come first on PATH. What is for
  // administrators is on the PATH of root alone.
  return [`/usr/bin/${command}`, `/usr/sbin/${command}`, command].some(
    (path) => spawnSync(path, args).status === 0,
  )
}

function run(...args) {
  const quiet = args[0] === '--version'
  const { status } = spawnSync('apt-get', args, {
    stdio: quiet ? 'ignore' : ['ignore', 2, 2],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  })
  return status === 0
}
