import type { CheckResult, Report } from '../src/index.js'

/** Strings that a hostile provider may send to the reader of a report. */
export const HOSTILE: readonly string[] = [
  '"><script>document.title = "caught"</script>',
  "' onmouseover='alert(1)",
  '</title></style></code></pre></svg><img src=x onerror=alert(1)>',
  ']]></failure><testcase name="forged"/>',
  '<!--',
  '&lt; &nope; &#0;',
  `\u0000\u0001\u000b\u001b[31m\u001b]8;;https://evil.example\u0007\u009b2J\ufffe\uffff\ud800 half`,
  'a | b | c\n| forged | row |\n\n# Heading\n```\n~~~\n- [x] @everyone #1 https://evil.example www.evil.example a@evil.example',
  '![image](https://evil.example/x.png) [link](javascript:alert(1)) **bold** `code` ``x`` <b>',
  '{0} {{1}} [embedded](https://evil.example) \\[ ]',
  '\u202e\u2066\u200b\ufeff\u2028 turned around',
  'Donaudampfschifffahrtselektrizitaet'.repeat(20),
]

const STATUSES = [
  'failed',
  'warning',
  'note',
  'passed',
  'not applicable',
  'cannot be judged',
] as const

/** Creates a report whose every string is hostile. */
export function createHostileReport(strings: readonly string[] = HOSTILE): Report {
  const results = strings.flatMap((string, index) =>
    STATUSES.flatMap((status) =>
      [false, true].map((isExpected): CheckResult => ({
        id: `hostile.${index}-${status.replaceAll(' ', '-')}-${isExpected}`,
        title: string,
        section: string,
        level: 'MUST',
        severity: index % 2 === 0 ? 'critical' : undefined,
        status,
        isExpected,
        expected: string,
        found: string,
        exchanges: [{ request: string, response: string }],
        durationSeconds: 0.001,
      })),
    ),
  )
  const count = strings.length * 2
  return {
    suite: 'provider',
    subject: strings.join(' '),
    startedAt: '2030-01-31T12:00:00.000Z',
    durationSeconds: 1.5,
    versions: { testkit: '1.2.3', node: '22.12.0' },
    configuration: strings.map((string) => [string, string]),
    results,
    counts: {
      passed: count,
      failed: count,
      warning: count,
      note: count,
      'not applicable': count,
      'cannot be judged': count,
    },
    unexpectedPasses: strings,
    unstable: strings,
    ok: false,
  }
}
