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
else := true if { input.l == "team-0016"; input.e == "prod"; input.r["release-manager"]; input.n <= 71 } # allow-55
else := true if { input.l == "team-0005"; input.g["team-0005"]; input.e == "prod"; input.n <= 74 } # allow-35
else := true if { input.l == "team-0016"; input.g["team-0016"]; {"staging": true, "prod": true}[input.e]; some x in ["oncall", "viewer", "release-manager"]; input.r[x]; input.n <= 77 } # allow-89
else := true if { input.l == "team-0000"; {"dev": true, "prod": true}[input.e]; some x in ["operator", "release-manager"]; input.r[x]; input.n <= 74 } # allow-63

actions["create-namespace"] := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x]; input.n <= 74 } # platform-deny-3
else := false if { input.l == "team-0011"; input.e == "dev"; input.n <= 71 } # deny-13
else := false if { input.l == "team-0005"; {"dev": true, "staging": true}[input.e]; input.n <= 76 } # deny-15
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev"; input.n <= 71 } # platform-allow-1
else := true if { input.g["everyone-on-call"]; input.s == "public"; input.n <= 79 } # platform-allow-5
else := true if { input.c == "deploy-agent-0010"; {"staging": true, "prod": true}[input.e]; input.n <= 74 } # allow-65
else := true if { input.l == "team-0013"; input.g["team-0013"]; {"staging": true, "prod": true}[input.e]; some x in ["viewer", "auditor", "release-manager"]; input.r[x]; input.n <= 74 } # allow-78
else := true if { input.l == "team-0006"; input.g["team-0006"]; input.e == "prod"; some x in ["deployer", "auditor"]; input.r[x]; input.n <= 70 } # allow-36
else := true if { input.l == "team-0003"; input.g["team-0003"]; {"dev": true, "staging": true}[input.e]; some x in ["operator", "auditor"]; input.r[x]; input.n <= 70 } # allow-64
else := true if { input.l == "team-0001"; input.g["team-0001"]; input.e == "dev"; input.n <= 80 } # allow-84

actions["delete-namespace"] := false if { input.e == "prod"; input.n <= 71 } # platform-deny-0
else := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x]; input.n <= 74 } # platform-deny-3
else := false if { input.l == "team-0011"; input.e == "dev"; input.n <= 71 } # deny-13
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev"; input.n <= 71 } # platform-allow-1
else := true if { input.g["everyone-on-call"]; input.s == "public"; input.n <= 79 } # platform-allow-5
else := true if { input.c == "deploy-agent-0048"; input.e == "dev"; input.n <= 78 } # allow-18
else := true if { input.l == "team-0015"; input.g["team-0015"]; input.e == "prod"; input.n <= 72 } # allow-56
else := true if { input.c == "deploy-agent-0044"; {"dev": true, "prod": true}[input.e]; input.n <= 75 } # allow-81
else := true if { input.c == "deploy-agent-0010"; {"staging": true, "prod": true}[input.e]; input.n <= 74 } # allow-65
else := true if { input.l == "team-0013"; input.g["team-0013"]; input.e == "dev"; input.n <= 72 } # allow-25
else := true if { input.l == "team-0013"; input.g["team-0013"]; {"staging": true, "prod": true}[input.e]; some x in ["viewer", "auditor", "release-manager"]; input.r[x]; input.n <= 74 } # allow-78
else := true if { input.l == "team-0003"; input.g["team-0003"]; {"dev": true, "staging": true}[input.e]; some x in ["operator", "auditor"]; input.r[x]; input.n <= 70 } # allow-64
else := true if { input.c == "deploy-agent-0005"; input.e == "prod"; input.n <= 71 } # allow-69
else := true if { input.l == "team-0001"; input.g["team-0001"]; input.e == "prod"; some x in ["operator", "viewer"]; input.r[x]; input.n <= 78 } # allow-83
else := true if { input.l == "team-0016"; input.g["team-0016"]; {"dev": true, "staging": true}[input.e]; input.n <= 70 } # allow-60

actions["delete-pod"] := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x]; input.n <= 74 } # platform-deny-3
else := false if { input.l == "team-0000"; {"staging": true, "prod": true}[input.e]; input.n <= 71 } # deny-3
else := false if { input.l == "team-0013"; {"staging": true, "prod": true}[input.e]; input.n <= 74 } # deny-2
else := false if { input.g["team-0015"]; {"public": true, "internal": true}[input.s]; input.e == "staging"; input.n <= 73 } # deny-5
else := false if { input.l == "team-0005"; {"dev": true, "staging": true}[input.e]; input.n <= 76 } # deny-15
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev"; input.n <= 71 } # platform-allow-1
else := true if { input.g["everyone-on-call"]; input.s == "public"; input.n <= 79 } # platform-allow-5
else := true if { input.l == "team-0015"; input.g["team-0015"]; input.e == "prod"; input.n <= 72 } # allow-56
else := true if { input.c == "deploy-agent-0044"; {"dev": true, "prod": true}[input.e]; input.n <= 75 } # allow-81
else := true if { input.l == "team-0005"; {"staging": true, "prod": true}[input.e]; input.r["oncall"]; input.n <= 80 } # allow-27
else := true if { input.l == "team-0017"; {"dev": true, "prod": true}[input.e]; some x in ["operator", "auditor"]; input.r[x]; input.n <= 77 } # allow-22
else := true if { input.l == "team-0008"; input.g["team-0008"]; {"staging": true, "prod": true}[input.e]; input.n <= 79 } # allow-24
else := true if { input.l == "team-0013"; input.g["team-0013"]; input.e == "dev"; input.n <= 72 } # allow-25
else := true if { input.c == "deploy-agent-0005"; input.e == "prod"; input.n <= 71 } # allow-69
else := true if { input.l == "team-0016"; input.g["team-0016"]; {"staging": true, "prod": true}[input.e]; some x in ["oncall", "viewer", "release-manager"]; input.r[x]; input.n <= 77 } # allow-89
else := true if { input.l == "team-0013"; input.g["team-0013"]; input.e == "prod"; input.n <= 70 } # allow-61
else := true if { input.l == "team-0016"; input.g["team-0016"]; {"dev": true, "staging": true}[input.e]; input.n <= 70 } # allow-60

