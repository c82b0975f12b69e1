import {
  closeSync,
  existsSync,
  fsyncSync,
  lstatSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { resolve } from 'node:path';
import { AgentSafeError, type Bundle, canonicalJson, describeCause, plain } from '@agent-safe/core';
import { readBundle } from '@agent-safe/pdp';
import { hasTokenKeys, loadProject, makeBundle, requirePaths, resolveSettings } from '@agent-safe/registry';
import { defineCommand, PROJECT_OPTIONS, UsageError } from '../command/command.ts';
import { EXIT } from '../command/exit-code.ts';
import { settingsFrom } from '../options/project-settings.ts';
import { SIGNING_OPTIONS, signingKeyFrom } from '../options/signing-key.ts';
import { printable, printJson } from '../render/style.ts';

export const command = defineCommand({
  name: 'bundle',
  summary: 'Write everything that decides into one file, for agents that have no YAML',
  positionals: '--out FILE',
  arity: [0, 0],
  options: {
    out: { type: 'string', value: 'FILE', summary: 'Where the bundle goes; an older one there is replaced' },
    revision: { type: 'string', value: 'N', summary: 'Its number; otherwise one more than that of the older one' },
    ...SIGNING_OPTIONS,
    ...PROJECT_OPTIONS,
  },
  examples: ['agent-safe bundle --out bundle.json', 'agent-safe bundle --out bundle.json --revision 42 --json'],
  async run({ cwd, output, values }) {
    if (values.out === undefined) throw new UsageError('Say where the bundle goes: agent-safe bundle --out FILE.');
    const file = followLink(resolve(cwd, values.out));
    const wanted = readRevision(values.revision);
    const given = requirePaths(resolveSettings(settingsFrom(values, cwd)));
    const settings = { ...given, verifiesCallers: hasTokenKeys(given) || signingKeyFrom(values) !== undefined };
    const policySet = loadProject(settings);
    const written = replace(file, (older) => {
      const same = older !== undefined && makeBundle(policySet, settings, older.revision).digest === older.digest;
      if (same && (wanted === undefined || wanted === older.revision)) return undefined;
      const revision = wanted ?? (older?.revision ?? 0) + 1;
      if (older !== undefined && (revision <= older.revision || !Number.isSafeInteger(revision))) {
        throw tooOld(revision, older.revision);
      }
      return makeBundle(policySet, settings, revision);
    });
    const { actions, digest, policy_digest, revision, rules, targets } = written.bundle;
    const state = written.changed ? 'written' : 'unchanged';
    const counts = { actions: actions.length, rules: rules.length, targets: targets?.length ?? 0 };
    if (values.json) printJson(output, { file, state, revision, digest, policy_digest, counts });
    else {
      const content = `${counts.actions} actions, ${counts.rules} rules, ${counts.targets} targets`;
      output.out(`${printable(values.out)}: revision ${revision}, ${state} (${content})\n  digest  ${digest}\n`);
    }
    return EXIT.allow;
  },
});

function readRevision(given: string | undefined): number | undefined {
  if (given === undefined) return undefined;
  const revision = Number(given);
  if (/^\d+$/.test(given) && revision >= 1 && Number.isSafeInteger(revision)) return revision;
  throw new UsageError('A revision is a whole number from 1: --revision 42.');
}

function tooOld(revision: number, last: number): AgentSafeError {
  const summary = `Revision ${revision} is not higher than ${last}, which is there already. A revision only grows: give ${last + 1} or more.`;
  return new AgentSafeError('ERR_BUNDLE_INVALID', summary);
}

/**
 * Replaces a bundle as a whole or not at all. The new one is written beside it first, under a name that only one writer
 * at a time can take: otherwise two could make different bundles of the same revision.
 *
 * @param next the bundle that follows the one that is there; undefined where that one stays
 */
function replace(
  file: string,
  next: (older: Bundle | undefined) => Bundle | undefined,
): { readonly bundle: Bundle; readonly changed: boolean } {
  const beside = `${file}.next`;
  const descriptor = take(beside);
  // From here on the name is this process's own; after the renaming it is another one's again.
  let isTaken = true;
  try {
    const older = existsSync(file) ? readOlder(file) : undefined;
    const bundle = next(older);
    if (bundle === undefined && older !== undefined) return { bundle: older, changed: false };
    if (bundle === undefined) throw new Error('there is no bundle to keep');
    // The bytes are counted by the digest: nothing is added, not even a line end.
    writeFileSync(descriptor, canonicalJson(plain(bundle)));
    fsyncSync(descriptor);
    // A full disk may have taken a part of it.
    if (readBundle(readFileSync(beside)).digest !== bundle.digest) throw new Error('it was not written as a whole');
    renameSync(beside, file);
    isTaken = false;
    return { bundle, changed: true };
  } catch (error) {
    if (error instanceof AgentSafeError && error.code === 'ERR_BUNDLE_INVALID') throw error;
    const why = describeCause(error);
    throw new AgentSafeError(
      'ERR_BUNDLE_INVALID',
      `The bundle cannot be written at ${file}: ${why}. What was there stays.`,
    );
  } finally {
    closeSync(descriptor);
    if (isTaken) rmSync(beside, { force: true });
  }
}

/**
 * The path that is written: a link stays a link, and what it leads to is replaced.
 *
 * @throws AgentSafeError where there is something else than a file
 */
function followLink(file: string): string {
  const found = lstatSync(file, { throwIfNoEntry: false });
  if (found === undefined || found.isFile()) return file;
  if (found.isSymbolicLink() && existsSync(file) && statSync(file).isFile()) return realpathSync(file);
  throw new AgentSafeError(
    'ERR_BUNDLE_INVALID',
    `What is at ${file} is no file, and is not replaced. Name another file.`,
  );
}

function take(beside: string): number {
  try {
    return openSync(beside, 'wx');
  } catch (error) {
    const why = describeCause(error);
    const summary =
      why === 'EEXIST'
        ? `Another process writes the bundle, or was stopped while it did. If none does, remove ${beside}.`
        : `The bundle cannot be written in the folder of ${beside.slice(0, -'.next'.length)}: ${why}. Name another file.`;
    throw new AgentSafeError('ERR_BUNDLE_INVALID', summary);
  }
}

/** What is there is replaced only if it is a bundle: its revision must not be lost. */
function readOlder(file: string): Bundle {
  try {
    return readBundle(readFileSync(file));
  } catch (error) {
    const isChanged = error instanceof AgentSafeError && error.message.includes('was changed after it was made');
    const summary = isChanged
      ? `The bundle at ${file} was changed by hand, so its revision cannot be trusted. Move it away, and give a --revision higher than any that was used.`
      : `What is at ${file} is no bundle, and is not replaced. Name another file.`;
    throw new AgentSafeError('ERR_BUNDLE_INVALID', summary);
  }
}
