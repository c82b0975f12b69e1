import { spawnSync } from 'node:child_process';
import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { opaEngine } from '../decide/opa-engine.ts';
import { SIZES } from '../decide/sizes.ts';
import { makeTestedWorld, makeWorld } from '../decide/world.ts';
import { type Form, toRego } from './rego.ts';

/** Writes and compiles the Rego of the worlds that the bench evaluates with OPA. Needs `opa` and `tar` on the PATH. */
const folder = fileURLToPath(new URL('.', import.meta.url));

const FORMS: readonly Form[] = ['in-order', 'by-action'];
const sizes = SIZES.filter((rules) => rules <= opaEngine.mostRules);

for (const [size, form] of sizes.flatMap((rules) => FORMS.map((each) => [rules, each] as const))) {
  compile(`${form}-${size}`, toRego(makeWorld(size), form));
  compile(`tested-${form}-${size}`, toRego(makeTestedWorld(size), form));
}

function compile(name: string, text: string): void {
  const rego = `${name}.rego`;
  writeFileSync(join(folder, rego), text);
  const bundle = mkdtempSync(join(folder, '.bundle-'));
  try {
    const archive = join(bundle, 'bundle.tar.gz');
    run('opa', 'build', '--target', 'wasm', '--entrypoint', 'bench/allow', '--output', archive, rego);
    run('tar', '--extract', '--gzip', '--file', archive, '--directory', bundle, '/policy.wasm');
    renameSync(join(bundle, 'policy.wasm'), join(folder, `${name}.wasm`));
  } finally {
    rmSync(bundle, { recursive: true, force: true });
  }
}

/** Runs a command in this folder, so that the compiled file names its source without a path. */
function run(command: string, ...argv: string[]): void {
  const { error, status, stderr } = spawnSync(command, argv, { cwd: folder, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command} ${argv.join(' ')}: ${error?.message ?? stderr}`);
}
