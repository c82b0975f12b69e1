import { randomBytes } from 'node:crypto';
import type { JsonObject } from '@agent-safe/core';
import { onTestFinished } from 'vitest';
import { call, grant, withdraw } from './api.ts';
import { eventually } from './kubectl.ts';

/** Number of kills, for each combination of executor and credentials: `AGENT_SAFE_TEST_KILLS`. The nightly run sets 500. */
export const KILLS = readCount(process.env.AGENT_SAFE_TEST_KILLS ?? '50');

function readCount(text: string): number {
  const count = Number(text);
  if (Number.isInteger(count) && count > 0) return count;
  throw new Error(`AGENT_SAFE_TEST_KILLS is ${JSON.stringify(text)}. Set a number from 1.`);
}

/** Returns the values in a random order. */
export function shuffle<Value>(values: readonly Value[], random: (limit: number) => number): readonly Value[] {
  const left = [...values];
  return values.flatMap(() => left.splice(random(left.length), 1));
}

/** Does some work for each value, a few at a time. */
export async function forEachOf<Value>(
  values: readonly Value[],
  parallel: number,
  work: (value: Value, index: number) => Promise<void>,
): Promise<void> {
  const left = [...values.entries()];
  const take = async (): Promise<void> => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) await work(next[1], next[0]);
  };
  await Promise.all(Array.from({ length: parallel }, take));
}

/** Makes an account with all permissions, because the proxy passes on tokens and no certificates. @returns its token */
export async function makeAdminToken(home: string): Promise<string> {
  const rule = { apiGroups: ['*'], resources: ['*'], verbs: ['*'] };
  const admin = { name: `admin-${randomBytes(4).toString('hex')}`, home, rules: [{ namespace: undefined, rule }] };
  onTestFinished(() => withdraw(admin));
  return grant(admin, 7_200);
}

/** Whether the API accepts a token. */
export async function isAccepted(token: string): Promise<boolean> {
  const review = { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenReview', spec: { token } };
  const { status } = await call('POST', '/apis/authentication.k8s.io/v1/tokenreviews', review);
  return (status as JsonObject).authenticated === true;
}

/** Waits until the API refuses all tokens. It may remember for 10 seconds that a token was valid. */
export async function untilRefused(tokens: readonly string[]): Promise<void> {
  await forEachOf(tokens, 4, async (token) => {
    await eventually(
      () => isAccepted(token),
      (accepted) => !accepted,
    );
  });
}
