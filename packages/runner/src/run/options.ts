import {
  type Action,
  AgentSafeError,
  type AuditSink,
  type CredentialRules,
  type CredentialVault,
  digestAction,
  type EncryptedStateStore,
  type Executor,
  listRollbackSources,
  makeSecretNames,
  ParameterReader,
  requireReceipts,
  type SecretNames,
} from '@agent-safe/core';
import {
  anything,
  boolean,
  type Current,
  callable,
  checkOptions,
  currentOf,
  list,
  numberFrom,
  object,
  optional,
  text,
} from '@agent-safe/core/options';
import { TicketVerifier, type TicketVerifierOptions } from '@agent-safe/tickets';
import { ExecutorSet, type LazyExecutor, refuseIncompleteExecutor } from './executor-set.ts';
import type { RunHistory } from './run-history.ts';
import { LONGEST_TIMEOUT } from './time-limit.ts';

/**
 * Command that may be run. Write it as text with single spaces between its words, or as a list if a word contains a space. The word
 * `*` matches exactly one word that does not begin with `-`. Every other word matches itself.
 *
 * @example
 * const allowed: readonly AllowedCommand[] = ['date', 'cat /etc/hostname', 'ls -l *', ['echo', 'hello world']];
 */
export type AllowedCommand = string | readonly string[];

/** Options of a {@link Runner}. */
export interface RunnerOptions {
  /** Options for the verification of tickets. `nonces` is required, because it remembers the used tickets. */
  readonly tickets: Omit<TicketVerifierOptions, 'audit' | 'clock' | 'maskKey'>;
  /** Definitions of the actions. A ticket for another definition of the same name is refused. */
  readonly actions: readonly Action[];
  /** Executors. An executor with a `load` function is loaded when a ticket needs it. */
  readonly executors: readonly (Executor | LazyExecutor)[];
  /** Rules for types of credentials without rules of an executor. Without rules, a value must be the whole text or contain no separator. */
  readonly credentialRules?: Readonly<Record<string, CredentialRules>>;
  /** Audit log. An execution that cannot be recorded does not begin. */
  readonly audit: AuditSink;
  /** Reader of the same audit log. `reconcile`, `planRollback` and `revokeCredential` need it. */
  readonly history?: RunHistory | undefined;
  readonly vault?: CredentialVault | undefined;
  /** Whether actions that declare credentials may run without a vault, with the credentials of this process. Default: false. */
  readonly ambientCredentials?: boolean;
  /** Whether a ticket must name the scope of its target. Default: true. Without a scope, the executor cannot verify the target. */
  readonly requireScope?: boolean;
  /** Commands that the check `command-allowlist` allows. Default: none. */
  readonly commandAllowlist?: readonly AllowedCommand[];
  /** Names of blocking checks, in addition to those that the definition of an action declares. Default: none. */
  readonly blockingChecks?: readonly string[];
  /**
   * Key that masks sensitive values, of at least 32 bytes: the mask key of the decision. Without it, no action with a sensitive value runs.
   * A function returns the current key.
   */
  readonly maskKey?: Current<Uint8Array | undefined>;
  /** Names of secrets in addition to the built-in list: the names of the decision. Their values are redacted. Default: none. */
  readonly secretNames?: readonly string[] | undefined;
  /** Store of encrypted state for rollbacks. Give it together with `encryptionKeys`. */
  readonly states?: EncryptedStateStore | undefined;
  /** Keys of at least 32 bytes, or a function that returns the current keys. The last key encrypts, and every key decrypts. */
  readonly encryptionKeys?: Current<readonly Uint8Array[]> | undefined;
  /** Time limit in seconds, if neither the run nor its action sets one. Default: 300. */
  readonly timeout?: number;
  /** Returns the time in milliseconds since 1970 (UTC). Default: the system clock. */
  readonly clock?: () => number;
  /** Returns a new id, for tests. Default: a random UUID. */
  readonly newId?: () => string;
}

/** Definition of an action with its digest and its parameter reader, prepared once for many tickets. */
export interface KnownAction {
  /** The definition. `rollback_params` has also the sources that follow from the names. */
  readonly action: Action;
  /** Parameters of the rollback that the definition gives itself. */
  readonly declaredSources: readonly string[];
  /** Digest of the definition as it was given. */
  readonly digest: string;
  readonly reader: ParameterReader;
}

/** Checked options with defaults. */
export interface Services
  extends Required<Omit<RunnerOptions, 'actions' | 'credentialRules' | 'executors' | 'tickets' | Absent>> {
  readonly verifier: TicketVerifier;
  readonly actions: ReadonlyMap<string, KnownAction>;
  readonly executors: ExecutorSet;
  readonly history: RunHistory | undefined;
  readonly vault: CredentialVault | undefined;
  readonly maskKey: Uint8Array | undefined;
  readonly secretNames: SecretNames;
  readonly states: EncryptedStateStore | undefined;
  readonly encryptionKeys: readonly Uint8Array[];
}
type Absent = 'history' | 'vault' | 'maskKey' | 'secretNames' | 'states' | 'encryptionKeys';

