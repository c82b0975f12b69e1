import { AgentSafe } from '@agent-safe/sdk';
import {
  DECIDING_OPTIONS,
  type Invocation,
  type Options,
  readCount,
  UsageError,
  type Values,
} from '../command/command.ts';
import { refuseLocal } from '../remote/connect.ts';
import { remoteSearch, type Searcher } from '../remote/search.ts';
import { settingsFrom } from './project-settings.ts';
import { isRemote, SERVER_OPTIONS } from './server-options.ts';
import { CALLER_OPTIONS, keysFrom, signingKeyFrom } from './signing-key.ts';

const PROJECT = {
  subjects: { type: 'string', value: 'PATH', summary: 'File or folder of subjects; overrides the settings' },
  ...CALLER_OPTIONS,
  ...DECIDING_OPTIONS,
} as const satisfies Options;

/** Options of the commands that search the policy. */
export const SEARCH_OPTIONS = {
  params: { type: 'string', value: 'JSON', summary: 'Parameters: JSON or @FILE' },
  'ticket-id': { type: 'string', value: 'ID', summary: 'Id of the change ticket' },
  limit: { type: 'string', value: 'N', summary: 'Most results: 1 to 1000', default: '100' },
  after: { type: 'string', value: 'CURSOR', summary: 'Continue after a page: its "next"' },
  ...SERVER_OPTIONS,
  ...PROJECT,
} as const satisfies Options;

type SearchValues = Values<typeof SEARCH_OPTIONS>;

/** Opens the project for a search, which records nothing. */
export async function openForSearch({
  cache,
  clock,
  cwd,
  values,
}: Pick<Invocation<SearchValues>, 'cache' | 'clock' | 'cwd' | 'values'>): Promise<Searcher> {
  if (isRemote(values)) {
    refuseLocal(values, PROJECT);
    return remoteSearch(values);
  }
  return AgentSafe.open({
    ...settingsFrom(values, cwd),
    clock,
    cache,
    auditLog: false,
    auditShippers: [],
    shortLived: true,
    signingKey: signingKeyFrom(values),
    issuer: values.issuer,
    state: values.state,
    subjects: values.subjects,
    verificationKeys: keysFrom(values, cwd),
  });
}

/** @throws UsageError */
export function readLimit(given: string | undefined): number | undefined {
  const limit = readCount(given, '--limit');
  if (limit === undefined || (limit >= 1 && limit <= 1_000)) return limit;
  throw new UsageError(`--limit is out of range: ${limit}. Give a number from 1 to 1000.`);
}
