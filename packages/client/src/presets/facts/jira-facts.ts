import type { ServiceFacts } from './service-facts.js'

const SOURCE = 'https://developer.atlassian.com/server/jira/platform/oauth/'

/**
 * Facts about the service of the preset `jira`.
 *
 * @internal
 */
export const jiraFacts: ServiceFacts = {
  hosts: {
    text: 'The base URL of the installation, with its context path.',
    values: ['jira.example'],
    source: SOURCE,
    checkedOn: '2026-11-29',
  },
  flow: {
    text: 'Three-legged. A token lives five years and can be renewed by its session handle.',
    source: SOURCE,
    checkedOn: '2026-11-29',
  },
  place: {
    text: 'The Authorization header.',
    values: ['header'],
    source: SOURCE,
    checkedOn: '2026-11-29',
  },
  method: {
    text: 'RSA-SHA1, with the key of the application link.',
    values: ['RSA-SHA1'],
    source: SOURCE,
    checkedOn: '2026-11-29',
  },
  realm: { text: 'No realm.', source: SOURCE, isSilent: true, checkedOn: '2026-11-29' },
  body: { text: 'JSON, which is not signed.', source: SOURCE, checkedOn: '2026-11-29' },
  nonce: {
    text: 'Clocks must agree within five minutes.',
    source: 'https://confluence.atlassian.com/kb/oauth-troubleshooting-guide-719095274.html',
    checkedOn: '2026-11-29',
  },
  uploads: {
    text: 'Attachments are multipart, which is not signed. They need `X-Atlassian-Token: no-check`.',
    source: 'https://developer.atlassian.com/server/jira/platform/rest-apis/',
  },
  errors: {
    text: '`oauth_problem` in `WWW-Authenticate`, with the base string that Jira computed. Other errors are JSON: `errorMessages`.',
    source: 'https://confluence.atlassian.com/kb/oauth-troubleshooting-guide-719095274.html',
    checkedOn: '2026-11-29',
  },
  end: {
    text: 'None announced for Data Center. Jira Cloud has deprecated OAuth 1.0a.',
    source:
      'https://developer.atlassian.com/cloud/jira/platform/jira-rest-api-oauth-authentication/',
    checkedOn: '2026-11-29',
  },
}
