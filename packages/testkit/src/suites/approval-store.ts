import { type ApprovalEntry, type ApprovalFilter, type ApprovalStore, pendingKey } from '@agent-safe/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkAsyncLaw } from '../laws/law.ts';
import { DAY, MINUTE, type OpenStore, openForTest, START, withStore } from './opened-store.ts';
import { ALIKE } from './texts-alike.ts';

/** The store may delete entries that ended longer ago. */
const RETENTION = 30 * DAY;

/** Registers tests with vitest for the contract of `ApprovalStore`.
 *
 * @example
 * testApprovalStore('in memory', () => ({ store: new MemoryApprovalStore(), close: () => undefined }));
 */
export function testApprovalStore(name: string, open: OpenStore<ApprovalStore>): void {
  describe(`requests for approval, ${name}`, () => {
    test('an entry is stored with all its values', async () => {
      const { store } = await openForTest(open);
      const params = { text: 'ä\0"\\', list: [1, { deep: null }], number: 1e-7, none: {} };
      const entry = sampleEntry({ params, caller: null, target: null });
      expect(await store.create(entry)).toEqual({ created: true, entry });
      expect(await store.get(entry.request_id)).toEqual(entry);
      expect(await store.list()).toEqual([entry]);
      expect(await store.get('unheard-of')).toBeUndefined();
    });

    test('one of many concurrent equal requests creates an entry, and all get that entry', async () => {
      const { store } = await openForTest(open);
      const asked = Array.from({ length: 50 }, (_, index) => store.create(sampleEntry({ request_id: `apr-${index}` })));
      const answers = await Promise.all(asked);
      const [created, ...others] = answers.filter((answer) => answer.created);
      expect(others).toEqual([]);
      expect(created).toBeDefined();
      expect(answers.every(({ entry }) => entry?.request_id === created?.entry?.request_id)).toBe(true);
      expect(await store.list()).toHaveLength(1);
    });

    test.each<[string, Partial<ApprovalEntry>]>([
      ['for another action', { digest: 'other' }],
      ['by another caller', { caller: 'other' }],
      ['without a caller', { caller: null }],
      ['by an unverified caller', { caller_verified: false }],
      ['that needs other approvers', { required: { quorum: 2, roles: ['approver'], groups: [] } }],
    ])('a request %s is a separate request', async (_, difference) => {
      const { store } = await openForTest(open);
      await store.create(sampleEntry());
      const entry = sampleEntry({ request_id: 'apr-2', ...difference });
      expect(await store.create(entry)).toEqual({ created: true, entry });
    });

    test('a requester has at most the given number of pending requests, and expired requests do not count', async () => {
      const { store } = await openForTest(open);
      const make = (name: string, difference: Partial<ApprovalEntry> = {}) =>
        store.create(sampleEntry({ request_id: name, digest: name, ...difference }), 2);
      const second = { created_at: '2026-01-01T01:00:00.000Z' };
      expect(await make('a', { expires_at: second.created_at })).toMatchObject({ created: true });
      expect(await make('b')).toMatchObject({ created: true });
      expect(await make('c')).toEqual({ created: false, entry: undefined });
      // Delegates of a requester count as the same requester. An unverified caller is another requester.
      const root = sampleEntry().chain[0] ?? sampleEntry().caller ?? '';
      expect(await make('d', { caller: 'other', chain: [root, 'between'] })).toEqual({
        created: false,
        entry: undefined,
      });
      expect(await make('e', { caller_verified: false })).toMatchObject({ created: true });
      expect(await make('b', {})).toMatchObject({ created: false, entry: { request_id: 'b' } });
      expect(await make('f', second)).toMatchObject({ created: true });
    });

    test.each(['approved', 'denied', 'expired', 'cancelled'] as const)(
      'a request that is %s does not block the next request',
      async (status) => {
        const { store } = await openForTest(open);
        await store.create(sampleEntry());
        expect(await store.resolve('apr-1', sampleEntry({ version: 2, status }), 1)).toBe(true);
        const next = sampleEntry({ request_id: 'apr-2' });
        expect(await store.create(next)).toEqual({ created: true, entry: next });
        // The first request cannot become pending again beside the next one.
        expect(await store.resolve('apr-1', sampleEntry({ version: 3 }), 2)).toBe(false);
        expect(await store.get('apr-1')).toMatchObject({ version: 2, status });
      },
    );

    test('an entry with the same id is not replaced', async () => {
      const { store } = await openForTest(open);
      const entry = sampleEntry();
      await store.create(entry);
      expect(await store.create(sampleEntry({ digest: 'other' }))).toEqual({ created: false, entry });
      expect(await store.list()).toEqual([entry]);
    });

    test('T25 one of many concurrent changes of a version succeeds', async () => {
      const { store } = await openForTest(open);
      await store.create(sampleEntry());
      const next = (index: number) => sampleEntry({ version: 2, status: 'approved', reason: `${index}` });
      const changes = Array.from({ length: 50 }, (_, index) => store.resolve('apr-1', next(index), 1));
      const answers = await Promise.all(changes);
      expect(answers.filter(Boolean)).toHaveLength(1);
      expect(await store.get('apr-1')).toEqual(next(answers.indexOf(true)));
    });

    test.each([0, 1, 3, -1, 1.5, Number.NaN])(
      'T25 an entry with version 2 is not changed as version %s',
      async (version) => {
        const { store } = await openForTest(open);
        const entry = sampleEntry({ version: 2 });
        await store.create(entry);
        expect(await store.resolve('apr-1', sampleEntry({ version: 4 }), version)).toBe(false);
        expect(await store.resolve('unheard-of', sampleEntry({ version: 4 }), version)).toBe(false);
        expect(await store.list()).toEqual([entry]);
      },
    );

    test('similar texts are distinguished', async () => {
      const { store } = await openForTest(open);
      const entries = ALIKE.map((text) => sampleEntry({ request_id: `apr-${text}`, digest: text, caller: text }));
      for (const entry of entries) expect(await store.create(entry)).toEqual({ created: true, entry });
      for (const entry of entries) {
        expect(await store.get(entry.request_id)).toEqual(entry);
        expect(await store.list({ digest: entry.digest })).toEqual([entry]);
        expect(await store.list({ caller: String(entry.caller) })).toEqual([entry]);
      }
    });

    test('a list has at most the requested number of entries, oldest first', async () => {
      const { store } = await openForTest(open);
      const entries = Array.from({ length: 9 }, (_, index) =>
        sampleEntry({ request_id: `apr-${9 - index}`, digest: `${index}` }),
      );
      for (const entry of entries) await store.create(entry);
      await store.resolve('apr-9', sampleEntry({ ...entries[0], version: 2 }), 1);
      expect((await store.list({ limit: 3 })).map(({ request_id }) => request_id)).toEqual(['apr-9', 'apr-8', 'apr-7']);
      expect(await store.list({ limit: 0 })).toEqual([]);
    });

    test('open requests are pending or approved, and end later', async () => {
      const { store } = await openForTest(open);
      const statuses = ['pending', 'approved', 'denied', 'expired', 'cancelled'] as const;
      for (const status of statuses)
        await store.create(sampleEntry({ request_id: `apr-${status}`, digest: status, status }));
      await store.create(sampleEntry({ request_id: 'apr-late', status: 'approved', ...timesFrom(START + MINUTE) }));
      const ids = async (filter: ApprovalFilter) => (await store.list(filter)).map(({ request_id }) => request_id);
      expect(await ids({ open_at: START })).toEqual(['apr-pending', 'apr-approved', 'apr-late']);
      expect(await ids({ open_at: START, digest: 'approved', status: 'approved' })).toEqual(['apr-approved']);
      expect(await ids({ open_at: START, digest: 'denied' })).toEqual([]);
      expect(await ids({ open_at: START + MINUTE - 0.5 })).toEqual(['apr-pending', 'apr-approved', 'apr-late']);
      expect(await ids({ open_at: START + MINUTE })).toEqual(['apr-late']);
      expect(await ids({ open_at: START + 2 * MINUTE })).toEqual([]);
    });

    test('entries that ended long ago are deleted, a few each time, and no others', async () => {
      const { size, store } = await openForTest(open);
      const count = 100;
      for (let index = 0; index < count; index += 1) {
        const at = START + index * DAY;
        await store.create(sampleEntry({ request_id: `apr-${index}`, digest: `${index}`, ...timesFrom(at) }));
        const begin = START + index * DAY;
        for (let kept = 0; kept <= index; kept += 1) {
          if (START + kept * DAY + MINUTE >= begin - RETENTION) expect(await store.get(`apr-${kept}`)).toBeDefined();
        }
      }
      if (size !== undefined) expect(await size()).toBeLessThan(count / 2);
    });

    test('law: the store behaves like a plain list', async () => {
      const ids = fc.constantFrom('apr-1', 'apr-2', 'apr-3', 'apr-4');
      const entry = fc.record({
        request_id: ids,
        digest: fc.constantFrom('a', 'b'),
        caller: fc.constantFrom('x', null),
        caller_verified: fc.boolean(),
        status: fc.constantFrom('pending', 'pending', 'approved', 'denied'),
      });
      const step = fc.oneof(
        entry.map((given): Step => ({ verb: 'create', entry: sampleEntry(given) })),
        fc
          .record({ id: ids, version: fc.integer({ min: 1, max: 4 }), status: fc.constantFrom('pending', 'approved') })
          .map((given): Step => ({ verb: 'resolve', ...given })),
        fc
          .record(
            {
              digest: fc.constantFrom('a', 'b'),
              caller: fc.constant('x'),
              status: fc.constantFrom('pending', 'denied'),
            },
            { requiredKeys: [] },
          )
          .map((filter): Step => ({ verb: 'list', filter })),
      );
      const sequences = fc.array(step, { minLength: 1, maxLength: 30 });
      const law = fc.asyncProperty(sequences, (steps) => withStore(open, (store) => doAll(store, steps)));
      await checkAsyncLaw(`requests for approval, ${name}`, law, { runs: 500 });
    });
  });
}

