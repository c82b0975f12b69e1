import { AgentSafeError, type Caller, type DecisionCode, type Refused, type Verdict } from '@agent-safe/core';
import type { DecideRequest } from '@agent-safe/pdp';
import type { AgentSafe } from './agent-safe.ts';
import type { VerifiedRequest } from './pipeline/request/verified-request.ts';
import { begin } from './pipeline/stages/begin.ts';
import { identify } from './pipeline/stages/identify.ts';
import type { Services } from './project/open-services.ts';

export { openPorts, type ProjectPorts } from './project/open-ports.ts';
export { countOpenCircuits } from './services/count-circuits.ts';

import { recallServices } from './project/remembered-services.ts';

/** The services of an open project that a server uses beside the methods of `AgentSafe`. */
export type ServerServices = Pick<
  Services,
  'accounts' | 'bound' | 'clock' | 'keys' | 'limits' | 'recorder' | 'revocations' | 'stores' | 'tokenService'
>;

/**
 * Returns the services of an open project, for a server that answers many callers.
 *
 * @throws AgentSafeError ERR_CONFIG_INVALID if the object is no `AgentSafe`
 */
export function servicesOf(safe: AgentSafe): ServerServices {
  return recall(safe);
}

function recall(safe: AgentSafe) {
  const services = recallServices(safe);
  if (services !== undefined) return services;
  throw new AgentSafeError('ERR_CONFIG_INVALID', 'The object is no open project. Open one with AgentSafe.open().');
}

/** The policy of an open project alone. It counts, records and requests nothing. */
export interface PolicyView {
  /** The digest of the actions, rules and targets. */
  readonly digest: string;
  /** Decides a request by the rules. Limits, risk, approvals and revocations do not count. */
  readonly decide: (request: Omit<DecideRequest, 'at'>) => Verdict;
  /** Identifies the caller of a request like a check: it verifies tokens, and refuses revoked callers. */
  readonly identify: (request: {
    readonly token?: string | undefined;
    readonly verified?: VerifiedRequest | undefined;
  }) => Promise<{ readonly ok: true; readonly caller: Caller } | Refused<DecisionCode>>;
}

/** @throws AgentSafeError ERR_CONFIG_INVALID if the object is no `AgentSafe` */
export function policyOf(safe: AgentSafe): PolicyView {
  const { pipeline } = recall(safe);
  return {
    digest: pipeline.policyDigest,
    decide: (request) => pipeline.pdp.decide({ ...request, at: pipeline.clock() }),
    async identify({ token, verified }) {
      const request = { action: 'search', ...(token === undefined ? {} : { caller: token }) };
      const { caller, refused, verdict } = await identify(begin(request, pipeline, { verified }), pipeline);
      if (!refused && caller !== undefined) return { ok: true, caller };
      const { code, reason } = verdict;
      return refused
        ? { ok: false, code, reason }
        : { ok: false, code: 'caller_unverified', reason: 'The request has no caller.' };
    },
  };
}
