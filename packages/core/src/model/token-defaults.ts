/** Issuer of tokens, if the settings name none. */
export const DEFAULT_ISSUER = 'agent-safe';

/** Audience of execution tickets, if the settings name none. */
export const DEFAULT_AUDIENCE = 'agent-safe-runner';
