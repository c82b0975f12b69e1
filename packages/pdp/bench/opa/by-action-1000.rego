package bench

default allow := false

allow if actions[input.a]

actions["apply-network-policy"] := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x] } # platform-deny-3
else := false if { input.c == "deploy-agent-0008" } # deny-58
else := false if { input.l == "team-0008"; input.e == "prod" } # deny-126
else := false if { input.c == "deploy-agent-0037" } # deny-191
else := false if { input.c == "deploy-agent-0021" } # deny-151
else := false if { input.g["team-0021"]; input.s == "public"; {"staging": true, "prod": true}[input.e] } # deny-25
else := false if { input.l == "team-0019"; input.e == "dev" } # deny-143
else := false if { input.l == "team-0001"; input.e == "dev" } # deny-92
else := false if { input.l == "team-0012"; {"staging": true, "prod": true}[input.e] } # deny-81
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev" } # platform-allow-1
else := true if { input.g["everyone-on-call"]; input.s == "public" } # platform-allow-5
else := true if { input.l == "team-0006"; input.g["team-0006"]; {"staging": true, "prod": true}[input.e]; some x in ["deployer", "operator", "release-manager"]; input.r[x] } # allow-468
else := true if { input.l == "team-0014"; input.g["team-0014"]; {"dev": true, "prod": true}[input.e]; some x in ["deployer", "auditor"]; input.r[x] } # allow-673
else := true if { input.l == "team-0038"; input.g["team-0038"]; input.e == "dev"; some x in ["deployer", "operator", "auditor"]; input.r[x] } # allow-558
else := true if { input.l == "team-0035"; input.g["team-0035"]; {"dev": true, "staging": true}[input.e]; input.r["auditor"] } # allow-322
else := true if { input.l == "team-0022"; input.g["team-0022"]; input.e == "staging"; some x in ["operator", "auditor", "release-manager"]; input.r[x] } # allow-327
else := true if { input.l == "team-0033"; input.g["team-0033"]; {"dev": true, "staging": true}[input.e] } # allow-689
else := true if { input.l == "team-0035"; {"dev": true, "staging": true}[input.e]; input.r["deployer"] } # allow-756
else := true if { input.l == "team-0038"; input.g["team-0038"]; input.e == "prod" } # allow-929
else := true if { input.l == "team-0001"; input.g["team-0001"]; {"dev": true, "staging": true}[input.e] } # allow-595
else := true if { input.c == "deploy-agent-0045"; {"dev": true, "staging": true}[input.e] } # allow-871
else := true if { input.c == "deploy-agent-0019"; {"dev": true, "prod": true}[input.e] } # allow-317
else := true if { input.l == "team-0012"; input.g["team-0012"]; {"dev": true, "prod": true}[input.e]; some x in ["oncall", "viewer", "auditor"]; input.r[x] } # allow-268
else := true if { input.l == "team-0029"; {"staging": true, "prod": true}[input.e]; input.r["oncall"] } # allow-835
else := true if { input.c == "deploy-agent-0001"; input.e == "dev" } # allow-851
else := true if { input.l == "team-0030"; input.g["team-0030"]; input.e == "prod" } # allow-559
else := true if { input.l == "team-0006"; input.g["team-0006"]; input.e == "prod"; input.r["operator"] } # allow-423
else := true if { input.l == "team-0026"; {"staging": true, "prod": true}[input.e]; input.r["viewer"] } # allow-913
else := true if { input.g["team-0010"]; input.t == "aws-s3-bucket" } # allow-884
else := true if { input.g["team-0023"]; {"aws-iam-role": true, "k8s-namespace": true, "k8s-node": true}[input.t] } # allow-214
else := true if { input.l == "team-0018"; input.g["team-0018"]; input.e == "dev" } # allow-324
else := true if { {"deploy-agent-0023": true, "deploy-agent-0012": true}[input.c]; input.e == "staging" } # allow-576
else := true if { input.l == "team-0018"; input.g["team-0018"]; input.e == "dev" } # allow-670
else := true if { input.g["team-0030"]; {"aws-s3-bucket": true, "k8s-pod": true}[input.t] } # allow-967
else := true if { input.l == "team-0003"; input.g["team-0003"]; {"staging": true, "prod": true}[input.e] } # allow-832
else := true if { {"deploy-agent-0021": true, "deploy-agent-0028": true}[input.c]; {"staging": true, "prod": true}[input.e] } # allow-359
else := true if { {"deploy-agent-0052": true, "deploy-agent-0038": true}[input.c]; {"dev": true, "prod": true}[input.e] } # allow-784
else := true if { input.l == "team-0033"; input.g["team-0033"]; input.e == "prod" } # allow-280
else := true if { input.l == "team-0013"; input.g["team-0013"]; {"dev": true, "prod": true}[input.e] } # allow-876
else := true if { input.c == "deploy-agent-0039"; {"dev": true, "staging": true}[input.e] } # allow-516
else := true if { input.l == "team-0031"; {"dev": true, "staging": true}[input.e]; some x in ["operator", "auditor"]; input.r[x] } # allow-776
else := true if { input.l == "team-0017"; input.g["team-0017"]; {"staging": true, "prod": true}[input.e] } # allow-346
else := true if { input.l == "team-0025"; {"dev": true, "prod": true}[input.e]; some x in ["operator", "oncall"]; input.r[x] } # allow-847

actions["cordon-node"] := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x] } # platform-deny-3
else := false if { input.l == "team-0020"; input.e == "staging" } # deny-101
else := false if { input.l == "team-0025"; input.e == "staging" } # deny-56
else := false if { input.l == "team-0006"; {"dev": true, "prod": true}[input.e] } # deny-106
else := false if { input.g["team-0007"]; input.s == "public"; input.e == "staging" } # deny-173
else := false if { {"deploy-agent-0031": true, "deploy-agent-0058": true}[input.c] } # deny-194
else := false if { input.l == "team-0023"; {"staging": true, "prod": true}[input.e] } # deny-188
else := false if { input.l == "team-0022"; input.e == "staging" } # deny-161
else := false if { input.l == "team-0035"; input.e == "dev" } # deny-41
else := false if { input.c == "deploy-agent-0060" } # deny-96
else := false if { {"deploy-agent-0040": true, "deploy-agent-0028": true}[input.c] } # deny-48
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev" } # platform-allow-1
else := true if { {"k8s-deployment": true, "k8s-node": true, "aws-ec2-instance": true}[input.t]; some x in ["oncall", "operator"]; input.r[x] } # platform-allow-4
else := true if { input.g["everyone-on-call"]; input.s == "public" } # platform-allow-5
else := true if { input.l == "team-0031"; input.g["team-0031"]; input.e == "dev" } # allow-710
else := true if { input.g["team-0007"]; {"aws-iam-role": true, "k8s-configmap": true, "k8s-deployment": true}[input.t] } # allow-752
else := true if { input.l == "team-0032"; input.g["team-0032"]; input.e == "prod" } # allow-940
else := true if { {"deploy-agent-0056": true, "deploy-agent-0028": true}[input.c]; input.e == "dev" } # allow-738
else := true if { {"deploy-agent-0037": true, "deploy-agent-0020": true}[input.c]; input.e == "staging" } # allow-561
else := true if { input.l == "team-0022"; input.g["team-0022"]; input.e == "staging"; some x in ["operator", "auditor", "release-manager"]; input.r[x] } # allow-327
else := true if { input.l == "team-0003"; input.g["team-0003"]; {"dev": true, "staging": true}[input.e] } # allow-854
else := true if { input.l == "team-0021"; input.g["team-0021"]; {"dev": true, "prod": true}[input.e] } # allow-314
else := true if { input.l == "team-0034"; input.g["team-0034"]; input.e == "staging" } # allow-817
else := true if { input.l == "team-0009"; input.g["team-0009"]; input.e == "dev"; some x in ["oncall", "viewer", "auditor"]; input.r[x] } # allow-369
else := true if { input.c == "deploy-agent-0023"; {"dev": true, "prod": true}[input.e] } # allow-696
else := true if { input.l == "team-0029"; input.e == "dev"; input.r["auditor"] } # allow-985
else := true if { input.c == "deploy-agent-0029"; {"staging": true, "prod": true}[input.e] } # allow-951
else := true if { input.l == "team-0017"; input.g["team-0017"]; input.e == "staging" } # allow-366
else := true if { input.c == "deploy-agent-0029"; input.e == "staging" } # allow-726
else := true if { input.l == "team-0036"; input.g["team-0036"]; input.e == "dev" } # allow-750
else := true if { {"deploy-agent-0006": true, "deploy-agent-0056": true}[input.c]; {"dev": true, "prod": true}[input.e] } # allow-574
else := true if { input.l == "team-0035"; input.e == "prod"; some x in ["deployer", "viewer"]; input.r[x] } # allow-466
else := true if { input.g["team-0014"]; {"aws-lambda-function": true, "k8s-deployment": true, "k8s-hpa": true}[input.t] } # allow-372
else := true if { {"deploy-agent-0053": true, "deploy-agent-0049": true}[input.c]; {"staging": true, "prod": true}[input.e] } # allow-798
else := true if { input.l == "team-0028"; {"dev": true, "prod": true}[input.e]; some x in ["operator", "oncall"]; input.r[x] } # allow-557
else := true if { input.l == "team-0031"; input.g["team-0031"]; {"staging": true, "prod": true}[input.e]; some x in ["deployer", "oncall", "release-manager"]; input.r[x] } # allow-638
else := true if { {"deploy-agent-0000": true, "deploy-agent-0051": true}[input.c]; {"dev": true, "staging": true}[input.e] } # allow-383
else := true if { input.l == "team-0010"; input.g["team-0010"]; input.e == "staging"; some x in ["oncall", "auditor", "release-manager"]; input.r[x] } # allow-686
else := true if { {"deploy-agent-0049": true, "deploy-agent-0028": true}[input.c]; {"dev": true, "prod": true}[input.e] } # allow-446
else := true if { input.c == "deploy-agent-0053"; {"dev": true, "staging": true}[input.e] } # allow-588
else := true if { input.l == "team-0022"; input.e == "staging"; some x in ["oncall", "auditor"]; input.r[x] } # allow-400
else := true if { input.l == "team-0018"; input.g["team-0018"]; {"dev": true, "prod": true}[input.e] } # allow-936
else := true if { {"deploy-agent-0011": true, "deploy-agent-0015": true}[input.c]; {"dev": true, "prod": true}[input.e] } # allow-737
else := true if { input.c == "deploy-agent-0040"; input.e == "dev" } # allow-705
else := true if { input.l == "team-0012"; input.e == "dev"; input.r["auditor"] } # allow-531
else := true if { {"deploy-agent-0026": true, "deploy-agent-0029": true}[input.c]; input.e == "dev" } # allow-541
else := true if { input.l == "team-0025"; input.g["team-0025"]; input.e == "staging"; input.r["oncall"] } # allow-523
else := true if { input.g["team-0001"]; {"aws-ec2-instance": true, "k8s-secret": true}[input.t] } # allow-530
else := true if { input.l == "team-0006"; input.g["team-0006"]; {"dev": true, "prod": true}[input.e] } # allow-504
else := true if { input.l == "team-0010"; input.g["team-0010"]; input.e == "prod" } # allow-964
else := true if { input.c == "deploy-agent-0017"; {"staging": true, "prod": true}[input.e] } # allow-818
else := true if { input.g["team-0020"]; {"aws-ecs-task": true, "k8s-hpa": true}[input.t] } # allow-795
else := true if { input.l == "team-0013"; {"dev": true, "staging": true}[input.e]; input.r["viewer"] } # allow-840
else := true if { input.l == "team-0014"; input.g["team-0014"]; input.e == "prod"; some x in ["operator", "oncall"]; input.r[x] } # allow-989
else := true if { input.l == "team-0018"; input.g["team-0018"]; {"staging": true, "prod": true}[input.e]; some x in ["operator", "oncall", "auditor"]; input.r[x] } # allow-626
else := true if { {"deploy-agent-0001": true, "deploy-agent-0019": true}[input.c]; input.e == "prod" } # allow-586
else := true if { input.l == "team-0029"; input.e == "staging"; some x in ["deployer", "auditor"]; input.r[x] } # allow-622
else := true if { input.l == "team-0030"; input.g["team-0030"]; input.e == "prod" } # allow-559
else := true if { {"deploy-agent-0027": true, "deploy-agent-0027": true}[input.c]; input.e == "staging" } # allow-834
else := true if { input.l == "team-0013"; input.g["team-0013"]; input.e == "staging"; some x in ["viewer", "auditor"]; input.r[x] } # allow-888
else := true if { {"deploy-agent-0020": true, "deploy-agent-0028": true}[input.c]; input.e == "dev" } # allow-831
else := true if { input.l == "team-0020"; input.g["team-0020"]; input.e == "dev" } # allow-267
else := true if { input.l == "team-0029"; {"dev": true, "prod": true}[input.e]; input.r["oncall"] } # allow-215
else := true if { input.l == "team-0028"; input.g["team-0028"]; {"dev": true, "prod": true}[input.e]; input.r["oncall"] } # allow-706
else := true if { input.l == "team-0028"; input.g["team-0028"]; {"dev": true, "prod": true}[input.e] } # allow-211
else := true if { input.l == "team-0039"; input.g["team-0039"]; input.e == "prod"; some x in ["operator", "oncall"]; input.r[x] } # allow-354
else := true if { input.l == "team-0023"; {"dev": true, "prod": true}[input.e]; input.r["release-manager"] } # allow-218
else := true if { input.l == "team-0019"; input.g["team-0019"]; input.e == "dev" } # allow-297
else := true if { input.l == "team-0016"; input.g["team-0016"]; {"staging": true, "prod": true}[input.e] } # allow-843
else := true if { input.l == "team-0035"; input.g["team-0035"]; input.e == "prod"; some x in ["oncall", "viewer", "auditor"]; input.r[x] } # allow-728
else := true if { input.l == "team-0022"; input.g["team-0022"]; {"staging": true, "prod": true}[input.e] } # allow-464
else := true if { input.l == "team-0008"; input.g["team-0008"]; {"staging": true, "prod": true}[input.e]; some x in ["deployer", "operator"]; input.r[x] } # allow-300
else := true if { input.l == "team-0024"; input.e == "dev"; input.r["operator"] } # allow-753
else := true if { input.c == "deploy-agent-0051"; input.e == "dev" } # allow-201
else := true if { input.l == "team-0026"; input.g["team-0026"]; {"staging": true, "prod": true}[input.e] } # allow-457
else := true if { {"deploy-agent-0035": true, "deploy-agent-0008": true}[input.c]; {"staging": true, "prod": true}[input.e] } # allow-614
else := true if { input.l == "team-0024"; input.g["team-0024"]; input.e == "dev"; some x in ["auditor", "release-manager"]; input.r[x] } # allow-378
else := true if { input.l == "team-0031"; {"dev": true, "staging": true}[input.e]; some x in ["operator", "auditor"]; input.r[x] } # allow-776
else := true if { input.l == "team-0027"; input.g["team-0027"]; input.e == "prod"; some x in ["operator", "auditor", "release-manager"]; input.r[x] } # allow-741
else := true if { input.l == "team-0029"; input.g["team-0029"]; input.e == "prod" } # allow-258
else := true if { input.l == "team-0002"; input.g["team-0002"]; {"staging": true, "prod": true}[input.e]; some x in ["oncall", "auditor", "release-manager"]; input.r[x] } # allow-754

actions["create-namespace"] := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x] } # platform-deny-3
else := false if { input.g["team-0027"]; {"internal": true, "restricted": true}[input.s]; {"staging": true, "prod": true}[input.e] } # deny-157
else := false if { input.l == "team-0023"; input.e == "dev" } # deny-13
else := false if { input.l == "team-0019"; input.e == "staging" } # deny-90
else := false if { input.l == "team-0009"; {"dev": true, "prod": true}[input.e] } # deny-163
else := false if { input.g["team-0032"]; {"restricted": true, "critical": true}[input.s]; {"dev": true, "prod": true}[input.e] } # deny-131
else := false if { {"deploy-agent-0030": true, "deploy-agent-0032": true}[input.c] } # deny-93
else := false if { input.g["team-0005"]; {"internal": true, "restricted": true}[input.s]; {"dev": true, "prod": true}[input.e] } # deny-122
else := false if { input.g["team-0005"]; input.s == "critical"; input.e == "staging" } # deny-167
else := false if { input.l == "team-0038"; input.e == "dev" } # deny-86
else := false if { input.l == "team-0025"; {"dev": true, "prod": true}[input.e] } # deny-85
else := false if { input.g["team-0019"]; input.s == "critical"; {"dev": true, "prod": true}[input.e] } # deny-54
else := false if { input.l == "team-0010"; {"dev": true, "staging": true}[input.e] } # deny-15
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev" } # platform-allow-1
else := true if { input.g["everyone-on-call"]; input.s == "public" } # platform-allow-5
else := true if { input.c == "deploy-agent-0063"; {"dev": true, "staging": true}[input.e] } # allow-501
else := true if { input.l == "team-0013"; input.g["team-0013"]; {"dev": true, "prod": true}[input.e] } # allow-869
else := true if { input.l == "team-0027"; input.g["team-0027"]; input.e == "prod" } # allow-691
else := true if { input.l == "team-0024"; input.g["team-0024"]; input.e == "prod"; input.r["operator"] } # allow-229
else := true if { input.l == "team-0015"; {"dev": true, "prod": true}[input.e]; some x in ["deployer", "auditor"]; input.r[x] } # allow-247
else := true if { input.l == "team-0012"; input.g["team-0012"]; input.e == "prod"; some x in ["operator", "viewer", "auditor"]; input.r[x] } # allow-594
else := true if { input.l == "team-0022"; input.g["team-0022"]; input.e == "prod" } # allow-295
else := true if { input.l == "team-0005"; input.g["team-0005"]; {"dev": true, "staging": true}[input.e] } # allow-713
else := true if { input.l == "team-0014"; input.g["team-0014"]; {"dev": true, "staging": true}[input.e] } # allow-650
else := true if { input.l == "team-0035"; input.g["team-0035"]; {"dev": true, "prod": true}[input.e] } # allow-292
else := true if { input.c == "deploy-agent-0058"; {"dev": true, "staging": true}[input.e] } # allow-395
else := true if { input.c == "deploy-agent-0003"; input.e == "staging" } # allow-606
else := true if { input.l == "team-0027"; input.g["team-0027"]; {"dev": true, "staging": true}[input.e]; some x in ["operator", "auditor", "release-manager"]; input.r[x] } # allow-864
else := true if { input.c == "deploy-agent-0003"; {"dev": true, "staging": true}[input.e] } # allow-678
else := true if { {"deploy-agent-0008": true, "deploy-agent-0008": true}[input.c]; {"staging": true, "prod": true}[input.e] } # allow-329
else := true if { input.l == "team-0025"; input.g["team-0025"]; {"dev": true, "staging": true}[input.e] } # allow-925
else := true if { input.c == "deploy-agent-0042"; {"staging": true, "prod": true}[input.e] } # allow-562
else := true if { input.g["team-0009"]; {"aws-iam-role": true, "k8s-hpa": true, "k8s-node": true}[input.t] } # allow-334
else := true if { input.l == "team-0026"; input.g["team-0026"]; {"dev": true, "staging": true}[input.e]; some x in ["auditor", "release-manager"]; input.r[x] } # allow-973
else := true if { input.l == "team-0028"; input.g["team-0028"]; input.e == "prod"; some x in ["deployer", "oncall", "auditor"]; input.r[x] } # allow-903
else := true if { input.l == "team-0023"; {"dev": true, "prod": true}[input.e]; some x in ["operator", "viewer"]; input.r[x] } # allow-425
else := true if { {"deploy-agent-0000": true, "deploy-agent-0048": true}[input.c]; input.e == "prod" } # allow-648
else := true if { input.g["team-0011"]; {"aws-ecs-task": true, "k8s-deployment": true}[input.t] } # allow-272
else := true if { input.l == "team-0006"; input.g["team-0006"]; {"dev": true, "prod": true}[input.e] } # allow-619
else := true if { {"deploy-agent-0040": true, "deploy-agent-0059": true}[input.c]; {"dev": true, "prod": true}[input.e] } # allow-394
else := true if { input.l == "team-0004"; input.g["team-0004"]; input.e == "prod"; input.r["auditor"] } # allow-615
else := true if { input.l == "team-0024"; {"staging": true, "prod": true}[input.e]; some x in ["operator", "release-manager"]; input.r[x] } # allow-777
else := true if { input.g["team-0024"]; {"aws-ec2-instance": true, "k8s-namespace": true}[input.t] } # allow-855
else := true if { {"deploy-agent-0059": true, "deploy-agent-0013": true}[input.c]; input.e == "staging" } # allow-377
else := true if { input.g["team-0017"]; input.t == "k8s-hpa" } # allow-793
else := true if { input.l == "team-0028"; input.g["team-0028"]; input.e == "prod"; input.r["oncall"] } # allow-695
else := true if { input.l == "team-0037"; input.g["team-0037"]; {"staging": true, "prod": true}[input.e] } # allow-923
else := true if { input.l == "team-0027"; input.e == "staging"; some x in ["oncall", "viewer"]; input.r[x] } # allow-662
else := true if { input.l == "team-0011"; input.g["team-0011"]; {"dev": true, "prod": true}[input.e]; input.r["release-manager"] } # allow-877
else := true if { input.l == "team-0020"; input.g["team-0020"]; input.e == "prod"; some x in ["auditor", "release-manager"]; input.r[x] } # allow-660
else := true if { input.l == "team-0034"; input.g["team-0034"]; {"staging": true, "prod": true}[input.e] } # allow-488
else := true if { input.l == "team-0012"; input.g["team-0012"]; input.e == "prod" } # allow-787
else := true if { input.l == "team-0013"; input.g["team-0013"]; input.e == "staging"; some x in ["viewer", "auditor"]; input.r[x] } # allow-888
else := true if { input.l == "team-0002"; {"staging": true, "prod": true}[input.e]; some x in ["deployer", "oncall"]; input.r[x] } # allow-861
else := true if { input.l == "team-0001"; input.g["team-0001"]; input.e == "staging"; some x in ["operator", "viewer"]; input.r[x] } # allow-237
else := true if { input.l == "team-0003"; input.g["team-0003"]; input.e == "staging"; input.r["deployer"] } # allow-813
else := true if { input.l == "team-0001"; input.e == "staging"; input.r["viewer"] } # allow-952
else := true if { input.l == "team-0022"; input.g["team-0022"]; {"staging": true, "prod": true}[input.e] } # allow-960
else := true if { input.c == "deploy-agent-0066"; input.e == "prod" } # allow-227
else := true if { input.l == "team-0013"; input.g["team-0013"]; {"staging": true, "prod": true}[input.e]; some x in ["oncall", "viewer"]; input.r[x] } # allow-349
else := true if { {"deploy-agent-0047": true, "deploy-agent-0033": true}[input.c]; input.e == "dev" } # allow-339
else := true if { input.l == "team-0032"; input.g["team-0032"]; {"staging": true, "prod": true}[input.e] } # allow-838
else := true if { input.l == "team-0023"; {"dev": true, "prod": true}[input.e]; input.r["release-manager"] } # allow-218
else := true if { {"deploy-agent-0013": true, "deploy-agent-0035": true}[input.c]; input.e == "prod" } # allow-236
else := true if { input.l == "team-0003"; {"staging": true, "prod": true}[input.e]; some x in ["oncall", "release-manager"]; input.r[x] } # allow-403
else := true if { input.l == "team-0029"; input.g["team-0029"]; {"staging": true, "prod": true}[input.e]; some x in ["viewer", "auditor"]; input.r[x] } # allow-572
else := true if { input.l == "team-0004"; input.g["team-0004"]; {"staging": true, "prod": true}[input.e] } # allow-957
else := true if { {"deploy-agent-0009": true, "deploy-agent-0043": true}[input.c]; {"staging": true, "prod": true}[input.e] } # allow-224
else := true if { input.l == "team-0016"; input.g["team-0016"]; input.e == "dev" } # allow-387
else := true if { input.g["team-0030"]; {"aws-ec2-instance": true, "k8s-deployment": true}[input.t] } # allow-657
else := true if { input.l == "team-0035"; input.g["team-0035"]; input.e == "dev" } # allow-335
else := true if { input.c == "deploy-agent-0013"; {"dev": true, "staging": true}[input.e] } # allow-735
else := true if { input.l == "team-0017"; input.g["team-0017"]; {"dev": true, "prod": true}[input.e]; input.r["auditor"] } # allow-582
else := true if { input.l == "team-0024"; input.g["team-0024"]; {"dev": true, "prod": true}[input.e]; some x in ["auditor", "release-manager"]; input.r[x] } # allow-723
else := true if { input.l == "team-0021"; input.g["team-0021"]; {"staging": true, "prod": true}[input.e] } # allow-715
else := true if { input.l == "team-0032"; input.g["team-0032"]; input.e == "staging"; input.r["viewer"] } # allow-303

actions["delete-namespace"] := false if { input.e == "prod" } # platform-deny-0
else := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x] } # platform-deny-3
else := false if { input.g["team-0019"]; input.s == "public"; input.e == "staging" } # deny-84
else := false if { input.g["team-0016"]; {"restricted": true, "critical": true}[input.s]; input.e == "dev" } # deny-18
else := false if { input.g["team-0027"]; {"internal": true, "restricted": true}[input.s]; {"staging": true, "prod": true}[input.e] } # deny-157
else := false if { input.l == "team-0023"; input.e == "dev" } # deny-13
else := false if { input.l == "team-0019"; input.e == "staging" } # deny-90
else := false if { input.l == "team-0008"; {"dev": true, "prod": true}[input.e] } # deny-66
else := false if { input.g["team-0011"]; input.s == "public"; {"staging": true, "prod": true}[input.e] } # deny-57
else := false if { input.l == "team-0021"; input.e == "dev" } # deny-28
else := false if { input.g["team-0029"]; {"public": true, "restricted": true}[input.s]; input.e == "staging" } # deny-50
else := false if { {"deploy-agent-0030": true, "deploy-agent-0032": true}[input.c] } # deny-93
else := false if { input.g["team-0005"]; {"internal": true, "restricted": true}[input.s]; {"dev": true, "prod": true}[input.e] } # deny-122
else := false if { input.g["team-0013"]; {"internal": true, "restricted": true}[input.s]; input.e == "prod" } # deny-187
else := false if { input.l == "team-0039"; {"dev": true, "prod": true}[input.e] } # deny-103
else := false if { input.g["team-0003"]; {"internal": true, "restricted": true}[input.s]; input.e == "prod" } # deny-43
else := false if { input.l == "team-0035"; input.e == "dev" } # deny-41
else := false if { input.l == "team-0013"; input.e == "dev" } # deny-180
else := false if { {"deploy-agent-0001": true, "deploy-agent-0021": true}[input.c] } # deny-196
else := false if { {"deploy-agent-0013": true, "deploy-agent-0048": true}[input.c] } # deny-26
else := false if { input.g["team-0019"]; input.s == "critical"; {"dev": true, "prod": true}[input.e] } # deny-54
else := false if { input.c == "deploy-agent-0012" } # deny-102
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev" } # platform-allow-1
else := true if { input.g["everyone-on-call"]; input.s == "public" } # platform-allow-5
else := true if { {"deploy-agent-0010": true, "deploy-agent-0065": true}[input.c]; input.e == "staging" } # allow-483
else := true if { input.l == "team-0039"; input.g["team-0039"]; {"dev": true, "prod": true}[input.e] } # allow-807
else := true if { input.c == "deploy-agent-0063"; {"dev": true, "staging": true}[input.e] } # allow-501
else := true if { input.l == "team-0006"; input.g["team-0006"]; input.e == "dev" } # allow-814
else := true if { input.l == "team-0013"; input.g["team-0013"]; {"dev": true, "prod": true}[input.e] } # allow-869
else := true if { input.g["team-0003"]; input.t == "aws-s3-bucket" } # allow-460
else := true if { input.l == "team-0012"; input.g["team-0012"]; input.e == "prod"; some x in ["operator", "viewer", "auditor"]; input.r[x] } # allow-594
else := true if { input.l == "team-0038"; input.g["team-0038"]; input.e == "dev"; some x in ["deployer", "operator", "auditor"]; input.r[x] } # allow-558
else := true if { input.l == "team-0005"; input.g["team-0005"]; {"dev": true, "staging": true}[input.e] } # allow-713
else := true if { input.l == "team-0014"; input.g["team-0014"]; {"dev": true, "staging": true}[input.e] } # allow-650
else := true if { input.l == "team-0035"; input.g["team-0035"]; {"dev": true, "prod": true}[input.e] } # allow-292
else := true if { input.c == "deploy-agent-0003"; input.e == "staging" } # allow-606
else := true if { input.l == "team-0027"; input.g["team-0027"]; {"dev": true, "staging": true}[input.e]; some x in ["operator", "auditor", "release-manager"]; input.r[x] } # allow-864
else := true if { {"deploy-agent-0054": true, "deploy-agent-0016": true}[input.c]; input.e == "prod" } # allow-533
else := true if { input.l == "team-0033"; input.g["team-0033"]; input.e == "staging"; some x in ["operator", "oncall", "viewer"]; input.r[x] } # allow-481
else := true if { input.l == "team-0026"; {"dev": true, "staging": true}[input.e]; some x in ["deployer", "oncall"]; input.r[x] } # allow-653
else := true if { input.l == "team-0036"; input.g["team-0036"]; {"dev": true, "staging": true}[input.e]; some x in ["viewer", "auditor", "release-manager"]; input.r[x] } # allow-413
else := true if { input.l == "team-0020"; input.g["team-0020"]; {"dev": true, "prod": true}[input.e]; some x in ["deployer", "oncall", "auditor"]; input.r[x] } # allow-958
else := true if { input.l == "team-0026"; input.g["team-0026"]; {"staging": true, "prod": true}[input.e] } # allow-895
else := true if { {"deploy-agent-0008": true, "deploy-agent-0008": true}[input.c]; {"staging": true, "prod": true}[input.e] } # allow-329
else := true if { input.l == "team-0025"; input.g["team-0025"]; {"dev": true, "staging": true}[input.e] } # allow-925
else := true if { input.g["team-0009"]; {"aws-iam-role": true, "k8s-hpa": true, "k8s-node": true}[input.t] } # allow-334
else := true if { input.l == "team-0008"; input.g["team-0008"]; input.e == "staging"; input.r["release-manager"] } # allow-621
else := true if { input.l == "team-0026"; input.g["team-0026"]; {"dev": true, "staging": true}[input.e]; some x in ["auditor", "release-manager"]; input.r[x] } # allow-973
else := true if { input.l == "team-0028"; input.g["team-0028"]; input.e == "prod"; some x in ["deployer", "oncall", "auditor"]; input.r[x] } # allow-903
else := true if { {"deploy-agent-0000": true, "deploy-agent-0048": true}[input.c]; input.e == "prod" } # allow-648
else := true if { input.g["team-0011"]; {"aws-ecs-task": true, "k8s-deployment": true}[input.t] } # allow-272
else := true if { input.l == "team-0030"; input.g["team-0030"]; input.e == "prod" } # allow-596
else := true if { input.g["team-0024"]; {"aws-ec2-instance": true, "k8s-namespace": true, "k8s-pod": true}[input.t] } # allow-430
else := true if { input.l == "team-0029"; {"dev": true, "prod": true}[input.e]; some x in ["deployer", "oncall"]; input.r[x] } # allow-892
else := true if { input.l == "team-0031"; input.g["team-0031"]; input.e == "prod" } # allow-240
else := true if { input.l == "team-0004"; input.g["team-0004"]; input.e == "prod"; input.r["auditor"] } # allow-615
else := true if { input.c == "deploy-agent-0048"; {"dev": true, "staging": true}[input.e] } # allow-724
else := true if { input.l == "team-0024"; {"staging": true, "prod": true}[input.e]; some x in ["operator", "release-manager"]; input.r[x] } # allow-777
else := true if { input.l == "team-0005"; input.g["team-0005"]; input.e == "dev"; input.r["release-manager"] } # allow-205
else := true if { input.l == "team-0039"; input.g["team-0039"]; {"dev": true, "prod": true}[input.e] } # allow-966
else := true if { input.c == "deploy-agent-0009"; {"dev": true, "prod": true}[input.e] } # allow-539
else := true if { input.c == "deploy-agent-0047"; {"dev": true, "staging": true}[input.e] } # allow-332
else := true if { {"deploy-agent-0059": true, "deploy-agent-0013": true}[input.c]; input.e == "staging" } # allow-377
else := true if { input.l == "team-0018"; input.g["team-0018"]; {"dev": true, "prod": true}[input.e] } # allow-936
else := true if { input.l == "team-0007"; input.g["team-0007"]; input.e == "prod"; some x in ["deployer", "oncall"]; input.r[x] } # allow-254
else := true if { input.g["team-0021"]; {"k8s-deployment": true, "k8s-pod": true}[input.t] } # allow-234
else := true if { input.l == "team-0003"; {"dev": true, "prod": true}[input.e]; input.r["operator"] } # allow-347
else := true if { input.l == "team-0019"; input.g["team-0019"]; {"dev": true, "prod": true}[input.e]; some x in ["operator", "auditor"]; input.r[x] } # allow-669
else := true if { input.l == "team-0012"; input.e == "dev"; input.r["auditor"] } # allow-531
else := true if { input.g["team-0017"]; input.t == "k8s-hpa" } # allow-793
else := true if { input.l == "team-0007"; input.e == "dev"; some x in ["operator", "oncall"]; input.r[x] } # allow-390
else := true if { input.l == "team-0013"; input.g["team-0013"]; {"staging": true, "prod": true}[input.e] } # allow-512
else := true if { input.l == "team-0037"; input.g["team-0037"]; {"staging": true, "prod": true}[input.e] } # allow-923
else := true if { input.l == "team-0010"; input.g["team-0010"]; input.e == "dev" } # allow-783
else := true if { input.g["team-0034"]; {"aws-ecs-service": true, "k8s-configmap": true}[input.t] } # allow-852
else := true if { {"deploy-agent-0009": true, "deploy-agent-0014": true}[input.c]; {"staging": true, "prod": true}[input.e] } # allow-898
else := true if { input.l == "team-0011"; input.g["team-0011"]; {"dev": true, "prod": true}[input.e]; input.r["release-manager"] } # allow-877
else := true if { input.g["team-0022"]; {"k8s-namespace": true, "k8s-node": true}[input.t] } # allow-782
else := true if { input.c == "deploy-agent-0009"; input.e == "dev" } # allow-708
else := true if { input.c == "deploy-agent-0057"; {"dev": true, "staging": true}[input.e] } # allow-763
else := true if { input.l == "team-0020"; input.g["team-0020"]; input.e == "prod"; some x in ["auditor", "release-manager"]; input.r[x] } # allow-660
else := true if { input.l == "team-0026"; input.g["team-0026"]; {"dev": true, "staging": true}[input.e] } # allow-850
else := true if { input.l == "team-0034"; input.g["team-0034"]; {"staging": true, "prod": true}[input.e] } # allow-488
else := true if { input.l == "team-0002"; input.g["team-0002"]; {"dev": true, "prod": true}[input.e]; input.r["deployer"] } # allow-654
else := true if { input.l == "team-0012"; input.g["team-0012"]; input.e == "prod" } # allow-787
else := true if { input.l == "team-0013"; input.g["team-0013"]; input.e == "staging"; some x in ["viewer", "auditor"]; input.r[x] } # allow-888
else := true if { input.l == "team-0002"; {"staging": true, "prod": true}[input.e]; some x in ["deployer", "oncall"]; input.r[x] } # allow-861
else := true if { input.l == "team-0001"; input.g["team-0001"]; input.e == "staging"; some x in ["operator", "viewer"]; input.r[x] } # allow-237
else := true if { input.g["team-0031"]; {"aws-ec2-instance": true, "aws-lambda-function": true, "k8s-namespace": true}[input.t] } # allow-934
else := true if { input.l == "team-0003"; input.g["team-0003"]; input.e == "staging"; input.r["deployer"] } # allow-813
else := true if { input.l == "team-0011"; input.g["team-0011"]; {"dev": true, "staging": true}[input.e]; some x in ["operator", "viewer", "auditor"]; input.r[x] } # allow-963
else := true if { input.l == "team-0004"; input.g["team-0004"]; {"dev": true, "staging": true}[input.e] } # allow-867
else := true if { input.l == "team-0019"; input.g["team-0019"]; {"dev": true, "staging": true}[input.e] } # allow-766
else := true if { input.l == "team-0027"; input.g["team-0027"]; input.e == "dev"; input.r["oncall"] } # allow-319
else := true if { input.c == "deploy-agent-0066"; input.e == "prod" } # allow-227
else := true if { {"deploy-agent-0047": true, "deploy-agent-0033": true}[input.c]; input.e == "dev" } # allow-339
else := true if { input.g["team-0015"]; input.t == "k8s-configmap" } # allow-235
else := true if { input.l == "team-0032"; input.g["team-0032"]; {"staging": true, "prod": true}[input.e] } # allow-838
else := true if { input.l == "team-0004"; input.g["team-0004"]; input.e == "staging" } # allow-405
else := true if { {"deploy-agent-0023": true, "deploy-agent-0047": true}[input.c]; input.e == "prod" } # allow-844
else := true if { input.l == "team-0003"; {"staging": true, "prod": true}[input.e]; some x in ["oncall", "release-manager"]; input.r[x] } # allow-403
else := true if { {"deploy-agent-0010": true, "deploy-agent-0057": true}[input.c]; input.e == "prod" } # allow-216
else := true if { input.l == "team-0029"; input.g["team-0029"]; {"staging": true, "prod": true}[input.e]; some x in ["viewer", "auditor"]; input.r[x] } # allow-572
else := true if { input.l == "team-0039"; input.g["team-0039"]; input.e == "staging" } # allow-250
else := true if { input.g["team-0039"]; input.t == "aws-ec2-instance" } # allow-231
else := true if { input.l == "team-0002"; input.g["team-0002"]; {"staging": true, "prod": true}[input.e] } # allow-901
else := true if { input.l == "team-0004"; input.g["team-0004"]; {"staging": true, "prod": true}[input.e] } # allow-957
else := true if { input.c == "deploy-agent-0056"; {"dev": true, "prod": true}[input.e] } # allow-341
else := true if { {"deploy-agent-0029": true, "deploy-agent-0013": true}[input.c]; {"dev": true, "staging": true}[input.e] } # allow-491
else := true if { input.l == "team-0038"; input.g["team-0038"]; input.e == "prod"; some x in ["deployer", "operator", "release-manager"]; input.r[x] } # allow-902
else := true if { input.g["team-0030"]; {"aws-iam-role": true, "k8s-hpa": true}[input.t] } # allow-554
else := true if { {"deploy-agent-0025": true, "deploy-agent-0027": true}[input.c]; input.e == "staging" } # allow-521
else := true if { input.l == "team-0018"; {"dev": true, "staging": true}[input.e]; input.r["oncall"] } # allow-515
else := true if { {"deploy-agent-0009": true, "deploy-agent-0043": true}[input.c]; {"staging": true, "prod": true}[input.e] } # allow-224
else := true if { input.g["team-0006"]; {"aws-lambda-function": true, "k8s-deployment": true, "k8s-node": true}[input.t] } # allow-330
else := true if { input.l == "team-0016"; input.g["team-0016"]; input.e == "dev" } # allow-387
else := true if { input.g["team-0030"]; {"aws-ec2-instance": true, "k8s-deployment": true}[input.t] } # allow-657
else := true if { input.l == "team-0035"; input.g["team-0035"]; input.e == "dev" } # allow-335
else := true if { input.c == "deploy-agent-0013"; {"dev": true, "staging": true}[input.e] } # allow-735
else := true if { input.c == "deploy-agent-0025"; input.e == "prod" } # allow-283
else := true if { input.l == "team-0025"; input.g["team-0025"]; input.e == "dev" } # allow-659
else := true if { input.l == "team-0037"; input.g["team-0037"]; input.e == "prod" } # allow-514
else := true if { input.l == "team-0032"; input.g["team-0032"]; input.e == "staging"; input.r["viewer"] } # allow-303
else := true if { {"deploy-agent-0057": true, "deploy-agent-0003": true}[input.c]; input.e == "prod" } # allow-357
else := true if { input.l == "team-0028"; input.g["team-0028"]; {"dev": true, "staging": true}[input.e] } # allow-316

actions["delete-pod"] := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x] } # platform-deny-3
else := false if { input.g["team-0019"]; input.s == "public"; input.e == "staging" } # deny-84
else := false if { input.c == "deploy-agent-0007" } # deny-64
else := false if { input.l == "team-0030"; {"dev": true, "staging": true}[input.e] } # deny-119
else := false if { input.g["team-0007"]; {"public": true, "internal": true}[input.s]; {"dev": true, "prod": true}[input.e] } # deny-140
else := false if { input.c == "deploy-agent-0022" } # deny-190
else := false if { input.l == "team-0008"; {"dev": true, "prod": true}[input.e] } # deny-66
else := false if { {"deploy-agent-0030": true, "deploy-agent-0032": true}[input.c] } # deny-99
else := false if { input.g["team-0014"]; {"public": true, "critical": true}[input.s]; {"dev": true, "prod": true}[input.e] } # deny-21
else := false if { input.g["team-0029"]; {"public": true, "restricted": true}[input.s]; input.e == "staging" } # deny-50
else := false if { {"deploy-agent-0030": true, "deploy-agent-0032": true}[input.c] } # deny-93
else := false if { input.l == "team-0000"; {"staging": true, "prod": true}[input.e] } # deny-3
else := false if { input.g["team-0013"]; {"internal": true, "restricted": true}[input.s]; input.e == "prod" } # deny-187
else := false if { input.g["team-0003"]; {"internal": true, "restricted": true}[input.s]; input.e == "prod" } # deny-43
else := false if { {"deploy-agent-0024": true, "deploy-agent-0026": true}[input.c] } # deny-80
else := false if { input.l == "team-0027"; {"staging": true, "prod": true}[input.e] } # deny-2
else := false if { input.g["team-0031"]; {"public": true, "internal": true}[input.s]; input.e == "staging" } # deny-5
else := false if { input.l == "team-0019"; input.e == "dev" } # deny-143
else := false if { input.c == "deploy-agent-0063" } # deny-160
else := false if { input.l == "team-0013"; input.e == "dev" } # deny-180
else := false if { input.g["team-0010"]; input.s == "restricted"; input.e == "dev" } # deny-133
else := false if { input.g["team-0036"]; input.s == "restricted"; input.e == "staging" } # deny-123
else := false if { input.l == "team-0010"; {"dev": true, "staging": true}[input.e] } # deny-15
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev" } # platform-allow-1
else := true if { input.g["everyone-on-call"]; input.s == "public" } # platform-allow-5
else := true if { {"deploy-agent-0010": true, "deploy-agent-0065": true}[input.c]; input.e == "staging" } # allow-483
else := true if { input.g["team-0014"]; {"k8s-configmap": true, "k8s-node": true}[input.t] } # allow-371
else := true if { input.l == "team-0039"; input.g["team-0039"]; {"dev": true, "prod": true}[input.e] } # allow-807
else := true if { input.l == "team-0011"; input.g["team-0011"]; {"staging": true, "prod": true}[input.e] } # allow-452
else := true if { input.l == "team-0016"; input.g["team-0016"]; {"staging": true, "prod": true}[input.e]; some x in ["deployer", "operator"]; input.r[x] } # allow-428
else := true if { input.l == "team-0024"; input.g["team-0024"]; input.e == "prod"; input.r["operator"] } # allow-229
else := true if { input.l == "team-0026"; input.g["team-0026"]; input.e == "staging" } # allow-564
else := true if { input.g["team-0003"]; input.t == "aws-s3-bucket" } # allow-460
else := true if { input.c == "deploy-agent-0007"; input.e == "prod" } # allow-435
else := true if { input.c == "deploy-agent-0041"; {"staging": true, "prod": true}[input.e] } # allow-979
else := true if { {"deploy-agent-0061": true, "deploy-agent-0026": true}[input.c]; {"dev": true, "prod": true}[input.e] } # allow-461
else := true if { input.l == "team-0030"; input.g["team-0030"]; {"dev": true, "staging": true}[input.e] } # allow-471
else := true if { {"deploy-agent-0014": true, "deploy-agent-0011": true}[input.c]; {"staging": true, "prod": true}[input.e] } # allow-899
else := true if { input.g["team-0031"]; {"k8s-pod": true, "k8s-secret": true}[input.t] } # allow-560
else := true if { input.c == "deploy-agent-0009"; {"dev": true, "staging": true}[input.e] } # allow-535
else := true if { {"deploy-agent-0054": true, "deploy-agent-0016": true}[input.c]; input.e == "prod" } # allow-533
else := true if { input.l == "team-0033"; input.g["team-0033"]; input.e == "staging"; some x in ["operator", "oncall", "viewer"]; input.r[x] } # allow-481
else := true if { input.l == "team-0026"; {"dev": true, "staging": true}[input.e]; some x in ["deployer", "oncall"]; input.r[x] } # allow-653
else := true if { input.l == "team-0036"; input.g["team-0036"]; {"dev": true, "staging": true}[input.e]; some x in ["viewer", "auditor", "release-manager"]; input.r[x] } # allow-413
else := true if { input.l == "team-0020"; input.g["team-0020"]; {"dev": true, "prod": true}[input.e]; some x in ["deployer", "oncall", "auditor"]; input.r[x] } # allow-958
else := true if { input.l == "team-0026"; input.g["team-0026"]; {"staging": true, "prod": true}[input.e] } # allow-895
else := true if { input.l == "team-0035"; {"dev": true, "staging": true}[input.e]; input.r["deployer"] } # allow-756
else := true if { {"deploy-agent-0009": true, "deploy-agent-0052": true}[input.c]; input.e == "prod" } # allow-245
else := true if { input.l == "team-0016"; {"staging": true, "prod": true}[input.e]; some x in ["deployer", "auditor"]; input.r[x] } # allow-609
else := true if { input.l == "team-0014"; input.e == "dev"; input.r["deployer"] } # allow-426
else := true if { input.l == "team-0008"; input.g["team-0008"]; input.e == "staging"; input.r["release-manager"] } # allow-621
else := true if { input.l == "team-0036"; input.g["team-0036"]; input.e == "dev" } # allow-750
else := true if { {"deploy-agent-0055": true, "deploy-agent-0022": true}[input.c]; input.e == "prod" } # allow-580
else := true if { input.l == "team-0001"; input.g["team-0001"]; {"dev": true, "prod": true}[input.e]; some x in ["deployer", "viewer", "release-manager"]; input.r[x] } # allow-646
else := true if { {"deploy-agent-0037": true, "deploy-agent-0037": true}[input.c]; input.e == "staging" } # allow-434
else := true if { input.l == "team-0030"; input.g["team-0030"]; input.e == "prod" } # allow-596
else := true if { input.l == "team-0029"; input.g["team-0029"]; input.e == "prod" } # allow-199
else := true if { input.l == "team-0031"; input.g["team-0031"]; input.e == "prod" } # allow-240
else := true if { input.l == "team-0002"; input.g["team-0002"]; input.e == "staging" } # allow-640
else := true if { input.g["team-0003"]; {"aws-ec2-instance": true, "aws-ecs-service": true, "k8s-secret": true}[input.t] } # allow-590
else := true if { input.c == "deploy-agent-0048"; {"dev": true, "staging": true}[input.e] } # allow-724
else := true if { input.l == "team-0025"; input.g["team-0025"]; input.e == "prod" } # allow-281
else := true if { {"deploy-agent-0058": true, "deploy-agent-0022": true}[input.c]; {"dev": true, "prod": true}[input.e] } # allow-667
else := true if { input.l == "team-0037"; input.g["team-0037"]; {"staging": true, "prod": true}[input.e]; some x in ["operator", "oncall", "release-manager"]; input.r[x] } # allow-206
else := true if { input.l == "team-0005"; input.g["team-0005"]; input.e == "dev"; input.r["release-manager"] } # allow-205
else := true if { input.l == "team-0007"; input.g["team-0007"]; input.e == "dev" } # allow-755
else := true if { input.l == "team-0039"; input.g["team-0039"]; {"dev": true, "prod": true}[input.e] } # allow-966
else := true if { input.l == "team-0019"; input.g["team-0019"]; {"dev": true, "staging": true}[input.e] } # allow-307
else := true if { input.l == "team-0008"; input.g["team-0008"]; input.e == "prod"; some x in ["operator", "oncall", "release-manager"]; input.r[x] } # allow-278
else := true if { input.l == "team-0017"; input.g["team-0017"]; input.e == "dev" } # allow-680
else := true if { input.c == "deploy-agent-0047"; {"dev": true, "staging": true}[input.e] } # allow-332
else := true if { input.l == "team-0018"; input.g["team-0018"]; {"dev": true, "prod": true}[input.e] } # allow-936
else := true if { input.l == "team-0029"; {"staging": true, "prod": true}[input.e]; input.r["deployer"] } # allow-870
else := true if { input.c == "deploy-agent-0040"; input.e == "dev" } # allow-705
else := true if { input.l == "team-0003"; {"dev": true, "prod": true}[input.e]; input.r["operator"] } # allow-347
else := true if { input.l == "team-0012"; input.e == "dev"; input.r["auditor"] } # allow-531
else := true if { {"deploy-agent-0013": true, "deploy-agent-0004": true}[input.c]; {"dev": true, "staging": true}[input.e] } # allow-631
else := true if { input.c == "deploy-agent-0045"; {"dev": true, "staging": true}[input.e] } # allow-871
else := true if { input.l == "team-0007"; input.e == "dev"; some x in ["operator", "oncall"]; input.r[x] } # allow-390
else := true if { input.l == "team-0013"; input.g["team-0013"]; {"staging": true, "prod": true}[input.e] } # allow-512
else := true if { input.l == "team-0027"; input.e == "staging"; some x in ["oncall", "viewer"]; input.r[x] } # allow-662
else := true if { input.g["team-0034"]; {"aws-ecs-service": true, "k8s-configmap": true}[input.t] } # allow-852
else := true if { {"deploy-agent-0009": true, "deploy-agent-0014": true}[input.c]; {"staging": true, "prod": true}[input.e] } # allow-898
else := true if { input.c == "deploy-agent-0012"; input.e == "staging" } # allow-344
else := true if { input.g["team-0024"]; {"aws-ec2-instance": true, "k8s-deployment": true, "k8s-pod": true}[input.t] } # allow-418
else := true if { input.c == "deploy-agent-0057"; {"dev": true, "staging": true}[input.e] } # allow-763
else := true if { {"deploy-agent-0009": true, "deploy-agent-0028": true}[input.c]; input.e == "dev" } # allow-668
else := true if { input.l == "team-0026"; input.g["team-0026"]; {"dev": true, "staging": true}[input.e] } # allow-850
else := true if { input.l == "team-0002"; input.g["team-0002"]; {"dev": true, "prod": true}[input.e]; input.r["deployer"] } # allow-654
else := true if { {"deploy-agent-0016": true, "deploy-agent-0033": true}[input.c]; input.e == "staging" } # allow-248
else := true if { input.g["team-0032"]; {"aws-ec2-instance": true, "k8s-deployment": true, "k8s-node": true}[input.t] } # allow-410
else := true if { input.l == "team-0030"; input.g["team-0030"]; {"dev": true, "staging": true}[input.e] } # allow-409
else := true if { input.l == "team-0022"; input.g["team-0022"]; {"dev": true, "prod": true}[input.e]; input.r["deployer"] } # allow-775
else := true if { input.g["team-0010"]; {"k8s-deployment": true, "k8s-node": true}[input.t] } # allow-571
else := true if { input.l == "team-0004"; input.g["team-0004"]; {"dev": true, "staging": true}[input.e]; some x in ["deployer", "operator"]; input.r[x] } # allow-305
else := true if { input.l == "team-0011"; input.g["team-0011"]; {"dev": true, "staging": true}[input.e]; some x in ["operator", "viewer", "auditor"]; input.r[x] } # allow-963
else := true if { input.l == "team-0019"; input.g["team-0019"]; {"dev": true, "staging": true}[input.e] } # allow-766
else := true if { input.l == "team-0016"; {"dev": true, "prod": true}[input.e]; some x in ["operator", "oncall"]; input.r[x] } # allow-414
else := true if { input.l == "team-0033"; input.g["team-0033"]; input.e == "prod"; some x in ["operator", "viewer", "release-manager"]; input.r[x] } # allow-945
else := true if { input.l == "team-0001"; input.g["team-0001"]; input.e == "staging" } # allow-792
else := true if { input.l == "team-0001"; input.g["team-0001"]; input.e == "staging"; some x in ["operator", "auditor"]; input.r[x] } # allow-802
else := true if { input.g["team-0015"]; input.t == "k8s-configmap" } # allow-235
else := true if { {"deploy-agent-0019": true, "deploy-agent-0041": true}[input.c]; input.e == "prod" } # allow-932
else := true if { input.l == "team-0019"; input.g["team-0019"]; input.e == "dev" } # allow-297
else := true if { input.l == "team-0011"; input.g["team-0011"]; {"dev": true, "prod": true}[input.e] } # allow-868
else := true if { input.l == "team-0012"; input.g["team-0012"]; {"staging": true, "prod": true}[input.e]; input.r["release-manager"] } # allow-894
else := true if { input.g["team-0022"]; {"aws-ecs-service": true, "k8s-hpa": true}[input.t] } # allow-819
else := true if { input.l == "team-0004"; input.g["team-0004"]; input.e == "dev" } # allow-846
else := true if { {"deploy-agent-0023": true, "deploy-agent-0047": true}[input.c]; input.e == "prod" } # allow-844
else := true if { input.l == "team-0026"; input.g["team-0026"]; input.e == "dev" } # allow-927
else := true if { {"deploy-agent-0010": true, "deploy-agent-0057": true}[input.c]; input.e == "prod" } # allow-216
else := true if { input.l == "team-0029"; input.g["team-0029"]; {"dev": true, "staging": true}[input.e] } # allow-437
else := true if { input.l == "team-0002"; input.g["team-0002"]; {"staging": true, "prod": true}[input.e] } # allow-901
else := true if { input.l == "team-0038"; input.g["team-0038"]; input.e == "prod"; some x in ["deployer", "operator", "release-manager"]; input.r[x] } # allow-902
else := true if { input.g["team-0030"]; {"aws-iam-role": true, "k8s-hpa": true}[input.t] } # allow-554
else := true if { {"deploy-agent-0025": true, "deploy-agent-0027": true}[input.c]; input.e == "staging" } # allow-521
else := true if { input.l == "team-0004"; input.g["team-0004"]; {"staging": true, "prod": true}[input.e] } # allow-363
else := true if { input.l == "team-0018"; {"dev": true, "staging": true}[input.e]; input.r["oncall"] } # allow-515
else := true if { input.l == "team-0028"; input.g["team-0028"]; input.e == "staging"; some x in ["deployer", "operator", "oncall"]; input.r[x] } # allow-500
else := true if { input.l == "team-0025"; input.g["team-0025"]; input.e == "dev" } # allow-659
else := true if { input.l == "team-0017"; input.g["team-0017"]; {"dev": true, "prod": true}[input.e]; input.r["auditor"] } # allow-582
else := true if { input.l == "team-0011"; input.g["team-0011"]; input.e == "dev"; some x in ["viewer", "auditor", "release-manager"]; input.r[x] } # allow-969
else := true if { input.l == "team-0032"; input.g["team-0032"]; {"dev": true, "prod": true}[input.e] } # allow-824
else := true if { input.l == "team-0037"; input.g["team-0037"]; {"dev": true, "staging": true}[input.e]; input.r["viewer"] } # allow-386
else := true if { input.l == "team-0015"; input.g["team-0015"]; input.e == "staging"; input.r["oncall"] } # allow-651
else := true if { input.c == "deploy-agent-0050"; {"staging": true, "prod": true}[input.e] } # allow-275
else := true if { input.l == "team-0001"; input.e == "prod"; input.r["oncall"] } # allow-896
else := true if { input.l == "team-0028"; input.g["team-0028"]; {"dev": true, "staging": true}[input.e] } # allow-316

actions["drain-node"] := false if { {"restricted": true, "critical": true}[input.s] } # platform-deny-1
else := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x] } # platform-deny-3
else := false if { input.l == "team-0023"; input.e == "staging" } # deny-146
else := false if { input.l == "team-0025"; input.e == "staging" } # deny-56
else := false if { input.c == "deploy-agent-0012" } # deny-117
else := false if { input.l == "team-0015"; {"dev": true, "prod": true}[input.e] } # deny-147
else := false if { input.g["team-0007"]; input.s == "public"; input.e == "staging" } # deny-173
else := false if { {"deploy-agent-0031": true, "deploy-agent-0058": true}[input.c] } # deny-194
else := false if { input.l == "team-0000"; {"staging": true, "prod": true}[input.e] } # deny-3
else := false if { input.g["team-0026"]; {"public": true, "restricted": true}[input.s]; input.e == "prod" } # deny-112
else := false if { input.l == "team-0022"; input.e == "staging" } # deny-161
else := false if { input.l == "team-0035"; input.e == "dev" } # deny-41
else := false if { input.c == "deploy-agent-0063" } # deny-160
else := false if { input.l == "team-0012"; {"staging": true, "prod": true}[input.e] } # deny-129
else := false if { input.c == "deploy-agent-0060" } # deny-96
else := false if { {"deploy-agent-0040": true, "deploy-agent-0028": true}[input.c] } # deny-48
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev" } # platform-allow-1
else := true if { input.g["everyone-on-call"]; input.s == "public" } # platform-allow-5
else := true if { input.l == "team-0031"; input.g["team-0031"]; input.e == "dev" } # allow-710
else := true if { input.l == "team-0032"; input.g["team-0032"]; input.e == "prod" } # allow-940
else := true if { input.l == "team-0030"; input.g["team-0030"]; input.e == "prod" } # allow-393
else := true if { input.l == "team-0034"; {"dev": true, "staging": true}[input.e]; some x in ["oncall", "release-manager"]; input.r[x] } # allow-704
else := true if { input.l == "team-0022"; input.g["team-0022"]; input.e == "prod" } # allow-295
else := true if { input.c == "deploy-agent-0053"; {"dev": true, "staging": true}[input.e] } # allow-820
else := true if { input.l == "team-0003"; input.g["team-0003"]; {"dev": true, "staging": true}[input.e] } # allow-854
else := true if { input.l == "team-0021"; input.g["team-0021"]; {"dev": true, "prod": true}[input.e] } # allow-314
else := true if { input.l == "team-0034"; input.g["team-0034"]; input.e == "staging" } # allow-817
else := true if { input.l == "team-0009"; input.g["team-0009"]; input.e == "dev"; some x in ["oncall", "viewer", "auditor"]; input.r[x] } # allow-369
else := true if { input.c == "deploy-agent-0029"; input.e == "staging" } # allow-726
else := true if { {"deploy-agent-0006": true, "deploy-agent-0056": true}[input.c]; {"dev": true, "prod": true}[input.e] } # allow-574
else := true if { input.g["team-0014"]; {"aws-lambda-function": true, "k8s-deployment": true, "k8s-hpa": true}[input.t] } # allow-372
else := true if { {"deploy-agent-0053": true, "deploy-agent-0049": true}[input.c]; {"staging": true, "prod": true}[input.e] } # allow-798
else := true if { input.l == "team-0028"; {"dev": true, "prod": true}[input.e]; some x in ["operator", "oncall"]; input.r[x] } # allow-557
else := true if { input.l == "team-0031"; input.g["team-0031"]; {"staging": true, "prod": true}[input.e]; some x in ["deployer", "oncall", "release-manager"]; input.r[x] } # allow-638
else := true if { input.l == "team-0010"; input.g["team-0010"]; input.e == "staging"; some x in ["oncall", "auditor", "release-manager"]; input.r[x] } # allow-686
else := true if { {"deploy-agent-0049": true, "deploy-agent-0028": true}[input.c]; {"dev": true, "prod": true}[input.e] } # allow-446
else := true if { {"deploy-agent-0032": true, "deploy-agent-0001": true}[input.c]; {"staging": true, "prod": true}[input.e] } # allow-294
else := true if { input.l == "team-0018"; input.g["team-0018"]; {"dev": true, "prod": true}[input.e] } # allow-936
else := true if { {"deploy-agent-0011": true, "deploy-agent-0015": true}[input.c]; {"dev": true, "prod": true}[input.e] } # allow-737
else := true if { input.c == "deploy-agent-0005"; {"dev": true, "staging": true}[input.e] } # allow-907
else := true if { input.l == "team-0012"; input.e == "dev"; input.r["auditor"] } # allow-531
else := true if { input.l == "team-0016"; input.g["team-0016"]; input.e == "prod" } # allow-630
else := true if { input.c == "deploy-agent-0025"; {"staging": true, "prod": true}[input.e] } # allow-568
else := true if { input.l == "team-0025"; input.g["team-0025"]; input.e == "staging"; input.r["oncall"] } # allow-523
else := true if { input.l == "team-0002"; input.g["team-0002"]; input.e == "staging"; some x in ["operator", "viewer", "auditor"]; input.r[x] } # allow-632
else := true if { input.l == "team-0010"; input.g["team-0010"]; input.e == "prod" } # allow-964
else := true if { input.c == "deploy-agent-0017"; {"staging": true, "prod": true}[input.e] } # allow-818
else := true if { {"deploy-agent-0016": true, "deploy-agent-0025": true}[input.c]; {"staging": true, "prod": true}[input.e] } # allow-599
else := true if { input.l == "team-0014"; input.g["team-0014"]; input.e == "prod"; some x in ["operator", "oncall"]; input.r[x] } # allow-989
else := true if { input.l == "team-0034"; input.e == "staging"; some x in ["operator", "release-manager"]; input.r[x] } # allow-853
else := true if { {"deploy-agent-0001": true, "deploy-agent-0019": true}[input.c]; input.e == "prod" } # allow-586
else := true if { input.l == "team-0029"; input.e == "staging"; some x in ["deployer", "auditor"]; input.r[x] } # allow-622
else := true if { input.l == "team-0031"; input.g["team-0031"]; {"staging": true, "prod": true}[input.e]; some x in ["operator", "viewer", "release-manager"]; input.r[x] } # allow-242
else := true if { {"deploy-agent-0027": true, "deploy-agent-0027": true}[input.c]; input.e == "staging" } # allow-834
else := true if { input.l == "team-0013"; input.g["team-0013"]; input.e == "staging"; some x in ["viewer", "auditor"]; input.r[x] } # allow-888
else := true if { input.g["team-0003"]; {"aws-ecs-service": true, "aws-iam-role": true, "aws-s3-bucket": true}[input.t] } # allow-794
else := true if { input.g["team-0010"]; input.t == "aws-s3-bucket" } # allow-884
else := true if { {"deploy-agent-0026": true, "deploy-agent-0048": true}[input.c]; input.e == "prod" } # allow-381
else := true if { input.l == "team-0009"; input.g["team-0009"]; {"dev": true, "prod": true}[input.e]; input.r["viewer"] } # allow-806
else := true if { input.l == "team-0020"; input.g["team-0020"]; input.e == "dev" } # allow-267
else := true if { input.l == "team-0001"; input.e == "staging"; input.r["viewer"] } # allow-952
else := true if { input.l == "team-0029"; {"dev": true, "prod": true}[input.e]; input.r["oncall"] } # allow-215
else := true if { input.c == "deploy-agent-0064"; input.e == "staging" } # allow-788
else := true if { input.l == "team-0028"; input.g["team-0028"]; {"dev": true, "prod": true}[input.e]; input.r["oncall"] } # allow-706
else := true if { input.l == "team-0028"; input.g["team-0028"]; {"dev": true, "prod": true}[input.e] } # allow-211
else := true if { input.l == "team-0019"; input.g["team-0019"]; input.e == "dev" } # allow-297
else := true if { input.l == "team-0016"; input.g["team-0016"]; {"staging": true, "prod": true}[input.e] } # allow-843
else := true if { input.l == "team-0026"; input.g["team-0026"]; input.e == "dev" } # allow-927
else := true if { input.l == "team-0022"; input.g["team-0022"]; {"staging": true, "prod": true}[input.e] } # allow-464
else := true if { input.l == "team-0008"; input.g["team-0008"]; {"staging": true, "prod": true}[input.e]; some x in ["deployer", "operator"]; input.r[x] } # allow-300
else := true if { input.l == "team-0013"; input.g["team-0013"]; {"dev": true, "prod": true}[input.e] } # allow-876
else := true if { {"deploy-agent-0009": true, "deploy-agent-0043": true}[input.c]; {"staging": true, "prod": true}[input.e] } # allow-224
else := true if { input.c == "deploy-agent-0051"; input.e == "dev" } # allow-201
else := true if { {"deploy-agent-0035": true, "deploy-agent-0008": true}[input.c]; {"staging": true, "prod": true}[input.e] } # allow-614
else := true if { input.l == "team-0036"; input.g["team-0036"]; {"staging": true, "prod": true}[input.e] } # allow-553
else := true if { input.l == "team-0029"; input.g["team-0029"]; input.e == "dev"; input.r["viewer"] } # allow-955
else := true if { input.l == "team-0027"; input.g["team-0027"]; input.e == "prod"; some x in ["operator", "auditor", "release-manager"]; input.r[x] } # allow-741

actions["ec2-reboot-instance"] := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x] } # platform-deny-3
else := false if { input.g["team-0016"]; {"restricted": true, "critical": true}[input.s]; input.e == "dev" } # deny-18
else := false if { input.l == "team-0025"; input.e == "prod" } # deny-186
else := false if { input.l == "team-0020"; input.e == "staging" } # deny-101
else := false if { input.l == "team-0027"; input.e == "dev" } # deny-20
else := false if { {"deploy-agent-0030": true, "deploy-agent-0032": true}[input.c] } # deny-99
else := false if { input.g["team-0014"]; {"public": true, "critical": true}[input.s]; {"dev": true, "prod": true}[input.e] } # deny-21
else := false if { {"deploy-agent-0036": true, "deploy-agent-0022": true}[input.c] } # deny-94
else := false if { input.c == "deploy-agent-0011" } # deny-137
else := false if { input.l == "team-0009"; {"dev": true, "prod": true}[input.e] } # deny-115
else := false if { {"deploy-agent-0066": true, "deploy-agent-0017": true}[input.c] } # deny-178
else := false if { input.l == "team-0001"; input.e == "staging" } # deny-30
else := false if { {"deploy-agent-0052": true, "deploy-agent-0011": true}[input.c] } # deny-71
else := false if { input.g["team-0022"]; {"public": true, "internal": true}[input.s]; input.e == "dev" } # deny-63
else := false if { input.g["team-0010"]; input.s == "restricted"; input.e == "dev" } # deny-133
else := false if { input.l == "team-0023"; {"dev": true, "prod": true}[input.e] } # deny-197
else := false if { {"deploy-agent-0033": true, "deploy-agent-0002": true}[input.c] } # deny-87
else := false if { {"deploy-agent-0042": true, "deploy-agent-0020": true}[input.c] } # deny-61
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev" } # platform-allow-1
else := true if { {"k8s-deployment": true, "k8s-node": true, "aws-ec2-instance": true}[input.t]; some x in ["oncall", "operator"]; input.r[x] } # platform-allow-4
else := true if { input.g["everyone-on-call"]; input.s == "public" } # platform-allow-5
else := true if { input.l == "team-0037"; input.g["team-0037"]; input.e == "staging" } # allow-773
else := true if { input.l == "team-0005"; input.g["team-0005"]; input.e == "staging" } # allow-866
else := true if { input.g["team-0004"]; input.t == "k8s-node" } # allow-232
else := true if { input.l == "team-0002"; input.g["team-0002"]; {"staging": true, "prod": true}[input.e] } # allow-293
else := true if { input.l == "team-0020"; input.g["team-0020"]; {"dev": true, "prod": true}[input.e] } # allow-732
else := true if { input.l == "team-0007"; input.g["team-0007"]; input.e == "prod" } # allow-687
else := true if { input.l == "team-0021"; input.g["team-0021"]; {"dev": true, "prod": true}[input.e]; some x in ["auditor", "release-manager"]; input.r[x] } # allow-692
else := true if { input.l == "team-0036"; input.g["team-0036"]; {"dev": true, "staging": true}[input.e]; some x in ["viewer", "auditor", "release-manager"]; input.r[x] } # allow-413
else := true if { input.l == "team-0026"; input.g["team-0026"]; {"staging": true, "prod": true}[input.e] } # allow-895
else := true if { input.l == "team-0032"; {"dev": true, "prod": true}[input.e]; input.r["deployer"] } # allow-716
else := true if { input.l == "team-0025"; input.g["team-0025"]; {"staging": true, "prod": true}[input.e] } # allow-502
else := true if { input.l == "team-0036"; input.g["team-0036"]; input.e == "dev" } # allow-750
else := true if { input.l == "team-0002"; input.g["team-0002"]; {"dev": true, "staging": true}[input.e]; some x in ["operator", "oncall", "release-manager"]; input.r[x] } # allow-889
else := true if { input.c == "deploy-agent-0026"; {"dev": true, "prod": true}[input.e] } # allow-238
else := true if { input.l == "team-0005"; input.e == "staging"; input.r["oncall"] } # allow-382
else := true if { input.g["team-0016"]; {"aws-ecs-service": true, "k8s-configmap": true, "k8s-hpa": true}[input.t] } # allow-828
else := true if { input.g["team-0002"]; {"aws-ecs-task": true, "k8s-pod": true}[input.t] } # allow-862
else := true if { input.g["team-0017"]; {"aws-ecs-task": true, "aws-s3-bucket": true, "k8s-hpa": true}[input.t] } # allow-941
else := true if { input.l == "team-0017"; {"dev": true, "staging": true}[input.e]; input.r["auditor"] } # allow-442
else := true if { input.l == "team-0036"; input.g["team-0036"]; input.e == "prod" } # allow-799
else := true if { input.l == "team-0019"; input.g["team-0019"]; {"dev": true, "prod": true}[input.e]; some x in ["operator", "auditor"]; input.r[x] } # allow-669
else := true if { input.l == "team-0015"; input.g["team-0015"]; {"dev": true, "prod": true}[input.e] } # allow-712
else := true if { input.c == "deploy-agent-0009"; {"dev": true, "staging": true}[input.e] } # allow-585
else := true if { input.l == "team-0015"; {"staging": true, "prod": true}[input.e]; input.r["oncall"] } # allow-348
else := true if { input.l == "team-0017"; input.g["team-0017"]; {"dev": true, "prod": true}[input.e] } # allow-642
else := true if { input.l == "team-0004"; input.g["team-0004"]; input.e == "prod" } # allow-490
else := true if { input.l == "team-0023"; input.g["team-0023"]; input.e == "dev"; some x in ["oncall", "viewer"]; input.r[x] } # allow-912
else := true if { input.l == "team-0003"; input.g["team-0003"]; input.e == "dev" } # allow-785
else := true if { {"deploy-agent-0016": true, "deploy-agent-0033": true}[input.c]; input.e == "staging" } # allow-248
else := true if { input.l == "team-0028"; input.e == "prod"; input.r["viewer"] } # allow-438
else := true if { input.l == "team-0009"; input.g["team-0009"]; input.e == "prod"; some x in ["oncall", "viewer", "auditor"]; input.r[x] } # allow-730
else := true if { input.g["team-0010"]; {"k8s-deployment": true, "k8s-node": true}[input.t] } # allow-571
else := true if { input.l == "team-0014"; {"staging": true, "prod": true}[input.e]; some x in ["viewer", "auditor"]; input.r[x] } # allow-527
else := true if { input.l == "team-0036"; input.e == "staging"; some x in ["deployer", "oncall"]; input.r[x] } # allow-499
else := true if { input.c == "deploy-agent-0064"; input.e == "staging" } # allow-788
else := true if { input.g["team-0012"]; {"aws-ecs-service": true, "k8s-hpa": true, "k8s-secret": true}[input.t] } # allow-587
else := true if { input.l == "team-0033"; input.g["team-0033"]; input.e == "prod"; some x in ["operator", "viewer", "release-manager"]; input.r[x] } # allow-945
else := true if { input.l == "team-0001"; input.g["team-0001"]; input.e == "staging"; some x in ["operator", "auditor"]; input.r[x] } # allow-802
else := true if { input.l == "team-0021"; input.g["team-0021"]; {"dev": true, "prod": true}[input.e] } # allow-506
else := true if { input.l == "team-0030"; input.g["team-0030"]; {"dev": true, "prod": true}[input.e]; some x in ["operator", "oncall", "viewer"]; input.r[x] } # allow-475
else := true if { input.l == "team-0003"; input.g["team-0003"]; {"staging": true, "prod": true}[input.e] } # allow-832
else := true if { input.c == "deploy-agent-0004"; {"staging": true, "prod": true}[input.e] } # allow-482
else := true if { input.l == "team-0035"; input.e == "staging"; some x in ["deployer", "oncall"]; input.r[x] } # allow-545
else := true if { input.l == "team-0023"; input.g["team-0023"]; input.e == "dev"; input.r["auditor"] } # allow-789
else := true if { {"deploy-agent-0039": true, "deploy-agent-0024": true}[input.c]; input.e == "staging" } # allow-739
else := true if { input.l == "team-0026"; input.g["team-0026"]; {"staging": true, "prod": true}[input.e] } # allow-457
else := true if { {"deploy-agent-0061": true, "deploy-agent-0021": true}[input.c]; input.e == "staging" } # allow-493
else := true if { {"deploy-agent-0033": true, "deploy-agent-0010": true}[input.c]; {"staging": true, "prod": true}[input.e] } # allow-679
else := true if { input.l == "team-0036"; input.g["team-0036"]; input.e == "prod" } # allow-858

actions["ec2-start-instance"] := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x] } # platform-deny-3
else := false if { {"deploy-agent-0054": true, "deploy-agent-0030": true}[input.c] } # deny-37
else := false if { input.l == "team-0025"; input.e == "prod" } # deny-186
else := false if { {"deploy-agent-0060": true, "deploy-agent-0029": true}[input.c] } # deny-193
else := false if { input.c == "deploy-agent-0011" } # deny-156
else := false if { input.l == "team-0008"; {"dev": true, "prod": true}[input.e] } # deny-66
else := false if { {"deploy-agent-0030": true, "deploy-agent-0032": true}[input.c] } # deny-99
else := false if { input.l == "team-0038"; input.e == "staging" } # deny-142
else := false if { {"deploy-agent-0036": true, "deploy-agent-0022": true}[input.c] } # deny-94
else := false if { input.l == "team-0013"; {"dev": true, "staging": true}[input.e] } # deny-49
else := false if { input.c == "deploy-agent-0002" } # deny-100
else := false if { input.c == "deploy-agent-0035" } # deny-8
else := false if { input.l == "team-0009"; {"dev": true, "prod": true}[input.e] } # deny-115
else := false if { {"deploy-agent-0066": true, "deploy-agent-0017": true}[input.c] } # deny-178
else := false if { {"deploy-agent-0024": true, "deploy-agent-0026": true}[input.c] } # deny-80
else := false if { input.l == "team-0001"; input.e == "staging" } # deny-30
else := false if { input.g["team-0000"]; {"public": true, "critical": true}[input.s]; {"dev": true, "prod": true}[input.e] } # deny-195
else := false if { input.g["team-0022"]; {"public": true, "internal": true}[input.s]; input.e == "dev" } # deny-63
else := false if { {"deploy-agent-0033": true, "deploy-agent-0002": true}[input.c] } # deny-87
else := false if { input.c == "deploy-agent-0004" } # deny-27
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev" } # platform-allow-1
else := true if { input.g["everyone-on-call"]; input.s == "public" } # platform-allow-5
else := true if { {"deploy-agent-0052": true, "deploy-agent-0010": true}[input.c]; {"dev": true, "prod": true}[input.e] } # allow-611
else := true if { input.g["team-0004"]; input.t == "k8s-node" } # allow-232
else := true if { input.l == "team-0020"; input.g["team-0020"]; {"dev": true, "prod": true}[input.e] } # allow-732
else := true if { {"deploy-agent-0056": true, "deploy-agent-0028": true}[input.c]; input.e == "dev" } # allow-738
else := true if { input.l == "team-0022"; input.g["team-0022"]; {"staging": true, "prod": true}[input.e] } # allow-261
else := true if { {"deploy-agent-0045": true, "deploy-agent-0020": true}[input.c]; input.e == "dev" } # allow-257
else := true if { input.l == "team-0035"; input.g["team-0035"]; {"dev": true, "prod": true}[input.e] } # allow-292
else := true if { input.l == "team-0002"; input.g["team-0002"]; {"staging": true, "prod": true}[input.e]; some x in ["deployer", "viewer", "release-manager"]; input.r[x] } # allow-416
else := true if { input.l == "team-0025"; input.g["team-0025"]; input.e == "dev" } # allow-658
else := true if { input.l == "team-0023"; input.g["team-0023"]; {"staging": true, "prod": true}[input.e]; some x in ["operator", "release-manager"]; input.r[x] } # allow-368
else := true if { input.l == "team-0021"; input.g["team-0021"]; {"dev": true, "prod": true}[input.e]; some x in ["auditor", "release-manager"]; input.r[x] } # allow-692
else := true if { input.l == "team-0003"; input.g["team-0003"]; input.e == "prod"; some x in ["viewer", "release-manager"]; input.r[x] } # allow-340
else := true if { input.l == "team-0037"; input.g["team-0037"]; input.e == "dev"; some x in ["deployer", "viewer"]; input.r[x] } # allow-249
else := true if { input.l == "team-0036"; input.g["team-0036"]; {"dev": true, "staging": true}[input.e]; some x in ["viewer", "auditor", "release-manager"]; input.r[x] } # allow-413
else := true if { input.l == "team-0020"; input.g["team-0020"]; {"dev": true, "prod": true}[input.e]; some x in ["deployer", "oncall", "auditor"]; input.r[x] } # allow-958
else := true if { input.l == "team-0026"; input.g["team-0026"]; {"staging": true, "prod": true}[input.e] } # allow-895
else := true if { input.c == "deploy-agent-0003"; {"dev": true, "staging": true}[input.e] } # allow-678
else := true if { input.l == "team-0032"; {"dev": true, "prod": true}[input.e]; input.r["deployer"] } # allow-716
else := true if { {"deploy-agent-0029": true, "deploy-agent-0045": true}[input.c]; {"staging": true, "prod": true}[input.e] } # allow-284
else := true if { input.l == "team-0025"; input.g["team-0025"]; {"staging": true, "prod": true}[input.e] } # allow-502
else := true if { input.l == "team-0039"; input.g["team-0039"]; input.e == "dev" } # allow-577
else := true if { input.l == "team-0002"; input.g["team-0002"]; {"dev": true, "staging": true}[input.e]; some x in ["operator", "oncall", "release-manager"]; input.r[x] } # allow-889
else := true if { input.c == "deploy-agent-0026"; {"dev": true, "prod": true}[input.e] } # allow-238
else := true if { input.l == "team-0005"; input.e == "staging"; input.r["oncall"] } # allow-382
else := true if { input.c == "deploy-agent-0009"; input.e == "staging" } # allow-265
else := true if { input.l == "team-0025"; input.g["team-0025"]; input.e == "dev" } # allow-304
else := true if { input.g["team-0017"]; {"aws-ecs-task": true, "aws-s3-bucket": true, "k8s-hpa": true}[input.t] } # allow-941
else := true if { input.l == "team-0017"; {"dev": true, "staging": true}[input.e]; input.r["auditor"] } # allow-442
else := true if { input.l == "team-0022"; input.g["team-0022"]; input.e == "prod" } # allow-384
else := true if { input.l == "team-0021"; input.g["team-0021"]; {"dev": true, "prod": true}[input.e] } # allow-804
else := true if { input.l == "team-0036"; input.g["team-0036"]; input.e == "prod" } # allow-799
else := true if { input.l == "team-0014"; input.e == "dev"; some x in ["oncall", "release-manager"]; input.r[x] } # allow-765
else := true if { input.l == "team-0015"; input.g["team-0015"]; {"dev": true, "prod": true}[input.e] } # allow-712
else := true if { input.l == "team-0021"; input.g["team-0021"]; input.e == "prod" } # allow-972
else := true if { input.l == "team-0037"; input.g["team-0037"]; {"staging": true, "prod": true}[input.e] } # allow-487
else := true if { input.g["team-0033"]; {"aws-lambda-function": true, "k8s-namespace": true}[input.t] } # allow-607
else := true if { input.c == "deploy-agent-0045"; input.e == "prod" } # allow-290
else := true if { input.l == "team-0017"; input.g["team-0017"]; {"dev": true, "prod": true}[input.e] } # allow-642
else := true if { input.g["team-0011"]; input.t == "k8s-node" } # allow-725
else := true if { input.l == "team-0007"; input.e == "staging"; some x in ["operator", "auditor"]; input.r[x] } # allow-629
else := true if { input.l == "team-0029"; input.g["team-0029"]; {"staging": true, "prod": true}[input.e]; input.r["release-manager"] } # allow-683
else := true if { input.l == "team-0013"; input.g["team-0013"]; input.e == "staging" } # allow-676
else := true if { input.l == "team-0008"; input.g["team-0008"]; {"dev": true, "prod": true}[input.e] } # allow-225
else := true if { input.l == "team-0018"; input.g["team-0018"]; {"staging": true, "prod": true}[input.e]; some x in ["operator", "oncall", "auditor"]; input.r[x] } # allow-626
else := true if { {"deploy-agent-0009": true, "deploy-agent-0028": true}[input.c]; input.e == "dev" } # allow-668
else := true if { input.l == "team-0003"; input.g["team-0003"]; input.e == "dev" } # allow-785
else := true if { input.l == "team-0023"; input.g["team-0023"]; {"staging": true, "prod": true}[input.e] } # allow-472
else := true if { {"deploy-agent-0001": true, "deploy-agent-0001": true}[input.c]; input.e == "prod" } # allow-933
else := true if { input.l == "team-0028"; input.g["team-0028"]; {"dev": true, "staging": true}[input.e]; some x in ["oncall", "auditor"]; input.r[x] } # allow-988
else := true if { input.l == "team-0006"; input.g["team-0006"]; input.e == "prod"; some x in ["deployer", "release-manager"]; input.r[x] } # allow-226
else := true if { input.l == "team-0029"; input.g["team-0029"]; input.e == "dev"; input.r["release-manager"] } # allow-408
else := true if { input.c == "deploy-agent-0002"; input.e == "prod" } # allow-353
else := true if { {"deploy-agent-0016": true, "deploy-agent-0033": true}[input.c]; input.e == "staging" } # allow-248
else := true if { input.l == "team-0028"; input.e == "prod"; input.r["viewer"] } # allow-438
else := true if { input.l == "team-0005"; input.g["team-0005"]; {"dev": true, "prod": true}[input.e] } # allow-342
else := true if { input.c == "deploy-agent-0015"; input.e == "dev" } # allow-350
else := true if { input.l == "team-0009"; input.g["team-0009"]; input.e == "prod"; some x in ["oncall", "viewer", "auditor"]; input.r[x] } # allow-730
else := true if { input.g["team-0010"]; {"k8s-deployment": true, "k8s-node": true}[input.t] } # allow-571
else := true if { input.l == "team-0014"; {"staging": true, "prod": true}[input.e]; some x in ["viewer", "auditor"]; input.r[x] } # allow-527
else := true if { input.l == "team-0001"; input.e == "staging"; input.r["viewer"] } # allow-952
else := true if { input.l == "team-0022"; input.g["team-0022"]; {"staging": true, "prod": true}[input.e] } # allow-960
else := true if { input.l == "team-0030"; input.g["team-0030"]; {"dev": true, "prod": true}[input.e] } # allow-921
else := true if { input.l == "team-0033"; input.g["team-0033"]; input.e == "prod"; some x in ["operator", "viewer", "release-manager"]; input.r[x] } # allow-945
else := true if { input.l == "team-0029"; input.g["team-0029"]; input.e == "staging"; some x in ["deployer", "oncall", "release-manager"]; input.r[x] } # allow-385
else := true if { {"deploy-agent-0019": true, "deploy-agent-0041": true}[input.c]; input.e == "prod" } # allow-932
else := true if { input.l == "team-0025"; input.g["team-0025"]; input.e == "dev" } # allow-289
else := true if { input.l == "team-0011"; input.g["team-0011"]; {"dev": true, "prod": true}[input.e] } # allow-868
else := true if { input.c == "deploy-agent-0034"; input.e == "dev" } # allow-432
else := true if { input.c == "deploy-agent-0005"; input.e == "dev" } # allow-786
else := true if { input.l == "team-0037"; input.g["team-0037"]; input.e == "prod"; input.r["release-manager"] } # allow-548
else := true if { input.l == "team-0008"; input.e == "dev"; some x in ["oncall", "auditor"]; input.r[x] } # allow-279
else := true if { input.c == "deploy-agent-0004"; {"staging": true, "prod": true}[input.e] } # allow-482
else := true if { input.l == "team-0023"; input.g["team-0023"]; input.e == "dev"; input.r["auditor"] } # allow-789
else := true if { input.l == "team-0000"; input.g["team-0000"]; {"dev": true, "prod": true}[input.e]; some x in ["operator", "oncall", "viewer"]; input.r[x] } # allow-547
else := true if { input.g["team-0010"]; {"aws-iam-role": true, "k8s-deployment": true}[input.t] } # allow-620
else := true if { input.c == "deploy-agent-0044"; input.e == "staging" } # allow-478
else := true if { input.l == "team-0023"; input.g["team-0023"]; input.e == "prod" } # allow-781
else := true if { input.l == "team-0001"; input.g["team-0001"]; input.e == "dev"; some x in ["viewer", "auditor"]; input.r[x] } # allow-517
else := true if { input.c == "deploy-agent-0034"; {"dev": true, "staging": true}[input.e] } # allow-965
else := true if { input.l == "team-0001"; input.e == "staging"; some x in ["operator", "auditor"]; input.r[x] } # allow-375
else := true if { input.l == "team-0029"; input.g["team-0029"]; input.e == "prod" } # allow-258
else := true if { input.l == "team-0036"; input.g["team-0036"]; input.e == "prod" } # allow-858

actions["ec2-stop-instance"] := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x] } # platform-deny-3
else := false if { input.l == "team-0025"; input.e == "prod" } # deny-186
else := false if { input.c == "deploy-agent-0011" } # deny-156
else := false if { input.l == "team-0008"; {"dev": true, "prod": true}[input.e] } # deny-66
else := false if { {"deploy-agent-0030": true, "deploy-agent-0032": true}[input.c] } # deny-99
else := false if { input.g["team-0021"]; input.s == "public"; {"staging": true, "prod": true}[input.e] } # deny-25
else := false if { {"deploy-agent-0036": true, "deploy-agent-0022": true}[input.c] } # deny-94
else := false if { input.c == "deploy-agent-0035" } # deny-8
else := false if { input.l == "team-0009"; {"dev": true, "prod": true}[input.e] } # deny-115
else := false if { input.l == "team-0023"; {"staging": true, "prod": true}[input.e] } # deny-188
else := false if { {"deploy-agent-0066": true, "deploy-agent-0017": true}[input.c] } # deny-178
else := false if { input.c == "deploy-agent-0056" } # deny-76
else := false if { input.l == "team-0001"; input.e == "staging" } # deny-30
else := false if { input.g["team-0000"]; {"public": true, "critical": true}[input.s]; {"dev": true, "prod": true}[input.e] } # deny-195
else := false if { input.g["team-0022"]; {"public": true, "internal": true}[input.s]; input.e == "dev" } # deny-63
else := false if { {"deploy-agent-0033": true, "deploy-agent-0002": true}[input.c] } # deny-87
else := false if { input.c == "deploy-agent-0004" } # deny-27
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev" } # platform-allow-1
else := true if { input.g["everyone-on-call"]; input.s == "public" } # platform-allow-5
else := true if { input.g["team-0004"]; input.t == "k8s-node" } # allow-232
else := true if { input.l == "team-0020"; input.g["team-0020"]; {"dev": true, "prod": true}[input.e] } # allow-732
else := true if { input.g["team-0021"]; {"k8s-configmap": true, "k8s-hpa": true, "k8s-secret": true}[input.t] } # allow-904
else := true if { {"deploy-agent-0056": true, "deploy-agent-0028": true}[input.c]; input.e == "dev" } # allow-738
else := true if { {"deploy-agent-0045": true, "deploy-agent-0020": true}[input.c]; input.e == "dev" } # allow-257
else := true if { input.l == "team-0035"; input.g["team-0035"]; {"dev": true, "prod": true}[input.e] } # allow-292
else := true if { input.l == "team-0025"; input.g["team-0025"]; input.e == "dev" } # allow-658
else := true if { input.l == "team-0019"; {"dev": true, "staging": true}[input.e]; some x in ["viewer", "auditor"]; input.r[x] } # allow-873
else := true if { input.l == "team-0023"; input.g["team-0023"]; {"staging": true, "prod": true}[input.e]; some x in ["operator", "release-manager"]; input.r[x] } # allow-368
else := true if { input.l == "team-0021"; input.g["team-0021"]; {"dev": true, "prod": true}[input.e]; some x in ["auditor", "release-manager"]; input.r[x] } # allow-692
else := true if { input.l == "team-0003"; input.g["team-0003"]; input.e == "prod"; some x in ["viewer", "release-manager"]; input.r[x] } # allow-340
else := true if { input.l == "team-0036"; input.g["team-0036"]; {"dev": true, "staging": true}[input.e]; some x in ["viewer", "auditor", "release-manager"]; input.r[x] } # allow-413
else := true if { input.l == "team-0020"; input.g["team-0020"]; {"dev": true, "prod": true}[input.e]; some x in ["deployer", "oncall", "auditor"]; input.r[x] } # allow-958
else := true if { input.l == "team-0026"; input.g["team-0026"]; {"staging": true, "prod": true}[input.e] } # allow-895
else := true if { input.l == "team-0032"; {"dev": true, "prod": true}[input.e]; input.r["deployer"] } # allow-716
else := true if { input.l == "team-0021"; input.g["team-0021"]; input.e == "dev" } # allow-848
else := true if { input.l == "team-0025"; input.g["team-0025"]; {"staging": true, "prod": true}[input.e] } # allow-502
else := true if { input.l == "team-0039"; input.g["team-0039"]; input.e == "dev" } # allow-577
else := true if { input.l == "team-0002"; input.g["team-0002"]; {"dev": true, "staging": true}[input.e]; some x in ["operator", "oncall", "release-manager"]; input.r[x] } # allow-889
else := true if { input.c == "deploy-agent-0026"; {"dev": true, "prod": true}[input.e] } # allow-238
else := true if { input.l == "team-0005"; input.e == "staging"; input.r["oncall"] } # allow-382
else := true if { input.g["team-0017"]; {"aws-ecs-task": true, "aws-s3-bucket": true, "k8s-hpa": true}[input.t] } # allow-941
else := true if { input.l == "team-0001"; input.g["team-0001"]; input.e == "prod" } # allow-422
else := true if { input.l == "team-0017"; {"dev": true, "staging": true}[input.e]; input.r["auditor"] } # allow-442
else := true if { input.l == "team-0007"; input.g["team-0007"]; {"dev": true, "staging": true}[input.e] } # allow-477
else := true if { input.l == "team-0036"; input.g["team-0036"]; input.e == "prod" } # allow-799
else := true if { input.l == "team-0015"; input.g["team-0015"]; {"dev": true, "prod": true}[input.e] } # allow-712
else := true if { input.l == "team-0021"; input.g["team-0021"]; input.e == "prod" } # allow-972
else := true if { input.l == "team-0037"; input.g["team-0037"]; {"staging": true, "prod": true}[input.e] } # allow-487
else := true if { input.g["team-0033"]; {"aws-lambda-function": true, "k8s-namespace": true}[input.t] } # allow-607
else := true if { input.c == "deploy-agent-0045"; input.e == "prod" } # allow-290
else := true if { {"deploy-agent-0018": true, "deploy-agent-0025": true}[input.c]; input.e == "prod" } # allow-352
else := true if { input.l == "team-0017"; input.g["team-0017"]; {"dev": true, "prod": true}[input.e] } # allow-642
else := true if { input.l == "team-0007"; input.e == "staging"; some x in ["operator", "auditor"]; input.r[x] } # allow-629
else := true if { input.l == "team-0029"; input.g["team-0029"]; {"dev": true, "staging": true}[input.e] } # allow-924
else := true if { input.l == "team-0013"; input.g["team-0013"]; input.e == "staging" } # allow-676
else := true if { input.l == "team-0022"; input.g["team-0022"]; {"dev": true, "staging": true}[input.e] } # allow-301
else := true if { input.l == "team-0008"; input.g["team-0008"]; {"dev": true, "prod": true}[input.e] } # allow-225
else := true if { {"deploy-agent-0009": true, "deploy-agent-0028": true}[input.c]; input.e == "dev" } # allow-668
else := true if { input.l == "team-0031"; input.g["team-0031"]; {"staging": true, "prod": true}[input.e] } # allow-459
else := true if { input.l == "team-0003"; input.g["team-0003"]; input.e == "dev" } # allow-785
else := true if { {"deploy-agent-0001": true, "deploy-agent-0001": true}[input.c]; input.e == "prod" } # allow-933
else := true if { input.l == "team-0029"; input.g["team-0029"]; input.e == "dev"; input.r["release-manager"] } # allow-408
else := true if { {"deploy-agent-0016": true, "deploy-agent-0033": true}[input.c]; input.e == "staging" } # allow-248
else := true if { input.l == "team-0028"; input.e == "prod"; input.r["viewer"] } # allow-438
else := true if { input.l == "team-0005"; input.g["team-0005"]; {"dev": true, "prod": true}[input.e] } # allow-342
else := true if { input.c == "deploy-agent-0015"; input.e == "dev" } # allow-350
else := true if { {"deploy-agent-0002": true, "deploy-agent-0064": true}[input.c]; input.e == "staging" } # allow-427
else := true if { input.g["team-0010"]; {"k8s-deployment": true, "k8s-node": true}[input.t] } # allow-571
else := true if { input.l == "team-0014"; {"staging": true, "prod": true}[input.e]; some x in ["viewer", "auditor"]; input.r[x] } # allow-527
else := true if { input.l == "team-0027"; input.g["team-0027"]; input.e == "dev"; input.r["oncall"] } # allow-319
else := true if { input.l == "team-0033"; input.g["team-0033"]; input.e == "prod"; some x in ["operator", "viewer", "release-manager"]; input.r[x] } # allow-945
else := true if { input.l == "team-0013"; input.g["team-0013"]; {"staging": true, "prod": true}[input.e]; some x in ["oncall", "viewer"]; input.r[x] } # allow-349
else := true if { input.l == "team-0029"; input.g["team-0029"]; input.e == "staging"; some x in ["deployer", "oncall", "release-manager"]; input.r[x] } # allow-385
else := true if { input.l == "team-0025"; input.g["team-0025"]; input.e == "dev" } # allow-289
else := true if { input.l == "team-0011"; input.g["team-0011"]; {"dev": true, "prod": true}[input.e] } # allow-868
else := true if { input.g["team-0022"]; {"aws-ecs-service": true, "k8s-hpa": true}[input.t] } # allow-819
else := true if { input.c == "deploy-agent-0034"; input.e == "dev" } # allow-432
else := true if { input.l == "team-0028"; input.g["team-0028"]; {"dev": true, "staging": true}[input.e] } # allow-747
else := true if { input.l == "team-0008"; input.e == "dev"; some x in ["oncall", "auditor"]; input.r[x] } # allow-279
else := true if { input.l == "team-0003"; input.g["team-0003"]; {"staging": true, "prod": true}[input.e] } # allow-816
else := true if { input.l == "team-0017"; input.g["team-0017"]; {"staging": true, "prod": true}[input.e] } # allow-811
else := true if { input.c == "deploy-agent-0004"; {"staging": true, "prod": true}[input.e] } # allow-482
else := true if { input.l == "team-0023"; input.g["team-0023"]; input.e == "dev"; input.r["auditor"] } # allow-789
else := true if { {"deploy-agent-0052": true, "deploy-agent-0038": true}[input.c]; {"dev": true, "prod": true}[input.e] } # allow-784
else := true if { input.g["team-0010"]; {"aws-iam-role": true, "k8s-deployment": true}[input.t] } # allow-620
else := true if { input.c == "deploy-agent-0044"; input.e == "staging" } # allow-478
else := true if { input.l == "team-0023"; input.g["team-0023"]; input.e == "prod" } # allow-781
else := true if { input.l == "team-0009"; {"dev": true, "prod": true}[input.e]; input.r["oncall"] } # allow-202
else := true if { input.l == "team-0024"; input.g["team-0024"]; input.e == "dev"; some x in ["auditor", "release-manager"]; input.r[x] } # allow-378
else := true if { input.l == "team-0017"; input.g["team-0017"]; {"staging": true, "prod": true}[input.e] } # allow-346
else := true if { input.l == "team-0034"; {"staging": true, "prod": true}[input.e]; some x in ["oncall", "release-manager"]; input.r[x] } # allow-800
else := true if { input.l == "team-0001"; input.e == "staging"; some x in ["operator", "auditor"]; input.r[x] } # allow-375
else := true if { {"deploy-agent-0057": true, "deploy-agent-0003": true}[input.c]; input.e == "prod" } # allow-357
else := true if { input.l == "team-0036"; input.g["team-0036"]; input.e == "prod" } # allow-858

actions["ec2-terminate-instance"] := false if { {"restricted": true, "critical": true}[input.s] } # platform-deny-1
else := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x] } # platform-deny-3
else := false if { input.l == "team-0025"; input.e == "prod" } # deny-186
else := false if { input.l == "team-0009"; {"dev": true, "prod": true}[input.e] } # deny-158
else := false if { input.l == "team-0027"; input.e == "dev" } # deny-20
else := false if { input.c == "deploy-agent-0020" } # deny-138
else := false if { {"deploy-agent-0030": true, "deploy-agent-0032": true}[input.c] } # deny-99
else := false if { input.l == "team-0006"; {"dev": true, "prod": true}[input.e] } # deny-106
else := false if { {"deploy-agent-0036": true, "deploy-agent-0022": true}[input.c] } # deny-94
else := false if { {"deploy-agent-0001": true, "deploy-agent-0006": true}[input.c] } # deny-91
else := false if { input.l == "team-0013"; {"dev": true, "staging": true}[input.e] } # deny-49
else := false if { input.l == "team-0028"; input.e == "dev" } # deny-97
else := false if { input.g["team-0017"]; {"public": true, "internal": true}[input.s]; {"staging": true, "prod": true}[input.e] } # deny-136
else := false if { input.l == "team-0009"; {"dev": true, "prod": true}[input.e] } # deny-115
else := false if { {"deploy-agent-0066": true, "deploy-agent-0017": true}[input.c] } # deny-178
else := false if { input.l == "team-0004"; input.e == "dev" } # deny-14
else := false if { input.c == "deploy-agent-0029" } # deny-176
else := false if { input.l == "team-0001"; input.e == "staging" } # deny-30
else := false if { input.g["team-0022"]; {"public": true, "internal": true}[input.s]; input.e == "dev" } # deny-63
else := false if { {"deploy-agent-0033": true, "deploy-agent-0002": true}[input.c] } # deny-87
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev" } # platform-allow-1
else := true if { input.g["everyone-on-call"]; input.s == "public" } # platform-allow-5
else := true if { input.g["team-0004"]; input.t == "k8s-node" } # allow-232
else := true if { input.l == "team-0020"; input.g["team-0020"]; {"dev": true, "prod": true}[input.e] } # allow-732
else := true if { input.l == "team-0036"; {"dev": true, "staging": true}[input.e]; some x in ["deployer", "operator"]; input.r[x] } # allow-407
else := true if { input.l == "team-0034"; input.g["team-0034"]; input.e == "dev"; input.r["release-manager"] } # allow-643
else := true if { input.l == "team-0013"; input.e == "prod"; input.r["deployer"] } # allow-458
else := true if { input.l == "team-0021"; input.g["team-0021"]; {"dev": true, "prod": true}[input.e]; some x in ["auditor", "release-manager"]; input.r[x] } # allow-692
else := true if { input.l == "team-0004"; input.g["team-0004"]; input.e == "staging" } # allow-260
else := true if { input.l == "team-0036"; input.g["team-0036"]; {"dev": true, "staging": true}[input.e]; some x in ["viewer", "auditor", "release-manager"]; input.r[x] } # allow-413
else := true if { input.l == "team-0026"; input.g["team-0026"]; {"staging": true, "prod": true}[input.e] } # allow-895
else := true if { input.l == "team-0032"; {"dev": true, "prod": true}[input.e]; input.r["deployer"] } # allow-716
else := true if { input.l == "team-0010"; input.g["team-0010"]; {"dev": true, "prod": true}[input.e]; input.r["operator"] } # allow-666
else := true if { input.l == "team-0025"; input.g["team-0025"]; {"staging": true, "prod": true}[input.e] } # allow-502
else := true if { input.l == "team-0002"; input.g["team-0002"]; {"dev": true, "staging": true}[input.e]; some x in ["operator", "oncall", "release-manager"]; input.r[x] } # allow-889
else := true if { input.l == "team-0012"; input.g["team-0012"]; input.e == "staging" } # allow-618
else := true if { input.c == "deploy-agent-0010"; input.e == "staging" } # allow-758
else := true if { input.l == "team-0018"; input.e == "staging"; some x in ["oncall", "viewer"]; input.r[x] } # allow-931
else := true if { {"deploy-agent-0040": true, "deploy-agent-0059": true}[input.c]; {"dev": true, "prod": true}[input.e] } # allow-394
else := true if { input.c == "deploy-agent-0026"; {"dev": true, "prod": true}[input.e] } # allow-238
else := true if { input.l == "team-0005"; input.e == "staging"; input.r["oncall"] } # allow-382
else := true if { input.l == "team-0002"; input.g["team-0002"]; input.e == "staging" } # allow-640
else := true if { input.g["team-0002"]; {"aws-ecs-task": true, "k8s-pod": true}[input.t] } # allow-862
else := true if { input.g["team-0017"]; {"aws-ecs-task": true, "aws-s3-bucket": true, "k8s-hpa": true}[input.t] } # allow-941
else := true if { input.l == "team-0017"; {"dev": true, "staging": true}[input.e]; input.r["auditor"] } # allow-442
else := true if { input.l == "team-0036"; input.g["team-0036"]; input.e == "prod" } # allow-799
else := true if { input.l == "team-0015"; input.g["team-0015"]; {"dev": true, "prod": true}[input.e] } # allow-712
else := true if { input.l == "team-0038"; {"dev": true, "prod": true}[input.e]; some x in ["oncall", "release-manager"]; input.r[x] } # allow-453
else := true if { input.l == "team-0015"; {"staging": true, "prod": true}[input.e]; input.r["oncall"] } # allow-348
else := true if { input.c == "deploy-agent-0025"; {"staging": true, "prod": true}[input.e] } # allow-568
else := true if { input.g["team-0001"]; {"k8s-hpa": true, "k8s-namespace": true}[input.t] } # allow-665
else := true if { input.l == "team-0017"; input.g["team-0017"]; {"dev": true, "prod": true}[input.e] } # allow-642
else := true if { input.c == "deploy-agent-0004"; input.e == "staging" } # allow-318
else := true if { input.l == "team-0029"; input.g["team-0029"]; {"dev": true, "staging": true}[input.e] } # allow-924
else := true if { input.c == "deploy-agent-0001"; input.e == "dev" } # allow-851
else := true if { input.l == "team-0036"; input.g["team-0036"]; input.e == "prod"; some x in ["deployer", "oncall", "release-manager"]; input.r[x] } # allow-534
else := true if { input.l == "team-0003"; input.g["team-0003"]; input.e == "dev" } # allow-785
else := true if { input.g["team-0033"]; input.t == "aws-ecs-task" } # allow-374
else := true if { input.l == "team-0002"; input.g["team-0002"]; {"dev": true, "staging": true}[input.e] } # allow-253
else := true if { input.g["team-0003"]; {"aws-ecs-service": true, "aws-iam-role": true, "aws-s3-bucket": true}[input.t] } # allow-794
else := true if { {"deploy-agent-0016": true, "deploy-agent-0033": true}[input.c]; input.e == "staging" } # allow-248
else := true if { input.l == "team-0028"; input.e == "prod"; input.r["viewer"] } # allow-438
else := true if { input.l == "team-0038"; input.g["team-0038"]; input.e == "dev" } # allow-681
else := true if { input.g["team-0010"]; {"k8s-deployment": true, "k8s-node": true}[input.t] } # allow-571
else := true if { input.l == "team-0014"; {"staging": true, "prod": true}[input.e]; some x in ["viewer", "auditor"]; input.r[x] } # allow-527
else := true if { {"deploy-agent-0026": true, "deploy-agent-0048": true}[input.c]; input.e == "prod" } # allow-381
else := true if { input.l == "team-0014"; {"staging": true, "prod": true}[input.e]; input.r["deployer"] } # allow-513
else := true if { input.c == "deploy-agent-0064"; input.e == "staging" } # allow-788
else := true if { input.l == "team-0033"; input.g["team-0033"]; input.e == "prod"; some x in ["operator", "viewer", "release-manager"]; input.r[x] } # allow-945
else := true if { input.l == "team-0011"; input.g["team-0011"]; {"dev": true, "staging": true}[input.e]; some x in ["deployer", "operator"]; input.r[x] } # allow-593
else := true if { input.c == "deploy-agent-0004"; {"staging": true, "prod": true}[input.e] } # allow-482
else := true if { input.l == "team-0023"; input.g["team-0023"]; input.e == "dev"; input.r["auditor"] } # allow-789
else := true if { input.l == "team-0031"; {"dev": true, "staging": true}[input.e]; some x in ["operator", "auditor"]; input.r[x] } # allow-776
else := true if { input.c == "deploy-agent-0025"; input.e == "prod" } # allow-283
else := true if { {"deploy-agent-0011": true, "deploy-agent-0005": true}[input.c]; {"dev": true, "staging": true}[input.e] } # allow-566
else := true if { input.l == "team-0003"; input.g["team-0003"]; input.e == "prod" } # allow-345
else := true if { input.l == "team-0033"; {"staging": true, "prod": true}[input.e]; input.r["oncall"] } # allow-417
else := true if { input.l == "team-0024"; input.g["team-0024"]; {"dev": true, "prod": true}[input.e]; some x in ["auditor", "release-manager"]; input.r[x] } # allow-723
else := true if { input.l == "team-0036"; input.g["team-0036"]; input.e == "prod" } # allow-858

actions["ecs-scale-service"] := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x] } # platform-deny-3
else := false if { input.c == "deploy-agent-0051" } # deny-110
else := false if { input.l == "team-0015"; input.e == "staging" } # deny-171
else := false if { {"deploy-agent-0011": true, "deploy-agent-0046": true}[input.c] } # deny-62
else := false if { input.g["team-0037"]; {"restricted": true, "critical": true}[input.s]; {"staging": true, "prod": true}[input.e] } # deny-16
else := false if { input.c == "deploy-agent-0012" } # deny-117
else := false if { input.l == "team-0006"; {"dev": true, "prod": true}[input.e] } # deny-106
else := false if { input.g["team-0020"]; input.s == "internal"; {"staging": true, "prod": true}[input.e] } # deny-185
else := false if { input.g["team-0033"]; {"public": true, "internal": true}[input.s]; {"staging": true, "prod": true}[input.e] } # deny-42
else := false if { input.l == "team-0032"; {"dev": true, "staging": true}[input.e] } # deny-12
else := false if { input.l == "team-0029"; {"dev": true, "prod": true}[input.e] } # deny-0
else := false if { input.g["team-0026"]; {"public": true, "restricted": true}[input.s]; input.e == "prod" } # deny-112
else := false if { input.c == "deploy-agent-0056" } # deny-76
else := false if { input.g["team-0016"]; input.s == "restricted"; input.e == "prod" } # deny-164
else := false if { input.l == "team-0004"; input.e == "dev" } # deny-14
else := false if { input.g["team-0039"]; input.s == "internal"; input.e == "dev" } # deny-19
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev" } # platform-allow-1
else := true if { input.e == "staging"; input.r["deployer"] } # platform-allow-2
else := true if { input.g["everyone-on-call"]; input.s == "public" } # platform-allow-5
else := true if { input.l == "team-0016"; input.g["team-0016"]; {"staging": true, "prod": true}[input.e]; some x in ["deployer", "operator"]; input.r[x] } # allow-428
else := true if { {"deploy-agent-0016": true, "deploy-agent-0007": true}[input.c]; input.e == "staging" } # allow-503
else := true if { input.l == "team-0014"; input.g["team-0014"]; {"dev": true, "prod": true}[input.e]; some x in ["deployer", "auditor"]; input.r[x] } # allow-673
else := true if { input.l == "team-0021"; input.g["team-0021"]; {"dev": true, "prod": true}[input.e] } # allow-314
else := true if { input.l == "team-0016"; input.e == "dev"; input.r["auditor"] } # allow-360
else := true if { input.g["team-0031"]; {"k8s-pod": true, "k8s-secret": true}[input.t] } # allow-560
else := true if { input.l == "team-0035"; input.e == "prod"; some x in ["deployer", "viewer"]; input.r[x] } # allow-466
else := true if { input.c == "deploy-agent-0002"; {"dev": true, "staging": true}[input.e] } # allow-833
else := true if { input.l == "team-0005"; input.g["team-0005"]; input.e == "dev" } # allow-208
else := true if { input.l == "team-0029"; {"dev": true, "prod": true}[input.e]; input.r["oncall"] } # allow-613
else := true if { {"deploy-agent-0055": true, "deploy-agent-0044": true}[input.c]; input.e == "prod" } # allow-449
else := true if { {"deploy-agent-0015": true, "deploy-agent-0053": true}[input.c]; input.e == "staging" } # allow-734
else := true if { input.g["team-0000"]; {"aws-iam-role": true, "aws-lambda-function": true, "k8s-deployment": true}[input.t] } # allow-525
else := true if { {"deploy-agent-0025": true, "deploy-agent-0028": true}[input.c]; input.e == "staging" } # allow-213
else := true if { input.l == "team-0022"; input.e == "staging"; some x in ["oncall", "auditor"]; input.r[x] } # allow-400
else := true if { {"deploy-agent-0059": true, "deploy-agent-0013": true}[input.c]; input.e == "staging" } # allow-377
else := true if { {"deploy-agent-0000": true, "deploy-agent-0012": true}[input.c]; input.e == "staging" } # allow-791
else := true if { input.l == "team-0000"; input.g["team-0000"]; {"dev": true, "prod": true}[input.e]; some x in ["deployer", "operator", "oncall"]; input.r[x] } # allow-343
else := true if { input.l == "team-0008"; input.g["team-0008"]; {"staging": true, "prod": true}[input.e]; input.r["oncall"] } # allow-977
else := true if { input.l == "team-0015"; input.g["team-0015"]; {"dev": true, "prod": true}[input.e] } # allow-712
else := true if { input.c == "deploy-agent-0001"; input.e == "prod" } # allow-719
else := true if { input.l == "team-0010"; input.g["team-0010"]; input.e == "staging" } # allow-801
else := true if { input.l == "team-0034"; input.g["team-0034"]; input.e == "prod" } # allow-337
else := true if { input.l == "team-0010"; input.e == "prod"; input.r["auditor"] } # allow-875
else := true if { input.l == "team-0027"; input.e == "dev"; input.r["auditor"] } # allow-204
else := true if { input.l == "team-0003"; input.g["team-0003"]; {"staging": true, "prod": true}[input.e] } # allow-661
else := true if { input.l == "team-0006"; input.g["team-0006"]; {"dev": true, "prod": true}[input.e] } # allow-504
else := true if { input.l == "team-0017"; input.g["team-0017"]; input.e == "staging" } # allow-511
else := true if { input.l == "team-0029"; input.g["team-0029"]; {"dev": true, "staging": true}[input.e] } # allow-924
else := true if { input.l == "team-0023"; input.g["team-0023"]; input.e == "dev"; some x in ["oncall", "viewer"]; input.r[x] } # allow-912
else := true if { input.c == "deploy-agent-0001"; input.e == "dev" } # allow-851
else := true if { input.l == "team-0008"; input.g["team-0008"]; {"dev": true, "prod": true}[input.e] } # allow-885
else := true if { input.l == "team-0013"; input.g["team-0013"]; input.e == "staging" } # allow-976
else := true if { {"deploy-agent-0057": true, "deploy-agent-0034": true}[input.c]; input.e == "dev" } # allow-720
else := true if { input.g["team-0038"]; input.t == "k8s-namespace" } # allow-905
else := true if { input.l == "team-0006"; input.g["team-0006"]; input.e == "prod"; input.r["operator"] } # allow-423
else := true if { {"deploy-agent-0036": true, "deploy-agent-0006": true}[input.c]; {"staging": true, "prod": true}[input.e] } # allow-578
else := true if { input.c == "deploy-agent-0059"; input.e == "staging" } # allow-699
else := true if { input.l == "team-0028"; input.e == "prod"; input.r["viewer"] } # allow-438
else := true if { input.l == "team-0002"; input.g["team-0002"]; input.e == "dev" } # allow-856
else := true if { {"deploy-agent-0048": true, "deploy-agent-0049": true}[input.c]; {"staging": true, "prod": true}[input.e] } # allow-827
else := true if { input.g["team-0038"]; {"aws-ec2-instance": true, "k8s-secret": true}[input.t] } # allow-351
else := true if { input.g["team-0005"]; {"aws-ecs-task": true, "k8s-deployment": true}[input.t] } # allow-495
else := true if { input.l == "team-0017"; input.g["team-0017"]; {"staging": true, "prod": true}[input.e] } # allow-811
else := true if { input.c == "deploy-agent-0051"; input.e == "dev" } # allow-201
else := true if { input.l == "team-0037"; input.g["team-0037"]; {"dev": true, "staging": true}[input.e]; input.r["auditor"] } # allow-331
else := true if { input.l == "team-0025"; {"dev": true, "prod": true}[input.e]; some x in ["operator", "oncall"]; input.r[x] } # allow-847
else := true if { input.l == "team-0018"; {"dev": true, "staging": true}[input.e]; input.r["release-manager"] } # allow-404
else := true if { {"deploy-agent-0046": true, "deploy-agent-0025": true}[input.c]; input.e == "dev" } # allow-837

actions["ecs-stop-task"] := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x] } # platform-deny-3
else := false if { input.c == "deploy-agent-0051" } # deny-110
else := false if { input.l == "team-0027"; input.e == "dev" } # deny-20
else := false if { input.g["team-0037"]; {"restricted": true, "critical": true}[input.s]; {"staging": true, "prod": true}[input.e] } # deny-16
else := false if { input.c == "deploy-agent-0020" } # deny-138
else := false if { input.g["team-0014"]; {"public": true, "critical": true}[input.s]; {"dev": true, "prod": true}[input.e] } # deny-21
else := false if { input.g["team-0020"]; input.s == "internal"; {"staging": true, "prod": true}[input.e] } # deny-185
else := false if { input.g["team-0033"]; {"public": true, "internal": true}[input.s]; {"staging": true, "prod": true}[input.e] } # deny-42
else := false if { input.l == "team-0032"; {"dev": true, "staging": true}[input.e] } # deny-12
else := false if { input.l == "team-0029"; {"dev": true, "prod": true}[input.e] } # deny-0
else := false if { input.g["team-0017"]; {"public": true, "internal": true}[input.s]; {"staging": true, "prod": true}[input.e] } # deny-136
else := false if { input.c == "deploy-agent-0029" } # deny-176
else := false if { input.l == "team-0002"; {"dev": true, "prod": true}[input.e] } # deny-38
else := false if { input.l == "team-0019"; input.e == "dev" } # deny-143
else := false if { input.c == "deploy-agent-0063" } # deny-160
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev" } # platform-allow-1
else := true if { input.e == "staging"; input.r["deployer"] } # platform-allow-2
else := true if { input.g["everyone-on-call"]; input.s == "public" } # platform-allow-5
else := true if { input.g["team-0036"]; {"aws-ecs-task": true, "k8s-hpa": true}[input.t] } # allow-987
else := true if { input.l == "team-0038"; input.g["team-0038"]; input.e == "dev"; some x in ["deployer", "operator", "auditor"]; input.r[x] } # allow-558
else := true if { {"deploy-agent-0037": true, "deploy-agent-0020": true}[input.c]; input.e == "staging" } # allow-561
else := true if { {"deploy-agent-0017": true, "deploy-agent-0054": true}[input.c]; {"dev": true, "staging": true}[input.e] } # allow-401
else := true if { input.l == "team-0035"; input.g["team-0035"]; {"dev": true, "staging": true}[input.e]; input.r["auditor"] } # allow-322
else := true if { input.l == "team-0021"; input.g["team-0021"]; {"dev": true, "prod": true}[input.e] } # allow-314
else := true if { input.l == "team-0017"; input.g["team-0017"]; input.e == "staging"; some x in ["viewer", "release-manager"]; input.r[x] } # allow-310
else := true if { input.l == "team-0002"; input.g["team-0002"]; input.e == "prod"; some x in ["deployer", "operator"]; input.r[x] } # allow-484
else := true if { input.c == "deploy-agent-0002"; {"dev": true, "staging": true}[input.e] } # allow-833
else := true if { input.l == "team-0005"; input.g["team-0005"]; input.e == "dev" } # allow-208
else := true if { input.l == "team-0005"; input.g["team-0005"]; input.e == "staging" } # allow-919
else := true if { input.l == "team-0029"; {"dev": true, "prod": true}[input.e]; input.r["oncall"] } # allow-613
else := true if { {"deploy-agent-0055": true, "deploy-agent-0044": true}[input.c]; input.e == "prod" } # allow-449
else := true if { input.l == "team-0025"; input.g["team-0025"]; input.e == "prod" } # allow-281
else := true if { {"deploy-agent-0003": true, "deploy-agent-0065": true}[input.c]; input.e == "staging" } # allow-583
else := true if { {"deploy-agent-0015": true, "deploy-agent-0053": true}[input.c]; input.e == "staging" } # allow-734
else := true if { input.c == "deploy-agent-0053"; {"dev": true, "staging": true}[input.e] } # allow-588
else := true if { input.l == "team-0012"; input.g["team-0012"]; input.e == "prod" } # allow-444
else := true if { input.l == "team-0014"; input.g["team-0014"]; {"dev": true, "prod": true}[input.e] } # allow-315
else := true if { {"deploy-agent-0025": true, "deploy-agent-0028": true}[input.c]; input.e == "staging" } # allow-213
else := true if { {"deploy-agent-0059": true, "deploy-agent-0013": true}[input.c]; input.e == "staging" } # allow-377
else := true if { {"deploy-agent-0000": true, "deploy-agent-0012": true}[input.c]; input.e == "staging" } # allow-791
else := true if { input.l == "team-0000"; input.g["team-0000"]; {"dev": true, "prod": true}[input.e]; some x in ["deployer", "operator", "oncall"]; input.r[x] } # allow-343
else := true if { input.l == "team-0015"; input.g["team-0015"]; {"dev": true, "prod": true}[input.e] } # allow-712
else := true if { input.c == "deploy-agent-0001"; input.e == "prod" } # allow-719
else := true if { input.l == "team-0010"; input.g["team-0010"]; input.e == "staging" } # allow-801
else := true if { input.l == "team-0010"; input.e == "prod"; input.r["auditor"] } # allow-875
else := true if { input.l == "team-0003"; input.g["team-0003"]; {"staging": true, "prod": true}[input.e] } # allow-661
else := true if { input.l == "team-0002"; input.g["team-0002"]; input.e == "staging"; some x in ["operator", "viewer", "auditor"]; input.r[x] } # allow-632
else := true if { input.l == "team-0017"; input.g["team-0017"]; input.e == "staging" } # allow-511
else := true if { input.c == "deploy-agent-0004"; input.e == "staging" } # allow-318
else := true if { input.l == "team-0013"; input.g["team-0013"]; input.e == "staging" } # allow-976
else := true if { {"deploy-agent-0057": true, "deploy-agent-0034": true}[input.c]; input.e == "dev" } # allow-720
else := true if { input.g["team-0038"]; input.t == "k8s-namespace" } # allow-905
else := true if { input.l == "team-0025"; input.e == "prod"; input.r["viewer"] } # allow-672
else := true if { input.l == "team-0006"; input.g["team-0006"]; input.e == "prod"; input.r["operator"] } # allow-423
else := true if { {"deploy-agent-0036": true, "deploy-agent-0006": true}[input.c]; {"staging": true, "prod": true}[input.e] } # allow-578
else := true if { input.c == "deploy-agent-0059"; input.e == "staging" } # allow-699
else := true if { input.l == "team-0028"; input.e == "prod"; input.r["viewer"] } # allow-438
else := true if { input.l == "team-0009"; input.g["team-0009"]; input.e == "prod"; some x in ["oncall", "viewer", "auditor"]; input.r[x] } # allow-730
else := true if { input.g["team-0038"]; {"aws-ec2-instance": true, "k8s-secret": true}[input.t] } # allow-351
else := true if { input.l == "team-0026"; input.g["team-0026"]; input.e == "dev" } # allow-927
else := true if { input.g["team-0005"]; {"aws-ecs-task": true, "k8s-deployment": true}[input.t] } # allow-495
else := true if { input.g["team-0005"]; {"aws-lambda-function": true, "aws-s3-bucket": true, "k8s-namespace": true}[input.t] } # allow-505
else := true if { {"deploy-agent-0021": true, "deploy-agent-0028": true}[input.c]; {"staging": true, "prod": true}[input.e] } # allow-359
else := true if { {"deploy-agent-0039": true, "deploy-agent-0024": true}[input.c]; input.e == "staging" } # allow-739
else := true if { {"deploy-agent-0052": true, "deploy-agent-0038": true}[input.c]; {"dev": true, "prod": true}[input.e] } # allow-784
else := true if { input.c == "deploy-agent-0051"; input.e == "dev" } # allow-201
else := true if { input.l == "team-0029"; input.g["team-0029"]; input.e == "dev"; input.r["viewer"] } # allow-955
else := true if { {"deploy-agent-0050": true, "deploy-agent-0045": true}[input.c]; input.e == "prod" } # allow-198
else := true if { {"deploy-agent-0046": true, "deploy-agent-0025": true}[input.c]; input.e == "dev" } # allow-837
else := true if { {"deploy-agent-0033": true, "deploy-agent-0010": true}[input.c]; {"staging": true, "prod": true}[input.e] } # allow-679

actions["ecs-update-service"] := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x] } # platform-deny-3
else := false if { input.c == "deploy-agent-0051" } # deny-110
else := false if { {"deploy-agent-0060": true, "deploy-agent-0029": true}[input.c] } # deny-193
else := false if { input.g["team-0037"]; {"restricted": true, "critical": true}[input.s]; {"staging": true, "prod": true}[input.e] } # deny-16
else := false if { input.c == "deploy-agent-0037" } # deny-191
else := false if { input.g["team-0021"]; input.s == "public"; {"staging": true, "prod": true}[input.e] } # deny-25
else := false if { input.g["team-0020"]; input.s == "internal"; {"staging": true, "prod": true}[input.e] } # deny-185
else := false if { input.g["team-0033"]; {"public": true, "internal": true}[input.s]; {"staging": true, "prod": true}[input.e] } # deny-42
else := false if { input.l == "team-0032"; {"dev": true, "staging": true}[input.e] } # deny-12
else := false if { input.l == "team-0029"; {"dev": true, "prod": true}[input.e] } # deny-0
else := false if { input.l == "team-0004"; input.e == "dev" } # deny-14
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev" } # platform-allow-1
else := true if { input.e == "staging"; input.r["deployer"] } # platform-allow-2
else := true if { input.g["everyone-on-call"]; input.s == "public" } # platform-allow-5
else := true if { input.l == "team-0016"; input.g["team-0016"]; {"staging": true, "prod": true}[input.e]; some x in ["deployer", "operator"]; input.r[x] } # allow-428
else := true if { input.l == "team-0005"; input.g["team-0005"]; input.e == "staging" } # allow-866
else := true if { input.l == "team-0030"; input.g["team-0030"]; input.e == "prod"; some x in ["oncall", "auditor"]; input.r[x] } # allow-589
else := true if { input.l == "team-0024"; input.g["team-0024"]; input.e == "prod"; input.r["operator"] } # allow-229
else := true if { input.c == "deploy-agent-0053"; {"dev": true, "staging": true}[input.e] } # allow-820
else := true if { input.l == "team-0025"; {"dev": true, "staging": true}[input.e]; some x in ["oncall", "auditor"]; input.r[x] } # allow-880
else := true if { input.l == "team-0013"; input.g["team-0013"]; {"dev": true, "prod": true}[input.e] } # allow-872
else := true if { input.l == "team-0021"; input.g["team-0021"]; {"dev": true, "prod": true}[input.e] } # allow-314
else := true if { input.g["team-0000"]; {"aws-iam-role": true, "k8s-configmap": true, "k8s-hpa": true}[input.t] } # allow-447
else := true if { input.l == "team-0014"; {"dev": true, "staging": true}[input.e]; some x in ["auditor", "release-manager"]; input.r[x] } # allow-890
else := true if { input.l == "team-0033"; input.g["team-0033"]; {"staging": true, "prod": true}[input.e] } # allow-688
else := true if { input.c == "deploy-agent-0002"; {"dev": true, "staging": true}[input.e] } # allow-833
else := true if { input.l == "team-0005"; input.g["team-0005"]; input.e == "dev" } # allow-208
else := true if { input.l == "team-0018"; input.g["team-0018"]; {"dev": true, "staging": true}[input.e] } # allow-497
else := true if { input.g["team-0016"]; {"aws-ecs-service": true, "k8s-configmap": true, "k8s-hpa": true}[input.t] } # allow-828
else := true if { input.l == "team-0029"; {"dev": true, "prod": true}[input.e]; input.r["oncall"] } # allow-613
else := true if { {"deploy-agent-0055": true, "deploy-agent-0044": true}[input.c]; input.e == "prod" } # allow-449
else := true if { {"deploy-agent-0015": true, "deploy-agent-0053": true}[input.c]; input.e == "staging" } # allow-734
else := true if { input.l == "team-0034"; input.e == "prod"; some x in ["oncall", "auditor"]; input.r[x] } # allow-598
else := true if { {"deploy-agent-0025": true, "deploy-agent-0028": true}[input.c]; input.e == "staging" } # allow-213
else := true if { {"deploy-agent-0059": true, "deploy-agent-0013": true}[input.c]; input.e == "staging" } # allow-377
else := true if { {"deploy-agent-0000": true, "deploy-agent-0012": true}[input.c]; input.e == "staging" } # allow-791
else := true if { input.l == "team-0000"; input.g["team-0000"]; {"dev": true, "prod": true}[input.e]; some x in ["deployer", "operator", "oncall"]; input.r[x] } # allow-343
else := true if { input.l == "team-0014"; input.g["team-0014"]; {"staging": true, "prod": true}[input.e] } # allow-947
else := true if { input.l == "team-0015"; input.g["team-0015"]; {"dev": true, "prod": true}[input.e] } # allow-712
else := true if { input.l == "team-0013"; input.g["team-0013"]; input.e == "prod" } # allow-849
else := true if { input.c == "deploy-agent-0001"; input.e == "prod" } # allow-719
else := true if { input.l == "team-0010"; input.g["team-0010"]; input.e == "staging" } # allow-801
else := true if { input.l == "team-0010"; input.e == "prod"; input.r["auditor"] } # allow-875
else := true if { {"deploy-agent-0018": true, "deploy-agent-0025": true}[input.c]; input.e == "prod" } # allow-352
else := true if { input.l == "team-0003"; input.g["team-0003"]; {"staging": true, "prod": true}[input.e] } # allow-661
else := true if { input.l == "team-0017"; input.g["team-0017"]; input.e == "staging" } # allow-511
else := true if { input.l == "team-0013"; input.g["team-0013"]; input.e == "staging" } # allow-976
else := true if { {"deploy-agent-0057": true, "deploy-agent-0034": true}[input.c]; input.e == "dev" } # allow-720
else := true if { input.g["team-0038"]; input.t == "k8s-namespace" } # allow-905
else := true if { {"deploy-agent-0036": true, "deploy-agent-0006": true}[input.c]; {"staging": true, "prod": true}[input.e] } # allow-578
else := true if { input.c == "deploy-agent-0059"; input.e == "staging" } # allow-699
else := true if { input.l == "team-0028"; input.e == "prod"; input.r["viewer"] } # allow-438
else := true if { {"deploy-agent-0002": true, "deploy-agent-0064": true}[input.c]; input.e == "staging" } # allow-427
else := true if { input.c == "deploy-agent-0055"; {"dev": true, "staging": true}[input.e] } # allow-312
else := true if { input.g["team-0038"]; {"aws-ec2-instance": true, "k8s-secret": true}[input.t] } # allow-351
else := true if { input.l == "team-0030"; input.g["team-0030"]; input.e == "dev"; some x in ["auditor", "release-manager"]; input.r[x] } # allow-744
else := true if { input.l == "team-0028"; input.g["team-0028"]; input.e == "prod"; some x in ["oncall", "auditor", "release-manager"]; input.r[x] } # allow-684
else := true if { input.l == "team-0035"; input.g["team-0035"]; input.e == "prod"; some x in ["oncall", "viewer", "auditor"]; input.r[x] } # allow-728
else := true if { input.g["team-0005"]; {"aws-ecs-task": true, "k8s-deployment": true}[input.t] } # allow-495
else := true if { input.l == "team-0029"; input.g["team-0029"]; {"dev": true, "staging": true}[input.e] } # allow-437
else := true if { input.c == "deploy-agent-0049"; input.e == "prod" } # allow-287
else := true if { input.c == "deploy-agent-0051"; input.e == "dev" } # allow-201
else := true if { input.l == "team-0012"; {"dev": true, "prod": true}[input.e]; input.r["auditor"] } # allow-415
else := true if { {"deploy-agent-0061": true, "deploy-agent-0065": true}[input.c]; input.e == "dev" } # allow-388
else := true if { input.c == "deploy-agent-0050"; {"staging": true, "prod": true}[input.e] } # allow-275
else := true if { input.l == "team-0007"; input.g["team-0007"]; input.e == "dev" } # allow-473
else := true if { {"deploy-agent-0046": true, "deploy-agent-0025": true}[input.c]; input.e == "dev" } # allow-837

actions["exec-pod"] := false if { {"staging": true, "prod": true}[input.e] } # platform-deny-2
else := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x] } # platform-deny-3
else := false if { input.l == "team-0017"; {"dev": true, "staging": true}[input.e] } # deny-170
else := false if { {"deploy-agent-0054": true, "deploy-agent-0030": true}[input.c] } # deny-37
else := false if { input.c == "deploy-agent-0007" } # deny-64
else := false if { input.l == "team-0030"; {"dev": true, "staging": true}[input.e] } # deny-119
else := false if { {"deploy-agent-0011": true, "deploy-agent-0046": true}[input.c] } # deny-62
else := false if { input.g["team-0007"]; {"public": true, "internal": true}[input.s]; {"dev": true, "prod": true}[input.e] } # deny-140
else := false if { input.c == "deploy-agent-0022" } # deny-190
else := false if { input.g["team-0003"]; {"internal": true, "restricted": true}[input.s]; input.e == "dev" } # deny-69
else := false if { input.c == "deploy-agent-0020" } # deny-138
else := false if { {"deploy-agent-0030": true, "deploy-agent-0032": true}[input.c] } # deny-99
else := false if { input.g["team-0013"]; {"internal": true, "restricted": true}[input.s]; input.e == "prod" } # deny-187
else := false if { {"deploy-agent-0017": true, "deploy-agent-0036": true}[input.c] } # deny-124
else := false if { input.l == "team-0027"; {"staging": true, "prod": true}[input.e] } # deny-2
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev" } # platform-allow-1
else := true if { input.g["everyone-on-call"]; input.s == "public" } # platform-allow-5
else := true if { input.l == "team-0006"; input.g["team-0006"]; input.e == "dev" } # allow-814
else := true if { input.l == "team-0011"; input.g["team-0011"]; {"staging": true, "prod": true}[input.e] } # allow-452
else := true if { input.l == "team-0030"; {"dev": true, "prod": true}[input.e]; some x in ["oncall", "release-manager"]; input.r[x] } # allow-536
else := true if { input.l == "team-0026"; input.g["team-0026"]; input.e == "staging" } # allow-564
else := true if { input.l == "team-0015"; {"dev": true, "prod": true}[input.e]; some x in ["deployer", "auditor"]; input.r[x] } # allow-247
else := true if { input.c == "deploy-agent-0009"; {"dev": true, "staging": true}[input.e] } # allow-431
else := true if { input.c == "deploy-agent-0007"; input.e == "prod" } # allow-435
else := true if { input.l == "team-0030"; input.g["team-0030"]; {"dev": true, "staging": true}[input.e] } # allow-471
else := true if { input.l == "team-0034"; input.g["team-0034"]; input.e == "staging" } # allow-817
else := true if { input.c == "deploy-agent-0009"; {"dev": true, "staging": true}[input.e] } # allow-535
else := true if { input.l == "team-0021"; input.g["team-0021"]; {"dev": true, "staging": true}[input.e]; some x in ["deployer", "auditor"]; input.r[x] } # allow-910
else := true if { {"deploy-agent-0009": true, "deploy-agent-0052": true}[input.c]; input.e == "prod" } # allow-245
else := true if { input.l == "team-0016"; {"staging": true, "prod": true}[input.e]; some x in ["deployer", "auditor"]; input.r[x] } # allow-609
else := true if { input.l == "team-0014"; input.e == "dev"; input.r["deployer"] } # allow-426
else := true if { {"deploy-agent-0029": true, "deploy-agent-0045": true}[input.c]; {"staging": true, "prod": true}[input.e] } # allow-284
else := true if { {"deploy-agent-0055": true, "deploy-agent-0022": true}[input.c]; input.e == "prod" } # allow-580
else := true if { {"deploy-agent-0037": true, "deploy-agent-0037": true}[input.c]; input.e == "staging" } # allow-434
else := true if { input.l == "team-0018"; input.e == "staging"; some x in ["oncall", "viewer"]; input.r[x] } # allow-931
else := true if { input.l == "team-0029"; input.g["team-0029"]; input.e == "prod" } # allow-199
else := true if { input.g["team-0003"]; {"aws-ec2-instance": true, "aws-ecs-service": true, "k8s-secret": true}[input.t] } # allow-590
else := true if { {"deploy-agent-0058": true, "deploy-agent-0022": true}[input.c]; {"dev": true, "prod": true}[input.e] } # allow-667
else := true if { input.l == "team-0007"; input.g["team-0007"]; input.e == "dev" } # allow-755
else := true if { input.l == "team-0019"; input.g["team-0019"]; {"dev": true, "staging": true}[input.e] } # allow-307
else := true if { input.l == "team-0008"; input.g["team-0008"]; input.e == "prod"; some x in ["operator", "oncall", "release-manager"]; input.r[x] } # allow-278
else := true if { input.l == "team-0017"; input.g["team-0017"]; input.e == "dev" } # allow-680
else := true if { input.l == "team-0038"; input.g["team-0038"]; {"staging": true, "prod": true}[input.e]; input.r["viewer"] } # allow-455
else := true if { input.l == "team-0022"; input.e == "staging"; some x in ["oncall", "auditor"]; input.r[x] } # allow-400
else := true if { input.l == "team-0013"; input.g["team-0013"]; input.e == "prod" } # allow-849
else := true if { {"deploy-agent-0013": true, "deploy-agent-0004": true}[input.c]; {"dev": true, "staging": true}[input.e] } # allow-631
else := true if { input.l == "team-0006"; input.e == "dev"; input.r["auditor"] } # allow-518
else := true if { input.l == "team-0031"; input.g["team-0031"]; {"dev": true, "staging": true}[input.e]; some x in ["operator", "viewer", "auditor"]; input.r[x] } # allow-968
else := true if { input.c == "deploy-agent-0012"; input.e == "staging" } # allow-344
else := true if { input.g["team-0024"]; {"aws-ec2-instance": true, "k8s-deployment": true, "k8s-pod": true}[input.t] } # allow-418
else := true if { {"deploy-agent-0009": true, "deploy-agent-0028": true}[input.c]; input.e == "dev" } # allow-668
else := true if { input.l == "team-0020"; input.g["team-0020"]; input.e == "prod"; some x in ["auditor", "release-manager"]; input.r[x] } # allow-660
else := true if { {"deploy-agent-0057": true, "deploy-agent-0009": true}[input.c]; {"dev": true, "staging": true}[input.e] } # allow-573
else := true if { {"deploy-agent-0016": true, "deploy-agent-0033": true}[input.c]; input.e == "staging" } # allow-248
else := true if { input.g["team-0032"]; {"aws-ec2-instance": true, "k8s-deployment": true, "k8s-node": true}[input.t] } # allow-410
else := true if { input.l == "team-0022"; input.g["team-0022"]; {"dev": true, "prod": true}[input.e]; input.r["deployer"] } # allow-775
else := true if { input.g["team-0010"]; {"k8s-deployment": true, "k8s-node": true}[input.t] } # allow-571
else := true if { input.l == "team-0004"; input.g["team-0004"]; {"dev": true, "staging": true}[input.e]; some x in ["deployer", "operator"]; input.r[x] } # allow-305
else := true if { input.c == "deploy-agent-0055"; {"dev": true, "staging": true}[input.e] } # allow-312
else := true if { input.l == "team-0016"; {"dev": true, "prod": true}[input.e]; some x in ["operator", "oncall"]; input.r[x] } # allow-414
else := true if { input.l == "team-0033"; input.g["team-0033"]; input.e == "prod"; some x in ["operator", "viewer", "release-manager"]; input.r[x] } # allow-945
else := true if { input.l == "team-0001"; input.g["team-0001"]; input.e == "staging" } # allow-792
else := true if { input.l == "team-0019"; input.g["team-0019"]; input.e == "dev" } # allow-297
else := true if { input.l == "team-0011"; input.g["team-0011"]; {"dev": true, "prod": true}[input.e] } # allow-868
else := true if { input.l == "team-0012"; input.g["team-0012"]; {"staging": true, "prod": true}[input.e]; input.r["release-manager"] } # allow-894
else := true if { input.l == "team-0029"; input.g["team-0029"]; input.e == "dev"; some x in ["deployer", "release-manager"]; input.r[x] } # allow-396
else := true if { input.l == "team-0031"; {"dev": true, "staging": true}[input.e]; some x in ["operator", "auditor"]; input.r[x] } # allow-776
else := true if { input.l == "team-0028"; input.g["team-0028"]; input.e == "staging"; some x in ["deployer", "operator", "oncall"]; input.r[x] } # allow-500
else := true if { {"deploy-agent-0011": true, "deploy-agent-0005": true}[input.c]; {"dev": true, "staging": true}[input.e] } # allow-566
else := true if { input.l == "team-0029"; input.g["team-0029"]; input.e == "dev"; input.r["viewer"] } # allow-955
else := true if { input.l == "team-0011"; input.g["team-0011"]; input.e == "dev"; some x in ["viewer", "auditor", "release-manager"]; input.r[x] } # allow-969
else := true if { input.l == "team-0032"; input.g["team-0032"]; {"dev": true, "prod": true}[input.e] } # allow-824
else := true if { input.l == "team-0037"; input.g["team-0037"]; {"dev": true, "staging": true}[input.e]; input.r["viewer"] } # allow-386
else := true if { input.l == "team-0015"; input.g["team-0015"]; input.e == "staging"; input.r["oncall"] } # allow-651
else := true if { input.l == "team-0001"; input.e == "prod"; input.r["oncall"] } # allow-896

actions["force-delete-pod"] := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x] } # platform-deny-3
else := false if { input.c == "deploy-agent-0007" } # deny-64
else := false if { input.l == "team-0030"; {"dev": true, "staging": true}[input.e] } # deny-119
else := false if { {"deploy-agent-0011": true, "deploy-agent-0046": true}[input.c] } # deny-62
else := false if { input.g["team-0007"]; {"public": true, "internal": true}[input.s]; {"dev": true, "prod": true}[input.e] } # deny-140
else := false if { input.c == "deploy-agent-0022" } # deny-190
else := false if { input.l == "team-0015"; {"dev": true, "prod": true}[input.e] } # deny-147
else := false if { {"deploy-agent-0030": true, "deploy-agent-0032": true}[input.c] } # deny-99
else := false if { input.g["team-0015"]; {"internal": true, "restricted": true}[input.s]; {"dev": true, "staging": true}[input.e] } # deny-51
else := false if { input.g["team-0032"]; {"restricted": true, "critical": true}[input.s]; {"dev": true, "prod": true}[input.e] } # deny-131
else := false if { input.c == "deploy-agent-0011" } # deny-137
else := false if { input.g["team-0007"]; {"internal": true, "critical": true}[input.s]; input.e == "prod" } # deny-11
else := false if { input.l == "team-0009"; {"staging": true, "prod": true}[input.e] } # deny-31
else := false if { input.l == "team-0022"; input.e == "prod" } # deny-7
else := false if { input.g["team-0013"]; {"internal": true, "restricted": true}[input.s]; input.e == "prod" } # deny-187
else := false if { input.l == "team-0027"; {"staging": true, "prod": true}[input.e] } # deny-2
else := false if { input.g["team-0031"]; {"public": true, "internal": true}[input.s]; input.e == "staging" } # deny-5
else := false if { {"deploy-agent-0006": true, "deploy-agent-0058": true}[input.c] } # deny-149
else := false if { input.g["team-0036"]; input.s == "restricted"; input.e == "staging" } # deny-123
else := false if { input.c == "deploy-agent-0012" } # deny-102
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev" } # platform-allow-1
else := true if { input.g["everyone-on-call"]; input.s == "public" } # platform-allow-5
else := true if { input.g["team-0014"]; {"k8s-configmap": true, "k8s-node": true}[input.t] } # allow-371
else := true if { input.g["team-0026"]; {"k8s-hpa": true, "k8s-secret": true}[input.t] } # allow-914
else := true if { input.l == "team-0011"; input.g["team-0011"]; {"staging": true, "prod": true}[input.e] } # allow-452
else := true if { input.l == "team-0026"; input.g["team-0026"]; input.e == "staging" } # allow-564
else := true if { input.c == "deploy-agent-0007"; input.e == "prod" } # allow-435
else := true if { input.l == "team-0013"; input.g["team-0013"]; {"dev": true, "prod": true}[input.e] } # allow-872
else := true if { input.l == "team-0030"; input.g["team-0030"]; {"dev": true, "staging": true}[input.e] } # allow-471
else := true if { input.l == "team-0037"; input.g["team-0037"]; input.e == "dev"; some x in ["deployer", "viewer"]; input.r[x] } # allow-249
else := true if { input.c == "deploy-agent-0009"; {"dev": true, "staging": true}[input.e] } # allow-535
else := true if { input.l == "team-0014"; {"dev": true, "staging": true}[input.e]; some x in ["auditor", "release-manager"]; input.r[x] } # allow-890
else := true if { {"deploy-agent-0009": true, "deploy-agent-0052": true}[input.c]; input.e == "prod" } # allow-245
else := true if { input.l == "team-0016"; {"staging": true, "prod": true}[input.e]; some x in ["deployer", "auditor"]; input.r[x] } # allow-609
else := true if { input.l == "team-0014"; input.e == "dev"; input.r["deployer"] } # allow-426
else := true if { {"deploy-agent-0055": true, "deploy-agent-0022": true}[input.c]; input.e == "prod" } # allow-580
else := true if { {"deploy-agent-0037": true, "deploy-agent-0037": true}[input.c]; input.e == "staging" } # allow-434
else := true if { input.l == "team-0029"; input.g["team-0029"]; input.e == "prod" } # allow-199
else := true if { input.g["team-0003"]; {"aws-ec2-instance": true, "aws-ecs-service": true, "k8s-secret": true}[input.t] } # allow-590
else := true if { input.g["team-0002"]; {"aws-ecs-task": true, "k8s-pod": true}[input.t] } # allow-862
else := true if { input.l == "team-0009"; input.g["team-0009"]; {"staging": true, "prod": true}[input.e]; some x in ["operator", "auditor"]; input.r[x] } # allow-815
else := true if { input.l == "team-0007"; input.g["team-0007"]; input.e == "dev" } # allow-755
else := true if { input.l == "team-0019"; input.g["team-0019"]; {"dev": true, "staging": true}[input.e] } # allow-307
else := true if { input.c == "deploy-agent-0053"; {"dev": true, "staging": true}[input.e] } # allow-588
else := true if { input.l == "team-0008"; input.g["team-0008"]; input.e == "prod"; some x in ["operator", "oncall", "release-manager"]; input.r[x] } # allow-278
else := true if { input.l == "team-0017"; input.g["team-0017"]; input.e == "dev" } # allow-680
else := true if { input.l == "team-0007"; input.g["team-0007"]; input.e == "prod"; some x in ["deployer", "oncall"]; input.r[x] } # allow-254
else := true if { {"deploy-agent-0013": true, "deploy-agent-0004": true}[input.c]; {"dev": true, "staging": true}[input.e] } # allow-631
else := true if { input.l == "team-0029"; input.g["team-0029"]; input.e == "dev" } # allow-325
else := true if { input.c == "deploy-agent-0012"; input.e == "staging" } # allow-344
else := true if { input.g["team-0024"]; {"aws-ec2-instance": true, "k8s-deployment": true, "k8s-pod": true}[input.t] } # allow-418
else := true if { input.l == "team-0034"; input.e == "staging"; some x in ["operator", "release-manager"]; input.r[x] } # allow-853
else := true if { {"deploy-agent-0009": true, "deploy-agent-0028": true}[input.c]; input.e == "dev" } # allow-668
else := true if { input.l == "team-0023"; input.g["team-0023"]; {"staging": true, "prod": true}[input.e] } # allow-472
else := true if { {"deploy-agent-0001": true, "deploy-agent-0001": true}[input.c]; input.e == "prod" } # allow-933
else := true if { {"deploy-agent-0057": true, "deploy-agent-0009": true}[input.c]; {"dev": true, "staging": true}[input.e] } # allow-573
else := true if { input.c == "deploy-agent-0002"; input.e == "prod" } # allow-353
else := true if { {"deploy-agent-0016": true, "deploy-agent-0033": true}[input.c]; input.e == "staging" } # allow-248
else := true if { input.g["team-0032"]; {"aws-ec2-instance": true, "k8s-deployment": true, "k8s-node": true}[input.t] } # allow-410
else := true if { input.l == "team-0022"; input.g["team-0022"]; {"dev": true, "prod": true}[input.e]; input.r["deployer"] } # allow-775
else := true if { input.g["team-0010"]; {"k8s-deployment": true, "k8s-node": true}[input.t] } # allow-571
else := true if { input.l == "team-0004"; input.g["team-0004"]; {"dev": true, "staging": true}[input.e]; some x in ["deployer", "operator"]; input.r[x] } # allow-305
else := true if { input.l == "team-0016"; {"dev": true, "prod": true}[input.e]; some x in ["operator", "oncall"]; input.r[x] } # allow-414
else := true if { input.g["team-0012"]; {"aws-ecs-service": true, "k8s-hpa": true, "k8s-secret": true}[input.t] } # allow-587
else := true if { input.l == "team-0033"; input.g["team-0033"]; input.e == "prod"; some x in ["operator", "viewer", "release-manager"]; input.r[x] } # allow-945
else := true if { input.l == "team-0001"; input.g["team-0001"]; input.e == "staging" } # allow-792
else := true if { input.l == "team-0021"; input.g["team-0021"]; {"dev": true, "prod": true}[input.e] } # allow-506
else := true if { input.l == "team-0019"; input.g["team-0019"]; input.e == "dev" } # allow-297
else := true if { input.c == "deploy-agent-0052"; input.e == "prod" } # allow-975
else := true if { input.l == "team-0011"; input.g["team-0011"]; {"dev": true, "prod": true}[input.e] } # allow-868
else := true if { input.l == "team-0012"; input.g["team-0012"]; {"staging": true, "prod": true}[input.e]; input.r["release-manager"] } # allow-894
else := true if { input.g["team-0012"]; input.t == "aws-s3-bucket" } # allow-703
else := true if { input.l == "team-0008"; input.g["team-0008"]; {"staging": true, "prod": true}[input.e]; some x in ["deployer", "operator"]; input.r[x] } # allow-300
else := true if { input.g["team-0005"]; {"aws-lambda-function": true, "aws-s3-bucket": true, "k8s-namespace": true}[input.t] } # allow-505
else := true if { input.l == "team-0017"; input.g["team-0017"]; {"staging": true, "prod": true}[input.e] } # allow-811
else := true if { input.l == "team-0035"; input.e == "staging"; some x in ["deployer", "oncall"]; input.r[x] } # allow-545
else := true if { input.l == "team-0034"; input.g["team-0034"]; input.e == "prod"; some x in ["oncall", "auditor", "release-manager"]; input.r[x] } # allow-891
else := true if { input.l == "team-0028"; input.g["team-0028"]; input.e == "staging"; some x in ["deployer", "operator", "oncall"]; input.r[x] } # allow-500
else := true if { input.l == "team-0037"; input.g["team-0037"]; input.e == "prod" } # allow-514
else := true if { input.l == "team-0011"; input.g["team-0011"]; input.e == "dev"; some x in ["viewer", "auditor", "release-manager"]; input.r[x] } # allow-969
else := true if { input.l == "team-0032"; input.g["team-0032"]; {"dev": true, "prod": true}[input.e] } # allow-824
else := true if { input.l == "team-0037"; input.g["team-0037"]; {"dev": true, "staging": true}[input.e]; input.r["viewer"] } # allow-386
else := true if { input.c == "deploy-agent-0056"; {"staging": true, "prod": true}[input.e] } # allow-549
else := true if { input.l == "team-0015"; input.g["team-0015"]; input.e == "staging"; input.r["oncall"] } # allow-651
else := true if { input.l == "team-0001"; input.e == "prod"; input.r["oncall"] } # allow-896

actions["get-configmap"] := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x] } # platform-deny-3
else := false if { {"deploy-agent-0061": true, "deploy-agent-0047": true}[input.c] } # deny-168
else := false if { {"deploy-agent-0027": true, "deploy-agent-0033": true}[input.c] } # deny-4
else := false if { {"deploy-agent-0060": true, "deploy-agent-0029": true}[input.c] } # deny-193
else := false if { input.g["team-0000"]; input.s == "critical"; input.e == "staging" } # deny-22
else := false if { input.l == "team-0025"; input.e == "staging" } # deny-56
else := false if { input.l == "team-0008"; input.e == "prod" } # deny-126
else := false if { input.g["team-0003"]; {"public": true, "internal": true}[input.s]; input.e == "dev" } # deny-24
else := false if { input.l == "team-0036"; {"dev": true, "prod": true}[input.e] } # deny-104
else := false if { input.g["team-0033"]; {"internal": true, "restricted": true}[input.s]; input.e == "prod" } # deny-118
else := false if { input.g["team-0035"]; {"public": true, "internal": true}[input.s]; input.e == "staging" } # deny-33
else := false if { input.g["team-0032"]; {"restricted": true, "critical": true}[input.s]; {"dev": true, "prod": true}[input.e] } # deny-131
else := false if { input.g["team-0020"]; input.s == "internal"; {"staging": true, "prod": true}[input.e] } # deny-185
else := false if { input.l == "team-0009"; {"staging": true, "prod": true}[input.e] } # deny-31
else := false if { input.l == "team-0033"; input.e == "prod" } # deny-166
else := false if { input.c == "deploy-agent-0011" } # deny-95
else := false if { input.g["team-0018"]; input.s == "restricted"; input.e == "prod" } # deny-165
else := false if { input.l == "team-0000"; {"dev": true, "prod": true}[input.e] } # deny-10
else := false if { input.g["team-0026"]; input.s == "restricted"; {"staging": true, "prod": true}[input.e] } # deny-73
else := false if { input.g["team-0031"]; {"public": true, "internal": true}[input.s]; input.e == "staging" } # deny-5
else := false if { {"deploy-agent-0033": true, "deploy-agent-0002": true}[input.c] } # deny-87
else := false if { input.l == "team-0012"; {"staging": true, "prod": true}[input.e] } # deny-81
else := true if { {"dev": true, "staging": true}[input.e] } # platform-allow-0
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev" } # platform-allow-1
else := true if { input.g["everyone-on-call"]; input.s == "public" } # platform-allow-5
else := true if { input.l == "team-0014"; {"staging": true, "prod": true}[input.e]; input.r["deployer"] } # allow-424
else := true if { {"deploy-agent-0010": true, "deploy-agent-0065": true}[input.c]; input.e == "staging" } # allow-483
else := true if { input.g["team-0036"]; {"aws-ecs-task": true, "k8s-hpa": true}[input.t] } # allow-987
else := true if { {"deploy-agent-0044": true, "deploy-agent-0003": true}[input.c]; input.e == "dev" } # allow-956
else := true if { input.l == "team-0007"; input.g["team-0007"]; input.e == "prod" } # allow-687
else := true if { input.g["team-0003"]; input.t == "aws-s3-bucket" } # allow-460
else := true if { input.g["team-0021"]; {"k8s-configmap": true, "k8s-hpa": true, "k8s-secret": true}[input.t] } # allow-904
else := true if { input.l == "team-0027"; input.g["team-0027"]; input.e == "prod"; some x in ["deployer", "operator", "release-manager"]; input.r[x] } # allow-476
else := true if { {"deploy-agent-0045": true, "deploy-agent-0020": true}[input.c]; input.e == "dev" } # allow-257
else := true if { {"deploy-agent-0061": true, "deploy-agent-0065": true}[input.c]; input.e == "dev" } # allow-942
else := true if { input.l == "team-0011"; input.g["team-0011"]; input.e == "prod" } # allow-685
else := true if { input.g["team-0027"]; input.t == "k8s-node" } # allow-962
else := true if { input.c == "deploy-agent-0029"; input.e == "staging" } # allow-320
else := true if { input.l == "team-0006"; input.e == "prod"; input.r["oncall"] } # allow-529
else := true if { input.c == "deploy-agent-0023"; {"dev": true, "prod": true}[input.e] } # allow-696
else := true if { {"deploy-agent-0009": true, "deploy-agent-0036": true}[input.c]; input.e == "dev" } # allow-302
else := true if { input.l == "team-0017"; input.g["team-0017"]; {"dev": true, "prod": true}[input.e] } # allow-953
else := true if { {"deploy-agent-0008": true, "deploy-agent-0008": true}[input.c]; {"staging": true, "prod": true}[input.e] } # allow-329
else := true if { input.l == "team-0029"; input.g["team-0029"]; input.e == "dev"; some x in ["deployer", "operator", "release-manager"]; input.r[x] } # allow-645
else := true if { input.l == "team-0008"; input.g["team-0008"]; input.e == "staging"; input.r["release-manager"] } # allow-621
else := true if { input.l == "team-0008"; input.e == "prod"; some x in ["operator", "release-manager"]; input.r[x] } # allow-821
else := true if { input.l == "team-0008"; input.g["team-0008"]; input.e == "dev"; input.r["viewer"] } # allow-740
else := true if { input.c == "deploy-agent-0002"; {"dev": true, "staging": true}[input.e] } # allow-833
else := true if { {"deploy-agent-0002": true, "deploy-agent-0002": true}[input.c]; {"dev": true, "staging": true}[input.e] } # allow-362
else := true if { input.l == "team-0020"; {"dev": true, "staging": true}[input.e]; some x in ["deployer", "viewer"]; input.r[x] } # allow-915
else := true if { input.l == "team-0025"; input.g["team-0025"]; {"staging": true, "prod": true}[input.e]; some x in ["deployer", "release-manager"]; input.r[x] } # allow-760
else := true if { input.l == "team-0005"; input.e == "staging"; input.r["oncall"] } # allow-382
else := true if { input.l == "team-0028"; input.g["team-0028"]; {"dev": true, "staging": true}[input.e]; some x in ["oncall", "viewer"]; input.r[x] } # allow-655
else := true if { input.l == "team-0017"; input.e == "dev"; input.r["oncall"] } # allow-479
else := true if { {"deploy-agent-0058": true, "deploy-agent-0022": true}[input.c]; {"dev": true, "prod": true}[input.e] } # allow-667
else := true if { input.l == "team-0024"; {"staging": true, "prod": true}[input.e]; some x in ["operator", "release-manager"]; input.r[x] } # allow-777
else := true if { input.g["team-0017"]; {"aws-ecs-task": true, "aws-s3-bucket": true, "k8s-hpa": true}[input.t] } # allow-941
else := true if { {"deploy-agent-0021": true, "deploy-agent-0011": true}[input.c]; input.e == "dev" } # allow-520
else := true if { input.g["team-0000"]; {"aws-iam-role": true, "aws-lambda-function": true, "k8s-deployment": true}[input.t] } # allow-525
else := true if { input.l == "team-0017"; input.g["team-0017"]; {"dev": true, "prod": true}[input.e] } # allow-829
else := true if { {"deploy-agent-0011": true, "deploy-agent-0015": true}[input.c]; {"dev": true, "prod": true}[input.e] } # allow-737
else := true if { {"deploy-agent-0023": true, "deploy-agent-0027": true}[input.c]; input.e == "staging" } # allow-486
else := true if { input.l == "team-0034"; {"dev": true, "prod": true}[input.e]; some x in ["oncall", "auditor"]; input.r[x] } # allow-603
else := true if { input.g["team-0014"]; input.t == "k8s-namespace" } # allow-469
else := true if { input.l == "team-0013"; input.g["team-0013"]; {"dev": true, "prod": true}[input.e] } # allow-879
else := true if { input.c == "deploy-agent-0009"; {"dev": true, "staging": true}[input.e] } # allow-585
else := true if { input.l == "team-0010"; input.e == "prod"; input.r["auditor"] } # allow-875
else := true if { input.l == "team-0014"; input.g["team-0014"]; {"staging": true, "prod": true}[input.e]; some x in ["oncall", "release-manager"]; input.r[x] } # allow-664
else := true if { input.g["team-0001"]; {"k8s-hpa": true, "k8s-namespace": true}[input.t] } # allow-665
else := true if { input.l == "team-0017"; input.g["team-0017"]; {"dev": true, "prod": true}[input.e] } # allow-642
else := true if { input.l == "team-0007"; input.e == "staging"; some x in ["operator", "auditor"]; input.r[x] } # allow-629
else := true if { input.g["team-0034"]; {"aws-ecs-service": true, "k8s-configmap": true}[input.t] } # allow-852
else := true if { input.l == "team-0017"; input.g["team-0017"]; input.e == "staging" } # allow-511
else := true if { {"deploy-agent-0009": true, "deploy-agent-0014": true}[input.c]; {"staging": true, "prod": true}[input.e] } # allow-898
else := true if { input.l == "team-0018"; {"dev": true, "prod": true}[input.e]; some x in ["oncall", "viewer"]; input.r[x] } # allow-308
else := true if { input.l == "team-0030"; input.g["team-0030"]; input.e == "staging"; some x in ["deployer", "oncall", "auditor"]; input.r[x] } # allow-950
else := true if { {"deploy-agent-0011": true, "deploy-agent-0005": true}[input.c]; {"dev": true, "prod": true}[input.e] } # allow-970
else := true if { input.l == "team-0013"; input.g["team-0013"]; input.e == "staging" } # allow-676
else := true if { input.l == "team-0027"; input.e == "dev"; some x in ["deployer", "viewer"]; input.r[x] } # allow-635
else := true if { input.l == "team-0018"; input.g["team-0018"]; {"staging": true, "prod": true}[input.e]; some x in ["operator", "oncall", "auditor"]; input.r[x] } # allow-626
else := true if { input.l == "team-0020"; input.g["team-0020"]; input.e == "prod"; some x in ["auditor", "release-manager"]; input.r[x] } # allow-660
else := true if { input.l == "team-0031"; input.g["team-0031"]; {"staging": true, "prod": true}[input.e] } # allow-459
else := true if { input.l == "team-0008"; input.g["team-0008"]; {"dev": true, "prod": true}[input.e] } # allow-885
else := true if { input.l == "team-0003"; input.g["team-0003"]; input.e == "dev" } # allow-785
else := true if { input.l == "team-0026"; input.g["team-0026"]; {"dev": true, "staging": true}[input.e] } # allow-850
else := true if { input.l == "team-0006"; input.g["team-0006"]; input.e == "prod"; some x in ["deployer", "release-manager"]; input.r[x] } # allow-226
else := true if { input.l == "team-0031"; input.g["team-0031"]; {"staging": true, "prod": true}[input.e]; some x in ["operator", "viewer", "release-manager"]; input.r[x] } # allow-242
else := true if { input.g["team-0027"]; {"aws-ecs-service": true, "aws-iam-role": true}[input.t] } # allow-537
else := true if { input.l == "team-0025"; input.g["team-0025"]; input.e == "dev" } # allow-886
else := true if { {"deploy-agent-0038": true, "deploy-agent-0064": true}[input.c]; {"staging": true, "prod": true}[input.e] } # allow-822
else := true if { input.g["team-0032"]; {"aws-ec2-instance": true, "k8s-deployment": true, "k8s-node": true}[input.t] } # allow-410
else := true if { input.c == "deploy-agent-0022"; {"dev": true, "staging": true}[input.e] } # allow-647
else := true if { input.l == "team-0030"; input.g["team-0030"]; {"dev": true, "staging": true}[input.e] } # allow-409
else := true if { input.l == "team-0022"; input.g["team-0022"]; {"dev": true, "prod": true}[input.e]; input.r["deployer"] } # allow-775
else := true if { input.l == "team-0007"; input.g["team-0007"]; input.e == "prod" } # allow-897
else := true if { input.c == "deploy-agent-0015"; input.e == "dev" } # allow-350
else := true if { {"deploy-agent-0052": true, "deploy-agent-0024": true}[input.c]; input.e == "dev" } # allow-397
else := true if { input.l == "team-0005"; input.g["team-0005"]; {"dev": true, "prod": true}[input.e] } # allow-701
else := true if { input.l == "team-0028"; input.g["team-0028"]; {"dev": true, "prod": true}[input.e]; input.r["oncall"] } # allow-706
else := true if { input.l == "team-0001"; input.g["team-0001"]; input.e == "staging" } # allow-792
else := true if { input.l == "team-0000"; input.g["team-0000"]; {"dev": true, "staging": true}[input.e]; some x in ["deployer", "auditor"]; input.r[x] } # allow-709
else := true if { {"deploy-agent-0035": true, "deploy-agent-0049": true}[input.c]; input.e == "staging" } # allow-367
else := true if { input.l == "team-0035"; input.g["team-0035"]; input.e == "prod"; some x in ["oncall", "viewer", "auditor"]; input.r[x] } # allow-728
else := true if { input.l == "team-0012"; input.g["team-0012"]; input.e == "staging" } # allow-943
else := true if { input.c == "deploy-agent-0002"; {"staging": true, "prod": true}[input.e] } # allow-532
else := true if { input.l == "team-0027"; input.e == "prod"; some x in ["deployer", "release-manager"]; input.r[x] } # allow-563
else := true if { input.l == "team-0004"; input.g["team-0004"]; {"dev": true, "staging": true}[input.e]; input.r["operator"] } # allow-920
else := true if { input.g["team-0039"]; input.t == "aws-ec2-instance" } # allow-231
else := true if { input.l == "team-0016"; input.e == "staging"; some x in ["operator", "oncall"]; input.r[x] } # allow-262
else := true if { input.c == "deploy-agent-0056"; {"dev": true, "prod": true}[input.e] } # allow-555
else := true if { {"deploy-agent-0027": true, "deploy-agent-0033": true}[input.c]; input.e == "staging" } # allow-682
else := true if { input.l == "team-0008"; input.g["team-0008"]; input.e == "dev"; some x in ["deployer", "operator", "auditor"]; input.r[x] } # allow-429
else := true if { input.l == "team-0015"; input.g["team-0015"]; {"dev": true, "prod": true}[input.e] } # allow-496
else := true if { input.g["team-0030"]; {"aws-iam-role": true, "k8s-hpa": true}[input.t] } # allow-554
else := true if { {"deploy-agent-0035": true, "deploy-agent-0008": true}[input.c]; {"staging": true, "prod": true}[input.e] } # allow-614
else := true if { input.c == "deploy-agent-0013"; {"dev": true, "staging": true}[input.e] } # allow-735
else := true if { input.l == "team-0039"; input.g["team-0039"]; input.e == "staging" } # allow-433
else := true if { input.g["team-0008"]; input.t == "aws-ec2-instance" } # allow-908
else := true if { {"deploy-agent-0050": true, "deploy-agent-0045": true}[input.c]; input.e == "prod" } # allow-198
else := true if { input.l == "team-0037"; input.g["team-0037"]; {"staging": true, "prod": true}[input.e]; some x in ["deployer", "oncall"]; input.r[x] } # allow-450
else := true if { input.l == "team-0036"; input.g["team-0036"]; input.e == "prod" } # allow-858

actions["get-pod-logs"] := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x] } # platform-deny-3
else := false if { input.g["team-0019"]; input.s == "internal"; input.e == "staging" } # deny-46
else := false if { {"deploy-agent-0061": true, "deploy-agent-0047": true}[input.c] } # deny-168
else := false if { {"deploy-agent-0027": true, "deploy-agent-0033": true}[input.c] } # deny-4
else := false if { input.l == "team-0009"; {"dev": true, "prod": true}[input.e] } # deny-158
else := false if { input.g["team-0001"]; {"public": true, "internal": true}[input.s]; input.e == "prod" } # deny-141
else := false if { input.l == "team-0006"; {"dev": true, "staging": true}[input.e] } # deny-182
else := false if { input.g["team-0000"]; input.s == "critical"; input.e == "staging" } # deny-22
else := false if { input.l == "team-0025"; input.e == "staging" } # deny-56
else := false if { input.g["team-0003"]; {"public": true, "internal": true}[input.s]; input.e == "dev" } # deny-24
else := false if { input.g["team-0003"]; {"internal": true, "restricted": true}[input.s]; input.e == "dev" } # deny-69
else := false if { input.l == "team-0036"; {"dev": true, "prod": true}[input.e] } # deny-104
else := false if { input.c == "deploy-agent-0021" } # deny-151
else := false if { input.g["team-0015"]; {"internal": true, "restricted": true}[input.s]; {"dev": true, "staging": true}[input.e] } # deny-51
else := false if { {"deploy-agent-0001": true, "deploy-agent-0006": true}[input.c] } # deny-91
else := false if { input.g["team-0035"]; {"public": true, "internal": true}[input.s]; input.e == "staging" } # deny-33
else := false if { input.g["team-0020"]; input.s == "internal"; {"staging": true, "prod": true}[input.e] } # deny-185
else := false if { input.l == "team-0005"; {"staging": true, "prod": true}[input.e] } # deny-155
else := false if { input.l == "team-0011"; input.e == "prod" } # deny-45
else := false if { input.c == "deploy-agent-0011" } # deny-95
else := false if { input.g["team-0033"]; input.s == "restricted"; input.e == "dev" } # deny-89
else := false if { input.l == "team-0000"; {"dev": true, "prod": true}[input.e] } # deny-10
else := false if { input.c == "deploy-agent-0045" } # deny-67
else := false if { {"deploy-agent-0038": true, "deploy-agent-0047": true}[input.c] } # deny-79
else := false if { input.l == "team-0038"; input.e == "dev" } # deny-86
else := true if { {"dev": true, "staging": true}[input.e] } # platform-allow-0
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev" } # platform-allow-1
else := true if { input.g["everyone-on-call"]; input.s == "public" } # platform-allow-5
else := true if { input.l == "team-0014"; {"staging": true, "prod": true}[input.e]; input.r["deployer"] } # allow-424
else := true if { input.g["team-0026"]; {"k8s-hpa": true, "k8s-secret": true}[input.t] } # allow-914
else := true if { {"deploy-agent-0044": true, "deploy-agent-0003": true}[input.c]; input.e == "dev" } # allow-956
else := true if { input.l == "team-0016"; input.g["team-0016"]; {"dev": true, "prod": true}[input.e]; input.r["release-manager"] } # allow-733
else := true if { input.l == "team-0024"; input.g["team-0024"]; input.e == "prod"; input.r["operator"] } # allow-229
else := true if { input.g["team-0003"]; input.t == "aws-s3-bucket" } # allow-460
else := true if { {"deploy-agent-0061": true, "deploy-agent-0065": true}[input.c]; input.e == "dev" } # allow-942
else := true if { input.l == "team-0011"; input.g["team-0011"]; input.e == "prod" } # allow-685
else := true if { input.g["team-0027"]; input.t == "k8s-node" } # allow-962
else := true if { input.c == "deploy-agent-0029"; input.e == "staging" } # allow-320
else := true if { input.g["team-0034"]; input.t == "aws-s3-bucket" } # allow-974
else := true if { input.l == "team-0017"; input.g["team-0017"]; {"dev": true, "prod": true}[input.e] } # allow-953
else := true if { input.l == "team-0029"; input.g["team-0029"]; input.e == "dev"; some x in ["deployer", "operator", "release-manager"]; input.r[x] } # allow-645
else := true if { input.l == "team-0008"; input.g["team-0008"]; input.e == "dev"; input.r["viewer"] } # allow-740
else := true if { input.c == "deploy-agent-0002"; {"dev": true, "staging": true}[input.e] } # allow-833
else := true if { input.g["team-0024"]; {"aws-ec2-instance": true, "k8s-namespace": true, "k8s-pod": true}[input.t] } # allow-430
else := true if { input.l == "team-0020"; {"dev": true, "staging": true}[input.e]; some x in ["deployer", "viewer"]; input.r[x] } # allow-915
else := true if { input.l == "team-0005"; input.e == "staging"; input.r["oncall"] } # allow-382
else := true if { input.l == "team-0025"; input.g["team-0025"]; input.e == "dev" } # allow-304
else := true if { input.l == "team-0017"; input.e == "dev"; input.r["oncall"] } # allow-479
else := true if { input.l == "team-0025"; input.g["team-0025"]; {"dev": true, "staging": true}[input.e]; some x in ["deployer", "oncall", "auditor"]; input.r[x] } # allow-421
else := true if { {"deploy-agent-0021": true, "deploy-agent-0011": true}[input.c]; input.e == "dev" } # allow-520
else := true if { {"deploy-agent-0011": true, "deploy-agent-0015": true}[input.c]; {"dev": true, "prod": true}[input.e] } # allow-737
else := true if { input.c == "deploy-agent-0045"; {"dev": true, "staging": true}[input.e] } # allow-871
else := true if { input.l == "team-0010"; input.e == "prod"; input.r["auditor"] } # allow-875
else := true if { input.l == "team-0014"; input.g["team-0014"]; input.e == "staging" } # allow-981
else := true if { input.l == "team-0007"; input.e == "staging"; some x in ["operator", "auditor"]; input.r[x] } # allow-629
else := true if { input.l == "team-0011"; input.g["team-0011"]; input.e == "prod"; input.r["viewer"] } # allow-893
else := true if { {"deploy-agent-0009": true, "deploy-agent-0014": true}[input.c]; {"staging": true, "prod": true}[input.e] } # allow-898
else := true if { input.l == "team-0018"; {"dev": true, "prod": true}[input.e]; some x in ["oncall", "viewer"]; input.r[x] } # allow-308
else := true if { input.l == "team-0013"; {"dev": true, "staging": true}[input.e]; input.r["viewer"] } # allow-840
else := true if { input.l == "team-0030"; input.g["team-0030"]; input.e == "staging"; some x in ["deployer", "oncall", "auditor"]; input.r[x] } # allow-950
else := true if { {"deploy-agent-0011": true, "deploy-agent-0005": true}[input.c]; {"dev": true, "prod": true}[input.e] } # allow-970
else := true if { input.l == "team-0018"; input.g["team-0018"]; {"dev": true, "prod": true}[input.e]; input.r["release-manager"] } # allow-797
else := true if { input.l == "team-0003"; input.g["team-0003"]; input.e == "dev" } # allow-785
else := true if { input.l == "team-0026"; input.g["team-0026"]; {"dev": true, "staging": true}[input.e] } # allow-850
else := true if { input.l == "team-0029"; input.g["team-0029"]; {"dev": true, "staging": true}[input.e] } # allow-565
else := true if { input.g["team-0027"]; {"aws-ecs-service": true, "aws-iam-role": true}[input.t] } # allow-537
else := true if { {"deploy-agent-0038": true, "deploy-agent-0064": true}[input.c]; {"staging": true, "prod": true}[input.e] } # allow-822
else := true if { input.g["team-0032"]; {"aws-ec2-instance": true, "k8s-deployment": true, "k8s-node": true}[input.t] } # allow-410
else := true if { {"deploy-agent-0042": true, "deploy-agent-0019": true}[input.c]; {"dev": true, "staging": true}[input.e] } # allow-252
else := true if { {"deploy-agent-0052": true, "deploy-agent-0024": true}[input.c]; input.e == "dev" } # allow-397
else := true if { input.l == "team-0004"; input.g["team-0004"]; {"staging": true, "prod": true}[input.e] } # allow-742
else := true if { input.l == "team-0002"; input.g["team-0002"]; input.e == "prod" } # allow-790
else := true if { input.l == "team-0027"; input.e == "dev"; input.r["oncall"] } # allow-456
else := true if { input.l == "team-0000"; input.g["team-0000"]; {"dev": true, "staging": true}[input.e]; some x in ["deployer", "auditor"]; input.r[x] } # allow-709
else := true if { {"deploy-agent-0035": true, "deploy-agent-0049": true}[input.c]; input.e == "staging" } # allow-367
else := true if { input.c == "deploy-agent-0002"; {"staging": true, "prod": true}[input.e] } # allow-532
else := true if { input.l == "team-0027"; input.e == "prod"; some x in ["deployer", "release-manager"]; input.r[x] } # allow-563
else := true if { input.l == "team-0003"; input.g["team-0003"]; {"staging": true, "prod": true}[input.e] } # allow-816
else := true if { input.l == "team-0029"; input.g["team-0029"]; input.e == "staging" } # allow-443
else := true if { input.l == "team-0016"; input.e == "staging"; some x in ["operator", "oncall"]; input.r[x] } # allow-262
else := true if { input.c == "deploy-agent-0056"; {"dev": true, "prod": true}[input.e] } # allow-555
else := true if { input.c == "deploy-agent-0039"; {"dev": true, "staging": true}[input.e] } # allow-516
else := true if { input.l == "team-0005"; input.e == "dev"; input.r["viewer"] } # allow-251
else := true if { {"deploy-agent-0035": true, "deploy-agent-0008": true}[input.c]; {"staging": true, "prod": true}[input.e] } # allow-614
else := true if { input.g["team-0013"]; {"aws-ecs-task": true, "aws-lambda-function": true, "aws-s3-bucket": true}[input.t] } # allow-702
else := true if { input.g["team-0008"]; input.t == "aws-ec2-instance" } # allow-908
else := true if { input.c == "deploy-agent-0056"; {"staging": true, "prod": true}[input.e] } # allow-549
else := true if { input.g["team-0021"]; {"aws-iam-role": true, "k8s-deployment": true, "k8s-namespace": true}[input.t] } # allow-274
else := true if { input.l == "team-0036"; input.g["team-0036"]; input.e == "prod" } # allow-858

actions["get-secret"] := false if { {"staging": true, "prod": true}[input.e] } # platform-deny-2
else := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x] } # platform-deny-3
else := false if { {"deploy-agent-0061": true, "deploy-agent-0047": true}[input.c] } # deny-168
else := false if { {"deploy-agent-0027": true, "deploy-agent-0033": true}[input.c] } # deny-4
else := false if { input.l == "team-0006"; {"dev": true, "staging": true}[input.e] } # deny-182
else := false if { input.g["team-0000"]; input.s == "restricted"; {"dev": true, "staging": true}[input.e] } # deny-148
else := false if { input.g["team-0000"]; input.s == "critical"; input.e == "staging" } # deny-22
else := false if { input.g["team-0023"]; input.s == "public"; input.e == "prod" } # deny-132
else := false if { input.l == "team-0025"; input.e == "staging" } # deny-56
else := false if { input.g["team-0011"]; input.s == "public"; {"staging": true, "prod": true}[input.e] } # deny-57
else := false if { input.g["team-0003"]; {"public": true, "internal": true}[input.s]; input.e == "dev" } # deny-24
else := false if { input.l == "team-0036"; {"dev": true, "prod": true}[input.e] } # deny-104
else := false if { input.l == "team-0019"; {"staging": true, "prod": true}[input.e] } # deny-127
else := false if { input.g["team-0035"]; {"public": true, "internal": true}[input.s]; input.e == "staging" } # deny-33
else := false if { input.g["team-0020"]; input.s == "internal"; {"staging": true, "prod": true}[input.e] } # deny-185
else := false if { input.c == "deploy-agent-0011" } # deny-95
else := false if { input.l == "team-0039"; {"dev": true, "prod": true}[input.e] } # deny-103
else := false if { input.l == "team-0000"; {"dev": true, "prod": true}[input.e] } # deny-10
else := false if { input.c == "deploy-agent-0029" } # deny-176
else := false if { input.l == "team-0012"; {"staging": true, "prod": true}[input.e] } # deny-129
else := false if { input.c == "deploy-agent-0060" } # deny-96
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev" } # platform-allow-1
else := true if { input.g["everyone-on-call"]; input.s == "public" } # platform-allow-5
else := true if { input.l == "team-0014"; {"staging": true, "prod": true}[input.e]; input.r["deployer"] } # allow-424
else := true if { {"deploy-agent-0044": true, "deploy-agent-0003": true}[input.c]; input.e == "dev" } # allow-956
else := true if { input.l == "team-0007"; input.g["team-0007"]; input.e == "prod" } # allow-687
else := true if { input.g["team-0003"]; input.t == "aws-s3-bucket" } # allow-460
else := true if { {"deploy-agent-0061": true, "deploy-agent-0065": true}[input.c]; input.e == "dev" } # allow-942
else := true if { input.l == "team-0011"; input.g["team-0011"]; input.e == "prod" } # allow-685
else := true if { input.g["team-0027"]; input.t == "k8s-node" } # allow-962
else := true if { input.c == "deploy-agent-0029"; input.e == "staging" } # allow-320
else := true if { input.g["team-0031"]; {"k8s-pod": true, "k8s-secret": true}[input.t] } # allow-560
else := true if { input.l == "team-0010"; input.g["team-0010"]; {"dev": true, "staging": true}[input.e]; some x in ["oncall", "release-manager"]; input.r[x] } # allow-774
else := true if { input.l == "team-0017"; input.g["team-0017"]; {"dev": true, "prod": true}[input.e] } # allow-953
else := true if { input.c == "deploy-agent-0004"; {"dev": true, "staging": true}[input.e] } # allow-935
else := true if { input.l == "team-0029"; input.g["team-0029"]; input.e == "dev"; some x in ["deployer", "operator", "release-manager"]; input.r[x] } # allow-645
else := true if { input.l == "team-0008"; input.g["team-0008"]; input.e == "dev"; input.r["viewer"] } # allow-740
else := true if { input.c == "deploy-agent-0002"; {"dev": true, "staging": true}[input.e] } # allow-833
else := true if { input.l == "team-0020"; {"dev": true, "staging": true}[input.e]; some x in ["deployer", "viewer"]; input.r[x] } # allow-915
else := true if { input.l == "team-0005"; input.e == "staging"; input.r["oncall"] } # allow-382
else := true if { input.l == "team-0017"; input.e == "dev"; input.r["oncall"] } # allow-479
else := true if { input.l == "team-0037"; input.g["team-0037"]; {"staging": true, "prod": true}[input.e]; some x in ["operator", "oncall", "release-manager"]; input.r[x] } # allow-206
else := true if { {"deploy-agent-0021": true, "deploy-agent-0011": true}[input.c]; input.e == "dev" } # allow-520
else := true if { input.l == "team-0026"; input.g["team-0026"]; input.e == "staging" } # allow-617
else := true if { input.l == "team-0038"; input.g["team-0038"]; input.e == "prod" } # allow-929
else := true if { input.l == "team-0038"; {"staging": true, "prod": true}[input.e]; some x in ["deployer", "viewer"]; input.r[x] } # allow-639
else := true if { {"deploy-agent-0011": true, "deploy-agent-0015": true}[input.c]; {"dev": true, "prod": true}[input.e] } # allow-737
else := true if { input.c == "deploy-agent-0009"; {"dev": true, "staging": true}[input.e] } # allow-585
else := true if { input.c == "deploy-agent-0045"; {"dev": true, "staging": true}[input.e] } # allow-871
else := true if { input.l == "team-0016"; input.g["team-0016"]; input.e == "prod" } # allow-630
else := true if { input.l == "team-0010"; input.e == "prod"; input.r["auditor"] } # allow-875
else := true if { input.l == "team-0015"; input.g["team-0015"]; input.e == "dev" } # allow-402
else := true if { input.l == "team-0007"; input.e == "staging"; some x in ["operator", "auditor"]; input.r[x] } # allow-629
else := true if { input.l == "team-0004"; input.g["team-0004"]; input.e == "prod" } # allow-490
else := true if { {"deploy-agent-0009": true, "deploy-agent-0014": true}[input.c]; {"staging": true, "prod": true}[input.e] } # allow-898
else := true if { input.l == "team-0018"; {"dev": true, "prod": true}[input.e]; some x in ["oncall", "viewer"]; input.r[x] } # allow-308
else := true if { input.l == "team-0030"; input.g["team-0030"]; input.e == "staging"; some x in ["deployer", "oncall", "auditor"]; input.r[x] } # allow-950
else := true if { {"deploy-agent-0011": true, "deploy-agent-0005": true}[input.c]; {"dev": true, "prod": true}[input.e] } # allow-970
else := true if { input.l == "team-0034"; input.e == "staging"; some x in ["operator", "release-manager"]; input.r[x] } # allow-853
else := true if { input.c == "deploy-agent-0060"; {"dev": true, "staging": true}[input.e] } # allow-338
else := true if { input.l == "team-0003"; input.g["team-0003"]; input.e == "dev" } # allow-785
else := true if { input.l == "team-0026"; input.g["team-0026"]; {"dev": true, "staging": true}[input.e] } # allow-850
else := true if { input.g["team-0033"]; input.t == "aws-ecs-task" } # allow-374
else := true if { input.l == "team-0006"; input.g["team-0006"]; {"dev": true, "prod": true}[input.e]; some x in ["deployer", "release-manager"]; input.r[x] } # allow-542
else := true if { input.l == "team-0002"; input.g["team-0002"]; {"dev": true, "staging": true}[input.e] } # allow-253
else := true if { input.g["team-0027"]; {"aws-ecs-service": true, "aws-iam-role": true}[input.t] } # allow-537
else := true if { {"deploy-agent-0038": true, "deploy-agent-0064": true}[input.c]; {"staging": true, "prod": true}[input.e] } # allow-822
else := true if { input.g["team-0032"]; {"aws-ec2-instance": true, "k8s-deployment": true, "k8s-node": true}[input.t] } # allow-410
else := true if { input.g["team-0031"]; {"aws-ec2-instance": true, "aws-lambda-function": true, "k8s-namespace": true}[input.t] } # allow-934
else := true if { input.l == "team-0038"; input.g["team-0038"]; input.e == "dev" } # allow-681
else := true if { input.l == "team-0018"; input.g["team-0018"]; input.e == "dev" } # allow-324
else := true if { {"deploy-agent-0052": true, "deploy-agent-0024": true}[input.c]; input.e == "dev" } # allow-397
else := true if { input.l == "team-0027"; input.e == "dev"; input.r["oncall"] } # allow-456
else := true if { input.l == "team-0000"; input.g["team-0000"]; {"dev": true, "staging": true}[input.e]; some x in ["deployer", "auditor"]; input.r[x] } # allow-709
else := true if { {"deploy-agent-0035": true, "deploy-agent-0049": true}[input.c]; input.e == "staging" } # allow-367
else := true if { input.g["team-0022"]; input.t == "k8s-deployment" } # allow-768
else := true if { input.l == "team-0037"; input.g["team-0037"]; input.e == "prod"; input.r["release-manager"] } # allow-548
else := true if { input.l == "team-0035"; input.g["team-0035"]; input.e == "prod"; some x in ["oncall", "viewer", "auditor"]; input.r[x] } # allow-728
else := true if { input.c == "deploy-agent-0002"; {"staging": true, "prod": true}[input.e] } # allow-532
else := true if { input.l == "team-0027"; input.e == "prod"; some x in ["deployer", "release-manager"]; input.r[x] } # allow-563
else := true if { input.l == "team-0031"; input.e == "dev"; some x in ["deployer", "oncall"]; input.r[x] } # allow-939
else := true if { input.l == "team-0016"; input.e == "staging"; some x in ["operator", "oncall"]; input.r[x] } # allow-262
else := true if { input.c == "deploy-agent-0056"; {"dev": true, "prod": true}[input.e] } # allow-555
else := true if { input.l == "team-0026"; input.g["team-0026"]; input.e == "prod"; some x in ["operator", "oncall", "viewer"]; input.r[x] } # allow-575
else := true if { input.l == "team-0007"; input.g["team-0007"]; input.e == "staging" } # allow-748
else := true if { {"deploy-agent-0035": true, "deploy-agent-0008": true}[input.c]; {"staging": true, "prod": true}[input.e] } # allow-614
else := true if { input.l == "team-0039"; input.g["team-0039"]; input.e == "staging"; some x in ["viewer", "release-manager"]; input.r[x] } # allow-944
else := true if { input.l == "team-0001"; input.g["team-0001"]; input.e == "dev"; some x in ["viewer", "auditor"]; input.r[x] } # allow-517
else := true if { input.g["team-0013"]; {"aws-ecs-task": true, "aws-lambda-function": true, "aws-s3-bucket": true}[input.t] } # allow-702
else := true if { input.g["team-0008"]; input.t == "aws-ec2-instance" } # allow-908
else := true if { input.c == "deploy-agent-0056"; {"staging": true, "prod": true}[input.e] } # allow-549
else := true if { input.l == "team-0036"; input.g["team-0036"]; input.e == "prod" } # allow-858

actions["iam-attach-role-policy"] := false if { input.e == "prod" } # platform-deny-0
else := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x] } # platform-deny-3
else := false if { input.l == "team-0030"; input.e == "dev" } # deny-44
else := false if { {"deploy-agent-0061": true, "deploy-agent-0047": true}[input.c] } # deny-168
else := false if { input.g["team-0002"]; input.s == "internal"; {"dev": true, "prod": true}[input.e] } # deny-107
else := false if { input.l == "team-0023"; input.e == "dev" } # deny-13
else := false if { {"deploy-agent-0017": true, "deploy-agent-0046": true}[input.c] } # deny-134
else := false if { input.l == "team-0027"; {"dev": true, "staging": true}[input.e] } # deny-144
else := false if { input.l == "team-0025"; {"dev": true, "prod": true}[input.e] } # deny-116
else := false if { input.l == "team-0021"; input.e == "dev" } # deny-28
else := false if { input.g["team-0028"]; {"public": true, "restricted": true}[input.s]; {"dev": true, "staging": true}[input.e] } # deny-139
else := false if { input.l == "team-0019"; {"dev": true, "prod": true}[input.e] } # deny-74
else := false if { {"deploy-agent-0029": true, "deploy-agent-0005": true}[input.c] } # deny-40
else := false if { input.l == "team-0009"; {"dev": true, "prod": true}[input.e] } # deny-115
else := false if { {"deploy-agent-0066": true, "deploy-agent-0017": true}[input.c] } # deny-178
else := false if { input.c == "deploy-agent-0056" } # deny-76
else := false if { input.l == "team-0022"; input.e == "staging" } # deny-161
else := false if { input.l == "team-0001"; input.e == "staging" } # deny-30
else := false if { input.l == "team-0002"; {"staging": true, "prod": true}[input.e] } # deny-154
else := false if { input.l == "team-0037"; {"dev": true, "prod": true}[input.e] } # deny-174
else := false if { input.l == "team-0034"; input.e == "prod" } # deny-17
else := false if { input.g["team-0011"]; {"public": true, "internal": true}[input.s]; {"dev": true, "prod": true}[input.e] } # deny-39
else := false if { input.g["team-0008"]; {"restricted": true, "critical": true}[input.s]; {"staging": true, "prod": true}[input.e] } # deny-82
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev" } # platform-allow-1
else := true if { input.g["everyone-on-call"]; input.s == "public" } # platform-allow-5
else := true if { input.c == "deploy-agent-0063"; {"dev": true, "staging": true}[input.e] } # allow-501
else := true if { input.l == "team-0025"; {"dev": true, "staging": true}[input.e]; input.r["oncall"] } # allow-591
else := true if { {"deploy-agent-0013": true, "deploy-agent-0011": true}[input.c]; {"dev": true, "prod": true}[input.e] } # allow-543
else := true if { input.g["team-0012"]; {"aws-iam-role": true, "aws-s3-bucket": true, "k8s-namespace": true}[input.t] } # allow-412
else := true if { input.l == "team-0015"; {"dev": true, "prod": true}[input.e]; some x in ["deployer", "auditor"]; input.r[x] } # allow-247
else := true if { input.c == "deploy-agent-0009"; {"dev": true, "staging": true}[input.e] } # allow-431
else := true if { input.l == "team-0027"; input.g["team-0027"]; input.e == "prod"; some x in ["deployer", "operator", "release-manager"]; input.r[x] } # allow-476
else := true if { input.l == "team-0006"; input.g["team-0006"]; {"dev": true, "staging": true}[input.e] } # allow-641
else := true if { input.l == "team-0005"; input.g["team-0005"]; {"dev": true, "staging": true}[input.e] } # allow-713
else := true if { input.l == "team-0011"; input.g["team-0011"]; input.e == "prod" } # allow-685
else := true if { input.g["team-0027"]; {"k8s-deployment": true, "k8s-pod": true}[input.t] } # allow-592
else := true if { input.g["team-0000"]; {"aws-iam-role": true, "k8s-configmap": true, "k8s-namespace": true}[input.t] } # allow-364
else := true if { input.c == "deploy-agent-0003"; input.e == "staging" } # allow-606
else := true if { input.l == "team-0018"; input.g["team-0018"]; input.e == "dev"; some x in ["deployer", "auditor"]; input.r[x] } # allow-677
else := true if { input.l == "team-0032"; input.g["team-0032"]; input.e == "staging" } # allow-881
else := true if { input.l == "team-0011"; input.g["team-0011"]; input.e == "prod" } # allow-779
else := true if { input.l == "team-0032"; input.g["team-0032"]; input.e == "staging" } # allow-700
else := true if { input.l == "team-0033"; input.g["team-0033"]; input.e == "staging"; some x in ["operator", "oncall", "viewer"]; input.r[x] } # allow-481
else := true if { input.l == "team-0001"; {"dev": true, "staging": true}[input.e]; input.r["oncall"] } # allow-729
else := true if { input.l == "team-0021"; input.g["team-0021"]; input.e == "dev" } # allow-848
else := true if { input.l == "team-0000"; input.g["team-0000"]; {"dev": true, "staging": true}[input.e] } # allow-398
else := true if { {"deploy-agent-0055": true, "deploy-agent-0022": true}[input.c]; input.e == "prod" } # allow-580
else := true if { {"deploy-agent-0027": true, "deploy-agent-0008": true}[input.c]; {"dev": true, "staging": true}[input.e] } # allow-228
else := true if { input.l == "team-0002"; input.g["team-0002"]; input.e == "prod"; some x in ["deployer", "operator"]; input.r[x] } # allow-484
else := true if { input.l == "team-0039"; input.g["team-0039"]; input.e == "dev" } # allow-577
else := true if { input.l == "team-0005"; input.g["team-0005"]; input.e == "dev" } # allow-208
else := true if { input.c == "deploy-agent-0026"; {"dev": true, "prod": true}[input.e] } # allow-238
else := true if { input.l == "team-0025"; input.g["team-0025"]; {"staging": true, "prod": true}[input.e]; some x in ["deployer", "release-manager"]; input.r[x] } # allow-760
else := true if { {"deploy-agent-0050": true, "deploy-agent-0043": true}[input.c]; {"dev": true, "prod": true}[input.e] } # allow-604
else := true if { input.l == "team-0031"; input.g["team-0031"]; input.e == "prod" } # allow-240
else := true if { input.l == "team-0017"; {"dev": true, "staging": true}[input.e]; input.r["auditor"] } # allow-442
else := true if { input.l == "team-0004"; input.g["team-0004"]; input.e == "dev" } # allow-971
else := true if { input.l == "team-0036"; input.g["team-0036"]; input.e == "dev" } # allow-411
else := true if { input.l == "team-0025"; input.g["team-0025"]; input.e == "dev"; some x in ["deployer", "operator", "viewer"]; input.r[x] } # allow-882
else := true if { input.l == "team-0033"; input.g["team-0033"]; {"dev": true, "staging": true}[input.e] } # allow-698
else := true if { input.l == "team-0019"; input.g["team-0019"]; {"dev": true, "staging": true}[input.e] } # allow-307
else := true if { input.l == "team-0026"; input.g["team-0026"]; input.e == "staging" } # allow-617
else := true if { {"deploy-agent-0032": true, "deploy-agent-0001": true}[input.c]; {"staging": true, "prod": true}[input.e] } # allow-294
else := true if { input.g["team-0000"]; {"aws-iam-role": true, "aws-lambda-function": true, "k8s-deployment": true}[input.t] } # allow-525
else := true if { input.l == "team-0014"; input.g["team-0014"]; {"dev": true, "prod": true}[input.e] } # allow-315
else := true if { input.l == "team-0017"; input.g["team-0017"]; {"dev": true, "prod": true}[input.e] } # allow-829
else := true if { input.l == "team-0031"; input.g["team-0031"]; input.e == "dev" } # allow-949
else := true if { input.l == "team-0022"; input.g["team-0022"]; {"staging": true, "prod": true}[input.e]; some x in ["deployer", "operator", "auditor"]; input.r[x] } # allow-717
else := true if { input.l == "team-0031"; input.g["team-0031"]; {"dev": true, "prod": true}[input.e]; some x in ["operator", "oncall", "auditor"]; input.r[x] } # allow-597
else := true if { input.l == "team-0020"; {"staging": true, "prod": true}[input.e]; some x in ["oncall", "release-manager"]; input.r[x] } # allow-492
else := true if { input.l == "team-0000"; input.g["team-0000"]; {"dev": true, "prod": true}[input.e]; some x in ["deployer", "operator", "oncall"]; input.r[x] } # allow-343
else := true if { input.l == "team-0038"; {"dev": true, "prod": true}[input.e]; some x in ["oncall", "release-manager"]; input.r[x] } # allow-453
else := true if { input.l == "team-0002"; input.g["team-0002"]; {"dev": true, "prod": true}[input.e] } # allow-757
else := true if { input.l == "team-0035"; input.e == "staging"; some x in ["operator", "viewer"]; input.r[x] } # allow-361
else := true if { input.l == "team-0021"; input.e == "dev"; input.r["deployer"] } # allow-675
else := true if { {"deploy-agent-0024": true, "deploy-agent-0037": true}[input.c]; {"dev": true, "prod": true}[input.e] } # allow-439
else := true if { input.l == "team-0030"; input.g["team-0030"]; {"dev": true, "staging": true}[input.e]; some x in ["oncall", "auditor", "release-manager"]; input.r[x] } # allow-909
else := true if { input.g["team-0001"]; {"aws-ec2-instance": true, "k8s-secret": true}[input.t] } # allow-530
else := true if { input.l == "team-0029"; input.g["team-0029"]; input.e == "dev" } # allow-325
else := true if { input.l == "team-0021"; {"staging": true, "prod": true}[input.e]; some x in ["operator", "auditor"]; input.r[x] } # allow-764
else := true if { input.l == "team-0015"; input.g["team-0015"]; input.e == "dev" } # allow-402
else := true if { {"deploy-agent-0031": true, "deploy-agent-0035": true}[input.c]; {"dev": true, "staging": true}[input.e] } # allow-808
else := true if { input.l == "team-0038"; input.g["team-0038"]; {"dev": true, "staging": true}[input.e] } # allow-697
else := true if { input.l == "team-0018"; {"dev": true, "prod": true}[input.e]; some x in ["oncall", "viewer"]; input.r[x] } # allow-308
else := true if { input.l == "team-0036"; input.g["team-0036"]; input.e == "prod" } # allow-271
else := true if { input.l == "team-0029"; input.e == "staging"; some x in ["deployer", "auditor"]; input.r[x] } # allow-622
else := true if { input.l == "team-0030"; input.g["team-0030"]; {"dev": true, "staging": true}[input.e] } # allow-309
else := true if { input.l == "team-0023"; input.g["team-0023"]; input.e == "staging"; some x in ["operator", "viewer", "release-manager"]; input.r[x] } # allow-633
else := true if { input.l == "team-0036"; input.g["team-0036"]; input.e == "prod"; input.r["operator"] } # allow-465
else := true if { input.l == "team-0034"; input.e == "dev"; some x in ["deployer", "operator"]; input.r[x] } # allow-373
else := true if { input.l == "team-0007"; input.g["team-0007"]; input.e == "prod" } # allow-897
else := true if { input.l == "team-0035"; input.g["team-0035"]; input.e == "staging"; some x in ["auditor", "release-manager"]; input.r[x] } # allow-544
else := true if { {"deploy-agent-0042": true, "deploy-agent-0019": true}[input.c]; {"dev": true, "staging": true}[input.e] } # allow-252
else := true if { input.c == "deploy-agent-0038"; input.e == "prod" } # allow-761
else := true if { input.l == "team-0004"; {"staging": true, "prod": true}[input.e]; input.r["oncall"] } # allow-420
else := true if { input.l == "team-0003"; input.g["team-0003"]; input.e == "prod"; some x in ["operator", "viewer", "release-manager"]; input.r[x] } # allow-671
else := true if { input.l == "team-0025"; input.g["team-0025"]; {"staging": true, "prod": true}[input.e]; some x in ["deployer", "auditor", "release-manager"]; input.r[x] } # allow-772
else := true if { input.l == "team-0005"; input.g["team-0005"]; {"dev": true, "prod": true}[input.e] } # allow-701
else := true if { input.l == "team-0028"; input.g["team-0028"]; {"dev": true, "prod": true}[input.e]; some x in ["viewer", "release-manager"]; input.r[x] } # allow-445
else := true if { input.l == "team-0000"; {"dev": true, "staging": true}[input.e]; some x in ["operator", "release-manager"]; input.r[x] } # allow-584
else := true if { input.l == "team-0027"; input.e == "dev"; input.r["oncall"] } # allow-456
else := true if { input.l == "team-0039"; input.g["team-0039"]; input.e == "prod"; some x in ["operator", "oncall"]; input.r[x] } # allow-354
else := true if { input.l == "team-0029"; input.g["team-0029"]; input.e == "staging"; some x in ["deployer", "oncall", "release-manager"]; input.r[x] } # allow-385
else := true if { input.l == "team-0011"; input.g["team-0011"]; {"staging": true, "prod": true}[input.e] } # allow-286
else := true if { input.l == "team-0004"; input.g["team-0004"]; input.e == "staging" } # allow-405
else := true if { {"deploy-agent-0035": true, "deploy-agent-0049": true}[input.c]; input.e == "staging" } # allow-367
else := true if { input.l == "team-0030"; input.g["team-0030"]; input.e == "dev" } # allow-203
else := true if { input.l == "team-0020"; {"staging": true, "prod": true}[input.e]; input.r["release-manager"] } # allow-810
else := true if { input.l == "team-0013"; input.e == "prod"; input.r["release-manager"] } # allow-959
else := true if { input.l == "team-0003"; {"staging": true, "prod": true}[input.e]; some x in ["oncall", "release-manager"]; input.r[x] } # allow-403
else := true if { input.l == "team-0029"; input.g["team-0029"]; {"staging": true, "prod": true}[input.e] } # allow-570
else := true if { input.l == "team-0003"; input.g["team-0003"]; {"staging": true, "prod": true}[input.e] } # allow-816
else := true if { input.l == "team-0029"; input.g["team-0029"]; input.e == "staging" } # allow-443
else := true if { input.l == "team-0002"; input.g["team-0002"]; {"staging": true, "prod": true}[input.e] } # allow-901
else := true if { input.l == "team-0023"; input.g["team-0023"]; input.e == "dev"; input.r["auditor"] } # allow-789
else := true if { {"deploy-agent-0027": true, "deploy-agent-0033": true}[input.c]; input.e == "staging" } # allow-682
else := true if { input.c == "deploy-agent-0031"; {"staging": true, "prod": true}[input.e] } # allow-778
else := true if { input.l == "team-0009"; input.e == "dev"; input.r["release-manager"] } # allow-602
else := true if { input.l == "team-0018"; {"dev": true, "staging": true}[input.e]; input.r["oncall"] } # allow-515
else := true if { {"deploy-agent-0009": true, "deploy-agent-0043": true}[input.c]; {"staging": true, "prod": true}[input.e] } # allow-224
else := true if { input.l == "team-0011"; input.g["team-0011"]; input.e == "dev" } # allow-326
else := true if { input.l == "team-0019"; input.g["team-0019"]; {"dev": true, "prod": true}[input.e] } # allow-406
else := true if { {"deploy-agent-0021": true, "deploy-agent-0011": true}[input.c]; {"dev": true, "prod": true}[input.e] } # allow-219
else := true if { input.l == "team-0037"; input.g["team-0037"]; input.e == "prod" } # allow-514
else := true if { input.l == "team-0012"; {"dev": true, "prod": true}[input.e]; input.r["auditor"] } # allow-415
else := true if { input.l == "team-0024"; input.g["team-0024"]; {"dev": true, "prod": true}[input.e]; some x in ["auditor", "release-manager"]; input.r[x] } # allow-723
else := true if { input.l == "team-0035"; input.g["team-0035"]; {"dev": true, "staging": true}[input.e]; some x in ["operator", "viewer"]; input.r[x] } # allow-674
else := true if { input.l == "team-0015"; input.g["team-0015"]; input.e == "staging"; input.r["oncall"] } # allow-651
else := true if { {"deploy-agent-0019": true, "deploy-agent-0009": true}[input.c]; input.e == "prod" } # allow-222
else := true if { input.l == "team-0007"; input.g["team-0007"]; input.e == "dev" } # allow-473
else := true if { input.l == "team-0001"; input.e == "prod"; input.r["oncall"] } # allow-896
else := true if { input.l == "team-0028"; input.g["team-0028"]; {"dev": true, "staging": true}[input.e] } # allow-316

actions["iam-detach-role-policy"] := false if { input.e == "prod" } # platform-deny-0
else := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x] } # platform-deny-3
else := false if { {"deploy-agent-0054": true, "deploy-agent-0030": true}[input.c] } # deny-37
else := false if { input.l == "team-0030"; input.e == "dev" } # deny-44
else := false if { {"deploy-agent-0061": true, "deploy-agent-0047": true}[input.c] } # deny-168
else := false if { input.g["team-0002"]; input.s == "internal"; {"dev": true, "prod": true}[input.e] } # deny-107
else := false if { input.l == "team-0023"; input.e == "dev" } # deny-13
else := false if { input.l == "team-0015"; input.e == "staging" } # deny-171
else := false if { {"deploy-agent-0017": true, "deploy-agent-0046": true}[input.c] } # deny-134
else := false if { input.l == "team-0025"; {"dev": true, "prod": true}[input.e] } # deny-116
else := false if { input.l == "team-0021"; input.e == "dev" } # deny-28
else := false if { input.c == "deploy-agent-0020" } # deny-138
else := false if { input.g["team-0028"]; {"public": true, "restricted": true}[input.s]; {"dev": true, "staging": true}[input.e] } # deny-139
else := false if { input.c == "deploy-agent-0037" } # deny-191
else := false if { {"deploy-agent-0066": true, "deploy-agent-0019": true}[input.c] } # deny-130
else := false if { {"deploy-agent-0029": true, "deploy-agent-0005": true}[input.c] } # deny-40
else := false if { input.l == "team-0009"; {"dev": true, "prod": true}[input.e] } # deny-115
else := false if { input.l == "team-0011"; input.e == "prod" } # deny-45
else := false if { {"deploy-agent-0066": true, "deploy-agent-0017": true}[input.c] } # deny-178
else := false if { input.c == "deploy-agent-0045" } # deny-67
else := false if { input.l == "team-0022"; input.e == "staging" } # deny-161
else := false if { input.l == "team-0001"; input.e == "staging" } # deny-30
else := false if { input.l == "team-0037"; {"dev": true, "prod": true}[input.e] } # deny-174
else := false if { input.g["team-0011"]; {"public": true, "internal": true}[input.s]; {"dev": true, "prod": true}[input.e] } # deny-39
else := false if { input.g["team-0008"]; {"restricted": true, "critical": true}[input.s]; {"staging": true, "prod": true}[input.e] } # deny-82
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev" } # platform-allow-1
else := true if { input.g["everyone-on-call"]; input.s == "public" } # platform-allow-5
else := true if { input.l == "team-0000"; input.e == "prod"; input.r["oncall"] } # allow-616
else := true if { input.c == "deploy-agent-0007"; {"dev": true, "prod": true}[input.e] } # allow-273
else := true if { input.c == "deploy-agent-0063"; {"dev": true, "staging": true}[input.e] } # allow-501
else := true if { input.l == "team-0025"; {"dev": true, "staging": true}[input.e]; input.r["oncall"] } # allow-591
else := true if { input.g["team-0026"]; {"k8s-hpa": true, "k8s-secret": true}[input.t] } # allow-914
else := true if { input.l == "team-0030"; input.g["team-0030"]; input.e == "prod"; some x in ["oncall", "auditor"]; input.r[x] } # allow-589
else := true if { {"deploy-agent-0013": true, "deploy-agent-0011": true}[input.c]; {"dev": true, "prod": true}[input.e] } # allow-543
else := true if { input.g["team-0012"]; {"aws-iam-role": true, "aws-s3-bucket": true, "k8s-namespace": true}[input.t] } # allow-412
else := true if { input.l == "team-0027"; input.g["team-0027"]; input.e == "prod"; some x in ["deployer", "operator", "release-manager"]; input.r[x] } # allow-476
else := true if { input.l == "team-0006"; input.g["team-0006"]; {"dev": true, "staging": true}[input.e] } # allow-641
else := true if { input.l == "team-0005"; input.g["team-0005"]; {"dev": true, "staging": true}[input.e] } # allow-713
else := true if { input.g["team-0003"]; {"k8s-hpa": true, "k8s-secret": true}[input.t] } # allow-528
else := true if { input.l == "team-0011"; input.g["team-0011"]; input.e == "prod" } # allow-685
else := true if { input.g["team-0027"]; {"k8s-deployment": true, "k8s-pod": true}[input.t] } # allow-592
else := true if { input.l == "team-0035"; input.g["team-0035"]; {"dev": true, "staging": true}[input.e]; input.r["auditor"] } # allow-322
else := true if { input.l == "team-0002"; input.g["team-0002"]; {"staging": true, "prod": true}[input.e]; some x in ["deployer", "viewer", "release-manager"]; input.r[x] } # allow-416
else := true if { input.g["team-0000"]; {"aws-iam-role": true, "k8s-configmap": true, "k8s-namespace": true}[input.t] } # allow-364
else := true if { input.c == "deploy-agent-0003"; input.e == "staging" } # allow-606
else := true if { input.l == "team-0018"; input.g["team-0018"]; input.e == "dev"; some x in ["deployer", "auditor"]; input.r[x] } # allow-677
else := true if { input.l == "team-0032"; input.g["team-0032"]; input.e == "staging" } # allow-881
else := true if { input.l == "team-0011"; input.g["team-0011"]; input.e == "prod" } # allow-779
else := true if { input.l == "team-0014"; input.g["team-0014"]; {"staging": true, "prod": true}[input.e]; input.r["viewer"] } # allow-467
else := true if { input.g["team-0019"]; {"k8s-configmap": true, "k8s-namespace": true, "k8s-secret": true}[input.t] } # allow-223
else := true if { input.l == "team-0032"; input.g["team-0032"]; input.e == "staging" } # allow-700
else := true if { input.l == "team-0033"; input.g["team-0033"]; input.e == "staging"; some x in ["operator", "oncall", "viewer"]; input.r[x] } # allow-481
else := true if { input.l == "team-0001"; {"dev": true, "staging": true}[input.e]; input.r["oncall"] } # allow-729
else := true if { input.c == "deploy-agent-0004"; {"dev": true, "staging": true}[input.e] } # allow-935
else := true if { input.l == "team-0000"; input.g["team-0000"]; {"dev": true, "staging": true}[input.e] } # allow-398
else := true if { {"deploy-agent-0055": true, "deploy-agent-0022": true}[input.c]; input.e == "prod" } # allow-580
else := true if { {"deploy-agent-0027": true, "deploy-agent-0008": true}[input.c]; {"dev": true, "staging": true}[input.e] } # allow-228
else := true if { input.l == "team-0039"; input.g["team-0039"]; input.e == "dev" } # allow-577
else := true if { input.l == "team-0005"; input.g["team-0005"]; input.e == "dev" } # allow-208
else := true if { input.l == "team-0012"; input.g["team-0012"]; input.e == "staging" } # allow-618
else := true if { input.c == "deploy-agent-0026"; {"dev": true, "prod": true}[input.e] } # allow-238
else := true if { input.l == "team-0025"; input.g["team-0025"]; {"staging": true, "prod": true}[input.e]; some x in ["deployer", "release-manager"]; input.r[x] } # allow-760
else := true if { {"deploy-agent-0050": true, "deploy-agent-0043": true}[input.c]; {"dev": true, "prod": true}[input.e] } # allow-604
else := true if { input.l == "team-0031"; input.g["team-0031"]; input.e == "prod" } # allow-240
else := true if { input.l == "team-0025"; input.g["team-0025"]; input.e == "dev" } # allow-304
else := true if { {"deploy-agent-0000": true, "deploy-agent-0051": true}[input.c]; {"dev": true, "staging": true}[input.e] } # allow-383
else := true if { input.l == "team-0017"; {"dev": true, "staging": true}[input.e]; input.r["auditor"] } # allow-442
else := true if { input.l == "team-0004"; input.g["team-0004"]; input.e == "dev" } # allow-971
else := true if { input.l == "team-0036"; input.g["team-0036"]; input.e == "dev" } # allow-411
else := true if { input.l == "team-0025"; input.g["team-0025"]; input.e == "dev"; some x in ["deployer", "operator", "viewer"]; input.r[x] } # allow-882
else := true if { input.l == "team-0033"; input.g["team-0033"]; {"dev": true, "staging": true}[input.e] } # allow-698
else := true if { input.l == "team-0019"; input.g["team-0019"]; {"dev": true, "staging": true}[input.e] } # allow-307
else := true if { input.c == "deploy-agent-0013"; input.e == "staging" } # allow-707
else := true if { input.l == "team-0012"; input.g["team-0012"]; input.e == "prod" } # allow-444
else := true if { input.l == "team-0017"; input.g["team-0017"]; {"dev": true, "prod": true}[input.e] } # allow-829
else := true if { input.l == "team-0031"; input.g["team-0031"]; {"dev": true, "prod": true}[input.e] } # allow-718
else := true if { input.l == "team-0031"; input.g["team-0031"]; input.e == "dev" } # allow-949
else := true if { input.l == "team-0022"; input.g["team-0022"]; {"staging": true, "prod": true}[input.e]; some x in ["deployer", "operator", "auditor"]; input.r[x] } # allow-717
else := true if { input.l == "team-0031"; input.g["team-0031"]; {"dev": true, "prod": true}[input.e]; some x in ["operator", "oncall", "auditor"]; input.r[x] } # allow-597
else := true if { input.l == "team-0020"; {"staging": true, "prod": true}[input.e]; some x in ["oncall", "release-manager"]; input.r[x] } # allow-492
else := true if { input.c == "deploy-agent-0040"; input.e == "dev" } # allow-705
else := true if { input.l == "team-0000"; input.g["team-0000"]; {"dev": true, "prod": true}[input.e]; some x in ["deployer", "operator", "oncall"]; input.r[x] } # allow-343
else := true if { input.g["team-0014"]; input.t == "k8s-namespace" } # allow-469
else := true if { input.l == "team-0002"; input.g["team-0002"]; {"dev": true, "prod": true}[input.e] } # allow-757
else := true if { input.l == "team-0035"; input.e == "staging"; some x in ["operator", "viewer"]; input.r[x] } # allow-361
else := true if { input.l == "team-0021"; input.e == "dev"; input.r["deployer"] } # allow-675
else := true if { input.c == "deploy-agent-0025"; {"staging": true, "prod": true}[input.e] } # allow-568
else := true if { {"deploy-agent-0024": true, "deploy-agent-0037": true}[input.c]; {"dev": true, "prod": true}[input.e] } # allow-439
else := true if { input.l == "team-0030"; input.g["team-0030"]; {"dev": true, "staging": true}[input.e]; some x in ["oncall", "auditor", "release-manager"]; input.r[x] } # allow-909
else := true if { {"deploy-agent-0018": true, "deploy-agent-0025": true}[input.c]; input.e == "prod" } # allow-352
else := true if { input.l == "team-0021"; {"staging": true, "prod": true}[input.e]; some x in ["operator", "auditor"]; input.r[x] } # allow-764
else := true if { input.l == "team-0004"; input.g["team-0004"]; input.e == "prod" } # allow-490
else := true if { input.l == "team-0038"; input.g["team-0038"]; {"dev": true, "staging": true}[input.e] } # allow-697
else := true if { input.l == "team-0018"; {"dev": true, "prod": true}[input.e]; some x in ["oncall", "viewer"]; input.r[x] } # allow-308
else := true if { input.l == "team-0036"; input.g["team-0036"]; input.e == "prod" } # allow-271
else := true if { input.l == "team-0029"; input.e == "staging"; some x in ["deployer", "auditor"]; input.r[x] } # allow-622
else := true if { input.l == "team-0030"; input.g["team-0030"]; {"dev": true, "staging": true}[input.e] } # allow-309
else := true if { input.l == "team-0023"; input.g["team-0023"]; input.e == "staging"; some x in ["operator", "viewer", "release-manager"]; input.r[x] } # allow-633
else := true if { input.l == "team-0031"; input.g["team-0031"]; {"staging": true, "prod": true}[input.e]; some x in ["operator", "viewer", "release-manager"]; input.r[x] } # allow-242
else := true if { input.l == "team-0029"; input.g["team-0029"]; {"dev": true, "staging": true}[input.e] } # allow-565
else := true if { input.l == "team-0018"; {"staging": true, "prod": true}[input.e]; some x in ["auditor", "release-manager"]; input.r[x] } # allow-239
else := true if { input.l == "team-0036"; input.g["team-0036"]; input.e == "prod"; input.r["operator"] } # allow-465
else := true if { input.g["team-0035"]; {"aws-ec2-instance": true, "k8s-pod": true}[input.t] } # allow-917
else := true if { input.l == "team-0034"; input.e == "dev"; some x in ["deployer", "operator"]; input.r[x] } # allow-373
else := true if { input.l == "team-0007"; input.g["team-0007"]; input.e == "prod" } # allow-897
else := true if { input.l == "team-0035"; input.g["team-0035"]; input.e == "staging"; some x in ["auditor", "release-manager"]; input.r[x] } # allow-544
else := true if { input.c == "deploy-agent-0038"; input.e == "prod" } # allow-761
else := true if { input.l == "team-0004"; {"staging": true, "prod": true}[input.e]; input.r["oncall"] } # allow-420
else := true if { input.l == "team-0025"; input.g["team-0025"]; {"staging": true, "prod": true}[input.e]; some x in ["deployer", "auditor", "release-manager"]; input.r[x] } # allow-772
else := true if { input.l == "team-0028"; input.g["team-0028"]; {"dev": true, "prod": true}[input.e]; some x in ["viewer", "release-manager"]; input.r[x] } # allow-445
else := true if { input.l == "team-0018"; input.g["team-0018"]; input.e == "dev" } # allow-670
else := true if { input.l == "team-0000"; {"dev": true, "staging": true}[input.e]; some x in ["operator", "release-manager"]; input.r[x] } # allow-584
else := true if { input.l == "team-0029"; input.g["team-0029"]; input.e == "staging"; some x in ["deployer", "oncall", "release-manager"]; input.r[x] } # allow-385
else := true if { input.l == "team-0011"; input.g["team-0011"]; {"staging": true, "prod": true}[input.e] } # allow-286
else := true if { {"deploy-agent-0035": true, "deploy-agent-0049": true}[input.c]; input.e == "staging" } # allow-367
else := true if { input.l == "team-0030"; input.g["team-0030"]; input.e == "dev" } # allow-203
else := true if { input.l == "team-0020"; {"staging": true, "prod": true}[input.e]; input.r["release-manager"] } # allow-810
else := true if { input.l == "team-0013"; input.e == "prod"; input.r["release-manager"] } # allow-959
else := true if { input.l == "team-0003"; {"staging": true, "prod": true}[input.e]; some x in ["oncall", "release-manager"]; input.r[x] } # allow-403
else := true if { {"deploy-agent-0056": true, "deploy-agent-0065": true}[input.c]; input.e == "dev" } # allow-419
else := true if { {"deploy-agent-0021": true, "deploy-agent-0028": true}[input.c]; {"staging": true, "prod": true}[input.e] } # allow-359
else := true if { input.l == "team-0031"; input.e == "dev"; some x in ["deployer", "oncall"]; input.r[x] } # allow-939
else := true if { input.g["team-0039"]; input.t == "aws-ec2-instance" } # allow-231
else := true if { input.l == "team-0002"; input.g["team-0002"]; {"staging": true, "prod": true}[input.e] } # allow-901
else := true if { input.l == "team-0023"; input.g["team-0023"]; input.e == "dev"; input.r["auditor"] } # allow-789
else := true if { input.c == "deploy-agent-0031"; {"staging": true, "prod": true}[input.e] } # allow-778
else := true if { input.l == "team-0009"; input.e == "dev"; input.r["release-manager"] } # allow-602
else := true if { input.l == "team-0029"; input.g["team-0029"]; input.e == "dev"; some x in ["deployer", "release-manager"]; input.r[x] } # allow-396
else := true if { input.l == "team-0018"; {"dev": true, "staging": true}[input.e]; input.r["oncall"] } # allow-515
else := true if { input.l == "team-0011"; input.g["team-0011"]; input.e == "dev" } # allow-326
else := true if { input.g["team-0006"]; {"aws-lambda-function": true, "k8s-deployment": true, "k8s-node": true}[input.t] } # allow-330
else := true if { input.l == "team-0023"; input.g["team-0023"]; {"staging": true, "prod": true}[input.e] } # allow-809
else := true if { {"deploy-agent-0021": true, "deploy-agent-0011": true}[input.c]; {"dev": true, "prod": true}[input.e] } # allow-219
else := true if { input.l == "team-0036"; input.g["team-0036"]; {"staging": true, "prod": true}[input.e] } # allow-553
else := true if { input.l == "team-0017"; input.g["team-0017"]; {"staging": true, "prod": true}[input.e] } # allow-346
else := true if { input.l == "team-0035"; input.g["team-0035"]; {"dev": true, "staging": true}[input.e]; some x in ["operator", "viewer"]; input.r[x] } # allow-674
else := true if { input.l == "team-0015"; input.g["team-0015"]; input.e == "staging"; input.r["oncall"] } # allow-651
else := true if { {"deploy-agent-0019": true, "deploy-agent-0009": true}[input.c]; input.e == "prod" } # allow-222
else := true if { input.l == "team-0029"; input.g["team-0029"]; input.e == "prod" } # allow-258
else := true if { input.g["team-0021"]; {"aws-iam-role": true, "k8s-deployment": true, "k8s-namespace": true}[input.t] } # allow-274
else := true if { input.l == "team-0001"; input.e == "prod"; input.r["oncall"] } # allow-896
else := true if { {"deploy-agent-0006": true, "deploy-agent-0036": true}[input.c]; {"dev": true, "prod": true}[input.e] } # allow-266
else := true if { input.l == "team-0028"; input.g["team-0028"]; {"dev": true, "staging": true}[input.e] } # allow-316

actions["lambda-invoke-function"] := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x] } # platform-deny-3
else := false if { input.l == "team-0023"; input.e == "staging" } # deny-146
else := false if { input.g["team-0037"]; {"restricted": true, "critical": true}[input.s]; {"staging": true, "prod": true}[input.e] } # deny-16
else := false if { input.g["team-0038"]; input.s == "restricted"; {"dev": true, "staging": true}[input.e] } # deny-60
else := false if { input.c == "deploy-agent-0011" } # deny-137
else := false if { input.g["team-0022"]; input.s == "critical"; {"dev": true, "prod": true}[input.e] } # deny-9
else := false if { input.g["team-0026"]; input.s == "restricted"; {"staging": true, "prod": true}[input.e] } # deny-73
else := false if { input.g["team-0026"]; input.s == "internal"; {"staging": true, "prod": true}[input.e] } # deny-172
else := false if { input.g["team-0009"]; {"restricted": true, "critical": true}[input.s]; input.e == "prod" } # deny-88
else := false if { {"deploy-agent-0001": true, "deploy-agent-0021": true}[input.c] } # deny-196
else := false if { {"deploy-agent-0013": true, "deploy-agent-0048": true}[input.c] } # deny-26
else := false if { input.g["team-0008"]; {"restricted": true, "critical": true}[input.s]; {"staging": true, "prod": true}[input.e] } # deny-82
else := false if { input.c == "deploy-agent-0012" } # deny-102
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev" } # platform-allow-1
else := true if { {"dev": true, "staging": true}[input.e]; input.i == "backend"; some x in ["deployer", "release-manager"]; input.r[x] } # platform-allow-3
else := true if { input.g["everyone-on-call"]; input.s == "public" } # platform-allow-5
else := true if { input.g["team-0007"]; {"aws-iam-role": true, "k8s-configmap": true, "k8s-deployment": true}[input.t] } # allow-752
else := true if { input.g["team-0022"]; input.t == "k8s-configmap" } # allow-392
else := true if { input.l == "team-0014"; input.g["team-0014"]; {"dev": true, "prod": true}[input.e]; some x in ["deployer", "auditor"]; input.r[x] } # allow-673
else := true if { {"deploy-agent-0053": true, "deploy-agent-0053": true}[input.c]; input.e == "staging" } # allow-823
else := true if { input.g["team-0037"]; input.t == "aws-ec2-instance" } # allow-550
else := true if { {"deploy-agent-0049": true, "deploy-agent-0020": true}[input.c]; input.e == "staging" } # allow-380
else := true if { {"deploy-agent-0015": true, "deploy-agent-0062": true}[input.c]; {"dev": true, "prod": true}[input.e] } # allow-207
else := true if { input.l == "team-0025"; {"dev": true, "prod": true}[input.e]; some x in ["viewer", "release-manager"]; input.r[x] } # allow-498
else := true if { input.l == "team-0002"; input.g["team-0002"]; {"dev": true, "staging": true}[input.e]; some x in ["operator", "oncall", "release-manager"]; input.r[x] } # allow-889
else := true if { input.l == "team-0030"; input.g["team-0030"]; input.e == "prod" } # allow-693
else := true if { input.g["team-0016"]; {"aws-ecs-service": true, "k8s-configmap": true, "k8s-hpa": true}[input.t] } # allow-828
else := true if { input.l == "team-0029"; {"dev": true, "prod": true}[input.e]; input.r["oncall"] } # allow-613
else := true if { {"deploy-agent-0058": true, "deploy-agent-0022": true}[input.c]; {"dev": true, "prod": true}[input.e] } # allow-667
else := true if { input.l == "team-0009"; input.g["team-0009"]; {"staging": true, "prod": true}[input.e]; some x in ["operator", "auditor"]; input.r[x] } # allow-815
else := true if { {"deploy-agent-0049": true, "deploy-agent-0028": true}[input.c]; {"dev": true, "prod": true}[input.e] } # allow-446
else := true if { {"deploy-agent-0021": true, "deploy-agent-0011": true}[input.c]; input.e == "dev" } # allow-520
else := true if { input.c == "deploy-agent-0053"; {"dev": true, "staging": true}[input.e] } # allow-588
else := true if { input.c == "deploy-agent-0051"; {"dev": true, "prod": true}[input.e] } # allow-636
else := true if { input.l == "team-0024"; input.g["team-0024"]; input.e == "staging" } # allow-918
else := true if { input.l == "team-0039"; input.g["team-0039"]; {"dev": true, "prod": true}[input.e] } # allow-938
else := true if { input.l == "team-0030"; input.g["team-0030"]; {"dev": true, "staging": true}[input.e] } # allow-812
else := true if { input.c == "deploy-agent-0005"; {"dev": true, "staging": true}[input.e] } # allow-907
else := true if { input.l == "team-0038"; {"dev": true, "prod": true}[input.e]; some x in ["oncall", "release-manager"]; input.r[x] } # allow-453
else := true if { {"deploy-agent-0013": true, "deploy-agent-0004": true}[input.c]; {"dev": true, "staging": true}[input.e] } # allow-631
else := true if { input.l == "team-0013"; input.g["team-0013"]; {"dev": true, "prod": true}[input.e] } # allow-879
else := true if { input.l == "team-0027"; input.e == "dev"; input.r["auditor"] } # allow-204
else := true if { input.c == "deploy-agent-0040"; input.e == "dev" } # allow-356
else := true if { input.l == "team-0030"; input.g["team-0030"]; {"dev": true, "staging": true}[input.e]; some x in ["oncall", "auditor", "release-manager"]; input.r[x] } # allow-909
else := true if { input.l == "team-0002"; input.g["team-0002"]; input.e == "staging"; some x in ["operator", "viewer", "auditor"]; input.r[x] } # allow-632
else := true if { input.c == "deploy-agent-0044"; {"staging": true, "prod": true}[input.e] } # allow-644
else := true if { input.l == "team-0029"; input.g["team-0029"]; input.e == "prod" } # allow-264
else := true if { {"deploy-agent-0045": true, "deploy-agent-0057": true}[input.c]; input.e == "dev" } # allow-634
else := true if { input.l == "team-0031"; input.g["team-0031"]; {"dev": true, "prod": true}[input.e] } # allow-298
else := true if { input.c == "deploy-agent-0034"; {"dev": true, "prod": true}[input.e] } # allow-462
else := true if { input.l == "team-0018"; input.g["team-0018"]; {"dev": true, "prod": true}[input.e]; input.r["release-manager"] } # allow-797
else := true if { input.l == "team-0009"; input.g["team-0009"]; {"staging": true, "prod": true}[input.e] } # allow-751
else := true if { input.g["team-0006"]; input.t == "k8s-hpa" } # allow-745
else := true if { {"deploy-agent-0001": true, "deploy-agent-0001": true}[input.c]; input.e == "prod" } # allow-933
else := true if { input.l == "team-0029"; input.g["team-0029"]; input.e == "dev"; input.r["release-manager"] } # allow-408
else := true if { input.l == "team-0029"; input.g["team-0029"]; {"dev": true, "staging": true}[input.e] } # allow-565
else := true if { input.g["team-0010"]; input.t == "aws-s3-bucket" } # allow-884
else := true if { input.l == "team-0036"; input.g["team-0036"]; input.e == "prod"; input.r["operator"] } # allow-465
else := true if { input.c == "deploy-agent-0022"; {"dev": true, "staging": true}[input.e] } # allow-647
else := true if { {"deploy-agent-0042": true, "deploy-agent-0019": true}[input.c]; {"dev": true, "staging": true}[input.e] } # allow-252
else := true if { {"deploy-agent-0052": true, "deploy-agent-0024": true}[input.c]; input.e == "dev" } # allow-397
else := true if { input.l == "team-0015"; input.g["team-0015"]; {"dev": true, "staging": true}[input.e] } # allow-474
else := true if { input.l == "team-0016"; {"dev": true, "prod": true}[input.e]; some x in ["operator", "oncall"]; input.r[x] } # allow-414
else := true if { input.l == "team-0000"; {"dev": true, "staging": true}[input.e]; some x in ["oncall", "auditor"]; input.r[x] } # allow-480
else := true if { input.l == "team-0005"; input.g["team-0005"]; {"dev": true, "prod": true}[input.e] } # allow-701
else := true if { input.l == "team-0039"; input.g["team-0039"]; input.e == "prod"; some x in ["operator", "oncall"]; input.r[x] } # allow-354
else := true if { input.l == "team-0007"; input.g["team-0007"]; {"dev": true, "prod": true}[input.e] } # allow-623
else := true if { input.l == "team-0017"; input.g["team-0017"]; input.e == "dev" } # allow-845
else := true if { input.l == "team-0011"; input.g["team-0011"]; {"staging": true, "prod": true}[input.e]; some x in ["deployer", "oncall", "viewer"]; input.r[x] } # allow-961
else := true if { input.l == "team-0003"; input.g["team-0003"]; input.e == "staging" } # allow-494
else := true if { {"deploy-agent-0013": true, "deploy-agent-0035": true}[input.c]; input.e == "prod" } # allow-236
else := true if { input.l == "team-0011"; input.g["team-0011"]; {"dev": true, "staging": true}[input.e]; some x in ["deployer", "operator"]; input.r[x] } # allow-593
else := true if { input.l == "team-0037"; input.g["team-0037"]; input.e == "dev"; some x in ["oncall", "viewer", "release-manager"]; input.r[x] } # allow-749
else := true if { input.l == "team-0026"; input.g["team-0026"]; input.e == "prod"; some x in ["operator", "oncall", "viewer"]; input.r[x] } # allow-575
else := true if { input.l == "team-0035"; input.g["team-0035"]; input.e == "dev" } # allow-335
else := true if { input.l == "team-0017"; input.g["team-0017"]; {"dev": true, "prod": true}[input.e]; input.r["auditor"] } # allow-582
else := true if { input.c == "deploy-agent-0034"; {"dev": true, "staging": true}[input.e] } # allow-965
else := true if { input.l == "team-0011"; input.g["team-0011"]; {"dev": true, "staging": true}[input.e]; some x in ["oncall", "auditor"]; input.r[x] } # allow-946
else := true if { input.g["team-0023"]; {"aws-ecs-service": true, "k8s-configmap": true, "k8s-node": true}[input.t] } # allow-470
else := true if { input.l == "team-0022"; input.g["team-0022"]; input.e == "staging"; some x in ["operator", "viewer", "auditor"]; input.r[x] } # allow-519

actions["lambda-update-function-config"] := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x] } # platform-deny-3
else := false if { input.l == "team-0015"; input.e == "staging" } # deny-171
else := false if { input.g["team-0037"]; {"restricted": true, "critical": true}[input.s]; {"staging": true, "prod": true}[input.e] } # deny-16
else := false if { input.l == "team-0033"; input.e == "dev" } # deny-121
else := false if { {"deploy-agent-0030": true, "deploy-agent-0032": true}[input.c] } # deny-93
else := false if { input.l == "team-0023"; {"dev": true, "prod": true}[input.e] } # deny-108
else := false if { input.g["team-0022"]; input.s == "critical"; {"dev": true, "prod": true}[input.e] } # deny-9
else := false if { input.g["team-0031"]; {"restricted": true, "critical": true}[input.s]; {"staging": true, "prod": true}[input.e] } # deny-68
else := false if { input.g["team-0026"]; input.s == "restricted"; {"staging": true, "prod": true}[input.e] } # deny-73
else := false if { input.g["team-0026"]; input.s == "internal"; {"staging": true, "prod": true}[input.e] } # deny-172
else := false if { input.g["team-0022"]; {"restricted": true, "critical": true}[input.s]; {"dev": true, "staging": true}[input.e] } # deny-175
else := false if { input.g["team-0039"]; input.s == "internal"; input.e == "dev" } # deny-19
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev" } # platform-allow-1
else := true if { {"dev": true, "staging": true}[input.e]; input.i == "backend"; some x in ["deployer", "release-manager"]; input.r[x] } # platform-allow-3
else := true if { input.g["everyone-on-call"]; input.s == "public" } # platform-allow-5
else := true if { {"deploy-agent-0052": true, "deploy-agent-0010": true}[input.c]; {"dev": true, "prod": true}[input.e] } # allow-611
else := true if { input.g["team-0022"]; input.t == "k8s-configmap" } # allow-392
else := true if { input.l == "team-0002"; input.g["team-0002"]; {"staging": true, "prod": true}[input.e] } # allow-293
else := true if { input.c == "deploy-agent-0058"; {"dev": true, "staging": true}[input.e] } # allow-395
else := true if { {"deploy-agent-0053": true, "deploy-agent-0053": true}[input.c]; input.e == "staging" } # allow-823
else := true if { input.l == "team-0003"; input.e == "dev"; some x in ["deployer", "release-manager"]; input.r[x] } # allow-780
else := true if { input.g["team-0037"]; input.t == "aws-ec2-instance" } # allow-550
else := true if { input.l == "team-0017"; input.g["team-0017"]; input.e == "staging" } # allow-366
else := true if { {"deploy-agent-0049": true, "deploy-agent-0020": true}[input.c]; input.e == "staging" } # allow-380
else := true if { input.l == "team-0036"; input.g["team-0036"]; input.e == "dev" } # allow-750
else := true if { input.l == "team-0002"; input.g["team-0002"]; {"dev": true, "staging": true}[input.e]; some x in ["operator", "oncall", "release-manager"]; input.r[x] } # allow-889
else := true if { input.l == "team-0029"; {"dev": true, "prod": true}[input.e]; input.r["oncall"] } # allow-613
else := true if { {"deploy-agent-0049": true, "deploy-agent-0028": true}[input.c]; {"dev": true, "prod": true}[input.e] } # allow-446
else := true if { {"deploy-agent-0021": true, "deploy-agent-0011": true}[input.c]; input.e == "dev" } # allow-520
else := true if { input.g["team-0005"]; {"aws-iam-role": true, "aws-lambda-function": true, "k8s-node": true}[input.t] } # allow-627
else := true if { input.l == "team-0030"; input.g["team-0030"]; {"dev": true, "staging": true}[input.e] } # allow-812
else := true if { input.l == "team-0008"; input.g["team-0008"]; {"staging": true, "prod": true}[input.e]; input.r["oncall"] } # allow-977
else := true if { {"deploy-agent-0023": true, "deploy-agent-0027": true}[input.c]; input.e == "staging" } # allow-486
else := true if { {"deploy-agent-0013": true, "deploy-agent-0004": true}[input.c]; {"dev": true, "staging": true}[input.e] } # allow-631
else := true if { input.l == "team-0013"; input.g["team-0013"]; {"dev": true, "prod": true}[input.e] } # allow-879
else := true if { input.c == "deploy-agent-0040"; input.e == "dev" } # allow-356
else := true if { input.l == "team-0030"; input.g["team-0030"]; {"dev": true, "staging": true}[input.e]; some x in ["oncall", "auditor", "release-manager"]; input.r[x] } # allow-909
else := true if { input.l == "team-0029"; input.g["team-0029"]; input.e == "prod" } # allow-264
else := true if { input.l == "team-0029"; {"staging": true, "prod": true}[input.e]; input.r["oncall"] } # allow-835
else := true if { input.c == "deploy-agent-0034"; {"dev": true, "prod": true}[input.e] } # allow-462
else := true if { input.c == "deploy-agent-0009"; input.e == "dev" } # allow-708
else := true if { input.l == "team-0009"; input.g["team-0009"]; {"staging": true, "prod": true}[input.e] } # allow-751
else := true if { input.l == "team-0008"; input.g["team-0008"]; {"dev": true, "prod": true}[input.e] } # allow-885
else := true if { input.g["team-0006"]; input.t == "k8s-hpa" } # allow-745
else := true if { input.l == "team-0029"; input.g["team-0029"]; input.e == "dev"; input.r["release-manager"] } # allow-408
else := true if { input.l == "team-0036"; input.g["team-0036"]; input.e == "prod"; input.r["operator"] } # allow-465
else := true if { input.c == "deploy-agent-0022"; {"dev": true, "staging": true}[input.e] } # allow-647
else := true if { {"deploy-agent-0026": true, "deploy-agent-0048": true}[input.c]; input.e == "prod" } # allow-381
else := true if { input.l == "team-0030"; input.g["team-0030"]; {"dev": true, "prod": true}[input.e]; input.r["oncall"] } # allow-803
else := true if { {"deploy-agent-0052": true, "deploy-agent-0024": true}[input.c]; input.e == "dev" } # allow-397
else := true if { input.l == "team-0015"; input.g["team-0015"]; {"dev": true, "staging": true}[input.e] } # allow-474
else := true if { input.l == "team-0016"; {"dev": true, "prod": true}[input.e]; some x in ["operator", "oncall"]; input.r[x] } # allow-414
else := true if { input.l == "team-0000"; {"dev": true, "staging": true}[input.e]; some x in ["oncall", "auditor"]; input.r[x] } # allow-480
else := true if { input.l == "team-0002"; input.g["team-0002"]; input.e == "prod" } # allow-790
else := true if { input.l == "team-0007"; input.g["team-0007"]; {"dev": true, "prod": true}[input.e] } # allow-623
else := true if { input.l == "team-0017"; input.g["team-0017"]; input.e == "dev" } # allow-845
else := true if { input.c == "deploy-agent-0052"; input.e == "prod" } # allow-975
else := true if { {"deploy-agent-0041": true, "deploy-agent-0031": true}[input.c]; {"dev": true, "prod": true}[input.e] } # allow-399
else := true if { input.l == "team-0011"; input.g["team-0011"]; {"staging": true, "prod": true}[input.e]; some x in ["deployer", "oncall", "viewer"]; input.r[x] } # allow-961
else := true if { input.l == "team-0003"; input.g["team-0003"]; input.e == "staging" } # allow-494
else := true if { input.l == "team-0008"; input.g["team-0008"]; {"staging": true, "prod": true}[input.e]; some x in ["deployer", "operator"]; input.r[x] } # allow-300
else := true if { input.l == "team-0003"; input.g["team-0003"]; {"staging": true, "prod": true}[input.e] } # allow-816
else := true if { input.l == "team-0037"; input.g["team-0037"]; input.e == "dev"; some x in ["oncall", "viewer", "release-manager"]; input.r[x] } # allow-749
else := true if { {"deploy-agent-0039": true, "deploy-agent-0024": true}[input.c]; input.e == "staging" } # allow-739
else := true if { input.l == "team-0035"; input.g["team-0035"]; input.e == "dev" } # allow-335
else := true if { input.l == "team-0017"; input.g["team-0017"]; {"staging": true, "prod": true}[input.e] } # allow-346
else := true if { input.l == "team-0012"; {"dev": true, "prod": true}[input.e]; input.r["auditor"] } # allow-415
else := true if { input.l == "team-0011"; input.g["team-0011"]; {"dev": true, "staging": true}[input.e]; some x in ["oncall", "auditor"]; input.r[x] } # allow-946
else := true if { input.g["team-0023"]; {"aws-ecs-service": true, "k8s-configmap": true, "k8s-node": true}[input.t] } # allow-470
else := true if { input.l == "team-0002"; input.g["team-0002"]; {"staging": true, "prod": true}[input.e]; some x in ["oncall", "auditor", "release-manager"]; input.r[x] } # allow-754

actions["port-forward"] := false if { {"staging": true, "prod": true}[input.e] } # platform-deny-2
else := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x] } # platform-deny-3
else := false if { {"deploy-agent-0054": true, "deploy-agent-0030": true}[input.c] } # deny-37
else := false if { input.c == "deploy-agent-0008" } # deny-58
else := false if { input.g["team-0023"]; input.s == "public"; input.e == "prod" } # deny-132
else := false if { input.g["team-0033"]; {"public": true, "restricted": true}[input.s]; {"dev": true, "staging": true}[input.e] } # deny-59
else := false if { input.l == "team-0009"; {"dev": true, "prod": true}[input.e] } # deny-163
else := false if { input.g["team-0011"]; input.s == "public"; {"staging": true, "prod": true}[input.e] } # deny-57
else := false if { input.g["team-0033"]; {"internal": true, "restricted": true}[input.s]; input.e == "prod" } # deny-118
else := false if { input.l == "team-0038"; input.e == "staging" } # deny-142
else := false if { input.c == "deploy-agent-0021" } # deny-151
else := false if { {"deploy-agent-0001": true, "deploy-agent-0006": true}[input.c] } # deny-91
else := false if { input.g["team-0034"]; {"public": true, "restricted": true}[input.s]; input.e == "prod" } # deny-162
else := false if { input.l == "team-0012"; {"staging": true, "prod": true}[input.e] } # deny-129
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev" } # platform-allow-1
else := true if { input.g["everyone-on-call"]; input.s == "public" } # platform-allow-5
else := true if { input.c == "deploy-agent-0007"; {"dev": true, "prod": true}[input.e] } # allow-273
else := true if { input.l == "team-0013"; input.g["team-0013"]; {"dev": true, "prod": true}[input.e] } # allow-869
else := true if { input.l == "team-0003"; {"dev": true, "prod": true}[input.e]; some x in ["oncall", "auditor"]; input.r[x] } # allow-736
else := true if { input.l == "team-0000"; input.g["team-0000"]; {"dev": true, "prod": true}[input.e] } # allow-911
else := true if { input.l == "team-0012"; input.g["team-0012"]; input.e == "staging" } # allow-618
else := true if { input.l == "team-0000"; input.g["team-0000"]; input.e == "staging"; some x in ["deployer", "viewer", "release-manager"]; input.r[x] } # allow-336
else := true if { input.l == "team-0001"; input.g["team-0001"]; {"dev": true, "prod": true}[input.e] } # allow-863
else := true if { input.l == "team-0037"; input.e == "dev"; input.r["deployer"] } # allow-282
else := true if { input.l == "team-0038"; input.g["team-0038"]; {"staging": true, "prod": true}[input.e]; input.r["viewer"] } # allow-455
else := true if { input.l == "team-0007"; input.g["team-0007"]; input.e == "prod"; some x in ["deployer", "oncall"]; input.r[x] } # allow-254
else := true if { input.l == "team-0035"; input.g["team-0035"]; input.e == "prod" } # allow-930
else := true if { input.l == "team-0008"; input.g["team-0008"]; {"staging": true, "prod": true}[input.e]; input.r["oncall"] } # allow-977
else := true if { input.l == "team-0015"; input.g["team-0015"]; input.e == "dev" } # allow-402
else := true if { {"deploy-agent-0031": true, "deploy-agent-0035": true}[input.c]; {"dev": true, "staging": true}[input.e] } # allow-808
else := true if { input.l == "team-0029"; input.g["team-0029"]; {"dev": true, "staging": true}[input.e] } # allow-565
else := true if { input.l == "team-0004"; input.g["team-0004"]; {"dev": true, "staging": true}[input.e] } # allow-867
else := true if { {"deploy-agent-0023": true, "deploy-agent-0042": true}[input.c]; {"staging": true, "prod": true}[input.e] } # allow-954
else := true if { input.l == "team-0030"; input.g["team-0030"]; {"dev": true, "prod": true}[input.e]; some x in ["operator", "oncall", "viewer"]; input.r[x] } # allow-475
else := true if { input.l == "team-0029"; input.g["team-0029"]; {"dev": true, "staging": true}[input.e] } # allow-437
else := true if { input.l == "team-0011"; input.g["team-0011"]; {"dev": true, "staging": true}[input.e]; some x in ["deployer", "operator"]; input.r[x] } # allow-593
else := true if { {"deploy-agent-0029": true, "deploy-agent-0013": true}[input.c]; {"dev": true, "staging": true}[input.e] } # allow-491
else := true if { {"deploy-agent-0039": true, "deploy-agent-0024": true}[input.c]; input.e == "staging" } # allow-739
else := true if { input.l == "team-0013"; input.g["team-0013"]; {"dev": true, "prod": true}[input.e] } # allow-876
else := true if { input.c == "deploy-agent-0039"; {"dev": true, "staging": true}[input.e] } # allow-516
else := true if { input.l == "team-0007"; input.g["team-0007"]; input.e == "staging" } # allow-748
else := true if { input.l == "team-0001"; input.g["team-0001"]; input.e == "dev"; some x in ["viewer", "auditor"]; input.r[x] } # allow-517
else := true if { input.l == "team-0003"; input.g["team-0003"]; input.e == "prod" } # allow-345

actions["restart-deployment"] := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x] } # platform-deny-3
else := false if { input.g["team-0016"]; {"restricted": true, "critical": true}[input.s]; input.e == "dev" } # deny-18
else := false if { {"deploy-agent-0023": true, "deploy-agent-0024": true}[input.c] } # deny-1
else := false if { {"deploy-agent-0017": true, "deploy-agent-0046": true}[input.c] } # deny-134
else := false if { input.g["team-0027"]; input.s == "critical"; {"staging": true, "prod": true}[input.e] } # deny-169
else := false if { input.l == "team-0025"; {"dev": true, "staging": true}[input.e] } # deny-150
else := false if { input.l == "team-0006"; {"dev": true, "prod": true}[input.e] } # deny-106
else := false if { {"deploy-agent-0001": true, "deploy-agent-0006": true}[input.c] } # deny-91
else := false if { {"deploy-agent-0028": true, "deploy-agent-0042": true}[input.c] } # deny-111
else := false if { {"deploy-agent-0005": true, "deploy-agent-0017": true}[input.c] } # deny-6
else := false if { input.l == "team-0031"; {"dev": true, "prod": true}[input.e] } # deny-53
else := false if { input.g["team-0034"]; {"public": true, "critical": true}[input.s]; input.e == "staging" } # deny-120
else := false if { input.g["team-0018"]; input.s == "restricted"; input.e == "prod" } # deny-165
else := false if { input.l == "team-0008"; input.e == "staging" } # deny-77
else := false if { input.g["team-0023"]; {"public": true, "restricted": true}[input.s]; input.e == "prod" } # deny-177
else := false if { input.c == "deploy-agent-0045" } # deny-67
else := false if { input.l == "team-0006"; {"dev": true, "prod": true}[input.e] } # deny-183
else := false if { input.l == "team-0038"; input.e == "dev" } # deny-86
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev" } # platform-allow-1
else := true if { input.e == "staging"; input.r["deployer"] } # platform-allow-2
else := true if { {"k8s-deployment": true, "k8s-node": true, "aws-ec2-instance": true}[input.t]; some x in ["oncall", "operator"]; input.r[x] } # platform-allow-4
else := true if { input.g["everyone-on-call"]; input.s == "public" } # platform-allow-5
else := true if { input.g["team-0026"]; {"k8s-hpa": true, "k8s-secret": true}[input.t] } # allow-914
else := true if { {"deploy-agent-0013": true, "deploy-agent-0001": true}[input.c]; input.e == "staging" } # allow-333
else := true if { input.l == "team-0034"; {"dev": true, "staging": true}[input.e]; some x in ["oncall", "release-manager"]; input.r[x] } # allow-704
else := true if { input.c == "deploy-agent-0058"; {"dev": true, "staging": true}[input.e] } # allow-395
else := true if { input.l == "team-0022"; input.g["team-0022"]; input.e == "staging"; some x in ["operator", "auditor", "release-manager"]; input.r[x] } # allow-327
else := true if { {"deploy-agent-0014": true, "deploy-agent-0011": true}[input.c]; {"staging": true, "prod": true}[input.e] } # allow-899
else := true if { input.l == "team-0003"; input.g["team-0003"]; input.e == "prod"; some x in ["viewer", "release-manager"]; input.r[x] } # allow-340
else := true if { input.l == "team-0038"; {"staging": true, "prod": true}[input.e]; input.r["auditor"] } # allow-485
else := true if { input.l == "team-0000"; input.g["team-0000"]; {"dev": true, "prod": true}[input.e] } # allow-911
else := true if { input.c == "deploy-agent-0005"; input.e == "dev" } # allow-454
else := true if { input.c == "deploy-agent-0056"; input.e == "staging" } # allow-551
else := true if { input.g["team-0002"]; {"k8s-configmap": true, "k8s-deployment": true}[input.t] } # allow-306
else := true if { input.g["team-0008"]; {"aws-ecs-task": true, "aws-s3-bucket": true, "k8s-secret": true}[input.t] } # allow-288
else := true if { input.l == "team-0003"; input.g["team-0003"]; input.e == "dev" } # allow-649
else := true if { {"deploy-agent-0040": true, "deploy-agent-0059": true}[input.c]; {"dev": true, "prod": true}[input.e] } # allow-394
else := true if { input.l == "team-0029"; {"dev": true, "prod": true}[input.e]; some x in ["deployer", "oncall"]; input.r[x] } # allow-892
else := true if { input.l == "team-0018"; input.g["team-0018"]; {"dev": true, "staging": true}[input.e] } # allow-497
else := true if { input.l == "team-0013"; input.g["team-0013"]; input.e == "staging" } # allow-263
else := true if { input.l == "team-0031"; input.g["team-0031"]; {"staging": true, "prod": true}[input.e]; some x in ["deployer", "oncall", "release-manager"]; input.r[x] } # allow-638
else := true if { {"deploy-agent-0055": true, "deploy-agent-0044": true}[input.c]; input.e == "prod" } # allow-449
else := true if { input.l == "team-0037"; input.g["team-0037"]; {"staging": true, "prod": true}[input.e]; some x in ["operator", "oncall", "release-manager"]; input.r[x] } # allow-206
else := true if { input.l == "team-0034"; input.e == "prod"; some x in ["oncall", "auditor"]; input.r[x] } # allow-598
else := true if { input.l == "team-0031"; input.g["team-0031"]; input.e == "dev" } # allow-949
else := true if { input.l == "team-0024"; input.g["team-0024"]; {"dev": true, "staging": true}[input.e]; some x in ["oncall", "viewer"]; input.r[x] } # allow-978
else := true if { input.l == "team-0003"; {"dev": true, "prod": true}[input.e]; input.r["operator"] } # allow-347
else := true if { input.l == "team-0014"; input.e == "dev"; some x in ["oncall", "release-manager"]; input.r[x] } # allow-765
else := true if { {"deploy-agent-0048": true, "deploy-agent-0034": true}[input.c]; {"staging": true, "prod": true}[input.e] } # allow-770
else := true if { input.l == "team-0015"; {"staging": true, "prod": true}[input.e]; input.r["oncall"] } # allow-348
else := true if { {"deploy-agent-0018": true, "deploy-agent-0025": true}[input.c]; input.e == "prod" } # allow-352
else := true if { input.l == "team-0029"; input.g["team-0029"]; input.e == "dev" } # allow-325
else := true if { input.l == "team-0021"; {"staging": true, "prod": true}[input.e]; some x in ["operator", "auditor"]; input.r[x] } # allow-764
else := true if { input.l == "team-0027"; input.g["team-0027"]; {"dev": true, "staging": true}[input.e]; some x in ["deployer", "operator"]; input.r[x] } # allow-285
else := true if { input.l == "team-0018"; input.g["team-0018"]; {"dev": true, "prod": true}[input.e]; input.r["release-manager"] } # allow-797
else := true if { input.l == "team-0034"; input.e == "staging"; some x in ["operator", "release-manager"]; input.r[x] } # allow-853
else := true if { input.l == "team-0023"; input.g["team-0023"]; {"staging": true, "prod": true}[input.e] } # allow-472
else := true if { input.g["team-0033"]; input.t == "aws-ecs-task" } # allow-374
else := true if { input.l == "team-0030"; input.g["team-0030"]; input.e == "prod" } # allow-559
else := true if { input.l == "team-0025"; input.g["team-0025"]; input.e == "prod"; input.r["oncall"] } # allow-276
else := true if { input.g["team-0032"]; {"aws-lambda-function": true, "k8s-deployment": true}[input.t] } # allow-241
else := true if { input.g["team-0023"]; {"aws-iam-role": true, "k8s-namespace": true, "k8s-node": true}[input.t] } # allow-214
else := true if { input.l == "team-0001"; input.g["team-0001"]; input.e == "staging"; some x in ["operator", "viewer"]; input.r[x] } # allow-237
else := true if { input.l == "team-0030"; input.g["team-0030"]; {"dev": true, "staging": true}[input.e] } # allow-409
else := true if { input.l == "team-0002"; input.g["team-0002"]; input.e == "dev" } # allow-856
else := true if { {"deploy-agent-0028": true, "deploy-agent-0035": true}[input.c]; {"dev": true, "staging": true}[input.e] } # allow-538
else := true if { {"deploy-agent-0037": true, "deploy-agent-0031": true}[input.c]; {"dev": true, "prod": true}[input.e] } # allow-230
else := true if { input.g["team-0012"]; {"aws-ecs-service": true, "k8s-hpa": true, "k8s-secret": true}[input.t] } # allow-587
else := true if { input.l == "team-0002"; input.g["team-0002"]; input.e == "prod" } # allow-790
else := true if { input.l == "team-0007"; input.g["team-0007"]; {"dev": true, "prod": true}[input.e] } # allow-623
else := true if { input.l == "team-0025"; input.g["team-0025"]; {"staging": true, "prod": true}[input.e] } # allow-210
else := true if { input.g["team-0012"]; input.t == "aws-s3-bucket" } # allow-703
else := true if { input.g["team-0015"]; {"aws-ec2-instance": true, "aws-iam-role": true}[input.t] } # allow-601
else := true if { {"deploy-agent-0056": true, "deploy-agent-0065": true}[input.c]; input.e == "dev" } # allow-419
else := true if { input.g["team-0005"]; {"aws-lambda-function": true, "aws-s3-bucket": true, "k8s-namespace": true}[input.t] } # allow-505
else := true if { input.l == "team-0002"; input.g["team-0002"]; input.e == "dev" } # allow-255
else := true if { input.l == "team-0025"; input.g["team-0025"]; input.e == "staging" } # allow-830
else := true if { input.l == "team-0005"; input.e == "dev"; input.r["viewer"] } # allow-251
else := true if { input.l == "team-0035"; input.g["team-0035"]; {"dev": true, "prod": true}[input.e] } # allow-656
else := true if { input.l == "team-0039"; input.g["team-0039"]; input.e == "staging"; some x in ["viewer", "release-manager"]; input.r[x] } # allow-944
else := true if { input.l == "team-0034"; {"staging": true, "prod": true}[input.e]; some x in ["oncall", "release-manager"]; input.r[x] } # allow-800
else := true if { input.l == "team-0032"; input.g["team-0032"]; {"staging": true, "prod": true}[input.e] } # allow-355
else := true if { input.l == "team-0018"; input.g["team-0018"]; input.e == "prod"; input.r["release-manager"] } # allow-212
else := true if { {"deploy-agent-0033": true, "deploy-agent-0010": true}[input.c]; {"staging": true, "prod": true}[input.e] } # allow-679

actions["rollout-status"] := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x] } # platform-deny-3
else := false if { input.g["team-0019"]; input.s == "internal"; input.e == "staging" } # deny-46
else := false if { input.g["team-0002"]; input.s == "internal"; {"dev": true, "prod": true}[input.e] } # deny-107
else := false if { input.g["team-0013"]; {"internal": true, "critical": true}[input.s]; {"staging": true, "prod": true}[input.e] } # deny-125
else := false if { input.g["team-0026"]; {"public": true, "internal": true}[input.s]; {"staging": true, "prod": true}[input.e] } # deny-109
else := false if { input.c == "deploy-agent-0008" } # deny-58
else := false if { input.g["team-0033"]; {"public": true, "restricted": true}[input.s]; {"dev": true, "staging": true}[input.e] } # deny-59
else := false if { input.c == "deploy-agent-0012" } # deny-117
else := false if { input.c == "deploy-agent-0006" } # deny-192
else := false if { input.l == "team-0019"; {"staging": true, "prod": true}[input.e] } # deny-127
else := false if { {"deploy-agent-0047": true, "deploy-agent-0011": true}[input.c] } # deny-23
else := false if { input.l == "team-0033"; input.e == "dev" } # deny-121
else := false if { input.l == "team-0009"; {"staging": true, "prod": true}[input.e] } # deny-31
else := false if { input.l == "team-0034"; {"dev": true, "staging": true}[input.e] } # deny-75
else := false if { input.l == "team-0002"; {"dev": true, "prod": true}[input.e] } # deny-38
else := false if { input.l == "team-0006"; {"dev": true, "prod": true}[input.e] } # deny-183
else := false if { input.c == "deploy-agent-0063" } # deny-160
else := false if { input.l == "team-0034"; input.e == "prod" } # deny-17
else := false if { {"deploy-agent-0039": true, "deploy-agent-0008": true}[input.c] } # deny-128
else := true if { {"dev": true, "staging": true}[input.e] } # platform-allow-0
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev" } # platform-allow-1
else := true if { input.g["everyone-on-call"]; input.s == "public" } # platform-allow-5
else := true if { input.l == "team-0014"; {"staging": true, "prod": true}[input.e]; input.r["deployer"] } # allow-424
else := true if { input.l == "team-0039"; input.g["team-0039"]; {"dev": true, "prod": true}[input.e] } # allow-807
else := true if { input.l == "team-0020"; {"dev": true, "prod": true}[input.e]; input.r["auditor"] } # allow-259
else := true if { {"deploy-agent-0013": true, "deploy-agent-0001": true}[input.c]; input.e == "staging" } # allow-333
else := true if { input.l == "team-0036"; {"dev": true, "staging": true}[input.e]; some x in ["deployer", "operator"]; input.r[x] } # allow-407
else := true if { input.l == "team-0024"; input.g["team-0024"]; {"dev": true, "staging": true}[input.e] } # allow-600
else := true if { input.l == "team-0013"; {"dev": true, "prod": true}[input.e]; some x in ["oncall", "auditor"]; input.r[x] } # allow-769
else := true if { input.l == "team-0016"; input.e == "dev"; input.r["auditor"] } # allow-360
else := true if { input.l == "team-0010"; input.g["team-0010"]; {"dev": true, "staging": true}[input.e]; some x in ["oncall", "release-manager"]; input.r[x] } # allow-774
else := true if { input.l == "team-0014"; input.g["team-0014"]; {"staging": true, "prod": true}[input.e]; input.r["viewer"] } # allow-467
else := true if { input.g["team-0019"]; {"k8s-configmap": true, "k8s-namespace": true, "k8s-secret": true}[input.t] } # allow-223
else := true if { {"deploy-agent-0064": true, "deploy-agent-0037": true}[input.c]; input.e == "dev" } # allow-628
else := true if { input.l == "team-0017"; input.g["team-0017"]; {"dev": true, "prod": true}[input.e] } # allow-953
else := true if { {"deploy-agent-0020": true, "deploy-agent-0042": true}[input.c]; {"dev": true, "staging": true}[input.e] } # allow-610
else := true if { {"deploy-agent-0049": true, "deploy-agent-0020": true}[input.c]; input.e == "staging" } # allow-380
else := true if { {"deploy-agent-0029": true, "deploy-agent-0045": true}[input.c]; {"staging": true, "prod": true}[input.e] } # allow-284
else := true if { input.l == "team-0025"; {"dev": true, "prod": true}[input.e]; some x in ["viewer", "release-manager"]; input.r[x] } # allow-498
else := true if { input.l == "team-0000"; input.g["team-0000"]; input.e == "dev" } # allow-221
else := true if { input.l == "team-0002"; input.g["team-0002"]; input.e == "prod"; some x in ["deployer", "operator"]; input.r[x] } # allow-484
else := true if { input.c == "deploy-agent-0023"; input.e == "prod" } # allow-625
else := true if { input.l == "team-0011"; input.g["team-0011"]; {"staging": true, "prod": true}[input.e] } # allow-865
else := true if { input.l == "team-0007"; input.e == "dev"; some x in ["operator", "viewer"]; input.r[x] } # allow-983
else := true if { input.l == "team-0002"; input.g["team-0002"]; input.e == "staging" } # allow-640
else := true if { input.l == "team-0000"; input.g["team-0000"]; input.e == "prod"; some x in ["operator", "oncall", "release-manager"]; input.r[x] } # allow-836
else := true if { input.l == "team-0025"; input.g["team-0025"]; input.e == "prod" } # allow-825
else := true if { input.l == "team-0039"; input.g["team-0039"]; {"dev": true, "prod": true}[input.e] } # allow-938
else := true if { input.l == "team-0032"; input.g["team-0032"]; input.e == "staging" } # allow-746
else := true if { input.l == "team-0038"; {"dev": true, "prod": true}[input.e]; some x in ["oncall", "release-manager"]; input.r[x] } # allow-453
else := true if { input.l == "team-0025"; input.g["team-0025"]; input.e == "staging"; input.r["oncall"] } # allow-523
else := true if { input.l == "team-0013"; input.g["team-0013"]; input.e == "prod"; some x in ["viewer", "release-manager"]; input.r[x] } # allow-906
else := true if { input.l == "team-0027"; input.e == "staging"; some x in ["oncall", "viewer"]; input.r[x] } # allow-662
else := true if { input.c == "deploy-agent-0017"; {"staging": true, "prod": true}[input.e] } # allow-818
else := true if { input.l == "team-0002"; {"staging": true, "prod": true}[input.e]; some x in ["deployer", "oncall"]; input.r[x] } # allow-861
else := true if { input.l == "team-0000"; input.g["team-0000"]; input.e == "prod"; input.r["oncall"] } # allow-767
else := true if { input.c == "deploy-agent-0006"; {"staging": true, "prod": true}[input.e] } # allow-826
else := true if { input.g["team-0031"]; {"aws-ec2-instance": true, "aws-lambda-function": true, "k8s-namespace": true}[input.t] } # allow-934
else := true if { input.l == "team-0018"; input.g["team-0018"]; input.e == "dev" } # allow-324
else := true if { input.c == "deploy-agent-0038"; input.e == "prod" } # allow-761
else := true if { input.l == "team-0025"; input.g["team-0025"]; {"staging": true, "prod": true}[input.e]; some x in ["deployer", "auditor", "release-manager"]; input.r[x] } # allow-772
else := true if { input.l == "team-0021"; input.g["team-0021"]; input.e == "prod" } # allow-508
else := true if { input.l == "team-0027"; input.g["team-0027"]; input.e == "dev"; input.r["oncall"] } # allow-319
else := true if { input.g["team-0015"]; input.t == "k8s-configmap" } # allow-235
else := true if { input.l == "team-0011"; input.g["team-0011"]; {"staging": true, "prod": true}[input.e] } # allow-286
else := true if { input.g["team-0030"]; {"k8s-deployment": true, "k8s-pod": true}[input.t] } # allow-743
else := true if { input.c == "deploy-agent-0052"; input.e == "prod" } # allow-975
else := true if { input.c == "deploy-agent-0053"; input.e == "staging" } # allow-694
else := true if { input.l == "team-0013"; input.e == "prod"; input.r["release-manager"] } # allow-959
else := true if { input.l == "team-0029"; input.g["team-0029"]; {"staging": true, "prod": true}[input.e] } # allow-570
else := true if { {"deploy-agent-0056": true, "deploy-agent-0065": true}[input.c]; input.e == "dev" } # allow-419
else := true if { input.c == "deploy-agent-0009"; {"staging": true, "prod": true}[input.e] } # allow-526
else := true if { input.l == "team-0026"; input.g["team-0026"]; {"dev": true, "staging": true}[input.e] } # allow-883
else := true if { input.l == "team-0007"; input.g["team-0007"]; {"dev": true, "staging": true}[input.e] } # allow-376
else := true if { input.c == "deploy-agent-0004"; {"staging": true, "prod": true}[input.e] } # allow-482
else := true if { {"deploy-agent-0037": true, "deploy-agent-0045": true}[input.c]; {"dev": true, "prod": true}[input.e] } # allow-878
else := true if { input.l == "team-0025"; input.g["team-0025"]; {"dev": true, "staging": true}[input.e]; input.r["auditor"] } # allow-624
else := true if { input.l == "team-0009"; {"dev": true, "prod": true}[input.e]; input.r["oncall"] } # allow-202
else := true if { input.l == "team-0012"; {"dev": true, "prod": true}[input.e]; input.r["auditor"] } # allow-415

actions["rollout-undo"] := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x] } # platform-deny-3
else := false if { input.g["team-0002"]; input.s == "internal"; {"dev": true, "prod": true}[input.e] } # deny-107
else := false if { input.g["team-0013"]; {"internal": true, "critical": true}[input.s]; {"staging": true, "prod": true}[input.e] } # deny-125
else := false if { input.g["team-0008"]; input.s == "critical"; {"dev": true, "prod": true}[input.e] } # deny-105
else := false if { input.l == "team-0023"; input.e == "staging" } # deny-146
else := false if { input.g["team-0026"]; {"public": true, "internal": true}[input.s]; {"staging": true, "prod": true}[input.e] } # deny-109
else := false if { input.g["team-0027"]; input.s == "critical"; {"staging": true, "prod": true}[input.e] } # deny-169
else := false if { {"deploy-agent-0066": true, "deploy-agent-0019": true}[input.c] } # deny-130
else := false if { input.l == "team-0034"; {"dev": true, "staging": true}[input.e] } # deny-75
else := false if { input.l == "team-0039"; {"dev": true, "prod": true}[input.e] } # deny-103
else := false if { input.l == "team-0006"; {"dev": true, "prod": true}[input.e] } # deny-183
else := false if { {"deploy-agent-0039": true, "deploy-agent-0008": true}[input.c] } # deny-128
else := true if { {"dev": true, "staging": true}[input.e] } # platform-allow-0
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev" } # platform-allow-1
else := true if { input.g["everyone-on-call"]; input.s == "public" } # platform-allow-5
else := true if { input.l == "team-0014"; {"staging": true, "prod": true}[input.e]; input.r["deployer"] } # allow-424
else := true if { input.l == "team-0039"; input.g["team-0039"]; {"dev": true, "prod": true}[input.e] } # allow-807
else := true if { input.l == "team-0020"; {"dev": true, "prod": true}[input.e]; input.r["auditor"] } # allow-259
else := true if { input.l == "team-0027"; input.g["team-0027"]; input.e == "prod" } # allow-691
else := true if { {"deploy-agent-0016": true, "deploy-agent-0007": true}[input.c]; input.e == "staging" } # allow-503
else := true if { input.l == "team-0007"; input.g["team-0007"]; input.e == "prod" } # allow-687
else := true if { input.l == "team-0039"; input.g["team-0039"]; input.e == "dev"; some x in ["auditor", "release-manager"]; input.r[x] } # allow-370
else := true if { input.l == "team-0024"; input.g["team-0024"]; {"dev": true, "staging": true}[input.e] } # allow-600
else := true if { input.l == "team-0034"; input.g["team-0034"]; input.e == "staging" } # allow-817
else := true if { input.l == "team-0017"; input.g["team-0017"]; {"dev": true, "prod": true}[input.e] } # allow-953
else := true if { {"deploy-agent-0049": true, "deploy-agent-0020": true}[input.c]; input.e == "staging" } # allow-380
else := true if { input.l == "team-0000"; input.g["team-0000"]; input.e == "dev" } # allow-221
else := true if { input.c == "deploy-agent-0023"; input.e == "prod" } # allow-625
else := true if { input.l == "team-0011"; input.g["team-0011"]; {"staging": true, "prod": true}[input.e] } # allow-865
else := true if { input.l == "team-0007"; input.e == "dev"; some x in ["operator", "viewer"]; input.r[x] } # allow-983
else := true if { input.l == "team-0025"; input.g["team-0025"]; input.e == "prod" } # allow-825
else := true if { input.l == "team-0038"; input.g["team-0038"]; input.e == "prod" } # allow-929
else := true if { input.l == "team-0032"; input.g["team-0032"]; input.e == "staging" } # allow-746
else := true if { input.l == "team-0025"; input.g["team-0025"]; input.e == "staging"; input.r["oncall"] } # allow-523
else := true if { input.g["team-0001"]; {"k8s-hpa": true, "k8s-namespace": true}[input.t] } # allow-665
else := true if { input.c == "deploy-agent-0017"; {"staging": true, "prod": true}[input.e] } # allow-818
else := true if { input.l == "team-0029"; input.g["team-0029"]; {"dev": true, "staging": true}[input.e] } # allow-924
else := true if { {"deploy-agent-0057": true, "deploy-agent-0009": true}[input.c]; {"dev": true, "staging": true}[input.e] } # allow-573
else := true if { input.l == "team-0002"; {"staging": true, "prod": true}[input.e]; some x in ["deployer", "oncall"]; input.r[x] } # allow-861
else := true if { input.l == "team-0000"; input.g["team-0000"]; input.e == "prod"; input.r["oncall"] } # allow-767
else := true if { input.l == "team-0016"; input.g["team-0016"]; input.e == "staging"; some x in ["deployer", "release-manager"]; input.r[x] } # allow-220
else := true if { input.c == "deploy-agent-0055"; {"dev": true, "staging": true}[input.e] } # allow-312
else := true if { {"deploy-agent-0042": true, "deploy-agent-0019": true}[input.c]; {"dev": true, "staging": true}[input.e] } # allow-252
else := true if { input.l == "team-0003"; input.g["team-0003"]; {"dev": true, "prod": true}[input.e] } # allow-296
else := true if { input.c == "deploy-agent-0038"; input.e == "prod" } # allow-761
else := true if { input.l == "team-0025"; input.g["team-0025"]; {"staging": true, "prod": true}[input.e]; some x in ["deployer", "auditor", "release-manager"]; input.r[x] } # allow-772
else := true if { input.l == "team-0030"; input.g["team-0030"]; {"dev": true, "prod": true}[input.e] } # allow-921
else := true if { input.l == "team-0021"; input.g["team-0021"]; input.e == "prod" } # allow-508
else := true if { input.l == "team-0030"; input.g["team-0030"]; input.e == "dev"; some x in ["auditor", "release-manager"]; input.r[x] } # allow-744
else := true if { input.g["team-0015"]; input.t == "k8s-configmap" } # allow-235
else := true if { input.l == "team-0011"; input.g["team-0011"]; {"staging": true, "prod": true}[input.e] } # allow-286
else := true if { input.g["team-0030"]; {"k8s-deployment": true, "k8s-pod": true}[input.t] } # allow-743
else := true if { input.l == "team-0004"; input.g["team-0004"]; input.e == "staging" } # allow-405
else := true if { input.c == "deploy-agent-0053"; input.e == "staging" } # allow-694
else := true if { input.l == "team-0013"; input.e == "prod"; input.r["release-manager"] } # allow-959
else := true if { input.g["team-0005"]; {"aws-lambda-function": true, "aws-s3-bucket": true, "k8s-namespace": true}[input.t] } # allow-505
else := true if { input.c == "deploy-agent-0009"; {"staging": true, "prod": true}[input.e] } # allow-526
else := true if { input.l == "team-0026"; input.g["team-0026"]; {"dev": true, "staging": true}[input.e] } # allow-883
else := true if { input.c == "deploy-agent-0004"; {"staging": true, "prod": true}[input.e] } # allow-482
else := true if { {"deploy-agent-0037": true, "deploy-agent-0045": true}[input.c]; {"dev": true, "prod": true}[input.e] } # allow-878
else := true if { input.l == "team-0028"; input.g["team-0028"]; {"dev": true, "staging": true}[input.e] } # allow-916
else := true if { input.l == "team-0025"; input.g["team-0025"]; {"dev": true, "staging": true}[input.e]; input.r["auditor"] } # allow-624
else := true if { input.l == "team-0022"; input.g["team-0022"]; input.e == "staging"; some x in ["operator", "viewer", "auditor"]; input.r[x] } # allow-519
else := true if { {"deploy-agent-0061": true, "deploy-agent-0065": true}[input.c]; input.e == "dev" } # allow-388
else := true if { {"deploy-agent-0006": true, "deploy-agent-0036": true}[input.c]; {"dev": true, "prod": true}[input.e] } # allow-266

actions["s3-delete-object"] := false if { {"restricted": true, "critical": true}[input.s] } # platform-deny-1
else := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x] } # platform-deny-3
else := false if { input.g["team-0024"]; {"public": true, "internal": true}[input.s]; input.e == "staging" } # deny-145
else := false if { input.g["team-0026"]; input.s == "public"; input.e == "dev" } # deny-159
else := false if { input.l == "team-0020"; input.e == "staging" } # deny-101
else := false if { input.g["team-0033"]; {"public": true, "restricted": true}[input.s]; {"dev": true, "staging": true}[input.e] } # deny-59
else := false if { input.g["team-0011"]; input.s == "public"; {"staging": true, "prod": true}[input.e] } # deny-57
else := false if { input.l == "team-0007"; input.e == "staging" } # deny-35
else := false if { input.l == "team-0038"; input.e == "staging" } # deny-142
else := false if { input.g["team-0000"]; {"internal": true, "restricted": true}[input.s]; input.e == "dev" } # deny-181
else := false if { input.l == "team-0031"; {"dev": true, "prod": true}[input.e] } # deny-53
else := false if { {"deploy-agent-0042": true, "deploy-agent-0015": true}[input.c] } # deny-32
else := false if { input.l == "team-0000"; {"staging": true, "prod": true}[input.e] } # deny-3
else := false if { input.g["team-0010"]; {"restricted": true, "critical": true}[input.s]; input.e == "staging" } # deny-47
else := false if { input.l == "team-0019"; input.e == "dev" } # deny-143
else := false if { input.l == "team-0004"; input.e == "dev" } # deny-114
else := false if { input.l == "team-0034"; input.e == "prod" } # deny-17
else := false if { input.c == "deploy-agent-0012" } # deny-102
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev" } # platform-allow-1
else := true if { input.g["everyone-on-call"]; input.s == "public" } # platform-allow-5
else := true if { input.l == "team-0025"; input.e == "dev"; some x in ["operator", "viewer"]; input.r[x] } # allow-546
else := true if { input.l == "team-0011"; input.g["team-0011"]; {"staging": true, "prod": true}[input.e] } # allow-452
else := true if { input.g["team-0021"]; {"k8s-configmap": true, "k8s-hpa": true, "k8s-secret": true}[input.t] } # allow-904
else := true if { input.l == "team-0008"; input.g["team-0008"]; input.e == "staging" } # allow-805
else := true if { input.l == "team-0030"; input.g["team-0030"]; input.e == "dev" } # allow-270
else := true if { input.l == "team-0006"; input.g["team-0006"]; {"dev": true, "staging": true}[input.e] } # allow-641
else := true if { input.l == "team-0024"; input.g["team-0024"]; {"dev": true, "staging": true}[input.e] } # allow-600
else := true if { input.l == "team-0034"; input.g["team-0034"]; input.e == "dev"; input.r["release-manager"] } # allow-643
else := true if { input.g["team-0003"]; {"k8s-hpa": true, "k8s-secret": true}[input.t] } # allow-528
else := true if { input.l == "team-0035"; input.g["team-0035"]; {"dev": true, "staging": true}[input.e]; input.r["auditor"] } # allow-322
else := true if { input.c == "deploy-agent-0020"; input.e == "prod" } # allow-524
else := true if { input.l == "team-0018"; input.g["team-0018"]; input.e == "dev"; some x in ["deployer", "auditor"]; input.r[x] } # allow-677
else := true if { input.l == "team-0013"; {"dev": true, "prod": true}[input.e]; some x in ["oncall", "auditor"]; input.r[x] } # allow-769
else := true if { input.l == "team-0016"; input.g["team-0016"]; {"dev": true, "staging": true}[input.e]; input.r["auditor"] } # allow-608
else := true if { input.l == "team-0027"; input.g["team-0027"]; {"dev": true, "staging": true}[input.e]; some x in ["operator", "auditor", "release-manager"]; input.r[x] } # allow-864
else := true if { input.l == "team-0036"; input.g["team-0036"]; input.e == "prod" } # allow-365
else := true if { input.l == "team-0026"; {"dev": true, "staging": true}[input.e]; some x in ["deployer", "oncall"]; input.r[x] } # allow-653
else := true if { input.l == "team-0000"; input.g["team-0000"]; {"dev": true, "staging": true}[input.e] } # allow-398
else := true if { input.l == "team-0025"; {"dev": true, "prod": true}[input.e]; some x in ["viewer", "release-manager"]; input.r[x] } # allow-498
else := true if { input.g["team-0011"]; {"aws-ecs-task": true, "k8s-deployment": true}[input.t] } # allow-272
else := true if { input.l == "team-0018"; input.e == "staging"; some x in ["oncall", "viewer"]; input.r[x] } # allow-931
else := true if { input.l == "team-0029"; {"dev": true, "prod": true}[input.e]; some x in ["deployer", "oncall"]; input.r[x] } # allow-892
else := true if { input.g["team-0016"]; {"aws-ecs-service": true, "k8s-configmap": true, "k8s-hpa": true}[input.t] } # allow-828
else := true if { input.l == "team-0028"; input.g["team-0028"]; {"dev": true, "staging": true}[input.e]; some x in ["oncall", "viewer"]; input.r[x] } # allow-655
else := true if { input.l == "team-0031"; input.g["team-0031"]; {"dev": true, "prod": true}[input.e] } # allow-718
else := true if { input.l == "team-0031"; input.g["team-0031"]; {"dev": true, "prod": true}[input.e]; some x in ["operator", "oncall", "auditor"]; input.r[x] } # allow-597
else := true if { input.l == "team-0021"; input.e == "dev"; input.r["deployer"] } # allow-675
else := true if { input.l == "team-0023"; {"dev": true, "prod": true}[input.e]; input.r["viewer"] } # allow-637
else := true if { input.l == "team-0012"; input.g["team-0012"]; {"dev": true, "prod": true}[input.e]; some x in ["oncall", "viewer", "auditor"]; input.r[x] } # allow-268
else := true if { input.l == "team-0013"; {"dev": true, "staging": true}[input.e]; input.r["viewer"] } # allow-840
else := true if { input.l == "team-0022"; input.g["team-0022"]; {"dev": true, "staging": true}[input.e] } # allow-301
else := true if { input.g["team-0024"]; {"aws-ec2-instance": true, "k8s-deployment": true, "k8s-pod": true}[input.t] } # allow-418
else := true if { input.l == "team-0018"; input.g["team-0018"]; {"dev": true, "prod": true}[input.e]; input.r["release-manager"] } # allow-797
else := true if { input.l == "team-0006"; input.g["team-0006"]; input.e == "prod"; some x in ["deployer", "release-manager"]; input.r[x] } # allow-226
else := true if { input.l == "team-0037"; {"dev": true, "prod": true}[input.e]; some x in ["oncall", "release-manager"]; input.r[x] } # allow-900
else := true if { input.c == "deploy-agent-0002"; input.e == "prod" } # allow-353
else := true if { input.c == "deploy-agent-0059"; input.e == "staging" } # allow-699
else := true if { {"deploy-agent-0059": true, "deploy-agent-0036": true}[input.c]; input.e == "dev" } # allow-579
else := true if { input.c == "deploy-agent-0062"; input.e == "dev" } # allow-874
else := true if { {"deploy-agent-0048": true, "deploy-agent-0049": true}[input.c]; {"staging": true, "prod": true}[input.e] } # allow-827
else := true if { input.c == "deploy-agent-0055"; {"dev": true, "staging": true}[input.e] } # allow-312
else := true if { input.l == "team-0031"; input.g["team-0031"]; input.e == "staging"; input.r["auditor"] } # allow-727
else := true if { input.l == "team-0036"; input.e == "staging"; some x in ["deployer", "oncall"]; input.r[x] } # allow-499
else := true if { input.l == "team-0001"; input.e == "staging"; input.r["viewer"] } # allow-952
else := true if { input.c == "deploy-agent-0030"; {"staging": true, "prod": true}[input.e] } # allow-217
else := true if { input.g["team-0010"]; {"aws-ec2-instance": true, "k8s-namespace": true}[input.t] } # allow-926
else := true if { input.g["team-0012"]; input.t == "aws-s3-bucket" } # allow-703
else := true if { {"deploy-agent-0053": true, "deploy-agent-0050": true}[input.c]; input.e == "prod" } # allow-857
else := true if { input.c == "deploy-agent-0009"; {"staging": true, "prod": true}[input.e] } # allow-526
else := true if { input.c == "deploy-agent-0056"; {"dev": true, "prod": true}[input.e] } # allow-341
else := true if { input.c == "deploy-agent-0056"; {"dev": true, "prod": true}[input.e] } # allow-555
else := true if { input.l == "team-0039"; input.g["team-0039"]; {"staging": true, "prod": true}[input.e] } # allow-291
else := true if { input.c == "deploy-agent-0051"; input.e == "prod" } # allow-948
else := true if { input.l == "team-0039"; input.g["team-0039"]; input.e == "staging"; some x in ["viewer", "release-manager"]; input.r[x] } # allow-944
else := true if { input.l == "team-0001"; input.g["team-0001"]; input.e == "dev"; some x in ["viewer", "auditor"]; input.r[x] } # allow-517
else := true if { input.l == "team-0033"; {"staging": true, "prod": true}[input.e]; input.r["oncall"] } # allow-417
else := true if { input.g["team-0031"]; input.t == "k8s-configmap" } # allow-796
else := true if { input.l == "team-0018"; input.g["team-0018"]; input.e == "prod"; input.r["release-manager"] } # allow-212
else := true if { input.l == "team-0026"; {"staging": true, "prod": true}[input.e]; some x in ["oncall", "release-manager"]; input.r[x] } # allow-451
else := true if { {"deploy-agent-0057": true, "deploy-agent-0003": true}[input.c]; input.e == "prod" } # allow-357

actions["s3-put-bucket-policy"] := false if { {"restricted": true, "critical": true}[input.s] } # platform-deny-1
else := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x] } # platform-deny-3
else := false if { input.g["team-0026"]; input.s == "public"; input.e == "dev" } # deny-159
else := false if { input.l == "team-0004"; input.e == "staging" } # deny-29
else := false if { input.l == "team-0007"; input.e == "staging" } # deny-35
else := false if { input.l == "team-0038"; input.e == "staging" } # deny-142
else := false if { input.g["team-0000"]; {"internal": true, "restricted": true}[input.s]; input.e == "dev" } # deny-181
else := false if { input.l == "team-0031"; {"dev": true, "prod": true}[input.e] } # deny-53
else := false if { {"deploy-agent-0042": true, "deploy-agent-0015": true}[input.c] } # deny-32
else := false if { input.l == "team-0000"; {"staging": true, "prod": true}[input.e] } # deny-3
else := false if { input.l == "team-0022"; input.e == "prod" } # deny-7
else := false if { input.l == "team-0023"; {"staging": true, "prod": true}[input.e] } # deny-188
else := false if { {"deploy-agent-0024": true, "deploy-agent-0026": true}[input.c] } # deny-80
else := false if { input.g["team-0010"]; {"restricted": true, "critical": true}[input.s]; input.e == "staging" } # deny-47
else := false if { input.l == "team-0004"; input.e == "dev" } # deny-114
else := false if { input.l == "team-0012"; {"staging": true, "prod": true}[input.e] } # deny-129
else := false if { {"deploy-agent-0043": true, "deploy-agent-0062": true}[input.c] } # deny-153
else := false if { input.g["team-0036"]; input.s == "restricted"; input.e == "staging" } # deny-123
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev" } # platform-allow-1
else := true if { input.g["everyone-on-call"]; input.s == "public" } # platform-allow-5
else := true if { input.g["team-0014"]; {"k8s-configmap": true, "k8s-node": true}[input.t] } # allow-371
else := true if { input.l == "team-0011"; input.g["team-0011"]; {"staging": true, "prod": true}[input.e] } # allow-452
else := true if { input.l == "team-0034"; {"dev": true, "staging": true}[input.e]; some x in ["oncall", "release-manager"]; input.r[x] } # allow-704
else := true if { input.l == "team-0022"; input.g["team-0022"]; input.e == "prod" } # allow-295
else := true if { input.l == "team-0008"; input.g["team-0008"]; input.e == "staging" } # allow-805
else := true if { input.l == "team-0022"; input.g["team-0022"]; {"staging": true, "prod": true}[input.e] } # allow-261
else := true if { input.l == "team-0030"; input.g["team-0030"]; input.e == "dev" } # allow-270
else := true if { input.l == "team-0006"; input.g["team-0006"]; {"dev": true, "staging": true}[input.e] } # allow-641
else := true if { {"deploy-agent-0061": true, "deploy-agent-0026": true}[input.c]; {"dev": true, "prod": true}[input.e] } # allow-461
else := true if { input.l == "team-0024"; input.g["team-0024"]; {"dev": true, "staging": true}[input.e] } # allow-600
else := true if { input.g["team-0003"]; {"k8s-hpa": true, "k8s-secret": true}[input.t] } # allow-528
else := true if { input.c == "deploy-agent-0020"; input.e == "prod" } # allow-524
else := true if { input.l == "team-0018"; input.g["team-0018"]; input.e == "dev"; some x in ["deployer", "auditor"]; input.r[x] } # allow-677
else := true if { input.l == "team-0016"; input.e == "dev"; input.r["auditor"] } # allow-360
else := true if { input.l == "team-0016"; input.g["team-0016"]; {"dev": true, "staging": true}[input.e]; input.r["auditor"] } # allow-608
else := true if { input.l == "team-0027"; input.g["team-0027"]; {"dev": true, "staging": true}[input.e]; some x in ["operator", "auditor", "release-manager"]; input.r[x] } # allow-864
else := true if { input.l == "team-0036"; input.g["team-0036"]; input.e == "prod" } # allow-365
else := true if { input.c == "deploy-agent-0023"; {"dev": true, "prod": true}[input.e] } # allow-696
else := true if { input.l == "team-0026"; {"dev": true, "staging": true}[input.e]; some x in ["deployer", "oncall"]; input.r[x] } # allow-653
else := true if { input.l == "team-0028"; input.g["team-0028"]; input.e == "dev" } # allow-441
else := true if { input.l == "team-0035"; input.e == "staging"; some x in ["operator", "auditor"]; input.r[x] } # allow-928
else := true if { input.l == "team-0000"; input.g["team-0000"]; {"dev": true, "staging": true}[input.e] } # allow-398
else := true if { input.l == "team-0001"; input.g["team-0001"]; {"dev": true, "prod": true}[input.e]; some x in ["deployer", "viewer", "release-manager"]; input.r[x] } # allow-646
else := true if { input.g["team-0011"]; {"aws-ecs-task": true, "k8s-deployment": true}[input.t] } # allow-272
else := true if { input.c == "deploy-agent-0010"; input.e == "staging" } # allow-758
else := true if { input.l == "team-0018"; input.g["team-0018"]; {"dev": true, "staging": true}[input.e]; some x in ["deployer", "auditor", "release-manager"]; input.r[x] } # allow-605
else := true if { input.l == "team-0028"; input.g["team-0028"]; {"dev": true, "staging": true}[input.e]; some x in ["oncall", "viewer"]; input.r[x] } # allow-655
else := true if { input.l == "team-0037"; input.g["team-0037"]; {"staging": true, "prod": true}[input.e]; some x in ["operator", "oncall", "release-manager"]; input.r[x] } # allow-206
else := true if { input.l == "team-0031"; input.g["team-0031"]; {"dev": true, "prod": true}[input.e]; some x in ["operator", "oncall", "auditor"]; input.r[x] } # allow-597
else := true if { input.c == "deploy-agent-0002"; input.e == "staging" } # allow-507
else := true if { input.l == "team-0021"; input.e == "dev"; input.r["deployer"] } # allow-675
else := true if { {"deploy-agent-0031": true, "deploy-agent-0035": true}[input.c]; {"dev": true, "staging": true}[input.e] } # allow-808
else := true if { input.g["team-0022"]; {"k8s-namespace": true, "k8s-node": true}[input.t] } # allow-782
else := true if { input.g["team-0024"]; {"aws-ec2-instance": true, "k8s-deployment": true, "k8s-pod": true}[input.t] } # allow-418
else := true if { input.l == "team-0028"; input.g["team-0028"]; {"dev": true, "staging": true}[input.e]; some x in ["oncall", "auditor"]; input.r[x] } # allow-988
else := true if { input.l == "team-0037"; {"dev": true, "prod": true}[input.e]; some x in ["oncall", "release-manager"]; input.r[x] } # allow-900
else := true if { input.g["team-0032"]; {"aws-lambda-function": true, "k8s-deployment": true}[input.t] } # allow-241
else := true if { input.c == "deploy-agent-0059"; input.e == "staging" } # allow-699
else := true if { input.l == "team-0032"; input.g["team-0032"]; input.e == "staging"; some x in ["operator", "viewer", "auditor"]; input.r[x] } # allow-233
else := true if { {"deploy-agent-0059": true, "deploy-agent-0036": true}[input.c]; input.e == "dev" } # allow-579
else := true if { input.c == "deploy-agent-0062"; input.e == "dev" } # allow-874
else := true if { {"deploy-agent-0026": true, "deploy-agent-0048": true}[input.c]; input.e == "prod" } # allow-381
else := true if { input.c == "deploy-agent-0064"; input.e == "staging" } # allow-788
else := true if { input.l == "team-0004"; input.g["team-0004"]; {"dev": true, "staging": true}[input.e] } # allow-867
else := true if { input.l == "team-0027"; input.g["team-0027"]; input.e == "dev"; input.r["oncall"] } # allow-319
else := true if { input.c == "deploy-agent-0030"; {"staging": true, "prod": true}[input.e] } # allow-217
else := true if { input.g["team-0012"]; {"aws-ecs-service": true, "k8s-hpa": true, "k8s-secret": true}[input.t] } # allow-587
else := true if { input.l == "team-0030"; input.g["team-0030"]; input.e == "dev"; some x in ["auditor", "release-manager"]; input.r[x] } # allow-744
else := true if { input.l == "team-0027"; input.e == "dev"; input.r["oncall"] } # allow-456
else := true if { input.g["team-0010"]; {"aws-ec2-instance": true, "k8s-namespace": true}[input.t] } # allow-926
else := true if { input.l == "team-0029"; input.g["team-0029"]; {"staging": true, "prod": true}[input.e] } # allow-570
else := true if { input.c == "deploy-agent-0009"; {"staging": true, "prod": true}[input.e] } # allow-526
else := true if { input.c == "deploy-agent-0056"; {"dev": true, "prod": true}[input.e] } # allow-555
else := true if { {"deploy-agent-0052": true, "deploy-agent-0038": true}[input.c]; {"dev": true, "prod": true}[input.e] } # allow-784
else := true if { input.l == "team-0017"; input.g["team-0017"]; {"dev": true, "prod": true}[input.e]; input.r["auditor"] } # allow-582
else := true if { input.g["team-0031"]; input.t == "k8s-configmap" } # allow-796
else := true if { input.l == "team-0018"; {"dev": true, "staging": true}[input.e]; input.r["release-manager"] } # allow-404

actions["s3-restore-object"] := false if { {"restricted": true, "critical": true}[input.s] } # platform-deny-1
else := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x] } # platform-deny-3
else := false if { input.g["team-0026"]; input.s == "public"; input.e == "dev" } # deny-159
else := false if { input.g["team-0008"]; input.s == "critical"; {"dev": true, "prod": true}[input.e] } # deny-105
else := false if { input.l == "team-0009"; {"dev": true, "prod": true}[input.e] } # deny-158
else := false if { input.c == "deploy-agent-0064" } # deny-55
else := false if { input.c == "deploy-agent-0008" } # deny-58
else := false if { input.g["team-0000"]; input.s == "restricted"; {"dev": true, "staging": true}[input.e] } # deny-148
else := false if { input.l == "team-0007"; input.e == "staging" } # deny-35
else := false if { input.l == "team-0015"; {"dev": true, "prod": true}[input.e] } # deny-147
else := false if { input.g["team-0033"]; {"internal": true, "restricted": true}[input.s]; input.e == "prod" } # deny-118
else := false if { input.c == "deploy-agent-0021" } # deny-151
else := false if { input.g["team-0000"]; {"internal": true, "restricted": true}[input.s]; input.e == "dev" } # deny-181
else := false if { input.l == "team-0031"; {"dev": true, "prod": true}[input.e] } # deny-53
else := false if { input.c == "deploy-agent-0056" } # deny-76
else := false if { input.g["team-0010"]; {"restricted": true, "critical": true}[input.s]; input.e == "staging" } # deny-47
else := false if { input.l == "team-0004"; input.e == "dev" } # deny-114
else := false if { {"deploy-agent-0001": true, "deploy-agent-0021": true}[input.c] } # deny-196
else := false if { input.c == "deploy-agent-0060" } # deny-96
else := false if { input.l == "team-0001"; input.e == "dev" } # deny-92
else := false if { input.g["team-0036"]; input.s == "restricted"; input.e == "staging" } # deny-123
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev" } # platform-allow-1
else := true if { input.g["everyone-on-call"]; input.s == "public" } # platform-allow-5
else := true if { input.l == "team-0013"; input.g["team-0013"]; {"dev": true, "prod": true}[input.e] } # allow-869
else := true if { input.l == "team-0011"; input.g["team-0011"]; {"staging": true, "prod": true}[input.e] } # allow-452
else := true if { input.l == "team-0022"; input.g["team-0022"]; input.e == "prod" } # allow-295
else := true if { input.l == "team-0008"; input.g["team-0008"]; input.e == "staging" } # allow-805
else := true if { input.l == "team-0030"; input.g["team-0030"]; input.e == "dev" } # allow-270
else := true if { input.l == "team-0006"; input.g["team-0006"]; {"dev": true, "staging": true}[input.e] } # allow-641
else := true if { input.l == "team-0024"; input.g["team-0024"]; {"dev": true, "staging": true}[input.e] } # allow-600
else := true if { input.l == "team-0034"; input.g["team-0034"]; input.e == "dev"; input.r["release-manager"] } # allow-643
else := true if { input.l == "team-0002"; input.g["team-0002"]; {"staging": true, "prod": true}[input.e]; some x in ["deployer", "viewer", "release-manager"]; input.r[x] } # allow-416
else := true if { input.c == "deploy-agent-0020"; input.e == "prod" } # allow-524
else := true if { input.l == "team-0018"; input.g["team-0018"]; input.e == "dev"; some x in ["deployer", "auditor"]; input.r[x] } # allow-677
else := true if { input.l == "team-0033"; input.g["team-0033"]; {"dev": true, "staging": true}[input.e] } # allow-689
else := true if { input.l == "team-0037"; input.g["team-0037"]; input.e == "dev"; some x in ["deployer", "viewer"]; input.r[x] } # allow-249
else := true if { input.l == "team-0016"; input.g["team-0016"]; {"dev": true, "staging": true}[input.e]; input.r["auditor"] } # allow-608
else := true if { input.l == "team-0027"; input.g["team-0027"]; {"dev": true, "staging": true}[input.e]; some x in ["operator", "auditor", "release-manager"]; input.r[x] } # allow-864
else := true if { input.l == "team-0036"; input.g["team-0036"]; input.e == "prod" } # allow-365
else := true if { input.g["team-0019"]; {"k8s-configmap": true, "k8s-namespace": true, "k8s-secret": true}[input.t] } # allow-223
else := true if { input.l == "team-0026"; {"dev": true, "staging": true}[input.e]; some x in ["deployer", "oncall"]; input.r[x] } # allow-653
else := true if { input.l == "team-0038"; input.g["team-0038"]; {"staging": true, "prod": true}[input.e] } # allow-540
else := true if { input.l == "team-0014"; {"dev": true, "staging": true}[input.e]; some x in ["auditor", "release-manager"]; input.r[x] } # allow-890
else := true if { input.l == "team-0000"; input.g["team-0000"]; {"dev": true, "staging": true}[input.e] } # allow-398
else := true if { input.g["team-0011"]; {"aws-ecs-task": true, "k8s-deployment": true}[input.t] } # allow-272
else := true if { input.g["team-0002"]; {"aws-ecs-task": true, "k8s-pod": true}[input.t] } # allow-862
else := true if { input.l == "team-0028"; input.g["team-0028"]; {"dev": true, "staging": true}[input.e]; some x in ["oncall", "viewer"]; input.r[x] } # allow-655
else := true if { input.g["team-0024"]; {"aws-ec2-instance": true, "k8s-namespace": true}[input.t] } # allow-855
else := true if { input.l == "team-0022"; input.g["team-0022"]; input.e == "prod" } # allow-384
else := true if { input.g["team-0019"]; {"aws-lambda-function": true, "k8s-secret": true}[input.t] } # allow-299
else := true if { input.c == "deploy-agent-0005"; {"dev": true, "staging": true}[input.e] } # allow-907
else := true if { input.l == "team-0031"; input.g["team-0031"]; {"dev": true, "prod": true}[input.e]; some x in ["operator", "oncall", "auditor"]; input.r[x] } # allow-597
else := true if { {"deploy-agent-0023": true, "deploy-agent-0027": true}[input.c]; input.e == "staging" } # allow-486
else := true if { input.l == "team-0021"; input.e == "dev"; input.r["deployer"] } # allow-675
else := true if { input.l == "team-0027"; input.e == "dev"; input.r["auditor"] } # allow-204
else := true if { input.l == "team-0006"; input.e == "dev"; input.r["auditor"] } # allow-518
else := true if { input.g["team-0001"]; {"aws-ec2-instance": true, "k8s-secret": true}[input.t] } # allow-530
else := true if { input.l == "team-0031"; input.g["team-0031"]; {"dev": true, "staging": true}[input.e]; some x in ["operator", "viewer", "auditor"]; input.r[x] } # allow-968
else := true if { input.l == "team-0004"; input.g["team-0004"]; input.e == "prod" } # allow-490
else := true if { input.l == "team-0029"; {"staging": true, "prod": true}[input.e]; input.r["oncall"] } # allow-835
else := true if { {"deploy-agent-0045": true, "deploy-agent-0057": true}[input.c]; input.e == "dev" } # allow-634
else := true if { input.g["team-0024"]; {"aws-ec2-instance": true, "k8s-deployment": true, "k8s-pod": true}[input.t] } # allow-418
else := true if { input.l == "team-0023"; input.g["team-0023"]; input.e == "dev"; some x in ["oncall", "viewer"]; input.r[x] } # allow-912
else := true if { input.l == "team-0031"; input.g["team-0031"]; {"staging": true, "prod": true}[input.e] } # allow-459
else := true if { input.g["team-0023"]; input.t == "k8s-configmap" } # allow-256
else := true if { input.l == "team-0037"; {"dev": true, "prod": true}[input.e]; some x in ["oncall", "release-manager"]; input.r[x] } # allow-900
else := true if { input.c == "deploy-agent-0059"; input.e == "staging" } # allow-699
else := true if { input.l == "team-0030"; input.g["team-0030"]; input.e == "dev"; some x in ["deployer", "operator", "auditor"]; input.r[x] } # allow-209
else := true if { {"deploy-agent-0059": true, "deploy-agent-0036": true}[input.c]; input.e == "dev" } # allow-579
else := true if { input.c == "deploy-agent-0062"; input.e == "dev" } # allow-874
else := true if { {"deploy-agent-0048": true, "deploy-agent-0049": true}[input.c]; {"staging": true, "prod": true}[input.e] } # allow-827
else := true if { input.c == "deploy-agent-0030"; {"staging": true, "prod": true}[input.e] } # allow-217
else := true if { input.l == "team-0001"; input.g["team-0001"]; input.e == "staging"; some x in ["operator", "auditor"]; input.r[x] } # allow-802
else := true if { input.g["team-0022"]; {"aws-ecs-service": true, "k8s-hpa": true}[input.t] } # allow-819
else := true if { input.g["team-0010"]; {"aws-ec2-instance": true, "k8s-namespace": true}[input.t] } # allow-926
else := true if { input.c == "deploy-agent-0009"; {"staging": true, "prod": true}[input.e] } # allow-526
else := true if { input.c == "deploy-agent-0056"; {"dev": true, "prod": true}[input.e] } # allow-555
else := true if { input.l == "team-0026"; input.g["team-0026"]; input.e == "prod"; some x in ["operator", "oncall", "viewer"]; input.r[x] } # allow-575
else := true if { input.l == "team-0005"; input.e == "dev"; input.r["viewer"] } # allow-251
else := true if { input.l == "team-0024"; input.g["team-0024"]; {"dev": true, "prod": true}[input.e]; some x in ["auditor", "release-manager"]; input.r[x] } # allow-723
else := true if { input.g["team-0031"]; input.t == "k8s-configmap" } # allow-796
else := true if { {"deploy-agent-0061": true, "deploy-agent-0065": true}[input.c]; input.e == "dev" } # allow-388
else := true if { {"deploy-agent-0057": true, "deploy-agent-0003": true}[input.c]; input.e == "prod" } # allow-357

actions["scale-deployment"] := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x] } # platform-deny-3
else := false if { input.l == "team-0025"; input.e == "prod" } # deny-186
else := false if { {"deploy-agent-0017": true, "deploy-agent-0046": true}[input.c] } # deny-134
else := false if { input.l == "team-0030"; {"dev": true, "staging": true}[input.e] } # deny-119
else := false if { input.l == "team-0025"; {"dev": true, "staging": true}[input.e] } # deny-150
else := false if { input.l == "team-0009"; {"dev": true, "prod": true}[input.e] } # deny-163
else := false if { input.l == "team-0007"; input.e == "staging" } # deny-35
else := false if { input.g["team-0028"]; {"public": true, "restricted": true}[input.s]; {"dev": true, "staging": true}[input.e] } # deny-139
else := false if { input.l == "team-0023"; input.e == "dev" } # deny-34
else := false if { input.g["team-0014"]; {"public": true, "critical": true}[input.s]; {"dev": true, "prod": true}[input.e] } # deny-21
else := false if { input.l == "team-0005"; {"staging": true, "prod": true}[input.e] } # deny-155
else := false if { {"deploy-agent-0028": true, "deploy-agent-0042": true}[input.c] } # deny-111
else := false if { {"deploy-agent-0031": true, "deploy-agent-0058": true}[input.c] } # deny-194
else := false if { {"deploy-agent-0005": true, "deploy-agent-0017": true}[input.c] } # deny-6
else := false if { input.l == "team-0031"; {"dev": true, "prod": true}[input.e] } # deny-53
else := false if { input.g["team-0018"]; input.s == "restricted"; input.e == "prod" } # deny-165
else := false if { input.l == "team-0008"; input.e == "staging" } # deny-77
else := false if { input.g["team-0023"]; {"public": true, "restricted": true}[input.s]; input.e == "prod" } # deny-177
else := false if { input.g["team-0016"]; input.s == "critical"; input.e == "staging" } # deny-98
else := false if { input.l == "team-0006"; {"dev": true, "prod": true}[input.e] } # deny-183
else := false if { {"deploy-agent-0038": true, "deploy-agent-0047": true}[input.c] } # deny-79
else := false if { input.l == "team-0002"; {"staging": true, "prod": true}[input.e] } # deny-154
else := false if { input.l == "team-0028"; {"staging": true, "prod": true}[input.e] } # deny-189
else := false if { input.g["team-0011"]; {"public": true, "internal": true}[input.s]; {"dev": true, "prod": true}[input.e] } # deny-39
else := false if { input.c == "deploy-agent-0004" } # deny-27
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev" } # platform-allow-1
else := true if { input.e == "staging"; input.r["deployer"] } # platform-allow-2
else := true if { input.g["everyone-on-call"]; input.s == "public" } # platform-allow-5
else := true if { input.g["team-0007"]; {"aws-iam-role": true, "k8s-configmap": true, "k8s-deployment": true}[input.t] } # allow-752
else := true if { {"deploy-agent-0043": true, "deploy-agent-0019": true}[input.c]; {"staging": true, "prod": true}[input.e] } # allow-986
else := true if { input.l == "team-0026"; input.g["team-0026"]; input.e == "staging" } # allow-564
else := true if { input.l == "team-0015"; input.g["team-0015"]; {"staging": true, "prod": true}[input.e] } # allow-722
else := true if { input.c == "deploy-agent-0020"; input.e == "prod" } # allow-524
else := true if { {"deploy-agent-0014": true, "deploy-agent-0011": true}[input.c]; {"staging": true, "prod": true}[input.e] } # allow-899
else := true if { input.l == "team-0003"; input.g["team-0003"]; input.e == "prod"; some x in ["viewer", "release-manager"]; input.r[x] } # allow-340
else := true if { input.l == "team-0016"; input.g["team-0016"]; {"dev": true, "staging": true}[input.e]; input.r["auditor"] } # allow-608
else := true if { input.l == "team-0038"; {"staging": true, "prod": true}[input.e]; input.r["auditor"] } # allow-485
else := true if { {"deploy-agent-0009": true, "deploy-agent-0036": true}[input.c]; input.e == "dev" } # allow-302
else := true if { input.c == "deploy-agent-0005"; input.e == "dev" } # allow-454
else := true if { input.c == "deploy-agent-0029"; {"staging": true, "prod": true}[input.e] } # allow-951
else := true if { input.l == "team-0014"; input.e == "dev"; input.r["deployer"] } # allow-426
else := true if { input.c == "deploy-agent-0056"; input.e == "staging" } # allow-551
else := true if { input.g["team-0002"]; {"k8s-configmap": true, "k8s-deployment": true}[input.t] } # allow-306
else := true if { input.l == "team-0026"; input.g["team-0026"]; {"dev": true, "staging": true}[input.e]; some x in ["auditor", "release-manager"]; input.r[x] } # allow-973
else := true if { input.l == "team-0025"; {"dev": true, "prod": true}[input.e]; some x in ["viewer", "release-manager"]; input.r[x] } # allow-498
else := true if { input.g["team-0008"]; {"aws-ecs-task": true, "aws-s3-bucket": true, "k8s-secret": true}[input.t] } # allow-288
else := true if { input.l == "team-0017"; input.g["team-0017"]; input.e == "prod" } # allow-448
else := true if { input.l == "team-0035"; input.e == "prod"; some x in ["deployer", "viewer"]; input.r[x] } # allow-466
else := true if { input.l == "team-0003"; input.g["team-0003"]; input.e == "dev" } # allow-649
else := true if { input.l == "team-0005"; input.g["team-0005"]; input.e == "staging" } # allow-919
else := true if { input.l == "team-0028"; {"dev": true, "prod": true}[input.e]; some x in ["operator", "oncall"]; input.r[x] } # allow-557
else := true if { input.l == "team-0031"; input.g["team-0031"]; {"staging": true, "prod": true}[input.e]; some x in ["deployer", "oncall", "release-manager"]; input.r[x] } # allow-638
else := true if { input.c == "deploy-agent-0048"; {"dev": true, "staging": true}[input.e] } # allow-724
else := true if { {"deploy-agent-0055": true, "deploy-agent-0044": true}[input.c]; input.e == "prod" } # allow-449
else := true if { {"deploy-agent-0047": true, "deploy-agent-0066": true}[input.c]; {"staging": true, "prod": true}[input.e] } # allow-860
else := true if { input.l == "team-0009"; input.g["team-0009"]; {"staging": true, "prod": true}[input.e]; some x in ["operator", "auditor"]; input.r[x] } # allow-815
else := true if { input.g["team-0024"]; {"aws-ec2-instance": true, "k8s-namespace": true}[input.t] } # allow-855
else := true if { input.l == "team-0006"; input.g["team-0006"]; input.e == "prod" } # allow-358
else := true if { input.l == "team-0037"; input.e == "dev"; input.r["deployer"] } # allow-282
else := true if { input.g["team-0019"]; {"aws-lambda-function": true, "k8s-secret": true}[input.t] } # allow-299
else := true if { input.l == "team-0039"; input.g["team-0039"]; {"dev": true, "prod": true}[input.e] } # allow-938
else := true if { input.l == "team-0031"; input.g["team-0031"]; input.e == "dev" } # allow-949
else := true if { input.l == "team-0038"; input.g["team-0038"]; {"staging": true, "prod": true}[input.e]; input.r["viewer"] } # allow-455
else := true if { input.l == "team-0007"; input.g["team-0007"]; {"dev": true, "staging": true}[input.e] } # allow-477
else := true if { input.l == "team-0024"; input.g["team-0024"]; {"dev": true, "staging": true}[input.e]; some x in ["oncall", "viewer"]; input.r[x] } # allow-978
else := true if { input.l == "team-0003"; {"dev": true, "prod": true}[input.e]; input.r["operator"] } # allow-347
else := true if { input.l == "team-0013"; input.g["team-0013"]; input.e == "prod" } # allow-849
else := true if { {"deploy-agent-0048": true, "deploy-agent-0034": true}[input.c]; {"staging": true, "prod": true}[input.e] } # allow-770
else := true if { input.l == "team-0037"; input.g["team-0037"]; {"staging": true, "prod": true}[input.e] } # allow-923
else := true if { input.g["team-0001"]; {"k8s-hpa": true, "k8s-namespace": true}[input.t] } # allow-665
else := true if { input.l == "team-0021"; {"staging": true, "prod": true}[input.e]; some x in ["operator", "auditor"]; input.r[x] } # allow-764
else := true if { input.l == "team-0015"; input.g["team-0015"]; input.e == "dev" } # allow-402
else := true if { input.g["team-0011"]; input.t == "k8s-node" } # allow-725
else := true if { input.c == "deploy-agent-0044"; {"staging": true, "prod": true}[input.e] } # allow-644
else := true if { input.l == "team-0029"; input.g["team-0029"]; input.e == "prod" } # allow-264
else := true if { input.l == "team-0027"; input.g["team-0027"]; {"dev": true, "staging": true}[input.e]; some x in ["deployer", "operator"]; input.r[x] } # allow-285
else := true if { input.g["team-0023"]; {"aws-iam-role": true, "k8s-secret": true}[input.t] } # allow-379
else := true if { input.l == "team-0025"; input.g["team-0025"]; input.e == "dev" } # allow-886
else := true if { input.l == "team-0001"; input.g["team-0001"]; input.e == "staging"; some x in ["operator", "viewer"]; input.r[x] } # allow-237
else := true if { input.l == "team-0030"; input.g["team-0030"]; input.e == "prod" } # allow-510
else := true if { {"deploy-agent-0028": true, "deploy-agent-0035": true}[input.c]; {"dev": true, "staging": true}[input.e] } # allow-538
else := true if { {"deploy-agent-0037": true, "deploy-agent-0031": true}[input.c]; {"dev": true, "prod": true}[input.e] } # allow-230
else := true if { input.l == "team-0021"; input.g["team-0021"]; input.e == "prod" } # allow-508
else := true if { input.l == "team-0028"; input.g["team-0028"]; {"dev": true, "prod": true}[input.e]; some x in ["viewer", "release-manager"]; input.r[x] } # allow-445
else := true if { input.l == "team-0018"; input.g["team-0018"]; input.e == "dev" } # allow-670
else := true if { {"deploy-agent-0043": true, "deploy-agent-0005": true}[input.c]; input.e == "prod" } # allow-841
else := true if { input.l == "team-0007"; input.g["team-0007"]; {"dev": true, "prod": true}[input.e] } # allow-623
else := true if { input.l == "team-0025"; input.g["team-0025"]; {"staging": true, "prod": true}[input.e] } # allow-210
else := true if { input.c == "deploy-agent-0005"; input.e == "dev" } # allow-786
else := true if { input.l == "team-0011"; input.g["team-0011"]; {"staging": true, "prod": true}[input.e]; some x in ["deployer", "oncall", "viewer"]; input.r[x] } # allow-961
else := true if { input.g["team-0015"]; {"aws-ec2-instance": true, "aws-iam-role": true}[input.t] } # allow-601
else := true if { input.l == "team-0018"; input.g["team-0018"]; {"dev": true, "staging": true}[input.e]; some x in ["deployer", "oncall"]; input.r[x] } # allow-552
else := true if { {"deploy-agent-0041": true, "deploy-agent-0047": true}[input.c]; input.e == "prod" } # allow-839
else := true if { input.l == "team-0002"; input.g["team-0002"]; input.e == "dev" } # allow-255
else := true if { input.l == "team-0017"; input.g["team-0017"]; input.e == "staging"; some x in ["viewer", "release-manager"]; input.r[x] } # allow-391
else := true if { {"deploy-agent-0062": true, "deploy-agent-0058": true}[input.c]; {"dev": true, "prod": true}[input.e] } # allow-771
else := true if { input.l == "team-0007"; input.g["team-0007"]; {"dev": true, "staging": true}[input.e] } # allow-376
else := true if { input.l == "team-0008"; input.g["team-0008"]; input.e == "dev"; some x in ["deployer", "operator", "auditor"]; input.r[x] } # allow-429
else := true if { input.l == "team-0009"; input.g["team-0009"]; {"dev": true, "prod": true}[input.e] } # allow-762
else := true if { input.l == "team-0002"; {"staging": true, "prod": true}[input.e]; some x in ["oncall", "auditor"]; input.r[x] } # allow-980
else := true if { input.l == "team-0025"; input.g["team-0025"]; input.e == "staging" } # allow-830
else := true if { input.l == "team-0013"; input.g["team-0013"]; {"dev": true, "prod": true}[input.e] } # allow-876
else := true if { {"deploy-agent-0063": true, "deploy-agent-0013": true}[input.c]; input.e == "dev" } # allow-489
else := true if { input.l == "team-0035"; input.g["team-0035"]; {"dev": true, "prod": true}[input.e] } # allow-656
else := true if { input.l == "team-0037"; input.g["team-0037"]; input.e == "prod" } # allow-514
else := true if { input.l == "team-0032"; input.g["team-0032"]; {"staging": true, "prod": true}[input.e] } # allow-355

actions["scale-hpa"] := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x] } # platform-deny-3
else := false if { input.l == "team-0025"; input.e == "prod" } # deny-186
else := false if { input.l == "team-0018"; {"dev": true, "staging": true}[input.e] } # deny-70
else := false if { input.l == "team-0030"; {"dev": true, "staging": true}[input.e] } # deny-119
else := false if { {"deploy-agent-0011": true, "deploy-agent-0046": true}[input.c] } # deny-62
else := false if { input.l == "team-0021"; input.e == "dev" } # deny-28
else := false if { input.l == "team-0007"; input.e == "staging" } # deny-35
else := false if { input.l == "team-0036"; {"dev": true, "prod": true}[input.e] } # deny-104
else := false if { input.g["team-0028"]; {"public": true, "restricted": true}[input.s]; {"dev": true, "staging": true}[input.e] } # deny-139
else := false if { input.l == "team-0023"; input.e == "dev" } # deny-34
else := false if { input.c == "deploy-agent-0013" } # deny-52
else := false if { {"deploy-agent-0031": true, "deploy-agent-0058": true}[input.c] } # deny-194
else := false if { input.l == "team-0000"; {"dev": true, "prod": true}[input.e] } # deny-10
else := false if { input.l == "team-0004"; input.e == "dev" } # deny-114
else := false if { input.l == "team-0012"; {"dev": true, "prod": true}[input.e] } # deny-65
else := false if { input.g["team-0011"]; {"public": true, "internal": true}[input.s]; {"dev": true, "prod": true}[input.e] } # deny-39
else := false if { input.g["team-0031"]; input.s == "public"; input.e == "dev" } # deny-78
else := false if { input.c == "deploy-agent-0004" } # deny-27
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev" } # platform-allow-1
else := true if { input.e == "staging"; input.r["deployer"] } # platform-allow-2
else := true if { input.g["everyone-on-call"]; input.s == "public" } # platform-allow-5
else := true if { input.g["team-0014"]; {"k8s-configmap": true, "k8s-node": true}[input.t] } # allow-371
else := true if { input.l == "team-0025"; {"dev": true, "staging": true}[input.e]; input.r["oncall"] } # allow-591
else := true if { input.l == "team-0005"; input.g["team-0005"]; input.e == "staging" } # allow-866
else := true if { {"deploy-agent-0013": true, "deploy-agent-0001": true}[input.c]; input.e == "staging" } # allow-333
else := true if { input.l == "team-0026"; input.g["team-0026"]; input.e == "staging" } # allow-564
else := true if { input.l == "team-0039"; input.g["team-0039"]; input.e == "dev"; some x in ["auditor", "release-manager"]; input.r[x] } # allow-370
else := true if { input.l == "team-0038"; input.g["team-0038"]; input.e == "dev"; some x in ["deployer", "operator", "auditor"]; input.r[x] } # allow-558
else := true if { {"deploy-agent-0061": true, "deploy-agent-0026": true}[input.c]; {"dev": true, "prod": true}[input.e] } # allow-461
else := true if { input.l == "team-0006"; input.g["team-0006"]; {"dev": true, "staging": true}[input.e] } # allow-714
else := true if { input.l == "team-0014"; input.g["team-0014"]; {"dev": true, "staging": true}[input.e] } # allow-650
else := true if { input.l == "team-0015"; input.g["team-0015"]; {"staging": true, "prod": true}[input.e] } # allow-722
else := true if { input.l == "team-0025"; input.g["team-0025"]; input.e == "dev" } # allow-658
else := true if { input.c == "deploy-agent-0020"; input.e == "prod" } # allow-524
else := true if { input.l == "team-0016"; input.g["team-0016"]; {"dev": true, "staging": true}[input.e]; input.r["auditor"] } # allow-608
else := true if { input.l == "team-0021"; input.g["team-0021"]; input.e == "prod" } # allow-243
else := true if { input.c == "deploy-agent-0023"; {"dev": true, "prod": true}[input.e] } # allow-696
else := true if { input.g["team-0019"]; {"k8s-configmap": true, "k8s-namespace": true, "k8s-secret": true}[input.t] } # allow-223
else := true if { input.l == "team-0032"; input.g["team-0032"]; input.e == "staging" } # allow-700
else := true if { {"deploy-agent-0009": true, "deploy-agent-0036": true}[input.c]; input.e == "dev" } # allow-302
else := true if { input.l == "team-0006"; input.g["team-0006"]; input.e == "prod"; some x in ["oncall", "viewer"]; input.r[x] } # allow-323
else := true if { input.l == "team-0014"; input.e == "dev"; input.r["deployer"] } # allow-426
else := true if { input.l == "team-0025"; input.g["team-0025"]; {"staging": true, "prod": true}[input.e] } # allow-502
else := true if { input.l == "team-0026"; input.g["team-0026"]; {"dev": true, "staging": true}[input.e]; some x in ["auditor", "release-manager"]; input.r[x] } # allow-973
else := true if { input.l == "team-0000"; input.g["team-0000"]; input.e == "dev" } # allow-221
else := true if { input.l == "team-0017"; input.g["team-0017"]; input.e == "prod" } # allow-448
else := true if { input.l == "team-0023"; input.g["team-0023"]; {"dev": true, "staging": true}[input.e]; input.r["operator"] } # allow-328
else := true if { input.g["team-0014"]; {"aws-lambda-function": true, "k8s-deployment": true, "k8s-hpa": true}[input.t] } # allow-372
else := true if { input.l == "team-0030"; input.g["team-0030"]; input.e == "prod" } # allow-596
else := true if { input.l == "team-0018"; input.e == "staging"; some x in ["oncall", "viewer"]; input.r[x] } # allow-931
else := true if { input.l == "team-0028"; {"dev": true, "prod": true}[input.e]; some x in ["operator", "oncall"]; input.r[x] } # allow-557
else := true if { input.c == "deploy-agent-0048"; {"dev": true, "staging": true}[input.e] } # allow-724
else := true if { input.c == "deploy-agent-0043"; {"dev": true, "prod": true}[input.e] } # allow-556
else := true if { input.l == "team-0017"; input.e == "dev"; input.r["oncall"] } # allow-479
else := true if { {"deploy-agent-0047": true, "deploy-agent-0066": true}[input.c]; {"staging": true, "prod": true}[input.e] } # allow-860
else := true if { input.l == "team-0005"; input.g["team-0005"]; input.e == "dev"; input.r["release-manager"] } # allow-205
else := true if { input.l == "team-0007"; input.g["team-0007"]; input.e == "dev" } # allow-755
else := true if { input.l == "team-0034"; input.e == "prod"; some x in ["oncall", "auditor"]; input.r[x] } # allow-598
else := true if { input.l == "team-0006"; input.g["team-0006"]; input.e == "prod" } # allow-358
else := true if { input.c == "deploy-agent-0047"; {"dev": true, "staging": true}[input.e] } # allow-332
else := true if { input.l == "team-0010"; input.g["team-0010"]; {"dev": true, "staging": true}[input.e]; some x in ["oncall", "viewer", "auditor"]; input.r[x] } # allow-200
else := true if { input.l == "team-0037"; input.g["team-0037"]; {"staging": true, "prod": true}[input.e] } # allow-923
else := true if { input.l == "team-0014"; input.g["team-0014"]; {"staging": true, "prod": true}[input.e]; some x in ["oncall", "release-manager"]; input.r[x] } # allow-664
else := true if { input.l == "team-0029"; input.g["team-0029"]; input.e == "dev" } # allow-325
else := true if { input.l == "team-0003"; input.g["team-0003"]; {"staging": true, "prod": true}[input.e] } # allow-661
else := true if { input.l == "team-0012"; input.g["team-0012"]; {"dev": true, "prod": true}[input.e]; some x in ["oncall", "viewer", "auditor"]; input.r[x] } # allow-268
else := true if { input.l == "team-0029"; input.g["team-0029"]; input.e == "prod" } # allow-264
else := true if { input.l == "team-0029"; {"staging": true, "prod": true}[input.e]; input.r["oncall"] } # allow-835
else := true if { input.l == "team-0013"; {"dev": true, "staging": true}[input.e]; input.r["viewer"] } # allow-840
else := true if { {"deploy-agent-0057": true, "deploy-agent-0034": true}[input.c]; input.e == "dev" } # allow-720
else := true if { input.l == "team-0017"; input.g["team-0017"]; input.e == "prod" } # allow-721
else := true if { input.l == "team-0037"; {"dev": true, "prod": true}[input.e]; some x in ["oncall", "release-manager"]; input.r[x] } # allow-900
else := true if { input.l == "team-0038"; input.g["team-0038"]; input.e == "prod" } # allow-313
else := true if { input.l == "team-0025"; input.g["team-0025"]; input.e == "dev" } # allow-886
else := true if { input.c == "deploy-agent-0045"; {"staging": true, "prod": true}[input.e] } # allow-859
else := true if { input.l == "team-0034"; input.e == "dev"; some x in ["deployer", "operator"]; input.r[x] } # allow-373
else := true if { input.l == "team-0027"; input.g["team-0027"]; {"dev": true, "staging": true}[input.e] } # allow-277
else := true if { input.l == "team-0030"; input.g["team-0030"]; input.e == "prod" } # allow-510
else := true if { input.l == "team-0029"; {"dev": true, "prod": true}[input.e]; input.r["oncall"] } # allow-215
else := true if { input.l == "team-0021"; input.g["team-0021"]; input.e == "prod" } # allow-508
else := true if { input.l == "team-0024"; input.g["team-0024"]; {"staging": true, "prod": true}[input.e]; input.r["deployer"] } # allow-652
else := true if { input.l == "team-0028"; input.g["team-0028"]; {"dev": true, "prod": true}[input.e]; some x in ["viewer", "release-manager"]; input.r[x] } # allow-445
else := true if { {"deploy-agent-0043": true, "deploy-agent-0005": true}[input.c]; input.e == "prod" } # allow-841
else := true if { input.l == "team-0030"; input.g["team-0030"]; {"dev": true, "prod": true}[input.e]; some x in ["operator", "oncall", "viewer"]; input.r[x] } # allow-475
else := true if { input.c == "deploy-agent-0034"; input.e == "dev" } # allow-432
else := true if { input.l == "team-0020"; {"staging": true, "prod": true}[input.e]; input.r["release-manager"] } # allow-810
else := true if { input.l == "team-0011"; input.g["team-0011"]; {"staging": true, "prod": true}[input.e]; some x in ["deployer", "oncall", "viewer"]; input.r[x] } # allow-961
else := true if { input.l == "team-0003"; input.g["team-0003"]; input.e == "staging" } # allow-494
else := true if { input.l == "team-0000"; input.g["team-0000"]; input.e == "prod" } # allow-612
else := true if { input.l == "team-0018"; input.g["team-0018"]; {"dev": true, "staging": true}[input.e]; some x in ["deployer", "oncall"]; input.r[x] } # allow-552
else := true if { input.l == "team-0008"; input.e == "dev"; some x in ["oncall", "auditor"]; input.r[x] } # allow-279
else := true if { input.l == "team-0028"; input.g["team-0028"]; input.e == "prod"; some x in ["oncall", "auditor", "release-manager"]; input.r[x] } # allow-684
else := true if { {"deploy-agent-0010": true, "deploy-agent-0057": true}[input.c]; input.e == "prod" } # allow-216
else := true if { input.l == "team-0029"; input.g["team-0029"]; {"dev": true, "staging": true}[input.e] } # allow-437
else := true if { input.l == "team-0017"; input.g["team-0017"]; input.e == "staging"; some x in ["viewer", "release-manager"]; input.r[x] } # allow-391
else := true if { {"deploy-agent-0062": true, "deploy-agent-0058": true}[input.c]; {"dev": true, "prod": true}[input.e] } # allow-771
else := true if { input.l == "team-0009"; input.g["team-0009"]; {"dev": true, "prod": true}[input.e] } # allow-762
else := true if { input.l == "team-0033"; input.g["team-0033"]; input.e == "prod" } # allow-280
else := true if { input.l == "team-0002"; {"staging": true, "prod": true}[input.e]; some x in ["oncall", "auditor"]; input.r[x] } # allow-980
else := true if { input.l == "team-0029"; input.g["team-0029"]; input.e == "dev"; some x in ["deployer", "release-manager"]; input.r[x] } # allow-396
else := true if { input.c == "deploy-agent-0039"; {"dev": true, "staging": true}[input.e] } # allow-516
else := true if { {"deploy-agent-0063": true, "deploy-agent-0013": true}[input.c]; input.e == "dev" } # allow-489
else := true if { input.l == "team-0007"; input.g["team-0007"]; input.e == "staging" } # allow-748
else := true if { input.l == "team-0035"; input.g["team-0035"]; {"dev": true, "prod": true}[input.e] } # allow-656
else := true if { input.l == "team-0026"; input.g["team-0026"]; {"staging": true, "prod": true}[input.e] } # allow-457
else := true if { input.l == "team-0023"; input.g["team-0023"]; input.e == "staging" } # allow-440
else := true if { input.c == "deploy-agent-0034"; {"dev": true, "staging": true}[input.e] } # allow-965
else := true if { input.l == "team-0036"; input.g["team-0036"]; {"staging": true, "prod": true}[input.e] } # allow-553
else := true if { input.g["team-0013"]; {"aws-ecs-task": true, "aws-lambda-function": true, "aws-s3-bucket": true}[input.t] } # allow-702
else := true if { input.g["team-0023"]; {"aws-ecs-service": true, "k8s-configmap": true, "k8s-node": true}[input.t] } # allow-470
else := true if { input.l == "team-0032"; input.g["team-0032"]; {"staging": true, "prod": true}[input.e] } # allow-355
else := true if { input.l == "team-0029"; input.g["team-0029"]; input.e == "prod" } # allow-258

actions["uncordon-node"] := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x] } # platform-deny-3
else := false if { input.l == "team-0009"; {"dev": true, "prod": true}[input.e] } # deny-158
else := false if { input.g["team-0001"]; {"public": true, "internal": true}[input.s]; input.e == "prod" } # deny-141
else := false if { input.g["team-0000"]; input.s == "restricted"; {"dev": true, "staging": true}[input.e] } # deny-148
else := false if { input.l == "team-0015"; input.e == "staging" } # deny-171
else := false if { input.l == "team-0025"; input.e == "staging" } # deny-56
else := false if { input.l == "team-0015"; {"dev": true, "prod": true}[input.e] } # deny-147
else := false if { input.g["team-0007"]; input.s == "public"; input.e == "staging" } # deny-173
else := false if { {"deploy-agent-0031": true, "deploy-agent-0058": true}[input.c] } # deny-194
else := false if { input.l == "team-0022"; input.e == "staging" } # deny-161
else := false if { input.g["team-0010"]; input.s == "restricted"; input.e == "dev" } # deny-133
else := false if { {"deploy-agent-0040": true, "deploy-agent-0028": true}[input.c] } # deny-48
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev" } # platform-allow-1
else := true if { {"k8s-deployment": true, "k8s-node": true, "aws-ec2-instance": true}[input.t]; some x in ["oncall", "operator"]; input.r[x] } # platform-allow-4
else := true if { input.g["everyone-on-call"]; input.s == "public" } # platform-allow-5
else := true if { input.l == "team-0031"; input.g["team-0031"]; input.e == "dev" } # allow-710
else := true if { input.l == "team-0032"; input.g["team-0032"]; input.e == "prod" } # allow-940
else := true if { input.l == "team-0036"; {"dev": true, "staging": true}[input.e]; some x in ["deployer", "operator"]; input.r[x] } # allow-407
else := true if { input.l == "team-0015"; {"dev": true, "prod": true}[input.e]; some x in ["deployer", "auditor"]; input.r[x] } # allow-247
else := true if { input.g["team-0003"]; {"k8s-hpa": true, "k8s-secret": true}[input.t] } # allow-528
else := true if { input.l == "team-0003"; input.g["team-0003"]; {"dev": true, "staging": true}[input.e] } # allow-854
else := true if { input.l == "team-0019"; {"dev": true, "staging": true}[input.e]; some x in ["viewer", "auditor"]; input.r[x] } # allow-873
else := true if { input.l == "team-0021"; input.g["team-0021"]; {"dev": true, "prod": true}[input.e] } # allow-314
else := true if { input.g["team-0031"]; {"k8s-pod": true, "k8s-secret": true}[input.t] } # allow-560
else := true if { input.l == "team-0021"; input.g["team-0021"]; {"dev": true, "staging": true}[input.e]; some x in ["deployer", "auditor"]; input.r[x] } # allow-910
else := true if { input.l == "team-0009"; input.g["team-0009"]; input.e == "dev"; some x in ["oncall", "viewer", "auditor"]; input.r[x] } # allow-369
else := true if { input.g["team-0034"]; input.t == "aws-s3-bucket" } # allow-974
else := true if { {"deploy-agent-0064": true, "deploy-agent-0037": true}[input.c]; input.e == "dev" } # allow-628
else := true if { input.c == "deploy-agent-0029"; input.e == "staging" } # allow-726
else := true if { {"deploy-agent-0006": true, "deploy-agent-0056": true}[input.c]; {"dev": true, "prod": true}[input.e] } # allow-574
else := true if { input.l == "team-0002"; input.g["team-0002"]; input.e == "prod"; some x in ["deployer", "operator"]; input.r[x] } # allow-484
else := true if { input.g["team-0014"]; {"aws-lambda-function": true, "k8s-deployment": true, "k8s-hpa": true}[input.t] } # allow-372
else := true if { {"deploy-agent-0053": true, "deploy-agent-0049": true}[input.c]; {"staging": true, "prod": true}[input.e] } # allow-798
else := true if { input.l == "team-0012"; input.g["team-0012"]; input.e == "staging" } # allow-618
else := true if { {"deploy-agent-0040": true, "deploy-agent-0059": true}[input.c]; {"dev": true, "prod": true}[input.e] } # allow-394
else := true if { input.l == "team-0028"; {"dev": true, "prod": true}[input.e]; some x in ["operator", "oncall"]; input.r[x] } # allow-557
else := true if { input.l == "team-0031"; input.g["team-0031"]; {"staging": true, "prod": true}[input.e]; some x in ["deployer", "oncall", "release-manager"]; input.r[x] } # allow-638
else := true if { input.l == "team-0010"; input.g["team-0010"]; input.e == "staging"; some x in ["oncall", "auditor", "release-manager"]; input.r[x] } # allow-686
else := true if { {"deploy-agent-0049": true, "deploy-agent-0028": true}[input.c]; {"dev": true, "prod": true}[input.e] } # allow-446
else := true if { input.l == "team-0022"; input.g["team-0022"]; input.e == "prod" } # allow-384
else := true if { input.c == "deploy-agent-0044"; {"staging": true, "prod": true}[input.e] } # allow-581
else := true if { input.l == "team-0012"; input.g["team-0012"]; input.e == "prod" } # allow-444
else := true if { input.c == "deploy-agent-0051"; {"dev": true, "prod": true}[input.e] } # allow-636
else := true if { input.l == "team-0018"; input.g["team-0018"]; {"dev": true, "prod": true}[input.e] } # allow-936
else := true if { input.l == "team-0029"; input.e == "dev"; some x in ["deployer", "operator"]; input.r[x] } # allow-509
else := true if { {"deploy-agent-0011": true, "deploy-agent-0015": true}[input.c]; {"dev": true, "prod": true}[input.e] } # allow-737
else := true if { input.l == "team-0035"; input.g["team-0035"]; input.e == "prod" } # allow-930
else := true if { input.l == "team-0029"; {"staging": true, "prod": true}[input.e]; input.r["deployer"] } # allow-870
else := true if { input.l == "team-0031"; input.g["team-0031"]; {"staging": true, "prod": true}[input.e] } # allow-246
else := true if { input.c == "deploy-agent-0002"; input.e == "staging" } # allow-507
else := true if { input.l == "team-0012"; input.e == "dev"; input.r["auditor"] } # allow-531
else := true if { input.l == "team-0025"; input.g["team-0025"]; input.e == "staging"; input.r["oncall"] } # allow-523
else := true if { input.l == "team-0027"; input.e == "staging"; some x in ["oncall", "viewer"]; input.r[x] } # allow-662
else := true if { input.l == "team-0010"; input.g["team-0010"]; input.e == "dev" } # allow-783
else := true if { input.l == "team-0010"; input.g["team-0010"]; input.e == "prod" } # allow-964
else := true if { input.c == "deploy-agent-0017"; {"staging": true, "prod": true}[input.e] } # allow-818
else := true if { input.l == "team-0014"; input.g["team-0014"]; input.e == "prod"; some x in ["operator", "oncall"]; input.r[x] } # allow-989
else := true if { {"deploy-agent-0001": true, "deploy-agent-0019": true}[input.c]; input.e == "prod" } # allow-586
else := true if { input.l == "team-0029"; input.e == "staging"; some x in ["deployer", "auditor"]; input.r[x] } # allow-622
else := true if { {"deploy-agent-0027": true, "deploy-agent-0027": true}[input.c]; input.e == "staging" } # allow-834
else := true if { input.l == "team-0013"; input.g["team-0013"]; input.e == "staging"; some x in ["viewer", "auditor"]; input.r[x] } # allow-888
else := true if { input.g["team-0032"]; {"aws-lambda-function": true, "k8s-deployment": true}[input.t] } # allow-241
else := true if { input.l == "team-0032"; input.g["team-0032"]; input.e == "staging"; some x in ["operator", "viewer", "auditor"]; input.r[x] } # allow-233
else := true if { input.l == "team-0020"; input.g["team-0020"]; input.e == "dev" } # allow-267
else := true if { input.l == "team-0029"; {"dev": true, "prod": true}[input.e]; input.r["oncall"] } # allow-215
else := true if { input.l == "team-0004"; input.g["team-0004"]; {"dev": true, "staging": true}[input.e] } # allow-867
else := true if { input.l == "team-0003"; input.g["team-0003"]; input.e == "prod"; some x in ["operator", "viewer", "release-manager"]; input.r[x] } # allow-671
else := true if { input.l == "team-0023"; input.g["team-0023"]; {"staging": true, "prod": true}[input.e] } # allow-321
else := true if { input.l == "team-0028"; input.g["team-0028"]; {"dev": true, "prod": true}[input.e]; input.r["oncall"] } # allow-706
else := true if { input.l == "team-0028"; input.g["team-0028"]; {"dev": true, "prod": true}[input.e] } # allow-211
else := true if { input.l == "team-0039"; input.g["team-0039"]; input.e == "prod"; some x in ["operator", "oncall"]; input.r[x] } # allow-354
else := true if { input.l == "team-0019"; input.g["team-0019"]; input.e == "dev" } # allow-297
else := true if { input.l == "team-0004"; input.g["team-0004"]; input.e == "dev" } # allow-846
else := true if { input.l == "team-0009"; input.g["team-0009"]; input.e == "staging" } # allow-663
else := true if { input.l == "team-0016"; input.g["team-0016"]; {"staging": true, "prod": true}[input.e] } # allow-843
else := true if { {"deploy-agent-0053": true, "deploy-agent-0050": true}[input.c]; input.e == "prod" } # allow-857
else := true if { input.l == "team-0026"; input.g["team-0026"]; input.e == "dev" } # allow-927
else := true if { input.l == "team-0022"; input.g["team-0022"]; {"staging": true, "prod": true}[input.e] } # allow-464
else := true if { {"deploy-agent-0028": true, "deploy-agent-0021": true}[input.c]; {"staging": true, "prod": true}[input.e] } # allow-690
else := true if { input.l == "team-0024"; input.e == "dev"; input.r["operator"] } # allow-753
else := true if { input.l == "team-0023"; input.g["team-0023"]; {"staging": true, "prod": true}[input.e] } # allow-809
else := true if { input.c == "deploy-agent-0051"; input.e == "dev" } # allow-201
else := true if { {"deploy-agent-0035": true, "deploy-agent-0008": true}[input.c]; {"staging": true, "prod": true}[input.e] } # allow-614
else := true if { input.l == "team-0027"; input.g["team-0027"]; input.e == "prod"; some x in ["operator", "auditor", "release-manager"]; input.r[x] } # allow-741
else := true if { {"deploy-agent-0061": true, "deploy-agent-0065": true}[input.c]; input.e == "dev" } # allow-388

actions["update-configmap"] := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x] } # platform-deny-3
else := false if { {"deploy-agent-0027": true, "deploy-agent-0033": true}[input.c] } # deny-4
else := false if { input.c == "deploy-agent-0007" } # deny-64
else := false if { input.g["team-0033"]; {"public": true, "restricted": true}[input.s]; {"dev": true, "staging": true}[input.e] } # deny-59
else := false if { input.l == "team-0001"; input.e == "prod" } # deny-152
else := false if { input.l == "team-0025"; {"dev": true, "prod": true}[input.e] } # deny-116
else := false if { input.g["team-0033"]; {"internal": true, "restricted": true}[input.s]; input.e == "prod" } # deny-118
else := false if { input.l == "team-0019"; {"staging": true, "prod": true}[input.e] } # deny-127
else := false if { input.l == "team-0005"; {"staging": true, "prod": true}[input.e] } # deny-155
else := false if { input.l == "team-0033"; input.e == "dev" } # deny-121
else := false if { input.g["team-0007"]; {"internal": true, "critical": true}[input.s]; input.e == "prod" } # deny-11
else := false if { input.l == "team-0018"; {"staging": true, "prod": true}[input.e] } # deny-179
else := false if { {"deploy-agent-0029": true, "deploy-agent-0005": true}[input.c] } # deny-40
else := false if { input.g["team-0031"]; {"restricted": true, "critical": true}[input.s]; {"staging": true, "prod": true}[input.e] } # deny-68
else := false if { input.l == "team-0033"; input.e == "prod" } # deny-166
else := false if { input.l == "team-0014"; input.e == "prod" } # deny-113
else := false if { input.g["team-0018"]; input.s == "restricted"; input.e == "prod" } # deny-165
else := false if { input.c == "deploy-agent-0038" } # deny-135
else := false if { input.g["team-0013"]; input.s == "critical"; input.e == "staging" } # deny-184
else := false if { input.l == "team-0004"; input.e == "dev" } # deny-14
else := false if { input.g["team-0026"]; input.s == "restricted"; {"staging": true, "prod": true}[input.e] } # deny-73
else := false if { input.l == "team-0001"; {"staging": true, "prod": true}[input.e] } # deny-83
else := false if { {"deploy-agent-0006": true, "deploy-agent-0029": true}[input.c] } # deny-72
else := false if { input.l == "team-0034"; input.e == "prod" } # deny-17
else := false if { input.l == "team-0001"; input.e == "dev" } # deny-92
else := false if { input.l == "team-0015"; {"dev": true, "staging": true}[input.e] } # deny-36
else := false if { input.g["team-0008"]; {"restricted": true, "critical": true}[input.s]; {"staging": true, "prod": true}[input.e] } # deny-82
else := false if { {"deploy-agent-0033": true, "deploy-agent-0002": true}[input.c] } # deny-87
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev" } # platform-allow-1
else := true if { {"dev": true, "staging": true}[input.e]; input.i == "backend"; some x in ["deployer", "release-manager"]; input.r[x] } # platform-allow-3
else := true if { input.g["everyone-on-call"]; input.s == "public" } # platform-allow-5
else := true if { {"deploy-agent-0010": true, "deploy-agent-0065": true}[input.c]; input.e == "staging" } # allow-483
else := true if { input.l == "team-0006"; input.g["team-0006"]; input.e == "dev" } # allow-814
else := true if { input.g["team-0004"]; input.t == "k8s-node" } # allow-232
else := true if { input.l == "team-0030"; input.g["team-0030"]; input.e == "prod"; some x in ["oncall", "auditor"]; input.r[x] } # allow-589
else := true if { input.g["team-0022"]; input.t == "k8s-configmap" } # allow-392
else := true if { input.l == "team-0020"; input.g["team-0020"]; {"dev": true, "prod": true}[input.e] } # allow-732
else := true if { input.l == "team-0036"; input.g["team-0036"]; input.e == "dev" } # allow-569
else := true if { input.l == "team-0030"; input.g["team-0030"]; input.e == "dev" } # allow-270
else := true if { input.l == "team-0027"; input.g["team-0027"]; input.e == "prod"; some x in ["deployer", "operator", "release-manager"]; input.r[x] } # allow-476
else := true if { {"deploy-agent-0045": true, "deploy-agent-0020": true}[input.c]; input.e == "dev" } # allow-257
else := true if { input.l == "team-0002"; input.g["team-0002"]; {"staging": true, "prod": true}[input.e]; some x in ["deployer", "viewer", "release-manager"]; input.r[x] } # allow-416
else := true if { input.l == "team-0006"; input.e == "prod"; input.r["oncall"] } # allow-529
else := true if { {"deploy-agent-0009": true, "deploy-agent-0036": true}[input.c]; input.e == "dev" } # allow-302
else := true if { input.c == "deploy-agent-0029"; {"staging": true, "prod": true}[input.e] } # allow-951
else := true if { {"deploy-agent-0008": true, "deploy-agent-0008": true}[input.c]; {"staging": true, "prod": true}[input.e] } # allow-329
else := true if { input.l == "team-0023"; input.g["team-0023"]; {"dev": true, "prod": true}[input.e] } # allow-984
else := true if { input.l == "team-0008"; input.g["team-0008"]; input.e == "staging"; input.r["release-manager"] } # allow-621
else := true if { input.l == "team-0008"; input.e == "prod"; some x in ["operator", "release-manager"]; input.r[x] } # allow-821
else := true if { input.c == "deploy-agent-0056"; input.e == "staging" } # allow-551
else := true if { input.g["team-0008"]; {"aws-ecs-task": true, "aws-s3-bucket": true, "k8s-secret": true}[input.t] } # allow-288
else := true if { input.l == "team-0008"; input.g["team-0008"]; input.e == "dev"; input.r["viewer"] } # allow-740
else := true if { input.l == "team-0011"; input.g["team-0011"]; {"staging": true, "prod": true}[input.e] } # allow-865
else := true if { {"deploy-agent-0000": true, "deploy-agent-0048": true}[input.c]; input.e == "prod" } # allow-648
else := true if { input.c == "deploy-agent-0018"; input.e == "prod" } # allow-522
else := true if { {"deploy-agent-0002": true, "deploy-agent-0002": true}[input.c]; {"dev": true, "staging": true}[input.e] } # allow-362
else := true if { input.l == "team-0020"; {"dev": true, "staging": true}[input.e]; some x in ["deployer", "viewer"]; input.r[x] } # allow-915
else := true if { input.l == "team-0025"; input.g["team-0025"]; {"staging": true, "prod": true}[input.e]; some x in ["deployer", "release-manager"]; input.r[x] } # allow-760
else := true if { input.l == "team-0029"; input.g["team-0029"]; input.e == "prod" } # allow-199
else := true if { input.g["team-0003"]; {"aws-ec2-instance": true, "aws-ecs-service": true, "k8s-secret": true}[input.t] } # allow-590
else := true if { input.l == "team-0000"; input.g["team-0000"]; input.e == "prod"; some x in ["operator", "oncall", "release-manager"]; input.r[x] } # allow-836
else := true if { input.l == "team-0028"; input.g["team-0028"]; {"dev": true, "staging": true}[input.e]; some x in ["oncall", "viewer"]; input.r[x] } # allow-655
else := true if { input.l == "team-0024"; {"staging": true, "prod": true}[input.e]; some x in ["operator", "release-manager"]; input.r[x] } # allow-777
else := true if { input.g["team-0017"]; {"aws-ecs-task": true, "aws-s3-bucket": true, "k8s-hpa": true}[input.t] } # allow-941
else := true if { input.l == "team-0036"; input.g["team-0036"]; input.e == "dev" } # allow-411
else := true if { input.l == "team-0025"; input.g["team-0025"]; {"dev": true, "staging": true}[input.e]; some x in ["deployer", "oncall", "auditor"]; input.r[x] } # allow-421
else := true if { input.l == "team-0037"; input.e == "dev"; input.r["deployer"] } # allow-282
else := true if { input.l == "team-0017"; input.g["team-0017"]; {"dev": true, "prod": true}[input.e] } # allow-829
else := true if { input.l == "team-0009"; input.e == "dev"; input.r["deployer"] } # allow-711
else := true if { input.c == "deploy-agent-0002"; input.e == "staging" } # allow-507
else := true if { input.l == "team-0034"; {"dev": true, "prod": true}[input.e]; some x in ["oncall", "auditor"]; input.r[x] } # allow-603
else := true if { input.l == "team-0013"; input.g["team-0013"]; {"dev": true, "prod": true}[input.e] } # allow-879
else := true if { input.c == "deploy-agent-0045"; input.e == "prod" } # allow-290
else := true if { input.l == "team-0014"; input.g["team-0014"]; {"staging": true, "prod": true}[input.e]; some x in ["oncall", "release-manager"]; input.r[x] } # allow-664
else := true if { input.l == "team-0035"; input.g["team-0035"]; {"dev": true, "prod": true}[input.e] } # allow-436
else := true if { input.l == "team-0017"; input.g["team-0017"]; {"dev": true, "prod": true}[input.e] } # allow-642
else := true if { input.g["team-0011"]; input.t == "k8s-node" } # allow-725
else := true if { input.g["team-0034"]; {"aws-ecs-service": true, "k8s-configmap": true}[input.t] } # allow-852
else := true if { {"deploy-agent-0031": true, "deploy-agent-0035": true}[input.c]; {"dev": true, "staging": true}[input.e] } # allow-808
else := true if { input.l == "team-0017"; input.g["team-0017"]; input.e == "staging" } # allow-511
else := true if { input.l == "team-0018"; input.g["team-0018"]; input.e == "prod" } # allow-842
else := true if { input.l == "team-0013"; input.g["team-0013"]; input.e == "staging" } # allow-676
else := true if { input.l == "team-0033"; input.g["team-0033"]; input.e == "prod" } # allow-759
else := true if { input.c == "deploy-agent-0034"; {"dev": true, "prod": true}[input.e] } # allow-462
else := true if { input.l == "team-0027"; input.e == "dev"; some x in ["deployer", "viewer"]; input.r[x] } # allow-635
else := true if { input.g["team-0024"]; {"aws-iam-role": true, "k8s-configmap": true, "k8s-namespace": true}[input.t] } # allow-887
else := true if { input.g["team-0023"]; input.t == "k8s-configmap" } # allow-256
else := true if { input.l == "team-0023"; input.g["team-0023"]; input.e == "staging"; some x in ["operator", "viewer", "release-manager"]; input.r[x] } # allow-633
else := true if { input.l == "team-0023"; input.g["team-0023"]; {"staging": true, "prod": true}[input.e] } # allow-472
else := true if { input.l == "team-0031"; input.e == "prod"; input.r["operator"] } # allow-922
else := true if { {"deploy-agent-0057": true, "deploy-agent-0009": true}[input.c]; {"dev": true, "staging": true}[input.e] } # allow-573
else := true if { input.l == "team-0002"; input.g["team-0002"]; {"dev": true, "prod": true}[input.e]; input.r["deployer"] } # allow-654
else := true if { input.g["team-0038"]; input.t == "k8s-namespace" } # allow-905
else := true if { input.g["team-0027"]; {"aws-ecs-service": true, "aws-iam-role": true}[input.t] } # allow-537
else := true if { input.l == "team-0025"; input.g["team-0025"]; input.e == "dev" } # allow-886
else := true if { {"deploy-agent-0038": true, "deploy-agent-0064": true}[input.c]; {"staging": true, "prod": true}[input.e] } # allow-822
else := true if { input.c == "deploy-agent-0022"; {"dev": true, "staging": true}[input.e] } # allow-647
else := true if { input.l == "team-0022"; input.g["team-0022"]; {"dev": true, "prod": true}[input.e]; input.r["deployer"] } # allow-775
else := true if { input.g["team-0031"]; {"aws-ec2-instance": true, "aws-lambda-function": true, "k8s-namespace": true}[input.t] } # allow-934
else := true if { input.l == "team-0007"; input.g["team-0007"]; input.e == "prod" } # allow-897
else := true if { input.c == "deploy-agent-0015"; input.e == "dev" } # allow-350
else := true if { input.g["team-0026"]; input.t == "k8s-hpa" } # allow-389
else := true if { input.l == "team-0004"; input.g["team-0004"]; {"dev": true, "staging": true}[input.e]; some x in ["deployer", "operator"]; input.r[x] } # allow-305
else := true if { input.l == "team-0003"; input.g["team-0003"]; input.e == "staging"; input.r["deployer"] } # allow-813
else := true if { input.l == "team-0014"; input.g["team-0014"]; input.e == "dev" } # allow-269
else := true if { input.l == "team-0004"; input.g["team-0004"]; {"staging": true, "prod": true}[input.e] } # allow-742
else := true if { input.l == "team-0028"; input.g["team-0028"]; {"dev": true, "prod": true}[input.e]; input.r["oncall"] } # allow-706
else := true if { input.l == "team-0024"; input.g["team-0024"]; {"staging": true, "prod": true}[input.e]; input.r["deployer"] } # allow-652
else := true if { input.l == "team-0001"; input.g["team-0001"]; input.e == "staging" } # allow-792
else := true if { {"deploy-agent-0019": true, "deploy-agent-0041": true}[input.c]; input.e == "prod" } # allow-932
else := true if { input.l == "team-0025"; input.g["team-0025"]; input.e == "dev" } # allow-289
else := true if { input.c == "deploy-agent-0035"; input.e == "staging" } # allow-567
else := true if { input.l == "team-0028"; input.g["team-0028"]; input.e == "prod"; some x in ["oncall", "auditor", "release-manager"]; input.r[x] } # allow-684
else := true if { input.g["team-0005"]; {"aws-ecs-task": true, "k8s-deployment": true}[input.t] } # allow-495
else := true if { input.l == "team-0012"; input.g["team-0012"]; input.e == "staging" } # allow-943
else := true if { input.l == "team-0026"; input.g["team-0026"]; {"dev": true, "staging": true}[input.e] } # allow-883
else := true if { input.l == "team-0004"; input.g["team-0004"]; {"dev": true, "staging": true}[input.e]; input.r["operator"] } # allow-920
else := true if { input.c == "deploy-agent-0001"; input.e == "prod" } # allow-244
else := true if { {"deploy-agent-0029": true, "deploy-agent-0013": true}[input.c]; {"dev": true, "staging": true}[input.e] } # allow-491
else := true if { input.l == "team-0015"; input.g["team-0015"]; {"dev": true, "prod": true}[input.e] } # allow-496
else := true if { input.g["team-0030"]; {"aws-iam-role": true, "k8s-hpa": true}[input.t] } # allow-554
else := true if { input.c == "deploy-agent-0013"; {"dev": true, "staging": true}[input.e] } # allow-735
else := true if { input.l == "team-0039"; input.g["team-0039"]; input.e == "staging" } # allow-433
else := true if { input.l == "team-0004"; input.g["team-0004"]; {"dev": true, "prod": true}[input.e] } # allow-463
else := true if { input.g["team-0013"]; {"aws-ecs-task": true, "aws-lambda-function": true, "aws-s3-bucket": true}[input.t] } # allow-702
else := true if { input.l == "team-0003"; input.g["team-0003"]; input.e == "prod" } # allow-345
else := true if { input.l == "team-0011"; input.g["team-0011"]; input.e == "dev"; some x in ["viewer", "auditor", "release-manager"]; input.r[x] } # allow-969
else := true if { input.l == "team-0011"; input.g["team-0011"]; {"dev": true, "staging": true}[input.e]; some x in ["oncall", "auditor"]; input.r[x] } # allow-946
else := true if { input.l == "team-0032"; input.g["team-0032"]; {"dev": true, "prod": true}[input.e] } # allow-824
else := true if { input.c == "deploy-agent-0050"; {"staging": true, "prod": true}[input.e] } # allow-275
else := true if { input.l == "team-0037"; input.g["team-0037"]; {"staging": true, "prod": true}[input.e]; some x in ["deployer", "oncall"]; input.r[x] } # allow-450

actions["update-hpa-limits"] := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x] } # platform-deny-3
else := false if { {"deploy-agent-0027": true, "deploy-agent-0033": true}[input.c] } # deny-4
else := false if { input.c == "deploy-agent-0007" } # deny-64
else := false if { input.l == "team-0009"; {"dev": true, "prod": true}[input.e] } # deny-163
else := false if { input.l == "team-0025"; {"dev": true, "prod": true}[input.e] } # deny-116
else := false if { input.l == "team-0018"; {"staging": true, "prod": true}[input.e] } # deny-179
else := false if { {"deploy-agent-0029": true, "deploy-agent-0005": true}[input.c] } # deny-40
else := false if { input.c == "deploy-agent-0038" } # deny-135
else := false if { input.c == "deploy-agent-0045" } # deny-67
else := false if { input.g["team-0013"]; input.s == "critical"; input.e == "staging" } # deny-184
else := false if { input.l == "team-0001"; {"staging": true, "prod": true}[input.e] } # deny-83
else := false if { input.g["team-0031"]; {"public": true, "internal": true}[input.s]; input.e == "staging" } # deny-5
else := false if { {"deploy-agent-0001": true, "deploy-agent-0021": true}[input.c] } # deny-196
else := false if { input.l == "team-0015"; {"dev": true, "staging": true}[input.e] } # deny-36
else := false if { input.l == "team-0012"; {"staging": true, "prod": true}[input.e] } # deny-81
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev" } # platform-allow-1
else := true if { {"dev": true, "staging": true}[input.e]; input.i == "backend"; some x in ["deployer", "release-manager"]; input.r[x] } # platform-allow-3
else := true if { input.g["everyone-on-call"]; input.s == "public" } # platform-allow-5
else := true if { input.g["team-0004"]; input.t == "k8s-node" } # allow-232
else := true if { input.g["team-0022"]; input.t == "k8s-configmap" } # allow-392
else := true if { input.l == "team-0020"; input.g["team-0020"]; {"dev": true, "prod": true}[input.e] } # allow-732
else := true if { input.g["team-0021"]; {"k8s-configmap": true, "k8s-hpa": true, "k8s-secret": true}[input.t] } # allow-904
else := true if { input.l == "team-0036"; input.g["team-0036"]; input.e == "dev" } # allow-569
else := true if { input.l == "team-0030"; input.g["team-0030"]; input.e == "dev" } # allow-270
else := true if { input.c == "deploy-agent-0003"; {"dev": true, "staging": true}[input.e] } # allow-678
else := true if { input.l == "team-0021"; input.g["team-0021"]; input.e == "dev" } # allow-848
else := true if { input.l == "team-0023"; input.g["team-0023"]; {"dev": true, "prod": true}[input.e] } # allow-984
else := true if { input.c == "deploy-agent-0056"; input.e == "staging" } # allow-551
else := true if { {"deploy-agent-0015": true, "deploy-agent-0062": true}[input.c]; {"dev": true, "prod": true}[input.e] } # allow-207
else := true if { input.g["team-0008"]; {"aws-ecs-task": true, "aws-s3-bucket": true, "k8s-secret": true}[input.t] } # allow-288
else := true if { input.l == "team-0011"; input.g["team-0011"]; {"staging": true, "prod": true}[input.e] } # allow-865
else := true if { {"deploy-agent-0000": true, "deploy-agent-0048": true}[input.c]; input.e == "prod" } # allow-648
else := true if { input.c == "deploy-agent-0018"; input.e == "prod" } # allow-522
else := true if { input.l == "team-0020"; {"dev": true, "staging": true}[input.e]; some x in ["deployer", "viewer"]; input.r[x] } # allow-915
else := true if { input.l == "team-0029"; {"dev": true, "prod": true}[input.e]; some x in ["deployer", "oncall"]; input.r[x] } # allow-892
else := true if { input.l == "team-0029"; input.g["team-0029"]; input.e == "prod" } # allow-199
else := true if { {"deploy-agent-0064": true, "deploy-agent-0033": true}[input.c]; input.e == "staging" } # allow-937
else := true if { input.g["team-0003"]; {"aws-ec2-instance": true, "aws-ecs-service": true, "k8s-secret": true}[input.t] } # allow-590
else := true if { input.l == "team-0025"; input.g["team-0025"]; input.e == "prod" } # allow-281
else := true if { input.l == "team-0036"; input.g["team-0036"]; input.e == "dev" } # allow-411
else := true if { {"deploy-agent-0032": true, "deploy-agent-0001": true}[input.c]; {"staging": true, "prod": true}[input.e] } # allow-294
else := true if { input.g["team-0000"]; {"aws-iam-role": true, "aws-lambda-function": true, "k8s-deployment": true}[input.t] } # allow-525
else := true if { input.l == "team-0009"; input.e == "dev"; input.r["deployer"] } # allow-711
else := true if { input.c == "deploy-agent-0009"; {"dev": true, "staging": true}[input.e] } # allow-585
else := true if { input.c == "deploy-agent-0045"; input.e == "prod" } # allow-290
else := true if { input.l == "team-0013"; input.g["team-0013"]; input.e == "prod"; some x in ["viewer", "release-manager"]; input.r[x] } # allow-906
else := true if { input.l == "team-0006"; input.g["team-0006"]; {"dev": true, "prod": true}[input.e] } # allow-504
else := true if { input.l == "team-0018"; input.g["team-0018"]; input.e == "prod" } # allow-842
else := true if { input.l == "team-0033"; input.g["team-0033"]; input.e == "prod" } # allow-759
else := true if { input.c == "deploy-agent-0034"; {"dev": true, "prod": true}[input.e] } # allow-462
else := true if { input.g["team-0024"]; {"aws-iam-role": true, "k8s-configmap": true, "k8s-namespace": true}[input.t] } # allow-887
else := true if { input.c == "deploy-agent-0060"; {"dev": true, "staging": true}[input.e] } # allow-338
else := true if { input.l == "team-0023"; input.g["team-0023"]; input.e == "staging"; some x in ["operator", "viewer", "release-manager"]; input.r[x] } # allow-633
else := true if { input.l == "team-0031"; input.e == "prod"; input.r["operator"] } # allow-922
else := true if { input.l == "team-0002"; input.g["team-0002"]; {"dev": true, "prod": true}[input.e]; input.r["deployer"] } # allow-654
else := true if { input.g["team-0038"]; input.t == "k8s-namespace" } # allow-905
else := true if { input.l == "team-0032"; input.g["team-0032"]; input.e == "staging"; some x in ["operator", "viewer", "auditor"]; input.r[x] } # allow-233
else := true if { input.g["team-0027"]; {"aws-ecs-service": true, "aws-iam-role": true}[input.t] } # allow-537
else := true if { input.c == "deploy-agent-0006"; {"staging": true, "prod": true}[input.e] } # allow-826
else := true if { {"deploy-agent-0048": true, "deploy-agent-0049": true}[input.c]; {"staging": true, "prod": true}[input.e] } # allow-827
else := true if { input.l == "team-0004"; input.g["team-0004"]; {"dev": true, "staging": true}[input.e]; some x in ["deployer", "operator"]; input.r[x] } # allow-305
else := true if { input.l == "team-0003"; input.g["team-0003"]; input.e == "staging"; input.r["deployer"] } # allow-813
else := true if { input.l == "team-0014"; input.g["team-0014"]; input.e == "dev" } # allow-269
else := true if { input.l == "team-0030"; input.g["team-0030"]; {"dev": true, "prod": true}[input.e] } # allow-921
else := true if { input.l == "team-0005"; input.g["team-0005"]; {"dev": true, "prod": true}[input.e] } # allow-701
else := true if { input.l == "team-0024"; input.g["team-0024"]; {"staging": true, "prod": true}[input.e]; input.r["deployer"] } # allow-652
else := true if { input.l == "team-0002"; input.g["team-0002"]; input.e == "prod" } # allow-790
else := true if { input.c == "deploy-agent-0052"; input.e == "prod" } # allow-975
else := true if { input.l == "team-0025"; input.g["team-0025"]; input.e == "dev" } # allow-289
else := true if { input.g["team-0012"]; input.t == "aws-s3-bucket" } # allow-703
else := true if { input.l == "team-0009"; input.g["team-0009"]; input.e == "staging" } # allow-663
else := true if { input.c == "deploy-agent-0035"; input.e == "staging" } # allow-567
else := true if { input.g["team-0005"]; {"aws-ecs-task": true, "k8s-deployment": true}[input.t] } # allow-495
else := true if { {"deploy-agent-0056": true, "deploy-agent-0065": true}[input.c]; input.e == "dev" } # allow-419
else := true if { input.l == "team-0026"; input.g["team-0026"]; {"dev": true, "staging": true}[input.e] } # allow-883
else := true if { input.l == "team-0017"; input.g["team-0017"]; {"staging": true, "prod": true}[input.e] } # allow-811
else := true if { input.c == "deploy-agent-0001"; input.e == "prod" } # allow-244
else := true if { input.l == "team-0004"; input.g["team-0004"]; {"dev": true, "prod": true}[input.e] } # allow-463
else := true if { input.l == "team-0029"; input.g["team-0029"]; input.e == "dev"; input.r["viewer"] } # allow-955
else := true if { input.l == "team-0011"; input.g["team-0011"]; input.e == "dev"; some x in ["viewer", "auditor", "release-manager"]; input.r[x] } # allow-969
else := true if { input.l == "team-0011"; input.g["team-0011"]; {"dev": true, "staging": true}[input.e]; some x in ["oncall", "auditor"]; input.r[x] } # allow-946
else := true if { input.l == "team-0032"; input.g["team-0032"]; {"dev": true, "prod": true}[input.e] } # allow-824
else := true if { input.c == "deploy-agent-0027"; input.e == "prod" } # allow-311

actions["update-image"] := false if { input.s == "critical"; input.e == "prod"; some x in ["viewer", "auditor"]; input.r[x] } # platform-deny-3
else := false if { {"deploy-agent-0027": true, "deploy-agent-0033": true}[input.c] } # deny-4
else := false if { input.c == "deploy-agent-0007" } # deny-64
else := false if { {"deploy-agent-0060": true, "deploy-agent-0029": true}[input.c] } # deny-193
else := false if { input.g["team-0000"]; input.s == "restricted"; {"dev": true, "staging": true}[input.e] } # deny-148
else := false if { input.g["team-0023"]; input.s == "public"; input.e == "prod" } # deny-132
else := false if { input.l == "team-0025"; {"dev": true, "prod": true}[input.e] } # deny-116
else := false if { input.c == "deploy-agent-0012" } # deny-117
else := false if { input.l == "team-0018"; {"staging": true, "prod": true}[input.e] } # deny-179
else := false if { {"deploy-agent-0029": true, "deploy-agent-0005": true}[input.c] } # deny-40
else := false if { input.c == "deploy-agent-0038" } # deny-135
else := false if { input.g["team-0013"]; input.s == "critical"; input.e == "staging" } # deny-184
else := false if { input.l == "team-0001"; {"staging": true, "prod": true}[input.e] } # deny-83
else := false if { input.l == "team-0025"; {"dev": true, "prod": true}[input.e] } # deny-85
else := false if { input.l == "team-0015"; {"dev": true, "staging": true}[input.e] } # deny-36
else := true if { {"public": true, "internal": true}[input.s]; input.e == "dev" } # platform-allow-1
else := true if { {"dev": true, "staging": true}[input.e]; input.i == "backend"; some x in ["deployer", "release-manager"]; input.r[x] } # platform-allow-3
else := true if { input.g["everyone-on-call"]; input.s == "public" } # platform-allow-5
else := true if { input.l == "team-0027"; input.g["team-0027"]; input.e == "prod" } # allow-691
else := true if { input.g["team-0004"]; input.t == "k8s-node" } # allow-232
else := true if { input.l == "team-0030"; input.g["team-0030"]; input.e == "prod"; some x in ["oncall", "auditor"]; input.r[x] } # allow-589
else := true if { input.g["team-0022"]; input.t == "k8s-configmap" } # allow-392
else := true if { input.l == "team-0020"; input.g["team-0020"]; {"dev": true, "prod": true}[input.e] } # allow-732
else := true if { input.l == "team-0036"; {"dev": true, "staging": true}[input.e]; some x in ["deployer", "operator"]; input.r[x] } # allow-407
else := true if { input.l == "team-0039"; input.g["team-0039"]; input.e == "dev"; some x in ["auditor", "release-manager"]; input.r[x] } # allow-370
else := true if { input.l == "team-0036"; input.g["team-0036"]; input.e == "dev" } # allow-569
else := true if { input.l == "team-0030"; input.g["team-0030"]; input.e == "dev" } # allow-270
else := true if { input.l == "team-0034"; input.g["team-0034"]; input.e == "dev"; input.r["release-manager"] } # allow-643
else := true if { input.l == "team-0022"; input.g["team-0022"]; input.e == "staging"; some x in ["operator", "auditor", "release-manager"]; input.r[x] } # allow-327
else := true if { input.l == "team-0019"; {"dev": true, "staging": true}[input.e]; some x in ["viewer", "auditor"]; input.r[x] } # allow-873
else := true if { input.l == "team-0014"; input.g["team-0014"]; {"staging": true, "prod": true}[input.e]; input.r["viewer"] } # allow-467
else := true if { input.l == "team-0011"; input.g["team-0011"]; input.e == "prod" } # allow-982
else := true if { input.l == "team-0023"; input.g["team-0023"]; {"dev": true, "prod": true}[input.e] } # allow-984
else := true if { input.c == "deploy-agent-0056"; input.e == "staging" } # allow-551
else := true if { input.g["team-0008"]; {"aws-ecs-task": true, "aws-s3-bucket": true, "k8s-secret": true}[input.t] } # allow-288
else := true if { input.l == "team-0011"; input.g["team-0011"]; {"staging": true, "prod": true}[input.e] } # allow-865
else := true if { {"deploy-agent-0000": true, "deploy-agent-0048": true}[input.c]; input.e == "prod" } # allow-648
else := true if { input.c == "deploy-agent-0018"; input.e == "prod" } # allow-522
else := true if { input.l == "team-0020"; {"dev": true, "staging": true}[input.e]; some x in ["deployer", "viewer"]; input.r[x] } # allow-915
else := true if { input.l == "team-0029"; input.g["team-0029"]; input.e == "prod" } # allow-199
else := true if { input.l == "team-0002"; input.g["team-0002"]; input.e == "staging" } # allow-640
else := true if { input.g["team-0003"]; {"aws-ec2-instance": true, "aws-ecs-service": true, "k8s-secret": true}[input.t] } # allow-590
else := true if { input.l == "team-0001"; input.g["team-0001"]; input.e == "prod" } # allow-422
else := true if { input.l == "team-0036"; input.g["team-0036"]; input.e == "dev" } # allow-411
else := true if { input.l == "team-0026"; input.g["team-0026"]; input.e == "staging" } # allow-617
else := true if { input.g["team-0019"]; {"aws-lambda-function": true, "k8s-secret": true}[input.t] } # allow-299
else := true if { input.c == "deploy-agent-0051"; {"dev": true, "prod": true}[input.e] } # allow-636
else := true if { input.l == "team-0009"; input.e == "dev"; input.r["deployer"] } # allow-711
else := true if { input.l == "team-0038"; input.g["team-0038"]; {"staging": true, "prod": true}[input.e]; input.r["viewer"] } # allow-455
else := true if { {"deploy-agent-0032": true, "deploy-agent-0031": true}[input.c]; input.e == "prod" } # allow-731
else := true if { input.l == "team-0007"; input.g["team-0007"]; input.e == "prod"; some x in ["deployer", "oncall"]; input.r[x] } # allow-254
else := true if { {"deploy-agent-0023": true, "deploy-agent-0027": true}[input.c]; input.e == "staging" } # allow-486
else := true if { input.c == "deploy-agent-0019"; {"dev": true, "prod": true}[input.e] } # allow-317
else := true if { input.l == "team-0006"; input.e == "dev"; input.r["auditor"] } # allow-518
else := true if { input.c == "deploy-agent-0045"; input.e == "prod" } # allow-290
else := true if { input.l == "team-0006"; input.g["team-0006"]; {"dev": true, "prod": true}[input.e] } # allow-504
else := true if { input.l == "team-0018"; input.g["team-0018"]; input.e == "prod" } # allow-842
else := true if { input.g["team-0022"]; {"k8s-namespace": true, "k8s-node": true}[input.t] } # allow-782
else := true if { input.l == "team-0033"; input.g["team-0033"]; input.e == "prod" } # allow-759
else := true if { input.c == "deploy-agent-0034"; {"dev": true, "prod": true}[input.e] } # allow-462
else := true if { input.g["team-0024"]; {"aws-iam-role": true, "k8s-configmap": true, "k8s-namespace": true}[input.t] } # allow-887
else := true if { input.l == "team-0023"; input.g["team-0023"]; input.e == "staging"; some x in ["operator", "viewer", "release-manager"]; input.r[x] } # allow-633
else := true if { input.l == "team-0031"; input.e == "prod"; input.r["operator"] } # allow-922
else := true if { input.l == "team-0002"; input.g["team-0002"]; {"dev": true, "prod": true}[input.e]; input.r["deployer"] } # allow-654
else := true if { input.g["team-0038"]; input.t == "k8s-namespace" } # allow-905
else := true if { input.g["team-0027"]; {"aws-ecs-service": true, "aws-iam-role": true}[input.t] } # allow-537
else := true if { input.g["team-0023"]; {"aws-iam-role": true, "k8s-namespace": true, "k8s-node": true}[input.t] } # allow-214
else := true if { input.l == "team-0004"; input.g["team-0004"]; {"dev": true, "staging": true}[input.e]; some x in ["deployer", "operator"]; input.r[x] } # allow-305
else := true if { input.l == "team-0031"; input.g["team-0031"]; input.e == "staging"; input.r["auditor"] } # allow-727
else := true if { input.l == "team-0003"; input.g["team-0003"]; input.e == "staging"; input.r["deployer"] } # allow-813
else := true if { input.l == "team-0014"; input.g["team-0014"]; input.e == "dev" } # allow-269
else := true if { input.l == "team-0036"; input.e == "staging"; some x in ["deployer", "oncall"]; input.r[x] } # allow-499
else := true if { input.l == "team-0030"; input.g["team-0030"]; {"dev": true, "prod": true}[input.e] } # allow-921
else := true if { input.l == "team-0024"; input.g["team-0024"]; {"staging": true, "prod": true}[input.e]; input.r["deployer"] } # allow-652
else := true if { input.l == "team-0013"; input.g["team-0013"]; {"staging": true, "prod": true}[input.e]; some x in ["oncall", "viewer"]; input.r[x] } # allow-349
else := true if { input.l == "team-0025"; input.g["team-0025"]; input.e == "dev" } # allow-289
else := true if { input.l == "team-0004"; input.g["team-0004"]; input.e == "staging" } # allow-405
else := true if { input.c == "deploy-agent-0035"; input.e == "staging" } # allow-567
else := true if { input.g["team-0005"]; {"aws-ecs-task": true, "k8s-deployment": true}[input.t] } # allow-495
else := true if { input.l == "team-0026"; input.g["team-0026"]; {"dev": true, "staging": true}[input.e] } # allow-883
else := true if { input.c == "deploy-agent-0001"; input.e == "prod" } # allow-244
else := true if { input.l == "team-0023"; input.g["team-0023"]; {"staging": true, "prod": true}[input.e] } # allow-809
else := true if { input.l == "team-0039"; input.g["team-0039"]; input.e == "staging"; some x in ["viewer", "release-manager"]; input.r[x] } # allow-944
else := true if { {"deploy-agent-0061": true, "deploy-agent-0021": true}[input.c]; input.e == "staging" } # allow-493
else := true if { input.l == "team-0004"; input.g["team-0004"]; {"dev": true, "prod": true}[input.e] } # allow-463
else := true if { input.l == "team-0011"; input.g["team-0011"]; input.e == "dev"; some x in ["viewer", "auditor", "release-manager"]; input.r[x] } # allow-969
else := true if { input.l == "team-0011"; input.g["team-0011"]; {"dev": true, "staging": true}[input.e]; some x in ["oncall", "auditor"]; input.r[x] } # allow-946
else := true if { input.l == "team-0032"; input.g["team-0032"]; {"dev": true, "prod": true}[input.e] } # allow-824
else := true if { input.l == "team-0018"; {"dev": true, "staging": true}[input.e]; input.r["release-manager"] } # allow-404
else := true if { {"deploy-agent-0033": true, "deploy-agent-0010": true}[input.c]; {"staging": true, "prod": true}[input.e] } # allow-679
