package bench

default allow := false

allow if actions[input.a]

actions["apply-network-policy"] := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x] } # platform-deny-3
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev" } # platform-allow-1
else := true if { input.g["everyone-on-call"]; input.s == "public" } # platform-allow-5

actions["cordon-node"] := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x] } # platform-deny-3
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev" } # platform-allow-1
else := true if { {"k8s-deployment": true, "k8s-node": true, "aws-ec2-instance": true}[input.t]; some x in ["oncall", "operator"]; input.r[x] } # platform-allow-4
else := true if { input.g["everyone-on-call"]; input.s == "public" } # platform-allow-5
else := true if { input.l == "team-0016"; input.e == "prod"; input.r["release-manager"] } # allow-55
else := true if { input.l == "team-0005"; input.g["team-0005"]; input.e == "prod" } # allow-35
else := true if { input.l == "team-0016"; input.g["team-0016"]; {"staging": true, "prod": true}[input.e]; some x in ["oncall", "viewer", "release-manager"]; input.r[x] } # allow-89
else := true if { input.l == "team-0000"; {"dev": true, "prod": true}[input.e]; some x in ["operator", "release-manager"]; input.r[x] } # allow-63

actions["create-namespace"] := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x] } # platform-deny-3
else := false if { input.l == "team-0011"; input.e == "dev" } # deny-13
else := false if { input.l == "team-0005"; {"dev": true, "staging": true}[input.e] } # deny-15
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev" } # platform-allow-1
else := true if { input.g["everyone-on-call"]; input.s == "public" } # platform-allow-5
else := true if { input.c == "deploy-agent-0010"; {"staging": true, "prod": true}[input.e] } # allow-65
else := true if { input.l == "team-0013"; input.g["team-0013"]; {"staging": true, "prod": true}[input.e]; some x in ["viewer", "auditor", "release-manager"]; input.r[x] } # allow-78
else := true if { input.l == "team-0006"; input.g["team-0006"]; input.e == "prod"; some x in ["deployer", "auditor"]; input.r[x] } # allow-36
else := true if { input.l == "team-0003"; input.g["team-0003"]; {"dev": true, "staging": true}[input.e]; some x in ["operator", "auditor"]; input.r[x] } # allow-64
else := true if { input.l == "team-0001"; input.g["team-0001"]; input.e == "dev" } # allow-84

actions["delete-namespace"] := false if { input.e == "prod" } # platform-deny-0
else := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x] } # platform-deny-3
else := false if { input.l == "team-0011"; input.e == "dev" } # deny-13
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev" } # platform-allow-1
else := true if { input.g["everyone-on-call"]; input.s == "public" } # platform-allow-5
else := true if { input.c == "deploy-agent-0048"; input.e == "dev" } # allow-18
else := true if { input.l == "team-0015"; input.g["team-0015"]; input.e == "prod" } # allow-56
else := true if { input.c == "deploy-agent-0044"; {"dev": true, "prod": true}[input.e] } # allow-81
else := true if { input.c == "deploy-agent-0010"; {"staging": true, "prod": true}[input.e] } # allow-65
else := true if { input.l == "team-0013"; input.g["team-0013"]; input.e == "dev" } # allow-25
else := true if { input.l == "team-0013"; input.g["team-0013"]; {"staging": true, "prod": true}[input.e]; some x in ["viewer", "auditor", "release-manager"]; input.r[x] } # allow-78
else := true if { input.l == "team-0003"; input.g["team-0003"]; {"dev": true, "staging": true}[input.e]; some x in ["operator", "auditor"]; input.r[x] } # allow-64
else := true if { input.c == "deploy-agent-0005"; input.e == "prod" } # allow-69
else := true if { input.l == "team-0001"; input.g["team-0001"]; input.e == "prod"; some x in ["operator", "viewer"]; input.r[x] } # allow-83
else := true if { input.l == "team-0016"; input.g["team-0016"]; {"dev": true, "staging": true}[input.e] } # allow-60

actions["delete-pod"] := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x] } # platform-deny-3
else := false if { input.l == "team-0000"; {"staging": true, "prod": true}[input.e] } # deny-3
else := false if { input.l == "team-0013"; {"staging": true, "prod": true}[input.e] } # deny-2
else := false if { input.g["team-0015"]; {"public": true, "internal": true}[input.s]; input.e == "staging" } # deny-5
else := false if { input.l == "team-0005"; {"dev": true, "staging": true}[input.e] } # deny-15
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev" } # platform-allow-1
else := true if { input.g["everyone-on-call"]; input.s == "public" } # platform-allow-5
else := true if { input.l == "team-0015"; input.g["team-0015"]; input.e == "prod" } # allow-56
else := true if { input.c == "deploy-agent-0044"; {"dev": true, "prod": true}[input.e] } # allow-81
else := true if { input.l == "team-0005"; {"staging": true, "prod": true}[input.e]; input.r["oncall"] } # allow-27
else := true if { input.l == "team-0017"; {"dev": true, "prod": true}[input.e]; some x in ["operator", "auditor"]; input.r[x] } # allow-22
else := true if { input.l == "team-0008"; input.g["team-0008"]; {"staging": true, "prod": true}[input.e] } # allow-24
else := true if { input.l == "team-0013"; input.g["team-0013"]; input.e == "dev" } # allow-25
else := true if { input.c == "deploy-agent-0005"; input.e == "prod" } # allow-69
else := true if { input.l == "team-0016"; input.g["team-0016"]; {"staging": true, "prod": true}[input.e]; some x in ["oncall", "viewer", "release-manager"]; input.r[x] } # allow-89
else := true if { input.l == "team-0013"; input.g["team-0013"]; input.e == "prod" } # allow-61
else := true if { input.l == "team-0016"; input.g["team-0016"]; {"dev": true, "staging": true}[input.e] } # allow-60

