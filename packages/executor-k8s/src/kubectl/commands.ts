import type { JsonValue } from '@agent-safe/core';
import { type Command, DOCUMENT } from './kubectl.ts';

/** `kubectl patch`, with the patch in a file. */
export function patch(
  type: 'json' | 'merge' | 'strategic',
  resource: string,
  name: string,
  namespace: string | undefined,
  document: JsonValue,
): Command {
  const place = namespace === undefined ? [] : [`--namespace=${namespace}`];
  const argv = ['patch', ...place, `--type=${type}`, `--patch-file=${DOCUMENT}`, '--output=json', '--', resource, name];
  return { argv, document: JSON.stringify(document) };
}

/** The same, but that nothing is changed. */
export function dryly({ argv, document }: Command, verb = argv[0] ?? ''): Command {
  const words = verb.split(' ');
  return { argv: [...words, '--dry-run=server', ...argv.slice(words.length)], document };
}

/** Deletes exactly the object that was read, and not another one of its name. */
export function remove(path: string, uid: string, options: { readonly [name: string]: JsonValue } = {}): Command {
  const document = { apiVersion: 'v1', kind: 'DeleteOptions', preconditions: { uid }, ...options };
  return { argv: ['delete', `--raw=${path}`, `--filename=${DOCUMENT}`], document: JSON.stringify(document) };
}

/** Posts a document. */
export function create(path: string, document: JsonValue): Command {
  return { argv: ['create', `--raw=${path}`, `--filename=${DOCUMENT}`], document: JSON.stringify(document) };
}
