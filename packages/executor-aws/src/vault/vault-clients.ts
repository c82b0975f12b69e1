import type { AccountSettings } from '../api/account-settings.ts';
import { createClient } from '../api/client-factory.ts';
import { type Clients, loadService, type Services } from '../api/services.ts';

/** Services that the vault calls. */
export type VaultService = 'iam' | 'sts';

export interface VaultClient<Name extends VaultService> {
  readonly client: Clients[Name];
  readonly sdk: Services[Name];
}

/** The clients of the vault. A client reads the vault's own credentials once, and again before they expire. */
export class VaultClients {
  readonly #opened = new Map<string, Promise<VaultClient<VaultService>>>();

  /** @throws RequestNotSent if the package of the service is not installed */
  async open<Name extends VaultService>(name: Name, account: AccountSettings): Promise<VaultClient<Name>> {
    const key = keyOf(name, account);
    const opened = this.#opened.get(key) ?? openClient(name, account);
    this.#opened.set(key, opened);
    return (await opened) as VaultClient<Name>;
  }

  /** Forgets a client whose credentials do not work, because others may be there by now. */
  forget(name: VaultService, account: AccountSettings): void {
    this.#opened.delete(keyOf(name, account));
  }
}

async function openClient<Name extends VaultService>(
  name: Name,
  { endpoint_url: endpoint, profile, region }: AccountSettings,
): Promise<VaultClient<Name>> {
  const [client, sdk] = await Promise.all([createClient(name, { region, endpoint, profile }), loadService(name)]);
  return { client, sdk };
}

function keyOf(name: VaultService, { endpoint_url, profile, region }: AccountSettings): string {
  return JSON.stringify([name, region, endpoint_url, profile]);
}