actions["drain-node"] := false if { {"restricted": true, "critical": true}[input.s] } # platform-deny-1
else := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x] } # platform-deny-3
else := false if { input.l == "team-0000"; {"staging": true, "prod": true}[input.e] } # deny-3
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev" } # platform-allow-1
else := true if { input.g["everyone-on-call"]; input.s == "public" } # platform-allow-5
else := true if { input.l == "team-0016"; input.e == "prod"; input.r["release-manager"] } # allow-55
else := true if { input.l == "team-0014"; input.g["team-0014"]; input.e == "prod"; some x in ["oncall", "auditor", "release-manager"]; input.r[x] } # allow-37
else := true if { input.l == "team-0005"; input.g["team-0005"]; input.e == "prod" } # allow-35
else := true if { input.l == "team-0011"; input.e == "staging"; input.r["deployer"] } # allow-38
else := true if { input.l == "team-0007"; {"dev": true, "prod": true}[input.e]; input.r["auditor"] } # allow-20
else := true if { input.l == "team-0008"; input.g["team-0008"]; {"dev": true, "staging": true}[input.e]; some x in ["deployer", "oncall"]; input.r[x] } # allow-75
else := true if { input.l == "team-0000"; {"dev": true, "prod": true}[input.e]; some x in ["operator", "release-manager"]; input.r[x] } # allow-63

actions["ec2-reboot-instance"] := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x] } # platform-deny-3
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev" } # platform-allow-1
else := true if { {"k8s-deployment": true, "k8s-node": true, "aws-ec2-instance": true}[input.t]; some x in ["oncall", "operator"]; input.r[x] } # platform-allow-4
else := true if { input.g["everyone-on-call"]; input.s == "public" } # platform-allow-5
else := true if { input.c == "deploy-agent-0048"; input.e == "dev" } # allow-18
else := true if { input.l == "team-0019"; input.g["team-0019"]; {"staging": true, "prod": true}[input.e] } # allow-45
else := true if { input.l == "team-0006"; input.e == "staging"; some x in ["operator", "auditor"]; input.r[x] } # allow-29
else := true if { {"deploy-agent-0026": true, "deploy-agent-0003": true}[input.c]; input.e == "staging" } # allow-31
else := true if { input.l == "team-0006"; input.g["team-0006"]; input.e == "prod"; some x in ["deployer", "auditor"]; input.r[x] } # allow-36
else := true if { input.l == "team-0005"; {"dev": true, "prod": true}[input.e]; some x in ["deployer", "auditor"]; input.r[x] } # allow-70
else := true if { input.l == "team-0018"; input.g["team-0018"]; {"dev": true, "prod": true}[input.e] } # allow-71
else := true if { input.l == "team-0002"; input.g["team-0002"]; {"staging": true, "prod": true}[input.e]; some x in ["deployer", "oncall", "auditor"]; input.r[x] } # allow-88
else := true if { input.l == "team-0007"; input.g["team-0007"]; input.e == "prod"; input.r["release-manager"] } # allow-85
else := true if { input.l == "team-0000"; {"dev": true, "prod": true}[input.e]; some x in ["operator", "release-manager"]; input.r[x] } # allow-63

actions["ec2-start-instance"] := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x] } # platform-deny-3
else := false if { input.c == "deploy-agent-0026" } # deny-8
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev" } # platform-allow-1
else := true if { input.g["everyone-on-call"]; input.s == "public" } # platform-allow-5
else := true if { input.l == "team-0019"; input.g["team-0019"]; {"staging": true, "prod": true}[input.e] } # allow-45
else := true if { input.l == "team-0006"; input.e == "staging"; some x in ["operator", "auditor"]; input.r[x] } # allow-29
else := true if { {"deploy-agent-0026": true, "deploy-agent-0003": true}[input.c]; input.e == "staging" } # allow-31
else := true if { input.l == "team-0010"; input.g["team-0010"]; {"dev": true, "staging": true}[input.e] } # allow-34
else := true if { input.l == "team-0001"; input.g["team-0001"]; {"staging": true, "prod": true}[input.e]; some x in ["oncall", "viewer", "release-manager"]; input.r[x] } # allow-26
else := true if { input.l == "team-0013"; input.g["team-0013"]; {"staging": true, "prod": true}[input.e]; some x in ["viewer", "auditor", "release-manager"]; input.r[x] } # allow-78
else := true if { input.c == "deploy-agent-0021"; {"dev": true, "prod": true}[input.e] } # allow-52
else := true if { input.l == "team-0005"; input.g["team-0005"]; input.e == "prod" } # allow-35
else := true if { input.l == "team-0001"; input.g["team-0001"]; {"staging": true, "prod": true}[input.e]; some x in ["viewer", "auditor"]; input.r[x] } # allow-48
else := true if { input.l == "team-0002"; input.g["team-0002"]; {"staging": true, "prod": true}[input.e]; some x in ["deployer", "oncall", "auditor"]; input.r[x] } # allow-88
else := true if { input.l == "team-0007"; input.g["team-0007"]; input.e == "prod"; input.r["release-manager"] } # allow-85
else := true if { input.l == "team-0000"; {"dev": true, "prod": true}[input.e]; some x in ["operator", "release-manager"]; input.r[x] } # allow-63

