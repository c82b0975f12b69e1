{{/* Parts of both charts. Each chart has a link to this file. */}}
{{- define "agent-safe.name" -}}
{{- if contains .Chart.Name .Release.Name -}}
{{- .Release.Name | trunc 52 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name .Chart.Name | trunc 52 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{- define "agent-safe.selector" -}}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "agent-safe.labels" -}}
{{ include "agent-safe.selector" . }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ .Chart.Name }}-{{ .Chart.Version }}
{{- end -}}

{{- define "agent-safe.account" -}}
{{- if .Values.serviceAccount.name -}}
{{- .Values.serviceAccount.name -}}
{{- else if .Values.serviceAccount.create -}}
{{- include "agent-safe.name" . -}}
{{- else -}}
{{- fail "serviceAccount.name is missing. Name the service account, or set serviceAccount.create to true." -}}
{{- end -}}
{{- end -}}

{{- define "agent-safe.image" -}}
{{- $repository := required "image.repository is missing. No image is published yet: build one, and name it." .Values.image.repository -}}
{{- if .Values.image.digest -}}
{{- printf "%s@%s" $repository .Values.image.digest -}}
{{- else -}}
{{- printf "%s:%s" $repository (required "image.digest is missing. Give the digest of the image, or image.tag." .Values.image.tag) -}}
{{- end -}}
{{- end -}}

{{/* The security context of the pod. */}}
{{- define "agent-safe.podSecurity" -}}
runAsNonRoot: true
runAsUser: {{ int .Values.userId }}
runAsGroup: {{ int .Values.groupId }}
fsGroup: {{ int .Values.groupId }}
fsGroupChangePolicy: OnRootMismatch
seccompProfile:
  type: RuntimeDefault
{{- end -}}

{{/* The security context of each container. */}}
{{- define "agent-safe.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities:
  drop: [ALL]
{{- end -}}
