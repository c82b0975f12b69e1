import { DEFAULT_APPROVALS } from '@agent-safe/core';
import { describe, expect, test } from 'vitest';
import { type Approver, readApprovalSettings } from '../src/index.ts';
import { requirementFor } from '../src/service/settings.ts';
import {
  approver,
  ask,
  BASIS,
  chainOf,
  fieldsOf,
  HOUR,
  KEY,
  makeSubject,
  makeWorld,
  START,
  WORKER,
} from './support/world.ts';

const refused = (code: string) => expect.objectContaining({ ok: false, code });
const CLAIM = { ...WORKER, ...BASIS, digest: 'digest-A', audit_id: 'evt-1' };

describe('asking', () => {
  test('a request holds its subject, expiry and required approvers', async () => {
    const { approvals } = makeWorld();
    const asked = await approvals.request(makeSubject());
    expect(asked).toEqual({
      ok: true,
      created: true,
      request: {
        ...makeSubject(),
        request_id: expect.stringMatching(/^apr-[\da-f-]{36}$/),
        status: 'pending',
        version: 1,
        created_at: '2026-01-01T00:00:00.000Z',
        expires_at: '2026-01-01T01:00:00.000Z',
        required: { quorum: 1, roles: ['approver'], groups: [] },
        resolutions: [],
        claimed_by_audit_id: null,
      },
    });
  });

  test('a second request for the same subject returns the pending one', async () => {
    const { approvals, another, log } = makeWorld();
    const { id } = await ask(approvals);
    const again = await another().request(makeSubject({ audit_id: 'evt-later', caller_tokens: ['renewed'] }));
    expect(again).toMatchObject({ ok: true, created: false, request: { request_id: id, audit_id: 'evt-asked' } });
    expect(log.decisions).toEqual(['approval_requested']);
  });

  test('of many concurrent calls, one creates the request, and it is recorded once', async () => {
    const { another, log } = makeWorld();
    const answers = await Promise.all(Array.from({ length: 30 }, () => another().request(makeSubject())));
    expect(answers.filter((answer) => answer.ok && answer.created)).toHaveLength(1);
    expect(new Set(answers.map((answer) => answer.ok && answer.request.request_id)).size).toBe(1);
    expect(log.decisions).toEqual(['approval_requested']);
  });

  test('after expiry, the same subject creates a new request', async () => {
    const { approvals, log, time } = makeWorld();
    const { id } = await ask(approvals);
    time.now += HOUR;
    const again = await ask(approvals);
    expect(again.id).not.toBe(id);
    expect(log.decisions).toEqual(['approval_requested', 'expire', 'approval_requested']);
  });

  test('a request that cannot be recorded is void and does not block a new one', async () => {
    const { approvals, log } = makeWorld();
    log.isDown = true;
    expect(await approvals.request(makeSubject())).toEqual(refused('audit_unavailable'));
    log.isDown = false;
    const { id } = await ask(approvals);
    expect(await approvals.list()).toMatchObject({ requests: [{ request_id: id }], refused: [] });
  });

  test('the next process records a request whose creator ended before recording it', async () => {
    const { another, log, store } = makeWorld();
    const never = another({ audit: { append: () => new Promise<never>(() => undefined) } });
    void never.request(makeSubject());
    const { id } = await ask(another());
    expect(log.decisions).toEqual(['approval_requested']);
    expect(store.size).toBe(1);
    expect(await another().get(id)).toMatchObject({ ok: true, request: { status: 'pending' } });
  });

  test.each([{ params: { size: Number.NaN } }, { digest: undefined }, { reason: '\ud800' }])(
    'a subject that JSON cannot hold is refused: %j',
    async (differences) => {
      const { approvals, store } = makeWorld();
      expect(await approvals.request({ ...makeSubject(), ...differences } as never)).toEqual(
        refused('request_invalid'),
      );
      expect(store.size).toBe(0);
    },
  );
});