actions["ec2-stop-instance"] := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x] } # platform-deny-3
else := false if { input.c == "deploy-agent-0026" } # deny-8
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev" } # platform-allow-1
else := true if { input.g["everyone-on-call"]; input.s == "public" } # platform-allow-5
else := true if { input.l == "team-0019"; input.g["team-0019"]; {"staging": true, "prod": true}[input.e] } # allow-45
else := true if { input.l == "team-0006"; input.e == "staging"; some x in ["operator", "auditor"]; input.r[x] } # allow-29
else := true if { {"deploy-agent-0026": true, "deploy-agent-0003": true}[input.c]; input.e == "staging" } # allow-31
else := true if { input.l == "team-0016"; input.e == "dev"; input.r["deployer"] } # allow-59
else := true if { input.l == "team-0013"; input.g["team-0013"]; {"staging": true, "prod": true}[input.e]; some x in ["viewer", "auditor", "release-manager"]; input.r[x] } # allow-78
else := true if { input.l == "team-0005"; input.g["team-0005"]; input.e == "prod" } # allow-35
else := true if { input.l == "team-0015"; input.g["team-0015"]; input.e == "prod" } # allow-74
else := true if { {"deploy-agent-0043": true, "deploy-agent-0017": true}[input.c]; {"staging": true, "prod": true}[input.e] } # allow-77
else := true if { input.l == "team-0001"; input.g["team-0001"]; {"staging": true, "prod": true}[input.e]; some x in ["viewer", "auditor"]; input.r[x] } # allow-48
else := true if { input.l == "team-0002"; input.g["team-0002"]; {"staging": true, "prod": true}[input.e]; some x in ["deployer", "oncall", "auditor"]; input.r[x] } # allow-88
else := true if { input.l == "team-0007"; input.g["team-0007"]; input.e == "prod"; input.r["release-manager"] } # allow-85

actions["ec2-terminate-instance"] := false if { {"restricted": true, "critical": true}[input.s] } # platform-deny-1
else := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x] } # platform-deny-3
else := false if { input.l == "team-0002"; input.e == "dev" } # deny-14
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev" } # platform-allow-1
else := true if { input.g["everyone-on-call"]; input.s == "public" } # platform-allow-5
else := true if { input.l == "team-0019"; input.g["team-0019"]; {"staging": true, "prod": true}[input.e] } # allow-45
else := true if { input.l == "team-0006"; input.e == "staging"; some x in ["operator", "auditor"]; input.r[x] } # allow-29
else := true if { {"deploy-agent-0026": true, "deploy-agent-0003": true}[input.c]; input.e == "staging" } # allow-31
else := true if { input.l == "team-0002"; input.g["team-0002"]; {"staging": true, "prod": true}[input.e]; some x in ["deployer", "oncall", "auditor"]; input.r[x] } # allow-88
else := true if { input.l == "team-0007"; input.g["team-0007"]; input.e == "prod"; input.r["release-manager"] } # allow-85

actions["ecs-scale-service"] := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x] } # platform-deny-3
else := false if { input.g["team-0018"]; {"restricted": true, "critical": true}[input.s]; {"staging": true, "prod": true}[input.e] } # deny-16
else := false if { input.l == "team-0016"; {"dev": true, "staging": true}[input.e] } # deny-12
else := false if { input.l == "team-0014"; {"dev": true, "prod": true}[input.e] } # deny-0
else := false if { input.l == "team-0002"; input.e == "dev" } # deny-14
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev" } # platform-allow-1
else := true if { input.e == "staging"; input.r["deployer"] } # platform-allow-2
else := true if { input.g["everyone-on-call"]; input.s == "public" } # platform-allow-5
else := true if { input.l == "team-0009"; input.g["team-0009"]; {"staging": true, "prod": true}[input.e] } # allow-72
else := true if { input.l == "team-0001"; input.g["team-0001"]; {"staging": true, "prod": true}[input.e]; some x in ["oncall", "viewer", "release-manager"]; input.r[x] } # allow-26
else := true if { input.l == "team-0018"; input.g["team-0018"]; {"staging": true, "prod": true}[input.e] } # allow-80
else := true if { input.l == "team-0001"; input.g["team-0001"]; {"dev": true, "prod": true}[input.e]; input.r["auditor"] } # allow-53
else := true if { input.l == "team-0019"; input.g["team-0019"]; {"dev": true, "staging": true}[input.e]; some x in ["deployer", "oncall"]; input.r[x] } # allow-62
else := true if { input.g["team-0017"]; input.t == "aws-s3-bucket" } # allow-68
else := true if { input.l == "team-0015"; input.g["team-0015"]; input.e == "prod" } # allow-74
else := true if { input.l == "team-0010"; input.g["team-0010"]; {"dev": true, "staging": true}[input.e] } # allow-51
else := true if { input.l == "team-0010"; input.g["team-0010"]; input.e == "staging" } # allow-47
else := true if { input.l == "team-0001"; input.g["team-0001"]; input.e == "prod"; some x in ["operator", "viewer"]; input.r[x] } # allow-83

actions["ecs-stop-task"] := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x] } # platform-deny-3
else := false if { input.g["team-0018"]; {"restricted": true, "critical": true}[input.s]; {"staging": true, "prod": true}[input.e] } # deny-16
else := false if { input.l == "team-0016"; {"dev": true, "staging": true}[input.e] } # deny-12
else := false if { input.l == "team-0014"; {"dev": true, "prod": true}[input.e] } # deny-0
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev" } # platform-allow-1
else := true if { input.e == "staging"; input.r["deployer"] } # platform-allow-2
else := true if { input.g["everyone-on-call"]; input.s == "public" } # platform-allow-5
else := true if { input.l == "team-0009"; input.g["team-0009"]; {"staging": true, "prod": true}[input.e] } # allow-72
else := true if { input.l == "team-0017"; {"dev": true, "prod": true}[input.e]; some x in ["operator", "auditor"]; input.r[x] } # allow-22
else := true if { input.l == "team-0018"; input.g["team-0018"]; {"staging": true, "prod": true}[input.e] } # allow-80
else := true if { input.l == "team-0001"; input.g["team-0001"]; {"dev": true, "prod": true}[input.e]; input.r["auditor"] } # allow-53
else := true if { input.c == "deploy-agent-0021"; {"dev": true, "prod": true}[input.e] } # allow-52
else := true if { input.l == "team-0019"; input.g["team-0019"]; {"dev": true, "staging": true}[input.e]; some x in ["deployer", "oncall"]; input.r[x] } # allow-62
else := true if { input.g["team-0017"]; input.t == "aws-s3-bucket" } # allow-68
else := true if { input.l == "team-0010"; input.g["team-0010"]; {"dev": true, "staging": true}[input.e] } # allow-51
else := true if { input.l == "team-0010"; input.g["team-0010"]; input.e == "staging" } # allow-47

