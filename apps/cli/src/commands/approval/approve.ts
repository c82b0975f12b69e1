import { defineAnswer } from './answer.ts';

export const command = defineAnswer(
  'approve',
  'Approve a request: exactly the shown action, once, for its requester',
  'CHG-7, the window is open',
);
