import { isIP } from 'node:net';
import { isJsonArray, type JsonObject, type JsonValue } from '@agent-safe/core';
import { ParameterRefused } from '@agent-safe/runner/executor-kit';

/** Rules of one direction. */
const MOST_RULES = 50;
const MOST_MEMBERS = 100;
const PORT_NAME = /^[a-z0-9](?:[a-z0-9-]{0,13}[a-z0-9])?$/;

/**
 * Checks the rules of a network policy, in the form of its specification. An unknown key is refused, because the API drops it, and a
 * rule with fewer conditions allows more traffic.
 *
 * @see https://kubernetes.io/docs/reference/kubernetes-api/policy-resources/network-policy-v1/
 * @throws ParameterRefused
 */
export function checkRules(value: JsonValue, parameter: 'ingress' | 'egress'): readonly JsonValue[] {
  const rules = listOf(value, parameter, MOST_RULES);
  const peers = parameter === 'ingress' ? 'from' : 'to';
  for (const [index, rule] of rules.entries()) {
    const place = `${parameter}[${index}]`;
    const { [peers]: who, ports, ...rest } = objectOf(rule, place);
    refuseRest(rest, place);
    if (who !== undefined) checkEach(who, `${place}.${peers}`, checkPeer);
    if (ports !== undefined) checkEach(ports, `${place}.ports`, checkPort);
  }
  return rules;
}

function checkPeer(value: JsonValue, place: string): void {
  const { ipBlock, namespaceSelector, podSelector, ...rest } = objectOf(value, place);
  refuseRest(rest, place);
  if (ipBlock === undefined && namespaceSelector === undefined && podSelector === undefined)
    throw refuse(place, 'names no peer (podSelector, namespaceSelector or ipBlock)');
  if (podSelector !== undefined) checkSelector(podSelector, `${place}.podSelector`);
  if (namespaceSelector !== undefined) checkSelector(namespaceSelector, `${place}.namespaceSelector`);
  if (ipBlock === undefined) return;
  if (podSelector !== undefined || namespaceSelector !== undefined)
    throw refuse(place, 'has both an ipBlock and a selector');
  const { cidr, except, ...others } = objectOf(ipBlock, `${place}.ipBlock`);
  refuseRest(others, `${place}.ipBlock`);
  checkCidr(cidr ?? null, `${place}.ipBlock.cidr`);
  if (except !== undefined) checkEach(except, `${place}.ipBlock.except`, checkCidr);
}

function checkSelector(value: JsonValue, place: string): void {
  const { matchExpressions, matchLabels, ...rest } = objectOf(value, place);
  refuseRest(rest, place);
  const labels = matchLabels === undefined ? {} : objectOf(matchLabels, `${place}.matchLabels`);
  if (!Object.values(labels).every((label) => typeof label === 'string'))
    throw refuse(`${place}.matchLabels`, 'has a value that is not text');
  if (matchExpressions === undefined) return;
  checkEach(matchExpressions, `${place}.matchExpressions`, (expression, where) => {
    const { key, operator, values, ...others } = objectOf(expression, where);
    refuseRest(others, where);
    if (typeof key !== 'string' || typeof operator !== 'string') throw refuse(where, 'has no key or no operator');
    if (values !== undefined && !listOf(values, where, MOST_MEMBERS).every((each) => typeof each === 'string'))
      throw refuse(where, 'has a value that is not text');
  });
}

function checkPort(value: JsonValue, place: string): void {
  const { endPort, port, protocol, ...rest } = objectOf(value, place);
  refuseRest(rest, place);
  const isProtocol = typeof protocol === 'string' && ['TCP', 'UDP', 'SCTP'].includes(protocol);
  if (protocol !== undefined && !isProtocol) throw refuse(place, 'has a protocol other than TCP, UDP and SCTP');
  const isName = typeof port === 'string' && PORT_NAME.test(port);
  if (port !== undefined && !isName && !isPortNumber(port)) throw refuse(place, 'has an invalid port');
  if (endPort === undefined) return;
  if (!isPortNumber(endPort) || !isPortNumber(port) || Number(endPort) < Number(port))
    throw refuse(place, 'has an invalid endPort');
}

function isPortNumber(value: JsonValue | undefined): boolean {
  return typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= 65_535;
}

function checkCidr(value: JsonValue, place: string): void {
  const [address = '', length = '', ...rest] = typeof value === 'string' ? value.split('/') : [];
  const most = isIP(address) === 4 ? 32 : isIP(address) === 6 ? 128 : -1;
  if (rest.length > 0 || !/^\d{1,3}$/.test(length) || Number(length) > most)
    throw refuse(place, 'is not a range of addresses, such as 10.0.0.0/8');
}

function checkEach(value: JsonValue, place: string, check: (member: JsonValue, place: string) => void): void {
  for (const [index, member] of listOf(value, place, MOST_MEMBERS).entries()) check(member, `${place}[${index}]`);
}

function listOf(value: JsonValue, place: string, most: number): readonly JsonValue[] {
  if (!isJsonArray(value)) throw refuse(place, 'is not a list');
  if (value.length > most) throw refuse(place, `has more than ${most} members`);
  return value;
}

function objectOf(value: JsonValue, place: string): JsonObject {
  if (typeof value === 'object' && value !== null && !isJsonArray(value)) return value;
  throw refuse(place, 'is not an object');
}

function refuseRest(rest: JsonObject, place: string): void {
  const [name] = Object.keys(rest);
  if (name !== undefined) throw refuse(place, `has an unknown key ${JSON.stringify(name.slice(0, 40))}`);
}

function refuse(place: string, why: string): ParameterRefused {
  return new ParameterRefused(`The parameter "${place}" ${why}.`);
}
