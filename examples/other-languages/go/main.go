// Requests a decision, waits for an approval, and requests the decision again.
package main

import (
	"context"
	"fmt"
	"log"
	"net/http"
	"os"

	"example/agentsafe"
)

func main() {
	ctx := context.Background()
	authorize := func(_ context.Context, request *http.Request) error {
		request.Header.Set("Authorization", "Bearer "+os.Getenv("AGENT_SAFE_TOKEN"))
		return nil
	}
	client, err := agentsafe.NewClientWithResponses(os.Getenv("AGENT_SAFE_SERVER"), agentsafe.WithRequestEditorFn(authorize))
	if err != nil {
		log.Fatal(err)
	}
	target := "dev/test-app"
	params := map[string]any{"namespace": "dev", "deployment": "app", "replicas": 3}
	request := agentsafe.CheckJSONRequestBody{Action: "scale-deployment", Target: &target, Params: &params}
	// Everything except a decision ends the program, so that doubt never allows a request.
	decide := func() *agentsafe.CheckResponse {
		decision, err := client.CheckWithResponse(ctx, request)
		if err != nil || decision.JSON200 == nil {
			log.Fatal("no decision: ", err)
		}
		return decision
	}
	decision := decide().JSON200
	if decision.Result == "require_approval" && decision.RequestId != nil {
		fmt.Println("waiting", *decision.RequestId)
		for timeout := 2; ; {
			waited, err := client.WaitForApprovalWithResponse(ctx, *decision.RequestId, &agentsafe.WaitForApprovalParams{Timeout: &timeout})
			if err != nil || waited.JSON200 == nil {
				log.Fatal("no approval request: ", err)
			}
			if waited.JSON200.Status != "pending" {
				break
			}
		}
		decision = decide().JSON200
	}
	fmt.Println(decision.Result, decision.Code)
}
