import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const PROGRAM = fileURLToPath(new URL('./support/children/million-callers.ts', import.meta.url));

interface Measured {
  readonly heap: number;
  readonly resident: number;
}

test('T14 a million callers leave memory as it was when their windows end, and no request waits for that', () => {
  const argv = ['--conditions=@agent-safe/source', '--expose-gc', PROGRAM];
  const { status, stderr, stdout } = spawnSync('node', argv, { encoding: 'utf8' });
  expect(status, stderr).toBe(0);
  const measured = JSON.parse(stdout) as Readonly<Record<'before' | 'full' | 'after', Measured>> & {
    readonly remembered: number;
    readonly left: number;
    readonly longest: number;
  };
  process.stdout.write(`T14: ${stdout}\n`);
  expect(measured.remembered).toBeGreaterThan(1_000_000);
  expect(measured.left).toBe(2);
  expect(measured.after.heap - measured.before.heap).toBeLessThan(50);
  expect(measured.after.resident - measured.before.resident).toBeLessThan(50);
  // Milliseconds of the request that deleted all of them.
  expect(measured.longest).toBeLessThan(50);
});
