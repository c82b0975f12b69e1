import type { PolicySet } from '@agent-safe/registry/open';
import type { AuthzenSettings, ServerSettings } from '@agent-safe/schemas';
import type { AgentSafe, Target } from '@agent-safe/sdk';
import type { KnownSubject } from '../authzen/assert.ts';

/** The project as it is loaded now. A reload replaces the whole. */
export interface LoadedProject {
  readonly safe: AgentSafe;
  readonly policySet: PolicySet;
  readonly authzen: AuthzenSettings;
  readonly findTarget: (id: string) => Target | undefined;
  readonly findSubject: (type: string, id: string) => KnownSubject | undefined;
}

/** What handlers use. */
export interface ServerContext {
  readonly project: () => LoadedProject;
  readonly settings: ServerSettings;
  /** Base of links, without a slash at the end. */
  readonly publicUrl: () => string;
  /** Called for each unforeseen error. */
  readonly onError: (error: unknown, path: string) => void;
}
