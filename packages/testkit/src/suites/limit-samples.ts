import type { LimitStore, RateLimit } from '@agent-safe/core';
import { expect } from 'vitest';
import { SECOND } from './opened-store.ts';

export const ADMITTED = { ok: true };

export function limited(retry_at: number): object {
  return { ok: false, code: 'rate_limited', retry_at };
}

/** 3 requests in a minute. 2 denials within 30 seconds open the circuit for 10 seconds. */
export const LIMITS: RateLimit = {
  max_requests: 3,
  window_seconds: 60,
  circuit_breaker_threshold: 0,
  circuit_breaker_window_seconds: 30,
  circuit_breaker_cooldown_seconds: 10,
};

export function circuitOpen(retry_at: number): object {
  return { ok: false, code: 'circuit_open', retry_at };
}

export const CIRCUIT: RateLimit = { ...LIMITS, max_requests: 100, circuit_breaker_threshold: 2 };
export const COOLDOWN = 10 * SECOND;

/** Records two denials for a key, which open its circuit. */
export async function trip(store: LimitStore, key: string, now: number): Promise<void> {
  for (let count = 0; count < 2; count += 1) {
    expect(await store.admit(key, CIRCUIT, now)).toEqual(ADMITTED);
    await store.recordOutcome(key, 'deny', CIRCUIT, now);
  }
}
