import type { AgentSafe } from '@agent-safe/sdk';

/** Decides requests: a project, or a server. */
export interface Decider extends Pick<AgentSafe, 'check' | 'checkPlan' | 'close' | 'explain' | 'preview'> {
  readonly approvals: Pick<AgentSafe['approvals'], 'get' | 'wait'>;
}
