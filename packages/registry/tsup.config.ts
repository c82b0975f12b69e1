import { defineConfig } from 'tsup';

export default defineConfig({ entry: ['src/index.ts', 'src/open.ts'], format: 'esm', target: 'node22', clean: true });