actions["drain-node"] := false if { {"restricted": true, "critical": true}[input.s]; input.n <= 78 } # platform-deny-1
else := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x]; input.n <= 74 } # platform-deny-3
else := false if { input.l == "team-0000"; {"staging": true, "prod": true}[input.e]; input.n <= 71 } # deny-3
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev"; input.n <= 71 } # platform-allow-1
else := true if { input.g["everyone-on-call"]; input.s == "public"; input.n <= 79 } # platform-allow-5
else := true if { input.l == "team-0016"; input.e == "prod"; input.r["release-manager"]; input.n <= 71 } # allow-55
else := true if { input.l == "team-0014"; input.g["team-0014"]; input.e == "prod"; some x in ["oncall", "auditor", "release-manager"]; input.r[x]; input.n <= 73 } # allow-37
else := true if { input.l == "team-0005"; input.g["team-0005"]; input.e == "prod"; input.n <= 74 } # allow-35
else := true if { input.l == "team-0011"; input.e == "staging"; input.r["deployer"]; input.n <= 77 } # allow-38
else := true if { input.l == "team-0007"; {"dev": true, "prod": true}[input.e]; input.r["auditor"]; input.n <= 75 } # allow-20
else := true if { input.l == "team-0008"; input.g["team-0008"]; {"dev": true, "staging": true}[input.e]; some x in ["deployer", "oncall"]; input.r[x]; input.n <= 79 } # allow-75
else := true if { input.l == "team-0000"; {"dev": true, "prod": true}[input.e]; some x in ["operator", "release-manager"]; input.r[x]; input.n <= 74 } # allow-63

actions["ec2-reboot-instance"] := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x]; input.n <= 74 } # platform-deny-3
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev"; input.n <= 71 } # platform-allow-1
else := true if { {"k8s-deployment": true, "k8s-node": true, "aws-ec2-instance": true}[input.t]; some x in ["oncall", "operator"]; input.r[x]; input.n <= 79 } # platform-allow-4
else := true if { input.g["everyone-on-call"]; input.s == "public"; input.n <= 79 } # platform-allow-5
else := true if { input.c == "deploy-agent-0048"; input.e == "dev"; input.n <= 78 } # allow-18
else := true if { input.l == "team-0019"; input.g["team-0019"]; {"staging": true, "prod": true}[input.e]; input.n <= 80 } # allow-45
else := true if { input.l == "team-0006"; input.e == "staging"; some x in ["operator", "auditor"]; input.r[x]; input.n <= 76 } # allow-29
else := true if { {"deploy-agent-0026": true, "deploy-agent-0003": true}[input.c]; input.e == "staging"; input.n <= 79 } # allow-31
else := true if { input.l == "team-0006"; input.g["team-0006"]; input.e == "prod"; some x in ["deployer", "auditor"]; input.r[x]; input.n <= 70 } # allow-36
else := true if { input.l == "team-0005"; {"dev": true, "prod": true}[input.e]; some x in ["deployer", "auditor"]; input.r[x]; input.n <= 70 } # allow-70
else := true if { input.l == "team-0018"; input.g["team-0018"]; {"dev": true, "prod": true}[input.e]; input.n <= 71 } # allow-71
else := true if { input.l == "team-0002"; input.g["team-0002"]; {"staging": true, "prod": true}[input.e]; some x in ["deployer", "oncall", "auditor"]; input.r[x]; input.n <= 74 } # allow-88
else := true if { input.l == "team-0007"; input.g["team-0007"]; input.e == "prod"; input.r["release-manager"]; input.n <= 75 } # allow-85
else := true if { input.l == "team-0000"; {"dev": true, "prod": true}[input.e]; some x in ["operator", "release-manager"]; input.r[x]; input.n <= 74 } # allow-63

actions["ec2-start-instance"] := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x]; input.n <= 74 } # platform-deny-3
else := false if { input.c == "deploy-agent-0026"; input.n <= 72 } # deny-8
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev"; input.n <= 71 } # platform-allow-1
else := true if { input.g["everyone-on-call"]; input.s == "public"; input.n <= 79 } # platform-allow-5
else := true if { input.l == "team-0019"; input.g["team-0019"]; {"staging": true, "prod": true}[input.e]; input.n <= 80 } # allow-45
else := true if { input.l == "team-0006"; input.e == "staging"; some x in ["operator", "auditor"]; input.r[x]; input.n <= 76 } # allow-29
else := true if { {"deploy-agent-0026": true, "deploy-agent-0003": true}[input.c]; input.e == "staging"; input.n <= 79 } # allow-31
else := true if { input.l == "team-0010"; input.g["team-0010"]; {"dev": true, "staging": true}[input.e]; input.n <= 78 } # allow-34
else := true if { input.l == "team-0001"; input.g["team-0001"]; {"staging": true, "prod": true}[input.e]; some x in ["oncall", "viewer", "release-manager"]; input.r[x]; input.n <= 78 } # allow-26
else := true if { input.l == "team-0013"; input.g["team-0013"]; {"staging": true, "prod": true}[input.e]; some x in ["viewer", "auditor", "release-manager"]; input.r[x]; input.n <= 74 } # allow-78
else := true if { input.c == "deploy-agent-0021"; {"dev": true, "prod": true}[input.e]; input.n <= 73 } # allow-52
else := true if { input.l == "team-0005"; input.g["team-0005"]; input.e == "prod"; input.n <= 74 } # allow-35
else := true if { input.l == "team-0001"; input.g["team-0001"]; {"staging": true, "prod": true}[input.e]; some x in ["viewer", "auditor"]; input.r[x]; input.n <= 71 } # allow-48
else := true if { input.l == "team-0002"; input.g["team-0002"]; {"staging": true, "prod": true}[input.e]; some x in ["deployer", "oncall", "auditor"]; input.r[x]; input.n <= 74 } # allow-88
else := true if { input.l == "team-0007"; input.g["team-0007"]; input.e == "prod"; input.r["release-manager"]; input.n <= 75 } # allow-85
else := true if { input.l == "team-0000"; {"dev": true, "prod": true}[input.e]; some x in ["operator", "release-manager"]; input.r[x]; input.n <= 74 } # allow-63

actions["ec2-stop-instance"] := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x]; input.n <= 74 } # platform-deny-3
else := false if { input.c == "deploy-agent-0026"; input.n <= 72 } # deny-8
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev"; input.n <= 71 } # platform-allow-1
else := true if { input.g["everyone-on-call"]; input.s == "public"; input.n <= 79 } # platform-allow-5
else := true if { input.l == "team-0019"; input.g["team-0019"]; {"staging": true, "prod": true}[input.e]; input.n <= 80 } # allow-45
else := true if { input.l == "team-0006"; input.e == "staging"; some x in ["operator", "auditor"]; input.r[x]; input.n <= 76 } # allow-29
else := true if { {"deploy-agent-0026": true, "deploy-agent-0003": true}[input.c]; input.e == "staging"; input.n <= 79 } # allow-31
else := true if { input.l == "team-0016"; input.e == "dev"; input.r["deployer"]; input.n <= 71 } # allow-59
else := true if { input.l == "team-0013"; input.g["team-0013"]; {"staging": true, "prod": true}[input.e]; some x in ["viewer", "auditor", "release-manager"]; input.r[x]; input.n <= 74 } # allow-78
else := true if { input.l == "team-0005"; input.g["team-0005"]; input.e == "prod"; input.n <= 74 } # allow-35
else := true if { input.l == "team-0015"; input.g["team-0015"]; input.e == "prod"; input.n <= 70 } # allow-74
else := true if { {"deploy-agent-0043": true, "deploy-agent-0017": true}[input.c]; {"staging": true, "prod": true}[input.e]; input.n <= 74 } # allow-77
else := true if { input.l == "team-0001"; input.g["team-0001"]; {"staging": true, "prod": true}[input.e]; some x in ["viewer", "auditor"]; input.r[x]; input.n <= 71 } # allow-48
else := true if { input.l == "team-0002"; input.g["team-0002"]; {"staging": true, "prod": true}[input.e]; some x in ["deployer", "oncall", "auditor"]; input.r[x]; input.n <= 74 } # allow-88
else := true if { input.l == "team-0007"; input.g["team-0007"]; input.e == "prod"; input.r["release-manager"]; input.n <= 75 } # allow-85

