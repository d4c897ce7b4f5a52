import type { Problem } from '@oauthplus/core'

import type { SignatureDiagnosis } from './diagnose.js'
import type { AuditAction } from '../store/audit-entry.js'
import type { ConsumerStatus } from '../store/consumer-record.js'
import type { RevocationTarget } from '../store/store.js'
import type { GrantOrigin } from '../store/token-records.js'

/** An operation of a provider. */
export type Operation =
  | 'request-token'
  | 'authorization'
  | 'access-token'
  | 'invalidation'
  | 'resource'
  | 'applications'
  | 'portal'

/** The consumer, user and token of an outcome; only keys and ids, never a secret. */
export interface EventSubject {
  /** The key of the consumer. In a refusal, the sender may have invented it: see `isProven`. */
  readonly consumerKey?: string | undefined
  /** The key of the token. */
  readonly tokenKey?: string | undefined
  /** The id of the user. */
  readonly userId?: string | undefined
}

/** A request token was issued. */
export interface RequestTokenIssuedEvent extends EventSubject {
  /** The type of the event. */
  readonly type: 'request_token_issued'
  /** The names of the requested scopes. */
  readonly scopes: readonly string[]
}

/** A user has decided. */
export interface AuthorizationEvent extends EventSubject {
  /** The type of the event. */
  readonly type: 'authorization_approved' | 'authorization_denied'
  /** Whether the consent page was skipped, because of an earlier grant. */
  readonly isRepeated: boolean
}

/** An access token was issued, or renewed: then `tokenKey` is the new one's. */
export interface AccessTokenIssuedEvent extends EventSubject {
  /** The type of the event. */
  readonly type: 'access_token_issued' | 'access_token_renewed'
  /** The names of the scopes granted. */
  readonly scopes: readonly string[]
  /** How it was issued. */
  readonly grantedBy: GrantOrigin
}

/** Access tokens were revoked. */
export interface TokensRevokedEvent {
  /** The type of the event. */
  readonly type: 'tokens_revoked'
  /** The revoked tokens. */
  readonly target: RevocationTarget
  /** The party that revoked them. */
  readonly revokedBy: 'owner' | 'user' | 'consumer'
  /** The number of revoked access tokens. */
  readonly count: number
  /** The id of the user who revoked them in the name of the owner, such as a reviewer; `undefined` otherwise. */
  readonly actorId?: string | undefined
  /** The reason that the owner gave. */
  readonly reason?: string | undefined
}

/** A request to a resource was accepted. */
export interface RequestAuthenticatedEvent extends EventSubject {
  /** The type of the event. */
  readonly type: 'request_authenticated'
}

/** A request was refused. */
export interface RequestRefusedEvent extends EventSubject {
  /** The type of the event. */
  readonly type: 'request_refused'
  /** The requested operation. */
  readonly operation: Operation
  /** The reason for the refusal. */
  readonly problem: Problem
  /** Whether the signature has proven the sender; otherwise the keys are only claims of the request. */
  readonly isProven: boolean
  /** The IP address that it came from; `undefined` if it cannot be known. */
  readonly address?: string | undefined
  /** The underlying error, if the store or a function of the application failed. */
  readonly cause?: unknown
}

/** A wrong signature of a consumer was diagnosed. */
export interface SignatureDiagnosedEvent extends EventSubject {
  /** The type of the event. */
  readonly type: 'signature_diagnosed'
  /** The result of `diagnose`. */
  readonly diagnosis: SignatureDiagnosis
}

/**
 * A consumer was registered, proposed, reviewed, changed or removed: the type names the action of the entry in
 * its audit log. Send mail to the owner for `consumer_accepted`, `consumer_rejected` and `consumer_canceled`, and
 * to the reviewers for `consumer_proposed`.
 */
export interface ConsumerEvent {
  /** The type of the event. */
  readonly type: `consumer_${AuditAction}`
  /** The key of the consumer. */
  readonly consumerKey: string
  /** Its status now; `undefined` if it was removed. */
  readonly status?: ConsumerStatus | undefined
  /** The id of the user who owns the consumer; `undefined` if it has no owner. */
  readonly ownerId?: string | undefined
  /** The id of the user who made the change; `undefined` if a program or the command line did. */
  readonly actorId?: string | undefined
  /** The reason that the user gave, such as for a rejection. */
  readonly reason?: string | undefined
}

/**
 * A request came from this machine with headers that proxies add, but no `trustedProxies` names its
 * address: the limits cannot distinguish senders. Sent once, for the first among 100 requests.
 */
export interface ProxyUntrustedEvent {
  /** The type of the event. */
  readonly type: 'proxy_untrusted'
  /** The IP address that the request came from. */
  readonly address: string | undefined
  /** The names of the headers that were ignored. */
  readonly headerNames: readonly string[]
}

/** An event of a provider: one for every outcome, without secrets. */
export type ProviderEvent =
  | RequestTokenIssuedEvent
  | AuthorizationEvent
  | AccessTokenIssuedEvent
  | TokensRevokedEvent
  | RequestAuthenticatedEvent
  | RequestRefusedEvent
  | SignatureDiagnosedEvent
  | ConsumerEvent
  | ProxyUntrustedEvent

/** Creates the function that sends events to the application. Errors of its listener are ignored. */
export function createEmitter<Event>(
  listener: ((event: Event) => unknown) | undefined,
): (event: Event) => void {
  if (listener === undefined) return () => undefined
  return (event) => {
    try {
      // A listener may be asynchronous though its type says otherwise.
      Promise.resolve(listener(event)).catch(() => undefined)
    } catch {
      // Nor may one that throws turn a refusal into a failure, or a success into a refusal.
    }
  }
}
