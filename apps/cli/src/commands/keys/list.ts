import { type KeyPurpose, loadKeys, tokenKeyState, tryKeys } from '@agent-safe/registry';
import { defineCommand } from '../../command/command.ts';
import { EXIT } from '../../command/exit-code.ts';
import { findKeyFile } from '../../options/key-file.ts';
import { SETTINGS_OPTIONS } from '../../options/token-options.ts';
import { table } from '../../render/columns.ts';
import { printJson } from '../../render/style.ts';

export const command = defineCommand({
  name: 'keys list',
  summary: 'List the keys and the purpose of each, without private parts',
  positionals: '',
  arity: [0, 0],
  options: { ...SETTINGS_OPTIONS },
  examples: ['agent-safe keys list', 'agent-safe keys list --json'],
  async run({ clock, cwd, output, values }) {
    const keys = listKeys(findKeyFile(values, cwd), clock());
    if (values.json) printJson(output, { keys });
    else {
      const rows = keys.map(({ algorithm, kid, purpose, ...key }) => [kid, purpose, algorithm, describe(key)]);
      output.out(table(rows));
    }
    return EXIT.allow;
  },
});

interface ListedKey {
  readonly kid: string;
  readonly purpose: KeyPurpose;
  readonly algorithm: string;
  readonly state: 'signs' | 'waits' | 'verifies' | 'masks' | 'seals' | 'opens' | 'over' | 'older';
  /** RFC 3339, UTC. Undefined if there is no such time. */
  readonly signs_from?: string;
  readonly verifies_until?: string;
}

const ALGORITHMS: Readonly<Record<KeyPurpose, string>> = {
  mask: 'HMAC-SHA-256',
  checkpoint: 'Ed25519',
  token: 'Ed25519',
  approval: 'HMAC-SHA-256',
  seal: 'AES-256-GCM',
};

function listKeys(file: string, now: number): readonly ListedKey[] {
  const { tokens } = loadKeys(file);
  const { keys } = tryKeys(file);
  return keys.map((key, index) => {
    const { kid, purpose } = key;
    const isNewest = keys.findLastIndex((each) => each.purpose === purpose) === index;
    const listed = { kid, purpose, algorithm: ALGORITHMS[purpose] };
    if (key.purpose === 'mask') return { ...listed, state: isNewest ? 'masks' : 'older' };
    if (key.purpose === 'seal') return { ...listed, state: isNewest ? 'seals' : 'opens' };
    if (key.purpose !== 'token') return { ...listed, state: isNewest ? 'signs' : 'verifies' };
    const { signsFrom, verifiesUntil } = key;
    return {
      ...listed,
      state: tokenKeyState(key, tokens, now),
      ...(signsFrom === undefined ? {} : { signs_from: new Date(signsFrom).toISOString() }),
      ...(verifiesUntil === undefined ? {} : { verifies_until: new Date(verifiesUntil).toISOString() }),
    };
  });
}

const STATES: Readonly<Record<ListedKey['state'], string>> = {
  signs: 'signs',
  waits: 'waits',
  verifies: 'verifies older signatures',
  masks: 'masks sensitive values',
  seals: 'encrypts rollback states',
  opens: 'decrypts older states',
  over: 'expired',
  older: 'no longer used',
};

function describe({
  signs_from,
  state,
  verifies_until,
}: Pick<ListedKey, 'signs_from' | 'state' | 'verifies_until'>): string {
  if (state === 'waits' && signs_from !== undefined) return `signs from ${signs_from}`;
  if (verifies_until === undefined || state === 'over') return STATES[state];
  return `${STATES[state]}, until ${verifies_until}`;
}
