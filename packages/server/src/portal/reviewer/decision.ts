import type { ConsumerStatus } from '../../store/consumer-record.js'

/** A decision about an application. */
export type Decision = 'accept' | 'reject' | 'cancel'

/** The status that an application has after each decision. */
export const DECIDED_STATUS: Readonly<Record<Decision, ConsumerStatus>> = {
  accept: 'accepted',
  reject: 'rejected',
  cancel: 'canceled',
}

/** The decisions that can be made about an application with each status. */
export const POSSIBLE_DECISIONS: Readonly<Record<ConsumerStatus, readonly Decision[]>> = {
  pending: ['accept', 'reject'],
  accepted: ['cancel'],
  rejected: ['accept'],
  canceled: ['accept'],
}