/** Time limit of a run, in seconds. */
export const timeoutShape = numberFrom(1, LONGEST_TIMEOUT, 'seconds');

/** The code that uses an option checks it, if the shape here accepts any value. */
const optionsShape = object<RunnerOptions>({
  actions: anything,
  ambientCredentials: optional(boolean),
  audit: anything,
  blockingChecks: optional(anything),
  clock: optional(callable),
  commandAllowlist: optional(anything),
  credentialRules: optional(anything),
  encryptionKeys: optional(anything),
  executors: list(anything),
  history: optional(anything),
  maskKey: optional(anything),
  newId: optional(callable),
  requireScope: optional(boolean),
  secretNames: optional(list(text)),
  states: optional(anything),
  tickets: anything,
  timeout: optional(timeoutShape),
  vault: optional(anything),
});

const DEFAULT_TIMEOUT = 300;
/** Shortest key in bytes, for AES-256 and HMAC-SHA-256. */
const SHORTEST_KEY = 32;

/** Checks the options and fills in the defaults. @throws AgentSafeError ERR_CONFIG_INVALID, ERR_KEYS_INVALID */
export function readOptions(options: RunnerOptions): Services {
  refuseWrongOptions(options);
  for (const executor of options.executors) refuseIncompleteExecutor(executor);
  const { clock = Date.now, encryptionKeys = [], maskKey, tickets } = options;
  const audit = requireReceipts(options.audit);
  return {
    audit,
    clock,
    get maskKey() {
      return currentOf(maskKey);
    },
    secretNames: makeSecretNames(options.secretNames),
    verifier: new TicketVerifier({ ...tickets, audit, clock, maskKey, recordsUse: false }),
    actions: knowAll(byName(options.actions, 'action')),
    executors: new ExecutorSet(byName(options.executors, 'executor'), options.credentialRules ?? {}),
    history: options.history,
    vault: options.vault,
    ambientCredentials: options.ambientCredentials === true,
    requireScope: options.requireScope !== false,
    commandAllowlist: options.commandAllowlist ?? [],
    blockingChecks: options.blockingChecks ?? [],
    states: options.states,
    get encryptionKeys() {
      return currentOf(encryptionKeys);
    },
    timeout: options.timeout ?? DEFAULT_TIMEOUT,
    newId: options.newId ?? (() => crypto.randomUUID()),
  };
}

/** Prepares the definitions. @throws PatternError for a pattern that the registry would have refused */
function knowAll(actions: ReadonlyMap<string, Action>): ReadonlyMap<string, KnownAction> {
  const known = [...actions].map(([name, action]) => {
    const rollback = actions.get(action.rollback_action ?? '');
    const rollback_params = rollback === undefined ? action.rollback_params : listRollbackSources(action, rollback);
    const complete = { ...action, rollback_params };
    const declaredSources = Object.keys(action.rollback_params);
    const reader = new ParameterReader(action);
    return [name, { action: complete, declaredSources, digest: digestAction(action), reader }] as const;
  });
  return new Map(known);
}

/** Refuses wrong options. Types do not check JavaScript, and a misspelled option would have no effect. */
function refuseWrongOptions(options: RunnerOptions): void {
  checkOptions(optionsShape, options, '');
  if (typeof options.audit?.append !== 'function') {
    throw misconfigured('The option "audit" is missing. The runner records every execution in this audit log.');
  }
  if (options.tickets?.nonces === undefined) {
    throw misconfigured(
      'The option "tickets.nonces" is missing. The runner stores used tickets there, so that each ticket runs once.',
    );
  }
  const { encryptionKeys = [], maskKey } = options;
  const hasKeys = typeof encryptionKeys === 'function' || encryptionKeys.length > 0;
  if ((options.states === undefined) === hasKeys) {
    throw misconfigured('The options "states" and "encryptionKeys" need each other. Give both or neither.');
  }
  for (const key of [currentOf(maskKey), ...currentOf(encryptionKeys)]) {
    if (key === undefined || (key instanceof Uint8Array && key.length >= SHORTEST_KEY)) continue;
    throw new AgentSafeError(
      'ERR_KEYS_INVALID',
      `A mask key or encryption key is invalid. Give at least ${SHORTEST_KEY} bytes.`,
    );
  }
}

function byName<Entry extends { readonly name: string }>(
  entries: readonly Entry[],
  kind: string,
): ReadonlyMap<string, Entry> {
  const map = new Map(entries.map((entry) => [entry.name, entry]));
  if (map.size === entries.length) return map;
  throw misconfigured(`Two ${kind}s have the same name. Names must be unique.`);
}

/** Creates the error for a wrong option. */
export function misconfigured(summary: string): AgentSafeError {
  return new AgentSafeError('ERR_CONFIG_INVALID', summary);
}
