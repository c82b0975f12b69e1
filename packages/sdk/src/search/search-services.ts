import type { Action, Subject, Target } from '@agent-safe/core';
import type { PipelineServices } from '../pipeline/request/pipeline-services.ts';

/** The documents and services of a search. */
export interface SearchServices {
  readonly pipeline: PipelineServices;
  readonly actions: readonly Action[];
  /** Undefined if the project has no inventory. */
  readonly targets: readonly Target[] | undefined;
  readonly subjects: readonly Subject[];
  readonly subjectsDigest: string;
}
