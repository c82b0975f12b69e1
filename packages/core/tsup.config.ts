import { defineConfig } from 'tsup';

export default defineConfig({
  entry: ['src/index.ts', 'src/sqlite.ts', 'src/token/index.ts'],
  format: 'esm',
  target: 'node22',
  clean: true,
});
