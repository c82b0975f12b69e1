import type { CheckRequest, Decision } from '@agent-safe/core';
import { announceRandom, type Random, scaled } from '@agent-safe/testkit';
import { expect, test } from 'vitest';
import type { AgentSafe, OpenOptions, Preview } from '../src/index.ts';
import { type MemoryAuditLog, memoryAuditLog, memoryStores } from '../src/memory/index.ts';
import { brief, makeProject, NOON, restart, type TestProject } from './support/project.ts';
import { StateFile } from './support/state-file.ts';

const ACTIONS = ['restart-deployment', 'restart-deployment', 'scale-deployment', 'get-pod-logs'] as const;
const ANSWERS = ['allow', 'allow', 'require_approval', 'require_approval', 'deny'] as const;
const AGENTS = ['a', 'b'] as const;
const ACTS = 60;

interface Act {
  readonly kind: 'check' | 'approve' | 'deny' | 'cancel' | 'retract' | 'revoke' | 'lift' | 'reset' | 'policy';
  readonly seconds: number;
  readonly agent: (typeof AGENTS)[number];
  /** Whether the caller gives its token, or only its name. */
  readonly isProven: boolean;
  readonly request: CheckRequest;
  readonly previews: number;
  readonly answers: Readonly<Record<string, (typeof ANSWERS)[number]>>;
  readonly position: number;
}

/** One project. Two of them get the same acts, and only one gets previews. */
class World {
  readonly project: TestProject;
  readonly answers: string[] = [];
  readonly #requests: { readonly id: string; readonly secret: string | undefined; readonly caller: string }[] = [];
  readonly #tokens = new Map<string, string>();

  readonly #time = { now: NOON };
  /** The log in memory; undefined if the project has files. */
  readonly #log: MemoryAuditLog | undefined;

