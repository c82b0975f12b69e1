{{/* Seconds between the end of the endpoint and the end of the process: other pods may still send requests to it. */}}
{{- define "server.drainSeconds" -}}5{{- end -}}

{{- define "server.shutdownSeconds" -}}
{{- $server := .Values.settings.server | default dict -}}
{{- if hasKey $server "shutdown_seconds" -}}{{ int $server.shutdown_seconds }}{{- else -}}25{{- end -}}
{{- end -}}

{{- define "server.scheme" -}}{{ ternary "HTTPS" "HTTP" (ne .Values.tls.existingSecret "") }}{{- end -}}

{{/* The settings of the server. The chart decides the paths and the address. Other keys come from `settings`. */}}
{{- define "server.settings" -}}
{{- range list "registry" "policies" "inventory" "keys" -}}
{{- if hasKey $.Values.settings . -}}
{{- fail (printf "settings.%s cannot be set, because the chart sets the paths. Remove it." .) -}}
{{- end -}}
{{- end -}}
{{- if and (eq .Values.tls.existingSecret "") (not .Values.behindProxy) -}}
{{- fail "tls.existingSecret is missing. Name a Secret with a certificate, or set behindProxy to true if a proxy ends TLS." -}}
{{- end -}}
{{- $server := dict "listen" (list "0.0.0.0:8080") "behind_proxy" .Values.behindProxy -}}
{{- if .Values.tls.existingSecret -}}
{{- $_ := set $server "tls" (dict "cert_file" "/etc/agent-safe/tls/tls.crt" "key_file" "/etc/agent-safe/tls/tls.key") -}}
{{- end -}}
{{- $fixed := dict
  "registry" "/etc/agent-safe/actions"
  "policies" "/etc/agent-safe/policies"
  "keys" "/etc/agent-safe/keys/keys.json"
  "server" $server -}}
{{- if .Values.inventory.existingConfigMap -}}
{{- $_ := set $fixed "inventory" "/etc/agent-safe/inventory" -}}
{{- end -}}
{{- if eq .Values.stores "embedded" -}}
{{- $_ := set $fixed "state" "/var/lib/agent-safe/state/state.db" -}}
{{- $_ := set $fixed "audit_log" (mergeOverwrite (deepCopy (ternary .Values.settings.audit_log dict (kindIs "map" .Values.settings.audit_log))) (dict "path" "/var/lib/agent-safe/audit.jsonl")) -}}
{{- end -}}
{{- toYaml (mergeOverwrite (deepCopy .Values.settings) $fixed) -}}
{{- end -}}
