import { KEY_PURPOSES, type KeyPurpose, type Rotated, rotateKeys } from '@agent-safe/registry';
import { defineCommand, type Output, UsageError } from '../../command/command.ts';
import { EXIT } from '../../command/exit-code.ts';
import { readDurationWithUnit } from '../../options/duration.ts';
import { findKeyFile, replaceKeyFile } from '../../options/key-file.ts';
import { SETTINGS_OPTIONS } from '../../options/token-options.ts';
import { printable, printJson } from '../../render/style.ts';

export const command = defineCommand({
  name: 'keys rotate',
  summary: 'Replace a key with a new one. The older key verifies for a while',
  positionals: '',
  arity: [0, 0],
  options: {
    purpose: {
      type: 'string',
      value: 'PURPOSE',
      summary: 'Purpose of the new key',
      choices: KEY_PURPOSES,
      default: 'token',
    },
    overlap: {
      type: 'string',
      value: 'TIME',
      summary: 'How long older token keys still verify',
      default: '24h',
    },
    'sign-in': { type: 'string', value: 'TIME', summary: 'Delay before a new token key begins to sign', default: '0s' },
    ...SETTINGS_OPTIONS,
  },
  examples: ['agent-safe keys rotate --overlap 24h', 'agent-safe keys rotate --sign-in 1h --overlap 7d'],
  async run({ clock, cwd, output, values }) {
    const purpose = readPurpose(values.purpose);
    const overlap = readMilliseconds(values.overlap ?? '24h', '--overlap');
    const signsIn = readMilliseconds(values['sign-in'] ?? '0', '--sign-in');
    if (purpose !== 'token' && (values.overlap !== undefined || values['sign-in'] !== undefined)) {
      throw new UsageError('--overlap and --sign-in are only for token keys. Keys of other purposes have no times.');
    }
    const file = findKeyFile(values, cwd);
    let rotated: Rotated | undefined;
    replaceKeyFile(file, (text) => {
      rotated = rotateKeys(text, { purpose, now: clock(), overlap, signsIn });
      return rotated.text;
    });
    if (rotated === undefined) throw new Error('nothing was rotated');
    const { kid, removed, retired } = rotated;
    if (values.json) printJson(output, { file, purpose, kid, retired, removed });
    else print(output, purpose, rotated);
    return EXIT.allow;
  },
});

const MOST_DAYS = 3_650;

/** Limits a duration. Executors refuse a key set with a time after the year 9999. */
function readMilliseconds(given: string, option: string): number {
  const seconds = readDurationWithUnit(given, option);
  if (seconds <= MOST_DAYS * 86_400) return seconds * 1_000;
  throw new UsageError(`${option} is too long. Give at most ${MOST_DAYS}d.`);
}

function readPurpose(given: string | undefined): KeyPurpose {
  const purpose = KEY_PURPOSES.find((each) => each === (given ?? 'token'));
  if (purpose !== undefined) return purpose;
  throw new UsageError(`--purpose is unknown. Give one of ${KEY_PURPOSES.join(', ')}.`);
}

const CONSEQUENCES: Readonly<Record<KeyPurpose, string>> = {
  token: 'If executors have a copy of the public keys, replace it: agent-safe keys jwks.',
  checkpoint:
    'If checkpoints are verified elsewhere, replace the key there: agent-safe audit checkpoint --verifier-key.',
  approval: 'Open approval requests stay valid: the older key still proves them.',
  seal: 'The older key still decrypts the states that it encrypted.',
  mask: 'Masks of sensitive values changed: unused tickets with sensitive values no longer match.',
};

function print(output: Output, purpose: KeyPurpose, { kid, removed, retired }: Rotated): void {
  output.out(`${printable(kid)} is the new key\n`);
  for (const key of retired) output.out(`  ${printable(key.kid)} verifies until ${key.verifies_until}\n`);
  for (const each of removed) output.out(`  ${printable(each)} was removed: it had expired, or had never signed\n`);
  output.out(`${CONSEQUENCES[purpose]}\n`);
}
