package bench

default allow := false

allow := false if { {"delete-namespace": true, "iam-attach-role-policy": true, "iam-detach-role-policy": true}[input.a]; input.e == "prod" } # platform-deny-0
else := false if { {"drain-node": true, "ec2-terminate-instance": true, "s3-delete-object": true, "s3-put-bucket-policy": true}[input.a]; {"restricted": true, "critical": true}[input.s] } # platform-deny-1
else := false if { {"exec-pod": true, "get-secret": true, "port-forward": true}[input.a]; {"staging": true, "prod": true}[input.e] } # platform-deny-2
else := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x] } # platform-deny-3
else := false if { input.c == "deploy-agent-0001"; {"create-namespace": true, "delete-namespace": true, "s3-delete-object": true, "s3-put-bucket-policy": true}[input.a] } # deny-55
else := false if { input.l == "team-0036"; {"create-namespace": true, "ec2-reboot-instance": true, "ec2-start-instance": true, "iam-detach-role-policy": true}[input.a]; input.e == "dev" } # deny-150
else := false if { input.l == "team-0034"; {"restart-deployment": true, "scale-deployment": true, "scale-hpa": true}[input.a]; input.e == "staging" } # deny-188
else := false if { input.l == "team-0004"; {"get-configmap": true, "get-pod-logs": true, "get-secret": true, "rollout-status": true, "rollout-undo": true}[input.a]; {"dev": true, "staging": true}[input.e] } # deny-179
else := false if { input.l == "team-0016"; {"create-namespace": true, "delete-namespace": true, "get-configmap": true, "get-pod-logs": true, "get-secret": true}[input.a]; input.e == "dev" } # deny-19
else := false if { {"deploy-agent-0060": true, "deploy-agent-0041": true}[input.c]; {"ecs-scale-service": true, "ecs-stop-task": true, "ecs-update-service": true, "s3-delete-object": true, "s3-put-bucket-policy": true}[input.a] } # deny-138
else := false if { input.g["team-0026"]; {"iam-attach-role-policy": true, "iam-detach-role-policy": true}[input.a]; input.s == "restricted"; {"staging": true, "prod": true}[input.e] } # deny-165
else := false if { {"deploy-agent-0045": true, "deploy-agent-0038": true}[input.c]; {"delete-namespace": true, "delete-pod": true, "scale-hpa": true}[input.a] } # deny-173
else := false if { input.g["team-0002"]; {"iam-attach-role-policy": true, "iam-detach-role-policy": true, "rollout-status": true, "rollout-undo": true}[input.a]; input.s == "internal"; {"dev": true, "prod": true}[input.e] } # deny-113
else := false if { input.l == "team-0010"; {"scale-deployment": true, "scale-hpa": true}[input.a]; {"staging": true, "prod": true}[input.e] } # deny-70
else := false if { {"deploy-agent-0042": true, "deploy-agent-0032": true}[input.c]; {"scale-hpa": true, "update-configmap": true, "update-hpa-limits": true, "update-image": true}[input.a] } # deny-156
else := false if { input.c == "deploy-agent-0033"; {"get-configmap": true, "get-pod-logs": true, "get-secret": true, "update-configmap": true, "update-hpa-limits": true, "update-image": true}[input.a] } # deny-4
else := false if { input.c == "deploy-agent-0001"; {"apply-network-policy": true, "delete-pod": true, "rollout-undo": true, "uncordon-node": true}[input.a] } # deny-59
else := false if { {"deploy-agent-0021": true, "deploy-agent-0046": true}[input.c]; input.a == "lambda-invoke-function" } # deny-99
else := false if { input.l == "team-0013"; {"ec2-reboot-instance": true, "ec2-start-instance": true, "ec2-stop-instance": true, "ec2-terminate-instance": true}[input.a]; {"staging": true, "prod": true}[input.e] } # deny-46
else := false if { input.c == "deploy-agent-0050"; {"cordon-node": true, "ec2-start-instance": true, "lambda-update-function-config": true}[input.a] } # deny-39
else := false if { input.l == "team-0033"; {"ec2-reboot-instance": true, "ec2-start-instance": true, "ec2-stop-instance": true, "ec2-terminate-instance": true, "scale-hpa": true}[input.a]; input.e == "staging" } # deny-130
else := false if { input.c == "deploy-agent-0037"; {"delete-namespace": true, "delete-pod": true, "iam-attach-role-policy": true, "iam-detach-role-policy": true}[input.a] } # deny-10
else := false if { input.l == "team-0018"; input.a == "scale-hpa"; {"dev": true, "staging": true}[input.e] } # deny-73
else := false if { input.c == "deploy-agent-0052"; input.a == "get-pod-logs" } # deny-37
else := false if { input.c == "deploy-agent-0027"; {"ecs-update-service": true, "iam-detach-role-policy": true, "rollout-status": true}[input.a] } # deny-61
else := false if { input.c == "deploy-agent-0014"; {"delete-namespace": true, "delete-pod": true, "ec2-start-instance": true, "ec2-stop-instance": true}[input.a] } # deny-79
else := false if { input.c == "deploy-agent-0058"; input.a == "delete-namespace" } # deny-101
else := false if { input.l == "team-0002"; {"get-configmap": true, "get-pod-logs": true, "get-secret": true, "restart-deployment": true, "scale-deployment": true}[input.a]; input.e == "prod" } # deny-115
else := false if { input.l == "team-0011"; {"ecs-stop-task": true, "exec-pod": true}[input.a]; {"staging": true, "prod": true}[input.e] } # deny-177
else := false if { input.l == "team-0003"; {"cordon-node": true, "drain-node": true, "iam-attach-role-policy": true, "iam-detach-role-policy": true, "uncordon-node": true}[input.a]; input.e == "prod" } # deny-123
else := false if { input.g["team-0003"]; {"ec2-terminate-instance": true, "s3-delete-object": true}[input.a]; {"public": true, "internal": true}[input.s]; {"dev": true, "staging": true}[input.e] } # deny-171
else := false if { input.g["team-0018"]; input.a == "rollout-status"; {"restricted": true, "critical": true}[input.s]; input.e == "prod" } # deny-1
else := false if { input.g["team-0000"]; {"get-configmap": true, "get-pod-logs": true, "get-secret": true}[input.a]; input.s == "critical"; input.e == "staging" } # deny-23
else := false if { input.g["team-0012"]; input.a == "ec2-reboot-instance"; {"restricted": true, "critical": true}[input.s]; {"staging": true, "prod": true}[input.e] } # deny-51
else := false if { input.g["team-0036"]; {"delete-namespace": true, "ecs-stop-task": true, "get-pod-logs": true}[input.a]; {"public": true, "critical": true}[input.s]; {"staging": true, "prod": true}[input.e] } # deny-110
else := false if { input.g["team-0014"]; {"delete-namespace": true, "s3-put-bucket-policy": true}[input.a]; {"internal": true, "critical": true}[input.s]; input.e == "prod" } # deny-174
else := false if { input.l == "team-0038"; {"apply-network-policy": true, "drain-node": true}[input.a]; input.e == "prod" } # deny-105
else := false if { input.l == "team-0031"; input.a == "ecs-stop-task"; input.e == "dev" } # deny-178
else := false if { input.c == "deploy-agent-0024"; {"delete-namespace": true, "restart-deployment": true}[input.a] } # deny-7
else := false if { input.l == "team-0037"; input.a == "ec2-reboot-instance"; input.e == "prod" } # deny-71
else := false if { input.g["team-0000"]; {"create-namespace": true, "delete-namespace": true}[input.a]; input.s == "public"; {"dev": true, "staging": true}[input.e] } # deny-28
else := false if { input.g["team-0037"]; {"ecs-scale-service": true, "ecs-stop-task": true, "ecs-update-service": true, "lambda-invoke-function": true, "lambda-update-function-config": true}[input.a]; {"restricted": true, "critical": true}[input.s]; {"staging": true, "prod": true}[input.e] } # deny-16
else := false if { input.g["team-0035"]; {"update-configmap": true, "update-hpa-limits": true, "update-image": true}[input.a]; {"internal": true, "restricted": true}[input.s]; {"dev": true, "staging": true}[input.e] } # deny-12
else := false if { input.g["team-0026"]; input.a == "update-hpa-limits"; input.s == "restricted"; input.e == "dev" } # deny-97
else := false if { input.g["team-0033"]; {"ec2-stop-instance": true, "ecs-update-service": true, "scale-hpa": true}[input.a]; {"internal": true, "restricted": true}[input.s]; input.e == "staging" } # deny-62
else := false if { input.g["team-0012"]; {"create-namespace": true, "delete-namespace": true, "ec2-reboot-instance": true, "ec2-start-instance": true, "ec2-stop-instance": true, "ec2-terminate-instance": true}[input.a]; {"restricted": true, "critical": true}[input.s]; {"dev": true, "prod": true}[input.e] } # deny-126
else := false if { input.g["team-0036"]; {"cordon-node": true, "drain-node": true, "uncordon-node": true, "update-configmap": true, "update-hpa-limits": true, "update-image": true}[input.a]; input.s == "internal"; {"staging": true, "prod": true}[input.e] } # deny-129
else := false if { {"deploy-agent-0012": true, "deploy-agent-0011": true}[input.c]; {"cordon-node": true, "ecs-scale-service": true, "lambda-invoke-function": true, "port-forward": true}[input.a] } # deny-191
else := false if { input.g["team-0037"]; {"ecs-stop-task": true, "ecs-update-service": true, "rollout-status": true, "scale-hpa": true}[input.a]; {"public": true, "internal": true}[input.s]; input.e == "staging" } # deny-29
else := false if { input.l == "team-0014"; {"s3-delete-object": true, "s3-put-bucket-policy": true}[input.a]; {"staging": true, "prod": true}[input.e] } # deny-163
else := false if { input.c == "deploy-agent-0031"; {"ec2-start-instance": true, "ec2-stop-instance": true}[input.a] } # deny-104
else := false if { input.l == "team-0008"; {"delete-pod": true, "ecs-update-service": true, "rollout-status": true, "s3-delete-object": true}[input.a]; {"dev": true, "prod": true}[input.e] } # deny-58
else := false if { {"deploy-agent-0063": true, "deploy-agent-0029": true}[input.c]; {"cordon-node": true, "ec2-reboot-instance": true, "get-configmap": true, "s3-delete-object": true}[input.a] } # deny-31
else := false if { input.c == "deploy-agent-0051"; {"iam-attach-role-policy": true, "iam-detach-role-policy": true}[input.a] } # deny-69
else := false if { input.l == "team-0004"; {"ec2-stop-instance": true, "get-pod-logs": true}[input.a]; input.e == "staging" } # deny-170
else := false if { input.g["team-0015"]; {"iam-attach-role-policy": true, "iam-detach-role-policy": true}[input.a]; {"public": true, "internal": true}[input.s]; input.e == "staging" } # deny-162
else := false if { input.l == "team-0038"; input.a == "ec2-reboot-instance"; input.e == "dev" } # deny-116
else := false if { input.l == "team-0024"; {"apply-network-policy": true, "uncordon-node": true}[input.a]; input.e == "prod" } # deny-11
else := false if { input.c == "deploy-agent-0008"; {"create-namespace": true, "delete-namespace": true, "scale-deployment": true, "scale-hpa": true}[input.a] } # deny-44
else := false if { input.l == "team-0015"; input.a == "scale-hpa"; input.e == "prod" } # deny-65
else := false if { input.l == "team-0005"; input.a == "lambda-invoke-function"; input.e == "staging" } # deny-57
else := false if { input.c == "deploy-agent-0030"; {"scale-deployment": true, "scale-hpa": true}[input.a] } # deny-83
else := false if { input.g["team-0003"]; {"s3-delete-object": true, "s3-put-bucket-policy": true}[input.a]; input.s == "internal"; input.e == "staging" } # deny-154
else := false if { input.g["team-0001"]; {"cordon-node": true, "drain-node": true, "uncordon-node": true}[input.a]; {"public": true, "restricted": true}[input.s]; input.e == "dev" } # deny-34
else := false if { input.c == "deploy-agent-0033"; {"create-namespace": true, "delete-namespace": true}[input.a] } # deny-152
else := false if { input.l == "team-0013"; {"iam-attach-role-policy": true, "iam-detach-role-policy": true, "update-configmap": true, "update-hpa-limits": true, "update-image": true}[input.a]; {"dev": true, "prod": true}[input.e] } # deny-121
else := false if { input.l == "team-0000"; {"delete-pod": true, "exec-pod": true}[input.a]; {"dev": true, "staging": true}[input.e] } # deny-153
else := false if { input.l == "team-0034"; {"rollout-status": true, "rollout-undo": true}[input.a]; input.e == "prod" } # deny-42
else := false if { input.c == "deploy-agent-0000"; {"delete-pod": true, "port-forward": true, "s3-delete-object": true}[input.a] } # deny-109
else := false if { input.l == "team-0012"; {"drain-node": true, "ecs-scale-service": true, "lambda-update-function-config": true, "rollout-undo": true}[input.a]; {"dev": true, "staging": true}[input.e] } # deny-122
else := false if { input.l == "team-0012"; input.a == "rollout-status"; {"dev": true, "staging": true}[input.e] } # deny-119
else := false if { {"deploy-agent-0048": true, "deploy-agent-0004": true}[input.c]; {"ec2-start-instance": true, "scale-deployment": true, "update-configmap": true}[input.a] } # deny-127
else := false if { input.c == "deploy-agent-0041"; {"lambda-invoke-function": true, "lambda-update-function-config": true}[input.a] } # deny-184
else := false if { {"deploy-agent-0029": true, "deploy-agent-0036": true}[input.c]; {"create-namespace": true, "scale-hpa": true}[input.a] } # deny-136
else := false if { input.l == "team-0031"; {"lambda-invoke-function": true, "lambda-update-function-config": true}[input.a]; {"dev": true, "staging": true}[input.e] } # deny-40
else := false if { input.l == "team-0032"; {"lambda-invoke-function": true, "lambda-update-function-config": true}[input.a]; {"dev": true, "staging": true}[input.e] } # deny-33
else := false if { input.c == "deploy-agent-0031"; {"get-configmap": true, "update-configmap": true, "update-hpa-limits": true, "update-image": true}[input.a] } # deny-36
else := false if { input.c == "deploy-agent-0050"; {"get-configmap": true, "get-secret": true}[input.a] } # deny-53
else := false if { input.l == "team-0012"; {"ec2-start-instance": true, "ec2-stop-instance": true, "get-configmap": true, "update-configmap": true}[input.a]; {"dev": true, "staging": true}[input.e] } # deny-78
else := false if { {"deploy-agent-0024": true, "deploy-agent-0007": true}[input.c]; {"ec2-reboot-instance": true, "ec2-start-instance": true, "ec2-stop-instance": true, "ec2-terminate-instance": true, "s3-delete-object": true, "s3-put-bucket-policy": true}[input.a] } # deny-164
else := false if { input.l == "team-0026"; input.a == "update-image"; input.e == "staging" } # deny-25
else := false if { input.l == "team-0024"; {"scale-deployment": true, "scale-hpa": true}[input.a]; input.e == "dev" } # deny-125
else := false if { input.g["team-0035"]; {"get-configmap": true, "update-configmap": true}[input.a]; {"internal": true, "critical": true}[input.s]; input.e == "prod" } # deny-120
else := false if { input.l == "team-0012"; {"get-secret": true, "update-hpa-limits": true}[input.a]; {"staging": true, "prod": true}[input.e] } # deny-182
else := false if { input.g["team-0011"]; {"s3-delete-object": true, "s3-put-bucket-policy": true, "scale-hpa": true}[input.a]; input.s == "critical"; {"staging": true, "prod": true}[input.e] } # deny-89
else := false if { input.l == "team-0031"; {"restart-deployment": true, "scale-deployment": true, "scale-hpa": true}[input.a]; {"dev": true, "staging": true}[input.e] } # deny-67
else := false if { input.l == "team-0019"; {"get-secret": true, "rollout-undo": true, "update-configmap": true}[input.a]; {"staging": true, "prod": true}[input.e] } # deny-145
else := false if { input.l == "team-0016"; {"get-configmap": true, "get-pod-logs": true, "get-secret": true, "update-configmap": true}[input.a]; input.e == "dev" } # deny-111
else := false if { input.c == "deploy-agent-0028"; {"ecs-scale-service": true, "ecs-stop-task": true, "ecs-update-service": true}[input.a] } # deny-194
else := false if { input.l == "team-0027"; {"iam-attach-role-policy": true, "iam-detach-role-policy": true}[input.a]; {"dev": true, "prod": true}[input.e] } # deny-3
else := false if { input.g["team-0024"]; {"restart-deployment": true, "scale-deployment": true}[input.a]; input.s == "restricted"; input.e == "staging" } # deny-43
else := false if { input.g["team-0031"]; {"restart-deployment": true, "scale-deployment": true}[input.a]; {"restricted": true, "critical": true}[input.s]; {"staging": true, "prod": true}[input.e] } # deny-20
else := false if { input.c == "deploy-agent-0057"; {"ecs-update-service": true, "lambda-update-function-config": true, "port-forward": true}[input.a] } # deny-157
else := false if { input.l == "team-0000"; {"cordon-node": true, "drain-node": true, "lambda-invoke-function": true, "lambda-update-function-config": true, "uncordon-node": true}[input.a]; input.e == "prod" } # deny-166
else := false if { input.g["team-0003"]; {"get-secret": true, "rollout-status": true}[input.a]; input.s == "critical"; input.e == "dev" } # deny-151
else := false if { {"deploy-agent-0047": true, "deploy-agent-0011": true}[input.c]; input.a == "rollout-undo" } # deny-24
else := false if { input.g["team-0001"]; {"ecs-scale-service": true, "ecs-stop-task": true, "ecs-update-service": true}[input.a]; input.s == "critical"; {"dev": true, "staging": true}[input.e] } # deny-41
else := false if { {"deploy-agent-0043": true, "deploy-agent-0012": true}[input.c]; {"delete-namespace": true, "delete-pod": true, "rollout-status": true, "rollout-undo": true}[input.a] } # deny-139
else := false if { input.g["team-0012"]; {"delete-pod": true, "ecs-scale-service": true, "get-secret": true, "scale-hpa": true}[input.a]; input.s == "restricted"; input.e == "staging" } # deny-186
else := false if { input.g["team-0032"]; {"ecs-update-service": true, "iam-detach-role-policy": true, "port-forward": true}[input.a]; {"public": true, "internal": true}[input.s]; {"dev": true, "prod": true}[input.e] } # deny-38
else := false if { input.l == "team-0020"; {"get-configmap": true, "update-configmap": true}[input.a]; input.e == "staging" } # deny-50
else := false if { {"deploy-agent-0025": true, "deploy-agent-0005": true}[input.c]; input.a == "lambda-invoke-function" } # deny-85
else := false if { {"deploy-agent-0029": true, "deploy-agent-0059": true}[input.c]; {"create-namespace": true, "delete-namespace": true, "ecs-scale-service": true, "ecs-stop-task": true, "ecs-update-service": true}[input.a] } # deny-118
else := false if { input.g["team-0001"]; {"get-pod-logs": true, "rollout-undo": true, "scale-deployment": true, "scale-hpa": true}[input.a]; {"internal": true, "restricted": true}[input.s]; input.e == "staging" } # deny-95
else := false if { input.l == "team-0033"; {"s3-delete-object": true, "update-hpa-limits": true}[input.a]; input.e == "prod" } # deny-146
else := false if { input.g["team-0023"]; input.a == "port-forward"; input.s == "public"; input.e == "dev" } # deny-114
else := false if { input.l == "team-0022"; {"create-namespace": true, "delete-namespace": true, "ec2-reboot-instance": true, "ec2-start-instance": true, "ec2-stop-instance": true, "ec2-terminate-instance": true}[input.a]; input.e == "prod" } # deny-134
else := false if { input.g["team-0006"]; {"ec2-stop-instance": true, "s3-delete-object": true}[input.a]; input.s == "restricted"; {"staging": true, "prod": true}[input.e] } # deny-81
else := false if { input.l == "team-0011"; input.a == "create-namespace"; {"dev": true, "staging": true}[input.e] } # deny-15
else := false if { {"deploy-agent-0021": true, "deploy-agent-0036": true}[input.c]; {"delete-namespace": true, "ec2-start-instance": true, "exec-pod": true, "iam-detach-role-policy": true}[input.a] } # deny-86
else := false if { input.g["team-0023"]; input.a == "delete-namespace"; input.s == "internal"; input.e == "prod" } # deny-155
else := false if { input.l == "team-0014"; {"ecs-scale-service": true, "ecs-stop-task": true, "ecs-update-service": true, "iam-attach-role-policy": true, "iam-detach-role-policy": true}[input.a]; input.e == "prod" } # deny-185
else := false if { input.l == "team-0038"; {"get-configmap": true, "get-pod-logs": true, "get-secret": true}[input.a]; {"staging": true, "prod": true}[input.e] } # deny-56
else := false if { input.l == "team-0028"; input.a == "ec2-terminate-instance"; input.e == "prod" } # deny-102
else := false if { input.l == "team-0029"; {"ecs-scale-service": true, "ecs-stop-task": true, "ecs-update-service": true}[input.a]; {"dev": true, "prod": true}[input.e] } # deny-0
else := false if { input.l == "team-0008"; {"ec2-reboot-instance": true, "ec2-terminate-instance": true}[input.a]; {"staging": true, "prod": true}[input.e] } # deny-72
else := false if { input.g["team-0027"]; {"delete-namespace": true, "delete-pod": true}[input.a]; {"internal": true, "critical": true}[input.s]; input.e == "dev" } # deny-93
else := false if { input.l == "team-0014"; {"ecs-scale-service": true, "ecs-stop-task": true, "ecs-update-service": true}[input.a]; {"dev": true, "prod": true}[input.e] } # deny-96
else := false if { input.l == "team-0010"; {"restart-deployment": true, "scale-deployment": true}[input.a]; {"dev": true, "prod": true}[input.e] } # deny-161
else := false if { {"deploy-agent-0063": true, "deploy-agent-0066": true}[input.c]; {"iam-attach-role-policy": true, "update-hpa-limits": true}[input.a] } # deny-32
else := false if { input.l == "team-0038"; input.a == "get-pod-logs"; input.e == "staging" } # deny-144
else := false if { {"deploy-agent-0049": true, "deploy-agent-0013": true}[input.c]; input.a == "update-hpa-limits" } # deny-18
else := false if { input.c == "deploy-agent-0050"; {"exec-pod": true, "get-pod-logs": true}[input.a] } # deny-90
else := false if { input.g["team-0004"]; input.a == "get-secret"; {"internal": true, "critical": true}[input.s]; input.e == "dev" } # deny-94
else := false if { input.l == "team-0037"; {"ec2-start-instance": true, "ecs-stop-task": true, "get-configmap": true, "scale-hpa": true}[input.a]; input.e == "dev" } # deny-140
else := false if { input.g["team-0035"]; {"cordon-node": true, "drain-node": true, "lambda-invoke-function": true, "lambda-update-function-config": true, "uncordon-node": true}[input.a]; {"public": true, "critical": true}[input.s]; {"staging": true, "prod": true}[input.e] } # deny-169
else := false if { input.g["team-0006"]; {"delete-pod": true, "exec-pod": true, "scale-hpa": true}[input.a]; input.s == "restricted"; {"dev": true, "prod": true}[input.e] } # deny-124
else := false if { input.c == "deploy-agent-0009"; {"create-namespace": true, "delete-namespace": true, "ec2-reboot-instance": true, "ec2-start-instance": true, "ec2-stop-instance": true, "ec2-terminate-instance": true}[input.a] } # deny-176
else := false if { input.g["team-0039"]; {"cordon-node": true, "ec2-stop-instance": true, "rollout-undo": true, "update-image": true}[input.a]; {"public": true, "restricted": true}[input.s]; input.e == "dev" } # deny-190
else := false if { input.g["team-0038"]; {"ec2-reboot-instance": true, "port-forward": true, "s3-delete-object": true, "update-hpa-limits": true}[input.a]; {"internal": true, "critical": true}[input.s]; input.e == "prod" } # deny-54
else := false if { input.g["team-0020"]; {"get-configmap": true, "get-pod-logs": true, "get-secret": true}[input.a]; input.s == "restricted"; {"dev": true, "staging": true}[input.e] } # deny-47
else := false if { input.g["team-0003"]; input.a == "iam-detach-role-policy"; input.s == "internal"; {"dev": true, "staging": true}[input.e] } # deny-52
else := false if { input.l == "team-0028"; {"ec2-reboot-instance": true, "ec2-start-instance": true, "ec2-stop-instance": true, "ec2-terminate-instance": true}[input.a]; {"staging": true, "prod": true}[input.e] } # deny-84
else := false if { input.g["team-0009"]; {"ec2-start-instance": true, "ec2-stop-instance": true}[input.a]; {"internal": true, "critical": true}[input.s]; input.e == "dev" } # deny-137
else := false if { input.l == "team-0011"; input.a == "lambda-update-function-config"; input.e == "staging" } # deny-2
else := false if { input.c == "deploy-agent-0012"; {"ec2-start-instance": true, "ec2-stop-instance": true}[input.a] } # deny-100
else := false if { input.g["team-0004"]; {"ec2-terminate-instance": true, "ecs-scale-service": true, "ecs-update-service": true, "update-image": true}[input.a]; {"public": true, "internal": true}[input.s]; input.e == "prod" } # deny-14
else := false if { input.l == "team-0004"; {"ec2-reboot-instance": true, "ec2-start-instance": true, "ec2-stop-instance": true, "ec2-terminate-instance": true, "scale-deployment": true, "scale-hpa": true}[input.a]; {"dev": true, "prod": true}[input.e] } # deny-112
else := false if { {"deploy-agent-0030": true, "deploy-agent-0062": true}[input.c]; {"ec2-reboot-instance": true, "ecs-stop-task": true, "get-secret": true, "lambda-invoke-function": true}[input.a] } # deny-106
else := false if { input.g["team-0027"]; {"delete-pod": true, "exec-pod": true, "restart-deployment": true, "scale-deployment": true}[input.a]; input.s == "critical"; {"staging": true, "prod": true}[input.e] } # deny-64
else := false if { input.g["team-0025"]; {"apply-network-policy": true, "rollout-undo": true}[input.a]; input.s == "critical"; input.e == "prod" } # deny-141
else := false if { input.c == "deploy-agent-0046"; {"rollout-status": true, "rollout-undo": true}[input.a] } # deny-30
else := false if { input.g["team-0029"]; input.a == "ec2-stop-instance"; {"public": true, "internal": true}[input.s]; {"staging": true, "prod": true}[input.e] } # deny-175
else := false if { {"deploy-agent-0021": true, "deploy-agent-0006": true}[input.c]; {"ec2-start-instance": true, "get-secret": true, "lambda-invoke-function": true, "s3-put-bucket-policy": true}[input.a] } # deny-160
else := false if { input.l == "team-0022"; input.a == "uncordon-node"; {"dev": true, "staging": true}[input.e] } # deny-68
else := false if { input.l == "team-0015"; {"ec2-reboot-instance": true, "ec2-start-instance": true, "ec2-stop-instance": true, "ec2-terminate-instance": true}[input.a]; input.e == "dev" } # deny-132
else := false if { input.g["team-0014"]; {"apply-network-policy": true, "lambda-update-function-config": true, "s3-put-bucket-policy": true}[input.a]; {"public": true, "restricted": true}[input.s]; input.e == "prod" } # deny-88
else := false if { input.c == "deploy-agent-0052"; {"restart-deployment": true, "scale-deployment": true, "scale-hpa": true}[input.a] } # deny-168
else := false if { input.l == "team-0031"; {"cordon-node": true, "delete-pod": true, "get-configmap": true, "get-pod-logs": true}[input.a]; input.e == "staging" } # deny-5
else := false if { input.l == "team-0037"; {"ecs-stop-task": true, "port-forward": true, "scale-deployment": true}[input.a]; {"dev": true, "prod": true}[input.e] } # deny-77
else := false if { input.g["team-0003"]; {"ec2-stop-instance": true, "scale-hpa": true}[input.a]; {"public": true, "restricted": true}[input.s]; input.e == "dev" } # deny-133
else := false if { input.g["team-0031"]; {"delete-namespace": true, "delete-pod": true}[input.a]; {"public": true, "restricted": true}[input.s]; {"staging": true, "prod": true}[input.e] } # deny-181
else := false if { input.l == "team-0027"; {"lambda-invoke-function": true, "lambda-update-function-config": true}[input.a]; {"staging": true, "prod": true}[input.e] } # deny-192
else := false if { input.g["team-0037"]; {"iam-attach-role-policy": true, "iam-detach-role-policy": true, "s3-delete-object": true, "s3-put-bucket-policy": true}[input.a]; {"internal": true, "restricted": true}[input.s]; {"dev": true, "prod": true}[input.e] } # deny-196
else := false if { input.l == "team-0019"; {"iam-attach-role-policy": true, "iam-detach-role-policy": true, "rollout-status": true, "rollout-undo": true}[input.a]; input.e == "staging" } # deny-135
else := false if { input.c == "deploy-agent-0021"; input.a == "ec2-terminate-instance" } # deny-195
else := false if { input.l == "team-0038"; {"create-namespace": true, "delete-namespace": true}[input.a]; {"staging": true, "prod": true}[input.e] } # deny-48
else := false if { {"deploy-agent-0045": true, "deploy-agent-0011": true}[input.c]; {"apply-network-policy": true, "ecs-scale-service": true, "port-forward": true}[input.a] } # deny-143
else := false if { input.l == "team-0025"; {"iam-attach-role-policy": true, "iam-detach-role-policy": true}[input.a]; input.e == "prod" } # deny-80
else := false if { input.c == "deploy-agent-0009"; {"rollout-status": true, "rollout-undo": true}[input.a] } # deny-193
else := false if { input.c == "deploy-agent-0051"; {"ecs-scale-service": true, "ecs-stop-task": true, "ecs-update-service": true}[input.a] } # deny-8
else := false if { input.l == "team-0038"; {"ecs-stop-task": true, "uncordon-node": true}[input.a]; input.e == "staging" } # deny-45
else := false if { input.l == "team-0028"; {"get-configmap": true, "restart-deployment": true}[input.a]; input.e == "dev" } # deny-147
else := false if { input.g["team-0034"]; {"iam-detach-role-policy": true, "rollout-undo": true, "s3-put-bucket-policy": true, "update-image": true}[input.a]; input.s == "restricted"; {"dev": true, "staging": true}[input.e] } # deny-17
else := false if { {"deploy-agent-0060": true, "deploy-agent-0005": true}[input.c]; {"delete-namespace": true, "ec2-reboot-instance": true, "ec2-stop-instance": true, "ecs-update-service": true}[input.a] } # deny-60
else := false if { input.g["team-0017"]; {"ecs-scale-service": true, "ecs-stop-task": true, "ecs-update-service": true, "s3-delete-object": true, "s3-put-bucket-policy": true}[input.a]; {"public": true, "internal": true}[input.s]; {"dev": true, "prod": true}[input.e] } # deny-107
else := false if { input.c == "deploy-agent-0063"; input.a == "delete-pod" } # deny-131
else := false if { input.l == "team-0038"; input.a == "ec2-reboot-instance"; {"dev": true, "staging": true}[input.e] } # deny-74
else := false if { {"deploy-agent-0026": true, "deploy-agent-0005": true}[input.c]; {"lambda-update-function-config": true, "s3-delete-object": true}[input.a] } # deny-117
else := false if { input.g["team-0014"]; {"get-configmap": true, "lambda-invoke-function": true, "lambda-update-function-config": true, "update-configmap": true}[input.a]; {"public": true, "critical": true}[input.s]; {"dev": true, "staging": true}[input.e] } # deny-148
else := false if { input.l == "team-0017"; {"cordon-node": true, "update-hpa-limits": true}[input.a]; input.e == "prod" } # deny-103
else := false if { input.l == "team-0020"; {"iam-attach-role-policy": true, "iam-detach-role-policy": true}[input.a]; {"dev": true, "prod": true}[input.e] } # deny-98
else := false if { {"deploy-agent-0030": true, "deploy-agent-0001": true}[input.c]; {"iam-attach-role-policy": true, "iam-detach-role-policy": true}[input.a] } # deny-9
else := false if { input.c == "deploy-agent-0049"; {"ec2-reboot-instance": true, "ec2-start-instance": true, "ec2-stop-instance": true, "ec2-terminate-instance": true, "update-configmap": true, "update-hpa-limits": true, "update-image": true}[input.a] } # deny-49
else := false if { input.g["team-0012"]; {"create-namespace": true, "delete-namespace": true, "ec2-reboot-instance": true, "ec2-start-instance": true, "ec2-stop-instance": true, "ec2-terminate-instance": true}[input.a]; {"internal": true, "restricted": true}[input.s]; {"staging": true, "prod": true}[input.e] } # deny-197
else := false if { input.g["team-0019"]; {"get-configmap": true, "update-configmap": true}[input.a]; input.s == "restricted"; {"dev": true, "staging": true}[input.e] } # deny-158
else := false if { {"deploy-agent-0055": true, "deploy-agent-0014": true}[input.c]; {"cordon-node": true, "drain-node": true, "restart-deployment": true, "scale-deployment": true, "uncordon-node": true}[input.a] } # deny-183
else := false if { {"deploy-agent-0004": true, "deploy-agent-0017": true}[input.c]; {"delete-pod": true, "exec-pod": true, "get-configmap": true, "update-configmap": true}[input.a] } # deny-167
else := false if { input.l == "team-0007"; {"cordon-node": true, "s3-put-bucket-policy": true}[input.a]; {"dev": true, "staging": true}[input.e] } # deny-63
else := false if { input.l == "team-0039"; {"delete-pod": true, "exec-pod": true}[input.a]; input.e == "prod" } # deny-142
else := false if { input.g["team-0013"]; {"delete-namespace": true, "lambda-update-function-config": true}[input.a]; {"restricted": true, "critical": true}[input.s]; {"dev": true, "staging": true}[input.e] } # deny-27
else := false if { {"deploy-agent-0066": true, "deploy-agent-0004": true}[input.c]; {"iam-attach-role-policy": true, "iam-detach-role-policy": true}[input.a] } # deny-66
else := false if { input.l == "team-0034"; {"scale-deployment": true, "scale-hpa": true}[input.a]; {"dev": true, "staging": true}[input.e] } # deny-75
else := false if { input.c == "deploy-agent-0040"; {"ecs-scale-service": true, "ecs-stop-task": true, "ecs-update-service": true, "iam-attach-role-policy": true, "iam-detach-role-policy": true}[input.a] } # deny-180
else := false if { input.c == "deploy-agent-0061"; {"delete-pod": true, "rollout-undo": true}[input.a] } # deny-91
else := false if { {"deploy-agent-0052": true, "deploy-agent-0015": true}[input.c]; input.a == "update-image" } # deny-128
else := false if { input.l == "team-0006"; input.a == "scale-hpa"; {"dev": true, "staging": true}[input.e] } # deny-189
else := false if { input.l == "team-0000"; {"get-configmap": true, "rollout-status": true, "rollout-undo": true, "update-configmap": true}[input.a]; {"staging": true, "prod": true}[input.e] } # deny-82
else := false if { input.l == "team-0018"; {"create-namespace": true, "delete-namespace": true, "lambda-invoke-function": true, "lambda-update-function-config": true}[input.a]; input.e == "prod" } # deny-35
else := false if { input.l == "team-0014"; input.a == "cordon-node"; {"dev": true, "staging": true}[input.e] } # deny-21
else := false if { input.l == "team-0005"; {"get-configmap": true, "s3-put-bucket-policy": true}[input.a]; input.e == "dev" } # deny-108
else := false if { input.c == "deploy-agent-0011"; {"ecs-scale-service": true, "ecs-stop-task": true, "ecs-update-service": true, "get-configmap": true, "get-pod-logs": true, "get-secret": true}[input.a] } # deny-187
else := false if { input.g["team-0031"]; input.a == "get-configmap"; {"public": true, "critical": true}[input.s]; input.e == "prod" } # deny-159
else := false if { input.l == "team-0025"; {"cordon-node": true, "drain-node": true, "lambda-invoke-function": true}[input.a]; input.e == "dev" } # deny-26
else := false if { input.c == "deploy-agent-0066"; {"restart-deployment": true, "scale-deployment": true, "scale-hpa": true}[input.a] } # deny-172
else := false if { {"deploy-agent-0044": true, "deploy-agent-0005": true}[input.c]; {"ecs-scale-service": true, "ecs-stop-task": true, "ecs-update-service": true, "iam-attach-role-policy": true, "iam-detach-role-policy": true}[input.a] } # deny-6
else := false if { input.c == "deploy-agent-0015"; {"drain-node": true, "ec2-stop-instance": true}[input.a] } # deny-76
else := false if { input.l == "team-0017"; {"create-namespace": true, "delete-namespace": true, "update-configmap": true, "update-hpa-limits": true, "update-image": true}[input.a]; {"dev": true, "staging": true}[input.e] } # deny-92
else := false if { input.l == "team-0002"; {"ec2-start-instance": true, "get-pod-logs": true, "lambda-update-function-config": true, "scale-deployment": true}[input.a]; input.e == "staging" } # deny-149
else := false if { input.l == "team-0005"; input.a == "delete-pod"; {"dev": true, "prod": true}[input.e] } # deny-22
else := false if { input.l == "team-0015"; {"delete-namespace": true, "delete-pod": true, "iam-attach-role-policy": true, "iam-detach-role-policy": true}[input.a]; {"staging": true, "prod": true}[input.e] } # deny-87
else := false if { input.l == "team-0026"; {"exec-pod": true, "rollout-undo": true}[input.a]; input.e == "dev" } # deny-13
else := true if { {"get-configmap": true, "get-pod-logs": true, "rollout-status": true, "rollout-undo": true}[input.a]; {"dev": true, "staging": true}[input.e] } # platform-allow-0
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev" } # platform-allow-1
else := true if { {"ecs-scale-service": true, "ecs-stop-task": true, "ecs-update-service": true, "restart-deployment": true, "scale-deployment": true, "scale-hpa": true}[input.a]; input.e == "staging"; input.r["deployer"] } # platform-allow-2
else := true if { {"lambda-invoke-function": true, "lambda-update-function-config": true, "update-configmap": true, "update-hpa-limits": true, "update-image": true}[input.a]; {"dev": true, "staging": true}[input.e]; input.i == "backend"; some x in ["deployer", "release-manager"]; input.r[x] } # platform-allow-3
else := true if { {"cordon-node": true, "ec2-reboot-instance": true, "restart-deployment": true, "uncordon-node": true}[input.a]; {"k8s-deployment": true, "k8s-node": true, "aws-ec2-instance": true}[input.t]; some x in ["oncall", "operator"]; input.r[x] } # platform-allow-4
else := true if { input.g["everyone-on-call"]; input.s == "public" } # platform-allow-5
else := true if { input.l == "team-0015"; input.g["team-0015"]; input.a == "scale-hpa"; {"staging": true, "prod": true}[input.e]; some x in ["oncall", "viewer", "release-manager"]; input.r[x] } # allow-380
else := true if { input.c == "deploy-agent-0038"; {"ecs-scale-service": true, "ecs-stop-task": true, "ecs-update-service": true, "iam-attach-role-policy": true, "iam-detach-role-policy": true}[input.a]; input.e == "prod" } # allow-252
else := true if { {"deploy-agent-0040": true, "deploy-agent-0065": true}[input.c]; {"delete-namespace": true, "delete-pod": true, "s3-delete-object": true, "s3-put-bucket-policy": true}[input.a]; {"staging": true, "prod": true}[input.e] } # allow-569
else := true if { input.c == "deploy-agent-0031"; input.a == "rollout-undo"; input.e == "staging" } # allow-585
else := true if { input.g["team-0000"]; input.a == "lambda-invoke-function"; input.t == "aws-lambda-function" } # allow-646
else := true if { input.l == "team-0014"; input.g["team-0014"]; {"cordon-node": true, "restart-deployment": true}[input.a]; {"dev": true, "prod": true}[input.e]; some x in ["operator", "oncall"]; input.r[x] } # allow-684
else := true if { input.l == "team-0006"; input.g["team-0006"]; {"iam-attach-role-policy": true, "iam-detach-role-policy": true}[input.a]; input.e == "dev"; some x in ["oncall", "viewer", "auditor"]; input.r[x] } # allow-348
else := true if { input.l == "team-0008"; input.g["team-0008"]; {"ec2-start-instance": true, "scale-deployment": true}[input.a]; input.e == "staging" } # allow-922
else := true if { input.l == "team-0007"; input.g["team-0007"]; {"ec2-stop-instance": true, "s3-delete-object": true, "scale-hpa": true}[input.a]; {"dev": true, "prod": true}[input.e]; some x in ["deployer", "operator", "auditor"]; input.r[x] } # allow-824
else := true if { input.l == "team-0020"; {"rollout-status": true, "rollout-undo": true}[input.a]; {"dev": true, "prod": true}[input.e]; input.r["auditor"] } # allow-277
else := true if { {"deploy-agent-0034": true, "deploy-agent-0018": true}[input.c]; {"ecs-update-service": true, "get-pod-logs": true, "iam-attach-role-policy": true, "s3-put-bucket-policy": true}[input.a]; input.e == "prod" } # allow-345
else := true if { input.l == "team-0003"; input.g["team-0003"]; {"ec2-reboot-instance": true, "ec2-terminate-instance": true, "exec-pod": true, "iam-attach-role-policy": true}[input.a]; {"dev": true, "staging": true}[input.e] } # allow-468
else := true if { input.l == "team-0021"; input.g["team-0021"]; {"ec2-terminate-instance": true, "update-configmap": true}[input.a]; input.e == "dev"; some x in ["oncall", "auditor"]; input.r[x] } # allow-310
else := true if { input.l == "team-0037"; input.g["team-0037"]; {"apply-network-policy": true, "create-namespace": true, "lambda-update-function-config": true}[input.a]; input.e == "dev"; some x in ["operator", "release-manager"]; input.r[x] } # allow-434
else := true if { {"deploy-agent-0025": true, "deploy-agent-0020": true}[input.c]; {"ec2-start-instance": true, "ec2-stop-instance": true, "s3-delete-object": true, "s3-put-bucket-policy": true}[input.a]; input.e == "dev" } # allow-561
else := true if { input.l == "team-0016"; input.g["team-0016"]; {"delete-namespace": true, "delete-pod": true, "restart-deployment": true, "scale-deployment": true}[input.a]; {"dev": true, "staging": true}[input.e] } # allow-860
else := true if { input.c == "deploy-agent-0041"; {"lambda-invoke-function": true, "lambda-update-function-config": true, "scale-deployment": true, "scale-hpa": true}[input.a]; input.e == "prod" } # allow-883
else := true if { {"deploy-agent-0040": true, "deploy-agent-0039": true}[input.c]; {"ec2-start-instance": true, "ec2-stop-instance": true, "get-configmap": true, "update-configmap": true}[input.a]; {"dev": true, "staging": true}[input.e] } # allow-301
else := true if { {"deploy-agent-0058": true, "deploy-agent-0037": true}[input.c]; {"cordon-node": true, "delete-pod": true, "drain-node": true, "exec-pod": true, "uncordon-node": true}[input.a]; input.e == "prod" } # allow-540
else := true if { input.l == "team-0013"; {"apply-network-policy": true, "ecs-update-service": true, "lambda-update-function-config": true}[input.a]; {"staging": true, "prod": true}[input.e]; input.r["release-manager"] } # allow-832
else := true if { input.l == "team-0021"; {"ec2-reboot-instance": true, "ec2-start-instance": true, "ec2-stop-instance": true, "ec2-terminate-instance": true, "scale-deployment": true, "scale-hpa": true}[input.a]; {"staging": true, "prod": true}[input.e]; some x in ["operator", "release-manager"]; input.r[x] } # allow-393
else := true if { input.l == "team-0011"; input.g["team-0011"]; input.a == "rollout-undo"; input.e == "dev" } # allow-594
else := true if { input.c == "deploy-agent-0025"; input.a == "scale-deployment"; {"staging": true, "prod": true}[input.e] } # allow-944
else := true if { input.l == "team-0015"; input.g["team-0015"]; {"create-namespace": true, "delete-namespace": true, "update-configmap": true, "update-hpa-limits": true, "update-image": true}[input.a]; input.e == "staging" } # allow-376
else := true if { input.l == "team-0006"; input.g["team-0006"]; {"delete-namespace": true, "exec-pod": true, "update-image": true}[input.a]; input.e == "staging"; some x in ["deployer", "operator", "viewer"]; input.r[x] } # allow-846
else := true if { input.l == "team-0038"; input.g["team-0038"]; {"get-pod-logs": true, "rollout-undo": true, "s3-delete-object": true}[input.a]; {"dev": true, "staging": true}[input.e] } # allow-387
else := true if { input.g["team-0013"]; {"create-namespace": true, "delete-namespace": true, "restart-deployment": true, "scale-hpa": true}[input.a]; {"aws-ec2-instance": true, "k8s-pod": true, "k8s-secret": true}[input.t] } # allow-899
else := true if { {"deploy-agent-0019": true, "deploy-agent-0057": true}[input.c]; {"delete-pod": true, "ecs-scale-service": true, "ecs-stop-task": true, "ecs-update-service": true, "exec-pod": true}[input.a]; {"dev": true, "prod": true}[input.e] } # allow-383
else := true if { input.g["team-0001"]; input.a == "update-hpa-limits"; {"aws-ec2-instance": true, "aws-ecs-task": true, "k8s-hpa": true}[input.t] } # allow-869
else := true if { input.l == "team-0007"; input.g["team-0007"]; {"ecs-scale-service": true, "ecs-stop-task": true, "ecs-update-service": true}[input.a]; input.e == "staging"; some x in ["deployer", "oncall", "auditor"]; input.r[x] } # allow-556
else := true if { input.l == "team-0036"; input.g["team-0036"]; {"create-namespace": true, "delete-namespace": true, "scale-hpa": true}[input.a]; input.e == "staging"; some x in ["operator", "oncall"]; input.r[x] } # allow-300
else := true if { input.l == "team-0019"; input.g["team-0019"]; {"cordon-node": true, "lambda-update-function-config": true, "s3-delete-object": true, "uncordon-node": true}[input.a]; {"dev": true, "staging": true}[input.e] } # allow-897
else := true if { {"deploy-agent-0060": true, "deploy-agent-0037": true}[input.c]; {"create-namespace": true, "ecs-scale-service": true, "rollout-undo": true, "s3-put-bucket-policy": true}[input.a]; {"dev": true, "prod": true}[input.e] } # allow-829
else := true if { input.g["team-0029"]; {"delete-pod": true, "ec2-reboot-instance": true, "rollout-undo": true}[input.a]; {"aws-ec2-instance": true, "k8s-node": true}[input.t] } # allow-650
else := true if { input.c == "deploy-agent-0011"; {"ec2-start-instance": true, "iam-detach-role-policy": true, "lambda-update-function-config": true, "rollout-status": true}[input.a]; input.e == "prod" } # allow-728
else := true if { input.l == "team-0015"; input.g["team-0015"]; {"apply-network-policy": true, "get-secret": true}[input.a]; input.e == "prod" } # allow-205
else := true if { input.c == "deploy-agent-0034"; {"get-configmap": true, "update-image": true}[input.a]; input.e == "dev" } # allow-952
else := true if { input.l == "team-0003"; {"ec2-reboot-instance": true, "ec2-start-instance": true, "ec2-stop-instance": true, "ec2-terminate-instance": true, "update-configmap": true, "update-hpa-limits": true, "update-image": true}[input.a]; {"staging": true, "prod": true}[input.e]; input.r["operator"] } # allow-244
else := true if { input.l == "team-0011"; {"lambda-invoke-function": true, "lambda-update-function-config": true}[input.a]; {"staging": true, "prod": true}[input.e]; some x in ["oncall", "release-manager"]; input.r[x] } # allow-808
else := true if { input.l == "team-0015"; input.a == "rollout-undo"; input.e == "prod"; some x in ["oncall", "viewer"]; input.r[x] } # allow-839
else := true if { input.l == "team-0038"; input.g["team-0038"]; {"get-configmap": true, "get-pod-logs": true, "get-secret": true, "scale-deployment": true, "scale-hpa": true}[input.a]; input.e == "dev" } # allow-768
else := true if { input.g["team-0015"]; {"get-secret": true, "lambda-update-function-config": true, "restart-deployment": true, "rollout-status": true}[input.a]; {"aws-s3-bucket": true, "k8s-hpa": true, "k8s-secret": true}[input.t] } # allow-827
else := true if { input.l == "team-0006"; input.g["team-0006"]; {"ec2-terminate-instance": true, "s3-delete-object": true}[input.a]; input.e == "dev" } # allow-835
else := true if { input.c == "deploy-agent-0027"; {"apply-network-policy": true, "scale-hpa": true}[input.a]; {"staging": true, "prod": true}[input.e] } # allow-200
else := true if { {"deploy-agent-0037": true, "deploy-agent-0010": true}[input.c]; {"cordon-node": true, "get-secret": true, "scale-hpa": true}[input.a]; input.e == "dev" } # allow-362
else := true if { input.l == "team-0015"; input.g["team-0015"]; {"ec2-start-instance": true, "ec2-stop-instance": true}[input.a]; input.e == "staging" } # allow-458
else := true if { input.l == "team-0039"; input.g["team-0039"]; input.a == "ec2-terminate-instance"; input.e == "dev"; some x in ["viewer", "auditor", "release-manager"]; input.r[x] } # allow-688
else := true if { input.l == "team-0022"; input.g["team-0022"]; {"ec2-terminate-instance": true, "lambda-update-function-config": true, "rollout-status": true, "uncordon-node": true}[input.a]; {"dev": true, "prod": true}[input.e]; input.r["viewer"] } # allow-315
else := true if { input.l == "team-0005"; input.g["team-0005"]; input.a == "lambda-update-function-config"; input.e == "dev" } # allow-721
else := true if { input.g["team-0022"]; {"lambda-invoke-function": true, "lambda-update-function-config": true, "update-configmap": true, "update-hpa-limits": true, "update-image": true}[input.a]; input.t == "k8s-configmap" } # allow-418
else := true if { input.l == "team-0002"; input.g["team-0002"]; {"delete-namespace": true, "delete-pod": true}[input.a]; {"staging": true, "prod": true}[input.e] } # allow-565
else := true if { input.c == "deploy-agent-0021"; {"iam-attach-role-policy": true, "port-forward": true}[input.a]; {"dev": true, "staging": true}[input.e] } # allow-933
else := true if { input.l == "team-0014"; input.g["team-0014"]; {"rollout-status": true, "rollout-undo": true, "update-configmap": true}[input.a]; input.e == "staging" } # allow-356
else := true if { input.c == "deploy-agent-0036"; {"scale-deployment": true, "update-hpa-limits": true, "update-image": true}[input.a]; {"dev": true, "staging": true}[input.e] } # allow-670
else := true if { input.l == "team-0031"; input.g["team-0031"]; {"apply-network-policy": true, "lambda-invoke-function": true, "update-configmap": true, "update-hpa-limits": true}[input.a]; {"staging": true, "prod": true}[input.e] } # allow-981
else := true if { input.l == "team-0026"; input.g["team-0026"]; {"ec2-terminate-instance": true, "exec-pod": true, "restart-deployment": true, "update-configmap": true}[input.a]; input.e == "staging" } # allow-230
else := true if { input.l == "team-0030"; input.a == "drain-node"; {"dev": true, "staging": true}[input.e]; input.r["deployer"] } # allow-419
else := true if { input.g["team-0000"]; {"create-namespace": true, "delete-namespace": true, "iam-attach-role-policy": true, "iam-detach-role-policy": true}[input.a]; {"aws-s3-bucket": true, "k8s-deployment": true}[input.t] } # allow-642
else := true if { input.l == "team-0012"; input.g["team-0012"]; {"delete-namespace": true, "delete-pod": true}[input.a]; {"dev": true, "prod": true}[input.e] } # allow-654
else := true if { input.g["team-0024"]; {"rollout-status": true, "rollout-undo": true}[input.a]; {"k8s-namespace": true, "k8s-pod": true}[input.t] } # allow-617
else := true if { input.c == "deploy-agent-0047"; input.a == "apply-network-policy"; {"dev": true, "staging": true}[input.e] } # allow-497
else := true if { input.g["team-0013"]; {"iam-attach-role-policy": true, "iam-detach-role-policy": true}[input.a]; input.t == "aws-ecs-service" } # allow-596
else := true if { input.l == "team-0010"; input.g["team-0010"]; {"ec2-reboot-instance": true, "iam-attach-role-policy": true}[input.a]; input.e == "dev" } # allow-234
else := true if { input.l == "team-0030"; input.g["team-0030"]; {"ec2-start-instance": true, "ec2-stop-instance": true}[input.a]; input.e == "dev" } # allow-409
else := true if { input.l == "team-0003"; input.g["team-0003"]; {"cordon-node": true, "drain-node": true, "ec2-start-instance": true, "ec2-stop-instance": true, "uncordon-node": true}[input.a]; input.e == "dev" } # allow-598
else := true if { input.l == "team-0015"; {"restart-deployment": true, "scale-deployment": true}[input.a]; {"staging": true, "prod": true}[input.e]; some x in ["deployer", "auditor"]; input.r[x] } # allow-604
else := true if { {"deploy-agent-0061": true, "deploy-agent-0005": true}[input.c]; {"get-configmap": true, "update-configmap": true}[input.a]; {"dev": true, "staging": true}[input.e] } # allow-731
else := true if { input.l == "team-0021"; input.g["team-0021"]; {"iam-attach-role-policy": true, "iam-detach-role-policy": true}[input.a]; {"dev": true, "prod": true}[input.e]; input.r["deployer"] } # allow-735
else := true if { input.l == "team-0023"; input.g["team-0023"]; {"cordon-node": true, "ecs-scale-service": true, "port-forward": true, "scale-deployment": true}[input.a]; {"dev": true, "staging": true}[input.e] } # allow-750
else := true if { input.c == "deploy-agent-0033"; {"ecs-update-service": true, "s3-put-bucket-policy": true}[input.a]; input.e == "dev" } # allow-907
else := true if { input.l == "team-0037"; input.g["team-0037"]; {"delete-pod": true, "ecs-scale-service": true, "ecs-stop-task": true, "ecs-update-service": true, "exec-pod": true}[input.a]; input.e == "prod" } # allow-289
else := true if { input.l == "team-0033"; input.g["team-0033"]; {"create-namespace": true, "delete-namespace": true, "scale-deployment": true, "scale-hpa": true}[input.a]; input.e == "prod" } # allow-778
else := true if { input.l == "team-0037"; {"get-configmap": true, "rollout-status": true, "rollout-undo": true, "update-configmap": true}[input.a]; input.e == "dev"; input.r["deployer"] } # allow-820
else := true if { input.l == "team-0001"; input.g["team-0001"]; input.a == "scale-hpa"; input.e == "prod" } # allow-276
else := true if { input.l == "team-0003"; input.g["team-0003"]; {"lambda-invoke-function": true, "port-forward": true, "s3-delete-object": true}[input.a]; {"dev": true, "prod": true}[input.e]; some x in ["deployer", "oncall", "release-manager"]; input.r[x] } # allow-290
else := true if { {"deploy-agent-0007": true, "deploy-agent-0021": true}[input.c]; {"cordon-node": true, "drain-node": true, "uncordon-node": true, "update-configmap": true, "update-hpa-limits": true, "update-image": true}[input.a]; {"staging": true, "prod": true}[input.e] } # allow-308
else := true if { input.c == "deploy-agent-0035"; {"cordon-node": true, "iam-attach-role-policy": true}[input.a]; input.e == "staging" } # allow-267
else := true if { input.l == "team-0022"; input.g["team-0022"]; {"get-configmap": true, "get-pod-logs": true, "get-secret": true, "restart-deployment": true, "scale-deployment": true}[input.a]; {"staging": true, "prod": true}[input.e] } # allow-754
else := true if { input.g["team-0027"]; {"delete-namespace": true, "delete-pod": true}[input.a]; {"aws-ecs-service": true, "aws-lambda-function": true, "k8s-deployment": true}[input.t] } # allow-554
else := true if { input.g["team-0007"]; {"delete-namespace": true, "get-pod-logs": true, "s3-delete-object": true}[input.a]; {"aws-ecs-task": true, "aws-lambda-function": true, "k8s-node": true}[input.t] } # allow-689
else := true if { input.l == "team-0013"; input.g["team-0013"]; input.a == "ec2-start-instance"; {"dev": true, "prod": true}[input.e]; input.r["operator"] } # allow-464
else := true if { input.l == "team-0029"; input.g["team-0029"]; {"delete-namespace": true, "delete-pod": true, "ec2-reboot-instance": true, "ec2-start-instance": true, "ec2-stop-instance": true, "ec2-terminate-instance": true}[input.a]; input.e == "dev" } # allow-815
else := true if { input.g["team-0017"]; {"rollout-status": true, "rollout-undo": true}[input.a]; {"aws-ecs-task": true, "aws-iam-role": true, "aws-lambda-function": true}[input.t] } # allow-439
else := true if { input.l == "team-0015"; {"rollout-undo": true, "update-image": true}[input.a]; input.e == "dev"; some x in ["auditor", "release-manager"]; input.r[x] } # allow-461
else := true if { input.l == "team-0000"; {"apply-network-policy": true, "ecs-scale-service": true, "get-secret": true, "iam-attach-role-policy": true}[input.a]; input.e == "staging"; input.r["deployer"] } # allow-447
else := true if { {"deploy-agent-0061": true, "deploy-agent-0048": true}[input.c]; {"delete-namespace": true, "ec2-start-instance": true, "lambda-update-function-config": true, "uncordon-node": true}[input.a]; {"staging": true, "prod": true}[input.e] } # allow-494
else := true if { input.l == "team-0027"; input.g["team-0027"]; {"get-configmap": true, "iam-attach-role-policy": true, "iam-detach-role-policy": true, "update-configmap": true}[input.a]; input.e == "prod"; some x in ["deployer", "operator", "release-manager"]; input.r[x] } # allow-505
else := true if { {"deploy-agent-0019": true, "deploy-agent-0059": true}[input.c]; {"ec2-reboot-instance": true, "ec2-start-instance": true, "ec2-stop-instance": true, "ec2-terminate-instance": true, "rollout-status": true, "rollout-undo": true}[input.a]; input.e == "dev" } # allow-807
else := true if { input.c == "deploy-agent-0050"; input.a == "delete-namespace"; {"dev": true, "prod": true}[input.e] } # allow-377
else := true if { input.l == "team-0005"; input.g["team-0005"]; {"cordon-node": true, "drain-node": true, "iam-attach-role-policy": true, "iam-detach-role-policy": true, "uncordon-node": true}[input.a]; {"dev": true, "staging": true}[input.e]; some x in ["deployer", "viewer", "release-manager"]; input.r[x] } # allow-437
else := true if { input.l == "team-0035"; {"ecs-scale-service": true, "iam-detach-role-policy": true}[input.a]; {"dev": true, "staging": true}[input.e]; some x in ["deployer", "release-manager"]; input.r[x] } # allow-675
else := true if { input.l == "team-0018"; input.g["team-0018"]; {"apply-network-policy": true, "iam-attach-role-policy": true}[input.a]; {"dev": true, "staging": true}[input.e]; input.r["viewer"] } # allow-930
else := true if { input.l == "team-0036"; input.g["team-0036"]; input.a == "scale-hpa"; input.e == "dev" } # allow-490
else := true if { input.c == "deploy-agent-0062"; {"update-configmap": true, "update-hpa-limits": true, "update-image": true}[input.a]; {"dev": true, "prod": true}[input.e] } # allow-552
else := true if { input.g["team-0024"]; {"get-configmap": true, "update-configmap": true}[input.a]; input.t == "aws-ecs-service" } # allow-696
else := true if { input.l == "team-0033"; input.g["team-0033"]; {"ecs-stop-task": true, "uncordon-node": true}[input.a]; {"dev": true, "prod": true}[input.e]; some x in ["deployer", "oncall", "auditor"]; input.r[x] } # allow-697
else := true if { input.g["team-0027"]; {"rollout-status": true, "rollout-undo": true, "s3-delete-object": true, "s3-put-bucket-policy": true}[input.a]; {"aws-s3-bucket": true, "k8s-deployment": true, "k8s-secret": true}[input.t] } # allow-905
else := true if { input.c == "deploy-agent-0018"; input.a == "update-image"; {"dev": true, "staging": true}[input.e] } # allow-266
else := true if { input.g["team-0038"]; {"delete-pod": true, "ec2-start-instance": true, "ec2-stop-instance": true, "exec-pod": true}[input.a]; input.t == "aws-s3-bucket" } # allow-759
else := true if { input.l == "team-0025"; {"create-namespace": true, "ec2-stop-instance": true, "get-configmap": true, "scale-hpa": true}[input.a]; {"staging": true, "prod": true}[input.e]; some x in ["oncall", "release-manager"]; input.r[x] } # allow-831
else := true if { input.l == "team-0021"; input.a == "ecs-stop-task"; input.e == "dev"; some x in ["oncall", "release-manager"]; input.r[x] } # allow-878
else := true if { {"deploy-agent-0020": true, "deploy-agent-0054": true}[input.c]; input.a == "exec-pod"; {"dev": true, "staging": true}[input.e] } # allow-379
else := true if { input.l == "team-0016"; input.g["team-0016"]; {"get-configmap": true, "get-pod-logs": true, "get-secret": true}[input.a]; {"dev": true, "prod": true}[input.e]; some x in ["operator", "auditor", "release-manager"]; input.r[x] } # allow-459
else := true if { {"deploy-agent-0038": true, "deploy-agent-0012": true}[input.c]; {"ec2-reboot-instance": true, "ec2-start-instance": true, "ec2-stop-instance": true, "ec2-terminate-instance": true}[input.a]; input.e == "prod" } # allow-651
else := true if { input.l == "team-0025"; input.g["team-0025"]; {"ec2-start-instance": true, "ec2-stop-instance": true, "restart-deployment": true, "scale-deployment": true}[input.a]; input.e == "staging" } # allow-408
else := true if { {"deploy-agent-0017": true, "deploy-agent-0054": true}[input.c]; input.a == "ecs-stop-task"; input.e == "dev" } # allow-428
else := true if { input.l == "team-0022"; {"ec2-reboot-instance": true, "restart-deployment": true, "uncordon-node": true}[input.a]; {"staging": true, "prod": true}[input.e]; some x in ["viewer", "release-manager"]; input.r[x] } # allow-620
else := true if { input.l == "team-0034"; input.g["team-0034"]; {"apply-network-policy": true, "get-configmap": true, "rollout-status": true}[input.a]; {"staging": true, "prod": true}[input.e]; some x in ["deployer", "operator", "auditor"]; input.r[x] } # allow-972
else := true if { input.l == "team-0009"; input.g["team-0009"]; {"get-configmap": true, "scale-deployment": true, "scale-hpa": true, "update-configmap": true}[input.a]; {"staging": true, "prod": true}[input.e]; some x in ["operator", "oncall", "release-manager"]; input.r[x] } # allow-984
else := true if { input.l == "team-0005"; input.g["team-0005"]; {"exec-pod": true, "uncordon-node": true}[input.a]; input.e == "dev"; input.r["operator"] } # allow-435
else := true if { input.l == "team-0032"; input.g["team-0032"]; {"delete-pod": true, "exec-pod": true, "s3-delete-object": true, "s3-put-bucket-policy": true}[input.a]; {"staging": true, "prod": true}[input.e]; input.r["oncall"] } # allow-466
else := true if { {"deploy-agent-0062": true, "deploy-agent-0017": true}[input.c]; {"ec2-reboot-instance": true, "port-forward": true, "update-configmap": true}[input.a]; input.e == "staging" } # allow-934
else := true if { input.c == "deploy-agent-0014"; {"create-namespace": true, "delete-namespace": true}[input.a]; {"staging": true, "prod": true}[input.e] } # allow-496
else := true if { input.l == "team-0037"; input.g["team-0037"]; {"ecs-scale-service": true, "ecs-stop-task": true, "ecs-update-service": true, "iam-attach-role-policy": true, "iam-detach-role-policy": true}[input.a]; input.e == "prod" } # allow-312
else := true if { input.l == "team-0001"; {"ec2-start-instance": true, "get-configmap": true, "update-configmap": true}[input.a]; input.e == "dev"; some x in ["oncall", "viewer"]; input.r[x] } # allow-403
else := true if { {"deploy-agent-0043": true, "deploy-agent-0008": true}[input.c]; {"s3-delete-object": true, "s3-put-bucket-policy": true}[input.a]; input.e == "dev" } # allow-425
else := true if { input.c == "deploy-agent-0056"; {"apply-network-policy": true, "ec2-start-instance": true, "lambda-invoke-function": true}[input.a]; {"dev": true, "staging": true}[input.e] } # allow-433
else := true if { input.l == "team-0039"; input.g["team-0039"]; {"ec2-terminate-instance": true, "scale-hpa": true, "update-image": true}[input.a]; {"staging": true, "prod": true}[input.e] } # allow-893
else := true if { input.c == "deploy-agent-0029"; {"get-configmap": true, "get-pod-logs": true, "get-secret": true}[input.a]; input.e == "staging" } # allow-341
else := true if { input.l == "team-0023"; {"create-namespace": true, "restart-deployment": true, "scale-deployment": true, "update-image": true}[input.a]; input.e == "staging"; input.r["auditor"] } # allow-410
else := true if { input.l == "team-0024"; input.g["team-0024"]; {"get-configmap": true, "get-pod-logs": true, "get-secret": true}[input.a]; {"dev": true, "staging": true}[input.e] } # allow-519
else := true if { input.l == "team-0033"; {"cordon-node": true, "drain-node": true, "uncordon-node": true}[input.a]; {"dev": true, "prod": true}[input.e]; input.r["auditor"] } # allow-612
else := true if { input.g["team-0019"]; {"delete-namespace": true, "delete-pod": true, "s3-delete-object": true, "s3-put-bucket-policy": true}[input.a]; input.t == "k8s-node" } # allow-369
else := true if { input.l == "team-0016"; {"scale-deployment": true, "scale-hpa": true}[input.a]; {"dev": true, "prod": true}[input.e]; input.r["auditor"] } # allow-649
else := true if { input.l == "team-0014"; input.g["team-0014"]; {"cordon-node": true, "drain-node": true, "iam-attach-role-policy": true, "iam-detach-role-policy": true, "uncordon-node": true}[input.a]; input.e == "prod" } # allow-838
else := true if { input.c == "deploy-agent-0030"; {"get-configmap": true, "get-pod-logs": true, "get-secret": true, "update-configmap": true, "update-hpa-limits": true, "update-image": true}[input.a]; input.e == "prod" } # allow-867
else := true if { input.l == "team-0018"; input.g["team-0018"]; {"get-configmap": true, "get-pod-logs": true, "get-secret": true}[input.a]; {"dev": true, "staging": true}[input.e] } # allow-284
else := true if { input.l == "team-0007"; input.g["team-0007"]; {"ec2-start-instance": true, "ec2-stop-instance": true}[input.a]; {"dev": true, "staging": true}[input.e]; some x in ["auditor", "release-manager"]; input.r[x] } # allow-359
else := true if { input.l == "team-0005"; input.g["team-0005"]; {"get-secret": true, "iam-attach-role-policy": true}[input.a]; input.e == "prod" } # allow-791
else := true if { input.l == "team-0017"; input.g["team-0017"]; {"iam-attach-role-policy": true, "iam-detach-role-policy": true}[input.a]; input.e == "prod"; some x in ["deployer", "operator", "auditor"]; input.r[x] } # allow-207
else := true if { input.g["team-0015"]; {"create-namespace": true, "delete-namespace": true, "lambda-invoke-function": true, "lambda-update-function-config": true}[input.a]; input.t == "k8s-namespace" } # allow-737
else := true if { input.l == "team-0007"; input.g["team-0007"]; input.a == "iam-attach-role-policy"; {"dev": true, "prod": true}[input.e]; input.r["operator"] } # allow-766
else := true if { input.l == "team-0012"; input.g["team-0012"]; {"delete-namespace": true, "delete-pod": true, "restart-deployment": true, "scale-deployment": true}[input.a]; input.e == "dev"; some x in ["viewer", "auditor", "release-manager"]; input.r[x] } # allow-953
else := true if { input.l == "team-0003"; input.g["team-0003"]; {"ec2-start-instance": true, "ec2-stop-instance": true, "restart-deployment": true, "scale-deployment": true}[input.a]; input.e == "prod"; some x in ["viewer", "release-manager"]; input.r[x] } # allow-363
else := true if { {"deploy-agent-0039": true, "deploy-agent-0013": true}[input.c]; {"ecs-update-service": true, "rollout-status": true}[input.a]; input.e == "dev" } # allow-375
else := true if { {"deploy-agent-0038": true, "deploy-agent-0054": true}[input.c]; {"get-configmap": true, "update-configmap": true}[input.a]; {"staging": true, "prod": true}[input.e] } # allow-616
else := true if { input.c == "deploy-agent-0012"; {"create-namespace": true, "delete-namespace": true, "s3-delete-object": true, "s3-put-bucket-policy": true}[input.a]; {"dev": true, "prod": true}[input.e] } # allow-770
else := true if { input.l == "team-0039"; input.g["team-0039"]; {"delete-namespace": true, "ecs-scale-service": true}[input.a]; input.e == "dev" } # allow-558
else := true if { {"deploy-agent-0022": true, "deploy-agent-0052": true}[input.c]; {"delete-pod": true, "ecs-stop-task": true, "exec-pod": true, "rollout-undo": true}[input.a]; input.e == "prod" } # allow-321
else := true if { input.c == "deploy-agent-0019"; input.a == "update-hpa-limits"; input.e == "staging" } # allow-926
else := true if { input.l == "team-0014"; input.g["team-0014"]; {"apply-network-policy": true, "get-configmap": true, "get-pod-logs": true, "s3-put-bucket-policy": true}[input.a]; input.e == "staging"; some x in ["viewer", "auditor"]; input.r[x] } # allow-288
else := true if { input.l == "team-0017"; input.g["team-0017"]; {"get-configmap": true, "update-configmap": true}[input.a]; input.e == "dev"; some x in ["oncall", "viewer", "auditor"]; input.r[x] } # allow-817
else := true if { input.l == "team-0023"; input.g["team-0023"]; {"ec2-terminate-instance": true, "get-pod-logs": true, "rollout-undo": true}[input.a]; input.e == "prod" } # allow-847
else := true if { input.l == "team-0034"; input.g["team-0034"]; {"create-namespace": true, "delete-namespace": true}[input.a]; {"dev": true, "prod": true}[input.e]; some x in ["operator", "oncall", "viewer"]; input.r[x] } # allow-504
else := true if { input.l == "team-0011"; input.g["team-0011"]; {"drain-node": true, "get-configmap": true, "iam-attach-role-policy": true, "uncordon-node": true}[input.a]; {"staging": true, "prod": true}[input.e] } # allow-643
else := true if { input.l == "team-0006"; {"get-configmap": true, "update-configmap": true}[input.a]; input.e == "prod"; input.r["oncall"] } # allow-559
else := true if { input.l == "team-0024"; input.g["team-0024"]; {"rollout-status": true, "rollout-undo": true}[input.a]; input.e == "staging"; input.r["oncall"] } # allow-349
else := true if { input.l == "team-0011"; input.g["team-0011"]; {"create-namespace": true, "delete-namespace": true, "get-configmap": true, "get-pod-logs": true, "get-secret": true}[input.a]; input.e == "dev" } # allow-351
else := true if { input.l == "team-0001"; input.g["team-0001"]; {"cordon-node": true, "ec2-terminate-instance": true, "ecs-scale-service": true, "ecs-stop-task": true}[input.a]; input.e == "dev" } # allow-665
else := true if { input.c == "deploy-agent-0030"; {"apply-network-policy": true, "get-pod-logs": true, "s3-delete-object": true}[input.a]; {"staging": true, "prod": true}[input.e] } # allow-871
else := true if { {"deploy-agent-0048": true, "deploy-agent-0032": true}[input.c]; {"cordon-node": true, "drain-node": true, "get-configmap": true, "get-pod-logs": true, "get-secret": true, "uncordon-node": true}[input.a]; input.e == "prod" } # allow-940
else := true if { input.l == "team-0004"; input.g["team-0004"]; input.a == "ec2-terminate-instance"; {"dev": true, "staging": true}[input.e] } # allow-278
else := true if { input.l == "team-0016"; input.g["team-0016"]; {"s3-delete-object": true, "s3-put-bucket-policy": true, "scale-deployment": true, "scale-hpa": true}[input.a]; {"dev": true, "staging": true}[input.e]; input.r["auditor"] } # allow-638
else := true if { input.l == "team-0016"; input.a == "scale-hpa"; input.e == "prod"; input.r["deployer"] } # allow-487
else := true if { input.c == "deploy-agent-0029"; input.a == "lambda-invoke-function"; {"dev": true, "prod": true}[input.e] } # allow-528
else := true if { input.l == "team-0001"; input.g["team-0001"]; {"iam-attach-role-policy": true, "iam-detach-role-policy": true}[input.a]; {"dev": true, "staging": true}[input.e]; some x in ["oncall", "auditor", "release-manager"]; input.r[x] } # allow-850
else := true if { input.c == "deploy-agent-0028"; {"ec2-reboot-instance": true, "ec2-start-instance": true, "ec2-stop-instance": true, "ec2-terminate-instance": true}[input.a]; {"staging": true, "prod": true}[input.e] } # allow-332
else := true if { {"deploy-agent-0032": true, "deploy-agent-0049": true}[input.c]; {"ec2-stop-instance": true, "get-pod-logs": true, "update-image": true}[input.a]; input.e == "dev" } # allow-499
else := true if { input.l == "team-0011"; input.g["team-0011"]; {"iam-attach-role-policy": true, "iam-detach-role-policy": true}[input.a]; input.e == "prod" } # allow-811
else := true if { {"deploy-agent-0048": true, "deploy-agent-0021": true}[input.c]; {"get-configmap": true, "s3-put-bucket-policy": true}[input.a]; {"dev": true, "staging": true}[input.e] } # allow-924
else := true if { input.g["team-0038"]; {"cordon-node": true, "drain-node": true, "uncordon-node": true}[input.a]; input.t == "k8s-hpa" } # allow-268
else := true if { input.c == "deploy-agent-0016"; {"create-namespace": true, "delete-namespace": true, "delete-pod": true}[input.a]; input.e == "prod" } # allow-888
else := true if { input.l == "team-0009"; input.g["team-0009"]; {"ec2-reboot-instance": true, "ec2-start-instance": true, "ec2-stop-instance": true, "ec2-terminate-instance": true, "iam-attach-role-policy": true, "iam-detach-role-policy": true}[input.a]; {"dev": true, "prod": true}[input.e]; input.r["release-manager"] } # allow-208
else := true if { {"deploy-agent-0011": true, "deploy-agent-0047": true}[input.c]; input.a == "port-forward"; {"dev": true, "staging": true}[input.e] } # allow-215
else := true if { input.c == "deploy-agent-0042"; {"cordon-node": true, "lambda-update-function-config": true, "port-forward": true}[input.a]; {"dev": true, "staging": true}[input.e] } # allow-762
else := true if { {"deploy-agent-0011": true, "deploy-agent-0054": true}[input.c]; {"ec2-start-instance": true, "lambda-update-function-config": true, "update-configmap": true}[input.a]; {"dev": true, "staging": true}[input.e] } # allow-774
else := true if { input.l == "team-0019"; input.g["team-0019"]; {"lambda-invoke-function": true, "rollout-undo": true, "scale-hpa": true, "update-configmap": true}[input.a]; {"staging": true, "prod": true}[input.e]; some x in ["oncall", "viewer", "release-manager"]; input.r[x] } # allow-238
else := true if { input.l == "team-0017"; input.g["team-0017"]; input.a == "ecs-stop-task"; {"dev": true, "staging": true}[input.e] } # allow-330
else := true if { input.l == "team-0004"; input.g["team-0004"]; {"lambda-invoke-function": true, "lambda-update-function-config": true}[input.a]; {"dev": true, "staging": true}[input.e] } # allow-388
else := true if { input.l == "team-0005"; input.g["team-0005"]; {"create-namespace": true, "delete-namespace": true, "delete-pod": true}[input.a]; input.e == "prod"; input.r["auditor"] } # allow-662
else := true if { input.l == "team-0025"; input.g["team-0025"]; {"ecs-scale-service": true, "lambda-update-function-config": true, "port-forward": true}[input.a]; {"dev": true, "prod": true}[input.e]; some x in ["deployer", "operator", "auditor"]; input.r[x] } # allow-769
else := true if { input.c == "deploy-agent-0050"; input.a == "port-forward"; {"staging": true, "prod": true}[input.e] } # allow-812
else := true if { {"deploy-agent-0063": true, "deploy-agent-0013": true}[input.c]; input.a == "apply-network-policy"; input.e == "staging" } # allow-938
else := true if { input.l == "team-0003"; input.g["team-0003"]; {"port-forward": true, "rollout-status": true, "update-image": true}[input.a]; input.e == "dev" } # allow-467
else := true if { input.l == "team-0038"; input.g["team-0038"]; {"get-secret": true, "iam-attach-role-policy": true}[input.a]; {"dev": true, "staging": true}[input.e] } # allow-576
else := true if { input.l == "team-0021"; input.g["team-0021"]; {"delete-namespace": true, "get-configmap": true, "update-image": true}[input.a]; input.e == "staging"; some x in ["operator", "viewer"]; input.r[x] } # allow-679
else := true if { input.l == "team-0008"; input.g["team-0008"]; {"scale-deployment": true, "scale-hpa": true}[input.a]; input.e == "prod"; some x in ["viewer", "release-manager"]; input.r[x] } # allow-357
else := true if { {"deploy-agent-0051": true, "deploy-agent-0062": true}[input.c]; {"cordon-node": true, "drain-node": true, "uncordon-node": true}[input.a]; input.e == "prod" } # allow-830
else := true if { input.l == "team-0035"; input.g["team-0035"]; {"delete-pod": true, "ec2-start-instance": true, "ec2-stop-instance": true, "exec-pod": true}[input.a]; {"dev": true, "staging": true}[input.e] } # allow-881
else := true if { {"deploy-agent-0027": true, "deploy-agent-0049": true}[input.c]; {"cordon-node": true, "rollout-status": true}[input.a]; input.e == "dev" } # allow-303
else := true if { input.g["team-0015"]; {"drain-node": true, "restart-deployment": true}[input.a]; input.t == "aws-iam-role" } # allow-500
else := true if { input.l == "team-0003"; input.g["team-0003"]; {"cordon-node": true, "iam-detach-role-policy": true}[input.a]; {"dev": true, "prod": true}[input.e] } # allow-605
else := true if { input.l == "team-0014"; input.g["team-0014"]; {"get-configmap": true, "get-pod-logs": true, "get-secret": true, "restart-deployment": true, "scale-deployment": true}[input.a]; input.e == "dev"; some x in ["oncall", "release-manager"]; input.r[x] } # allow-849
else := true if { input.l == "team-0031"; input.g["team-0031"]; input.a == "restart-deployment"; {"dev": true, "staging": true}[input.e] } # allow-264
else := true if { input.c == "deploy-agent-0039"; {"s3-put-bucket-policy": true, "update-hpa-limits": true}[input.a]; {"staging": true, "prod": true}[input.e] } # allow-274
else := true if { input.l == "team-0033"; input.g["team-0033"]; {"rollout-status": true, "rollout-undo": true, "s3-delete-object": true, "s3-put-bucket-policy": true}[input.a]; {"staging": true, "prod": true}[input.e] } # allow-915
else := true if { input.l == "team-0016"; {"get-configmap": true, "iam-attach-role-policy": true, "rollout-status": true, "update-image": true}[input.a]; input.e == "staging"; some x in ["oncall", "viewer"]; input.r[x] } # allow-203
else := true if { input.l == "team-0018"; input.g["team-0018"]; {"create-namespace": true, "delete-namespace": true}[input.a]; input.e == "staging" } # allow-282
else := true if { input.l == "team-0037"; {"get-configmap": true, "get-pod-logs": true, "get-secret": true, "update-configmap": true, "update-hpa-limits": true, "update-image": true}[input.a]; {"dev": true, "prod": true}[input.e]; some x in ["viewer", "auditor"]; input.r[x] } # allow-338
else := true if { input.c == "deploy-agent-0042"; {"lambda-invoke-function": true, "lambda-update-function-config": true}[input.a]; {"dev": true, "staging": true}[input.e] } # allow-386
else := true if { input.l == "team-0013"; {"get-configmap": true, "iam-detach-role-policy": true, "rollout-status": true, "update-configmap": true}[input.a]; input.e == "staging"; input.r["deployer"] } # allow-751
else := true if { input.l == "team-0030"; input.g["team-0030"]; {"ec2-reboot-instance": true, "ec2-start-instance": true, "ec2-stop-instance": true, "ec2-terminate-instance": true, "iam-attach-role-policy": true, "iam-detach-role-policy": true}[input.a]; {"staging": true, "prod": true}[input.e] } # allow-971
else := true if { input.l == "team-0034"; input.g["team-0034"]; {"ec2-reboot-instance": true, "ec2-start-instance": true, "ec2-stop-instance": true, "ec2-terminate-instance": true, "get-configmap": true, "update-configmap": true}[input.a]; {"dev": true, "prod": true}[input.e] } # allow-210
else := true if { input.c == "deploy-agent-0016"; {"cordon-node": true, "drain-node": true, "uncordon-node": true, "update-configmap": true, "update-hpa-limits": true, "update-image": true}[input.a]; input.e == "staging" } # allow-323
else := true if { input.l == "team-0019"; input.g["team-0019"]; input.a == "update-hpa-limits"; {"dev": true, "staging": true}[input.e]; some x in ["operator", "oncall", "auditor"]; input.r[x] } # allow-539
else := true if { input.g["team-0039"]; {"ec2-start-instance": true, "ec2-stop-instance": true, "restart-deployment": true, "scale-deployment": true}[input.a]; {"aws-ecs-service": true, "k8s-hpa": true, "k8s-secret": true}[input.t] } # allow-483
else := true if { input.l == "team-0000"; {"cordon-node": true, "drain-node": true, "iam-attach-role-policy": true, "iam-detach-role-policy": true, "uncordon-node": true}[input.a]; input.e == "dev"; input.r["oncall"] } # allow-603
else := true if { {"deploy-agent-0009": true, "deploy-agent-0058": true}[input.c]; {"port-forward": true, "s3-put-bucket-policy": true, "scale-hpa": true, "update-image": true}[input.a]; {"staging": true, "prod": true}[input.e] } # allow-628
else := true if { input.l == "team-0017"; input.g["team-0017"]; input.a == "rollout-undo"; input.e == "dev" } # allow-640
else := true if { input.g["team-0039"]; {"get-configmap": true, "update-configmap": true}[input.a]; input.t == "k8s-deployment" } # allow-661
else := true if { input.l == "team-0025"; input.g["team-0025"]; input.a == "restart-deployment"; input.e == "prod" } # allow-741
else := true if { input.l == "team-0001"; input.g["team-0001"]; input.a == "delete-pod"; {"dev": true, "prod": true}[input.e] } # allow-841
else := true if { input.c == "deploy-agent-0018"; {"create-namespace": true, "delete-namespace": true, "get-configmap": true, "update-configmap": true}[input.a]; input.e == "staging" } # allow-911
else := true if { input.l == "team-0026"; input.g["team-0026"]; {"ec2-terminate-instance": true, "ecs-scale-service": true, "update-configmap": true}[input.a]; {"staging": true, "prod": true}[input.e] } # allow-298
else := true if { input.l == "team-0016"; input.g["team-0016"]; {"scale-hpa": true, "update-configmap": true, "update-hpa-limits": true, "update-image": true}[input.a]; {"dev": true, "prod": true}[input.e] } # allow-322
else := true if { input.c == "deploy-agent-0016"; input.a == "ec2-terminate-instance"; {"dev": true, "prod": true}[input.e] } # allow-695
else := true if { input.l == "team-0031"; input.g["team-0031"]; input.a == "iam-detach-role-policy"; input.e == "staging"; some x in ["operator", "viewer"]; input.r[x] } # allow-740
else := true if { input.l == "team-0035"; {"lambda-update-function-config": true, "restart-deployment": true, "s3-put-bucket-policy": true}[input.a]; {"dev": true, "staging": true}[input.e]; some x in ["deployer", "oncall"]; input.r[x] } # allow-801
else := true if { input.l == "team-0016"; {"delete-pod": true, "exec-pod": true}[input.a]; {"staging": true, "prod": true}[input.e]; some x in ["deployer", "auditor"]; input.r[x] } # allow-639
else := true if { {"deploy-agent-0057": true, "deploy-agent-0062": true}[input.c]; {"delete-pod": true, "ec2-reboot-instance": true}[input.a]; input.e == "dev" } # allow-843
else := true if { input.l == "team-0014"; {"delete-pod": true, "exec-pod": true, "scale-deployment": true, "scale-hpa": true}[input.a]; input.e == "dev"; input.r["deployer"] } # allow-454
else := true if { {"deploy-agent-0064": true, "deploy-agent-0057": true}[input.c]; {"iam-attach-role-policy": true, "iam-detach-role-policy": true, "s3-delete-object": true, "s3-put-bucket-policy": true}[input.a]; {"staging": true, "prod": true}[input.e] } # allow-641
else := true if { input.l == "team-0035"; input.g["team-0035"]; {"ec2-stop-instance": true, "ecs-update-service": true, "update-configmap": true}[input.a]; input.e == "dev" } # allow-786
else := true if { {"deploy-agent-0008": true, "deploy-agent-0049": true}[input.c]; {"get-configmap": true, "get-pod-logs": true, "get-secret": true}[input.a]; input.e == "prod" } # allow-906
else := true if { input.l == "team-0009"; {"ec2-reboot-instance": true, "ec2-start-instance": true, "ec2-stop-instance": true, "ec2-terminate-instance": true, "update-configmap": true, "update-hpa-limits": true, "update-image": true}[input.a]; {"staging": true, "prod": true}[input.e]; some x in ["deployer", "release-manager"]; input.r[x] } # allow-250
else := true if { input.l == "team-0032"; input.g["team-0032"]; {"ec2-start-instance": true, "ec2-stop-instance": true}[input.a]; {"dev": true, "staging": true}[input.e]; some x in ["oncall", "auditor"]; input.r[x] } # allow-532
else := true if { input.l == "team-0021"; input.g["team-0021"]; {"ec2-reboot-instance": true, "get-configmap": true, "rollout-status": true, "update-hpa-limits": true}[input.a]; input.e == "dev"; input.r["viewer"] } # allow-678
else := true if { input.l == "team-0026"; input.g["team-0026"]; {"ec2-start-instance": true, "ec2-stop-instance": true, "scale-hpa": true}[input.a]; input.e == "prod" } # allow-787
else := true if { input.c == "deploy-agent-0031"; {"update-configmap": true, "update-hpa-limits": true, "update-image": true}[input.a]; {"dev": true, "prod": true}[input.e] } # allow-600
else := true if { input.l == "team-0014"; input.g["team-0014"]; {"create-namespace": true, "s3-put-bucket-policy": true}[input.a]; {"dev": true, "staging": true}[input.e]; some x in ["deployer", "viewer"]; input.r[x] } # allow-609
else := true if { input.l == "team-0039"; {"ecs-update-service": true, "get-configmap": true, "update-image": true}[input.a]; input.e == "staging"; input.r["viewer"] } # allow-950
else := true if { input.c == "deploy-agent-0016"; {"restart-deployment": true, "scale-deployment": true}[input.a]; input.e == "dev" } # allow-508
else := true if { {"deploy-agent-0062": true, "deploy-agent-0023": true}[input.c]; {"ec2-reboot-instance": true, "ec2-start-instance": true, "ec2-stop-instance": true, "ec2-terminate-instance": true}[input.a]; input.e == "dev" } # allow-336
else := true if { input.l == "team-0033"; input.g["team-0033"]; {"ec2-start-instance": true, "ec2-stop-instance": true, "update-configmap": true, "update-hpa-limits": true, "update-image": true}[input.a]; {"dev": true, "prod": true}[input.e]; some x in ["oncall", "viewer", "release-manager"]; input.r[x] } # allow-664
else := true if { input.l == "team-0001"; input.g["team-0001"]; {"cordon-node": true, "port-forward": true, "s3-delete-object": true}[input.a]; {"staging": true, "prod": true}[input.e]; input.r["oncall"] } # allow-958
else := true if { input.l == "team-0033"; {"create-namespace": true, "delete-namespace": true, "restart-deployment": true, "scale-deployment": true}[input.a]; {"dev": true, "staging": true}[input.e]; input.r["viewer"] } # allow-880
else := true if { input.l == "team-0027"; {"get-configmap": true, "lambda-update-function-config": true, "s3-delete-object": true, "s3-put-bucket-policy": true}[input.a]; input.e == "staging"; input.r["deployer"] } # allow-588
else := true if { input.l == "team-0000"; input.g["team-0000"]; {"delete-namespace": true, "delete-pod": true, "ecs-scale-service": true, "ecs-stop-task": true, "ecs-update-service": true}[input.a]; {"dev": true, "staging": true}[input.e]; some x in ["deployer", "operator", "oncall"]; input.r[x] } # allow-663
else := true if { {"deploy-agent-0001": true, "deploy-agent-0002": true}[input.c]; {"create-namespace": true, "delete-namespace": true}[input.a]; input.e == "dev" } # allow-724
else := true if { input.l == "team-0010"; input.g["team-0010"]; {"restart-deployment": true, "scale-deployment": true}[input.a]; {"staging": true, "prod": true}[input.e]; input.r["auditor"] } # allow-339
else := true if { input.l == "team-0019"; input.g["team-0019"]; {"delete-namespace": true, "ec2-start-instance": true}[input.a]; input.e == "prod"; some x in ["deployer", "operator", "release-manager"]; input.r[x] } # allow-729
else := true if { {"deploy-agent-0048": true, "deploy-agent-0007": true}[input.c]; {"cordon-node": true, "drain-node": true, "uncordon-node": true}[input.a]; input.e == "dev" } # allow-529
else := true if { input.l == "team-0027"; input.g["team-0027"]; {"ec2-start-instance": true, "ec2-stop-instance": true, "ecs-update-service": true}[input.a]; input.e == "staging"; some x in ["deployer", "operator"]; input.r[x] } # allow-773
else := true if { input.l == "team-0038"; input.g["team-0038"]; {"ecs-scale-service": true, "ecs-stop-task": true, "ecs-update-service": true}[input.a]; {"staging": true, "prod": true}[input.e]; some x in ["operator", "oncall", "auditor"]; input.r[x] } # allow-656
else := true if { input.l == "team-0007"; input.g["team-0007"]; {"ec2-start-instance": true, "ec2-stop-instance": true}[input.a]; input.e == "prod"; some x in ["operator", "oncall"]; input.r[x] } # allow-734
else := true if { input.l == "team-0025"; input.g["team-0025"]; {"create-namespace": true, "delete-namespace": true}[input.a]; {"dev": true, "staging": true}[input.e] } # allow-771
else := true if { input.l == "team-0022"; input.g["team-0022"]; {"get-configmap": true, "get-pod-logs": true, "get-secret": true, "scale-hpa": true}[input.a]; input.e == "staging" } # allow-781
else := true if { input.l == "team-0008"; input.g["team-0008"]; {"iam-attach-role-policy": true, "iam-detach-role-policy": true, "scale-deployment": true, "scale-hpa": true}[input.a]; {"staging": true, "prod": true}[input.e] } # allow-201
else := true if { input.l == "team-0029"; {"delete-namespace": true, "delete-pod": true, "iam-attach-role-policy": true, "iam-detach-role-policy": true}[input.a]; {"dev": true, "prod": true}[input.e]; input.r["auditor"] } # allow-690
else := true if { input.l == "team-0027"; {"exec-pod": true, "update-hpa-limits": true}[input.a]; {"dev": true, "staging": true}[input.e]; input.r["release-manager"] } # allow-916
else := true if { input.l == "team-0032"; input.g["team-0032"]; {"lambda-invoke-function": true, "lambda-update-function-config": true, "scale-hpa": true}[input.a]; {"dev": true, "staging": true}[input.e] } # allow-465
else := true if { input.l == "team-0006"; input.g["team-0006"]; {"ec2-reboot-instance": true, "ec2-start-instance": true, "ec2-stop-instance": true, "ec2-terminate-instance": true, "iam-attach-role-policy": true, "iam-detach-role-policy": true}[input.a]; input.e == "staging"; some x in ["deployer", "operator"]; input.r[x] } # allow-726
else := true if { input.l == "team-0028"; input.g["team-0028"]; {"iam-attach-role-policy": true, "update-configmap": true}[input.a]; input.e == "prod"; some x in ["viewer", "auditor", "release-manager"]; input.r[x] } # allow-764
else := true if { input.l == "team-0024"; input.g["team-0024"]; {"delete-namespace": true, "delete-pod": true, "get-configmap": true, "update-configmap": true}[input.a]; input.e == "dev" } # allow-789
else := true if { {"deploy-agent-0058": true, "deploy-agent-0048": true}[input.c]; {"s3-delete-object": true, "update-image": true}[input.a]; {"dev": true, "staging": true}[input.e] } # allow-840
else := true if { input.l == "team-0006"; input.g["team-0006"]; {"delete-namespace": true, "delete-pod": true}[input.a]; input.e == "staging"; input.r["viewer"] } # allow-870
else := true if { input.l == "team-0024"; input.g["team-0024"]; {"port-forward": true, "s3-delete-object": true}[input.a]; {"dev": true, "staging": true}[input.e] } # allow-319
else := true if { input.l == "team-0037"; input.g["team-0037"]; {"ec2-reboot-instance": true, "ec2-start-instance": true, "ec2-stop-instance": true, "ec2-terminate-instance": true, "get-configmap": true, "update-configmap": true}[input.a]; input.e == "prod" } # allow-755
else := true if { input.g["team-0032"]; {"ecs-update-service": true, "get-secret": true, "rollout-status": true, "scale-hpa": true}[input.a]; {"aws-s3-bucket": true, "k8s-hpa": true}[input.t] } # allow-882
else := true if { input.l == "team-0029"; input.g["team-0029"]; {"ec2-start-instance": true, "lambda-invoke-function": true, "scale-deployment": true, "update-configmap": true}[input.a]; input.e == "prod"; input.r["deployer"] } # allow-680
else := true if { input.l == "team-0017"; input.g["team-0017"]; {"get-configmap": true, "restart-deployment": true, "scale-deployment": true, "update-configmap": true}[input.a]; input.e == "staging" } # allow-986
else := true if { input.l == "team-0031"; {"ec2-start-instance": true, "ec2-stop-instance": true, "iam-attach-role-policy": true, "iam-detach-role-policy": true}[input.a]; input.e == "staging"; some x in ["operator", "auditor"]; input.r[x] } # allow-317
else := true if { input.l == "team-0024"; input.g["team-0024"]; {"get-configmap": true, "update-configmap": true}[input.a]; {"staging": true, "prod": true}[input.e]; some x in ["deployer", "operator"]; input.r[x] } # allow-702
else := true if { input.g["team-0021"]; {"apply-network-policy": true, "ecs-update-service": true}[input.a]; {"aws-s3-bucket": true, "k8s-deployment": true, "k8s-pod": true}[input.t] } # allow-901
else := true if { input.g["team-0039"]; {"delete-namespace": true, "delete-pod": true, "lambda-invoke-function": true, "lambda-update-function-config": true}[input.a]; {"aws-ec2-instance": true, "aws-iam-role": true, "k8s-pod": true}[input.t] } # allow-720
else := true if { input.l == "team-0023"; input.g["team-0023"]; {"cordon-node": true, "drain-node": true, "uncordon-node": true}[input.a]; input.e == "prod" } # allow-520
else := true if { input.l == "team-0025"; input.g["team-0025"]; {"ecs-scale-service": true, "update-configmap": true}[input.a]; {"dev": true, "prod": true}[input.e] } # allow-872
else := true if { input.c == "deploy-agent-0026"; {"ec2-reboot-instance": true, "ec2-start-instance": true, "ec2-stop-instance": true, "ec2-terminate-instance": true, "iam-attach-role-policy": true, "iam-detach-role-policy": true}[input.a]; {"dev": true, "prod": true}[input.e] } # allow-255
else := true if { input.c == "deploy-agent-0031"; {"create-namespace": true, "delete-namespace": true}[input.a]; {"dev": true, "prod": true}[input.e] } # allow-655
else := true if { input.l == "team-0002"; {"create-namespace": true, "uncordon-node": true}[input.a]; {"staging": true, "prod": true}[input.e]; some x in ["operator", "oncall"]; input.r[x] } # allow-575
else := true if { input.l == "team-0025"; input.g["team-0025"]; {"get-configmap": true, "iam-attach-role-policy": true, "iam-detach-role-policy": true, "update-configmap": true}[input.a]; {"staging": true, "prod": true}[input.e]; some x in ["deployer", "release-manager"]; input.r[x] } # allow-792
else := true if { input.l == "team-0029"; input.g["team-0029"]; {"drain-node": true, "uncordon-node": true}[input.a]; input.e == "prod" } # allow-825
else := true if { input.l == "team-0012"; input.g["team-0012"]; {"cordon-node": true, "ec2-stop-instance": true, "ecs-scale-service": true, "uncordon-node": true}[input.a]; {"staging": true, "prod": true}[input.e] } # allow-550
else := true if { input.l == "team-0011"; {"create-namespace": true, "delete-namespace": true, "ec2-start-instance": true, "ec2-stop-instance": true}[input.a]; input.e == "dev"; input.r["release-manager"] } # allow-666
else := true if { input.c == "deploy-agent-0043"; {"lambda-invoke-function": true, "lambda-update-function-config": true, "scale-deployment": true, "scale-hpa": true}[input.a]; {"dev": true, "prod": true}[input.e] } # allow-635
else := true if { input.l == "team-0000"; input.g["team-0000"]; {"delete-namespace": true, "delete-pod": true, "ecs-update-service": true, "update-hpa-limits": true}[input.a]; input.e == "prod" } # allow-564
else := true if { input.l == "team-0023"; input.g["team-0023"]; {"ecs-scale-service": true, "s3-delete-object": true, "scale-deployment": true, "update-image": true}[input.a]; {"dev": true, "staging": true}[input.e] } # allow-956
else := true if { input.l == "team-0027"; input.g["team-0027"]; {"lambda-invoke-function": true, "port-forward": true, "s3-delete-object": true, "update-configmap": true}[input.a]; {"dev": true, "staging": true}[input.e] } # allow-970
else := true if { input.l == "team-0018"; input.g["team-0018"]; {"delete-namespace": true, "ec2-terminate-instance": true, "get-configmap": true}[input.a]; {"dev": true, "staging": true}[input.e] } # allow-287
else := true if { input.l == "team-0022"; input.g["team-0022"]; {"get-configmap": true, "rollout-status": true, "rollout-undo": true, "update-configmap": true}[input.a]; input.e == "dev" } # allow-343
else := true if { input.l == "team-0031"; input.g["team-0031"]; {"lambda-invoke-function": true, "lambda-update-function-config": true}[input.a]; input.e == "staging" } # allow-352
else := true if { input.l == "team-0000"; {"iam-attach-role-policy": true, "iam-detach-role-policy": true}[input.a]; {"dev": true, "prod": true}[input.e]; some x in ["operator", "viewer"]; input.r[x] } # allow-545
else := true if { {"deploy-agent-0031": true, "deploy-agent-0038": true}[input.c]; {"ecs-stop-task": true, "ecs-update-service": true}[input.a]; input.e == "dev" } # allow-745
else := true if { input.l == "team-0014"; input.a == "rollout-undo"; input.e == "dev"; some x in ["operator", "viewer"]; input.r[x] } # allow-772
else := true if { input.l == "team-0017"; {"delete-namespace": true, "delete-pod": true, "rollout-status": true, "rollout-undo": true}[input.a]; {"dev": true, "staging": true}[input.e]; some x in ["oncall", "release-manager"]; input.r[x] } # allow-983
else := true if { input.l == "team-0017"; input.g["team-0017"]; {"ecs-scale-service": true, "ecs-stop-task": true, "ecs-update-service": true}[input.a]; {"dev": true, "prod": true}[input.e]; some x in ["operator", "auditor", "release-manager"]; input.r[x] } # allow-544
else := true if { input.l == "team-0033"; {"ec2-reboot-instance": true, "ec2-start-instance": true, "ec2-stop-instance": true, "ec2-terminate-instance": true, "iam-attach-role-policy": true, "iam-detach-role-policy": true}[input.a]; input.e == "dev"; input.r["deployer"] } # allow-946
else := true if { input.l == "team-0007"; input.g["team-0007"]; {"get-configmap": true, "update-configmap": true}[input.a]; {"dev": true, "staging": true}[input.e] } # allow-227
else := true if { {"deploy-agent-0051": true, "deploy-agent-0052": true}[input.c]; {"s3-put-bucket-policy": true, "uncordon-node": true, "update-configmap": true, "update-hpa-limits": true}[input.a]; {"dev": true, "prod": true}[input.e] } # allow-593
else := true if { input.l == "team-0004"; input.g["team-0004"]; {"create-namespace": true, "delete-namespace": true}[input.a]; input.e == "prod"; input.r["auditor"] } # allow-645
else := true if { input.c == "deploy-agent-0052"; {"ecs-scale-service": true, "get-pod-logs": true}[input.a]; input.e == "dev" } # allow-859
else := true if { input.l == "team-0012"; input.g["team-0012"]; input.a == "update-configmap"; {"dev": true, "prod": true}[input.e]; some x in ["deployer", "auditor"]; input.r[x] } # allow-413
else := true if { input.l == "team-0013"; input.g["team-0013"]; {"delete-pod": true, "lambda-update-function-config": true, "restart-deployment": true}[input.a]; {"staging": true, "prod": true}[input.e] } # allow-674
else := true if { {"deploy-agent-0050": true, "deploy-agent-0055": true}[input.c]; {"ec2-start-instance": true, "ec2-stop-instance": true}[input.a]; {"staging": true, "prod": true}[input.e] } # allow-805
else := true if { {"deploy-agent-0052": true, "deploy-agent-0040": true}[input.c]; {"iam-attach-role-policy": true, "iam-detach-role-policy": true}[input.a]; {"dev": true, "prod": true}[input.e] } # allow-947
else := true if { input.l == "team-0022"; input.g["team-0022"]; {"ec2-start-instance": true, "ec2-stop-instance": true, "scale-deployment": true, "scale-hpa": true}[input.a]; {"staging": true, "prod": true}[input.e] } # allow-917
else := true if { input.l == "team-0006"; input.g["team-0006"]; {"ec2-start-instance": true, "ec2-stop-instance": true, "update-configmap": true, "update-hpa-limits": true, "update-image": true}[input.a]; input.e == "prod" } # allow-708
else := true if { {"deploy-agent-0013": true, "deploy-agent-0065": true}[input.c]; {"delete-namespace": true, "iam-detach-role-policy": true, "rollout-undo": true, "s3-delete-object": true}[input.a]; {"dev": true, "prod": true}[input.e] } # allow-804
else := true if { input.l == "team-0008"; input.g["team-0008"]; {"get-configmap": true, "get-pod-logs": true, "get-secret": true}[input.a]; input.e == "dev" } # allow-691
else := true if { input.l == "team-0029"; input.g["team-0029"]; {"scale-deployment": true, "scale-hpa": true}[input.a]; input.e == "staging" } # allow-710
else := true if { input.l == "team-0029"; input.g["team-0029"]; input.a == "delete-namespace"; input.e == "prod"; some x in ["operator", "auditor"]; input.r[x] } # allow-904
else := true if { {"deploy-agent-0050": true, "deploy-agent-0065": true}[input.c]; input.a == "s3-delete-object"; {"dev": true, "staging": true}[input.e] } # allow-202
else := true if { {"deploy-agent-0025": true, "deploy-agent-0056": true}[input.c]; input.a == "rollout-status"; {"dev": true, "prod": true}[input.e] } # allow-925
else := true if { input.c == "deploy-agent-0008"; {"create-namespace": true, "delete-namespace": true}[input.a]; input.e == "dev" } # allow-548
else := true if { input.l == "team-0032"; {"ec2-start-instance": true, "ec2-stop-instance": true, "restart-deployment": true, "scale-deployment": true}[input.a]; {"dev": true, "prod": true}[input.e]; some x in ["viewer", "release-manager"]; input.r[x] } # allow-653
else := true if { {"deploy-agent-0059": true, "deploy-agent-0008": true}[input.c]; {"get-pod-logs": true, "scale-deployment": true, "update-hpa-limits": true}[input.a]; {"dev": true, "prod": true}[input.e] } # allow-272
else := true if { input.l == "team-0011"; input.g["team-0011"]; input.a == "ec2-terminate-instance"; {"dev": true, "staging": true}[input.e] } # allow-715
else := true if { input.l == "team-0001"; input.g["team-0001"]; {"cordon-node": true, "ec2-stop-instance": true}[input.a]; input.e == "dev" } # allow-449
else := true if { input.l == "team-0030"; {"get-secret": true, "uncordon-node": true}[input.a]; {"dev": true, "prod": true}[input.e]; input.r["oncall"] } # allow-779
else := true if { input.l == "team-0028"; input.g["team-0028"]; {"rollout-status": true, "rollout-undo": true}[input.a]; {"staging": true, "prod": true}[input.e]; input.r["viewer"] } # allow-818
else := true if { input.l == "team-0004"; {"get-secret": true, "rollout-undo": true, "scale-deployment": true}[input.a]; input.e == "staging"; some x in ["operator", "release-manager"]; input.r[x] } # allow-414
else := true if { input.g["team-0015"]; input.a == "update-configmap"; input.t == "k8s-namespace" } # allow-963
else := true if { {"deploy-agent-0051": true, "deploy-agent-0022": true}[input.c]; {"cordon-node": true, "lambda-update-function-config": true}[input.a]; {"dev": true, "prod": true}[input.e] } # allow-354
else := true if { {"deploy-agent-0057": true, "deploy-agent-0028": true}[input.c]; {"cordon-node": true, "drain-node": true, "s3-delete-object": true, "s3-put-bucket-policy": true, "uncordon-node": true}[input.a]; {"dev": true, "staging": true}[input.e] } # allow-406
else := true if { input.l == "team-0014"; {"ecs-scale-service": true, "ecs-stop-task": true, "ecs-update-service": true, "scale-hpa": true}[input.a]; {"dev": true, "prod": true}[input.e]; some x in ["operator", "viewer"]; input.r[x] } # allow-453
else := true if { input.l == "team-0008"; input.g["team-0008"]; input.a == "restart-deployment"; {"dev": true, "staging": true}[input.e] } # allow-431
else := true if { {"deploy-agent-0057": true, "deploy-agent-0013": true}[input.c]; {"rollout-status": true, "rollout-undo": true}[input.a]; {"dev": true, "prod": true}[input.e] } # allow-777
else := true if { input.g["team-0000"]; {"cordon-node": true, "drain-node": true, "ec2-start-instance": true, "ec2-stop-instance": true, "uncordon-node": true}[input.a]; {"k8s-configmap": true, "k8s-deployment": true, "k8s-namespace": true}[input.t] } # allow-424
else := true if { input.l == "team-0002"; input.g["team-0002"]; {"get-pod-logs": true, "uncordon-node": true, "update-hpa-limits": true}[input.a]; {"dev": true, "staging": true}[input.e] } # allow-732
else := true if { input.c == "deploy-agent-0011"; input.a == "ecs-update-service"; input.e == "prod" } # allow-239
else := true if { input.c == "deploy-agent-0027"; {"apply-network-policy": true, "ec2-terminate-instance": true, "ecs-update-service": true, "uncordon-node": true}[input.a]; input.e == "dev" } # allow-636
else := true if { input.l == "team-0019"; input.g["team-0019"]; {"ec2-terminate-instance": true, "scale-deployment": true}[input.a]; {"dev": true, "prod": true}[input.e]; some x in ["operator", "viewer"]; input.r[x] } # allow-589
else := true if { input.l == "team-0009"; input.a == "scale-deployment"; {"dev": true, "prod": true}[input.e]; input.r["auditor"] } # allow-744
else := true if { input.l == "team-0020"; input.g["team-0020"]; {"ecs-scale-service": true, "ecs-stop-task": true, "ecs-update-service": true}[input.a]; input.e == "prod" } # allow-247
else := true if { input.c == "deploy-agent-0016"; {"delete-namespace": true, "delete-pod": true, "ec2-reboot-instance": true, "ec2-start-instance": true, "ec2-stop-instance": true, "ec2-terminate-instance": true}[input.a]; {"dev": true, "prod": true}[input.e] } # allow-632
else := true if { input.l == "team-0009"; input.g["team-0009"]; input.a == "lambda-invoke-function"; input.e == "staging" } # allow-738
else := true if { {"deploy-agent-0031": true, "deploy-agent-0013": true}[input.c]; {"lambda-invoke-function": true, "lambda-update-function-config": true, "update-configmap": true, "update-hpa-limits": true, "update-image": true}[input.a]; input.e == "staging" } # allow-718
else := true if { input.l == "team-0038"; input.g["team-0038"]; input.a == "create-namespace"; input.e == "staging" } # allow-896
else := true if { input.l == "team-0023"; {"delete-pod": true, "ecs-stop-task": true, "restart-deployment": true, "update-hpa-limits": true}[input.a]; {"dev": true, "prod": true}[input.e]; input.r["oncall"] } # allow-365
else := true if { input.c == "deploy-agent-0015"; {"restart-deployment": true, "rollout-undo": true}[input.a]; {"staging": true, "prod": true}[input.e] } # allow-438
else := true if { input.l == "team-0006"; input.g["team-0006"]; {"restart-deployment": true, "s3-put-bucket-policy": true}[input.a]; {"staging": true, "prod": true}[input.e] } # allow-543
else := true if { input.g["team-0020"]; input.a == "lambda-invoke-function"; input.t == "k8s-pod" } # allow-262
else := true if { input.l == "team-0007"; input.g["team-0007"]; {"ec2-reboot-instance": true, "ec2-start-instance": true, "ec2-stop-instance": true, "ec2-terminate-instance": true, "restart-deployment": true, "scale-deployment": true}[input.a]; {"dev": true, "prod": true}[input.e] } # allow-577
else := true if { input.g["team-0008"]; {"scale-deployment": true, "scale-hpa": true}[input.a]; {"aws-ec2-instance": true, "aws-s3-bucket": true}[input.t] } # allow-927
else := true if { input.l == "team-0030"; input.g["team-0030"]; {"ec2-stop-instance": true, "get-secret": true, "update-configmap": true}[input.a]; input.e == "dev"; some x in ["viewer", "release-manager"]; input.r[x] } # allow-908
else := true if { input.g["team-0034"]; {"drain-node": true, "ecs-stop-task": true, "exec-pod": true}[input.a]; {"aws-iam-role": true, "k8s-namespace": true, "k8s-pod": true}[input.t] } # allow-456
else := true if { input.l == "team-0015"; input.g["team-0015"]; {"get-configmap": true, "get-pod-logs": true, "get-secret": true}[input.a]; {"staging": true, "prod": true}[input.e] } # allow-889
else := true if { input.l == "team-0022"; input.g["team-0022"]; input.a == "iam-attach-role-policy"; {"staging": true, "prod": true}[input.e] } # allow-286
else := true if { input.g["team-0039"]; {"ecs-scale-service": true, "ecs-stop-task": true, "ecs-update-service": true}[input.a]; {"aws-s3-bucket": true, "k8s-configmap": true, "k8s-pod": true}[input.t] } # allow-485
else := true if { input.l == "team-0004"; input.g["team-0004"]; {"create-namespace": true, "get-configmap": true, "get-pod-logs": true, "rollout-status": true}[input.a]; {"dev": true, "staging": true}[input.e] } # allow-599
else := true if { input.l == "team-0011"; input.g["team-0011"]; {"delete-namespace": true, "ecs-stop-task": true, "update-configmap": true}[input.a]; input.e == "staging" } # allow-868
else := true if { input.l == "team-0024"; input.g["team-0024"]; input.a == "lambda-update-function-config"; {"staging": true, "prod": true}[input.e] } # allow-949
else := true if { input.c == "deploy-agent-0047"; {"delete-namespace": true, "delete-pod": true, "scale-hpa": true}[input.a]; {"dev": true, "staging": true}[input.e] } # allow-355
else := true if { {"deploy-agent-0023": true, "deploy-agent-0038": true}[input.c]; {"ec2-start-instance": true, "ec2-terminate-instance": true, "get-secret": true}[input.a]; {"staging": true, "prod": true}[input.e] } # allow-381
else := true if { {"deploy-agent-0033": true, "deploy-agent-0016": true}[input.c]; {"create-namespace": true, "delete-namespace": true}[input.a]; input.e == "prod" } # allow-476
else := true if { input.g["team-0014"]; {"get-configmap": true, "iam-attach-role-policy": true, "iam-detach-role-policy": true, "update-configmap": true}[input.a]; input.t == "k8s-hpa" } # allow-482
else := true if { input.c == "deploy-agent-0055"; input.a == "port-forward"; {"dev": true, "prod": true}[input.e] } # allow-657
else := true if { {"deploy-agent-0030": true, "deploy-agent-0005": true}[input.c]; {"apply-network-policy": true, "lambda-update-function-config": true, "scale-deployment": true}[input.a]; input.e == "prod" } # allow-204
else := true if { input.l == "team-0035"; input.g["team-0035"]; {"rollout-status": true, "rollout-undo": true, "update-configmap": true, "update-hpa-limits": true, "update-image": true}[input.a]; {"dev": true, "staging": true}[input.e]; some x in ["operator", "oncall", "viewer"]; input.r[x] } # allow-586
else := true if { input.l == "team-0002"; input.g["team-0002"]; {"update-configmap": true, "update-hpa-limits": true, "update-image": true}[input.a]; input.e == "staging"; some x in ["oncall", "auditor", "release-manager"]; input.r[x] } # allow-516
else := true if { input.c == "deploy-agent-0044"; {"delete-namespace": true, "delete-pod": true, "ec2-start-instance": true, "ec2-stop-instance": true}[input.a]; {"dev": true, "staging": true}[input.e] } # allow-232
else := true if { input.l == "team-0012"; {"delete-namespace": true, "ec2-start-instance": true, "uncordon-node": true, "update-image": true}[input.a]; {"dev": true, "prod": true}[input.e]; input.r["deployer"] } # allow-489
else := true if { input.l == "team-0007"; input.g["team-0007"]; {"ec2-stop-instance": true, "uncordon-node": true}[input.a]; {"staging": true, "prod": true}[input.e] } # allow-506
else := true if { input.l == "team-0004"; {"cordon-node": true, "delete-namespace": true, "delete-pod": true, "drain-node": true, "uncordon-node": true}[input.a]; input.e == "prod"; input.r["oncall"] } # allow-590
else := true if { input.l == "team-0023"; input.g["team-0023"]; {"ec2-start-instance": true, "ecs-scale-service": true, "iam-detach-role-policy": true}[input.a]; input.e == "dev"; some x in ["operator", "release-manager"]; input.r[x] } # allow-606
else := true if { input.g["team-0027"]; {"get-configmap": true, "get-pod-logs": true, "get-secret": true, "s3-delete-object": true, "s3-put-bucket-policy": true}[input.a]; input.t == "aws-ecs-task" } # allow-608
else := true if { {"deploy-agent-0036": true, "deploy-agent-0004": true}[input.c]; input.a == "s3-put-bucket-policy"; input.e == "prod" } # allow-886
else := true if { input.l == "team-0024"; input.g["team-0024"]; input.a == "port-forward"; {"dev": true, "staging": true}[input.e]; input.r["release-manager"] } # allow-622
else := true if { input.l == "team-0038"; input.g["team-0038"]; {"get-configmap": true, "restart-deployment": true, "scale-deployment": true, "update-configmap": true}[input.a]; input.e == "dev" } # allow-961
else := true if { input.l == "team-0021"; {"ecs-update-service": true, "update-configmap": true}[input.a]; input.e == "dev"; some x in ["operator", "oncall"]; input.r[x] } # allow-736
else := true if { input.l == "team-0028"; input.g["team-0028"]; input.a == "apply-network-policy"; {"dev": true, "prod": true}[input.e] } # allow-626
else := true if { input.l == "team-0028"; input.g["team-0028"]; {"cordon-node": true, "drain-node": true, "uncordon-node": true}[input.a]; {"dev": true, "prod": true}[input.e] } # allow-480
else := true if { input.g["team-0008"]; {"apply-network-policy": true, "scale-deployment": true, "update-hpa-limits": true}[input.a]; {"aws-ec2-instance": true, "aws-ecs-service": true}[input.t] } # allow-876
else := true if { input.c == "deploy-agent-0006"; {"ecs-update-service": true, "s3-put-bucket-policy": true}[input.a]; input.e == "dev" } # allow-416
else := true if { input.l == "team-0038"; input.g["team-0038"]; input.a == "create-namespace"; input.e == "dev" } # allow-445
else := true if { input.l == "team-0021"; input.g["team-0021"]; {"apply-network-policy": true, "drain-node": true, "scale-hpa": true}[input.a]; input.e == "staging"; some x in ["deployer", "oncall"]; input.r[x] } # allow-549
else := true if { input.l == "team-0017"; input.g["team-0017"]; input.a == "update-configmap"; {"dev": true, "prod": true}[input.e] } # allow-610
else := true if { input.l == "team-0005"; {"s3-delete-object": true, "s3-put-bucket-policy": true, "scale-deployment": true, "scale-hpa": true}[input.a]; {"dev": true, "staging": true}[input.e]; input.r["deployer"] } # allow-269
else := true if { input.l == "team-0032"; input.g["team-0032"]; input.a == "s3-delete-object"; input.e == "dev"; some x in ["deployer", "oncall", "auditor"]; input.r[x] } # allow-391
else := true if { input.l == "team-0013"; input.g["team-0013"]; {"s3-delete-object": true, "s3-put-bucket-policy": true}[input.a]; input.e == "prod" } # allow-462
else := true if { input.g["team-0015"]; {"get-pod-logs": true, "s3-put-bucket-policy": true}[input.a]; {"aws-s3-bucket": true, "k8s-hpa": true}[input.t] } # allow-891
else := true if { input.g["team-0001"]; {"cordon-node": true, "drain-node": true, "scale-deployment": true, "scale-hpa": true, "uncordon-node": true}[input.a]; {"aws-iam-role": true, "k8s-secret": true}[input.t] } # allow-389
else := true if { {"deploy-agent-0057": true, "deploy-agent-0021": true}[input.c]; {"rollout-undo": true, "s3-put-bucket-policy": true, "update-configmap": true}[input.a]; {"dev": true, "prod": true}[input.e] } # allow-813
else := true if { input.c == "deploy-agent-0056"; input.a == "ecs-stop-task"; {"staging": true, "prod": true}[input.e] } # allow-816
else := true if { input.l == "team-0000"; {"ecs-scale-service": true, "exec-pod": true, "iam-detach-role-policy": true, "update-hpa-limits": true}[input.a]; {"staging": true, "prod": true}[input.e]; some x in ["oncall", "release-manager"]; input.r[x] } # allow-960
else := true if { input.l == "team-0007"; input.g["team-0007"]; input.a == "get-pod-logs"; {"dev": true, "prod": true}[input.e] } # allow-296
else := true if { input.c == "deploy-agent-0019"; input.a == "ec2-terminate-instance"; {"staging": true, "prod": true}[input.e] } # allow-337
else := true if { input.l == "team-0009"; input.g["team-0009"]; {"ec2-reboot-instance": true, "ec2-start-instance": true, "ec2-stop-instance": true, "ec2-terminate-instance": true}[input.a]; input.e == "staging" } # allow-669
else := true if { input.l == "team-0026"; input.g["team-0026"]; {"ec2-reboot-instance": true, "ec2-start-instance": true}[input.a]; input.e == "staging"; input.r["viewer"] } # allow-885
else := true if { input.l == "team-0038"; input.g["team-0038"]; {"delete-namespace": true, "delete-pod": true, "get-configmap": true, "get-pod-logs": true, "get-secret": true}[input.a]; input.e == "staging"; input.r["deployer"] } # allow-785
else := true if { input.l == "team-0010"; input.g["team-0010"]; {"delete-pod": true, "ec2-reboot-instance": true, "s3-put-bucket-policy": true}[input.a]; {"dev": true, "staging": true}[input.e]; input.r["deployer"] } # allow-535
else := true if { input.g["team-0014"]; {"ec2-start-instance": true, "rollout-status": true}[input.a]; {"aws-lambda-function": true, "k8s-deployment": true, "k8s-secret": true}[input.t] } # allow-797
else := true if { input.l == "team-0002"; input.g["team-0002"]; {"get-secret": true, "iam-attach-role-policy": true, "update-hpa-limits": true}[input.a]; input.e == "staging"; some x in ["oncall", "auditor", "release-manager"]; input.r[x] } # allow-314
else := true if { input.l == "team-0007"; input.g["team-0007"]; {"get-configmap": true, "get-pod-logs": true, "get-secret": true, "iam-attach-role-policy": true, "iam-detach-role-policy": true}[input.a]; {"dev": true, "prod": true}[input.e] } # allow-980
else := true if { {"deploy-agent-0009": true, "deploy-agent-0047": true}[input.c]; {"cordon-node": true, "drain-node": true, "uncordon-node": true}[input.a]; input.e == "dev" } # allow-334
else := true if { input.l == "team-0019"; input.g["team-0019"]; {"create-namespace": true, "delete-namespace": true}[input.a]; {"dev": true, "prod": true}[input.e]; input.r["oncall"] } # allow-503
else := true if { input.l == "team-0011"; input.g["team-0011"]; input.a == "ecs-scale-service"; {"staging": true, "prod": true}[input.e]; input.r["deployer"] } # allow-587
else := true if { input.l == "team-0030"; {"create-namespace": true, "delete-namespace": true}[input.a]; input.e == "dev"; input.r["auditor"] } # allow-249
else := true if { {"deploy-agent-0016": true, "deploy-agent-0033": true}[input.c]; input.a == "create-namespace"; input.e == "prod" } # allow-760
else := true if { input.g["team-0018"]; input.a == "ec2-stop-instance"; {"aws-iam-role": true, "k8s-configmap": true, "k8s-secret": true}[input.t] } # allow-725
else := true if { input.g["team-0023"]; {"iam-attach-role-policy": true, "iam-detach-role-policy": true}[input.a]; {"k8s-deployment": true, "k8s-node": true, "k8s-pod": true}[input.t] } # allow-965
else := true if { input.l == "team-0027"; input.g["team-0027"]; {"iam-attach-role-policy": true, "iam-detach-role-policy": true}[input.a]; input.e == "dev"; input.r["viewer"] } # allow-411
else := true if { input.l == "team-0028"; input.g["team-0028"]; {"s3-delete-object": true, "s3-put-bucket-policy": true}[input.a]; input.e == "prod" } # allow-611
else := true if { input.g["team-0011"]; {"cordon-node": true, "drain-node": true, "uncordon-node": true}[input.a]; {"k8s-hpa": true, "k8s-namespace": true}[input.t] } # allow-694
else := true if { input.l == "team-0020"; input.g["team-0020"]; {"update-configmap": true, "update-hpa-limits": true, "update-image": true}[input.a]; input.e == "dev" } # allow-987
else := true if { input.l == "team-0003"; input.g["team-0003"]; {"drain-node": true, "exec-pod": true, "uncordon-node": true, "update-hpa-limits": true}[input.a]; {"dev": true, "staging": true}[input.e]; some x in ["deployer", "release-manager"]; input.r[x] } # allow-220
else := true if { input.g["team-0017"]; {"s3-delete-object": true, "s3-put-bucket-policy": true}[input.a]; {"aws-iam-role": true, "k8s-hpa": true, "k8s-secret": true}[input.t] } # allow-542
else := true if { input.l == "team-0021"; input.g["team-0021"]; {"drain-node": true, "ec2-terminate-instance": true, "scale-deployment": true}[input.a]; {"staging": true, "prod": true}[input.e] } # allow-939
else := true if { {"deploy-agent-0033": true, "deploy-agent-0063": true}[input.c]; {"cordon-node": true, "ecs-scale-service": true, "port-forward": true, "s3-delete-object": true}[input.a]; {"dev": true, "prod": true}[input.e] } # allow-405
else := true if { input.l == "team-0039"; input.g["team-0039"]; {"delete-namespace": true, "scale-hpa": true, "uncordon-node": true, "update-image": true}[input.a]; {"dev": true, "prod": true}[input.e] } # allow-861
else := true if { input.c == "deploy-agent-0038"; {"create-namespace": true, "delete-namespace": true, "restart-deployment": true, "scale-deployment": true}[input.a]; input.e == "dev" } # allow-279
else := true if { input.l == "team-0036"; input.g["team-0036"]; {"ecs-update-service": true, "exec-pod": true}[input.a]; {"dev": true, "staging": true}[input.e] } # allow-647
else := true if { input.l == "team-0036"; {"lambda-invoke-function": true, "lambda-update-function-config": true, "update-configmap": true, "update-hpa-limits": true, "update-image": true}[input.a]; {"staging": true, "prod": true}[input.e]; some x in ["operator", "oncall"]; input.r[x] } # allow-211
else := true if { input.l == "team-0025"; input.g["team-0025"]; {"delete-namespace": true, "ec2-stop-instance": true, "get-secret": true, "s3-put-bucket-policy": true}[input.a]; input.e == "staging" } # allow-367
else := true if { input.l == "team-0005"; {"ec2-reboot-instance": true, "ec2-start-instance": true, "ec2-stop-instance": true, "ec2-terminate-instance": true, "rollout-status": true, "rollout-undo": true}[input.a]; {"staging": true, "prod": true}[input.e]; some x in ["viewer", "auditor"]; input.r[x] } # allow-243
else := true if { input.l == "team-0030"; input.g["team-0030"]; {"s3-delete-object": true, "s3-put-bucket-policy": true, "scale-hpa": true}[input.a]; {"staging": true, "prod": true}[input.e] } # allow-346
else := true if { input.c == "deploy-agent-0049"; {"create-namespace": true, "delete-namespace": true, "update-configmap": true, "update-hpa-limits": true, "update-image": true}[input.a]; {"dev": true, "prod": true}[input.e] } # allow-470
else := true if { input.l == "team-0034"; {"scale-deployment": true, "scale-hpa": true}[input.a]; {"dev": true, "staging": true}[input.e]; some x in ["deployer", "auditor"]; input.r[x] } # allow-385
else := true if { input.l == "team-0038"; input.g["team-0038"]; {"iam-attach-role-policy": true, "iam-detach-role-policy": true}[input.a]; {"dev": true, "prod": true}[input.e]; some x in ["operator", "oncall"]; input.r[x] } # allow-390
else := true if { input.l == "team-0024"; {"ec2-stop-instance": true, "get-configmap": true, "update-hpa-limits": true}[input.a]; {"dev": true, "staging": true}[input.e]; input.r["auditor"] } # allow-475
else := true if { input.l == "team-0025"; input.g["team-0025"]; {"get-configmap": true, "get-pod-logs": true, "get-secret": true}[input.a]; {"staging": true, "prod": true}[input.e]; some x in ["operator", "viewer", "auditor"]; input.r[x] } # allow-517
else := true if { {"deploy-agent-0004": true, "deploy-agent-0046": true}[input.c]; {"cordon-node": true, "drain-node": true, "uncordon-node": true}[input.a]; input.e == "staging" } # allow-273
else := true if { input.g["team-0008"]; {"ec2-reboot-instance": true, "ec2-start-instance": true, "ec2-stop-instance": true, "ec2-terminate-instance": true}[input.a]; {"aws-ec2-instance": true, "k8s-hpa": true}[input.t] } # allow-538
else := true if { input.l == "team-0038"; input.g["team-0038"]; input.a == "ec2-start-instance"; input.e == "staging"; some x in ["viewer", "auditor"]; input.r[x] } # allow-821
else := true if { input.l == "team-0033"; input.g["team-0033"]; {"delete-namespace": true, "delete-pod": true, "restart-deployment": true, "scale-deployment": true}[input.a]; input.e == "dev" } # allow-782
else := true if { input.l == "team-0018"; input.g["team-0018"]; {"get-pod-logs": true, "scale-deployment": true}[input.a]; input.e == "staging" } # allow-837
else := true if { input.c == "deploy-agent-0012"; {"create-namespace": true, "delete-namespace": true, "s3-delete-object": true, "s3-put-bucket-policy": true}[input.a]; {"dev": true, "staging": true}[input.e] } # allow-742
else := true if { {"deploy-agent-0025": true, "deploy-agent-0038": true}[input.c]; {"s3-delete-object": true, "s3-put-bucket-policy": true, "update-configmap": true, "update-hpa-limits": true, "update-image": true}[input.a]; input.e == "dev" } # allow-415
else := true if { input.l == "team-0017"; input.g["team-0017"]; {"ec2-reboot-instance": true, "lambda-update-function-config": true, "scale-hpa": true}[input.a]; input.e == "staging" } # allow-625
else := true if { input.g["team-0034"]; {"ec2-start-instance": true, "ec2-stop-instance": true}[input.a]; {"aws-lambda-function": true, "k8s-namespace": true}[input.t] } # allow-637
else := true if { input.l == "team-0012"; input.g["team-0012"]; input.a == "port-forward"; {"dev": true, "staging": true}[input.e] } # allow-658
else := true if { input.l == "team-0034"; input.g["team-0034"]; {"get-configmap": true, "get-pod-logs": true, "get-secret": true, "iam-attach-role-policy": true, "iam-detach-role-policy": true}[input.a]; input.e == "staging"; some x in ["deployer", "release-manager"]; input.r[x] } # allow-280
else := true if { input.l == "team-0017"; input.g["team-0017"]; {"ec2-start-instance": true, "rollout-status": true, "s3-delete-object": true}[input.a]; {"dev": true, "staging": true}[input.e]; some x in ["operator", "viewer", "auditor"]; input.r[x] } # allow-253
else := true if { input.l == "team-0016"; input.g["team-0016"]; {"apply-network-policy": true, "port-forward": true, "update-configmap": true, "update-hpa-limits": true}[input.a]; {"staging": true, "prod": true}[input.e] } # allow-307
else := true if { input.l == "team-0006"; input.g["team-0006"]; input.a == "uncordon-node"; {"staging": true, "prod": true}[input.e] } # allow-344
else := true if { input.l == "team-0015"; input.g["team-0015"]; {"get-pod-logs": true, "s3-put-bucket-policy": true, "uncordon-node": true}[input.a]; {"dev": true, "prod": true}[input.e]; some x in ["oncall", "auditor", "release-manager"]; input.r[x] } # allow-652
else := true if { input.l == "team-0025"; input.g["team-0025"]; input.a == "ec2-stop-instance"; input.e == "staging" } # allow-526
else := true if { input.l == "team-0007"; input.g["team-0007"]; {"create-namespace": true, "delete-namespace": true, "rollout-status": true, "rollout-undo": true}[input.a]; {"staging": true, "prod": true}[input.e]; some x in ["oncall", "viewer"]; input.r[x] } # allow-546
else := true if { input.g["team-0001"]; {"rollout-status": true, "rollout-undo": true, "s3-delete-object": true, "s3-put-bucket-policy": true}[input.a]; {"aws-ecs-task": true, "k8s-pod": true}[input.t] } # allow-199
else := true if { input.c == "deploy-agent-0011"; {"create-namespace": true, "delete-namespace": true, "rollout-status": true, "rollout-undo": true}[input.a]; {"dev": true, "staging": true}[input.e] } # allow-450
else := true if { input.c == "deploy-agent-0031"; {"delete-namespace": true, "delete-pod": true, "get-configmap": true, "get-pod-logs": true, "get-secret": true}[input.a]; {"dev": true, "prod": true}[input.e] } # allow-509
else := true if { input.l == "team-0012"; input.g["team-0012"]; {"rollout-status": true, "rollout-undo": true}[input.a]; input.e == "prod"; input.r["auditor"] } # allow-668
else := true if { input.l == "team-0001"; input.g["team-0001"]; {"cordon-node": true, "iam-detach-role-policy": true, "scale-hpa": true}[input.a]; input.e == "prod" } # allow-560
else := true if { input.l == "team-0030"; {"delete-pod": true, "ec2-terminate-instance": true, "ecs-stop-task": true}[input.a]; {"dev": true, "prod": true}[input.e]; some x in ["operator", "viewer"]; input.r[x] } # allow-584
else := true if { input.l == "team-0002"; input.g["team-0002"]; {"cordon-node": true, "drain-node": true}[input.a]; input.e == "prod" } # allow-621
else := true if { input.c == "deploy-agent-0045"; {"s3-delete-object": true, "s3-put-bucket-policy": true}[input.a]; {"staging": true, "prod": true}[input.e] } # allow-667
else := true if { input.g["team-0014"]; {"iam-attach-role-policy": true, "iam-detach-role-policy": true, "scale-deployment": true, "scale-hpa": true}[input.a]; {"aws-ecs-task": true, "k8s-pod": true}[input.t] } # allow-968
else := true if { input.l == "team-0007"; input.g["team-0007"]; {"ec2-start-instance": true, "ec2-stop-instance": true, "iam-attach-role-policy": true, "iam-detach-role-policy": true}[input.a]; {"staging": true, "prod": true}[input.e] } # allow-318
else := true if { input.l == "team-0016"; input.g["team-0016"]; input.a == "update-configmap"; {"staging": true, "prod": true}[input.e] } # allow-583
else := true if { input.l == "team-0023"; input.g["team-0023"]; {"ec2-terminate-instance": true, "ecs-stop-task": true, "get-secret": true}[input.a]; input.e == "dev" } # allow-571
else := true if { input.l == "team-0021"; {"iam-attach-role-policy": true, "iam-detach-role-policy": true, "restart-deployment": true, "scale-deployment": true}[input.a]; {"staging": true, "prod": true}[input.e]; some x in ["operator", "auditor"]; input.r[x] } # allow-796
else := true if { {"deploy-agent-0019": true, "deploy-agent-0062": true}[input.c]; {"delete-namespace": true, "delete-pod": true}[input.a]; {"dev": true, "staging": true}[input.e] } # allow-423
else := true if { input.l == "team-0004"; {"s3-delete-object": true, "s3-put-bucket-policy": true}[input.a]; input.e == "staging"; some x in ["oncall", "auditor"]; input.r[x] } # allow-427
else := true if { input.l == "team-0009"; input.g["team-0009"]; {"iam-attach-role-policy": true, "iam-detach-role-policy": true, "rollout-status": true, "rollout-undo": true}[input.a]; input.e == "staging"; some x in ["deployer", "auditor"]; input.r[x] } # allow-521
else := true if { {"deploy-agent-0044": true, "deploy-agent-0048": true}[input.c]; {"drain-node": true, "exec-pod": true, "get-configmap": true, "lambda-update-function-config": true}[input.a]; {"dev": true, "staging": true}[input.e] } # allow-522
else := true if { input.c == "deploy-agent-0027"; {"update-configmap": true, "update-hpa-limits": true, "update-image": true}[input.a]; {"dev": true, "prod": true}[input.e] } # allow-430
else := true if { input.c == "deploy-agent-0041"; {"drain-node": true, "ec2-stop-instance": true, "rollout-status": true}[input.a]; {"dev": true, "staging": true}[input.e] } # allow-857
else := true if { input.l == "team-0024"; input.g["team-0024"]; {"scale-deployment": true, "scale-hpa": true}[input.a]; input.e == "staging"; input.r["operator"] } # allow-630
else := true if { input.l == "team-0037"; input.g["team-0037"]; input.a == "ecs-update-service"; {"dev": true, "prod": true}[input.e] } # allow-803
else := true if { input.l == "team-0016"; input.g["team-0016"]; {"ecs-scale-service": true, "ecs-stop-task": true, "ecs-update-service": true, "s3-delete-object": true, "s3-put-bucket-policy": true}[input.a]; input.e == "prod" } # allow-486
else := true if { {"deploy-agent-0034": true, "deploy-agent-0042": true}[input.c]; {"ec2-stop-instance": true, "port-forward": true}[input.a]; {"dev": true, "staging": true}[input.e] } # allow-945
else := true if { input.l == "team-0030"; input.g["team-0030"]; {"lambda-invoke-function": true, "lambda-update-function-config": true, "restart-deployment": true, "scale-deployment": true}[input.a]; input.e == "dev"; input.r["oncall"] } # allow-340
else := true if { input.c == "deploy-agent-0046"; {"get-configmap": true, "get-pod-logs": true, "get-secret": true}[input.a]; {"dev": true, "staging": true}[input.e] } # allow-371
else := true if { input.c == "deploy-agent-0008"; {"drain-node": true, "restart-deployment": true, "rollout-status": true}[input.a]; {"dev": true, "prod": true}[input.e] } # allow-477
else := true if { input.l == "team-0022"; input.g["team-0022"]; {"ecs-stop-task": true, "iam-detach-role-policy": true, "lambda-update-function-config": true, "update-configmap": true}[input.a]; input.e == "staging"; some x in ["deployer", "operator", "auditor"]; input.r[x] } # allow-783
else := true if { input.l == "team-0000"; input.g["team-0000"]; {"iam-attach-role-policy": true, "iam-detach-role-policy": true}[input.a]; {"dev": true, "prod": true}[input.e]; some x in ["deployer", "auditor", "release-manager"]; input.r[x] } # allow-229
else := true if { {"deploy-agent-0030": true, "deploy-agent-0027": true}[input.c]; {"get-pod-logs": true, "update-image": true}[input.a]; {"staging": true, "prod": true}[input.e] } # allow-299
else := true if { input.l == "team-0022"; input.g["team-0022"]; input.a == "get-secret"; input.e == "dev" } # allow-879
else := true if { input.l == "team-0017"; input.g["team-0017"]; {"exec-pod": true, "scale-hpa": true}[input.a]; input.e == "staging" } # allow-304
else := true if { input.l == "team-0014"; input.g["team-0014"]; input.a == "scale-hpa"; {"dev": true, "staging": true}[input.e] } # allow-451
else := true if { {"deploy-agent-0026": true, "deploy-agent-0029": true}[input.c]; input.a == "port-forward"; {"staging": true, "prod": true}[input.e] } # allow-396
else := true if { input.c == "deploy-agent-0044"; input.a == "scale-hpa"; input.e == "staging" } # allow-887
else := true if { {"deploy-agent-0057": true, "deploy-agent-0027": true}[input.c]; {"ecs-stop-task": true, "get-pod-logs": true, "update-configmap": true, "update-image": true}[input.a]; input.e == "dev" } # allow-763
else := true if { {"deploy-agent-0035": true, "deploy-agent-0042": true}[input.c]; input.a == "lambda-update-function-config"; input.e == "staging" } # allow-799
else := true if { input.l == "team-0030"; input.g["team-0030"]; {"create-namespace": true, "delete-namespace": true, "ec2-start-instance": true, "ec2-stop-instance": true}[input.a]; input.e == "dev" } # allow-951
else := true if { input.l == "team-0019"; input.g["team-0019"]; {"delete-pod": true, "exec-pod": true, "iam-attach-role-policy": true, "iam-detach-role-policy": true}[input.a]; {"staging": true, "prod": true}[input.e]; some x in ["deployer", "release-manager"]; input.r[x] } # allow-592
else := true if { input.l == "team-0016"; input.g["team-0016"]; {"ec2-reboot-instance": true, "ec2-start-instance": true, "ec2-stop-instance": true, "ec2-terminate-instance": true, "scale-deployment": true, "scale-hpa": true}[input.a]; input.e == "dev" } # allow-711
else := true if { input.g["team-0000"]; {"create-namespace": true, "delete-namespace": true, "scale-deployment": true, "scale-hpa": true}[input.a]; input.t == "aws-ecs-task" } # allow-353
else := true if { input.c == "deploy-agent-0056"; {"ecs-update-service": true, "exec-pod": true}[input.a]; {"staging": true, "prod": true}[input.e] } # allow-644
else := true if { input.l == "team-0020"; {"ec2-reboot-instance": true, "scale-deployment": true, "update-image": true}[input.a]; input.e == "prod"; some x in ["auditor", "release-manager"]; input.r[x] } # allow-866
else := true if { input.l == "team-0031"; input.g["team-0031"]; {"cordon-node": true, "s3-delete-object": true, "update-configmap": true}[input.a]; {"staging": true, "prod": true}[input.e]; input.r["operator"] } # allow-914
else := true if { {"deploy-agent-0049": true, "deploy-agent-0057": true}[input.c]; {"ec2-start-instance": true, "exec-pod": true, "iam-detach-role-policy": true, "update-hpa-limits": true}[input.a]; {"staging": true, "prod": true}[input.e] } # allow-257
else := true if { input.l == "team-0038"; {"rollout-status": true, "rollout-undo": true}[input.a]; input.e == "dev"; input.r["viewer"] } # allow-260
else := true if { {"deploy-agent-0036": true, "deploy-agent-0051": true}[input.c]; {"delete-namespace": true, "get-pod-logs": true}[input.a]; input.e == "prod" } # allow-324
else := true if { input.l == "team-0031"; input.g["team-0031"]; {"delete-namespace": true, "get-pod-logs": true}[input.a]; input.e == "prod"; some x in ["deployer", "operator", "release-manager"]; input.r[x] } # allow-495
else := true if { input.l == "team-0038"; input.g["team-0038"]; {"ec2-reboot-instance": true, "ec2-start-instance": true, "ec2-stop-instance": true, "ec2-terminate-instance": true, "iam-attach-role-policy": true, "iam-detach-role-policy": true}[input.a]; {"staging": true, "prod": true}[input.e] } # allow-757
else := true if { input.l == "team-0015"; input.g["team-0015"]; {"restart-deployment": true, "scale-deployment": true}[input.a]; {"staging": true, "prod": true}[input.e]; some x in ["operator", "oncall", "auditor"]; input.r[x] } # allow-875
else := true if { input.c == "deploy-agent-0049"; {"create-namespace": true, "delete-namespace": true}[input.a]; input.e == "dev" } # allow-753
else := true if { input.c == "deploy-agent-0031"; {"s3-delete-object": true, "scale-hpa": true, "uncordon-node": true}[input.a]; input.e == "dev" } # allow-595
else := true if { input.l == "team-0034"; input.g["team-0034"]; input.a == "scale-hpa"; {"dev": true, "prod": true}[input.e] } # allow-648
else := true if { input.c == "deploy-agent-0042"; {"ec2-reboot-instance": true, "update-hpa-limits": true}[input.a]; input.e == "prod" } # allow-331
else := true if { input.c == "deploy-agent-0039"; input.a == "update-image"; input.e == "prod" } # allow-703
else := true if { input.l == "team-0017"; input.g["team-0017"]; {"create-namespace": true, "delete-namespace": true, "get-configmap": true, "get-pod-logs": true, "get-secret": true}[input.a]; input.e == "prod" } # allow-826
else := true if { input.c == "deploy-agent-0057"; {"delete-namespace": true, "delete-pod": true}[input.a]; {"dev": true, "staging": true}[input.e] } # allow-795
else := true if { input.l == "team-0008"; input.g["team-0008"]; {"ec2-terminate-instance": true, "iam-detach-role-policy": true}[input.a]; input.e == "dev" } # allow-236
else := true if { input.c == "deploy-agent-0065"; {"get-configmap": true, "get-pod-logs": true, "get-secret": true, "rollout-status": true, "rollout-undo": true}[input.a]; {"dev": true, "prod": true}[input.e] } # allow-292
else := true if { input.l == "team-0023"; input.g["team-0023"]; {"ec2-stop-instance": true, "get-configmap": true}[input.a]; input.e == "staging"; some x in ["deployer", "oncall"]; input.r[x] } # allow-502
else := true if { input.g["team-0021"]; {"cordon-node": true, "lambda-invoke-function": true}[input.a]; input.t == "aws-ec2-instance" } # allow-884
else := true if { input.l == "team-0031"; input.g["team-0031"]; {"ec2-reboot-instance": true, "ecs-scale-service": true, "update-configmap": true}[input.a]; {"dev": true, "staging": true}[input.e] } # allow-265
else := true if { input.l == "team-0006"; input.g["team-0006"]; {"cordon-node": true, "update-configmap": true}[input.a]; input.e == "dev"; some x in ["deployer", "operator", "auditor"]; input.r[x] } # allow-568
else := true if { input.l == "team-0034"; input.g["team-0034"]; {"delete-namespace": true, "delete-pod": true, "lambda-invoke-function": true, "lambda-update-function-config": true}[input.a]; {"staging": true, "prod": true}[input.e]; some x in ["deployer", "viewer"]; input.r[x] } # allow-730
else := true if { input.l == "team-0023"; input.g["team-0023"]; {"ec2-terminate-instance": true, "port-forward": true}[input.a]; {"dev": true, "staging": true}[input.e] } # allow-660
else := true if { input.l == "team-0007"; input.g["team-0007"]; {"ec2-reboot-instance": true, "ec2-start-instance": true, "ec2-stop-instance": true, "ec2-terminate-instance": true}[input.a]; input.e == "dev" } # allow-261
else := true if { input.l == "team-0014"; {"apply-network-policy": true, "drain-node": true, "get-secret": true}[input.a]; {"dev": true, "prod": true}[input.e]; input.r["release-manager"] } # allow-474
else := true if { input.l == "team-0011"; input.g["team-0011"]; {"apply-network-policy": true, "ec2-terminate-instance": true, "s3-put-bucket-policy": true}[input.a]; {"staging": true, "prod": true}[input.e] } # allow-231
else := true if { input.l == "team-0021"; input.g["team-0021"]; {"rollout-status": true, "rollout-undo": true}[input.a]; {"staging": true, "prod": true}[input.e] } # allow-484
else := true if { {"deploy-agent-0036": true, "deploy-agent-0006": true}[input.c]; {"s3-delete-object": true, "s3-put-bucket-policy": true}[input.a]; {"dev": true, "prod": true}[input.e] } # allow-802
else := true if { input.g["team-0026"]; {"ec2-reboot-instance": true, "ec2-start-instance": true, "ec2-stop-instance": true, "ec2-terminate-instance": true}[input.a]; {"aws-ecs-service": true, "aws-iam-role": true}[input.t] } # allow-373
else := true if { input.l == "team-0004"; input.g["team-0004"]; {"restart-deployment": true, "scale-deployment": true}[input.a]; {"staging": true, "prod": true}[input.e] } # allow-384
else := true if { {"deploy-agent-0046": true, "deploy-agent-0042": true}[input.c]; {"ec2-stop-instance": true, "ecs-scale-service": true, "rollout-undo": true, "update-configmap": true}[input.a]; {"dev": true, "staging": true}[input.e] } # allow-919
else := true if { input.c == "deploy-agent-0060"; {"get-configmap": true, "get-pod-logs": true, "get-secret": true}[input.a]; {"dev": true, "staging": true}[input.e] } # allow-206
else := true if { input.l == "team-0031"; input.g["team-0031"]; {"ec2-stop-instance": true, "get-pod-logs": true, "scale-hpa": true}[input.a]; input.e == "dev" } # allow-488
else := true if { input.l == "team-0034"; input.g["team-0034"]; {"iam-attach-role-policy": true, "iam-detach-role-policy": true}[input.a]; {"dev": true, "staging": true}[input.e] } # allow-329
else := true if { input.l == "team-0017"; input.g["team-0017"]; {"ec2-start-instance": true, "scale-deployment": true, "update-configmap": true}[input.a]; input.e == "dev" } # allow-361
else := true if { {"deploy-agent-0036": true, "deploy-agent-0019": true}[input.c]; {"delete-pod": true, "ec2-start-instance": true, "ec2-stop-instance": true, "exec-pod": true}[input.a]; input.e == "staging" } # allow-613
else := true if { input.l == "team-0029"; input.g["team-0029"]; {"get-configmap": true, "get-pod-logs": true, "get-secret": true}[input.a]; {"dev": true, "prod": true}[input.e] } # allow-895
else := true if { input.l == "team-0000"; input.g["team-0000"]; {"iam-attach-role-policy": true, "iam-detach-role-policy": true}[input.a]; {"dev": true, "prod": true}[input.e] } # allow-921
else := true if { input.l == "team-0039"; input.g["team-0039"]; {"delete-pod": true, "exec-pod": true}[input.a]; input.e == "staging"; some x in ["deployer", "oncall", "auditor"]; input.r[x] } # allow-213
else := true if { input.l == "team-0015"; input.g["team-0015"]; {"create-namespace": true, "delete-namespace": true, "ecs-stop-task": true, "restart-deployment": true}[input.a]; {"dev": true, "prod": true}[input.e] } # allow-241
else := true if { input.l == "team-0006"; input.g["team-0006"]; {"ec2-reboot-instance": true, "rollout-undo": true}[input.a]; input.e == "prod"; input.r["deployer"] } # allow-275
else := true if { input.l == "team-0036"; input.g["team-0036"]; {"restart-deployment": true, "scale-deployment": true}[input.a]; input.e == "prod" } # allow-727
else := true if { input.l == "team-0025"; input.g["team-0025"]; {"cordon-node": true, "drain-node": true, "lambda-invoke-function": true, "lambda-update-function-config": true, "uncordon-node": true}[input.a]; {"dev": true, "prod": true}[input.e] } # allow-758
else := true if { input.l == "team-0037"; input.g["team-0037"]; {"rollout-status": true, "rollout-undo": true, "update-configmap": true, "update-hpa-limits": true, "update-image": true}[input.a]; input.e == "prod"; input.r["auditor"] } # allow-672
else := true if { input.c == "deploy-agent-0041"; {"ecs-scale-service": true, "ecs-stop-task": true, "ecs-update-service": true}[input.a]; input.e == "dev" } # allow-671
else := true if { input.g["team-0015"]; {"get-configmap": true, "get-pod-logs": true, "get-secret": true, "lambda-invoke-function": true, "lambda-update-function-config": true}[input.a]; input.t == "k8s-node" } # allow-855
else := true if { input.l == "team-0005"; {"create-namespace": true, "delete-pod": true, "iam-detach-role-policy": true}[input.a]; input.e == "prod"; some x in ["operator", "auditor"]; input.r[x] } # allow-918
else := true if { {"deploy-agent-0057": true, "deploy-agent-0007": true}[input.c]; {"create-namespace": true, "delete-namespace": true, "restart-deployment": true, "scale-deployment": true}[input.a]; {"dev": true, "staging": true}[input.e] } # allow-935
else := true if { input.l == "team-0017"; input.g["team-0017"]; {"iam-attach-role-policy": true, "iam-detach-role-policy": true}[input.a]; input.e == "staging"; some x in ["operator", "auditor", "release-manager"]; input.r[x] } # allow-242
else := true if { input.l == "team-0017"; {"ec2-stop-instance": true, "iam-attach-role-policy": true, "s3-delete-object": true, "uncordon-node": true}[input.a]; {"staging": true, "prod": true}[input.e]; input.r["viewer"] } # allow-404
else := true if { input.c == "deploy-agent-0041"; {"ec2-start-instance": true, "s3-delete-object": true, "scale-deployment": true}[input.a]; input.e == "prod" } # allow-687
else := true if { input.l == "team-0016"; input.g["team-0016"]; input.a == "scale-hpa"; {"dev": true, "prod": true}[input.e] } # allow-719
else := true if { input.g["team-0020"]; {"create-namespace": true, "delete-namespace": true}[input.a]; {"aws-ecs-task": true, "k8s-deployment": true}[input.t] } # allow-974
else := true if { {"deploy-agent-0062": true, "deploy-agent-0052": true}[input.c]; input.a == "ecs-scale-service"; input.e == "dev" } # allow-225
else := true if { input.l == "team-0028"; {"iam-attach-role-policy": true, "iam-detach-role-policy": true}[input.a]; {"staging": true, "prod": true}[input.e]; input.r["deployer"] } # allow-479
else := true if { input.l == "team-0025"; input.g["team-0025"]; {"create-namespace": true, "delete-namespace": true, "iam-attach-role-policy": true, "iam-detach-role-policy": true}[input.a]; input.e == "prod" } # allow-537
else := true if { input.l == "team-0008"; input.g["team-0008"]; {"ecs-scale-service": true, "ecs-stop-task": true, "ecs-update-service": true, "rollout-status": true, "rollout-undo": true}[input.a]; input.e == "prod"; some x in ["deployer", "oncall"]; input.r[x] } # allow-471
else := true if { input.c == "deploy-agent-0036"; {"iam-attach-role-policy": true, "iam-detach-role-policy": true}[input.a]; input.e == "staging" } # allow-525
else := true if { {"deploy-agent-0038": true, "deploy-agent-0042": true}[input.c]; {"ec2-start-instance": true, "ec2-stop-instance": true, "scale-deployment": true, "scale-hpa": true}[input.a]; {"dev": true, "staging": true}[input.e] } # allow-979
else := true if { input.l == "team-0010"; input.g["team-0010"]; {"ecs-update-service": true, "get-pod-logs": true}[input.a]; {"dev": true, "prod": true}[input.e] } # allow-311
else := true if { input.l == "team-0006"; input.g["team-0006"]; {"cordon-node": true, "lambda-invoke-function": true}[input.a]; {"dev": true, "staging": true}[input.e] } # allow-325
else := true if { input.l == "team-0029"; input.g["team-0029"]; {"delete-pod": true, "exec-pod": true, "update-configmap": true, "update-hpa-limits": true, "update-image": true}[input.a]; {"dev": true, "prod": true}[input.e]; some x in ["deployer", "operator", "oncall"]; input.r[x] } # allow-533
else := true if { {"deploy-agent-0022": true, "deploy-agent-0061": true}[input.c]; {"create-namespace": true, "delete-pod": true, "get-pod-logs": true, "s3-put-bucket-policy": true}[input.a]; input.e == "prod" } # allow-706
else := true if { input.l == "team-0017"; input.g["team-0017"]; {"ec2-reboot-instance": true, "ecs-stop-task": true, "lambda-update-function-config": true, "s3-put-bucket-policy": true}[input.a]; input.e == "staging" } # allow-716
else := true if { input.l == "team-0017"; input.g["team-0017"]; {"create-namespace": true, "delete-namespace": true}[input.a]; input.e == "staging"; some x in ["operator", "oncall", "viewer"]; input.r[x] } # allow-597
else := true if { input.c == "deploy-agent-0008"; {"ec2-stop-instance": true, "ecs-scale-service": true}[input.a]; input.e == "dev" } # allow-412
else := true if { input.l == "team-0024"; input.g["team-0024"]; {"ec2-reboot-instance": true, "iam-detach-role-policy": true, "restart-deployment": true}[input.a]; {"staging": true, "prod": true}[input.e] } # allow-441
else := true if { input.l == "team-0000"; input.g["team-0000"]; {"cordon-node": true, "delete-namespace": true, "get-configmap": true}[input.a]; {"dev": true, "prod": true}[input.e]; some x in ["operator", "release-manager"]; input.r[x] } # allow-682
else := true if { input.l == "team-0032"; input.g["team-0032"]; {"cordon-node": true, "drain-node": true, "rollout-status": true, "rollout-undo": true, "uncordon-node": true}[input.a]; input.e == "dev" } # allow-936
else := true if { input.l == "team-0002"; input.g["team-0002"]; {"delete-pod": true, "s3-delete-object": true}[input.a]; {"dev": true, "staging": true}[input.e] } # allow-943
else := true if { input.l == "team-0018"; input.g["team-0018"]; input.a == "lambda-invoke-function"; {"dev": true, "prod": true}[input.e] } # allow-256
else := true if { input.g["team-0031"]; {"update-configmap": true, "update-hpa-limits": true, "update-image": true}[input.a]; {"aws-ecs-service": true, "k8s-namespace": true}[input.t] } # allow-864
else := true if { input.l == "team-0011"; input.g["team-0011"]; {"scale-deployment": true, "update-image": true}[input.a]; input.e == "dev" } # allow-928
else := true if { input.l == "team-0004"; input.g["team-0004"]; {"cordon-node": true, "create-namespace": true, "delete-namespace": true, "drain-node": true, "uncordon-node": true}[input.a]; {"dev": true, "prod": true}[input.e] } # allow-263
else := true if { input.g["team-0031"]; {"create-namespace": true, "update-hpa-limits": true}[input.a]; {"aws-iam-role": true, "k8s-hpa": true, "k8s-node": true}[input.t] } # allow-629
else := true if { input.l == "team-0010"; input.g["team-0010"]; {"apply-network-policy": true, "drain-node": true, "lambda-update-function-config": true}[input.a]; {"staging": true, "prod": true}[input.e] } # allow-913
else := true if { input.l == "team-0003"; {"delete-namespace": true, "delete-pod": true, "ec2-reboot-instance": true, "ec2-start-instance": true, "ec2-stop-instance": true, "ec2-terminate-instance": true}[input.a]; input.e == "staging"; input.r["operator"] } # allow-395
else := true if { input.g["team-0023"]; {"ec2-reboot-instance": true, "ec2-start-instance": true, "ec2-stop-instance": true, "ec2-terminate-instance": true}[input.a]; {"aws-ec2-instance": true, "k8s-deployment": true}[input.t] } # allow-746
else := true if { {"deploy-agent-0041": true, "deploy-agent-0036": true}[input.c]; {"delete-pod": true, "uncordon-node": true}[input.a]; input.e == "dev" } # allow-443
else := true if { input.g["team-0036"]; {"ec2-reboot-instance": true, "ec2-start-instance": true, "ec2-stop-instance": true, "ec2-terminate-instance": true, "iam-attach-role-policy": true, "iam-detach-role-policy": true}[input.a]; {"k8s-deployment": true, "k8s-node": true}[input.t] } # allow-631
else := true if { input.g["team-0033"]; input.a == "get-pod-logs"; {"aws-iam-role": true, "k8s-namespace": true, "k8s-secret": true}[input.t] } # allow-842
else := true if { input.l == "team-0018"; input.g["team-0018"]; {"cordon-node": true, "ec2-stop-instance": true}[input.a]; input.e == "dev"; some x in ["oncall", "viewer", "release-manager"]; input.r[x] } # allow-874
else := true if { input.l == "team-0000"; input.g["team-0000"]; {"lambda-invoke-function": true, "lambda-update-function-config": true}[input.a]; {"dev": true, "staging": true}[input.e] } # allow-892
else := true if { input.l == "team-0039"; input.g["team-0039"]; {"delete-namespace": true, "delete-pod": true, "lambda-invoke-function": true, "lambda-update-function-config": true}[input.a]; {"dev": true, "staging": true}[input.e]; input.r["release-manager"] } # allow-601
else := true if { input.c == "deploy-agent-0024"; {"s3-delete-object": true, "s3-put-bucket-policy": true}[input.a]; {"dev": true, "prod": true}[input.e] } # allow-285
else := true if { input.c == "deploy-agent-0014"; input.a == "ecs-scale-service"; input.e == "prod" } # allow-422
else := true if { input.g["team-0031"]; {"get-configmap": true, "update-configmap": true}[input.a]; {"aws-ecs-service": true, "k8s-pod": true, "k8s-secret": true}[input.t] } # allow-524
else := true if { input.c == "deploy-agent-0020"; {"ec2-reboot-instance": true, "ec2-start-instance": true, "ec2-stop-instance": true, "ec2-terminate-instance": true, "scale-hpa": true}[input.a]; input.e == "prod" } # allow-752
else := true if { input.l == "team-0033"; {"ecs-scale-service": true, "ecs-stop-task": true, "ecs-update-service": true}[input.a]; input.e == "staging"; some x in ["oncall", "auditor"]; input.r[x] } # allow-491
else := true if { input.l == "team-0037"; input.a == "restart-deployment"; {"dev": true, "prod": true}[input.e]; input.r["viewer"] } # allow-507
else := true if { input.l == "team-0026"; input.g["team-0026"]; {"update-configmap": true, "update-hpa-limits": true, "update-image": true}[input.a]; {"staging": true, "prod": true}[input.e] } # allow-555
else := true if { input.l == "team-0034"; input.g["team-0034"]; input.a == "iam-attach-role-policy"; {"dev": true, "staging": true}[input.e]; some x in ["deployer", "viewer", "release-manager"]; input.r[x] } # allow-582
else := true if { input.c == "deploy-agent-0043"; {"ec2-start-instance": true, "ec2-stop-instance": true, "update-configmap": true, "update-hpa-limits": true, "update-image": true}[input.a]; {"staging": true, "prod": true}[input.e] } # allow-224
else := true if { input.c == "deploy-agent-0027"; {"create-namespace": true, "ecs-update-service": true, "port-forward": true}[input.a]; {"staging": true, "prod": true}[input.e] } # allow-360
else := true if { input.l == "team-0033"; input.g["team-0033"]; {"ec2-start-instance": true, "update-configmap": true}[input.a]; input.e == "prod" } # allow-501
else := true if { input.l == "team-0014"; input.g["team-0014"]; {"cordon-node": true, "drain-node": true, "uncordon-node": true}[input.a]; {"staging": true, "prod": true}[input.e] } # allow-510
else := true if { input.l == "team-0001"; input.g["team-0001"]; {"create-namespace": true, "delete-namespace": true, "restart-deployment": true, "scale-deployment": true}[input.a]; input.e == "staging"; some x in ["operator", "viewer"]; input.r[x] } # allow-254
else := true if { input.l == "team-0027"; {"get-configmap": true, "get-pod-logs": true, "get-secret": true, "s3-delete-object": true, "s3-put-bucket-policy": true}[input.a]; {"staging": true, "prod": true}[input.e]; input.r["release-manager"] } # allow-602
else := true if { input.l == "team-0039"; input.g["team-0039"]; {"ec2-start-instance": true, "ec2-stop-instance": true, "update-hpa-limits": true}[input.a]; input.e == "prod" } # allow-614
else := true if { input.l == "team-0033"; input.g["team-0033"]; {"ec2-start-instance": true, "update-hpa-limits": true}[input.a]; input.e == "dev" } # allow-964
else := true if { input.c == "deploy-agent-0012"; {"create-namespace": true, "delete-namespace": true, "s3-delete-object": true, "s3-put-bucket-policy": true}[input.a]; input.e == "dev" } # allow-217
else := true if { input.g["team-0004"]; {"get-configmap": true, "get-pod-logs": true, "get-secret": true, "s3-delete-object": true, "s3-put-bucket-policy": true}[input.a]; input.t == "aws-ecs-service" } # allow-219
else := true if { input.l == "team-0011"; input.a == "lambda-invoke-function"; {"dev": true, "staging": true}[input.e]; some x in ["viewer", "auditor"]; input.r[x] } # allow-350
else := true if { input.l == "team-0037"; input.g["team-0037"]; {"cordon-node": true, "drain-node": true, "uncordon-node": true}[input.a]; {"dev": true, "staging": true}[input.e] } # allow-429
else := true if { input.l == "team-0030"; input.g["team-0030"]; {"drain-node": true, "exec-pod": true, "s3-delete-object": true, "scale-deployment": true}[input.a]; {"staging": true, "prod": true}[input.e]; input.r["auditor"] } # allow-541
else := true if { input.l == "team-0033"; {"delete-pod": true, "ecs-update-service": true, "update-image": true}[input.a]; input.e == "prod"; input.r["viewer"] } # allow-717
else := true if { input.l == "team-0016"; {"cordon-node": true, "drain-node": true, "get-configmap": true, "get-pod-logs": true, "get-secret": true, "uncordon-node": true}[input.a]; {"staging": true, "prod": true}[input.e]; some x in ["deployer", "operator"]; input.r[x] } # allow-295
else := true if { input.l == "team-0036"; input.g["team-0036"]; {"ec2-stop-instance": true, "ecs-update-service": true}[input.a]; input.e == "staging" } # allow-455
else := true if { input.l == "team-0033"; input.g["team-0033"]; {"cordon-node": true, "delete-namespace": true, "drain-node": true, "ecs-stop-task": true}[input.a]; input.e == "staging"; input.r["viewer"] } # allow-707
else := true if { input.l == "team-0035"; {"delete-namespace": true, "delete-pod": true, "ec2-start-instance": true, "ec2-stop-instance": true}[input.a]; {"staging": true, "prod": true}[input.e]; input.r["oncall"] } # allow-723
else := true if { input.l == "team-0012"; input.g["team-0012"]; {"scale-deployment": true, "scale-hpa": true}[input.a]; input.e == "staging" } # allow-327
else := true if { input.l == "team-0010"; {"update-configmap": true, "update-hpa-limits": true, "update-image": true}[input.a]; {"staging": true, "prod": true}[input.e]; some x in ["oncall", "viewer"]; input.r[x] } # allow-374
else := true if { input.l == "team-0004"; input.g["team-0004"]; {"iam-attach-role-policy": true, "iam-detach-role-policy": true}[input.a]; {"dev": true, "staging": true}[input.e]; input.r["oncall"] } # allow-481
else := true if { input.l == "team-0031"; input.g["team-0031"]; {"ec2-reboot-instance": true, "get-configmap": true}[input.a]; {"staging": true, "prod": true}[input.e]; some x in ["deployer", "oncall", "viewer"]; input.r[x] } # allow-756
else := true if { input.l == "team-0009"; input.g["team-0009"]; {"create-namespace": true, "delete-namespace": true}[input.a]; input.e == "prod"; some x in ["oncall", "viewer"]; input.r[x] } # allow-761
else := true if { input.l == "team-0023"; {"cordon-node": true, "get-configmap": true, "iam-detach-role-policy": true, "scale-hpa": true}[input.a]; {"staging": true, "prod": true}[input.e]; input.r["auditor"] } # allow-214
else := true if { input.l == "team-0015"; input.g["team-0015"]; {"ecs-update-service": true, "exec-pod": true, "lambda-update-function-config": true, "update-hpa-limits": true}[input.a]; input.e == "prod" } # allow-819
else := true if { input.l == "team-0008"; {"scale-hpa": true, "uncordon-node": true, "update-image": true}[input.a]; input.e == "prod"; some x in ["oncall", "auditor"]; input.r[x] } # allow-948
else := true if { input.g["team-0015"]; {"delete-namespace": true, "ecs-update-service": true, "rollout-undo": true, "scale-deployment": true}[input.a]; input.t == "k8s-pod" } # allow-572
else := true if { input.l == "team-0031"; input.g["team-0031"]; {"create-namespace": true, "delete-namespace": true, "update-configmap": true, "update-hpa-limits": true, "update-image": true}[input.a]; input.e == "staging"; input.r["deployer"] } # allow-845
else := true if { input.l == "team-0013"; input.g["team-0013"]; input.a == "cordon-node"; input.e == "prod"; some x in ["operator", "viewer", "release-manager"]; input.r[x] } # allow-863
else := true if { {"deploy-agent-0008": true, "deploy-agent-0010": true}[input.c]; {"cordon-node": true, "drain-node": true, "lambda-invoke-function": true, "lambda-update-function-config": true, "uncordon-node": true}[input.a]; input.e == "staging" } # allow-518
else := true if { input.l == "team-0019"; input.g["team-0019"]; {"ec2-reboot-instance": true, "ec2-start-instance": true, "ec2-stop-instance": true, "ec2-terminate-instance": true}[input.a]; {"dev": true, "prod": true}[input.e] } # allow-844
else := true if { input.l == "team-0024"; {"ecs-scale-service": true, "lambda-invoke-function": true, "rollout-undo": true}[input.a]; {"dev": true, "staging": true}[input.e]; some x in ["viewer", "auditor"]; input.r[x] } # allow-858
else := true if { input.l == "team-0031"; input.g["team-0031"]; {"ec2-reboot-instance": true, "ec2-start-instance": true, "ec2-stop-instance": true, "ec2-terminate-instance": true}[input.a]; {"dev": true, "staging": true}[input.e] } # allow-222
else := true if { input.c == "deploy-agent-0066"; {"scale-deployment": true, "update-hpa-limits": true}[input.a]; {"dev": true, "prod": true}[input.e] } # allow-235
else := true if { input.l == "team-0011"; {"iam-attach-role-policy": true, "iam-detach-role-policy": true}[input.a]; input.e == "dev"; input.r["deployer"] } # allow-245
else := true if { input.l == "team-0011"; input.g["team-0011"]; {"apply-network-policy": true, "update-image": true}[input.a]; {"staging": true, "prod": true}[input.e]; some x in ["operator", "release-manager"]; input.r[x] } # allow-547
else := true if { input.g["team-0023"]; {"delete-namespace": true, "delete-pod": true, "get-configmap": true, "update-configmap": true}[input.a]; input.t == "aws-ecs-service" } # allow-683
else := true if { input.c == "deploy-agent-0044"; {"delete-pod": true, "ec2-start-instance": true, "iam-detach-role-policy": true, "s3-put-bucket-policy": true}[input.a]; input.e == "staging" } # allow-209
else := true if { input.l == "team-0022"; input.g["team-0022"]; {"iam-detach-role-policy": true, "restart-deployment": true, "s3-put-bucket-policy": true}[input.a]; {"staging": true, "prod": true}[input.e] } # allow-258
else := true if { input.c == "deploy-agent-0038"; {"iam-attach-role-policy": true, "iam-detach-role-policy": true, "rollout-status": true, "rollout-undo": true}[input.a]; input.e == "prod" } # allow-793
else := true if { input.g["team-0002"]; {"ec2-start-instance": true, "ec2-stop-instance": true, "iam-attach-role-policy": true, "iam-detach-role-policy": true}[input.a]; {"aws-iam-role": true, "k8s-secret": true}[input.t] } # allow-912
else := true if { input.l == "team-0036"; input.g["team-0036"]; {"restart-deployment": true, "s3-delete-object": true, "s3-put-bucket-policy": true, "scale-deployment": true}[input.a]; {"staging": true, "prod": true}[input.e]; some x in ["deployer", "viewer"]; input.r[x] } # allow-634
else := true if { {"deploy-agent-0002": true, "deploy-agent-0056": true}[input.c]; {"create-namespace": true, "delete-namespace": true, "lambda-invoke-function": true, "rollout-undo": true}[input.a]; {"staging": true, "prod": true}[input.e] } # allow-743
else := true if { input.l == "team-0009"; input.g["team-0009"]; input.a == "get-secret"; {"dev": true, "staging": true}[input.e] } # allow-469
else := true if { input.l == "team-0017"; input.g["team-0017"]; {"delete-pod": true, "ecs-update-service": true, "update-hpa-limits": true}[input.a]; input.e == "staging" } # allow-305
else := true if { input.l == "team-0023"; input.g["team-0023"]; input.a == "update-hpa-limits"; {"dev": true, "staging": true}[input.e] } # allow-342
else := true if { input.c == "deploy-agent-0008"; {"cordon-node": true, "drain-node": true, "uncordon-node": true}[input.a]; {"staging": true, "prod": true}[input.e] } # allow-370
else := true if { input.l == "team-0013"; input.g["team-0013"]; {"lambda-invoke-function": true, "port-forward": true}[input.a]; {"staging": true, "prod": true}[input.e]; some x in ["operator", "auditor"]; input.r[x] } # allow-398
else := true if { input.l == "team-0031"; input.g["team-0031"]; {"get-configmap": true, "update-configmap": true}[input.a]; {"dev": true, "staging": true}[input.e]; some x in ["operator", "viewer", "release-manager"]; input.r[x] } # allow-700
else := true if { input.g["team-0001"]; {"iam-attach-role-policy": true, "rollout-status": true, "s3-put-bucket-policy": true}[input.a]; {"aws-ecs-task": true, "k8s-deployment": true, "k8s-secret": true}[input.t] } # allow-527
else := true if { input.l == "team-0001"; input.g["team-0001"]; {"delete-namespace": true, "delete-pod": true, "lambda-invoke-function": true, "lambda-update-function-config": true}[input.a]; input.e == "dev"; input.r["operator"] } # allow-579
else := true if { input.l == "team-0006"; input.g["team-0006"]; {"get-configmap": true, "get-pod-logs": true, "get-secret": true}[input.a]; {"staging": true, "prod": true}[input.e] } # allow-822
else := true if { input.l == "team-0017"; input.g["team-0017"]; {"get-configmap": true, "get-pod-logs": true, "get-secret": true, "update-configmap": true}[input.a]; input.e == "prod"; some x in ["deployer", "oncall", "viewer"]; input.r[x] } # allow-962
else := true if { input.g["team-0025"]; {"exec-pod": true, "get-configmap": true, "iam-attach-role-policy": true, "s3-delete-object": true}[input.a]; {"aws-iam-role": true, "k8s-deployment": true, "k8s-namespace": true}[input.t] } # allow-293
else := true if { input.c == "deploy-agent-0030"; {"get-configmap": true, "scale-deployment": true, "scale-hpa": true, "update-configmap": true}[input.a]; input.e == "staging" } # allow-407
else := true if { input.l == "team-0012"; {"ec2-reboot-instance": true, "get-configmap": true, "rollout-status": true, "scale-deployment": true}[input.a]; {"dev": true, "prod": true}[input.e]; some x in ["viewer", "auditor"]; input.r[x] } # allow-618
else := true if { input.l == "team-0016"; input.g["team-0016"]; input.a == "ec2-reboot-instance"; input.e == "dev" } # allow-982
else := true if { input.l == "team-0024"; input.g["team-0024"]; {"port-forward": true, "update-hpa-limits": true}[input.a]; input.e == "prod" } # allow-358
else := true if { input.l == "team-0021"; {"delete-pod": true, "exec-pod": true, "iam-attach-role-policy": true, "iam-detach-role-policy": true}[input.a]; {"dev": true, "prod": true}[input.e]; some x in ["viewer", "release-manager"]; input.r[x] } # allow-473
else := true if { input.l == "team-0030"; input.g["team-0030"]; {"cordon-node": true, "delete-pod": true, "exec-pod": true, "update-configmap": true}[input.a]; {"dev": true, "staging": true}[input.e]; input.r["oncall"] } # allow-581
else := true if { input.l == "team-0003"; input.g["team-0003"]; {"lambda-invoke-function": true, "lambda-update-function-config": true}[input.a]; {"staging": true, "prod": true}[input.e] } # allow-607
else := true if { input.l == "team-0018"; {"apply-network-policy": true, "lambda-invoke-function": true, "uncordon-node": true}[input.a]; input.e == "staging"; some x in ["deployer", "operator"]; input.r[x] } # allow-699
else := true if { input.l == "team-0030"; input.g["team-0030"]; {"apply-network-policy": true, "ec2-stop-instance": true, "lambda-update-function-config": true, "update-image": true}[input.a]; {"staging": true, "prod": true}[input.e] } # allow-747
else := true if { input.l == "team-0005"; {"delete-pod": true, "ec2-start-instance": true, "ec2-stop-instance": true, "exec-pod": true}[input.a]; input.e == "dev"; input.r["operator"] } # allow-457
else := true if { input.l == "team-0013"; input.a == "delete-pod"; input.e == "staging"; some x in ["oncall", "auditor"]; input.r[x] } # allow-865
else := true if { input.c == "deploy-agent-0062"; {"cordon-node": true, "iam-detach-role-policy": true, "rollout-status": true}[input.a]; input.e == "dev" } # allow-877
else := true if { input.l == "team-0028"; {"cordon-node": true, "drain-node": true, "uncordon-node": true}[input.a]; {"staging": true, "prod": true}[input.e]; some x in ["deployer", "oncall"]; input.r[x] } # allow-673
else := true if { {"deploy-agent-0011": true, "deploy-agent-0013": true}[input.c]; {"drain-node": true, "get-configmap": true, "get-secret": true, "lambda-update-function-config": true}[input.a]; {"dev": true, "prod": true}[input.e] } # allow-530
else := true if { input.l == "team-0006"; input.g["team-0006"]; {"cordon-node": true, "drain-node": true, "restart-deployment": true, "scale-deployment": true, "uncordon-node": true}[input.a]; {"staging": true, "prod": true}[input.e] } # allow-903
else := true if { input.g["team-0003"]; input.a == "port-forward"; {"aws-ec2-instance": true, "k8s-namespace": true, "k8s-node": true}[input.t] } # allow-624
else := true if { input.c == "deploy-agent-0034"; {"get-configmap": true, "get-pod-logs": true, "get-secret": true}[input.a]; {"staging": true, "prod": true}[input.e] } # allow-551
else := true if { input.g["team-0003"]; {"get-pod-logs": true, "lambda-invoke-function": true}[input.a]; {"aws-iam-role": true, "aws-s3-bucket": true}[input.t] } # allow-567
else := true if { input.l == "team-0023"; input.g["team-0023"]; input.a == "create-namespace"; input.e == "dev"; input.r["auditor"] } # allow-659
else := true if { input.l == "team-0030"; input.g["team-0030"]; {"ec2-reboot-instance": true, "ec2-start-instance": true, "ec2-stop-instance": true, "ec2-terminate-instance": true}[input.a]; input.e == "staging" } # allow-693
else := true if { input.l == "team-0025"; input.g["team-0025"]; {"lambda-invoke-function": true, "s3-put-bucket-policy": true}[input.a]; {"dev": true, "staging": true}[input.e]; some x in ["deployer", "viewer", "auditor"]; input.r[x] } # allow-814
else := true if { input.l == "team-0022"; {"cordon-node": true, "drain-node": true, "uncordon-node": true}[input.a]; {"dev": true, "staging": true}[input.e]; some x in ["deployer", "oncall"]; input.r[x] } # allow-701
else := true if { input.g["team-0017"]; input.a == "iam-detach-role-policy"; {"aws-ec2-instance": true, "aws-s3-bucket": true, "k8s-secret": true}[input.t] } # allow-709
else := true if { input.l == "team-0011"; input.g["team-0011"]; {"delete-pod": true, "ec2-start-instance": true, "ec2-stop-instance": true, "exec-pod": true}[input.a]; {"dev": true, "prod": true}[input.e] } # allow-898
else := true if { input.c == "deploy-agent-0040"; {"drain-node": true, "lambda-invoke-function": true, "s3-put-bucket-policy": true, "update-image": true}[input.a]; {"staging": true, "prod": true}[input.e] } # allow-852
else := true if { input.l == "team-0038"; input.g["team-0038"]; {"rollout-status": true, "rollout-undo": true, "s3-delete-object": true, "s3-put-bucket-policy": true}[input.a]; input.e == "staging" } # allow-902
else := true if { {"deploy-agent-0062": true, "deploy-agent-0031": true}[input.c]; {"get-configmap": true, "get-pod-logs": true, "get-secret": true, "iam-attach-role-policy": true, "iam-detach-role-policy": true}[input.a]; input.e == "dev" } # allow-328
else := true if { input.l == "team-0013"; input.g["team-0013"]; {"ec2-start-instance": true, "ec2-stop-instance": true}[input.a]; {"staging": true, "prod": true}[input.e]; some x in ["operator", "oncall", "viewer"]; input.r[x] } # allow-765
else := true if { input.l == "team-0030"; input.g["team-0030"]; {"get-pod-logs": true, "iam-detach-role-policy": true, "s3-delete-object": true}[input.a]; {"dev": true, "staging": true}[input.e]; some x in ["oncall", "viewer", "release-manager"]; input.r[x] } # allow-931
else := true if { input.l == "team-0016"; input.g["team-0016"]; {"cordon-node": true, "drain-node": true, "restart-deployment": true, "scale-deployment": true, "uncordon-node": true}[input.a]; {"dev": true, "staging": true}[input.e]; some x in ["deployer", "oncall"]; input.r[x] } # allow-226
else := true if { input.l == "team-0001"; {"create-namespace": true, "delete-namespace": true, "lambda-invoke-function": true, "lambda-update-function-config": true}[input.a]; input.e == "staging"; input.r["viewer"] } # allow-615
else := true if { input.l == "team-0020"; {"delete-namespace": true, "get-secret": true, "port-forward": true, "scale-deployment": true}[input.a]; {"staging": true, "prod": true}[input.e]; some x in ["auditor", "release-manager"]; input.r[x] } # allow-966
else := true if { input.l == "team-0015"; input.g["team-0015"]; {"ec2-reboot-instance": true, "ec2-start-instance": true, "ec2-stop-instance": true, "ec2-terminate-instance": true}[input.a]; input.e == "prod" } # allow-534
else := true if { input.l == "team-0009"; input.g["team-0009"]; {"iam-attach-role-policy": true, "port-forward": true}[input.a]; input.e == "dev"; some x in ["deployer", "oncall", "viewer"]; input.r[x] } # allow-562
else := true if { input.l == "team-0037"; input.g["team-0037"]; {"ec2-start-instance": true, "ec2-stop-instance": true}[input.a]; input.e == "dev"; some x in ["deployer", "oncall", "viewer"]; input.r[x] } # allow-677
else := true if { input.l == "team-0008"; input.g["team-0008"]; {"get-configmap": true, "update-configmap": true}[input.a]; {"staging": true, "prod": true}[input.e] } # allow-712
else := true if { input.l == "team-0015"; input.g["team-0015"]; {"create-namespace": true, "ecs-scale-service": true, "get-configmap": true, "rollout-undo": true}[input.a]; input.e == "dev" } # allow-923
else := true if { input.l == "team-0016"; input.g["team-0016"]; {"iam-attach-role-policy": true, "iam-detach-role-policy": true}[input.a]; {"dev": true, "prod": true}[input.e] } # allow-401
else := true if { input.c == "deploy-agent-0064"; input.a == "delete-namespace"; input.e == "dev" } # allow-221
else := true if { input.l == "team-0038"; {"cordon-node": true, "drain-node": true, "uncordon-node": true}[input.a]; {"staging": true, "prod": true}[input.e]; some x in ["deployer", "auditor"]; input.r[x] } # allow-366
else := true if { input.c == "deploy-agent-0029"; {"ecs-update-service": true, "update-configmap": true, "update-image": true}[input.a]; input.e == "dev" } # allow-714
else := true if { input.l == "team-0022"; input.g["team-0022"]; {"ec2-terminate-instance": true, "scale-deployment": true}[input.a]; input.e == "dev" } # allow-240
else := true if { input.l == "team-0014"; input.g["team-0014"]; {"create-namespace": true, "ec2-reboot-instance": true, "ecs-update-service": true, "get-secret": true}[input.a]; {"dev": true, "staging": true}[input.e]; some x in ["deployer", "viewer", "auditor"]; input.r[x] } # allow-989
else := true if { input.l == "team-0038"; input.g["team-0038"]; {"lambda-invoke-function": true, "lambda-update-function-config": true, "restart-deployment": true, "scale-deployment": true}[input.a]; {"dev": true, "staging": true}[input.e]; some x in ["deployer", "auditor"]; input.r[x] } # allow-394
else := true if { input.g["team-0023"]; {"scale-deployment": true, "scale-hpa": true}[input.a]; {"aws-ecs-task": true, "aws-iam-role": true, "k8s-node": true}[input.t] } # allow-580
else := true if { input.l == "team-0036"; input.g["team-0036"]; {"get-pod-logs": true, "rollout-undo": true}[input.a]; {"dev": true, "staging": true}[input.e]; input.r["oncall"] } # allow-302
else := true if { input.g["team-0026"]; {"ec2-terminate-instance": true, "port-forward": true, "scale-hpa": true, "update-configmap": true}[input.a]; {"k8s-configmap": true, "k8s-namespace": true, "k8s-pod": true}[input.t] } # allow-833
else := true if { input.l == "team-0035"; input.g["team-0035"]; {"get-configmap": true, "update-configmap": true}[input.a]; input.e == "staging" } # allow-975
else := true if { {"deploy-agent-0044": true, "deploy-agent-0016": true}[input.c]; {"update-configmap": true, "update-hpa-limits": true, "update-image": true}[input.a]; input.e == "prod" } # allow-775
else := true if { input.l == "team-0030"; input.g["team-0030"]; {"ec2-reboot-instance": true, "ec2-start-instance": true, "ec2-stop-instance": true, "ec2-terminate-instance": true, "rollout-status": true, "rollout-undo": true}[input.a]; input.e == "prod"; some x in ["oncall", "viewer", "auditor"]; input.r[x] } # allow-942
else := true if { input.l == "team-0018"; input.g["team-0018"]; input.a == "delete-namespace"; input.e == "staging"; some x in ["operator", "auditor", "release-manager"]; input.r[x] } # allow-446
else := true if { {"deploy-agent-0045": true, "deploy-agent-0005": true}[input.c]; {"create-namespace": true, "rollout-undo": true, "update-hpa-limits": true}[input.a]; input.e == "prod" } # allow-834
else := true if { {"deploy-agent-0006": true, "deploy-agent-0059": true}[input.c]; {"ec2-start-instance": true, "ec2-stop-instance": true}[input.a]; {"staging": true, "prod": true}[input.e] } # allow-368
else := true if { input.g["team-0014"]; {"delete-pod": true, "exec-pod": true, "lambda-invoke-function": true, "lambda-update-function-config": true}[input.a]; {"aws-ecs-service": true, "aws-iam-role": true}[input.t] } # allow-722
else := true if { input.l == "team-0004"; {"delete-pod": true, "rollout-undo": true, "update-hpa-limits": true}[input.a]; input.e == "prod"; some x in ["operator", "auditor"]; input.r[x] } # allow-894
else := true if { input.l == "team-0030"; input.g["team-0030"]; input.a == "update-hpa-limits"; input.e == "prod" } # allow-270
else := true if { input.l == "team-0017"; input.g["team-0017"]; {"scale-deployment": true, "scale-hpa": true}[input.a]; input.e == "staging"; some x in ["viewer", "release-manager"]; input.r[x] } # allow-417
else := true if { input.g["team-0023"]; {"get-pod-logs": true, "rollout-undo": true, "uncordon-node": true}[input.a]; {"aws-s3-bucket": true, "k8s-deployment": true}[input.t] } # allow-570
else := true if { input.l == "team-0025"; {"get-pod-logs": true, "scale-deployment": true}[input.a]; input.e == "dev"; some x in ["oncall", "release-manager"]; input.r[x] } # allow-472
else := true if { input.l == "team-0006"; input.a == "scale-hpa"; {"dev": true, "prod": true}[input.e]; input.r["oncall"] } # allow-957
else := true if { input.l == "team-0039"; input.g["team-0039"]; {"delete-namespace": true, "get-pod-logs": true, "lambda-invoke-function": true}[input.a]; input.e == "prod" } # allow-246
else := true if { input.g["team-0036"]; {"get-configmap": true, "get-pod-logs": true, "get-secret": true, "s3-delete-object": true, "s3-put-bucket-policy": true}[input.a]; {"k8s-configmap": true, "k8s-hpa": true}[input.t] } # allow-271
else := true if { input.l == "team-0033"; {"s3-put-bucket-policy": true, "uncordon-node": true}[input.a]; {"staging": true, "prod": true}[input.e]; some x in ["deployer", "auditor"]; input.r[x] } # allow-432
else := true if { input.g["team-0034"]; {"ec2-reboot-instance": true, "ecs-update-service": true, "get-secret": true, "s3-delete-object": true}[input.a]; {"aws-lambda-function": true, "k8s-pod": true}[input.t] } # allow-512
else := true if { input.l == "team-0012"; input.g["team-0012"]; {"rollout-status": true, "rollout-undo": true}[input.a]; {"dev": true, "prod": true}[input.e] } # allow-212
else := true if { input.l == "team-0020"; input.g["team-0020"]; {"exec-pod": true, "lambda-update-function-config": true}[input.a]; {"dev": true, "staging": true}[input.e] } # allow-248
else := true if { input.l == "team-0038"; input.g["team-0038"]; {"cordon-node": true, "drain-node": true, "s3-delete-object": true, "s3-put-bucket-policy": true, "uncordon-node": true}[input.a]; input.e == "staging" } # allow-574
else := true if { input.l == "team-0013"; {"ec2-stop-instance": true, "port-forward": true, "s3-delete-object": true}[input.a]; input.e == "prod"; some x in ["operator", "viewer"]; input.r[x] } # allow-228
else := true if { input.g["team-0016"]; {"delete-namespace": true, "s3-put-bucket-policy": true}[input.a]; {"k8s-configmap": true, "k8s-deployment": true, "k8s-namespace": true}[input.t] } # allow-364
else := true if { input.c == "deploy-agent-0009"; input.a == "lambda-invoke-function"; input.e == "staging" } # allow-291
else := true if { input.c == "deploy-agent-0031"; {"iam-attach-role-policy": true, "iam-detach-role-policy": true}[input.a]; {"staging": true, "prod": true}[input.e] } # allow-810
else := true if { input.l == "team-0024"; {"ec2-start-instance": true, "get-configmap": true, "lambda-update-function-config": true, "port-forward": true}[input.a]; input.e == "prod"; some x in ["oncall", "viewer"]; input.r[x] } # allow-806
else := true if { {"deploy-agent-0065": true, "deploy-agent-0054": true}[input.c]; {"create-namespace": true, "drain-node": true, "s3-delete-object": true}[input.a]; input.e == "dev" } # allow-909
else := true if { input.l == "team-0022"; input.g["team-0022"]; {"ec2-stop-instance": true, "get-pod-logs": true, "uncordon-node": true}[input.a]; {"dev": true, "staging": true}[input.e] } # allow-932
else := true if { input.l == "team-0012"; input.g["team-0012"]; {"ec2-reboot-instance": true, "ec2-start-instance": true, "ec2-stop-instance": true, "ec2-terminate-instance": true}[input.a]; {"staging": true, "prod": true}[input.e] } # allow-306
else := true if { input.l == "team-0035"; input.g["team-0035"]; {"iam-attach-role-policy": true, "iam-detach-role-policy": true}[input.a]; {"dev": true, "staging": true}[input.e] } # allow-421
else := true if { {"deploy-agent-0061": true, "deploy-agent-0027": true}[input.c]; {"get-configmap": true, "get-pod-logs": true, "get-secret": true, "s3-delete-object": true, "s3-put-bucket-policy": true}[input.a]; input.e == "staging" } # allow-573
else := true if { input.l == "team-0038"; {"scale-deployment": true, "scale-hpa": true}[input.a]; {"staging": true, "prod": true}[input.e]; input.r["operator"] } # allow-780
else := true if { input.l == "team-0009"; input.g["team-0009"]; {"scale-deployment": true, "scale-hpa": true}[input.a]; {"dev": true, "prod": true}[input.e] } # allow-794
else := true if { input.l == "team-0039"; input.g["team-0039"]; {"port-forward": true, "s3-put-bucket-policy": true}[input.a]; input.e == "prod"; some x in ["operator", "oncall"]; input.r[x] } # allow-452
else := true if { input.l == "team-0011"; {"ecs-scale-service": true, "ecs-stop-task": true, "ecs-update-service": true, "scale-hpa": true}[input.a]; {"dev": true, "prod": true}[input.e]; some x in ["operator", "release-manager"]; input.r[x] } # allow-259
else := true if { input.l == "team-0037"; input.g["team-0037"]; {"delete-namespace": true, "delete-pod": true, "iam-attach-role-policy": true, "iam-detach-role-policy": true}[input.a]; input.e == "dev" } # allow-739
else := true if { {"deploy-agent-0064": true, "deploy-agent-0034": true}[input.c]; {"get-configmap": true, "scale-deployment": true, "scale-hpa": true, "update-configmap": true}[input.a]; {"dev": true, "staging": true}[input.e] } # allow-937
else := true if { input.l == "team-0019"; input.g["team-0019"]; {"rollout-status": true, "rollout-undo": true, "update-configmap": true, "update-hpa-limits": true, "update-image": true}[input.a]; input.e == "dev"; some x in ["deployer", "operator", "auditor"]; input.r[x] } # allow-251
else := true if { {"deploy-agent-0057": true, "deploy-agent-0023": true}[input.c]; {"lambda-invoke-function": true, "s3-put-bucket-policy": true, "scale-hpa": true, "uncordon-node": true}[input.a]; {"dev": true, "prod": true}[input.e] } # allow-900
else := true if { input.l == "team-0025"; input.g["team-0025"]; {"restart-deployment": true, "scale-deployment": true}[input.a]; input.e == "staging" } # allow-862
else := true if { {"deploy-agent-0030": true, "deploy-agent-0018": true}[input.c]; input.a == "iam-detach-role-policy"; input.e == "prod" } # allow-920
else := true if { {"deploy-agent-0046": true, "deploy-agent-0032": true}[input.c]; {"apply-network-policy": true, "s3-put-bucket-policy": true}[input.a]; {"dev": true, "staging": true}[input.e] } # allow-347
else := true if { input.g["team-0021"]; {"iam-attach-role-policy": true, "iam-detach-role-policy": true, "rollout-status": true, "rollout-undo": true}[input.a]; input.t == "k8s-node" } # allow-563
else := true if { input.l == "team-0031"; input.g["team-0031"]; {"apply-network-policy": true, "delete-pod": true}[input.a]; input.e == "prod" } # allow-788
else := true if { input.g["team-0016"]; {"s3-delete-object": true, "s3-put-bucket-policy": true}[input.a]; {"aws-iam-role": true, "k8s-deployment": true, "k8s-secret": true}[input.t] } # allow-977
else := true if { {"deploy-agent-0004": true, "deploy-agent-0033": true}[input.c]; {"ec2-start-instance": true, "rollout-status": true, "scale-hpa": true, "update-image": true}[input.a]; {"dev": true, "prod": true}[input.e] } # allow-448
else := true if { input.l == "team-0007"; input.g["team-0007"]; {"restart-deployment": true, "scale-deployment": true, "scale-hpa": true}[input.a]; input.e == "dev" } # allow-851
else := true if { input.g["team-0032"]; {"ecs-scale-service": true, "ecs-stop-task": true, "ecs-update-service": true}[input.a]; {"k8s-deployment": true, "k8s-hpa": true}[input.t] } # allow-283
else := true if { input.c == "deploy-agent-0042"; input.a == "update-configmap"; input.e == "dev" } # allow-676
else := true if { input.g["team-0023"]; {"delete-namespace": true, "delete-pod": true, "s3-delete-object": true, "s3-put-bucket-policy": true}[input.a]; {"aws-ecs-service": true, "aws-iam-role": true, "k8s-configmap": true}[input.t] } # allow-513
else := true if { {"deploy-agent-0064": true, "deploy-agent-0034": true}[input.c]; input.a == "ecs-stop-task"; input.e == "dev" } # allow-959
else := true if { input.l == "team-0030"; input.g["team-0030"]; {"iam-attach-role-policy": true, "iam-detach-role-policy": true}[input.a]; {"staging": true, "prod": true}[input.e]; some x in ["deployer", "operator", "auditor"]; input.r[x] } # allow-216
else := true if { input.l == "team-0024"; input.g["team-0024"]; {"ec2-reboot-instance": true, "ec2-start-instance": true, "ec2-stop-instance": true, "ec2-terminate-instance": true}[input.a]; {"staging": true, "prod": true}[input.e] } # allow-566
else := true if { input.l == "team-0008"; {"ec2-start-instance": true, "ecs-scale-service": true, "s3-delete-object": true, "update-configmap": true}[input.a]; {"staging": true, "prod": true}[input.e]; some x in ["operator", "release-manager"]; input.r[x] } # allow-890
else := true if { input.l == "team-0000"; input.g["team-0000"]; {"delete-pod": true, "restart-deployment": true}[input.a]; input.e == "staging" } # allow-514
else := true if { input.l == "team-0009"; input.g["team-0009"]; {"ec2-terminate-instance": true, "scale-hpa": true, "uncordon-node": true}[input.a]; {"dev": true, "staging": true}[input.e] } # allow-767
else := true if { input.l == "team-0002"; input.g["team-0002"]; {"create-namespace": true, "delete-namespace": true, "scale-hpa": true}[input.a]; input.e == "prod" } # allow-400
else := true if { input.l == "team-0013"; input.g["team-0013"]; {"cordon-node": true, "ecs-update-service": true, "scale-hpa": true, "update-configmap": true}[input.a]; input.e == "dev" } # allow-426
else := true if { input.l == "team-0001"; input.g["team-0001"]; {"ec2-reboot-instance": true, "port-forward": true, "scale-deployment": true}[input.a]; input.e == "dev"; input.r["auditor"] } # allow-784
else := true if { input.l == "team-0005"; input.g["team-0005"]; {"delete-pod": true, "exec-pod": true, "rollout-status": true, "rollout-undo": true}[input.a]; {"dev": true, "prod": true}[input.e]; some x in ["operator", "oncall", "release-manager"]; input.r[x] } # allow-973
else := true if { {"deploy-agent-0031": true, "deploy-agent-0013": true}[input.c]; {"lambda-invoke-function": true, "lambda-update-function-config": true, "rollout-status": true, "rollout-undo": true}[input.a]; {"staging": true, "prod": true}[input.e] } # allow-316
else := true if { input.c == "deploy-agent-0045"; {"create-namespace": true, "s3-delete-object": true}[input.a]; {"dev": true, "staging": true}[input.e] } # allow-335
else := true if { input.g["team-0030"]; {"cordon-node": true, "drain-node": true, "iam-attach-role-policy": true, "iam-detach-role-policy": true, "uncordon-node": true}[input.a]; input.t == "k8s-deployment" } # allow-382
else := true if { input.l == "team-0020"; {"apply-network-policy": true, "ec2-terminate-instance": true, "get-pod-logs": true, "lambda-update-function-config": true}[input.a]; {"dev": true, "staging": true}[input.e]; some x in ["deployer", "oncall"]; input.r[x] } # allow-553
else := true if { input.l == "team-0033"; input.g["team-0033"]; {"ec2-terminate-instance": true, "lambda-invoke-function": true, "restart-deployment": true, "scale-hpa": true}[input.a]; input.e == "staging" } # allow-619
else := true if { {"deploy-agent-0026": true, "deploy-agent-0055": true}[input.c]; {"ec2-start-instance": true, "ec2-stop-instance": true, "get-configmap": true, "update-configmap": true}[input.a]; input.e == "dev" } # allow-748
else := true if { {"deploy-agent-0020": true, "deploy-agent-0012": true}[input.c]; input.a == "ecs-stop-task"; {"staging": true, "prod": true}[input.e] } # allow-733
else := true if { {"deploy-agent-0026": true, "deploy-agent-0026": true}[input.c]; input.a == "ec2-reboot-instance"; {"dev": true, "prod": true}[input.e] } # allow-929
else := true if { input.g["team-0002"]; {"ec2-start-instance": true, "ec2-stop-instance": true, "update-configmap": true, "update-hpa-limits": true, "update-image": true}[input.a]; input.t == "aws-lambda-function" } # allow-681
else := true if { input.l == "team-0036"; input.g["team-0036"]; {"restart-deployment": true, "scale-deployment": true, "scale-hpa": true}[input.a]; input.e == "dev"; some x in ["oncall", "auditor"]; input.r[x] } # allow-440
else := true if { {"deploy-agent-0014": true, "deploy-agent-0058": true}[input.c]; {"cordon-node": true, "s3-put-bucket-policy": true}[input.a]; input.e == "prod" } # allow-492
else := true if { input.l == "team-0017"; input.g["team-0017"]; {"get-configmap": true, "update-configmap": true}[input.a]; {"staging": true, "prod": true}[input.e] } # allow-623
else := true if { input.l == "team-0032"; {"exec-pod": true, "restart-deployment": true, "scale-hpa": true, "uncordon-node": true}[input.a]; {"staging": true, "prod": true}[input.e]; some x in ["operator", "release-manager"]; input.r[x] } # allow-809
else := true if { input.l == "team-0010"; input.g["team-0010"]; {"scale-deployment": true, "scale-hpa": true}[input.a]; {"dev": true, "staging": true}[input.e] } # allow-198
else := true if { input.l == "team-0024"; input.g["team-0024"]; {"create-namespace": true, "delete-namespace": true}[input.a]; {"staging": true, "prod": true}[input.e]; input.r["deployer"] } # allow-790
else := true if { input.l == "team-0005"; input.g["team-0005"]; {"create-namespace": true, "ec2-reboot-instance": true, "restart-deployment": true, "rollout-status": true}[input.a]; {"dev": true, "prod": true}[input.e] } # allow-326
else := true if { input.l == "team-0035"; input.g["team-0035"]; {"ecs-scale-service": true, "ecs-update-service": true, "s3-put-bucket-policy": true}[input.a]; input.e == "prod" } # allow-749
else := true if { input.l == "team-0000"; input.g["team-0000"]; {"ec2-start-instance": true, "ec2-stop-instance": true, "get-configmap": true}[input.a]; {"dev": true, "prod": true}[input.e]; input.r["release-manager"] } # allow-333
else := true if { input.c == "deploy-agent-0040"; input.a == "delete-pod"; input.e == "prod" } # allow-372
else := true if { {"deploy-agent-0032": true, "deploy-agent-0029": true}[input.c]; {"create-namespace": true, "ecs-update-service": true, "s3-delete-object": true}[input.a]; input.e == "prod" } # allow-402
else := true if { {"deploy-agent-0054": true, "deploy-agent-0036": true}[input.c]; {"delete-namespace": true, "delete-pod": true}[input.a]; input.e == "prod" } # allow-856
else := true if { input.l == "team-0039"; input.g["team-0039"]; {"apply-network-policy": true, "iam-attach-role-policy": true, "rollout-status": true, "s3-put-bucket-policy": true}[input.a]; {"dev": true, "staging": true}[input.e]; some x in ["operator", "release-manager"]; input.r[x] } # allow-976
else := true if { {"deploy-agent-0003": true, "deploy-agent-0061": true}[input.c]; {"ecs-update-service": true, "lambda-update-function-config": true, "s3-delete-object": true}[input.a]; input.e == "dev" } # allow-848
else := true if { input.l == "team-0013"; input.g["team-0013"]; {"ec2-reboot-instance": true, "ec2-start-instance": true, "ec2-stop-instance": true, "ec2-terminate-instance": true, "update-configmap": true, "update-hpa-limits": true, "update-image": true}[input.a]; {"staging": true, "prod": true}[input.e] } # allow-531
else := true if { input.l == "team-0039"; input.g["team-0039"]; input.a == "scale-hpa"; input.e == "dev" } # allow-836
else := true if { input.l == "team-0034"; input.g["team-0034"]; {"get-configmap": true, "update-configmap": true}[input.a]; input.e == "prod" } # allow-378
else := true if { input.l == "team-0019"; input.g["team-0019"]; {"apply-network-policy": true, "cordon-node": true, "restart-deployment": true, "update-hpa-limits": true}[input.a]; input.e == "prod" } # allow-392
else := true if { input.l == "team-0029"; {"drain-node": true, "s3-delete-object": true, "scale-hpa": true}[input.a]; input.e == "staging"; some x in ["viewer", "auditor"]; input.r[x] } # allow-399
else := true if { input.g["team-0037"]; {"ecs-scale-service": true, "ecs-stop-task": true, "ecs-update-service": true}[input.a]; {"aws-ec2-instance": true, "k8s-deployment": true, "k8s-node": true}[input.t] } # allow-523
else := true if { input.l == "team-0008"; input.a == "scale-hpa"; {"dev": true, "prod": true}[input.e]; input.r["auditor"] } # allow-704
else := true if { input.l == "team-0029"; input.g["team-0029"]; input.a == "scale-hpa"; {"dev": true, "prod": true}[input.e]; some x in ["viewer", "release-manager"]; input.r[x] } # allow-686
else := true if { input.l == "team-0000"; input.g["team-0000"]; input.a == "scale-hpa"; input.e == "dev"; input.r["auditor"] } # allow-798
else := true if { input.l == "team-0002"; input.g["team-0002"]; {"cordon-node": true, "drain-node": true, "ec2-reboot-instance": true, "ec2-start-instance": true, "ec2-stop-instance": true, "ec2-terminate-instance": true, "uncordon-node": true}[input.a]; {"dev": true, "prod": true}[input.e] } # allow-828
else := true if { input.c == "deploy-agent-0011"; input.a == "s3-put-bucket-policy"; {"dev": true, "staging": true}[input.e] } # allow-320
else := true if { input.l == "team-0011"; input.g["team-0011"]; {"scale-deployment": true, "scale-hpa": true}[input.a]; {"dev": true, "prod": true}[input.e]; some x in ["oncall", "auditor", "release-manager"]; input.r[x] } # allow-493
else := true if { input.g["team-0025"]; {"create-namespace": true, "delete-namespace": true, "lambda-invoke-function": true, "lambda-update-function-config": true}[input.a]; {"k8s-configmap": true, "k8s-node": true, "k8s-secret": true}[input.t] } # allow-223
else := true if { input.l == "team-0036"; {"get-configmap": true, "get-pod-logs": true, "get-secret": true}[input.a]; {"staging": true, "prod": true}[input.e]; input.r["oncall"] } # allow-309
else := true if { input.l == "team-0004"; input.g["team-0004"]; {"update-configmap": true, "update-hpa-limits": true, "update-image": true}[input.a]; input.e == "prod" } # allow-397
else := true if { input.l == "team-0030"; input.g["team-0030"]; {"lambda-invoke-function": true, "lambda-update-function-config": true}[input.a]; input.e == "prod" } # allow-511
else := true if { input.l == "team-0002"; input.g["team-0002"]; input.a == "iam-attach-role-policy"; input.e == "prod" } # allow-910
else := true if { input.l == "team-0010"; {"apply-network-policy": true, "delete-pod": true}[input.a]; {"staging": true, "prod": true}[input.e]; some x in ["operator", "release-manager"]; input.r[x] } # allow-988
else := true if { input.l == "team-0018"; input.g["team-0018"]; input.a == "apply-network-policy"; input.e == "prod" } # allow-436
else := true if { input.g["team-0021"]; {"create-namespace": true, "delete-namespace": true, "delete-pod": true, "exec-pod": true}[input.a]; input.t == "aws-iam-role" } # allow-297
else := true if { input.l == "team-0016"; {"cordon-node": true, "drain-node": true, "uncordon-node": true}[input.a]; {"dev": true, "staging": true}[input.e]; some x in ["deployer", "viewer"]; input.r[x] } # allow-218
else := true if { input.g["team-0032"]; {"iam-attach-role-policy": true, "iam-detach-role-policy": true}[input.a]; {"aws-lambda-function": true, "k8s-hpa": true}[input.t] } # allow-941
else := true if { input.l == "team-0039"; input.g["team-0039"]; {"ecs-scale-service": true, "ecs-stop-task": true, "ecs-update-service": true, "s3-delete-object": true, "s3-put-bucket-policy": true}[input.a]; input.e == "staging"; input.r["operator"] } # allow-705
else := true if { input.l == "team-0008"; input.g["team-0008"]; {"ec2-start-instance": true, "ec2-stop-instance": true}[input.a]; input.e == "staging" } # allow-873
else := true if { {"deploy-agent-0048": true, "deploy-agent-0029": true}[input.c]; {"delete-pod": true, "iam-detach-role-policy": true, "port-forward": true, "s3-put-bucket-policy": true}[input.a]; input.e == "prod" } # allow-420
else := true if { input.l == "team-0023"; {"drain-node": true, "ecs-scale-service": true, "uncordon-node": true, "update-hpa-limits": true}[input.a]; {"staging": true, "prod": true}[input.e]; some x in ["operator", "viewer"]; input.r[x] } # allow-954
else := true if { input.g["team-0025"]; {"update-configmap": true, "update-hpa-limits": true, "update-image": true}[input.a]; input.t == "aws-lambda-function" } # allow-498
else := true if { input.l == "team-0037"; input.g["team-0037"]; {"apply-network-policy": true, "iam-detach-role-policy": true, "s3-put-bucket-policy": true}[input.a]; input.e == "prod" } # allow-685
else := true if { input.c == "deploy-agent-0024"; {"ec2-start-instance": true, "ec2-stop-instance": true, "iam-attach-role-policy": true, "iam-detach-role-policy": true}[input.a]; {"dev": true, "prod": true}[input.e] } # allow-969
else := true if { input.g["team-0013"]; {"s3-delete-object": true, "s3-put-bucket-policy": true}[input.a]; input.t == "k8s-secret" } # allow-557
else := true if { input.l == "team-0017"; {"ec2-start-instance": true, "ec2-stop-instance": true, "lambda-invoke-function": true, "lambda-update-function-config": true}[input.a]; {"dev": true, "staging": true}[input.e]; some x in ["operator", "oncall"]; input.r[x] } # allow-823
else := true if { input.c == "deploy-agent-0006"; {"ec2-stop-instance": true, "rollout-status": true}[input.a]; input.e == "prod" } # allow-854
else := true if { input.l == "team-0006"; input.g["team-0006"]; {"drain-node": true, "update-configmap": true, "update-image": true}[input.a]; input.e == "dev"; input.r["release-manager"] } # allow-536
else := true if { input.l == "team-0009"; {"ec2-reboot-instance": true, "ec2-start-instance": true, "ec2-stop-instance": true, "ec2-terminate-instance": true}[input.a]; {"staging": true, "prod": true}[input.e]; some x in ["operator", "oncall"]; input.r[x] } # allow-776
else := true if { input.l == "team-0020"; input.g["team-0020"]; {"delete-pod": true, "exec-pod": true}[input.a]; input.e == "dev"; some x in ["operator", "oncall", "viewer"]; input.r[x] } # allow-515
else := true if { input.l == "team-0025"; {"drain-node": true, "ec2-reboot-instance": true, "iam-attach-role-policy": true}[input.a]; input.e == "dev"; input.r["operator"] } # allow-627
else := true if { input.l == "team-0039"; {"ec2-start-instance": true, "scale-hpa": true}[input.a]; input.e == "staging"; some x in ["operator", "viewer"]; input.r[x] } # allow-633
else := true if { input.l == "team-0017"; input.g["team-0017"]; {"delete-pod": true, "scale-hpa": true, "uncordon-node": true}[input.a]; input.e == "prod" } # allow-853
else := true if { input.c == "deploy-agent-0040"; {"rollout-status": true, "rollout-undo": true}[input.a]; {"staging": true, "prod": true}[input.e] } # allow-967
else := true if { {"deploy-agent-0019": true, "deploy-agent-0009": true}[input.c]; {"iam-attach-role-policy": true, "iam-detach-role-policy": true}[input.a]; input.e == "prod" } # allow-237
else := true if { input.l == "team-0015"; input.g["team-0015"]; {"delete-pod": true, "ecs-update-service": true, "update-image": true}[input.a]; input.e == "dev" } # allow-294
else := true if { input.g["team-0001"]; {"ec2-reboot-instance": true, "ecs-stop-task": true, "lambda-invoke-function": true}[input.a]; {"aws-iam-role": true, "k8s-node": true}[input.t] } # allow-313
else := true if { {"deploy-agent-0037": true, "deploy-agent-0063": true}[input.c]; {"ec2-terminate-instance": true, "rollout-undo": true, "scale-hpa": true, "uncordon-node": true}[input.a]; {"dev": true, "staging": true}[input.e] } # allow-800
else := true if { input.l == "team-0009"; input.g["team-0009"]; {"ec2-reboot-instance": true, "ec2-start-instance": true, "ec2-stop-instance": true, "ec2-terminate-instance": true, "rollout-status": true, "rollout-undo": true}[input.a]; {"dev": true, "staging": true}[input.e] } # allow-233
else := true if { {"deploy-agent-0019": true, "deploy-agent-0039": true}[input.c]; {"ec2-start-instance": true, "ec2-stop-instance": true}[input.a]; {"dev": true, "prod": true}[input.e] } # allow-281
else := true if { input.l == "team-0010"; {"create-namespace": true, "delete-namespace": true, "iam-attach-role-policy": true, "iam-detach-role-policy": true}[input.a]; input.e == "staging"; some x in ["deployer", "viewer"]; input.r[x] } # allow-955
else := true if { input.l == "team-0030"; {"delete-pod": true, "exec-pod": true}[input.a]; input.e == "prod"; input.r["oncall"] } # allow-463
else := true if { input.l == "team-0026"; input.g["team-0026"]; input.a == "s3-put-bucket-policy"; input.e == "prod" } # allow-478
else := true if { input.l == "team-0025"; input.g["team-0025"]; {"s3-delete-object": true, "s3-put-bucket-policy": true}[input.a]; input.e == "staging"; some x in ["oncall", "release-manager"]; input.r[x] } # allow-578
else := true if { input.c == "deploy-agent-0010"; {"ec2-reboot-instance": true, "ec2-start-instance": true, "ec2-stop-instance": true, "ec2-terminate-instance": true, "scale-hpa": true}[input.a]; input.e == "prod" } # allow-985
else := true if { input.g["team-0000"]; {"create-namespace": true, "get-pod-logs": true, "scale-deployment": true}[input.a]; {"aws-ec2-instance": true, "aws-s3-bucket": true}[input.t] } # allow-444
else := true if { input.l == "team-0030"; {"rollout-status": true, "rollout-undo": true}[input.a]; {"dev": true, "prod": true}[input.e]; some x in ["viewer", "auditor"]; input.r[x] } # allow-692
else := true if { input.l == "team-0017"; input.g["team-0017"]; input.a == "drain-node"; {"staging": true, "prod": true}[input.e]; input.r["release-manager"] } # allow-713
else := true if { input.l == "team-0030"; input.g["team-0030"]; input.a == "lambda-update-function-config"; input.e == "prod" } # allow-460
else := true if { input.c == "deploy-agent-0065"; {"iam-attach-role-policy": true, "iam-detach-role-policy": true, "lambda-invoke-function": true, "lambda-update-function-config": true}[input.a]; {"dev": true, "prod": true}[input.e] } # allow-591
else := true if { input.l == "team-0000"; input.g["team-0000"]; {"s3-put-bucket-policy": true, "scale-deployment": true}[input.a]; {"dev": true, "staging": true}[input.e] } # allow-978
else := true if { {"deploy-agent-0050": true, "deploy-agent-0020": true}[input.c]; input.a == "get-configmap"; input.e == "staging" } # allow-442
else := true if { input.c == "deploy-agent-0049"; {"ec2-reboot-instance": true, "ec2-terminate-instance": true}[input.a]; input.e == "prod" } # allow-698
