import type { PortalWords } from '../../pages/portal-words.js'

/** The words of the portal in English. */
export const ENGLISH_PORTAL_WORDS: PortalWords = Object.freeze({
  language: 'en',
  direction: 'ltr',
  navigation: 'Applications',
  navigationDeveloper: 'My applications',
  navigationReviewer: 'Review applications',
  navigationApplications: 'Connected applications',
  statusPending: 'Waiting for review',
  statusAccepted: 'Accepted',
  statusRejected: 'Rejected',
  statusCanceled: 'Canceled',
  nextPage: 'Next page',
  back: 'Back',
  notAllowedTitle: 'You cannot open this page',
  notAllowedText: 'Your account is not allowed to use this page. Ask the operators of this site.',
  notFoundTitle: 'Application not found',
  notFoundText: 'There is no such application, or it does not belong to you.',
  formExpiredTitle: 'This form has expired',
  formExpiredText: 'Nothing was changed. Open the page again and send the form once more.',
  changedMeanwhileTitle: 'Changed in the meantime',
  changedMeanwhileText:
    'Somebody else has changed this application. Nothing was overwritten. Open it again, then decide.',
  tooManyChangesTitle: 'Too many changes',
  tooManyChangesText: 'You have made many changes in a short time. Try again later.',
  confirmTitle: 'Confirm that it is you',
  confirmText: 'Nothing was changed. Confirm that it is you, then send the form once more.',
  confirmLink: 'Continue',

  developerTitle: 'My applications',
  developerNone: 'You have not registered an application yet.',
  registerLink: 'Register an application',

  queueTitle: 'Applications to review',
  queueNone: 'No application is waiting for review.',
} satisfies PortalWords)
