import { RISK_CLASSES } from '@agent-safe/core';
import { expect, test } from 'vitest';
import { completeCumulativeRisk, evaluateRisk, riskClassOf, riskWeight } from './cumulative-risk.ts';
import { MemoryRiskStore } from './memory/memory-risk-store.ts';

const DEFAULTS = completeCumulativeRisk({});

test('what is left out is filled in, each risk score by itself', () => {
  expect(DEFAULTS).toEqual({
    window_seconds: 3_600,
    escalation_threshold: 30,
    deny_threshold: 75,
    risk_scores: { low: 1, medium: 5, high: 15, critical: 50 },
  });
  const changed = completeCumulativeRisk({ deny_threshold: 100, risk_scores: { low: 0, critical: 100 } });
  expect(changed).toEqual({
    ...DEFAULTS,
    deny_threshold: 100,
    risk_scores: { low: 0, medium: 5, high: 15, critical: 100 },
  });
});

test.each([
  [{ window_seconds: 0 }, /cumulativeRisk\.window_seconds/],
  [{ escalation_threshold: 0 }, /cumulativeRisk\.escalation_threshold\. It must be an integer of at least 1/],
  [{ deny_threshold: 1.5 }, /cumulativeRisk\.deny_threshold/],
  [{ deny_threshold: 29 }, /deny_threshold\. It is 29, and must not be below escalation_threshold, which is 30/],
  [{ risk_scores: { high: -1 } }, /cumulativeRisk\.risk_scores\.high\. It must be an integer from 0/],
  [{ risk_scores: { high: 2e9 } }, /cumulativeRisk\.risk_scores\.high\. It must be an integer from 0 to 1000000000/],
  [{ risk_scores: { hihg: 1 } }, /Unknown option: cumulativeRisk\.risk_scores\.hihg\. Did you mean "high"\?/],
  [{ risk_scores: 5 }, /cumulativeRisk\.risk_scores\. It must be an object/],
  [{ window: 5 }, /Unknown option: cumulativeRisk\.window\./],
  [undefined, /cumulativeRisk\. It must be an object/],
])('%j is refused, and the key is named', (option, message) => {
  const complete = () => completeCumulativeRisk(option as never);
  expect(complete).toThrow(expect.objectContaining({ code: 'ERR_CONFIG_INVALID' }));
  expect(complete).toThrow(message);
});

test("the seed's example: 1, then 16, then 31 escalates", async () => {
  const store = new MemoryRiskStore();
  const requests = [
    ['low', 'low'],
    ['high', 'medium'],
    ['high', 'medium'],
  ] as const;
  const answers: unknown[] = [];
  for (const [riskClass, effective] of requests) {
    const weight = riskWeight(riskClass, effective, DEFAULTS.risk_scores);
    const { score } = await store.weigh('agent:a', weight, 3_600_000, undefined, Date.UTC(2026, 0, 1));
    answers.push([score, evaluateRisk(score, DEFAULTS), riskClassOf(score, DEFAULTS)]);
  }
  expect(answers).toEqual([
    [1, 'within', 'low'],
    [16, 'within', 'medium'],
    [31, 'escalate', 'high'],
  ]);
});

test.each([
  [0, 'within', 'low'],
  [14, 'within', 'low'],
  [15, 'within', 'medium'],
  [29, 'within', 'medium'],
  [30, 'escalate', 'high'],
  [74, 'escalate', 'high'],
  [75, 'deny', 'critical'],
  [1_000, 'deny', 'critical'],
] as const)('a score of %d is %s, and %s', (score, evaluation, riskClass) => {
  expect(evaluateRisk(score, DEFAULTS)).toBe(evaluation);
  expect(riskClassOf(score, DEFAULTS)).toBe(riskClass);
});

test('nothing is never medium, however low the threshold', () => {
  const low = { escalation_threshold: 1, deny_threshold: 1 };
  expect([riskClassOf(0, low), riskClassOf(1, low)]).toEqual(['low', 'critical']);
});

test('T14 what is weighed is the higher of the class of the action and of its effective risk', () => {
  const weigh = (riskClass: (typeof RISK_CLASSES)[number]) =>
    RISK_CLASSES.map((effective) => riskWeight(riskClass, effective, DEFAULTS.risk_scores));
  expect(RISK_CLASSES.map(weigh)).toEqual([
    [1, 5, 15, 50],
    [5, 5, 15, 50],
    [15, 15, 15, 50],
    [50, 50, 50, 50],
  ]);
});
