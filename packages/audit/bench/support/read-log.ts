import { generateKeyPairSync } from 'node:crypto';
import { noteVerifier, readBackwards, verifyLog } from '../../src/index.ts';

/** Reads a log in its own process. Prints the duration and the peak memory. */
const [, , what, path = '', expected = ''] = process.argv;
const started = performance.now();
if (what === 'show') {
  let shown = 0;
  for await (const line of readBackwards(path)) {
    if ('damaged' in line) throw new Error('the log is damaged');
    shown += 1;
    if (shown === 1_000) break;
  }
} else {
  const verifiers = what === 'verify-tree' ? [noteVerifier('bench', generateKeyPairSync('ed25519').publicKey)] : [];
  const { events, verdict } = await verifyLog(path, { verifiers });
  if (verdict !== 'ok, unanchored' || events !== Number(expected))
    throw new Error(`${path}: ${verdict}, ${events} events instead of ${expected}`);
}
const seconds = (performance.now() - started) / 1_000;
process.stdout.write(JSON.stringify({ seconds, megabytes: process.resourceUsage().maxRSS / 1_024 }));
