package main

import (
	"encoding/base64"
	"fmt"
	"strings"

	"golang.org/x/mod/sumdb/note"
)

type vectors struct {
	Trees        []treeVector        `json:"trees"`
	Keys         []*key              `json:"keys"`
	VerifierKeys []verifierKeyVector `json:"verifierKeys"`
	Signed       []signedVector      `json:"signed"`
	Opened       []openedVector      `json:"opened"`
	Checkpoints  []checkpointVector  `json:"checkpoints"`
	Texts        []textVector        `json:"texts"`
}

type treeVector struct {
	Size int    `json:"size"`
	Root string `json:"root"`
}

type verifierKeyVector struct {
	Case      string `json:"case"`
	Text      string `json:"text"`
	GoAccepts bool   `json:"goAccepts"`
}

// A signedVector is a text and its signers, in the order of their signatures.
type signedVector struct {
	Case string `json:"case"`
	Text string `json:"text"`
	// Names of keys, separated by spaces.
	Signers string `json:"signers"`
	Note    string `json:"note"`
}

type openedVector struct {
	Case string `json:"case"`
	// Names of keys, as in signedVector.
	Known     string `json:"known"`
	Note      string `json:"note"`
	GoAccepts bool   `json:"goAccepts"`
	Text      string `json:"text,omitempty"`
	SignedBy  string `json:"signedBy,omitempty"`
}

type checkpointVector struct {
	Size   int    `json:"size"`
	Root   string `json:"root"`
	Signer string `json:"signer"`
	Note   string `json:"note"`
}

// A textVector is the text of a checkpoint without signatures.
type textVector struct {
	Case      string `json:"case"`
	Text      string `json:"text"`
	GoAccepts bool   `json:"goAccepts"`
}

func makeVectors() vectors {
	ring := newKeyRing()
	return vectors{
		Trees:        makeTrees(),
		Keys:         ring.keys,
		VerifierKeys: makeVerifierKeys(),
		Signed:       makeSigned(ring),
		Opened:       makeOpened(ring),
		Checkpoints:  makeCheckpoints(ring),
		Texts:        makeTexts(),
	}
}

func makeTrees() (trees []treeVector) {
	sizes := []int{127, 128, 129, 1000}
	for size := 70; size >= 0; size-- {
		sizes = append([]int{size}, sizes...)
	}
	for _, size := range sizes {
		trees = append(trees, treeVector{size, treeRoot(countingLeaves(size)).String()})
	}
	return trees
}

func makeSigned(ring *keyRing) (signed []signedVector) {
	add := func(name, text string, signers ...string) {
		signed = append(signed, signedVector{name, text, strings.Join(signers, " "), ring.sign(text, signers...)})
	}
	add("one line", "This is an example message.\n", logName)
	add("empty lines within", "first\n\nthird\n\n\nsixth\n", logName)
	add("empty lines at the end", "first\n\n\n", logName)
	add("nothing but a line end", "\n", logName)
	add("letters of many bytes", "è subito sera — 終 💥\u0085\u2028\u007f\n", logName)
	add("a text that looks like a note", "inner\n\n— log.example AAAAAAAA\n", logName)
	add("a name of many bytes", "text\n", unicodeName)
	add("two signers", "text\n", logName, witnessName)
	add("three signers", "text\n", unicodeName, witnessName, logName)
	return signed
}

func makeCheckpoints(ring *keyRing) (checkpoints []checkpointVector) {
	for _, signer := range []string{logName, unicodeName} {
		for _, size := range []int{0, 1, 2, 3, 70, 1000} {
			root := treeRoot(countingLeaves(size)).String()
			text := fmt.Sprintf("%s\n%d\n%s\n", signer, size, root)
			checkpoints = append(checkpoints, checkpointVector{size, root, signer, ring.sign(text, signer)})
		}
	}
	return checkpoints
}

