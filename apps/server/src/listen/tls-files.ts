import { readFileSync } from 'node:fs';
import { createSecureContext } from 'node:tls';
import type { ServerSettings } from '@agent-safe/schemas';
import { Reloader } from '../reload/reloader.ts';

/** The content of the files in `server.tls`. */
export interface TlsFiles {
  readonly cert: Buffer;
  readonly key: Buffer;
  readonly minVersion: 'TLSv1.2';
}

/** Reads a certificate and its key. @throws Error if a file cannot be read, or if they do not belong together */
export function readTls({ cert_file, key_file }: NonNullable<ServerSettings['tls']>): TlsFiles {
  const files = { cert: readFileSync(cert_file), key: readFileSync(key_file), minVersion: 'TLSv1.2' } as const;
  createSecureContext(files);
  return files;
}

/** Looks at the files of a certificate every few seconds, and tells when they changed and belong together. */
export function watchTls(
  files: NonNullable<ServerSettings['tls']>,
  seconds: number,
  {
    onError,
    onRenewed,
  }: { readonly onRenewed: (tls: TlsFiles) => void; readonly onError: (reason: string | undefined) => void },
  stamp: string,
): Reloader {
  const paths = [files.cert_file, files.key_file];
  const load = async () => onRenewed(readTls(files));
  return new Reloader({ files: () => paths, load, onError, seconds }, stamp);
}
