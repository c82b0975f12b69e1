import { RISK_CLASSES } from '@agent-safe/core';
import * as z from 'zod';

/** Schemas of single values in requests and answers. Answers name each member, so that the OpenAPI document is the truth. */
export const text = z.string();
export const nullableText = z.string().nullable();
export const texts = z.array(z.string()).readonly();
export const time = z.iso.datetime().describe('RFC 3339, UTC.');
export const riskClass = z.enum(RISK_CLASSES);
export const count = z.int().min(0);
/** Any JSON value. */
export const json = z.unknown();
export const jsonObject = z.record(z.string(), z.unknown());

/** The id of an agent, a token, an event or an approval request in a path. */
export const pathId = z.string().min(1).max(512);
export const agentId = z.string().min(1).max(256);
/** Text that a person gives as a reason. It is recorded. */
export const reason = z.string().min(1).max(1_000).describe('Reason, for the audit log and for other people.');
export const token = z.string().min(1).max(16_384);
