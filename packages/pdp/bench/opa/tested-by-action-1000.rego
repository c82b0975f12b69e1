package bench

default allow := false

allow if actions[input.a]

actions["apply-network-policy"] := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x]; input.n <= 74 } # platform-deny-3
else := false if { input.c == "deploy-agent-0008"; input.n <= 78 } # deny-58
else := false if { input.l == "team-0008"; input.e == "prod"; input.n <= 78 } # deny-126
else := false if { input.c == "deploy-agent-0037"; input.n <= 72 } # deny-191
else := false if { input.c == "deploy-agent-0021"; input.n <= 77 } # deny-151
else := false if { input.g["team-0021"]; input.s == "public"; {"staging": true, "prod": true}[input.e]; input.n <= 72 } # deny-25
else := false if { input.l == "team-0019"; input.e == "dev"; input.n <= 79 } # deny-143
else := false if { input.l == "team-0001"; input.e == "dev"; input.n <= 70 } # deny-92
else := false if { input.l == "team-0012"; {"staging": true, "prod": true}[input.e]; input.n <= 75 } # deny-81
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev"; input.n <= 71 } # platform-allow-1
else := true if { input.g["everyone-on-call"]; input.s == "public"; input.n <= 79 } # platform-allow-5
else := true if { input.l == "team-0006"; input.g["team-0006"]; {"staging": true, "prod": true}[input.e]; some x in ["deployer", "operator", "release-manager"]; input.r[x]; input.n <= 75 } # allow-468
else := true if { input.l == "team-0014"; input.g["team-0014"]; {"dev": true, "prod": true}[input.e]; some x in ["deployer", "auditor"]; input.r[x]; input.n <= 75 } # allow-673
else := true if { input.l == "team-0038"; input.g["team-0038"]; input.e == "dev"; some x in ["deployer", "operator", "auditor"]; input.r[x]; input.n <= 73 } # allow-558
else := true if { input.l == "team-0035"; input.g["team-0035"]; {"dev": true, "staging": true}[input.e]; input.r["auditor"]; input.n <= 74 } # allow-322
else := true if { input.l == "team-0022"; input.g["team-0022"]; input.e == "staging"; some x in ["operator", "auditor", "release-manager"]; input.r[x]; input.n <= 70 } # allow-327
else := true if { input.l == "team-0033"; input.g["team-0033"]; {"dev": true, "staging": true}[input.e]; input.n <= 77 } # allow-689
else := true if { input.l == "team-0035"; {"dev": true, "staging": true}[input.e]; input.r["deployer"]; input.n <= 76 } # allow-756
else := true if { input.l == "team-0038"; input.g["team-0038"]; input.e == "prod"; input.n <= 76 } # allow-929
else := true if { input.l == "team-0001"; input.g["team-0001"]; {"dev": true, "staging": true}[input.e]; input.n <= 70 } # allow-595
else := true if { input.c == "deploy-agent-0045"; {"dev": true, "staging": true}[input.e]; input.n <= 73 } # allow-871
else := true if { input.c == "deploy-agent-0019"; {"dev": true, "prod": true}[input.e]; input.n <= 77 } # allow-317
else := true if { input.l == "team-0012"; input.g["team-0012"]; {"dev": true, "prod": true}[input.e]; some x in ["oncall", "viewer", "auditor"]; input.r[x]; input.n <= 78 } # allow-268
else := true if { input.l == "team-0029"; {"staging": true, "prod": true}[input.e]; input.r["oncall"]; input.n <= 75 } # allow-835
else := true if { input.c == "deploy-agent-0001"; input.e == "dev"; input.n <= 70 } # allow-851
else := true if { input.l == "team-0030"; input.g["team-0030"]; input.e == "prod"; input.n <= 77 } # allow-559
else := true if { input.l == "team-0006"; input.g["team-0006"]; input.e == "prod"; input.r["operator"]; input.n <= 77 } # allow-423
else := true if { input.l == "team-0026"; {"staging": true, "prod": true}[input.e]; input.r["viewer"]; input.n <= 72 } # allow-913
else := true if { input.g["team-0010"]; input.t == "aws-s3-bucket"; input.n <= 73 } # allow-884
else := true if { input.g["team-0023"]; {"aws-iam-role": true, "k8s-namespace": true, "k8s-node": true}[input.t]; input.n <= 78 } # allow-214
else := true if { input.l == "team-0018"; input.g["team-0018"]; input.e == "dev"; input.n <= 79 } # allow-324
else := true if { {"deploy-agent-0023": true, "deploy-agent-0012": true}[input.c]; input.e == "staging"; input.n <= 72 } # allow-576
else := true if { input.l == "team-0018"; input.g["team-0018"]; input.e == "dev"; input.n <= 71 } # allow-670
else := true if { input.g["team-0030"]; {"aws-s3-bucket": true, "k8s-pod": true}[input.t]; input.n <= 78 } # allow-967
else := true if { input.l == "team-0003"; input.g["team-0003"]; {"staging": true, "prod": true}[input.e]; input.n <= 70 } # allow-832
else := true if { {"deploy-agent-0021": true, "deploy-agent-0028": true}[input.c]; {"staging": true, "prod": true}[input.e]; input.n <= 71 } # allow-359
else := true if { {"deploy-agent-0052": true, "deploy-agent-0038": true}[input.c]; {"dev": true, "prod": true}[input.e]; input.n <= 76 } # allow-784
else := true if { input.l == "team-0033"; input.g["team-0033"]; input.e == "prod"; input.n <= 78 } # allow-280
else := true if { input.l == "team-0013"; input.g["team-0013"]; {"dev": true, "prod": true}[input.e]; input.n <= 79 } # allow-876
else := true if { input.c == "deploy-agent-0039"; {"dev": true, "staging": true}[input.e]; input.n <= 79 } # allow-516
else := true if { input.l == "team-0031"; {"dev": true, "staging": true}[input.e]; some x in ["operator", "auditor"]; input.r[x]; input.n <= 76 } # allow-776
else := true if { input.l == "team-0017"; input.g["team-0017"]; {"staging": true, "prod": true}[input.e]; input.n <= 71 } # allow-346
else := true if { input.l == "team-0025"; {"dev": true, "prod": true}[input.e]; some x in ["operator", "oncall"]; input.r[x]; input.n <= 80 } # allow-847

actions["cordon-node"] := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x]; input.n <= 74 } # platform-deny-3
else := false if { input.l == "team-0020"; input.e == "staging"; input.n <= 72 } # deny-101
else := false if { input.l == "team-0025"; input.e == "staging"; input.n <= 72 } # deny-56
else := false if { input.l == "team-0006"; {"dev": true, "prod": true}[input.e]; input.n <= 70 } # deny-106
else := false if { input.g["team-0007"]; input.s == "public"; input.e == "staging"; input.n <= 79 } # deny-173
else := false if { {"deploy-agent-0031": true, "deploy-agent-0058": true}[input.c]; input.n <= 72 } # deny-194
else := false if { input.l == "team-0023"; {"staging": true, "prod": true}[input.e]; input.n <= 71 } # deny-188
else := false if { input.l == "team-0022"; input.e == "staging"; input.n <= 70 } # deny-161
else := false if { input.l == "team-0035"; input.e == "dev"; input.n <= 79 } # deny-41
else := false if { input.c == "deploy-agent-0060"; input.n <= 75 } # deny-96
else := false if { {"deploy-agent-0040": true, "deploy-agent-0028": true}[input.c]; input.n <= 71 } # deny-48
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev"; input.n <= 71 } # platform-allow-1
else := true if { {"k8s-deployment": true, "k8s-node": true, "aws-ec2-instance": true}[input.t]; some x in ["oncall", "operator"]; input.r[x]; input.n <= 79 } # platform-allow-4
else := true if { input.g["everyone-on-call"]; input.s == "public"; input.n <= 79 } # platform-allow-5
else := true if { input.l == "team-0031"; input.g["team-0031"]; input.e == "dev"; input.n <= 71 } # allow-710
else := true if { input.g["team-0007"]; {"aws-iam-role": true, "k8s-configmap": true, "k8s-deployment": true}[input.t]; input.n <= 80 } # allow-752
else := true if { input.l == "team-0032"; input.g["team-0032"]; input.e == "prod"; input.n <= 73 } # allow-940
else := true if { {"deploy-agent-0056": true, "deploy-agent-0028": true}[input.c]; input.e == "dev"; input.n <= 78 } # allow-738
else := true if { {"deploy-agent-0037": true, "deploy-agent-0020": true}[input.c]; input.e == "staging"; input.n <= 70 } # allow-561
else := true if { input.l == "team-0022"; input.g["team-0022"]; input.e == "staging"; some x in ["operator", "auditor", "release-manager"]; input.r[x]; input.n <= 70 } # allow-327
else := true if { input.l == "team-0003"; input.g["team-0003"]; {"dev": true, "staging": true}[input.e]; input.n <= 80 } # allow-854
else := true if { input.l == "team-0021"; input.g["team-0021"]; {"dev": true, "prod": true}[input.e]; input.n <= 78 } # allow-314
else := true if { input.l == "team-0034"; input.g["team-0034"]; input.e == "staging"; input.n <= 71 } # allow-817
else := true if { input.l == "team-0009"; input.g["team-0009"]; input.e == "dev"; some x in ["oncall", "viewer", "auditor"]; input.r[x]; input.n <= 75 } # allow-369
else := true if { input.c == "deploy-agent-0023"; {"dev": true, "prod": true}[input.e]; input.n <= 80 } # allow-696
else := true if { input.l == "team-0029"; input.e == "dev"; input.r["auditor"]; input.n <= 71 } # allow-985
else := true if { input.c == "deploy-agent-0029"; {"staging": true, "prod": true}[input.e]; input.n <= 72 } # allow-951
else := true if { input.l == "team-0017"; input.g["team-0017"]; input.e == "staging"; input.n <= 78 } # allow-366
else := true if { input.c == "deploy-agent-0029"; input.e == "staging"; input.n <= 75 } # allow-726
else := true if { input.l == "team-0036"; input.g["team-0036"]; input.e == "dev"; input.n <= 76 } # allow-750
else := true if { {"deploy-agent-0006": true, "deploy-agent-0056": true}[input.c]; {"dev": true, "prod": true}[input.e]; input.n <= 75 } # allow-574
else := true if { input.l == "team-0035"; input.e == "prod"; some x in ["deployer", "viewer"]; input.r[x]; input.n <= 76 } # allow-466
else := true if { input.g["team-0014"]; {"aws-lambda-function": true, "k8s-deployment": true, "k8s-hpa": true}[input.t]; input.n <= 70 } # allow-372
else := true if { {"deploy-agent-0053": true, "deploy-agent-0049": true}[input.c]; {"staging": true, "prod": true}[input.e]; input.n <= 77 } # allow-798
else := true if { input.l == "team-0028"; {"dev": true, "prod": true}[input.e]; some x in ["operator", "oncall"]; input.r[x]; input.n <= 71 } # allow-557
else := true if { input.l == "team-0031"; input.g["team-0031"]; {"staging": true, "prod": true}[input.e]; some x in ["deployer", "oncall", "release-manager"]; input.r[x]; input.n <= 75 } # allow-638
else := true if { {"deploy-agent-0000": true, "deploy-agent-0051": true}[input.c]; {"dev": true, "staging": true}[input.e]; input.n <= 75 } # allow-383
else := true if { input.l == "team-0010"; input.g["team-0010"]; input.e == "staging"; some x in ["oncall", "auditor", "release-manager"]; input.r[x]; input.n <= 78 } # allow-686
else := true if { {"deploy-agent-0049": true, "deploy-agent-0028": true}[input.c]; {"dev": true, "prod": true}[input.e]; input.n <= 72 } # allow-446
else := true if { input.c == "deploy-agent-0053"; {"dev": true, "staging": true}[input.e]; input.n <= 76 } # allow-588
else := true if { input.l == "team-0022"; input.e == "staging"; some x in ["oncall", "auditor"]; input.r[x]; input.n <= 72 } # allow-400
else := true if { input.l == "team-0018"; input.g["team-0018"]; {"dev": true, "prod": true}[input.e]; input.n <= 77 } # allow-936
else := true if { {"deploy-agent-0011": true, "deploy-agent-0015": true}[input.c]; {"dev": true, "prod": true}[input.e]; input.n <= 70 } # allow-737
else := true if { input.c == "deploy-agent-0040"; input.e == "dev"; input.n <= 79 } # allow-705
else := true if { input.l == "team-0012"; input.e == "dev"; input.r["auditor"]; input.n <= 75 } # allow-531
else := true if { {"deploy-agent-0026": true, "deploy-agent-0029": true}[input.c]; input.e == "dev"; input.n <= 76 } # allow-541
else := true if { input.l == "team-0025"; input.g["team-0025"]; input.e == "staging"; input.r["oncall"]; input.n <= 77 } # allow-523
else := true if { input.g["team-0001"]; {"aws-ec2-instance": true, "k8s-secret": true}[input.t]; input.n <= 80 } # allow-530
else := true if { input.l == "team-0006"; input.g["team-0006"]; {"dev": true, "prod": true}[input.e]; input.n <= 80 } # allow-504
else := true if { input.l == "team-0010"; input.g["team-0010"]; input.e == "prod"; input.n <= 75 } # allow-964
else := true if { input.c == "deploy-agent-0017"; {"staging": true, "prod": true}[input.e]; input.n <= 77 } # allow-818
else := true if { input.g["team-0020"]; {"aws-ecs-task": true, "k8s-hpa": true}[input.t]; input.n <= 78 } # allow-795
else := true if { input.l == "team-0013"; {"dev": true, "staging": true}[input.e]; input.r["viewer"]; input.n <= 73 } # allow-840
else := true if { input.l == "team-0014"; input.g["team-0014"]; input.e == "prod"; some x in ["operator", "oncall"]; input.r[x]; input.n <= 74 } # allow-989
else := true if { input.l == "team-0018"; input.g["team-0018"]; {"staging": true, "prod": true}[input.e]; some x in ["operator", "oncall", "auditor"]; input.r[x]; input.n <= 80 } # allow-626
else := true if { {"deploy-agent-0001": true, "deploy-agent-0019": true}[input.c]; input.e == "prod"; input.n <= 70 } # allow-586
else := true if { input.l == "team-0029"; input.e == "staging"; some x in ["deployer", "auditor"]; input.r[x]; input.n <= 72 } # allow-622
else := true if { input.l == "team-0030"; input.g["team-0030"]; input.e == "prod"; input.n <= 77 } # allow-559
else := true if { {"deploy-agent-0027": true, "deploy-agent-0027": true}[input.c]; input.e == "staging"; input.n <= 76 } # allow-834
else := true if { input.l == "team-0013"; input.g["team-0013"]; input.e == "staging"; some x in ["viewer", "auditor"]; input.r[x]; input.n <= 73 } # allow-888
else := true if { {"deploy-agent-0020": true, "deploy-agent-0028": true}[input.c]; input.e == "dev"; input.n <= 80 } # allow-831
else := true if { input.l == "team-0020"; input.g["team-0020"]; input.e == "dev"; input.n <= 77 } # allow-267
else := true if { input.l == "team-0029"; {"dev": true, "prod": true}[input.e]; input.r["oncall"]; input.n <= 77 } # allow-215
else := true if { input.l == "team-0028"; input.g["team-0028"]; {"dev": true, "prod": true}[input.e]; input.r["oncall"]; input.n <= 70 } # allow-706
else := true if { input.l == "team-0028"; input.g["team-0028"]; {"dev": true, "prod": true}[input.e]; input.n <= 72 } # allow-211
else := true if { input.l == "team-0039"; input.g["team-0039"]; input.e == "prod"; some x in ["operator", "oncall"]; input.r[x]; input.n <= 76 } # allow-354
else := true if { input.l == "team-0023"; {"dev": true, "prod": true}[input.e]; input.r["release-manager"]; input.n <= 79 } # allow-218
else := true if { input.l == "team-0019"; input.g["team-0019"]; input.e == "dev"; input.n <= 76 } # allow-297
else := true if { input.l == "team-0016"; input.g["team-0016"]; {"staging": true, "prod": true}[input.e]; input.n <= 79 } # allow-843
else := true if { input.l == "team-0035"; input.g["team-0035"]; input.e == "prod"; some x in ["oncall", "viewer", "auditor"]; input.r[x]; input.n <= 77 } # allow-728
else := true if { input.l == "team-0022"; input.g["team-0022"]; {"staging": true, "prod": true}[input.e]; input.n <= 71 } # allow-464
else := true if { input.l == "team-0008"; input.g["team-0008"]; {"staging": true, "prod": true}[input.e]; some x in ["deployer", "operator"]; input.r[x]; input.n <= 72 } # allow-300
else := true if { input.l == "team-0024"; input.e == "dev"; input.r["operator"]; input.n <= 75 } # allow-753
else := true if { input.c == "deploy-agent-0051"; input.e == "dev"; input.n <= 71 } # allow-201
else := true if { input.l == "team-0026"; input.g["team-0026"]; {"staging": true, "prod": true}[input.e]; input.n <= 74 } # allow-457
else := true if { {"deploy-agent-0035": true, "deploy-agent-0008": true}[input.c]; {"staging": true, "prod": true}[input.e]; input.n <= 73 } # allow-614
else := true if { input.l == "team-0024"; input.g["team-0024"]; input.e == "dev"; some x in ["auditor", "release-manager"]; input.r[x]; input.n <= 72 } # allow-378
else := true if { input.l == "team-0031"; {"dev": true, "staging": true}[input.e]; some x in ["operator", "auditor"]; input.r[x]; input.n <= 76 } # allow-776
else := true if { input.l == "team-0027"; input.g["team-0027"]; input.e == "prod"; some x in ["operator", "auditor", "release-manager"]; input.r[x]; input.n <= 73 } # allow-741
else := true if { input.l == "team-0029"; input.g["team-0029"]; input.e == "prod"; input.n <= 78 } # allow-258
else := true if { input.l == "team-0002"; input.g["team-0002"]; {"staging": true, "prod": true}[input.e]; some x in ["oncall", "auditor", "release-manager"]; input.r[x]; input.n <= 80 } # allow-754

actions["create-namespace"] := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x]; input.n <= 74 } # platform-deny-3
else := false if { input.g["team-0027"]; {"internal": true, "restricted": true}[input.s]; {"staging": true, "prod": true}[input.e]; input.n <= 77 } # deny-157
else := false if { input.l == "team-0023"; input.e == "dev"; input.n <= 71 } # deny-13
else := false if { input.l == "team-0019"; input.e == "staging"; input.n <= 80 } # deny-90
else := false if { input.l == "team-0009"; {"dev": true, "prod": true}[input.e]; input.n <= 78 } # deny-163
else := false if { input.g["team-0032"]; {"restricted": true, "critical": true}[input.s]; {"dev": true, "prod": true}[input.e]; input.n <= 80 } # deny-131
else := false if { {"deploy-agent-0030": true, "deploy-agent-0032": true}[input.c]; input.n <= 71 } # deny-93
else := false if { input.g["team-0005"]; {"internal": true, "restricted": true}[input.s]; {"dev": true, "prod": true}[input.e]; input.n <= 76 } # deny-122
else := false if { input.g["team-0005"]; input.s == "critical"; input.e == "staging"; input.n <= 75 } # deny-167
else := false if { input.l == "team-0038"; input.e == "dev"; input.n <= 76 } # deny-86
else := false if { input.l == "team-0025"; {"dev": true, "prod": true}[input.e]; input.n <= 75 } # deny-85
else := false if { input.g["team-0019"]; input.s == "critical"; {"dev": true, "prod": true}[input.e]; input.n <= 75 } # deny-54
else := false if { input.l == "team-0010"; {"dev": true, "staging": true}[input.e]; input.n <= 76 } # deny-15
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev"; input.n <= 71 } # platform-allow-1
else := true if { input.g["everyone-on-call"]; input.s == "public"; input.n <= 79 } # platform-allow-5
else := true if { input.c == "deploy-agent-0063"; {"dev": true, "staging": true}[input.e]; input.n <= 79 } # allow-501
else := true if { input.l == "team-0013"; input.g["team-0013"]; {"dev": true, "prod": true}[input.e]; input.n <= 72 } # allow-869
else := true if { input.l == "team-0027"; input.g["team-0027"]; input.e == "prod"; input.n <= 73 } # allow-691
else := true if { input.l == "team-0024"; input.g["team-0024"]; input.e == "prod"; input.r["operator"]; input.n <= 79 } # allow-229
else := true if { input.l == "team-0015"; {"dev": true, "prod": true}[input.e]; some x in ["deployer", "auditor"]; input.r[x]; input.n <= 78 } # allow-247
else := true if { input.l == "team-0012"; input.g["team-0012"]; input.e == "prod"; some x in ["operator", "viewer", "auditor"]; input.r[x]; input.n <= 74 } # allow-594
else := true if { input.l == "team-0022"; input.g["team-0022"]; input.e == "prod"; input.n <= 73 } # allow-295
else := true if { input.l == "team-0005"; input.g["team-0005"]; {"dev": true, "staging": true}[input.e]; input.n <= 73 } # allow-713
else := true if { input.l == "team-0014"; input.g["team-0014"]; {"dev": true, "staging": true}[input.e]; input.n <= 73 } # allow-650
else := true if { input.l == "team-0035"; input.g["team-0035"]; {"dev": true, "prod": true}[input.e]; input.n <= 76 } # allow-292
else := true if { input.c == "deploy-agent-0058"; {"dev": true, "staging": true}[input.e]; input.n <= 77 } # allow-395
else := true if { input.c == "deploy-agent-0003"; input.e == "staging"; input.n <= 74 } # allow-606
else := true if { input.l == "team-0027"; input.g["team-0027"]; {"dev": true, "staging": true}[input.e]; some x in ["operator", "auditor", "release-manager"]; input.r[x]; input.n <= 77 } # allow-864
else := true if { input.c == "deploy-agent-0003"; {"dev": true, "staging": true}[input.e]; input.n <= 78 } # allow-678
else := true if { {"deploy-agent-0008": true, "deploy-agent-0008": true}[input.c]; {"staging": true, "prod": true}[input.e]; input.n <= 73 } # allow-329
else := true if { input.l == "team-0025"; input.g["team-0025"]; {"dev": true, "staging": true}[input.e]; input.n <= 70 } # allow-925
else := true if { input.c == "deploy-agent-0042"; {"staging": true, "prod": true}[input.e]; input.n <= 74 } # allow-562
else := true if { input.g["team-0009"]; {"aws-iam-role": true, "k8s-hpa": true, "k8s-node": true}[input.t]; input.n <= 77 } # allow-334
else := true if { input.l == "team-0026"; input.g["team-0026"]; {"dev": true, "staging": true}[input.e]; some x in ["auditor", "release-manager"]; input.r[x]; input.n <= 79 } # allow-973
else := true if { input.l == "team-0028"; input.g["team-0028"]; input.e == "prod"; some x in ["deployer", "oncall", "auditor"]; input.r[x]; input.n <= 79 } # allow-903
else := true if { input.l == "team-0023"; {"dev": true, "prod": true}[input.e]; some x in ["operator", "viewer"]; input.r[x]; input.n <= 79 } # allow-425
else := true if { {"deploy-agent-0000": true, "deploy-agent-0048": true}[input.c]; input.e == "prod"; input.n <= 75 } # allow-648
else := true if { input.g["team-0011"]; {"aws-ecs-task": true, "k8s-deployment": true}[input.t]; input.n <= 73 } # allow-272
else := true if { input.l == "team-0006"; input.g["team-0006"]; {"dev": true, "prod": true}[input.e]; input.n <= 70 } # allow-619
else := true if { {"deploy-agent-0040": true, "deploy-agent-0059": true}[input.c]; {"dev": true, "prod": true}[input.e]; input.n <= 74 } # allow-394
else := true if { input.l == "team-0004"; input.g["team-0004"]; input.e == "prod"; input.r["auditor"]; input.n <= 72 } # allow-615
else := true if { input.l == "team-0024"; {"staging": true, "prod": true}[input.e]; some x in ["operator", "release-manager"]; input.r[x]; input.n <= 70 } # allow-777
else := true if { input.g["team-0024"]; {"aws-ec2-instance": true, "k8s-namespace": true}[input.t]; input.n <= 72 } # allow-855
else := true if { {"deploy-agent-0059": true, "deploy-agent-0013": true}[input.c]; input.e == "staging"; input.n <= 73 } # allow-377
else := true if { input.g["team-0017"]; input.t == "k8s-hpa"; input.n <= 75 } # allow-793
else := true if { input.l == "team-0028"; input.g["team-0028"]; input.e == "prod"; input.r["oncall"]; input.n <= 79 } # allow-695
else := true if { input.l == "team-0037"; input.g["team-0037"]; {"staging": true, "prod": true}[input.e]; input.n <= 71 } # allow-923
else := true if { input.l == "team-0027"; input.e == "staging"; some x in ["oncall", "viewer"]; input.r[x]; input.n <= 70 } # allow-662
else := true if { input.l == "team-0011"; input.g["team-0011"]; {"dev": true, "prod": true}[input.e]; input.r["release-manager"]; input.n <= 76 } # allow-877
else := true if { input.l == "team-0020"; input.g["team-0020"]; input.e == "prod"; some x in ["auditor", "release-manager"]; input.r[x]; input.n <= 73 } # allow-660
else := true if { input.l == "team-0034"; input.g["team-0034"]; {"staging": true, "prod": true}[input.e]; input.n <= 79 } # allow-488
else := true if { input.l == "team-0012"; input.g["team-0012"]; input.e == "prod"; input.n <= 74 } # allow-787
else := true if { input.l == "team-0013"; input.g["team-0013"]; input.e == "staging"; some x in ["viewer", "auditor"]; input.r[x]; input.n <= 73 } # allow-888
else := true if { input.l == "team-0002"; {"staging": true, "prod": true}[input.e]; some x in ["deployer", "oncall"]; input.r[x]; input.n <= 75 } # allow-861
else := true if { input.l == "team-0001"; input.g["team-0001"]; input.e == "staging"; some x in ["operator", "viewer"]; input.r[x]; input.n <= 77 } # allow-237
else := true if { input.l == "team-0003"; input.g["team-0003"]; input.e == "staging"; input.r["deployer"]; input.n <= 77 } # allow-813
else := true if { input.l == "team-0001"; input.e == "staging"; input.r["viewer"]; input.n <= 76 } # allow-952
else := true if { input.l == "team-0022"; input.g["team-0022"]; {"staging": true, "prod": true}[input.e]; input.n <= 76 } # allow-960
else := true if { input.c == "deploy-agent-0066"; input.e == "prod"; input.n <= 78 } # allow-227
else := true if { input.l == "team-0013"; input.g["team-0013"]; {"staging": true, "prod": true}[input.e]; some x in ["oncall", "viewer"]; input.r[x]; input.n <= 71 } # allow-349
else := true if { {"deploy-agent-0047": true, "deploy-agent-0033": true}[input.c]; input.e == "dev"; input.n <= 72 } # allow-339
else := true if { input.l == "team-0032"; input.g["team-0032"]; {"staging": true, "prod": true}[input.e]; input.n <= 75 } # allow-838
else := true if { input.l == "team-0023"; {"dev": true, "prod": true}[input.e]; input.r["release-manager"]; input.n <= 79 } # allow-218
else := true if { {"deploy-agent-0013": true, "deploy-agent-0035": true}[input.c]; input.e == "prod"; input.n <= 78 } # allow-236
else := true if { input.l == "team-0003"; {"staging": true, "prod": true}[input.e]; some x in ["oncall", "release-manager"]; input.r[x]; input.n <= 78 } # allow-403
else := true if { input.l == "team-0029"; input.g["team-0029"]; {"staging": true, "prod": true}[input.e]; some x in ["viewer", "auditor"]; input.r[x]; input.n <= 79 } # allow-572
else := true if { input.l == "team-0004"; input.g["team-0004"]; {"staging": true, "prod": true}[input.e]; input.n <= 72 } # allow-957
else := true if { {"deploy-agent-0009": true, "deploy-agent-0043": true}[input.c]; {"staging": true, "prod": true}[input.e]; input.n <= 80 } # allow-224
else := true if { input.l == "team-0016"; input.g["team-0016"]; input.e == "dev"; input.n <= 78 } # allow-387
else := true if { input.g["team-0030"]; {"aws-ec2-instance": true, "k8s-deployment": true}[input.t]; input.n <= 73 } # allow-657
else := true if { input.l == "team-0035"; input.g["team-0035"]; input.e == "dev"; input.n <= 80 } # allow-335
else := true if { input.c == "deploy-agent-0013"; {"dev": true, "staging": true}[input.e]; input.n <= 71 } # allow-735
else := true if { input.l == "team-0017"; input.g["team-0017"]; {"dev": true, "prod": true}[input.e]; input.r["auditor"]; input.n <= 71 } # allow-582
else := true if { input.l == "team-0024"; input.g["team-0024"]; {"dev": true, "prod": true}[input.e]; some x in ["auditor", "release-manager"]; input.r[x]; input.n <= 72 } # allow-723
else := true if { input.l == "team-0021"; input.g["team-0021"]; {"staging": true, "prod": true}[input.e]; input.n <= 70 } # allow-715
else := true if { input.l == "team-0032"; input.g["team-0032"]; input.e == "staging"; input.r["viewer"]; input.n <= 77 } # allow-303

actions["delete-namespace"] := false if { input.e == "prod"; input.n <= 71 } # platform-deny-0
else := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x]; input.n <= 74 } # platform-deny-3
else := false if { input.g["team-0019"]; input.s == "public"; input.e == "staging"; input.n <= 80 } # deny-84
else := false if { input.g["team-0016"]; {"restricted": true, "critical": true}[input.s]; input.e == "dev"; input.n <= 78 } # deny-18
else := false if { input.g["team-0027"]; {"internal": true, "restricted": true}[input.s]; {"staging": true, "prod": true}[input.e]; input.n <= 77 } # deny-157
else := false if { input.l == "team-0023"; input.e == "dev"; input.n <= 71 } # deny-13
else := false if { input.l == "team-0019"; input.e == "staging"; input.n <= 80 } # deny-90
else := false if { input.l == "team-0008"; {"dev": true, "prod": true}[input.e]; input.n <= 72 } # deny-66
else := false if { input.g["team-0011"]; input.s == "public"; {"staging": true, "prod": true}[input.e]; input.n <= 74 } # deny-57
else := false if { input.l == "team-0021"; input.e == "dev"; input.n <= 80 } # deny-28
else := false if { input.g["team-0029"]; {"public": true, "restricted": true}[input.s]; input.e == "staging"; input.n <= 72 } # deny-50
else := false if { {"deploy-agent-0030": true, "deploy-agent-0032": true}[input.c]; input.n <= 71 } # deny-93
else := false if { input.g["team-0005"]; {"internal": true, "restricted": true}[input.s]; {"dev": true, "prod": true}[input.e]; input.n <= 76 } # deny-122
else := false if { input.g["team-0013"]; {"internal": true, "restricted": true}[input.s]; input.e == "prod"; input.n <= 74 } # deny-187
else := false if { input.l == "team-0039"; {"dev": true, "prod": true}[input.e]; input.n <= 72 } # deny-103
else := false if { input.g["team-0003"]; {"internal": true, "restricted": true}[input.s]; input.e == "prod"; input.n <= 74 } # deny-43
else := false if { input.l == "team-0035"; input.e == "dev"; input.n <= 79 } # deny-41
else := false if { input.l == "team-0013"; input.e == "dev"; input.n <= 76 } # deny-180
else := false if { {"deploy-agent-0001": true, "deploy-agent-0021": true}[input.c]; input.n <= 76 } # deny-196
else := false if { {"deploy-agent-0013": true, "deploy-agent-0048": true}[input.c]; input.n <= 78 } # deny-26
else := false if { input.g["team-0019"]; input.s == "critical"; {"dev": true, "prod": true}[input.e]; input.n <= 75 } # deny-54
else := false if { input.c == "deploy-agent-0012"; input.n <= 72 } # deny-102
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev"; input.n <= 71 } # platform-allow-1
else := true if { input.g["everyone-on-call"]; input.s == "public"; input.n <= 79 } # platform-allow-5
else := true if { {"deploy-agent-0010": true, "deploy-agent-0065": true}[input.c]; input.e == "staging"; input.n <= 77 } # allow-483
else := true if { input.l == "team-0039"; input.g["team-0039"]; {"dev": true, "prod": true}[input.e]; input.n <= 74 } # allow-807
else := true if { input.c == "deploy-agent-0063"; {"dev": true, "staging": true}[input.e]; input.n <= 79 } # allow-501
else := true if { input.l == "team-0006"; input.g["team-0006"]; input.e == "dev"; input.n <= 77 } # allow-814
else := true if { input.l == "team-0013"; input.g["team-0013"]; {"dev": true, "prod": true}[input.e]; input.n <= 72 } # allow-869
else := true if { input.g["team-0003"]; input.t == "aws-s3-bucket"; input.n <= 76 } # allow-460
else := true if { input.l == "team-0012"; input.g["team-0012"]; input.e == "prod"; some x in ["operator", "viewer", "auditor"]; input.r[x]; input.n <= 74 } # allow-594
else := true if { input.l == "team-0038"; input.g["team-0038"]; input.e == "dev"; some x in ["deployer", "operator", "auditor"]; input.r[x]; input.n <= 73 } # allow-558
else := true if { input.l == "team-0005"; input.g["team-0005"]; {"dev": true, "staging": true}[input.e]; input.n <= 73 } # allow-713
else := true if { input.l == "team-0014"; input.g["team-0014"]; {"dev": true, "staging": true}[input.e]; input.n <= 73 } # allow-650
else := true if { input.l == "team-0035"; input.g["team-0035"]; {"dev": true, "prod": true}[input.e]; input.n <= 76 } # allow-292
else := true if { input.c == "deploy-agent-0003"; input.e == "staging"; input.n <= 74 } # allow-606
else := true if { input.l == "team-0027"; input.g["team-0027"]; {"dev": true, "staging": true}[input.e]; some x in ["operator", "auditor", "release-manager"]; input.r[x]; input.n <= 77 } # allow-864
else := true if { {"deploy-agent-0054": true, "deploy-agent-0016": true}[input.c]; input.e == "prod"; input.n <= 75 } # allow-533
else := true if { input.l == "team-0033"; input.g["team-0033"]; input.e == "staging"; some x in ["operator", "oncall", "viewer"]; input.r[x]; input.n <= 77 } # allow-481
else := true if { input.l == "team-0026"; {"dev": true, "staging": true}[input.e]; some x in ["deployer", "oncall"]; input.r[x]; input.n <= 78 } # allow-653
else := true if { input.l == "team-0036"; input.g["team-0036"]; {"dev": true, "staging": true}[input.e]; some x in ["viewer", "auditor", "release-manager"]; input.r[x]; input.n <= 75 } # allow-413
else := true if { input.l == "team-0020"; input.g["team-0020"]; {"dev": true, "prod": true}[input.e]; some x in ["deployer", "oncall", "auditor"]; input.r[x]; input.n <= 77 } # allow-958
else := true if { input.l == "team-0026"; input.g["team-0026"]; {"staging": true, "prod": true}[input.e]; input.n <= 77 } # allow-895
else := true if { {"deploy-agent-0008": true, "deploy-agent-0008": true}[input.c]; {"staging": true, "prod": true}[input.e]; input.n <= 73 } # allow-329
else := true if { input.l == "team-0025"; input.g["team-0025"]; {"dev": true, "staging": true}[input.e]; input.n <= 70 } # allow-925
else := true if { input.g["team-0009"]; {"aws-iam-role": true, "k8s-hpa": true, "k8s-node": true}[input.t]; input.n <= 77 } # allow-334
else := true if { input.l == "team-0008"; input.g["team-0008"]; input.e == "staging"; input.r["release-manager"]; input.n <= 72 } # allow-621
else := true if { input.l == "team-0026"; input.g["team-0026"]; {"dev": true, "staging": true}[input.e]; some x in ["auditor", "release-manager"]; input.r[x]; input.n <= 79 } # allow-973
else := true if { input.l == "team-0028"; input.g["team-0028"]; input.e == "prod"; some x in ["deployer", "oncall", "auditor"]; input.r[x]; input.n <= 79 } # allow-903
else := true if { {"deploy-agent-0000": true, "deploy-agent-0048": true}[input.c]; input.e == "prod"; input.n <= 75 } # allow-648
else := true if { input.g["team-0011"]; {"aws-ecs-task": true, "k8s-deployment": true}[input.t]; input.n <= 73 } # allow-272
else := true if { input.l == "team-0030"; input.g["team-0030"]; input.e == "prod"; input.n <= 79 } # allow-596
else := true if { input.g["team-0024"]; {"aws-ec2-instance": true, "k8s-namespace": true, "k8s-pod": true}[input.t]; input.n <= 72 } # allow-430
else := true if { input.l == "team-0029"; {"dev": true, "prod": true}[input.e]; some x in ["deployer", "oncall"]; input.r[x]; input.n <= 73 } # allow-892
else := true if { input.l == "team-0031"; input.g["team-0031"]; input.e == "prod"; input.n <= 73 } # allow-240
else := true if { input.l == "team-0004"; input.g["team-0004"]; input.e == "prod"; input.r["auditor"]; input.n <= 72 } # allow-615
else := true if { input.c == "deploy-agent-0048"; {"dev": true, "staging": true}[input.e]; input.n <= 74 } # allow-724
else := true if { input.l == "team-0024"; {"staging": true, "prod": true}[input.e]; some x in ["operator", "release-manager"]; input.r[x]; input.n <= 70 } # allow-777
else := true if { input.l == "team-0005"; input.g["team-0005"]; input.e == "dev"; input.r["release-manager"]; input.n <= 72 } # allow-205
else := true if { input.l == "team-0039"; input.g["team-0039"]; {"dev": true, "prod": true}[input.e]; input.n <= 70 } # allow-966
else := true if { input.c == "deploy-agent-0009"; {"dev": true, "prod": true}[input.e]; input.n <= 80 } # allow-539
else := true if { input.c == "deploy-agent-0047"; {"dev": true, "staging": true}[input.e]; input.n <= 80 } # allow-332
else := true if { {"deploy-agent-0059": true, "deploy-agent-0013": true}[input.c]; input.e == "staging"; input.n <= 73 } # allow-377
else := true if { input.l == "team-0018"; input.g["team-0018"]; {"dev": true, "prod": true}[input.e]; input.n <= 77 } # allow-936
else := true if { input.l == "team-0007"; input.g["team-0007"]; input.e == "prod"; some x in ["deployer", "oncall"]; input.r[x]; input.n <= 70 } # allow-254
else := true if { input.g["team-0021"]; {"k8s-deployment": true, "k8s-pod": true}[input.t]; input.n <= 73 } # allow-234
else := true if { input.l == "team-0003"; {"dev": true, "prod": true}[input.e]; input.r["operator"]; input.n <= 73 } # allow-347
else := true if { input.l == "team-0019"; input.g["team-0019"]; {"dev": true, "prod": true}[input.e]; some x in ["operator", "auditor"]; input.r[x]; input.n <= 73 } # allow-669
else := true if { input.l == "team-0012"; input.e == "dev"; input.r["auditor"]; input.n <= 75 } # allow-531
else := true if { input.g["team-0017"]; input.t == "k8s-hpa"; input.n <= 75 } # allow-793
else := true if { input.l == "team-0007"; input.e == "dev"; some x in ["operator", "oncall"]; input.r[x]; input.n <= 77 } # allow-390
else := true if { input.l == "team-0013"; input.g["team-0013"]; {"staging": true, "prod": true}[input.e]; input.n <= 73 } # allow-512
else := true if { input.l == "team-0037"; input.g["team-0037"]; {"staging": true, "prod": true}[input.e]; input.n <= 71 } # allow-923
else := true if { input.l == "team-0010"; input.g["team-0010"]; input.e == "dev"; input.n <= 73 } # allow-783
else := true if { input.g["team-0034"]; {"aws-ecs-service": true, "k8s-configmap": true}[input.t]; input.n <= 80 } # allow-852
else := true if { {"deploy-agent-0009": true, "deploy-agent-0014": true}[input.c]; {"staging": true, "prod": true}[input.e]; input.n <= 76 } # allow-898
else := true if { input.l == "team-0011"; input.g["team-0011"]; {"dev": true, "prod": true}[input.e]; input.r["release-manager"]; input.n <= 76 } # allow-877
else := true if { input.g["team-0022"]; {"k8s-namespace": true, "k8s-node": true}[input.t]; input.n <= 72 } # allow-782
else := true if { input.c == "deploy-agent-0009"; input.e == "dev"; input.n <= 75 } # allow-708
else := true if { input.c == "deploy-agent-0057"; {"dev": true, "staging": true}[input.e]; input.n <= 77 } # allow-763
else := true if { input.l == "team-0020"; input.g["team-0020"]; input.e == "prod"; some x in ["auditor", "release-manager"]; input.r[x]; input.n <= 73 } # allow-660
else := true if { input.l == "team-0026"; input.g["team-0026"]; {"dev": true, "staging": true}[input.e]; input.n <= 72 } # allow-850
else := true if { input.l == "team-0034"; input.g["team-0034"]; {"staging": true, "prod": true}[input.e]; input.n <= 79 } # allow-488
else := true if { input.l == "team-0002"; input.g["team-0002"]; {"dev": true, "prod": true}[input.e]; input.r["deployer"]; input.n <= 77 } # allow-654
else := true if { input.l == "team-0012"; input.g["team-0012"]; input.e == "prod"; input.n <= 74 } # allow-787
else := true if { input.l == "team-0013"; input.g["team-0013"]; input.e == "staging"; some x in ["viewer", "auditor"]; input.r[x]; input.n <= 73 } # allow-888
else := true if { input.l == "team-0002"; {"staging": true, "prod": true}[input.e]; some x in ["deployer", "oncall"]; input.r[x]; input.n <= 75 } # allow-861
else := true if { input.l == "team-0001"; input.g["team-0001"]; input.e == "staging"; some x in ["operator", "viewer"]; input.r[x]; input.n <= 77 } # allow-237
else := true if { input.g["team-0031"]; {"aws-ec2-instance": true, "aws-lambda-function": true, "k8s-namespace": true}[input.t]; input.n <= 80 } # allow-934
else := true if { input.l == "team-0003"; input.g["team-0003"]; input.e == "staging"; input.r["deployer"]; input.n <= 77 } # allow-813
else := true if { input.l == "team-0011"; input.g["team-0011"]; {"dev": true, "staging": true}[input.e]; some x in ["operator", "viewer", "auditor"]; input.r[x]; input.n <= 78 } # allow-963
else := true if { input.l == "team-0004"; input.g["team-0004"]; {"dev": true, "staging": true}[input.e]; input.n <= 78 } # allow-867
else := true if { input.l == "team-0019"; input.g["team-0019"]; {"dev": true, "staging": true}[input.e]; input.n <= 75 } # allow-766
else := true if { input.l == "team-0027"; input.g["team-0027"]; input.e == "dev"; input.r["oncall"]; input.n <= 80 } # allow-319
else := true if { input.c == "deploy-agent-0066"; input.e == "prod"; input.n <= 78 } # allow-227
else := true if { {"deploy-agent-0047": true, "deploy-agent-0033": true}[input.c]; input.e == "dev"; input.n <= 72 } # allow-339
else := true if { input.g["team-0015"]; input.t == "k8s-configmap"; input.n <= 70 } # allow-235
else := true if { input.l == "team-0032"; input.g["team-0032"]; {"staging": true, "prod": true}[input.e]; input.n <= 75 } # allow-838
else := true if { input.l == "team-0004"; input.g["team-0004"]; input.e == "staging"; input.n <= 79 } # allow-405
else := true if { {"deploy-agent-0023": true, "deploy-agent-0047": true}[input.c]; input.e == "prod"; input.n <= 79 } # allow-844
else := true if { input.l == "team-0003"; {"staging": true, "prod": true}[input.e]; some x in ["oncall", "release-manager"]; input.r[x]; input.n <= 78 } # allow-403
else := true if { {"deploy-agent-0010": true, "deploy-agent-0057": true}[input.c]; input.e == "prod"; input.n <= 74 } # allow-216
else := true if { input.l == "team-0029"; input.g["team-0029"]; {"staging": true, "prod": true}[input.e]; some x in ["viewer", "auditor"]; input.r[x]; input.n <= 79 } # allow-572
else := true if { input.l == "team-0039"; input.g["team-0039"]; input.e == "staging"; input.n <= 79 } # allow-250
else := true if { input.g["team-0039"]; input.t == "aws-ec2-instance"; input.n <= 78 } # allow-231
else := true if { input.l == "team-0002"; input.g["team-0002"]; {"staging": true, "prod": true}[input.e]; input.n <= 75 } # allow-901
else := true if { input.l == "team-0004"; input.g["team-0004"]; {"staging": true, "prod": true}[input.e]; input.n <= 72 } # allow-957
else := true if { input.c == "deploy-agent-0056"; {"dev": true, "prod": true}[input.e]; input.n <= 76 } # allow-341
else := true if { {"deploy-agent-0029": true, "deploy-agent-0013": true}[input.c]; {"dev": true, "staging": true}[input.e]; input.n <= 80 } # allow-491
else := true if { input.l == "team-0038"; input.g["team-0038"]; input.e == "prod"; some x in ["deployer", "operator", "release-manager"]; input.r[x]; input.n <= 76 } # allow-902
else := true if { input.g["team-0030"]; {"aws-iam-role": true, "k8s-hpa": true}[input.t]; input.n <= 78 } # allow-554
else := true if { {"deploy-agent-0025": true, "deploy-agent-0027": true}[input.c]; input.e == "staging"; input.n <= 80 } # allow-521
else := true if { input.l == "team-0018"; {"dev": true, "staging": true}[input.e]; input.r["oncall"]; input.n <= 72 } # allow-515
else := true if { {"deploy-agent-0009": true, "deploy-agent-0043": true}[input.c]; {"staging": true, "prod": true}[input.e]; input.n <= 80 } # allow-224
else := true if { input.g["team-0006"]; {"aws-lambda-function": true, "k8s-deployment": true, "k8s-node": true}[input.t]; input.n <= 79 } # allow-330
else := true if { input.l == "team-0016"; input.g["team-0016"]; input.e == "dev"; input.n <= 78 } # allow-387
else := true if { input.g["team-0030"]; {"aws-ec2-instance": true, "k8s-deployment": true}[input.t]; input.n <= 73 } # allow-657
else := true if { input.l == "team-0035"; input.g["team-0035"]; input.e == "dev"; input.n <= 80 } # allow-335
else := true if { input.c == "deploy-agent-0013"; {"dev": true, "staging": true}[input.e]; input.n <= 71 } # allow-735
else := true if { input.c == "deploy-agent-0025"; input.e == "prod"; input.n <= 77 } # allow-283
else := true if { input.l == "team-0025"; input.g["team-0025"]; input.e == "dev"; input.n <= 71 } # allow-659
else := true if { input.l == "team-0037"; input.g["team-0037"]; input.e == "prod"; input.n <= 73 } # allow-514
else := true if { input.l == "team-0032"; input.g["team-0032"]; input.e == "staging"; input.r["viewer"]; input.n <= 77 } # allow-303
else := true if { {"deploy-agent-0057": true, "deploy-agent-0003": true}[input.c]; input.e == "prod"; input.n <= 76 } # allow-357
else := true if { input.l == "team-0028"; input.g["team-0028"]; {"dev": true, "staging": true}[input.e]; input.n <= 74 } # allow-316

actions["delete-pod"] := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x]; input.n <= 74 } # platform-deny-3
else := false if { input.g["team-0019"]; input.s == "public"; input.e == "staging"; input.n <= 80 } # deny-84
else := false if { input.c == "deploy-agent-0007"; input.n <= 70 } # deny-64
else := false if { input.l == "team-0030"; {"dev": true, "staging": true}[input.e]; input.n <= 74 } # deny-119
else := false if { input.g["team-0007"]; {"public": true, "internal": true}[input.s]; {"dev": true, "prod": true}[input.e]; input.n <= 72 } # deny-140
else := false if { input.c == "deploy-agent-0022"; input.n <= 79 } # deny-190
else := false if { input.l == "team-0008"; {"dev": true, "prod": true}[input.e]; input.n <= 72 } # deny-66
else := false if { {"deploy-agent-0030": true, "deploy-agent-0032": true}[input.c]; input.n <= 76 } # deny-99
else := false if { input.g["team-0014"]; {"public": true, "critical": true}[input.s]; {"dev": true, "prod": true}[input.e]; input.n <= 77 } # deny-21
else := false if { input.g["team-0029"]; {"public": true, "restricted": true}[input.s]; input.e == "staging"; input.n <= 72 } # deny-50
else := false if { {"deploy-agent-0030": true, "deploy-agent-0032": true}[input.c]; input.n <= 71 } # deny-93
else := false if { input.l == "team-0000"; {"staging": true, "prod": true}[input.e]; input.n <= 71 } # deny-3
else := false if { input.g["team-0013"]; {"internal": true, "restricted": true}[input.s]; input.e == "prod"; input.n <= 74 } # deny-187
else := false if { input.g["team-0003"]; {"internal": true, "restricted": true}[input.s]; input.e == "prod"; input.n <= 74 } # deny-43
else := false if { {"deploy-agent-0024": true, "deploy-agent-0026": true}[input.c]; input.n <= 73 } # deny-80
else := false if { input.l == "team-0027"; {"staging": true, "prod": true}[input.e]; input.n <= 74 } # deny-2
else := false if { input.g["team-0031"]; {"public": true, "internal": true}[input.s]; input.e == "staging"; input.n <= 73 } # deny-5
else := false if { input.l == "team-0019"; input.e == "dev"; input.n <= 79 } # deny-143
else := false if { input.c == "deploy-agent-0063"; input.n <= 78 } # deny-160
else := false if { input.l == "team-0013"; input.e == "dev"; input.n <= 76 } # deny-180
else := false if { input.g["team-0010"]; input.s == "restricted"; input.e == "dev"; input.n <= 77 } # deny-133
else := false if { input.g["team-0036"]; input.s == "restricted"; input.e == "staging"; input.n <= 76 } # deny-123
else := false if { input.l == "team-0010"; {"dev": true, "staging": true}[input.e]; input.n <= 76 } # deny-15
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev"; input.n <= 71 } # platform-allow-1
else := true if { input.g["everyone-on-call"]; input.s == "public"; input.n <= 79 } # platform-allow-5
else := true if { {"deploy-agent-0010": true, "deploy-agent-0065": true}[input.c]; input.e == "staging"; input.n <= 77 } # allow-483
else := true if { input.g["team-0014"]; {"k8s-configmap": true, "k8s-node": true}[input.t]; input.n <= 76 } # allow-371
else := true if { input.l == "team-0039"; input.g["team-0039"]; {"dev": true, "prod": true}[input.e]; input.n <= 74 } # allow-807
else := true if { input.l == "team-0011"; input.g["team-0011"]; {"staging": true, "prod": true}[input.e]; input.n <= 70 } # allow-452
else := true if { input.l == "team-0016"; input.g["team-0016"]; {"staging": true, "prod": true}[input.e]; some x in ["deployer", "operator"]; input.r[x]; input.n <= 76 } # allow-428
else := true if { input.l == "team-0024"; input.g["team-0024"]; input.e == "prod"; input.r["operator"]; input.n <= 79 } # allow-229
else := true if { input.l == "team-0026"; input.g["team-0026"]; input.e == "staging"; input.n <= 77 } # allow-564
else := true if { input.g["team-0003"]; input.t == "aws-s3-bucket"; input.n <= 76 } # allow-460
else := true if { input.c == "deploy-agent-0007"; input.e == "prod"; input.n <= 73 } # allow-435
else := true if { input.c == "deploy-agent-0041"; {"staging": true, "prod": true}[input.e]; input.n <= 75 } # allow-979
else := true if { {"deploy-agent-0061": true, "deploy-agent-0026": true}[input.c]; {"dev": true, "prod": true}[input.e]; input.n <= 76 } # allow-461
else := true if { input.l == "team-0030"; input.g["team-0030"]; {"dev": true, "staging": true}[input.e]; input.n <= 77 } # allow-471
else := true if { {"deploy-agent-0014": true, "deploy-agent-0011": true}[input.c]; {"staging": true, "prod": true}[input.e]; input.n <= 76 } # allow-899
else := true if { input.g["team-0031"]; {"k8s-pod": true, "k8s-secret": true}[input.t]; input.n <= 75 } # allow-560
else := true if { input.c == "deploy-agent-0009"; {"dev": true, "staging": true}[input.e]; input.n <= 74 } # allow-535
else := true if { {"deploy-agent-0054": true, "deploy-agent-0016": true}[input.c]; input.e == "prod"; input.n <= 75 } # allow-533
else := true if { input.l == "team-0033"; input.g["team-0033"]; input.e == "staging"; some x in ["operator", "oncall", "viewer"]; input.r[x]; input.n <= 77 } # allow-481
else := true if { input.l == "team-0026"; {"dev": true, "staging": true}[input.e]; some x in ["deployer", "oncall"]; input.r[x]; input.n <= 78 } # allow-653
else := true if { input.l == "team-0036"; input.g["team-0036"]; {"dev": true, "staging": true}[input.e]; some x in ["viewer", "auditor", "release-manager"]; input.r[x]; input.n <= 75 } # allow-413
else := true if { input.l == "team-0020"; input.g["team-0020"]; {"dev": true, "prod": true}[input.e]; some x in ["deployer", "oncall", "auditor"]; input.r[x]; input.n <= 77 } # allow-958
else := true if { input.l == "team-0026"; input.g["team-0026"]; {"staging": true, "prod": true}[input.e]; input.n <= 77 } # allow-895
else := true if { input.l == "team-0035"; {"dev": true, "staging": true}[input.e]; input.r["deployer"]; input.n <= 76 } # allow-756
else := true if { {"deploy-agent-0009": true, "deploy-agent-0052": true}[input.c]; input.e == "prod"; input.n <= 71 } # allow-245
else := true if { input.l == "team-0016"; {"staging": true, "prod": true}[input.e]; some x in ["deployer", "auditor"]; input.r[x]; input.n <= 78 } # allow-609
else := true if { input.l == "team-0014"; input.e == "dev"; input.r["deployer"]; input.n <= 79 } # allow-426
else := true if { input.l == "team-0008"; input.g["team-0008"]; input.e == "staging"; input.r["release-manager"]; input.n <= 72 } # allow-621
else := true if { input.l == "team-0036"; input.g["team-0036"]; input.e == "dev"; input.n <= 76 } # allow-750
else := true if { {"deploy-agent-0055": true, "deploy-agent-0022": true}[input.c]; input.e == "prod"; input.n <= 74 } # allow-580
else := true if { input.l == "team-0001"; input.g["team-0001"]; {"dev": true, "prod": true}[input.e]; some x in ["deployer", "viewer", "release-manager"]; input.r[x]; input.n <= 79 } # allow-646
else := true if { {"deploy-agent-0037": true, "deploy-agent-0037": true}[input.c]; input.e == "staging"; input.n <= 70 } # allow-434
else := true if { input.l == "team-0030"; input.g["team-0030"]; input.e == "prod"; input.n <= 79 } # allow-596
else := true if { input.l == "team-0029"; input.g["team-0029"]; input.e == "prod"; input.n <= 74 } # allow-199
else := true if { input.l == "team-0031"; input.g["team-0031"]; input.e == "prod"; input.n <= 73 } # allow-240
else := true if { input.l == "team-0002"; input.g["team-0002"]; input.e == "staging"; input.n <= 78 } # allow-640
else := true if { input.g["team-0003"]; {"aws-ec2-instance": true, "aws-ecs-service": true, "k8s-secret": true}[input.t]; input.n <= 74 } # allow-590
else := true if { input.c == "deploy-agent-0048"; {"dev": true, "staging": true}[input.e]; input.n <= 74 } # allow-724
else := true if { input.l == "team-0025"; input.g["team-0025"]; input.e == "prod"; input.n <= 76 } # allow-281
else := true if { {"deploy-agent-0058": true, "deploy-agent-0022": true}[input.c]; {"dev": true, "prod": true}[input.e]; input.n <= 73 } # allow-667
else := true if { input.l == "team-0037"; input.g["team-0037"]; {"staging": true, "prod": true}[input.e]; some x in ["operator", "oncall", "release-manager"]; input.r[x]; input.n <= 77 } # allow-206
else := true if { input.l == "team-0005"; input.g["team-0005"]; input.e == "dev"; input.r["release-manager"]; input.n <= 72 } # allow-205
else := true if { input.l == "team-0007"; input.g["team-0007"]; input.e == "dev"; input.n <= 74 } # allow-755
else := true if { input.l == "team-0039"; input.g["team-0039"]; {"dev": true, "prod": true}[input.e]; input.n <= 70 } # allow-966
else := true if { input.l == "team-0019"; input.g["team-0019"]; {"dev": true, "staging": true}[input.e]; input.n <= 73 } # allow-307
else := true if { input.l == "team-0008"; input.g["team-0008"]; input.e == "prod"; some x in ["operator", "oncall", "release-manager"]; input.r[x]; input.n <= 77 } # allow-278
else := true if { input.l == "team-0017"; input.g["team-0017"]; input.e == "dev"; input.n <= 71 } # allow-680
else := true if { input.c == "deploy-agent-0047"; {"dev": true, "staging": true}[input.e]; input.n <= 80 } # allow-332
else := true if { input.l == "team-0018"; input.g["team-0018"]; {"dev": true, "prod": true}[input.e]; input.n <= 77 } # allow-936
else := true if { input.l == "team-0029"; {"staging": true, "prod": true}[input.e]; input.r["deployer"]; input.n <= 70 } # allow-870
else := true if { input.c == "deploy-agent-0040"; input.e == "dev"; input.n <= 79 } # allow-705
else := true if { input.l == "team-0003"; {"dev": true, "prod": true}[input.e]; input.r["operator"]; input.n <= 73 } # allow-347
else := true if { input.l == "team-0012"; input.e == "dev"; input.r["auditor"]; input.n <= 75 } # allow-531
else := true if { {"deploy-agent-0013": true, "deploy-agent-0004": true}[input.c]; {"dev": true, "staging": true}[input.e]; input.n <= 76 } # allow-631
else := true if { input.c == "deploy-agent-0045"; {"dev": true, "staging": true}[input.e]; input.n <= 73 } # allow-871
else := true if { input.l == "team-0007"; input.e == "dev"; some x in ["operator", "oncall"]; input.r[x]; input.n <= 77 } # allow-390
else := true if { input.l == "team-0013"; input.g["team-0013"]; {"staging": true, "prod": true}[input.e]; input.n <= 73 } # allow-512
else := true if { input.l == "team-0027"; input.e == "staging"; some x in ["oncall", "viewer"]; input.r[x]; input.n <= 70 } # allow-662
else := true if { input.g["team-0034"]; {"aws-ecs-service": true, "k8s-configmap": true}[input.t]; input.n <= 80 } # allow-852
else := true if { {"deploy-agent-0009": true, "deploy-agent-0014": true}[input.c]; {"staging": true, "prod": true}[input.e]; input.n <= 76 } # allow-898
else := true if { input.c == "deploy-agent-0012"; input.e == "staging"; input.n <= 72 } # allow-344
else := true if { input.g["team-0024"]; {"aws-ec2-instance": true, "k8s-deployment": true, "k8s-pod": true}[input.t]; input.n <= 78 } # allow-418
else := true if { input.c == "deploy-agent-0057"; {"dev": true, "staging": true}[input.e]; input.n <= 77 } # allow-763
else := true if { {"deploy-agent-0009": true, "deploy-agent-0028": true}[input.c]; input.e == "dev"; input.n <= 72 } # allow-668
else := true if { input.l == "team-0026"; input.g["team-0026"]; {"dev": true, "staging": true}[input.e]; input.n <= 72 } # allow-850
else := true if { input.l == "team-0002"; input.g["team-0002"]; {"dev": true, "prod": true}[input.e]; input.r["deployer"]; input.n <= 77 } # allow-654
else := true if { {"deploy-agent-0016": true, "deploy-agent-0033": true}[input.c]; input.e == "staging"; input.n <= 75 } # allow-248
else := true if { input.g["team-0032"]; {"aws-ec2-instance": true, "k8s-deployment": true, "k8s-node": true}[input.t]; input.n <= 78 } # allow-410
else := true if { input.l == "team-0030"; input.g["team-0030"]; {"dev": true, "staging": true}[input.e]; input.n <= 78 } # allow-409
else := true if { input.l == "team-0022"; input.g["team-0022"]; {"dev": true, "prod": true}[input.e]; input.r["deployer"]; input.n <= 76 } # allow-775
else := true if { input.g["team-0010"]; {"k8s-deployment": true, "k8s-node": true}[input.t]; input.n <= 77 } # allow-571
else := true if { input.l == "team-0004"; input.g["team-0004"]; {"dev": true, "staging": true}[input.e]; some x in ["deployer", "operator"]; input.r[x]; input.n <= 74 } # allow-305
else := true if { input.l == "team-0011"; input.g["team-0011"]; {"dev": true, "staging": true}[input.e]; some x in ["operator", "viewer", "auditor"]; input.r[x]; input.n <= 78 } # allow-963
else := true if { input.l == "team-0019"; input.g["team-0019"]; {"dev": true, "staging": true}[input.e]; input.n <= 75 } # allow-766
else := true if { input.l == "team-0016"; {"dev": true, "prod": true}[input.e]; some x in ["operator", "oncall"]; input.r[x]; input.n <= 71 } # allow-414
else := true if { input.l == "team-0033"; input.g["team-0033"]; input.e == "prod"; some x in ["operator", "viewer", "release-manager"]; input.r[x]; input.n <= 72 } # allow-945
else := true if { input.l == "team-0001"; input.g["team-0001"]; input.e == "staging"; input.n <= 76 } # allow-792
else := true if { input.l == "team-0001"; input.g["team-0001"]; input.e == "staging"; some x in ["operator", "auditor"]; input.r[x]; input.n <= 73 } # allow-802
else := true if { input.g["team-0015"]; input.t == "k8s-configmap"; input.n <= 70 } # allow-235
else := true if { {"deploy-agent-0019": true, "deploy-agent-0041": true}[input.c]; input.e == "prod"; input.n <= 72 } # allow-932
else := true if { input.l == "team-0019"; input.g["team-0019"]; input.e == "dev"; input.n <= 76 } # allow-297
else := true if { input.l == "team-0011"; input.g["team-0011"]; {"dev": true, "prod": true}[input.e]; input.n <= 78 } # allow-868
else := true if { input.l == "team-0012"; input.g["team-0012"]; {"staging": true, "prod": true}[input.e]; input.r["release-manager"]; input.n <= 76 } # allow-894
else := true if { input.g["team-0022"]; {"aws-ecs-service": true, "k8s-hpa": true}[input.t]; input.n <= 76 } # allow-819
else := true if { input.l == "team-0004"; input.g["team-0004"]; input.e == "dev"; input.n <= 77 } # allow-846
else := true if { {"deploy-agent-0023": true, "deploy-agent-0047": true}[input.c]; input.e == "prod"; input.n <= 79 } # allow-844
else := true if { input.l == "team-0026"; input.g["team-0026"]; input.e == "dev"; input.n <= 79 } # allow-927
else := true if { {"deploy-agent-0010": true, "deploy-agent-0057": true}[input.c]; input.e == "prod"; input.n <= 74 } # allow-216
else := true if { input.l == "team-0029"; input.g["team-0029"]; {"dev": true, "staging": true}[input.e]; input.n <= 77 } # allow-437
else := true if { input.l == "team-0002"; input.g["team-0002"]; {"staging": true, "prod": true}[input.e]; input.n <= 75 } # allow-901
else := true if { input.l == "team-0038"; input.g["team-0038"]; input.e == "prod"; some x in ["deployer", "operator", "release-manager"]; input.r[x]; input.n <= 76 } # allow-902
else := true if { input.g["team-0030"]; {"aws-iam-role": true, "k8s-hpa": true}[input.t]; input.n <= 78 } # allow-554
else := true if { {"deploy-agent-0025": true, "deploy-agent-0027": true}[input.c]; input.e == "staging"; input.n <= 80 } # allow-521
else := true if { input.l == "team-0004"; input.g["team-0004"]; {"staging": true, "prod": true}[input.e]; input.n <= 72 } # allow-363
else := true if { input.l == "team-0018"; {"dev": true, "staging": true}[input.e]; input.r["oncall"]; input.n <= 72 } # allow-515
else := true if { input.l == "team-0028"; input.g["team-0028"]; input.e == "staging"; some x in ["deployer", "operator", "oncall"]; input.r[x]; input.n <= 76 } # allow-500
else := true if { input.l == "team-0025"; input.g["team-0025"]; input.e == "dev"; input.n <= 71 } # allow-659
else := true if { input.l == "team-0017"; input.g["team-0017"]; {"dev": true, "prod": true}[input.e]; input.r["auditor"]; input.n <= 71 } # allow-582
else := true if { input.l == "team-0011"; input.g["team-0011"]; input.e == "dev"; some x in ["viewer", "auditor", "release-manager"]; input.r[x]; input.n <= 72 } # allow-969
else := true if { input.l == "team-0032"; input.g["team-0032"]; {"dev": true, "prod": true}[input.e]; input.n <= 78 } # allow-824
else := true if { input.l == "team-0037"; input.g["team-0037"]; {"dev": true, "staging": true}[input.e]; input.r["viewer"]; input.n <= 71 } # allow-386
else := true if { input.l == "team-0015"; input.g["team-0015"]; input.e == "staging"; input.r["oncall"]; input.n <= 78 } # allow-651
else := true if { input.c == "deploy-agent-0050"; {"staging": true, "prod": true}[input.e]; input.n <= 78 } # allow-275
else := true if { input.l == "team-0001"; input.e == "prod"; input.r["oncall"]; input.n <= 71 } # allow-896
else := true if { input.l == "team-0028"; input.g["team-0028"]; {"dev": true, "staging": true}[input.e]; input.n <= 74 } # allow-316

actions["drain-node"] := false if { {"restricted": true, "critical": true}[input.s]; input.n <= 78 } # platform-deny-1
else := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x]; input.n <= 74 } # platform-deny-3
else := false if { input.l == "team-0023"; input.e == "staging"; input.n <= 75 } # deny-146
else := false if { input.l == "team-0025"; input.e == "staging"; input.n <= 72 } # deny-56
else := false if { input.c == "deploy-agent-0012"; input.n <= 78 } # deny-117
else := false if { input.l == "team-0015"; {"dev": true, "prod": true}[input.e]; input.n <= 80 } # deny-147
else := false if { input.g["team-0007"]; input.s == "public"; input.e == "staging"; input.n <= 79 } # deny-173
else := false if { {"deploy-agent-0031": true, "deploy-agent-0058": true}[input.c]; input.n <= 72 } # deny-194
else := false if { input.l == "team-0000"; {"staging": true, "prod": true}[input.e]; input.n <= 71 } # deny-3
else := false if { input.g["team-0026"]; {"public": true, "restricted": true}[input.s]; input.e == "prod"; input.n <= 74 } # deny-112
else := false if { input.l == "team-0022"; input.e == "staging"; input.n <= 70 } # deny-161
else := false if { input.l == "team-0035"; input.e == "dev"; input.n <= 79 } # deny-41
else := false if { input.c == "deploy-agent-0063"; input.n <= 78 } # deny-160
else := false if { input.l == "team-0012"; {"staging": true, "prod": true}[input.e]; input.n <= 72 } # deny-129
else := false if { input.c == "deploy-agent-0060"; input.n <= 75 } # deny-96
else := false if { {"deploy-agent-0040": true, "deploy-agent-0028": true}[input.c]; input.n <= 71 } # deny-48
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev"; input.n <= 71 } # platform-allow-1
else := true if { input.g["everyone-on-call"]; input.s == "public"; input.n <= 79 } # platform-allow-5
else := true if { input.l == "team-0031"; input.g["team-0031"]; input.e == "dev"; input.n <= 71 } # allow-710
else := true if { input.l == "team-0032"; input.g["team-0032"]; input.e == "prod"; input.n <= 73 } # allow-940
else := true if { input.l == "team-0030"; input.g["team-0030"]; input.e == "prod"; input.n <= 78 } # allow-393
else := true if { input.l == "team-0034"; {"dev": true, "staging": true}[input.e]; some x in ["oncall", "release-manager"]; input.r[x]; input.n <= 70 } # allow-704
else := true if { input.l == "team-0022"; input.g["team-0022"]; input.e == "prod"; input.n <= 73 } # allow-295
else := true if { input.c == "deploy-agent-0053"; {"dev": true, "staging": true}[input.e]; input.n <= 72 } # allow-820
else := true if { input.l == "team-0003"; input.g["team-0003"]; {"dev": true, "staging": true}[input.e]; input.n <= 80 } # allow-854
else := true if { input.l == "team-0021"; input.g["team-0021"]; {"dev": true, "prod": true}[input.e]; input.n <= 78 } # allow-314
else := true if { input.l == "team-0034"; input.g["team-0034"]; input.e == "staging"; input.n <= 71 } # allow-817
else := true if { input.l == "team-0009"; input.g["team-0009"]; input.e == "dev"; some x in ["oncall", "viewer", "auditor"]; input.r[x]; input.n <= 75 } # allow-369
else := true if { input.c == "deploy-agent-0029"; input.e == "staging"; input.n <= 75 } # allow-726
else := true if { {"deploy-agent-0006": true, "deploy-agent-0056": true}[input.c]; {"dev": true, "prod": true}[input.e]; input.n <= 75 } # allow-574
else := true if { input.g["team-0014"]; {"aws-lambda-function": true, "k8s-deployment": true, "k8s-hpa": true}[input.t]; input.n <= 70 } # allow-372
else := true if { {"deploy-agent-0053": true, "deploy-agent-0049": true}[input.c]; {"staging": true, "prod": true}[input.e]; input.n <= 77 } # allow-798
else := true if { input.l == "team-0028"; {"dev": true, "prod": true}[input.e]; some x in ["operator", "oncall"]; input.r[x]; input.n <= 71 } # allow-557
else := true if { input.l == "team-0031"; input.g["team-0031"]; {"staging": true, "prod": true}[input.e]; some x in ["deployer", "oncall", "release-manager"]; input.r[x]; input.n <= 75 } # allow-638
else := true if { input.l == "team-0010"; input.g["team-0010"]; input.e == "staging"; some x in ["oncall", "auditor", "release-manager"]; input.r[x]; input.n <= 78 } # allow-686
else := true if { {"deploy-agent-0049": true, "deploy-agent-0028": true}[input.c]; {"dev": true, "prod": true}[input.e]; input.n <= 72 } # allow-446
else := true if { {"deploy-agent-0032": true, "deploy-agent-0001": true}[input.c]; {"staging": true, "prod": true}[input.e]; input.n <= 74 } # allow-294
else := true if { input.l == "team-0018"; input.g["team-0018"]; {"dev": true, "prod": true}[input.e]; input.n <= 77 } # allow-936
else := true if { {"deploy-agent-0011": true, "deploy-agent-0015": true}[input.c]; {"dev": true, "prod": true}[input.e]; input.n <= 70 } # allow-737
else := true if { input.c == "deploy-agent-0005"; {"dev": true, "staging": true}[input.e]; input.n <= 77 } # allow-907
else := true if { input.l == "team-0012"; input.e == "dev"; input.r["auditor"]; input.n <= 75 } # allow-531
else := true if { input.l == "team-0016"; input.g["team-0016"]; input.e == "prod"; input.n <= 73 } # allow-630
else := true if { input.c == "deploy-agent-0025"; {"staging": true, "prod": true}[input.e]; input.n <= 72 } # allow-568
else := true if { input.l == "team-0025"; input.g["team-0025"]; input.e == "staging"; input.r["oncall"]; input.n <= 77 } # allow-523
else := true if { input.l == "team-0002"; input.g["team-0002"]; input.e == "staging"; some x in ["operator", "viewer", "auditor"]; input.r[x]; input.n <= 72 } # allow-632
else := true if { input.l == "team-0010"; input.g["team-0010"]; input.e == "prod"; input.n <= 75 } # allow-964
else := true if { input.c == "deploy-agent-0017"; {"staging": true, "prod": true}[input.e]; input.n <= 77 } # allow-818
else := true if { {"deploy-agent-0016": true, "deploy-agent-0025": true}[input.c]; {"staging": true, "prod": true}[input.e]; input.n <= 78 } # allow-599
else := true if { input.l == "team-0014"; input.g["team-0014"]; input.e == "prod"; some x in ["operator", "oncall"]; input.r[x]; input.n <= 74 } # allow-989
else := true if { input.l == "team-0034"; input.e == "staging"; some x in ["operator", "release-manager"]; input.r[x]; input.n <= 71 } # allow-853
else := true if { {"deploy-agent-0001": true, "deploy-agent-0019": true}[input.c]; input.e == "prod"; input.n <= 70 } # allow-586
else := true if { input.l == "team-0029"; input.e == "staging"; some x in ["deployer", "auditor"]; input.r[x]; input.n <= 72 } # allow-622
else := true if { input.l == "team-0031"; input.g["team-0031"]; {"staging": true, "prod": true}[input.e]; some x in ["operator", "viewer", "release-manager"]; input.r[x]; input.n <= 76 } # allow-242
else := true if { {"deploy-agent-0027": true, "deploy-agent-0027": true}[input.c]; input.e == "staging"; input.n <= 76 } # allow-834
else := true if { input.l == "team-0013"; input.g["team-0013"]; input.e == "staging"; some x in ["viewer", "auditor"]; input.r[x]; input.n <= 73 } # allow-888
else := true if { input.g["team-0003"]; {"aws-ecs-service": true, "aws-iam-role": true, "aws-s3-bucket": true}[input.t]; input.n <= 76 } # allow-794
else := true if { input.g["team-0010"]; input.t == "aws-s3-bucket"; input.n <= 73 } # allow-884
else := true if { {"deploy-agent-0026": true, "deploy-agent-0048": true}[input.c]; input.e == "prod"; input.n <= 77 } # allow-381
else := true if { input.l == "team-0009"; input.g["team-0009"]; {"dev": true, "prod": true}[input.e]; input.r["viewer"]; input.n <= 76 } # allow-806
else := true if { input.l == "team-0020"; input.g["team-0020"]; input.e == "dev"; input.n <= 77 } # allow-267
else := true if { input.l == "team-0001"; input.e == "staging"; input.r["viewer"]; input.n <= 76 } # allow-952
else := true if { input.l == "team-0029"; {"dev": true, "prod": true}[input.e]; input.r["oncall"]; input.n <= 77 } # allow-215
else := true if { input.c == "deploy-agent-0064"; input.e == "staging"; input.n <= 70 } # allow-788
else := true if { input.l == "team-0028"; input.g["team-0028"]; {"dev": true, "prod": true}[input.e]; input.r["oncall"]; input.n <= 70 } # allow-706
else := true if { input.l == "team-0028"; input.g["team-0028"]; {"dev": true, "prod": true}[input.e]; input.n <= 72 } # allow-211
else := true if { input.l == "team-0019"; input.g["team-0019"]; input.e == "dev"; input.n <= 76 } # allow-297
else := true if { input.l == "team-0016"; input.g["team-0016"]; {"staging": true, "prod": true}[input.e]; input.n <= 79 } # allow-843
else := true if { input.l == "team-0026"; input.g["team-0026"]; input.e == "dev"; input.n <= 79 } # allow-927
else := true if { input.l == "team-0022"; input.g["team-0022"]; {"staging": true, "prod": true}[input.e]; input.n <= 71 } # allow-464
else := true if { input.l == "team-0008"; input.g["team-0008"]; {"staging": true, "prod": true}[input.e]; some x in ["deployer", "operator"]; input.r[x]; input.n <= 72 } # allow-300
else := true if { input.l == "team-0013"; input.g["team-0013"]; {"dev": true, "prod": true}[input.e]; input.n <= 79 } # allow-876
else := true if { {"deploy-agent-0009": true, "deploy-agent-0043": true}[input.c]; {"staging": true, "prod": true}[input.e]; input.n <= 80 } # allow-224
else := true if { input.c == "deploy-agent-0051"; input.e == "dev"; input.n <= 71 } # allow-201
else := true if { {"deploy-agent-0035": true, "deploy-agent-0008": true}[input.c]; {"staging": true, "prod": true}[input.e]; input.n <= 73 } # allow-614
else := true if { input.l == "team-0036"; input.g["team-0036"]; {"staging": true, "prod": true}[input.e]; input.n <= 77 } # allow-553
else := true if { input.l == "team-0029"; input.g["team-0029"]; input.e == "dev"; input.r["viewer"]; input.n <= 70 } # allow-955
else := true if { input.l == "team-0027"; input.g["team-0027"]; input.e == "prod"; some x in ["operator", "auditor", "release-manager"]; input.r[x]; input.n <= 73 } # allow-741

actions["ec2-reboot-instance"] := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x]; input.n <= 74 } # platform-deny-3
else := false if { input.g["team-0016"]; {"restricted": true, "critical": true}[input.s]; input.e == "dev"; input.n <= 78 } # deny-18
else := false if { input.l == "team-0025"; input.e == "prod"; input.n <= 75 } # deny-186
else := false if { input.l == "team-0020"; input.e == "staging"; input.n <= 72 } # deny-101
else := false if { input.l == "team-0027"; input.e == "dev"; input.n <= 75 } # deny-20
else := false if { {"deploy-agent-0030": true, "deploy-agent-0032": true}[input.c]; input.n <= 76 } # deny-99
else := false if { input.g["team-0014"]; {"public": true, "critical": true}[input.s]; {"dev": true, "prod": true}[input.e]; input.n <= 77 } # deny-21
else := false if { {"deploy-agent-0036": true, "deploy-agent-0022": true}[input.c]; input.n <= 79 } # deny-94
else := false if { input.c == "deploy-agent-0011"; input.n <= 71 } # deny-137
else := false if { input.l == "team-0009"; {"dev": true, "prod": true}[input.e]; input.n <= 76 } # deny-115
else := false if { {"deploy-agent-0066": true, "deploy-agent-0017": true}[input.c]; input.n <= 79 } # deny-178
else := false if { input.l == "team-0001"; input.e == "staging"; input.n <= 76 } # deny-30
else := false if { {"deploy-agent-0052": true, "deploy-agent-0011": true}[input.c]; input.n <= 71 } # deny-71
else := false if { input.g["team-0022"]; {"public": true, "internal": true}[input.s]; input.e == "dev"; input.n <= 74 } # deny-63
else := false if { input.g["team-0010"]; input.s == "restricted"; input.e == "dev"; input.n <= 77 } # deny-133
else := false if { input.l == "team-0023"; {"dev": true, "prod": true}[input.e]; input.n <= 73 } # deny-197
else := false if { {"deploy-agent-0033": true, "deploy-agent-0002": true}[input.c]; input.n <= 77 } # deny-87
else := false if { {"deploy-agent-0042": true, "deploy-agent-0020": true}[input.c]; input.n <= 70 } # deny-61
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev"; input.n <= 71 } # platform-allow-1
else := true if { {"k8s-deployment": true, "k8s-node": true, "aws-ec2-instance": true}[input.t]; some x in ["oncall", "operator"]; input.r[x]; input.n <= 79 } # platform-allow-4
else := true if { input.g["everyone-on-call"]; input.s == "public"; input.n <= 79 } # platform-allow-5
else := true if { input.l == "team-0037"; input.g["team-0037"]; input.e == "staging"; input.n <= 78 } # allow-773
else := true if { input.l == "team-0005"; input.g["team-0005"]; input.e == "staging"; input.n <= 76 } # allow-866
else := true if { input.g["team-0004"]; input.t == "k8s-node"; input.n <= 74 } # allow-232
else := true if { input.l == "team-0002"; input.g["team-0002"]; {"staging": true, "prod": true}[input.e]; input.n <= 71 } # allow-293
else := true if { input.l == "team-0020"; input.g["team-0020"]; {"dev": true, "prod": true}[input.e]; input.n <= 74 } # allow-732
else := true if { input.l == "team-0007"; input.g["team-0007"]; input.e == "prod"; input.n <= 70 } # allow-687
else := true if { input.l == "team-0021"; input.g["team-0021"]; {"dev": true, "prod": true}[input.e]; some x in ["auditor", "release-manager"]; input.r[x]; input.n <= 74 } # allow-692
else := true if { input.l == "team-0036"; input.g["team-0036"]; {"dev": true, "staging": true}[input.e]; some x in ["viewer", "auditor", "release-manager"]; input.r[x]; input.n <= 75 } # allow-413
else := true if { input.l == "team-0026"; input.g["team-0026"]; {"staging": true, "prod": true}[input.e]; input.n <= 77 } # allow-895
else := true if { input.l == "team-0032"; {"dev": true, "prod": true}[input.e]; input.r["deployer"]; input.n <= 71 } # allow-716
else := true if { input.l == "team-0025"; input.g["team-0025"]; {"staging": true, "prod": true}[input.e]; input.n <= 72 } # allow-502
else := true if { input.l == "team-0036"; input.g["team-0036"]; input.e == "dev"; input.n <= 76 } # allow-750
else := true if { input.l == "team-0002"; input.g["team-0002"]; {"dev": true, "staging": true}[input.e]; some x in ["operator", "oncall", "release-manager"]; input.r[x]; input.n <= 74 } # allow-889
else := true if { input.c == "deploy-agent-0026"; {"dev": true, "prod": true}[input.e]; input.n <= 76 } # allow-238
else := true if { input.l == "team-0005"; input.e == "staging"; input.r["oncall"]; input.n <= 80 } # allow-382
else := true if { input.g["team-0016"]; {"aws-ecs-service": true, "k8s-configmap": true, "k8s-hpa": true}[input.t]; input.n <= 78 } # allow-828
else := true if { input.g["team-0002"]; {"aws-ecs-task": true, "k8s-pod": true}[input.t]; input.n <= 80 } # allow-862
else := true if { input.g["team-0017"]; {"aws-ecs-task": true, "aws-s3-bucket": true, "k8s-hpa": true}[input.t]; input.n <= 79 } # allow-941
else := true if { input.l == "team-0017"; {"dev": true, "staging": true}[input.e]; input.r["auditor"]; input.n <= 77 } # allow-442
else := true if { input.l == "team-0036"; input.g["team-0036"]; input.e == "prod"; input.n <= 70 } # allow-799
else := true if { input.l == "team-0019"; input.g["team-0019"]; {"dev": true, "prod": true}[input.e]; some x in ["operator", "auditor"]; input.r[x]; input.n <= 73 } # allow-669
else := true if { input.l == "team-0015"; input.g["team-0015"]; {"dev": true, "prod": true}[input.e]; input.n <= 75 } # allow-712
else := true if { input.c == "deploy-agent-0009"; {"dev": true, "staging": true}[input.e]; input.n <= 79 } # allow-585
else := true if { input.l == "team-0015"; {"staging": true, "prod": true}[input.e]; input.r["oncall"]; input.n <= 71 } # allow-348
else := true if { input.l == "team-0017"; input.g["team-0017"]; {"dev": true, "prod": true}[input.e]; input.n <= 77 } # allow-642
else := true if { input.l == "team-0004"; input.g["team-0004"]; input.e == "prod"; input.n <= 76 } # allow-490
else := true if { input.l == "team-0023"; input.g["team-0023"]; input.e == "dev"; some x in ["oncall", "viewer"]; input.r[x]; input.n <= 74 } # allow-912
else := true if { input.l == "team-0003"; input.g["team-0003"]; input.e == "dev"; input.n <= 78 } # allow-785
else := true if { {"deploy-agent-0016": true, "deploy-agent-0033": true}[input.c]; input.e == "staging"; input.n <= 75 } # allow-248
else := true if { input.l == "team-0028"; input.e == "prod"; input.r["viewer"]; input.n <= 76 } # allow-438
else := true if { input.l == "team-0009"; input.g["team-0009"]; input.e == "prod"; some x in ["oncall", "viewer", "auditor"]; input.r[x]; input.n <= 76 } # allow-730
else := true if { input.g["team-0010"]; {"k8s-deployment": true, "k8s-node": true}[input.t]; input.n <= 77 } # allow-571
else := true if { input.l == "team-0014"; {"staging": true, "prod": true}[input.e]; some x in ["viewer", "auditor"]; input.r[x]; input.n <= 71 } # allow-527
else := true if { input.l == "team-0036"; input.e == "staging"; some x in ["deployer", "oncall"]; input.r[x]; input.n <= 79 } # allow-499
else := true if { input.c == "deploy-agent-0064"; input.e == "staging"; input.n <= 70 } # allow-788
else := true if { input.g["team-0012"]; {"aws-ecs-service": true, "k8s-hpa": true, "k8s-secret": true}[input.t]; input.n <= 72 } # allow-587
else := true if { input.l == "team-0033"; input.g["team-0033"]; input.e == "prod"; some x in ["operator", "viewer", "release-manager"]; input.r[x]; input.n <= 72 } # allow-945
else := true if { input.l == "team-0001"; input.g["team-0001"]; input.e == "staging"; some x in ["operator", "auditor"]; input.r[x]; input.n <= 73 } # allow-802
else := true if { input.l == "team-0021"; input.g["team-0021"]; {"dev": true, "prod": true}[input.e]; input.n <= 79 } # allow-506
else := true if { input.l == "team-0030"; input.g["team-0030"]; {"dev": true, "prod": true}[input.e]; some x in ["operator", "oncall", "viewer"]; input.r[x]; input.n <= 72 } # allow-475
else := true if { input.l == "team-0003"; input.g["team-0003"]; {"staging": true, "prod": true}[input.e]; input.n <= 70 } # allow-832
else := true if { input.c == "deploy-agent-0004"; {"staging": true, "prod": true}[input.e]; input.n <= 75 } # allow-482
else := true if { input.l == "team-0035"; input.e == "staging"; some x in ["deployer", "oncall"]; input.r[x]; input.n <= 71 } # allow-545
else := true if { input.l == "team-0023"; input.g["team-0023"]; input.e == "dev"; input.r["auditor"]; input.n <= 80 } # allow-789
else := true if { {"deploy-agent-0039": true, "deploy-agent-0024": true}[input.c]; input.e == "staging"; input.n <= 74 } # allow-739
else := true if { input.l == "team-0026"; input.g["team-0026"]; {"staging": true, "prod": true}[input.e]; input.n <= 74 } # allow-457
else := true if { {"deploy-agent-0061": true, "deploy-agent-0021": true}[input.c]; input.e == "staging"; input.n <= 77 } # allow-493
else := true if { {"deploy-agent-0033": true, "deploy-agent-0010": true}[input.c]; {"staging": true, "prod": true}[input.e]; input.n <= 79 } # allow-679
else := true if { input.l == "team-0036"; input.g["team-0036"]; input.e == "prod"; input.n <= 75 } # allow-858

actions["ec2-start-instance"] := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x]; input.n <= 74 } # platform-deny-3
else := false if { {"deploy-agent-0054": true, "deploy-agent-0030": true}[input.c]; input.n <= 73 } # deny-37
else := false if { input.l == "team-0025"; input.e == "prod"; input.n <= 75 } # deny-186
else := false if { {"deploy-agent-0060": true, "deploy-agent-0029": true}[input.c]; input.n <= 75 } # deny-193
else := false if { input.c == "deploy-agent-0011"; input.n <= 73 } # deny-156
else := false if { input.l == "team-0008"; {"dev": true, "prod": true}[input.e]; input.n <= 72 } # deny-66
else := false if { {"deploy-agent-0030": true, "deploy-agent-0032": true}[input.c]; input.n <= 76 } # deny-99
else := false if { input.l == "team-0038"; input.e == "staging"; input.n <= 80 } # deny-142
else := false if { {"deploy-agent-0036": true, "deploy-agent-0022": true}[input.c]; input.n <= 79 } # deny-94
else := false if { input.l == "team-0013"; {"dev": true, "staging": true}[input.e]; input.n <= 72 } # deny-49
else := false if { input.c == "deploy-agent-0002"; input.n <= 75 } # deny-100
else := false if { input.c == "deploy-agent-0035"; input.n <= 72 } # deny-8
else := false if { input.l == "team-0009"; {"dev": true, "prod": true}[input.e]; input.n <= 76 } # deny-115
else := false if { {"deploy-agent-0066": true, "deploy-agent-0017": true}[input.c]; input.n <= 79 } # deny-178
else := false if { {"deploy-agent-0024": true, "deploy-agent-0026": true}[input.c]; input.n <= 73 } # deny-80
else := false if { input.l == "team-0001"; input.e == "staging"; input.n <= 76 } # deny-30
else := false if { input.g["team-0000"]; {"public": true, "critical": true}[input.s]; {"dev": true, "prod": true}[input.e]; input.n <= 74 } # deny-195
else := false if { input.g["team-0022"]; {"public": true, "internal": true}[input.s]; input.e == "dev"; input.n <= 74 } # deny-63
else := false if { {"deploy-agent-0033": true, "deploy-agent-0002": true}[input.c]; input.n <= 77 } # deny-87
else := false if { input.c == "deploy-agent-0004"; input.n <= 80 } # deny-27
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev"; input.n <= 71 } # platform-allow-1
else := true if { input.g["everyone-on-call"]; input.s == "public"; input.n <= 79 } # platform-allow-5
else := true if { {"deploy-agent-0052": true, "deploy-agent-0010": true}[input.c]; {"dev": true, "prod": true}[input.e]; input.n <= 80 } # allow-611
else := true if { input.g["team-0004"]; input.t == "k8s-node"; input.n <= 74 } # allow-232
else := true if { input.l == "team-0020"; input.g["team-0020"]; {"dev": true, "prod": true}[input.e]; input.n <= 74 } # allow-732
else := true if { {"deploy-agent-0056": true, "deploy-agent-0028": true}[input.c]; input.e == "dev"; input.n <= 78 } # allow-738
else := true if { input.l == "team-0022"; input.g["team-0022"]; {"staging": true, "prod": true}[input.e]; input.n <= 71 } # allow-261
else := true if { {"deploy-agent-0045": true, "deploy-agent-0020": true}[input.c]; input.e == "dev"; input.n <= 71 } # allow-257
else := true if { input.l == "team-0035"; input.g["team-0035"]; {"dev": true, "prod": true}[input.e]; input.n <= 76 } # allow-292
else := true if { input.l == "team-0002"; input.g["team-0002"]; {"staging": true, "prod": true}[input.e]; some x in ["deployer", "viewer", "release-manager"]; input.r[x]; input.n <= 79 } # allow-416
else := true if { input.l == "team-0025"; input.g["team-0025"]; input.e == "dev"; input.n <= 77 } # allow-658
else := true if { input.l == "team-0023"; input.g["team-0023"]; {"staging": true, "prod": true}[input.e]; some x in ["operator", "release-manager"]; input.r[x]; input.n <= 80 } # allow-368
else := true if { input.l == "team-0021"; input.g["team-0021"]; {"dev": true, "prod": true}[input.e]; some x in ["auditor", "release-manager"]; input.r[x]; input.n <= 74 } # allow-692
else := true if { input.l == "team-0003"; input.g["team-0003"]; input.e == "prod"; some x in ["viewer", "release-manager"]; input.r[x]; input.n <= 72 } # allow-340
else := true if { input.l == "team-0037"; input.g["team-0037"]; input.e == "dev"; some x in ["deployer", "viewer"]; input.r[x]; input.n <= 79 } # allow-249
else := true if { input.l == "team-0036"; input.g["team-0036"]; {"dev": true, "staging": true}[input.e]; some x in ["viewer", "auditor", "release-manager"]; input.r[x]; input.n <= 75 } # allow-413
else := true if { input.l == "team-0020"; input.g["team-0020"]; {"dev": true, "prod": true}[input.e]; some x in ["deployer", "oncall", "auditor"]; input.r[x]; input.n <= 77 } # allow-958
else := true if { input.l == "team-0026"; input.g["team-0026"]; {"staging": true, "prod": true}[input.e]; input.n <= 77 } # allow-895
else := true if { input.c == "deploy-agent-0003"; {"dev": true, "staging": true}[input.e]; input.n <= 78 } # allow-678
else := true if { input.l == "team-0032"; {"dev": true, "prod": true}[input.e]; input.r["deployer"]; input.n <= 71 } # allow-716
else := true if { {"deploy-agent-0029": true, "deploy-agent-0045": true}[input.c]; {"staging": true, "prod": true}[input.e]; input.n <= 77 } # allow-284
else := true if { input.l == "team-0025"; input.g["team-0025"]; {"staging": true, "prod": true}[input.e]; input.n <= 72 } # allow-502
else := true if { input.l == "team-0039"; input.g["team-0039"]; input.e == "dev"; input.n <= 77 } # allow-577
else := true if { input.l == "team-0002"; input.g["team-0002"]; {"dev": true, "staging": true}[input.e]; some x in ["operator", "oncall", "release-manager"]; input.r[x]; input.n <= 74 } # allow-889
else := true if { input.c == "deploy-agent-0026"; {"dev": true, "prod": true}[input.e]; input.n <= 76 } # allow-238
else := true if { input.l == "team-0005"; input.e == "staging"; input.r["oncall"]; input.n <= 80 } # allow-382
else := true if { input.c == "deploy-agent-0009"; input.e == "staging"; input.n <= 75 } # allow-265
else := true if { input.l == "team-0025"; input.g["team-0025"]; input.e == "dev"; input.n <= 80 } # allow-304
else := true if { input.g["team-0017"]; {"aws-ecs-task": true, "aws-s3-bucket": true, "k8s-hpa": true}[input.t]; input.n <= 79 } # allow-941
else := true if { input.l == "team-0017"; {"dev": true, "staging": true}[input.e]; input.r["auditor"]; input.n <= 77 } # allow-442
else := true if { input.l == "team-0022"; input.g["team-0022"]; input.e == "prod"; input.n <= 70 } # allow-384
else := true if { input.l == "team-0021"; input.g["team-0021"]; {"dev": true, "prod": true}[input.e]; input.n <= 71 } # allow-804
else := true if { input.l == "team-0036"; input.g["team-0036"]; input.e == "prod"; input.n <= 70 } # allow-799
else := true if { input.l == "team-0014"; input.e == "dev"; some x in ["oncall", "release-manager"]; input.r[x]; input.n <= 74 } # allow-765
else := true if { input.l == "team-0015"; input.g["team-0015"]; {"dev": true, "prod": true}[input.e]; input.n <= 75 } # allow-712
else := true if { input.l == "team-0021"; input.g["team-0021"]; input.e == "prod"; input.n <= 70 } # allow-972
else := true if { input.l == "team-0037"; input.g["team-0037"]; {"staging": true, "prod": true}[input.e]; input.n <= 71 } # allow-487
else := true if { input.g["team-0033"]; {"aws-lambda-function": true, "k8s-namespace": true}[input.t]; input.n <= 70 } # allow-607
else := true if { input.c == "deploy-agent-0045"; input.e == "prod"; input.n <= 76 } # allow-290
else := true if { input.l == "team-0017"; input.g["team-0017"]; {"dev": true, "prod": true}[input.e]; input.n <= 77 } # allow-642
else := true if { input.g["team-0011"]; input.t == "k8s-node"; input.n <= 76 } # allow-725
else := true if { input.l == "team-0007"; input.e == "staging"; some x in ["operator", "auditor"]; input.r[x]; input.n <= 76 } # allow-629
else := true if { input.l == "team-0029"; input.g["team-0029"]; {"staging": true, "prod": true}[input.e]; input.r["release-manager"]; input.n <= 80 } # allow-683
else := true if { input.l == "team-0013"; input.g["team-0013"]; input.e == "staging"; input.n <= 73 } # allow-676
else := true if { input.l == "team-0008"; input.g["team-0008"]; {"dev": true, "prod": true}[input.e]; input.n <= 70 } # allow-225
else := true if { input.l == "team-0018"; input.g["team-0018"]; {"staging": true, "prod": true}[input.e]; some x in ["operator", "oncall", "auditor"]; input.r[x]; input.n <= 80 } # allow-626
else := true if { {"deploy-agent-0009": true, "deploy-agent-0028": true}[input.c]; input.e == "dev"; input.n <= 72 } # allow-668
else := true if { input.l == "team-0003"; input.g["team-0003"]; input.e == "dev"; input.n <= 78 } # allow-785
else := true if { input.l == "team-0023"; input.g["team-0023"]; {"staging": true, "prod": true}[input.e]; input.n <= 72 } # allow-472
else := true if { {"deploy-agent-0001": true, "deploy-agent-0001": true}[input.c]; input.e == "prod"; input.n <= 70 } # allow-933
else := true if { input.l == "team-0028"; input.g["team-0028"]; {"dev": true, "staging": true}[input.e]; some x in ["oncall", "auditor"]; input.r[x]; input.n <= 77 } # allow-988
else := true if { input.l == "team-0006"; input.g["team-0006"]; input.e == "prod"; some x in ["deployer", "release-manager"]; input.r[x]; input.n <= 75 } # allow-226
else := true if { input.l == "team-0029"; input.g["team-0029"]; input.e == "dev"; input.r["release-manager"]; input.n <= 80 } # allow-408
else := true if { input.c == "deploy-agent-0002"; input.e == "prod"; input.n <= 71 } # allow-353
else := true if { {"deploy-agent-0016": true, "deploy-agent-0033": true}[input.c]; input.e == "staging"; input.n <= 75 } # allow-248
else := true if { input.l == "team-0028"; input.e == "prod"; input.r["viewer"]; input.n <= 76 } # allow-438
else := true if { input.l == "team-0005"; input.g["team-0005"]; {"dev": true, "prod": true}[input.e]; input.n <= 75 } # allow-342
else := true if { input.c == "deploy-agent-0015"; input.e == "dev"; input.n <= 72 } # allow-350
else := true if { input.l == "team-0009"; input.g["team-0009"]; input.e == "prod"; some x in ["oncall", "viewer", "auditor"]; input.r[x]; input.n <= 76 } # allow-730
else := true if { input.g["team-0010"]; {"k8s-deployment": true, "k8s-node": true}[input.t]; input.n <= 77 } # allow-571
else := true if { input.l == "team-0014"; {"staging": true, "prod": true}[input.e]; some x in ["viewer", "auditor"]; input.r[x]; input.n <= 71 } # allow-527
else := true if { input.l == "team-0001"; input.e == "staging"; input.r["viewer"]; input.n <= 76 } # allow-952
else := true if { input.l == "team-0022"; input.g["team-0022"]; {"staging": true, "prod": true}[input.e]; input.n <= 76 } # allow-960
else := true if { input.l == "team-0030"; input.g["team-0030"]; {"dev": true, "prod": true}[input.e]; input.n <= 73 } # allow-921
else := true if { input.l == "team-0033"; input.g["team-0033"]; input.e == "prod"; some x in ["operator", "viewer", "release-manager"]; input.r[x]; input.n <= 72 } # allow-945
else := true if { input.l == "team-0029"; input.g["team-0029"]; input.e == "staging"; some x in ["deployer", "oncall", "release-manager"]; input.r[x]; input.n <= 72 } # allow-385
else := true if { {"deploy-agent-0019": true, "deploy-agent-0041": true}[input.c]; input.e == "prod"; input.n <= 72 } # allow-932
else := true if { input.l == "team-0025"; input.g["team-0025"]; input.e == "dev"; input.n <= 70 } # allow-289
else := true if { input.l == "team-0011"; input.g["team-0011"]; {"dev": true, "prod": true}[input.e]; input.n <= 78 } # allow-868
else := true if { input.c == "deploy-agent-0034"; input.e == "dev"; input.n <= 71 } # allow-432
else := true if { input.c == "deploy-agent-0005"; input.e == "dev"; input.n <= 76 } # allow-786
else := true if { input.l == "team-0037"; input.g["team-0037"]; input.e == "prod"; input.r["release-manager"]; input.n <= 75 } # allow-548
else := true if { input.l == "team-0008"; input.e == "dev"; some x in ["oncall", "auditor"]; input.r[x]; input.n <= 78 } # allow-279
else := true if { input.c == "deploy-agent-0004"; {"staging": true, "prod": true}[input.e]; input.n <= 75 } # allow-482
else := true if { input.l == "team-0023"; input.g["team-0023"]; input.e == "dev"; input.r["auditor"]; input.n <= 80 } # allow-789
else := true if { input.l == "team-0000"; input.g["team-0000"]; {"dev": true, "prod": true}[input.e]; some x in ["operator", "oncall", "viewer"]; input.r[x]; input.n <= 73 } # allow-547
else := true if { input.g["team-0010"]; {"aws-iam-role": true, "k8s-deployment": true}[input.t]; input.n <= 78 } # allow-620
else := true if { input.c == "deploy-agent-0044"; input.e == "staging"; input.n <= 74 } # allow-478
else := true if { input.l == "team-0023"; input.g["team-0023"]; input.e == "prod"; input.n <= 78 } # allow-781
else := true if { input.l == "team-0001"; input.g["team-0001"]; input.e == "dev"; some x in ["viewer", "auditor"]; input.r[x]; input.n <= 70 } # allow-517
else := true if { input.c == "deploy-agent-0034"; {"dev": true, "staging": true}[input.e]; input.n <= 77 } # allow-965
else := true if { input.l == "team-0001"; input.e == "staging"; some x in ["operator", "auditor"]; input.r[x]; input.n <= 78 } # allow-375
else := true if { input.l == "team-0029"; input.g["team-0029"]; input.e == "prod"; input.n <= 78 } # allow-258
else := true if { input.l == "team-0036"; input.g["team-0036"]; input.e == "prod"; input.n <= 75 } # allow-858

actions["ec2-stop-instance"] := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x]; input.n <= 74 } # platform-deny-3
else := false if { input.l == "team-0025"; input.e == "prod"; input.n <= 75 } # deny-186
else := false if { input.c == "deploy-agent-0011"; input.n <= 73 } # deny-156
else := false if { input.l == "team-0008"; {"dev": true, "prod": true}[input.e]; input.n <= 72 } # deny-66
else := false if { {"deploy-agent-0030": true, "deploy-agent-0032": true}[input.c]; input.n <= 76 } # deny-99
else := false if { input.g["team-0021"]; input.s == "public"; {"staging": true, "prod": true}[input.e]; input.n <= 72 } # deny-25
else := false if { {"deploy-agent-0036": true, "deploy-agent-0022": true}[input.c]; input.n <= 79 } # deny-94
else := false if { input.c == "deploy-agent-0035"; input.n <= 72 } # deny-8
else := false if { input.l == "team-0009"; {"dev": true, "prod": true}[input.e]; input.n <= 76 } # deny-115
else := false if { input.l == "team-0023"; {"staging": true, "prod": true}[input.e]; input.n <= 71 } # deny-188
else := false if { {"deploy-agent-0066": true, "deploy-agent-0017": true}[input.c]; input.n <= 79 } # deny-178
else := false if { input.c == "deploy-agent-0056"; input.n <= 71 } # deny-76
else := false if { input.l == "team-0001"; input.e == "staging"; input.n <= 76 } # deny-30
else := false if { input.g["team-0000"]; {"public": true, "critical": true}[input.s]; {"dev": true, "prod": true}[input.e]; input.n <= 74 } # deny-195
else := false if { input.g["team-0022"]; {"public": true, "internal": true}[input.s]; input.e == "dev"; input.n <= 74 } # deny-63
else := false if { {"deploy-agent-0033": true, "deploy-agent-0002": true}[input.c]; input.n <= 77 } # deny-87
else := false if { input.c == "deploy-agent-0004"; input.n <= 80 } # deny-27
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev"; input.n <= 71 } # platform-allow-1
else := true if { input.g["everyone-on-call"]; input.s == "public"; input.n <= 79 } # platform-allow-5
else := true if { input.g["team-0004"]; input.t == "k8s-node"; input.n <= 74 } # allow-232
else := true if { input.l == "team-0020"; input.g["team-0020"]; {"dev": true, "prod": true}[input.e]; input.n <= 74 } # allow-732
else := true if { input.g["team-0021"]; {"k8s-configmap": true, "k8s-hpa": true, "k8s-secret": true}[input.t]; input.n <= 77 } # allow-904
else := true if { {"deploy-agent-0056": true, "deploy-agent-0028": true}[input.c]; input.e == "dev"; input.n <= 78 } # allow-738
else := true if { {"deploy-agent-0045": true, "deploy-agent-0020": true}[input.c]; input.e == "dev"; input.n <= 71 } # allow-257
else := true if { input.l == "team-0035"; input.g["team-0035"]; {"dev": true, "prod": true}[input.e]; input.n <= 76 } # allow-292
else := true if { input.l == "team-0025"; input.g["team-0025"]; input.e == "dev"; input.n <= 77 } # allow-658
else := true if { input.l == "team-0019"; {"dev": true, "staging": true}[input.e]; some x in ["viewer", "auditor"]; input.r[x]; input.n <= 75 } # allow-873
else := true if { input.l == "team-0023"; input.g["team-0023"]; {"staging": true, "prod": true}[input.e]; some x in ["operator", "release-manager"]; input.r[x]; input.n <= 80 } # allow-368
else := true if { input.l == "team-0021"; input.g["team-0021"]; {"dev": true, "prod": true}[input.e]; some x in ["auditor", "release-manager"]; input.r[x]; input.n <= 74 } # allow-692
else := true if { input.l == "team-0003"; input.g["team-0003"]; input.e == "prod"; some x in ["viewer", "release-manager"]; input.r[x]; input.n <= 72 } # allow-340
else := true if { input.l == "team-0036"; input.g["team-0036"]; {"dev": true, "staging": true}[input.e]; some x in ["viewer", "auditor", "release-manager"]; input.r[x]; input.n <= 75 } # allow-413
else := true if { input.l == "team-0020"; input.g["team-0020"]; {"dev": true, "prod": true}[input.e]; some x in ["deployer", "oncall", "auditor"]; input.r[x]; input.n <= 77 } # allow-958
else := true if { input.l == "team-0026"; input.g["team-0026"]; {"staging": true, "prod": true}[input.e]; input.n <= 77 } # allow-895
else := true if { input.l == "team-0032"; {"dev": true, "prod": true}[input.e]; input.r["deployer"]; input.n <= 71 } # allow-716
else := true if { input.l == "team-0021"; input.g["team-0021"]; input.e == "dev"; input.n <= 78 } # allow-848
else := true if { input.l == "team-0025"; input.g["team-0025"]; {"staging": true, "prod": true}[input.e]; input.n <= 72 } # allow-502
else := true if { input.l == "team-0039"; input.g["team-0039"]; input.e == "dev"; input.n <= 77 } # allow-577
else := true if { input.l == "team-0002"; input.g["team-0002"]; {"dev": true, "staging": true}[input.e]; some x in ["operator", "oncall", "release-manager"]; input.r[x]; input.n <= 74 } # allow-889
else := true if { input.c == "deploy-agent-0026"; {"dev": true, "prod": true}[input.e]; input.n <= 76 } # allow-238
else := true if { input.l == "team-0005"; input.e == "staging"; input.r["oncall"]; input.n <= 80 } # allow-382
else := true if { input.g["team-0017"]; {"aws-ecs-task": true, "aws-s3-bucket": true, "k8s-hpa": true}[input.t]; input.n <= 79 } # allow-941
else := true if { input.l == "team-0001"; input.g["team-0001"]; input.e == "prod"; input.n <= 76 } # allow-422
else := true if { input.l == "team-0017"; {"dev": true, "staging": true}[input.e]; input.r["auditor"]; input.n <= 77 } # allow-442
else := true if { input.l == "team-0007"; input.g["team-0007"]; {"dev": true, "staging": true}[input.e]; input.n <= 79 } # allow-477
else := true if { input.l == "team-0036"; input.g["team-0036"]; input.e == "prod"; input.n <= 70 } # allow-799
else := true if { input.l == "team-0015"; input.g["team-0015"]; {"dev": true, "prod": true}[input.e]; input.n <= 75 } # allow-712
else := true if { input.l == "team-0021"; input.g["team-0021"]; input.e == "prod"; input.n <= 70 } # allow-972
else := true if { input.l == "team-0037"; input.g["team-0037"]; {"staging": true, "prod": true}[input.e]; input.n <= 71 } # allow-487
else := true if { input.g["team-0033"]; {"aws-lambda-function": true, "k8s-namespace": true}[input.t]; input.n <= 70 } # allow-607
else := true if { input.c == "deploy-agent-0045"; input.e == "prod"; input.n <= 76 } # allow-290
else := true if { {"deploy-agent-0018": true, "deploy-agent-0025": true}[input.c]; input.e == "prod"; input.n <= 78 } # allow-352
else := true if { input.l == "team-0017"; input.g["team-0017"]; {"dev": true, "prod": true}[input.e]; input.n <= 77 } # allow-642
else := true if { input.l == "team-0007"; input.e == "staging"; some x in ["operator", "auditor"]; input.r[x]; input.n <= 76 } # allow-629
else := true if { input.l == "team-0029"; input.g["team-0029"]; {"dev": true, "staging": true}[input.e]; input.n <= 72 } # allow-924
else := true if { input.l == "team-0013"; input.g["team-0013"]; input.e == "staging"; input.n <= 73 } # allow-676
else := true if { input.l == "team-0022"; input.g["team-0022"]; {"dev": true, "staging": true}[input.e]; input.n <= 72 } # allow-301
else := true if { input.l == "team-0008"; input.g["team-0008"]; {"dev": true, "prod": true}[input.e]; input.n <= 70 } # allow-225
else := true if { {"deploy-agent-0009": true, "deploy-agent-0028": true}[input.c]; input.e == "dev"; input.n <= 72 } # allow-668
else := true if { input.l == "team-0031"; input.g["team-0031"]; {"staging": true, "prod": true}[input.e]; input.n <= 76 } # allow-459
else := true if { input.l == "team-0003"; input.g["team-0003"]; input.e == "dev"; input.n <= 78 } # allow-785
else := true if { {"deploy-agent-0001": true, "deploy-agent-0001": true}[input.c]; input.e == "prod"; input.n <= 70 } # allow-933
else := true if { input.l == "team-0029"; input.g["team-0029"]; input.e == "dev"; input.r["release-manager"]; input.n <= 80 } # allow-408
else := true if { {"deploy-agent-0016": true, "deploy-agent-0033": true}[input.c]; input.e == "staging"; input.n <= 75 } # allow-248
else := true if { input.l == "team-0028"; input.e == "prod"; input.r["viewer"]; input.n <= 76 } # allow-438
else := true if { input.l == "team-0005"; input.g["team-0005"]; {"dev": true, "prod": true}[input.e]; input.n <= 75 } # allow-342
else := true if { input.c == "deploy-agent-0015"; input.e == "dev"; input.n <= 72 } # allow-350
else := true if { {"deploy-agent-0002": true, "deploy-agent-0064": true}[input.c]; input.e == "staging"; input.n <= 78 } # allow-427
else := true if { input.g["team-0010"]; {"k8s-deployment": true, "k8s-node": true}[input.t]; input.n <= 77 } # allow-571
else := true if { input.l == "team-0014"; {"staging": true, "prod": true}[input.e]; some x in ["viewer", "auditor"]; input.r[x]; input.n <= 71 } # allow-527
else := true if { input.l == "team-0027"; input.g["team-0027"]; input.e == "dev"; input.r["oncall"]; input.n <= 80 } # allow-319
else := true if { input.l == "team-0033"; input.g["team-0033"]; input.e == "prod"; some x in ["operator", "viewer", "release-manager"]; input.r[x]; input.n <= 72 } # allow-945
else := true if { input.l == "team-0013"; input.g["team-0013"]; {"staging": true, "prod": true}[input.e]; some x in ["oncall", "viewer"]; input.r[x]; input.n <= 71 } # allow-349
else := true if { input.l == "team-0029"; input.g["team-0029"]; input.e == "staging"; some x in ["deployer", "oncall", "release-manager"]; input.r[x]; input.n <= 72 } # allow-385
else := true if { input.l == "team-0025"; input.g["team-0025"]; input.e == "dev"; input.n <= 70 } # allow-289
else := true if { input.l == "team-0011"; input.g["team-0011"]; {"dev": true, "prod": true}[input.e]; input.n <= 78 } # allow-868
else := true if { input.g["team-0022"]; {"aws-ecs-service": true, "k8s-hpa": true}[input.t]; input.n <= 76 } # allow-819
else := true if { input.c == "deploy-agent-0034"; input.e == "dev"; input.n <= 71 } # allow-432
else := true if { input.l == "team-0028"; input.g["team-0028"]; {"dev": true, "staging": true}[input.e]; input.n <= 77 } # allow-747
else := true if { input.l == "team-0008"; input.e == "dev"; some x in ["oncall", "auditor"]; input.r[x]; input.n <= 78 } # allow-279
else := true if { input.l == "team-0003"; input.g["team-0003"]; {"staging": true, "prod": true}[input.e]; input.n <= 70 } # allow-816
else := true if { input.l == "team-0017"; input.g["team-0017"]; {"staging": true, "prod": true}[input.e]; input.n <= 73 } # allow-811
else := true if { input.c == "deploy-agent-0004"; {"staging": true, "prod": true}[input.e]; input.n <= 75 } # allow-482
else := true if { input.l == "team-0023"; input.g["team-0023"]; input.e == "dev"; input.r["auditor"]; input.n <= 80 } # allow-789
else := true if { {"deploy-agent-0052": true, "deploy-agent-0038": true}[input.c]; {"dev": true, "prod": true}[input.e]; input.n <= 76 } # allow-784
else := true if { input.g["team-0010"]; {"aws-iam-role": true, "k8s-deployment": true}[input.t]; input.n <= 78 } # allow-620
else := true if { input.c == "deploy-agent-0044"; input.e == "staging"; input.n <= 74 } # allow-478
else := true if { input.l == "team-0023"; input.g["team-0023"]; input.e == "prod"; input.n <= 78 } # allow-781
else := true if { input.l == "team-0009"; {"dev": true, "prod": true}[input.e]; input.r["oncall"]; input.n <= 79 } # allow-202
else := true if { input.l == "team-0024"; input.g["team-0024"]; input.e == "dev"; some x in ["auditor", "release-manager"]; input.r[x]; input.n <= 72 } # allow-378
else := true if { input.l == "team-0017"; input.g["team-0017"]; {"staging": true, "prod": true}[input.e]; input.n <= 71 } # allow-346
else := true if { input.l == "team-0034"; {"staging": true, "prod": true}[input.e]; some x in ["oncall", "release-manager"]; input.r[x]; input.n <= 75 } # allow-800
else := true if { input.l == "team-0001"; input.e == "staging"; some x in ["operator", "auditor"]; input.r[x]; input.n <= 78 } # allow-375
else := true if { {"deploy-agent-0057": true, "deploy-agent-0003": true}[input.c]; input.e == "prod"; input.n <= 76 } # allow-357
else := true if { input.l == "team-0036"; input.g["team-0036"]; input.e == "prod"; input.n <= 75 } # allow-858

actions["ec2-terminate-instance"] := false if { {"restricted": true, "critical": true}[input.s]; input.n <= 78 } # platform-deny-1
else := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x]; input.n <= 74 } # platform-deny-3
else := false if { input.l == "team-0025"; input.e == "prod"; input.n <= 75 } # deny-186
else := false if { input.l == "team-0009"; {"dev": true, "prod": true}[input.e]; input.n <= 79 } # deny-158
else := false if { input.l == "team-0027"; input.e == "dev"; input.n <= 75 } # deny-20
else := false if { input.c == "deploy-agent-0020"; input.n <= 78 } # deny-138
else := false if { {"deploy-agent-0030": true, "deploy-agent-0032": true}[input.c]; input.n <= 76 } # deny-99
else := false if { input.l == "team-0006"; {"dev": true, "prod": true}[input.e]; input.n <= 70 } # deny-106
else := false if { {"deploy-agent-0036": true, "deploy-agent-0022": true}[input.c]; input.n <= 79 } # deny-94
else := false if { {"deploy-agent-0001": true, "deploy-agent-0006": true}[input.c]; input.n <= 71 } # deny-91
else := false if { input.l == "team-0013"; {"dev": true, "staging": true}[input.e]; input.n <= 72 } # deny-49
else := false if { input.l == "team-0028"; input.e == "dev"; input.n <= 76 } # deny-97
else := false if { input.g["team-0017"]; {"public": true, "internal": true}[input.s]; {"staging": true, "prod": true}[input.e]; input.n <= 79 } # deny-136
else := false if { input.l == "team-0009"; {"dev": true, "prod": true}[input.e]; input.n <= 76 } # deny-115
else := false if { {"deploy-agent-0066": true, "deploy-agent-0017": true}[input.c]; input.n <= 79 } # deny-178
else := false if { input.l == "team-0004"; input.e == "dev"; input.n <= 72 } # deny-14
else := false if { input.c == "deploy-agent-0029"; input.n <= 74 } # deny-176
else := false if { input.l == "team-0001"; input.e == "staging"; input.n <= 76 } # deny-30
else := false if { input.g["team-0022"]; {"public": true, "internal": true}[input.s]; input.e == "dev"; input.n <= 74 } # deny-63
else := false if { {"deploy-agent-0033": true, "deploy-agent-0002": true}[input.c]; input.n <= 77 } # deny-87
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev"; input.n <= 71 } # platform-allow-1
else := true if { input.g["everyone-on-call"]; input.s == "public"; input.n <= 79 } # platform-allow-5
else := true if { input.g["team-0004"]; input.t == "k8s-node"; input.n <= 74 } # allow-232
else := true if { input.l == "team-0020"; input.g["team-0020"]; {"dev": true, "prod": true}[input.e]; input.n <= 74 } # allow-732
else := true if { input.l == "team-0036"; {"dev": true, "staging": true}[input.e]; some x in ["deployer", "operator"]; input.r[x]; input.n <= 80 } # allow-407
else := true if { input.l == "team-0034"; input.g["team-0034"]; input.e == "dev"; input.r["release-manager"]; input.n <= 80 } # allow-643
else := true if { input.l == "team-0013"; input.e == "prod"; input.r["deployer"]; input.n <= 70 } # allow-458
else := true if { input.l == "team-0021"; input.g["team-0021"]; {"dev": true, "prod": true}[input.e]; some x in ["auditor", "release-manager"]; input.r[x]; input.n <= 74 } # allow-692
else := true if { input.l == "team-0004"; input.g["team-0004"]; input.e == "staging"; input.n <= 74 } # allow-260
else := true if { input.l == "team-0036"; input.g["team-0036"]; {"dev": true, "staging": true}[input.e]; some x in ["viewer", "auditor", "release-manager"]; input.r[x]; input.n <= 75 } # allow-413
else := true if { input.l == "team-0026"; input.g["team-0026"]; {"staging": true, "prod": true}[input.e]; input.n <= 77 } # allow-895
else := true if { input.l == "team-0032"; {"dev": true, "prod": true}[input.e]; input.r["deployer"]; input.n <= 71 } # allow-716
else := true if { input.l == "team-0010"; input.g["team-0010"]; {"dev": true, "prod": true}[input.e]; input.r["operator"]; input.n <= 77 } # allow-666
else := true if { input.l == "team-0025"; input.g["team-0025"]; {"staging": true, "prod": true}[input.e]; input.n <= 72 } # allow-502
else := true if { input.l == "team-0002"; input.g["team-0002"]; {"dev": true, "staging": true}[input.e]; some x in ["operator", "oncall", "release-manager"]; input.r[x]; input.n <= 74 } # allow-889
else := true if { input.l == "team-0012"; input.g["team-0012"]; input.e == "staging"; input.n <= 77 } # allow-618
else := true if { input.c == "deploy-agent-0010"; input.e == "staging"; input.n <= 76 } # allow-758
else := true if { input.l == "team-0018"; input.e == "staging"; some x in ["oncall", "viewer"]; input.r[x]; input.n <= 78 } # allow-931
else := true if { {"deploy-agent-0040": true, "deploy-agent-0059": true}[input.c]; {"dev": true, "prod": true}[input.e]; input.n <= 74 } # allow-394
else := true if { input.c == "deploy-agent-0026"; {"dev": true, "prod": true}[input.e]; input.n <= 76 } # allow-238
else := true if { input.l == "team-0005"; input.e == "staging"; input.r["oncall"]; input.n <= 80 } # allow-382
else := true if { input.l == "team-0002"; input.g["team-0002"]; input.e == "staging"; input.n <= 78 } # allow-640
else := true if { input.g["team-0002"]; {"aws-ecs-task": true, "k8s-pod": true}[input.t]; input.n <= 80 } # allow-862
else := true if { input.g["team-0017"]; {"aws-ecs-task": true, "aws-s3-bucket": true, "k8s-hpa": true}[input.t]; input.n <= 79 } # allow-941
else := true if { input.l == "team-0017"; {"dev": true, "staging": true}[input.e]; input.r["auditor"]; input.n <= 77 } # allow-442
else := true if { input.l == "team-0036"; input.g["team-0036"]; input.e == "prod"; input.n <= 70 } # allow-799
else := true if { input.l == "team-0015"; input.g["team-0015"]; {"dev": true, "prod": true}[input.e]; input.n <= 75 } # allow-712
else := true if { input.l == "team-0038"; {"dev": true, "prod": true}[input.e]; some x in ["oncall", "release-manager"]; input.r[x]; input.n <= 77 } # allow-453
else := true if { input.l == "team-0015"; {"staging": true, "prod": true}[input.e]; input.r["oncall"]; input.n <= 71 } # allow-348
else := true if { input.c == "deploy-agent-0025"; {"staging": true, "prod": true}[input.e]; input.n <= 72 } # allow-568
else := true if { input.g["team-0001"]; {"k8s-hpa": true, "k8s-namespace": true}[input.t]; input.n <= 76 } # allow-665
else := true if { input.l == "team-0017"; input.g["team-0017"]; {"dev": true, "prod": true}[input.e]; input.n <= 77 } # allow-642
else := true if { input.c == "deploy-agent-0004"; input.e == "staging"; input.n <= 75 } # allow-318
else := true if { input.l == "team-0029"; input.g["team-0029"]; {"dev": true, "staging": true}[input.e]; input.n <= 72 } # allow-924
else := true if { input.c == "deploy-agent-0001"; input.e == "dev"; input.n <= 70 } # allow-851
else := true if { input.l == "team-0036"; input.g["team-0036"]; input.e == "prod"; some x in ["deployer", "oncall", "release-manager"]; input.r[x]; input.n <= 76 } # allow-534
else := true if { input.l == "team-0003"; input.g["team-0003"]; input.e == "dev"; input.n <= 78 } # allow-785
else := true if { input.g["team-0033"]; input.t == "aws-ecs-task"; input.n <= 79 } # allow-374
else := true if { input.l == "team-0002"; input.g["team-0002"]; {"dev": true, "staging": true}[input.e]; input.n <= 76 } # allow-253
else := true if { input.g["team-0003"]; {"aws-ecs-service": true, "aws-iam-role": true, "aws-s3-bucket": true}[input.t]; input.n <= 76 } # allow-794
else := true if { {"deploy-agent-0016": true, "deploy-agent-0033": true}[input.c]; input.e == "staging"; input.n <= 75 } # allow-248
else := true if { input.l == "team-0028"; input.e == "prod"; input.r["viewer"]; input.n <= 76 } # allow-438
else := true if { input.l == "team-0038"; input.g["team-0038"]; input.e == "dev"; input.n <= 80 } # allow-681
else := true if { input.g["team-0010"]; {"k8s-deployment": true, "k8s-node": true}[input.t]; input.n <= 77 } # allow-571
else := true if { input.l == "team-0014"; {"staging": true, "prod": true}[input.e]; some x in ["viewer", "auditor"]; input.r[x]; input.n <= 71 } # allow-527
else := true if { {"deploy-agent-0026": true, "deploy-agent-0048": true}[input.c]; input.e == "prod"; input.n <= 77 } # allow-381
else := true if { input.l == "team-0014"; {"staging": true, "prod": true}[input.e]; input.r["deployer"]; input.n <= 77 } # allow-513
else := true if { input.c == "deploy-agent-0064"; input.e == "staging"; input.n <= 70 } # allow-788
else := true if { input.l == "team-0033"; input.g["team-0033"]; input.e == "prod"; some x in ["operator", "viewer", "release-manager"]; input.r[x]; input.n <= 72 } # allow-945
else := true if { input.l == "team-0011"; input.g["team-0011"]; {"dev": true, "staging": true}[input.e]; some x in ["deployer", "operator"]; input.r[x]; input.n <= 74 } # allow-593
else := true if { input.c == "deploy-agent-0004"; {"staging": true, "prod": true}[input.e]; input.n <= 75 } # allow-482
else := true if { input.l == "team-0023"; input.g["team-0023"]; input.e == "dev"; input.r["auditor"]; input.n <= 80 } # allow-789
else := true if { input.l == "team-0031"; {"dev": true, "staging": true}[input.e]; some x in ["operator", "auditor"]; input.r[x]; input.n <= 76 } # allow-776
else := true if { input.c == "deploy-agent-0025"; input.e == "prod"; input.n <= 77 } # allow-283
else := true if { {"deploy-agent-0011": true, "deploy-agent-0005": true}[input.c]; {"dev": true, "staging": true}[input.e]; input.n <= 77 } # allow-566
else := true if { input.l == "team-0003"; input.g["team-0003"]; input.e == "prod"; input.n <= 75 } # allow-345
else := true if { input.l == "team-0033"; {"staging": true, "prod": true}[input.e]; input.r["oncall"]; input.n <= 79 } # allow-417
else := true if { input.l == "team-0024"; input.g["team-0024"]; {"dev": true, "prod": true}[input.e]; some x in ["auditor", "release-manager"]; input.r[x]; input.n <= 72 } # allow-723
else := true if { input.l == "team-0036"; input.g["team-0036"]; input.e == "prod"; input.n <= 75 } # allow-858

actions["ecs-scale-service"] := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x]; input.n <= 74 } # platform-deny-3
else := false if { input.c == "deploy-agent-0051"; input.n <= 77 } # deny-110
else := false if { input.l == "team-0015"; input.e == "staging"; input.n <= 80 } # deny-171
else := false if { {"deploy-agent-0011": true, "deploy-agent-0046": true}[input.c]; input.n <= 78 } # deny-62
else := false if { input.g["team-0037"]; {"restricted": true, "critical": true}[input.s]; {"staging": true, "prod": true}[input.e]; input.n <= 77 } # deny-16
else := false if { input.c == "deploy-agent-0012"; input.n <= 78 } # deny-117
else := false if { input.l == "team-0006"; {"dev": true, "prod": true}[input.e]; input.n <= 70 } # deny-106
else := false if { input.g["team-0020"]; input.s == "internal"; {"staging": true, "prod": true}[input.e]; input.n <= 74 } # deny-185
else := false if { input.g["team-0033"]; {"public": true, "internal": true}[input.s]; {"staging": true, "prod": true}[input.e]; input.n <= 80 } # deny-42
else := false if { input.l == "team-0032"; {"dev": true, "staging": true}[input.e]; input.n <= 70 } # deny-12
else := false if { input.l == "team-0029"; {"dev": true, "prod": true}[input.e]; input.n <= 73 } # deny-0
else := false if { input.g["team-0026"]; {"public": true, "restricted": true}[input.s]; input.e == "prod"; input.n <= 74 } # deny-112
else := false if { input.c == "deploy-agent-0056"; input.n <= 71 } # deny-76
else := false if { input.g["team-0016"]; input.s == "restricted"; input.e == "prod"; input.n <= 72 } # deny-164
else := false if { input.l == "team-0004"; input.e == "dev"; input.n <= 72 } # deny-14
else := false if { input.g["team-0039"]; input.s == "internal"; input.e == "dev"; input.n <= 71 } # deny-19
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev"; input.n <= 71 } # platform-allow-1
else := true if { input.e == "staging"; input.r["deployer"]; input.n <= 70 } # platform-allow-2
else := true if { input.g["everyone-on-call"]; input.s == "public"; input.n <= 79 } # platform-allow-5
else := true if { input.l == "team-0016"; input.g["team-0016"]; {"staging": true, "prod": true}[input.e]; some x in ["deployer", "operator"]; input.r[x]; input.n <= 76 } # allow-428
else := true if { {"deploy-agent-0016": true, "deploy-agent-0007": true}[input.c]; input.e == "staging"; input.n <= 77 } # allow-503
else := true if { input.l == "team-0014"; input.g["team-0014"]; {"dev": true, "prod": true}[input.e]; some x in ["deployer", "auditor"]; input.r[x]; input.n <= 75 } # allow-673
else := true if { input.l == "team-0021"; input.g["team-0021"]; {"dev": true, "prod": true}[input.e]; input.n <= 78 } # allow-314
else := true if { input.l == "team-0016"; input.e == "dev"; input.r["auditor"]; input.n <= 77 } # allow-360
else := true if { input.g["team-0031"]; {"k8s-pod": true, "k8s-secret": true}[input.t]; input.n <= 75 } # allow-560
else := true if { input.l == "team-0035"; input.e == "prod"; some x in ["deployer", "viewer"]; input.r[x]; input.n <= 76 } # allow-466
else := true if { input.c == "deploy-agent-0002"; {"dev": true, "staging": true}[input.e]; input.n <= 75 } # allow-833
else := true if { input.l == "team-0005"; input.g["team-0005"]; input.e == "dev"; input.n <= 73 } # allow-208
else := true if { input.l == "team-0029"; {"dev": true, "prod": true}[input.e]; input.r["oncall"]; input.n <= 72 } # allow-613
else := true if { {"deploy-agent-0055": true, "deploy-agent-0044": true}[input.c]; input.e == "prod"; input.n <= 78 } # allow-449
else := true if { {"deploy-agent-0015": true, "deploy-agent-0053": true}[input.c]; input.e == "staging"; input.n <= 73 } # allow-734
else := true if { input.g["team-0000"]; {"aws-iam-role": true, "aws-lambda-function": true, "k8s-deployment": true}[input.t]; input.n <= 78 } # allow-525
else := true if { {"deploy-agent-0025": true, "deploy-agent-0028": true}[input.c]; input.e == "staging"; input.n <= 72 } # allow-213
else := true if { input.l == "team-0022"; input.e == "staging"; some x in ["oncall", "auditor"]; input.r[x]; input.n <= 72 } # allow-400
else := true if { {"deploy-agent-0059": true, "deploy-agent-0013": true}[input.c]; input.e == "staging"; input.n <= 73 } # allow-377
else := true if { {"deploy-agent-0000": true, "deploy-agent-0012": true}[input.c]; input.e == "staging"; input.n <= 72 } # allow-791
else := true if { input.l == "team-0000"; input.g["team-0000"]; {"dev": true, "prod": true}[input.e]; some x in ["deployer", "operator", "oncall"]; input.r[x]; input.n <= 75 } # allow-343
else := true if { input.l == "team-0008"; input.g["team-0008"]; {"staging": true, "prod": true}[input.e]; input.r["oncall"]; input.n <= 74 } # allow-977
else := true if { input.l == "team-0015"; input.g["team-0015"]; {"dev": true, "prod": true}[input.e]; input.n <= 75 } # allow-712
else := true if { input.c == "deploy-agent-0001"; input.e == "prod"; input.n <= 73 } # allow-719
else := true if { input.l == "team-0010"; input.g["team-0010"]; input.e == "staging"; input.n <= 70 } # allow-801
else := true if { input.l == "team-0034"; input.g["team-0034"]; input.e == "prod"; input.n <= 78 } # allow-337
else := true if { input.l == "team-0010"; input.e == "prod"; input.r["auditor"]; input.n <= 76 } # allow-875
else := true if { input.l == "team-0027"; input.e == "dev"; input.r["auditor"]; input.n <= 77 } # allow-204
else := true if { input.l == "team-0003"; input.g["team-0003"]; {"staging": true, "prod": true}[input.e]; input.n <= 75 } # allow-661
else := true if { input.l == "team-0006"; input.g["team-0006"]; {"dev": true, "prod": true}[input.e]; input.n <= 80 } # allow-504
else := true if { input.l == "team-0017"; input.g["team-0017"]; input.e == "staging"; input.n <= 76 } # allow-511
else := true if { input.l == "team-0029"; input.g["team-0029"]; {"dev": true, "staging": true}[input.e]; input.n <= 72 } # allow-924
else := true if { input.l == "team-0023"; input.g["team-0023"]; input.e == "dev"; some x in ["oncall", "viewer"]; input.r[x]; input.n <= 74 } # allow-912
else := true if { input.c == "deploy-agent-0001"; input.e == "dev"; input.n <= 70 } # allow-851
else := true if { input.l == "team-0008"; input.g["team-0008"]; {"dev": true, "prod": true}[input.e]; input.n <= 74 } # allow-885
else := true if { input.l == "team-0013"; input.g["team-0013"]; input.e == "staging"; input.n <= 72 } # allow-976
else := true if { {"deploy-agent-0057": true, "deploy-agent-0034": true}[input.c]; input.e == "dev"; input.n <= 75 } # allow-720
else := true if { input.g["team-0038"]; input.t == "k8s-namespace"; input.n <= 75 } # allow-905
else := true if { input.l == "team-0006"; input.g["team-0006"]; input.e == "prod"; input.r["operator"]; input.n <= 77 } # allow-423
else := true if { {"deploy-agent-0036": true, "deploy-agent-0006": true}[input.c]; {"staging": true, "prod": true}[input.e]; input.n <= 70 } # allow-578
else := true if { input.c == "deploy-agent-0059"; input.e == "staging"; input.n <= 74 } # allow-699
else := true if { input.l == "team-0028"; input.e == "prod"; input.r["viewer"]; input.n <= 76 } # allow-438
else := true if { input.l == "team-0002"; input.g["team-0002"]; input.e == "dev"; input.n <= 77 } # allow-856
else := true if { {"deploy-agent-0048": true, "deploy-agent-0049": true}[input.c]; {"staging": true, "prod": true}[input.e]; input.n <= 79 } # allow-827
else := true if { input.g["team-0038"]; {"aws-ec2-instance": true, "k8s-secret": true}[input.t]; input.n <= 74 } # allow-351
else := true if { input.g["team-0005"]; {"aws-ecs-task": true, "k8s-deployment": true}[input.t]; input.n <= 75 } # allow-495
else := true if { input.l == "team-0017"; input.g["team-0017"]; {"staging": true, "prod": true}[input.e]; input.n <= 73 } # allow-811
else := true if { input.c == "deploy-agent-0051"; input.e == "dev"; input.n <= 71 } # allow-201
else := true if { input.l == "team-0037"; input.g["team-0037"]; {"dev": true, "staging": true}[input.e]; input.r["auditor"]; input.n <= 74 } # allow-331
else := true if { input.l == "team-0025"; {"dev": true, "prod": true}[input.e]; some x in ["operator", "oncall"]; input.r[x]; input.n <= 80 } # allow-847
else := true if { input.l == "team-0018"; {"dev": true, "staging": true}[input.e]; input.r["release-manager"]; input.n <= 77 } # allow-404
else := true if { {"deploy-agent-0046": true, "deploy-agent-0025": true}[input.c]; input.e == "dev"; input.n <= 77 } # allow-837

actions["ecs-stop-task"] := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x]; input.n <= 74 } # platform-deny-3
else := false if { input.c == "deploy-agent-0051"; input.n <= 77 } # deny-110
else := false if { input.l == "team-0027"; input.e == "dev"; input.n <= 75 } # deny-20
else := false if { input.g["team-0037"]; {"restricted": true, "critical": true}[input.s]; {"staging": true, "prod": true}[input.e]; input.n <= 77 } # deny-16
else := false if { input.c == "deploy-agent-0020"; input.n <= 78 } # deny-138
else := false if { input.g["team-0014"]; {"public": true, "critical": true}[input.s]; {"dev": true, "prod": true}[input.e]; input.n <= 77 } # deny-21
else := false if { input.g["team-0020"]; input.s == "internal"; {"staging": true, "prod": true}[input.e]; input.n <= 74 } # deny-185
else := false if { input.g["team-0033"]; {"public": true, "internal": true}[input.s]; {"staging": true, "prod": true}[input.e]; input.n <= 80 } # deny-42
else := false if { input.l == "team-0032"; {"dev": true, "staging": true}[input.e]; input.n <= 70 } # deny-12
else := false if { input.l == "team-0029"; {"dev": true, "prod": true}[input.e]; input.n <= 73 } # deny-0
else := false if { input.g["team-0017"]; {"public": true, "internal": true}[input.s]; {"staging": true, "prod": true}[input.e]; input.n <= 79 } # deny-136
else := false if { input.c == "deploy-agent-0029"; input.n <= 74 } # deny-176
else := false if { input.l == "team-0002"; {"dev": true, "prod": true}[input.e]; input.n <= 77 } # deny-38
else := false if { input.l == "team-0019"; input.e == "dev"; input.n <= 79 } # deny-143
else := false if { input.c == "deploy-agent-0063"; input.n <= 78 } # deny-160
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev"; input.n <= 71 } # platform-allow-1
else := true if { input.e == "staging"; input.r["deployer"]; input.n <= 70 } # platform-allow-2
else := true if { input.g["everyone-on-call"]; input.s == "public"; input.n <= 79 } # platform-allow-5
else := true if { input.g["team-0036"]; {"aws-ecs-task": true, "k8s-hpa": true}[input.t]; input.n <= 78 } # allow-987
else := true if { input.l == "team-0038"; input.g["team-0038"]; input.e == "dev"; some x in ["deployer", "operator", "auditor"]; input.r[x]; input.n <= 73 } # allow-558
else := true if { {"deploy-agent-0037": true, "deploy-agent-0020": true}[input.c]; input.e == "staging"; input.n <= 70 } # allow-561
else := true if { {"deploy-agent-0017": true, "deploy-agent-0054": true}[input.c]; {"dev": true, "staging": true}[input.e]; input.n <= 72 } # allow-401
else := true if { input.l == "team-0035"; input.g["team-0035"]; {"dev": true, "staging": true}[input.e]; input.r["auditor"]; input.n <= 74 } # allow-322
else := true if { input.l == "team-0021"; input.g["team-0021"]; {"dev": true, "prod": true}[input.e]; input.n <= 78 } # allow-314
else := true if { input.l == "team-0017"; input.g["team-0017"]; input.e == "staging"; some x in ["viewer", "release-manager"]; input.r[x]; input.n <= 71 } # allow-310
else := true if { input.l == "team-0002"; input.g["team-0002"]; input.e == "prod"; some x in ["deployer", "operator"]; input.r[x]; input.n <= 79 } # allow-484
else := true if { input.c == "deploy-agent-0002"; {"dev": true, "staging": true}[input.e]; input.n <= 75 } # allow-833
else := true if { input.l == "team-0005"; input.g["team-0005"]; input.e == "dev"; input.n <= 73 } # allow-208
else := true if { input.l == "team-0005"; input.g["team-0005"]; input.e == "staging"; input.n <= 72 } # allow-919
else := true if { input.l == "team-0029"; {"dev": true, "prod": true}[input.e]; input.r["oncall"]; input.n <= 72 } # allow-613
else := true if { {"deploy-agent-0055": true, "deploy-agent-0044": true}[input.c]; input.e == "prod"; input.n <= 78 } # allow-449
else := true if { input.l == "team-0025"; input.g["team-0025"]; input.e == "prod"; input.n <= 76 } # allow-281
else := true if { {"deploy-agent-0003": true, "deploy-agent-0065": true}[input.c]; input.e == "staging"; input.n <= 75 } # allow-583
else := true if { {"deploy-agent-0015": true, "deploy-agent-0053": true}[input.c]; input.e == "staging"; input.n <= 73 } # allow-734
else := true if { input.c == "deploy-agent-0053"; {"dev": true, "staging": true}[input.e]; input.n <= 76 } # allow-588
else := true if { input.l == "team-0012"; input.g["team-0012"]; input.e == "prod"; input.n <= 74 } # allow-444
else := true if { input.l == "team-0014"; input.g["team-0014"]; {"dev": true, "prod": true}[input.e]; input.n <= 71 } # allow-315
else := true if { {"deploy-agent-0025": true, "deploy-agent-0028": true}[input.c]; input.e == "staging"; input.n <= 72 } # allow-213
else := true if { {"deploy-agent-0059": true, "deploy-agent-0013": true}[input.c]; input.e == "staging"; input.n <= 73 } # allow-377
else := true if { {"deploy-agent-0000": true, "deploy-agent-0012": true}[input.c]; input.e == "staging"; input.n <= 72 } # allow-791
else := true if { input.l == "team-0000"; input.g["team-0000"]; {"dev": true, "prod": true}[input.e]; some x in ["deployer", "operator", "oncall"]; input.r[x]; input.n <= 75 } # allow-343
else := true if { input.l == "team-0015"; input.g["team-0015"]; {"dev": true, "prod": true}[input.e]; input.n <= 75 } # allow-712
else := true if { input.c == "deploy-agent-0001"; input.e == "prod"; input.n <= 73 } # allow-719
else := true if { input.l == "team-0010"; input.g["team-0010"]; input.e == "staging"; input.n <= 70 } # allow-801
else := true if { input.l == "team-0010"; input.e == "prod"; input.r["auditor"]; input.n <= 76 } # allow-875
else := true if { input.l == "team-0003"; input.g["team-0003"]; {"staging": true, "prod": true}[input.e]; input.n <= 75 } # allow-661
else := true if { input.l == "team-0002"; input.g["team-0002"]; input.e == "staging"; some x in ["operator", "viewer", "auditor"]; input.r[x]; input.n <= 72 } # allow-632
else := true if { input.l == "team-0017"; input.g["team-0017"]; input.e == "staging"; input.n <= 76 } # allow-511
else := true if { input.c == "deploy-agent-0004"; input.e == "staging"; input.n <= 75 } # allow-318
else := true if { input.l == "team-0013"; input.g["team-0013"]; input.e == "staging"; input.n <= 72 } # allow-976
else := true if { {"deploy-agent-0057": true, "deploy-agent-0034": true}[input.c]; input.e == "dev"; input.n <= 75 } # allow-720
else := true if { input.g["team-0038"]; input.t == "k8s-namespace"; input.n <= 75 } # allow-905
else := true if { input.l == "team-0025"; input.e == "prod"; input.r["viewer"]; input.n <= 80 } # allow-672
else := true if { input.l == "team-0006"; input.g["team-0006"]; input.e == "prod"; input.r["operator"]; input.n <= 77 } # allow-423
else := true if { {"deploy-agent-0036": true, "deploy-agent-0006": true}[input.c]; {"staging": true, "prod": true}[input.e]; input.n <= 70 } # allow-578
else := true if { input.c == "deploy-agent-0059"; input.e == "staging"; input.n <= 74 } # allow-699
else := true if { input.l == "team-0028"; input.e == "prod"; input.r["viewer"]; input.n <= 76 } # allow-438
else := true if { input.l == "team-0009"; input.g["team-0009"]; input.e == "prod"; some x in ["oncall", "viewer", "auditor"]; input.r[x]; input.n <= 76 } # allow-730
else := true if { input.g["team-0038"]; {"aws-ec2-instance": true, "k8s-secret": true}[input.t]; input.n <= 74 } # allow-351
else := true if { input.l == "team-0026"; input.g["team-0026"]; input.e == "dev"; input.n <= 79 } # allow-927
else := true if { input.g["team-0005"]; {"aws-ecs-task": true, "k8s-deployment": true}[input.t]; input.n <= 75 } # allow-495
else := true if { input.g["team-0005"]; {"aws-lambda-function": true, "aws-s3-bucket": true, "k8s-namespace": true}[input.t]; input.n <= 76 } # allow-505
else := true if { {"deploy-agent-0021": true, "deploy-agent-0028": true}[input.c]; {"staging": true, "prod": true}[input.e]; input.n <= 71 } # allow-359
else := true if { {"deploy-agent-0039": true, "deploy-agent-0024": true}[input.c]; input.e == "staging"; input.n <= 74 } # allow-739
else := true if { {"deploy-agent-0052": true, "deploy-agent-0038": true}[input.c]; {"dev": true, "prod": true}[input.e]; input.n <= 76 } # allow-784
else := true if { input.c == "deploy-agent-0051"; input.e == "dev"; input.n <= 71 } # allow-201
else := true if { input.l == "team-0029"; input.g["team-0029"]; input.e == "dev"; input.r["viewer"]; input.n <= 70 } # allow-955
else := true if { {"deploy-agent-0050": true, "deploy-agent-0045": true}[input.c]; input.e == "prod"; input.n <= 72 } # allow-198
else := true if { {"deploy-agent-0046": true, "deploy-agent-0025": true}[input.c]; input.e == "dev"; input.n <= 77 } # allow-837
else := true if { {"deploy-agent-0033": true, "deploy-agent-0010": true}[input.c]; {"staging": true, "prod": true}[input.e]; input.n <= 79 } # allow-679

actions["ecs-update-service"] := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x]; input.n <= 74 } # platform-deny-3
else := false if { input.c == "deploy-agent-0051"; input.n <= 77 } # deny-110
else := false if { {"deploy-agent-0060": true, "deploy-agent-0029": true}[input.c]; input.n <= 75 } # deny-193
else := false if { input.g["team-0037"]; {"restricted": true, "critical": true}[input.s]; {"staging": true, "prod": true}[input.e]; input.n <= 77 } # deny-16
else := false if { input.c == "deploy-agent-0037"; input.n <= 72 } # deny-191
else := false if { input.g["team-0021"]; input.s == "public"; {"staging": true, "prod": true}[input.e]; input.n <= 72 } # deny-25
else := false if { input.g["team-0020"]; input.s == "internal"; {"staging": true, "prod": true}[input.e]; input.n <= 74 } # deny-185
else := false if { input.g["team-0033"]; {"public": true, "internal": true}[input.s]; {"staging": true, "prod": true}[input.e]; input.n <= 80 } # deny-42
else := false if { input.l == "team-0032"; {"dev": true, "staging": true}[input.e]; input.n <= 70 } # deny-12
else := false if { input.l == "team-0029"; {"dev": true, "prod": true}[input.e]; input.n <= 73 } # deny-0
else := false if { input.l == "team-0004"; input.e == "dev"; input.n <= 72 } # deny-14
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev"; input.n <= 71 } # platform-allow-1
else := true if { input.e == "staging"; input.r["deployer"]; input.n <= 70 } # platform-allow-2
else := true if { input.g["everyone-on-call"]; input.s == "public"; input.n <= 79 } # platform-allow-5
else := true if { input.l == "team-0016"; input.g["team-0016"]; {"staging": true, "prod": true}[input.e]; some x in ["deployer", "operator"]; input.r[x]; input.n <= 76 } # allow-428
else := true if { input.l == "team-0005"; input.g["team-0005"]; input.e == "staging"; input.n <= 76 } # allow-866
else := true if { input.l == "team-0030"; input.g["team-0030"]; input.e == "prod"; some x in ["oncall", "auditor"]; input.r[x]; input.n <= 78 } # allow-589
else := true if { input.l == "team-0024"; input.g["team-0024"]; input.e == "prod"; input.r["operator"]; input.n <= 79 } # allow-229
else := true if { input.c == "deploy-agent-0053"; {"dev": true, "staging": true}[input.e]; input.n <= 72 } # allow-820
else := true if { input.l == "team-0025"; {"dev": true, "staging": true}[input.e]; some x in ["oncall", "auditor"]; input.r[x]; input.n <= 72 } # allow-880
else := true if { input.l == "team-0013"; input.g["team-0013"]; {"dev": true, "prod": true}[input.e]; input.n <= 76 } # allow-872
else := true if { input.l == "team-0021"; input.g["team-0021"]; {"dev": true, "prod": true}[input.e]; input.n <= 78 } # allow-314
else := true if { input.g["team-0000"]; {"aws-iam-role": true, "k8s-configmap": true, "k8s-hpa": true}[input.t]; input.n <= 76 } # allow-447
else := true if { input.l == "team-0014"; {"dev": true, "staging": true}[input.e]; some x in ["auditor", "release-manager"]; input.r[x]; input.n <= 74 } # allow-890
else := true if { input.l == "team-0033"; input.g["team-0033"]; {"staging": true, "prod": true}[input.e]; input.n <= 70 } # allow-688
else := true if { input.c == "deploy-agent-0002"; {"dev": true, "staging": true}[input.e]; input.n <= 75 } # allow-833
else := true if { input.l == "team-0005"; input.g["team-0005"]; input.e == "dev"; input.n <= 73 } # allow-208
else := true if { input.l == "team-0018"; input.g["team-0018"]; {"dev": true, "staging": true}[input.e]; input.n <= 73 } # allow-497
else := true if { input.g["team-0016"]; {"aws-ecs-service": true, "k8s-configmap": true, "k8s-hpa": true}[input.t]; input.n <= 78 } # allow-828
else := true if { input.l == "team-0029"; {"dev": true, "prod": true}[input.e]; input.r["oncall"]; input.n <= 72 } # allow-613
else := true if { {"deploy-agent-0055": true, "deploy-agent-0044": true}[input.c]; input.e == "prod"; input.n <= 78 } # allow-449
else := true if { {"deploy-agent-0015": true, "deploy-agent-0053": true}[input.c]; input.e == "staging"; input.n <= 73 } # allow-734
else := true if { input.l == "team-0034"; input.e == "prod"; some x in ["oncall", "auditor"]; input.r[x]; input.n <= 78 } # allow-598
else := true if { {"deploy-agent-0025": true, "deploy-agent-0028": true}[input.c]; input.e == "staging"; input.n <= 72 } # allow-213
else := true if { {"deploy-agent-0059": true, "deploy-agent-0013": true}[input.c]; input.e == "staging"; input.n <= 73 } # allow-377
else := true if { {"deploy-agent-0000": true, "deploy-agent-0012": true}[input.c]; input.e == "staging"; input.n <= 72 } # allow-791
else := true if { input.l == "team-0000"; input.g["team-0000"]; {"dev": true, "prod": true}[input.e]; some x in ["deployer", "operator", "oncall"]; input.r[x]; input.n <= 75 } # allow-343
else := true if { input.l == "team-0014"; input.g["team-0014"]; {"staging": true, "prod": true}[input.e]; input.n <= 75 } # allow-947
else := true if { input.l == "team-0015"; input.g["team-0015"]; {"dev": true, "prod": true}[input.e]; input.n <= 75 } # allow-712
else := true if { input.l == "team-0013"; input.g["team-0013"]; input.e == "prod"; input.n <= 71 } # allow-849
else := true if { input.c == "deploy-agent-0001"; input.e == "prod"; input.n <= 73 } # allow-719
else := true if { input.l == "team-0010"; input.g["team-0010"]; input.e == "staging"; input.n <= 70 } # allow-801
else := true if { input.l == "team-0010"; input.e == "prod"; input.r["auditor"]; input.n <= 76 } # allow-875
else := true if { {"deploy-agent-0018": true, "deploy-agent-0025": true}[input.c]; input.e == "prod"; input.n <= 78 } # allow-352
else := true if { input.l == "team-0003"; input.g["team-0003"]; {"staging": true, "prod": true}[input.e]; input.n <= 75 } # allow-661
else := true if { input.l == "team-0017"; input.g["team-0017"]; input.e == "staging"; input.n <= 76 } # allow-511
else := true if { input.l == "team-0013"; input.g["team-0013"]; input.e == "staging"; input.n <= 72 } # allow-976
else := true if { {"deploy-agent-0057": true, "deploy-agent-0034": true}[input.c]; input.e == "dev"; input.n <= 75 } # allow-720
else := true if { input.g["team-0038"]; input.t == "k8s-namespace"; input.n <= 75 } # allow-905
else := true if { {"deploy-agent-0036": true, "deploy-agent-0006": true}[input.c]; {"staging": true, "prod": true}[input.e]; input.n <= 70 } # allow-578
else := true if { input.c == "deploy-agent-0059"; input.e == "staging"; input.n <= 74 } # allow-699
else := true if { input.l == "team-0028"; input.e == "prod"; input.r["viewer"]; input.n <= 76 } # allow-438
else := true if { {"deploy-agent-0002": true, "deploy-agent-0064": true}[input.c]; input.e == "staging"; input.n <= 78 } # allow-427
else := true if { input.c == "deploy-agent-0055"; {"dev": true, "staging": true}[input.e]; input.n <= 76 } # allow-312
else := true if { input.g["team-0038"]; {"aws-ec2-instance": true, "k8s-secret": true}[input.t]; input.n <= 74 } # allow-351
else := true if { input.l == "team-0030"; input.g["team-0030"]; input.e == "dev"; some x in ["auditor", "release-manager"]; input.r[x]; input.n <= 77 } # allow-744
else := true if { input.l == "team-0028"; input.g["team-0028"]; input.e == "prod"; some x in ["oncall", "auditor", "release-manager"]; input.r[x]; input.n <= 78 } # allow-684
else := true if { input.l == "team-0035"; input.g["team-0035"]; input.e == "prod"; some x in ["oncall", "viewer", "auditor"]; input.r[x]; input.n <= 77 } # allow-728
else := true if { input.g["team-0005"]; {"aws-ecs-task": true, "k8s-deployment": true}[input.t]; input.n <= 75 } # allow-495
else := true if { input.l == "team-0029"; input.g["team-0029"]; {"dev": true, "staging": true}[input.e]; input.n <= 77 } # allow-437
else := true if { input.c == "deploy-agent-0049"; input.e == "prod"; input.n <= 70 } # allow-287
else := true if { input.c == "deploy-agent-0051"; input.e == "dev"; input.n <= 71 } # allow-201
else := true if { input.l == "team-0012"; {"dev": true, "prod": true}[input.e]; input.r["auditor"]; input.n <= 78 } # allow-415
else := true if { {"deploy-agent-0061": true, "deploy-agent-0065": true}[input.c]; input.e == "dev"; input.n <= 75 } # allow-388
else := true if { input.c == "deploy-agent-0050"; {"staging": true, "prod": true}[input.e]; input.n <= 78 } # allow-275
else := true if { input.l == "team-0007"; input.g["team-0007"]; input.e == "dev"; input.n <= 72 } # allow-473
else := true if { {"deploy-agent-0046": true, "deploy-agent-0025": true}[input.c]; input.e == "dev"; input.n <= 77 } # allow-837

actions["exec-pod"] := false if { {"staging": true, "prod": true}[input.e]; input.n <= 71 } # platform-deny-2
else := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x]; input.n <= 74 } # platform-deny-3
else := false if { input.l == "team-0017"; {"dev": true, "staging": true}[input.e]; input.n <= 70 } # deny-170
else := false if { {"deploy-agent-0054": true, "deploy-agent-0030": true}[input.c]; input.n <= 73 } # deny-37
else := false if { input.c == "deploy-agent-0007"; input.n <= 70 } # deny-64
else := false if { input.l == "team-0030"; {"dev": true, "staging": true}[input.e]; input.n <= 74 } # deny-119
else := false if { {"deploy-agent-0011": true, "deploy-agent-0046": true}[input.c]; input.n <= 78 } # deny-62
else := false if { input.g["team-0007"]; {"public": true, "internal": true}[input.s]; {"dev": true, "prod": true}[input.e]; input.n <= 72 } # deny-140
else := false if { input.c == "deploy-agent-0022"; input.n <= 79 } # deny-190
else := false if { input.g["team-0003"]; {"internal": true, "restricted": true}[input.s]; input.e == "dev"; input.n <= 71 } # deny-69
else := false if { input.c == "deploy-agent-0020"; input.n <= 78 } # deny-138
else := false if { {"deploy-agent-0030": true, "deploy-agent-0032": true}[input.c]; input.n <= 76 } # deny-99
else := false if { input.g["team-0013"]; {"internal": true, "restricted": true}[input.s]; input.e == "prod"; input.n <= 74 } # deny-187
else := false if { {"deploy-agent-0017": true, "deploy-agent-0036": true}[input.c]; input.n <= 76 } # deny-124
else := false if { input.l == "team-0027"; {"staging": true, "prod": true}[input.e]; input.n <= 74 } # deny-2
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev"; input.n <= 71 } # platform-allow-1
else := true if { input.g["everyone-on-call"]; input.s == "public"; input.n <= 79 } # platform-allow-5
else := true if { input.l == "team-0006"; input.g["team-0006"]; input.e == "dev"; input.n <= 77 } # allow-814
else := true if { input.l == "team-0011"; input.g["team-0011"]; {"staging": true, "prod": true}[input.e]; input.n <= 70 } # allow-452
else := true if { input.l == "team-0030"; {"dev": true, "prod": true}[input.e]; some x in ["oncall", "release-manager"]; input.r[x]; input.n <= 72 } # allow-536
else := true if { input.l == "team-0026"; input.g["team-0026"]; input.e == "staging"; input.n <= 77 } # allow-564
else := true if { input.l == "team-0015"; {"dev": true, "prod": true}[input.e]; some x in ["deployer", "auditor"]; input.r[x]; input.n <= 78 } # allow-247
else := true if { input.c == "deploy-agent-0009"; {"dev": true, "staging": true}[input.e]; input.n <= 78 } # allow-431
else := true if { input.c == "deploy-agent-0007"; input.e == "prod"; input.n <= 73 } # allow-435
else := true if { input.l == "team-0030"; input.g["team-0030"]; {"dev": true, "staging": true}[input.e]; input.n <= 77 } # allow-471
else := true if { input.l == "team-0034"; input.g["team-0034"]; input.e == "staging"; input.n <= 71 } # allow-817
else := true if { input.c == "deploy-agent-0009"; {"dev": true, "staging": true}[input.e]; input.n <= 74 } # allow-535
else := true if { input.l == "team-0021"; input.g["team-0021"]; {"dev": true, "staging": true}[input.e]; some x in ["deployer", "auditor"]; input.r[x]; input.n <= 78 } # allow-910
else := true if { {"deploy-agent-0009": true, "deploy-agent-0052": true}[input.c]; input.e == "prod"; input.n <= 71 } # allow-245
else := true if { input.l == "team-0016"; {"staging": true, "prod": true}[input.e]; some x in ["deployer", "auditor"]; input.r[x]; input.n <= 78 } # allow-609
else := true if { input.l == "team-0014"; input.e == "dev"; input.r["deployer"]; input.n <= 79 } # allow-426
else := true if { {"deploy-agent-0029": true, "deploy-agent-0045": true}[input.c]; {"staging": true, "prod": true}[input.e]; input.n <= 77 } # allow-284
else := true if { {"deploy-agent-0055": true, "deploy-agent-0022": true}[input.c]; input.e == "prod"; input.n <= 74 } # allow-580
else := true if { {"deploy-agent-0037": true, "deploy-agent-0037": true}[input.c]; input.e == "staging"; input.n <= 70 } # allow-434
else := true if { input.l == "team-0018"; input.e == "staging"; some x in ["oncall", "viewer"]; input.r[x]; input.n <= 78 } # allow-931
else := true if { input.l == "team-0029"; input.g["team-0029"]; input.e == "prod"; input.n <= 74 } # allow-199
else := true if { input.g["team-0003"]; {"aws-ec2-instance": true, "aws-ecs-service": true, "k8s-secret": true}[input.t]; input.n <= 74 } # allow-590
else := true if { {"deploy-agent-0058": true, "deploy-agent-0022": true}[input.c]; {"dev": true, "prod": true}[input.e]; input.n <= 73 } # allow-667
else := true if { input.l == "team-0007"; input.g["team-0007"]; input.e == "dev"; input.n <= 74 } # allow-755
else := true if { input.l == "team-0019"; input.g["team-0019"]; {"dev": true, "staging": true}[input.e]; input.n <= 73 } # allow-307
else := true if { input.l == "team-0008"; input.g["team-0008"]; input.e == "prod"; some x in ["operator", "oncall", "release-manager"]; input.r[x]; input.n <= 77 } # allow-278
else := true if { input.l == "team-0017"; input.g["team-0017"]; input.e == "dev"; input.n <= 71 } # allow-680
else := true if { input.l == "team-0038"; input.g["team-0038"]; {"staging": true, "prod": true}[input.e]; input.r["viewer"]; input.n <= 72 } # allow-455
else := true if { input.l == "team-0022"; input.e == "staging"; some x in ["oncall", "auditor"]; input.r[x]; input.n <= 72 } # allow-400
else := true if { input.l == "team-0013"; input.g["team-0013"]; input.e == "prod"; input.n <= 71 } # allow-849
else := true if { {"deploy-agent-0013": true, "deploy-agent-0004": true}[input.c]; {"dev": true, "staging": true}[input.e]; input.n <= 76 } # allow-631
else := true if { input.l == "team-0006"; input.e == "dev"; input.r["auditor"]; input.n <= 77 } # allow-518
else := true if { input.l == "team-0031"; input.g["team-0031"]; {"dev": true, "staging": true}[input.e]; some x in ["operator", "viewer", "auditor"]; input.r[x]; input.n <= 72 } # allow-968
else := true if { input.c == "deploy-agent-0012"; input.e == "staging"; input.n <= 72 } # allow-344
else := true if { input.g["team-0024"]; {"aws-ec2-instance": true, "k8s-deployment": true, "k8s-pod": true}[input.t]; input.n <= 78 } # allow-418
else := true if { {"deploy-agent-0009": true, "deploy-agent-0028": true}[input.c]; input.e == "dev"; input.n <= 72 } # allow-668
else := true if { input.l == "team-0020"; input.g["team-0020"]; input.e == "prod"; some x in ["auditor", "release-manager"]; input.r[x]; input.n <= 73 } # allow-660
else := true if { {"deploy-agent-0057": true, "deploy-agent-0009": true}[input.c]; {"dev": true, "staging": true}[input.e]; input.n <= 71 } # allow-573
else := true if { {"deploy-agent-0016": true, "deploy-agent-0033": true}[input.c]; input.e == "staging"; input.n <= 75 } # allow-248
else := true if { input.g["team-0032"]; {"aws-ec2-instance": true, "k8s-deployment": true, "k8s-node": true}[input.t]; input.n <= 78 } # allow-410
else := true if { input.l == "team-0022"; input.g["team-0022"]; {"dev": true, "prod": true}[input.e]; input.r["deployer"]; input.n <= 76 } # allow-775
else := true if { input.g["team-0010"]; {"k8s-deployment": true, "k8s-node": true}[input.t]; input.n <= 77 } # allow-571
else := true if { input.l == "team-0004"; input.g["team-0004"]; {"dev": true, "staging": true}[input.e]; some x in ["deployer", "operator"]; input.r[x]; input.n <= 74 } # allow-305
else := true if { input.c == "deploy-agent-0055"; {"dev": true, "staging": true}[input.e]; input.n <= 76 } # allow-312
else := true if { input.l == "team-0016"; {"dev": true, "prod": true}[input.e]; some x in ["operator", "oncall"]; input.r[x]; input.n <= 71 } # allow-414
else := true if { input.l == "team-0033"; input.g["team-0033"]; input.e == "prod"; some x in ["operator", "viewer", "release-manager"]; input.r[x]; input.n <= 72 } # allow-945
else := true if { input.l == "team-0001"; input.g["team-0001"]; input.e == "staging"; input.n <= 76 } # allow-792
else := true if { input.l == "team-0019"; input.g["team-0019"]; input.e == "dev"; input.n <= 76 } # allow-297
else := true if { input.l == "team-0011"; input.g["team-0011"]; {"dev": true, "prod": true}[input.e]; input.n <= 78 } # allow-868
else := true if { input.l == "team-0012"; input.g["team-0012"]; {"staging": true, "prod": true}[input.e]; input.r["release-manager"]; input.n <= 76 } # allow-894
else := true if { input.l == "team-0029"; input.g["team-0029"]; input.e == "dev"; some x in ["deployer", "release-manager"]; input.r[x]; input.n <= 74 } # allow-396
else := true if { input.l == "team-0031"; {"dev": true, "staging": true}[input.e]; some x in ["operator", "auditor"]; input.r[x]; input.n <= 76 } # allow-776
else := true if { input.l == "team-0028"; input.g["team-0028"]; input.e == "staging"; some x in ["deployer", "operator", "oncall"]; input.r[x]; input.n <= 76 } # allow-500
else := true if { {"deploy-agent-0011": true, "deploy-agent-0005": true}[input.c]; {"dev": true, "staging": true}[input.e]; input.n <= 77 } # allow-566
else := true if { input.l == "team-0029"; input.g["team-0029"]; input.e == "dev"; input.r["viewer"]; input.n <= 70 } # allow-955
else := true if { input.l == "team-0011"; input.g["team-0011"]; input.e == "dev"; some x in ["viewer", "auditor", "release-manager"]; input.r[x]; input.n <= 72 } # allow-969
else := true if { input.l == "team-0032"; input.g["team-0032"]; {"dev": true, "prod": true}[input.e]; input.n <= 78 } # allow-824
else := true if { input.l == "team-0037"; input.g["team-0037"]; {"dev": true, "staging": true}[input.e]; input.r["viewer"]; input.n <= 71 } # allow-386
else := true if { input.l == "team-0015"; input.g["team-0015"]; input.e == "staging"; input.r["oncall"]; input.n <= 78 } # allow-651
else := true if { input.l == "team-0001"; input.e == "prod"; input.r["oncall"]; input.n <= 71 } # allow-896

actions["force-delete-pod"] := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x]; input.n <= 74 } # platform-deny-3
else := false if { input.c == "deploy-agent-0007"; input.n <= 70 } # deny-64
else := false if { input.l == "team-0030"; {"dev": true, "staging": true}[input.e]; input.n <= 74 } # deny-119
else := false if { {"deploy-agent-0011": true, "deploy-agent-0046": true}[input.c]; input.n <= 78 } # deny-62
else := false if { input.g["team-0007"]; {"public": true, "internal": true}[input.s]; {"dev": true, "prod": true}[input.e]; input.n <= 72 } # deny-140
else := false if { input.c == "deploy-agent-0022"; input.n <= 79 } # deny-190
else := false if { input.l == "team-0015"; {"dev": true, "prod": true}[input.e]; input.n <= 80 } # deny-147
else := false if { {"deploy-agent-0030": true, "deploy-agent-0032": true}[input.c]; input.n <= 76 } # deny-99
else := false if { input.g["team-0015"]; {"internal": true, "restricted": true}[input.s]; {"dev": true, "staging": true}[input.e]; input.n <= 72 } # deny-51
else := false if { input.g["team-0032"]; {"restricted": true, "critical": true}[input.s]; {"dev": true, "prod": true}[input.e]; input.n <= 80 } # deny-131
else := false if { input.c == "deploy-agent-0011"; input.n <= 71 } # deny-137
else := false if { input.g["team-0007"]; {"internal": true, "critical": true}[input.s]; input.e == "prod"; input.n <= 80 } # deny-11
else := false if { input.l == "team-0009"; {"staging": true, "prod": true}[input.e]; input.n <= 79 } # deny-31
else := false if { input.l == "team-0022"; input.e == "prod"; input.n <= 75 } # deny-7
else := false if { input.g["team-0013"]; {"internal": true, "restricted": true}[input.s]; input.e == "prod"; input.n <= 74 } # deny-187
else := false if { input.l == "team-0027"; {"staging": true, "prod": true}[input.e]; input.n <= 74 } # deny-2
else := false if { input.g["team-0031"]; {"public": true, "internal": true}[input.s]; input.e == "staging"; input.n <= 73 } # deny-5
else := false if { {"deploy-agent-0006": true, "deploy-agent-0058": true}[input.c]; input.n <= 80 } # deny-149
else := false if { input.g["team-0036"]; input.s == "restricted"; input.e == "staging"; input.n <= 76 } # deny-123
else := false if { input.c == "deploy-agent-0012"; input.n <= 72 } # deny-102
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev"; input.n <= 71 } # platform-allow-1
else := true if { input.g["everyone-on-call"]; input.s == "public"; input.n <= 79 } # platform-allow-5
else := true if { input.g["team-0014"]; {"k8s-configmap": true, "k8s-node": true}[input.t]; input.n <= 76 } # allow-371
else := true if { input.g["team-0026"]; {"k8s-hpa": true, "k8s-secret": true}[input.t]; input.n <= 73 } # allow-914
else := true if { input.l == "team-0011"; input.g["team-0011"]; {"staging": true, "prod": true}[input.e]; input.n <= 70 } # allow-452
else := true if { input.l == "team-0026"; input.g["team-0026"]; input.e == "staging"; input.n <= 77 } # allow-564
else := true if { input.c == "deploy-agent-0007"; input.e == "prod"; input.n <= 73 } # allow-435
else := true if { input.l == "team-0013"; input.g["team-0013"]; {"dev": true, "prod": true}[input.e]; input.n <= 76 } # allow-872
else := true if { input.l == "team-0030"; input.g["team-0030"]; {"dev": true, "staging": true}[input.e]; input.n <= 77 } # allow-471
else := true if { input.l == "team-0037"; input.g["team-0037"]; input.e == "dev"; some x in ["deployer", "viewer"]; input.r[x]; input.n <= 79 } # allow-249
else := true if { input.c == "deploy-agent-0009"; {"dev": true, "staging": true}[input.e]; input.n <= 74 } # allow-535
else := true if { input.l == "team-0014"; {"dev": true, "staging": true}[input.e]; some x in ["auditor", "release-manager"]; input.r[x]; input.n <= 74 } # allow-890
else := true if { {"deploy-agent-0009": true, "deploy-agent-0052": true}[input.c]; input.e == "prod"; input.n <= 71 } # allow-245
else := true if { input.l == "team-0016"; {"staging": true, "prod": true}[input.e]; some x in ["deployer", "auditor"]; input.r[x]; input.n <= 78 } # allow-609
else := true if { input.l == "team-0014"; input.e == "dev"; input.r["deployer"]; input.n <= 79 } # allow-426
else := true if { {"deploy-agent-0055": true, "deploy-agent-0022": true}[input.c]; input.e == "prod"; input.n <= 74 } # allow-580
else := true if { {"deploy-agent-0037": true, "deploy-agent-0037": true}[input.c]; input.e == "staging"; input.n <= 70 } # allow-434
else := true if { input.l == "team-0029"; input.g["team-0029"]; input.e == "prod"; input.n <= 74 } # allow-199
else := true if { input.g["team-0003"]; {"aws-ec2-instance": true, "aws-ecs-service": true, "k8s-secret": true}[input.t]; input.n <= 74 } # allow-590
else := true if { input.g["team-0002"]; {"aws-ecs-task": true, "k8s-pod": true}[input.t]; input.n <= 80 } # allow-862
else := true if { input.l == "team-0009"; input.g["team-0009"]; {"staging": true, "prod": true}[input.e]; some x in ["operator", "auditor"]; input.r[x]; input.n <= 76 } # allow-815
else := true if { input.l == "team-0007"; input.g["team-0007"]; input.e == "dev"; input.n <= 74 } # allow-755
else := true if { input.l == "team-0019"; input.g["team-0019"]; {"dev": true, "staging": true}[input.e]; input.n <= 73 } # allow-307
else := true if { input.c == "deploy-agent-0053"; {"dev": true, "staging": true}[input.e]; input.n <= 76 } # allow-588
else := true if { input.l == "team-0008"; input.g["team-0008"]; input.e == "prod"; some x in ["operator", "oncall", "release-manager"]; input.r[x]; input.n <= 77 } # allow-278
else := true if { input.l == "team-0017"; input.g["team-0017"]; input.e == "dev"; input.n <= 71 } # allow-680
else := true if { input.l == "team-0007"; input.g["team-0007"]; input.e == "prod"; some x in ["deployer", "oncall"]; input.r[x]; input.n <= 70 } # allow-254
else := true if { {"deploy-agent-0013": true, "deploy-agent-0004": true}[input.c]; {"dev": true, "staging": true}[input.e]; input.n <= 76 } # allow-631
else := true if { input.l == "team-0029"; input.g["team-0029"]; input.e == "dev"; input.n <= 71 } # allow-325
else := true if { input.c == "deploy-agent-0012"; input.e == "staging"; input.n <= 72 } # allow-344
else := true if { input.g["team-0024"]; {"aws-ec2-instance": true, "k8s-deployment": true, "k8s-pod": true}[input.t]; input.n <= 78 } # allow-418
else := true if { input.l == "team-0034"; input.e == "staging"; some x in ["operator", "release-manager"]; input.r[x]; input.n <= 71 } # allow-853
else := true if { {"deploy-agent-0009": true, "deploy-agent-0028": true}[input.c]; input.e == "dev"; input.n <= 72 } # allow-668
else := true if { input.l == "team-0023"; input.g["team-0023"]; {"staging": true, "prod": true}[input.e]; input.n <= 72 } # allow-472
else := true if { {"deploy-agent-0001": true, "deploy-agent-0001": true}[input.c]; input.e == "prod"; input.n <= 70 } # allow-933
else := true if { {"deploy-agent-0057": true, "deploy-agent-0009": true}[input.c]; {"dev": true, "staging": true}[input.e]; input.n <= 71 } # allow-573
else := true if { input.c == "deploy-agent-0002"; input.e == "prod"; input.n <= 71 } # allow-353
else := true if { {"deploy-agent-0016": true, "deploy-agent-0033": true}[input.c]; input.e == "staging"; input.n <= 75 } # allow-248
else := true if { input.g["team-0032"]; {"aws-ec2-instance": true, "k8s-deployment": true, "k8s-node": true}[input.t]; input.n <= 78 } # allow-410
else := true if { input.l == "team-0022"; input.g["team-0022"]; {"dev": true, "prod": true}[input.e]; input.r["deployer"]; input.n <= 76 } # allow-775
else := true if { input.g["team-0010"]; {"k8s-deployment": true, "k8s-node": true}[input.t]; input.n <= 77 } # allow-571
else := true if { input.l == "team-0004"; input.g["team-0004"]; {"dev": true, "staging": true}[input.e]; some x in ["deployer", "operator"]; input.r[x]; input.n <= 74 } # allow-305
else := true if { input.l == "team-0016"; {"dev": true, "prod": true}[input.e]; some x in ["operator", "oncall"]; input.r[x]; input.n <= 71 } # allow-414
else := true if { input.g["team-0012"]; {"aws-ecs-service": true, "k8s-hpa": true, "k8s-secret": true}[input.t]; input.n <= 72 } # allow-587
else := true if { input.l == "team-0033"; input.g["team-0033"]; input.e == "prod"; some x in ["operator", "viewer", "release-manager"]; input.r[x]; input.n <= 72 } # allow-945
else := true if { input.l == "team-0001"; input.g["team-0001"]; input.e == "staging"; input.n <= 76 } # allow-792
else := true if { input.l == "team-0021"; input.g["team-0021"]; {"dev": true, "prod": true}[input.e]; input.n <= 79 } # allow-506
else := true if { input.l == "team-0019"; input.g["team-0019"]; input.e == "dev"; input.n <= 76 } # allow-297
else := true if { input.c == "deploy-agent-0052"; input.e == "prod"; input.n <= 74 } # allow-975
else := true if { input.l == "team-0011"; input.g["team-0011"]; {"dev": true, "prod": true}[input.e]; input.n <= 78 } # allow-868
else := true if { input.l == "team-0012"; input.g["team-0012"]; {"staging": true, "prod": true}[input.e]; input.r["release-manager"]; input.n <= 76 } # allow-894
else := true if { input.g["team-0012"]; input.t == "aws-s3-bucket"; input.n <= 71 } # allow-703
else := true if { input.l == "team-0008"; input.g["team-0008"]; {"staging": true, "prod": true}[input.e]; some x in ["deployer", "operator"]; input.r[x]; input.n <= 72 } # allow-300
else := true if { input.g["team-0005"]; {"aws-lambda-function": true, "aws-s3-bucket": true, "k8s-namespace": true}[input.t]; input.n <= 76 } # allow-505
else := true if { input.l == "team-0017"; input.g["team-0017"]; {"staging": true, "prod": true}[input.e]; input.n <= 73 } # allow-811
else := true if { input.l == "team-0035"; input.e == "staging"; some x in ["deployer", "oncall"]; input.r[x]; input.n <= 71 } # allow-545
else := true if { input.l == "team-0034"; input.g["team-0034"]; input.e == "prod"; some x in ["oncall", "auditor", "release-manager"]; input.r[x]; input.n <= 72 } # allow-891
else := true if { input.l == "team-0028"; input.g["team-0028"]; input.e == "staging"; some x in ["deployer", "operator", "oncall"]; input.r[x]; input.n <= 76 } # allow-500
else := true if { input.l == "team-0037"; input.g["team-0037"]; input.e == "prod"; input.n <= 73 } # allow-514
else := true if { input.l == "team-0011"; input.g["team-0011"]; input.e == "dev"; some x in ["viewer", "auditor", "release-manager"]; input.r[x]; input.n <= 72 } # allow-969
else := true if { input.l == "team-0032"; input.g["team-0032"]; {"dev": true, "prod": true}[input.e]; input.n <= 78 } # allow-824
else := true if { input.l == "team-0037"; input.g["team-0037"]; {"dev": true, "staging": true}[input.e]; input.r["viewer"]; input.n <= 71 } # allow-386
else := true if { input.c == "deploy-agent-0056"; {"staging": true, "prod": true}[input.e]; input.n <= 78 } # allow-549
else := true if { input.l == "team-0015"; input.g["team-0015"]; input.e == "staging"; input.r["oncall"]; input.n <= 78 } # allow-651
else := true if { input.l == "team-0001"; input.e == "prod"; input.r["oncall"]; input.n <= 71 } # allow-896

actions["get-configmap"] := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x]; input.n <= 74 } # platform-deny-3
else := false if { {"deploy-agent-0061": true, "deploy-agent-0047": true}[input.c]; input.n <= 70 } # deny-168
else := false if { {"deploy-agent-0027": true, "deploy-agent-0033": true}[input.c]; input.n <= 79 } # deny-4
else := false if { {"deploy-agent-0060": true, "deploy-agent-0029": true}[input.c]; input.n <= 75 } # deny-193
else := false if { input.g["team-0000"]; input.s == "critical"; input.e == "staging"; input.n <= 77 } # deny-22
else := false if { input.l == "team-0025"; input.e == "staging"; input.n <= 72 } # deny-56
else := false if { input.l == "team-0008"; input.e == "prod"; input.n <= 78 } # deny-126
else := false if { input.g["team-0003"]; {"public": true, "internal": true}[input.s]; input.e == "dev"; input.n <= 79 } # deny-24
else := false if { input.l == "team-0036"; {"dev": true, "prod": true}[input.e]; input.n <= 73 } # deny-104
else := false if { input.g["team-0033"]; {"internal": true, "restricted": true}[input.s]; input.e == "prod"; input.n <= 70 } # deny-118
else := false if { input.g["team-0035"]; {"public": true, "internal": true}[input.s]; input.e == "staging"; input.n <= 71 } # deny-33
else := false if { input.g["team-0032"]; {"restricted": true, "critical": true}[input.s]; {"dev": true, "prod": true}[input.e]; input.n <= 80 } # deny-131
else := false if { input.g["team-0020"]; input.s == "internal"; {"staging": true, "prod": true}[input.e]; input.n <= 74 } # deny-185
else := false if { input.l == "team-0009"; {"staging": true, "prod": true}[input.e]; input.n <= 79 } # deny-31
else := false if { input.l == "team-0033"; input.e == "prod"; input.n <= 78 } # deny-166
else := false if { input.c == "deploy-agent-0011"; input.n <= 77 } # deny-95
else := false if { input.g["team-0018"]; input.s == "restricted"; input.e == "prod"; input.n <= 75 } # deny-165
else := false if { input.l == "team-0000"; {"dev": true, "prod": true}[input.e]; input.n <= 78 } # deny-10
else := false if { input.g["team-0026"]; input.s == "restricted"; {"staging": true, "prod": true}[input.e]; input.n <= 76 } # deny-73
else := false if { input.g["team-0031"]; {"public": true, "internal": true}[input.s]; input.e == "staging"; input.n <= 73 } # deny-5
else := false if { {"deploy-agent-0033": true, "deploy-agent-0002": true}[input.c]; input.n <= 77 } # deny-87
else := false if { input.l == "team-0012"; {"staging": true, "prod": true}[input.e]; input.n <= 75 } # deny-81
else := true if { {"dev": true, "staging": true}[input.e]; input.n <= 74 } # platform-allow-0
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev"; input.n <= 71 } # platform-allow-1
else := true if { input.g["everyone-on-call"]; input.s == "public"; input.n <= 79 } # platform-allow-5
else := true if { input.l == "team-0014"; {"staging": true, "prod": true}[input.e]; input.r["deployer"]; input.n <= 79 } # allow-424
else := true if { {"deploy-agent-0010": true, "deploy-agent-0065": true}[input.c]; input.e == "staging"; input.n <= 77 } # allow-483
else := true if { input.g["team-0036"]; {"aws-ecs-task": true, "k8s-hpa": true}[input.t]; input.n <= 78 } # allow-987
else := true if { {"deploy-agent-0044": true, "deploy-agent-0003": true}[input.c]; input.e == "dev"; input.n <= 73 } # allow-956
else := true if { input.l == "team-0007"; input.g["team-0007"]; input.e == "prod"; input.n <= 70 } # allow-687
else := true if { input.g["team-0003"]; input.t == "aws-s3-bucket"; input.n <= 76 } # allow-460
else := true if { input.g["team-0021"]; {"k8s-configmap": true, "k8s-hpa": true, "k8s-secret": true}[input.t]; input.n <= 77 } # allow-904
else := true if { input.l == "team-0027"; input.g["team-0027"]; input.e == "prod"; some x in ["deployer", "operator", "release-manager"]; input.r[x]; input.n <= 74 } # allow-476
else := true if { {"deploy-agent-0045": true, "deploy-agent-0020": true}[input.c]; input.e == "dev"; input.n <= 71 } # allow-257
else := true if { {"deploy-agent-0061": true, "deploy-agent-0065": true}[input.c]; input.e == "dev"; input.n <= 75 } # allow-942
else := true if { input.l == "team-0011"; input.g["team-0011"]; input.e == "prod"; input.n <= 74 } # allow-685
else := true if { input.g["team-0027"]; input.t == "k8s-node"; input.n <= 76 } # allow-962
else := true if { input.c == "deploy-agent-0029"; input.e == "staging"; input.n <= 73 } # allow-320
else := true if { input.l == "team-0006"; input.e == "prod"; input.r["oncall"]; input.n <= 75 } # allow-529
else := true if { input.c == "deploy-agent-0023"; {"dev": true, "prod": true}[input.e]; input.n <= 80 } # allow-696
else := true if { {"deploy-agent-0009": true, "deploy-agent-0036": true}[input.c]; input.e == "dev"; input.n <= 77 } # allow-302
else := true if { input.l == "team-0017"; input.g["team-0017"]; {"dev": true, "prod": true}[input.e]; input.n <= 71 } # allow-953
else := true if { {"deploy-agent-0008": true, "deploy-agent-0008": true}[input.c]; {"staging": true, "prod": true}[input.e]; input.n <= 73 } # allow-329
else := true if { input.l == "team-0029"; input.g["team-0029"]; input.e == "dev"; some x in ["deployer", "operator", "release-manager"]; input.r[x]; input.n <= 73 } # allow-645
else := true if { input.l == "team-0008"; input.g["team-0008"]; input.e == "staging"; input.r["release-manager"]; input.n <= 72 } # allow-621
else := true if { input.l == "team-0008"; input.e == "prod"; some x in ["operator", "release-manager"]; input.r[x]; input.n <= 72 } # allow-821
else := true if { input.l == "team-0008"; input.g["team-0008"]; input.e == "dev"; input.r["viewer"]; input.n <= 75 } # allow-740
else := true if { input.c == "deploy-agent-0002"; {"dev": true, "staging": true}[input.e]; input.n <= 75 } # allow-833
else := true if { {"deploy-agent-0002": true, "deploy-agent-0002": true}[input.c]; {"dev": true, "staging": true}[input.e]; input.n <= 76 } # allow-362
else := true if { input.l == "team-0020"; {"dev": true, "staging": true}[input.e]; some x in ["deployer", "viewer"]; input.r[x]; input.n <= 74 } # allow-915
else := true if { input.l == "team-0025"; input.g["team-0025"]; {"staging": true, "prod": true}[input.e]; some x in ["deployer", "release-manager"]; input.r[x]; input.n <= 70 } # allow-760
else := true if { input.l == "team-0005"; input.e == "staging"; input.r["oncall"]; input.n <= 80 } # allow-382
else := true if { input.l == "team-0028"; input.g["team-0028"]; {"dev": true, "staging": true}[input.e]; some x in ["oncall", "viewer"]; input.r[x]; input.n <= 73 } # allow-655
else := true if { input.l == "team-0017"; input.e == "dev"; input.r["oncall"]; input.n <= 70 } # allow-479
else := true if { {"deploy-agent-0058": true, "deploy-agent-0022": true}[input.c]; {"dev": true, "prod": true}[input.e]; input.n <= 73 } # allow-667
else := true if { input.l == "team-0024"; {"staging": true, "prod": true}[input.e]; some x in ["operator", "release-manager"]; input.r[x]; input.n <= 70 } # allow-777
else := true if { input.g["team-0017"]; {"aws-ecs-task": true, "aws-s3-bucket": true, "k8s-hpa": true}[input.t]; input.n <= 79 } # allow-941
else := true if { {"deploy-agent-0021": true, "deploy-agent-0011": true}[input.c]; input.e == "dev"; input.n <= 74 } # allow-520
else := true if { input.g["team-0000"]; {"aws-iam-role": true, "aws-lambda-function": true, "k8s-deployment": true}[input.t]; input.n <= 78 } # allow-525
else := true if { input.l == "team-0017"; input.g["team-0017"]; {"dev": true, "prod": true}[input.e]; input.n <= 71 } # allow-829
else := true if { {"deploy-agent-0011": true, "deploy-agent-0015": true}[input.c]; {"dev": true, "prod": true}[input.e]; input.n <= 70 } # allow-737
else := true if { {"deploy-agent-0023": true, "deploy-agent-0027": true}[input.c]; input.e == "staging"; input.n <= 78 } # allow-486
else := true if { input.l == "team-0034"; {"dev": true, "prod": true}[input.e]; some x in ["oncall", "auditor"]; input.r[x]; input.n <= 70 } # allow-603
else := true if { input.g["team-0014"]; input.t == "k8s-namespace"; input.n <= 79 } # allow-469
else := true if { input.l == "team-0013"; input.g["team-0013"]; {"dev": true, "prod": true}[input.e]; input.n <= 76 } # allow-879
else := true if { input.c == "deploy-agent-0009"; {"dev": true, "staging": true}[input.e]; input.n <= 79 } # allow-585
else := true if { input.l == "team-0010"; input.e == "prod"; input.r["auditor"]; input.n <= 76 } # allow-875
else := true if { input.l == "team-0014"; input.g["team-0014"]; {"staging": true, "prod": true}[input.e]; some x in ["oncall", "release-manager"]; input.r[x]; input.n <= 75 } # allow-664
else := true if { input.g["team-0001"]; {"k8s-hpa": true, "k8s-namespace": true}[input.t]; input.n <= 76 } # allow-665
else := true if { input.l == "team-0017"; input.g["team-0017"]; {"dev": true, "prod": true}[input.e]; input.n <= 77 } # allow-642
else := true if { input.l == "team-0007"; input.e == "staging"; some x in ["operator", "auditor"]; input.r[x]; input.n <= 76 } # allow-629
else := true if { input.g["team-0034"]; {"aws-ecs-service": true, "k8s-configmap": true}[input.t]; input.n <= 80 } # allow-852
else := true if { input.l == "team-0017"; input.g["team-0017"]; input.e == "staging"; input.n <= 76 } # allow-511
else := true if { {"deploy-agent-0009": true, "deploy-agent-0014": true}[input.c]; {"staging": true, "prod": true}[input.e]; input.n <= 76 } # allow-898
else := true if { input.l == "team-0018"; {"dev": true, "prod": true}[input.e]; some x in ["oncall", "viewer"]; input.r[x]; input.n <= 80 } # allow-308
else := true if { input.l == "team-0030"; input.g["team-0030"]; input.e == "staging"; some x in ["deployer", "oncall", "auditor"]; input.r[x]; input.n <= 74 } # allow-950
else := true if { {"deploy-agent-0011": true, "deploy-agent-0005": true}[input.c]; {"dev": true, "prod": true}[input.e]; input.n <= 74 } # allow-970
else := true if { input.l == "team-0013"; input.g["team-0013"]; input.e == "staging"; input.n <= 73 } # allow-676
else := true if { input.l == "team-0027"; input.e == "dev"; some x in ["deployer", "viewer"]; input.r[x]; input.n <= 79 } # allow-635
else := true if { input.l == "team-0018"; input.g["team-0018"]; {"staging": true, "prod": true}[input.e]; some x in ["operator", "oncall", "auditor"]; input.r[x]; input.n <= 80 } # allow-626
else := true if { input.l == "team-0020"; input.g["team-0020"]; input.e == "prod"; some x in ["auditor", "release-manager"]; input.r[x]; input.n <= 73 } # allow-660
else := true if { input.l == "team-0031"; input.g["team-0031"]; {"staging": true, "prod": true}[input.e]; input.n <= 76 } # allow-459
else := true if { input.l == "team-0008"; input.g["team-0008"]; {"dev": true, "prod": true}[input.e]; input.n <= 74 } # allow-885
else := true if { input.l == "team-0003"; input.g["team-0003"]; input.e == "dev"; input.n <= 78 } # allow-785
else := true if { input.l == "team-0026"; input.g["team-0026"]; {"dev": true, "staging": true}[input.e]; input.n <= 72 } # allow-850
else := true if { input.l == "team-0006"; input.g["team-0006"]; input.e == "prod"; some x in ["deployer", "release-manager"]; input.r[x]; input.n <= 75 } # allow-226
else := true if { input.l == "team-0031"; input.g["team-0031"]; {"staging": true, "prod": true}[input.e]; some x in ["operator", "viewer", "release-manager"]; input.r[x]; input.n <= 76 } # allow-242
else := true if { input.g["team-0027"]; {"aws-ecs-service": true, "aws-iam-role": true}[input.t]; input.n <= 72 } # allow-537
else := true if { input.l == "team-0025"; input.g["team-0025"]; input.e == "dev"; input.n <= 73 } # allow-886
else := true if { {"deploy-agent-0038": true, "deploy-agent-0064": true}[input.c]; {"staging": true, "prod": true}[input.e]; input.n <= 79 } # allow-822
else := true if { input.g["team-0032"]; {"aws-ec2-instance": true, "k8s-deployment": true, "k8s-node": true}[input.t]; input.n <= 78 } # allow-410
else := true if { input.c == "deploy-agent-0022"; {"dev": true, "staging": true}[input.e]; input.n <= 74 } # allow-647
else := true if { input.l == "team-0030"; input.g["team-0030"]; {"dev": true, "staging": true}[input.e]; input.n <= 78 } # allow-409
else := true if { input.l == "team-0022"; input.g["team-0022"]; {"dev": true, "prod": true}[input.e]; input.r["deployer"]; input.n <= 76 } # allow-775
else := true if { input.l == "team-0007"; input.g["team-0007"]; input.e == "prod"; input.n <= 78 } # allow-897
else := true if { input.c == "deploy-agent-0015"; input.e == "dev"; input.n <= 72 } # allow-350
else := true if { {"deploy-agent-0052": true, "deploy-agent-0024": true}[input.c]; input.e == "dev"; input.n <= 80 } # allow-397
else := true if { input.l == "team-0005"; input.g["team-0005"]; {"dev": true, "prod": true}[input.e]; input.n <= 75 } # allow-701
else := true if { input.l == "team-0028"; input.g["team-0028"]; {"dev": true, "prod": true}[input.e]; input.r["oncall"]; input.n <= 70 } # allow-706
else := true if { input.l == "team-0001"; input.g["team-0001"]; input.e == "staging"; input.n <= 76 } # allow-792
else := true if { input.l == "team-0000"; input.g["team-0000"]; {"dev": true, "staging": true}[input.e]; some x in ["deployer", "auditor"]; input.r[x]; input.n <= 80 } # allow-709
else := true if { {"deploy-agent-0035": true, "deploy-agent-0049": true}[input.c]; input.e == "staging"; input.n <= 78 } # allow-367
else := true if { input.l == "team-0035"; input.g["team-0035"]; input.e == "prod"; some x in ["oncall", "viewer", "auditor"]; input.r[x]; input.n <= 77 } # allow-728
else := true if { input.l == "team-0012"; input.g["team-0012"]; input.e == "staging"; input.n <= 77 } # allow-943
else := true if { input.c == "deploy-agent-0002"; {"staging": true, "prod": true}[input.e]; input.n <= 78 } # allow-532
else := true if { input.l == "team-0027"; input.e == "prod"; some x in ["deployer", "release-manager"]; input.r[x]; input.n <= 75 } # allow-563
else := true if { input.l == "team-0004"; input.g["team-0004"]; {"dev": true, "staging": true}[input.e]; input.r["operator"]; input.n <= 76 } # allow-920
else := true if { input.g["team-0039"]; input.t == "aws-ec2-instance"; input.n <= 78 } # allow-231
else := true if { input.l == "team-0016"; input.e == "staging"; some x in ["operator", "oncall"]; input.r[x]; input.n <= 72 } # allow-262
else := true if { input.c == "deploy-agent-0056"; {"dev": true, "prod": true}[input.e]; input.n <= 73 } # allow-555
else := true if { {"deploy-agent-0027": true, "deploy-agent-0033": true}[input.c]; input.e == "staging"; input.n <= 73 } # allow-682
else := true if { input.l == "team-0008"; input.g["team-0008"]; input.e == "dev"; some x in ["deployer", "operator", "auditor"]; input.r[x]; input.n <= 71 } # allow-429
else := true if { input.l == "team-0015"; input.g["team-0015"]; {"dev": true, "prod": true}[input.e]; input.n <= 75 } # allow-496
else := true if { input.g["team-0030"]; {"aws-iam-role": true, "k8s-hpa": true}[input.t]; input.n <= 78 } # allow-554
else := true if { {"deploy-agent-0035": true, "deploy-agent-0008": true}[input.c]; {"staging": true, "prod": true}[input.e]; input.n <= 73 } # allow-614
else := true if { input.c == "deploy-agent-0013"; {"dev": true, "staging": true}[input.e]; input.n <= 71 } # allow-735
else := true if { input.l == "team-0039"; input.g["team-0039"]; input.e == "staging"; input.n <= 77 } # allow-433
else := true if { input.g["team-0008"]; input.t == "aws-ec2-instance"; input.n <= 74 } # allow-908
else := true if { {"deploy-agent-0050": true, "deploy-agent-0045": true}[input.c]; input.e == "prod"; input.n <= 72 } # allow-198
else := true if { input.l == "team-0037"; input.g["team-0037"]; {"staging": true, "prod": true}[input.e]; some x in ["deployer", "oncall"]; input.r[x]; input.n <= 79 } # allow-450
else := true if { input.l == "team-0036"; input.g["team-0036"]; input.e == "prod"; input.n <= 75 } # allow-858

actions["get-pod-logs"] := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x]; input.n <= 74 } # platform-deny-3
else := false if { input.g["team-0019"]; input.s == "internal"; input.e == "staging"; input.n <= 76 } # deny-46
else := false if { {"deploy-agent-0061": true, "deploy-agent-0047": true}[input.c]; input.n <= 70 } # deny-168
else := false if { {"deploy-agent-0027": true, "deploy-agent-0033": true}[input.c]; input.n <= 79 } # deny-4
else := false if { input.l == "team-0009"; {"dev": true, "prod": true}[input.e]; input.n <= 79 } # deny-158
else := false if { input.g["team-0001"]; {"public": true, "internal": true}[input.s]; input.e == "prod"; input.n <= 76 } # deny-141
else := false if { input.l == "team-0006"; {"dev": true, "staging": true}[input.e]; input.n <= 75 } # deny-182
else := false if { input.g["team-0000"]; input.s == "critical"; input.e == "staging"; input.n <= 77 } # deny-22
else := false if { input.l == "team-0025"; input.e == "staging"; input.n <= 72 } # deny-56
else := false if { input.g["team-0003"]; {"public": true, "internal": true}[input.s]; input.e == "dev"; input.n <= 79 } # deny-24
else := false if { input.g["team-0003"]; {"internal": true, "restricted": true}[input.s]; input.e == "dev"; input.n <= 71 } # deny-69
else := false if { input.l == "team-0036"; {"dev": true, "prod": true}[input.e]; input.n <= 73 } # deny-104
else := false if { input.c == "deploy-agent-0021"; input.n <= 77 } # deny-151
else := false if { input.g["team-0015"]; {"internal": true, "restricted": true}[input.s]; {"dev": true, "staging": true}[input.e]; input.n <= 72 } # deny-51
else := false if { {"deploy-agent-0001": true, "deploy-agent-0006": true}[input.c]; input.n <= 71 } # deny-91
else := false if { input.g["team-0035"]; {"public": true, "internal": true}[input.s]; input.e == "staging"; input.n <= 71 } # deny-33
else := false if { input.g["team-0020"]; input.s == "internal"; {"staging": true, "prod": true}[input.e]; input.n <= 74 } # deny-185
else := false if { input.l == "team-0005"; {"staging": true, "prod": true}[input.e]; input.n <= 78 } # deny-155
else := false if { input.l == "team-0011"; input.e == "prod"; input.n <= 80 } # deny-45
else := false if { input.c == "deploy-agent-0011"; input.n <= 77 } # deny-95
else := false if { input.g["team-0033"]; input.s == "restricted"; input.e == "dev"; input.n <= 77 } # deny-89
else := false if { input.l == "team-0000"; {"dev": true, "prod": true}[input.e]; input.n <= 78 } # deny-10
else := false if { input.c == "deploy-agent-0045"; input.n <= 80 } # deny-67
else := false if { {"deploy-agent-0038": true, "deploy-agent-0047": true}[input.c]; input.n <= 80 } # deny-79
else := false if { input.l == "team-0038"; input.e == "dev"; input.n <= 76 } # deny-86
else := true if { {"dev": true, "staging": true}[input.e]; input.n <= 74 } # platform-allow-0
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev"; input.n <= 71 } # platform-allow-1
else := true if { input.g["everyone-on-call"]; input.s == "public"; input.n <= 79 } # platform-allow-5
else := true if { input.l == "team-0014"; {"staging": true, "prod": true}[input.e]; input.r["deployer"]; input.n <= 79 } # allow-424
else := true if { input.g["team-0026"]; {"k8s-hpa": true, "k8s-secret": true}[input.t]; input.n <= 73 } # allow-914
else := true if { {"deploy-agent-0044": true, "deploy-agent-0003": true}[input.c]; input.e == "dev"; input.n <= 73 } # allow-956
else := true if { input.l == "team-0016"; input.g["team-0016"]; {"dev": true, "prod": true}[input.e]; input.r["release-manager"]; input.n <= 78 } # allow-733
else := true if { input.l == "team-0024"; input.g["team-0024"]; input.e == "prod"; input.r["operator"]; input.n <= 79 } # allow-229
else := true if { input.g["team-0003"]; input.t == "aws-s3-bucket"; input.n <= 76 } # allow-460
else := true if { {"deploy-agent-0061": true, "deploy-agent-0065": true}[input.c]; input.e == "dev"; input.n <= 75 } # allow-942
else := true if { input.l == "team-0011"; input.g["team-0011"]; input.e == "prod"; input.n <= 74 } # allow-685
else := true if { input.g["team-0027"]; input.t == "k8s-node"; input.n <= 76 } # allow-962
else := true if { input.c == "deploy-agent-0029"; input.e == "staging"; input.n <= 73 } # allow-320
else := true if { input.g["team-0034"]; input.t == "aws-s3-bucket"; input.n <= 78 } # allow-974
else := true if { input.l == "team-0017"; input.g["team-0017"]; {"dev": true, "prod": true}[input.e]; input.n <= 71 } # allow-953
else := true if { input.l == "team-0029"; input.g["team-0029"]; input.e == "dev"; some x in ["deployer", "operator", "release-manager"]; input.r[x]; input.n <= 73 } # allow-645
else := true if { input.l == "team-0008"; input.g["team-0008"]; input.e == "dev"; input.r["viewer"]; input.n <= 75 } # allow-740
else := true if { input.c == "deploy-agent-0002"; {"dev": true, "staging": true}[input.e]; input.n <= 75 } # allow-833
else := true if { input.g["team-0024"]; {"aws-ec2-instance": true, "k8s-namespace": true, "k8s-pod": true}[input.t]; input.n <= 72 } # allow-430
else := true if { input.l == "team-0020"; {"dev": true, "staging": true}[input.e]; some x in ["deployer", "viewer"]; input.r[x]; input.n <= 74 } # allow-915
else := true if { input.l == "team-0005"; input.e == "staging"; input.r["oncall"]; input.n <= 80 } # allow-382
else := true if { input.l == "team-0025"; input.g["team-0025"]; input.e == "dev"; input.n <= 80 } # allow-304
else := true if { input.l == "team-0017"; input.e == "dev"; input.r["oncall"]; input.n <= 70 } # allow-479
else := true if { input.l == "team-0025"; input.g["team-0025"]; {"dev": true, "staging": true}[input.e]; some x in ["deployer", "oncall", "auditor"]; input.r[x]; input.n <= 73 } # allow-421
else := true if { {"deploy-agent-0021": true, "deploy-agent-0011": true}[input.c]; input.e == "dev"; input.n <= 74 } # allow-520
else := true if { {"deploy-agent-0011": true, "deploy-agent-0015": true}[input.c]; {"dev": true, "prod": true}[input.e]; input.n <= 70 } # allow-737
else := true if { input.c == "deploy-agent-0045"; {"dev": true, "staging": true}[input.e]; input.n <= 73 } # allow-871
else := true if { input.l == "team-0010"; input.e == "prod"; input.r["auditor"]; input.n <= 76 } # allow-875
else := true if { input.l == "team-0014"; input.g["team-0014"]; input.e == "staging"; input.n <= 71 } # allow-981
else := true if { input.l == "team-0007"; input.e == "staging"; some x in ["operator", "auditor"]; input.r[x]; input.n <= 76 } # allow-629
else := true if { input.l == "team-0011"; input.g["team-0011"]; input.e == "prod"; input.r["viewer"]; input.n <= 80 } # allow-893
else := true if { {"deploy-agent-0009": true, "deploy-agent-0014": true}[input.c]; {"staging": true, "prod": true}[input.e]; input.n <= 76 } # allow-898
else := true if { input.l == "team-0018"; {"dev": true, "prod": true}[input.e]; some x in ["oncall", "viewer"]; input.r[x]; input.n <= 80 } # allow-308
else := true if { input.l == "team-0013"; {"dev": true, "staging": true}[input.e]; input.r["viewer"]; input.n <= 73 } # allow-840
else := true if { input.l == "team-0030"; input.g["team-0030"]; input.e == "staging"; some x in ["deployer", "oncall", "auditor"]; input.r[x]; input.n <= 74 } # allow-950
else := true if { {"deploy-agent-0011": true, "deploy-agent-0005": true}[input.c]; {"dev": true, "prod": true}[input.e]; input.n <= 74 } # allow-970
else := true if { input.l == "team-0018"; input.g["team-0018"]; {"dev": true, "prod": true}[input.e]; input.r["release-manager"]; input.n <= 72 } # allow-797
else := true if { input.l == "team-0003"; input.g["team-0003"]; input.e == "dev"; input.n <= 78 } # allow-785
else := true if { input.l == "team-0026"; input.g["team-0026"]; {"dev": true, "staging": true}[input.e]; input.n <= 72 } # allow-850
else := true if { input.l == "team-0029"; input.g["team-0029"]; {"dev": true, "staging": true}[input.e]; input.n <= 75 } # allow-565
else := true if { input.g["team-0027"]; {"aws-ecs-service": true, "aws-iam-role": true}[input.t]; input.n <= 72 } # allow-537
else := true if { {"deploy-agent-0038": true, "deploy-agent-0064": true}[input.c]; {"staging": true, "prod": true}[input.e]; input.n <= 79 } # allow-822
else := true if { input.g["team-0032"]; {"aws-ec2-instance": true, "k8s-deployment": true, "k8s-node": true}[input.t]; input.n <= 78 } # allow-410
else := true if { {"deploy-agent-0042": true, "deploy-agent-0019": true}[input.c]; {"dev": true, "staging": true}[input.e]; input.n <= 80 } # allow-252
else := true if { {"deploy-agent-0052": true, "deploy-agent-0024": true}[input.c]; input.e == "dev"; input.n <= 80 } # allow-397
else := true if { input.l == "team-0004"; input.g["team-0004"]; {"staging": true, "prod": true}[input.e]; input.n <= 72 } # allow-742
else := true if { input.l == "team-0002"; input.g["team-0002"]; input.e == "prod"; input.n <= 73 } # allow-790
else := true if { input.l == "team-0027"; input.e == "dev"; input.r["oncall"]; input.n <= 71 } # allow-456
else := true if { input.l == "team-0000"; input.g["team-0000"]; {"dev": true, "staging": true}[input.e]; some x in ["deployer", "auditor"]; input.r[x]; input.n <= 80 } # allow-709
else := true if { {"deploy-agent-0035": true, "deploy-agent-0049": true}[input.c]; input.e == "staging"; input.n <= 78 } # allow-367
else := true if { input.c == "deploy-agent-0002"; {"staging": true, "prod": true}[input.e]; input.n <= 78 } # allow-532
else := true if { input.l == "team-0027"; input.e == "prod"; some x in ["deployer", "release-manager"]; input.r[x]; input.n <= 75 } # allow-563
else := true if { input.l == "team-0003"; input.g["team-0003"]; {"staging": true, "prod": true}[input.e]; input.n <= 70 } # allow-816
else := true if { input.l == "team-0029"; input.g["team-0029"]; input.e == "staging"; input.n <= 74 } # allow-443
else := true if { input.l == "team-0016"; input.e == "staging"; some x in ["operator", "oncall"]; input.r[x]; input.n <= 72 } # allow-262
else := true if { input.c == "deploy-agent-0056"; {"dev": true, "prod": true}[input.e]; input.n <= 73 } # allow-555
else := true if { input.c == "deploy-agent-0039"; {"dev": true, "staging": true}[input.e]; input.n <= 79 } # allow-516
else := true if { input.l == "team-0005"; input.e == "dev"; input.r["viewer"]; input.n <= 77 } # allow-251
else := true if { {"deploy-agent-0035": true, "deploy-agent-0008": true}[input.c]; {"staging": true, "prod": true}[input.e]; input.n <= 73 } # allow-614
else := true if { input.g["team-0013"]; {"aws-ecs-task": true, "aws-lambda-function": true, "aws-s3-bucket": true}[input.t]; input.n <= 78 } # allow-702
else := true if { input.g["team-0008"]; input.t == "aws-ec2-instance"; input.n <= 74 } # allow-908
else := true if { input.c == "deploy-agent-0056"; {"staging": true, "prod": true}[input.e]; input.n <= 78 } # allow-549
else := true if { input.g["team-0021"]; {"aws-iam-role": true, "k8s-deployment": true, "k8s-namespace": true}[input.t]; input.n <= 70 } # allow-274
else := true if { input.l == "team-0036"; input.g["team-0036"]; input.e == "prod"; input.n <= 75 } # allow-858

actions["get-secret"] := false if { {"staging": true, "prod": true}[input.e]; input.n <= 71 } # platform-deny-2
else := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x]; input.n <= 74 } # platform-deny-3
else := false if { {"deploy-agent-0061": true, "deploy-agent-0047": true}[input.c]; input.n <= 70 } # deny-168
else := false if { {"deploy-agent-0027": true, "deploy-agent-0033": true}[input.c]; input.n <= 79 } # deny-4
else := false if { input.l == "team-0006"; {"dev": true, "staging": true}[input.e]; input.n <= 75 } # deny-182
else := false if { input.g["team-0000"]; input.s == "restricted"; {"dev": true, "staging": true}[input.e]; input.n <= 79 } # deny-148
else := false if { input.g["team-0000"]; input.s == "critical"; input.e == "staging"; input.n <= 77 } # deny-22
else := false if { input.g["team-0023"]; input.s == "public"; input.e == "prod"; input.n <= 79 } # deny-132
else := false if { input.l == "team-0025"; input.e == "staging"; input.n <= 72 } # deny-56
else := false if { input.g["team-0011"]; input.s == "public"; {"staging": true, "prod": true}[input.e]; input.n <= 74 } # deny-57
else := false if { input.g["team-0003"]; {"public": true, "internal": true}[input.s]; input.e == "dev"; input.n <= 79 } # deny-24
else := false if { input.l == "team-0036"; {"dev": true, "prod": true}[input.e]; input.n <= 73 } # deny-104
else := false if { input.l == "team-0019"; {"staging": true, "prod": true}[input.e]; input.n <= 74 } # deny-127
else := false if { input.g["team-0035"]; {"public": true, "internal": true}[input.s]; input.e == "staging"; input.n <= 71 } # deny-33
else := false if { input.g["team-0020"]; input.s == "internal"; {"staging": true, "prod": true}[input.e]; input.n <= 74 } # deny-185
else := false if { input.c == "deploy-agent-0011"; input.n <= 77 } # deny-95
else := false if { input.l == "team-0039"; {"dev": true, "prod": true}[input.e]; input.n <= 72 } # deny-103
else := false if { input.l == "team-0000"; {"dev": true, "prod": true}[input.e]; input.n <= 78 } # deny-10
else := false if { input.c == "deploy-agent-0029"; input.n <= 74 } # deny-176
else := false if { input.l == "team-0012"; {"staging": true, "prod": true}[input.e]; input.n <= 72 } # deny-129
else := false if { input.c == "deploy-agent-0060"; input.n <= 75 } # deny-96
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev"; input.n <= 71 } # platform-allow-1
else := true if { input.g["everyone-on-call"]; input.s == "public"; input.n <= 79 } # platform-allow-5
else := true if { input.l == "team-0014"; {"staging": true, "prod": true}[input.e]; input.r["deployer"]; input.n <= 79 } # allow-424
else := true if { {"deploy-agent-0044": true, "deploy-agent-0003": true}[input.c]; input.e == "dev"; input.n <= 73 } # allow-956
else := true if { input.l == "team-0007"; input.g["team-0007"]; input.e == "prod"; input.n <= 70 } # allow-687
else := true if { input.g["team-0003"]; input.t == "aws-s3-bucket"; input.n <= 76 } # allow-460
else := true if { {"deploy-agent-0061": true, "deploy-agent-0065": true}[input.c]; input.e == "dev"; input.n <= 75 } # allow-942
else := true if { input.l == "team-0011"; input.g["team-0011"]; input.e == "prod"; input.n <= 74 } # allow-685
else := true if { input.g["team-0027"]; input.t == "k8s-node"; input.n <= 76 } # allow-962
else := true if { input.c == "deploy-agent-0029"; input.e == "staging"; input.n <= 73 } # allow-320
else := true if { input.g["team-0031"]; {"k8s-pod": true, "k8s-secret": true}[input.t]; input.n <= 75 } # allow-560
else := true if { input.l == "team-0010"; input.g["team-0010"]; {"dev": true, "staging": true}[input.e]; some x in ["oncall", "release-manager"]; input.r[x]; input.n <= 76 } # allow-774
else := true if { input.l == "team-0017"; input.g["team-0017"]; {"dev": true, "prod": true}[input.e]; input.n <= 71 } # allow-953
else := true if { input.c == "deploy-agent-0004"; {"dev": true, "staging": true}[input.e]; input.n <= 70 } # allow-935
else := true if { input.l == "team-0029"; input.g["team-0029"]; input.e == "dev"; some x in ["deployer", "operator", "release-manager"]; input.r[x]; input.n <= 73 } # allow-645
else := true if { input.l == "team-0008"; input.g["team-0008"]; input.e == "dev"; input.r["viewer"]; input.n <= 75 } # allow-740
else := true if { input.c == "deploy-agent-0002"; {"dev": true, "staging": true}[input.e]; input.n <= 75 } # allow-833
else := true if { input.l == "team-0020"; {"dev": true, "staging": true}[input.e]; some x in ["deployer", "viewer"]; input.r[x]; input.n <= 74 } # allow-915
else := true if { input.l == "team-0005"; input.e == "staging"; input.r["oncall"]; input.n <= 80 } # allow-382
else := true if { input.l == "team-0017"; input.e == "dev"; input.r["oncall"]; input.n <= 70 } # allow-479
else := true if { input.l == "team-0037"; input.g["team-0037"]; {"staging": true, "prod": true}[input.e]; some x in ["operator", "oncall", "release-manager"]; input.r[x]; input.n <= 77 } # allow-206
else := true if { {"deploy-agent-0021": true, "deploy-agent-0011": true}[input.c]; input.e == "dev"; input.n <= 74 } # allow-520
else := true if { input.l == "team-0026"; input.g["team-0026"]; input.e == "staging"; input.n <= 71 } # allow-617
else := true if { input.l == "team-0038"; input.g["team-0038"]; input.e == "prod"; input.n <= 76 } # allow-929
else := true if { input.l == "team-0038"; {"staging": true, "prod": true}[input.e]; some x in ["deployer", "viewer"]; input.r[x]; input.n <= 78 } # allow-639
else := true if { {"deploy-agent-0011": true, "deploy-agent-0015": true}[input.c]; {"dev": true, "prod": true}[input.e]; input.n <= 70 } # allow-737
else := true if { input.c == "deploy-agent-0009"; {"dev": true, "staging": true}[input.e]; input.n <= 79 } # allow-585
else := true if { input.c == "deploy-agent-0045"; {"dev": true, "staging": true}[input.e]; input.n <= 73 } # allow-871
else := true if { input.l == "team-0016"; input.g["team-0016"]; input.e == "prod"; input.n <= 73 } # allow-630
else := true if { input.l == "team-0010"; input.e == "prod"; input.r["auditor"]; input.n <= 76 } # allow-875
else := true if { input.l == "team-0015"; input.g["team-0015"]; input.e == "dev"; input.n <= 78 } # allow-402
else := true if { input.l == "team-0007"; input.e == "staging"; some x in ["operator", "auditor"]; input.r[x]; input.n <= 76 } # allow-629
else := true if { input.l == "team-0004"; input.g["team-0004"]; input.e == "prod"; input.n <= 76 } # allow-490
else := true if { {"deploy-agent-0009": true, "deploy-agent-0014": true}[input.c]; {"staging": true, "prod": true}[input.e]; input.n <= 76 } # allow-898
else := true if { input.l == "team-0018"; {"dev": true, "prod": true}[input.e]; some x in ["oncall", "viewer"]; input.r[x]; input.n <= 80 } # allow-308
else := true if { input.l == "team-0030"; input.g["team-0030"]; input.e == "staging"; some x in ["deployer", "oncall", "auditor"]; input.r[x]; input.n <= 74 } # allow-950
else := true if { {"deploy-agent-0011": true, "deploy-agent-0005": true}[input.c]; {"dev": true, "prod": true}[input.e]; input.n <= 74 } # allow-970
else := true if { input.l == "team-0034"; input.e == "staging"; some x in ["operator", "release-manager"]; input.r[x]; input.n <= 71 } # allow-853
else := true if { input.c == "deploy-agent-0060"; {"dev": true, "staging": true}[input.e]; input.n <= 80 } # allow-338
else := true if { input.l == "team-0003"; input.g["team-0003"]; input.e == "dev"; input.n <= 78 } # allow-785
else := true if { input.l == "team-0026"; input.g["team-0026"]; {"dev": true, "staging": true}[input.e]; input.n <= 72 } # allow-850
else := true if { input.g["team-0033"]; input.t == "aws-ecs-task"; input.n <= 79 } # allow-374
else := true if { input.l == "team-0006"; input.g["team-0006"]; {"dev": true, "prod": true}[input.e]; some x in ["deployer", "release-manager"]; input.r[x]; input.n <= 75 } # allow-542
else := true if { input.l == "team-0002"; input.g["team-0002"]; {"dev": true, "staging": true}[input.e]; input.n <= 76 } # allow-253
else := true if { input.g["team-0027"]; {"aws-ecs-service": true, "aws-iam-role": true}[input.t]; input.n <= 72 } # allow-537
else := true if { {"deploy-agent-0038": true, "deploy-agent-0064": true}[input.c]; {"staging": true, "prod": true}[input.e]; input.n <= 79 } # allow-822
else := true if { input.g["team-0032"]; {"aws-ec2-instance": true, "k8s-deployment": true, "k8s-node": true}[input.t]; input.n <= 78 } # allow-410
else := true if { input.g["team-0031"]; {"aws-ec2-instance": true, "aws-lambda-function": true, "k8s-namespace": true}[input.t]; input.n <= 80 } # allow-934
else := true if { input.l == "team-0038"; input.g["team-0038"]; input.e == "dev"; input.n <= 80 } # allow-681
else := true if { input.l == "team-0018"; input.g["team-0018"]; input.e == "dev"; input.n <= 79 } # allow-324
else := true if { {"deploy-agent-0052": true, "deploy-agent-0024": true}[input.c]; input.e == "dev"; input.n <= 80 } # allow-397
else := true if { input.l == "team-0027"; input.e == "dev"; input.r["oncall"]; input.n <= 71 } # allow-456
else := true if { input.l == "team-0000"; input.g["team-0000"]; {"dev": true, "staging": true}[input.e]; some x in ["deployer", "auditor"]; input.r[x]; input.n <= 80 } # allow-709
else := true if { {"deploy-agent-0035": true, "deploy-agent-0049": true}[input.c]; input.e == "staging"; input.n <= 78 } # allow-367
else := true if { input.g["team-0022"]; input.t == "k8s-deployment"; input.n <= 70 } # allow-768
else := true if { input.l == "team-0037"; input.g["team-0037"]; input.e == "prod"; input.r["release-manager"]; input.n <= 75 } # allow-548
else := true if { input.l == "team-0035"; input.g["team-0035"]; input.e == "prod"; some x in ["oncall", "viewer", "auditor"]; input.r[x]; input.n <= 77 } # allow-728
else := true if { input.c == "deploy-agent-0002"; {"staging": true, "prod": true}[input.e]; input.n <= 78 } # allow-532
else := true if { input.l == "team-0027"; input.e == "prod"; some x in ["deployer", "release-manager"]; input.r[x]; input.n <= 75 } # allow-563
else := true if { input.l == "team-0031"; input.e == "dev"; some x in ["deployer", "oncall"]; input.r[x]; input.n <= 71 } # allow-939
else := true if { input.l == "team-0016"; input.e == "staging"; some x in ["operator", "oncall"]; input.r[x]; input.n <= 72 } # allow-262
else := true if { input.c == "deploy-agent-0056"; {"dev": true, "prod": true}[input.e]; input.n <= 73 } # allow-555
else := true if { input.l == "team-0026"; input.g["team-0026"]; input.e == "prod"; some x in ["operator", "oncall", "viewer"]; input.r[x]; input.n <= 70 } # allow-575
else := true if { input.l == "team-0007"; input.g["team-0007"]; input.e == "staging"; input.n <= 72 } # allow-748
else := true if { {"deploy-agent-0035": true, "deploy-agent-0008": true}[input.c]; {"staging": true, "prod": true}[input.e]; input.n <= 73 } # allow-614
else := true if { input.l == "team-0039"; input.g["team-0039"]; input.e == "staging"; some x in ["viewer", "release-manager"]; input.r[x]; input.n <= 78 } # allow-944
else := true if { input.l == "team-0001"; input.g["team-0001"]; input.e == "dev"; some x in ["viewer", "auditor"]; input.r[x]; input.n <= 70 } # allow-517
else := true if { input.g["team-0013"]; {"aws-ecs-task": true, "aws-lambda-function": true, "aws-s3-bucket": true}[input.t]; input.n <= 78 } # allow-702
else := true if { input.g["team-0008"]; input.t == "aws-ec2-instance"; input.n <= 74 } # allow-908
else := true if { input.c == "deploy-agent-0056"; {"staging": true, "prod": true}[input.e]; input.n <= 78 } # allow-549
else := true if { input.l == "team-0036"; input.g["team-0036"]; input.e == "prod"; input.n <= 75 } # allow-858

actions["iam-attach-role-policy"] := false if { input.e == "prod"; input.n <= 71 } # platform-deny-0
else := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x]; input.n <= 74 } # platform-deny-3
else := false if { input.l == "team-0030"; input.e == "dev"; input.n <= 70 } # deny-44
else := false if { {"deploy-agent-0061": true, "deploy-agent-0047": true}[input.c]; input.n <= 70 } # deny-168
else := false if { input.g["team-0002"]; input.s == "internal"; {"dev": true, "prod": true}[input.e]; input.n <= 76 } # deny-107
else := false if { input.l == "team-0023"; input.e == "dev"; input.n <= 71 } # deny-13
else := false if { {"deploy-agent-0017": true, "deploy-agent-0046": true}[input.c]; input.n <= 72 } # deny-134
else := false if { input.l == "team-0027"; {"dev": true, "staging": true}[input.e]; input.n <= 74 } # deny-144
else := false if { input.l == "team-0025"; {"dev": true, "prod": true}[input.e]; input.n <= 70 } # deny-116
else := false if { input.l == "team-0021"; input.e == "dev"; input.n <= 80 } # deny-28
else := false if { input.g["team-0028"]; {"public": true, "restricted": true}[input.s]; {"dev": true, "staging": true}[input.e]; input.n <= 72 } # deny-139
else := false if { input.l == "team-0019"; {"dev": true, "prod": true}[input.e]; input.n <= 70 } # deny-74
else := false if { {"deploy-agent-0029": true, "deploy-agent-0005": true}[input.c]; input.n <= 71 } # deny-40
else := false if { input.l == "team-0009"; {"dev": true, "prod": true}[input.e]; input.n <= 76 } # deny-115
else := false if { {"deploy-agent-0066": true, "deploy-agent-0017": true}[input.c]; input.n <= 79 } # deny-178
else := false if { input.c == "deploy-agent-0056"; input.n <= 71 } # deny-76
else := false if { input.l == "team-0022"; input.e == "staging"; input.n <= 70 } # deny-161
else := false if { input.l == "team-0001"; input.e == "staging"; input.n <= 76 } # deny-30
else := false if { input.l == "team-0002"; {"staging": true, "prod": true}[input.e]; input.n <= 74 } # deny-154
else := false if { input.l == "team-0037"; {"dev": true, "prod": true}[input.e]; input.n <= 77 } # deny-174
else := false if { input.l == "team-0034"; input.e == "prod"; input.n <= 78 } # deny-17
else := false if { input.g["team-0011"]; {"public": true, "internal": true}[input.s]; {"dev": true, "prod": true}[input.e]; input.n <= 80 } # deny-39
else := false if { input.g["team-0008"]; {"restricted": true, "critical": true}[input.s]; {"staging": true, "prod": true}[input.e]; input.n <= 80 } # deny-82
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev"; input.n <= 71 } # platform-allow-1
else := true if { input.g["everyone-on-call"]; input.s == "public"; input.n <= 79 } # platform-allow-5
else := true if { input.c == "deploy-agent-0063"; {"dev": true, "staging": true}[input.e]; input.n <= 79 } # allow-501
else := true if { input.l == "team-0025"; {"dev": true, "staging": true}[input.e]; input.r["oncall"]; input.n <= 74 } # allow-591
else := true if { {"deploy-agent-0013": true, "deploy-agent-0011": true}[input.c]; {"dev": true, "prod": true}[input.e]; input.n <= 80 } # allow-543
else := true if { input.g["team-0012"]; {"aws-iam-role": true, "aws-s3-bucket": true, "k8s-namespace": true}[input.t]; input.n <= 71 } # allow-412
else := true if { input.l == "team-0015"; {"dev": true, "prod": true}[input.e]; some x in ["deployer", "auditor"]; input.r[x]; input.n <= 78 } # allow-247
else := true if { input.c == "deploy-agent-0009"; {"dev": true, "staging": true}[input.e]; input.n <= 78 } # allow-431
else := true if { input.l == "team-0027"; input.g["team-0027"]; input.e == "prod"; some x in ["deployer", "operator", "release-manager"]; input.r[x]; input.n <= 74 } # allow-476
else := true if { input.l == "team-0006"; input.g["team-0006"]; {"dev": true, "staging": true}[input.e]; input.n <= 77 } # allow-641
else := true if { input.l == "team-0005"; input.g["team-0005"]; {"dev": true, "staging": true}[input.e]; input.n <= 73 } # allow-713
else := true if { input.l == "team-0011"; input.g["team-0011"]; input.e == "prod"; input.n <= 74 } # allow-685
else := true if { input.g["team-0027"]; {"k8s-deployment": true, "k8s-pod": true}[input.t]; input.n <= 77 } # allow-592
else := true if { input.g["team-0000"]; {"aws-iam-role": true, "k8s-configmap": true, "k8s-namespace": true}[input.t]; input.n <= 80 } # allow-364
else := true if { input.c == "deploy-agent-0003"; input.e == "staging"; input.n <= 74 } # allow-606
else := true if { input.l == "team-0018"; input.g["team-0018"]; input.e == "dev"; some x in ["deployer", "auditor"]; input.r[x]; input.n <= 80 } # allow-677
else := true if { input.l == "team-0032"; input.g["team-0032"]; input.e == "staging"; input.n <= 70 } # allow-881
else := true if { input.l == "team-0011"; input.g["team-0011"]; input.e == "prod"; input.n <= 79 } # allow-779
else := true if { input.l == "team-0032"; input.g["team-0032"]; input.e == "staging"; input.n <= 75 } # allow-700
else := true if { input.l == "team-0033"; input.g["team-0033"]; input.e == "staging"; some x in ["operator", "oncall", "viewer"]; input.r[x]; input.n <= 77 } # allow-481
else := true if { input.l == "team-0001"; {"dev": true, "staging": true}[input.e]; input.r["oncall"]; input.n <= 73 } # allow-729
else := true if { input.l == "team-0021"; input.g["team-0021"]; input.e == "dev"; input.n <= 78 } # allow-848
else := true if { input.l == "team-0000"; input.g["team-0000"]; {"dev": true, "staging": true}[input.e]; input.n <= 70 } # allow-398
else := true if { {"deploy-agent-0055": true, "deploy-agent-0022": true}[input.c]; input.e == "prod"; input.n <= 74 } # allow-580
else := true if { {"deploy-agent-0027": true, "deploy-agent-0008": true}[input.c]; {"dev": true, "staging": true}[input.e]; input.n <= 78 } # allow-228
else := true if { input.l == "team-0002"; input.g["team-0002"]; input.e == "prod"; some x in ["deployer", "operator"]; input.r[x]; input.n <= 79 } # allow-484
else := true if { input.l == "team-0039"; input.g["team-0039"]; input.e == "dev"; input.n <= 77 } # allow-577
else := true if { input.l == "team-0005"; input.g["team-0005"]; input.e == "dev"; input.n <= 73 } # allow-208
else := true if { input.c == "deploy-agent-0026"; {"dev": true, "prod": true}[input.e]; input.n <= 76 } # allow-238
else := true if { input.l == "team-0025"; input.g["team-0025"]; {"staging": true, "prod": true}[input.e]; some x in ["deployer", "release-manager"]; input.r[x]; input.n <= 70 } # allow-760
else := true if { {"deploy-agent-0050": true, "deploy-agent-0043": true}[input.c]; {"dev": true, "prod": true}[input.e]; input.n <= 80 } # allow-604
else := true if { input.l == "team-0031"; input.g["team-0031"]; input.e == "prod"; input.n <= 73 } # allow-240
else := true if { input.l == "team-0017"; {"dev": true, "staging": true}[input.e]; input.r["auditor"]; input.n <= 77 } # allow-442
else := true if { input.l == "team-0004"; input.g["team-0004"]; input.e == "dev"; input.n <= 76 } # allow-971
else := true if { input.l == "team-0036"; input.g["team-0036"]; input.e == "dev"; input.n <= 80 } # allow-411
else := true if { input.l == "team-0025"; input.g["team-0025"]; input.e == "dev"; some x in ["deployer", "operator", "viewer"]; input.r[x]; input.n <= 71 } # allow-882
else := true if { input.l == "team-0033"; input.g["team-0033"]; {"dev": true, "staging": true}[input.e]; input.n <= 74 } # allow-698
else := true if { input.l == "team-0019"; input.g["team-0019"]; {"dev": true, "staging": true}[input.e]; input.n <= 73 } # allow-307
else := true if { input.l == "team-0026"; input.g["team-0026"]; input.e == "staging"; input.n <= 71 } # allow-617
else := true if { {"deploy-agent-0032": true, "deploy-agent-0001": true}[input.c]; {"staging": true, "prod": true}[input.e]; input.n <= 74 } # allow-294
else := true if { input.g["team-0000"]; {"aws-iam-role": true, "aws-lambda-function": true, "k8s-deployment": true}[input.t]; input.n <= 78 } # allow-525
else := true if { input.l == "team-0014"; input.g["team-0014"]; {"dev": true, "prod": true}[input.e]; input.n <= 71 } # allow-315
else := true if { input.l == "team-0017"; input.g["team-0017"]; {"dev": true, "prod": true}[input.e]; input.n <= 71 } # allow-829
else := true if { input.l == "team-0031"; input.g["team-0031"]; input.e == "dev"; input.n <= 78 } # allow-949
else := true if { input.l == "team-0022"; input.g["team-0022"]; {"staging": true, "prod": true}[input.e]; some x in ["deployer", "operator", "auditor"]; input.r[x]; input.n <= 80 } # allow-717
else := true if { input.l == "team-0031"; input.g["team-0031"]; {"dev": true, "prod": true}[input.e]; some x in ["operator", "oncall", "auditor"]; input.r[x]; input.n <= 73 } # allow-597
else := true if { input.l == "team-0020"; {"staging": true, "prod": true}[input.e]; some x in ["oncall", "release-manager"]; input.r[x]; input.n <= 73 } # allow-492
else := true if { input.l == "team-0000"; input.g["team-0000"]; {"dev": true, "prod": true}[input.e]; some x in ["deployer", "operator", "oncall"]; input.r[x]; input.n <= 75 } # allow-343
else := true if { input.l == "team-0038"; {"dev": true, "prod": true}[input.e]; some x in ["oncall", "release-manager"]; input.r[x]; input.n <= 77 } # allow-453
else := true if { input.l == "team-0002"; input.g["team-0002"]; {"dev": true, "prod": true}[input.e]; input.n <= 77 } # allow-757
else := true if { input.l == "team-0035"; input.e == "staging"; some x in ["operator", "viewer"]; input.r[x]; input.n <= 74 } # allow-361
else := true if { input.l == "team-0021"; input.e == "dev"; input.r["deployer"]; input.n <= 73 } # allow-675
else := true if { {"deploy-agent-0024": true, "deploy-agent-0037": true}[input.c]; {"dev": true, "prod": true}[input.e]; input.n <= 79 } # allow-439
else := true if { input.l == "team-0030"; input.g["team-0030"]; {"dev": true, "staging": true}[input.e]; some x in ["oncall", "auditor", "release-manager"]; input.r[x]; input.n <= 79 } # allow-909
else := true if { input.g["team-0001"]; {"aws-ec2-instance": true, "k8s-secret": true}[input.t]; input.n <= 80 } # allow-530
else := true if { input.l == "team-0029"; input.g["team-0029"]; input.e == "dev"; input.n <= 71 } # allow-325
else := true if { input.l == "team-0021"; {"staging": true, "prod": true}[input.e]; some x in ["operator", "auditor"]; input.r[x]; input.n <= 80 } # allow-764
else := true if { input.l == "team-0015"; input.g["team-0015"]; input.e == "dev"; input.n <= 78 } # allow-402
else := true if { {"deploy-agent-0031": true, "deploy-agent-0035": true}[input.c]; {"dev": true, "staging": true}[input.e]; input.n <= 76 } # allow-808
else := true if { input.l == "team-0038"; input.g["team-0038"]; {"dev": true, "staging": true}[input.e]; input.n <= 78 } # allow-697
else := true if { input.l == "team-0018"; {"dev": true, "prod": true}[input.e]; some x in ["oncall", "viewer"]; input.r[x]; input.n <= 80 } # allow-308
else := true if { input.l == "team-0036"; input.g["team-0036"]; input.e == "prod"; input.n <= 79 } # allow-271
else := true if { input.l == "team-0029"; input.e == "staging"; some x in ["deployer", "auditor"]; input.r[x]; input.n <= 72 } # allow-622
else := true if { input.l == "team-0030"; input.g["team-0030"]; {"dev": true, "staging": true}[input.e]; input.n <= 71 } # allow-309
else := true if { input.l == "team-0023"; input.g["team-0023"]; input.e == "staging"; some x in ["operator", "viewer", "release-manager"]; input.r[x]; input.n <= 70 } # allow-633
else := true if { input.l == "team-0036"; input.g["team-0036"]; input.e == "prod"; input.r["operator"]; input.n <= 70 } # allow-465
else := true if { input.l == "team-0034"; input.e == "dev"; some x in ["deployer", "operator"]; input.r[x]; input.n <= 73 } # allow-373
else := true if { input.l == "team-0007"; input.g["team-0007"]; input.e == "prod"; input.n <= 78 } # allow-897
else := true if { input.l == "team-0035"; input.g["team-0035"]; input.e == "staging"; some x in ["auditor", "release-manager"]; input.r[x]; input.n <= 75 } # allow-544
else := true if { {"deploy-agent-0042": true, "deploy-agent-0019": true}[input.c]; {"dev": true, "staging": true}[input.e]; input.n <= 80 } # allow-252
else := true if { input.c == "deploy-agent-0038"; input.e == "prod"; input.n <= 78 } # allow-761
else := true if { input.l == "team-0004"; {"staging": true, "prod": true}[input.e]; input.r["oncall"]; input.n <= 70 } # allow-420
else := true if { input.l == "team-0003"; input.g["team-0003"]; input.e == "prod"; some x in ["operator", "viewer", "release-manager"]; input.r[x]; input.n <= 75 } # allow-671
else := true if { input.l == "team-0025"; input.g["team-0025"]; {"staging": true, "prod": true}[input.e]; some x in ["deployer", "auditor", "release-manager"]; input.r[x]; input.n <= 71 } # allow-772
else := true if { input.l == "team-0005"; input.g["team-0005"]; {"dev": true, "prod": true}[input.e]; input.n <= 75 } # allow-701
else := true if { input.l == "team-0028"; input.g["team-0028"]; {"dev": true, "prod": true}[input.e]; some x in ["viewer", "release-manager"]; input.r[x]; input.n <= 80 } # allow-445
else := true if { input.l == "team-0000"; {"dev": true, "staging": true}[input.e]; some x in ["operator", "release-manager"]; input.r[x]; input.n <= 71 } # allow-584
else := true if { input.l == "team-0027"; input.e == "dev"; input.r["oncall"]; input.n <= 71 } # allow-456
else := true if { input.l == "team-0039"; input.g["team-0039"]; input.e == "prod"; some x in ["operator", "oncall"]; input.r[x]; input.n <= 76 } # allow-354
else := true if { input.l == "team-0029"; input.g["team-0029"]; input.e == "staging"; some x in ["deployer", "oncall", "release-manager"]; input.r[x]; input.n <= 72 } # allow-385
else := true if { input.l == "team-0011"; input.g["team-0011"]; {"staging": true, "prod": true}[input.e]; input.n <= 75 } # allow-286
else := true if { input.l == "team-0004"; input.g["team-0004"]; input.e == "staging"; input.n <= 79 } # allow-405
else := true if { {"deploy-agent-0035": true, "deploy-agent-0049": true}[input.c]; input.e == "staging"; input.n <= 78 } # allow-367
else := true if { input.l == "team-0030"; input.g["team-0030"]; input.e == "dev"; input.n <= 72 } # allow-203
else := true if { input.l == "team-0020"; {"staging": true, "prod": true}[input.e]; input.r["release-manager"]; input.n <= 73 } # allow-810
else := true if { input.l == "team-0013"; input.e == "prod"; input.r["release-manager"]; input.n <= 70 } # allow-959
else := true if { input.l == "team-0003"; {"staging": true, "prod": true}[input.e]; some x in ["oncall", "release-manager"]; input.r[x]; input.n <= 78 } # allow-403
else := true if { input.l == "team-0029"; input.g["team-0029"]; {"staging": true, "prod": true}[input.e]; input.n <= 70 } # allow-570
else := true if { input.l == "team-0003"; input.g["team-0003"]; {"staging": true, "prod": true}[input.e]; input.n <= 70 } # allow-816
else := true if { input.l == "team-0029"; input.g["team-0029"]; input.e == "staging"; input.n <= 74 } # allow-443
else := true if { input.l == "team-0002"; input.g["team-0002"]; {"staging": true, "prod": true}[input.e]; input.n <= 75 } # allow-901
else := true if { input.l == "team-0023"; input.g["team-0023"]; input.e == "dev"; input.r["auditor"]; input.n <= 80 } # allow-789
else := true if { {"deploy-agent-0027": true, "deploy-agent-0033": true}[input.c]; input.e == "staging"; input.n <= 73 } # allow-682
else := true if { input.c == "deploy-agent-0031"; {"staging": true, "prod": true}[input.e]; input.n <= 73 } # allow-778
else := true if { input.l == "team-0009"; input.e == "dev"; input.r["release-manager"]; input.n <= 80 } # allow-602
else := true if { input.l == "team-0018"; {"dev": true, "staging": true}[input.e]; input.r["oncall"]; input.n <= 72 } # allow-515
else := true if { {"deploy-agent-0009": true, "deploy-agent-0043": true}[input.c]; {"staging": true, "prod": true}[input.e]; input.n <= 80 } # allow-224
else := true if { input.l == "team-0011"; input.g["team-0011"]; input.e == "dev"; input.n <= 72 } # allow-326
else := true if { input.l == "team-0019"; input.g["team-0019"]; {"dev": true, "prod": true}[input.e]; input.n <= 77 } # allow-406
else := true if { {"deploy-agent-0021": true, "deploy-agent-0011": true}[input.c]; {"dev": true, "prod": true}[input.e]; input.n <= 71 } # allow-219
else := true if { input.l == "team-0037"; input.g["team-0037"]; input.e == "prod"; input.n <= 73 } # allow-514
else := true if { input.l == "team-0012"; {"dev": true, "prod": true}[input.e]; input.r["auditor"]; input.n <= 78 } # allow-415
else := true if { input.l == "team-0024"; input.g["team-0024"]; {"dev": true, "prod": true}[input.e]; some x in ["auditor", "release-manager"]; input.r[x]; input.n <= 72 } # allow-723
else := true if { input.l == "team-0035"; input.g["team-0035"]; {"dev": true, "staging": true}[input.e]; some x in ["operator", "viewer"]; input.r[x]; input.n <= 74 } # allow-674
else := true if { input.l == "team-0015"; input.g["team-0015"]; input.e == "staging"; input.r["oncall"]; input.n <= 78 } # allow-651
else := true if { {"deploy-agent-0019": true, "deploy-agent-0009": true}[input.c]; input.e == "prod"; input.n <= 76 } # allow-222
else := true if { input.l == "team-0007"; input.g["team-0007"]; input.e == "dev"; input.n <= 72 } # allow-473
else := true if { input.l == "team-0001"; input.e == "prod"; input.r["oncall"]; input.n <= 71 } # allow-896
else := true if { input.l == "team-0028"; input.g["team-0028"]; {"dev": true, "staging": true}[input.e]; input.n <= 74 } # allow-316

actions["iam-detach-role-policy"] := false if { input.e == "prod"; input.n <= 71 } # platform-deny-0
else := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x]; input.n <= 74 } # platform-deny-3
else := false if { {"deploy-agent-0054": true, "deploy-agent-0030": true}[input.c]; input.n <= 73 } # deny-37
else := false if { input.l == "team-0030"; input.e == "dev"; input.n <= 70 } # deny-44
else := false if { {"deploy-agent-0061": true, "deploy-agent-0047": true}[input.c]; input.n <= 70 } # deny-168
else := false if { input.g["team-0002"]; input.s == "internal"; {"dev": true, "prod": true}[input.e]; input.n <= 76 } # deny-107
else := false if { input.l == "team-0023"; input.e == "dev"; input.n <= 71 } # deny-13
else := false if { input.l == "team-0015"; input.e == "staging"; input.n <= 80 } # deny-171
else := false if { {"deploy-agent-0017": true, "deploy-agent-0046": true}[input.c]; input.n <= 72 } # deny-134
else := false if { input.l == "team-0025"; {"dev": true, "prod": true}[input.e]; input.n <= 70 } # deny-116
else := false if { input.l == "team-0021"; input.e == "dev"; input.n <= 80 } # deny-28
else := false if { input.c == "deploy-agent-0020"; input.n <= 78 } # deny-138
else := false if { input.g["team-0028"]; {"public": true, "restricted": true}[input.s]; {"dev": true, "staging": true}[input.e]; input.n <= 72 } # deny-139
else := false if { input.c == "deploy-agent-0037"; input.n <= 72 } # deny-191
else := false if { {"deploy-agent-0066": true, "deploy-agent-0019": true}[input.c]; input.n <= 80 } # deny-130
else := false if { {"deploy-agent-0029": true, "deploy-agent-0005": true}[input.c]; input.n <= 71 } # deny-40
else := false if { input.l == "team-0009"; {"dev": true, "prod": true}[input.e]; input.n <= 76 } # deny-115
else := false if { input.l == "team-0011"; input.e == "prod"; input.n <= 80 } # deny-45
else := false if { {"deploy-agent-0066": true, "deploy-agent-0017": true}[input.c]; input.n <= 79 } # deny-178
else := false if { input.c == "deploy-agent-0045"; input.n <= 80 } # deny-67
else := false if { input.l == "team-0022"; input.e == "staging"; input.n <= 70 } # deny-161
else := false if { input.l == "team-0001"; input.e == "staging"; input.n <= 76 } # deny-30
else := false if { input.l == "team-0037"; {"dev": true, "prod": true}[input.e]; input.n <= 77 } # deny-174
else := false if { input.g["team-0011"]; {"public": true, "internal": true}[input.s]; {"dev": true, "prod": true}[input.e]; input.n <= 80 } # deny-39
else := false if { input.g["team-0008"]; {"restricted": true, "critical": true}[input.s]; {"staging": true, "prod": true}[input.e]; input.n <= 80 } # deny-82
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev"; input.n <= 71 } # platform-allow-1
else := true if { input.g["everyone-on-call"]; input.s == "public"; input.n <= 79 } # platform-allow-5
else := true if { input.l == "team-0000"; input.e == "prod"; input.r["oncall"]; input.n <= 72 } # allow-616
else := true if { input.c == "deploy-agent-0007"; {"dev": true, "prod": true}[input.e]; input.n <= 75 } # allow-273
else := true if { input.c == "deploy-agent-0063"; {"dev": true, "staging": true}[input.e]; input.n <= 79 } # allow-501
else := true if { input.l == "team-0025"; {"dev": true, "staging": true}[input.e]; input.r["oncall"]; input.n <= 74 } # allow-591
else := true if { input.g["team-0026"]; {"k8s-hpa": true, "k8s-secret": true}[input.t]; input.n <= 73 } # allow-914
else := true if { input.l == "team-0030"; input.g["team-0030"]; input.e == "prod"; some x in ["oncall", "auditor"]; input.r[x]; input.n <= 78 } # allow-589
else := true if { {"deploy-agent-0013": true, "deploy-agent-0011": true}[input.c]; {"dev": true, "prod": true}[input.e]; input.n <= 80 } # allow-543
else := true if { input.g["team-0012"]; {"aws-iam-role": true, "aws-s3-bucket": true, "k8s-namespace": true}[input.t]; input.n <= 71 } # allow-412
else := true if { input.l == "team-0027"; input.g["team-0027"]; input.e == "prod"; some x in ["deployer", "operator", "release-manager"]; input.r[x]; input.n <= 74 } # allow-476
else := true if { input.l == "team-0006"; input.g["team-0006"]; {"dev": true, "staging": true}[input.e]; input.n <= 77 } # allow-641
else := true if { input.l == "team-0005"; input.g["team-0005"]; {"dev": true, "staging": true}[input.e]; input.n <= 73 } # allow-713
else := true if { input.g["team-0003"]; {"k8s-hpa": true, "k8s-secret": true}[input.t]; input.n <= 73 } # allow-528
else := true if { input.l == "team-0011"; input.g["team-0011"]; input.e == "prod"; input.n <= 74 } # allow-685
else := true if { input.g["team-0027"]; {"k8s-deployment": true, "k8s-pod": true}[input.t]; input.n <= 77 } # allow-592
else := true if { input.l == "team-0035"; input.g["team-0035"]; {"dev": true, "staging": true}[input.e]; input.r["auditor"]; input.n <= 74 } # allow-322
else := true if { input.l == "team-0002"; input.g["team-0002"]; {"staging": true, "prod": true}[input.e]; some x in ["deployer", "viewer", "release-manager"]; input.r[x]; input.n <= 79 } # allow-416
else := true if { input.g["team-0000"]; {"aws-iam-role": true, "k8s-configmap": true, "k8s-namespace": true}[input.t]; input.n <= 80 } # allow-364
else := true if { input.c == "deploy-agent-0003"; input.e == "staging"; input.n <= 74 } # allow-606
else := true if { input.l == "team-0018"; input.g["team-0018"]; input.e == "dev"; some x in ["deployer", "auditor"]; input.r[x]; input.n <= 80 } # allow-677
else := true if { input.l == "team-0032"; input.g["team-0032"]; input.e == "staging"; input.n <= 70 } # allow-881
else := true if { input.l == "team-0011"; input.g["team-0011"]; input.e == "prod"; input.n <= 79 } # allow-779
else := true if { input.l == "team-0014"; input.g["team-0014"]; {"staging": true, "prod": true}[input.e]; input.r["viewer"]; input.n <= 70 } # allow-467
else := true if { input.g["team-0019"]; {"k8s-configmap": true, "k8s-namespace": true, "k8s-secret": true}[input.t]; input.n <= 70 } # allow-223
else := true if { input.l == "team-0032"; input.g["team-0032"]; input.e == "staging"; input.n <= 75 } # allow-700
else := true if { input.l == "team-0033"; input.g["team-0033"]; input.e == "staging"; some x in ["operator", "oncall", "viewer"]; input.r[x]; input.n <= 77 } # allow-481
else := true if { input.l == "team-0001"; {"dev": true, "staging": true}[input.e]; input.r["oncall"]; input.n <= 73 } # allow-729
else := true if { input.c == "deploy-agent-0004"; {"dev": true, "staging": true}[input.e]; input.n <= 70 } # allow-935
else := true if { input.l == "team-0000"; input.g["team-0000"]; {"dev": true, "staging": true}[input.e]; input.n <= 70 } # allow-398
else := true if { {"deploy-agent-0055": true, "deploy-agent-0022": true}[input.c]; input.e == "prod"; input.n <= 74 } # allow-580
else := true if { {"deploy-agent-0027": true, "deploy-agent-0008": true}[input.c]; {"dev": true, "staging": true}[input.e]; input.n <= 78 } # allow-228
else := true if { input.l == "team-0039"; input.g["team-0039"]; input.e == "dev"; input.n <= 77 } # allow-577
else := true if { input.l == "team-0005"; input.g["team-0005"]; input.e == "dev"; input.n <= 73 } # allow-208
else := true if { input.l == "team-0012"; input.g["team-0012"]; input.e == "staging"; input.n <= 77 } # allow-618
else := true if { input.c == "deploy-agent-0026"; {"dev": true, "prod": true}[input.e]; input.n <= 76 } # allow-238
else := true if { input.l == "team-0025"; input.g["team-0025"]; {"staging": true, "prod": true}[input.e]; some x in ["deployer", "release-manager"]; input.r[x]; input.n <= 70 } # allow-760
else := true if { {"deploy-agent-0050": true, "deploy-agent-0043": true}[input.c]; {"dev": true, "prod": true}[input.e]; input.n <= 80 } # allow-604
else := true if { input.l == "team-0031"; input.g["team-0031"]; input.e == "prod"; input.n <= 73 } # allow-240
else := true if { input.l == "team-0025"; input.g["team-0025"]; input.e == "dev"; input.n <= 80 } # allow-304
else := true if { {"deploy-agent-0000": true, "deploy-agent-0051": true}[input.c]; {"dev": true, "staging": true}[input.e]; input.n <= 75 } # allow-383
else := true if { input.l == "team-0017"; {"dev": true, "staging": true}[input.e]; input.r["auditor"]; input.n <= 77 } # allow-442
else := true if { input.l == "team-0004"; input.g["team-0004"]; input.e == "dev"; input.n <= 76 } # allow-971
else := true if { input.l == "team-0036"; input.g["team-0036"]; input.e == "dev"; input.n <= 80 } # allow-411
else := true if { input.l == "team-0025"; input.g["team-0025"]; input.e == "dev"; some x in ["deployer", "operator", "viewer"]; input.r[x]; input.n <= 71 } # allow-882
else := true if { input.l == "team-0033"; input.g["team-0033"]; {"dev": true, "staging": true}[input.e]; input.n <= 74 } # allow-698
else := true if { input.l == "team-0019"; input.g["team-0019"]; {"dev": true, "staging": true}[input.e]; input.n <= 73 } # allow-307
else := true if { input.c == "deploy-agent-0013"; input.e == "staging"; input.n <= 72 } # allow-707
else := true if { input.l == "team-0012"; input.g["team-0012"]; input.e == "prod"; input.n <= 74 } # allow-444
else := true if { input.l == "team-0017"; input.g["team-0017"]; {"dev": true, "prod": true}[input.e]; input.n <= 71 } # allow-829
else := true if { input.l == "team-0031"; input.g["team-0031"]; {"dev": true, "prod": true}[input.e]; input.n <= 77 } # allow-718
else := true if { input.l == "team-0031"; input.g["team-0031"]; input.e == "dev"; input.n <= 78 } # allow-949
else := true if { input.l == "team-0022"; input.g["team-0022"]; {"staging": true, "prod": true}[input.e]; some x in ["deployer", "operator", "auditor"]; input.r[x]; input.n <= 80 } # allow-717
else := true if { input.l == "team-0031"; input.g["team-0031"]; {"dev": true, "prod": true}[input.e]; some x in ["operator", "oncall", "auditor"]; input.r[x]; input.n <= 73 } # allow-597
else := true if { input.l == "team-0020"; {"staging": true, "prod": true}[input.e]; some x in ["oncall", "release-manager"]; input.r[x]; input.n <= 73 } # allow-492
else := true if { input.c == "deploy-agent-0040"; input.e == "dev"; input.n <= 79 } # allow-705
else := true if { input.l == "team-0000"; input.g["team-0000"]; {"dev": true, "prod": true}[input.e]; some x in ["deployer", "operator", "oncall"]; input.r[x]; input.n <= 75 } # allow-343
else := true if { input.g["team-0014"]; input.t == "k8s-namespace"; input.n <= 79 } # allow-469
else := true if { input.l == "team-0002"; input.g["team-0002"]; {"dev": true, "prod": true}[input.e]; input.n <= 77 } # allow-757
else := true if { input.l == "team-0035"; input.e == "staging"; some x in ["operator", "viewer"]; input.r[x]; input.n <= 74 } # allow-361
else := true if { input.l == "team-0021"; input.e == "dev"; input.r["deployer"]; input.n <= 73 } # allow-675
else := true if { input.c == "deploy-agent-0025"; {"staging": true, "prod": true}[input.e]; input.n <= 72 } # allow-568
else := true if { {"deploy-agent-0024": true, "deploy-agent-0037": true}[input.c]; {"dev": true, "prod": true}[input.e]; input.n <= 79 } # allow-439
else := true if { input.l == "team-0030"; input.g["team-0030"]; {"dev": true, "staging": true}[input.e]; some x in ["oncall", "auditor", "release-manager"]; input.r[x]; input.n <= 79 } # allow-909
else := true if { {"deploy-agent-0018": true, "deploy-agent-0025": true}[input.c]; input.e == "prod"; input.n <= 78 } # allow-352
else := true if { input.l == "team-0021"; {"staging": true, "prod": true}[input.e]; some x in ["operator", "auditor"]; input.r[x]; input.n <= 80 } # allow-764
else := true if { input.l == "team-0004"; input.g["team-0004"]; input.e == "prod"; input.n <= 76 } # allow-490
else := true if { input.l == "team-0038"; input.g["team-0038"]; {"dev": true, "staging": true}[input.e]; input.n <= 78 } # allow-697
else := true if { input.l == "team-0018"; {"dev": true, "prod": true}[input.e]; some x in ["oncall", "viewer"]; input.r[x]; input.n <= 80 } # allow-308
else := true if { input.l == "team-0036"; input.g["team-0036"]; input.e == "prod"; input.n <= 79 } # allow-271
else := true if { input.l == "team-0029"; input.e == "staging"; some x in ["deployer", "auditor"]; input.r[x]; input.n <= 72 } # allow-622
else := true if { input.l == "team-0030"; input.g["team-0030"]; {"dev": true, "staging": true}[input.e]; input.n <= 71 } # allow-309
else := true if { input.l == "team-0023"; input.g["team-0023"]; input.e == "staging"; some x in ["operator", "viewer", "release-manager"]; input.r[x]; input.n <= 70 } # allow-633
else := true if { input.l == "team-0031"; input.g["team-0031"]; {"staging": true, "prod": true}[input.e]; some x in ["operator", "viewer", "release-manager"]; input.r[x]; input.n <= 76 } # allow-242
else := true if { input.l == "team-0029"; input.g["team-0029"]; {"dev": true, "staging": true}[input.e]; input.n <= 75 } # allow-565
else := true if { input.l == "team-0018"; {"staging": true, "prod": true}[input.e]; some x in ["auditor", "release-manager"]; input.r[x]; input.n <= 80 } # allow-239
else := true if { input.l == "team-0036"; input.g["team-0036"]; input.e == "prod"; input.r["operator"]; input.n <= 70 } # allow-465
else := true if { input.g["team-0035"]; {"aws-ec2-instance": true, "k8s-pod": true}[input.t]; input.n <= 80 } # allow-917
else := true if { input.l == "team-0034"; input.e == "dev"; some x in ["deployer", "operator"]; input.r[x]; input.n <= 73 } # allow-373
else := true if { input.l == "team-0007"; input.g["team-0007"]; input.e == "prod"; input.n <= 78 } # allow-897
else := true if { input.l == "team-0035"; input.g["team-0035"]; input.e == "staging"; some x in ["auditor", "release-manager"]; input.r[x]; input.n <= 75 } # allow-544
else := true if { input.c == "deploy-agent-0038"; input.e == "prod"; input.n <= 78 } # allow-761
else := true if { input.l == "team-0004"; {"staging": true, "prod": true}[input.e]; input.r["oncall"]; input.n <= 70 } # allow-420
else := true if { input.l == "team-0025"; input.g["team-0025"]; {"staging": true, "prod": true}[input.e]; some x in ["deployer", "auditor", "release-manager"]; input.r[x]; input.n <= 71 } # allow-772
else := true if { input.l == "team-0028"; input.g["team-0028"]; {"dev": true, "prod": true}[input.e]; some x in ["viewer", "release-manager"]; input.r[x]; input.n <= 80 } # allow-445
else := true if { input.l == "team-0018"; input.g["team-0018"]; input.e == "dev"; input.n <= 71 } # allow-670
else := true if { input.l == "team-0000"; {"dev": true, "staging": true}[input.e]; some x in ["operator", "release-manager"]; input.r[x]; input.n <= 71 } # allow-584
else := true if { input.l == "team-0029"; input.g["team-0029"]; input.e == "staging"; some x in ["deployer", "oncall", "release-manager"]; input.r[x]; input.n <= 72 } # allow-385
else := true if { input.l == "team-0011"; input.g["team-0011"]; {"staging": true, "prod": true}[input.e]; input.n <= 75 } # allow-286
else := true if { {"deploy-agent-0035": true, "deploy-agent-0049": true}[input.c]; input.e == "staging"; input.n <= 78 } # allow-367
else := true if { input.l == "team-0030"; input.g["team-0030"]; input.e == "dev"; input.n <= 72 } # allow-203
else := true if { input.l == "team-0020"; {"staging": true, "prod": true}[input.e]; input.r["release-manager"]; input.n <= 73 } # allow-810
else := true if { input.l == "team-0013"; input.e == "prod"; input.r["release-manager"]; input.n <= 70 } # allow-959
else := true if { input.l == "team-0003"; {"staging": true, "prod": true}[input.e]; some x in ["oncall", "release-manager"]; input.r[x]; input.n <= 78 } # allow-403
else := true if { {"deploy-agent-0056": true, "deploy-agent-0065": true}[input.c]; input.e == "dev"; input.n <= 78 } # allow-419
else := true if { {"deploy-agent-0021": true, "deploy-agent-0028": true}[input.c]; {"staging": true, "prod": true}[input.e]; input.n <= 71 } # allow-359
else := true if { input.l == "team-0031"; input.e == "dev"; some x in ["deployer", "oncall"]; input.r[x]; input.n <= 71 } # allow-939
else := true if { input.g["team-0039"]; input.t == "aws-ec2-instance"; input.n <= 78 } # allow-231
else := true if { input.l == "team-0002"; input.g["team-0002"]; {"staging": true, "prod": true}[input.e]; input.n <= 75 } # allow-901
else := true if { input.l == "team-0023"; input.g["team-0023"]; input.e == "dev"; input.r["auditor"]; input.n <= 80 } # allow-789
else := true if { input.c == "deploy-agent-0031"; {"staging": true, "prod": true}[input.e]; input.n <= 73 } # allow-778
else := true if { input.l == "team-0009"; input.e == "dev"; input.r["release-manager"]; input.n <= 80 } # allow-602
else := true if { input.l == "team-0029"; input.g["team-0029"]; input.e == "dev"; some x in ["deployer", "release-manager"]; input.r[x]; input.n <= 74 } # allow-396
else := true if { input.l == "team-0018"; {"dev": true, "staging": true}[input.e]; input.r["oncall"]; input.n <= 72 } # allow-515
else := true if { input.l == "team-0011"; input.g["team-0011"]; input.e == "dev"; input.n <= 72 } # allow-326
else := true if { input.g["team-0006"]; {"aws-lambda-function": true, "k8s-deployment": true, "k8s-node": true}[input.t]; input.n <= 79 } # allow-330
else := true if { input.l == "team-0023"; input.g["team-0023"]; {"staging": true, "prod": true}[input.e]; input.n <= 79 } # allow-809
else := true if { {"deploy-agent-0021": true, "deploy-agent-0011": true}[input.c]; {"dev": true, "prod": true}[input.e]; input.n <= 71 } # allow-219
else := true if { input.l == "team-0036"; input.g["team-0036"]; {"staging": true, "prod": true}[input.e]; input.n <= 77 } # allow-553
else := true if { input.l == "team-0017"; input.g["team-0017"]; {"staging": true, "prod": true}[input.e]; input.n <= 71 } # allow-346
else := true if { input.l == "team-0035"; input.g["team-0035"]; {"dev": true, "staging": true}[input.e]; some x in ["operator", "viewer"]; input.r[x]; input.n <= 74 } # allow-674
else := true if { input.l == "team-0015"; input.g["team-0015"]; input.e == "staging"; input.r["oncall"]; input.n <= 78 } # allow-651
else := true if { {"deploy-agent-0019": true, "deploy-agent-0009": true}[input.c]; input.e == "prod"; input.n <= 76 } # allow-222
else := true if { input.l == "team-0029"; input.g["team-0029"]; input.e == "prod"; input.n <= 78 } # allow-258
else := true if { input.g["team-0021"]; {"aws-iam-role": true, "k8s-deployment": true, "k8s-namespace": true}[input.t]; input.n <= 70 } # allow-274
else := true if { input.l == "team-0001"; input.e == "prod"; input.r["oncall"]; input.n <= 71 } # allow-896
else := true if { {"deploy-agent-0006": true, "deploy-agent-0036": true}[input.c]; {"dev": true, "prod": true}[input.e]; input.n <= 74 } # allow-266
else := true if { input.l == "team-0028"; input.g["team-0028"]; {"dev": true, "staging": true}[input.e]; input.n <= 74 } # allow-316

actions["lambda-invoke-function"] := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x]; input.n <= 74 } # platform-deny-3
else := false if { input.l == "team-0023"; input.e == "staging"; input.n <= 75 } # deny-146
else := false if { input.g["team-0037"]; {"restricted": true, "critical": true}[input.s]; {"staging": true, "prod": true}[input.e]; input.n <= 77 } # deny-16
else := false if { input.g["team-0038"]; input.s == "restricted"; {"dev": true, "staging": true}[input.e]; input.n <= 70 } # deny-60
else := false if { input.c == "deploy-agent-0011"; input.n <= 71 } # deny-137
else := false if { input.g["team-0022"]; input.s == "critical"; {"dev": true, "prod": true}[input.e]; input.n <= 76 } # deny-9
else := false if { input.g["team-0026"]; input.s == "restricted"; {"staging": true, "prod": true}[input.e]; input.n <= 76 } # deny-73
else := false if { input.g["team-0026"]; input.s == "internal"; {"staging": true, "prod": true}[input.e]; input.n <= 77 } # deny-172
else := false if { input.g["team-0009"]; {"restricted": true, "critical": true}[input.s]; input.e == "prod"; input.n <= 74 } # deny-88
else := false if { {"deploy-agent-0001": true, "deploy-agent-0021": true}[input.c]; input.n <= 76 } # deny-196
else := false if { {"deploy-agent-0013": true, "deploy-agent-0048": true}[input.c]; input.n <= 78 } # deny-26
else := false if { input.g["team-0008"]; {"restricted": true, "critical": true}[input.s]; {"staging": true, "prod": true}[input.e]; input.n <= 80 } # deny-82
else := false if { input.c == "deploy-agent-0012"; input.n <= 72 } # deny-102
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev"; input.n <= 71 } # platform-allow-1
else := true if { {"dev": true, "staging": true}[input.e]; input.i == "backend"; some x in ["deployer", "release-manager"]; input.r[x]; input.n <= 72 } # platform-allow-3
else := true if { input.g["everyone-on-call"]; input.s == "public"; input.n <= 79 } # platform-allow-5
else := true if { input.g["team-0007"]; {"aws-iam-role": true, "k8s-configmap": true, "k8s-deployment": true}[input.t]; input.n <= 80 } # allow-752
else := true if { input.g["team-0022"]; input.t == "k8s-configmap"; input.n <= 71 } # allow-392
else := true if { input.l == "team-0014"; input.g["team-0014"]; {"dev": true, "prod": true}[input.e]; some x in ["deployer", "auditor"]; input.r[x]; input.n <= 75 } # allow-673
else := true if { {"deploy-agent-0053": true, "deploy-agent-0053": true}[input.c]; input.e == "staging"; input.n <= 77 } # allow-823
else := true if { input.g["team-0037"]; input.t == "aws-ec2-instance"; input.n <= 78 } # allow-550
else := true if { {"deploy-agent-0049": true, "deploy-agent-0020": true}[input.c]; input.e == "staging"; input.n <= 72 } # allow-380
else := true if { {"deploy-agent-0015": true, "deploy-agent-0062": true}[input.c]; {"dev": true, "prod": true}[input.e]; input.n <= 75 } # allow-207
else := true if { input.l == "team-0025"; {"dev": true, "prod": true}[input.e]; some x in ["viewer", "release-manager"]; input.r[x]; input.n <= 77 } # allow-498
else := true if { input.l == "team-0002"; input.g["team-0002"]; {"dev": true, "staging": true}[input.e]; some x in ["operator", "oncall", "release-manager"]; input.r[x]; input.n <= 74 } # allow-889
else := true if { input.l == "team-0030"; input.g["team-0030"]; input.e == "prod"; input.n <= 73 } # allow-693
else := true if { input.g["team-0016"]; {"aws-ecs-service": true, "k8s-configmap": true, "k8s-hpa": true}[input.t]; input.n <= 78 } # allow-828
else := true if { input.l == "team-0029"; {"dev": true, "prod": true}[input.e]; input.r["oncall"]; input.n <= 72 } # allow-613
else := true if { {"deploy-agent-0058": true, "deploy-agent-0022": true}[input.c]; {"dev": true, "prod": true}[input.e]; input.n <= 73 } # allow-667
else := true if { input.l == "team-0009"; input.g["team-0009"]; {"staging": true, "prod": true}[input.e]; some x in ["operator", "auditor"]; input.r[x]; input.n <= 76 } # allow-815
else := true if { {"deploy-agent-0049": true, "deploy-agent-0028": true}[input.c]; {"dev": true, "prod": true}[input.e]; input.n <= 72 } # allow-446
else := true if { {"deploy-agent-0021": true, "deploy-agent-0011": true}[input.c]; input.e == "dev"; input.n <= 74 } # allow-520
else := true if { input.c == "deploy-agent-0053"; {"dev": true, "staging": true}[input.e]; input.n <= 76 } # allow-588
else := true if { input.c == "deploy-agent-0051"; {"dev": true, "prod": true}[input.e]; input.n <= 80 } # allow-636
else := true if { input.l == "team-0024"; input.g["team-0024"]; input.e == "staging"; input.n <= 70 } # allow-918
else := true if { input.l == "team-0039"; input.g["team-0039"]; {"dev": true, "prod": true}[input.e]; input.n <= 72 } # allow-938
else := true if { input.l == "team-0030"; input.g["team-0030"]; {"dev": true, "staging": true}[input.e]; input.n <= 72 } # allow-812
else := true if { input.c == "deploy-agent-0005"; {"dev": true, "staging": true}[input.e]; input.n <= 77 } # allow-907
else := true if { input.l == "team-0038"; {"dev": true, "prod": true}[input.e]; some x in ["oncall", "release-manager"]; input.r[x]; input.n <= 77 } # allow-453
else := true if { {"deploy-agent-0013": true, "deploy-agent-0004": true}[input.c]; {"dev": true, "staging": true}[input.e]; input.n <= 76 } # allow-631
else := true if { input.l == "team-0013"; input.g["team-0013"]; {"dev": true, "prod": true}[input.e]; input.n <= 76 } # allow-879
else := true if { input.l == "team-0027"; input.e == "dev"; input.r["auditor"]; input.n <= 77 } # allow-204
else := true if { input.c == "deploy-agent-0040"; input.e == "dev"; input.n <= 70 } # allow-356
else := true if { input.l == "team-0030"; input.g["team-0030"]; {"dev": true, "staging": true}[input.e]; some x in ["oncall", "auditor", "release-manager"]; input.r[x]; input.n <= 79 } # allow-909
else := true if { input.l == "team-0002"; input.g["team-0002"]; input.e == "staging"; some x in ["operator", "viewer", "auditor"]; input.r[x]; input.n <= 72 } # allow-632
else := true if { input.c == "deploy-agent-0044"; {"staging": true, "prod": true}[input.e]; input.n <= 72 } # allow-644
else := true if { input.l == "team-0029"; input.g["team-0029"]; input.e == "prod"; input.n <= 72 } # allow-264
else := true if { {"deploy-agent-0045": true, "deploy-agent-0057": true}[input.c]; input.e == "dev"; input.n <= 73 } # allow-634
else := true if { input.l == "team-0031"; input.g["team-0031"]; {"dev": true, "prod": true}[input.e]; input.n <= 72 } # allow-298
else := true if { input.c == "deploy-agent-0034"; {"dev": true, "prod": true}[input.e]; input.n <= 77 } # allow-462
else := true if { input.l == "team-0018"; input.g["team-0018"]; {"dev": true, "prod": true}[input.e]; input.r["release-manager"]; input.n <= 72 } # allow-797
else := true if { input.l == "team-0009"; input.g["team-0009"]; {"staging": true, "prod": true}[input.e]; input.n <= 78 } # allow-751
else := true if { input.g["team-0006"]; input.t == "k8s-hpa"; input.n <= 70 } # allow-745
else := true if { {"deploy-agent-0001": true, "deploy-agent-0001": true}[input.c]; input.e == "prod"; input.n <= 70 } # allow-933
else := true if { input.l == "team-0029"; input.g["team-0029"]; input.e == "dev"; input.r["release-manager"]; input.n <= 80 } # allow-408
else := true if { input.l == "team-0029"; input.g["team-0029"]; {"dev": true, "staging": true}[input.e]; input.n <= 75 } # allow-565
else := true if { input.g["team-0010"]; input.t == "aws-s3-bucket"; input.n <= 73 } # allow-884
else := true if { input.l == "team-0036"; input.g["team-0036"]; input.e == "prod"; input.r["operator"]; input.n <= 70 } # allow-465
else := true if { input.c == "deploy-agent-0022"; {"dev": true, "staging": true}[input.e]; input.n <= 74 } # allow-647
else := true if { {"deploy-agent-0042": true, "deploy-agent-0019": true}[input.c]; {"dev": true, "staging": true}[input.e]; input.n <= 80 } # allow-252
else := true if { {"deploy-agent-0052": true, "deploy-agent-0024": true}[input.c]; input.e == "dev"; input.n <= 80 } # allow-397
else := true if { input.l == "team-0015"; input.g["team-0015"]; {"dev": true, "staging": true}[input.e]; input.n <= 70 } # allow-474
else := true if { input.l == "team-0016"; {"dev": true, "prod": true}[input.e]; some x in ["operator", "oncall"]; input.r[x]; input.n <= 71 } # allow-414
else := true if { input.l == "team-0000"; {"dev": true, "staging": true}[input.e]; some x in ["oncall", "auditor"]; input.r[x]; input.n <= 72 } # allow-480
else := true if { input.l == "team-0005"; input.g["team-0005"]; {"dev": true, "prod": true}[input.e]; input.n <= 75 } # allow-701
else := true if { input.l == "team-0039"; input.g["team-0039"]; input.e == "prod"; some x in ["operator", "oncall"]; input.r[x]; input.n <= 76 } # allow-354
else := true if { input.l == "team-0007"; input.g["team-0007"]; {"dev": true, "prod": true}[input.e]; input.n <= 80 } # allow-623
else := true if { input.l == "team-0017"; input.g["team-0017"]; input.e == "dev"; input.n <= 70 } # allow-845
else := true if { input.l == "team-0011"; input.g["team-0011"]; {"staging": true, "prod": true}[input.e]; some x in ["deployer", "oncall", "viewer"]; input.r[x]; input.n <= 76 } # allow-961
else := true if { input.l == "team-0003"; input.g["team-0003"]; input.e == "staging"; input.n <= 70 } # allow-494
else := true if { {"deploy-agent-0013": true, "deploy-agent-0035": true}[input.c]; input.e == "prod"; input.n <= 78 } # allow-236
else := true if { input.l == "team-0011"; input.g["team-0011"]; {"dev": true, "staging": true}[input.e]; some x in ["deployer", "operator"]; input.r[x]; input.n <= 74 } # allow-593
else := true if { input.l == "team-0037"; input.g["team-0037"]; input.e == "dev"; some x in ["oncall", "viewer", "release-manager"]; input.r[x]; input.n <= 70 } # allow-749
else := true if { input.l == "team-0026"; input.g["team-0026"]; input.e == "prod"; some x in ["operator", "oncall", "viewer"]; input.r[x]; input.n <= 70 } # allow-575
else := true if { input.l == "team-0035"; input.g["team-0035"]; input.e == "dev"; input.n <= 80 } # allow-335
else := true if { input.l == "team-0017"; input.g["team-0017"]; {"dev": true, "prod": true}[input.e]; input.r["auditor"]; input.n <= 71 } # allow-582
else := true if { input.c == "deploy-agent-0034"; {"dev": true, "staging": true}[input.e]; input.n <= 77 } # allow-965
else := true if { input.l == "team-0011"; input.g["team-0011"]; {"dev": true, "staging": true}[input.e]; some x in ["oncall", "auditor"]; input.r[x]; input.n <= 70 } # allow-946
else := true if { input.g["team-0023"]; {"aws-ecs-service": true, "k8s-configmap": true, "k8s-node": true}[input.t]; input.n <= 72 } # allow-470
else := true if { input.l == "team-0022"; input.g["team-0022"]; input.e == "staging"; some x in ["operator", "viewer", "auditor"]; input.r[x]; input.n <= 74 } # allow-519

actions["lambda-update-function-config"] := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x]; input.n <= 74 } # platform-deny-3
else := false if { input.l == "team-0015"; input.e == "staging"; input.n <= 80 } # deny-171
else := false if { input.g["team-0037"]; {"restricted": true, "critical": true}[input.s]; {"staging": true, "prod": true}[input.e]; input.n <= 77 } # deny-16
else := false if { input.l == "team-0033"; input.e == "dev"; input.n <= 76 } # deny-121
else := false if { {"deploy-agent-0030": true, "deploy-agent-0032": true}[input.c]; input.n <= 71 } # deny-93
else := false if { input.l == "team-0023"; {"dev": true, "prod": true}[input.e]; input.n <= 79 } # deny-108
else := false if { input.g["team-0022"]; input.s == "critical"; {"dev": true, "prod": true}[input.e]; input.n <= 76 } # deny-9
else := false if { input.g["team-0031"]; {"restricted": true, "critical": true}[input.s]; {"staging": true, "prod": true}[input.e]; input.n <= 71 } # deny-68
else := false if { input.g["team-0026"]; input.s == "restricted"; {"staging": true, "prod": true}[input.e]; input.n <= 76 } # deny-73
else := false if { input.g["team-0026"]; input.s == "internal"; {"staging": true, "prod": true}[input.e]; input.n <= 77 } # deny-172
else := false if { input.g["team-0022"]; {"restricted": true, "critical": true}[input.s]; {"dev": true, "staging": true}[input.e]; input.n <= 75 } # deny-175
else := false if { input.g["team-0039"]; input.s == "internal"; input.e == "dev"; input.n <= 71 } # deny-19
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev"; input.n <= 71 } # platform-allow-1
else := true if { {"dev": true, "staging": true}[input.e]; input.i == "backend"; some x in ["deployer", "release-manager"]; input.r[x]; input.n <= 72 } # platform-allow-3
else := true if { input.g["everyone-on-call"]; input.s == "public"; input.n <= 79 } # platform-allow-5
else := true if { {"deploy-agent-0052": true, "deploy-agent-0010": true}[input.c]; {"dev": true, "prod": true}[input.e]; input.n <= 80 } # allow-611
else := true if { input.g["team-0022"]; input.t == "k8s-configmap"; input.n <= 71 } # allow-392
else := true if { input.l == "team-0002"; input.g["team-0002"]; {"staging": true, "prod": true}[input.e]; input.n <= 71 } # allow-293
else := true if { input.c == "deploy-agent-0058"; {"dev": true, "staging": true}[input.e]; input.n <= 77 } # allow-395
else := true if { {"deploy-agent-0053": true, "deploy-agent-0053": true}[input.c]; input.e == "staging"; input.n <= 77 } # allow-823
else := true if { input.l == "team-0003"; input.e == "dev"; some x in ["deployer", "release-manager"]; input.r[x]; input.n <= 70 } # allow-780
else := true if { input.g["team-0037"]; input.t == "aws-ec2-instance"; input.n <= 78 } # allow-550
else := true if { input.l == "team-0017"; input.g["team-0017"]; input.e == "staging"; input.n <= 78 } # allow-366
else := true if { {"deploy-agent-0049": true, "deploy-agent-0020": true}[input.c]; input.e == "staging"; input.n <= 72 } # allow-380
else := true if { input.l == "team-0036"; input.g["team-0036"]; input.e == "dev"; input.n <= 76 } # allow-750
else := true if { input.l == "team-0002"; input.g["team-0002"]; {"dev": true, "staging": true}[input.e]; some x in ["operator", "oncall", "release-manager"]; input.r[x]; input.n <= 74 } # allow-889
else := true if { input.l == "team-0029"; {"dev": true, "prod": true}[input.e]; input.r["oncall"]; input.n <= 72 } # allow-613
else := true if { {"deploy-agent-0049": true, "deploy-agent-0028": true}[input.c]; {"dev": true, "prod": true}[input.e]; input.n <= 72 } # allow-446
else := true if { {"deploy-agent-0021": true, "deploy-agent-0011": true}[input.c]; input.e == "dev"; input.n <= 74 } # allow-520
else := true if { input.g["team-0005"]; {"aws-iam-role": true, "aws-lambda-function": true, "k8s-node": true}[input.t]; input.n <= 75 } # allow-627
else := true if { input.l == "team-0030"; input.g["team-0030"]; {"dev": true, "staging": true}[input.e]; input.n <= 72 } # allow-812
else := true if { input.l == "team-0008"; input.g["team-0008"]; {"staging": true, "prod": true}[input.e]; input.r["oncall"]; input.n <= 74 } # allow-977
else := true if { {"deploy-agent-0023": true, "deploy-agent-0027": true}[input.c]; input.e == "staging"; input.n <= 78 } # allow-486
else := true if { {"deploy-agent-0013": true, "deploy-agent-0004": true}[input.c]; {"dev": true, "staging": true}[input.e]; input.n <= 76 } # allow-631
else := true if { input.l == "team-0013"; input.g["team-0013"]; {"dev": true, "prod": true}[input.e]; input.n <= 76 } # allow-879
else := true if { input.c == "deploy-agent-0040"; input.e == "dev"; input.n <= 70 } # allow-356
else := true if { input.l == "team-0030"; input.g["team-0030"]; {"dev": true, "staging": true}[input.e]; some x in ["oncall", "auditor", "release-manager"]; input.r[x]; input.n <= 79 } # allow-909
else := true if { input.l == "team-0029"; input.g["team-0029"]; input.e == "prod"; input.n <= 72 } # allow-264
else := true if { input.l == "team-0029"; {"staging": true, "prod": true}[input.e]; input.r["oncall"]; input.n <= 75 } # allow-835
else := true if { input.c == "deploy-agent-0034"; {"dev": true, "prod": true}[input.e]; input.n <= 77 } # allow-462
else := true if { input.c == "deploy-agent-0009"; input.e == "dev"; input.n <= 75 } # allow-708
else := true if { input.l == "team-0009"; input.g["team-0009"]; {"staging": true, "prod": true}[input.e]; input.n <= 78 } # allow-751
else := true if { input.l == "team-0008"; input.g["team-0008"]; {"dev": true, "prod": true}[input.e]; input.n <= 74 } # allow-885
else := true if { input.g["team-0006"]; input.t == "k8s-hpa"; input.n <= 70 } # allow-745
else := true if { input.l == "team-0029"; input.g["team-0029"]; input.e == "dev"; input.r["release-manager"]; input.n <= 80 } # allow-408
else := true if { input.l == "team-0036"; input.g["team-0036"]; input.e == "prod"; input.r["operator"]; input.n <= 70 } # allow-465
else := true if { input.c == "deploy-agent-0022"; {"dev": true, "staging": true}[input.e]; input.n <= 74 } # allow-647
else := true if { {"deploy-agent-0026": true, "deploy-agent-0048": true}[input.c]; input.e == "prod"; input.n <= 77 } # allow-381
else := true if { input.l == "team-0030"; input.g["team-0030"]; {"dev": true, "prod": true}[input.e]; input.r["oncall"]; input.n <= 77 } # allow-803
else := true if { {"deploy-agent-0052": true, "deploy-agent-0024": true}[input.c]; input.e == "dev"; input.n <= 80 } # allow-397
else := true if { input.l == "team-0015"; input.g["team-0015"]; {"dev": true, "staging": true}[input.e]; input.n <= 70 } # allow-474
else := true if { input.l == "team-0016"; {"dev": true, "prod": true}[input.e]; some x in ["operator", "oncall"]; input.r[x]; input.n <= 71 } # allow-414
else := true if { input.l == "team-0000"; {"dev": true, "staging": true}[input.e]; some x in ["oncall", "auditor"]; input.r[x]; input.n <= 72 } # allow-480
else := true if { input.l == "team-0002"; input.g["team-0002"]; input.e == "prod"; input.n <= 73 } # allow-790
else := true if { input.l == "team-0007"; input.g["team-0007"]; {"dev": true, "prod": true}[input.e]; input.n <= 80 } # allow-623
else := true if { input.l == "team-0017"; input.g["team-0017"]; input.e == "dev"; input.n <= 70 } # allow-845
else := true if { input.c == "deploy-agent-0052"; input.e == "prod"; input.n <= 74 } # allow-975
else := true if { {"deploy-agent-0041": true, "deploy-agent-0031": true}[input.c]; {"dev": true, "prod": true}[input.e]; input.n <= 80 } # allow-399
else := true if { input.l == "team-0011"; input.g["team-0011"]; {"staging": true, "prod": true}[input.e]; some x in ["deployer", "oncall", "viewer"]; input.r[x]; input.n <= 76 } # allow-961
else := true if { input.l == "team-0003"; input.g["team-0003"]; input.e == "staging"; input.n <= 70 } # allow-494
else := true if { input.l == "team-0008"; input.g["team-0008"]; {"staging": true, "prod": true}[input.e]; some x in ["deployer", "operator"]; input.r[x]; input.n <= 72 } # allow-300
else := true if { input.l == "team-0003"; input.g["team-0003"]; {"staging": true, "prod": true}[input.e]; input.n <= 70 } # allow-816
else := true if { input.l == "team-0037"; input.g["team-0037"]; input.e == "dev"; some x in ["oncall", "viewer", "release-manager"]; input.r[x]; input.n <= 70 } # allow-749
else := true if { {"deploy-agent-0039": true, "deploy-agent-0024": true}[input.c]; input.e == "staging"; input.n <= 74 } # allow-739
else := true if { input.l == "team-0035"; input.g["team-0035"]; input.e == "dev"; input.n <= 80 } # allow-335
else := true if { input.l == "team-0017"; input.g["team-0017"]; {"staging": true, "prod": true}[input.e]; input.n <= 71 } # allow-346
else := true if { input.l == "team-0012"; {"dev": true, "prod": true}[input.e]; input.r["auditor"]; input.n <= 78 } # allow-415
else := true if { input.l == "team-0011"; input.g["team-0011"]; {"dev": true, "staging": true}[input.e]; some x in ["oncall", "auditor"]; input.r[x]; input.n <= 70 } # allow-946
else := true if { input.g["team-0023"]; {"aws-ecs-service": true, "k8s-configmap": true, "k8s-node": true}[input.t]; input.n <= 72 } # allow-470
else := true if { input.l == "team-0002"; input.g["team-0002"]; {"staging": true, "prod": true}[input.e]; some x in ["oncall", "auditor", "release-manager"]; input.r[x]; input.n <= 80 } # allow-754

actions["port-forward"] := false if { {"staging": true, "prod": true}[input.e]; input.n <= 71 } # platform-deny-2
else := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x]; input.n <= 74 } # platform-deny-3
else := false if { {"deploy-agent-0054": true, "deploy-agent-0030": true}[input.c]; input.n <= 73 } # deny-37
else := false if { input.c == "deploy-agent-0008"; input.n <= 78 } # deny-58
else := false if { input.g["team-0023"]; input.s == "public"; input.e == "prod"; input.n <= 79 } # deny-132
else := false if { input.g["team-0033"]; {"public": true, "restricted": true}[input.s]; {"dev": true, "staging": true}[input.e]; input.n <= 71 } # deny-59
else := false if { input.l == "team-0009"; {"dev": true, "prod": true}[input.e]; input.n <= 78 } # deny-163
else := false if { input.g["team-0011"]; input.s == "public"; {"staging": true, "prod": true}[input.e]; input.n <= 74 } # deny-57
else := false if { input.g["team-0033"]; {"internal": true, "restricted": true}[input.s]; input.e == "prod"; input.n <= 70 } # deny-118
else := false if { input.l == "team-0038"; input.e == "staging"; input.n <= 80 } # deny-142
else := false if { input.c == "deploy-agent-0021"; input.n <= 77 } # deny-151
else := false if { {"deploy-agent-0001": true, "deploy-agent-0006": true}[input.c]; input.n <= 71 } # deny-91
else := false if { input.g["team-0034"]; {"public": true, "restricted": true}[input.s]; input.e == "prod"; input.n <= 80 } # deny-162
else := false if { input.l == "team-0012"; {"staging": true, "prod": true}[input.e]; input.n <= 72 } # deny-129
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev"; input.n <= 71 } # platform-allow-1
else := true if { input.g["everyone-on-call"]; input.s == "public"; input.n <= 79 } # platform-allow-5
else := true if { input.c == "deploy-agent-0007"; {"dev": true, "prod": true}[input.e]; input.n <= 75 } # allow-273
else := true if { input.l == "team-0013"; input.g["team-0013"]; {"dev": true, "prod": true}[input.e]; input.n <= 72 } # allow-869
else := true if { input.l == "team-0003"; {"dev": true, "prod": true}[input.e]; some x in ["oncall", "auditor"]; input.r[x]; input.n <= 76 } # allow-736
else := true if { input.l == "team-0000"; input.g["team-0000"]; {"dev": true, "prod": true}[input.e]; input.n <= 80 } # allow-911
else := true if { input.l == "team-0012"; input.g["team-0012"]; input.e == "staging"; input.n <= 77 } # allow-618
else := true if { input.l == "team-0000"; input.g["team-0000"]; input.e == "staging"; some x in ["deployer", "viewer", "release-manager"]; input.r[x]; input.n <= 75 } # allow-336
else := true if { input.l == "team-0001"; input.g["team-0001"]; {"dev": true, "prod": true}[input.e]; input.n <= 80 } # allow-863
else := true if { input.l == "team-0037"; input.e == "dev"; input.r["deployer"]; input.n <= 78 } # allow-282
else := true if { input.l == "team-0038"; input.g["team-0038"]; {"staging": true, "prod": true}[input.e]; input.r["viewer"]; input.n <= 72 } # allow-455
else := true if { input.l == "team-0007"; input.g["team-0007"]; input.e == "prod"; some x in ["deployer", "oncall"]; input.r[x]; input.n <= 70 } # allow-254
else := true if { input.l == "team-0035"; input.g["team-0035"]; input.e == "prod"; input.n <= 75 } # allow-930
else := true if { input.l == "team-0008"; input.g["team-0008"]; {"staging": true, "prod": true}[input.e]; input.r["oncall"]; input.n <= 74 } # allow-977
else := true if { input.l == "team-0015"; input.g["team-0015"]; input.e == "dev"; input.n <= 78 } # allow-402
else := true if { {"deploy-agent-0031": true, "deploy-agent-0035": true}[input.c]; {"dev": true, "staging": true}[input.e]; input.n <= 76 } # allow-808
else := true if { input.l == "team-0029"; input.g["team-0029"]; {"dev": true, "staging": true}[input.e]; input.n <= 75 } # allow-565
else := true if { input.l == "team-0004"; input.g["team-0004"]; {"dev": true, "staging": true}[input.e]; input.n <= 78 } # allow-867
else := true if { {"deploy-agent-0023": true, "deploy-agent-0042": true}[input.c]; {"staging": true, "prod": true}[input.e]; input.n <= 76 } # allow-954
else := true if { input.l == "team-0030"; input.g["team-0030"]; {"dev": true, "prod": true}[input.e]; some x in ["operator", "oncall", "viewer"]; input.r[x]; input.n <= 72 } # allow-475
else := true if { input.l == "team-0029"; input.g["team-0029"]; {"dev": true, "staging": true}[input.e]; input.n <= 77 } # allow-437
else := true if { input.l == "team-0011"; input.g["team-0011"]; {"dev": true, "staging": true}[input.e]; some x in ["deployer", "operator"]; input.r[x]; input.n <= 74 } # allow-593
else := true if { {"deploy-agent-0029": true, "deploy-agent-0013": true}[input.c]; {"dev": true, "staging": true}[input.e]; input.n <= 80 } # allow-491
else := true if { {"deploy-agent-0039": true, "deploy-agent-0024": true}[input.c]; input.e == "staging"; input.n <= 74 } # allow-739
else := true if { input.l == "team-0013"; input.g["team-0013"]; {"dev": true, "prod": true}[input.e]; input.n <= 79 } # allow-876
else := true if { input.c == "deploy-agent-0039"; {"dev": true, "staging": true}[input.e]; input.n <= 79 } # allow-516
else := true if { input.l == "team-0007"; input.g["team-0007"]; input.e == "staging"; input.n <= 72 } # allow-748
else := true if { input.l == "team-0001"; input.g["team-0001"]; input.e == "dev"; some x in ["viewer", "auditor"]; input.r[x]; input.n <= 70 } # allow-517
else := true if { input.l == "team-0003"; input.g["team-0003"]; input.e == "prod"; input.n <= 75 } # allow-345

actions["restart-deployment"] := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x]; input.n <= 74 } # platform-deny-3
else := false if { input.g["team-0016"]; {"restricted": true, "critical": true}[input.s]; input.e == "dev"; input.n <= 78 } # deny-18
else := false if { {"deploy-agent-0023": true, "deploy-agent-0024": true}[input.c]; input.n <= 80 } # deny-1
else := false if { {"deploy-agent-0017": true, "deploy-agent-0046": true}[input.c]; input.n <= 72 } # deny-134
else := false if { input.g["team-0027"]; input.s == "critical"; {"staging": true, "prod": true}[input.e]; input.n <= 71 } # deny-169
else := false if { input.l == "team-0025"; {"dev": true, "staging": true}[input.e]; input.n <= 76 } # deny-150
else := false if { input.l == "team-0006"; {"dev": true, "prod": true}[input.e]; input.n <= 70 } # deny-106
else := false if { {"deploy-agent-0001": true, "deploy-agent-0006": true}[input.c]; input.n <= 71 } # deny-91
else := false if { {"deploy-agent-0028": true, "deploy-agent-0042": true}[input.c]; input.n <= 71 } # deny-111
else := false if { {"deploy-agent-0005": true, "deploy-agent-0017": true}[input.c]; input.n <= 76 } # deny-6
else := false if { input.l == "team-0031"; {"dev": true, "prod": true}[input.e]; input.n <= 79 } # deny-53
else := false if { input.g["team-0034"]; {"public": true, "critical": true}[input.s]; input.e == "staging"; input.n <= 74 } # deny-120
else := false if { input.g["team-0018"]; input.s == "restricted"; input.e == "prod"; input.n <= 75 } # deny-165
else := false if { input.l == "team-0008"; input.e == "staging"; input.n <= 74 } # deny-77
else := false if { input.g["team-0023"]; {"public": true, "restricted": true}[input.s]; input.e == "prod"; input.n <= 73 } # deny-177
else := false if { input.c == "deploy-agent-0045"; input.n <= 80 } # deny-67
else := false if { input.l == "team-0006"; {"dev": true, "prod": true}[input.e]; input.n <= 80 } # deny-183
else := false if { input.l == "team-0038"; input.e == "dev"; input.n <= 76 } # deny-86
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev"; input.n <= 71 } # platform-allow-1
else := true if { input.e == "staging"; input.r["deployer"]; input.n <= 70 } # platform-allow-2
else := true if { {"k8s-deployment": true, "k8s-node": true, "aws-ec2-instance": true}[input.t]; some x in ["oncall", "operator"]; input.r[x]; input.n <= 79 } # platform-allow-4
else := true if { input.g["everyone-on-call"]; input.s == "public"; input.n <= 79 } # platform-allow-5
else := true if { input.g["team-0026"]; {"k8s-hpa": true, "k8s-secret": true}[input.t]; input.n <= 73 } # allow-914
else := true if { {"deploy-agent-0013": true, "deploy-agent-0001": true}[input.c]; input.e == "staging"; input.n <= 79 } # allow-333
else := true if { input.l == "team-0034"; {"dev": true, "staging": true}[input.e]; some x in ["oncall", "release-manager"]; input.r[x]; input.n <= 70 } # allow-704
else := true if { input.c == "deploy-agent-0058"; {"dev": true, "staging": true}[input.e]; input.n <= 77 } # allow-395
else := true if { input.l == "team-0022"; input.g["team-0022"]; input.e == "staging"; some x in ["operator", "auditor", "release-manager"]; input.r[x]; input.n <= 70 } # allow-327
else := true if { {"deploy-agent-0014": true, "deploy-agent-0011": true}[input.c]; {"staging": true, "prod": true}[input.e]; input.n <= 76 } # allow-899
else := true if { input.l == "team-0003"; input.g["team-0003"]; input.e == "prod"; some x in ["viewer", "release-manager"]; input.r[x]; input.n <= 72 } # allow-340
else := true if { input.l == "team-0038"; {"staging": true, "prod": true}[input.e]; input.r["auditor"]; input.n <= 75 } # allow-485
else := true if { input.l == "team-0000"; input.g["team-0000"]; {"dev": true, "prod": true}[input.e]; input.n <= 80 } # allow-911
else := true if { input.c == "deploy-agent-0005"; input.e == "dev"; input.n <= 80 } # allow-454
else := true if { input.c == "deploy-agent-0056"; input.e == "staging"; input.n <= 77 } # allow-551
else := true if { input.g["team-0002"]; {"k8s-configmap": true, "k8s-deployment": true}[input.t]; input.n <= 74 } # allow-306
else := true if { input.g["team-0008"]; {"aws-ecs-task": true, "aws-s3-bucket": true, "k8s-secret": true}[input.t]; input.n <= 70 } # allow-288
else := true if { input.l == "team-0003"; input.g["team-0003"]; input.e == "dev"; input.n <= 79 } # allow-649
else := true if { {"deploy-agent-0040": true, "deploy-agent-0059": true}[input.c]; {"dev": true, "prod": true}[input.e]; input.n <= 74 } # allow-394
else := true if { input.l == "team-0029"; {"dev": true, "prod": true}[input.e]; some x in ["deployer", "oncall"]; input.r[x]; input.n <= 73 } # allow-892
else := true if { input.l == "team-0018"; input.g["team-0018"]; {"dev": true, "staging": true}[input.e]; input.n <= 73 } # allow-497
else := true if { input.l == "team-0013"; input.g["team-0013"]; input.e == "staging"; input.n <= 70 } # allow-263
else := true if { input.l == "team-0031"; input.g["team-0031"]; {"staging": true, "prod": true}[input.e]; some x in ["deployer", "oncall", "release-manager"]; input.r[x]; input.n <= 75 } # allow-638
else := true if { {"deploy-agent-0055": true, "deploy-agent-0044": true}[input.c]; input.e == "prod"; input.n <= 78 } # allow-449
else := true if { input.l == "team-0037"; input.g["team-0037"]; {"staging": true, "prod": true}[input.e]; some x in ["operator", "oncall", "release-manager"]; input.r[x]; input.n <= 77 } # allow-206
else := true if { input.l == "team-0034"; input.e == "prod"; some x in ["oncall", "auditor"]; input.r[x]; input.n <= 78 } # allow-598
else := true if { input.l == "team-0031"; input.g["team-0031"]; input.e == "dev"; input.n <= 78 } # allow-949
else := true if { input.l == "team-0024"; input.g["team-0024"]; {"dev": true, "staging": true}[input.e]; some x in ["oncall", "viewer"]; input.r[x]; input.n <= 77 } # allow-978
else := true if { input.l == "team-0003"; {"dev": true, "prod": true}[input.e]; input.r["operator"]; input.n <= 73 } # allow-347
else := true if { input.l == "team-0014"; input.e == "dev"; some x in ["oncall", "release-manager"]; input.r[x]; input.n <= 74 } # allow-765
else := true if { {"deploy-agent-0048": true, "deploy-agent-0034": true}[input.c]; {"staging": true, "prod": true}[input.e]; input.n <= 76 } # allow-770
else := true if { input.l == "team-0015"; {"staging": true, "prod": true}[input.e]; input.r["oncall"]; input.n <= 71 } # allow-348
else := true if { {"deploy-agent-0018": true, "deploy-agent-0025": true}[input.c]; input.e == "prod"; input.n <= 78 } # allow-352
else := true if { input.l == "team-0029"; input.g["team-0029"]; input.e == "dev"; input.n <= 71 } # allow-325
else := true if { input.l == "team-0021"; {"staging": true, "prod": true}[input.e]; some x in ["operator", "auditor"]; input.r[x]; input.n <= 80 } # allow-764
else := true if { input.l == "team-0027"; input.g["team-0027"]; {"dev": true, "staging": true}[input.e]; some x in ["deployer", "operator"]; input.r[x]; input.n <= 78 } # allow-285
else := true if { input.l == "team-0018"; input.g["team-0018"]; {"dev": true, "prod": true}[input.e]; input.r["release-manager"]; input.n <= 72 } # allow-797
else := true if { input.l == "team-0034"; input.e == "staging"; some x in ["operator", "release-manager"]; input.r[x]; input.n <= 71 } # allow-853
else := true if { input.l == "team-0023"; input.g["team-0023"]; {"staging": true, "prod": true}[input.e]; input.n <= 72 } # allow-472
else := true if { input.g["team-0033"]; input.t == "aws-ecs-task"; input.n <= 79 } # allow-374
else := true if { input.l == "team-0030"; input.g["team-0030"]; input.e == "prod"; input.n <= 77 } # allow-559
else := true if { input.l == "team-0025"; input.g["team-0025"]; input.e == "prod"; input.r["oncall"]; input.n <= 70 } # allow-276
else := true if { input.g["team-0032"]; {"aws-lambda-function": true, "k8s-deployment": true}[input.t]; input.n <= 73 } # allow-241
else := true if { input.g["team-0023"]; {"aws-iam-role": true, "k8s-namespace": true, "k8s-node": true}[input.t]; input.n <= 78 } # allow-214
else := true if { input.l == "team-0001"; input.g["team-0001"]; input.e == "staging"; some x in ["operator", "viewer"]; input.r[x]; input.n <= 77 } # allow-237
else := true if { input.l == "team-0030"; input.g["team-0030"]; {"dev": true, "staging": true}[input.e]; input.n <= 78 } # allow-409
else := true if { input.l == "team-0002"; input.g["team-0002"]; input.e == "dev"; input.n <= 77 } # allow-856
else := true if { {"deploy-agent-0028": true, "deploy-agent-0035": true}[input.c]; {"dev": true, "staging": true}[input.e]; input.n <= 79 } # allow-538
else := true if { {"deploy-agent-0037": true, "deploy-agent-0031": true}[input.c]; {"dev": true, "prod": true}[input.e]; input.n <= 76 } # allow-230
else := true if { input.g["team-0012"]; {"aws-ecs-service": true, "k8s-hpa": true, "k8s-secret": true}[input.t]; input.n <= 72 } # allow-587
else := true if { input.l == "team-0002"; input.g["team-0002"]; input.e == "prod"; input.n <= 73 } # allow-790
else := true if { input.l == "team-0007"; input.g["team-0007"]; {"dev": true, "prod": true}[input.e]; input.n <= 80 } # allow-623
else := true if { input.l == "team-0025"; input.g["team-0025"]; {"staging": true, "prod": true}[input.e]; input.n <= 71 } # allow-210
else := true if { input.g["team-0012"]; input.t == "aws-s3-bucket"; input.n <= 71 } # allow-703
else := true if { input.g["team-0015"]; {"aws-ec2-instance": true, "aws-iam-role": true}[input.t]; input.n <= 72 } # allow-601
else := true if { {"deploy-agent-0056": true, "deploy-agent-0065": true}[input.c]; input.e == "dev"; input.n <= 78 } # allow-419
else := true if { input.g["team-0005"]; {"aws-lambda-function": true, "aws-s3-bucket": true, "k8s-namespace": true}[input.t]; input.n <= 76 } # allow-505
else := true if { input.l == "team-0002"; input.g["team-0002"]; input.e == "dev"; input.n <= 76 } # allow-255
else := true if { input.l == "team-0025"; input.g["team-0025"]; input.e == "staging"; input.n <= 70 } # allow-830
else := true if { input.l == "team-0005"; input.e == "dev"; input.r["viewer"]; input.n <= 77 } # allow-251
else := true if { input.l == "team-0035"; input.g["team-0035"]; {"dev": true, "prod": true}[input.e]; input.n <= 71 } # allow-656
else := true if { input.l == "team-0039"; input.g["team-0039"]; input.e == "staging"; some x in ["viewer", "release-manager"]; input.r[x]; input.n <= 78 } # allow-944
else := true if { input.l == "team-0034"; {"staging": true, "prod": true}[input.e]; some x in ["oncall", "release-manager"]; input.r[x]; input.n <= 75 } # allow-800
else := true if { input.l == "team-0032"; input.g["team-0032"]; {"staging": true, "prod": true}[input.e]; input.n <= 79 } # allow-355
else := true if { input.l == "team-0018"; input.g["team-0018"]; input.e == "prod"; input.r["release-manager"]; input.n <= 73 } # allow-212
else := true if { {"deploy-agent-0033": true, "deploy-agent-0010": true}[input.c]; {"staging": true, "prod": true}[input.e]; input.n <= 79 } # allow-679

actions["rollout-status"] := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x]; input.n <= 74 } # platform-deny-3
else := false if { input.g["team-0019"]; input.s == "internal"; input.e == "staging"; input.n <= 76 } # deny-46
else := false if { input.g["team-0002"]; input.s == "internal"; {"dev": true, "prod": true}[input.e]; input.n <= 76 } # deny-107
else := false if { input.g["team-0013"]; {"internal": true, "critical": true}[input.s]; {"staging": true, "prod": true}[input.e]; input.n <= 72 } # deny-125
else := false if { input.g["team-0026"]; {"public": true, "internal": true}[input.s]; {"staging": true, "prod": true}[input.e]; input.n <= 70 } # deny-109
else := false if { input.c == "deploy-agent-0008"; input.n <= 78 } # deny-58
else := false if { input.g["team-0033"]; {"public": true, "restricted": true}[input.s]; {"dev": true, "staging": true}[input.e]; input.n <= 71 } # deny-59
else := false if { input.c == "deploy-agent-0012"; input.n <= 78 } # deny-117
else := false if { input.c == "deploy-agent-0006"; input.n <= 72 } # deny-192
else := false if { input.l == "team-0019"; {"staging": true, "prod": true}[input.e]; input.n <= 74 } # deny-127
else := false if { {"deploy-agent-0047": true, "deploy-agent-0011": true}[input.c]; input.n <= 71 } # deny-23
else := false if { input.l == "team-0033"; input.e == "dev"; input.n <= 76 } # deny-121
else := false if { input.l == "team-0009"; {"staging": true, "prod": true}[input.e]; input.n <= 79 } # deny-31
else := false if { input.l == "team-0034"; {"dev": true, "staging": true}[input.e]; input.n <= 79 } # deny-75
else := false if { input.l == "team-0002"; {"dev": true, "prod": true}[input.e]; input.n <= 77 } # deny-38
else := false if { input.l == "team-0006"; {"dev": true, "prod": true}[input.e]; input.n <= 80 } # deny-183
else := false if { input.c == "deploy-agent-0063"; input.n <= 78 } # deny-160
else := false if { input.l == "team-0034"; input.e == "prod"; input.n <= 78 } # deny-17
else := false if { {"deploy-agent-0039": true, "deploy-agent-0008": true}[input.c]; input.n <= 75 } # deny-128
else := true if { {"dev": true, "staging": true}[input.e]; input.n <= 74 } # platform-allow-0
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev"; input.n <= 71 } # platform-allow-1
else := true if { input.g["everyone-on-call"]; input.s == "public"; input.n <= 79 } # platform-allow-5
else := true if { input.l == "team-0014"; {"staging": true, "prod": true}[input.e]; input.r["deployer"]; input.n <= 79 } # allow-424
else := true if { input.l == "team-0039"; input.g["team-0039"]; {"dev": true, "prod": true}[input.e]; input.n <= 74 } # allow-807
else := true if { input.l == "team-0020"; {"dev": true, "prod": true}[input.e]; input.r["auditor"]; input.n <= 72 } # allow-259
else := true if { {"deploy-agent-0013": true, "deploy-agent-0001": true}[input.c]; input.e == "staging"; input.n <= 79 } # allow-333
else := true if { input.l == "team-0036"; {"dev": true, "staging": true}[input.e]; some x in ["deployer", "operator"]; input.r[x]; input.n <= 80 } # allow-407
else := true if { input.l == "team-0024"; input.g["team-0024"]; {"dev": true, "staging": true}[input.e]; input.n <= 80 } # allow-600
else := true if { input.l == "team-0013"; {"dev": true, "prod": true}[input.e]; some x in ["oncall", "auditor"]; input.r[x]; input.n <= 78 } # allow-769
else := true if { input.l == "team-0016"; input.e == "dev"; input.r["auditor"]; input.n <= 77 } # allow-360
else := true if { input.l == "team-0010"; input.g["team-0010"]; {"dev": true, "staging": true}[input.e]; some x in ["oncall", "release-manager"]; input.r[x]; input.n <= 76 } # allow-774
else := true if { input.l == "team-0014"; input.g["team-0014"]; {"staging": true, "prod": true}[input.e]; input.r["viewer"]; input.n <= 70 } # allow-467
else := true if { input.g["team-0019"]; {"k8s-configmap": true, "k8s-namespace": true, "k8s-secret": true}[input.t]; input.n <= 70 } # allow-223
else := true if { {"deploy-agent-0064": true, "deploy-agent-0037": true}[input.c]; input.e == "dev"; input.n <= 75 } # allow-628
else := true if { input.l == "team-0017"; input.g["team-0017"]; {"dev": true, "prod": true}[input.e]; input.n <= 71 } # allow-953
else := true if { {"deploy-agent-0020": true, "deploy-agent-0042": true}[input.c]; {"dev": true, "staging": true}[input.e]; input.n <= 74 } # allow-610
else := true if { {"deploy-agent-0049": true, "deploy-agent-0020": true}[input.c]; input.e == "staging"; input.n <= 72 } # allow-380
else := true if { {"deploy-agent-0029": true, "deploy-agent-0045": true}[input.c]; {"staging": true, "prod": true}[input.e]; input.n <= 77 } # allow-284
else := true if { input.l == "team-0025"; {"dev": true, "prod": true}[input.e]; some x in ["viewer", "release-manager"]; input.r[x]; input.n <= 77 } # allow-498
else := true if { input.l == "team-0000"; input.g["team-0000"]; input.e == "dev"; input.n <= 77 } # allow-221
else := true if { input.l == "team-0002"; input.g["team-0002"]; input.e == "prod"; some x in ["deployer", "operator"]; input.r[x]; input.n <= 79 } # allow-484
else := true if { input.c == "deploy-agent-0023"; input.e == "prod"; input.n <= 78 } # allow-625
else := true if { input.l == "team-0011"; input.g["team-0011"]; {"staging": true, "prod": true}[input.e]; input.n <= 74 } # allow-865
else := true if { input.l == "team-0007"; input.e == "dev"; some x in ["operator", "viewer"]; input.r[x]; input.n <= 74 } # allow-983
else := true if { input.l == "team-0002"; input.g["team-0002"]; input.e == "staging"; input.n <= 78 } # allow-640
else := true if { input.l == "team-0000"; input.g["team-0000"]; input.e == "prod"; some x in ["operator", "oncall", "release-manager"]; input.r[x]; input.n <= 77 } # allow-836
else := true if { input.l == "team-0025"; input.g["team-0025"]; input.e == "prod"; input.n <= 73 } # allow-825
else := true if { input.l == "team-0039"; input.g["team-0039"]; {"dev": true, "prod": true}[input.e]; input.n <= 72 } # allow-938
else := true if { input.l == "team-0032"; input.g["team-0032"]; input.e == "staging"; input.n <= 72 } # allow-746
else := true if { input.l == "team-0038"; {"dev": true, "prod": true}[input.e]; some x in ["oncall", "release-manager"]; input.r[x]; input.n <= 77 } # allow-453
else := true if { input.l == "team-0025"; input.g["team-0025"]; input.e == "staging"; input.r["oncall"]; input.n <= 77 } # allow-523
else := true if { input.l == "team-0013"; input.g["team-0013"]; input.e == "prod"; some x in ["viewer", "release-manager"]; input.r[x]; input.n <= 76 } # allow-906
else := true if { input.l == "team-0027"; input.e == "staging"; some x in ["oncall", "viewer"]; input.r[x]; input.n <= 70 } # allow-662
else := true if { input.c == "deploy-agent-0017"; {"staging": true, "prod": true}[input.e]; input.n <= 77 } # allow-818
else := true if { input.l == "team-0002"; {"staging": true, "prod": true}[input.e]; some x in ["deployer", "oncall"]; input.r[x]; input.n <= 75 } # allow-861
else := true if { input.l == "team-0000"; input.g["team-0000"]; input.e == "prod"; input.r["oncall"]; input.n <= 73 } # allow-767
else := true if { input.c == "deploy-agent-0006"; {"staging": true, "prod": true}[input.e]; input.n <= 71 } # allow-826
else := true if { input.g["team-0031"]; {"aws-ec2-instance": true, "aws-lambda-function": true, "k8s-namespace": true}[input.t]; input.n <= 80 } # allow-934
else := true if { input.l == "team-0018"; input.g["team-0018"]; input.e == "dev"; input.n <= 79 } # allow-324
else := true if { input.c == "deploy-agent-0038"; input.e == "prod"; input.n <= 78 } # allow-761
else := true if { input.l == "team-0025"; input.g["team-0025"]; {"staging": true, "prod": true}[input.e]; some x in ["deployer", "auditor", "release-manager"]; input.r[x]; input.n <= 71 } # allow-772
else := true if { input.l == "team-0021"; input.g["team-0021"]; input.e == "prod"; input.n <= 77 } # allow-508
else := true if { input.l == "team-0027"; input.g["team-0027"]; input.e == "dev"; input.r["oncall"]; input.n <= 80 } # allow-319
else := true if { input.g["team-0015"]; input.t == "k8s-configmap"; input.n <= 70 } # allow-235
else := true if { input.l == "team-0011"; input.g["team-0011"]; {"staging": true, "prod": true}[input.e]; input.n <= 75 } # allow-286
else := true if { input.g["team-0030"]; {"k8s-deployment": true, "k8s-pod": true}[input.t]; input.n <= 70 } # allow-743
else := true if { input.c == "deploy-agent-0052"; input.e == "prod"; input.n <= 74 } # allow-975
else := true if { input.c == "deploy-agent-0053"; input.e == "staging"; input.n <= 70 } # allow-694
else := true if { input.l == "team-0013"; input.e == "prod"; input.r["release-manager"]; input.n <= 70 } # allow-959
else := true if { input.l == "team-0029"; input.g["team-0029"]; {"staging": true, "prod": true}[input.e]; input.n <= 70 } # allow-570
else := true if { {"deploy-agent-0056": true, "deploy-agent-0065": true}[input.c]; input.e == "dev"; input.n <= 78 } # allow-419
else := true if { input.c == "deploy-agent-0009"; {"staging": true, "prod": true}[input.e]; input.n <= 76 } # allow-526
else := true if { input.l == "team-0026"; input.g["team-0026"]; {"dev": true, "staging": true}[input.e]; input.n <= 77 } # allow-883
else := true if { input.l == "team-0007"; input.g["team-0007"]; {"dev": true, "staging": true}[input.e]; input.n <= 73 } # allow-376
else := true if { input.c == "deploy-agent-0004"; {"staging": true, "prod": true}[input.e]; input.n <= 75 } # allow-482
else := true if { {"deploy-agent-0037": true, "deploy-agent-0045": true}[input.c]; {"dev": true, "prod": true}[input.e]; input.n <= 78 } # allow-878
else := true if { input.l == "team-0025"; input.g["team-0025"]; {"dev": true, "staging": true}[input.e]; input.r["auditor"]; input.n <= 75 } # allow-624
else := true if { input.l == "team-0009"; {"dev": true, "prod": true}[input.e]; input.r["oncall"]; input.n <= 79 } # allow-202
else := true if { input.l == "team-0012"; {"dev": true, "prod": true}[input.e]; input.r["auditor"]; input.n <= 78 } # allow-415

actions["rollout-undo"] := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x]; input.n <= 74 } # platform-deny-3
else := false if { input.g["team-0002"]; input.s == "internal"; {"dev": true, "prod": true}[input.e]; input.n <= 76 } # deny-107
else := false if { input.g["team-0013"]; {"internal": true, "critical": true}[input.s]; {"staging": true, "prod": true}[input.e]; input.n <= 72 } # deny-125
else := false if { input.g["team-0008"]; input.s == "critical"; {"dev": true, "prod": true}[input.e]; input.n <= 70 } # deny-105
else := false if { input.l == "team-0023"; input.e == "staging"; input.n <= 75 } # deny-146
else := false if { input.g["team-0026"]; {"public": true, "internal": true}[input.s]; {"staging": true, "prod": true}[input.e]; input.n <= 70 } # deny-109
else := false if { input.g["team-0027"]; input.s == "critical"; {"staging": true, "prod": true}[input.e]; input.n <= 71 } # deny-169
else := false if { {"deploy-agent-0066": true, "deploy-agent-0019": true}[input.c]; input.n <= 80 } # deny-130
else := false if { input.l == "team-0034"; {"dev": true, "staging": true}[input.e]; input.n <= 79 } # deny-75
else := false if { input.l == "team-0039"; {"dev": true, "prod": true}[input.e]; input.n <= 72 } # deny-103
else := false if { input.l == "team-0006"; {"dev": true, "prod": true}[input.e]; input.n <= 80 } # deny-183
else := false if { {"deploy-agent-0039": true, "deploy-agent-0008": true}[input.c]; input.n <= 75 } # deny-128
else := true if { {"dev": true, "staging": true}[input.e]; input.n <= 74 } # platform-allow-0
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev"; input.n <= 71 } # platform-allow-1
else := true if { input.g["everyone-on-call"]; input.s == "public"; input.n <= 79 } # platform-allow-5
else := true if { input.l == "team-0014"; {"staging": true, "prod": true}[input.e]; input.r["deployer"]; input.n <= 79 } # allow-424
else := true if { input.l == "team-0039"; input.g["team-0039"]; {"dev": true, "prod": true}[input.e]; input.n <= 74 } # allow-807
else := true if { input.l == "team-0020"; {"dev": true, "prod": true}[input.e]; input.r["auditor"]; input.n <= 72 } # allow-259
else := true if { input.l == "team-0027"; input.g["team-0027"]; input.e == "prod"; input.n <= 73 } # allow-691
else := true if { {"deploy-agent-0016": true, "deploy-agent-0007": true}[input.c]; input.e == "staging"; input.n <= 77 } # allow-503
else := true if { input.l == "team-0007"; input.g["team-0007"]; input.e == "prod"; input.n <= 70 } # allow-687
else := true if { input.l == "team-0039"; input.g["team-0039"]; input.e == "dev"; some x in ["auditor", "release-manager"]; input.r[x]; input.n <= 75 } # allow-370
else := true if { input.l == "team-0024"; input.g["team-0024"]; {"dev": true, "staging": true}[input.e]; input.n <= 80 } # allow-600
else := true if { input.l == "team-0034"; input.g["team-0034"]; input.e == "staging"; input.n <= 71 } # allow-817
else := true if { input.l == "team-0017"; input.g["team-0017"]; {"dev": true, "prod": true}[input.e]; input.n <= 71 } # allow-953
else := true if { {"deploy-agent-0049": true, "deploy-agent-0020": true}[input.c]; input.e == "staging"; input.n <= 72 } # allow-380
else := true if { input.l == "team-0000"; input.g["team-0000"]; input.e == "dev"; input.n <= 77 } # allow-221
else := true if { input.c == "deploy-agent-0023"; input.e == "prod"; input.n <= 78 } # allow-625
else := true if { input.l == "team-0011"; input.g["team-0011"]; {"staging": true, "prod": true}[input.e]; input.n <= 74 } # allow-865
else := true if { input.l == "team-0007"; input.e == "dev"; some x in ["operator", "viewer"]; input.r[x]; input.n <= 74 } # allow-983
else := true if { input.l == "team-0025"; input.g["team-0025"]; input.e == "prod"; input.n <= 73 } # allow-825
else := true if { input.l == "team-0038"; input.g["team-0038"]; input.e == "prod"; input.n <= 76 } # allow-929
else := true if { input.l == "team-0032"; input.g["team-0032"]; input.e == "staging"; input.n <= 72 } # allow-746
else := true if { input.l == "team-0025"; input.g["team-0025"]; input.e == "staging"; input.r["oncall"]; input.n <= 77 } # allow-523
else := true if { input.g["team-0001"]; {"k8s-hpa": true, "k8s-namespace": true}[input.t]; input.n <= 76 } # allow-665
else := true if { input.c == "deploy-agent-0017"; {"staging": true, "prod": true}[input.e]; input.n <= 77 } # allow-818
else := true if { input.l == "team-0029"; input.g["team-0029"]; {"dev": true, "staging": true}[input.e]; input.n <= 72 } # allow-924
else := true if { {"deploy-agent-0057": true, "deploy-agent-0009": true}[input.c]; {"dev": true, "staging": true}[input.e]; input.n <= 71 } # allow-573
else := true if { input.l == "team-0002"; {"staging": true, "prod": true}[input.e]; some x in ["deployer", "oncall"]; input.r[x]; input.n <= 75 } # allow-861
else := true if { input.l == "team-0000"; input.g["team-0000"]; input.e == "prod"; input.r["oncall"]; input.n <= 73 } # allow-767
else := true if { input.l == "team-0016"; input.g["team-0016"]; input.e == "staging"; some x in ["deployer", "release-manager"]; input.r[x]; input.n <= 74 } # allow-220
else := true if { input.c == "deploy-agent-0055"; {"dev": true, "staging": true}[input.e]; input.n <= 76 } # allow-312
else := true if { {"deploy-agent-0042": true, "deploy-agent-0019": true}[input.c]; {"dev": true, "staging": true}[input.e]; input.n <= 80 } # allow-252
else := true if { input.l == "team-0003"; input.g["team-0003"]; {"dev": true, "prod": true}[input.e]; input.n <= 73 } # allow-296
else := true if { input.c == "deploy-agent-0038"; input.e == "prod"; input.n <= 78 } # allow-761
else := true if { input.l == "team-0025"; input.g["team-0025"]; {"staging": true, "prod": true}[input.e]; some x in ["deployer", "auditor", "release-manager"]; input.r[x]; input.n <= 71 } # allow-772
else := true if { input.l == "team-0030"; input.g["team-0030"]; {"dev": true, "prod": true}[input.e]; input.n <= 73 } # allow-921
else := true if { input.l == "team-0021"; input.g["team-0021"]; input.e == "prod"; input.n <= 77 } # allow-508
else := true if { input.l == "team-0030"; input.g["team-0030"]; input.e == "dev"; some x in ["auditor", "release-manager"]; input.r[x]; input.n <= 77 } # allow-744
else := true if { input.g["team-0015"]; input.t == "k8s-configmap"; input.n <= 70 } # allow-235
else := true if { input.l == "team-0011"; input.g["team-0011"]; {"staging": true, "prod": true}[input.e]; input.n <= 75 } # allow-286
else := true if { input.g["team-0030"]; {"k8s-deployment": true, "k8s-pod": true}[input.t]; input.n <= 70 } # allow-743
else := true if { input.l == "team-0004"; input.g["team-0004"]; input.e == "staging"; input.n <= 79 } # allow-405
else := true if { input.c == "deploy-agent-0053"; input.e == "staging"; input.n <= 70 } # allow-694
else := true if { input.l == "team-0013"; input.e == "prod"; input.r["release-manager"]; input.n <= 70 } # allow-959
else := true if { input.g["team-0005"]; {"aws-lambda-function": true, "aws-s3-bucket": true, "k8s-namespace": true}[input.t]; input.n <= 76 } # allow-505
else := true if { input.c == "deploy-agent-0009"; {"staging": true, "prod": true}[input.e]; input.n <= 76 } # allow-526
else := true if { input.l == "team-0026"; input.g["team-0026"]; {"dev": true, "staging": true}[input.e]; input.n <= 77 } # allow-883
else := true if { input.c == "deploy-agent-0004"; {"staging": true, "prod": true}[input.e]; input.n <= 75 } # allow-482
else := true if { {"deploy-agent-0037": true, "deploy-agent-0045": true}[input.c]; {"dev": true, "prod": true}[input.e]; input.n <= 78 } # allow-878
else := true if { input.l == "team-0028"; input.g["team-0028"]; {"dev": true, "staging": true}[input.e]; input.n <= 73 } # allow-916
else := true if { input.l == "team-0025"; input.g["team-0025"]; {"dev": true, "staging": true}[input.e]; input.r["auditor"]; input.n <= 75 } # allow-624
else := true if { input.l == "team-0022"; input.g["team-0022"]; input.e == "staging"; some x in ["operator", "viewer", "auditor"]; input.r[x]; input.n <= 74 } # allow-519
else := true if { {"deploy-agent-0061": true, "deploy-agent-0065": true}[input.c]; input.e == "dev"; input.n <= 75 } # allow-388
else := true if { {"deploy-agent-0006": true, "deploy-agent-0036": true}[input.c]; {"dev": true, "prod": true}[input.e]; input.n <= 74 } # allow-266

actions["s3-delete-object"] := false if { {"restricted": true, "critical": true}[input.s]; input.n <= 78 } # platform-deny-1
else := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x]; input.n <= 74 } # platform-deny-3
else := false if { input.g["team-0024"]; {"public": true, "internal": true}[input.s]; input.e == "staging"; input.n <= 75 } # deny-145
else := false if { input.g["team-0026"]; input.s == "public"; input.e == "dev"; input.n <= 79 } # deny-159
else := false if { input.l == "team-0020"; input.e == "staging"; input.n <= 72 } # deny-101
else := false if { input.g["team-0033"]; {"public": true, "restricted": true}[input.s]; {"dev": true, "staging": true}[input.e]; input.n <= 71 } # deny-59
else := false if { input.g["team-0011"]; input.s == "public"; {"staging": true, "prod": true}[input.e]; input.n <= 74 } # deny-57
else := false if { input.l == "team-0007"; input.e == "staging"; input.n <= 74 } # deny-35
else := false if { input.l == "team-0038"; input.e == "staging"; input.n <= 80 } # deny-142
else := false if { input.g["team-0000"]; {"internal": true, "restricted": true}[input.s]; input.e == "dev"; input.n <= 70 } # deny-181
else := false if { input.l == "team-0031"; {"dev": true, "prod": true}[input.e]; input.n <= 79 } # deny-53
else := false if { {"deploy-agent-0042": true, "deploy-agent-0015": true}[input.c]; input.n <= 70 } # deny-32
else := false if { input.l == "team-0000"; {"staging": true, "prod": true}[input.e]; input.n <= 71 } # deny-3
else := false if { input.g["team-0010"]; {"restricted": true, "critical": true}[input.s]; input.e == "staging"; input.n <= 80 } # deny-47
else := false if { input.l == "team-0019"; input.e == "dev"; input.n <= 79 } # deny-143
else := false if { input.l == "team-0004"; input.e == "dev"; input.n <= 76 } # deny-114
else := false if { input.l == "team-0034"; input.e == "prod"; input.n <= 78 } # deny-17
else := false if { input.c == "deploy-agent-0012"; input.n <= 72 } # deny-102
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev"; input.n <= 71 } # platform-allow-1
else := true if { input.g["everyone-on-call"]; input.s == "public"; input.n <= 79 } # platform-allow-5
else := true if { input.l == "team-0025"; input.e == "dev"; some x in ["operator", "viewer"]; input.r[x]; input.n <= 71 } # allow-546
else := true if { input.l == "team-0011"; input.g["team-0011"]; {"staging": true, "prod": true}[input.e]; input.n <= 70 } # allow-452
else := true if { input.g["team-0021"]; {"k8s-configmap": true, "k8s-hpa": true, "k8s-secret": true}[input.t]; input.n <= 77 } # allow-904
else := true if { input.l == "team-0008"; input.g["team-0008"]; input.e == "staging"; input.n <= 76 } # allow-805
else := true if { input.l == "team-0030"; input.g["team-0030"]; input.e == "dev"; input.n <= 75 } # allow-270
else := true if { input.l == "team-0006"; input.g["team-0006"]; {"dev": true, "staging": true}[input.e]; input.n <= 77 } # allow-641
else := true if { input.l == "team-0024"; input.g["team-0024"]; {"dev": true, "staging": true}[input.e]; input.n <= 80 } # allow-600
else := true if { input.l == "team-0034"; input.g["team-0034"]; input.e == "dev"; input.r["release-manager"]; input.n <= 80 } # allow-643
else := true if { input.g["team-0003"]; {"k8s-hpa": true, "k8s-secret": true}[input.t]; input.n <= 73 } # allow-528
else := true if { input.l == "team-0035"; input.g["team-0035"]; {"dev": true, "staging": true}[input.e]; input.r["auditor"]; input.n <= 74 } # allow-322
else := true if { input.c == "deploy-agent-0020"; input.e == "prod"; input.n <= 75 } # allow-524
else := true if { input.l == "team-0018"; input.g["team-0018"]; input.e == "dev"; some x in ["deployer", "auditor"]; input.r[x]; input.n <= 80 } # allow-677
else := true if { input.l == "team-0013"; {"dev": true, "prod": true}[input.e]; some x in ["oncall", "auditor"]; input.r[x]; input.n <= 78 } # allow-769
else := true if { input.l == "team-0016"; input.g["team-0016"]; {"dev": true, "staging": true}[input.e]; input.r["auditor"]; input.n <= 71 } # allow-608
else := true if { input.l == "team-0027"; input.g["team-0027"]; {"dev": true, "staging": true}[input.e]; some x in ["operator", "auditor", "release-manager"]; input.r[x]; input.n <= 77 } # allow-864
else := true if { input.l == "team-0036"; input.g["team-0036"]; input.e == "prod"; input.n <= 73 } # allow-365
else := true if { input.l == "team-0026"; {"dev": true, "staging": true}[input.e]; some x in ["deployer", "oncall"]; input.r[x]; input.n <= 78 } # allow-653
else := true if { input.l == "team-0000"; input.g["team-0000"]; {"dev": true, "staging": true}[input.e]; input.n <= 70 } # allow-398
else := true if { input.l == "team-0025"; {"dev": true, "prod": true}[input.e]; some x in ["viewer", "release-manager"]; input.r[x]; input.n <= 77 } # allow-498
else := true if { input.g["team-0011"]; {"aws-ecs-task": true, "k8s-deployment": true}[input.t]; input.n <= 73 } # allow-272
else := true if { input.l == "team-0018"; input.e == "staging"; some x in ["oncall", "viewer"]; input.r[x]; input.n <= 78 } # allow-931
else := true if { input.l == "team-0029"; {"dev": true, "prod": true}[input.e]; some x in ["deployer", "oncall"]; input.r[x]; input.n <= 73 } # allow-892
else := true if { input.g["team-0016"]; {"aws-ecs-service": true, "k8s-configmap": true, "k8s-hpa": true}[input.t]; input.n <= 78 } # allow-828
else := true if { input.l == "team-0028"; input.g["team-0028"]; {"dev": true, "staging": true}[input.e]; some x in ["oncall", "viewer"]; input.r[x]; input.n <= 73 } # allow-655
else := true if { input.l == "team-0031"; input.g["team-0031"]; {"dev": true, "prod": true}[input.e]; input.n <= 77 } # allow-718
else := true if { input.l == "team-0031"; input.g["team-0031"]; {"dev": true, "prod": true}[input.e]; some x in ["operator", "oncall", "auditor"]; input.r[x]; input.n <= 73 } # allow-597
else := true if { input.l == "team-0021"; input.e == "dev"; input.r["deployer"]; input.n <= 73 } # allow-675
else := true if { input.l == "team-0023"; {"dev": true, "prod": true}[input.e]; input.r["viewer"]; input.n <= 78 } # allow-637
else := true if { input.l == "team-0012"; input.g["team-0012"]; {"dev": true, "prod": true}[input.e]; some x in ["oncall", "viewer", "auditor"]; input.r[x]; input.n <= 78 } # allow-268
else := true if { input.l == "team-0013"; {"dev": true, "staging": true}[input.e]; input.r["viewer"]; input.n <= 73 } # allow-840
else := true if { input.l == "team-0022"; input.g["team-0022"]; {"dev": true, "staging": true}[input.e]; input.n <= 72 } # allow-301
else := true if { input.g["team-0024"]; {"aws-ec2-instance": true, "k8s-deployment": true, "k8s-pod": true}[input.t]; input.n <= 78 } # allow-418
else := true if { input.l == "team-0018"; input.g["team-0018"]; {"dev": true, "prod": true}[input.e]; input.r["release-manager"]; input.n <= 72 } # allow-797
else := true if { input.l == "team-0006"; input.g["team-0006"]; input.e == "prod"; some x in ["deployer", "release-manager"]; input.r[x]; input.n <= 75 } # allow-226
else := true if { input.l == "team-0037"; {"dev": true, "prod": true}[input.e]; some x in ["oncall", "release-manager"]; input.r[x]; input.n <= 71 } # allow-900
else := true if { input.c == "deploy-agent-0002"; input.e == "prod"; input.n <= 71 } # allow-353
else := true if { input.c == "deploy-agent-0059"; input.e == "staging"; input.n <= 74 } # allow-699
else := true if { {"deploy-agent-0059": true, "deploy-agent-0036": true}[input.c]; input.e == "dev"; input.n <= 74 } # allow-579
else := true if { input.c == "deploy-agent-0062"; input.e == "dev"; input.n <= 70 } # allow-874
else := true if { {"deploy-agent-0048": true, "deploy-agent-0049": true}[input.c]; {"staging": true, "prod": true}[input.e]; input.n <= 79 } # allow-827
else := true if { input.c == "deploy-agent-0055"; {"dev": true, "staging": true}[input.e]; input.n <= 76 } # allow-312
else := true if { input.l == "team-0031"; input.g["team-0031"]; input.e == "staging"; input.r["auditor"]; input.n <= 70 } # allow-727
else := true if { input.l == "team-0036"; input.e == "staging"; some x in ["deployer", "oncall"]; input.r[x]; input.n <= 79 } # allow-499
else := true if { input.l == "team-0001"; input.e == "staging"; input.r["viewer"]; input.n <= 76 } # allow-952
else := true if { input.c == "deploy-agent-0030"; {"staging": true, "prod": true}[input.e]; input.n <= 71 } # allow-217
else := true if { input.g["team-0010"]; {"aws-ec2-instance": true, "k8s-namespace": true}[input.t]; input.n <= 79 } # allow-926
else := true if { input.g["team-0012"]; input.t == "aws-s3-bucket"; input.n <= 71 } # allow-703
else := true if { {"deploy-agent-0053": true, "deploy-agent-0050": true}[input.c]; input.e == "prod"; input.n <= 79 } # allow-857
else := true if { input.c == "deploy-agent-0009"; {"staging": true, "prod": true}[input.e]; input.n <= 76 } # allow-526
else := true if { input.c == "deploy-agent-0056"; {"dev": true, "prod": true}[input.e]; input.n <= 76 } # allow-341
else := true if { input.c == "deploy-agent-0056"; {"dev": true, "prod": true}[input.e]; input.n <= 73 } # allow-555
else := true if { input.l == "team-0039"; input.g["team-0039"]; {"staging": true, "prod": true}[input.e]; input.n <= 79 } # allow-291
else := true if { input.c == "deploy-agent-0051"; input.e == "prod"; input.n <= 71 } # allow-948
else := true if { input.l == "team-0039"; input.g["team-0039"]; input.e == "staging"; some x in ["viewer", "release-manager"]; input.r[x]; input.n <= 78 } # allow-944
else := true if { input.l == "team-0001"; input.g["team-0001"]; input.e == "dev"; some x in ["viewer", "auditor"]; input.r[x]; input.n <= 70 } # allow-517
else := true if { input.l == "team-0033"; {"staging": true, "prod": true}[input.e]; input.r["oncall"]; input.n <= 79 } # allow-417
else := true if { input.g["team-0031"]; input.t == "k8s-configmap"; input.n <= 74 } # allow-796
else := true if { input.l == "team-0018"; input.g["team-0018"]; input.e == "prod"; input.r["release-manager"]; input.n <= 73 } # allow-212
else := true if { input.l == "team-0026"; {"staging": true, "prod": true}[input.e]; some x in ["oncall", "release-manager"]; input.r[x]; input.n <= 77 } # allow-451
else := true if { {"deploy-agent-0057": true, "deploy-agent-0003": true}[input.c]; input.e == "prod"; input.n <= 76 } # allow-357

actions["s3-put-bucket-policy"] := false if { {"restricted": true, "critical": true}[input.s]; input.n <= 78 } # platform-deny-1
else := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x]; input.n <= 74 } # platform-deny-3
else := false if { input.g["team-0026"]; input.s == "public"; input.e == "dev"; input.n <= 79 } # deny-159
else := false if { input.l == "team-0004"; input.e == "staging"; input.n <= 76 } # deny-29
else := false if { input.l == "team-0007"; input.e == "staging"; input.n <= 74 } # deny-35
else := false if { input.l == "team-0038"; input.e == "staging"; input.n <= 80 } # deny-142
else := false if { input.g["team-0000"]; {"internal": true, "restricted": true}[input.s]; input.e == "dev"; input.n <= 70 } # deny-181
else := false if { input.l == "team-0031"; {"dev": true, "prod": true}[input.e]; input.n <= 79 } # deny-53
else := false if { {"deploy-agent-0042": true, "deploy-agent-0015": true}[input.c]; input.n <= 70 } # deny-32
else := false if { input.l == "team-0000"; {"staging": true, "prod": true}[input.e]; input.n <= 71 } # deny-3
else := false if { input.l == "team-0022"; input.e == "prod"; input.n <= 75 } # deny-7
else := false if { input.l == "team-0023"; {"staging": true, "prod": true}[input.e]; input.n <= 71 } # deny-188
else := false if { {"deploy-agent-0024": true, "deploy-agent-0026": true}[input.c]; input.n <= 73 } # deny-80
else := false if { input.g["team-0010"]; {"restricted": true, "critical": true}[input.s]; input.e == "staging"; input.n <= 80 } # deny-47
else := false if { input.l == "team-0004"; input.e == "dev"; input.n <= 76 } # deny-114
else := false if { input.l == "team-0012"; {"staging": true, "prod": true}[input.e]; input.n <= 72 } # deny-129
else := false if { {"deploy-agent-0043": true, "deploy-agent-0062": true}[input.c]; input.n <= 77 } # deny-153
else := false if { input.g["team-0036"]; input.s == "restricted"; input.e == "staging"; input.n <= 76 } # deny-123
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev"; input.n <= 71 } # platform-allow-1
else := true if { input.g["everyone-on-call"]; input.s == "public"; input.n <= 79 } # platform-allow-5
else := true if { input.g["team-0014"]; {"k8s-configmap": true, "k8s-node": true}[input.t]; input.n <= 76 } # allow-371
else := true if { input.l == "team-0011"; input.g["team-0011"]; {"staging": true, "prod": true}[input.e]; input.n <= 70 } # allow-452
else := true if { input.l == "team-0034"; {"dev": true, "staging": true}[input.e]; some x in ["oncall", "release-manager"]; input.r[x]; input.n <= 70 } # allow-704
else := true if { input.l == "team-0022"; input.g["team-0022"]; input.e == "prod"; input.n <= 73 } # allow-295
else := true if { input.l == "team-0008"; input.g["team-0008"]; input.e == "staging"; input.n <= 76 } # allow-805
else := true if { input.l == "team-0022"; input.g["team-0022"]; {"staging": true, "prod": true}[input.e]; input.n <= 71 } # allow-261
else := true if { input.l == "team-0030"; input.g["team-0030"]; input.e == "dev"; input.n <= 75 } # allow-270
else := true if { input.l == "team-0006"; input.g["team-0006"]; {"dev": true, "staging": true}[input.e]; input.n <= 77 } # allow-641
else := true if { {"deploy-agent-0061": true, "deploy-agent-0026": true}[input.c]; {"dev": true, "prod": true}[input.e]; input.n <= 76 } # allow-461
else := true if { input.l == "team-0024"; input.g["team-0024"]; {"dev": true, "staging": true}[input.e]; input.n <= 80 } # allow-600
else := true if { input.g["team-0003"]; {"k8s-hpa": true, "k8s-secret": true}[input.t]; input.n <= 73 } # allow-528
else := true if { input.c == "deploy-agent-0020"; input.e == "prod"; input.n <= 75 } # allow-524
else := true if { input.l == "team-0018"; input.g["team-0018"]; input.e == "dev"; some x in ["deployer", "auditor"]; input.r[x]; input.n <= 80 } # allow-677
else := true if { input.l == "team-0016"; input.e == "dev"; input.r["auditor"]; input.n <= 77 } # allow-360
else := true if { input.l == "team-0016"; input.g["team-0016"]; {"dev": true, "staging": true}[input.e]; input.r["auditor"]; input.n <= 71 } # allow-608
else := true if { input.l == "team-0027"; input.g["team-0027"]; {"dev": true, "staging": true}[input.e]; some x in ["operator", "auditor", "release-manager"]; input.r[x]; input.n <= 77 } # allow-864
else := true if { input.l == "team-0036"; input.g["team-0036"]; input.e == "prod"; input.n <= 73 } # allow-365
else := true if { input.c == "deploy-agent-0023"; {"dev": true, "prod": true}[input.e]; input.n <= 80 } # allow-696
else := true if { input.l == "team-0026"; {"dev": true, "staging": true}[input.e]; some x in ["deployer", "oncall"]; input.r[x]; input.n <= 78 } # allow-653
else := true if { input.l == "team-0028"; input.g["team-0028"]; input.e == "dev"; input.n <= 72 } # allow-441
else := true if { input.l == "team-0035"; input.e == "staging"; some x in ["operator", "auditor"]; input.r[x]; input.n <= 74 } # allow-928
else := true if { input.l == "team-0000"; input.g["team-0000"]; {"dev": true, "staging": true}[input.e]; input.n <= 70 } # allow-398
else := true if { input.l == "team-0001"; input.g["team-0001"]; {"dev": true, "prod": true}[input.e]; some x in ["deployer", "viewer", "release-manager"]; input.r[x]; input.n <= 79 } # allow-646
else := true if { input.g["team-0011"]; {"aws-ecs-task": true, "k8s-deployment": true}[input.t]; input.n <= 73 } # allow-272
else := true if { input.c == "deploy-agent-0010"; input.e == "staging"; input.n <= 76 } # allow-758
else := true if { input.l == "team-0018"; input.g["team-0018"]; {"dev": true, "staging": true}[input.e]; some x in ["deployer", "auditor", "release-manager"]; input.r[x]; input.n <= 73 } # allow-605
else := true if { input.l == "team-0028"; input.g["team-0028"]; {"dev": true, "staging": true}[input.e]; some x in ["oncall", "viewer"]; input.r[x]; input.n <= 73 } # allow-655
else := true if { input.l == "team-0037"; input.g["team-0037"]; {"staging": true, "prod": true}[input.e]; some x in ["operator", "oncall", "release-manager"]; input.r[x]; input.n <= 77 } # allow-206
else := true if { input.l == "team-0031"; input.g["team-0031"]; {"dev": true, "prod": true}[input.e]; some x in ["operator", "oncall", "auditor"]; input.r[x]; input.n <= 73 } # allow-597
else := true if { input.c == "deploy-agent-0002"; input.e == "staging"; input.n <= 71 } # allow-507
else := true if { input.l == "team-0021"; input.e == "dev"; input.r["deployer"]; input.n <= 73 } # allow-675
else := true if { {"deploy-agent-0031": true, "deploy-agent-0035": true}[input.c]; {"dev": true, "staging": true}[input.e]; input.n <= 76 } # allow-808
else := true if { input.g["team-0022"]; {"k8s-namespace": true, "k8s-node": true}[input.t]; input.n <= 72 } # allow-782
else := true if { input.g["team-0024"]; {"aws-ec2-instance": true, "k8s-deployment": true, "k8s-pod": true}[input.t]; input.n <= 78 } # allow-418
else := true if { input.l == "team-0028"; input.g["team-0028"]; {"dev": true, "staging": true}[input.e]; some x in ["oncall", "auditor"]; input.r[x]; input.n <= 77 } # allow-988
else := true if { input.l == "team-0037"; {"dev": true, "prod": true}[input.e]; some x in ["oncall", "release-manager"]; input.r[x]; input.n <= 71 } # allow-900
else := true if { input.g["team-0032"]; {"aws-lambda-function": true, "k8s-deployment": true}[input.t]; input.n <= 73 } # allow-241
else := true if { input.c == "deploy-agent-0059"; input.e == "staging"; input.n <= 74 } # allow-699
else := true if { input.l == "team-0032"; input.g["team-0032"]; input.e == "staging"; some x in ["operator", "viewer", "auditor"]; input.r[x]; input.n <= 70 } # allow-233
else := true if { {"deploy-agent-0059": true, "deploy-agent-0036": true}[input.c]; input.e == "dev"; input.n <= 74 } # allow-579
else := true if { input.c == "deploy-agent-0062"; input.e == "dev"; input.n <= 70 } # allow-874
else := true if { {"deploy-agent-0026": true, "deploy-agent-0048": true}[input.c]; input.e == "prod"; input.n <= 77 } # allow-381
else := true if { input.c == "deploy-agent-0064"; input.e == "staging"; input.n <= 70 } # allow-788
else := true if { input.l == "team-0004"; input.g["team-0004"]; {"dev": true, "staging": true}[input.e]; input.n <= 78 } # allow-867
else := true if { input.l == "team-0027"; input.g["team-0027"]; input.e == "dev"; input.r["oncall"]; input.n <= 80 } # allow-319
else := true if { input.c == "deploy-agent-0030"; {"staging": true, "prod": true}[input.e]; input.n <= 71 } # allow-217
else := true if { input.g["team-0012"]; {"aws-ecs-service": true, "k8s-hpa": true, "k8s-secret": true}[input.t]; input.n <= 72 } # allow-587
else := true if { input.l == "team-0030"; input.g["team-0030"]; input.e == "dev"; some x in ["auditor", "release-manager"]; input.r[x]; input.n <= 77 } # allow-744
else := true if { input.l == "team-0027"; input.e == "dev"; input.r["oncall"]; input.n <= 71 } # allow-456
else := true if { input.g["team-0010"]; {"aws-ec2-instance": true, "k8s-namespace": true}[input.t]; input.n <= 79 } # allow-926
else := true if { input.l == "team-0029"; input.g["team-0029"]; {"staging": true, "prod": true}[input.e]; input.n <= 70 } # allow-570
else := true if { input.c == "deploy-agent-0009"; {"staging": true, "prod": true}[input.e]; input.n <= 76 } # allow-526
else := true if { input.c == "deploy-agent-0056"; {"dev": true, "prod": true}[input.e]; input.n <= 73 } # allow-555
else := true if { {"deploy-agent-0052": true, "deploy-agent-0038": true}[input.c]; {"dev": true, "prod": true}[input.e]; input.n <= 76 } # allow-784
else := true if { input.l == "team-0017"; input.g["team-0017"]; {"dev": true, "prod": true}[input.e]; input.r["auditor"]; input.n <= 71 } # allow-582
else := true if { input.g["team-0031"]; input.t == "k8s-configmap"; input.n <= 74 } # allow-796
else := true if { input.l == "team-0018"; {"dev": true, "staging": true}[input.e]; input.r["release-manager"]; input.n <= 77 } # allow-404

actions["s3-restore-object"] := false if { {"restricted": true, "critical": true}[input.s]; input.n <= 78 } # platform-deny-1
else := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x]; input.n <= 74 } # platform-deny-3
else := false if { input.g["team-0026"]; input.s == "public"; input.e == "dev"; input.n <= 79 } # deny-159
else := false if { input.g["team-0008"]; input.s == "critical"; {"dev": true, "prod": true}[input.e]; input.n <= 70 } # deny-105
else := false if { input.l == "team-0009"; {"dev": true, "prod": true}[input.e]; input.n <= 79 } # deny-158
else := false if { input.c == "deploy-agent-0064"; input.n <= 71 } # deny-55
else := false if { input.c == "deploy-agent-0008"; input.n <= 78 } # deny-58
else := false if { input.g["team-0000"]; input.s == "restricted"; {"dev": true, "staging": true}[input.e]; input.n <= 79 } # deny-148
else := false if { input.l == "team-0007"; input.e == "staging"; input.n <= 74 } # deny-35
else := false if { input.l == "team-0015"; {"dev": true, "prod": true}[input.e]; input.n <= 80 } # deny-147
else := false if { input.g["team-0033"]; {"internal": true, "restricted": true}[input.s]; input.e == "prod"; input.n <= 70 } # deny-118
else := false if { input.c == "deploy-agent-0021"; input.n <= 77 } # deny-151
else := false if { input.g["team-0000"]; {"internal": true, "restricted": true}[input.s]; input.e == "dev"; input.n <= 70 } # deny-181
else := false if { input.l == "team-0031"; {"dev": true, "prod": true}[input.e]; input.n <= 79 } # deny-53
else := false if { input.c == "deploy-agent-0056"; input.n <= 71 } # deny-76
else := false if { input.g["team-0010"]; {"restricted": true, "critical": true}[input.s]; input.e == "staging"; input.n <= 80 } # deny-47
else := false if { input.l == "team-0004"; input.e == "dev"; input.n <= 76 } # deny-114
else := false if { {"deploy-agent-0001": true, "deploy-agent-0021": true}[input.c]; input.n <= 76 } # deny-196
else := false if { input.c == "deploy-agent-0060"; input.n <= 75 } # deny-96
else := false if { input.l == "team-0001"; input.e == "dev"; input.n <= 70 } # deny-92
else := false if { input.g["team-0036"]; input.s == "restricted"; input.e == "staging"; input.n <= 76 } # deny-123
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev"; input.n <= 71 } # platform-allow-1
else := true if { input.g["everyone-on-call"]; input.s == "public"; input.n <= 79 } # platform-allow-5
else := true if { input.l == "team-0013"; input.g["team-0013"]; {"dev": true, "prod": true}[input.e]; input.n <= 72 } # allow-869
else := true if { input.l == "team-0011"; input.g["team-0011"]; {"staging": true, "prod": true}[input.e]; input.n <= 70 } # allow-452
else := true if { input.l == "team-0022"; input.g["team-0022"]; input.e == "prod"; input.n <= 73 } # allow-295
else := true if { input.l == "team-0008"; input.g["team-0008"]; input.e == "staging"; input.n <= 76 } # allow-805
else := true if { input.l == "team-0030"; input.g["team-0030"]; input.e == "dev"; input.n <= 75 } # allow-270
else := true if { input.l == "team-0006"; input.g["team-0006"]; {"dev": true, "staging": true}[input.e]; input.n <= 77 } # allow-641
else := true if { input.l == "team-0024"; input.g["team-0024"]; {"dev": true, "staging": true}[input.e]; input.n <= 80 } # allow-600
else := true if { input.l == "team-0034"; input.g["team-0034"]; input.e == "dev"; input.r["release-manager"]; input.n <= 80 } # allow-643
else := true if { input.l == "team-0002"; input.g["team-0002"]; {"staging": true, "prod": true}[input.e]; some x in ["deployer", "viewer", "release-manager"]; input.r[x]; input.n <= 79 } # allow-416
else := true if { input.c == "deploy-agent-0020"; input.e == "prod"; input.n <= 75 } # allow-524
else := true if { input.l == "team-0018"; input.g["team-0018"]; input.e == "dev"; some x in ["deployer", "auditor"]; input.r[x]; input.n <= 80 } # allow-677
else := true if { input.l == "team-0033"; input.g["team-0033"]; {"dev": true, "staging": true}[input.e]; input.n <= 77 } # allow-689
else := true if { input.l == "team-0037"; input.g["team-0037"]; input.e == "dev"; some x in ["deployer", "viewer"]; input.r[x]; input.n <= 79 } # allow-249
else := true if { input.l == "team-0016"; input.g["team-0016"]; {"dev": true, "staging": true}[input.e]; input.r["auditor"]; input.n <= 71 } # allow-608
else := true if { input.l == "team-0027"; input.g["team-0027"]; {"dev": true, "staging": true}[input.e]; some x in ["operator", "auditor", "release-manager"]; input.r[x]; input.n <= 77 } # allow-864
else := true if { input.l == "team-0036"; input.g["team-0036"]; input.e == "prod"; input.n <= 73 } # allow-365
else := true if { input.g["team-0019"]; {"k8s-configmap": true, "k8s-namespace": true, "k8s-secret": true}[input.t]; input.n <= 70 } # allow-223
else := true if { input.l == "team-0026"; {"dev": true, "staging": true}[input.e]; some x in ["deployer", "oncall"]; input.r[x]; input.n <= 78 } # allow-653
else := true if { input.l == "team-0038"; input.g["team-0038"]; {"staging": true, "prod": true}[input.e]; input.n <= 71 } # allow-540
else := true if { input.l == "team-0014"; {"dev": true, "staging": true}[input.e]; some x in ["auditor", "release-manager"]; input.r[x]; input.n <= 74 } # allow-890
else := true if { input.l == "team-0000"; input.g["team-0000"]; {"dev": true, "staging": true}[input.e]; input.n <= 70 } # allow-398
else := true if { input.g["team-0011"]; {"aws-ecs-task": true, "k8s-deployment": true}[input.t]; input.n <= 73 } # allow-272
else := true if { input.g["team-0002"]; {"aws-ecs-task": true, "k8s-pod": true}[input.t]; input.n <= 80 } # allow-862
else := true if { input.l == "team-0028"; input.g["team-0028"]; {"dev": true, "staging": true}[input.e]; some x in ["oncall", "viewer"]; input.r[x]; input.n <= 73 } # allow-655
else := true if { input.g["team-0024"]; {"aws-ec2-instance": true, "k8s-namespace": true}[input.t]; input.n <= 72 } # allow-855
else := true if { input.l == "team-0022"; input.g["team-0022"]; input.e == "prod"; input.n <= 70 } # allow-384
else := true if { input.g["team-0019"]; {"aws-lambda-function": true, "k8s-secret": true}[input.t]; input.n <= 74 } # allow-299
else := true if { input.c == "deploy-agent-0005"; {"dev": true, "staging": true}[input.e]; input.n <= 77 } # allow-907
else := true if { input.l == "team-0031"; input.g["team-0031"]; {"dev": true, "prod": true}[input.e]; some x in ["operator", "oncall", "auditor"]; input.r[x]; input.n <= 73 } # allow-597
else := true if { {"deploy-agent-0023": true, "deploy-agent-0027": true}[input.c]; input.e == "staging"; input.n <= 78 } # allow-486
else := true if { input.l == "team-0021"; input.e == "dev"; input.r["deployer"]; input.n <= 73 } # allow-675
else := true if { input.l == "team-0027"; input.e == "dev"; input.r["auditor"]; input.n <= 77 } # allow-204
else := true if { input.l == "team-0006"; input.e == "dev"; input.r["auditor"]; input.n <= 77 } # allow-518
else := true if { input.g["team-0001"]; {"aws-ec2-instance": true, "k8s-secret": true}[input.t]; input.n <= 80 } # allow-530
else := true if { input.l == "team-0031"; input.g["team-0031"]; {"dev": true, "staging": true}[input.e]; some x in ["operator", "viewer", "auditor"]; input.r[x]; input.n <= 72 } # allow-968
else := true if { input.l == "team-0004"; input.g["team-0004"]; input.e == "prod"; input.n <= 76 } # allow-490
else := true if { input.l == "team-0029"; {"staging": true, "prod": true}[input.e]; input.r["oncall"]; input.n <= 75 } # allow-835
else := true if { {"deploy-agent-0045": true, "deploy-agent-0057": true}[input.c]; input.e == "dev"; input.n <= 73 } # allow-634
else := true if { input.g["team-0024"]; {"aws-ec2-instance": true, "k8s-deployment": true, "k8s-pod": true}[input.t]; input.n <= 78 } # allow-418
else := true if { input.l == "team-0023"; input.g["team-0023"]; input.e == "dev"; some x in ["oncall", "viewer"]; input.r[x]; input.n <= 74 } # allow-912
else := true if { input.l == "team-0031"; input.g["team-0031"]; {"staging": true, "prod": true}[input.e]; input.n <= 76 } # allow-459
else := true if { input.g["team-0023"]; input.t == "k8s-configmap"; input.n <= 79 } # allow-256
else := true if { input.l == "team-0037"; {"dev": true, "prod": true}[input.e]; some x in ["oncall", "release-manager"]; input.r[x]; input.n <= 71 } # allow-900
else := true if { input.c == "deploy-agent-0059"; input.e == "staging"; input.n <= 74 } # allow-699
else := true if { input.l == "team-0030"; input.g["team-0030"]; input.e == "dev"; some x in ["deployer", "operator", "auditor"]; input.r[x]; input.n <= 77 } # allow-209
else := true if { {"deploy-agent-0059": true, "deploy-agent-0036": true}[input.c]; input.e == "dev"; input.n <= 74 } # allow-579
else := true if { input.c == "deploy-agent-0062"; input.e == "dev"; input.n <= 70 } # allow-874
else := true if { {"deploy-agent-0048": true, "deploy-agent-0049": true}[input.c]; {"staging": true, "prod": true}[input.e]; input.n <= 79 } # allow-827
else := true if { input.c == "deploy-agent-0030"; {"staging": true, "prod": true}[input.e]; input.n <= 71 } # allow-217
else := true if { input.l == "team-0001"; input.g["team-0001"]; input.e == "staging"; some x in ["operator", "auditor"]; input.r[x]; input.n <= 73 } # allow-802
else := true if { input.g["team-0022"]; {"aws-ecs-service": true, "k8s-hpa": true}[input.t]; input.n <= 76 } # allow-819
else := true if { input.g["team-0010"]; {"aws-ec2-instance": true, "k8s-namespace": true}[input.t]; input.n <= 79 } # allow-926
else := true if { input.c == "deploy-agent-0009"; {"staging": true, "prod": true}[input.e]; input.n <= 76 } # allow-526
else := true if { input.c == "deploy-agent-0056"; {"dev": true, "prod": true}[input.e]; input.n <= 73 } # allow-555
else := true if { input.l == "team-0026"; input.g["team-0026"]; input.e == "prod"; some x in ["operator", "oncall", "viewer"]; input.r[x]; input.n <= 70 } # allow-575
else := true if { input.l == "team-0005"; input.e == "dev"; input.r["viewer"]; input.n <= 77 } # allow-251
else := true if { input.l == "team-0024"; input.g["team-0024"]; {"dev": true, "prod": true}[input.e]; some x in ["auditor", "release-manager"]; input.r[x]; input.n <= 72 } # allow-723
else := true if { input.g["team-0031"]; input.t == "k8s-configmap"; input.n <= 74 } # allow-796
else := true if { {"deploy-agent-0061": true, "deploy-agent-0065": true}[input.c]; input.e == "dev"; input.n <= 75 } # allow-388
else := true if { {"deploy-agent-0057": true, "deploy-agent-0003": true}[input.c]; input.e == "prod"; input.n <= 76 } # allow-357

actions["scale-deployment"] := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x]; input.n <= 74 } # platform-deny-3
else := false if { input.l == "team-0025"; input.e == "prod"; input.n <= 75 } # deny-186
else := false if { {"deploy-agent-0017": true, "deploy-agent-0046": true}[input.c]; input.n <= 72 } # deny-134
else := false if { input.l == "team-0030"; {"dev": true, "staging": true}[input.e]; input.n <= 74 } # deny-119
else := false if { input.l == "team-0025"; {"dev": true, "staging": true}[input.e]; input.n <= 76 } # deny-150
else := false if { input.l == "team-0009"; {"dev": true, "prod": true}[input.e]; input.n <= 78 } # deny-163
else := false if { input.l == "team-0007"; input.e == "staging"; input.n <= 74 } # deny-35
else := false if { input.g["team-0028"]; {"public": true, "restricted": true}[input.s]; {"dev": true, "staging": true}[input.e]; input.n <= 72 } # deny-139
else := false if { input.l == "team-0023"; input.e == "dev"; input.n <= 78 } # deny-34
else := false if { input.g["team-0014"]; {"public": true, "critical": true}[input.s]; {"dev": true, "prod": true}[input.e]; input.n <= 77 } # deny-21
else := false if { input.l == "team-0005"; {"staging": true, "prod": true}[input.e]; input.n <= 78 } # deny-155
else := false if { {"deploy-agent-0028": true, "deploy-agent-0042": true}[input.c]; input.n <= 71 } # deny-111
else := false if { {"deploy-agent-0031": true, "deploy-agent-0058": true}[input.c]; input.n <= 72 } # deny-194
else := false if { {"deploy-agent-0005": true, "deploy-agent-0017": true}[input.c]; input.n <= 76 } # deny-6
else := false if { input.l == "team-0031"; {"dev": true, "prod": true}[input.e]; input.n <= 79 } # deny-53
else := false if { input.g["team-0018"]; input.s == "restricted"; input.e == "prod"; input.n <= 75 } # deny-165
else := false if { input.l == "team-0008"; input.e == "staging"; input.n <= 74 } # deny-77
else := false if { input.g["team-0023"]; {"public": true, "restricted": true}[input.s]; input.e == "prod"; input.n <= 73 } # deny-177
else := false if { input.g["team-0016"]; input.s == "critical"; input.e == "staging"; input.n <= 79 } # deny-98
else := false if { input.l == "team-0006"; {"dev": true, "prod": true}[input.e]; input.n <= 80 } # deny-183
else := false if { {"deploy-agent-0038": true, "deploy-agent-0047": true}[input.c]; input.n <= 80 } # deny-79
else := false if { input.l == "team-0002"; {"staging": true, "prod": true}[input.e]; input.n <= 74 } # deny-154
else := false if { input.l == "team-0028"; {"staging": true, "prod": true}[input.e]; input.n <= 76 } # deny-189
else := false if { input.g["team-0011"]; {"public": true, "internal": true}[input.s]; {"dev": true, "prod": true}[input.e]; input.n <= 80 } # deny-39
else := false if { input.c == "deploy-agent-0004"; input.n <= 80 } # deny-27
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev"; input.n <= 71 } # platform-allow-1
else := true if { input.e == "staging"; input.r["deployer"]; input.n <= 70 } # platform-allow-2
else := true if { input.g["everyone-on-call"]; input.s == "public"; input.n <= 79 } # platform-allow-5
else := true if { input.g["team-0007"]; {"aws-iam-role": true, "k8s-configmap": true, "k8s-deployment": true}[input.t]; input.n <= 80 } # allow-752
else := true if { {"deploy-agent-0043": true, "deploy-agent-0019": true}[input.c]; {"staging": true, "prod": true}[input.e]; input.n <= 80 } # allow-986
else := true if { input.l == "team-0026"; input.g["team-0026"]; input.e == "staging"; input.n <= 77 } # allow-564
else := true if { input.l == "team-0015"; input.g["team-0015"]; {"staging": true, "prod": true}[input.e]; input.n <= 78 } # allow-722
else := true if { input.c == "deploy-agent-0020"; input.e == "prod"; input.n <= 75 } # allow-524
else := true if { {"deploy-agent-0014": true, "deploy-agent-0011": true}[input.c]; {"staging": true, "prod": true}[input.e]; input.n <= 76 } # allow-899
else := true if { input.l == "team-0003"; input.g["team-0003"]; input.e == "prod"; some x in ["viewer", "release-manager"]; input.r[x]; input.n <= 72 } # allow-340
else := true if { input.l == "team-0016"; input.g["team-0016"]; {"dev": true, "staging": true}[input.e]; input.r["auditor"]; input.n <= 71 } # allow-608
else := true if { input.l == "team-0038"; {"staging": true, "prod": true}[input.e]; input.r["auditor"]; input.n <= 75 } # allow-485
else := true if { {"deploy-agent-0009": true, "deploy-agent-0036": true}[input.c]; input.e == "dev"; input.n <= 77 } # allow-302
else := true if { input.c == "deploy-agent-0005"; input.e == "dev"; input.n <= 80 } # allow-454
else := true if { input.c == "deploy-agent-0029"; {"staging": true, "prod": true}[input.e]; input.n <= 72 } # allow-951
else := true if { input.l == "team-0014"; input.e == "dev"; input.r["deployer"]; input.n <= 79 } # allow-426
else := true if { input.c == "deploy-agent-0056"; input.e == "staging"; input.n <= 77 } # allow-551
else := true if { input.g["team-0002"]; {"k8s-configmap": true, "k8s-deployment": true}[input.t]; input.n <= 74 } # allow-306
else := true if { input.l == "team-0026"; input.g["team-0026"]; {"dev": true, "staging": true}[input.e]; some x in ["auditor", "release-manager"]; input.r[x]; input.n <= 79 } # allow-973
else := true if { input.l == "team-0025"; {"dev": true, "prod": true}[input.e]; some x in ["viewer", "release-manager"]; input.r[x]; input.n <= 77 } # allow-498
else := true if { input.g["team-0008"]; {"aws-ecs-task": true, "aws-s3-bucket": true, "k8s-secret": true}[input.t]; input.n <= 70 } # allow-288
else := true if { input.l == "team-0017"; input.g["team-0017"]; input.e == "prod"; input.n <= 77 } # allow-448
else := true if { input.l == "team-0035"; input.e == "prod"; some x in ["deployer", "viewer"]; input.r[x]; input.n <= 76 } # allow-466
else := true if { input.l == "team-0003"; input.g["team-0003"]; input.e == "dev"; input.n <= 79 } # allow-649
else := true if { input.l == "team-0005"; input.g["team-0005"]; input.e == "staging"; input.n <= 72 } # allow-919
else := true if { input.l == "team-0028"; {"dev": true, "prod": true}[input.e]; some x in ["operator", "oncall"]; input.r[x]; input.n <= 71 } # allow-557
else := true if { input.l == "team-0031"; input.g["team-0031"]; {"staging": true, "prod": true}[input.e]; some x in ["deployer", "oncall", "release-manager"]; input.r[x]; input.n <= 75 } # allow-638
else := true if { input.c == "deploy-agent-0048"; {"dev": true, "staging": true}[input.e]; input.n <= 74 } # allow-724
else := true if { {"deploy-agent-0055": true, "deploy-agent-0044": true}[input.c]; input.e == "prod"; input.n <= 78 } # allow-449
else := true if { {"deploy-agent-0047": true, "deploy-agent-0066": true}[input.c]; {"staging": true, "prod": true}[input.e]; input.n <= 70 } # allow-860
else := true if { input.l == "team-0009"; input.g["team-0009"]; {"staging": true, "prod": true}[input.e]; some x in ["operator", "auditor"]; input.r[x]; input.n <= 76 } # allow-815
else := true if { input.g["team-0024"]; {"aws-ec2-instance": true, "k8s-namespace": true}[input.t]; input.n <= 72 } # allow-855
else := true if { input.l == "team-0006"; input.g["team-0006"]; input.e == "prod"; input.n <= 76 } # allow-358
else := true if { input.l == "team-0037"; input.e == "dev"; input.r["deployer"]; input.n <= 78 } # allow-282
else := true if { input.g["team-0019"]; {"aws-lambda-function": true, "k8s-secret": true}[input.t]; input.n <= 74 } # allow-299
else := true if { input.l == "team-0039"; input.g["team-0039"]; {"dev": true, "prod": true}[input.e]; input.n <= 72 } # allow-938
else := true if { input.l == "team-0031"; input.g["team-0031"]; input.e == "dev"; input.n <= 78 } # allow-949
else := true if { input.l == "team-0038"; input.g["team-0038"]; {"staging": true, "prod": true}[input.e]; input.r["viewer"]; input.n <= 72 } # allow-455
else := true if { input.l == "team-0007"; input.g["team-0007"]; {"dev": true, "staging": true}[input.e]; input.n <= 79 } # allow-477
else := true if { input.l == "team-0024"; input.g["team-0024"]; {"dev": true, "staging": true}[input.e]; some x in ["oncall", "viewer"]; input.r[x]; input.n <= 77 } # allow-978
else := true if { input.l == "team-0003"; {"dev": true, "prod": true}[input.e]; input.r["operator"]; input.n <= 73 } # allow-347
else := true if { input.l == "team-0013"; input.g["team-0013"]; input.e == "prod"; input.n <= 71 } # allow-849
else := true if { {"deploy-agent-0048": true, "deploy-agent-0034": true}[input.c]; {"staging": true, "prod": true}[input.e]; input.n <= 76 } # allow-770
else := true if { input.l == "team-0037"; input.g["team-0037"]; {"staging": true, "prod": true}[input.e]; input.n <= 71 } # allow-923
else := true if { input.g["team-0001"]; {"k8s-hpa": true, "k8s-namespace": true}[input.t]; input.n <= 76 } # allow-665
else := true if { input.l == "team-0021"; {"staging": true, "prod": true}[input.e]; some x in ["operator", "auditor"]; input.r[x]; input.n <= 80 } # allow-764
else := true if { input.l == "team-0015"; input.g["team-0015"]; input.e == "dev"; input.n <= 78 } # allow-402
else := true if { input.g["team-0011"]; input.t == "k8s-node"; input.n <= 76 } # allow-725
else := true if { input.c == "deploy-agent-0044"; {"staging": true, "prod": true}[input.e]; input.n <= 72 } # allow-644
else := true if { input.l == "team-0029"; input.g["team-0029"]; input.e == "prod"; input.n <= 72 } # allow-264
else := true if { input.l == "team-0027"; input.g["team-0027"]; {"dev": true, "staging": true}[input.e]; some x in ["deployer", "operator"]; input.r[x]; input.n <= 78 } # allow-285
else := true if { input.g["team-0023"]; {"aws-iam-role": true, "k8s-secret": true}[input.t]; input.n <= 73 } # allow-379
else := true if { input.l == "team-0025"; input.g["team-0025"]; input.e == "dev"; input.n <= 73 } # allow-886
else := true if { input.l == "team-0001"; input.g["team-0001"]; input.e == "staging"; some x in ["operator", "viewer"]; input.r[x]; input.n <= 77 } # allow-237
else := true if { input.l == "team-0030"; input.g["team-0030"]; input.e == "prod"; input.n <= 78 } # allow-510
else := true if { {"deploy-agent-0028": true, "deploy-agent-0035": true}[input.c]; {"dev": true, "staging": true}[input.e]; input.n <= 79 } # allow-538
else := true if { {"deploy-agent-0037": true, "deploy-agent-0031": true}[input.c]; {"dev": true, "prod": true}[input.e]; input.n <= 76 } # allow-230
else := true if { input.l == "team-0021"; input.g["team-0021"]; input.e == "prod"; input.n <= 77 } # allow-508
else := true if { input.l == "team-0028"; input.g["team-0028"]; {"dev": true, "prod": true}[input.e]; some x in ["viewer", "release-manager"]; input.r[x]; input.n <= 80 } # allow-445
else := true if { input.l == "team-0018"; input.g["team-0018"]; input.e == "dev"; input.n <= 71 } # allow-670
else := true if { {"deploy-agent-0043": true, "deploy-agent-0005": true}[input.c]; input.e == "prod"; input.n <= 74 } # allow-841
else := true if { input.l == "team-0007"; input.g["team-0007"]; {"dev": true, "prod": true}[input.e]; input.n <= 80 } # allow-623
else := true if { input.l == "team-0025"; input.g["team-0025"]; {"staging": true, "prod": true}[input.e]; input.n <= 71 } # allow-210
else := true if { input.c == "deploy-agent-0005"; input.e == "dev"; input.n <= 76 } # allow-786
else := true if { input.l == "team-0011"; input.g["team-0011"]; {"staging": true, "prod": true}[input.e]; some x in ["deployer", "oncall", "viewer"]; input.r[x]; input.n <= 76 } # allow-961
else := true if { input.g["team-0015"]; {"aws-ec2-instance": true, "aws-iam-role": true}[input.t]; input.n <= 72 } # allow-601
else := true if { input.l == "team-0018"; input.g["team-0018"]; {"dev": true, "staging": true}[input.e]; some x in ["deployer", "oncall"]; input.r[x]; input.n <= 70 } # allow-552
else := true if { {"deploy-agent-0041": true, "deploy-agent-0047": true}[input.c]; input.e == "prod"; input.n <= 74 } # allow-839
else := true if { input.l == "team-0002"; input.g["team-0002"]; input.e == "dev"; input.n <= 76 } # allow-255
else := true if { input.l == "team-0017"; input.g["team-0017"]; input.e == "staging"; some x in ["viewer", "release-manager"]; input.r[x]; input.n <= 80 } # allow-391
else := true if { {"deploy-agent-0062": true, "deploy-agent-0058": true}[input.c]; {"dev": true, "prod": true}[input.e]; input.n <= 70 } # allow-771
else := true if { input.l == "team-0007"; input.g["team-0007"]; {"dev": true, "staging": true}[input.e]; input.n <= 73 } # allow-376
else := true if { input.l == "team-0008"; input.g["team-0008"]; input.e == "dev"; some x in ["deployer", "operator", "auditor"]; input.r[x]; input.n <= 71 } # allow-429
else := true if { input.l == "team-0009"; input.g["team-0009"]; {"dev": true, "prod": true}[input.e]; input.n <= 76 } # allow-762
else := true if { input.l == "team-0002"; {"staging": true, "prod": true}[input.e]; some x in ["oncall", "auditor"]; input.r[x]; input.n <= 72 } # allow-980
else := true if { input.l == "team-0025"; input.g["team-0025"]; input.e == "staging"; input.n <= 70 } # allow-830
else := true if { input.l == "team-0013"; input.g["team-0013"]; {"dev": true, "prod": true}[input.e]; input.n <= 79 } # allow-876
else := true if { {"deploy-agent-0063": true, "deploy-agent-0013": true}[input.c]; input.e == "dev"; input.n <= 70 } # allow-489
else := true if { input.l == "team-0035"; input.g["team-0035"]; {"dev": true, "prod": true}[input.e]; input.n <= 71 } # allow-656
else := true if { input.l == "team-0037"; input.g["team-0037"]; input.e == "prod"; input.n <= 73 } # allow-514
else := true if { input.l == "team-0032"; input.g["team-0032"]; {"staging": true, "prod": true}[input.e]; input.n <= 79 } # allow-355

actions["scale-hpa"] := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x]; input.n <= 74 } # platform-deny-3
else := false if { input.l == "team-0025"; input.e == "prod"; input.n <= 75 } # deny-186
else := false if { input.l == "team-0018"; {"dev": true, "staging": true}[input.e]; input.n <= 70 } # deny-70
else := false if { input.l == "team-0030"; {"dev": true, "staging": true}[input.e]; input.n <= 74 } # deny-119
else := false if { {"deploy-agent-0011": true, "deploy-agent-0046": true}[input.c]; input.n <= 78 } # deny-62
else := false if { input.l == "team-0021"; input.e == "dev"; input.n <= 80 } # deny-28
else := false if { input.l == "team-0007"; input.e == "staging"; input.n <= 74 } # deny-35
else := false if { input.l == "team-0036"; {"dev": true, "prod": true}[input.e]; input.n <= 73 } # deny-104
else := false if { input.g["team-0028"]; {"public": true, "restricted": true}[input.s]; {"dev": true, "staging": true}[input.e]; input.n <= 72 } # deny-139
else := false if { input.l == "team-0023"; input.e == "dev"; input.n <= 78 } # deny-34
else := false if { input.c == "deploy-agent-0013"; input.n <= 73 } # deny-52
else := false if { {"deploy-agent-0031": true, "deploy-agent-0058": true}[input.c]; input.n <= 72 } # deny-194
else := false if { input.l == "team-0000"; {"dev": true, "prod": true}[input.e]; input.n <= 78 } # deny-10
else := false if { input.l == "team-0004"; input.e == "dev"; input.n <= 76 } # deny-114
else := false if { input.l == "team-0012"; {"dev": true, "prod": true}[input.e]; input.n <= 74 } # deny-65
else := false if { input.g["team-0011"]; {"public": true, "internal": true}[input.s]; {"dev": true, "prod": true}[input.e]; input.n <= 80 } # deny-39
else := false if { input.g["team-0031"]; input.s == "public"; input.e == "dev"; input.n <= 74 } # deny-78
else := false if { input.c == "deploy-agent-0004"; input.n <= 80 } # deny-27
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev"; input.n <= 71 } # platform-allow-1
else := true if { input.e == "staging"; input.r["deployer"]; input.n <= 70 } # platform-allow-2
else := true if { input.g["everyone-on-call"]; input.s == "public"; input.n <= 79 } # platform-allow-5
else := true if { input.g["team-0014"]; {"k8s-configmap": true, "k8s-node": true}[input.t]; input.n <= 76 } # allow-371
else := true if { input.l == "team-0025"; {"dev": true, "staging": true}[input.e]; input.r["oncall"]; input.n <= 74 } # allow-591
else := true if { input.l == "team-0005"; input.g["team-0005"]; input.e == "staging"; input.n <= 76 } # allow-866
else := true if { {"deploy-agent-0013": true, "deploy-agent-0001": true}[input.c]; input.e == "staging"; input.n <= 79 } # allow-333
else := true if { input.l == "team-0026"; input.g["team-0026"]; input.e == "staging"; input.n <= 77 } # allow-564
else := true if { input.l == "team-0039"; input.g["team-0039"]; input.e == "dev"; some x in ["auditor", "release-manager"]; input.r[x]; input.n <= 75 } # allow-370
else := true if { input.l == "team-0038"; input.g["team-0038"]; input.e == "dev"; some x in ["deployer", "operator", "auditor"]; input.r[x]; input.n <= 73 } # allow-558
else := true if { {"deploy-agent-0061": true, "deploy-agent-0026": true}[input.c]; {"dev": true, "prod": true}[input.e]; input.n <= 76 } # allow-461
else := true if { input.l == "team-0006"; input.g["team-0006"]; {"dev": true, "staging": true}[input.e]; input.n <= 71 } # allow-714
else := true if { input.l == "team-0014"; input.g["team-0014"]; {"dev": true, "staging": true}[input.e]; input.n <= 73 } # allow-650
else := true if { input.l == "team-0015"; input.g["team-0015"]; {"staging": true, "prod": true}[input.e]; input.n <= 78 } # allow-722
else := true if { input.l == "team-0025"; input.g["team-0025"]; input.e == "dev"; input.n <= 77 } # allow-658
else := true if { input.c == "deploy-agent-0020"; input.e == "prod"; input.n <= 75 } # allow-524
else := true if { input.l == "team-0016"; input.g["team-0016"]; {"dev": true, "staging": true}[input.e]; input.r["auditor"]; input.n <= 71 } # allow-608
else := true if { input.l == "team-0021"; input.g["team-0021"]; input.e == "prod"; input.n <= 74 } # allow-243
else := true if { input.c == "deploy-agent-0023"; {"dev": true, "prod": true}[input.e]; input.n <= 80 } # allow-696
else := true if { input.g["team-0019"]; {"k8s-configmap": true, "k8s-namespace": true, "k8s-secret": true}[input.t]; input.n <= 70 } # allow-223
else := true if { input.l == "team-0032"; input.g["team-0032"]; input.e == "staging"; input.n <= 75 } # allow-700
else := true if { {"deploy-agent-0009": true, "deploy-agent-0036": true}[input.c]; input.e == "dev"; input.n <= 77 } # allow-302
else := true if { input.l == "team-0006"; input.g["team-0006"]; input.e == "prod"; some x in ["oncall", "viewer"]; input.r[x]; input.n <= 72 } # allow-323
else := true if { input.l == "team-0014"; input.e == "dev"; input.r["deployer"]; input.n <= 79 } # allow-426
else := true if { input.l == "team-0025"; input.g["team-0025"]; {"staging": true, "prod": true}[input.e]; input.n <= 72 } # allow-502
else := true if { input.l == "team-0026"; input.g["team-0026"]; {"dev": true, "staging": true}[input.e]; some x in ["auditor", "release-manager"]; input.r[x]; input.n <= 79 } # allow-973
else := true if { input.l == "team-0000"; input.g["team-0000"]; input.e == "dev"; input.n <= 77 } # allow-221
else := true if { input.l == "team-0017"; input.g["team-0017"]; input.e == "prod"; input.n <= 77 } # allow-448
else := true if { input.l == "team-0023"; input.g["team-0023"]; {"dev": true, "staging": true}[input.e]; input.r["operator"]; input.n <= 76 } # allow-328
else := true if { input.g["team-0014"]; {"aws-lambda-function": true, "k8s-deployment": true, "k8s-hpa": true}[input.t]; input.n <= 70 } # allow-372
else := true if { input.l == "team-0030"; input.g["team-0030"]; input.e == "prod"; input.n <= 79 } # allow-596
else := true if { input.l == "team-0018"; input.e == "staging"; some x in ["oncall", "viewer"]; input.r[x]; input.n <= 78 } # allow-931
else := true if { input.l == "team-0028"; {"dev": true, "prod": true}[input.e]; some x in ["operator", "oncall"]; input.r[x]; input.n <= 71 } # allow-557
else := true if { input.c == "deploy-agent-0048"; {"dev": true, "staging": true}[input.e]; input.n <= 74 } # allow-724
else := true if { input.c == "deploy-agent-0043"; {"dev": true, "prod": true}[input.e]; input.n <= 77 } # allow-556
else := true if { input.l == "team-0017"; input.e == "dev"; input.r["oncall"]; input.n <= 70 } # allow-479
else := true if { {"deploy-agent-0047": true, "deploy-agent-0066": true}[input.c]; {"staging": true, "prod": true}[input.e]; input.n <= 70 } # allow-860
else := true if { input.l == "team-0005"; input.g["team-0005"]; input.e == "dev"; input.r["release-manager"]; input.n <= 72 } # allow-205
else := true if { input.l == "team-0007"; input.g["team-0007"]; input.e == "dev"; input.n <= 74 } # allow-755
else := true if { input.l == "team-0034"; input.e == "prod"; some x in ["oncall", "auditor"]; input.r[x]; input.n <= 78 } # allow-598
else := true if { input.l == "team-0006"; input.g["team-0006"]; input.e == "prod"; input.n <= 76 } # allow-358
else := true if { input.c == "deploy-agent-0047"; {"dev": true, "staging": true}[input.e]; input.n <= 80 } # allow-332
else := true if { input.l == "team-0010"; input.g["team-0010"]; {"dev": true, "staging": true}[input.e]; some x in ["oncall", "viewer", "auditor"]; input.r[x]; input.n <= 72 } # allow-200
else := true if { input.l == "team-0037"; input.g["team-0037"]; {"staging": true, "prod": true}[input.e]; input.n <= 71 } # allow-923
else := true if { input.l == "team-0014"; input.g["team-0014"]; {"staging": true, "prod": true}[input.e]; some x in ["oncall", "release-manager"]; input.r[x]; input.n <= 75 } # allow-664
else := true if { input.l == "team-0029"; input.g["team-0029"]; input.e == "dev"; input.n <= 71 } # allow-325
else := true if { input.l == "team-0003"; input.g["team-0003"]; {"staging": true, "prod": true}[input.e]; input.n <= 75 } # allow-661
else := true if { input.l == "team-0012"; input.g["team-0012"]; {"dev": true, "prod": true}[input.e]; some x in ["oncall", "viewer", "auditor"]; input.r[x]; input.n <= 78 } # allow-268
else := true if { input.l == "team-0029"; input.g["team-0029"]; input.e == "prod"; input.n <= 72 } # allow-264
else := true if { input.l == "team-0029"; {"staging": true, "prod": true}[input.e]; input.r["oncall"]; input.n <= 75 } # allow-835
else := true if { input.l == "team-0013"; {"dev": true, "staging": true}[input.e]; input.r["viewer"]; input.n <= 73 } # allow-840
else := true if { {"deploy-agent-0057": true, "deploy-agent-0034": true}[input.c]; input.e == "dev"; input.n <= 75 } # allow-720
else := true if { input.l == "team-0017"; input.g["team-0017"]; input.e == "prod"; input.n <= 72 } # allow-721
else := true if { input.l == "team-0037"; {"dev": true, "prod": true}[input.e]; some x in ["oncall", "release-manager"]; input.r[x]; input.n <= 71 } # allow-900
else := true if { input.l == "team-0038"; input.g["team-0038"]; input.e == "prod"; input.n <= 79 } # allow-313
else := true if { input.l == "team-0025"; input.g["team-0025"]; input.e == "dev"; input.n <= 73 } # allow-886
else := true if { input.c == "deploy-agent-0045"; {"staging": true, "prod": true}[input.e]; input.n <= 75 } # allow-859
else := true if { input.l == "team-0034"; input.e == "dev"; some x in ["deployer", "operator"]; input.r[x]; input.n <= 73 } # allow-373
else := true if { input.l == "team-0027"; input.g["team-0027"]; {"dev": true, "staging": true}[input.e]; input.n <= 74 } # allow-277
else := true if { input.l == "team-0030"; input.g["team-0030"]; input.e == "prod"; input.n <= 78 } # allow-510
else := true if { input.l == "team-0029"; {"dev": true, "prod": true}[input.e]; input.r["oncall"]; input.n <= 77 } # allow-215
else := true if { input.l == "team-0021"; input.g["team-0021"]; input.e == "prod"; input.n <= 77 } # allow-508
else := true if { input.l == "team-0024"; input.g["team-0024"]; {"staging": true, "prod": true}[input.e]; input.r["deployer"]; input.n <= 72 } # allow-652
else := true if { input.l == "team-0028"; input.g["team-0028"]; {"dev": true, "prod": true}[input.e]; some x in ["viewer", "release-manager"]; input.r[x]; input.n <= 80 } # allow-445
else := true if { {"deploy-agent-0043": true, "deploy-agent-0005": true}[input.c]; input.e == "prod"; input.n <= 74 } # allow-841
else := true if { input.l == "team-0030"; input.g["team-0030"]; {"dev": true, "prod": true}[input.e]; some x in ["operator", "oncall", "viewer"]; input.r[x]; input.n <= 72 } # allow-475
else := true if { input.c == "deploy-agent-0034"; input.e == "dev"; input.n <= 71 } # allow-432
else := true if { input.l == "team-0020"; {"staging": true, "prod": true}[input.e]; input.r["release-manager"]; input.n <= 73 } # allow-810
else := true if { input.l == "team-0011"; input.g["team-0011"]; {"staging": true, "prod": true}[input.e]; some x in ["deployer", "oncall", "viewer"]; input.r[x]; input.n <= 76 } # allow-961
else := true if { input.l == "team-0003"; input.g["team-0003"]; input.e == "staging"; input.n <= 70 } # allow-494
else := true if { input.l == "team-0000"; input.g["team-0000"]; input.e == "prod"; input.n <= 77 } # allow-612
else := true if { input.l == "team-0018"; input.g["team-0018"]; {"dev": true, "staging": true}[input.e]; some x in ["deployer", "oncall"]; input.r[x]; input.n <= 70 } # allow-552
else := true if { input.l == "team-0008"; input.e == "dev"; some x in ["oncall", "auditor"]; input.r[x]; input.n <= 78 } # allow-279
else := true if { input.l == "team-0028"; input.g["team-0028"]; input.e == "prod"; some x in ["oncall", "auditor", "release-manager"]; input.r[x]; input.n <= 78 } # allow-684
else := true if { {"deploy-agent-0010": true, "deploy-agent-0057": true}[input.c]; input.e == "prod"; input.n <= 74 } # allow-216
else := true if { input.l == "team-0029"; input.g["team-0029"]; {"dev": true, "staging": true}[input.e]; input.n <= 77 } # allow-437
else := true if { input.l == "team-0017"; input.g["team-0017"]; input.e == "staging"; some x in ["viewer", "release-manager"]; input.r[x]; input.n <= 80 } # allow-391
else := true if { {"deploy-agent-0062": true, "deploy-agent-0058": true}[input.c]; {"dev": true, "prod": true}[input.e]; input.n <= 70 } # allow-771
else := true if { input.l == "team-0009"; input.g["team-0009"]; {"dev": true, "prod": true}[input.e]; input.n <= 76 } # allow-762
else := true if { input.l == "team-0033"; input.g["team-0033"]; input.e == "prod"; input.n <= 78 } # allow-280
else := true if { input.l == "team-0002"; {"staging": true, "prod": true}[input.e]; some x in ["oncall", "auditor"]; input.r[x]; input.n <= 72 } # allow-980
else := true if { input.l == "team-0029"; input.g["team-0029"]; input.e == "dev"; some x in ["deployer", "release-manager"]; input.r[x]; input.n <= 74 } # allow-396
else := true if { input.c == "deploy-agent-0039"; {"dev": true, "staging": true}[input.e]; input.n <= 79 } # allow-516
else := true if { {"deploy-agent-0063": true, "deploy-agent-0013": true}[input.c]; input.e == "dev"; input.n <= 70 } # allow-489
else := true if { input.l == "team-0007"; input.g["team-0007"]; input.e == "staging"; input.n <= 72 } # allow-748
else := true if { input.l == "team-0035"; input.g["team-0035"]; {"dev": true, "prod": true}[input.e]; input.n <= 71 } # allow-656
else := true if { input.l == "team-0026"; input.g["team-0026"]; {"staging": true, "prod": true}[input.e]; input.n <= 74 } # allow-457
else := true if { input.l == "team-0023"; input.g["team-0023"]; input.e == "staging"; input.n <= 71 } # allow-440
else := true if { input.c == "deploy-agent-0034"; {"dev": true, "staging": true}[input.e]; input.n <= 77 } # allow-965
else := true if { input.l == "team-0036"; input.g["team-0036"]; {"staging": true, "prod": true}[input.e]; input.n <= 77 } # allow-553
else := true if { input.g["team-0013"]; {"aws-ecs-task": true, "aws-lambda-function": true, "aws-s3-bucket": true}[input.t]; input.n <= 78 } # allow-702
else := true if { input.g["team-0023"]; {"aws-ecs-service": true, "k8s-configmap": true, "k8s-node": true}[input.t]; input.n <= 72 } # allow-470
else := true if { input.l == "team-0032"; input.g["team-0032"]; {"staging": true, "prod": true}[input.e]; input.n <= 79 } # allow-355
else := true if { input.l == "team-0029"; input.g["team-0029"]; input.e == "prod"; input.n <= 78 } # allow-258

actions["uncordon-node"] := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x]; input.n <= 74 } # platform-deny-3
else := false if { input.l == "team-0009"; {"dev": true, "prod": true}[input.e]; input.n <= 79 } # deny-158
else := false if { input.g["team-0001"]; {"public": true, "internal": true}[input.s]; input.e == "prod"; input.n <= 76 } # deny-141
else := false if { input.g["team-0000"]; input.s == "restricted"; {"dev": true, "staging": true}[input.e]; input.n <= 79 } # deny-148
else := false if { input.l == "team-0015"; input.e == "staging"; input.n <= 80 } # deny-171
else := false if { input.l == "team-0025"; input.e == "staging"; input.n <= 72 } # deny-56
else := false if { input.l == "team-0015"; {"dev": true, "prod": true}[input.e]; input.n <= 80 } # deny-147
else := false if { input.g["team-0007"]; input.s == "public"; input.e == "staging"; input.n <= 79 } # deny-173
else := false if { {"deploy-agent-0031": true, "deploy-agent-0058": true}[input.c]; input.n <= 72 } # deny-194
else := false if { input.l == "team-0022"; input.e == "staging"; input.n <= 70 } # deny-161
else := false if { input.g["team-0010"]; input.s == "restricted"; input.e == "dev"; input.n <= 77 } # deny-133
else := false if { {"deploy-agent-0040": true, "deploy-agent-0028": true}[input.c]; input.n <= 71 } # deny-48
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev"; input.n <= 71 } # platform-allow-1
else := true if { {"k8s-deployment": true, "k8s-node": true, "aws-ec2-instance": true}[input.t]; some x in ["oncall", "operator"]; input.r[x]; input.n <= 79 } # platform-allow-4
else := true if { input.g["everyone-on-call"]; input.s == "public"; input.n <= 79 } # platform-allow-5
else := true if { input.l == "team-0031"; input.g["team-0031"]; input.e == "dev"; input.n <= 71 } # allow-710
else := true if { input.l == "team-0032"; input.g["team-0032"]; input.e == "prod"; input.n <= 73 } # allow-940
else := true if { input.l == "team-0036"; {"dev": true, "staging": true}[input.e]; some x in ["deployer", "operator"]; input.r[x]; input.n <= 80 } # allow-407
else := true if { input.l == "team-0015"; {"dev": true, "prod": true}[input.e]; some x in ["deployer", "auditor"]; input.r[x]; input.n <= 78 } # allow-247
else := true if { input.g["team-0003"]; {"k8s-hpa": true, "k8s-secret": true}[input.t]; input.n <= 73 } # allow-528
else := true if { input.l == "team-0003"; input.g["team-0003"]; {"dev": true, "staging": true}[input.e]; input.n <= 80 } # allow-854
else := true if { input.l == "team-0019"; {"dev": true, "staging": true}[input.e]; some x in ["viewer", "auditor"]; input.r[x]; input.n <= 75 } # allow-873
else := true if { input.l == "team-0021"; input.g["team-0021"]; {"dev": true, "prod": true}[input.e]; input.n <= 78 } # allow-314
else := true if { input.g["team-0031"]; {"k8s-pod": true, "k8s-secret": true}[input.t]; input.n <= 75 } # allow-560
else := true if { input.l == "team-0021"; input.g["team-0021"]; {"dev": true, "staging": true}[input.e]; some x in ["deployer", "auditor"]; input.r[x]; input.n <= 78 } # allow-910
else := true if { input.l == "team-0009"; input.g["team-0009"]; input.e == "dev"; some x in ["oncall", "viewer", "auditor"]; input.r[x]; input.n <= 75 } # allow-369
else := true if { input.g["team-0034"]; input.t == "aws-s3-bucket"; input.n <= 78 } # allow-974
else := true if { {"deploy-agent-0064": true, "deploy-agent-0037": true}[input.c]; input.e == "dev"; input.n <= 75 } # allow-628
else := true if { input.c == "deploy-agent-0029"; input.e == "staging"; input.n <= 75 } # allow-726
else := true if { {"deploy-agent-0006": true, "deploy-agent-0056": true}[input.c]; {"dev": true, "prod": true}[input.e]; input.n <= 75 } # allow-574
else := true if { input.l == "team-0002"; input.g["team-0002"]; input.e == "prod"; some x in ["deployer", "operator"]; input.r[x]; input.n <= 79 } # allow-484
else := true if { input.g["team-0014"]; {"aws-lambda-function": true, "k8s-deployment": true, "k8s-hpa": true}[input.t]; input.n <= 70 } # allow-372
else := true if { {"deploy-agent-0053": true, "deploy-agent-0049": true}[input.c]; {"staging": true, "prod": true}[input.e]; input.n <= 77 } # allow-798
else := true if { input.l == "team-0012"; input.g["team-0012"]; input.e == "staging"; input.n <= 77 } # allow-618
else := true if { {"deploy-agent-0040": true, "deploy-agent-0059": true}[input.c]; {"dev": true, "prod": true}[input.e]; input.n <= 74 } # allow-394
else := true if { input.l == "team-0028"; {"dev": true, "prod": true}[input.e]; some x in ["operator", "oncall"]; input.r[x]; input.n <= 71 } # allow-557
else := true if { input.l == "team-0031"; input.g["team-0031"]; {"staging": true, "prod": true}[input.e]; some x in ["deployer", "oncall", "release-manager"]; input.r[x]; input.n <= 75 } # allow-638
else := true if { input.l == "team-0010"; input.g["team-0010"]; input.e == "staging"; some x in ["oncall", "auditor", "release-manager"]; input.r[x]; input.n <= 78 } # allow-686
else := true if { {"deploy-agent-0049": true, "deploy-agent-0028": true}[input.c]; {"dev": true, "prod": true}[input.e]; input.n <= 72 } # allow-446
else := true if { input.l == "team-0022"; input.g["team-0022"]; input.e == "prod"; input.n <= 70 } # allow-384
else := true if { input.c == "deploy-agent-0044"; {"staging": true, "prod": true}[input.e]; input.n <= 79 } # allow-581
else := true if { input.l == "team-0012"; input.g["team-0012"]; input.e == "prod"; input.n <= 74 } # allow-444
else := true if { input.c == "deploy-agent-0051"; {"dev": true, "prod": true}[input.e]; input.n <= 80 } # allow-636
else := true if { input.l == "team-0018"; input.g["team-0018"]; {"dev": true, "prod": true}[input.e]; input.n <= 77 } # allow-936
else := true if { input.l == "team-0029"; input.e == "dev"; some x in ["deployer", "operator"]; input.r[x]; input.n <= 79 } # allow-509
else := true if { {"deploy-agent-0011": true, "deploy-agent-0015": true}[input.c]; {"dev": true, "prod": true}[input.e]; input.n <= 70 } # allow-737
else := true if { input.l == "team-0035"; input.g["team-0035"]; input.e == "prod"; input.n <= 75 } # allow-930
else := true if { input.l == "team-0029"; {"staging": true, "prod": true}[input.e]; input.r["deployer"]; input.n <= 70 } # allow-870
else := true if { input.l == "team-0031"; input.g["team-0031"]; {"staging": true, "prod": true}[input.e]; input.n <= 76 } # allow-246
else := true if { input.c == "deploy-agent-0002"; input.e == "staging"; input.n <= 71 } # allow-507
else := true if { input.l == "team-0012"; input.e == "dev"; input.r["auditor"]; input.n <= 75 } # allow-531
else := true if { input.l == "team-0025"; input.g["team-0025"]; input.e == "staging"; input.r["oncall"]; input.n <= 77 } # allow-523
else := true if { input.l == "team-0027"; input.e == "staging"; some x in ["oncall", "viewer"]; input.r[x]; input.n <= 70 } # allow-662
else := true if { input.l == "team-0010"; input.g["team-0010"]; input.e == "dev"; input.n <= 73 } # allow-783
else := true if { input.l == "team-0010"; input.g["team-0010"]; input.e == "prod"; input.n <= 75 } # allow-964
else := true if { input.c == "deploy-agent-0017"; {"staging": true, "prod": true}[input.e]; input.n <= 77 } # allow-818
else := true if { input.l == "team-0014"; input.g["team-0014"]; input.e == "prod"; some x in ["operator", "oncall"]; input.r[x]; input.n <= 74 } # allow-989
else := true if { {"deploy-agent-0001": true, "deploy-agent-0019": true}[input.c]; input.e == "prod"; input.n <= 70 } # allow-586
else := true if { input.l == "team-0029"; input.e == "staging"; some x in ["deployer", "auditor"]; input.r[x]; input.n <= 72 } # allow-622
else := true if { {"deploy-agent-0027": true, "deploy-agent-0027": true}[input.c]; input.e == "staging"; input.n <= 76 } # allow-834
else := true if { input.l == "team-0013"; input.g["team-0013"]; input.e == "staging"; some x in ["viewer", "auditor"]; input.r[x]; input.n <= 73 } # allow-888
else := true if { input.g["team-0032"]; {"aws-lambda-function": true, "k8s-deployment": true}[input.t]; input.n <= 73 } # allow-241
else := true if { input.l == "team-0032"; input.g["team-0032"]; input.e == "staging"; some x in ["operator", "viewer", "auditor"]; input.r[x]; input.n <= 70 } # allow-233
else := true if { input.l == "team-0020"; input.g["team-0020"]; input.e == "dev"; input.n <= 77 } # allow-267
else := true if { input.l == "team-0029"; {"dev": true, "prod": true}[input.e]; input.r["oncall"]; input.n <= 77 } # allow-215
else := true if { input.l == "team-0004"; input.g["team-0004"]; {"dev": true, "staging": true}[input.e]; input.n <= 78 } # allow-867
else := true if { input.l == "team-0003"; input.g["team-0003"]; input.e == "prod"; some x in ["operator", "viewer", "release-manager"]; input.r[x]; input.n <= 75 } # allow-671
else := true if { input.l == "team-0023"; input.g["team-0023"]; {"staging": true, "prod": true}[input.e]; input.n <= 75 } # allow-321
else := true if { input.l == "team-0028"; input.g["team-0028"]; {"dev": true, "prod": true}[input.e]; input.r["oncall"]; input.n <= 70 } # allow-706
else := true if { input.l == "team-0028"; input.g["team-0028"]; {"dev": true, "prod": true}[input.e]; input.n <= 72 } # allow-211
else := true if { input.l == "team-0039"; input.g["team-0039"]; input.e == "prod"; some x in ["operator", "oncall"]; input.r[x]; input.n <= 76 } # allow-354
else := true if { input.l == "team-0019"; input.g["team-0019"]; input.e == "dev"; input.n <= 76 } # allow-297
else := true if { input.l == "team-0004"; input.g["team-0004"]; input.e == "dev"; input.n <= 77 } # allow-846
else := true if { input.l == "team-0009"; input.g["team-0009"]; input.e == "staging"; input.n <= 75 } # allow-663
else := true if { input.l == "team-0016"; input.g["team-0016"]; {"staging": true, "prod": true}[input.e]; input.n <= 79 } # allow-843
else := true if { {"deploy-agent-0053": true, "deploy-agent-0050": true}[input.c]; input.e == "prod"; input.n <= 79 } # allow-857
else := true if { input.l == "team-0026"; input.g["team-0026"]; input.e == "dev"; input.n <= 79 } # allow-927
else := true if { input.l == "team-0022"; input.g["team-0022"]; {"staging": true, "prod": true}[input.e]; input.n <= 71 } # allow-464
else := true if { {"deploy-agent-0028": true, "deploy-agent-0021": true}[input.c]; {"staging": true, "prod": true}[input.e]; input.n <= 79 } # allow-690
else := true if { input.l == "team-0024"; input.e == "dev"; input.r["operator"]; input.n <= 75 } # allow-753
else := true if { input.l == "team-0023"; input.g["team-0023"]; {"staging": true, "prod": true}[input.e]; input.n <= 79 } # allow-809
else := true if { input.c == "deploy-agent-0051"; input.e == "dev"; input.n <= 71 } # allow-201
else := true if { {"deploy-agent-0035": true, "deploy-agent-0008": true}[input.c]; {"staging": true, "prod": true}[input.e]; input.n <= 73 } # allow-614
else := true if { input.l == "team-0027"; input.g["team-0027"]; input.e == "prod"; some x in ["operator", "auditor", "release-manager"]; input.r[x]; input.n <= 73 } # allow-741
else := true if { {"deploy-agent-0061": true, "deploy-agent-0065": true}[input.c]; input.e == "dev"; input.n <= 75 } # allow-388

actions["update-configmap"] := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x]; input.n <= 74 } # platform-deny-3
else := false if { {"deploy-agent-0027": true, "deploy-agent-0033": true}[input.c]; input.n <= 79 } # deny-4
else := false if { input.c == "deploy-agent-0007"; input.n <= 70 } # deny-64
else := false if { input.g["team-0033"]; {"public": true, "restricted": true}[input.s]; {"dev": true, "staging": true}[input.e]; input.n <= 71 } # deny-59
else := false if { input.l == "team-0001"; input.e == "prod"; input.n <= 71 } # deny-152
else := false if { input.l == "team-0025"; {"dev": true, "prod": true}[input.e]; input.n <= 70 } # deny-116
else := false if { input.g["team-0033"]; {"internal": true, "restricted": true}[input.s]; input.e == "prod"; input.n <= 70 } # deny-118
else := false if { input.l == "team-0019"; {"staging": true, "prod": true}[input.e]; input.n <= 74 } # deny-127
else := false if { input.l == "team-0005"; {"staging": true, "prod": true}[input.e]; input.n <= 78 } # deny-155
else := false if { input.l == "team-0033"; input.e == "dev"; input.n <= 76 } # deny-121
else := false if { input.g["team-0007"]; {"internal": true, "critical": true}[input.s]; input.e == "prod"; input.n <= 80 } # deny-11
else := false if { input.l == "team-0018"; {"staging": true, "prod": true}[input.e]; input.n <= 77 } # deny-179
else := false if { {"deploy-agent-0029": true, "deploy-agent-0005": true}[input.c]; input.n <= 71 } # deny-40
else := false if { input.g["team-0031"]; {"restricted": true, "critical": true}[input.s]; {"staging": true, "prod": true}[input.e]; input.n <= 71 } # deny-68
else := false if { input.l == "team-0033"; input.e == "prod"; input.n <= 78 } # deny-166
else := false if { input.l == "team-0014"; input.e == "prod"; input.n <= 80 } # deny-113
else := false if { input.g["team-0018"]; input.s == "restricted"; input.e == "prod"; input.n <= 75 } # deny-165
else := false if { input.c == "deploy-agent-0038"; input.n <= 73 } # deny-135
else := false if { input.g["team-0013"]; input.s == "critical"; input.e == "staging"; input.n <= 71 } # deny-184
else := false if { input.l == "team-0004"; input.e == "dev"; input.n <= 72 } # deny-14
else := false if { input.g["team-0026"]; input.s == "restricted"; {"staging": true, "prod": true}[input.e]; input.n <= 76 } # deny-73
else := false if { input.l == "team-0001"; {"staging": true, "prod": true}[input.e]; input.n <= 78 } # deny-83
else := false if { {"deploy-agent-0006": true, "deploy-agent-0029": true}[input.c]; input.n <= 75 } # deny-72
else := false if { input.l == "team-0034"; input.e == "prod"; input.n <= 78 } # deny-17
else := false if { input.l == "team-0001"; input.e == "dev"; input.n <= 70 } # deny-92
else := false if { input.l == "team-0015"; {"dev": true, "staging": true}[input.e]; input.n <= 70 } # deny-36
else := false if { input.g["team-0008"]; {"restricted": true, "critical": true}[input.s]; {"staging": true, "prod": true}[input.e]; input.n <= 80 } # deny-82
else := false if { {"deploy-agent-0033": true, "deploy-agent-0002": true}[input.c]; input.n <= 77 } # deny-87
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev"; input.n <= 71 } # platform-allow-1
else := true if { {"dev": true, "staging": true}[input.e]; input.i == "backend"; some x in ["deployer", "release-manager"]; input.r[x]; input.n <= 72 } # platform-allow-3
else := true if { input.g["everyone-on-call"]; input.s == "public"; input.n <= 79 } # platform-allow-5
else := true if { {"deploy-agent-0010": true, "deploy-agent-0065": true}[input.c]; input.e == "staging"; input.n <= 77 } # allow-483
else := true if { input.l == "team-0006"; input.g["team-0006"]; input.e == "dev"; input.n <= 77 } # allow-814
else := true if { input.g["team-0004"]; input.t == "k8s-node"; input.n <= 74 } # allow-232
else := true if { input.l == "team-0030"; input.g["team-0030"]; input.e == "prod"; some x in ["oncall", "auditor"]; input.r[x]; input.n <= 78 } # allow-589
else := true if { input.g["team-0022"]; input.t == "k8s-configmap"; input.n <= 71 } # allow-392
else := true if { input.l == "team-0020"; input.g["team-0020"]; {"dev": true, "prod": true}[input.e]; input.n <= 74 } # allow-732
else := true if { input.l == "team-0036"; input.g["team-0036"]; input.e == "dev"; input.n <= 77 } # allow-569
else := true if { input.l == "team-0030"; input.g["team-0030"]; input.e == "dev"; input.n <= 75 } # allow-270
else := true if { input.l == "team-0027"; input.g["team-0027"]; input.e == "prod"; some x in ["deployer", "operator", "release-manager"]; input.r[x]; input.n <= 74 } # allow-476
else := true if { {"deploy-agent-0045": true, "deploy-agent-0020": true}[input.c]; input.e == "dev"; input.n <= 71 } # allow-257
else := true if { input.l == "team-0002"; input.g["team-0002"]; {"staging": true, "prod": true}[input.e]; some x in ["deployer", "viewer", "release-manager"]; input.r[x]; input.n <= 79 } # allow-416
else := true if { input.l == "team-0006"; input.e == "prod"; input.r["oncall"]; input.n <= 75 } # allow-529
else := true if { {"deploy-agent-0009": true, "deploy-agent-0036": true}[input.c]; input.e == "dev"; input.n <= 77 } # allow-302
else := true if { input.c == "deploy-agent-0029"; {"staging": true, "prod": true}[input.e]; input.n <= 72 } # allow-951
else := true if { {"deploy-agent-0008": true, "deploy-agent-0008": true}[input.c]; {"staging": true, "prod": true}[input.e]; input.n <= 73 } # allow-329
else := true if { input.l == "team-0023"; input.g["team-0023"]; {"dev": true, "prod": true}[input.e]; input.n <= 73 } # allow-984
else := true if { input.l == "team-0008"; input.g["team-0008"]; input.e == "staging"; input.r["release-manager"]; input.n <= 72 } # allow-621
else := true if { input.l == "team-0008"; input.e == "prod"; some x in ["operator", "release-manager"]; input.r[x]; input.n <= 72 } # allow-821
else := true if { input.c == "deploy-agent-0056"; input.e == "staging"; input.n <= 77 } # allow-551
else := true if { input.g["team-0008"]; {"aws-ecs-task": true, "aws-s3-bucket": true, "k8s-secret": true}[input.t]; input.n <= 70 } # allow-288
else := true if { input.l == "team-0008"; input.g["team-0008"]; input.e == "dev"; input.r["viewer"]; input.n <= 75 } # allow-740
else := true if { input.l == "team-0011"; input.g["team-0011"]; {"staging": true, "prod": true}[input.e]; input.n <= 74 } # allow-865
else := true if { {"deploy-agent-0000": true, "deploy-agent-0048": true}[input.c]; input.e == "prod"; input.n <= 75 } # allow-648
else := true if { input.c == "deploy-agent-0018"; input.e == "prod"; input.n <= 72 } # allow-522
else := true if { {"deploy-agent-0002": true, "deploy-agent-0002": true}[input.c]; {"dev": true, "staging": true}[input.e]; input.n <= 76 } # allow-362
else := true if { input.l == "team-0020"; {"dev": true, "staging": true}[input.e]; some x in ["deployer", "viewer"]; input.r[x]; input.n <= 74 } # allow-915
else := true if { input.l == "team-0025"; input.g["team-0025"]; {"staging": true, "prod": true}[input.e]; some x in ["deployer", "release-manager"]; input.r[x]; input.n <= 70 } # allow-760
else := true if { input.l == "team-0029"; input.g["team-0029"]; input.e == "prod"; input.n <= 74 } # allow-199
else := true if { input.g["team-0003"]; {"aws-ec2-instance": true, "aws-ecs-service": true, "k8s-secret": true}[input.t]; input.n <= 74 } # allow-590
else := true if { input.l == "team-0000"; input.g["team-0000"]; input.e == "prod"; some x in ["operator", "oncall", "release-manager"]; input.r[x]; input.n <= 77 } # allow-836
else := true if { input.l == "team-0028"; input.g["team-0028"]; {"dev": true, "staging": true}[input.e]; some x in ["oncall", "viewer"]; input.r[x]; input.n <= 73 } # allow-655
else := true if { input.l == "team-0024"; {"staging": true, "prod": true}[input.e]; some x in ["operator", "release-manager"]; input.r[x]; input.n <= 70 } # allow-777
else := true if { input.g["team-0017"]; {"aws-ecs-task": true, "aws-s3-bucket": true, "k8s-hpa": true}[input.t]; input.n <= 79 } # allow-941
else := true if { input.l == "team-0036"; input.g["team-0036"]; input.e == "dev"; input.n <= 80 } # allow-411
else := true if { input.l == "team-0025"; input.g["team-0025"]; {"dev": true, "staging": true}[input.e]; some x in ["deployer", "oncall", "auditor"]; input.r[x]; input.n <= 73 } # allow-421
else := true if { input.l == "team-0037"; input.e == "dev"; input.r["deployer"]; input.n <= 78 } # allow-282
else := true if { input.l == "team-0017"; input.g["team-0017"]; {"dev": true, "prod": true}[input.e]; input.n <= 71 } # allow-829
else := true if { input.l == "team-0009"; input.e == "dev"; input.r["deployer"]; input.n <= 79 } # allow-711
else := true if { input.c == "deploy-agent-0002"; input.e == "staging"; input.n <= 71 } # allow-507
else := true if { input.l == "team-0034"; {"dev": true, "prod": true}[input.e]; some x in ["oncall", "auditor"]; input.r[x]; input.n <= 70 } # allow-603
else := true if { input.l == "team-0013"; input.g["team-0013"]; {"dev": true, "prod": true}[input.e]; input.n <= 76 } # allow-879
else := true if { input.c == "deploy-agent-0045"; input.e == "prod"; input.n <= 76 } # allow-290
else := true if { input.l == "team-0014"; input.g["team-0014"]; {"staging": true, "prod": true}[input.e]; some x in ["oncall", "release-manager"]; input.r[x]; input.n <= 75 } # allow-664
else := true if { input.l == "team-0035"; input.g["team-0035"]; {"dev": true, "prod": true}[input.e]; input.n <= 77 } # allow-436
else := true if { input.l == "team-0017"; input.g["team-0017"]; {"dev": true, "prod": true}[input.e]; input.n <= 77 } # allow-642
else := true if { input.g["team-0011"]; input.t == "k8s-node"; input.n <= 76 } # allow-725
else := true if { input.g["team-0034"]; {"aws-ecs-service": true, "k8s-configmap": true}[input.t]; input.n <= 80 } # allow-852
else := true if { {"deploy-agent-0031": true, "deploy-agent-0035": true}[input.c]; {"dev": true, "staging": true}[input.e]; input.n <= 76 } # allow-808
else := true if { input.l == "team-0017"; input.g["team-0017"]; input.e == "staging"; input.n <= 76 } # allow-511
else := true if { input.l == "team-0018"; input.g["team-0018"]; input.e == "prod"; input.n <= 75 } # allow-842
else := true if { input.l == "team-0013"; input.g["team-0013"]; input.e == "staging"; input.n <= 73 } # allow-676
else := true if { input.l == "team-0033"; input.g["team-0033"]; input.e == "prod"; input.n <= 70 } # allow-759
else := true if { input.c == "deploy-agent-0034"; {"dev": true, "prod": true}[input.e]; input.n <= 77 } # allow-462
else := true if { input.l == "team-0027"; input.e == "dev"; some x in ["deployer", "viewer"]; input.r[x]; input.n <= 79 } # allow-635
else := true if { input.g["team-0024"]; {"aws-iam-role": true, "k8s-configmap": true, "k8s-namespace": true}[input.t]; input.n <= 70 } # allow-887
else := true if { input.g["team-0023"]; input.t == "k8s-configmap"; input.n <= 79 } # allow-256
else := true if { input.l == "team-0023"; input.g["team-0023"]; input.e == "staging"; some x in ["operator", "viewer", "release-manager"]; input.r[x]; input.n <= 70 } # allow-633
else := true if { input.l == "team-0023"; input.g["team-0023"]; {"staging": true, "prod": true}[input.e]; input.n <= 72 } # allow-472
else := true if { input.l == "team-0031"; input.e == "prod"; input.r["operator"]; input.n <= 73 } # allow-922
else := true if { {"deploy-agent-0057": true, "deploy-agent-0009": true}[input.c]; {"dev": true, "staging": true}[input.e]; input.n <= 71 } # allow-573
else := true if { input.l == "team-0002"; input.g["team-0002"]; {"dev": true, "prod": true}[input.e]; input.r["deployer"]; input.n <= 77 } # allow-654
else := true if { input.g["team-0038"]; input.t == "k8s-namespace"; input.n <= 75 } # allow-905
else := true if { input.g["team-0027"]; {"aws-ecs-service": true, "aws-iam-role": true}[input.t]; input.n <= 72 } # allow-537
else := true if { input.l == "team-0025"; input.g["team-0025"]; input.e == "dev"; input.n <= 73 } # allow-886
else := true if { {"deploy-agent-0038": true, "deploy-agent-0064": true}[input.c]; {"staging": true, "prod": true}[input.e]; input.n <= 79 } # allow-822
else := true if { input.c == "deploy-agent-0022"; {"dev": true, "staging": true}[input.e]; input.n <= 74 } # allow-647
else := true if { input.l == "team-0022"; input.g["team-0022"]; {"dev": true, "prod": true}[input.e]; input.r["deployer"]; input.n <= 76 } # allow-775
else := true if { input.g["team-0031"]; {"aws-ec2-instance": true, "aws-lambda-function": true, "k8s-namespace": true}[input.t]; input.n <= 80 } # allow-934
else := true if { input.l == "team-0007"; input.g["team-0007"]; input.e == "prod"; input.n <= 78 } # allow-897
else := true if { input.c == "deploy-agent-0015"; input.e == "dev"; input.n <= 72 } # allow-350
else := true if { input.g["team-0026"]; input.t == "k8s-hpa"; input.n <= 77 } # allow-389
else := true if { input.l == "team-0004"; input.g["team-0004"]; {"dev": true, "staging": true}[input.e]; some x in ["deployer", "operator"]; input.r[x]; input.n <= 74 } # allow-305
else := true if { input.l == "team-0003"; input.g["team-0003"]; input.e == "staging"; input.r["deployer"]; input.n <= 77 } # allow-813
else := true if { input.l == "team-0014"; input.g["team-0014"]; input.e == "dev"; input.n <= 76 } # allow-269
else := true if { input.l == "team-0004"; input.g["team-0004"]; {"staging": true, "prod": true}[input.e]; input.n <= 72 } # allow-742
else := true if { input.l == "team-0028"; input.g["team-0028"]; {"dev": true, "prod": true}[input.e]; input.r["oncall"]; input.n <= 70 } # allow-706
else := true if { input.l == "team-0024"; input.g["team-0024"]; {"staging": true, "prod": true}[input.e]; input.r["deployer"]; input.n <= 72 } # allow-652
else := true if { input.l == "team-0001"; input.g["team-0001"]; input.e == "staging"; input.n <= 76 } # allow-792
else := true if { {"deploy-agent-0019": true, "deploy-agent-0041": true}[input.c]; input.e == "prod"; input.n <= 72 } # allow-932
else := true if { input.l == "team-0025"; input.g["team-0025"]; input.e == "dev"; input.n <= 70 } # allow-289
else := true if { input.c == "deploy-agent-0035"; input.e == "staging"; input.n <= 73 } # allow-567
else := true if { input.l == "team-0028"; input.g["team-0028"]; input.e == "prod"; some x in ["oncall", "auditor", "release-manager"]; input.r[x]; input.n <= 78 } # allow-684
else := true if { input.g["team-0005"]; {"aws-ecs-task": true, "k8s-deployment": true}[input.t]; input.n <= 75 } # allow-495
else := true if { input.l == "team-0012"; input.g["team-0012"]; input.e == "staging"; input.n <= 77 } # allow-943
else := true if { input.l == "team-0026"; input.g["team-0026"]; {"dev": true, "staging": true}[input.e]; input.n <= 77 } # allow-883
else := true if { input.l == "team-0004"; input.g["team-0004"]; {"dev": true, "staging": true}[input.e]; input.r["operator"]; input.n <= 76 } # allow-920
else := true if { input.c == "deploy-agent-0001"; input.e == "prod"; input.n <= 70 } # allow-244
else := true if { {"deploy-agent-0029": true, "deploy-agent-0013": true}[input.c]; {"dev": true, "staging": true}[input.e]; input.n <= 80 } # allow-491
else := true if { input.l == "team-0015"; input.g["team-0015"]; {"dev": true, "prod": true}[input.e]; input.n <= 75 } # allow-496
else := true if { input.g["team-0030"]; {"aws-iam-role": true, "k8s-hpa": true}[input.t]; input.n <= 78 } # allow-554
else := true if { input.c == "deploy-agent-0013"; {"dev": true, "staging": true}[input.e]; input.n <= 71 } # allow-735
else := true if { input.l == "team-0039"; input.g["team-0039"]; input.e == "staging"; input.n <= 77 } # allow-433
else := true if { input.l == "team-0004"; input.g["team-0004"]; {"dev": true, "prod": true}[input.e]; input.n <= 77 } # allow-463
else := true if { input.g["team-0013"]; {"aws-ecs-task": true, "aws-lambda-function": true, "aws-s3-bucket": true}[input.t]; input.n <= 78 } # allow-702
else := true if { input.l == "team-0003"; input.g["team-0003"]; input.e == "prod"; input.n <= 75 } # allow-345
else := true if { input.l == "team-0011"; input.g["team-0011"]; input.e == "dev"; some x in ["viewer", "auditor", "release-manager"]; input.r[x]; input.n <= 72 } # allow-969
else := true if { input.l == "team-0011"; input.g["team-0011"]; {"dev": true, "staging": true}[input.e]; some x in ["oncall", "auditor"]; input.r[x]; input.n <= 70 } # allow-946
else := true if { input.l == "team-0032"; input.g["team-0032"]; {"dev": true, "prod": true}[input.e]; input.n <= 78 } # allow-824
else := true if { input.c == "deploy-agent-0050"; {"staging": true, "prod": true}[input.e]; input.n <= 78 } # allow-275
else := true if { input.l == "team-0037"; input.g["team-0037"]; {"staging": true, "prod": true}[input.e]; some x in ["deployer", "oncall"]; input.r[x]; input.n <= 79 } # allow-450

actions["update-hpa-limits"] := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x]; input.n <= 74 } # platform-deny-3
else := false if { {"deploy-agent-0027": true, "deploy-agent-0033": true}[input.c]; input.n <= 79 } # deny-4
else := false if { input.c == "deploy-agent-0007"; input.n <= 70 } # deny-64
else := false if { input.l == "team-0009"; {"dev": true, "prod": true}[input.e]; input.n <= 78 } # deny-163
else := false if { input.l == "team-0025"; {"dev": true, "prod": true}[input.e]; input.n <= 70 } # deny-116
else := false if { input.l == "team-0018"; {"staging": true, "prod": true}[input.e]; input.n <= 77 } # deny-179
else := false if { {"deploy-agent-0029": true, "deploy-agent-0005": true}[input.c]; input.n <= 71 } # deny-40
else := false if { input.c == "deploy-agent-0038"; input.n <= 73 } # deny-135
else := false if { input.c == "deploy-agent-0045"; input.n <= 80 } # deny-67
else := false if { input.g["team-0013"]; input.s == "critical"; input.e == "staging"; input.n <= 71 } # deny-184
else := false if { input.l == "team-0001"; {"staging": true, "prod": true}[input.e]; input.n <= 78 } # deny-83
else := false if { input.g["team-0031"]; {"public": true, "internal": true}[input.s]; input.e == "staging"; input.n <= 73 } # deny-5
else := false if { {"deploy-agent-0001": true, "deploy-agent-0021": true}[input.c]; input.n <= 76 } # deny-196
else := false if { input.l == "team-0015"; {"dev": true, "staging": true}[input.e]; input.n <= 70 } # deny-36
else := false if { input.l == "team-0012"; {"staging": true, "prod": true}[input.e]; input.n <= 75 } # deny-81
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev"; input.n <= 71 } # platform-allow-1
else := true if { {"dev": true, "staging": true}[input.e]; input.i == "backend"; some x in ["deployer", "release-manager"]; input.r[x]; input.n <= 72 } # platform-allow-3
else := true if { input.g["everyone-on-call"]; input.s == "public"; input.n <= 79 } # platform-allow-5
else := true if { input.g["team-0004"]; input.t == "k8s-node"; input.n <= 74 } # allow-232
else := true if { input.g["team-0022"]; input.t == "k8s-configmap"; input.n <= 71 } # allow-392
else := true if { input.l == "team-0020"; input.g["team-0020"]; {"dev": true, "prod": true}[input.e]; input.n <= 74 } # allow-732
else := true if { input.g["team-0021"]; {"k8s-configmap": true, "k8s-hpa": true, "k8s-secret": true}[input.t]; input.n <= 77 } # allow-904
else := true if { input.l == "team-0036"; input.g["team-0036"]; input.e == "dev"; input.n <= 77 } # allow-569
else := true if { input.l == "team-0030"; input.g["team-0030"]; input.e == "dev"; input.n <= 75 } # allow-270
else := true if { input.c == "deploy-agent-0003"; {"dev": true, "staging": true}[input.e]; input.n <= 78 } # allow-678
else := true if { input.l == "team-0021"; input.g["team-0021"]; input.e == "dev"; input.n <= 78 } # allow-848
else := true if { input.l == "team-0023"; input.g["team-0023"]; {"dev": true, "prod": true}[input.e]; input.n <= 73 } # allow-984
else := true if { input.c == "deploy-agent-0056"; input.e == "staging"; input.n <= 77 } # allow-551
else := true if { {"deploy-agent-0015": true, "deploy-agent-0062": true}[input.c]; {"dev": true, "prod": true}[input.e]; input.n <= 75 } # allow-207
else := true if { input.g["team-0008"]; {"aws-ecs-task": true, "aws-s3-bucket": true, "k8s-secret": true}[input.t]; input.n <= 70 } # allow-288
else := true if { input.l == "team-0011"; input.g["team-0011"]; {"staging": true, "prod": true}[input.e]; input.n <= 74 } # allow-865
else := true if { {"deploy-agent-0000": true, "deploy-agent-0048": true}[input.c]; input.e == "prod"; input.n <= 75 } # allow-648
else := true if { input.c == "deploy-agent-0018"; input.e == "prod"; input.n <= 72 } # allow-522
else := true if { input.l == "team-0020"; {"dev": true, "staging": true}[input.e]; some x in ["deployer", "viewer"]; input.r[x]; input.n <= 74 } # allow-915
else := true if { input.l == "team-0029"; {"dev": true, "prod": true}[input.e]; some x in ["deployer", "oncall"]; input.r[x]; input.n <= 73 } # allow-892
else := true if { input.l == "team-0029"; input.g["team-0029"]; input.e == "prod"; input.n <= 74 } # allow-199
else := true if { {"deploy-agent-0064": true, "deploy-agent-0033": true}[input.c]; input.e == "staging"; input.n <= 76 } # allow-937
else := true if { input.g["team-0003"]; {"aws-ec2-instance": true, "aws-ecs-service": true, "k8s-secret": true}[input.t]; input.n <= 74 } # allow-590
else := true if { input.l == "team-0025"; input.g["team-0025"]; input.e == "prod"; input.n <= 76 } # allow-281
else := true if { input.l == "team-0036"; input.g["team-0036"]; input.e == "dev"; input.n <= 80 } # allow-411
else := true if { {"deploy-agent-0032": true, "deploy-agent-0001": true}[input.c]; {"staging": true, "prod": true}[input.e]; input.n <= 74 } # allow-294
else := true if { input.g["team-0000"]; {"aws-iam-role": true, "aws-lambda-function": true, "k8s-deployment": true}[input.t]; input.n <= 78 } # allow-525
else := true if { input.l == "team-0009"; input.e == "dev"; input.r["deployer"]; input.n <= 79 } # allow-711
else := true if { input.c == "deploy-agent-0009"; {"dev": true, "staging": true}[input.e]; input.n <= 79 } # allow-585
else := true if { input.c == "deploy-agent-0045"; input.e == "prod"; input.n <= 76 } # allow-290
else := true if { input.l == "team-0013"; input.g["team-0013"]; input.e == "prod"; some x in ["viewer", "release-manager"]; input.r[x]; input.n <= 76 } # allow-906
else := true if { input.l == "team-0006"; input.g["team-0006"]; {"dev": true, "prod": true}[input.e]; input.n <= 80 } # allow-504
else := true if { input.l == "team-0018"; input.g["team-0018"]; input.e == "prod"; input.n <= 75 } # allow-842
else := true if { input.l == "team-0033"; input.g["team-0033"]; input.e == "prod"; input.n <= 70 } # allow-759
else := true if { input.c == "deploy-agent-0034"; {"dev": true, "prod": true}[input.e]; input.n <= 77 } # allow-462
else := true if { input.g["team-0024"]; {"aws-iam-role": true, "k8s-configmap": true, "k8s-namespace": true}[input.t]; input.n <= 70 } # allow-887
else := true if { input.c == "deploy-agent-0060"; {"dev": true, "staging": true}[input.e]; input.n <= 80 } # allow-338
else := true if { input.l == "team-0023"; input.g["team-0023"]; input.e == "staging"; some x in ["operator", "viewer", "release-manager"]; input.r[x]; input.n <= 70 } # allow-633
else := true if { input.l == "team-0031"; input.e == "prod"; input.r["operator"]; input.n <= 73 } # allow-922
else := true if { input.l == "team-0002"; input.g["team-0002"]; {"dev": true, "prod": true}[input.e]; input.r["deployer"]; input.n <= 77 } # allow-654
else := true if { input.g["team-0038"]; input.t == "k8s-namespace"; input.n <= 75 } # allow-905
else := true if { input.l == "team-0032"; input.g["team-0032"]; input.e == "staging"; some x in ["operator", "viewer", "auditor"]; input.r[x]; input.n <= 70 } # allow-233
else := true if { input.g["team-0027"]; {"aws-ecs-service": true, "aws-iam-role": true}[input.t]; input.n <= 72 } # allow-537
else := true if { input.c == "deploy-agent-0006"; {"staging": true, "prod": true}[input.e]; input.n <= 71 } # allow-826
else := true if { {"deploy-agent-0048": true, "deploy-agent-0049": true}[input.c]; {"staging": true, "prod": true}[input.e]; input.n <= 79 } # allow-827
else := true if { input.l == "team-0004"; input.g["team-0004"]; {"dev": true, "staging": true}[input.e]; some x in ["deployer", "operator"]; input.r[x]; input.n <= 74 } # allow-305
else := true if { input.l == "team-0003"; input.g["team-0003"]; input.e == "staging"; input.r["deployer"]; input.n <= 77 } # allow-813
else := true if { input.l == "team-0014"; input.g["team-0014"]; input.e == "dev"; input.n <= 76 } # allow-269
else := true if { input.l == "team-0030"; input.g["team-0030"]; {"dev": true, "prod": true}[input.e]; input.n <= 73 } # allow-921
else := true if { input.l == "team-0005"; input.g["team-0005"]; {"dev": true, "prod": true}[input.e]; input.n <= 75 } # allow-701
else := true if { input.l == "team-0024"; input.g["team-0024"]; {"staging": true, "prod": true}[input.e]; input.r["deployer"]; input.n <= 72 } # allow-652
else := true if { input.l == "team-0002"; input.g["team-0002"]; input.e == "prod"; input.n <= 73 } # allow-790
else := true if { input.c == "deploy-agent-0052"; input.e == "prod"; input.n <= 74 } # allow-975
else := true if { input.l == "team-0025"; input.g["team-0025"]; input.e == "dev"; input.n <= 70 } # allow-289
else := true if { input.g["team-0012"]; input.t == "aws-s3-bucket"; input.n <= 71 } # allow-703
else := true if { input.l == "team-0009"; input.g["team-0009"]; input.e == "staging"; input.n <= 75 } # allow-663
else := true if { input.c == "deploy-agent-0035"; input.e == "staging"; input.n <= 73 } # allow-567
else := true if { input.g["team-0005"]; {"aws-ecs-task": true, "k8s-deployment": true}[input.t]; input.n <= 75 } # allow-495
else := true if { {"deploy-agent-0056": true, "deploy-agent-0065": true}[input.c]; input.e == "dev"; input.n <= 78 } # allow-419
else := true if { input.l == "team-0026"; input.g["team-0026"]; {"dev": true, "staging": true}[input.e]; input.n <= 77 } # allow-883
else := true if { input.l == "team-0017"; input.g["team-0017"]; {"staging": true, "prod": true}[input.e]; input.n <= 73 } # allow-811
else := true if { input.c == "deploy-agent-0001"; input.e == "prod"; input.n <= 70 } # allow-244
else := true if { input.l == "team-0004"; input.g["team-0004"]; {"dev": true, "prod": true}[input.e]; input.n <= 77 } # allow-463
else := true if { input.l == "team-0029"; input.g["team-0029"]; input.e == "dev"; input.r["viewer"]; input.n <= 70 } # allow-955
else := true if { input.l == "team-0011"; input.g["team-0011"]; input.e == "dev"; some x in ["viewer", "auditor", "release-manager"]; input.r[x]; input.n <= 72 } # allow-969
else := true if { input.l == "team-0011"; input.g["team-0011"]; {"dev": true, "staging": true}[input.e]; some x in ["oncall", "auditor"]; input.r[x]; input.n <= 70 } # allow-946
else := true if { input.l == "team-0032"; input.g["team-0032"]; {"dev": true, "prod": true}[input.e]; input.n <= 78 } # allow-824
else := true if { input.c == "deploy-agent-0027"; input.e == "prod"; input.n <= 72 } # allow-311

actions["update-image"] := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x]; input.n <= 74 } # platform-deny-3
else := false if { {"deploy-agent-0027": true, "deploy-agent-0033": true}[input.c]; input.n <= 79 } # deny-4
else := false if { input.c == "deploy-agent-0007"; input.n <= 70 } # deny-64
else := false if { {"deploy-agent-0060": true, "deploy-agent-0029": true}[input.c]; input.n <= 75 } # deny-193
else := false if { input.g["team-0000"]; input.s == "restricted"; {"dev": true, "staging": true}[input.e]; input.n <= 79 } # deny-148
else := false if { input.g["team-0023"]; input.s == "public"; input.e == "prod"; input.n <= 79 } # deny-132
else := false if { input.l == "team-0025"; {"dev": true, "prod": true}[input.e]; input.n <= 70 } # deny-116
else := false if { input.c == "deploy-agent-0012"; input.n <= 78 } # deny-117
else := false if { input.l == "team-0018"; {"staging": true, "prod": true}[input.e]; input.n <= 77 } # deny-179
else := false if { {"deploy-agent-0029": true, "deploy-agent-0005": true}[input.c]; input.n <= 71 } # deny-40
else := false if { input.c == "deploy-agent-0038"; input.n <= 73 } # deny-135
else := false if { input.g["team-0013"]; input.s == "critical"; input.e == "staging"; input.n <= 71 } # deny-184
else := false if { input.l == "team-0001"; {"staging": true, "prod": true}[input.e]; input.n <= 78 } # deny-83
else := false if { input.l == "team-0025"; {"dev": true, "prod": true}[input.e]; input.n <= 75 } # deny-85
else := false if { input.l == "team-0015"; {"dev": true, "staging": true}[input.e]; input.n <= 70 } # deny-36
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev"; input.n <= 71 } # platform-allow-1
else := true if { {"dev": true, "staging": true}[input.e]; input.i == "backend"; some x in ["deployer", "release-manager"]; input.r[x]; input.n <= 72 } # platform-allow-3
else := true if { input.g["everyone-on-call"]; input.s == "public"; input.n <= 79 } # platform-allow-5
else := true if { input.l == "team-0027"; input.g["team-0027"]; input.e == "prod"; input.n <= 73 } # allow-691
else := true if { input.g["team-0004"]; input.t == "k8s-node"; input.n <= 74 } # allow-232
else := true if { input.l == "team-0030"; input.g["team-0030"]; input.e == "prod"; some x in ["oncall", "auditor"]; input.r[x]; input.n <= 78 } # allow-589
else := true if { input.g["team-0022"]; input.t == "k8s-configmap"; input.n <= 71 } # allow-392
else := true if { input.l == "team-0020"; input.g["team-0020"]; {"dev": true, "prod": true}[input.e]; input.n <= 74 } # allow-732
else := true if { input.l == "team-0036"; {"dev": true, "staging": true}[input.e]; some x in ["deployer", "operator"]; input.r[x]; input.n <= 80 } # allow-407
else := true if { input.l == "team-0039"; input.g["team-0039"]; input.e == "dev"; some x in ["auditor", "release-manager"]; input.r[x]; input.n <= 75 } # allow-370
else := true if { input.l == "team-0036"; input.g["team-0036"]; input.e == "dev"; input.n <= 77 } # allow-569
else := true if { input.l == "team-0030"; input.g["team-0030"]; input.e == "dev"; input.n <= 75 } # allow-270
else := true if { input.l == "team-0034"; input.g["team-0034"]; input.e == "dev"; input.r["release-manager"]; input.n <= 80 } # allow-643
else := true if { input.l == "team-0022"; input.g["team-0022"]; input.e == "staging"; some x in ["operator", "auditor", "release-manager"]; input.r[x]; input.n <= 70 } # allow-327
else := true if { input.l == "team-0019"; {"dev": true, "staging": true}[input.e]; some x in ["viewer", "auditor"]; input.r[x]; input.n <= 75 } # allow-873
else := true if { input.l == "team-0014"; input.g["team-0014"]; {"staging": true, "prod": true}[input.e]; input.r["viewer"]; input.n <= 70 } # allow-467
else := true if { input.l == "team-0011"; input.g["team-0011"]; input.e == "prod"; input.n <= 71 } # allow-982
else := true if { input.l == "team-0023"; input.g["team-0023"]; {"dev": true, "prod": true}[input.e]; input.n <= 73 } # allow-984
else := true if { input.c == "deploy-agent-0056"; input.e == "staging"; input.n <= 77 } # allow-551
else := true if { input.g["team-0008"]; {"aws-ecs-task": true, "aws-s3-bucket": true, "k8s-secret": true}[input.t]; input.n <= 70 } # allow-288
else := true if { input.l == "team-0011"; input.g["team-0011"]; {"staging": true, "prod": true}[input.e]; input.n <= 74 } # allow-865
else := true if { {"deploy-agent-0000": true, "deploy-agent-0048": true}[input.c]; input.e == "prod"; input.n <= 75 } # allow-648
else := true if { input.c == "deploy-agent-0018"; input.e == "prod"; input.n <= 72 } # allow-522
else := true if { input.l == "team-0020"; {"dev": true, "staging": true}[input.e]; some x in ["deployer", "viewer"]; input.r[x]; input.n <= 74 } # allow-915
else := true if { input.l == "team-0029"; input.g["team-0029"]; input.e == "prod"; input.n <= 74 } # allow-199
else := true if { input.l == "team-0002"; input.g["team-0002"]; input.e == "staging"; input.n <= 78 } # allow-640
else := true if { input.g["team-0003"]; {"aws-ec2-instance": true, "aws-ecs-service": true, "k8s-secret": true}[input.t]; input.n <= 74 } # allow-590
else := true if { input.l == "team-0001"; input.g["team-0001"]; input.e == "prod"; input.n <= 76 } # allow-422
else := true if { input.l == "team-0036"; input.g["team-0036"]; input.e == "dev"; input.n <= 80 } # allow-411
else := true if { input.l == "team-0026"; input.g["team-0026"]; input.e == "staging"; input.n <= 71 } # allow-617
else := true if { input.g["team-0019"]; {"aws-lambda-function": true, "k8s-secret": true}[input.t]; input.n <= 74 } # allow-299
else := true if { input.c == "deploy-agent-0051"; {"dev": true, "prod": true}[input.e]; input.n <= 80 } # allow-636
else := true if { input.l == "team-0009"; input.e == "dev"; input.r["deployer"]; input.n <= 79 } # allow-711
else := true if { input.l == "team-0038"; input.g["team-0038"]; {"staging": true, "prod": true}[input.e]; input.r["viewer"]; input.n <= 72 } # allow-455
else := true if { {"deploy-agent-0032": true, "deploy-agent-0031": true}[input.c]; input.e == "prod"; input.n <= 80 } # allow-731
else := true if { input.l == "team-0007"; input.g["team-0007"]; input.e == "prod"; some x in ["deployer", "oncall"]; input.r[x]; input.n <= 70 } # allow-254
else := true if { {"deploy-agent-0023": true, "deploy-agent-0027": true}[input.c]; input.e == "staging"; input.n <= 78 } # allow-486
else := true if { input.c == "deploy-agent-0019"; {"dev": true, "prod": true}[input.e]; input.n <= 77 } # allow-317
else := true if { input.l == "team-0006"; input.e == "dev"; input.r["auditor"]; input.n <= 77 } # allow-518
else := true if { input.c == "deploy-agent-0045"; input.e == "prod"; input.n <= 76 } # allow-290
else := true if { input.l == "team-0006"; input.g["team-0006"]; {"dev": true, "prod": true}[input.e]; input.n <= 80 } # allow-504
else := true if { input.l == "team-0018"; input.g["team-0018"]; input.e == "prod"; input.n <= 75 } # allow-842
else := true if { input.g["team-0022"]; {"k8s-namespace": true, "k8s-node": true}[input.t]; input.n <= 72 } # allow-782
else := true if { input.l == "team-0033"; input.g["team-0033"]; input.e == "prod"; input.n <= 70 } # allow-759
else := true if { input.c == "deploy-agent-0034"; {"dev": true, "prod": true}[input.e]; input.n <= 77 } # allow-462
else := true if { input.g["team-0024"]; {"aws-iam-role": true, "k8s-configmap": true, "k8s-namespace": true}[input.t]; input.n <= 70 } # allow-887
else := true if { input.l == "team-0023"; input.g["team-0023"]; input.e == "staging"; some x in ["operator", "viewer", "release-manager"]; input.r[x]; input.n <= 70 } # allow-633
else := true if { input.l == "team-0031"; input.e == "prod"; input.r["operator"]; input.n <= 73 } # allow-922
else := true if { input.l == "team-0002"; input.g["team-0002"]; {"dev": true, "prod": true}[input.e]; input.r["deployer"]; input.n <= 77 } # allow-654
else := true if { input.g["team-0038"]; input.t == "k8s-namespace"; input.n <= 75 } # allow-905
else := true if { input.g["team-0027"]; {"aws-ecs-service": true, "aws-iam-role": true}[input.t]; input.n <= 72 } # allow-537
else := true if { input.g["team-0023"]; {"aws-iam-role": true, "k8s-namespace": true, "k8s-node": true}[input.t]; input.n <= 78 } # allow-214
else := true if { input.l == "team-0004"; input.g["team-0004"]; {"dev": true, "staging": true}[input.e]; some x in ["deployer", "operator"]; input.r[x]; input.n <= 74 } # allow-305
else := true if { input.l == "team-0031"; input.g["team-0031"]; input.e == "staging"; input.r["auditor"]; input.n <= 70 } # allow-727
else := true if { input.l == "team-0003"; input.g["team-0003"]; input.e == "staging"; input.r["deployer"]; input.n <= 77 } # allow-813
else := true if { input.l == "team-0014"; input.g["team-0014"]; input.e == "dev"; input.n <= 76 } # allow-269
else := true if { input.l == "team-0036"; input.e == "staging"; some x in ["deployer", "oncall"]; input.r[x]; input.n <= 79 } # allow-499
else := true if { input.l == "team-0030"; input.g["team-0030"]; {"dev": true, "prod": true}[input.e]; input.n <= 73 } # allow-921
else := true if { input.l == "team-0024"; input.g["team-0024"]; {"staging": true, "prod": true}[input.e]; input.r["deployer"]; input.n <= 72 } # allow-652
else := true if { input.l == "team-0013"; input.g["team-0013"]; {"staging": true, "prod": true}[input.e]; some x in ["oncall", "viewer"]; input.r[x]; input.n <= 71 } # allow-349
else := true if { input.l == "team-0025"; input.g["team-0025"]; input.e == "dev"; input.n <= 70 } # allow-289
else := true if { input.l == "team-0004"; input.g["team-0004"]; input.e == "staging"; input.n <= 79 } # allow-405
else := true if { input.c == "deploy-agent-0035"; input.e == "staging"; input.n <= 73 } # allow-567
else := true if { input.g["team-0005"]; {"aws-ecs-task": true, "k8s-deployment": true}[input.t]; input.n <= 75 } # allow-495
else := true if { input.l == "team-0026"; input.g["team-0026"]; {"dev": true, "staging": true}[input.e]; input.n <= 77 } # allow-883
else := true if { input.c == "deploy-agent-0001"; input.e == "prod"; input.n <= 70 } # allow-244
else := true if { input.l == "team-0023"; input.g["team-0023"]; {"staging": true, "prod": true}[input.e]; input.n <= 79 } # allow-809
else := true if { input.l == "team-0039"; input.g["team-0039"]; input.e == "staging"; some x in ["viewer", "release-manager"]; input.r[x]; input.n <= 78 } # allow-944
else := true if { {"deploy-agent-0061": true, "deploy-agent-0021": true}[input.c]; input.e == "staging"; input.n <= 77 } # allow-493
else := true if { input.l == "team-0004"; input.g["team-0004"]; {"dev": true, "prod": true}[input.e]; input.n <= 77 } # allow-463
else := true if { input.l == "team-0011"; input.g["team-0011"]; input.e == "dev"; some x in ["viewer", "auditor", "release-manager"]; input.r[x]; input.n <= 72 } # allow-969
else := true if { input.l == "team-0011"; input.g["team-0011"]; {"dev": true, "staging": true}[input.e]; some x in ["oncall", "auditor"]; input.r[x]; input.n <= 70 } # allow-946
else := true if { input.l == "team-0032"; input.g["team-0032"]; {"dev": true, "prod": true}[input.e]; input.n <= 78 } # allow-824
else := true if { input.l == "team-0018"; {"dev": true, "staging": true}[input.e]; input.r["release-manager"]; input.n <= 77 } # allow-404
else := true if { {"deploy-agent-0033": true, "deploy-agent-0010": true}[input.c]; {"staging": true, "prod": true}[input.e]; input.n <= 79 } # allow-679
