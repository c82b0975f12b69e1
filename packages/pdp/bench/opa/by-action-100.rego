package bench

default allow := false

allow if actions[input.a]

actions["apply-network-policy"] := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x] } # platform-deny-3
else := false if { input.l == "team-0012"; input.e == "prod" } # deny-11
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev" } # platform-allow-1
else := true if { input.g["everyone-on-call"]; input.s == "public" } # platform-allow-5
else := true if { input.l == "team-0003"; input.g["team-0003"]; {"dev": true, "staging": true}[input.e] } # allow-88
else := true if { input.l == "team-0013"; input.g["team-0013"]; {"dev": true, "prod": true}[input.e]; some x in ["deployer", "operator", "viewer"]; input.r[x] } # allow-27
else := true if { input.c == "deploy-agent-0005"; input.e == "staging" } # allow-85
else := true if { input.l == "team-0003"; input.g["team-0003"]; input.e == "staging"; some x in ["deployer", "operator", "release-manager"]; input.r[x] } # allow-52

actions["cordon-node"] := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x] } # platform-deny-3
else := false if { input.l == "team-0015"; input.e == "staging" } # deny-5
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev" } # platform-allow-1
else := true if { {"k8s-deployment": true, "k8s-node": true, "aws-ec2-instance": true}[input.t]; some x in ["oncall", "operator"]; input.r[x] } # platform-allow-4
else := true if { input.g["everyone-on-call"]; input.s == "public" } # platform-allow-5
else := true if { input.l == "team-0006"; input.g["team-0006"]; input.e == "dev"; some x in ["operator", "oncall", "viewer"]; input.r[x] } # allow-47
else := true if { input.c == "deploy-agent-0027"; {"dev": true, "staging": true}[input.e] } # allow-22
else := true if { input.l == "team-0005"; input.g["team-0005"]; input.e == "prod" } # allow-36

actions["create-namespace"] := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x] } # platform-deny-3
else := false if { input.l == "team-0005"; {"dev": true, "staging": true}[input.e] } # deny-15
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev" } # platform-allow-1
else := true if { input.g["everyone-on-call"]; input.s == "public" } # platform-allow-5
else := true if { input.l == "team-0008"; input.g["team-0008"]; {"dev": true, "staging": true}[input.e]; input.r["auditor"] } # allow-28
else := true if { input.c == "deploy-agent-0027"; {"dev": true, "staging": true}[input.e] } # allow-22
else := true if { {"deploy-agent-0028": true, "deploy-agent-0001": true}[input.c]; {"staging": true, "prod": true}[input.e] } # allow-37
else := true if { input.g["team-0007"]; {"aws-s3-bucket": true, "k8s-namespace": true, "k8s-secret": true}[input.t] } # allow-33
else := true if { {"deploy-agent-0035": true, "deploy-agent-0044": true}[input.c]; {"dev": true, "staging": true}[input.e] } # allow-89
else := true if { input.c == "deploy-agent-0044"; {"dev": true, "staging": true}[input.e] } # allow-64
else := true if { input.l == "team-0003"; input.g["team-0003"]; input.e == "staging"; some x in ["deployer", "operator", "release-manager"]; input.r[x] } # allow-52
else := true if { input.c == "deploy-agent-0026"; input.e == "staging" } # allow-83
else := true if { input.l == "team-0014"; input.g["team-0014"]; {"dev": true, "staging": true}[input.e] } # allow-42

actions["delete-namespace"] := false if { input.e == "prod" } # platform-deny-0
else := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x] } # platform-deny-3
else := false if { input.c == "deploy-agent-0028" } # deny-10
else := false if { input.c == "deploy-agent-0018" } # deny-7
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev" } # platform-allow-1
else := true if { input.g["everyone-on-call"]; input.s == "public" } # platform-allow-5
else := true if { input.c == "deploy-agent-0009"; input.e == "staging" } # allow-81
else := true if { input.l == "team-0003"; input.g["team-0003"]; {"dev": true, "staging": true}[input.e] } # allow-88
else := true if { input.l == "team-0001"; {"staging": true, "prod": true}[input.e]; input.r["deployer"] } # allow-31
else := true if { input.g["team-0019"]; {"aws-ec2-instance": true, "k8s-deployment": true, "k8s-secret": true}[input.t] } # allow-59
else := true if { input.c == "deploy-agent-0027"; {"dev": true, "staging": true}[input.e] } # allow-22
else := true if { input.l == "team-0012"; input.e == "dev"; some x in ["auditor", "release-manager"]; input.r[x] } # allow-24
else := true if { input.g["team-0007"]; {"aws-s3-bucket": true, "k8s-namespace": true, "k8s-secret": true}[input.t] } # allow-33
else := true if { {"deploy-agent-0035": true, "deploy-agent-0044": true}[input.c]; {"dev": true, "staging": true}[input.e] } # allow-89
else := true if { input.c == "deploy-agent-0044"; {"dev": true, "staging": true}[input.e] } # allow-64
else := true if { input.c == "deploy-agent-0026"; input.e == "staging" } # allow-83
else := true if { input.l == "team-0014"; input.g["team-0014"]; {"dev": true, "staging": true}[input.e] } # allow-42

