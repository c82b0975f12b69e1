import { completeRateLimit } from '../../../src/index.ts';
import { MemoryLimitStore } from '../../../src/memory/memory-limit-store.ts';
import { MemoryRiskStore } from '../../../src/memory/memory-risk-store.ts';

// Lets a million callers in, each once, and says how much memory that took, and how much is left of it when their windows end.
// It is started with --expose-gc.
const CALLERS = 1_000_000;
const WINDOW = 60_000;
const limits = completeRateLimit({ circuit_breaker_threshold: 2, circuit_breaker_cooldown_seconds: 60 });
const [limitStore, riskStore] = [new MemoryLimitStore(), new MemoryRiskStore()];
const START = Date.UTC(2026, 0, 1);

async function ask(key: string, now: number): Promise<number> {
  // Of the processor's time, other programs take no part.
  const started = process.cpuUsage();
  await limitStore.admit(key, limits, now);
  await riskStore.weigh(key, 15, WINDOW, `once ${key}`, now);
  await limitStore.recordOutcome(key, 'deny', limits, now);
  const { system, user } = process.cpuUsage(started);
  return (system + user) / 1_000;
}

function measure(): { readonly heap: number; readonly resident: number } {
  // An ordinary collection keeps the pages for what comes next. This one gives them back, as an idle process does in time.
  const collect = globalThis.gc as ((options: object) => void) | undefined;
  for (let count = 0; count < 3; count += 1) collect?.({ type: 'major', execution: 'sync', flavor: 'last-resort' });
  const { heapUsed, rss } = process.memoryUsage();
  return { heap: heapUsed / 1e6, resident: rss / 1e6 };
}

await ask('warm', START - 1_000_000);
const before = measure();
// Spread over two windows: that some have ended must not keep others, nor the other way round.
for (let index = 0; index < CALLERS; index += 1) {
  await ask(`agent:caller-${index}`, START + Math.floor((index / CALLERS) * 2 * WINDOW));
}
const full = measure();
const remembered = limitStore.size + riskStore.size;
const longest = await ask('agent:next', START + 3 * WINDOW);
const after = measure();
const left = limitStore.size + riskStore.size;
process.stdout.write(JSON.stringify({ before, full, after, remembered, left, longest }));