actions["ec2-terminate-instance"] := false if { {"restricted": true, "critical": true}[input.s]; input.n <= 78 } # platform-deny-1
else := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x]; input.n <= 74 } # platform-deny-3
else := false if { input.l == "team-0002"; input.e == "dev"; input.n <= 72 } # deny-14
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev"; input.n <= 71 } # platform-allow-1
else := true if { input.g["everyone-on-call"]; input.s == "public"; input.n <= 79 } # platform-allow-5
else := true if { input.l == "team-0019"; input.g["team-0019"]; {"staging": true, "prod": true}[input.e]; input.n <= 80 } # allow-45
else := true if { input.l == "team-0006"; input.e == "staging"; some x in ["operator", "auditor"]; input.r[x]; input.n <= 76 } # allow-29
else := true if { {"deploy-agent-0026": true, "deploy-agent-0003": true}[input.c]; input.e == "staging"; input.n <= 79 } # allow-31
else := true if { input.l == "team-0002"; input.g["team-0002"]; {"staging": true, "prod": true}[input.e]; some x in ["deployer", "oncall", "auditor"]; input.r[x]; input.n <= 74 } # allow-88
else := true if { input.l == "team-0007"; input.g["team-0007"]; input.e == "prod"; input.r["release-manager"]; input.n <= 75 } # allow-85

actions["ecs-scale-service"] := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x]; input.n <= 74 } # platform-deny-3
else := false if { input.g["team-0018"]; {"restricted": true, "critical": true}[input.s]; {"staging": true, "prod": true}[input.e]; input.n <= 77 } # deny-16
else := false if { input.l == "team-0016"; {"dev": true, "staging": true}[input.e]; input.n <= 70 } # deny-12
else := false if { input.l == "team-0014"; {"dev": true, "prod": true}[input.e]; input.n <= 73 } # deny-0
else := false if { input.l == "team-0002"; input.e == "dev"; input.n <= 72 } # deny-14
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev"; input.n <= 71 } # platform-allow-1
else := true if { input.e == "staging"; input.r["deployer"]; input.n <= 70 } # platform-allow-2
else := true if { input.g["everyone-on-call"]; input.s == "public"; input.n <= 79 } # platform-allow-5
else := true if { input.l == "team-0009"; input.g["team-0009"]; {"staging": true, "prod": true}[input.e]; input.n <= 75 } # allow-72
else := true if { input.l == "team-0001"; input.g["team-0001"]; {"staging": true, "prod": true}[input.e]; some x in ["oncall", "viewer", "release-manager"]; input.r[x]; input.n <= 78 } # allow-26
else := true if { input.l == "team-0018"; input.g["team-0018"]; {"staging": true, "prod": true}[input.e]; input.n <= 73 } # allow-80
else := true if { input.l == "team-0001"; input.g["team-0001"]; {"dev": true, "prod": true}[input.e]; input.r["auditor"]; input.n <= 79 } # allow-53
else := true if { input.l == "team-0019"; input.g["team-0019"]; {"dev": true, "staging": true}[input.e]; some x in ["deployer", "oncall"]; input.r[x]; input.n <= 78 } # allow-62
else := true if { input.g["team-0017"]; input.t == "aws-s3-bucket"; input.n <= 71 } # allow-68
else := true if { input.l == "team-0015"; input.g["team-0015"]; input.e == "prod"; input.n <= 70 } # allow-74
else := true if { input.l == "team-0010"; input.g["team-0010"]; {"dev": true, "staging": true}[input.e]; input.n <= 72 } # allow-51
else := true if { input.l == "team-0010"; input.g["team-0010"]; input.e == "staging"; input.n <= 80 } # allow-47
else := true if { input.l == "team-0001"; input.g["team-0001"]; input.e == "prod"; some x in ["operator", "viewer"]; input.r[x]; input.n <= 78 } # allow-83

actions["ecs-stop-task"] := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x]; input.n <= 74 } # platform-deny-3
else := false if { input.g["team-0018"]; {"restricted": true, "critical": true}[input.s]; {"staging": true, "prod": true}[input.e]; input.n <= 77 } # deny-16
else := false if { input.l == "team-0016"; {"dev": true, "staging": true}[input.e]; input.n <= 70 } # deny-12
else := false if { input.l == "team-0014"; {"dev": true, "prod": true}[input.e]; input.n <= 73 } # deny-0
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev"; input.n <= 71 } # platform-allow-1
else := true if { input.e == "staging"; input.r["deployer"]; input.n <= 70 } # platform-allow-2
else := true if { input.g["everyone-on-call"]; input.s == "public"; input.n <= 79 } # platform-allow-5
else := true if { input.l == "team-0009"; input.g["team-0009"]; {"staging": true, "prod": true}[input.e]; input.n <= 75 } # allow-72
else := true if { input.l == "team-0017"; {"dev": true, "prod": true}[input.e]; some x in ["operator", "auditor"]; input.r[x]; input.n <= 77 } # allow-22
else := true if { input.l == "team-0018"; input.g["team-0018"]; {"staging": true, "prod": true}[input.e]; input.n <= 73 } # allow-80
else := true if { input.l == "team-0001"; input.g["team-0001"]; {"dev": true, "prod": true}[input.e]; input.r["auditor"]; input.n <= 79 } # allow-53
else := true if { input.c == "deploy-agent-0021"; {"dev": true, "prod": true}[input.e]; input.n <= 73 } # allow-52
else := true if { input.l == "team-0019"; input.g["team-0019"]; {"dev": true, "staging": true}[input.e]; some x in ["deployer", "oncall"]; input.r[x]; input.n <= 78 } # allow-62
else := true if { input.g["team-0017"]; input.t == "aws-s3-bucket"; input.n <= 71 } # allow-68
else := true if { input.l == "team-0010"; input.g["team-0010"]; {"dev": true, "staging": true}[input.e]; input.n <= 72 } # allow-51
else := true if { input.l == "team-0010"; input.g["team-0010"]; input.e == "staging"; input.n <= 80 } # allow-47

