import { defineConfig } from 'tsup';

export default defineConfig({
  entry: ['src/index.ts', 'src/node/index.ts', 'src/options/index.ts'],
  format: 'esm',
  target: 'node22',
  clean: true,
});
