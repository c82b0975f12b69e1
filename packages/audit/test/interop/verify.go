package main

import (
	"errors"
	"fmt"

	"golang.org/x/mod/sumdb/note"
)

// A record is a note that our code signed. If it has a list of leaves, even an empty one, the note is a checkpoint of them.
type record struct {
	VerifierKey string    `json:"verifierKey"`
	Note        string    `json:"note"`
	Leaves      *[][]byte `json:"leaves"`
	// Files that our commands wrote: inclusion and consistency proofs.
	Proofs []string `json:"proofs"`
}

func (r record) verify() error {
	verifier, err := note.NewVerifier(r.VerifierKey)
	if err != nil {
		return err
	}
	for index, proof := range r.Proofs {
		if err := verifyProof(proof, verifier); err != nil {
			return fmt.Errorf("proof %d: %w", index, err)
		}
	}
	opened, err := note.Open([]byte(r.Note), note.VerifierList(verifier))
	if err != nil || r.Leaves == nil {
		return err
	}
	origin, size, root, err := parseCheckpoint(opened.Text)
	if err != nil {
		return err
	}
	expected := treeRoot(*r.Leaves)
	switch {
	case origin != verifier.Name():
		return errors.New("the origin is not the name of the key")
	case size != int64(len(*r.Leaves)):
		return fmt.Errorf("the checkpoint counts %d leaves and there are %d", size, len(*r.Leaves))
	case root != expected:
		return fmt.Errorf("the root of %d leaves is %v, not %v", size, expected, root)
	}
	return nil
}
