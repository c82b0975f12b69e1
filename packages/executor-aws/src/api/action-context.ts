import type { ActionDefinition, ActionContext as Context, PrecheckDefinition } from '@agent-safe/runner/executor-kit';
import type { Aws } from './aws.ts';
import type { Service } from './services.ts';

/** Connection of one execution. */
export interface Reach {
  readonly aws: Pick<Aws, keyof Aws>;
}

/** One execution of an AWS action. */
export type ActionContext = Context<Reach>;

/** Action of AWS, and the service whose package it needs. */
export interface AwsAction extends ActionDefinition<Reach> {
  readonly service: Service;
}

/** Check of the AWS executor. */
export type Check = PrecheckDefinition<Reach>;