describe('T25 approvers', () => {
  const cases: readonly (readonly [string, Approver, string])[] = [
    ['the requester', approver('worker-01'), 'approver_is_requester'],
    ['an agent of the requester chain', approver('orchestrator'), 'approver_is_requester'],
    [
      'an agent delegated by the requester',
      approver('x', { delegation_chain: chainOf('worker-01') }),
      'approver_is_requester',
    ],
    [
      'an agent delegated by the requester chain',
      approver('x', { delegation_chain: chainOf('orchestrator') }),
      'approver_is_requester',
    ],
    [
      'an agent further down the same chain',
      approver('x', { delegation_chain: chainOf('root', 'worker-01', 'y') }),
      'approver_is_requester',
    ],
    ['an agent with the token of the requester', approver('x', { jti: 'token-of-worker' }), 'approver_is_requester'],
    [
      'an agent with a token of the requester chain',
      approver('x', { delegation_chain: [{ agent_id: 'renamed', jti: 'token-of-orchestrator' }] }),
      'approver_is_requester',
    ],
    ['an agent without the role', approver('x', { roles: ['reader'] }), 'approver_not_allowed'],
    [
      'an agent with the role name as its group',
      approver('x', { roles: [], groups: ['approver'] }),
      'approver_not_allowed',
    ],
    ['an unverified agent', approver('x', { verified: false }), 'approver_unverified'],
  ];

  test.each(cases)('not %s', async (_, who, code) => {
    const { approvals, log } = makeWorld();
    const { id } = await ask(approvals);
    expect(await approvals.approve(id, who, 'Fine.')).toEqual(refused(code));
    expect(await approvals.get(id)).toMatchObject({ request: { status: 'pending', resolutions: [] } });
    expect(log.decisions).toEqual(['approval_requested']);
    // An involved approver may deny, so that a requester cannot block an approver by taking its name.
    const denied = await approvals.deny(id, who, 'No.');
    if (code === 'approver_is_requester') expect(denied).toMatchObject({ ok: true, request: { status: 'denied' } });
    else expect(denied).toEqual(refused(code));
  });

  test('an approval records approver, reason and delegation chain', async () => {
    const { approvals, log } = makeWorld();
    const { id } = await ask(approvals);
    const who = approver('helper', { delegation_chain: chainOf('alice') });
    expect(await approvals.approve(id, who, 'Change window is open.')).toMatchObject({
      ok: true,
      request: {
        status: 'approved',
        version: 2,
        resolutions: [{ decision: 'approve', approver: 'helper', chain: ['alice'], reason: 'Change window is open.' }],
      },
    });
    expect(log.events[1]).toMatchObject({
      event_type: 'approval_resolved',
      event_id: `${id}-2`,
      fields: { request_id: id, version: 2, status: 'approved', approver: 'helper', approver_chain: ['alice'] },
    });
  });

  test('a quorum counts each root once', async () => {
    const { approvals } = makeWorld({ settings: { quorum: 2 } });
    const { id } = await ask(approvals);
    await approvals.approve(id, approver('alice'), 'Yes.');
    const ofAlice = approver('helper', { delegation_chain: chainOf('alice') });
    for (const again of [approver('alice'), approver('alice', { jti: 'another' }), ofAlice]) {
      expect(await approvals.approve(id, again, 'Yes.')).toEqual(refused('approver_repeated'));
    }
    expect(await approvals.claim(id, CLAIM)).toEqual(refused('approval_not_approved'));
    expect(await approvals.approve(id, approver('bob'), 'Yes.')).toMatchObject({ request: { status: 'approved' } });
  });

  test('two concurrent approvals both count', async () => {
    const { another } = makeWorld({ settings: { quorum: 3 } });
    const { id } = await ask(another());
    const names = ['alice', 'bob', 'carol', 'dave', 'erin'];
    const answers = await Promise.all(names.map((name) => another().approve(id, approver(name), 'Yes.')));
    expect(answers.filter(({ ok }) => ok)).toHaveLength(3);
    expect(answers.filter(({ ok }) => !ok)).toEqual([refused('approval_not_pending'), refused('approval_not_pending')]);
    expect(await another().get(id)).toMatchObject({ request: { status: 'approved', version: 4 } });
  });

  test('one denial is enough, even by an agent that approved before', async () => {
    const { approvals } = makeWorld({ settings: { quorum: 2 } });
    const { id } = await ask(approvals);
    await approvals.approve(id, approver('alice'), 'Yes.');
    expect(await approvals.deny(id, approver('alice'), 'After all, no.')).toMatchObject({
      request: { status: 'denied' },
    });
    expect(await approvals.approve(id, approver('bob'), 'Yes.')).toEqual(refused('approval_not_pending'));
    expect(await approvals.claim(id, CLAIM)).toEqual(refused('approval_not_approved'));
  });

  test('a rule can set its own approvers, who need both a role and a group if both are given', async () => {
    const rules = { production: { roles: ['lead'], groups: ['platform', 'data'] } };
    const { approvals } = makeWorld({ settings: { quorum: 2, rules } });
    const { id } = await ask(approvals);
    for (const who of [approver('a'), approver('b', { roles: ['lead'] }), approver('c', { groups: ['data'] })]) {
      expect(await approvals.approve(id, who, 'Yes.')).toEqual(refused('approver_not_allowed'));
    }
    const lead = (name: string) => approver(name, { roles: ['lead'], groups: ['data'] });
    await approvals.approve(id, lead('alice'), 'Yes.');
    expect(await approvals.approve(id, lead('bob'), 'Yes.')).toMatchObject({ request: { status: 'approved' } });
    const other = await ask(approvals, { digest: 'digest-B', policy_matched: 'staging' });
    expect(await approvals.approve(other.id, approver('a'), 'Yes.')).toMatchObject({ ok: true });
  });

  test.each(['', '  \n', 'x'.repeat(1_001), '\udc00', undefined])('the reason %j is refused', async (reason) => {
    const { approvals } = makeWorld();
    const { id } = await ask(approvals);
    expect(await approvals.approve(id, approver(), reason as string)).toEqual(refused('reason_invalid'));
  });

  test('an unknown request is refused', async () => {
    const { approvals } = makeWorld();
    for (const id of ['', 'apr-1', '__proto__', "' OR 1"]) {
      expect(await approvals.approve(id, approver(), 'Yes.')).toEqual(refused('approval_unknown'));
      expect(await approvals.claim(id, CLAIM)).toEqual(refused('approval_unknown'));
      expect(await approvals.get(id)).toEqual(refused('approval_unknown'));
    }
  });
});

