import { defineConfig } from 'tsup';

export default defineConfig({
  entry: ['src/index.ts', 'src/verify.ts'],
  format: 'esm',
  target: 'node22',
  clean: true,
});
