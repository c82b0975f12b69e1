#!/usr/bin/env node
// The first import, because the other files fail on an old Node.
import './require-node.ts';
import { findCacheFolder, makePrivateFolder } from './cache-folder.ts';

const file = import.meta.filename;
const isBuilt = !file.endsWith('.ts');
const folder = isBuilt ? findCacheFolder() : undefined;

// Keeps the code that V8 compiles: compiling the command takes longer than a decision.
const code = folder === undefined ? undefined : makePrivateFolder(`${folder}/code`);
if (code !== undefined) process.getBuiltinModule('node:module').enableCompileCache?.(code);

// A dynamic import: static imports would be compiled before the lines above run.
const { start } = await import('./start.ts');
process.exitCode = await start(file, folder);
