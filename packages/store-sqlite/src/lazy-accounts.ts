import type { AccountRecord, AccountStore, AccountTable } from '@agent-safe/core';
import type { DatabaseFile } from './database-file.ts';

/** Returns the accounts of a file. Their code loads on first use, because a decision does not need it. */
export function fileAccounts(file: DatabaseFile): AccountStore {
  const table = <Stored extends AccountRecord>(kind: keyof AccountStore): AccountTable<Stored> => {
    const open = async () => {
      const { SqliteAccountTable } = await import('./account-table.ts');
      return new SqliteAccountTable<Stored>(file, kind);
    };
    return lazyTable(open, open);
  };
  return { keys: table('keys'), users: table('users'), sessions: table('sessions'), links: table('links') };
}

/** Returns the accounts of a file that is opened on first use. */
export function lazyAccounts(find: () => AccountStore | undefined, use: () => AccountStore): AccountStore {
  const table = <Kind extends keyof AccountStore>(kind: Kind) =>
    lazyTable(
      async () => find()?.[kind] as AccountTable<AccountRecord> | undefined,
      async () => use()[kind] as AccountTable<AccountRecord>,
    ) as unknown as AccountStore[Kind];
  return { keys: table('keys'), users: table('users'), sessions: table('sessions'), links: table('links') };
}

/**
 * @param find returns undefined if the file is missing
 * @param use creates a missing file
 */
function lazyTable<Stored extends AccountRecord>(
  find: () => Promise<AccountTable<Stored> | undefined>,
  use: () => Promise<AccountTable<Stored>>,
): AccountTable<Stored> {
  return {
    get: async (id) => (await find())?.get(id),
    list: async (owner) => (await find())?.list(owner) ?? [],
    put: async (record) => (await use()).put(record),
    remove: async (id) => (await find())?.remove(id),
    removeAll: async (owner) => (await find())?.removeAll(owner) ?? [],
    removeEnded: async (now) => (await find())?.removeEnded(now),
    touch: async (id, at) => (await find())?.touch(id, at),
  };
}