type Step =
  | { readonly verb: 'create'; readonly entry: ApprovalEntry }
  | { readonly verb: 'resolve'; readonly id: string; readonly version: number; readonly status: string }
  | { readonly verb: 'list'; readonly filter: ApprovalFilter };

/** Compares a store with a plain list. */
async function doAll(store: ApprovalStore, steps: readonly Step[]): Promise<void> {
  let model: readonly ApprovalEntry[] = [];
  const findPending = (entry: ApprovalEntry) =>
    model.find((each) => each.status === 'pending' && pendingKey(each) === pendingKey(entry));
  for (const step of steps) {
    if (step.verb === 'create') {
      const { entry } = step;
      const known = model.find(({ request_id }) => request_id === entry.request_id) ?? findPending(entry);
      expect(await store.create(entry)).toEqual({ created: known === undefined, entry: known ?? entry });
      if (known === undefined) model = [...model, entry];
    } else if (step.verb === 'resolve') {
      const known = model.find(({ request_id }) => request_id === step.id);
      const status = step.status as ApprovalEntry['status'];
      const next = { ...(known ?? sampleEntry({ request_id: step.id })), status, version: step.version + 1 };
      const isInTheWay = status === 'pending' && (findPending(next) ?? known) !== known;
      const isChanged = known?.version === step.version && !isInTheWay;
      expect(await store.resolve(step.id, next, step.version)).toBe(isChanged);
      if (isChanged) model = model.map((each) => (each === known ? next : each));
    } else {
      const given = Object.entries(step.filter) as [keyof ApprovalEntry, unknown][];
      const expected = model.filter((entry) => given.every(([key, value]) => entry[key] === value));
      expect(await store.list(step.filter)).toEqual(expected);
    }
  }
  for (const entry of model) expect(await store.get(entry.request_id)).toEqual(entry);
}

function sampleEntry(differences: Partial<ApprovalEntry> = {}): ApprovalEntry {
  return {
    request_id: 'apr-1',
    status: 'pending',
    version: 1,
    digest: 'digest',
    action: 'restart-deployment',
    action_version: '1.0.0',
    target: 'dev/test-app',
    caller: 'worker-01',
    caller_verified: true,
    chain: [],
    caller_tokens: [],
    params: {},
    risk_class: 'medium',
    effective_risk: 'high',
    reason: 'Because.',
    policy_matched: null,
    audit_id: 'evt-1',
    audit_seq: 1,
    ticket_id: null,
    ...timesFrom(START),
    required: { quorum: 1, roles: ['approver'], groups: [] },
    resolutions: [],
    claimed_by_audit_id: null,
    recorded_version: 0,
    requester_secret_hash: null,
    mac: 'mac',
    ...differences,
  };
}

function timesFrom(at: number): Pick<ApprovalEntry, 'created_at' | 'expires_at'> {
  return { created_at: new Date(at).toISOString(), expires_at: new Date(at + MINUTE).toISOString() };
}
