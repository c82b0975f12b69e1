import type { ApiKeyScope } from '@agent-safe/core';
import type { Role } from './principal.ts';

/** Callers that a route admits. All others get 401 or 403. */
export type Access =
  | 'public'
  | {
      /** Agents, which speak for themselves only. */
      readonly agent?: true;
      /** API keys with this scope. */
      readonly pep?: ApiKeyScope;
      /** Users with this role, or a higher one. */
      readonly user?: Role;
    };
