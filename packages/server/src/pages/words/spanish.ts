import type { PageWords } from '../page-words.js'
import { createDateFormat } from './create-date-format.js'
import { createDurationFormat } from './create-duration-format.js'
import { createErrorWords } from './create-error-words.js'

/** The words in Spanish. */
export const SPANISH_WORDS: PageWords = Object.freeze({
  language: 'es',
  direction: 'ltr',
  date: createDateFormat('es'),
  duration: createDurationFormat('es'),
  scope: (_name, description) => description,
  signedInAs: (userName) => `Sesión iniciada como ${userName}`,
  notYou: '¿No eres tú?',
  consentTitle: (consumerName, siteName) =>
    `${consumerName} quiere acceder a tu cuenta${siteName === undefined ? '' : ` de ${siteName}`}`,
  consentScopes: 'La aplicación podrá:',
  consentNoScopes: 'La aplicación podrá usar tu cuenta en tu nombre.',
  scopesRead: 'Leer',
  scopesWrite: 'Leer y modificar',
  consentLasts: (duration) => `El acceso termina al cabo de ${duration}.`,
  consentUnlimited: 'El acceso dura hasta que lo retires.',
  consentLeadsTo: 'Después de decidir, se te redirigirá a:',
  consentOutOfBand:
    'Si permites el acceso, recibirás un código que debes introducir en la aplicación.',
  consentCaution: 'Si no has iniciado esta solicitud, elige «Denegar».',
  manageApplications: 'Gestionar las aplicaciones conectadas',
  allow: 'Permitir',
  deny: 'Denegar',
  verifierTitle: (consumerName) => `Introduce este código en ${consumerName}`,
  verifierText: 'El código solo se muestra una vez.',
  verifierCaution: 'No compartas este código con nadie más.',
  deniedTitle: 'Acceso denegado',
  deniedText: (consumerName) =>
    `${consumerName} no puede acceder a tu cuenta. Puedes cerrar esta página.`,
  errorTitle: 'Se ha producido un error',
  ...createErrorWords({
    requestOver: 'Esta solicitud de acceso ya no es válida.',
    applicationRejected: 'Esta aplicación no puede acceder a cuentas de este sitio.',
    denied: 'No puedes hacer esto.',
    unavailable: 'Este sitio no puede procesar la solicitud en este momento.',
    invalid: 'La solicitud no es válida.',
    startAgain: 'Vuelve a la aplicación y empieza de nuevo.',
    contactDeveloper: 'Ponte en contacto con el desarrollador de la aplicación.',
    openAgain: 'Inicia sesión y abre la página de nuevo.',
    tryLater: 'Vuelve a intentarlo dentro de unos minutos.',
  }),
  errorCode: 'Código de error:',
  applicationsTitle: 'Aplicaciones conectadas',
  applicationsNone: 'Ninguna aplicación tiene acceso a tu cuenta.',
  applicationScopes: 'Esta aplicación puede:',
  applicationNoScopes: 'Esta aplicación puede usar tu cuenta en tu nombre.',
  applicationSince: (date) => `Conectada el ${date}.`,
  applicationLastUsed: (date) => `Último uso: ${date}.`,
  applicationNeverUsed: 'Nunca se ha usado.',
  applicationExpires: (date) => `El acceso termina el ${date}.`,
  revoke: 'Retirar el acceso',
  revokeFrom: (consumerName) => `Retirar el acceso de ${consumerName}`,
  nextPage: 'Más aplicaciones',
  terms: 'Condiciones de uso',
  support: 'Ayuda',
} satisfies PageWords)