actions["ecs-update-service"] := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x] } # platform-deny-3
else := false if { input.g["team-0018"]; {"restricted": true, "critical": true}[input.s]; {"staging": true, "prod": true}[input.e] } # deny-16
else := false if { input.l == "team-0016"; {"dev": true, "staging": true}[input.e] } # deny-12
else := false if { input.l == "team-0014"; {"dev": true, "prod": true}[input.e] } # deny-0
else := false if { input.l == "team-0002"; input.e == "dev" } # deny-14
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev" } # platform-allow-1
else := true if { input.e == "staging"; input.r["deployer"] } # platform-allow-2
else := true if { input.g["everyone-on-call"]; input.s == "public" } # platform-allow-5
else := true if { input.l == "team-0009"; input.g["team-0009"]; {"staging": true, "prod": true}[input.e] } # allow-72
else := true if { input.l == "team-0016"; input.e == "dev"; input.r["deployer"] } # allow-59
else := true if { input.l == "team-0018"; input.g["team-0018"]; {"staging": true, "prod": true}[input.e] } # allow-80
else := true if { input.l == "team-0001"; input.g["team-0001"]; {"dev": true, "prod": true}[input.e]; input.r["auditor"] } # allow-53
else := true if { input.l == "team-0019"; input.g["team-0019"]; {"dev": true, "staging": true}[input.e]; some x in ["deployer", "oncall"]; input.r[x] } # allow-62
else := true if { input.g["team-0017"]; input.t == "aws-s3-bucket" } # allow-68
else := true if { input.l == "team-0010"; input.g["team-0010"]; {"dev": true, "staging": true}[input.e] } # allow-51
else := true if { input.l == "team-0010"; input.g["team-0010"]; input.e == "staging" } # allow-47

actions["exec-pod"] := false if { {"staging": true, "prod": true}[input.e] } # platform-deny-2
else := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x] } # platform-deny-3
else := false if { input.l == "team-0013"; {"staging": true, "prod": true}[input.e] } # deny-2
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev" } # platform-allow-1
else := true if { input.g["everyone-on-call"]; input.s == "public" } # platform-allow-5
else := true if { input.l == "team-0005"; {"staging": true, "prod": true}[input.e]; input.r["oncall"] } # allow-27
else := true if { input.l == "team-0008"; input.g["team-0008"]; {"staging": true, "prod": true}[input.e] } # allow-24
else := true if { input.l == "team-0011"; input.e == "staging"; input.r["deployer"] } # allow-38
else := true if { input.l == "team-0018"; input.g["team-0018"]; {"dev": true, "prod": true}[input.e] } # allow-71
else := true if { input.l == "team-0013"; input.g["team-0013"]; input.e == "prod" } # allow-61
else := true if { input.l == "team-0008"; input.g["team-0008"]; {"dev": true, "staging": true}[input.e]; some x in ["deployer", "oncall"]; input.r[x] } # allow-75

actions["force-delete-pod"] := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x] } # platform-deny-3
else := false if { input.g["team-0003"]; {"internal": true, "critical": true}[input.s]; input.e == "prod" } # deny-11
else := false if { input.l == "team-0011"; input.e == "prod" } # deny-7
else := false if { input.l == "team-0013"; {"staging": true, "prod": true}[input.e] } # deny-2
else := false if { input.g["team-0015"]; {"public": true, "internal": true}[input.s]; input.e == "staging" } # deny-5
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev" } # platform-allow-1
else := true if { input.g["everyone-on-call"]; input.s == "public" } # platform-allow-5
else := true if { input.c == "deploy-agent-0022"; {"staging": true, "prod": true}[input.e] } # allow-86
else := true if { input.l == "team-0005"; {"staging": true, "prod": true}[input.e]; input.r["oncall"] } # allow-27
else := true if { input.l == "team-0017"; {"dev": true, "prod": true}[input.e]; some x in ["operator", "auditor"]; input.r[x] } # allow-22
else := true if { input.l == "team-0008"; input.g["team-0008"]; {"staging": true, "prod": true}[input.e] } # allow-24
else := true if { input.l == "team-0008"; {"dev": true, "staging": true}[input.e]; input.r["viewer"] } # allow-73
else := true if { input.l == "team-0015"; input.g["team-0015"]; input.e == "prod" } # allow-74
else := true if { input.l == "team-0013"; input.g["team-0013"]; input.e == "prod" } # allow-61

actions["get-configmap"] := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x] } # platform-deny-3
else := false if { {"deploy-agent-0020": true, "deploy-agent-0024": true}[input.c] } # deny-4
else := false if { input.l == "team-0000"; {"dev": true, "prod": true}[input.e] } # deny-10
else := false if { input.g["team-0015"]; {"public": true, "internal": true}[input.s]; input.e == "staging" } # deny-5
else := true if { {"dev": true, "staging": true}[input.e] } # platform-allow-0
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev" } # platform-allow-1
else := true if { input.g["everyone-on-call"]; input.s == "public" } # platform-allow-5
else := true if { input.l == "team-0009"; input.g["team-0009"]; {"staging": true, "prod": true}[input.e] } # allow-72
else := true if { input.l == "team-0010"; input.g["team-0010"]; {"dev": true, "staging": true}[input.e] } # allow-34
else := true if { input.l == "team-0001"; input.g["team-0001"]; {"staging": true, "prod": true}[input.e]; some x in ["oncall", "viewer", "release-manager"]; input.r[x] } # allow-26
else := true if { input.l == "team-0001"; input.g["team-0001"]; {"dev": true, "prod": true}[input.e]; input.r["auditor"] } # allow-53
else := true if { input.c == "deploy-agent-0021"; {"dev": true, "prod": true}[input.e] } # allow-52
else := true if { input.l == "team-0007"; input.g["team-0007"]; input.e == "prod"; input.r["release-manager"] } # allow-85
else := true if { input.l == "team-0008"; input.g["team-0008"]; {"dev": true, "staging": true}[input.e]; some x in ["deployer", "oncall"]; input.r[x] } # allow-75

