{{/* The objects of "agent-safe credential rbac", as a document with "items". */}}
{{- define "runner.rbac" -}}
{{- $given := required "rbac.objects is missing. Give the output of \"agent-safe credential rbac\": --set-file rbac.objects=rbac.json" .Values.rbac.objects -}}
{{- $list := fromJson $given -}}
{{- if or (hasKey $list "Error") (ne (toString $list.kind) "List") (empty $list.items) -}}
{{- fail "rbac.objects is not the output of \"agent-safe credential rbac\". Use --set-file rbac.objects=rbac.json" -}}
{{- end -}}
{{- $known := list "Namespace" "ServiceAccount" "Role" "RoleBinding" "ClusterRole" "ClusterRoleBinding" -}}
{{- range $list.items -}}
{{- if not (has .kind $known) -}}
{{- fail (printf "rbac.objects has an object of kind %q, which is not a permission. Use the output of \"agent-safe credential rbac\"." (toString .kind)) -}}
{{- end -}}
{{- end -}}
{{- toJson $list -}}
{{- end -}}

{{/* The settings of the runner. The chart decides the paths, the cluster and the vault. Other keys come from `settings`. */}}
{{- define "runner.settings" -}}
{{- $name := required "cluster.name is missing. Give the scope.cluster of your targets." .Values.cluster.name -}}
{{- $uid := required "cluster.uid is missing. Run: kubectl get namespace kube-system -o jsonpath={.metadata.uid}" .Values.cluster.uid -}}
{{- range list "registry" "policies" "inventory" "keys" "state" "audit_log" -}}
{{- if hasKey $.Values.settings . -}}
{{- fail (printf "settings.%s cannot be set, because the chart sets the paths. Remove it." .) -}}
{{- end -}}
{{- end -}}
{{- $vault := dict "backend" "kubernetes" -}}
{{- if .Values.rbac.create -}}
{{- range (include "runner.rbac" . | fromJson).items -}}
{{- if eq .kind "Namespace" -}}{{- $_ := set $vault "namespace" .metadata.name -}}{{- end -}}
{{- end -}}
{{- end -}}
{{- $fixed := dict
  "registry" "/etc/agent-safe/actions"
  "keys" "/etc/agent-safe/keys/keys.json"
  "state" "/var/lib/agent-safe/state/state.db"
  "audit_log" "/var/lib/agent-safe/audit.jsonl"
  "runner" (dict "clusters" (dict $name (dict "uid" $uid)))
  "credential_vault" $vault -}}
{{- toYaml (mergeOverwrite (deepCopy .Values.settings) $fixed) -}}
{{- end -}}
