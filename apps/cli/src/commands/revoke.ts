import type { Revocation, RevocationSubject } from '@agent-safe/core';
import type { ProjectServices } from '@agent-safe/sdk';
import { defineCommand, type Output, UsageError } from '../command/command.ts';
import { EXIT } from '../command/exit-code.ts';
import { withKeylessServices } from '../options/keyless-services.ts';
import { isRemote, SERVER_OPTIONS } from '../options/server-options.ts';
import { readTokenId } from '../options/token-id.ts';
import { SETTINGS_OPTIONS, STATE_OPTIONS } from '../options/token-options.ts';
import { refuseLocal } from '../remote/connect.ts';
import { type Revocations, remoteRevocations } from '../remote/revocations.ts';
import { table } from '../render/columns.ts';
import { printable, printJson } from '../render/style.ts';
import { noteIfUnknown } from './agent-traces.ts';

const PROJECT = { ...STATE_OPTIONS, ...SETTINGS_OPTIONS } as const;

export const command = defineCommand({
  name: 'revoke',
  summary: 'Revoke an agent, a token, or all tokens',
  positionals: '--agent ID | --token JTI | --all | --list',
  arity: [0, 0],
  options: {
    agent: { type: 'string', value: 'ID', summary: 'Revoke an agent, and all tokens delegated from it' },
    token: {
      type: 'string',
      value: 'JTI',
      summary: 'Revoke a token, given as its id (jti) or as the token itself, and all tokens delegated from it',
      token: {},
    },
    all: { type: 'boolean', summary: 'Revoke every token and ticket issued until now' },
    lift: { type: 'boolean', summary: 'With --agent: lift the revocation for tokens issued from now on' },
    list: { type: 'boolean', summary: 'List all revocations' },
    ...SERVER_OPTIONS,
    ...PROJECT,
  },
  examples: [
    'agent-safe revoke --agent worker-01',
    'agent-safe revoke --all',
    'agent-safe revoke --agent worker-01 --lift',
  ],
  async run({ clock, cwd, output, values }) {
    const subject = values.list ? undefined : readSubject(values);
    const isLifted = values.lift === true;
    if (isLifted && (subject === undefined || !('agent' in subject))) {
      throw new UsageError('--lift needs --agent. A token stays revoked.');
    }
    if (isRemote(values)) {
      refuseLocal(values, PROJECT);
      const tokenService = remoteRevocations(values);
      if (subject === undefined) await list(output, tokenService, values.json === true);
      else await change(output, { tokenService }, subject, isLifted, values.json === true);
      return EXIT.allow;
    }
    await withKeylessServices({ clock, cwd, values }, async (opened) => {
      if (subject === undefined) await list(output, opened.tokenService, values.json === true);
      else await change(output, opened, subject, isLifted, values.json === true);
    });
    return EXIT.allow;
  },
});

async function change(
  output: Output,
  opened: ProjectServices | { readonly tokenService: Revocations },
  subject: RevocationSubject,
  isLifted: boolean,
  json: boolean,
): Promise<void> {
  const { tokenService } = opened;
  if (isLifted && 'agent' in subject) {
    const lifted = await tokenService.lift(subject.agent);
    if (json) printJson(output, { revocation: lifted === undefined ? null : toDocument(lifted) });
    else output.out(`${printable(describe(subject, true, lifted !== undefined))}\n`);
    return;
  }
  const revocation = await tokenService.revoke(subject);
  // The lookup comes after the revocation, which must not wait for it.
  const note = 'agent' in subject && 'approvals' in opened ? await noteIfUnknown(subject.agent, opened) : undefined;
  if (json) printJson(output, { revocation: toDocument(revocation), ...(note === undefined ? {} : { note }) });
  else {
    output.out(`${printable(describe(subject, false, true))}\n`);
    if (note !== undefined) output.err(`Note: ${printable(note)}\n`);
  }
}

async function list(output: Output, tokenService: Revocations, json: boolean): Promise<void> {
  const revocations = (await tokenService.listRevocations()).map(toDocument);
  if (json) printJson(output, { revocations });
  else if (revocations.length === 0) output.out('There are no revocations.\n');
  else {
    const rows = revocations.map(({ id, issued_until, kind, revoked_at }) => [
      kind,
      id === '' ? '-' : id,
      revoked_at,
      issued_until === null ? 'without end' : `tokens issued until ${issued_until}`,
    ]);
    output.out(table(rows));
  }
}

/** Formats times as in all documents. */
function toDocument({ issued_until, revoked_at, ...revocation }: Revocation) {
  const format = (time: number) => new Date(time).toISOString();
  return {
    ...revocation,
    revoked_at: format(revoked_at),
    issued_until: issued_until === null ? null : format(issued_until),
  };
}

interface Given {
  readonly agent?: string;
  readonly token?: string;
  readonly all?: boolean;
}

function readSubject({ agent, all, token }: Given): RevocationSubject {
  const given = [agent, token, all].filter((each) => each !== undefined);
  if (given.length !== 1) throw new UsageError('Give exactly one subject: --agent ID, --token JTI or --all.');
  if (agent !== undefined) return { agent };
  if (token === undefined) return { all: true };
  const id = readTokenId(token);
  if (id !== undefined) return { token: id };
  throw new UsageError('--token has no id. Give the token or its "jti". A token of 0.11 has none: revoke its agent.');
}

function describe(subject: RevocationSubject, isLifted: boolean, isFound: boolean): string {
  if ('agent' in subject && isLifted) {
    if (!isFound) return `${subject.agent} was not revoked. Nothing was changed.`;
    return `The revocation of ${subject.agent} is lifted for tokens issued from now on.`;
  }
  if ('agent' in subject) return `Revoked: the agent ${subject.agent}, and all tokens delegated from it.`;
  if ('token' in subject) return `Revoked: the token ${subject.token}, and all tokens delegated from it.`;
  return 'Revoked: every token and ticket issued until now. Callers without a token are not affected.';
}