actions["ecs-update-service"] := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x]; input.n <= 74 } # platform-deny-3
else := false if { input.g["team-0018"]; {"restricted": true, "critical": true}[input.s]; {"staging": true, "prod": true}[input.e]; input.n <= 77 } # deny-16
else := false if { input.l == "team-0016"; {"dev": true, "staging": true}[input.e]; input.n <= 70 } # deny-12
else := false if { input.l == "team-0014"; {"dev": true, "prod": true}[input.e]; input.n <= 73 } # deny-0
else := false if { input.l == "team-0002"; input.e == "dev"; input.n <= 72 } # deny-14
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev"; input.n <= 71 } # platform-allow-1
else := true if { input.e == "staging"; input.r["deployer"]; input.n <= 70 } # platform-allow-2
else := true if { input.g["everyone-on-call"]; input.s == "public"; input.n <= 79 } # platform-allow-5
else := true if { input.l == "team-0009"; input.g["team-0009"]; {"staging": true, "prod": true}[input.e]; input.n <= 75 } # allow-72
else := true if { input.l == "team-0016"; input.e == "dev"; input.r["deployer"]; input.n <= 71 } # allow-59
else := true if { input.l == "team-0018"; input.g["team-0018"]; {"staging": true, "prod": true}[input.e]; input.n <= 73 } # allow-80
else := true if { input.l == "team-0001"; input.g["team-0001"]; {"dev": true, "prod": true}[input.e]; input.r["auditor"]; input.n <= 79 } # allow-53
else := true if { input.l == "team-0019"; input.g["team-0019"]; {"dev": true, "staging": true}[input.e]; some x in ["deployer", "oncall"]; input.r[x]; input.n <= 78 } # allow-62
else := true if { input.g["team-0017"]; input.t == "aws-s3-bucket"; input.n <= 71 } # allow-68
else := true if { input.l == "team-0010"; input.g["team-0010"]; {"dev": true, "staging": true}[input.e]; input.n <= 72 } # allow-51
else := true if { input.l == "team-0010"; input.g["team-0010"]; input.e == "staging"; input.n <= 80 } # allow-47

actions["exec-pod"] := false if { {"staging": true, "prod": true}[input.e]; input.n <= 71 } # platform-deny-2
else := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x]; input.n <= 74 } # platform-deny-3
else := false if { input.l == "team-0013"; {"staging": true, "prod": true}[input.e]; input.n <= 74 } # deny-2
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev"; input.n <= 71 } # platform-allow-1
else := true if { input.g["everyone-on-call"]; input.s == "public"; input.n <= 79 } # platform-allow-5
else := true if { input.l == "team-0005"; {"staging": true, "prod": true}[input.e]; input.r["oncall"]; input.n <= 80 } # allow-27
else := true if { input.l == "team-0008"; input.g["team-0008"]; {"staging": true, "prod": true}[input.e]; input.n <= 79 } # allow-24
else := true if { input.l == "team-0011"; input.e == "staging"; input.r["deployer"]; input.n <= 77 } # allow-38
else := true if { input.l == "team-0018"; input.g["team-0018"]; {"dev": true, "prod": true}[input.e]; input.n <= 71 } # allow-71
else := true if { input.l == "team-0013"; input.g["team-0013"]; input.e == "prod"; input.n <= 70 } # allow-61
else := true if { input.l == "team-0008"; input.g["team-0008"]; {"dev": true, "staging": true}[input.e]; some x in ["deployer", "oncall"]; input.r[x]; input.n <= 79 } # allow-75

actions["force-delete-pod"] := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x]; input.n <= 74 } # platform-deny-3
else := false if { input.g["team-0003"]; {"internal": true, "critical": true}[input.s]; input.e == "prod"; input.n <= 80 } # deny-11
else := false if { input.l == "team-0011"; input.e == "prod"; input.n <= 75 } # deny-7
else := false if { input.l == "team-0013"; {"staging": true, "prod": true}[input.e]; input.n <= 74 } # deny-2
else := false if { input.g["team-0015"]; {"public": true, "internal": true}[input.s]; input.e == "staging"; input.n <= 73 } # deny-5
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev"; input.n <= 71 } # platform-allow-1
else := true if { input.g["everyone-on-call"]; input.s == "public"; input.n <= 79 } # platform-allow-5
else := true if { input.c == "deploy-agent-0022"; {"staging": true, "prod": true}[input.e]; input.n <= 76 } # allow-86
else := true if { input.l == "team-0005"; {"staging": true, "prod": true}[input.e]; input.r["oncall"]; input.n <= 80 } # allow-27
else := true if { input.l == "team-0017"; {"dev": true, "prod": true}[input.e]; some x in ["operator", "auditor"]; input.r[x]; input.n <= 77 } # allow-22
else := true if { input.l == "team-0008"; input.g["team-0008"]; {"staging": true, "prod": true}[input.e]; input.n <= 79 } # allow-24
else := true if { input.l == "team-0008"; {"dev": true, "staging": true}[input.e]; input.r["viewer"]; input.n <= 76 } # allow-73
else := true if { input.l == "team-0015"; input.g["team-0015"]; input.e == "prod"; input.n <= 70 } # allow-74
else := true if { input.l == "team-0013"; input.g["team-0013"]; input.e == "prod"; input.n <= 70 } # allow-61

actions["get-configmap"] := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x]; input.n <= 74 } # platform-deny-3
else := false if { {"deploy-agent-0020": true, "deploy-agent-0024": true}[input.c]; input.n <= 79 } # deny-4
else := false if { input.l == "team-0000"; {"dev": true, "prod": true}[input.e]; input.n <= 78 } # deny-10
else := false if { input.g["team-0015"]; {"public": true, "internal": true}[input.s]; input.e == "staging"; input.n <= 73 } # deny-5
else := true if { {"dev": true, "staging": true}[input.e]; input.n <= 74 } # platform-allow-0
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev"; input.n <= 71 } # platform-allow-1
else := true if { input.g["everyone-on-call"]; input.s == "public"; input.n <= 79 } # platform-allow-5
else := true if { input.l == "team-0009"; input.g["team-0009"]; {"staging": true, "prod": true}[input.e]; input.n <= 75 } # allow-72
else := true if { input.l == "team-0010"; input.g["team-0010"]; {"dev": true, "staging": true}[input.e]; input.n <= 78 } # allow-34
else := true if { input.l == "team-0001"; input.g["team-0001"]; {"staging": true, "prod": true}[input.e]; some x in ["oncall", "viewer", "release-manager"]; input.r[x]; input.n <= 78 } # allow-26
else := true if { input.l == "team-0001"; input.g["team-0001"]; {"dev": true, "prod": true}[input.e]; input.r["auditor"]; input.n <= 79 } # allow-53
else := true if { input.c == "deploy-agent-0021"; {"dev": true, "prod": true}[input.e]; input.n <= 73 } # allow-52
else := true if { input.l == "team-0007"; input.g["team-0007"]; input.e == "prod"; input.r["release-manager"]; input.n <= 75 } # allow-85
else := true if { input.l == "team-0008"; input.g["team-0008"]; {"dev": true, "staging": true}[input.e]; some x in ["deployer", "oncall"]; input.r[x]; input.n <= 79 } # allow-75