  constructor(given: OpenOptions, hasFiles: boolean) {
    const clock = () => this.#time.now;
    this.#log = hasFiles ? undefined : memoryAuditLog({ clock });
    const ports = hasFiles ? {} : { audit: this.#log, stores: memoryStores({ clock }) };
    this.project = makeProject({ '*': 'allow' }, { ...given, ...ports, clock });
  }

  async prepare(): Promise<void> {
    const safe = await this.project.open();
    for (const agent_id of AGENTS)
      this.#tokens.set(agent_id, await safe.tokens.issue({ agent_id, ttl_seconds: 86_400 }));
    for (const agent_id of ['alice', 'bob']) {
      this.#tokens.set(agent_id, await safe.tokens.issue({ agent_id, roles: ['approver'], ttl_seconds: 86_400 }));
    }
    await safe.close();
  }

  async act(safe: AgentSafe, act: Act, isPreviewed: boolean): Promise<void> {
    this.#time.now += act.seconds * 1_000;
    const known = this.#requests.at(act.position % Math.max(1, this.#requests.length));
    const approver = this.#tokens.get(act.position % 2 === 0 ? 'alice' : 'bob') ?? '';
    const reason = 'At random';
    if (act.kind === 'revoke') await safe.revocations.add({ agent: act.agent });
    else if (act.kind === 'lift') await safe.revocations.lift(act.agent);
    else if (act.kind === 'reset') await safe.risk.reset({ caller: act.agent, approver, reason });
    else if (act.kind === 'policy') this.project.decideBy(act.answers);
    else if (act.kind !== 'check' && known !== undefined) {
      const { caller, id, secret } = known;
      const answer =
        act.kind === 'cancel'
          ? await safe.approvals.cancel(id, secret === undefined ? { caller, reason } : { secret, reason })
          : await safe.approvals[act.kind === 'retract' ? 'withdraw' : act.kind](id, { approver, reason });
      this.answers.push(`${act.kind} ${answer.ok ? answer.request.status : answer.code}`);
    } else await this.#check(safe, act, isPreviewed);
  }

  /** The log, and the rows of the state file. */
  #look(): object {
    return { log: this.#log?.text() ?? this.project.events(), rows: new StateFile(this.project.folder).rows() };
  }

  async #check(safe: AgentSafe, act: Act, isPreviewed: boolean): Promise<void> {
    const caller = act.isProven ? (this.#tokens.get(act.agent) ?? '') : act.agent;
    const secret = this.#requests.find((each) => each.caller === caller && each.secret !== undefined)?.secret;
    const request = { ...act.request, caller, request_secret: secret };
    const before = this.#look();
    const previews: Preview[] = [];
    for (let count = 0; isPreviewed && count < act.previews; count += 1) previews.push(await safe.preview(request));
    expect(this.#look()).toEqual(before);
    const decision = await safe.check(request);
    for (const each of previews) expect(each).toEqual(expectedPreview(decision, each));
    this.answers.push(`check ${brief(decision)} ${decision.policy_matched}`);
    const { request_id, request_secret } = decision;
    if (request_id !== undefined && this.#requests.every(({ id }) => id !== request_id)) {
      this.#requests.push({ id: request_id, secret: request_secret, caller });
    }
  }
}

/** A check alone has an id, a ticket, a secret, and the request that it opened. */
function expectedPreview(decision: Decision, preview: Preview): object {
  const { audit_id: _, request_id, request_secret: __, ticket: ___, ...answer } = decision;
  const isOpened = answer.result === 'require_approval' && preview.request_id === undefined;
  return request_id === undefined || isOpened ? answer : { ...answer, request_id };
}

function makeAct(random: Random): Act {
  const kinds: readonly Act['kind'][] = [
    ...(['check', 'approve', 'check', 'deny', 'check', 'cancel', 'check', 'retract', 'check'] as const),
    ...(random.below(3) === 0
      ? (['revoke', 'lift', 'lift', 'lift', 'reset', 'policy'] as const)
      : (['lift', 'approve', 'approve'] as const)),
  ];
  const action = random.pick(ACTIONS);
  const params = action === 'scale-deployment' ? { ...restart.params, replicas: 1 + random.below(2) } : restart.params;
  const target = random.pick(['dev/test-app', 'dev/test-app', 'dev/test-app', 'dev/test-app', 'nowhere', '']);
  return {
    kind: random.pick(kinds),
    seconds: random.pick([0, 0, 1, 10, 40]),
    agent: random.pick(AGENTS),
    isProven: random.below(3) > 0,
    request: target === '' ? { action, params } : { action, target, params },
    previews: random.below(4),
    answers: Object.fromEntries(
      [...ACTIONS.slice(0, random.below(4)), '*'].map((name) => [name, random.pick(ANSWERS)]),
    ),
    position: random.below(2) === 0 ? -1 : random.below(1_000),
  };
}

test('a preview is the answer of the next check, and leaves state, log and later answers unchanged', async () => {
  const random = announceRandom('previews');
  const seen = new Map<string, number>();
  for (let count = 0; count < scaled(100); count += 1) {
    // Files are slow.
    const hasFiles = count % 20 === 0;
    const limits = {
      rateLimit: {
        max_requests: random.pick([4, 40]),
        window_seconds: 60,
        circuit_breaker_threshold: random.pick([0, 2]),
        circuit_breaker_window_seconds: 60,
        circuit_breaker_cooldown_seconds: 30,
      },
      cumulativeRisk: random.pick([
        false,
        { escalation_threshold: 40, deny_threshold: 120, window_seconds: 1_000 },
      ] as const),
      approvals: { quorum: random.pick([1, 1, 2]), ttl_seconds: 600 },
    };
    const [previewed, plain] = [new World(limits, hasFiles), new World(limits, hasFiles)];
    for (const world of [previewed, plain]) await world.prepare();
    let acts = Array.from({ length: ACTS }, () => makeAct(random));
    while (acts.length > 0) {
      // A change of the policies ends the process.
      const end = acts.findIndex(({ kind }) => kind === 'policy') + 1 || acts.length;
      for (const world of [previewed, plain]) {
        const safe = await world.project.open();
        for (const act of acts.slice(0, end)) {
          await world.act(safe, act, world === previewed);
        }
        await safe.close();
      }
      acts = acts.slice(end);
    }
    expect(previewed.answers).toEqual(plain.answers);
    for (const answer of previewed.answers) {
      const [kind = '', result, code] = answer.split(' ');
      const name = kind === 'check' ? `${result} ${code}` : kind;
      seen.set(name, (seen.get(name) ?? 0) + 1);
    }
  }
  const reached = ['allow rule', 'allow approved', 'deny approval_denied', 'deny rate_limited', 'deny circuit_open'];
  expect([...seen.keys()]).toEqual(
    expect.arrayContaining([...reached, 'require_approval risk_escalated', 'deny risk_denied']),
  );
}, 600_000);
