import { defineConfig } from 'tsup';

export default defineConfig({
  entry: ['src/index.ts', 'src/memory/index.ts', 'src/runner.ts', 'src/server.ts'],
  format: 'esm',
  target: 'node22',
  clean: true,
});
