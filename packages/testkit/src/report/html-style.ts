/** The style of the HTML report: the colors of the default pages of `@oauthplus/server`, in a wider column. */
export const HTML_STYLE = `
:root { color-scheme: light dark; --text: #1b1b1f; --background: #f6f6f9; --card: #ffffff; --line: #6b6b76; --accent: #1e40af; --failed: #b3261e; --warning: #7a5200; --passed: #1a6b30; }
@media (prefers-color-scheme: dark) { :root { --text: #ececf1; --background: #17171b; --card: #222228; --line: #9a9aa6; --accent: #9db8ff; --failed: #ff9a91; --warning: #f0b849; --passed: #7fd894; } }
* { box-sizing: border-box; }
body { margin: 0; padding: 1.5rem 1rem; background: var(--background); color: var(--text); font: 1.0625rem/1.55 system-ui, sans-serif; overflow-wrap: anywhere; }
main { max-width: 60rem; margin: 0 auto; }
section { margin: 0 0 1.5rem; padding: 1.5rem; background: var(--card); border: 1px solid var(--line); border-radius: .75rem; }
section > :first-child { margin-top: 0; }
section > :last-child { margin-bottom: 0; }
h1 { margin: 0 0 1rem; font-size: 1.375rem; line-height: 1.3; }
h2 { margin: 0 0 .75rem; font-size: 1.125rem; }
h3 { margin: 0 0 .25rem; font-size: 1rem; }
h4 { margin: .75rem 0 .25rem; font-size: .9375rem; }
a { color: var(--accent); }
a:focus-visible, summary:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
ul { margin: .25rem 0 1rem; padding-inline-start: 1.5rem; }
p { margin: 0 0 .75rem; }
dl { display: grid; grid-template-columns: minmax(5rem, max-content) 1fr; gap: .25rem .75rem; margin: 0 0 .75rem; }
dt { font-weight: 600; }
dd { margin: 0; }
code, pre { font-family: ui-monospace, monospace; font-size: .875rem; }
pre { margin: 0; padding: .75rem; border: 1px solid var(--line); border-radius: .5rem; white-space: pre-wrap; }
summary { min-height: 2rem; cursor: pointer; }
article { margin: 1.25rem 0 0; padding: 1.25rem 0 0; border-top: 1px solid var(--line); }
table { width: 100%; border-collapse: collapse; }
td, th { padding: .25rem .5rem .25rem 0; border-bottom: 1px solid var(--line); text-align: start; vertical-align: top; }
.failed { color: var(--failed); font-weight: 600; }
.warning { color: var(--warning); font-weight: 600; }
.passed { color: var(--passed); font-weight: 600; }
@media (max-width: 30rem) { dl { grid-template-columns: 1fr; } dd { margin-bottom: .5rem; } section { padding: 1rem; } }
@media print { section { border: 0; padding: 0; } }
`
