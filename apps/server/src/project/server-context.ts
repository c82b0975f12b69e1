import type { Accounts } from '@agent-safe/accounts';
import type { PolicySet } from '@agent-safe/registry/open';
import type { AuthzenSettings, ServerSettings } from '@agent-safe/schemas';
import type { AgentSafe, Target } from '@agent-safe/sdk';
import type { NotReady } from './readiness.ts';
import type { SubjectDirectory } from './subjects.ts';

/** The project as it is loaded now. A reload replaces the whole. */
export interface LoadedProject {
  readonly safe: AgentSafe;
  readonly policySet: PolicySet;
  readonly authzen: AuthzenSettings;
  readonly findTarget: (id: string) => Target | undefined;
  readonly subjects: SubjectDirectory;
}

/** The services of handlers. */
export interface ServerContext {
  readonly project: () => LoadedProject;
  readonly settings: ServerSettings;
  readonly accounts: Accounts;
  /** Whether clients use TLS. */
  readonly isSecure: boolean;
  /** Base of links, without a slash at the end. */
  readonly publicUrl: () => string;
  /** Ends when the server closes, and when it has loaded other documents. Waits and streams then end. */
  readonly closing: AbortSignal;
  /** Called for each unforeseen error. */
  readonly onError: (error: unknown, path: string) => void;
  readonly operations: Operations;
}

/** The condition of the running server. */
export interface Operations {
  /** Tells why requests would be denied. @returns undefined if the server can decide */
  readonly checkReady: () => Promise<NotReady | undefined>;
  /** Why changed files are not in use; undefined if the newest are. */
  readonly reloadError: () => string | undefined;
  /** Returns the metrics as text for Prometheus. */
  readonly readMetrics: () => Promise<string>;
}
