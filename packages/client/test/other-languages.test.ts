import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { connect } from '../src/index.ts';
import { startServer } from './support/server.ts';

const script = fileURLToPath(new URL('../../../examples/other-languages/run.sh', import.meta.url));
/** Exit code of the script if a generator could not be installed. */
const NO_GENERATOR = 75;

for (const [language, tool] of [
  ['python', ['python3', '--version']],
  ['go', ['go', 'version']],
] as const) {
  const [command, argument] = tool;
  const isMissing = spawnSync(command, [argument]).status !== 0 || spawnSync('curl', ['--version']).status !== 0;
  const name = `a program in ${language}, with a generated client, decides and waits for an approval`;
  test.skipIf(isMissing)(
    `${name}${isMissing ? ` (skipped: ${command} or curl is missing)` : ''}`,
    { timeout: 600_000 },
    async ({ skip }) => {
      const { token, url } = await startServer();
      const approver = connect({ url, token: await token('alice', ['approver']) });
      const env = { ...process.env, AGENT_SAFE_SERVER: url, AGENT_SAFE_TOKEN: await token('worker') };
      const child = spawn(script, [language], { env, stdio: ['ignore', 'pipe', 'pipe'] });
      const closed = once(child, 'close');
      let errors = '';
      child.stderr.on('data', (chunk: Buffer) => {
        errors += chunk.toString();
      });
      const lines: string[] = [];
      for await (const line of createInterface(child.stdout)) {
        lines.push(line);
        const [, id] = /^waiting (\S+)$/.exec(line) ?? [];
        if (id !== undefined) expect(await approver.approvals.approve(id, 'Fine')).toMatchObject({ ok: true });
      }
      const [code] = (await closed) as [number | null];
      if (code === NO_GENERATOR) return skip('the registry of the generator cannot be reached');
      expect({ code, lines, errors: code === 0 ? '' : errors }).toMatchObject({
        code: 0,
        lines: [expect.stringMatching(/^waiting apr-/), 'allow approved'],
      });
    },
  );
}
