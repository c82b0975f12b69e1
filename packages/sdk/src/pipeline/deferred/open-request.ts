import {
  type CheckResult,
  canonicalJson,
  type Decision,
  listMasked,
  MASK,
  PASSED,
  plain,
  redactNames,
} from '@agent-safe/core';
import { answerOf } from '../request/approvable-answer.ts';
import type { PipelineServices } from '../request/pipeline-services.ts';
import type { RecordedDecision, RequestState } from '../request/request-state.ts';

/** The fields that an approver sees. Sensitive parameters are masked, and the approver is told so. */
const SHOWN = ['action', 'target', 'caller', 'chain', 'params', 'ticket_id'] as const;
/** Characters of JSON. */
const LONGEST_PARAMS = 16_384;

/** Requests an approval of a decision. See the stage `request-approval`. */
export async function openRequest(recorded: RecordedDecision, services: PipelineServices): Promise<RecordedDecision> {
  const { approvals } = services;
  const { decision, identity, receipt } = recorded;
  const cannot = (why: string): RecordedDecision => {
    return {
      ...recorded,
      decision: { ...decision, reason: `${decision.reason} No approval can be requested. ${why}` },
    };
  };
  const available = approvals.checkAvailable();
  if (!available.ok) return cannot(available.reason);
  if (decision.digest === null || receipt === undefined) {
    return cannot('The request has a sensitive value, but there is no mask key. Run "agent-safe keys generate".');
  }
  // The fields of the audit event, which hold no secrets.
  const redacted = { ...decision, ...recorded.recorded };
  const shown = checkShown(decision, redacted, findConcealed(recorded.state, services));
  if (!shown.ok) return cannot(shown.reason);
  const chain = identity?.delegation_chain ?? [];
  const { validUntil, verdict } = recorded.state;
  const { approval_rules } = verdict;
  const rules = approval_rules === undefined ? {} : { approval_rules };
  const asked = await approvals.ask(answerOf({ ...decision, ...rules }, services), {
    ...redacted,
    digest: decision.digest,
    chain: redacted.chain ?? [],
    caller_tokens: [identity?.jti, ...chain.map(({ jti }) => jti)].filter((jti) => typeof jti === 'string'),
    ticket_id: redacted.ticket_id ?? null,
    audit_seq: receipt.seq,
    valid_until: validUntil,
    ...rules,
  });
  if (!asked.ok) return cannot(asked.reason);
  if (!('request' in asked)) return recorded;
  const { request, secret } = asked;
  const granted = secret === undefined ? {} : { request_secret: secret };
  return { ...recorded, decision: { ...decision, request_id: request.request_id, ...granted } };
}

/** Checks that an approver can see the whole request. */
function checkShown(
  decision: Decision,
  redacted: Decision,
  isConcealed: boolean,
): CheckResult<'params_hidden' | 'params_too_long'> {
  const differing = SHOWN.find(
    (name) =>
      canonicalJson(plain({ is: redacted[name] ?? null })) !== canonicalJson(plain({ is: decision[name] ?? null })),
  );
  const hidden = isConcealed ? 'params' : differing;
  if (hidden !== undefined) {
    const reason = `"${hidden}" contains text that looks like a secret, so approvers could not see the whole request. Declare parameters that hold secrets as sensitive.`;
    return { ok: false, code: 'params_hidden', reason };
  }
  if (JSON.stringify(redacted.params).length <= LONGEST_PARAMS) return PASSED;
  return {
    ok: false,
    code: 'params_too_long',
    reason: `The parameters are longer than ${LONGEST_PARAMS} characters, too long for an approver to check.`,
  };
}

/**
 * Whether a parameter is masked only because one part has a secret name, such as a command with PASSWORD=x. Approvers would not see
 * the other parts.
 */
function findConcealed({ action, params }: RequestState, { secretNames: names }: PipelineServices): boolean {
  if (action === undefined || params === undefined) return false;
  const declared = new Set(action.parameters.filter(({ sensitive }) => sensitive).map(({ name }) => name));
  const exempt = new Set(action.parameters.map(({ name }) => name));
  const { value } = redactNames(params, { names, exempt });
  return listMasked(action, params, names).some((name) => !declared.has(name) && value[name] !== MASK);
}
