# Starts one control plane of kubebox on 127.0.0.1. Sourced by up.sh and api.sh.

. "$here/certificates.sh"

# Usage: start_component <folder> <component> [arguments]
start_component() {
  local folder=$1 component=$2
  shift 2
  if runs "$folder" "$component"; then return 0; fi
  nohup "$kubebox" "$component" "$@" >"$folder/$component.log" 2>&1 </dev/null &
  echo $! >"$folder/$component.pid"
}

# Usage: wait_until <seconds> <what> <command>
wait_until() {
  local tries=$(($1 * 10)) what=$2
  shift 2
  while [ "$tries" -gt 0 ]; do
    if "$@" >/dev/null 2>&1; then return 0; fi
    sleep 0.1
    tries=$((tries - 1))
  done
  say "$what did not start. See its log in $state."
  return 1
}

# Usage: start_api <folder> <port>. etcd uses the next two ports. It does not sync, because no data must survive.
start_api() {
  local folder=$1 port=$2 etcd=http://127.0.0.1:$(($2 + 1)) peers=http://127.0.0.1:$(($2 + 2)) user
  if [ ! -d "$folder/pki" ]; then make_certificates "$folder"; fi
  for user in admin kwok controllers scheduler; do write_kubeconfig "$folder" "$user" "https://127.0.0.1:$port"; done
  start_component "$folder" etcd --name infra --data-dir "$folder/etcd" --unsafe-no-fsync --log-level warn \
    --listen-client-urls "$etcd" --advertise-client-urls "$etcd" --listen-peer-urls "$peers" \
    --initial-advertise-peer-urls "$peers" --initial-cluster "infra=$peers"
  start_component "$folder" kube-apiserver --etcd-servers "$etcd" --bind-address 127.0.0.1 --advertise-address 127.0.0.1 \
    --secure-port "$port" --tls-cert-file "$folder/pki/apiserver.crt" --tls-private-key-file "$folder/pki/apiserver.key" \
    --client-ca-file "$folder/pki/ca.crt" --service-account-issuer https://kubernetes.default.svc \
    --service-account-key-file "$folder/pki/accounts.pub" --service-account-signing-key-file "$folder/pki/accounts.key" \
    --authorization-mode Node,RBAC --service-cluster-ip-range 10.96.0.0/16 --allow-privileged=true \
    --endpoint-reconciler-type none --profiling=false --kubelet-client-certificate "$folder/pki/admin.crt" \
    --kubelet-client-key "$folder/pki/admin.key" --kubelet-certificate-authority "$folder/pki/ca.crt" \
    --kubelet-preferred-address-types InternalIP
  wait_until 90 'the Kubernetes API' kubectl_in "$folder" get --raw /readyz
}

kubectl_in() {
  local folder=$1
  shift
  "$kubebox" kubectl --kubeconfig "$folder/admin.kubeconfig" "$@"
}

# Usage: start_controllers <folder>
start_controllers() {
  local folder=$1
  # The long grace period keeps nodes ready: kwok updates their status rarely.
  start_component "$folder" kube-controller-manager --kubeconfig "$folder/controllers.kubeconfig" \
    --authentication-kubeconfig "$folder/controllers.kubeconfig" --authorization-kubeconfig "$folder/controllers.kubeconfig" \
    --use-service-account-credentials=true --service-account-private-key-file "$folder/pki/accounts.key" \
    --root-ca-file "$folder/pki/ca.crt" --cluster-signing-cert-file "$folder/pki/ca.crt" \
    --cluster-signing-key-file "$folder/pki/ca.key" --leader-elect=false --secure-port 0 --profiling=false \
    --node-monitor-grace-period 24h --horizontal-pod-autoscaler-sync-period 2s --kube-api-qps 200 --kube-api-burst 300
  start_component "$folder" kube-scheduler --kubeconfig "$folder/scheduler.kubeconfig" \
    --authentication-kubeconfig "$folder/scheduler.kubeconfig" --authorization-kubeconfig "$folder/scheduler.kubeconfig" \
    --leader-elect=false --secure-port 0 --profiling=false
}

# Usage: start_nodes <folder> <port of the simulated kubelet>
start_nodes() {
  local folder=$1 port=$2 name
  mkdir -p "$folder/pods"
  if [ ! -f "$folder/pods/pod.log" ]; then
    for name in 1 2; do echo "$(date -u +%FT%T.000000000Z) stdout F line $name of the log"; done >"$folder/pods/pod.log"
  fi
  kubectl_in "$folder" apply --server-side -f "$here/manifests/kwok-resources.yaml" >/dev/null
  kubectl_in "$folder" wait --for=condition=Established --timeout=30s crd/clusterexecs.kwok.x-k8s.io \
    crd/clusterlogs.kwok.x-k8s.io crd/portforwards.kwok.x-k8s.io >/dev/null
  start_component "$folder" kwok --config="$here/manifests/kwok.yaml" --kubeconfig="$folder/kwok.kubeconfig" \
    --manage-all-nodes=false --manage-nodes-with-annotation-selector=kwok.x-k8s.io/node=fake --node-ip=127.0.0.1 \
    --node-port="$port" --server-address="127.0.0.1:$port" --cidr=10.244.0.0/16 \
    --tls-cert-file="$folder/pki/kubelet.crt" --tls-private-key-file="$folder/pki/kubelet.key" \
    --enable-crds=Attach,ClusterAttach,Exec,ClusterExec,Logs,ClusterLogs,PortForward,ClusterPortForward
  sed "s|@STATE@|$folder|g" "$here/manifests/pods.yaml" | kubectl_in "$folder" apply --server-side -f - >/dev/null
  for name in node-0 node-1 node-of-tests node-unused; do
    sed "s|@NAME@|$name|g" "$here/manifests/node.yaml" | kubectl_in "$folder" apply -f - >/dev/null
  done
  # One node is cordoned and drained by tests, the other is only used for dry runs. The taint keeps pods of other tests away.
  kubectl_in "$folder" taint node node-of-tests node-unused of-tests=true:NoSchedule --overwrite >/dev/null
  kubectl_in "$folder" wait --for=condition=Ready node --all --timeout=60s >/dev/null
  wait_until 30 'the service account of the default namespace' kubectl_in "$folder" -n default get serviceaccount default
}
