import { expect, test } from 'vitest';
import { effectiveRisk } from './effective-risk.ts';
import { RISK_CLASSES, SENSITIVITIES } from './vocabulary.ts';

const TABLE = {
  low: ['low', 'low', 'medium', 'high'],
  medium: ['low', 'medium', 'high', 'critical'],
  high: ['medium', 'high', 'critical', 'critical'],
  critical: ['high', 'critical', 'critical', 'critical'],
} as const;

test.each(
  RISK_CLASSES.flatMap((risk) =>
    SENSITIVITIES.map((sensitivity, index) => [risk, sensitivity, TABLE[risk][index]] as const),
  ),
)('a %s action on a %s target is %s', (risk, sensitivity, expected) => {
  expect(effectiveRisk(risk, sensitivity)).toBe(expected);
});

test('an unknown target counts as critical', () => {
  for (const risk of RISK_CLASSES) expect(effectiveRisk(risk, undefined)).toBe(effectiveRisk(risk, 'critical'));
});
