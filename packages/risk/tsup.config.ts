import { defineConfig } from 'tsup';

export default defineConfig({
  entry: ['src/index.ts', 'src/check.ts', 'src/state/index.ts'],
  format: 'esm',
  target: 'node22',
  clean: true,
});
