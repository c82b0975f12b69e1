import { join } from 'node:path';
import { type ArchivePlan, archiveLog } from '@agent-safe/audit';
import { loadKeys } from '@agent-safe/registry';
import { openLogAnchors, openSigner, openVerifiers } from '../../src/index.ts';
import type { TestProject } from './project.ts';

/** Archives all events of a project, as the command does. */
export async function archive({ folder, time }: TestProject): Promise<ArchivePlan> {
  time.now += 1_000;
  const keys = loadKeys(join(folder, 'keys.json')).checkpoints;
  const key = keys.at(-1);
  if (key === undefined) throw new Error('the project has no key for checkpoints');
  const settings = { keys: join(folder, 'keys.json'), state: join(folder, 'state.db') };
  const anchors = openLogAnchors(settings);
  const result = await archiveLog(join(folder, 'audit.jsonl'), {
    before: time.now,
    signer: await openSigner(key),
    verifiers: await openVerifiers(keys),
    checkpoints: anchors.checkpoints,
    appliedFacts: anchors.appliedFacts,
    clock: () => time.now,
  });
  await anchors.close();
  if (!result.ok) throw new Error(`${result.code}: ${result.reason}`);
  return result;
}
