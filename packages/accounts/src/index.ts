export type {
  ApiKeyIssue,
  ApiKeyIssued,
  ApiKeyListing,
  ApiKeyRefusalCode,
  ApiKeyRequest,
  ApiKeyRevocation,
  ApiKeyVerification,
  ChangedBy,
  VerifiedApiKey,
} from './keys/api-key-types.ts';
export { ApiKeys } from './keys/api-keys.ts';
export { MemoryAccountStore } from './memory/memory-account-store.ts';
