import type { Bearer, Revocation, Revocations } from '@agent-safe/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkAsyncLaw } from '../laws/law.ts';
import { DAY, MINUTE, type OpenStore, openForTest, SECOND, START, withStore, YEAR } from './opened-store.ts';
import { RevocationsModel } from './revocations-model.ts';

/** Different ids that a careless comparison treats as equal. */
const ALIKE = [
  '',
  ' ',
  'a',
  'A',
  'a ',
  'a\0',
  'a\0b',
  'a%',
  'a_',
  "a'",
  'ä',
  'a\u0308',
  'all',
  'agent:a',
  'token:a',
  ':',
];

function bearer(of: Partial<Bearer>): Bearer {
  return { issuedAt: START, agents: [], tokens: [], ...of };
}

/** Registers tests with vitest for the contract of `Revocations`.
 *
 * @example
 * testRevocations('in memory', (clock) => ({ store: new MemoryRevocations({ clock }), close: () => undefined }));
 */
export function testRevocations(name: string, open: OpenStore<Revocations>): void {
  describe(`revocations, ${name}`, () => {
    test('without a revocation, no bearer is revoked', async () => {
      const { store } = await openForTest(open);
      expect(await store.isRevoked(bearer({ agents: ['a', 'b'], tokens: ['t'] }))).toBeUndefined();
      expect(await store.isRevoked(bearer({ issuedAt: undefined }))).toBeUndefined();
      expect(await store.list()).toEqual([]);
      expect(await store.lift('a')).toBeUndefined();
    });

    test.each([
      { name: 'that were issued earlier', issuedAt: START - YEAR },
      { name: 'that were issued at the same time', issuedAt: START },
      { name: 'that were issued later', issuedAt: START + YEAR },
      { name: 'of a bare name', issuedAt: undefined },
    ])('T13 an agent is revoked forever, with its delegates: requests $name', async ({ issuedAt }) => {
      const { store, time } = await openForTest(open);
      const revocation = { kind: 'agent', id: 'a', revoked_at: START, issued_until: null };
      expect(await store.revoke({ agent: 'a' })).toEqual(revocation);
      for (const agents of [['a'], ['child', 'a'], ['child', 'parent', 'a', 'root']]) {
        expect(await store.isRevoked(bearer({ issuedAt, agents, tokens: ['t'] }))).toEqual(revocation);
      }
      expect(await store.isRevoked(bearer({ issuedAt, agents: ['b'], tokens: ['a'] }))).toBeUndefined();
      time.now = START + 100 * YEAR;
      expect(await store.isRevoked(bearer({ issuedAt, agents: ['a'] }))).toEqual(revocation);
    });

    test('T13 a token is revoked forever, with the tokens delegated from it, but not its agent', async () => {
      const { store, time } = await openForTest(open);
      const revocation = { kind: 'token', id: 't', revoked_at: START, issued_until: null };
      expect(await store.revoke({ token: 't' })).toEqual(revocation);
      time.now = START + 100 * YEAR;
      for (const tokens of [['t'], ['child', 't'], ['child', 't', 'root']]) {
        expect(await store.isRevoked(bearer({ agents: ['a'], tokens }))).toEqual(revocation);
      }
      expect(await store.isRevoked(bearer({ agents: ['a', 't'], tokens: ['root'] }))).toBeUndefined();
      expect(await store.lift('t')).toBeUndefined();
      expect(await store.isRevoked(bearer({ tokens: ['t'] }))).toEqual(revocation);
    });

    test('T13 revoking all covers the tokens that were issued until then, and no bare names', async () => {
      const { store } = await openForTest(open);
      const revocation = { kind: 'all', id: '', revoked_at: START, issued_until: START };
      expect(await store.revoke({ all: true })).toEqual(revocation);
      const ask = (issuedAt: number | undefined) => store.isRevoked({ issuedAt, agents: ['a'], tokens: ['t'] });
      for (const issuedAt of [0, START - SECOND, START]) expect(await ask(issuedAt)).toEqual(revocation);
      for (const issuedAt of [START + 1, START + DAY, undefined]) expect(await ask(issuedAt)).toBeUndefined();
    });

    test('T13 revoking all never moves back, even if the clock does', async () => {
      const { store, time } = await openForTest(open);
      await store.revoke({ all: true });
      time.now = START - DAY;
      expect(await store.revoke({ all: true })).toMatchObject({ kind: 'all', issued_until: START });
      expect(await store.isRevoked(bearer({ issuedAt: START }))).toMatchObject({ kind: 'all' });
      time.now = START + DAY;
      expect(await store.revoke({ all: true })).toMatchObject({ kind: 'all', issued_until: START + DAY });
      expect(await store.isRevoked(bearer({ issuedAt: START + DAY }))).toMatchObject({ kind: 'all' });
      expect(await store.list()).toHaveLength(1);
    });

    test('T13 after lifting a revocation, an agent needs a newer token', async () => {
      const { store, time } = await openForTest(open);
      await store.revoke({ agent: 'a' });
      time.now += MINUTE;
      const lifted = { kind: 'agent', id: 'a', revoked_at: START, issued_until: START + MINUTE };
      expect(await store.lift('a')).toEqual(lifted);
      const ask = (issuedAt: number | undefined) => store.isRevoked(bearer({ issuedAt, agents: ['child', 'a'] }));
      for (const issuedAt of [0, START, START + MINUTE]) expect(await ask(issuedAt)).toEqual(lifted);
      for (const issuedAt of [START + MINUTE + 1, undefined]) expect(await ask(issuedAt)).toBeUndefined();
      expect(await store.lift('a')).toBeUndefined();
      expect(await store.list()).toEqual([lifted]);
    });

    test('T13 after lifting a revocation, an agent can be revoked again', async () => {
      const { store, time } = await openForTest(open);
      await store.revoke({ agent: 'a' });
      await store.lift('a');
      time.now += MINUTE;
      const again = { kind: 'agent', id: 'a', revoked_at: START + MINUTE, issued_until: null };
      expect(await store.revoke({ agent: 'a' })).toEqual(again);
      expect(await store.isRevoked(bearer({ issuedAt: undefined, agents: ['a'] }))).toEqual(again);
      expect(await store.list()).toEqual([again]);
    });

    test('T13 a clock that is set back makes no revoked token valid', async () => {
      const { store, time } = await openForTest(open);
      await store.revoke({ agent: 'a' });
      time.now = START + DAY;
      await store.lift('a');
      for (const now of [START - DAY, START + MINUTE]) {
        time.now = now;
        await store.revoke({ agent: 'a' });
        await store.lift('a');
        expect(await store.isRevoked(bearer({ issuedAt: START + DAY, agents: ['a'] }))).toMatchObject({ id: 'a' });
      }
    });

    test('a second revocation keeps the time of the first', async () => {
      const { store, time } = await openForTest(open);
      const first = [await store.revoke({ agent: 'a' }), await store.revoke({ token: 't' })];
      time.now += DAY;
      expect([await store.revoke({ agent: 'a' }), await store.revoke({ token: 't' })]).toEqual(first);
      expect(await store.list()).toEqual(first);
    });

    test('several revocations are reported in the order: all, the first agent, the first token', async () => {
      const { store } = await openForTest(open);
      // Each new revocation precedes the earlier ones.
      for (const subject of [{ token: 'u' }, { token: 't' }, { agent: 'b' }, { agent: 'a' }, { all: true }] as const) {
        const revocation = await store.revoke(subject);
        expect(await store.isRevoked(bearer({ agents: ['a', 'b'], tokens: ['t', 'u'] }))).toEqual(revocation);
      }
    });

    test('similar ids are distinguished', async () => {
      const { store } = await openForTest(open);
      for (const id of ALIKE) {
        expect(await store.isRevoked(bearer({ agents: [id] })), JSON.stringify(id)).toBeUndefined();
        expect(await store.isRevoked(bearer({ tokens: [id] })), JSON.stringify(id)).toBeUndefined();
        await store.revoke({ agent: id });
        expect(await store.isRevoked(bearer({ agents: [id] })), JSON.stringify(id)).toMatchObject({
          kind: 'agent',
          id,
        });
        expect(await store.isRevoked(bearer({ tokens: [id] })), JSON.stringify(id)).toBeUndefined();
        await store.revoke({ token: id });
        expect(await store.isRevoked(bearer({ tokens: [id] })), JSON.stringify(id)).toMatchObject({
          kind: 'token',
          id,
        });
      }
    });

    test('T13 an id that is not well-formed text can be revoked', async () => {
      const { store } = await openForTest(open);
      await store.revoke({ agent: 'a\ud800' });
      await store.revoke({ token: '\udfff' });
      expect(await store.isRevoked(bearer({ agents: ['a\ud800'] }))).toMatchObject({ kind: 'agent' });
      expect(await store.isRevoked(bearer({ tokens: ['\udfff'] }))).toMatchObject({ kind: 'token' });
      expect(await store.lift('a\ud800')).toMatchObject({ kind: 'agent' });
    });

    test('T13 a revoked agent is found among many', async () => {
      const { store } = await openForTest(open);
      const many = Array.from({ length: 300 }, (_, index) => `agent-${index}`);
      for (const agent of many.slice(0, 50)) await store.revoke({ agent });
      for (const length of [1, 2, 3, 4, 5, 7, 8, 9, 250]) {
        const others = many.slice(50, 50 + length);
        expect(await store.isRevoked(bearer({ agents: others, tokens: others }))).toBeUndefined();
        expect(await store.isRevoked(bearer({ agents: [...others, 'agent-49'], tokens: others }))).toMatchObject({
          id: 'agent-49',
        });
      }
    });

    test('all revocations are listed, oldest first', async () => {
      const { store, time } = await openForTest(open);
      const made: Revocation[] = [];
      for (const subject of [{ token: 'z' }, { agent: 'b' }, { all: true }, { agent: 'a' }, { token: 'a' }] as const) {
        made.push(await store.revoke(subject));
        // Two consecutive revocations have the same time.
        if (made.length % 2 === 0) time.now += 1;
      }
      expect(await store.list()).toEqual(made);
    });

    test('T13 law: the store behaves like the model', async () => {
      const ids = fc.constantFrom('a', 'b', 'c');
      const step = fc.record({
        passed: fc.oneof(
          { weight: 4, arbitrary: fc.nat(3) },
          { weight: 1, arbitrary: fc.integer({ min: -6, max: -1 }) },
        ),
        verb: fc.oneof(
          fc.record({ revoke: fc.record({ agent: ids }) }),
          fc.record({ revoke: fc.record({ token: ids }) }),
          fc.constant({ revoke: { all: true } } as const),
          fc.record({ lift: ids }),
        ),
      });
      const ask = fc.record({
        issuedAt: fc.option(fc.integer({ min: START - 10, max: START + 30 }), { nil: undefined }),
        agents: fc.array(ids, { maxLength: 3 }),
        tokens: fc.array(ids, { maxLength: 3 }),
      });
      const sequences = fc.array(fc.tuple(step, fc.array(ask, { maxLength: 3 })), { minLength: 1, maxLength: 20 });
      const law = fc.asyncProperty(sequences, (steps) =>
        withStore(open, async (store, time) => {
          const model = new RevocationsModel();
          for (const [{ passed, verb }, asks] of steps) {
            time.now += passed;
            if ('lift' in verb) expect(await store.lift(verb.lift)).toEqual(model.lift(verb.lift, time.now));
            else expect(await store.revoke(verb.revoke)).toEqual(model.revoke(verb.revoke, time.now));
            for (const each of asks) expect(await store.isRevoked(each)).toEqual(model.isRevoked(each));
          }
          expect(await store.list()).toEqual(model.list());
        }),
      );
      await checkAsyncLaw(`revocations, ${name}`, law, { runs: 500 });
    });
  });
}