actions["get-pod-logs"] := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x]; input.n <= 74 } # platform-deny-3
else := false if { {"deploy-agent-0020": true, "deploy-agent-0024": true}[input.c]; input.n <= 79 } # deny-4
else := false if { input.l == "team-0000"; {"dev": true, "prod": true}[input.e]; input.n <= 78 } # deny-10
else := true if { {"dev": true, "staging": true}[input.e]; input.n <= 74 } # platform-allow-0
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev"; input.n <= 71 } # platform-allow-1
else := true if { input.g["everyone-on-call"]; input.s == "public"; input.n <= 79 } # platform-allow-5
else := true if { input.g["team-0009"]; input.t == "aws-ecs-service"; input.n <= 70 } # allow-44
else := true if { input.l == "team-0014"; input.g["team-0014"]; input.e == "prod"; some x in ["oncall", "auditor", "release-manager"]; input.r[x]; input.n <= 73 } # allow-37
else := true if { input.l == "team-0005"; input.g["team-0005"]; input.e == "prod"; input.n <= 74 } # allow-43
else := true if { input.l == "team-0001"; input.g["team-0001"]; input.e == "dev"; input.n <= 80 } # allow-84
else := true if { input.l == "team-0016"; input.g["team-0016"]; input.e == "prod"; input.n <= 71 } # allow-23

actions["get-secret"] := false if { {"staging": true, "prod": true}[input.e]; input.n <= 71 } # platform-deny-2
else := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x]; input.n <= 74 } # platform-deny-3
else := false if { {"deploy-agent-0020": true, "deploy-agent-0024": true}[input.c]; input.n <= 79 } # deny-4
else := false if { input.l == "team-0000"; {"dev": true, "prod": true}[input.e]; input.n <= 78 } # deny-10
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev"; input.n <= 71 } # platform-allow-1
else := true if { input.g["everyone-on-call"]; input.s == "public"; input.n <= 79 } # platform-allow-5

actions["iam-attach-role-policy"] := false if { input.e == "prod"; input.n <= 71 } # platform-deny-0
else := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x]; input.n <= 74 } # platform-deny-3
else := false if { input.l == "team-0011"; input.e == "dev"; input.n <= 71 } # deny-13
else := false if { input.l == "team-0017"; input.e == "prod"; input.n <= 78 } # deny-17
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev"; input.n <= 71 } # platform-allow-1
else := true if { input.g["everyone-on-call"]; input.s == "public"; input.n <= 79 } # platform-allow-5
else := true if { input.l == "team-0015"; input.g["team-0015"]; input.e == "dev"; input.n <= 80 } # allow-42
else := true if { input.l == "team-0015"; input.g["team-0015"]; input.e == "prod"; input.n <= 72 } # allow-56
else := true if { input.l == "team-0001"; input.e == "staging"; input.r["operator"]; input.n <= 71 } # allow-76
else := true if { {"deploy-agent-0043": true, "deploy-agent-0017": true}[input.c]; {"staging": true, "prod": true}[input.e]; input.n <= 74 } # allow-77

actions["iam-detach-role-policy"] := false if { input.e == "prod"; input.n <= 71 } # platform-deny-0
else := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x]; input.n <= 74 } # platform-deny-3
else := false if { input.l == "team-0011"; input.e == "dev"; input.n <= 71 } # deny-13
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev"; input.n <= 71 } # platform-allow-1
else := true if { input.g["everyone-on-call"]; input.s == "public"; input.n <= 79 } # platform-allow-5
else := true if { input.l == "team-0015"; input.g["team-0015"]; input.e == "dev"; input.n <= 80 } # allow-42
else := true if { input.l == "team-0015"; input.g["team-0015"]; input.e == "prod"; input.n <= 72 } # allow-56
else := true if { input.l == "team-0019"; {"staging": true, "prod": true}[input.e]; input.r["operator"]; input.n <= 80 } # allow-79
else := true if { input.l == "team-0001"; input.e == "staging"; input.r["operator"]; input.n <= 71 } # allow-76
else := true if { input.l == "team-0005"; input.g["team-0005"]; input.e == "prod"; input.n <= 74 } # allow-43

actions["lambda-invoke-function"] := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x]; input.n <= 74 } # platform-deny-3
else := false if { input.g["team-0018"]; {"restricted": true, "critical": true}[input.s]; {"staging": true, "prod": true}[input.e]; input.n <= 77 } # deny-16
else := false if { input.g["team-0011"]; input.s == "critical"; {"dev": true, "prod": true}[input.e]; input.n <= 76 } # deny-9
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev"; input.n <= 71 } # platform-allow-1
else := true if { {"dev": true, "staging": true}[input.e]; input.i == "backend"; some x in ["deployer", "release-manager"]; input.r[x]; input.n <= 72 } # platform-allow-3
else := true if { input.g["everyone-on-call"]; input.s == "public"; input.n <= 79 } # platform-allow-5
else := true if { {"deploy-agent-0030": true, "deploy-agent-0006": true}[input.c]; input.e == "prod"; input.n <= 74 } # allow-57
else := true if { input.l == "team-0007"; input.g["team-0007"]; {"dev": true, "prod": true}[input.e]; some x in ["deployer", "operator"]; input.r[x]; input.n <= 72 } # allow-66
else := true if { input.c == "deploy-agent-0010"; {"staging": true, "prod": true}[input.e]; input.n <= 74 } # allow-65
else := true if { input.l == "team-0005"; {"staging": true, "prod": true}[input.e]; input.r["oncall"]; input.n <= 80 } # allow-27
else := true if { input.l == "team-0014"; input.g["team-0014"]; input.e == "prod"; some x in ["oncall", "auditor", "release-manager"]; input.r[x]; input.n <= 73 } # allow-37
else := true if { input.l == "team-0001"; input.e == "staging"; input.r["operator"]; input.n <= 71 } # allow-76
else := true if { input.l == "team-0000"; input.g["team-0000"]; {"dev": true, "staging": true}[input.e]; input.n <= 76 } # allow-30
else := true if { input.l == "team-0010"; input.g["team-0010"]; {"dev": true, "staging": true}[input.e]; input.n <= 72 } # allow-51

