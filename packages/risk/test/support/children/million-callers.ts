import { completeRateLimit } from '../../../src/index.ts';
import { MemoryLimitStore } from '../../../src/memory/memory-limit-store.ts';
import { MemoryRiskStore } from '../../../src/memory/memory-risk-store.ts';

// Admits a million callers once each. Reports the memory that they use, and the memory that is used when their windows have ended.
// Start it with --expose-gc.
const CALLERS = 1_000_000;
const WINDOW = 60_000;
const limits = completeRateLimit({ circuit_breaker_threshold: 2, circuit_breaker_cooldown_seconds: 60 });
const [limitStore, riskStore] = [new MemoryLimitStore(), new MemoryRiskStore()];
const START = Date.UTC(2026, 0, 1);

async function ask(key: string, now: number): Promise<number> {
  // CPU time is independent of other programs.
  const started = process.cpuUsage();
  await limitStore.admit(key, limits, now);
  await riskStore.weigh(key, 15, WINDOW, `once ${key}`, now);
  await limitStore.recordOutcome(key, 'deny', limits, now);
  const { system, user } = process.cpuUsage(started);
  return (system + user) / 1_000;
}

function measure(): { readonly heap: number; readonly resident: number } {
  // An ordinary collection keeps the pages for later use. This collection returns them, as an idle process does in time.
  const collect = globalThis.gc as ((options: object) => void) | undefined;
  for (let count = 0; count < 3; count += 1) collect?.({ type: 'major', execution: 'sync', flavor: 'last-resort' });
  const { heapUsed, rss } = process.memoryUsage();
  return { heap: heapUsed / 1e6, resident: rss / 1e6 };
}

await ask('warm', START - 1_000_000);
const before = measure();
// The callers are spread over two windows: ended entries must not keep others, and others must not keep ended ones.
for (let index = 0; index < CALLERS; index += 1) {
  await ask(`agent:caller-${index}`, START + Math.floor((index / CALLERS) * 2 * WINDOW));
}
const full = measure();
const remembered = limitStore.size + riskStore.size;
const longest = await ask('agent:next', START + 3 * WINDOW);
const after = measure();
const left = limitStore.size + riskStore.size;
process.stdout.write(JSON.stringify({ before, full, after, remembered, left, longest }));