actions["delete-pod"] := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x] } # platform-deny-3
else := false if { input.c == "deploy-agent-0028" } # deny-10
else := false if { input.l == "team-0015"; input.e == "staging" } # deny-5
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev" } # platform-allow-1
else := true if { input.g["everyone-on-call"]; input.s == "public" } # platform-allow-5
else := true if { input.c == "deploy-agent-0009"; input.e == "staging" } # allow-81
else := true if { input.l == "team-0009"; input.g["team-0009"]; {"dev": true, "staging": true}[input.e] } # allow-74
else := true if { input.l == "team-0001"; {"staging": true, "prod": true}[input.e]; input.r["deployer"] } # allow-31
else := true if { input.g["team-0019"]; {"aws-ec2-instance": true, "k8s-deployment": true, "k8s-secret": true}[input.t] } # allow-59
else := true if { input.l == "team-0019"; input.g["team-0019"]; input.e == "dev"; some x in ["operator", "oncall", "viewer"]; input.r[x] } # allow-65
else := true if { input.c == "deploy-agent-0049"; input.e == "dev" } # allow-67
else := true if { input.c == "deploy-agent-0026"; input.e == "staging" } # allow-83
else := true if { input.l == "team-0013"; input.g["team-0013"]; {"dev": true, "prod": true}[input.e] } # allow-43

actions["drain-node"] := false if { {"restricted": true, "critical": true}[input.s] } # platform-deny-1
else := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x] } # platform-deny-3
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev" } # platform-allow-1
else := true if { input.g["everyone-on-call"]; input.s == "public" } # platform-allow-5
else := true if { input.c == "deploy-agent-0027"; {"dev": true, "staging": true}[input.e] } # allow-22
else := true if { input.l == "team-0017"; input.g["team-0017"]; input.e == "dev"; input.r["viewer"] } # allow-58
else := true if { input.l == "team-0005"; input.g["team-0005"]; input.e == "prod" } # allow-36
else := true if { input.l == "team-0001"; input.g["team-0001"]; input.e == "dev"; some x in ["oncall", "viewer", "release-manager"]; input.r[x] } # allow-30

actions["ec2-reboot-instance"] := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x] } # platform-deny-3
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev" } # platform-allow-1
else := true if { {"k8s-deployment": true, "k8s-node": true, "aws-ec2-instance": true}[input.t]; some x in ["oncall", "operator"]; input.r[x] } # platform-allow-4
else := true if { input.g["everyone-on-call"]; input.s == "public" } # platform-allow-5
else := true if { input.l == "team-0008"; input.g["team-0008"]; {"dev": true, "staging": true}[input.e]; input.r["auditor"] } # allow-28
else := true if { input.l == "team-0016"; input.g["team-0016"]; {"dev": true, "prod": true}[input.e]; some x in ["oncall", "release-manager"]; input.r[x] } # allow-23
else := true if { {"deploy-agent-0028": true, "deploy-agent-0001": true}[input.c]; {"staging": true, "prod": true}[input.e] } # allow-37
else := true if { {"deploy-agent-0035": true, "deploy-agent-0044": true}[input.c]; {"dev": true, "staging": true}[input.e] } # allow-89
else := true if { input.l == "team-0018"; input.g["team-0018"]; {"dev": true, "staging": true}[input.e]; some x in ["oncall", "auditor"]; input.r[x] } # allow-32
else := true if { input.l == "team-0016"; input.g["team-0016"]; {"staging": true, "prod": true}[input.e]; some x in ["deployer", "release-manager"]; input.r[x] } # allow-19
else := true if { input.l == "team-0019"; input.g["team-0019"]; {"dev": true, "staging": true}[input.e] } # allow-44
else := true if { input.l == "team-0001"; input.g["team-0001"]; input.e == "dev"; some x in ["oncall", "viewer", "release-manager"]; input.r[x] } # allow-30

actions["ec2-start-instance"] := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x] } # platform-deny-3
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev" } # platform-allow-1
else := true if { input.g["everyone-on-call"]; input.s == "public" } # platform-allow-5
else := true if { input.l == "team-0016"; input.g["team-0016"]; {"dev": true, "prod": true}[input.e]; some x in ["oncall", "release-manager"]; input.r[x] } # allow-23
else := true if { input.l == "team-0006"; {"staging": true, "prod": true}[input.e]; input.r["auditor"] } # allow-84
else := true if { {"deploy-agent-0035": true, "deploy-agent-0044": true}[input.c]; {"dev": true, "staging": true}[input.e] } # allow-89
else := true if { input.c == "deploy-agent-0049"; input.e == "dev" } # allow-67
else := true if { input.l == "team-0005"; input.g["team-0005"]; input.e == "prod" } # allow-36
else := true if { input.l == "team-0016"; input.g["team-0016"]; {"staging": true, "prod": true}[input.e]; some x in ["deployer", "release-manager"]; input.r[x] } # allow-19

