import { defineConfig } from 'tsup';

export default defineConfig({ entry: ['src/index.ts', 'src/append.ts'], format: 'esm', target: 'node22', clean: true });
