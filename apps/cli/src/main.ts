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

// A check by a server loads nothing of a project.
const [name, ...rest] = process.argv.slice(2);
const isRemote =
  name === 'check' &&
  (Boolean(process.env.AGENT_SAFE_SERVER) || rest.some((argument) => /^--server(?:=|$)/.test(argument))) &&
  !rest.some((argument) => argument === '--help' || argument === '-h');

// Dynamic imports: static imports would be compiled before the lines above run.
process.exitCode = isRemote
  ? await (await import('./start-remote.ts')).startRemoteCheck(rest)
  : await (await import('./start.ts')).start(file, folder);
