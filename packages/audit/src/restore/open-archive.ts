import { AgentSafeError } from '@agent-safe/core';
import { readOptions } from '@agent-safe/core/options';
import { type DestinationSettings, destinationShape } from '../ship/destinations.ts';
import type { Archive } from './archive.ts';
import { fileArchive } from './file-archive.ts';
import { s3Archive } from './s3-archive.ts';

/**
 * Opens the archive of a destination.
 *
 * @param option settings of a destination that has the lines of the log: `filesystem` or `s3`
 * @throws AgentSafeError ERR_CONFIG_INVALID if the destination is no archive
 */
export function openArchive(option: DestinationSettings): Archive {
  const settings = readOptions(destinationShape, option, 'archive');
  if ('format' in settings && settings.format !== undefined && settings.format !== 'agent-safe') {
    const summary = `A log cannot be restored from events in the format ${settings.format}. Restore from a destination without a format.`;
    throw new AgentSafeError('ERR_CONFIG_INVALID', summary);
  }
  if (settings.backend === 'filesystem') return fileArchive(settings.path);
  if (settings.backend === 's3') {
    const { bucket, endpoint, prefix, region } = settings;
    return s3Archive({ bucket, prefix, region, endpoint, forcePathStyle: endpoint !== undefined });
  }
  const summary = `A log cannot be restored from ${settings.backend}: it cannot be read. Restore from filesystem or s3.`;
  throw new AgentSafeError('ERR_CONFIG_INVALID', summary);
}