// makeVerifierKeys returns variants of the key in c2sp.org/signed-note.
func makeVerifierKeys() (keys []verifierKeyVector) {
	const example = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
	_, id, public := splitVerifierKey(example)
	add := func(name, text string) {
		_, err := note.NewVerifier(text)
		keys = append(keys, verifierKeyVector{name, text, err == nil})
	}
	add("the example", example)
	for _, each := range []struct{ name, keyName string }{
		{"a name of many bytes", "прибор.example/дверь"},
		{"a zero-width space in the name", "a\u200bb"},
		{"a byte order mark in the name", "a\ufeffb"},
		{"a no-break space in the name", "a\u00a0b"},
		{"a next line in the name", "a\u0085b"},
		{"a line separator in the name", "a\u2028b"},
		{"a control character in the name", "a\u0001b"},
		{"a space in the name", "a b"},
		{"no name", ""},
	} {
		add(each.name, verifierKeyText(each.keyName, public))
	}
	add("another id", strings.Replace(example, id, "530d903b", 1))
	add("an id in capitals", strings.Replace(example, id, "530D903A", 1))
	add("an id that is too short", strings.Replace(example, id, "30d903a", 1))
	add("an id that is too long", strings.Replace(example, id, "0530d903a", 1))
	add("no key", "example.com/foo+530d903a")
	add("an empty key", "example.com/foo+530d903a+")
	add("the key of another name", strings.Replace(example, "foo", "bar", 1))
	add("a signature type that is not Ed25519", verifierKeyText("example.com/foo", append([]byte{2}, public[1:]...)))
	add("a key that is too short", verifierKeyText("example.com/foo", public[:32]))
	add("a key that is too long", verifierKeyText("example.com/foo", append(public[:33:33], 0)))
	ones := append([]byte{1}, strings.Repeat("\xff", 32)...)
	add("base64 of URLs", strings.ReplaceAll(verifierKeyText("example.com", ones), "/", "_"))
	add("padding where none belongs", example+"=")
	add("a plus at the end", example+"+")
	add("a space before", " "+example)
	add("a line end after", example+"\n")
	return keys
}

func makeTexts() (texts []textVector) {
	add := func(name, text string) {
		_, _, _, err := parseCheckpoint(text)
		texts = append(texts, textVector{name, text, err == nil})
	}
	const origin = "log.example"
	root := treeRoot(countingLeaves(5)).String()
	bytes := must(base64.StdEncoding.DecodeString(root))
	withSize := func(name, size string) { add(name, origin+"\n"+size+"\n"+root+"\n") }
	withRoot := func(name, root string) { add(name, origin+"\n5\n"+root+"\n") }

	withSize("a checkpoint", "5")
	withSize("a size of zero", "0")
	withSize("the largest size that is exact in JavaScript", "9007199254740991")
	withSize("one more than that", "9007199254740992")
	withSize("the largest size of 64 bits", "9223372036854775807")
	withSize("a size of more than 64 bits", "9223372036854775808")
	withSize("a leading zero", "05")
	withSize("two zeros", "00")
	withSize("a plus sign", "+5")
	withSize("a minus sign", "-5")
	withSize("minus zero", "-0")
	withSize("a fraction", "5.0")
	withSize("an exponent", "5e0")
	withSize("hexadecimal", "0x5")
	withSize("an underscore", "1_0")
	withSize("Arabic digits", "٥")
	withSize("a space before the size", " 5")
	withSize("a space after the size", "5 ")
	withSize("no size", "")

	withRoot("a root of 31 bytes", base64.StdEncoding.EncodeToString(bytes[:31]))
	withRoot("a root of 33 bytes", base64.StdEncoding.EncodeToString(append(bytes[:32:32], 0)))
	withRoot("a root without padding", strings.TrimSuffix(root, "="))
	withRoot("a root with more padding", root+"=")
	withRoot("a root with bits in its padding", nextLast(root))
	withRoot("a root in base64 of URLs", base64.URLEncoding.EncodeToString([]byte(strings.Repeat("\xff", 32))))
	withRoot("a root in hexadecimal", fmt.Sprintf("%x", bytes))
	withRoot("a space after the root", root+" ")
	withRoot("a carriage return after the root", root+"\r")
	withRoot("no root", "")

	body := origin + "\n5\n" + root + "\n"
	add("an extension line", body+"extension\n")
	add("two extension lines", body+"one\ntwo\n")
	add("an extension line of one space", body+" \n")
	add("an empty extension line", body+"\n")
	add("an empty line between extension lines", body+"one\n\ntwo\n")
	add("an empty line after the extension lines", body+"one\n\n")
	add("an origin with spaces", "go.sum database tree\n5\n"+root+"\n")
	add("no origin", "\n5\n"+root+"\n")
	add("no line end after the root", strings.TrimSuffix(body, "\n"))
	add("no line end after an extension", body+"extension")
	add("no root line", origin+"\n5\n")
	add("an origin alone", origin+"\n")
	add("nothing", "")
	return texts
}
