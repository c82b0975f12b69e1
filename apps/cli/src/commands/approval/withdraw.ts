import { defineAnswer } from './answer.ts';

export const command = defineAnswer(
  'withdraw',
  'Withdraw your approval, until a ticket is issued for it',
  'Approved by mistake',
);
