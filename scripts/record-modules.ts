import { writeFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';

// Preloaded into a process. When the process ends, writes the paths of its loaded modules to $RECORD_MODULES.
const output = process.env.RECORD_MODULES ?? '';
const files: string[] = [];

registerHooks({
  load(url, context, nextLoad) {
    if (url.startsWith('file:')) files.push(fileURLToPath(url));
    return nextLoad(url, context);
  },
});

process.on('exit', () => writeFileSync(output, JSON.stringify(files)));
