import { defineAnswer } from './answer.ts';

export const command = defineAnswer(
  'reopen',
  'Lift a denial: the same request can be made again',
  'The freeze has ended',
);
