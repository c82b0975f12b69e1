import {
  type Action,
  AgentSafeError,
  type AuditSink,
  type CredentialRules,
  type CredentialVault,
  digestAction,
  type EncryptedStateStore,
  type Executor,
  ParameterReader,
  requireReceipts,
} from '@agent-safe/core';
import {
  anything,
  boolean,
  callable,
  checkOptions,
  list,
  numberFrom,
  object,
  optional,
} from '@agent-safe/core/options';
import { TicketVerifier, type TicketVerifierOptions } from '@agent-safe/tickets';
import { ExecutorSet, type LazyExecutor, refuseIncompleteExecutor } from './executor-set.ts';
import type { RunHistory } from './run-history.ts';
import { LONGEST_TIMEOUT } from './time-limit.ts';

/**
 * A command that may be run, word by word: as a text, its words between single spaces, or as a list where a word holds a space.
 * The word `*` stands for exactly one word that does not begin with `-`; everything else for itself.
 *
 * @example
 * const allowed: readonly AllowedCommand[] = ['date', 'cat /etc/hostname', 'ls -l *', ['echo', 'hello world']];
 */
export type AllowedCommand = string | readonly string[];

export interface RunnerOptions {
  /** How tickets are verified. `nonces` is required: a ticket that is not remembered would run twice. */
  readonly tickets: Omit<TicketVerifierOptions, 'audit' | 'clock' | 'maskKey'>;
  /** The definitions that this runner knows. A ticket for another definition of the same name is refused. */
  readonly actions: readonly Action[];
  /** Those with a `load` are loaded when a ticket needs them. */
  readonly executors: readonly (Executor | LazyExecutor)[];
  /** Rules for types of credentials that no executor has rules for. Without rules, a value must be the whole text or hold no separator. */
  readonly credentialRules?: Readonly<Record<string, CredentialRules>>;
  /** Required: an execution that cannot be recorded does not begin. */
  readonly audit: AuditSink;
  /** Reads the same log. Required to reconcile and to roll back. */
  readonly history?: RunHistory | undefined;
  readonly vault?: CredentialVault | undefined;
  /** Whether actions that declare credentials may run with those of this process where there is no vault. Default: false. */
  readonly ambientCredentials?: boolean;
  /** Whether a ticket must name the scope of its target. Default: true. Without a scope, no executor can tell that it is elsewhere. */
  readonly requireScope?: boolean;
  /** The commands that the check `command-allowlist` allows. Default: none. */
  readonly commandAllowlist?: readonly AllowedCommand[];
  /** Names of checks that block, beside those that the definition of the action declares as blocking. */
  readonly blockingChecks?: readonly string[];
  /** Masks sensitive values, with the key that the decision used. Without it, no action with a sensitive value runs. */
  readonly maskKey?: Uint8Array | undefined;
  /** Where state is kept encrypted for rollbacks, and its keys. The last key encrypts, and every key decrypts. Give both or neither. */
  readonly states?: EncryptedStateStore | undefined;
  readonly encryptionKeys?: readonly Uint8Array[] | undefined;
  /** Seconds that a run may take if neither the run nor its action says so. Default: 300. */
  readonly timeout?: number;
  /** Milliseconds since 1970, UTC. Default: the clock of the system. */
  readonly clock?: () => number;
  /** For tests. Default: a random UUID. */
  readonly newId?: () => string;
}

/** A definition, prepared for many tickets. */
export interface KnownAction {
  readonly action: Action;
  readonly digest: string;
  readonly reader: ParameterReader;
}

/** The options, complete and checked. */
export interface Services
  extends Required<Omit<RunnerOptions, 'actions' | 'credentialRules' | 'executors' | 'tickets' | Absent>> {
  readonly verifier: TicketVerifier;
  readonly actions: ReadonlyMap<string, KnownAction>;
  readonly executors: ExecutorSet;
  readonly history: RunHistory | undefined;
  readonly vault: CredentialVault | undefined;
  readonly maskKey: Uint8Array | undefined;
  readonly states: EncryptedStateStore | undefined;
  readonly encryptionKeys: readonly Uint8Array[];
}
type Absent = 'history' | 'vault' | 'maskKey' | 'states' | 'encryptionKeys';

/** Seconds that a run may take. */
export const timeoutShape = numberFrom(1, LONGEST_TIMEOUT, 'seconds');

/** Where any value is taken, the code that uses the option reads it. */
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
  states: optional(anything),
  tickets: anything,
  timeout: optional(timeoutShape),
  vault: optional(anything),
});

const DEFAULT_TIMEOUT = 300;
/** Of AES-256 and HMAC-SHA-256. */
const SHORTEST_KEY = 32;

/** @throws AgentSafeError ERR_CONFIG_INVALID, ERR_KEYS_INVALID */
export function readOptions(options: RunnerOptions): Services {
  refuseWrongOptions(options);
  for (const executor of options.executors) refuseIncompleteExecutor(executor);
  const { clock = Date.now, maskKey, tickets } = options;
  const audit = requireReceipts(options.audit);
  return {
    audit,
    clock,
    maskKey,
    verifier: new TicketVerifier({ ...tickets, audit, clock, maskKey }),
    actions: new Map([...byName(options.actions, 'action')].map(([name, action]) => [name, know(action)])),
    executors: new ExecutorSet(byName(options.executors, 'executor'), options.credentialRules ?? {}),
    history: options.history,
    vault: options.vault,
    ambientCredentials: options.ambientCredentials === true,
    requireScope: options.requireScope !== false,
    commandAllowlist: options.commandAllowlist ?? [],
    blockingChecks: options.blockingChecks ?? [],
    states: options.states,
    encryptionKeys: options.encryptionKeys ?? [],
    timeout: options.timeout ?? DEFAULT_TIMEOUT,
    newId: options.newId ?? (() => crypto.randomUUID()),
  };
}

/** @throws PatternError for a pattern that the registry would have refused */
function know(action: Action): KnownAction {
  return { action, digest: digestAction(action), reader: new ParameterReader(action) };
}

/** Types do not reach callers in JavaScript, and a misspelt option protects nothing. */
function refuseWrongOptions(options: RunnerOptions): void {
  checkOptions(optionsShape, options, '');
  if (typeof options.audit?.append !== 'function') {
    throw misconfigured('A runner needs "audit": what cannot be recorded does not happen.');
  }
  if (options.tickets?.nonces === undefined) {
    throw misconfigured('A runner needs "tickets.nonces": a ticket is good once, and somebody has to remember it.');
  }
  if ((options.states === undefined) !== ((options.encryptionKeys ?? []).length === 0)) {
    throw misconfigured(
      'State for rollbacks is kept encrypted or not at all: give "states" and "encryptionKeys", or neither.',
    );
  }
  for (const key of [options.maskKey, ...(options.encryptionKeys ?? [])]) {
    if (key === undefined || (key instanceof Uint8Array && key.length >= SHORTEST_KEY)) continue;
    throw new AgentSafeError('ERR_KEYS_INVALID', `Keys that mask and encrypt have at least ${SHORTEST_KEY} bytes.`);
  }
}

function byName<Entry extends { readonly name: string }>(
  entries: readonly Entry[],
  kind: string,
): ReadonlyMap<string, Entry> {
  const map = new Map(entries.map((entry) => [entry.name, entry]));
  if (map.size === entries.length) return map;
  throw misconfigured(`Two of the ${kind}s have the same name.`);
}

export function misconfigured(summary: string): AgentSafeError {
  return new AgentSafeError('ERR_CONFIG_INVALID', summary);
}