actions["ec2-stop-instance"] := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x] } # platform-deny-3
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev" } # platform-allow-1
else := true if { input.g["everyone-on-call"]; input.s == "public" } # platform-allow-5
else := true if { input.l == "team-0009"; input.g["team-0009"]; {"dev": true, "staging": true}[input.e] } # allow-74
else := true if { input.l == "team-0016"; input.g["team-0016"]; {"dev": true, "prod": true}[input.e]; some x in ["oncall", "release-manager"]; input.r[x] } # allow-23
else := true if { input.l == "team-0006"; {"staging": true, "prod": true}[input.e]; input.r["auditor"] } # allow-84
else := true if { {"deploy-agent-0035": true, "deploy-agent-0044": true}[input.c]; {"dev": true, "staging": true}[input.e] } # allow-89
else := true if { input.l == "team-0019"; input.g["team-0019"]; input.e == "prod"; input.r["viewer"] } # allow-73
else := true if { input.l == "team-0005"; input.g["team-0005"]; input.e == "prod" } # allow-36
else := true if { input.l == "team-0016"; input.g["team-0016"]; {"staging": true, "prod": true}[input.e]; some x in ["deployer", "release-manager"]; input.r[x] } # allow-19

actions["ec2-terminate-instance"] := false if { {"restricted": true, "critical": true}[input.s] } # platform-deny-1
else := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x] } # platform-deny-3
else := false if { input.g["team-0002"]; {"public": true, "internal": true}[input.s]; input.e == "prod" } # deny-14
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev" } # platform-allow-1
else := true if { input.g["everyone-on-call"]; input.s == "public" } # platform-allow-5
else := true if { input.l == "team-0006"; input.g["team-0006"]; input.e == "dev"; some x in ["operator", "oncall", "viewer"]; input.r[x] } # allow-47
else := true if { input.l == "team-0016"; input.g["team-0016"]; {"dev": true, "prod": true}[input.e]; some x in ["oncall", "release-manager"]; input.r[x] } # allow-23
else := true if { {"deploy-agent-0035": true, "deploy-agent-0044": true}[input.c]; {"dev": true, "staging": true}[input.e] } # allow-89
else := true if { input.l == "team-0016"; input.g["team-0016"]; {"staging": true, "prod": true}[input.e]; some x in ["deployer", "release-manager"]; input.r[x] } # allow-19
else := true if { input.l == "team-0019"; input.g["team-0019"]; {"staging": true, "prod": true}[input.e] } # allow-55

actions["ecs-scale-service"] := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x] } # platform-deny-3
else := false if { input.g["team-0018"]; {"restricted": true, "critical": true}[input.s]; {"staging": true, "prod": true}[input.e] } # deny-16
else := false if { input.l == "team-0014"; {"dev": true, "prod": true}[input.e] } # deny-0
else := false if { input.g["team-0002"]; {"public": true, "internal": true}[input.s]; input.e == "prod" } # deny-14
else := false if { input.c == "deploy-agent-0038" } # deny-8
else := false if { {"deploy-agent-0033": true, "deploy-agent-0004": true}[input.c] } # deny-6
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev" } # platform-allow-1
else := true if { input.e == "staging"; input.r["deployer"] } # platform-allow-2
else := true if { input.g["everyone-on-call"]; input.s == "public" } # platform-allow-5
else := true if { input.l == "team-0003"; input.g["team-0003"]; {"dev": true, "staging": true}[input.e]; input.r["release-manager"] } # allow-78
else := true if { input.l == "team-0019"; input.g["team-0019"]; input.e == "prod"; input.r["viewer"] } # allow-73
else := true if { input.c == "deploy-agent-0005"; input.e == "staging" } # allow-85
else := true if { input.l == "team-0013"; input.g["team-0013"]; {"dev": true, "prod": true}[input.e] } # allow-43
else := true if { input.l == "team-0013"; input.g["team-0013"]; input.e == "staging"; some x in ["deployer", "operator", "auditor"]; input.r[x] } # allow-45

actions["ecs-stop-task"] := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x] } # platform-deny-3
else := false if { input.g["team-0018"]; {"restricted": true, "critical": true}[input.s]; {"staging": true, "prod": true}[input.e] } # deny-16
else := false if { input.l == "team-0014"; {"dev": true, "prod": true}[input.e] } # deny-0
else := false if { input.c == "deploy-agent-0038" } # deny-8
else := false if { {"deploy-agent-0033": true, "deploy-agent-0004": true}[input.c] } # deny-6
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev" } # platform-allow-1
else := true if { input.e == "staging"; input.r["deployer"] } # platform-allow-2
else := true if { input.g["everyone-on-call"]; input.s == "public" } # platform-allow-5
else := true if { input.l == "team-0003"; input.g["team-0003"]; {"dev": true, "staging": true}[input.e]; input.r["release-manager"] } # allow-78
else := true if { input.l == "team-0012"; input.e == "dev"; some x in ["auditor", "release-manager"]; input.r[x] } # allow-24
else := true if { input.c == "deploy-agent-0032"; {"dev": true, "staging": true}[input.e] } # allow-39
else := true if { input.l == "team-0013"; input.g["team-0013"]; input.e == "staging"; some x in ["deployer", "operator", "auditor"]; input.r[x] } # allow-45

