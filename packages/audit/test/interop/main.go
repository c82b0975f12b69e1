// Command audit-interop compares our Merkle trees, signed notes and checkpoints with golang.org/x/mod, which the Go checksum
// database uses.
//
//	go run . vectors > vectors.json   generates the test vectors
//	go run . verify FILE              verifies notes and trees of our code
package main

import (
	"encoding/json"
	"fmt"
	"os"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(arguments []string) error {
	switch {
	case len(arguments) == 1 && arguments[0] == "vectors":
		return writeVectors()
	case len(arguments) == 2 && arguments[0] == "verify":
		return verifyFile(arguments[1])
	default:
		return fmt.Errorf("usage: go run . vectors | go run . verify FILE")
	}
}

func writeVectors() error {
	encoder := json.NewEncoder(os.Stdout)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(makeVectors())
}

func verifyFile(file string) error {
	data, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	var records []record
	if err := json.Unmarshal(data, &records); err != nil {
		return err
	}
	trees, proofs := 0, 0
	for index, each := range records {
		if err := each.verify(); err != nil {
			return fmt.Errorf("record %d of key %s: %w", index, each.VerifierKey, err)
		}
		if each.Leaves != nil {
			trees++
		}
		proofs += len(each.Proofs)
	}
	fmt.Printf("%d notes, %d trees and %d proofs agree\n", len(records), trees, proofs)
	return nil
}

// must panics on an error, for calls that cannot fail with fixed input.
func must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}
