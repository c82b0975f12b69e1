package bench

default allow := false

allow if actions[input.a]

actions["apply-network-policy"] := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x]; input.n <= 74 } # platform-deny-3
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev"; input.n <= 71 } # platform-allow-1
else := true if { input.g["everyone-on-call"]; input.s == "public"; input.n <= 79 } # platform-allow-5

actions["cordon-node"] := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x]; input.n <= 74 } # platform-deny-3
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev"; input.n <= 71 } # platform-allow-1
else := true if { {"k8s-deployment": true, "k8s-node": true, "aws-ec2-instance": true}[input.t]; some x in ["oncall", "operator"]; input.r[x]; input.n <= 79 } # platform-allow-4
else := true if { input.g["everyone-on-call"]; input.s == "public"; input.n <= 79 } # platform-allow-5

actions["create-namespace"] := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x]; input.n <= 74 } # platform-deny-3
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev"; input.n <= 71 } # platform-allow-1
else := true if { input.g["everyone-on-call"]; input.s == "public"; input.n <= 79 } # platform-allow-5

actions["delete-namespace"] := false if { input.e == "prod"; input.n <= 71 } # platform-deny-0
else := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x]; input.n <= 74 } # platform-deny-3
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev"; input.n <= 71 } # platform-allow-1
else := true if { input.g["everyone-on-call"]; input.s == "public"; input.n <= 79 } # platform-allow-5

actions["delete-pod"] := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x]; input.n <= 74 } # platform-deny-3
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev"; input.n <= 71 } # platform-allow-1
else := true if { input.g["everyone-on-call"]; input.s == "public"; input.n <= 79 } # platform-allow-5

actions["drain-node"] := false if { {"restricted": true, "critical": true}[input.s]; input.n <= 78 } # platform-deny-1
else := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x]; input.n <= 74 } # platform-deny-3
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev"; input.n <= 71 } # platform-allow-1
else := true if { input.g["everyone-on-call"]; input.s == "public"; input.n <= 79 } # platform-allow-5

actions["ec2-reboot-instance"] := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x]; input.n <= 74 } # platform-deny-3
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev"; input.n <= 71 } # platform-allow-1
else := true if { {"k8s-deployment": true, "k8s-node": true, "aws-ec2-instance": true}[input.t]; some x in ["oncall", "operator"]; input.r[x]; input.n <= 79 } # platform-allow-4
else := true if { input.g["everyone-on-call"]; input.s == "public"; input.n <= 79 } # platform-allow-5

actions["ec2-start-instance"] := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x]; input.n <= 74 } # platform-deny-3
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev"; input.n <= 71 } # platform-allow-1
else := true if { input.g["everyone-on-call"]; input.s == "public"; input.n <= 79 } # platform-allow-5

actions["ec2-stop-instance"] := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x]; input.n <= 74 } # platform-deny-3
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev"; input.n <= 71 } # platform-allow-1
else := true if { input.g["everyone-on-call"]; input.s == "public"; input.n <= 79 } # platform-allow-5

actions["ec2-terminate-instance"] := false if { {"restricted": true, "critical": true}[input.s]; input.n <= 78 } # platform-deny-1
else := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x]; input.n <= 74 } # platform-deny-3
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev"; input.n <= 71 } # platform-allow-1
else := true if { input.g["everyone-on-call"]; input.s == "public"; input.n <= 79 } # platform-allow-5

actions["ecs-scale-service"] := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x]; input.n <= 74 } # platform-deny-3
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev"; input.n <= 71 } # platform-allow-1
else := true if { input.e == "staging"; input.r["deployer"]; input.n <= 70 } # platform-allow-2
else := true if { input.g["everyone-on-call"]; input.s == "public"; input.n <= 79 } # platform-allow-5

actions["ecs-stop-task"] := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x]; input.n <= 74 } # platform-deny-3
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev"; input.n <= 71 } # platform-allow-1
else := true if { input.e == "staging"; input.r["deployer"]; input.n <= 70 } # platform-allow-2
else := true if { input.g["everyone-on-call"]; input.s == "public"; input.n <= 79 } # platform-allow-5

actions["ecs-update-service"] := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x]; input.n <= 74 } # platform-deny-3
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev"; input.n <= 71 } # platform-allow-1
else := true if { input.e == "staging"; input.r["deployer"]; input.n <= 70 } # platform-allow-2
else := true if { input.g["everyone-on-call"]; input.s == "public"; input.n <= 79 } # platform-allow-5

