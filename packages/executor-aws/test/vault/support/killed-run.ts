import type { Action } from '@agent-safe/core';
import type { sampleTokenKey } from '@agent-safe/testkit';
import type { AccountSettings } from '../../../src/index.ts';

/** One run that ends by SIGKILL at a request to AWS. */
export interface KilledRun {
  readonly log: string;
  readonly action: Action;
  readonly ticket: string;
  /** Key that verifies the ticket. */
  readonly verification: ReturnType<typeof sampleTokenKey>['verification'];
  readonly account: AccountSettings;
  /** Number of the request, from 1. */
  readonly request: number;
  readonly moment: (typeof MOMENTS)[number];
}

/** Whether the request is sent, and whether its answer arrives. */
export const MOMENTS = ['before', 'sent', 'answered'] as const;
