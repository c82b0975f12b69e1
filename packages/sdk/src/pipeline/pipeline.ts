import { setImmediate } from 'node:timers/promises';
import { confirmCaller } from './confirm-caller.ts';
import { findSecrets, toRecord } from './decision-record.ts';
import type { Origin } from './request/origin.ts';
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
import { toDecision } from './to-decision.ts';

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
  for (const each of await record(decided, services)) {
    const answer = grant(each, services);
    granted.push(answer instanceof Promise ? await answer : answer);
  }
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
    const next = stage(state, services);
    // Most stages have nothing to wait for, and each wait costs as much as a stage.
    state = next instanceof Promise ? await next : next;
  }
  // A request whose approval was lost needs a new approval, so its risk counts again.
  if (state.approvalLost === true) state = await weighRisk(state, services);
  // The outcome is reported first: a removed key does not count against the agent.
  const reported = reportOutcome(state, services);
  const confirmed = confirmCaller(reported instanceof Promise ? await reported : reported, services);
  state = confirmed instanceof Promise ? await confirmed : confirmed;
  const decision = toDecision(state, services, origin);
  const secrets = findSecrets(state, services.secretNames);
  const recorded = toRecord(decision, state, secrets, services.secretNames);
  return { decision, recorded, secrets, binding: state.binding, identity: state.identity, state };
}

/** Only a recorded decision yields an approval request or a ticket. The log may have answered late. */
function grant(recorded: RecordedDecision, services: PipelineServices): RecordedDecision | Promise<RecordedDecision> {
  const { state } = recorded;
  if (state.refused) return finish(recorded, services);
  const confirmed = confirmCaller(state, services);
  if (!(confirmed instanceof Promise)) return finish(recorded, services);
  return confirmed.then(({ refused }) => (refused ? recorded : finish(recorded, services)));
}

function finish(recorded: RecordedDecision, services: PipelineServices): RecordedDecision | Promise<RecordedDecision> {
  const requested = requestApproval(recorded, services);
  return requested instanceof Promise
    ? requested.then((each) => issueTicket(each, services))
    : issueTicket(requested, services);
}