actions["ecs-update-service"] := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x] } # platform-deny-3
else := false if { input.g["team-0018"]; {"restricted": true, "critical": true}[input.s]; {"staging": true, "prod": true}[input.e] } # deny-16
else := false if { input.l == "team-0014"; {"dev": true, "prod": true}[input.e] } # deny-0
else := false if { input.g["team-0002"]; {"public": true, "internal": true}[input.s]; input.e == "prod" } # deny-14
else := false if { input.c == "deploy-agent-0038" } # deny-8
else := false if { {"deploy-agent-0033": true, "deploy-agent-0004": true}[input.c] } # deny-6
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev" } # platform-allow-1
else := true if { input.e == "staging"; input.r["deployer"] } # platform-allow-2
else := true if { input.g["everyone-on-call"]; input.s == "public" } # platform-allow-5
else := true if { input.l == "team-0003"; input.g["team-0003"]; {"dev": true, "staging": true}[input.e]; input.r["release-manager"] } # allow-78
else := true if { input.g["team-0014"]; input.t == "k8s-secret" } # allow-61
else := true if { input.l == "team-0013"; input.g["team-0013"]; input.e == "staging"; some x in ["deployer", "operator", "auditor"]; input.r[x] } # allow-45

actions["exec-pod"] := false if { {"staging": true, "prod": true}[input.e] } # platform-deny-2
else := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x] } # platform-deny-3
else := false if { input.l == "team-0013"; input.e == "dev" } # deny-13
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev" } # platform-allow-1
else := true if { input.g["everyone-on-call"]; input.s == "public" } # platform-allow-5
else := true if { input.g["team-0014"]; {"aws-ec2-instance": true, "aws-lambda-function": true}[input.t] } # allow-71
else := true if { input.l == "team-0019"; input.g["team-0019"]; input.e == "dev"; some x in ["operator", "oncall", "viewer"]; input.r[x] } # allow-65
else := true if { input.c == "deploy-agent-0026"; input.e == "staging" } # allow-83

actions["get-configmap"] := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x] } # platform-deny-3
else := false if { input.c == "deploy-agent-0024" } # deny-4
else := false if { input.l == "team-0015"; input.e == "staging" } # deny-5
else := true if { {"dev": true, "staging": true}[input.e] } # platform-allow-0
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev" } # platform-allow-1
else := true if { input.g["everyone-on-call"]; input.s == "public" } # platform-allow-5
else := true if { input.l == "team-0007"; input.g["team-0007"]; input.e == "staging" } # allow-20
else := true if { input.l == "team-0014"; {"dev": true, "prod": true}[input.e]; some x in ["operator", "viewer"]; input.r[x] } # allow-50
else := true if { input.g["team-0007"]; {"aws-s3-bucket": true, "k8s-namespace": true, "k8s-secret": true}[input.t] } # allow-33
else := true if { input.l == "team-0013"; input.g["team-0013"]; input.e == "staging"; input.r["viewer"] } # allow-70
else := true if { input.g["team-0011"]; {"aws-lambda-function": true, "k8s-namespace": true, "k8s-pod": true}[input.t] } # allow-68
else := true if { input.l == "team-0001"; input.g["team-0001"]; input.e == "dev"; some x in ["oncall", "viewer", "release-manager"]; input.r[x] } # allow-30

actions["get-pod-logs"] := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x] } # platform-deny-3
else := false if { input.c == "deploy-agent-0024" } # deny-4
else := false if { input.l == "team-0015"; input.e == "staging" } # deny-5
else := true if { {"dev": true, "staging": true}[input.e] } # platform-allow-0
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev" } # platform-allow-1
else := true if { input.g["everyone-on-call"]; input.s == "public" } # platform-allow-5
else := true if { input.l == "team-0007"; input.g["team-0007"]; input.e == "staging" } # allow-20
else := true if { input.g["team-0014"]; input.t == "k8s-secret" } # allow-61
else := true if { input.c == "deploy-agent-0049"; input.e == "dev" } # allow-67
else := true if { input.l == "team-0018"; input.g["team-0018"]; {"dev": true, "staging": true}[input.e]; some x in ["oncall", "auditor"]; input.r[x] } # allow-32
else := true if { input.g["team-0002"]; {"aws-iam-role": true, "k8s-configmap": true, "k8s-namespace": true}[input.t] } # allow-38

actions["get-secret"] := false if { {"staging": true, "prod": true}[input.e] } # platform-deny-2
else := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x] } # platform-deny-3
else := false if { input.c == "deploy-agent-0024" } # deny-4
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev" } # platform-allow-1
else := true if { input.g["everyone-on-call"]; input.s == "public" } # platform-allow-5
else := true if { input.c == "deploy-agent-0043"; {"staging": true, "prod": true}[input.e] } # allow-26
else := true if { input.l == "team-0007"; input.g["team-0007"]; input.e == "staging" } # allow-20
else := true if { input.l == "team-0014"; {"dev": true, "prod": true}[input.e]; some x in ["operator", "viewer"]; input.r[x] } # allow-50

actions["iam-attach-role-policy"] := false if { input.e == "prod" } # platform-deny-0
else := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x] } # platform-deny-3
else := false if { input.c == "deploy-agent-0028" } # deny-10
else := false if { input.l == "team-0013"; {"dev": true, "prod": true}[input.e] } # deny-3
else := false if { {"deploy-agent-0022": true, "deploy-agent-0000": true}[input.c] } # deny-9
else := false if { {"deploy-agent-0033": true, "deploy-agent-0004": true}[input.c] } # deny-6
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev" } # platform-allow-1
else := true if { input.g["everyone-on-call"]; input.s == "public" } # platform-allow-5
else := true if { input.l == "team-0003"; input.g["team-0003"]; input.e == "staging"; input.r["deployer"] } # allow-46
else := true if { input.l == "team-0007"; input.g["team-0007"]; input.e == "staging" } # allow-20
else := true if { input.l == "team-0006"; {"staging": true, "prod": true}[input.e]; input.r["auditor"] } # allow-84
else := true if { input.l == "team-0019"; input.e == "staging"; some x in ["oncall", "release-manager"]; input.r[x] } # allow-40
else := true if { {"deploy-agent-0009": true, "deploy-agent-0035": true}[input.c]; input.e == "staging" } # allow-25