actions["get-pod-logs"] := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x] } # platform-deny-3
else := false if { {"deploy-agent-0020": true, "deploy-agent-0024": true}[input.c] } # deny-4
else := false if { input.l == "team-0000"; {"dev": true, "prod": true}[input.e] } # deny-10
else := true if { {"dev": true, "staging": true}[input.e] } # platform-allow-0
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev" } # platform-allow-1
else := true if { input.g["everyone-on-call"]; input.s == "public" } # platform-allow-5
else := true if { input.g["team-0009"]; input.t == "aws-ecs-service" } # allow-44
else := true if { input.l == "team-0014"; input.g["team-0014"]; input.e == "prod"; some x in ["oncall", "auditor", "release-manager"]; input.r[x] } # allow-37
else := true if { input.l == "team-0005"; input.g["team-0005"]; input.e == "prod" } # allow-43
else := true if { input.l == "team-0001"; input.g["team-0001"]; input.e == "dev" } # allow-84
else := true if { input.l == "team-0016"; input.g["team-0016"]; input.e == "prod" } # allow-23

actions["get-secret"] := false if { {"staging": true, "prod": true}[input.e] } # platform-deny-2
else := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x] } # platform-deny-3
else := false if { {"deploy-agent-0020": true, "deploy-agent-0024": true}[input.c] } # deny-4
else := false if { input.l == "team-0000"; {"dev": true, "prod": true}[input.e] } # deny-10
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev" } # platform-allow-1
else := true if { input.g["everyone-on-call"]; input.s == "public" } # platform-allow-5

actions["iam-attach-role-policy"] := false if { input.e == "prod" } # platform-deny-0
else := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x] } # platform-deny-3
else := false if { input.l == "team-0011"; input.e == "dev" } # deny-13
else := false if { input.l == "team-0017"; input.e == "prod" } # deny-17
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev" } # platform-allow-1
else := true if { input.g["everyone-on-call"]; input.s == "public" } # platform-allow-5
else := true if { input.l == "team-0015"; input.g["team-0015"]; input.e == "dev" } # allow-42
else := true if { input.l == "team-0015"; input.g["team-0015"]; input.e == "prod" } # allow-56
else := true if { input.l == "team-0001"; input.e == "staging"; input.r["operator"] } # allow-76
else := true if { {"deploy-agent-0043": true, "deploy-agent-0017": true}[input.c]; {"staging": true, "prod": true}[input.e] } # allow-77

actions["iam-detach-role-policy"] := false if { input.e == "prod" } # platform-deny-0
else := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x] } # platform-deny-3
else := false if { input.l == "team-0011"; input.e == "dev" } # deny-13
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev" } # platform-allow-1
else := true if { input.g["everyone-on-call"]; input.s == "public" } # platform-allow-5
else := true if { input.l == "team-0015"; input.g["team-0015"]; input.e == "dev" } # allow-42
else := true if { input.l == "team-0015"; input.g["team-0015"]; input.e == "prod" } # allow-56
else := true if { input.l == "team-0019"; {"staging": true, "prod": true}[input.e]; input.r["operator"] } # allow-79
else := true if { input.l == "team-0001"; input.e == "staging"; input.r["operator"] } # allow-76
else := true if { input.l == "team-0005"; input.g["team-0005"]; input.e == "prod" } # allow-43

actions["lambda-invoke-function"] := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x] } # platform-deny-3
else := false if { input.g["team-0018"]; {"restricted": true, "critical": true}[input.s]; {"staging": true, "prod": true}[input.e] } # deny-16
else := false if { input.g["team-0011"]; input.s == "critical"; {"dev": true, "prod": true}[input.e] } # deny-9
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev" } # platform-allow-1
else := true if { {"dev": true, "staging": true}[input.e]; input.i == "backend"; some x in ["deployer", "release-manager"]; input.r[x] } # platform-allow-3
else := true if { input.g["everyone-on-call"]; input.s == "public" } # platform-allow-5
else := true if { {"deploy-agent-0030": true, "deploy-agent-0006": true}[input.c]; input.e == "prod" } # allow-57
else := true if { input.l == "team-0007"; input.g["team-0007"]; {"dev": true, "prod": true}[input.e]; some x in ["deployer", "operator"]; input.r[x] } # allow-66
else := true if { input.c == "deploy-agent-0010"; {"staging": true, "prod": true}[input.e] } # allow-65
else := true if { input.l == "team-0005"; {"staging": true, "prod": true}[input.e]; input.r["oncall"] } # allow-27
else := true if { input.l == "team-0014"; input.g["team-0014"]; input.e == "prod"; some x in ["oncall", "auditor", "release-manager"]; input.r[x] } # allow-37
else := true if { input.l == "team-0001"; input.e == "staging"; input.r["operator"] } # allow-76
else := true if { input.l == "team-0000"; input.g["team-0000"]; {"dev": true, "staging": true}[input.e] } # allow-30
else := true if { input.l == "team-0010"; input.g["team-0010"]; {"dev": true, "staging": true}[input.e] } # allow-51

