import { cpSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { keySet, loadKeys } from '@agent-safe/registry';
import { MemoryNonceStore, TicketVerifier } from '@agent-safe/tickets';
import { readKeySet } from '@agent-safe/tokens';
import { describe, expect, test } from 'vitest';
import { fileTest, withPorts } from '../test/support/ports.ts';
import { brief, makeProject, NOON, restart, type TestProject } from '../test/support/project.ts';
import { type AgentSafe, type ApprovalNotice, type ApprovalResult, openProjectServices } from './index.ts';

const HOUR = 3_600_000;

interface OpenProject {
  readonly safe: AgentSafe;
  /** The token of the requester. */
  readonly caller: string;
  readonly approver: string;
}

async function openWithApprover(project: TestProject): Promise<OpenProject> {
  const safe = await project.open();
  const day = { ttl_seconds: 86_400 };
  const caller = await safe.tokens.issue({ agent_id: 'worker', ...day });
  const approver = await safe.tokens.issue({ agent_id: 'alice', roles: ['approver'], ...day });
  return { safe, caller, approver };
}

/** Checks a restart, and returns the id of its approval request. */
async function ask(safe: AgentSafe, request: object): Promise<string> {
  const decision = await safe.check({ ...restart, ...request });
  expect(decision).toMatchObject({ result: 'require_approval', request_id: expect.stringMatching(/^apr-/) });
  expect(decision).not.toHaveProperty('ticket');
  return decision.request_id ?? '';
}

function yes(approver: string) {
  return { approver, reason: 'The change window is open' };
}

function codeOf(result: ApprovalResult): string {
  return result.ok ? result.request.status : result.code;
}

describe('an approved request', () => {
  test('T25 yields one ticket, for the same request of the same caller', async () => {
    const project = makeProject();
    const { approver, caller, safe } = await openWithApprover(project);
    const id = await ask(safe, { caller });
    expect(await ask(await project.open(), { caller })).toBe(id);
    expect(await safe.approvals.list()).toMatchObject({ ok: true, requests: [{ request_id: id }], refused: [] });
    const answered = await (await project.open()).approvals.approve(id, yes(approver));
    expect(answered).toMatchObject({ ok: true, request: { status: 'approved', action: 'restart-deployment' } });

    const decision = await safe.check({ ...restart, caller });
    expect(decision).toMatchObject({
      result: 'allow',
      code: 'approved',
      reason: 'Approved by "alice": The change window is open',
      policy_matched: 'all',
      request_id: id,
    });
    const keys = readKeySet(keySet(loadKeys(join(project.folder, 'keys.json')).tokens, NOON));
    const clock = () => NOON;
    const verifier = new TicketVerifier({ keys, nonces: new MemoryNonceStore({ clock }), clock });
    const verdict = await verifier.verify(decision.ticket?.token ?? '', {});
    expect(verdict).toMatchObject({ ok: true, ticket: { audit_id: decision.audit_id, digest: decision.digest } });
    expect(await safe.approvals.get(id)).toMatchObject({ request: { claimed_by_audit_id: decision.audit_id } });

    const again = await ask(safe, { caller });
    expect(again).not.toBe(id);
    expect(project.events().map(({ decision: what, event_type }) => what ?? event_type)).toEqual([
      'decision',
      'approval_requested',
      'decision',
      'approve',
      'claim',
      'decision',
      'decision',
      'approval_requested',
    ]);
  });

  test('T47 names the delegators of approvers with the same name', async () => {
    const { caller, safe } = await openWithApprover(
      makeProject({ '*': 'require_approval' }, { approvals: { quorum: 2 } }),
    );
    const id = await ask(safe, { caller });
    for (const root of ['left', 'right']) {
      const parent_token = await safe.tokens.issue({ agent_id: root, roles: ['approver'] });
      const child = await safe.tokens.delegate({ parent_token, child_agent_id: 'alice', child_roles: ['approver'] });
      expect(await safe.approvals.approve(id, yes(child.ok ? child.token : ''))).toMatchObject({ ok: true });
    }
    const { reason } = await safe.check({ ...restart, caller });
    expect(reason).toBe(
      'Approved by "alice" (delegated by "left"): The change window is open; "alice" (delegated by "right"): The change window is open',
    );
  });

  test('T25 allows no other request: approve A, run B fails', async () => {
    const { approver, caller, safe } = await openWithApprover(makeProject());
    const id = await ask(safe, { caller });
    await safe.approvals.approve(id, yes(approver));
    for (const other of [
      { params: { namespace: 'dev', deployment: 'test-app' } },
      { target: 'staging/api-server', params: { namespace: 'staging', deployment: 'api' } },
      { action: 'scale-deployment', params: { ...restart.params, replicas: 1 } },
      { ticket_id: 'CHG-1' },
    ]) {
      expect(await ask(safe, { caller, ...other })).not.toBe(id);
    }
    expect(brief(await safe.check({ ...restart, caller }))).toBe('allow approved');
  });

  test('T25 yields one ticket for any number of concurrent checks', async () => {
    const project = makeProject();
    const { approver, caller, safe } = await openWithApprover(project);
    await safe.approvals.approve(await ask(safe, { caller }), yes(approver));
    const processes = [safe, await project.open(), await project.open()];
    const checks = Array.from({ length: 8 }, () => processes.map((each) => each.check({ ...restart, caller })));
    const decisions = await Promise.all(checks.flat());
    expect(decisions.filter(({ ticket }) => ticket !== undefined)).toHaveLength(1);
    expect(new Set(decisions.filter(({ ticket }) => ticket === undefined).map((each) => each.request_id)).size).toBe(1);
  });

  test('T25 expires, answered or not', async () => {
    const project = makeProject({ '*': 'require_approval' }, { approvals: { ttl_seconds: 3_600 } });
    const { approver, caller, safe } = await openWithApprover(project);
    const answered = await ask(safe, { caller });
    const unanswered = await ask(safe, { caller, ticket_id: 'CHG-1' });
    await safe.approvals.approve(answered, yes(approver));
    project.time.now += HOUR;
    expect(codeOf(await safe.approvals.approve(unanswered, yes(approver)))).toBe('approval_expired');
    expect(codeOf(await safe.approvals.get(answered))).toBe('expired');
    expect(await ask(safe, { caller })).not.toBe(answered);
    // Setting the clock back restores nothing.
    project.time.now -= HOUR;
    expect(codeOf(await safe.approvals.get(answered))).toBe('expired');
  });

  test('T25 does not override a policy that now denies', async () => {
    const project = makeProject();
    const { approver, caller, safe } = await openWithApprover(project);
    await safe.approvals.approve(await ask(safe, { caller }), yes(approver));
    project.decideBy({ '*': 'deny' });
    expect(brief(await (await project.open()).check({ ...restart, caller }))).toBe('deny rule');
  });

  test('T25 does not help a caller that was revoked meanwhile', async () => {
    const { approver, caller, safe } = await openWithApprover(makeProject());
    await safe.approvals.approve(await ask(safe, { caller }), yes(approver));
    await safe.revocations.add({ agent: 'worker' });
    expect(brief(await safe.check({ ...restart, caller }))).toBe('deny caller_revoked');
  });

  fileTest('T25 a restored older copy of the state approves nothing a second time', async () => {
    const project = makeProject();
    const { approver, caller, safe } = await openWithApprover(project);
    await safe.approvals.approve(await ask(safe, { caller }), yes(approver));
    await safe.close();
    const [state, copy] = [join(project.folder, 'state.db'), join(project.folder, 'copy.db')];
    cpSync(state, copy);
    const second = await project.open();
    expect(brief(await second.check({ ...restart, caller }))).toBe('allow approved');
    await second.close();
    for (const suffix of ['', '-wal', '-shm']) rmSync(`${state}${suffix}`, { force: true });
    cpSync(copy, state);
    const third = await project.open();
    expect(brief(await third.check({ ...restart, caller }))).toBe('deny state_unavailable');
    expect(await third.state.rebuild()).toMatchObject({ ok: true });
    expect(brief(await third.check({ ...restart, caller }))).toBe('require_approval rule');
  });

  test('a denied request names the approver and the reason, and answers the next check', async () => {
    const { approver, caller, safe } = await openWithApprover(makeProject());
    const id = await ask(safe, { caller });
    const answer = { approver, reason: 'Not during the freeze' };
    expect(codeOf(await safe.approvals.deny(id, answer))).toBe('denied');
    expect(await safe.approvals.get(id)).toMatchObject({
      request: { resolutions: [{ decision: 'deny', approver: 'alice', reason: 'Not during the freeze' }] },
    });
    expect(await safe.check({ ...restart, caller })).toMatchObject({ code: 'approval_denied', request_id: id });
  });
});

describe('approvers', () => {
  test('T25 are neither the requester, nor an agent of its chain, nor their delegates', async () => {
    const { safe } = await openWithApprover(makeProject());
    const parent_token = await safe.tokens.issue({ agent_id: 'boss', roles: ['approver'] });
    const delegateTo = async (token: string, child_agent_id: string) => {
      const result = await safe.tokens.delegate({ parent_token: token, child_agent_id });
      return result.ok ? result.token : '';
    };
    const caller = await delegateTo(parent_token, 'child');
    const id = await ask(safe, { caller });
    for (const approver of [
      caller,
      parent_token,
      await delegateTo(parent_token, 'other'),
      await delegateTo(caller, 'below'),
    ]) {
      expect(codeOf(await safe.approvals.approve(id, yes(approver)))).toBe('approver_is_requester');
    }
  });

  test('T25 need the role and a valid token', async () => {
    const { approver, caller, safe } = await openWithApprover(makeProject());
    const id = await ask(safe, { caller });
    const notApprover = await safe.tokens.issue({ agent_id: 'bob', roles: ['deployer'] });
    expect(codeOf(await safe.approvals.approve(id, yes(notApprover)))).toBe('approver_not_allowed');
    for (const token of ['alice', '', `${approver}x`]) {
      expect(codeOf(await safe.approvals.approve(id, yes(token)))).toBe('approver_unverified');
    }
    await safe.revocations.add({ agent: 'alice' });
    expect(codeOf(await safe.approvals.approve(id, yes(approver)))).toBe('approver_unverified');
  });

  test('T25 that are delegates answer only requests that their delegation covers', async () => {
    const { approver: parent_token, caller, safe } = await openWithApprover(makeProject());
    const id = await ask(safe, { caller });
    const delegateTo = async (child_agent_id: string, scope: object) => {
      const result = await safe.tokens.delegate({ parent_token, child_agent_id, child_roles: ['approver'], ...scope });
      return result.ok ? result.token : '';
    };
    for (const scope of [{ actions: ['scale-*'] }, { targets: ['staging/*'] }, { child_roles: [] }]) {
      expect(codeOf(await safe.approvals.approve(id, yes(await delegateTo('deputy', scope))))).toBe(
        'approver_not_allowed',
      );
    }
    const covers = await delegateTo('deputy', { actions: ['restart-*'], targets: ['dev/*'] });
    expect(codeOf(await safe.approvals.approve(id, yes(covers)))).toBe('approved');
  });

  test('T25 are counted once toward the quorum, and a rule may require more', async () => {
    const approvals = { rules: { all: { quorum: 2, groups: ['sre'] } } };
    const { approver, caller, safe } = await openWithApprover(makeProject({ '*': 'require_approval' }, { approvals }));
    const id = await ask(safe, { caller });
    expect(codeOf(await safe.approvals.approve(id, yes(approver)))).toBe('approver_not_allowed');
    const make = (agent_id: string) =>
      safe.tokens.issue({ agent_id, roles: ['approver'], groups: ['sre'], ttl_seconds: 60 });
    expect(codeOf(await safe.approvals.approve(id, yes(await make('bob'))))).toBe('pending');
    expect(codeOf(await safe.approvals.approve(id, yes(await make('bob'))))).toBe('approver_repeated');
    expect(codeOf(await safe.approvals.approve(id, yes(await make('carol'))))).toBe('approved');
  });
});

describe('no valid approval exists for', () => {
  test('T25 a rule that requires other approvers', async () => {
    const approvals = { rules: { 'by-two': { quorum: 2 } } };
    const project = makeProject({ '*': 'require_approval' }, { approvals });
    const { approver, caller, safe } = await openWithApprover(project);
    const id = await ask(safe, { caller });
    await safe.approvals.approve(id, yes(approver));
    const rule = { name: 'by-two', match: { actions: ['*'] }, decision: 'require_approval', reason: 'Two' };
    writeFileSync(join(project.folder, 'policies.yaml'), JSON.stringify({ rules: [rule] }));
    const other = await (await project.open()).check({ ...restart, caller });
    expect(other).toMatchObject({ result: 'require_approval', policy_matched: 'by-two' });
    expect(other.request_id).not.toBe(id);
  });

  test.each(['the agent', 'its token', 'everybody'])('T25 a check after its approver was revoked: %s', async (what) => {
    const { approver, caller, safe } = await openWithApprover(makeProject());
    const id = await ask(safe, { caller });
    await safe.approvals.approve(id, yes(approver));
    const payload = JSON.parse(Buffer.from(approver.split('.')[1] ?? '', 'base64url').toString()) as {
      readonly jti: string;
    };
    const subjects = {
      'the agent': { agent: 'alice' },
      'its token': { token: payload.jti },
      everybody: { all: true },
    } as const;
    await safe.revocations.add(subjects[what as keyof typeof subjects]);
    const decision = await safe.check({ ...restart, caller });
    expect(decision.result).not.toBe('allow');
    expect(decision.request_id).not.toBe(id);
  });

  test('T25 T21 a request that approvers cannot see in full', async () => {
    const project = makeProject();
    const { caller, safe } = await openWithApprover(project);
    const command = ['sh', '-c', 'x # -----BEGIN PRIVATE KEY-----\nrm -rf /'];
    const hidden = { action: 'exec-pod', params: { namespace: 'dev', pod: 'p', command } };
    const decision = await safe.check({ ...restart, ...hidden, caller });
    expect(decision).not.toHaveProperty('request_id');
    expect(decision.reason).toContain('No approval can be requested. "params" contains text that looks like a secret');
    // A part that has a secret name does not hide the rest from approvers.
    const part = { ...hidden, params: { ...hidden.params, command: ['sh', '-c', 'PASSWORD=x rm -rf /'] } };
    expect((await safe.check({ ...restart, ...part, caller })).reason).toContain('looks like a secret');
    const long = { ...hidden, params: { ...hidden.params, command: Array.from({ length: 2_000 }, () => 'xxxxxxxx') } };
    expect((await safe.check({ ...restart, ...long, caller })).reason).toContain('too long for an approver to check');
  });

  test('T25 a requester over its limit of open requests, and other requesters are not affected', async () => {
    const { caller, safe } = await openWithApprover(makeProject());
    for (let index = 0; index < 100; index += 1) await ask(safe, { caller, ticket_id: `CHG-${index}` });
    const decision = await safe.check({ ...restart, caller, ticket_id: 'CHG-100' });
    expect(decision).not.toHaveProperty('request_id');
    expect(decision.reason).toContain('The requester has 100 pending requests');
    await ask(safe, { caller: await safe.tokens.issue({ agent_id: 'other' }) });
  });
});

describe('the ticket goes', () => {
  test('T25 not to another caller with the same request', async () => {
    const { approver, caller, safe } = await openWithApprover(makeProject());
    await safe.approvals.approve(await ask(safe, { caller }), yes(approver));
    const other = await safe.tokens.issue({ agent_id: 'other' });
    expect(brief(await safe.check({ ...restart, caller: other }))).toBe('require_approval rule');
    expect(brief(await safe.check({ ...restart, caller: 'worker' }))).toBe('require_approval rule');
    expect(brief(await safe.check({ ...restart, caller }))).toBe('allow approved');
  });

  test('T25 T21 without a token, to the holder of the secret, which is given once and never stored', async () => {
    const project = makeProject();
    const { approver, safe } = await openWithApprover(project);
    const decision = await safe.check({ ...restart, caller: 'worker' });
    const { request_id = '', request_secret = '' } = decision;
    expect(request_secret).toMatch(/^[\w-]{43}$/);
    expect(await safe.check({ ...restart, caller: 'worker' })).not.toHaveProperty('request_secret');
    await safe.approvals.approve(request_id, yes(approver));
    for (const wrong of [undefined, 'x'.repeat(43), '']) {
      const stranger = await safe.check({ ...restart, caller: 'worker', request_secret: wrong });
      expect(stranger.result).toBe('require_approval');
    }
    const granted = await safe.check({ ...restart, caller: 'worker', request_secret });
    expect(granted).toMatchObject({ result: 'allow', code: 'approved', caller_verified: false });
    expect(granted.ticket).toBeDefined();
    expect(project.everything()).not.toContain(request_secret);
  });

  test('and only the requester may cancel its request', async () => {
    const { approver, caller, safe } = await openWithApprover(makeProject());
    const id = await ask(safe, { caller });
    const back = { reason: 'No longer needed' };
    expect(codeOf(await safe.approvals.cancel(id, { ...back, caller: approver }))).toBe('claimant_not_requester');
    expect(codeOf(await safe.approvals.cancel(id, { ...back, secret: 'guess' }))).toBe('claimant_not_requester');
    // A delegating agent chooses the name of its child.
    const parent_token = await safe.tokens.issue({ agent_id: 'evil' });
    const child = await safe.tokens.delegate({ parent_token, child_agent_id: 'worker' });
    const alias = { ...back, caller: child.ok ? child.token : '' };
    expect(codeOf(await safe.approvals.cancel(id, alias))).toBe('claimant_not_requester');
    expect(codeOf(await safe.approvals.cancel(id, { caller, reason: 'two\nlines' }))).toBe('reason_invalid');
    expect(codeOf(await safe.approvals.cancel(id, { ...back, caller }))).toBe('cancelled');
    expect(codeOf(await safe.approvals.approve(id, yes(approver)))).toBe('approval_not_pending');
  });
});

describe('the risk of an approved request', () => {
  test('counts once: neither a repeated check nor the approval adds risk', async () => {
    const project = makeProject({ '*': 'require_approval' }, { cumulativeRisk: {} });
    const { approver, caller, safe } = await openWithApprover(project);
    const checks = async () => brief(await safe.check({ ...restart, caller }));
    expect(await checks()).toBe('require_approval rule 5');
    expect(await checks()).toBe('require_approval rule 5');
    const pending = await safe.approvals.list();
    await safe.approvals.approve(pending.ok ? (pending.requests[0]?.request_id ?? '') : '', yes(approver));
    expect(await checks()).toBe('allow approved 5');
    expect(await checks()).toBe('require_approval rule 10');
  });

  test('counts if no approval is needed any longer, even if a request for it is open', async () => {
    const project = makeProject({ '*': 'allow' }, { cumulativeRisk: { window_seconds: 60, escalation_threshold: 10 } });
    const { caller, safe } = await openWithApprover(project);
    const checks = async () => brief(await safe.check({ ...restart, caller }));
    expect([await checks(), await checks()]).toEqual(['allow rule 5', 'require_approval risk_escalated 10']);
    project.time.now += 60_000;
    expect([await checks(), await checks()]).toEqual(['allow rule 5', 'require_approval risk_escalated 10']);
  });

  test('can be approved above the first threshold, but not above the second', async () => {
    const project = makeProject({ '*': 'allow' }, { cumulativeRisk: { escalation_threshold: 5, deny_threshold: 10 } });
    const { approver, caller, safe } = await openWithApprover(project);
    const decision = await safe.check({ ...restart, caller });
    expect(decision).toMatchObject({ code: 'risk_escalated', escalated_from: 'allow', policy_matched: 'all' });
    await safe.approvals.approve(decision.request_id ?? '', yes(approver));
    expect(await safe.check({ ...restart, caller })).toMatchObject({ code: 'approved', escalated_from: 'allow' });
    const next = await safe.check({ ...restart, caller });
    expect(brief(next)).toBe('deny risk_denied 10');
  });

  test('T25 above the second threshold denies a request that was approved before', async () => {
    const project = makeProject({ '*': 'allow' }, { cumulativeRisk: { escalation_threshold: 5, deny_threshold: 20 } });
    const { approver, caller, safe } = await openWithApprover(project);
    const id = await ask(safe, { caller });
    await safe.approvals.approve(id, yes(approver));
    const secret = { action: 'get-secret', params: { namespace: 'dev', secret: 'db' } };
    await safe.check({ ...restart, ...secret, caller });
    expect(brief(await safe.check({ ...restart, caller }))).toBe('deny risk_denied 20');
  });
});

describe('approvals.wait', () => {
  test('ends when another process answers', async () => {
    const project = makeProject();
    const { approver, caller, safe } = await openWithApprover(project);
    const id = await ask(safe, { caller });
    const waiting = safe.approvals.wait(id);
    await (await project.open()).approvals.approve(id, yes(approver));
    expect(codeOf(await waiting)).toBe('approved');
  });

  test('ends with its signal, and with its timeout', async () => {
    const project = makeProject();
    const { caller, safe } = await openWithApprover(project);
    const id = await ask(safe, { caller });
    const stop = new AbortController();
    const waiting = safe.approvals.wait(id, { signal: stop.signal });
    stop.abort(new Error('stopped'));
    await expect(waiting).rejects.toThrow('stopped');
    expect(codeOf(await safe.approvals.wait(id, { timeout: 0 }))).toBe('wait_timeout');
    expect(codeOf(await safe.approvals.wait('apr-none'))).toBe('approval_unknown');
  });
});

describe('approvals.watch', () => {
  test('yields pending, new and ended requests until it is stopped', async () => {
    const project = makeProject();
    const { approver, caller, safe } = await openWithApprover(project);
    const first = await ask(safe, { caller });
    const { approvals, close } = await openProjectServices(
      withPorts({
        config: false,
        keys: join(project.folder, 'keys.json'),
        auditLog: join(project.folder, 'audit.jsonl'),
        clock: () => NOON,
      }),
    );
    const stop = new AbortController();
    const seen: string[] = [];
    for await (const { request_id, status } of approvals.watch(stop.signal)) {
      seen.push(`${request_id} ${status}`);
      if (seen.length === 1) await ask(safe, { caller, ticket_id: 'CHG-1' });
      if (seen.length === 2) await safe.approvals.approve(first, yes(approver));
      if (seen.length === 3) stop.abort();
    }
    await close();
    expect(seen).toEqual([`${first} pending`, expect.stringContaining(' pending'), `${first} approved`]);
  });
});

describe('notifiers', () => {
  test('a custom function is called once, and a failing function does not affect the decision', async () => {
    const notices: ApprovalNotice[] = [];
    const failures: string[] = [];
    async function tell(notice: ApprovalNotice) {
      notices.push(notice);
    }
    const hanging = { name: 'hanging', notify: () => new Promise<void>(() => undefined) };
    const throwing = { name: 'throwing', notify: () => Promise.reject(new Error('hunter2')) };
    const project = makeProject(
      { '*': 'require_approval' },
      {
        approvals: { notifiers: [hanging, throwing, tell] },
        onNotifyFailure: ({ notifier }, { message }) => failures.push(`${notifier}: ${message}`),
      },
    );
    const { caller, safe } = await openWithApprover(project);
    const id = await ask(safe, { caller });
    await ask(safe, { caller });
    await safe.close();
    expect(notices.map(({ request }) => request.request_id)).toEqual([id]);
    expect(notices[0]?.commands.approve).toBe(`agent-safe approval approve ${id} --as "$APPROVER" --reason "…"`);
    expect(failures.join()).toContain('throwing: the notifier failed');
    expect(failures.join()).not.toContain('hunter2');
  });

  test('an invalid notifier is refused when the project is opened, and the error has no secret', async () => {
    process.env.AGENT_SAFE_TEST_SLACK = 'ftp://hooks.example/hunter2';
    const open = (notifier: object) => makeProject().open({ approvals: { notifiers: [notifier as never] } });
    await expect(open({ backend: 'pigeon' })).rejects.toThrow('backend. It must be one of "webhook", "slack"');
    await expect(open({ backend: 'webhook', url: 'https://a.example', secret: 'x' })).rejects.toThrow(
      'Unknown option: approvals.notifiers[].secret.',
    );
    await expect(open({ backend: 'slack', url_env: 'NO_SUCH_VARIABLE' })).rejects.toThrow('NO_SUCH_VARIABLE');
    const wrong = open({ backend: 'slack', url_env: 'AGENT_SAFE_TEST_SLACK' });
    await expect(wrong).rejects.toMatchObject({ code: 'ERR_CONFIG_INVALID' });
    await expect(wrong).rejects.not.toThrow('hunter2');
    delete process.env.AGENT_SAFE_TEST_SLACK;
  });
});

describe('no approval can be requested', () => {
  test.each([
    ['without an audit log', { auditLog: false }, 'There is no audit log. Add "audit_log"'],
    ['without keys', { keys: undefined }, 'There is no key for approvals'],
  ] as const)('%s, and the reason says so', async (_, options, why) => {
    const safe = await makeProject({ '*': 'require_approval' }, options).open();
    const decision = await safe.check(restart);
    expect(decision).toMatchObject({ result: 'require_approval', code: 'rule' });
    expect(decision.reason).toContain(`No approval can be requested. ${why}`);
    expect(decision).not.toHaveProperty('request_id');
    await expect(safe.approvals.list()).rejects.toMatchObject({ code: 'ERR_CONFIG_INVALID' });
  });
});
