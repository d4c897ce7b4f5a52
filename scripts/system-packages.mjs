// Installs the Debian programs that tests use, if that is possible without a prompt.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

const INSTALL = ['install', '-y', '--no-install-recommends']
// One at a time, because a distribution may lack one of them.
const WANTED = [
  {
    packages: ['python3-requests-oauthlib', 'python3-oauthlib'],
    why: 'clients of others, in Python',
    probe: ['python3', '-c', 'import requests_oauthlib, oauthlib.oauth1'],
  },
  {
    packages: ['python3-authlib', 'python3-flask'],
    why: 'a provider of others, in Python',
    probe: ['python3', '-c', 'import authlib.integrations.flask_oauth1'],
  },
  {
    packages: ['ruby-oauth', 'ruby-rack', 'ruby-webrick'],
    why: 'a client and a provider of others, in Ruby',
    probe: ['ruby', '-e', 'require "oauth"; require "rack/handler/webrick"'],
  },
  {
    packages: ['php-cli', 'php-oauth'],
    why: 'a provider of others, in PHP',
    probe: ['php', '-r', 'new ReflectionClass("OAuthProvider");'],
  },
  { packages: ['chromium'], why: 'the pages, in a browser', probe: ['chromium', '--version'] },
  { packages: ['nginx'], why: 'a provider behind a proxy', probe: ['nginx', '-v'] },
  { packages: ['curl'], why: 'the requests that a terminal sends', probe: ['curl', '--version'] },
  { packages: ['zsh'], why: 'completion in zsh', probe: ['zsh', '--version'] },
  { packages: ['fish'], why: 'completion in fish', probe: ['fish', '--version'] },
  {
    packages: ['openssl'],
    why: 'requests that are signed in a shell',
    probe: ['openssl', 'version'],
  },
  { packages: ['redis-server'], why: 'the store in Redis', probe: ['redis-server', '--version'] },
  {
    packages: ['mariadb-server'],
    why: 'the example of a custom store',
    probe: ['mariadbd', '--version'],
  },
  {
    packages: ['postgresql'],
    why: 'the store in PostgreSQL',
    probe: ['sh', '-c', 'ls /usr/lib/postgresql/*/bin/initdb'],
  },
]

const SERVICES = new Set(['nginx', 'redis-server', 'mariadb-server', 'postgresql'])

const SYSTEM = { wanted: WANTED, isRootOnDebian, aptGet, environment: process.env }

/**
 * Installs the packages on Debian and its derivatives as root. Elsewhere, prints the command. Never
 * fails.
 */
export function installSystemPackages(say, system = {}) {
  const { wanted, isRootOnDebian, aptGet, environment } = { ...SYSTEM, ...system }
  const missing = wanted.filter(({ probe }) => !works(probe))
  if (missing.length === 0) return
  const command = commandFor(missing.flatMap(({ packages }) => packages))
  if (environment.OAUTHPLUS_NO_SYSTEM_PACKAGES === '1') {
    say(`OAUTHPLUS_NO_SYSTEM_PACKAGES=1 forbids: ${command}`)
    say('the tests that need these packages are skipped; npm test lists them at its end')
  } else if (!isRootOnDebian()) {
    say(
      `some tests will be skipped, and listed at the end; on Debian or Ubuntu, run as root: ${command}`,
    )
  } else {
    announce(missing, say)
    const list = { isFresh: false }
    for (const { packages } of missing) installGroup(packages, { say, aptGet, list })
  }
}

/** Prints what will be installed, why, and how to opt out, before the installation. */
function announce(missing, say) {
  say('apt-get now installs these missing system packages for the tests:')
  for (const { packages, why } of missing) say(`  ${why}: ${packages.join(' ')}`)
  say(
    'To install none, press Ctrl-C and run OAUTHPLUS_NO_SYSTEM_PACKAGES=1 npm test; these tests are skipped and listed at the end',
  )
}

function installGroup(packages, { say, aptGet, list }) {
  say(`running: ${commandFor(packages)}`)
  // Package lists may be old or missing. Updating them takes longer than trying.
  let installed = aptGet(...INSTALL, ...packages)
  if (!installed && !list.isFresh) {
    list.isFresh = aptGet('update')
    installed = list.isFresh && aptGet(...INSTALL, ...packages)
  }
  if (!installed) say('that failed; the tests that need these packages will be skipped')
  // The tests start servers themselves. Debian also starts them as services, which use the same
  // ports.
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
  // Debian's libraries belong to Debian's Python, but another Python may come first on the PATH.
  // Administrator programs are only on root's PATH.
  return [`/usr/bin/${command}`, `/usr/sbin/${command}`, command].some(
    (path) => spawnSync(path, args).status === 0,
  )
}

function isRootOnDebian() {
  return process.getuid?.() === 0 && existsSync('/etc/debian_version') && aptGet('--version')
}

function aptGet(...args) {
  const quiet = args[0] === '--version'
  const { status } = spawnSync('apt-get', args, {
    stdio: quiet ? 'ignore' : ['ignore', 2, 2],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  })
  return status === 0
}