describe('T25 claims', () => {
  async function makeApproved(differences = {}) {
    const world = makeWorld();
    const asked = await ask(world.approvals, differences);
    await world.approvals.approve(asked.id, approver(), 'Yes.');
    return { ...world, ...asked };
  }

  test('an approval cannot be claimed for another digest', async () => {
    const { approvals, id } = await makeApproved();
    for (const digest of ['digest-B', 'digest-a', '', 'digest-A ']) {
      expect(await approvals.claim(id, { ...CLAIM, digest })).toEqual(refused('approval_mismatch'));
    }
    expect(await approvals.claim(id, CLAIM)).toMatchObject({ ok: true, request: { claimed_by_audit_id: 'evt-1' } });
  });

  test('of many concurrent claims one succeeds, and later claims are refused', async () => {
    const { another, id, log } = await makeApproved();
    const claims = Array.from({ length: 20 }, (_, index) =>
      another().claim(id, { ...CLAIM, audit_id: `evt-${index}` }),
    );
    const answers = await Promise.all(claims);
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
    expect(answers.filter(({ ok }) => !ok)).toEqual(Array.from({ length: 19 }, () => refused('approval_claimed')));
    expect(await another().claim(id, CLAIM)).toEqual(refused('approval_claimed'));
    const winner = `evt-${answers.findIndex(({ ok }) => ok)}`;
    expect(log.decisions).toEqual(['approval_requested', 'approve', 'claim']);
    expect(log.events[2]).toMatchObject({ fields: { claimed_by_audit_id: winner } });
  });

  test('only the requester can claim', async () => {
    const { approvals, id } = await makeApproved();
    const others = [
      { agent_id: 'worker-02', verified: true },
      { agent_id: 'orchestrator', verified: true },
      { agent_id: 'worker-01', verified: false },
      { agent_id: 'worker-01', verified: false, secret: 'guessed' },
      { agent_id: null, verified: true },
    ];
    for (const other of others) {
      expect(await approvals.claim(id, { ...CLAIM, ...other })).toEqual(refused('claimant_not_requester'));
    }
    expect(await approvals.claim(id, CLAIM)).toMatchObject({ ok: true });
  });

  test('the secret proves an unverified requester', async () => {
    const { approvals, id, secret } = await makeApproved({ caller_verified: false });
    expect(secret).toMatch(/^[\w-]{43}$/);
    const claim = { agent_id: 'worker-01', ...BASIS, digest: 'digest-A', audit_id: 'evt-1' };
    for (const stranger of [{}, { secret: '' }, { secret: `${secret} ` }, { verified: true }]) {
      const answer = await approvals.claim(id, { ...claim, verified: false, ...stranger });
      expect(answer).toEqual(refused('claimant_not_requester'));
    }
    expect(await approvals.claim(id, { ...claim, verified: false, secret })).toMatchObject({ ok: true });
  });

  test('only the creator of a request receives its secret', async () => {
    const { approvals } = makeWorld();
    const first = await approvals.request(makeSubject({ caller_verified: false }));
    const second = await approvals.request(makeSubject({ caller_verified: false }));
    expect(first).toHaveProperty('secret');
    expect(second).not.toHaveProperty('secret');
  });

  test.each([
    [HOUR - 1, true],
    [HOUR, false],
    [HOUR * 1_000, false],
  ])('a claim after %i ms succeeds: %s', async (passed, isClaimed) => {
    const { approvals, id, time } = await makeApproved();
    time.now += passed;
    const answer = await approvals.claim(id, CLAIM);
    expect(answer).toEqual(isClaimed ? expect.objectContaining({ ok: true }) : refused('approval_expired'));
  });

  test('an expired request stays expired if the clock is set back', async () => {
    const { approvals, id, log, time } = await makeApproved();
    time.now += HOUR;
    await Promise.all(Array.from({ length: 5 }, () => approvals.get(id)));
    time.now = START;
    expect(await approvals.claim(id, CLAIM)).toEqual(refused('approval_expired'));
    expect(log.decisions.filter((decision) => decision === 'expire')).toHaveLength(1);
  });

  test('a claimed request stays approved after its expiry', async () => {
    const { approvals, id, time } = await makeApproved();
    await approvals.claim(id, CLAIM);
    time.now += HOUR;
    expect(await approvals.get(id)).toMatchObject({ request: { status: 'approved', claimed_by_audit_id: 'evt-1' } });
  });

  test('an expired request cannot be approved', async () => {
    const { approvals, time } = makeWorld();
    const { id } = await ask(approvals);
    time.now += HOUR;
    expect(await approvals.approve(id, approver(), 'Yes.')).toEqual(refused('approval_expired'));
    expect(await approvals.get(id)).toMatchObject({ request: { status: 'expired' } });
  });

  test('only the requester can cancel, and only while the request is pending', async () => {
    const { approvals } = makeWorld();
    const { id } = await ask(approvals);
    const stranger = { agent_id: 'alice', verified: true };
    expect(await approvals.cancel(id, stranger, 'No.')).toEqual(refused('claimant_not_requester'));
    expect(await approvals.cancel(id, WORKER, 'No longer needed.')).toMatchObject({ request: { status: 'cancelled' } });
    expect(await approvals.approve(id, approver(), 'Yes.')).toEqual(refused('approval_not_pending'));
  });
});

