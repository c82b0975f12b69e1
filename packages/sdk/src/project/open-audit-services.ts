import type { Action } from '@agent-safe/core';
import type { RecentDecisions } from '../captures/recent-decisions.ts';
import type { PipelineServices } from '../pipeline/request/pipeline-services.ts';
import type { AuditServices } from '../services/audit-api.ts';
import type { Services } from './open-services.ts';

interface Parts {
  readonly actions: readonly Action[];
  readonly pipeline: PipelineServices;
  readonly services: Services;
}

/** @returns undefined if the project has no audit log */
export function openAuditServices(
  { actions, pipeline, services }: Parts,
  decisions: RecentDecisions,
): AuditServices | undefined {
  const { keys, recorder } = services;
  if (recorder === undefined) return undefined;
  const openStateRecorder = async () => {
    const { StateRecorder } = await import('../captures/state-recorder.ts');
    const findAction = (name: string) => actions.find((action) => action.name === name);
    const { clock, secretNames } = pipeline;
    return new StateRecorder({
      recorder,
      decisions,
      findAction,
      maskKey: () => keys.ring.mask,
      secretNames,
      clock,
    });
  };
  return { recorder, openStateRecorder, keys };
}
