export { type Current, currentOf } from './current.ts';
export {
  anything,
  boolean,
  callable,
  integer,
  matching,
  name,
  named,
  nullable,
  number,
  numberFrom,
  scalar,
  seconds,
  string,
  text,
  variable,
} from './leaves.ts';
export { checkOptions, overrideSetting, readOptions } from './read-options.ts';
export {
  choose,
  derive,
  fail,
  leaf,
  list,
  type Members,
  need,
  object,
  oneOf,
  optional,
  pathTo,
  record,
  refine,
  type Shape,
  ShapeError,
  setting,
  variants,
} from './shape.ts';
export { requireOneUrl, webhookMembers } from './webhook-settings.ts';
