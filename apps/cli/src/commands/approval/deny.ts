import { defineAnswer } from './answer.ts';

export const command = defineAnswer('deny', 'Deny a request: one denial ends it', 'Not during the freeze');
