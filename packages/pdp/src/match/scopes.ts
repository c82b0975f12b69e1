import type { TargetScope } from '@agent-safe/core';

/** Whether two targets are in the same scope, as far as both declare it. */
export function mayShareScope(left: TargetScope | undefined, right: TargetScope | undefined): boolean {
  return agrees(left, right, 'cluster') && agrees(left, right, 'account') && agrees(left, right, 'region');
}

/** Returns a field of a scope; undefined if it is unknown. An empty text names no place. */
export function readScope(scope: TargetScope | undefined, field: keyof TargetScope): string | undefined {
  const value = scope?.[field] ?? '';
  return value === '' ? undefined : value;
}

function agrees(left: TargetScope | undefined, right: TargetScope | undefined, field: keyof TargetScope): boolean {
  const [own, other] = [readScope(left, field), readScope(right, field)];
  return own === undefined || other === undefined || own === other;
}