actions["lambda-update-function-config"] := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x] } # platform-deny-3
else := false if { input.g["team-0018"]; {"restricted": true, "critical": true}[input.s]; {"staging": true, "prod": true}[input.e] } # deny-16
else := false if { input.g["team-0011"]; input.s == "critical"; {"dev": true, "prod": true}[input.e] } # deny-9
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev" } # platform-allow-1
else := true if { {"dev": true, "staging": true}[input.e]; input.i == "backend"; some x in ["deployer", "release-manager"]; input.r[x] } # platform-allow-3
else := true if { input.g["everyone-on-call"]; input.s == "public" } # platform-allow-5
else := true if { input.l == "team-0011"; {"dev": true, "prod": true}[input.e]; some x in ["deployer", "auditor"]; input.r[x] } # allow-58
else := true if { {"deploy-agent-0030": true, "deploy-agent-0006": true}[input.c]; input.e == "prod" } # allow-57
else := true if { input.l == "team-0007"; input.g["team-0007"]; {"dev": true, "prod": true}[input.e]; some x in ["deployer", "operator"]; input.r[x] } # allow-66
else := true if { input.l == "team-0001"; input.g["team-0001"]; {"staging": true, "prod": true}[input.e]; some x in ["oncall", "viewer", "release-manager"]; input.r[x] } # allow-26
else := true if { input.c == "deploy-agent-0010"; {"staging": true, "prod": true}[input.e] } # allow-65
else := true if { input.l == "team-0013"; input.g["team-0013"]; input.e == "prod" } # allow-28
else := true if { input.l == "team-0005"; {"staging": true, "prod": true}[input.e]; input.r["oncall"] } # allow-27
else := true if { input.c == "deploy-agent-0021"; {"dev": true, "prod": true}[input.e] } # allow-52
else := true if { input.l == "team-0001"; input.e == "staging"; input.r["operator"] } # allow-76
else := true if { {"deploy-agent-0010": true, "deploy-agent-0028": true}[input.c]; {"staging": true, "prod": true}[input.e] } # allow-67
else := true if { input.l == "team-0000"; input.g["team-0000"]; {"dev": true, "staging": true}[input.e] } # allow-30
else := true if { input.l == "team-0010"; input.g["team-0010"]; {"dev": true, "staging": true}[input.e] } # allow-51

actions["port-forward"] := false if { {"staging": true, "prod": true}[input.e] } # platform-deny-2
else := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x] } # platform-deny-3
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev" } # platform-allow-1
else := true if { input.g["everyone-on-call"]; input.s == "public" } # platform-allow-5
else := true if { input.l == "team-0014"; input.g["team-0014"]; input.e == "prod"; some x in ["oncall", "auditor", "release-manager"]; input.r[x] } # allow-37

actions["restart-deployment"] := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x] } # platform-deny-3
else := false if { {"deploy-agent-0017": true, "deploy-agent-0018": true}[input.c] } # deny-1
else := false if { {"deploy-agent-0004": true, "deploy-agent-0013": true}[input.c] } # deny-6
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev" } # platform-allow-1
else := true if { input.e == "staging"; input.r["deployer"] } # platform-allow-2
else := true if { {"k8s-deployment": true, "k8s-node": true, "aws-ec2-instance": true}[input.t]; some x in ["oncall", "operator"]; input.r[x] } # platform-allow-4
else := true if { input.g["everyone-on-call"]; input.s == "public" } # platform-allow-5
else := true if { input.c == "deploy-agent-0048"; input.e == "dev" } # allow-18
else := true if { input.l == "team-0007"; input.g["team-0007"]; {"dev": true, "prod": true}[input.e]; some x in ["deployer", "operator"]; input.r[x] } # allow-66
else := true if { input.l == "team-0008"; input.g["team-0008"]; {"staging": true, "prod": true}[input.e] } # allow-24
else := true if { input.l == "team-0014"; input.g["team-0014"]; input.e == "staging"; some x in ["oncall", "auditor"]; input.r[x] } # allow-32
else := true if { input.l == "team-0007"; {"staging": true, "prod": true}[input.e]; input.r["auditor"] } # allow-41
else := true if { input.l == "team-0011"; input.e == "staging"; input.r["deployer"] } # allow-38
else := true if { input.l == "team-0001"; input.g["team-0001"]; {"staging": true, "prod": true}[input.e]; some x in ["viewer", "auditor"]; input.r[x] } # allow-48
else := true if { input.l == "team-0001"; input.g["team-0001"]; input.e == "dev" } # allow-84

actions["rollout-status"] := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x] } # platform-deny-3
else := false if { input.l == "team-0017"; input.e == "prod" } # deny-17
else := true if { {"dev": true, "staging": true}[input.e] } # platform-allow-0
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev" } # platform-allow-1
else := true if { input.g["everyone-on-call"]; input.s == "public" } # platform-allow-5
else := true if { input.g["team-0009"]; input.t == "aws-ecs-service" } # allow-44
else := true if { {"deploy-agent-0030": true, "deploy-agent-0006": true}[input.c]; input.e == "prod" } # allow-57
else := true if { input.l == "team-0013"; input.g["team-0013"]; input.e == "prod"; some x in ["deployer", "operator"]; input.r[x] } # allow-21
else := true if { {"deploy-agent-0015": true, "deploy-agent-0029": true}[input.c]; {"staging": true, "prod": true}[input.e] } # allow-49
else := true if { input.l == "team-0008"; {"dev": true, "staging": true}[input.e]; input.r["viewer"] } # allow-73
else := true if { input.l == "team-0005"; {"dev": true, "prod": true}[input.e]; input.r["viewer"] } # allow-33
else := true if { {"deploy-agent-0043": true, "deploy-agent-0017": true}[input.c]; {"staging": true, "prod": true}[input.e] } # allow-77
else := true if { input.l == "team-0010"; input.g["team-0010"]; input.e == "staging" } # allow-47
else := true if { input.l == "team-0002"; input.g["team-0002"]; {"staging": true, "prod": true}[input.e]; some x in ["deployer", "oncall", "auditor"]; input.r[x] } # allow-88
else := true if { input.l == "team-0013"; input.g["team-0013"]; input.e == "prod" } # allow-61