actions["exec-pod"] := false if { {"staging": true, "prod": true}[input.e]; input.n <= 71 } # platform-deny-2
else := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x]; input.n <= 74 } # platform-deny-3
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev"; input.n <= 71 } # platform-allow-1
else := true if { input.g["everyone-on-call"]; input.s == "public"; input.n <= 79 } # platform-allow-5

actions["force-delete-pod"] := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x]; input.n <= 74 } # platform-deny-3
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev"; input.n <= 71 } # platform-allow-1
else := true if { input.g["everyone-on-call"]; input.s == "public"; input.n <= 79 } # platform-allow-5

actions["get-configmap"] := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x]; input.n <= 74 } # platform-deny-3
else := true if { {"dev": true, "staging": true}[input.e]; input.n <= 74 } # platform-allow-0
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev"; input.n <= 71 } # platform-allow-1
else := true if { input.g["everyone-on-call"]; input.s == "public"; input.n <= 79 } # platform-allow-5

actions["get-pod-logs"] := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x]; input.n <= 74 } # platform-deny-3
else := true if { {"dev": true, "staging": true}[input.e]; input.n <= 74 } # platform-allow-0
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev"; input.n <= 71 } # platform-allow-1
else := true if { input.g["everyone-on-call"]; input.s == "public"; input.n <= 79 } # platform-allow-5

actions["get-secret"] := false if { {"staging": true, "prod": true}[input.e]; input.n <= 71 } # platform-deny-2
else := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x]; input.n <= 74 } # platform-deny-3
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev"; input.n <= 71 } # platform-allow-1
else := true if { input.g["everyone-on-call"]; input.s == "public"; input.n <= 79 } # platform-allow-5

actions["iam-attach-role-policy"] := false if { input.e == "prod"; input.n <= 71 } # platform-deny-0
else := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x]; input.n <= 74 } # platform-deny-3
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev"; input.n <= 71 } # platform-allow-1
else := true if { input.g["everyone-on-call"]; input.s == "public"; input.n <= 79 } # platform-allow-5

actions["iam-detach-role-policy"] := false if { input.e == "prod"; input.n <= 71 } # platform-deny-0
else := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x]; input.n <= 74 } # platform-deny-3
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev"; input.n <= 71 } # platform-allow-1
else := true if { input.g["everyone-on-call"]; input.s == "public"; input.n <= 79 } # platform-allow-5

actions["lambda-invoke-function"] := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x]; input.n <= 74 } # platform-deny-3
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev"; input.n <= 71 } # platform-allow-1
else := true if { {"dev": true, "staging": true}[input.e]; input.i == "backend"; some x in ["deployer", "release-manager"]; input.r[x]; input.n <= 72 } # platform-allow-3
else := true if { input.g["everyone-on-call"]; input.s == "public"; input.n <= 79 } # platform-allow-5

actions["lambda-update-function-config"] := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x]; input.n <= 74 } # platform-deny-3
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev"; input.n <= 71 } # platform-allow-1
else := true if { {"dev": true, "staging": true}[input.e]; input.i == "backend"; some x in ["deployer", "release-manager"]; input.r[x]; input.n <= 72 } # platform-allow-3
else := true if { input.g["everyone-on-call"]; input.s == "public"; input.n <= 79 } # platform-allow-5

actions["port-forward"] := false if { {"staging": true, "prod": true}[input.e]; input.n <= 71 } # platform-deny-2
else := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x]; input.n <= 74 } # platform-deny-3
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev"; input.n <= 71 } # platform-allow-1
else := true if { input.g["everyone-on-call"]; input.s == "public"; input.n <= 79 } # platform-allow-5

actions["restart-deployment"] := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x]; input.n <= 74 } # platform-deny-3
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev"; input.n <= 71 } # platform-allow-1
else := true if { input.e == "staging"; input.r["deployer"]; input.n <= 70 } # platform-allow-2
else := true if { {"k8s-deployment": true, "k8s-node": true, "aws-ec2-instance": true}[input.t]; some x in ["oncall", "operator"]; input.r[x]; input.n <= 79 } # platform-allow-4
else := true if { input.g["everyone-on-call"]; input.s == "public"; input.n <= 79 } # platform-allow-5

