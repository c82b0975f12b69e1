import { agentIdOf, identifyByName, quote } from '@agent-safe/core';
import * as z from 'zod';
import { mapping, name, optional, report, scalar, text, withDefault } from '../zod/schema-helpers.ts';

const property = z.union([scalar, z.null(), z.array(z.string())]);

/** The schema of one subject. */
export const subjectSchema = mapping({
  id: name.describe('Id of the subject, such as alice. It is unique within the type.'),
  // `TYPE:ID` must name one subject only.
  type: name
    .regex(/^[^:]*$/, 'must not contain ":"')
    .describe('Type of the subject, such as user. The type of agents with identity tokens is agent.'),
  roles: withDefault(z.array(text), []).describe('Roles that rules can match. Default: none.'),
  groups: withDefault(z.array(text), []).describe('Groups that rules can match. Default: none.'),
  properties: withDefault(z.record(z.string(), property), {}).describe(
    'Further properties: text, numbers, true, false, null, or lists of texts. Default: none.',
  ),
  agent_id: optional(name).describe(
    'Name of the subject as a caller, in rules, approvals, revocations and the log. Default: the id of an agent, and TYPE:ID for other types.',
  ),
})
  .transform(({ agent_id, ...subject }) => ({ ...subject, agent_id: agent_id ?? agentIdOf(subject) }))
  .superRefine(({ agent_id }, context) => {
    const named = identifyByName(agent_id, false);
    if (named.ok) return;
    report(context, {
      code: 'agent_id_invalid',
      message: `The subject would be the caller ${quote(agent_id)}. ${named.reason}`,
      fix: 'Give another "agent_id".',
    });
  });

/** The schema of a file of subjects. */
export const subjectFileSchema = mapping({
  subjects: z.array(subjectSchema).describe('Subjects that searches can find.'),
});
