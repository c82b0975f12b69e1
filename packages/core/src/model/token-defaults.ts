/** Issuer of tokens, where the settings name none. */
export const DEFAULT_ISSUER = 'agent-safe';

/** Audience of execution tickets, where the settings name none. */
export const DEFAULT_AUDIENCE = 'agent-safe-runner';
