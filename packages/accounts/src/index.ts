export { type Accounts, openAccounts } from './accounts.ts';
export type {
  ApiKeyIssue,
  ApiKeyIssued,
  ApiKeyListing,
  ApiKeyRefusalCode,
  ApiKeyRequest,
  ApiKeyRevocation,
  ApiKeyVerification,
  VerifiedApiKey,
} from './keys/api-key-types.ts';
export { ApiKeys } from './keys/api-keys.ts';
export { MemoryAccountStore } from './memory/memory-account-store.ts';
export type {
  SessionIssued,
  SessionListing,
  SessionSettings,
  SessionVerification,
  VerifiedSession,
} from './sessions/session-types.ts';
export { Sessions } from './sessions/sessions.ts';
export type { ChangedBy } from './shared/agent-ids.ts';
export {
  SignIn,
  SignInLimits,
  type SignInLinkIssued,
  type SignInRefusalCode,
  type SignInResult,
} from './sign-in/sign-in.ts';
export type { UserChange, UserListing, UserRefusalCode, UserRequest, UserResult } from './users/user-types.ts';
export { Users } from './users/users.ts';
