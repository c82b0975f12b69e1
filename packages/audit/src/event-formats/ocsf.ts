import { type EventFields, readFields, type Severity } from './event-fields.ts';
import type { ShippedEvent } from './shipped-event.ts';

/** Version of the Open Cybersecurity Schema Framework. @see https://schema.ocsf.io/1.8.0/classes/api_activity */
const OCSF_VERSION = '1.8.0';
const APPLICATION_ACTIVITY = 6;
const API_ACTIVITY = 6003;
/** No standard activity says that an action was decided, approved or executed. `activity_name` names it. */
const OTHER = 99;
const SEVERITY: Readonly<Record<Severity, readonly [id: number, name: string]>> = {
  info: [1, 'Informational'],
  notice: [2, 'Low'],
  warning: [3, 'Medium'],
};

/** Returns an event in the class API Activity (6003). `raw_data` is the line of the log, byte for byte. */
export function toOcsf(event: ShippedEvent): object {
  const fields = readFields(event);
  const [severity_id, severity] = SEVERITY[fields.severity];
  const { actor, auditId, code, reason, target } = fields;
  return {
    category_uid: APPLICATION_ACTIVITY,
    category_name: 'Application Activity',
    class_uid: API_ACTIVITY,
    class_name: 'API Activity',
    activity_id: OTHER,
    activity_name: event.event_type,
    type_uid: API_ACTIVITY * 100 + OTHER,
    type_name: 'API Activity: Other',
    severity_id,
    severity,
    time: Math.max(0, fields.time ?? 0),
    ...statusOf(fields),
    ...(code !== undefined && { status_code: code }),
    ...(reason !== undefined && { status_detail: reason }),
    message: describe(event.event_type, fields),
    actor: {
      ...(actor === undefined
        ? { app_name: 'agent-safe' }
        : { user: { name: actor, uid: actor, type_id: OTHER, type: 'Agent' } }),
      ...authorizationsOf(fields),
    },
    api: {
      operation: fields.action ?? event.event_type,
      service: { name: 'agent-safe' },
      request: { uid: auditId ?? event.event_id, ...paramsOf(fields) },
      ...(reason !== undefined && { response: { message: reason, ...(code !== undefined && { error: code }) } }),
    },
    // The log does not contain the address of the caller.
    src_endpoint: { svc_name: 'agent-safe' },
    ...(target !== undefined && { resources: [{ name: target, uid: target }] }),
    metadata: {
      version: OCSF_VERSION,
      product: { name: 'Agent-Safe', vendor_name: 'Agent-Safe' },
      uid: event.event_id,
      sequence: event.seq,
      event_code: event.event_type,
      log_name: 'audit',
      original_time: event.timestamp,
      ...(fields.correlationId !== undefined && { correlation_uid: fields.correlationId }),
    },
    raw_data: event.line,
  };
}

function statusOf({ result, succeeded }: EventFields): object {
  if (succeeded !== undefined)
    return succeeded ? { status_id: 1, status: 'Success' } : { status_id: 2, status: 'Failure' };
  return result === undefined ? { status_id: 0, status: 'Unknown' } : { status_id: OTHER, status: result };
}

function authorizationsOf({ policy, result }: EventFields): object {
  if (result === undefined) return {};
  return { authorizations: [{ decision: result, ...(policy !== undefined && { policy: { name: policy } }) }] };
}

function paramsOf({ params }: EventFields): object {
  return typeof params === 'object' && params !== null && !Array.isArray(params) ? { data: params } : {};
}

/** Describes an event in a few words. */
function describe(eventType: string, { action, result, target }: EventFields): string {
  const what = action === undefined ? '' : ` of ${action}${target === undefined ? '' : ` on ${target}`}`;
  return `${eventType}${what}${result === undefined ? '' : `: ${result}`}`;
}
