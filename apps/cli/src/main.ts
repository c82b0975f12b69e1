#!/usr/bin/env node
import { findCacheFolder, makePrivateFolder } from './cache-folder.ts';

const file = import.meta.filename;
const isBuilt = !file.endsWith('.ts');
const folder = isBuilt ? findCacheFolder() : undefined;

// What V8 made of the files of the command is kept: to compile them takes longer than to decide.
const code = folder === undefined ? undefined : makePrivateFolder(`${folder}/code`);
if (code !== undefined) process.getBuiltinModule('node:module').enableCompileCache?.(code);

// Not at the top: what is imported there is compiled before anything here runs.
const { start } = await import('./start.ts');
process.exitCode = await start(file, folder);
