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
import { hasSharedSecret, SIGNING_OPTIONS } from '../options/signing-key.ts';
import { plural } from '../render/plural.ts';
import { printable, printJson } from '../render/style.ts';

export const command = defineCommand({
  name: 'bundle',
  summary: 'Write actions, policies and targets into one file, for programs without YAML',
  positionals: '--out FILE',
  arity: [0, 0],
  options: {
    out: { type: 'string', value: 'FILE', summary: 'Path of the bundle. An older bundle is replaced' },
    revision: {
      type: 'string',
      value: 'N',
      summary: 'Number of the bundle. Default: one more than that of the older bundle',
    },
    ...SIGNING_OPTIONS,
    ...PROJECT_OPTIONS,
  },
  examples: ['agent-safe bundle --out bundle.json', 'agent-safe bundle --out bundle.json --revision 42 --json'],
  async run({ cwd, output, values }) {
    if (values.out === undefined)
      throw new UsageError('The path of the bundle is missing: agent-safe bundle --out FILE.');
    const file = followLink(resolve(cwd, values.out));
    const wanted = readRevision(values.revision);
    const given = requirePaths(resolveSettings(settingsFrom(values, cwd)));
    const settings = { ...given, verifiesCallers: hasTokenKeys(given) || hasSharedSecret(values, given) };
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
      const content = [
        plural(counts.actions, 'action'),
        plural(counts.rules, 'rule'),
        plural(counts.targets, 'target'),
      ].join(', ');
      output.out(`${printable(values.out)}: revision ${revision}, ${state} (${content})\n  digest  ${digest}\n`);
    }
    return EXIT.allow;
  },
});

function readRevision(given: string | undefined): number | undefined {
  if (given === undefined) return undefined;
  const revision = Number(given);
  if (/^\d+$/.test(given) && revision >= 1 && Number.isSafeInteger(revision)) return revision;
  throw new UsageError('The revision is not a whole number from 1. Give one such as --revision 42.');
}

function tooOld(revision: number, last: number): AgentSafeError {
  const summary = `The revision ${revision} is not higher than the existing revision ${last}. Give ${last + 1} or more.`;
  return new AgentSafeError('ERR_BUNDLE_INVALID', summary);
}

/**
 * Replaces a bundle atomically. The new bundle is first written beside it, to a name that only one process at a time can create.
 * Otherwise two processes could write different bundles with the same revision.
 *
 * @param next returns the new bundle for the old one; undefined keeps the old bundle
 */
function replace(
  file: string,
  next: (older: Bundle | undefined) => Bundle | undefined,
): { readonly bundle: Bundle; readonly changed: boolean } {
  const beside = `${file}.next`;
  const descriptor = take(beside);
  // This process owns the name until it renames the file.
  let isTaken = true;
  try {
    const older = existsSync(file) ? readOlder(file) : undefined;
    const bundle = next(older);
    if (bundle === undefined && older !== undefined) return { bundle: older, changed: false };
    if (bundle === undefined) throw new Error('there is neither an old nor a new bundle');
    // The digest covers all bytes, so nothing is added, not even a line end.
    writeFileSync(descriptor, canonicalJson(plain(bundle)));
    fsyncSync(descriptor);
    // A full disk may have truncated the file.
    if (readBundle(readFileSync(beside)).digest !== bundle.digest)
      throw new Error('the file was not written completely');
    renameSync(beside, file);
    isTaken = false;
    return { bundle, changed: true };
  } catch (error) {
    if (error instanceof AgentSafeError && error.code === 'ERR_BUNDLE_INVALID') throw error;
    const why = describeCause(error);
    throw new AgentSafeError(
      'ERR_BUNDLE_INVALID',
      `The bundle cannot be written at ${file}: ${why}. The old bundle is unchanged.`,
    );
  } finally {
    closeSync(descriptor);
    if (isTaken) rmSync(beside, { force: true });
  }
}

/**
 * Returns the path to write. A symbolic link stays, and its target is replaced.
 *
 * @throws AgentSafeError if the path is not a file
 */
function followLink(file: string): string {
  const found = lstatSync(file, { throwIfNoEntry: false });
  if (found === undefined || found.isFile()) return file;
  if (found.isSymbolicLink() && existsSync(file) && statSync(file).isFile()) return realpathSync(file);
  throw new AgentSafeError(
    'ERR_BUNDLE_INVALID',
    `The path is not a file, and is not replaced: ${file}. Give another path.`,
  );
}

function take(beside: string): number {
  try {
    return openSync(beside, 'wx');
  } catch (error) {
    const why = describeCause(error);
    const summary =
      why === 'EEXIST'
        ? `Another process is writing the bundle, or a crash left ${beside}. If no process is writing, remove that file.`
        : `The bundle cannot be written at ${beside.slice(0, -'.next'.length)}: ${why}. Give another path.`;
    throw new AgentSafeError('ERR_BUNDLE_INVALID', summary);
  }
}

/** Reads the old bundle. Only a bundle is replaced, and its revision must not be lost. */
function readOlder(file: string): Bundle {
  try {
    return readBundle(readFileSync(file));
  } catch (error) {
    const isChanged = error instanceof AgentSafeError && error.message.includes('was changed after it was made');
    const summary = isChanged
      ? `The bundle was changed by hand, so its revision cannot be trusted: ${file}. Move it away, and give a --revision that is higher than every used one.`
      : `The file is not a bundle, and is not replaced: ${file}. Give another path.`;
    throw new AgentSafeError('ERR_BUNDLE_INVALID', summary);
  }
}