actions["iam-detach-role-policy"] := false if { input.e == "prod" } # platform-deny-0
else := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x] } # platform-deny-3
else := false if { input.c == "deploy-agent-0028" } # deny-10
else := false if { input.l == "team-0013"; {"dev": true, "prod": true}[input.e] } # deny-3
else := false if { input.g["team-0017"]; input.s == "restricted"; {"dev": true, "staging": true}[input.e] } # deny-17
else := false if { {"deploy-agent-0022": true, "deploy-agent-0000": true}[input.c] } # deny-9
else := false if { {"deploy-agent-0033": true, "deploy-agent-0004": true}[input.c] } # deny-6
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev" } # platform-allow-1
else := true if { input.g["everyone-on-call"]; input.s == "public" } # platform-allow-5
else := true if { input.l == "team-0007"; input.g["team-0007"]; input.e == "staging" } # allow-20
else := true if { input.l == "team-0006"; {"staging": true, "prod": true}[input.e]; input.r["auditor"] } # allow-84
else := true if { input.l == "team-0019"; input.e == "staging"; some x in ["oncall", "release-manager"]; input.r[x] } # allow-40
else := true if { input.l == "team-0019"; input.g["team-0019"]; input.e == "prod"; input.r["viewer"] } # allow-73
else := true if { input.c == "deploy-agent-0005"; input.e == "staging" } # allow-85
else := true if { {"deploy-agent-0009": true, "deploy-agent-0035": true}[input.c]; input.e == "staging" } # allow-25
else := true if { input.l == "team-0017"; input.g["team-0017"]; {"dev": true, "prod": true}[input.e] } # allow-54
else := true if { input.l == "team-0004"; input.g["team-0004"]; input.e == "staging"; some x in ["operator", "auditor", "release-manager"]; input.r[x] } # allow-79
else := true if { input.l == "team-0019"; input.g["team-0019"]; {"staging": true, "prod": true}[input.e] } # allow-55

actions["lambda-invoke-function"] := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x] } # platform-deny-3
else := false if { input.g["team-0018"]; {"restricted": true, "critical": true}[input.s]; {"staging": true, "prod": true}[input.e] } # deny-16
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev" } # platform-allow-1
else := true if { {"dev": true, "staging": true}[input.e]; input.i == "backend"; some x in ["deployer", "release-manager"]; input.r[x] } # platform-allow-3
else := true if { input.g["everyone-on-call"]; input.s == "public" } # platform-allow-5
else := true if { input.l == "team-0003"; input.e == "staging"; input.r["viewer"] } # allow-66
else := true if { input.g["team-0014"]; input.t == "k8s-secret" } # allow-61
else := true if { input.l == "team-0010"; input.g["team-0010"]; input.e == "dev" } # allow-62
else := true if { input.l == "team-0003"; input.g["team-0003"]; input.e == "staging"; some x in ["deployer", "operator", "release-manager"]; input.r[x] } # allow-52
else := true if { input.c == "deploy-agent-0032"; {"dev": true, "staging": true}[input.e] } # allow-39
else := true if { input.l == "team-0004"; input.g["team-0004"]; input.e == "staging"; some x in ["operator", "auditor", "release-manager"]; input.r[x] } # allow-79
else := true if { input.l == "team-0014"; input.g["team-0014"]; {"dev": true, "staging": true}[input.e] } # allow-42

actions["lambda-update-function-config"] := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x] } # platform-deny-3
else := false if { input.g["team-0018"]; {"restricted": true, "critical": true}[input.s]; {"staging": true, "prod": true}[input.e] } # deny-16
else := false if { input.l == "team-0005"; input.e == "staging" } # deny-2
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev" } # platform-allow-1
else := true if { {"dev": true, "staging": true}[input.e]; input.i == "backend"; some x in ["deployer", "release-manager"]; input.r[x] } # platform-allow-3
else := true if { input.g["everyone-on-call"]; input.s == "public" } # platform-allow-5
else := true if { input.l == "team-0003"; input.e == "staging"; input.r["viewer"] } # allow-66
else := true if { input.l == "team-0017"; input.g["team-0017"]; {"staging": true, "prod": true}[input.e] } # allow-87
else := true if { input.l == "team-0004"; input.g["team-0004"]; input.e == "staging"; some x in ["operator", "auditor", "release-manager"]; input.r[x] } # allow-79
else := true if { input.l == "team-0014"; input.g["team-0014"]; {"dev": true, "staging": true}[input.e] } # allow-42

actions["port-forward"] := false if { {"staging": true, "prod": true}[input.e] } # platform-deny-2
else := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x] } # platform-deny-3
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev" } # platform-allow-1
else := true if { input.g["everyone-on-call"]; input.s == "public" } # platform-allow-5
else := true if { input.l == "team-0009"; input.g["team-0009"]; {"dev": true, "staging": true}[input.e] } # allow-74
else := true if { input.g["team-0016"]; {"aws-ec2-instance": true, "k8s-node": true}[input.t] } # allow-49

