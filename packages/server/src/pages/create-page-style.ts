import type { Theme, ThemeColors } from './theme.js'

const PROPERTIES: Readonly<Record<keyof ThemeColors, string>> = {
  text: '--text',
  background: '--background',
  card: '--card',
  line: '--line',
  accent: '--accent',
  onAccent: '--on-accent',
}
const LIGHT: Required<ThemeColors> = {
  text: '#1b1b1f',
  background: '#f6f6f9',
  card: '#ffffff',
  line: '#6b6b76',
  accent: '#1e40af',
  onAccent: '#ffffff',
}
const DARK: Required<ThemeColors> = {
  text: '#ececf1',
  background: '#17171b',
  card: '#222228',
  line: '#9a9aa6',
  accent: '#9db8ff',
  onAccent: '#10182b',
}
const RULES = `
* { box-sizing: border-box; }
body { margin: 0; padding: 1.5rem 1rem; background: var(--background); color: var(--text); font: 1.0625rem/1.55 system-ui, sans-serif; }
header, main, footer { max-width: 32rem; margin: 0 auto; }
header { display: flex; flex-wrap: wrap; align-items: center; gap: .75rem; padding: 0 0 1rem; font-weight: 600; }
main > :last-child { margin-bottom: 0; }
main { padding: 1.5rem; background: var(--card); border: 1px solid var(--line); border-radius: .75rem; }
footer { display: flex; flex-wrap: wrap; gap: .25rem 1.5rem; padding: 1rem 0 0; font-size: .9375rem; }
section { margin-top: 1.5rem; padding-top: 1.5rem; border-top: 1px solid var(--line); }
h1 { margin: 0 0 1rem; font-size: 1.375rem; line-height: 1.3; overflow-wrap: anywhere; }
h2 { margin: 0 0 .5rem; font-size: 1.125rem; overflow-wrap: anywhere; }
h3 { margin: .75rem 0 .25rem; font-size: 1rem; }
ul { margin: .25rem 0 1rem; padding-inline-start: 1.5rem; }
p, li, dd, header, footer { overflow-wrap: anywhere; }
a { color: var(--accent); }
form { display: flex; flex-wrap: wrap; gap: .75rem; margin-top: 1.5rem; }
button { flex: 1 1 10rem; min-height: 2.75rem; padding: .5rem 1rem; font: inherit; color: var(--text); background: var(--card); border: 2px solid var(--line); border-radius: .5rem; cursor: pointer; }
button[value='approve'] { color: var(--on-accent); background: var(--accent); border-color: var(--accent); }
button:focus-visible, a:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.logo { display: block; max-width: 10rem; max-height: 2.5rem; }
.icon { display: block; width: 4rem; height: 4rem; margin: 0 0 1rem; object-fit: contain; border-radius: .75rem; }
.account { display: flex; flex-wrap: wrap; gap: .25rem 1rem; margin: 0 0 1rem; font-size: .9375rem; }
.verifier { display: block; margin: 1rem 0; padding: .75rem; border: 2px dashed var(--line); border-radius: .5rem; font: 1.5rem/1.3 ui-monospace, monospace; letter-spacing: .08em; text-align: center; overflow-wrap: anywhere; user-select: all; }
`

const NO_COLORS: NonNullable<Theme['colors']> = {}
// Each page needs its style twice, in the page and for the hash in its policy.
const styles = new WeakMap<NonNullable<Theme['colors']>, string>()

/**
 * Creates the style of the default pages with the colors of a theme. A Content-Security-Policy can allow
 * it by its hash. The colors are read once, at the first call with their object.
 *
 * @see [Content Security Policy Level 3](https://www.w3.org/TR/CSP3/)
 */
export function createPageStyle({ colors = NO_COLORS }: Theme = {}): string {
  const kept = styles.get(colors)
  if (kept !== undefined) return kept
  const style = `
:root { color-scheme: light dark; ${formatColors(colors.light, LIGHT)} }
@media (prefers-color-scheme: dark) { :root { ${formatColors(colors.dark, DARK)} } }${RULES}`
  styles.set(colors, style)
  return style
}

function formatColors(colors: ThemeColors | undefined, defaults: Required<ThemeColors>): string {
  return Object.entries(PROPERTIES)
    .map(([key, property]) => {
      const name = key as keyof ThemeColors
      return `${property}: ${colors?.[name] ?? defaults[name] ?? ''};`
    })
    .join(' ')
}
