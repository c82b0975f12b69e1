package bench

default allow := false

allow := false if { {"delete-namespace": true, "iam-attach-role-policy": true, "iam-detach-role-policy": true}[input.a]; input.e == "prod" } # platform-deny-0
else := false if { {"drain-node": true, "ec2-terminate-instance": true, "s3-delete-object": true, "s3-put-bucket-policy": true}[input.a]; {"restricted": true, "critical": true}[input.s] } # platform-deny-1
else := false if { {"exec-pod": true, "get-secret": true, "port-forward": true}[input.a]; {"staging": true, "prod": true}[input.e] } # platform-deny-2
else := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x] } # platform-deny-3
else := false if { input.c == "deploy-agent-0024"; {"get-configmap": true, "get-pod-logs": true, "get-secret": true, "update-configmap": true, "update-hpa-limits": true, "update-image": true}[input.a] } # deny-4
else := false if { input.c == "deploy-agent-0028"; {"delete-namespace": true, "delete-pod": true, "iam-attach-role-policy": true, "iam-detach-role-policy": true}[input.a] } # deny-10
else := false if { input.g["team-0009"]; input.a == "rollout-status"; {"restricted": true, "critical": true}[input.s]; input.e == "prod" } # deny-1
else := false if { input.c == "deploy-agent-0018"; {"delete-namespace": true, "restart-deployment": true}[input.a] } # deny-7
else := false if { input.g["team-0018"]; {"ecs-scale-service": true, "ecs-stop-task": true, "ecs-update-service": true, "lambda-invoke-function": true, "lambda-update-function-config": true}[input.a]; {"restricted": true, "critical": true}[input.s]; {"staging": true, "prod": true}[input.e] } # deny-16
else := false if { input.g["team-0017"]; {"update-configmap": true, "update-hpa-limits": true, "update-image": true}[input.a]; {"internal": true, "restricted": true}[input.s]; {"dev": true, "staging": true}[input.e] } # deny-12
else := false if { input.l == "team-0012"; {"apply-network-policy": true, "uncordon-node": true}[input.a]; input.e == "prod" } # deny-11
else := false if { input.l == "team-0013"; {"iam-attach-role-policy": true, "iam-detach-role-policy": true}[input.a]; {"dev": true, "prod": true}[input.e] } # deny-3
else := false if { input.l == "team-0005"; input.a == "create-namespace"; {"dev": true, "staging": true}[input.e] } # deny-15
else := false if { input.l == "team-0014"; {"ecs-scale-service": true, "ecs-stop-task": true, "ecs-update-service": true}[input.a]; {"dev": true, "prod": true}[input.e] } # deny-0
else := false if { input.l == "team-0005"; input.a == "lambda-update-function-config"; input.e == "staging" } # deny-2
else := false if { input.g["team-0002"]; {"ec2-terminate-instance": true, "ecs-scale-service": true, "ecs-update-service": true, "update-image": true}[input.a]; {"public": true, "internal": true}[input.s]; input.e == "prod" } # deny-14
else := false if { input.l == "team-0015"; {"cordon-node": true, "delete-pod": true, "get-configmap": true, "get-pod-logs": true}[input.a]; input.e == "staging" } # deny-5
else := false if { input.c == "deploy-agent-0038"; {"ecs-scale-service": true, "ecs-stop-task": true, "ecs-update-service": true}[input.a] } # deny-8
else := false if { input.g["team-0017"]; {"iam-detach-role-policy": true, "rollout-undo": true, "s3-put-bucket-policy": true, "update-image": true}[input.a]; input.s == "restricted"; {"dev": true, "staging": true}[input.e] } # deny-17
else := false if { {"deploy-agent-0022": true, "deploy-agent-0000": true}[input.c]; {"iam-attach-role-policy": true, "iam-detach-role-policy": true}[input.a] } # deny-9
else := false if { {"deploy-agent-0033": true, "deploy-agent-0004": true}[input.c]; {"ecs-scale-service": true, "ecs-stop-task": true, "ecs-update-service": true, "iam-attach-role-policy": true, "iam-detach-role-policy": true}[input.a] } # deny-6
else := false if { input.l == "team-0013"; {"exec-pod": true, "rollout-undo": true}[input.a]; input.e == "dev" } # deny-13
else := true if { {"get-configmap": true, "get-pod-logs": true, "rollout-status": true, "rollout-undo": true}[input.a]; {"dev": true, "staging": true}[input.e] } # platform-allow-0
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev" } # platform-allow-1
else := true if { {"ecs-scale-service": true, "ecs-stop-task": true, "ecs-update-service": true, "restart-deployment": true, "scale-deployment": true, "scale-hpa": true}[input.a]; input.e == "staging"; input.r["deployer"] } # platform-allow-2
else := true if { {"lambda-invoke-function": true, "lambda-update-function-config": true, "update-configmap": true, "update-hpa-limits": true, "update-image": true}[input.a]; {"dev": true, "staging": true}[input.e]; input.i == "backend"; some x in ["deployer", "release-manager"]; input.r[x] } # platform-allow-3
else := true if { {"cordon-node": true, "ec2-reboot-instance": true, "restart-deployment": true, "uncordon-node": true}[input.a]; {"k8s-deployment": true, "k8s-node": true, "aws-ec2-instance": true}[input.t]; some x in ["oncall", "operator"]; input.r[x] } # platform-allow-4
else := true if { input.g["everyone-on-call"]; input.s == "public" } # platform-allow-5
else := true if { input.c == "deploy-agent-0009"; {"delete-namespace": true, "delete-pod": true}[input.a]; input.e == "staging" } # allow-81
else := true if { input.l == "team-0003"; input.g["team-0003"]; input.a == "iam-attach-role-policy"; input.e == "staging"; input.r["deployer"] } # allow-46
else := true if { input.l == "team-0003"; input.g["team-0003"]; {"apply-network-policy": true, "delete-namespace": true, "s3-delete-object": true, "update-configmap": true}[input.a]; {"dev": true, "staging": true}[input.e] } # allow-88
else := true if { input.l == "team-0009"; input.g["team-0009"]; {"delete-pod": true, "ec2-stop-instance": true, "port-forward": true, "rollout-status": true}[input.a]; {"dev": true, "staging": true}[input.e] } # allow-74
else := true if { input.c == "deploy-agent-0043"; input.a == "get-secret"; {"staging": true, "prod": true}[input.e] } # allow-26
else := true if { input.g["team-0016"]; {"port-forward": true, "scale-deployment": true}[input.a]; {"aws-ec2-instance": true, "k8s-node": true}[input.t] } # allow-49
else := true if { input.l == "team-0006"; input.g["team-0006"]; {"cordon-node": true, "ec2-terminate-instance": true, "s3-delete-object": true}[input.a]; input.e == "dev"; some x in ["operator", "oncall", "viewer"]; input.r[x] } # allow-47
else := true if { input.l == "team-0003"; input.g["team-0003"]; {"ecs-scale-service": true, "ecs-stop-task": true, "ecs-update-service": true}[input.a]; {"dev": true, "staging": true}[input.e]; input.r["release-manager"] } # allow-78
else := true if { input.l == "team-0008"; input.g["team-0008"]; {"create-namespace": true, "ec2-reboot-instance": true}[input.a]; {"dev": true, "staging": true}[input.e]; input.r["auditor"] } # allow-28
else := true if { input.l == "team-0009"; input.g["team-0009"]; {"restart-deployment": true, "rollout-undo": true, "s3-put-bucket-policy": true, "update-image": true}[input.a]; input.e == "dev" } # allow-57
else := true if { input.l == "team-0016"; input.g["team-0016"]; {"ec2-reboot-instance": true, "ec2-start-instance": true, "ec2-stop-instance": true, "ec2-terminate-instance": true}[input.a]; {"dev": true, "prod": true}[input.e]; some x in ["oncall", "release-manager"]; input.r[x] } # allow-23
else := true if { input.l == "team-0007"; input.g["team-0007"]; {"get-configmap": true, "get-pod-logs": true, "get-secret": true, "iam-attach-role-policy": true, "iam-detach-role-policy": true}[input.a]; input.e == "staging" } # allow-20
else := true if { input.l == "team-0001"; {"delete-namespace": true, "delete-pod": true}[input.a]; {"staging": true, "prod": true}[input.e]; input.r["deployer"] } # allow-31
else := true if { {"deploy-agent-0034": true, "deploy-agent-0048": true}[input.c]; {"restart-deployment": true, "scale-deployment": true}[input.a]; input.e == "staging" } # allow-63
else := true if { input.l == "team-0006"; {"ec2-start-instance": true, "ec2-stop-instance": true, "iam-attach-role-policy": true, "iam-detach-role-policy": true}[input.a]; {"staging": true, "prod": true}[input.e]; input.r["auditor"] } # allow-84
else := true if { input.l == "team-0006"; {"scale-deployment": true, "scale-hpa": true}[input.a]; input.e == "prod"; some x in ["operator", "release-manager"]; input.r[x] } # allow-76
else := true if { input.g["team-0019"]; {"delete-namespace": true, "delete-pod": true}[input.a]; {"aws-ec2-instance": true, "k8s-deployment": true, "k8s-secret": true}[input.t] } # allow-59
else := true if { input.c == "deploy-agent-0027"; {"cordon-node": true, "create-namespace": true, "delete-namespace": true, "drain-node": true, "uncordon-node": true}[input.a]; {"dev": true, "staging": true}[input.e] } # allow-22
else := true if { input.g["team-0014"]; {"exec-pod": true, "uncordon-node": true}[input.a]; {"aws-ec2-instance": true, "aws-lambda-function": true}[input.t] } # allow-71
else := true if { input.l == "team-0014"; {"get-configmap": true, "get-secret": true}[input.a]; {"dev": true, "prod": true}[input.e]; some x in ["operator", "viewer"]; input.r[x] } # allow-50
else := true if { input.l == "team-0017"; input.g["team-0017"]; {"drain-node": true, "restart-deployment": true, "s3-put-bucket-policy": true}[input.a]; input.e == "dev"; input.r["viewer"] } # allow-58
else := true if { input.l == "team-0019"; input.g["team-0019"]; {"rollout-undo": true, "s3-delete-object": true}[input.a]; {"dev": true, "staging": true}[input.e]; input.r["oncall"] } # allow-60
else := true if { input.l == "team-0012"; {"delete-namespace": true, "ecs-stop-task": true, "scale-hpa": true}[input.a]; input.e == "dev"; some x in ["auditor", "release-manager"]; input.r[x] } # allow-24
else := true if { input.l == "team-0003"; input.a == "scale-hpa"; input.e == "dev"; some x in ["operator", "viewer"]; input.r[x] } # allow-51
else := true if { {"deploy-agent-0028": true, "deploy-agent-0001": true}[input.c]; {"create-namespace": true, "ec2-reboot-instance": true}[input.a]; {"staging": true, "prod": true}[input.e] } # allow-37
else := true if { input.g["team-0007"]; {"create-namespace": true, "delete-namespace": true, "get-configmap": true, "update-configmap": true}[input.a]; {"aws-s3-bucket": true, "k8s-namespace": true, "k8s-secret": true}[input.t] } # allow-33
else := true if { input.c == "deploy-agent-0045"; input.a == "rollout-status"; {"staging": true, "prod": true}[input.e] } # allow-56
else := true if { input.l == "team-0019"; {"iam-attach-role-policy": true, "iam-detach-role-policy": true, "update-configmap": true, "update-hpa-limits": true, "update-image": true}[input.a]; input.e == "staging"; some x in ["oncall", "release-manager"]; input.r[x] } # allow-40
else := true if { {"deploy-agent-0035": true, "deploy-agent-0044": true}[input.c]; {"create-namespace": true, "delete-namespace": true, "ec2-reboot-instance": true, "ec2-start-instance": true, "ec2-stop-instance": true, "ec2-terminate-instance": true}[input.a]; {"dev": true, "staging": true}[input.e] } # allow-89
else := true if { input.l == "team-0017"; input.g["team-0017"]; {"rollout-status": true, "rollout-undo": true}[input.a]; {"dev": true, "staging": true}[input.e] } # allow-72
else := true if { input.l == "team-0019"; input.g["team-0019"]; {"delete-pod": true, "exec-pod": true}[input.a]; input.e == "dev"; some x in ["operator", "oncall", "viewer"]; input.r[x] } # allow-65
else := true if { input.l == "team-0010"; {"restart-deployment": true, "scale-deployment": true, "scale-hpa": true}[input.a]; input.e == "dev"; some x in ["deployer", "operator"]; input.r[x] } # allow-86
else := true if { input.l == "team-0003"; {"lambda-invoke-function": true, "lambda-update-function-config": true}[input.a]; input.e == "staging"; input.r["viewer"] } # allow-66
else := true if { input.l == "team-0019"; input.g["team-0019"]; input.a == "update-hpa-limits"; input.e == "prod"; some x in ["deployer", "release-manager"]; input.r[x] } # allow-18
else := true if { input.l == "team-0013"; input.g["team-0013"]; input.a == "get-configmap"; input.e == "staging"; input.r["viewer"] } # allow-70
else := true if { input.l == "team-0013"; input.g["team-0013"]; {"apply-network-policy": true, "update-hpa-limits": true}[input.a]; {"dev": true, "prod": true}[input.e]; some x in ["deployer", "operator", "viewer"]; input.r[x] } # allow-27
else := true if { input.c == "deploy-agent-0042"; {"update-configmap": true, "update-hpa-limits": true, "update-image": true}[input.a]; input.e == "dev" } # allow-29
else := true if { input.g["team-0014"]; {"ecs-update-service": true, "get-pod-logs": true, "lambda-invoke-function": true}[input.a]; input.t == "k8s-secret" } # allow-61
else := true if { input.c == "deploy-agent-0044"; {"create-namespace": true, "delete-namespace": true, "restart-deployment": true, "scale-deployment": true}[input.a]; {"dev": true, "staging": true}[input.e] } # allow-64
else := true if { input.l == "team-0019"; input.g["team-0019"]; {"ec2-stop-instance": true, "ecs-scale-service": true, "iam-detach-role-policy": true, "scale-hpa": true}[input.a]; input.e == "prod"; input.r["viewer"] } # allow-73
else := true if { input.c == "deploy-agent-0005"; {"apply-network-policy": true, "ecs-scale-service": true, "iam-detach-role-policy": true}[input.a]; input.e == "staging" } # allow-85
else := true if { input.c == "deploy-agent-0049"; {"delete-pod": true, "ec2-start-instance": true, "get-pod-logs": true}[input.a]; input.e == "dev" } # allow-67
else := true if { input.l == "team-0010"; input.g["team-0010"]; {"lambda-invoke-function": true, "s3-delete-object": true, "update-hpa-limits": true, "update-image": true}[input.a]; input.e == "dev" } # allow-62
else := true if { input.l == "team-0005"; input.g["team-0005"]; {"cordon-node": true, "drain-node": true, "ec2-start-instance": true, "ec2-stop-instance": true, "uncordon-node": true}[input.a]; input.e == "prod" } # allow-36
else := true if { {"deploy-agent-0006": true, "deploy-agent-0033": true}[input.c]; {"rollout-status": true, "update-image": true}[input.a]; {"dev": true, "staging": true}[input.e] } # allow-21
else := true if { input.l == "team-0003"; input.g["team-0003"]; {"scale-deployment": true, "scale-hpa": true}[input.a]; {"dev": true, "staging": true}[input.e]; some x in ["auditor", "release-manager"]; input.r[x] } # allow-41
else := true if { input.l == "team-0003"; input.g["team-0003"]; {"apply-network-policy": true, "create-namespace": true, "lambda-invoke-function": true}[input.a]; input.e == "staging"; some x in ["deployer", "operator", "release-manager"]; input.r[x] } # allow-52
else := true if { input.l == "team-0000"; input.g["team-0000"]; {"update-configmap": true, "update-hpa-limits": true, "update-image": true}[input.a]; {"staging": true, "prod": true}[input.e] } # allow-80
else := true if { input.c == "deploy-agent-0026"; {"create-namespace": true, "delete-namespace": true, "delete-pod": true, "exec-pod": true}[input.a]; input.e == "staging" } # allow-83
else := true if { input.l == "team-0018"; input.g["team-0018"]; {"ec2-reboot-instance": true, "get-pod-logs": true, "uncordon-node": true}[input.a]; {"dev": true, "staging": true}[input.e]; some x in ["oncall", "auditor"]; input.r[x] } # allow-32
else := true if { input.l == "team-0007"; input.g["team-0007"]; {"s3-delete-object": true, "s3-put-bucket-policy": true, "scale-deployment": true, "scale-hpa": true}[input.a]; {"staging": true, "prod": true}[input.e] } # allow-82
else := true if { {"deploy-agent-0009": true, "deploy-agent-0035": true}[input.c]; {"iam-attach-role-policy": true, "iam-detach-role-policy": true}[input.a]; input.e == "staging" } # allow-25
else := true if { {"deploy-agent-0030": true, "deploy-agent-0037": true}[input.c]; input.a == "update-image"; {"dev": true, "staging": true}[input.e] } # allow-53
else := true if { input.l == "team-0013"; input.g["team-0013"]; {"delete-pod": true, "ecs-scale-service": true, "update-image": true}[input.a]; {"dev": true, "prod": true}[input.e] } # allow-43
else := true if { input.g["team-0011"]; {"get-configmap": true, "scale-deployment": true, "scale-hpa": true, "update-configmap": true}[input.a]; {"aws-lambda-function": true, "k8s-namespace": true, "k8s-pod": true}[input.t] } # allow-68
else := true if { input.c == "deploy-agent-0032"; {"ecs-stop-task": true, "lambda-invoke-function": true, "uncordon-node": true}[input.a]; {"dev": true, "staging": true}[input.e] } # allow-39
else := true if { input.l == "team-0017"; input.g["team-0017"]; {"iam-detach-role-policy": true, "s3-put-bucket-policy": true}[input.a]; {"dev": true, "prod": true}[input.e] } # allow-54
else := true if { {"deploy-agent-0000": true, "deploy-agent-0036": true}[input.c]; input.a == "scale-hpa"; {"dev": true, "prod": true}[input.e] } # allow-48
else := true if { input.l == "team-0016"; input.g["team-0016"]; {"ec2-reboot-instance": true, "ec2-start-instance": true, "ec2-stop-instance": true, "ec2-terminate-instance": true}[input.a]; {"staging": true, "prod": true}[input.e]; some x in ["deployer", "release-manager"]; input.r[x] } # allow-19
else := true if { input.c == "deploy-agent-0010"; {"restart-deployment": true, "s3-delete-object": true, "s3-put-bucket-policy": true, "scale-deployment": true}[input.a]; {"staging": true, "prod": true}[input.e] } # allow-34
else := true if { input.g["team-0002"]; {"get-pod-logs": true, "s3-put-bucket-policy": true, "update-configmap": true, "update-image": true}[input.a]; {"aws-iam-role": true, "k8s-configmap": true, "k8s-namespace": true}[input.t] } # allow-38
else := true if { input.l == "team-0019"; input.g["team-0019"]; {"ec2-reboot-instance": true, "scale-deployment": true}[input.a]; {"dev": true, "staging": true}[input.e] } # allow-44
else := true if { input.l == "team-0019"; input.g["team-0019"]; input.a == "restart-deployment"; input.e == "staging"; input.r["viewer"] } # allow-77
else := true if { input.l == "team-0001"; input.g["team-0001"]; {"drain-node": true, "ec2-reboot-instance": true, "get-configmap": true, "uncordon-node": true}[input.a]; input.e == "dev"; some x in ["oncall", "viewer", "release-manager"]; input.r[x] } # allow-30
else := true if { input.l == "team-0013"; input.g["team-0013"]; {"ecs-scale-service": true, "ecs-stop-task": true, "ecs-update-service": true, "scale-deployment": true, "scale-hpa": true}[input.a]; input.e == "staging"; some x in ["deployer", "operator", "auditor"]; input.r[x] } # allow-45
else := true if { input.l == "team-0017"; input.g["team-0017"]; input.a == "lambda-update-function-config"; {"staging": true, "prod": true}[input.e] } # allow-87
else := true if { input.l == "team-0004"; input.g["team-0004"]; {"iam-detach-role-policy": true, "lambda-invoke-function": true, "lambda-update-function-config": true, "update-image": true}[input.a]; input.e == "staging"; some x in ["operator", "auditor", "release-manager"]; input.r[x] } # allow-79
else := true if { input.l == "team-0019"; input.g["team-0019"]; {"ec2-terminate-instance": true, "iam-detach-role-policy": true}[input.a]; {"staging": true, "prod": true}[input.e] } # allow-55
else := true if { input.l == "team-0011"; input.g["team-0011"]; input.a == "scale-hpa"; {"dev": true, "prod": true}[input.e] } # allow-75
else := true if { input.l == "team-0019"; input.g["team-0019"]; input.a == "update-image"; input.e == "dev"; input.r["deployer"] } # allow-69
else := true if { input.l == "team-0014"; input.g["team-0014"]; {"create-namespace": true, "delete-namespace": true, "lambda-invoke-function": true, "lambda-update-function-config": true}[input.a]; {"dev": true, "staging": true}[input.e] } # allow-42
else := true if { input.l == "team-0005"; input.g["team-0005"]; input.a == "scale-hpa"; input.e == "dev"; some x in ["deployer", "viewer", "release-manager"]; input.r[x] } # allow-35
