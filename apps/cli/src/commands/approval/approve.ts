import { defineAnswer } from './answer.ts';

export const command = defineAnswer(
  'approve',
  'Say yes to a request: to exactly what it shows, once, and for whoever asked',
  'CHG-7, the window is open',
);
