import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { projects } from '../test/project.ts';

const project = projects();
const DEV = ['check', 'restart-deployment', '--target', 'dev/test-app'];
const PARAMS = ['--params', '{"namespace":"dev","deployment":"app"}'];

describe('revoke --agent', () => {
  test('of a name that was never seen revokes it, and says where the name was looked for', async () => {
    const here = project();
    await here.run(...DEV, ...PARAMS, '--caller', await here.identity('worker-01'));
    const { err, exit, out } = await here.run('revoke', '--agent', 'wroker-01');
    expect(exit).toBe(0);
    expect(out).toMatch(/^Revoked: the agent wroker-01/);
    expect(err).toBe(
      'Note: "wroker-01" was not found in the delegation grants, the limits or the last 10,000 audit events. Did you mean "worker-01"? An agent whose token was never used leaves no trace.\n',
    );
    expect((await here.run('revoke', '--list')).out).toMatch(/^ {2}agent {2}wroker-01 /);
    const json = JSON.parse((await here.run('revoke', '--agent', 'zzz', '--json')).out) as object;
    expect(json).toMatchObject({ revocation: { id: 'zzz' }, note: expect.stringContaining('Check the spelling.') });
  });

  test('of a name that was seen says nothing more', async () => {
    const here = project();
    here.edit(
      'agent-safe.yaml',
      (text) => `${text}delegation:\n  grants: [{ parent: lead, children: ["helper-*"] }]\n`,
    );
    const lead = await here.identity('lead-02');
    const child = (await here.run('delegation', 'create', lead, '--child-id', 'child-02')).out.trim();
    await here.run(...DEV, ...PARAMS, '--caller', child);
    for (const agent of ['lead-02', 'child-02', 'lead', 'helper-7']) {
      expect(await here.run('revoke', '--agent', agent)).toMatchObject({ exit: 0, err: '' });
      expect(JSON.parse((await here.run('revoke', '--agent', agent, '--json')).out)).not.toHaveProperty('note');
    }
  });

  test('says what could not be searched, and revokes all the same', async () => {
    const here = project();
    here.edit('agent-safe.yaml', (text) => text.replace(/^audit_log: .*$/m, ''));
    expect(await here.run('revoke', '--agent', 'a1')).toMatchObject({
      exit: 0,
      err: expect.stringMatching(/^Note: "a1" was not found in the delegation grants or the limits\. /),
    });
    writeFileSync(join(here.cwd, 'policies/default.yaml'), 'rules: [');
    expect((await here.run('revoke', '--agent', 'a2')).exit).toBe(0);
  });
});
