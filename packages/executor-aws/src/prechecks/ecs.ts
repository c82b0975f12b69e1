import { failed, passed } from '@agent-safe/runner/executor-kit';
import type { Check } from '../api/action-context.ts';
import { readService, readTask, refuseService } from '../api/ecs-services.ts';

const serviceExists: Check = async (context) => {
  const service = await readService(context);
  const refused = refuseService(service, undefined);
  return refused === undefined ? passed('The service exists and is active.') : failed(refused);
};

const taskExists: Check = async (context) => {
  const { lastStatus = 'unknown' } = await readTask(context);
  return passed(`The task exists. Its status is ${lastStatus}.`);
};

/** Checks of the actions of ECS, by their names in the catalog. */
export const ECS_PRECHECKS: Readonly<Record<string, Check>> = {
  'service-exists': serviceExists,
  'task-exists': taskExists,
};