describe('a change that cannot be recorded is void', () => {
  test('an unrecorded approval is void, now and later', async () => {
    const { approvals, log } = makeWorld();
    const { id } = await ask(approvals);
    log.isDown = true;
    expect(await approvals.approve(id, approver(), 'Yes.')).toEqual(refused('audit_unavailable'));
    expect(await approvals.get(id)).toMatchObject({ request: { status: 'pending' } });
    log.isDown = false;
    expect(await approvals.get(id)).toMatchObject({ request: { status: 'pending' } });
    expect(await approvals.claim(id, CLAIM)).toEqual(refused('approval_not_approved'));
    expect(await approvals.approve(id, approver(), 'Yes.')).toMatchObject({ request: { status: 'approved' } });
    expect(log.decisions).toEqual(['approval_requested', 'withdraw', 'approve']);
  });

  test('an unrecorded claim is void, and a late record does not use the approval', async () => {
    const { approvals, log } = makeWorld();
    const { id } = await ask(approvals);
    await approvals.approve(id, approver(), 'Yes.');
    // The disk hangs: the claim is refused, and its event is written later.
    log.before = (draft) => {
      log.before = () => undefined;
      log.events.push(draft);
      throw new Error('too late');
    };
    expect(await approvals.claim(id, CLAIM)).toEqual(refused('audit_unavailable'));
    expect(await approvals.claim(id, { ...CLAIM, audit_id: 'evt-2' })).toMatchObject({ ok: true });
    expect(await approvals.claim(id, { ...CLAIM, audit_id: 'evt-3' })).toEqual(refused('approval_claimed'));
    expect(log.decisions).toEqual(['approval_requested', 'approve', 'claim', 'withdraw', 'claim']);
  });

  test('a change is invisible before it is recorded', async () => {
    const { another, log } = makeWorld();
    const { id } = await ask(another());
    const seen: unknown[] = [];
    log.before = async () => {
      const answer = await another().get(id);
      seen.push(answer.ok && answer.request.status);
    };
    await another().approve(id, approver(), 'Yes.');
    expect(seen).toEqual(['pending']);
  });

  test('the next change records a change that its process left unrecorded', async () => {
    const { another, log } = makeWorld({ settings: { quorum: 2 } });
    const { id } = await ask(another());
    const killed = another({ audit: { append: () => new Promise<never>(() => undefined) } });
    void killed.approve(id, approver('alice'), 'Yes.');
    expect(await another().approve(id, approver('bob'), 'Yes.')).toMatchObject({ request: { status: 'approved' } });
    expect(log.events.map((draft) => fieldsOf(draft).approver ?? null)).toEqual([null, 'alice', 'bob']);
  });

  test('every call is refused if the log or store fails', async () => {
    const { another } = makeWorld();
    const { id } = await ask(another());
    const fail = async () => Promise.reject(new Error('hunter2'));
    const blind = another({ latestVersion: fail });
    const store = { create: fail, get: fail, list: fail, resolve: fail };
    const lost = another({ store });
    for (const [service, code] of [
      [blind, 'audit_unavailable'],
      [lost, 'state_unavailable'],
    ] as const) {
      const asked = [
        service.get(id),
        service.approve(id, approver(), 'Yes.'),
        service.deny(id, approver(), 'No.'),
        service.claim(id, CLAIM),
        service.cancel(id, WORKER, 'No.'),
        service.waitForApproval(id),
      ];
      for (const answer of await Promise.all(asked)) {
        expect(answer).toEqual(refused(code));
        expect(JSON.stringify(answer)).not.toContain('hunter2');
      }
    }
    expect(await lost.list()).toEqual(refused('state_unavailable'));
    expect(await lost.request(makeSubject())).toEqual(refused('state_unavailable'));
  });
});

