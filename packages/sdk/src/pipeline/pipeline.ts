import { setImmediate } from 'node:timers/promises';
import { confirmCaller } from './confirm-caller.ts';
import { findSecrets, toRecord } from './decision-record.ts';
import type { PipelineServices } from './request/pipeline-services.ts';
import type { RecordedDecision, Stage } from './request/request-state.ts';
import { begin } from './stages/begin.ts';

import { decide } from './stages/decide.ts';
import { findApproval } from './stages/find-approval.ts';
import { identify } from './stages/identify.ts';
import { issueTicket } from './stages/issue-ticket.ts';
import { limit } from './stages/limit.ts';
import { record } from './stages/record.ts';
import { reportOutcome } from './stages/report-outcome.ts';
import { requestApproval } from './stages/request-approval.ts';
import { useApproval } from './stages/use-approval.ts';
import { weighRisk } from './stages/weigh-risk.ts';
import { type Origin, toDecision } from './to-decision.ts';

/** The stages that decide a request, in order. A refusal skips the stages after it. */
const STAGES: readonly Stage[] = [identify, limit, decide, findApproval, weighRisk, useApproval];

/** Decides requests in order, records the decisions together, and then adds approval requests and tickets. */
export async function check(
  requests: readonly unknown[],
  services: PipelineServices,
  origin: Origin,
): Promise<readonly RecordedDecision[]> {
  const decided: RecordedDecision[] = [];
  for (const request of requests) {
    decided.push(await decideOne(request, services, origin));
    // A long plan must not block other requests.
    if (decided.length % 100 === 0) await setImmediate();
  }
  const granted: RecordedDecision[] = [];
  for (const each of await record(decided, services)) granted.push(await grant(each, services));
  return granted;
}

/** Runs the stages that decide one request. */
export async function decideOne(
  request: unknown,
  services: PipelineServices,
  origin: Origin,
): Promise<RecordedDecision> {
  let state = begin(request, services, origin);
  for (const stage of STAGES) {
    if (state.refused) break;
    state = await stage(state, services);
  }
  // A request whose approval was lost needs a new approval, so its risk counts again.
  if (state.approvalLost === true) state = await weighRisk(state, services);
  // The outcome is reported first: a removed key does not count against the agent.
  state = await confirmCaller(await reportOutcome(state, services), services);
  const decision = toDecision(state, services, origin);
  const secrets = findSecrets(state, services.secretNames);
  const recorded = toRecord(decision, state, secrets, services.secretNames);
  return { decision, recorded, secrets, binding: state.binding, identity: state.identity, state };
}

/** Only a recorded decision yields an approval request or a ticket. The log may have answered late. */
async function grant(recorded: RecordedDecision, services: PipelineServices): Promise<RecordedDecision> {
  if (!recorded.state.refused && (await confirmCaller(recorded.state, services)).refused) return recorded;
  return issueTicket(await requestApproval(recorded, services), services);
}
