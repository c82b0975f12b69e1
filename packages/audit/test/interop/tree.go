package main

import (
	"crypto/sha256"
	"errors"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/tlog"
)

// treeRoot stores every hash of the tree, and computes the root with tlog.
func treeRoot(leaves [][]byte) tlog.Hash {
	var stored []tlog.Hash
	reader := tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		hashes := make([]tlog.Hash, len(indexes))
		for i, index := range indexes {
			hashes[i] = stored[index]
		}
		return hashes, nil
	})
	for i, leaf := range leaves {
		stored = append(stored, must(tlog.StoredHashes(int64(i), leaf, reader))...)
	}
	return must(tlog.TreeHash(int64(len(leaves)), reader))
}

// countingLeaves returns the hashes of 0, 1, 2 and so on, as decimal text.
func countingLeaves(size int) [][]byte {
	leaves := make([][]byte, size)
	for i := range leaves {
		hash := sha256.Sum256([]byte(strconv.Itoa(i)))
		leaves[i] = hash[:]
	}
	return leaves
}

// parseCheckpoint reads a checkpoint as tlog reads the tree of the checksum database. Only the first line differs.
// tlog ignores the lines after the root. According to c2sp.org/tlog-checkpoint, they must not be empty.
func parseCheckpoint(text string) (origin string, size int64, root tlog.Hash, err error) {
	origin, rest, _ := strings.Cut(text, "\n")
	tree, err := tlog.ParseTree([]byte("go.sum database tree\n" + rest))
	if err == nil && (origin == "" || strings.Contains(text, "\n\n")) {
		err = errors.New("a line of the checkpoint is empty")
	}
	return origin, tree.N, tree.Hash, err
}