describe('settings', () => {
  test('the default is one approver within an hour', () => {
    expect(readApprovalSettings()).toEqual(DEFAULT_APPROVALS);
    expect(readApprovalSettings({ groups: ['platform'] })).toMatchObject({ roles: [], groups: ['platform'] });
    expect(requirementFor(readApprovalSettings(), 'constructor')).toEqual({
      quorum: 1,
      roles: ['approver'],
      groups: [],
    });
  });

  test.each<[object, RegExp]>([
    [{ ttl_second: 1 }, /Unknown option: approvals\.ttl_second\. Did you mean "ttl_seconds"\?/],
    [{ ttl_seconds: 0 }, /approvals\.ttl_seconds/],
    [{ ttl_seconds: Number.POSITIVE_INFINITY }, /approvals\.ttl_seconds/],
    [{ quorum: 0 }, /approvals\.quorum/],
    [{ quorum: 1.5 }, /approvals\.quorum/],
    [{ roles: 'approver' }, /approvals\.roles/],
    [{ roles: [] }, /allows no approver/],
    [{ rules: { production: { roles: [], groups: [] } } }, /approvals\.rules\.production\. It allows no approver/],
    [{ rules: { production: { role: ['lead'] } } }, /approvals\.rules\.production\.role\. Did you mean "roles"\?/],
    [{ rules: { production: null } }, /approvals\.rules\.production\. It must be an object, but it is null/],
  ])('%j is refused', (settings, message) => {
    expect(() => readApprovalSettings(settings)).toThrow(
      expect.objectContaining({ code: 'ERR_CONFIG_INVALID', message: expect.stringMatching(message) }),
    );
  });

  test('a short or missing key is refused', () => {
    expect(() => makeWorld({ keys: [KEY, new Uint8Array(31)] })).toThrow(
      expect.objectContaining({ code: 'ERR_KEYS_INVALID' }),
    );
    expect(() => makeWorld({ keys: [] })).toThrow(expect.objectContaining({ code: 'ERR_KEYS_INVALID' }));
  });
});