actions["rollout-undo"] := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x] } # platform-deny-3
else := true if { {"dev": true, "staging": true}[input.e] } # platform-allow-0
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev" } # platform-allow-1
else := true if { input.g["everyone-on-call"]; input.s == "public" } # platform-allow-5
else := true if { {"deploy-agent-0030": true, "deploy-agent-0006": true}[input.c]; input.e == "prod" } # allow-57
else := true if { input.l == "team-0010"; input.g["team-0010"]; {"dev": true, "staging": true}[input.e] } # allow-34
else := true if { input.l == "team-0016"; input.g["team-0016"]; {"staging": true, "prod": true}[input.e]; some x in ["oncall", "viewer", "release-manager"]; input.r[x] } # allow-89
else := true if { input.l == "team-0010"; input.g["team-0010"]; input.e == "staging" } # allow-47
else := true if { input.l == "team-0002"; input.g["team-0002"]; {"staging": true, "prod": true}[input.e]; some x in ["deployer", "oncall", "auditor"]; input.r[x] } # allow-88
else := true if { input.l == "team-0013"; input.g["team-0013"]; input.e == "prod" } # allow-61

actions["s3-delete-object"] := false if { {"restricted": true, "critical": true}[input.s] } # platform-deny-1
else := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x] } # platform-deny-3
else := false if { input.l == "team-0000"; {"staging": true, "prod": true}[input.e] } # deny-3
else := false if { input.l == "team-0017"; input.e == "prod" } # deny-17
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev" } # platform-allow-1
else := true if { input.g["everyone-on-call"]; input.s == "public" } # platform-allow-5
else := true if { {"deploy-agent-0015": true, "deploy-agent-0029": true}[input.c]; {"staging": true, "prod": true}[input.e] } # allow-49
else := true if { input.l == "team-0013"; input.g["team-0013"]; input.e == "dev" } # allow-25
else := true if { input.l == "team-0019"; input.g["team-0019"]; {"dev": true, "staging": true}[input.e]; some x in ["deployer", "oncall"]; input.r[x] } # allow-62
else := true if { input.g["team-0017"]; input.t == "aws-s3-bucket" } # allow-68
else := true if { input.l == "team-0004"; input.g["team-0004"]; {"dev": true, "staging": true}[input.e] } # allow-40
else := true if { input.l == "team-0007"; {"dev": true, "prod": true}[input.e]; input.r["auditor"] } # allow-20

actions["s3-put-bucket-policy"] := false if { {"restricted": true, "critical": true}[input.s] } # platform-deny-1
else := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x] } # platform-deny-3
else := false if { input.l == "team-0000"; {"staging": true, "prod": true}[input.e] } # deny-3
else := false if { input.l == "team-0011"; input.e == "prod" } # deny-7
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev" } # platform-allow-1
else := true if { input.g["everyone-on-call"]; input.s == "public" } # platform-allow-5
else := true if { input.l == "team-0013"; input.g["team-0013"]; input.e == "dev" } # allow-25
else := true if { input.g["team-0015"]; {"aws-ecs-task": true, "k8s-pod": true}[input.t] } # allow-82
else := true if { input.l == "team-0019"; input.g["team-0019"]; {"dev": true, "staging": true}[input.e]; some x in ["deployer", "oncall"]; input.r[x] } # allow-62
else := true if { input.g["team-0017"]; input.t == "aws-s3-bucket" } # allow-68
else := true if { input.l == "team-0015"; input.g["team-0015"]; input.e == "prod" } # allow-74
else := true if { input.l == "team-0018"; input.g["team-0018"]; {"dev": true, "prod": true}[input.e] } # allow-71

actions["s3-restore-object"] := false if { {"restricted": true, "critical": true}[input.s] } # platform-deny-1
else := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x] } # platform-deny-3
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev" } # platform-allow-1
else := true if { input.g["everyone-on-call"]; input.s == "public" } # platform-allow-5
else := true if { input.l == "team-0016"; input.e == "dev"; input.r["deployer"] } # allow-59
else := true if { input.l == "team-0013"; input.g["team-0013"]; input.e == "dev" } # allow-25
else := true if { input.l == "team-0019"; input.g["team-0019"]; {"dev": true, "staging": true}[input.e]; some x in ["deployer", "oncall"]; input.r[x] } # allow-62
else := true if { input.g["team-0017"]; input.t == "aws-s3-bucket" } # allow-68

actions["scale-deployment"] := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x] } # platform-deny-3
else := false if { {"deploy-agent-0004": true, "deploy-agent-0013": true}[input.c] } # deny-6
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev" } # platform-allow-1
else := true if { input.e == "staging"; input.r["deployer"] } # platform-allow-2
else := true if { input.g["everyone-on-call"]; input.s == "public" } # platform-allow-5
else := true if { {"deploy-agent-0026": true, "deploy-agent-0003": true}[input.c]; input.e == "staging" } # allow-31
else := true if { input.l == "team-0007"; input.g["team-0007"]; {"dev": true, "prod": true}[input.e]; some x in ["deployer", "operator"]; input.r[x] } # allow-66
else := true if { input.l == "team-0008"; input.g["team-0008"]; {"staging": true, "prod": true}[input.e] } # allow-24
else := true if { input.l == "team-0005"; input.g["team-0005"]; input.e == "prod" } # allow-50
else := true if { input.l == "team-0011"; input.e == "staging"; input.r["deployer"] } # allow-38
else := true if { {"deploy-agent-0043": true, "deploy-agent-0017": true}[input.c]; {"staging": true, "prod": true}[input.e] } # allow-77
else := true if { input.l == "team-0001"; input.g["team-0001"]; {"staging": true, "prod": true}[input.e]; some x in ["viewer", "auditor"]; input.r[x] } # allow-48

