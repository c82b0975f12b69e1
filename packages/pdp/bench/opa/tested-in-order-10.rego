package bench

default allow := false

allow := false if { {"delete-namespace": true, "iam-attach-role-policy": true, "iam-detach-role-policy": true}[input.a]; input.e == "prod"; input.n <= 71 } # platform-deny-0
else := false if { {"drain-node": true, "ec2-terminate-instance": true, "s3-delete-object": true, "s3-put-bucket-policy": true, "s3-restore-object": true}[input.a]; {"restricted": true, "critical": true}[input.s]; input.n <= 78 } # platform-deny-1
else := false if { {"exec-pod": true, "get-secret": true, "port-forward": true}[input.a]; {"staging": true, "prod": true}[input.e]; input.n <= 71 } # platform-deny-2
else := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x]; input.n <= 74 } # platform-deny-3
else := true if { {"get-configmap": true, "get-pod-logs": true, "rollout-status": true, "rollout-undo": true}[input.a]; {"dev": true, "staging": true}[input.e]; input.n <= 74 } # platform-allow-0
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev"; input.n <= 71 } # platform-allow-1
else := true if { {"ecs-scale-service": true, "ecs-stop-task": true, "ecs-update-service": true, "restart-deployment": true, "scale-deployment": true, "scale-hpa": true}[input.a]; input.e == "staging"; input.r["deployer"]; input.n <= 70 } # platform-allow-2
else := true if { {"lambda-invoke-function": true, "lambda-update-function-config": true, "update-configmap": true, "update-hpa-limits": true, "update-image": true}[input.a]; {"dev": true, "staging": true}[input.e]; input.i == "backend"; some x in ["deployer", "release-manager"]; input.r[x]; input.n <= 72 } # platform-allow-3
else := true if { {"cordon-node": true, "ec2-reboot-instance": true, "restart-deployment": true, "uncordon-node": true}[input.a]; {"k8s-deployment": true, "k8s-node": true, "aws-ec2-instance": true}[input.t]; some x in ["oncall", "operator"]; input.r[x]; input.n <= 79 } # platform-allow-4
else := true if { input.g["everyone-on-call"]; input.s == "public"; input.n <= 79 } # platform-allow-5
