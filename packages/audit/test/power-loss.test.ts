import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'vitest';
import { checkAsyncLaw } from './support/async-law.ts';
import { makeFolder } from './support/folder.ts';
import { checkRounds, type Round, rounds } from './support/power-loss.ts';

const SIZES = [
  { name: 'in one file', maxBytes: undefined },
  { name: 'in files of 4,000 bytes', maxBytes: 4_000 },
  { name: 'in files of one write', maxBytes: 1 },
];

test.each(SIZES)(
  'T15 after a loss of power at any time, a log $name has every acknowledged event and continues',
  async ({ maxBytes, name }) => {
    const folder = makeFolder();
    const check = async (all: readonly Round[]) => {
      const own = mkdtempSync(join(folder, 'run-'));
      await checkRounds(own, all, maxBytes);
      rmSync(own, { recursive: true });
    };
    await checkAsyncLaw(`power loss of a log ${name}`, rounds, check, 1_500);
  },
);
