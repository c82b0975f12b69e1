import { defineConfig } from 'tsup';

export default defineConfig({
  entry: ['src/index.ts', 'src/analysis.ts'],
  format: 'esm',
  target: 'node22',
  clean: true,
});
