/**
 * The style of the default pages, exactly as it is in them: the Content-Security-Policy allows
 * it by its hash.
 *
 * @see [Content Security Policy Level 3](https://www.w3.org/TR/CSP3/)
 */
export const PAGE_STYLE = `
:root { color-scheme: light dark; --text: #1b1b1f; --back: #f6f6f9; --card: #ffffff; --line: #6b6b76; --strong: #1e40af; --on-strong: #ffffff; }
@media (prefers-color-scheme: dark) { :root { --text: #ececf1; --back: #17171b; --card: #222228; --line: #9a9aa6; --strong: #9db8ff; --on-strong: #10182b; } }
* { box-sizing: border-box; }
body { margin: 0; padding: 1.5rem 1rem; background: var(--back); color: var(--text); font: 1.0625rem/1.55 system-ui, sans-serif; }
main { max-width: 32rem; margin: 0 auto; padding: 1.5rem; background: var(--card); border: 1px solid var(--line); border-radius: .75rem; }
section { margin-top: 1.5rem; padding-top: 1.5rem; border-top: 1px solid var(--line); }
h2 { margin: 0 0 .5rem; font-size: 1.125rem; overflow-wrap: anywhere; }
h1 { margin: 0 0 1rem; font-size: 1.375rem; line-height: 1.3; overflow-wrap: anywhere; }
p, li, dd { overflow-wrap: anywhere; }
a { color: var(--strong); }
form { display: flex; flex-wrap: wrap; gap: .75rem; margin-top: 1.5rem; }
button { flex: 1 1 10rem; min-height: 2.75rem; padding: .5rem 1rem; font: inherit; color: var(--text); background: var(--card); border: 2px solid var(--line); border-radius: .5rem; cursor: pointer; }
button[value='approve'] { color: var(--on-strong); background: var(--strong); border-color: var(--strong); }
button:focus-visible, a:focus-visible { outline: 3px solid var(--strong); outline-offset: 2px; }
.verifier { display: block; margin: 1rem 0; padding: .75rem; border: 2px dashed var(--line); border-radius: .5rem; font: 1.5rem/1.3 ui-monospace, monospace; letter-spacing: .08em; text-align: center; overflow-wrap: anywhere; user-select: all; }
`
