import type { AccountServices } from '@agent-safe/core';
import { ApiKeys } from './keys/api-keys.ts';
import type { SessionSettings } from './sessions/session-types.ts';
import { Sessions } from './sessions/sessions.ts';
import { SignIn, type SignInLimits } from './sign-in/sign-in.ts';
import { Users } from './users/users.ts';

/** All accounts of a project. */
export interface Accounts {
  readonly keys: ApiKeys;
  readonly users: Users;
  readonly sessions: Sessions;
  readonly signIn: SignIn;
  /** Waits for the last writes. The stores and the log must still be open. */
  close(): Promise<void>;
}

/**
 * Opens the accounts of a project.
 *
 * @param limits of sign-ins, if the program had the accounts open before
 * @example
 * const project = await openProjectServices();
 * const accounts = project.accounts && openAccounts(project.accounts);
 */
export function openAccounts(
  services: AccountServices,
  settings: SessionSettings = {},
  limits?: SignInLimits,
): Accounts {
  const keys = new ApiKeys(services);
  const sessions = new Sessions(services, settings);
  const users = new Users(services, sessions);
  const signIn = new SignIn(services, users, sessions, limits);
  const close = async () => {
    await Promise.all([keys.close(), sessions.close(), signIn.close()]);
  };
  return { keys, users, sessions, signIn, close };
}
