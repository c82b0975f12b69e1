import { defineConfig } from 'tsup';

export default defineConfig({
  entry: ['src/index.ts', 'src/issue-ticket.ts'],
  format: 'esm',
  target: 'node22',
  clean: true,
});
