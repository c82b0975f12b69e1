export { ApiError } from './api/api-error.ts';
export type { Connector } from './api/connector.ts';
export type { ApiRequest, PatchType } from './api/request.ts';
export {
  type ExecRequest,
  type ExecResult,
  type ForwardResult,
  type LogText,
  type Operation,
  type PortForwardRequest,
  RequestNotSent,
  type Transport,
} from './api/transport.ts';
export type { KubectlExecutorOptions } from './kubectl/options.ts';
export { KubectlExecutor, KubernetesExecutor, NativeExecutor } from './kubernetes-executor.ts';
export { KubernetesVault, type KubernetesVaultOptions } from './vault/kubernetes-vault.ts';
export { describeVaultRbac, type VaultRbacOptions } from './vault/vault-rbac.ts';
