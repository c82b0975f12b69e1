import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { AgentSafeError, type Revocations, type Stores } from '@agent-safe/core';
import { openStateDatabase } from '@agent-safe/store-sqlite';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { OpenOptions } from '../../src/index.ts';
import { type MemoryAuditLog, memoryAuditLog, memoryStores } from '../../src/memory/index.ts';
import { portKind } from './port-kind.ts';

type Options = Pick<OpenOptions, 'audit' | 'auditLog' | 'clock' | 'keys' | 'state' | 'stores'>;

/** Ports in memory by file path. Tests that would share the file share these ports. */
const logs = new Map<string, MemoryAuditLog>();
const states = new Map<string, Stores>();

/**
 * Returns the same options with the ports of the test: the files that the options name, or one memory per file if
 * `memory.test.ts` runs the tests. No file may be created then.
 */
export function withPorts<const Given extends Options>(options: Given): Given {
  if (!portKind.isMemory) return options;
  const { auditLog, clock, keys } = options;
  const log = typeof auditLog === 'object' ? (auditLog as { readonly path?: string } | null)?.path : auditLog;
  const state = options.state ?? (keys === undefined ? undefined : join(dirname(keys), 'state.db'));
  onTestFinished(() => {
    for (const path of [log, state]) if (typeof path === 'string') expect(existsSync(path), path).toBe(false);
  });
  return {
    ...options,
    ...(typeof log === 'string' && options.audit === undefined
      ? { audit: getOrMake(logs, log, () => makeLog(log, clock)) }
      : {}),
    ...(state === undefined || options.stores !== undefined
      ? {}
      : { stores: getOrMake(states, state, () => memoryStores({ clock })) }),
  };
}

/** The lines of the log at this path; empty if nothing was recorded. */
export function logText(path: string): string {
  if (portKind.isMemory) return logs.get(path)?.text() ?? '';
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
}

/** The events of the log at this path. */
export function logEvents(path: string): readonly Readonly<Record<string, unknown>>[] {
  const lines = logText(path).split('\n').slice(0, -1);
  return lines.map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>);
}

/** The revocations in the state at this path, as another process sees them. */
export function revocationsOf(path: string): Revocations {
  if (portKind.isMemory) return getOrMake(states, path, memoryStores).revocations;
  const state = openStateDatabase(path);
  onTestFinished(() => state.close());
  return state.revocations;
}

const ignore = () => undefined;

/** A test of files. It is skipped if the ports are in memory. */
export const fileTest = portKind.isMemory
  ? (Object.assign(ignore, { each: () => ignore }) as unknown as typeof test)
  : test;
/** Like {@link fileTest}, for a group of tests. */
export const fileDescribe = portKind.isMemory ? (ignore as unknown as typeof describe) : describe;

function makeLog(path: string, clock: (() => number) | undefined): MemoryAuditLog {
  const log = memoryAuditLog({ clock });
  // A log in a missing folder cannot be written, not even in memory.
  const append: MemoryAuditLog['append'] = async (drafts) => {
    if (existsSync(dirname(path))) return log.append(drafts);
    throw new AgentSafeError('ERR_AUDIT_UNAVAILABLE', `The audit log ${path} cannot be written.`);
  };
  return new Proxy(log, {
    get(target, property) {
      if (property === 'append') return append;
      const found: unknown = Reflect.get(target, property, target);
      return typeof found === 'function' ? (found.bind(target) as unknown) : found;
    },
  });
}

function getOrMake<Value>(known: Map<string, Value>, key: string, make: () => Value): Value {
  const found = known.get(key) ?? make();
  known.set(key, found);
  return found;
}
