import { writeSync } from 'node:fs';
import { FileLock } from '@agent-safe/core/node';

// Tries to take a lock, prints whether it has the lock, and releases it on request.
const [path = ''] = process.argv.slice(2);
const lock = new FileLock(path);
writeSync(1, lock.tryAcquire() ? 'held\n' : 'taken\n');
process.stdin.once('data', () => {
  lock.release();
  lock.close();
  writeSync(1, 'free\n');
  process.stdin.destroy();
});