actions["restart-deployment"] := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x] } # platform-deny-3
else := false if { input.c == "deploy-agent-0018" } # deny-7
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev" } # platform-allow-1
else := true if { input.e == "staging"; input.r["deployer"] } # platform-allow-2
else := true if { {"k8s-deployment": true, "k8s-node": true, "aws-ec2-instance": true}[input.t]; some x in ["oncall", "operator"]; input.r[x] } # platform-allow-4
else := true if { input.g["everyone-on-call"]; input.s == "public" } # platform-allow-5
else := true if { input.l == "team-0009"; input.g["team-0009"]; input.e == "dev" } # allow-57
else := true if { {"deploy-agent-0034": true, "deploy-agent-0048": true}[input.c]; input.e == "staging" } # allow-63
else := true if { input.l == "team-0017"; input.g["team-0017"]; input.e == "dev"; input.r["viewer"] } # allow-58
else := true if { input.l == "team-0010"; input.e == "dev"; some x in ["deployer", "operator"]; input.r[x] } # allow-86
else := true if { input.c == "deploy-agent-0044"; {"dev": true, "staging": true}[input.e] } # allow-64
else := true if { input.c == "deploy-agent-0010"; {"staging": true, "prod": true}[input.e] } # allow-34
else := true if { input.l == "team-0019"; input.g["team-0019"]; input.e == "staging"; input.r["viewer"] } # allow-77

actions["rollout-status"] := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x] } # platform-deny-3
else := false if { input.g["team-0009"]; {"restricted": true, "critical": true}[input.s]; input.e == "prod" } # deny-1
else := true if { {"dev": true, "staging": true}[input.e] } # platform-allow-0
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev" } # platform-allow-1
else := true if { input.g["everyone-on-call"]; input.s == "public" } # platform-allow-5
else := true if { input.l == "team-0009"; input.g["team-0009"]; {"dev": true, "staging": true}[input.e] } # allow-74
else := true if { input.c == "deploy-agent-0045"; {"staging": true, "prod": true}[input.e] } # allow-56
else := true if { input.l == "team-0017"; input.g["team-0017"]; {"dev": true, "staging": true}[input.e] } # allow-72
else := true if { {"deploy-agent-0006": true, "deploy-agent-0033": true}[input.c]; {"dev": true, "staging": true}[input.e] } # allow-21

actions["rollout-undo"] := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x] } # platform-deny-3
else := false if { input.g["team-0017"]; input.s == "restricted"; {"dev": true, "staging": true}[input.e] } # deny-17
else := false if { input.l == "team-0013"; input.e == "dev" } # deny-13
else := true if { {"dev": true, "staging": true}[input.e] } # platform-allow-0
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev" } # platform-allow-1
else := true if { input.g["everyone-on-call"]; input.s == "public" } # platform-allow-5
else := true if { input.l == "team-0009"; input.g["team-0009"]; input.e == "dev" } # allow-57
else := true if { input.l == "team-0019"; input.g["team-0019"]; {"dev": true, "staging": true}[input.e]; input.r["oncall"] } # allow-60
else := true if { input.l == "team-0017"; input.g["team-0017"]; {"dev": true, "staging": true}[input.e] } # allow-72

actions["s3-delete-object"] := false if { {"restricted": true, "critical": true}[input.s] } # platform-deny-1
else := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x] } # platform-deny-3
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev" } # platform-allow-1
else := true if { input.g["everyone-on-call"]; input.s == "public" } # platform-allow-5
else := true if { input.l == "team-0003"; input.g["team-0003"]; {"dev": true, "staging": true}[input.e] } # allow-88
else := true if { input.l == "team-0006"; input.g["team-0006"]; input.e == "dev"; some x in ["operator", "oncall", "viewer"]; input.r[x] } # allow-47
else := true if { input.l == "team-0019"; input.g["team-0019"]; {"dev": true, "staging": true}[input.e]; input.r["oncall"] } # allow-60
else := true if { input.l == "team-0010"; input.g["team-0010"]; input.e == "dev" } # allow-62
else := true if { input.l == "team-0007"; input.g["team-0007"]; {"staging": true, "prod": true}[input.e] } # allow-82
else := true if { input.c == "deploy-agent-0010"; {"staging": true, "prod": true}[input.e] } # allow-34

actions["s3-put-bucket-policy"] := false if { {"restricted": true, "critical": true}[input.s] } # platform-deny-1
else := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x] } # platform-deny-3
else := false if { input.g["team-0017"]; input.s == "restricted"; {"dev": true, "staging": true}[input.e] } # deny-17
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev" } # platform-allow-1
else := true if { input.g["everyone-on-call"]; input.s == "public" } # platform-allow-5
else := true if { input.l == "team-0009"; input.g["team-0009"]; input.e == "dev" } # allow-57
else := true if { input.l == "team-0017"; input.g["team-0017"]; input.e == "dev"; input.r["viewer"] } # allow-58
else := true if { input.l == "team-0007"; input.g["team-0007"]; {"staging": true, "prod": true}[input.e] } # allow-82
else := true if { input.l == "team-0017"; input.g["team-0017"]; {"dev": true, "prod": true}[input.e] } # allow-54
else := true if { input.c == "deploy-agent-0010"; {"staging": true, "prod": true}[input.e] } # allow-34
else := true if { input.g["team-0002"]; {"aws-iam-role": true, "k8s-configmap": true, "k8s-namespace": true}[input.t] } # allow-38

