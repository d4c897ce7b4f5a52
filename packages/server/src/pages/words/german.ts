import type { PageWords } from '../page-words.js'
import { createDateFormat } from './create-date-format.js'
import { createDurationFormat } from './create-duration-format.js'
import { createErrorWords } from './create-error-words.js'

/** The words in German. */
export const GERMAN_WORDS: PageWords = Object.freeze({
  language: 'de',
  direction: 'ltr',
  date: createDateFormat('de'),
  duration: createDurationFormat('de'),
  scope: (_name, description) => description,
  signedInAs: (userName) => `Angemeldet als ${userName}`,
  notYou: 'Nicht Sie?',
  consentTitle: (consumerName, siteName) =>
    `${consumerName} möchte auf Ihr Konto ${siteName === undefined ? '' : `bei ${siteName} `}zugreifen`,
  consentScopes: 'Damit erlauben Sie der Anwendung:',
  consentNoScopes: 'Damit erlauben Sie der Anwendung, Ihr Konto für Sie zu benutzen.',
  scopesRead: 'Lesen',
  scopesWrite: 'Lesen und ändern',
  consentLasts: (duration) => `Der Zugriff endet automatisch (Dauer: ${duration}).`,
  consentUnlimited: 'Der Zugriff gilt, bis Sie ihn entfernen.',
  consentLeadsTo: 'Nach Ihrer Entscheidung werden Sie weitergeleitet zu:',
  consentOutOfBand:
    'Wenn Sie den Zugriff erlauben, erhalten Sie einen Code, den Sie in der Anwendung eingeben.',
  consentCaution: 'Wenn Sie diese Anfrage nicht gestartet haben, wählen Sie „Ablehnen“.',
  manageApplications: 'Verbundene Anwendungen verwalten',
  allow: 'Erlauben',
  deny: 'Ablehnen',
  verifierTitle: (consumerName) => `Geben Sie diesen Code in ${consumerName} ein`,
  verifierText: 'Der Code wird nur einmal angezeigt.',
  verifierCaution: 'Geben Sie diesen Code an niemanden weiter.',
  deniedTitle: 'Zugriff abgelehnt',
  deniedText: (consumerName) =>
    `${consumerName} kann nicht auf Ihr Konto zugreifen. Sie können diese Seite schließen.`,
  errorTitle: 'Etwas ist schiefgegangen',
  ...createErrorWords({
    requestOver: 'Diese Anfrage ist nicht mehr gültig.',
    applicationRejected: 'Diese Anwendung darf auf dieser Website nicht auf Konten zugreifen.',
    denied: 'Das ist nicht möglich.',
    unavailable: 'Diese Website kann die Anfrage gerade nicht bearbeiten.',
    invalid: 'Die Anfrage ist ungültig.',
    startAgain: 'Gehen Sie zurück zur Anwendung und beginnen Sie von vorn.',
    contactDeveloper: 'Wenden Sie sich an den Entwickler der Anwendung.',
    openAgain: 'Melden Sie sich an und öffnen Sie die Seite erneut.',
    tryLater: 'Versuchen Sie es in einigen Minuten noch einmal.',
  }),
  errorCode: 'Fehlercode:',
  applicationsTitle: 'Verbundene Anwendungen',
  applicationsNone: 'Keine Anwendung hat Zugriff auf Ihr Konto.',
  applicationScopes: 'Diese Anwendung kann:',
  applicationNoScopes: 'Diese Anwendung kann Ihr Konto für Sie benutzen.',
  applicationSince: (date) => `Verbunden am ${date}.`,
  applicationLastUsed: (date) => `Zuletzt benutzt am ${date}.`,
  applicationNeverUsed: 'Noch nie benutzt.',
  applicationExpires: (date) => `Der Zugriff endet am ${date}.`,
  revoke: 'Zugriff entfernen',
  revokeFrom: (consumerName) => `Zugriff entfernen: ${consumerName}`,
  nextPage: 'Weitere Anwendungen',
  terms: 'Nutzungsbedingungen',
  support: 'Hilfe',
} satisfies PageWords)
