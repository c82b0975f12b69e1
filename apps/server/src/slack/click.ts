import { SLACK_BUTTONS } from '@agent-safe/approvals/slack';
import * as z from 'zod';

/** A click on a button of a message. */
export interface Click {
  readonly slackUser: string;
  readonly team: string | undefined;
  readonly answer: 'approve' | 'deny';
  readonly requestId: string;
  readonly responseUrl: string;
}

const id = z.string().min(1).max(64);
const payload = z.object({
  type: z.literal('block_actions'),
  user: z.object({ id }),
  team: z.object({ id }).nullish(),
  response_url: z.url({ protocol: /^https?$/ }).max(2_048),
  // One click is one action. A request with several could answer more than the user saw.
  actions: z.tuple([
    z.object({ action_id: z.enum([SLACK_BUTTONS.approve, SLACK_BUTTONS.deny]), value: z.string().min(1).max(512) }),
  ]),
});

/** Reads the click in a form. @returns undefined if the form holds none */
export function readClick(form: string): Click | undefined {
  const values = new URLSearchParams(form).getAll('payload');
  const [text = ''] = values;
  if (values.length !== 1) return undefined;
  const read = payload.safeParse(parseJson(text));
  if (!read.success) return undefined;
  const { actions, response_url, team, user } = read.data;
  const [{ action_id, value }] = actions;
  return {
    slackUser: user.id,
    team: team?.id,
    answer: action_id === SLACK_BUTTONS.approve ? 'approve' : 'deny',
    requestId: value,
    responseUrl: response_url,
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
