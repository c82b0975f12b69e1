import { defineConfig } from 'tsup';

export default defineConfig({
  entry: ['src/index.ts', 'src/folders.ts', 'src/suites.ts'],
  format: 'esm',
  target: 'node22',
  clean: true,
});
