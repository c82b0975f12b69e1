import { defineAnswer } from './answer.ts';

export const command = defineAnswer('deny', 'Say no to a request: one is enough', 'Not during the freeze');
