import { RISK_CLASSES } from '@agent-safe/core';
import { describe, expect, test } from 'vitest';
import { completeCumulativeRisk, forecastRisk } from './cumulative-risk.ts';
import { MemoryRiskStore } from './memory/memory-risk-store.ts';
import { evaluateRisk, riskClassOf, riskWeight } from './risk-score.ts';

const DEFAULTS = completeCumulativeRisk({});

test('missing settings get their defaults, each risk score by itself', () => {
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
])('%j is refused, and the error names the key', (option, message) => {
  const complete = () => completeCumulativeRisk(option as never);
  expect(complete).toThrow(expect.objectContaining({ code: 'ERR_CONFIG_INVALID' }));
  expect(complete).toThrow(message);
});

test('the example of agent-safe 0.11: 1, then 16, then 31 escalates', async () => {
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
] as const)('a score of %d is %s, of class %s', (score, evaluation, riskClass) => {
  expect(evaluateRisk(score, DEFAULTS)).toBe(evaluation);
  expect(riskClassOf(score, DEFAULTS)).toBe(riskClass);
});

test('a score of 0 is low, even with the lowest threshold', () => {
  const low = { escalation_threshold: 1, deny_threshold: 1 };
  expect([riskClassOf(0, low), riskClassOf(1, low)]).toEqual(['low', 'critical']);
});

test('T14 the weight is that of the higher one of the risk class of the action and the effective risk', () => {
  const weigh = (riskClass: (typeof RISK_CLASSES)[number]) =>
    RISK_CLASSES.map((effective) => riskWeight(riskClass, effective, DEFAULTS.risk_scores));
  expect(RISK_CLASSES.map(weigh)).toEqual([
    [1, 5, 15, 50],
    [5, 5, 15, 50],
    [15, 15, 15, 50],
    [50, 50, 50, 50],
  ]);
});

describe('a forecast', () => {
  const START = Date.UTC(2026, 0, 1);
  const WINDOW = 3_600_000;
  const report = {
    score: 25,
    entries: [
      { at: START, weight: 15, count: 1 },
      { at: START + 60_000, weight: 10, count: 2 },
    ],
  };

  test.each([
    [1, { score: 26, evaluation: 'within', until: null }],
    [5, { score: 30, evaluation: 'escalate', until: START + WINDOW }],
    [20, { score: 45, evaluation: 'escalate', until: START + 60_000 + WINDOW }],
    [50, { score: 75, evaluation: 'deny', until: START + WINDOW }],
    [1_000, { score: 1_025, evaluation: 'deny', until: null }],
  ] as const)('T14 with a weight of %d says what happens and until when', (weight, forecast) => {
    expect(forecastRisk(report, weight, DEFAULTS)).toEqual(forecast);
  });

  test('T14 agrees with the score that the store gives at that time, and not before', async () => {
    const store = new MemoryRiskStore();
    for (const weight of [15, 10]) await store.weigh('agent:a', weight, WINDOW, undefined, START + weight);
    const inspected = await store.inspect('agent:a', WINDOW, START + 20);
    const { until } = forecastRisk(inspected, 5, DEFAULTS);
    const evaluateAt = async (now: number) =>
      evaluateRisk((await store.inspect('agent:a', WINDOW, now)).score + 5, DEFAULTS);
    expect(until).not.toBeNull();
    expect(await evaluateAt((until ?? 0) - 1)).toBe('escalate');
    expect(await evaluateAt(until ?? 0)).toBe('within');
  });
});
