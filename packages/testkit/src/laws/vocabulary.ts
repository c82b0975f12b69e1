import fc from 'fast-check';

/** Small vocabularies, so that random rules often match random requests. */
export const VOCABULARY = {
  actions: ['get-pod', 'scale-pod', 'scale-node', 'drain-node', 'delete-job'],
  types: ['k8s-pod', 'k8s-node', 'aws-vm'],
  agents: ['deployer-01', 'reader-01', 'orchestrator', 'worker'],
  roles: ['deployer', 'reader', 'admin'],
  groups: ['platform', 'data'],
  labels: ['app', 'tier'],
  values: ['api', 'web', 'team/api'],
  globs: ['*', 'scale-*', '*-node', 'get-???', '[a-g]*', '[!s]*', 'drain-node', 'delete-job', 'nothing'],
  zones: ['UTC', 'Europe/Zurich', 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe'],
} as const;

/** Generates records in which each member is present with a probability of 1/4. With more conditions, few rules would match. */
export function optionalRecord<Shape extends Record<string, unknown>>(
  shape: { [Name in keyof Shape]: fc.Arbitrary<Shape[Name]> },
): fc.Arbitrary<Partial<Shape>> {
  const members = Object.entries<fc.Arbitrary<unknown>>(shape).map(([name, arbitrary]) =>
    fc.oneof(
      { weight: 3, arbitrary: fc.constant([]) },
      { weight: 1, arbitrary: arbitrary.map((value) => [[name, value]]) },
    ),
  );
  return fc
    .tuple(...members)
    .map((entries) => Object.fromEntries(entries.flat() as [string, unknown][]) as Partial<Shape>);
}

/** Generates one or two of some values. */
export function some<Value>(from: readonly Value[]): fc.Arbitrary<Value[]> {
  return fc.subarray([...from], { minLength: 1, maxLength: 2 });
}
