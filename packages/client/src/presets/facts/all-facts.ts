import { bricklinkFacts } from './bricklink-facts.js'
import { discogsFacts } from './discogs-facts.js'
import { evernoteFacts } from './evernote-facts.js'
import { fatsecretFacts } from './fatsecret-facts.js'
import { flickrFacts } from './flickr-facts.js'
import { garminFacts } from './garmin-facts.js'
import { instapaperFacts } from './instapaper-facts.js'
import { jiraFacts } from './jira-facts.js'
import { lti11Facts } from './lti11-facts.js'
import { magento2Facts } from './magento2-facts.js'
import { mastercardFacts } from './mastercard-facts.js'
import { mediawikiFacts } from './mediawiki-facts.js'
import { netsuiteFacts } from './netsuite-facts.js'
import { nounProjectFacts } from './noun-project-facts.js'
import { plurkFacts } from './plurk-facts.js'
import { schoologyFacts } from './schoology-facts.js'
import { smugmugFacts } from './smugmug-facts.js'
import { trelloFacts } from './trello-facts.js'
import { tumblrFacts } from './tumblr-facts.js'
import { woocommerceFacts } from './woocommerce-facts.js'
import { xFacts } from './x-facts.js'
import { zoteroFacts } from './zotero-facts.js'
import type { ServiceFacts } from './service-facts.js'

/**
 * The facts of every preset, by the preset's name.
 *
 * @internal
 */
export const SERVICE_FACTS: Readonly<Record<string, ServiceFacts>> = {
  bricklink: bricklinkFacts,
  discogs: discogsFacts,
  evernote: evernoteFacts,
  fatsecret: fatsecretFacts,
  flickr: flickrFacts,
  garmin: garminFacts,
  instapaper: instapaperFacts,
  jira: jiraFacts,
  lti11: lti11Facts,
  magento2: magento2Facts,
  mastercard: mastercardFacts,
  mediawiki: mediawikiFacts,
  netsuite: netsuiteFacts,
  nounProject: nounProjectFacts,
  plurk: plurkFacts,
  schoology: schoologyFacts,
  smugmug: smugmugFacts,
  trello: trelloFacts,
  tumblr: tumblrFacts,
  woocommerce: woocommerceFacts,
  x: xFacts,
  zotero: zoteroFacts,
}