actions["rollout-status"] := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x]; input.n <= 74 } # platform-deny-3
else := true if { {"dev": true, "staging": true}[input.e]; input.n <= 74 } # platform-allow-0
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev"; input.n <= 71 } # platform-allow-1
else := true if { input.g["everyone-on-call"]; input.s == "public"; input.n <= 79 } # platform-allow-5

actions["rollout-undo"] := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x]; input.n <= 74 } # platform-deny-3
else := true if { {"dev": true, "staging": true}[input.e]; input.n <= 74 } # platform-allow-0
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev"; input.n <= 71 } # platform-allow-1
else := true if { input.g["everyone-on-call"]; input.s == "public"; input.n <= 79 } # platform-allow-5

actions["s3-delete-object"] := false if { {"restricted": true, "critical": true}[input.s]; input.n <= 78 } # platform-deny-1
else := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x]; input.n <= 74 } # platform-deny-3
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev"; input.n <= 71 } # platform-allow-1
else := true if { input.g["everyone-on-call"]; input.s == "public"; input.n <= 79 } # platform-allow-5

actions["s3-put-bucket-policy"] := false if { {"restricted": true, "critical": true}[input.s]; input.n <= 78 } # platform-deny-1
else := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x]; input.n <= 74 } # platform-deny-3
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev"; input.n <= 71 } # platform-allow-1
else := true if { input.g["everyone-on-call"]; input.s == "public"; input.n <= 79 } # platform-allow-5

actions["s3-restore-object"] := false if { {"restricted": true, "critical": true}[input.s]; input.n <= 78 } # platform-deny-1
else := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x]; input.n <= 74 } # platform-deny-3
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev"; input.n <= 71 } # platform-allow-1
else := true if { input.g["everyone-on-call"]; input.s == "public"; input.n <= 79 } # platform-allow-5

actions["scale-deployment"] := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x]; input.n <= 74 } # platform-deny-3
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev"; input.n <= 71 } # platform-allow-1
else := true if { input.e == "staging"; input.r["deployer"]; input.n <= 70 } # platform-allow-2
else := true if { input.g["everyone-on-call"]; input.s == "public"; input.n <= 79 } # platform-allow-5

actions["scale-hpa"] := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x]; input.n <= 74 } # platform-deny-3
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev"; input.n <= 71 } # platform-allow-1
else := true if { input.e == "staging"; input.r["deployer"]; input.n <= 70 } # platform-allow-2
else := true if { input.g["everyone-on-call"]; input.s == "public"; input.n <= 79 } # platform-allow-5

actions["uncordon-node"] := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x]; input.n <= 74 } # platform-deny-3
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev"; input.n <= 71 } # platform-allow-1
else := true if { {"k8s-deployment": true, "k8s-node": true, "aws-ec2-instance": true}[input.t]; some x in ["oncall", "operator"]; input.r[x]; input.n <= 79 } # platform-allow-4
else := true if { input.g["everyone-on-call"]; input.s == "public"; input.n <= 79 } # platform-allow-5

actions["update-configmap"] := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x]; input.n <= 74 } # platform-deny-3
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev"; input.n <= 71 } # platform-allow-1
else := true if { {"dev": true, "staging": true}[input.e]; input.i == "backend"; some x in ["deployer", "release-manager"]; input.r[x]; input.n <= 72 } # platform-allow-3
else := true if { input.g["everyone-on-call"]; input.s == "public"; input.n <= 79 } # platform-allow-5

actions["update-hpa-limits"] := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x]; input.n <= 74 } # platform-deny-3
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev"; input.n <= 71 } # platform-allow-1
else := true if { {"dev": true, "staging": true}[input.e]; input.i == "backend"; some x in ["deployer", "release-manager"]; input.r[x]; input.n <= 72 } # platform-allow-3
else := true if { input.g["everyone-on-call"]; input.s == "public"; input.n <= 79 } # platform-allow-5

actions["update-image"] := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x]; input.n <= 74 } # platform-deny-3
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev"; input.n <= 71 } # platform-allow-1
else := true if { {"dev": true, "staging": true}[input.e]; input.i == "backend"; some x in ["deployer", "release-manager"]; input.r[x]; input.n <= 72 } # platform-allow-3
else := true if { input.g["everyone-on-call"]; input.s == "public"; input.n <= 79 } # platform-allow-5
