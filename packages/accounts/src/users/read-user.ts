import { NAME_PATTERN, quote, type Refused, SERVER_ROLES, type ServerRole, suggest } from '@agent-safe/core';
import { refuse } from '../shared/refuse.ts';
import type { UserChange, UserRequest } from './user-types.ts';

const ID = /^[A-Za-z0-9][\w.@+-]{0,127}$/;
const [MOST_GROUPS, LONGEST_NAME] = [256, 256];

/** Checks the id of a new user. */
export function checkUserId(id: unknown): { readonly ok: true; readonly id: string } | Refused<'user_invalid'> {
  if (typeof id === 'string' && ID.test(id)) return { ok: true, id };
  const how = 'Use 1 to 128 letters, digits and characters of "._@+-". Begin with a letter or digit.';
  return refuse('user_invalid', `The id of the user is malformed. ${how}`);
}

/** The details of a user, in a fixed order and without duplicates. */
interface UserDetails {
  readonly ok: true;
  readonly display_name: string | undefined;
  readonly roles: readonly ServerRole[] | undefined;
  readonly groups: readonly string[] | undefined;
}

/** Checks the name, roles and groups of a user. */
export function readDetails(given: UserChange | UserRequest): UserDetails | Refused<'user_invalid'> {
  const { display_name, groups, roles } = given;
  if (display_name !== undefined && !isName(display_name)) {
    return refuse(
      'user_invalid',
      `The name of the user is malformed. Use one line of up to ${LONGEST_NAME} characters.`,
    );
  }
  if (roles !== undefined && !Array.isArray(roles)) return refuse('user_invalid', 'The roles are not a list.');
  const unknown = roles?.find((role) => !SERVER_ROLES.includes(role));
  if (unknown !== undefined) {
    const text = String(unknown);
    return refuse('user_invalid', `The role is unknown: ${quote(text)}. ${suggest(text, SERVER_ROLES)}`);
  }
  if (groups !== undefined && (!Array.isArray(groups) || groups.length > MOST_GROUPS || !groups.every(isName))) {
    const how = `Give up to ${MOST_GROUPS} names of one line.`;
    return refuse('user_invalid', `The groups of the user are malformed. ${how}`);
  }
  return {
    ok: true,
    display_name,
    roles: roles && SERVER_ROLES.filter((role) => roles.includes(role)),
    groups: groups && [...new Set(groups)].sort(),
  };
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && value.length <= LONGEST_NAME && NAME_PATTERN.test(value);
}
