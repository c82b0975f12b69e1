import { AgentSafeError, holdsToken, type RevocationSubject } from '@agent-safe/core';
import { openAuthority } from '@agent-safe/sdk';
import { defineCommand, UsageError } from '../command.ts';
import { EXIT } from '../exit-code.ts';
import { printable, printJson } from '../style.ts';
import { readTokenId } from '../token-id.ts';
import { SETTINGS_OPTIONS } from '../token-options.ts';

export const command = defineCommand({
  name: 'revoke',
  summary: 'The kill switch: what an agent, a token or everybody holds no longer counts',
  positionals: '--agent ID | --token JTI | --all',
  arity: [0, 0],
  options: {
    agent: { type: 'string', value: 'ID', summary: 'An agent, and all that it handed on' },
    token: { type: 'string', value: 'JTI', summary: 'A token by its id, and all that was made from it; or the token' },
    all: { type: 'boolean', summary: 'Every token and ticket that was issued until now' },
    lift: { type: 'boolean', summary: 'With --agent: let it act again, with tokens that are issued from now on' },
    ...SETTINGS_OPTIONS,
  },
  examples: [
    'agent-safe revoke --agent worker-01',
    'agent-safe revoke --all',
    'agent-safe revoke --agent worker-01 --lift',
  ],
  async run({ cwd, output, values }) {
    const subject = readSubject(values);
    if (values.lift && !('agent' in subject)) throw new UsageError('--lift goes with --agent: a token stays revoked.');
    if (values.config !== undefined && values['no-config']) {
      throw new UsageError('--config and --no-config exclude one another.');
    }
    const config = values['no-config'] ? false : values.config;
    const { authority, close, settings } = await openAuthority({ cwd, config, auditShippers: [], shortLived: true });
    if (settings.state === undefined) {
      const summary =
        'There is no state in which others could see it. Add "state: .agent-safe/state.db" to agent-safe.yaml.';
      throw new AgentSafeError('ERR_CONFIG_INVALID', summary);
    }
    try {
      const isLifted = values.lift === true && 'agent' in subject;
      const revocation = isLifted ? await authority.lift(subject.agent) : await authority.revoke(subject);
      if (values.json) printJson(output, { revocation: revocation ?? null });
      else output.out(`${printable(describe(subject, isLifted, revocation !== undefined))}\n`);
    } finally {
      await close();
    }
    return EXIT.allow;
  },
});

interface Given {
  readonly agent?: string;
  readonly token?: string;
  readonly all?: boolean;
}

function readSubject({ agent, all, token }: Given): RevocationSubject {
  const given = [agent, token, all].filter((each) => each !== undefined);
  if (given.length !== 1) throw new UsageError('Say what to revoke: --agent ID, --token JTI or --all.');
  if (agent !== undefined) {
    if (agent.trim() === '' || holdsToken(agent)) throw new UsageError('--agent takes the id of an agent.');
    return { agent };
  }
  if (token === undefined) return { all: true };
  const id = readTokenId(token);
  if (id !== undefined) return { token: id };
  throw new UsageError(
    '--token takes the id of a token, its "jti", or the token. One of 0.11 has none: revoke the agent.',
  );
}

function describe(subject: RevocationSubject, isLifted: boolean, isFound: boolean): string {
  if ('agent' in subject && isLifted) {
    if (!isFound) return `${subject.agent} was not revoked. Nothing was changed.`;
    return `${subject.agent} may act again, with tokens that are issued from now on.`;
  }
  if ('agent' in subject) return `Revoked: the agent ${subject.agent}, and all that it handed on.`;
  if ('token' in subject) return `Revoked: the token ${subject.token}, and all that was made from it.`;
  return 'Revoked: every token and ticket that was issued until now.';
}
