import { spawnSync } from 'node:child_process';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Runs every bench of every package, each in a process of its own, and keeps what they print in docs/measurements.md. */
const root = fileURLToPath(new URL('..', import.meta.url));

const benches = readdirSync(join(root, 'packages')).flatMap((name) => {
  const folder = join('packages', name, 'bench');
  try {
    return readdirSync(join(root, folder))
      .filter((file) => file.endsWith('.ts'))
      .map((file) => join(folder, file));
  } catch {
    return [];
  }
});

const sections = benches.map((bench) => {
  const { status, stderr, stdout } = spawnSync('node', ['--conditions=@agent-safe/source', bench], {
    cwd: root,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`${bench}: ${stderr}`);
  process.stdout.write(`${bench}\n${stdout}\n`);
  return `## ${bench}\n\n${stdout}`;
});

const intro =
  '# Measurements\n\nWhat `npm run bench` printed last, on one noisy machine of two cores. Limits are those of the threat model.\n';
writeFileSync(join(root, 'docs/measurements.md'), [intro, ...sections].join('\n'));
