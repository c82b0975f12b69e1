import { compileChangeTicketPattern, type JsonValue, maskValue } from '@agent-safe/core';
import { Pdp } from '@agent-safe/pdp';
import type { PolicySet, Settings } from '@agent-safe/registry/open';
import type { PipelineServices } from '../pipeline/request/pipeline-services.ts';
import { RefusedTokens } from '../services/refused-tokens.ts';
import type { Services } from './open-services.ts';

/** @param isBundled whether a bundle says that keys verify callers */
export function openPipeline(
  { actions, digest, rules, targets }: PolicySet,
  settings: Settings,
  { approvals, clock, keys, limits, recorder, tokenService }: Services,
  isBundled: boolean,
): PipelineServices {
  const mask = (action: string, parameter: string, value: JsonValue) =>
    keys.ring.mask === undefined ? undefined : maskValue(keys.ring.mask, action, parameter, value);
  const makePdp = (verifiesCallers: boolean) =>
    new Pdp({ actions, rules, targets, ...settings, verifiesCallers, mask, areChecked: true });
  let verified = tokenService.verifiesCallers || isBundled;
  let pdp = makePdp(verified);
  return {
    tokenService,
    limits,
    approvals,
    refusedTokens: new RefusedTokens(limits.riskStore),
    get verifiesCallers() {
      return tokenService.verifiesCallers || isBundled;
    },
    get pdp() {
      // The first key of a project may be added later. From then on, a name alone proves nothing.
      if (this.verifiesCallers !== verified) {
        verified = this.verifiesCallers;
        pdp = makePdp(verified);
      }
      return pdp;
    },
    findRule: (name) => rules.find((rule) => rule.name === name),
    policyDigest: digest,
    get maskKey() {
      return keys.ring.mask;
    },
    secretNames: tokenService.secretNames,
    requireVerifiedCallers: settings.requireVerifiedCallers,
    readChangeTicket: compileChangeTicketPattern(settings.ticketPattern),
    clock,
    record: recorder === undefined ? undefined : (drafts) => recorder.record(drafts),
  };
}