actions["scale-deployment"] := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x] } # platform-deny-3
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev" } # platform-allow-1
else := true if { input.e == "staging"; input.r["deployer"] } # platform-allow-2
else := true if { input.g["everyone-on-call"]; input.s == "public" } # platform-allow-5
else := true if { input.g["team-0016"]; {"aws-ec2-instance": true, "k8s-node": true}[input.t] } # allow-49
else := true if { {"deploy-agent-0034": true, "deploy-agent-0048": true}[input.c]; input.e == "staging" } # allow-63
else := true if { input.l == "team-0006"; input.e == "prod"; some x in ["operator", "release-manager"]; input.r[x] } # allow-76
else := true if { input.l == "team-0010"; input.e == "dev"; some x in ["deployer", "operator"]; input.r[x] } # allow-86
else := true if { input.c == "deploy-agent-0044"; {"dev": true, "staging": true}[input.e] } # allow-64
else := true if { input.l == "team-0003"; input.g["team-0003"]; {"dev": true, "staging": true}[input.e]; some x in ["auditor", "release-manager"]; input.r[x] } # allow-41
else := true if { input.l == "team-0007"; input.g["team-0007"]; {"staging": true, "prod": true}[input.e] } # allow-82
else := true if { input.g["team-0011"]; {"aws-lambda-function": true, "k8s-namespace": true, "k8s-pod": true}[input.t] } # allow-68
else := true if { input.c == "deploy-agent-0010"; {"staging": true, "prod": true}[input.e] } # allow-34
else := true if { input.l == "team-0019"; input.g["team-0019"]; {"dev": true, "staging": true}[input.e] } # allow-44
else := true if { input.l == "team-0013"; input.g["team-0013"]; input.e == "staging"; some x in ["deployer", "operator", "auditor"]; input.r[x] } # allow-45

actions["scale-hpa"] := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x] } # platform-deny-3
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev" } # platform-allow-1
else := true if { input.e == "staging"; input.r["deployer"] } # platform-allow-2
else := true if { input.g["everyone-on-call"]; input.s == "public" } # platform-allow-5
else := true if { input.l == "team-0006"; input.e == "prod"; some x in ["operator", "release-manager"]; input.r[x] } # allow-76
else := true if { input.l == "team-0012"; input.e == "dev"; some x in ["auditor", "release-manager"]; input.r[x] } # allow-24
else := true if { input.l == "team-0003"; input.e == "dev"; some x in ["operator", "viewer"]; input.r[x] } # allow-51
else := true if { input.l == "team-0010"; input.e == "dev"; some x in ["deployer", "operator"]; input.r[x] } # allow-86
else := true if { input.l == "team-0019"; input.g["team-0019"]; input.e == "prod"; input.r["viewer"] } # allow-73
else := true if { input.l == "team-0003"; input.g["team-0003"]; {"dev": true, "staging": true}[input.e]; some x in ["auditor", "release-manager"]; input.r[x] } # allow-41
else := true if { input.l == "team-0007"; input.g["team-0007"]; {"staging": true, "prod": true}[input.e] } # allow-82
else := true if { input.g["team-0011"]; {"aws-lambda-function": true, "k8s-namespace": true, "k8s-pod": true}[input.t] } # allow-68
else := true if { {"deploy-agent-0000": true, "deploy-agent-0036": true}[input.c]; {"dev": true, "prod": true}[input.e] } # allow-48
else := true if { input.l == "team-0013"; input.g["team-0013"]; input.e == "staging"; some x in ["deployer", "operator", "auditor"]; input.r[x] } # allow-45
else := true if { input.l == "team-0011"; input.g["team-0011"]; {"dev": true, "prod": true}[input.e] } # allow-75
else := true if { input.l == "team-0005"; input.g["team-0005"]; input.e == "dev"; some x in ["deployer", "viewer", "release-manager"]; input.r[x] } # allow-35

actions["uncordon-node"] := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x] } # platform-deny-3
else := false if { input.l == "team-0012"; input.e == "prod" } # deny-11
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev" } # platform-allow-1
else := true if { {"k8s-deployment": true, "k8s-node": true, "aws-ec2-instance": true}[input.t]; some x in ["oncall", "operator"]; input.r[x] } # platform-allow-4
else := true if { input.g["everyone-on-call"]; input.s == "public" } # platform-allow-5
else := true if { input.c == "deploy-agent-0027"; {"dev": true, "staging": true}[input.e] } # allow-22
else := true if { input.g["team-0014"]; {"aws-ec2-instance": true, "aws-lambda-function": true}[input.t] } # allow-71
else := true if { input.l == "team-0005"; input.g["team-0005"]; input.e == "prod" } # allow-36
else := true if { input.l == "team-0018"; input.g["team-0018"]; {"dev": true, "staging": true}[input.e]; some x in ["oncall", "auditor"]; input.r[x] } # allow-32
else := true if { input.c == "deploy-agent-0032"; {"dev": true, "staging": true}[input.e] } # allow-39
else := true if { input.l == "team-0001"; input.g["team-0001"]; input.e == "dev"; some x in ["oncall", "viewer", "release-manager"]; input.r[x] } # allow-30

