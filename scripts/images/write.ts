import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { drawImages } from './draw.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
for (const [path, svg] of drawImages(root)) writeFileSync(join(root, path), svg);
