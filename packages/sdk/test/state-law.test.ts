import { join } from 'node:path';
import type { AuditStore } from '@agent-safe/audit';
import { bindState, openAuditLog } from '@agent-safe/audit';
import type { Stores } from '@agent-safe/core';
import { loadKeys, verificationKeys } from '@agent-safe/registry';
import { sqliteStores } from '@agent-safe/store-sqlite';
import { announceRandom, type Random, scaled } from '@agent-safe/testkit';
import { TicketVerifier } from '@agent-safe/tickets';
import { expect, test } from 'vitest';
import type { AgentSafe } from '../src/index.ts';
import { InterruptedPorts } from './support/interrupted-ports.ts';
import { makeProject, restart, type TestProject } from './support/project.ts';
import { StateFile } from './support/state-file.ts';

const AGENTS = ['a', 'b', 'c'];
const ACTS = 30;

/** Facts that the acts must not be able to undo. */
interface Model {
  /** Agents whose revocation was acknowledged. */
  readonly revoked: Set<string>;
  /** Agents that may be revoked: an act was interrupted. */
  readonly unsure: Set<string>;
  readonly tickets: string[];
  readonly used: Set<string>;
  readonly pending: string[];
  readonly denied: Set<string>;
}

/** A world: one project, and the processes that use it one after the other. */
class World {
  readonly #random: Random;
  readonly #project: TestProject;
  readonly #state: StateFile;
  readonly #model: Model = {
    revoked: new Set(),
    unsure: new Set(),
    tickets: [],
    used: new Set(),
    pending: [],
    denied: new Set(),
  };
  readonly #tokens = new Map<string, string>();
  readonly #history: string[] = [];
  #copies = 0;

  constructor(random: Random, project: TestProject) {
    this.#random = random;
    this.#project = project;
    this.#state = new StateFile(project.folder);
  }

  async run(): Promise<void> {
    await this.#live(undefined, async ({ safe }) => {
      for (const agent_id of AGENTS) this.#tokens.set(agent_id, await safe.tokens.issue({ agent_id }));
      this.#tokens.set('approver', await safe.tokens.issue({ agent_id: 'alice', roles: ['approver'] }));
    });
    for (let count = 0; count < ACTS; count += 1) {
      this.#project.time.now += 1_000;
      if (this.#random.below(4) === 0) this.#damage();
      const ports =
        this.#random.below(3) === 0
          ? new InterruptedPorts(1 + this.#random.below(25), this.#random.below(2) === 0)
          : undefined;
      await this.#live(ports, (process) => this.#act(process, ports));
    }
    await this.#live(undefined, async ({ safe }) => {
      expect(await safe.state.rebuild(), this.#story()).toMatchObject({ ok: true });
      for (const agent of AGENTS) await this.#check(safe, agent);
      const { result } = await safe.check({ ...restart, caller: 'somebody' });
      expect(result, this.#story()).not.toBe('deny');
    });
  }

  /** Opens the project, and closes it after the act. A killed process writes nothing more. */
  async #live(
    ports: InterruptedPorts | undefined,
    work: (process: { safe: AgentSafe; stores: Stores; log: AuditStore }) => Promise<void>,
  ): Promise<void> {
    const clock = () => this.#project.time.now;
    const own = sqliteStores(this.#state.path, { clock });
    const ownLog = openAuditLog(join(this.#project.folder, 'audit.jsonl'), { clock });
    const stores = ports?.stores(own) ?? own;
    const log = ports?.log(ownLog) ?? ownLog;
    const safe = await this.#project.open({ stores, audit: log });
    try {
      await work({ safe, stores, log });
    } finally {
      await safe.close().catch(() => undefined);
      own.close();
      await ownLog.close();
    }
  }

  async #act(process: { safe: AgentSafe; stores: Stores; log: AuditStore }, ports: InterruptedPorts | undefined) {
    const { safe } = process;
    const acts = [
      () => this.#revoke(safe),
      () => this.#lift(safe),
      () => this.#check(safe, this.#random.pick(AGENTS)),
      () => this.#check(safe, this.#random.pick(AGENTS)),
      () => this.#redeem(process),
      () => this.#answer(safe),
      () => this.#rebuild(safe),
    ];
    const act = this.#random.pick(acts);
    try {
      await act();
    } catch (error) {
      // Only an interrupted process, or a state that is refused, may end an act this way.
      const isRefused = String((error as Error).message).includes('agent-safe state rebuild');
      if (ports?.isDead !== true && !isRefused) throw new Error(this.#story(), { cause: error });
      this.#history.push(`  ended: ${String(error).slice(0, 120)}`);
    }
  }

  async #revoke(safe: AgentSafe): Promise<void> {
    const agent = this.#random.pick(AGENTS);
    this.#history.push(`revoke ${agent}`);
    if (!this.#model.revoked.has(agent)) this.#model.unsure.add(agent);
    await safe.revocations.add({ agent });
    this.#model.unsure.delete(agent);
    this.#model.revoked.add(agent);
  }

  async #lift(safe: AgentSafe): Promise<void> {
    const agent = this.#random.pick(AGENTS);
    this.#history.push(`lift ${agent}`);
    const before = this.#model.revoked.has(agent);
    this.#model.revoked.delete(agent);
    this.#model.unsure.add(agent);
    try {
      await safe.revocations.lift(agent);
    } catch (error) {
      // A refused state lifts nothing.
      if (before && String((error as Error).message).includes('agent-safe state rebuild')) {
        this.#model.unsure.delete(agent);
        this.#model.revoked.add(agent);
      }
      throw error;
    }
  }

  async #check(safe: AgentSafe, agent: string): Promise<void> {
    const caller = this.#tokens.get(agent) ?? '';
    const needsApproval = this.#random.below(2) === 0;
    const action = needsApproval
      ? { action: 'scale-deployment', target: restart.target, params: { ...restart.params, replicas: 3 } }
      : restart;
    const { code, request_id, result, ticket } = await safe.check({ ...action, caller });
    this.#history.push(`check ${agent}: ${result} ${code} ${request_id ?? ''}`);
    if (result === 'allow') expect(this.#model.revoked.has(agent), this.#story()).toBe(false);
    if (result === 'allow' && request_id !== undefined) {
      expect(this.#model.denied.has(request_id), this.#story()).toBe(false);
    }
    if (ticket !== undefined) this.#model.tickets.push(ticket.token);
    if (result === 'require_approval' && request_id !== undefined) this.#model.pending.push(request_id);
  }

  async #redeem({ stores, log }: { stores: Stores; log: AuditStore }): Promise<void> {
    if (this.#model.tickets.length === 0) return;
    const token = this.#random.pick(this.#model.tickets);
    const bound = bindState(log, stores);
    if (bound === undefined) throw new Error('The state is not bound.');
    const { nonces, revocations } = bound.stores;
    const keys = verificationKeys(loadKeys(join(this.#project.folder, 'keys.json')).tokens);
    const clock = () => this.#project.time.now;
    const verifier = new TicketVerifier({ keys, nonces, revocations, audit: bound, clock });
    const redeemed = await verifier.redeem(token);
    this.#history.push(`redeem ${this.#model.tickets.indexOf(token)}: ${redeemed.ok ? 'ok' : redeemed.code}`);
    if (!redeemed.ok) return;
    expect(this.#model.used.has(token), this.#story()).toBe(false);
    this.#model.used.add(token);
  }

  async #answer(safe: AgentSafe): Promise<void> {
    if (this.#model.pending.length === 0) return;
    const id = this.#random.pick(this.#model.pending);
    const approver = this.#tokens.get('approver') ?? '';
    const decision = this.#random.pick(['approve', 'deny'] as const);
    const answer = await safe.approvals[decision](id, { approver, reason: 'At random' });
    this.#history.push(`${decision} ${id}: ${answer.ok ? answer.request.status : answer.code}`);
    if (!answer.ok) return;
    if (decision === 'deny') this.#model.denied.add(id);
    else expect(this.#model.denied.has(id), this.#story()).toBe(false);
  }

  async #rebuild(safe: AgentSafe): Promise<void> {
    const rebuilt = await safe.state.rebuild();
    this.#history.push(`rebuild: ${rebuilt.ok ? 'ok' : `${rebuilt.code} ${rebuilt.reason.slice(0, 200)}`}`);
  }

  #damage(): void {
    const saved = Array.from({ length: this.#copies }, (_, index) => `copy-${index}`);
    const acts: readonly (readonly [string, () => void])[] = [
      ['save', () => this.#save()],
      ['save', () => this.#save()],
      ['remove', () => this.#state.remove()],
      ['remove the write-ahead log', () => this.#state.remove(['-wal', '-shm'])],
      ['empty', () => this.#state.empty()],
      ['restore', () => saved.length > 0 && this.#state.restore(this.#random.pick(saved))],
      ['restore the file alone', () => saved.length > 0 && this.#state.restore(this.#random.pick(saved), [''])],
    ];
    const [name, act] = this.#random.pick(acts);
    this.#history.push(`* ${name}`);
    act();
  }

  #save(): void {
    this.#state.copyTo(`copy-${this.#copies}`);
    this.#copies += 1;
  }

  #story(): string {
    return `The acts were:\n${this.#history.join('\n')}`;
  }
}

test('T45 after any acts, crashes and losses of the state, no revoked agent is allowed, no ticket is used twice, and no denied request is approved', async () => {
  const random = announceRandom('T45 lost states');
  for (let count = 0; count < scaled(40); count += 1) {
    const project = makeProject({ 'restart-deployment': 'allow', '*': 'require_approval' });
    await new World(random, project).run();
  }
}, 600_000);
