import { defineConfig } from 'tsup';

export default defineConfig({
  entry: ['src/index.ts', 'src/sqlite.ts', 'src/token.ts'],
  format: 'esm',
  target: 'node22',
  clean: true,
});