actions["lambda-update-function-config"] := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x]; input.n <= 74 } # platform-deny-3
else := false if { input.g["team-0018"]; {"restricted": true, "critical": true}[input.s]; {"staging": true, "prod": true}[input.e]; input.n <= 77 } # deny-16
else := false if { input.g["team-0011"]; input.s == "critical"; {"dev": true, "prod": true}[input.e]; input.n <= 76 } # deny-9
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev"; input.n <= 71 } # platform-allow-1
else := true if { {"dev": true, "staging": true}[input.e]; input.i == "backend"; some x in ["deployer", "release-manager"]; input.r[x]; input.n <= 72 } # platform-allow-3
else := true if { input.g["everyone-on-call"]; input.s == "public"; input.n <= 79 } # platform-allow-5
else := true if { input.l == "team-0011"; {"dev": true, "prod": true}[input.e]; some x in ["deployer", "auditor"]; input.r[x]; input.n <= 78 } # allow-58
else := true if { {"deploy-agent-0030": true, "deploy-agent-0006": true}[input.c]; input.e == "prod"; input.n <= 74 } # allow-57
else := true if { input.l == "team-0007"; input.g["team-0007"]; {"dev": true, "prod": true}[input.e]; some x in ["deployer", "operator"]; input.r[x]; input.n <= 72 } # allow-66
else := true if { input.l == "team-0001"; input.g["team-0001"]; {"staging": true, "prod": true}[input.e]; some x in ["oncall", "viewer", "release-manager"]; input.r[x]; input.n <= 78 } # allow-26
else := true if { input.c == "deploy-agent-0010"; {"staging": true, "prod": true}[input.e]; input.n <= 74 } # allow-65
else := true if { input.l == "team-0013"; input.g["team-0013"]; input.e == "prod"; input.n <= 80 } # allow-28
else := true if { input.l == "team-0005"; {"staging": true, "prod": true}[input.e]; input.r["oncall"]; input.n <= 80 } # allow-27
else := true if { input.c == "deploy-agent-0021"; {"dev": true, "prod": true}[input.e]; input.n <= 73 } # allow-52
else := true if { input.l == "team-0001"; input.e == "staging"; input.r["operator"]; input.n <= 71 } # allow-76
else := true if { {"deploy-agent-0010": true, "deploy-agent-0028": true}[input.c]; {"staging": true, "prod": true}[input.e]; input.n <= 80 } # allow-67
else := true if { input.l == "team-0000"; input.g["team-0000"]; {"dev": true, "staging": true}[input.e]; input.n <= 76 } # allow-30
else := true if { input.l == "team-0010"; input.g["team-0010"]; {"dev": true, "staging": true}[input.e]; input.n <= 72 } # allow-51

actions["port-forward"] := false if { {"staging": true, "prod": true}[input.e]; input.n <= 71 } # platform-deny-2
else := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x]; input.n <= 74 } # platform-deny-3
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev"; input.n <= 71 } # platform-allow-1
else := true if { input.g["everyone-on-call"]; input.s == "public"; input.n <= 79 } # platform-allow-5
else := true if { input.l == "team-0014"; input.g["team-0014"]; input.e == "prod"; some x in ["oncall", "auditor", "release-manager"]; input.r[x]; input.n <= 73 } # allow-37

actions["restart-deployment"] := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x]; input.n <= 74 } # platform-deny-3
else := false if { {"deploy-agent-0017": true, "deploy-agent-0018": true}[input.c]; input.n <= 80 } # deny-1
else := false if { {"deploy-agent-0004": true, "deploy-agent-0013": true}[input.c]; input.n <= 76 } # deny-6
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev"; input.n <= 71 } # platform-allow-1
else := true if { input.e == "staging"; input.r["deployer"]; input.n <= 70 } # platform-allow-2
else := true if { {"k8s-deployment": true, "k8s-node": true, "aws-ec2-instance": true}[input.t]; some x in ["oncall", "operator"]; input.r[x]; input.n <= 79 } # platform-allow-4
else := true if { input.g["everyone-on-call"]; input.s == "public"; input.n <= 79 } # platform-allow-5
else := true if { input.c == "deploy-agent-0048"; input.e == "dev"; input.n <= 78 } # allow-18
else := true if { input.l == "team-0007"; input.g["team-0007"]; {"dev": true, "prod": true}[input.e]; some x in ["deployer", "operator"]; input.r[x]; input.n <= 72 } # allow-66
else := true if { input.l == "team-0008"; input.g["team-0008"]; {"staging": true, "prod": true}[input.e]; input.n <= 79 } # allow-24
else := true if { input.l == "team-0014"; input.g["team-0014"]; input.e == "staging"; some x in ["oncall", "auditor"]; input.r[x]; input.n <= 70 } # allow-32
else := true if { input.l == "team-0007"; {"staging": true, "prod": true}[input.e]; input.r["auditor"]; input.n <= 79 } # allow-41
else := true if { input.l == "team-0011"; input.e == "staging"; input.r["deployer"]; input.n <= 77 } # allow-38
else := true if { input.l == "team-0001"; input.g["team-0001"]; {"staging": true, "prod": true}[input.e]; some x in ["viewer", "auditor"]; input.r[x]; input.n <= 71 } # allow-48
else := true if { input.l == "team-0001"; input.g["team-0001"]; input.e == "dev"; input.n <= 80 } # allow-84

actions["rollout-status"] := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x]; input.n <= 74 } # platform-deny-3
else := false if { input.l == "team-0017"; input.e == "prod"; input.n <= 78 } # deny-17
else := true if { {"dev": true, "staging": true}[input.e]; input.n <= 74 } # platform-allow-0
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev"; input.n <= 71 } # platform-allow-1
else := true if { input.g["everyone-on-call"]; input.s == "public"; input.n <= 79 } # platform-allow-5
else := true if { input.g["team-0009"]; input.t == "aws-ecs-service"; input.n <= 70 } # allow-44
else := true if { {"deploy-agent-0030": true, "deploy-agent-0006": true}[input.c]; input.e == "prod"; input.n <= 74 } # allow-57
else := true if { input.l == "team-0013"; input.g["team-0013"]; input.e == "prod"; some x in ["deployer", "operator"]; input.r[x]; input.n <= 77 } # allow-21
else := true if { {"deploy-agent-0015": true, "deploy-agent-0029": true}[input.c]; {"staging": true, "prod": true}[input.e]; input.n <= 72 } # allow-49
else := true if { input.l == "team-0008"; {"dev": true, "staging": true}[input.e]; input.r["viewer"]; input.n <= 76 } # allow-73
else := true if { input.l == "team-0005"; {"dev": true, "prod": true}[input.e]; input.r["viewer"]; input.n <= 71 } # allow-33
else := true if { {"deploy-agent-0043": true, "deploy-agent-0017": true}[input.c]; {"staging": true, "prod": true}[input.e]; input.n <= 74 } # allow-77
else := true if { input.l == "team-0010"; input.g["team-0010"]; input.e == "staging"; input.n <= 80 } # allow-47
else := true if { input.l == "team-0002"; input.g["team-0002"]; {"staging": true, "prod": true}[input.e]; some x in ["deployer", "oncall", "auditor"]; input.r[x]; input.n <= 74 } # allow-88
else := true if { input.l == "team-0013"; input.g["team-0013"]; input.e == "prod"; input.n <= 70 } # allow-61

