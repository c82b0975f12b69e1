/** How much harm an action can do, from least to most. */
export const RISK_CLASSES = ['low', 'medium', 'high', 'critical'] as const;
export type RiskClass = (typeof RISK_CLASSES)[number];

export const ENVIRONMENTS = ['dev', 'staging', 'prod'] as const;
export type Environment = (typeof ENVIRONMENTS)[number];

/** How sensitive a target is, from least to most. */
export const SENSITIVITIES = ['public', 'internal', 'restricted', 'critical'] as const;
export type Sensitivity = (typeof SENSITIVITIES)[number];

export const DECISION_RESULTS = ['allow', 'deny', 'require_approval'] as const;
export type DecisionResult = (typeof DECISION_RESULTS)[number];

export const PARAMETER_TYPES = ['string', 'integer', 'number', 'boolean', 'array'] as const;
export type ParameterType = (typeof PARAMETER_TYPES)[number];
