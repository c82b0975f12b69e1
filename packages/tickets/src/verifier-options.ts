import { AgentSafeError, type AuditSink, type NonceStore, type Revocations } from '@agent-safe/core';
import {
  anything,
  boolean,
  type Current,
  callable,
  checkOptions,
  numberFrom,
  object,
  optional,
  setting,
  text,
} from '@agent-safe/core/options';
import type { VerificationKey } from '@agent-safe/tokens';

export interface TicketVerifierOptions {
  /** Public keys from `readKeySet` of @agent-safe/tokens, or a shared secret; or a function that returns the current keys. */
  readonly keys: Current<readonly VerificationKey[]>;
  /** Issuer of accepted tickets. Default: `agent-safe`. */
  readonly issuer?: string;
  /** Audience of this executor. Tickets for another audience are refused. Default: `agent-safe-runner`. */
  readonly audience?: string;
  /** Store of used tickets, which `redeem` needs. All executors of one audience must share one store. */
  readonly nonces?: NonceStore | undefined;
  /** Default: revocations are not checked. */
  readonly revocations?: Revocations | undefined;
  /** Log for refusals and uses, which are recorded without the token. Default: they are not recorded. */
  readonly audit?: AuditSink | undefined;
  /**
   * Whether `redeem` records the use of a ticket in `audit`. Default: true. Pass false if the program records each use itself, as the
   * runner does.
   */
  readonly recordsUse?: boolean | undefined;
  /** Returns the time in milliseconds since 1970, UTC. Default: the system clock. */
  readonly clock?: () => number;
  /** Seconds after its expiry during which a ticket is still accepted, for clocks that differ. Default: 0. Maximum: 300. */
  readonly tolerance?: number;
  /** Key that masks expected parameters, for tickets with masked sensitive parameters; or a function that returns it. */
  readonly maskKey?: Current<Uint8Array | undefined>;
}

/** Maximum of `tolerance`, in seconds. A store keeps a nonce for longer than any executor accepts its ticket. */
export const MOST_TOLERANCE = 300;

const optionsShape = object<Partial<TicketVerifierOptions>>({
  keys: optional(anything),
  issuer: optional(text),
  audience: optional(text),
  nonces: optional(anything),
  revocations: optional(anything),
  audit: optional(anything),
  recordsUse: setting(boolean),
  clock: optional(callable),
  tolerance: optional(numberFrom(0, MOST_TOLERANCE, 'seconds')),
  maskKey: optional(anything),
});

/** @throws AgentSafeError ERR_CONFIG_INVALID, ERR_KEYS_INVALID */
export function refuseWrongOptions(options: TicketVerifierOptions): void {
  checkOptions(optionsShape, options, '');
  const { keys } = options;
  if (typeof keys === 'function') return;
  if (!Array.isArray(keys)) {
    throw new AgentSafeError('ERR_KEYS_INVALID', 'The option "keys" is not a list. Pass the result of readKeySet.');
  }
  if (keys.length === 0) {
    throw new AgentSafeError('ERR_KEYS_INVALID', 'The option "keys" is empty. Pass the public keys of the issuer.');
  }
}