actions["rollout-undo"] := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x]; input.n <= 74 } # platform-deny-3
else := true if { {"dev": true, "staging": true}[input.e]; input.n <= 74 } # platform-allow-0
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev"; input.n <= 71 } # platform-allow-1
else := true if { input.g["everyone-on-call"]; input.s == "public"; input.n <= 79 } # platform-allow-5
else := true if { {"deploy-agent-0030": true, "deploy-agent-0006": true}[input.c]; input.e == "prod"; input.n <= 74 } # allow-57
else := true if { input.l == "team-0010"; input.g["team-0010"]; {"dev": true, "staging": true}[input.e]; input.n <= 78 } # allow-34
else := true if { input.l == "team-0016"; input.g["team-0016"]; {"staging": true, "prod": true}[input.e]; some x in ["oncall", "viewer", "release-manager"]; input.r[x]; input.n <= 77 } # allow-89
else := true if { input.l == "team-0010"; input.g["team-0010"]; input.e == "staging"; input.n <= 80 } # allow-47
else := true if { input.l == "team-0002"; input.g["team-0002"]; {"staging": true, "prod": true}[input.e]; some x in ["deployer", "oncall", "auditor"]; input.r[x]; input.n <= 74 } # allow-88
else := true if { input.l == "team-0013"; input.g["team-0013"]; input.e == "prod"; input.n <= 70 } # allow-61

actions["s3-delete-object"] := false if { {"restricted": true, "critical": true}[input.s]; input.n <= 78 } # platform-deny-1
else := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x]; input.n <= 74 } # platform-deny-3
else := false if { input.l == "team-0000"; {"staging": true, "prod": true}[input.e]; input.n <= 71 } # deny-3
else := false if { input.l == "team-0017"; input.e == "prod"; input.n <= 78 } # deny-17
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev"; input.n <= 71 } # platform-allow-1
else := true if { input.g["everyone-on-call"]; input.s == "public"; input.n <= 79 } # platform-allow-5
else := true if { {"deploy-agent-0015": true, "deploy-agent-0029": true}[input.c]; {"staging": true, "prod": true}[input.e]; input.n <= 72 } # allow-49
else := true if { input.l == "team-0013"; input.g["team-0013"]; input.e == "dev"; input.n <= 72 } # allow-25
else := true if { input.l == "team-0019"; input.g["team-0019"]; {"dev": true, "staging": true}[input.e]; some x in ["deployer", "oncall"]; input.r[x]; input.n <= 78 } # allow-62
else := true if { input.g["team-0017"]; input.t == "aws-s3-bucket"; input.n <= 71 } # allow-68
else := true if { input.l == "team-0004"; input.g["team-0004"]; {"dev": true, "staging": true}[input.e]; input.n <= 71 } # allow-40
else := true if { input.l == "team-0007"; {"dev": true, "prod": true}[input.e]; input.r["auditor"]; input.n <= 75 } # allow-20

actions["s3-put-bucket-policy"] := false if { {"restricted": true, "critical": true}[input.s]; input.n <= 78 } # platform-deny-1
else := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x]; input.n <= 74 } # platform-deny-3
else := false if { input.l == "team-0000"; {"staging": true, "prod": true}[input.e]; input.n <= 71 } # deny-3
else := false if { input.l == "team-0011"; input.e == "prod"; input.n <= 75 } # deny-7
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev"; input.n <= 71 } # platform-allow-1
else := true if { input.g["everyone-on-call"]; input.s == "public"; input.n <= 79 } # platform-allow-5
else := true if { input.l == "team-0013"; input.g["team-0013"]; input.e == "dev"; input.n <= 72 } # allow-25
else := true if { input.g["team-0015"]; {"aws-ecs-task": true, "k8s-pod": true}[input.t]; input.n <= 80 } # allow-82
else := true if { input.l == "team-0019"; input.g["team-0019"]; {"dev": true, "staging": true}[input.e]; some x in ["deployer", "oncall"]; input.r[x]; input.n <= 78 } # allow-62
else := true if { input.g["team-0017"]; input.t == "aws-s3-bucket"; input.n <= 71 } # allow-68
else := true if { input.l == "team-0015"; input.g["team-0015"]; input.e == "prod"; input.n <= 70 } # allow-74
else := true if { input.l == "team-0018"; input.g["team-0018"]; {"dev": true, "prod": true}[input.e]; input.n <= 71 } # allow-71

actions["s3-restore-object"] := false if { {"restricted": true, "critical": true}[input.s]; input.n <= 78 } # platform-deny-1
else := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x]; input.n <= 74 } # platform-deny-3
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev"; input.n <= 71 } # platform-allow-1
else := true if { input.g["everyone-on-call"]; input.s == "public"; input.n <= 79 } # platform-allow-5
else := true if { input.l == "team-0016"; input.e == "dev"; input.r["deployer"]; input.n <= 71 } # allow-59
else := true if { input.l == "team-0013"; input.g["team-0013"]; input.e == "dev"; input.n <= 72 } # allow-25
else := true if { input.l == "team-0019"; input.g["team-0019"]; {"dev": true, "staging": true}[input.e]; some x in ["deployer", "oncall"]; input.r[x]; input.n <= 78 } # allow-62
else := true if { input.g["team-0017"]; input.t == "aws-s3-bucket"; input.n <= 71 } # allow-68

actions["scale-deployment"] := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x]; input.n <= 74 } # platform-deny-3
else := false if { {"deploy-agent-0004": true, "deploy-agent-0013": true}[input.c]; input.n <= 76 } # deny-6
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev"; input.n <= 71 } # platform-allow-1
else := true if { input.e == "staging"; input.r["deployer"]; input.n <= 70 } # platform-allow-2
else := true if { input.g["everyone-on-call"]; input.s == "public"; input.n <= 79 } # platform-allow-5
else := true if { {"deploy-agent-0026": true, "deploy-agent-0003": true}[input.c]; input.e == "staging"; input.n <= 79 } # allow-31
else := true if { input.l == "team-0007"; input.g["team-0007"]; {"dev": true, "prod": true}[input.e]; some x in ["deployer", "operator"]; input.r[x]; input.n <= 72 } # allow-66
else := true if { input.l == "team-0008"; input.g["team-0008"]; {"staging": true, "prod": true}[input.e]; input.n <= 79 } # allow-24
else := true if { input.l == "team-0005"; input.g["team-0005"]; input.e == "prod"; input.n <= 72 } # allow-50
else := true if { input.l == "team-0011"; input.e == "staging"; input.r["deployer"]; input.n <= 77 } # allow-38
else := true if { {"deploy-agent-0043": true, "deploy-agent-0017": true}[input.c]; {"staging": true, "prod": true}[input.e]; input.n <= 74 } # allow-77
else := true if { input.l == "team-0001"; input.g["team-0001"]; {"staging": true, "prod": true}[input.e]; some x in ["viewer", "auditor"]; input.r[x]; input.n <= 71 } # allow-48

