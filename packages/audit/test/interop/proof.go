package main

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// verifyProof verifies a file that "audit prove" wrote, with tlog.
func verifyProof(text string, verifier note.Verifier) error {
	head, signed, found := strings.Cut(text, "\n\n")
	if !found {
		return errors.New("the proof has no checkpoint")
	}
	size, root, err := openCheckpoint(signed, verifier)
	if err != nil {
		return err
	}
	lines := strings.Split(head, "\n")
	switch {
	case len(lines) >= 3 && lines[0] == "c2sp.org/tlog-proof@v1":
		return verifyInclusion(lines[1], lines[2], lines[3:], size, root)
	case len(lines) >= 2 && lines[0] == "agent-safe/consistency-proof@v1":
		return verifyConsistency(lines[1], lines[2:], size, root, verifier)
	}
	return fmt.Errorf("unknown kind of proof: %s", lines[0])
}

func openCheckpoint(signed string, verifier note.Verifier) (int64, tlog.Hash, error) {
	opened, err := note.Open([]byte(signed), note.VerifierList(verifier))
	if err != nil {
		return 0, tlog.Hash{}, err
	}
	origin, size, root, err := parseCheckpoint(opened.Text)
	if err == nil && origin != verifier.Name() {
		err = errors.New("the origin is not the name of the key")
	}
	return size, root, err
}

func verifyInclusion(extra, position string, hashLines []string, size int64, root tlog.Hash) error {
	line, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(extra, "extra "))
	if err != nil {
		return err
	}
	index, err := strconv.ParseInt(strings.TrimPrefix(position, "index "), 10, 64)
	if err != nil {
		return err
	}
	entryHash, err := hashEvent(line)
	if err != nil {
		return err
	}
	hashes, err := parseHashes(hashLines)
	if err != nil {
		return err
	}
	return tlog.CheckRecord(hashes, size, root, index, tlog.RecordHash(entryHash))
}

func verifyConsistency(from string, hashLines []string, size int64, root tlog.Hash, verifier note.Verifier) error {
	older, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(from, "from "))
	if err != nil {
		return err
	}
	oldSize, oldRoot, err := openCheckpoint(string(older), verifier)
	if err != nil {
		return err
	}
	hashes, err := parseHashes(hashLines)
	if err != nil {
		return err
	}
	return tlog.CheckTree(hashes, size, root, oldSize, oldRoot)
}

// hashEvent computes the entry hash of an event: the SHA-256 of its line without the entry hash.
func hashEvent(line []byte) ([]byte, error) {
	var event struct {
		EntryHash string `json:"entry_hash"`
	}
	if err := json.Unmarshal(line, &event); err != nil {
		return nil, err
	}
	body, isLast := strings.CutSuffix(string(line), fmt.Sprintf(",%q:%q}", "entry_hash", event.EntryHash))
	sum := sha256.Sum256([]byte(body + "}"))
	if !isLast || hex.EncodeToString(sum[:]) != event.EntryHash {
		return nil, errors.New("the event does not match its hash")
	}
	return sum[:], nil
}

func parseHashes(lines []string) ([]tlog.Hash, error) {
	var hashes []tlog.Hash
	for _, line := range lines {
		hash, err := tlog.ParseHash(line)
		if err != nil {
			return nil, err
		}
		hashes = append(hashes, hash)
	}
	return hashes, nil
}
