package bench

default allow := false

allow := false if { {"delete-namespace": true, "iam-attach-role-policy": true, "iam-detach-role-policy": true}[input.a]; input.e == "prod" } # platform-deny-0
else := false if { {"drain-node": true, "ec2-terminate-instance": true, "s3-delete-object": true, "s3-put-bucket-policy": true, "s3-restore-object": true}[input.a]; {"restricted": true, "critical": true}[input.s] } # platform-deny-1
else := false if { {"exec-pod": true, "get-secret": true, "port-forward": true}[input.a]; {"staging": true, "prod": true}[input.e] } # platform-deny-2
else := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x] } # platform-deny-3
else := false if { {"deploy-agent-0020": true, "deploy-agent-0024": true}[input.c]; {"get-configmap": true, "get-pod-logs": true, "get-secret": true, "update-configmap": true, "update-hpa-limits": true, "update-image": true}[input.a] } # deny-4
else := false if { input.l == "team-0011"; {"create-namespace": true, "delete-namespace": true, "iam-attach-role-policy": true, "iam-detach-role-policy": true}[input.a]; input.e == "dev" } # deny-13
else := false if { {"deploy-agent-0017": true, "deploy-agent-0018": true}[input.c]; input.a == "restart-deployment" } # deny-1
else := false if { input.g["team-0018"]; {"ecs-scale-service": true, "ecs-stop-task": true, "ecs-update-service": true, "lambda-invoke-function": true, "lambda-update-function-config": true}[input.a]; {"restricted": true, "critical": true}[input.s]; {"staging": true, "prod": true}[input.e] } # deny-16
else := false if { {"deploy-agent-0004": true, "deploy-agent-0013": true}[input.c]; {"restart-deployment": true, "scale-deployment": true}[input.a] } # deny-6
else := false if { input.l == "team-0016"; {"ecs-scale-service": true, "ecs-stop-task": true, "ecs-update-service": true}[input.a]; {"dev": true, "staging": true}[input.e] } # deny-12
else := false if { input.g["team-0003"]; {"force-delete-pod": true, "update-configmap": true}[input.a]; {"internal": true, "critical": true}[input.s]; input.e == "prod" } # deny-11
else := false if { input.g["team-0011"]; {"lambda-invoke-function": true, "lambda-update-function-config": true}[input.a]; input.s == "critical"; {"dev": true, "prod": true}[input.e] } # deny-9
else := false if { input.l == "team-0000"; {"delete-pod": true, "drain-node": true, "s3-delete-object": true, "s3-put-bucket-policy": true}[input.a]; {"staging": true, "prod": true}[input.e] } # deny-3
else := false if { input.l == "team-0014"; {"ecs-scale-service": true, "ecs-stop-task": true, "ecs-update-service": true}[input.a]; {"dev": true, "prod": true}[input.e] } # deny-0
else := false if { input.c == "deploy-agent-0026"; {"ec2-start-instance": true, "ec2-stop-instance": true}[input.a] } # deny-8
else := false if { input.l == "team-0011"; {"force-delete-pod": true, "s3-put-bucket-policy": true}[input.a]; input.e == "prod" } # deny-7
else := false if { input.l == "team-0000"; {"get-configmap": true, "get-pod-logs": true, "get-secret": true, "scale-hpa": true}[input.a]; {"dev": true, "prod": true}[input.e] } # deny-10
else := false if { input.l == "team-0002"; {"ec2-terminate-instance": true, "ecs-scale-service": true, "ecs-update-service": true, "update-configmap": true}[input.a]; input.e == "dev" } # deny-14
else := false if { input.l == "team-0013"; {"delete-pod": true, "exec-pod": true, "force-delete-pod": true}[input.a]; {"staging": true, "prod": true}[input.e] } # deny-2
else := false if { input.g["team-0015"]; {"delete-pod": true, "force-delete-pod": true, "get-configmap": true, "update-hpa-limits": true}[input.a]; {"public": true, "internal": true}[input.s]; input.e == "staging" } # deny-5
else := false if { input.l == "team-0017"; {"iam-attach-role-policy": true, "rollout-status": true, "s3-delete-object": true, "update-configmap": true}[input.a]; input.e == "prod" } # deny-17
else := false if { input.l == "team-0005"; {"create-namespace": true, "delete-pod": true}[input.a]; {"dev": true, "staging": true}[input.e] } # deny-15
else := true if { {"get-configmap": true, "get-pod-logs": true, "rollout-status": true, "rollout-undo": true}[input.a]; {"dev": true, "staging": true}[input.e] } # platform-allow-0
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev" } # platform-allow-1
else := true if { {"ecs-scale-service": true, "ecs-stop-task": true, "ecs-update-service": true, "restart-deployment": true, "scale-deployment": true, "scale-hpa": true}[input.a]; input.e == "staging"; input.r["deployer"] } # platform-allow-2
else := true if { {"lambda-invoke-function": true, "lambda-update-function-config": true, "update-configmap": true, "update-hpa-limits": true, "update-image": true}[input.a]; {"dev": true, "staging": true}[input.e]; input.i == "backend"; some x in ["deployer", "release-manager"]; input.r[x] } # platform-allow-3
else := true if { {"cordon-node": true, "ec2-reboot-instance": true, "restart-deployment": true, "uncordon-node": true}[input.a]; {"k8s-deployment": true, "k8s-node": true, "aws-ec2-instance": true}[input.t]; some x in ["oncall", "operator"]; input.r[x] } # platform-allow-4
else := true if { input.g["everyone-on-call"]; input.s == "public" } # platform-allow-5
else := true if { input.g["team-0009"]; {"get-pod-logs": true, "rollout-status": true}[input.a]; input.t == "aws-ecs-service" } # allow-44
else := true if { input.c == "deploy-agent-0048"; {"delete-namespace": true, "ec2-reboot-instance": true, "restart-deployment": true}[input.a]; input.e == "dev" } # allow-18
else := true if { input.l == "team-0015"; input.g["team-0015"]; {"iam-attach-role-policy": true, "iam-detach-role-policy": true}[input.a]; input.e == "dev" } # allow-42
else := true if { input.l == "team-0002"; input.g["team-0002"]; input.a == "scale-hpa"; input.e == "dev"; input.r["viewer"] } # allow-87
else := true if { input.l == "team-0016"; {"cordon-node": true, "drain-node": true, "uncordon-node": true}[input.a]; input.e == "prod"; input.r["release-manager"] } # allow-55
else := true if { input.l == "team-0009"; input.g["team-0009"]; {"ecs-scale-service": true, "ecs-stop-task": true, "ecs-update-service": true, "get-configmap": true, "update-configmap": true}[input.a]; {"staging": true, "prod": true}[input.e] } # allow-72
else := true if { input.l == "team-0011"; {"lambda-update-function-config": true, "update-configmap": true}[input.a]; {"dev": true, "prod": true}[input.e]; some x in ["deployer", "auditor"]; input.r[x] } # allow-58
else := true if { input.l == "team-0015"; input.g["team-0015"]; {"delete-namespace": true, "delete-pod": true, "iam-attach-role-policy": true, "iam-detach-role-policy": true}[input.a]; input.e == "prod" } # allow-56
else := true if { input.l == "team-0019"; input.g["team-0019"]; {"ec2-reboot-instance": true, "ec2-start-instance": true, "ec2-stop-instance": true, "ec2-terminate-instance": true}[input.a]; {"staging": true, "prod": true}[input.e] } # allow-45
else := true if { input.l == "team-0006"; {"ec2-reboot-instance": true, "ec2-start-instance": true, "ec2-stop-instance": true, "ec2-terminate-instance": true, "scale-hpa": true}[input.a]; input.e == "staging"; some x in ["operator", "auditor"]; input.r[x] } # allow-29
else := true if { {"deploy-agent-0030": true, "deploy-agent-0006": true}[input.c]; {"lambda-invoke-function": true, "lambda-update-function-config": true, "rollout-status": true, "rollout-undo": true}[input.a]; input.e == "prod" } # allow-57
else := true if { input.c == "deploy-agent-0022"; input.a == "force-delete-pod"; {"staging": true, "prod": true}[input.e] } # allow-86
else := true if { {"deploy-agent-0026": true, "deploy-agent-0003": true}[input.c]; {"ec2-reboot-instance": true, "ec2-start-instance": true, "ec2-stop-instance": true, "ec2-terminate-instance": true, "scale-deployment": true, "scale-hpa": true}[input.a]; input.e == "staging" } # allow-31
else := true if { input.l == "team-0007"; input.g["team-0007"]; {"lambda-invoke-function": true, "lambda-update-function-config": true, "restart-deployment": true, "scale-deployment": true}[input.a]; {"dev": true, "prod": true}[input.e]; some x in ["deployer", "operator"]; input.r[x] } # allow-66
else := true if { input.l == "team-0010"; input.g["team-0010"]; {"ec2-start-instance": true, "get-configmap": true, "rollout-undo": true}[input.a]; {"dev": true, "staging": true}[input.e] } # allow-34
else := true if { input.l == "team-0001"; input.g["team-0001"]; {"ec2-start-instance": true, "ecs-scale-service": true, "get-configmap": true, "lambda-update-function-config": true}[input.a]; {"staging": true, "prod": true}[input.e]; some x in ["oncall", "viewer", "release-manager"]; input.r[x] } # allow-26
else := true if { input.l == "team-0016"; {"ec2-stop-instance": true, "ecs-update-service": true, "s3-restore-object": true}[input.a]; input.e == "dev"; input.r["deployer"] } # allow-59
else := true if { input.c == "deploy-agent-0044"; {"delete-namespace": true, "delete-pod": true}[input.a]; {"dev": true, "prod": true}[input.e] } # allow-81
else := true if { input.c == "deploy-agent-0010"; {"create-namespace": true, "delete-namespace": true, "lambda-invoke-function": true, "lambda-update-function-config": true}[input.a]; {"staging": true, "prod": true}[input.e] } # allow-65
else := true if { input.l == "team-0013"; input.g["team-0013"]; input.a == "lambda-update-function-config"; input.e == "prod" } # allow-28
else := true if { input.l == "team-0005"; {"delete-pod": true, "exec-pod": true, "force-delete-pod": true, "lambda-invoke-function": true, "lambda-update-function-config": true}[input.a]; {"staging": true, "prod": true}[input.e]; input.r["oncall"] } # allow-27
else := true if { input.l == "team-0017"; {"delete-pod": true, "ecs-stop-task": true, "force-delete-pod": true}[input.a]; {"dev": true, "prod": true}[input.e]; some x in ["operator", "auditor"]; input.r[x] } # allow-22
else := true if { input.l == "team-0013"; input.g["team-0013"]; input.a == "rollout-status"; input.e == "prod"; some x in ["deployer", "operator"]; input.r[x] } # allow-21
else := true if { input.l == "team-0008"; input.g["team-0008"]; {"delete-pod": true, "exec-pod": true, "force-delete-pod": true, "restart-deployment": true, "scale-deployment": true}[input.a]; {"staging": true, "prod": true}[input.e] } # allow-24
else := true if { {"deploy-agent-0015": true, "deploy-agent-0029": true}[input.c]; {"rollout-status": true, "s3-delete-object": true}[input.a]; {"staging": true, "prod": true}[input.e] } # allow-49
else := true if { input.l == "team-0005"; input.g["team-0005"]; {"scale-deployment": true, "update-hpa-limits": true}[input.a]; input.e == "prod" } # allow-50
else := true if { input.l == "team-0008"; {"force-delete-pod": true, "rollout-status": true, "scale-hpa": true, "update-image": true}[input.a]; {"dev": true, "staging": true}[input.e]; input.r["viewer"] } # allow-73
else := true if { input.l == "team-0013"; input.g["team-0013"]; {"delete-namespace": true, "delete-pod": true, "s3-delete-object": true, "s3-put-bucket-policy": true, "s3-restore-object": true}[input.a]; input.e == "dev" } # allow-25
else := true if { input.l == "team-0013"; input.g["team-0013"]; {"create-namespace": true, "delete-namespace": true, "ec2-start-instance": true, "ec2-stop-instance": true}[input.a]; {"staging": true, "prod": true}[input.e]; some x in ["viewer", "auditor", "release-manager"]; input.r[x] } # allow-78
else := true if { input.l == "team-0014"; input.g["team-0014"]; {"drain-node": true, "get-pod-logs": true, "lambda-invoke-function": true, "port-forward": true}[input.a]; input.e == "prod"; some x in ["oncall", "auditor", "release-manager"]; input.r[x] } # allow-37
else := true if { input.l == "team-0006"; input.g["team-0006"]; {"create-namespace": true, "ec2-reboot-instance": true}[input.a]; input.e == "prod"; some x in ["deployer", "auditor"]; input.r[x] } # allow-36
else := true if { input.l == "team-0005"; input.a == "ec2-reboot-instance"; {"dev": true, "prod": true}[input.e]; some x in ["deployer", "auditor"]; input.r[x] } # allow-70
else := true if { input.l == "team-0014"; input.g["team-0014"]; input.a == "restart-deployment"; input.e == "staging"; some x in ["oncall", "auditor"]; input.r[x] } # allow-32
else := true if { input.l == "team-0007"; input.a == "restart-deployment"; {"staging": true, "prod": true}[input.e]; input.r["auditor"] } # allow-41
else := true if { input.l == "team-0019"; input.a == "iam-detach-role-policy"; {"staging": true, "prod": true}[input.e]; input.r["operator"] } # allow-79
else := true if { {"deploy-agent-0004": true, "deploy-agent-0010": true}[input.c]; input.a == "scale-hpa"; input.e == "staging" } # allow-54
else := true if { input.l == "team-0012"; input.g["team-0012"]; {"update-configmap": true, "update-hpa-limits": true, "update-image": true}[input.a]; input.e == "dev" } # allow-39
else := true if { input.l == "team-0018"; input.g["team-0018"]; {"ecs-scale-service": true, "ecs-stop-task": true, "ecs-update-service": true}[input.a]; {"staging": true, "prod": true}[input.e] } # allow-80
else := true if { input.l == "team-0001"; input.g["team-0001"]; {"ecs-scale-service": true, "ecs-stop-task": true, "ecs-update-service": true, "get-configmap": true, "update-configmap": true}[input.a]; {"dev": true, "prod": true}[input.e]; input.r["auditor"] } # allow-53
else := true if { input.g["team-0015"]; input.a == "s3-put-bucket-policy"; {"aws-ecs-task": true, "k8s-pod": true}[input.t] } # allow-82
else := true if { input.c == "deploy-agent-0021"; {"ec2-start-instance": true, "ecs-stop-task": true, "get-configmap": true, "lambda-update-function-config": true}[input.a]; {"dev": true, "prod": true}[input.e] } # allow-52
else := true if { input.l == "team-0001"; {"iam-attach-role-policy": true, "iam-detach-role-policy": true, "lambda-invoke-function": true, "lambda-update-function-config": true}[input.a]; input.e == "staging"; input.r["operator"] } # allow-76
else := true if { {"deploy-agent-0010": true, "deploy-agent-0028": true}[input.c]; {"lambda-update-function-config": true, "update-configmap": true}[input.a]; {"staging": true, "prod": true}[input.e] } # allow-67
else := true if { input.l == "team-0005"; input.g["team-0005"]; {"get-pod-logs": true, "iam-detach-role-policy": true}[input.a]; input.e == "prod" } # allow-43
else := true if { input.l == "team-0003"; input.g["team-0003"]; input.a == "scale-hpa"; input.e == "prod" } # allow-46
else := true if { input.l == "team-0000"; input.g["team-0000"]; {"lambda-invoke-function": true, "lambda-update-function-config": true}[input.a]; {"dev": true, "staging": true}[input.e] } # allow-30
else := true if { input.l == "team-0019"; input.g["team-0019"]; {"ecs-scale-service": true, "ecs-stop-task": true, "ecs-update-service": true, "s3-delete-object": true, "s3-put-bucket-policy": true, "s3-restore-object": true}[input.a]; {"dev": true, "staging": true}[input.e]; some x in ["deployer", "oncall"]; input.r[x] } # allow-62
else := true if { input.g["team-0017"]; {"ecs-scale-service": true, "ecs-stop-task": true, "ecs-update-service": true, "s3-delete-object": true, "s3-put-bucket-policy": true, "s3-restore-object": true}[input.a]; input.t == "aws-s3-bucket" } # allow-68
else := true if { input.l == "team-0005"; input.g["team-0005"]; {"cordon-node": true, "drain-node": true, "ec2-start-instance": true, "ec2-stop-instance": true, "uncordon-node": true}[input.a]; input.e == "prod" } # allow-35
else := true if { input.l == "team-0003"; input.g["team-0003"]; {"create-namespace": true, "delete-namespace": true}[input.a]; {"dev": true, "staging": true}[input.e]; some x in ["operator", "auditor"]; input.r[x] } # allow-64
else := true if { input.l == "team-0005"; input.a == "rollout-status"; {"dev": true, "prod": true}[input.e]; input.r["viewer"] } # allow-33
else := true if { input.l == "team-0015"; input.g["team-0015"]; {"ec2-stop-instance": true, "ecs-scale-service": true, "force-delete-pod": true, "s3-put-bucket-policy": true}[input.a]; input.e == "prod" } # allow-74
else := true if { input.l == "team-0011"; {"drain-node": true, "exec-pod": true, "restart-deployment": true, "scale-deployment": true}[input.a]; input.e == "staging"; input.r["deployer"] } # allow-38
else := true if { input.c == "deploy-agent-0005"; {"delete-namespace": true, "delete-pod": true}[input.a]; input.e == "prod" } # allow-69
else := true if { input.l == "team-0018"; input.g["team-0018"]; {"ec2-reboot-instance": true, "exec-pod": true, "s3-put-bucket-policy": true}[input.a]; {"dev": true, "prod": true}[input.e] } # allow-71
else := true if { input.l == "team-0010"; input.g["team-0010"]; {"ecs-scale-service": true, "ecs-stop-task": true, "ecs-update-service": true, "lambda-invoke-function": true, "lambda-update-function-config": true}[input.a]; {"dev": true, "staging": true}[input.e] } # allow-51
else := true if { input.l == "team-0004"; input.g["team-0004"]; {"s3-delete-object": true, "update-configmap": true, "update-image": true}[input.a]; {"dev": true, "staging": true}[input.e] } # allow-40
else := true if { {"deploy-agent-0043": true, "deploy-agent-0017": true}[input.c]; {"ec2-stop-instance": true, "iam-attach-role-policy": true, "rollout-status": true, "scale-deployment": true}[input.a]; {"staging": true, "prod": true}[input.e] } # allow-77
else := true if { input.l == "team-0001"; input.g["team-0001"]; {"ec2-start-instance": true, "ec2-stop-instance": true, "restart-deployment": true, "scale-deployment": true}[input.a]; {"staging": true, "prod": true}[input.e]; some x in ["viewer", "auditor"]; input.r[x] } # allow-48
else := true if { input.l == "team-0016"; input.g["team-0016"]; {"cordon-node": true, "delete-pod": true, "rollout-undo": true}[input.a]; {"staging": true, "prod": true}[input.e]; some x in ["oncall", "viewer", "release-manager"]; input.r[x] } # allow-89
else := true if { input.l == "team-0007"; {"drain-node": true, "s3-delete-object": true, "uncordon-node": true}[input.a]; {"dev": true, "prod": true}[input.e]; input.r["auditor"] } # allow-20
else := true if { input.l == "team-0010"; input.g["team-0010"]; {"ecs-scale-service": true, "ecs-stop-task": true, "ecs-update-service": true, "rollout-status": true, "rollout-undo": true}[input.a]; input.e == "staging" } # allow-47
else := true if { input.l == "team-0001"; input.g["team-0001"]; {"create-namespace": true, "get-pod-logs": true, "restart-deployment": true}[input.a]; input.e == "dev" } # allow-84
else := true if { input.l == "team-0002"; input.g["team-0002"]; {"ec2-reboot-instance": true, "ec2-start-instance": true, "ec2-stop-instance": true, "ec2-terminate-instance": true, "rollout-status": true, "rollout-undo": true}[input.a]; {"staging": true, "prod": true}[input.e]; some x in ["deployer", "oncall", "auditor"]; input.r[x] } # allow-88
else := true if { input.l == "team-0016"; input.g["team-0016"]; input.a == "get-pod-logs"; input.e == "prod" } # allow-23
else := true if { input.l == "team-0011"; {"scale-hpa": true, "update-configmap": true, "update-hpa-limits": true, "update-image": true}[input.a]; input.e == "staging"; some x in ["oncall", "release-manager"]; input.r[x] } # allow-19
else := true if { input.l == "team-0013"; input.g["team-0013"]; {"delete-pod": true, "exec-pod": true, "force-delete-pod": true, "rollout-status": true, "rollout-undo": true}[input.a]; input.e == "prod" } # allow-61
else := true if { input.l == "team-0007"; input.g["team-0007"]; {"ec2-reboot-instance": true, "ec2-start-instance": true, "ec2-stop-instance": true, "ec2-terminate-instance": true, "get-configmap": true, "update-configmap": true}[input.a]; input.e == "prod"; input.r["release-manager"] } # allow-85
else := true if { input.l == "team-0001"; input.g["team-0001"]; {"delete-namespace": true, "ecs-scale-service": true}[input.a]; input.e == "prod"; some x in ["operator", "viewer"]; input.r[x] } # allow-83
else := true if { input.l == "team-0008"; input.g["team-0008"]; {"drain-node": true, "exec-pod": true, "get-configmap": true}[input.a]; {"dev": true, "staging": true}[input.e]; some x in ["deployer", "oncall"]; input.r[x] } # allow-75
else := true if { input.l == "team-0000"; {"cordon-node": true, "drain-node": true, "ec2-reboot-instance": true, "ec2-start-instance": true}[input.a]; {"dev": true, "prod": true}[input.e]; some x in ["operator", "release-manager"]; input.r[x] } # allow-63
else := true if { input.l == "team-0016"; input.g["team-0016"]; {"delete-namespace": true, "delete-pod": true}[input.a]; {"dev": true, "staging": true}[input.e] } # allow-60
