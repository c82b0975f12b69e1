package main

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/mod/sumdb/note"
)

const (
	logName     = "log.example/agent-safe"
	witnessName = "witness.example/one"
	unicodeName = "прибор.example/дверь"
)

// A key is for tests only: the vectors contain its private key, so that other signers can be compared.
type key struct {
	Name        string `json:"name"`
	VerifierKey string `json:"verifierKey"`
	PrivateKey  jwk    `json:"privateKey"`

	signer   note.Signer
	verifier note.Verifier
}

// A jwk is a key in the format of RFC 8037.
type jwk struct {
	Kty string `json:"kty"`
	Crv string `json:"crv"`
	D   string `json:"d"`
	X   string `json:"x"`
}

type keyRing struct{ keys []*key }

func newKeyRing() *keyRing {
	ring := &keyRing{}
	for _, name := range []string{logName, witnessName, unicodeName} {
		ring.keys = append(ring.keys, newKey(name, name))
	}
	return ring
}

// newKey derives a key from a seed.
func newKey(name, seed string) *key {
	random := sha256.Sum256([]byte("audit interop " + seed))
	signerText, verifierText, err := note.GenerateKey(bytes.NewReader(random[:]), name)
	if err != nil {
		panic(err)
	}
	_, encoded, _ := strings.Cut(strings.TrimPrefix(signerText, "PRIVATE+KEY+"+name+"+"), "+")
	private := must(base64.StdEncoding.DecodeString(encoded))[1:]
	public := ed25519.NewKeyFromSeed(private).Public().(ed25519.PublicKey)
	encode := base64.RawURLEncoding.EncodeToString
	return &key{
		Name:        name,
		VerifierKey: verifierText,
		PrivateKey:  jwk{"OKP", "Ed25519", encode(private), encode(public)},
		signer:      must(note.NewSigner(signerText)),
		verifier:    must(note.NewVerifier(verifierText)),
	}
}

func (r *keyRing) find(name string) *key {
	return r.keys[slices.IndexFunc(r.keys, func(each *key) bool { return each.Name == name })]
}

func (r *keyRing) sign(text string, names ...string) string {
	var signers []note.Signer
	for _, name := range names {
		signers = append(signers, r.find(name).signer)
	}
	return string(must(note.Sign(&note.Note{Text: text}, signers...)))
}

func (r *keyRing) known(names ...string) note.Verifiers {
	var verifiers []note.Verifier
	for _, name := range names {
		verifiers = append(verifiers, r.find(name).verifier)
	}
	return note.VerifierList(verifiers...)
}

// signatureLine returns a signature line of a note, with any content.
func signatureLine(name string, id uint32, signature []byte) string {
	data := append(binary.BigEndian.AppendUint32(nil, id), signature...)
	return "— " + name + " " + base64.StdEncoding.EncodeToString(data) + "\n"
}

// verifierKeyText returns a verifier key with its right id, also for an invalid key name.
func verifierKeyText(name string, public []byte) string {
	hash := sha256.Sum256(append([]byte(name+"\n"), public...))
	return fmt.Sprintf("%s+%x+%s", name, hash[:4], base64.StdEncoding.EncodeToString(public))
}

func splitVerifierKey(text string) (name, id string, public []byte) {
	parts := strings.Split(text, "+")
	return parts[0], parts[1], must(base64.StdEncoding.DecodeString(parts[2]))
}
