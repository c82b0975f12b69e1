import type { TargetScope } from '@agent-safe/core';

/** Whether two targets are in the same scope, as far as both declare it. */
export function mayShareScope(left: TargetScope = {}, right: TargetScope = {}): boolean {
  return (
    agrees(left.cluster, right.cluster) && agrees(left.account, right.account) && agrees(left.region, right.region)
  );
}

function agrees(left: string | undefined, right: string | undefined): boolean {
  return left === undefined || right === undefined || left === right;
}
