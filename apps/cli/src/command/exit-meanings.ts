import type { ExitMeanings } from './command.ts';

// Meanings of exit codes, for the help of the commands. Every command exits with 2 for a usage error.

export const DONE: ExitMeanings = { 0: 'done', 1: 'error' };

export const DECIDED: ExitMeanings = { 0: 'allowed', 1: 'error', 3: 'denied', 4: 'approval required' };

/** A command that writes a file, or checks that it is current. */
export const TYPED: ExitMeanings = { 0: 'done, or the file is current', 1: 'error, or the file is missing or stale' };

/** A command that writes files, and can be refused. */
export const WRITTEN: ExitMeanings = { ...DONE, 3: 'refused' };

/** A command that searches the policy. */
export const SEARCHED: ExitMeanings = { 0: 'done', 1: 'error', 3: 'refused' };

/** A command that verifies something, or asks for a change that can be refused. */
export const ANSWERED: ExitMeanings = { 0: 'accepted', 1: 'error', 3: 'refused' };

export const WAITED: ExitMeanings = {
  0: 'approved',
  1: 'error',
  3: 'denied, expired or canceled',
  4: 'still pending',
};

export const EXECUTED: ExitMeanings = {
  0: 'succeeded',
  1: 'error',
  3: 'refused; the target is unchanged',
  7: 'failed or unknown; the outcome says whether the target changed',
};

export const ROLLED_BACK: ExitMeanings = {
  ...EXECUTED,
  3: 'denied or refused; the target is unchanged',
  4: 'approval required',
};

export const RECONCILED: ExitMeanings = {
  0: 'nothing is open',
  1: 'error, or credentials could not be revoked',
  6: 'the audit log has unreadable lines',
  7: 'some executions have the outcome unknown',
};

export const SWEPT: ExitMeanings = { 0: 'nothing is left', 1: 'error, or credentials could not be deleted' };

export const TESTED: ExitMeanings = {
  0: 'all tests passed',
  1: 'error',
  5: 'a test failed, coverage is too low, or no test notices a mutation',
};

export const VERIFIED_LOG: ExitMeanings = {
  0: 'intact',
  1: 'error',
  3: 'intact, but --require-anchor needs --checkpoint or enough witnesses that cosign now',
  6: 'torn or tampered with',
};

export const PROVED: ExitMeanings = {
  0: 'proven',
  1: 'error',
  3: 'the event was not found or is archived, or the checkpoint does not cover it',
  6: 'the log does not match the checkpoint',
};

export const WITNESSED: ExitMeanings = {
  0: 'all witnesses cosigned',
  1: 'error',
  3: 'a witness did not cosign',
  6: 'a witness has seen events that the log does not have',
};

export const CHECKPOINTED: ExitMeanings = { ...DONE, 6: WITNESSED[6] ?? '' };

export const DIAGNOSED: ExitMeanings = { 0: 'no check failed', 1: 'a check failed, or an error' };
