# Creates the certificates and kubeconfigs of one cluster. They live as long as the cluster. Sourced by control-plane.sh.

# Usage: make_certificates <folder>
make_certificates() {
  local pki=$1/pki
  mkdir -p "$pki"
  new_key "$pki/ca"
  openssl req -x509 -new -key "$pki/ca.key" -subj /CN=agent-safe-infra -days 30 -out "$pki/ca.crt" 2>>"$pki/openssl.log"
  new_certificate "$pki" apiserver /CN=kube-apiserver IP:127.0.0.1,IP:10.96.0.1,DNS:localhost,DNS:kubernetes.default.svc
  new_certificate "$pki" kubelet /O=system:nodes/CN=system:node:kwok IP:127.0.0.1,DNS:localhost
  new_certificate "$pki" admin /O=system:masters/CN=admin
  new_certificate "$pki" kwok /O=system:masters/CN=kwok
  new_certificate "$pki" controllers /CN=system:kube-controller-manager
  new_certificate "$pki" scheduler /CN=system:kube-scheduler
  openssl genrsa -out "$pki/accounts.key" 2048 2>>"$pki/openssl.log"
  openssl rsa -in "$pki/accounts.key" -pubout -out "$pki/accounts.pub" 2>>"$pki/openssl.log"
}

new_key() { openssl ecparam -name prime256v1 -genkey -noout -out "$1.key"; }

# Usage: new_certificate <folder> <name> <subject> [server names]
new_certificate() {
  local file=$1/$2
  new_key "$file"
  openssl req -new -key "$file.key" -subj "$3" -out "$file.csr" 2>>"$1/openssl.log"
  {
    echo extendedKeyUsage=clientAuth,serverAuth
    if [ -n "${4:-}" ]; then echo "subjectAltName=$4"; fi
  } >"$file.ext"
  openssl x509 -req -in "$file.csr" -CA "$1/ca.crt" -CAkey "$1/ca.key" -CAcreateserial -days 30 -extfile "$file.ext" \
    -out "$file.crt" 2>>"$1/openssl.log"
}

# Usage: write_kubeconfig <folder> <user> <server>
write_kubeconfig() {
  (
    umask 077
    cat >"$1/$2.kubeconfig" <<KUBECONFIG
apiVersion: v1
kind: Config
current-context: agent-safe-infra
clusters: [{ name: agent-safe-infra, cluster: { server: "$3", certificate-authority-data: $(base64 -w0 "$1/pki/ca.crt") } }]
contexts: [{ name: agent-safe-infra, context: { cluster: agent-safe-infra, user: $2 } }]
users:
  - name: $2
    user: { client-certificate-data: $(base64 -w0 "$1/pki/$2.crt"), client-key-data: $(base64 -w0 "$1/pki/$2.key") }
KUBECONFIG
  )
}
