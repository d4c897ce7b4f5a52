/**
 * The style of the client's own pages: a subset of the default style of `@oauthplus/server`.
 *
 * @internal
 */
export const PAGE_STYLE = `
:root { color-scheme: light dark; --text: #1b1b1f; --background: #f6f6f9; --card: #ffffff; --line: #6b6b76; --accent: #1e40af; --on-accent: #ffffff; }
@media (prefers-color-scheme: dark) { :root { --text: #ececf1; --background: #17171b; --card: #222228; --line: #9a9aa6; --accent: #9db8ff; --on-accent: #10182b; } }
* { box-sizing: border-box; }
body { margin: 0; padding: 1.5rem 1rem; background: var(--background); color: var(--text); font: 1.0625rem/1.55 system-ui, sans-serif; }
main { max-width: 32rem; margin: 0 auto; padding: 1.5rem; background: var(--card); border: 1px solid var(--line); border-radius: .75rem; overflow-wrap: anywhere; }
h1 { margin: 0 0 1rem; font-size: 1.375rem; line-height: 1.3; }
button { width: 100%; min-height: 2.75rem; padding: .5rem 1.5rem; font: inherit; color: var(--on-accent); background: var(--accent); border: 2px solid var(--accent); border-radius: .5rem; cursor: pointer; }
button:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
`
