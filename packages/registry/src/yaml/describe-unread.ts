import { readlinkSync } from 'node:fs';
import { basename } from 'node:path';
import { type Diagnostic, quote } from '@agent-safe/core';
import { explainFailure, type UnreadEntry, type UnreadReason } from './list-files.ts';
import { displayPath } from './paths.ts';

/** Code, message after the name, and fix of each reason. */
const REASONS: Readonly<Record<UnreadReason, readonly [code: string, message: string, fix: string]>> = {
  name: [
    'file_skipped',
    'is not read: its name does not end in .yaml or .yml',
    'End its name in .yaml to use it, or move it out of the folder.',
  ],
  hidden: [
    'file_skipped',
    'is not read: its name starts with a dot',
    'Remove the dot to use it, or move it out of the folder.',
  ],
  node_modules: [
    'file_skipped',
    'is not read: folders of this name hold packages',
    'Rename the folder to use its documents, or move it out of the folder.',
  ],
  special: [
    'file_unreadable',
    'cannot be read: it is a pipe, a socket or a device',
    'Replace it with a file, or remove it.',
  ],
  link_broken: [
    'link_broken',
    'cannot be read: it is a symbolic link to a file that does not exist',
    'Restore the file that the link names, or remove the link.',
  ],
  link_loop: [
    'link_loop',
    'cannot be read: it is a symbolic link that leads back to itself',
    'Point the link to a file, or remove it.',
  ],
  folder_cycle: ['link_loop', 'cannot be read: it is a link to a folder that contains it', 'Remove the link.'],
  folder_deep: ['folder_deep', 'cannot be read: the folders are nested too deeply', 'Move its documents up.'],
  encoding: ['file_unreadable', 'cannot be read: its name is not valid UTF-8', 'Rename it.'],
  vanished: ['file_unreadable', 'was removed while the folder was read', 'Run the command again.'],
  refused: ['file_unreadable', 'cannot be read', 'Give the user of this process read permission, or remove the entry.'],
};

/** Returns the diagnostic for an entry that is not read. An entry that may decide is an error: without it the answers could be others. */
export function describeUnread({ detail, isNeeded, path, reason }: UnreadEntry): Diagnostic {
  const [code, message, fix] = REASONS[reason];
  const more = reason === 'link_broken' ? linkTarget(path) : detail === undefined ? '' : ` (${detail})`;
  return {
    severity: isNeeded ? 'error' : 'warning',
    code,
    message: `${quote(basename(path))} ${message}${more}.`,
    fix,
    file: displayPath(path),
  };
}

/** Returns the target of a link, for a message. */
function linkTarget(path: string): string {
  try {
    return `, ${quote(readlinkSync(path))}`;
  } catch {
    return '';
  }
}

/** Returns the diagnostic for a path of the settings or an argument that cannot be read. */
export function unreadable(path: string, what: string, error: unknown): Diagnostic {
  const failure = explainFailure(path, error);
  if (failure.reason === 'vanished')
    return absent(path, what, `The file or folder does not exist. It should contain ${what}.`, 'error');
  if (failure.reason === 'link_broken') {
    const message = `The file or folder does not exist: the path is a broken symbolic link${linkTarget(path)}. It should contain ${what}.`;
    return absent(path, what, message, 'error');
  }
  if (failure.reason !== 'refused') return describeUnread({ path, ...failure, isNeeded: true });
  return {
    severity: 'error',
    code: 'file_unreadable',
    message: `The file cannot be read (${failure.detail}).`,
    file: displayPath(path),
  };
}

/** Documents whose paths are in agent-safe.yaml or flags. Other paths are arguments. */
const CONFIGURED = ['actions', 'policies', 'targets', 'keys'];

export function absent(path: string, what: string, message: string, severity: Diagnostic['severity']): Diagnostic {
  const fix = CONFIGURED.includes(what)
    ? 'Create it, or set another path in agent-safe.yaml or with the flag.'
    : 'Check the path, which is relative to the working directory.';
  return { severity, code: 'file_missing', message, fix, file: displayPath(path) };
}