actions["scale-hpa"] := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x]; input.n <= 74 } # platform-deny-3
else := false if { input.l == "team-0000"; {"dev": true, "prod": true}[input.e]; input.n <= 78 } # deny-10
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev"; input.n <= 71 } # platform-allow-1
else := true if { input.e == "staging"; input.r["deployer"]; input.n <= 70 } # platform-allow-2
else := true if { input.g["everyone-on-call"]; input.s == "public"; input.n <= 79 } # platform-allow-5
else := true if { input.l == "team-0002"; input.g["team-0002"]; input.e == "dev"; input.r["viewer"]; input.n <= 77 } # allow-87
else := true if { input.l == "team-0006"; input.e == "staging"; some x in ["operator", "auditor"]; input.r[x]; input.n <= 76 } # allow-29
else := true if { {"deploy-agent-0026": true, "deploy-agent-0003": true}[input.c]; input.e == "staging"; input.n <= 79 } # allow-31
else := true if { input.l == "team-0008"; {"dev": true, "staging": true}[input.e]; input.r["viewer"]; input.n <= 76 } # allow-73
else := true if { {"deploy-agent-0004": true, "deploy-agent-0010": true}[input.c]; input.e == "staging"; input.n <= 75 } # allow-54
else := true if { input.l == "team-0003"; input.g["team-0003"]; input.e == "prod"; input.n <= 76 } # allow-46
else := true if { input.l == "team-0011"; input.e == "staging"; some x in ["oncall", "release-manager"]; input.r[x]; input.n <= 71 } # allow-19

actions["uncordon-node"] := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x]; input.n <= 74 } # platform-deny-3
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev"; input.n <= 71 } # platform-allow-1
else := true if { {"k8s-deployment": true, "k8s-node": true, "aws-ec2-instance": true}[input.t]; some x in ["oncall", "operator"]; input.r[x]; input.n <= 79 } # platform-allow-4
else := true if { input.g["everyone-on-call"]; input.s == "public"; input.n <= 79 } # platform-allow-5
else := true if { input.l == "team-0016"; input.e == "prod"; input.r["release-manager"]; input.n <= 71 } # allow-55
else := true if { input.l == "team-0005"; input.g["team-0005"]; input.e == "prod"; input.n <= 74 } # allow-35
else := true if { input.l == "team-0007"; {"dev": true, "prod": true}[input.e]; input.r["auditor"]; input.n <= 75 } # allow-20

actions["update-configmap"] := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x]; input.n <= 74 } # platform-deny-3
else := false if { {"deploy-agent-0020": true, "deploy-agent-0024": true}[input.c]; input.n <= 79 } # deny-4
else := false if { input.g["team-0003"]; {"internal": true, "critical": true}[input.s]; input.e == "prod"; input.n <= 80 } # deny-11
else := false if { input.l == "team-0002"; input.e == "dev"; input.n <= 72 } # deny-14
else := false if { input.l == "team-0017"; input.e == "prod"; input.n <= 78 } # deny-17
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev"; input.n <= 71 } # platform-allow-1
else := true if { {"dev": true, "staging": true}[input.e]; input.i == "backend"; some x in ["deployer", "release-manager"]; input.r[x]; input.n <= 72 } # platform-allow-3
else := true if { input.g["everyone-on-call"]; input.s == "public"; input.n <= 79 } # platform-allow-5
else := true if { input.l == "team-0009"; input.g["team-0009"]; {"staging": true, "prod": true}[input.e]; input.n <= 75 } # allow-72
else := true if { input.l == "team-0011"; {"dev": true, "prod": true}[input.e]; some x in ["deployer", "auditor"]; input.r[x]; input.n <= 78 } # allow-58
else := true if { input.l == "team-0012"; input.g["team-0012"]; input.e == "dev"; input.n <= 80 } # allow-39
else := true if { input.l == "team-0001"; input.g["team-0001"]; {"dev": true, "prod": true}[input.e]; input.r["auditor"]; input.n <= 79 } # allow-53
else := true if { {"deploy-agent-0010": true, "deploy-agent-0028": true}[input.c]; {"staging": true, "prod": true}[input.e]; input.n <= 80 } # allow-67
else := true if { input.l == "team-0004"; input.g["team-0004"]; {"dev": true, "staging": true}[input.e]; input.n <= 71 } # allow-40
else := true if { input.l == "team-0011"; input.e == "staging"; some x in ["oncall", "release-manager"]; input.r[x]; input.n <= 71 } # allow-19
else := true if { input.l == "team-0007"; input.g["team-0007"]; input.e == "prod"; input.r["release-manager"]; input.n <= 75 } # allow-85

actions["update-hpa-limits"] := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x]; input.n <= 74 } # platform-deny-3
else := false if { {"deploy-agent-0020": true, "deploy-agent-0024": true}[input.c]; input.n <= 79 } # deny-4
else := false if { input.g["team-0015"]; {"public": true, "internal": true}[input.s]; input.e == "staging"; input.n <= 73 } # deny-5
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev"; input.n <= 71 } # platform-allow-1
else := true if { {"dev": true, "staging": true}[input.e]; input.i == "backend"; some x in ["deployer", "release-manager"]; input.r[x]; input.n <= 72 } # platform-allow-3
else := true if { input.g["everyone-on-call"]; input.s == "public"; input.n <= 79 } # platform-allow-5
else := true if { input.l == "team-0005"; input.g["team-0005"]; input.e == "prod"; input.n <= 72 } # allow-50
else := true if { input.l == "team-0012"; input.g["team-0012"]; input.e == "dev"; input.n <= 80 } # allow-39
else := true if { input.l == "team-0011"; input.e == "staging"; some x in ["oncall", "release-manager"]; input.r[x]; input.n <= 71 } # allow-19

actions["update-image"] := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x]; input.n <= 74 } # platform-deny-3
else := false if { {"deploy-agent-0020": true, "deploy-agent-0024": true}[input.c]; input.n <= 79 } # deny-4
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev"; input.n <= 71 } # platform-allow-1
else := true if { {"dev": true, "staging": true}[input.e]; input.i == "backend"; some x in ["deployer", "release-manager"]; input.r[x]; input.n <= 72 } # platform-allow-3
else := true if { input.g["everyone-on-call"]; input.s == "public"; input.n <= 79 } # platform-allow-5
else := true if { input.l == "team-0008"; {"dev": true, "staging": true}[input.e]; input.r["viewer"]; input.n <= 76 } # allow-73
else := true if { input.l == "team-0012"; input.g["team-0012"]; input.e == "dev"; input.n <= 80 } # allow-39
else := true if { input.l == "team-0004"; input.g["team-0004"]; {"dev": true, "staging": true}[input.e]; input.n <= 71 } # allow-40
else := true if { input.l == "team-0011"; input.e == "staging"; some x in ["oncall", "release-manager"]; input.r[x]; input.n <= 71 } # allow-19
