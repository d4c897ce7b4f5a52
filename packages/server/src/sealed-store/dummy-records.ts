import type { ConsumerRecord } from '../store/consumer-record.js'
import type { RequestTokenRecord } from '../store/token-records.js'
import type { SealedRecords } from './sealed-records.js'

/** Opens dummies, so that what there is and what there is not cost as much. */
export interface DummyRecords {
  /** Opens the record of a consumer. */
  openConsumer(): Promise<undefined>
  /** Opens the record of a token and its approval. */
  openToken(): Promise<undefined>
  /** Opens the approval of a token. */
  openApproval(): Promise<undefined>
}

const CONSUMER: ConsumerRecord = {
  key: 'dummy consumer',
  revision: 0,
  name: 'dummy',
  description: '',
  website: 'https://dummy.invalid',
  status: 'rejected',
  // As long as the one secret that most have.
  secrets: [{ value: 'd'.repeat(43) }],
  publicKeys: [],
  signatureMethods: ['HMAC-SHA1', 'HMAC-SHA256'],
  callbacks: ['https://dummy.invalid/callback'],
  allowXauth: false,
  allowTwoLegged: false,
  requireBodyHash: false,
  allowPlaintextInQuery: false,
  addressRanges: [],
  createdAtSeconds: 1_800_000_000,
}
const TOKEN: RequestTokenRecord = {
  kind: 'request',
  key: 'd'.repeat(43),
  secret: 'd'.repeat(43),
  consumerKey: CONSUMER.key,
  callback: 'https://dummy.invalid/callback',
  scopes: ['dummy'],
  state: 'approved',
  userId: 'dummy',
  verifierDigest: 'd'.repeat(44),
  wrongVerifiers: 0,
  consentKey: 'd'.repeat(43),
  createdAtSeconds: 1_800_000_000,
  expiresAtSeconds: 1_800_000_600,
}

/** Makes {@link DummyRecords}. They are sealed when they are needed first. */
export function createDummyRecords(records: SealedRecords): DummyRecords {
  let sealedConsumer: Promise<ConsumerRecord> | undefined
  let sealedToken: Promise<RequestTokenRecord> | undefined
  const getSealedToken = () => (sealedToken ??= records.sealRequestToken(TOKEN))
  return {
    async openConsumer() {
      sealedConsumer ??= records.sealConsumer(CONSUMER)
      await records.openConsumer(await sealedConsumer)
      return undefined
    },
    async openToken() {
      await records.openRequestToken(await getSealedToken())
      return undefined
    },
    async openApproval() {
      await records.openApproval(await getSealedToken())
      return undefined
    },
  }
}
