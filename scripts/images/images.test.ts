import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { drawImages } from './draw.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

test('the pictures of the documentation show what the product prints: "npm run images" writes them', () => {
  const drawn = drawImages(root);
  expect(drawn.size).toBe(4);
  for (const [path, svg] of drawn) expect(readFileSync(join(root, path), 'utf8'), path).toBe(svg);
});
