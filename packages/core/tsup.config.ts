import { defineConfig } from 'tsup';

export default defineConfig({
  entry: ['src/index.ts', 'src/restraint/index.ts', 'src/sqlite.ts', 'src/token/index.ts', 'src/webhook/index.ts'],
  format: 'esm',
  target: 'node22',
  clean: true,
});