actions["scale-hpa"] := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x] } # platform-deny-3
else := false if { input.l == "team-0000"; {"dev": true, "prod": true}[input.e] } # deny-10
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev" } # platform-allow-1
else := true if { input.e == "staging"; input.r["deployer"] } # platform-allow-2
else := true if { input.g["everyone-on-call"]; input.s == "public" } # platform-allow-5
else := true if { input.l == "team-0002"; input.g["team-0002"]; input.e == "dev"; input.r["viewer"] } # allow-87
else := true if { input.l == "team-0006"; input.e == "staging"; some x in ["operator", "auditor"]; input.r[x] } # allow-29
else := true if { {"deploy-agent-0026": true, "deploy-agent-0003": true}[input.c]; input.e == "staging" } # allow-31
else := true if { input.l == "team-0008"; {"dev": true, "staging": true}[input.e]; input.r["viewer"] } # allow-73
else := true if { {"deploy-agent-0004": true, "deploy-agent-0010": true}[input.c]; input.e == "staging" } # allow-54
else := true if { input.l == "team-0003"; input.g["team-0003"]; input.e == "prod" } # allow-46
else := true if { input.l == "team-0011"; input.e == "staging"; some x in ["oncall", "release-manager"]; input.r[x] } # allow-19

actions["uncordon-node"] := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x] } # platform-deny-3
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev" } # platform-allow-1
else := true if { {"k8s-deployment": true, "k8s-node": true, "aws-ec2-instance": true}[input.t]; some x in ["oncall", "operator"]; input.r[x] } # platform-allow-4
else := true if { input.g["everyone-on-call"]; input.s == "public" } # platform-allow-5
else := true if { input.l == "team-0016"; input.e == "prod"; input.r["release-manager"] } # allow-55
else := true if { input.l == "team-0005"; input.g["team-0005"]; input.e == "prod" } # allow-35
else := true if { input.l == "team-0007"; {"dev": true, "prod": true}[input.e]; input.r["auditor"] } # allow-20

actions["update-configmap"] := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x] } # platform-deny-3
else := false if { {"deploy-agent-0020": true, "deploy-agent-0024": true}[input.c] } # deny-4
else := false if { input.g["team-0003"]; {"internal": true, "critical": true}[input.s]; input.e == "prod" } # deny-11
else := false if { input.l == "team-0002"; input.e == "dev" } # deny-14
else := false if { input.l == "team-0017"; input.e == "prod" } # deny-17
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev" } # platform-allow-1
else := true if { {"dev": true, "staging": true}[input.e]; input.i == "backend"; some x in ["deployer", "release-manager"]; input.r[x] } # platform-allow-3
else := true if { input.g["everyone-on-call"]; input.s == "public" } # platform-allow-5
else := true if { input.l == "team-0009"; input.g["team-0009"]; {"staging": true, "prod": true}[input.e] } # allow-72
else := true if { input.l == "team-0011"; {"dev": true, "prod": true}[input.e]; some x in ["deployer", "auditor"]; input.r[x] } # allow-58
else := true if { input.l == "team-0012"; input.g["team-0012"]; input.e == "dev" } # allow-39
else := true if { input.l == "team-0001"; input.g["team-0001"]; {"dev": true, "prod": true}[input.e]; input.r["auditor"] } # allow-53
else := true if { {"deploy-agent-0010": true, "deploy-agent-0028": true}[input.c]; {"staging": true, "prod": true}[input.e] } # allow-67
else := true if { input.l == "team-0004"; input.g["team-0004"]; {"dev": true, "staging": true}[input.e] } # allow-40
else := true if { input.l == "team-0011"; input.e == "staging"; some x in ["oncall", "release-manager"]; input.r[x] } # allow-19
else := true if { input.l == "team-0007"; input.g["team-0007"]; input.e == "prod"; input.r["release-manager"] } # allow-85

actions["update-hpa-limits"] := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x] } # platform-deny-3
else := false if { {"deploy-agent-0020": true, "deploy-agent-0024": true}[input.c] } # deny-4
else := false if { input.g["team-0015"]; {"public": true, "internal": true}[input.s]; input.e == "staging" } # deny-5
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev" } # platform-allow-1
else := true if { {"dev": true, "staging": true}[input.e]; input.i == "backend"; some x in ["deployer", "release-manager"]; input.r[x] } # platform-allow-3
else := true if { input.g["everyone-on-call"]; input.s == "public" } # platform-allow-5
else := true if { input.l == "team-0005"; input.g["team-0005"]; input.e == "prod" } # allow-50
else := true if { input.l == "team-0012"; input.g["team-0012"]; input.e == "dev" } # allow-39
else := true if { input.l == "team-0011"; input.e == "staging"; some x in ["oncall", "release-manager"]; input.r[x] } # allow-19

actions["update-image"] := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x] } # platform-deny-3
else := false if { {"deploy-agent-0020": true, "deploy-agent-0024": true}[input.c] } # deny-4
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev" } # platform-allow-1
else := true if { {"dev": true, "staging": true}[input.e]; input.i == "backend"; some x in ["deployer", "release-manager"]; input.r[x] } # platform-allow-3
else := true if { input.g["everyone-on-call"]; input.s == "public" } # platform-allow-5
else := true if { input.l == "team-0008"; {"dev": true, "staging": true}[input.e]; input.r["viewer"] } # allow-73
else := true if { input.l == "team-0012"; input.g["team-0012"]; input.e == "dev" } # allow-39
else := true if { input.l == "team-0004"; input.g["team-0004"]; {"dev": true, "staging": true}[input.e] } # allow-40
else := true if { input.l == "team-0011"; input.e == "staging"; some x in ["oncall", "release-manager"]; input.r[x] } # allow-19
