import { defineConfig } from 'tsup';

export default defineConfig({
  entry: ['src/index.ts', 'src/verify-signature.ts'],
  format: 'esm',
  target: 'node22',
  clean: true,
});