actions["update-configmap"] := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x] } # platform-deny-3
else := false if { input.c == "deploy-agent-0024" } # deny-4
else := false if { input.g["team-0017"]; {"internal": true, "restricted": true}[input.s]; {"dev": true, "staging": true}[input.e] } # deny-12
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev" } # platform-allow-1
else := true if { {"dev": true, "staging": true}[input.e]; input.i == "backend"; some x in ["deployer", "release-manager"]; input.r[x] } # platform-allow-3
else := true if { input.g["everyone-on-call"]; input.s == "public" } # platform-allow-5
else := true if { input.l == "team-0003"; input.g["team-0003"]; {"dev": true, "staging": true}[input.e] } # allow-88
else := true if { input.g["team-0007"]; {"aws-s3-bucket": true, "k8s-namespace": true, "k8s-secret": true}[input.t] } # allow-33
else := true if { input.l == "team-0019"; input.e == "staging"; some x in ["oncall", "release-manager"]; input.r[x] } # allow-40
else := true if { input.c == "deploy-agent-0042"; input.e == "dev" } # allow-29
else := true if { input.l == "team-0000"; input.g["team-0000"]; {"staging": true, "prod": true}[input.e] } # allow-80
else := true if { input.g["team-0011"]; {"aws-lambda-function": true, "k8s-namespace": true, "k8s-pod": true}[input.t] } # allow-68
else := true if { input.g["team-0002"]; {"aws-iam-role": true, "k8s-configmap": true, "k8s-namespace": true}[input.t] } # allow-38

actions["update-hpa-limits"] := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x] } # platform-deny-3
else := false if { input.c == "deploy-agent-0024" } # deny-4
else := false if { input.g["team-0017"]; {"internal": true, "restricted": true}[input.s]; {"dev": true, "staging": true}[input.e] } # deny-12
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev" } # platform-allow-1
else := true if { {"dev": true, "staging": true}[input.e]; input.i == "backend"; some x in ["deployer", "release-manager"]; input.r[x] } # platform-allow-3
else := true if { input.g["everyone-on-call"]; input.s == "public" } # platform-allow-5
else := true if { input.l == "team-0019"; input.e == "staging"; some x in ["oncall", "release-manager"]; input.r[x] } # allow-40
else := true if { input.l == "team-0019"; input.g["team-0019"]; input.e == "prod"; some x in ["deployer", "release-manager"]; input.r[x] } # allow-18
else := true if { input.l == "team-0013"; input.g["team-0013"]; {"dev": true, "prod": true}[input.e]; some x in ["deployer", "operator", "viewer"]; input.r[x] } # allow-27
else := true if { input.c == "deploy-agent-0042"; input.e == "dev" } # allow-29
else := true if { input.l == "team-0010"; input.g["team-0010"]; input.e == "dev" } # allow-62
else := true if { input.l == "team-0000"; input.g["team-0000"]; {"staging": true, "prod": true}[input.e] } # allow-80

actions["update-image"] := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x] } # platform-deny-3
else := false if { input.c == "deploy-agent-0024" } # deny-4
else := false if { input.g["team-0017"]; {"internal": true, "restricted": true}[input.s]; {"dev": true, "staging": true}[input.e] } # deny-12
else := false if { input.g["team-0002"]; {"public": true, "internal": true}[input.s]; input.e == "prod" } # deny-14
else := false if { input.g["team-0017"]; input.s == "restricted"; {"dev": true, "staging": true}[input.e] } # deny-17
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev" } # platform-allow-1
else := true if { {"dev": true, "staging": true}[input.e]; input.i == "backend"; some x in ["deployer", "release-manager"]; input.r[x] } # platform-allow-3
else := true if { input.g["everyone-on-call"]; input.s == "public" } # platform-allow-5
else := true if { input.l == "team-0009"; input.g["team-0009"]; input.e == "dev" } # allow-57
else := true if { input.l == "team-0019"; input.e == "staging"; some x in ["oncall", "release-manager"]; input.r[x] } # allow-40
else := true if { input.c == "deploy-agent-0042"; input.e == "dev" } # allow-29
else := true if { input.l == "team-0010"; input.g["team-0010"]; input.e == "dev" } # allow-62
else := true if { {"deploy-agent-0006": true, "deploy-agent-0033": true}[input.c]; {"dev": true, "staging": true}[input.e] } # allow-21
else := true if { input.l == "team-0000"; input.g["team-0000"]; {"staging": true, "prod": true}[input.e] } # allow-80
else := true if { {"deploy-agent-0030": true, "deploy-agent-0037": true}[input.c]; {"dev": true, "staging": true}[input.e] } # allow-53
else := true if { input.l == "team-0013"; input.g["team-0013"]; {"dev": true, "prod": true}[input.e] } # allow-43
else := true if { input.g["team-0002"]; {"aws-iam-role": true, "k8s-configmap": true, "k8s-namespace": true}[input.t] } # allow-38
else := true if { input.l == "team-0004"; input.g["team-0004"]; input.e == "staging"; some x in ["operator", "auditor", "release-manager"]; input.r[x] } # allow-79
else := true if { input.l == "team-0019"; input.g["team-0019"]; input.e == "dev"; input.r["deployer"] } # allow-69
