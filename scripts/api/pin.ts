import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { comparePins, pinPath, readPinned, readPins } from './pins.ts';

/** Writes the current public interface to `scripts/api/*.json`, and prints the changes. */
const root = fileURLToPath(new URL('../..', import.meta.url));

const files: string[] = [];
for (const [file, pins] of Object.entries(await readPins(root))) {
  for (const line of comparePins(readPinned(root, file), pins)) console.log(`${file}  ${line}`);
  writeFileSync(pinPath(root, file), `${JSON.stringify(pins, undefined, 2)}\n`);
  files.push(pinPath(root, file));
}
spawnSync('biome', ['format', '--write', ...files], { cwd: root, stdio: 'inherit' });
