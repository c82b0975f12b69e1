import type { CheckRequest } from '@agent-safe/core';

/** One action in a module of `agent-safe types`. */
export interface ActionType {
  /** Whether a request names a target. */
  readonly target: 'required' | 'none';
  readonly params: object;
}

/** Actions that the compiler does not know: any name, with any parameters. */
export interface AnyActions {
  readonly [action: string]: ActionType;
}

/** A request for one of the actions: the compiler checks its name, its parameters, and whether it names a target. */
export type RequestOf<Types> = {
  readonly [Name in keyof Types]: RequestFor<Name, Types[Name]>;
}[keyof Types];

/** A request for one action. */
type RequestFor<Name, Type> = string extends Name
  ? CheckRequest
  : Type extends ActionType
    ? Omit<CheckRequest, 'action' | 'target' | 'params'> & { readonly action: Name } & TargetOf<Type['target']> &
        ParamsOf<Type['params']>
    : never;

type TargetOf<Target> = Target extends 'none' ? { readonly target?: null | undefined } : { readonly target: string };

/** The member may be missing if no parameter is required. */
type ParamsOf<Params> =
  Record<never, never> extends Params ? { readonly params?: Params | null | undefined } : { readonly params: Params };
