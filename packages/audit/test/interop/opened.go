package main

import (
	"encoding/base64"
	"math/big"
	"slices"
	"strings"

	"golang.org/x/mod/sumdb/note"
)

// makeOpened returns valid notes, notes that differ from them a little, and the result of Go for each.
func makeOpened(ring *keyRing) (opened []openedVector) {
	addKnown := func(known, name, text string) {
		each := openedVector{Case: name, Known: known, Note: text}
		if result, err := note.Open([]byte(text), ring.known(strings.Fields(known)...)); err == nil {
			each.GoAccepts, each.Text, each.SignedBy = true, result.Text, result.Sigs[0].Name
		}
		opened = append(opened, each)
	}
	add := func(name, text string) { addKnown(logName, name, text) }

	const text = "first\n\nlast\n"
	signer := ring.find(logName).signer
	id := signer.KeyHash()
	valid := ring.sign(text, logName)
	both := ring.sign(text, logName, witnessName)
	line := strings.TrimPrefix(valid, text+"\n")
	witnessLine := strings.TrimPrefix(both, valid)
	signature := must(signer.Sign([]byte(text)))
	changed := slices.Clone(signature)
	changed[10] ^= 1
	wrongLine := signatureLine(logName, id, changed)
	with := func(lines ...string) string { return text + "\n" + strings.Join(lines, "") }

	add("a note", valid)
	add("an unknown key after the known one", both)
	add("an unknown key before the known one", with(witnessLine, line))
	addKnown(logName+" "+witnessName, "two known keys", both)
	addKnown(logName+" "+witnessName, "two known keys, the other first", with(witnessLine, line))
	addKnown(logName+" "+witnessName, "two known keys, the second signature wrong", with(witnessLine, wrongLine))
	addKnown(logName+" "+witnessName, "two known keys, one signature", valid)
	addKnown(witnessName, "an unknown key alone", valid)
	addKnown("", "no key is known", valid)
	add("the name of a known key with another id, beside it", with(signatureLine(logName, id+1, changed), line))
	add("the name of a known key with another id, alone", with(signatureLine(logName, id+1, signature)))
	add("the id of a known key with another name, beside it", with(signatureLine("b.example", id, changed), line))
	add("the id of a known key with another name, alone", with(signatureLine("b.example", id, signature)))
	add("a signature twice", with(line, line))
	add("a wrong signature after the right one of the same key", with(line, wrongLine))
	add("a wrong signature before the right one of the same key", with(wrongLine, line))

	add("a letter of the text changed", strings.Replace(valid, "last", "lasT", 1))
	add("an empty line of the text gone", strings.Replace(valid, "first\n\n", "first\n", 1))
	add("an empty line more in the text", strings.Replace(valid, "last\n", "last\n\n", 1))
	add("a bit of the signature changed", with(wrongLine))
	add("the signature of another text", with(strings.TrimPrefix(ring.sign("other\n", logName), "other\n\n")))
	impostor := newKey(logName, "impostor").signer
	add("the signature of another key of that name and id", with(signatureLine(logName, id, must(impostor.Sign([]byte(text))))))
	add("the signature of another key of that name", with(signatureLine(logName, impostor.KeyHash(), must(impostor.Sign([]byte(text))))))
	add("a signature of 63 bytes", with(signatureLine(logName, id, signature[:63])))
	add("a signature of 65 bytes", with(signatureLine(logName, id, append(signature[:64:64], 0))))
	add("a signature of zeros", with(signatureLine(logName, id, make([]byte, 64))))
	add("a signature whose scalar is not reduced", with(signatureLine(logName, id, addOrder(signature))))

	add("no blank line", strings.Replace(with(line), "\n\n", "\n", 2))
	add("no text", "\n"+line)
	add("no text and no blank line", line)
	add("no signature", text+"\n")
	add("no line end at the end", strings.TrimSuffix(valid, "\n"))
	add("an empty line at the end", valid+"\n")
	add("a line after the signatures", valid+"more\n")
	add("a line before the signatures", with("more\n", line))
	add("more text and the same signature", valid+"\n"+line)
	add("line ends of Windows", strings.ReplaceAll(valid, "\n", "\r\n"))
	add("nothing", "")
	add("two line ends", "\n\n")
	add("three line ends", "\n\n\n")

	for _, each := range []struct{ name, character string }{
		{"a tab", "\t"},
		{"a NUL", "\x00"},
		{"an escape", "\x1b"},
		{"a carriage return", "\r"},
		{"the last control character before the space", "\x1f"},
		{"a delete", "\x7f"},
		{"a next line", "\u0085"},
		{"a line separator", "\u2028"},
		{"a byte order mark", "\ufeff"},
	} {
		add(each.name+" in the text", ring.sign("a"+each.character+"b\n", logName))
		add(each.name+" in the name of an unknown key", with(line, signatureLine("a"+each.character+"b", 1, signature)))
	}
	for _, each := range []struct{ name, keyName string }{
		{"a plus in the name of an unknown key", "a+b"},
		{"a no-break space in the name of an unknown key", "a\u00a0b"},
		{"an ideographic space in the name of an unknown key", "a\u3000b"},
		{"a zero-width space in the name of an unknown key", "a\u200bb"},
		{"a space in the name of an unknown key", "a b"},
		{"a space before the name of an unknown key", " a"},
		{"an unknown key without a name", ""},
	} {
		add(each.name, with(line, signatureLine(each.keyName, 1, signature)))
	}

	add("a hyphen for the dash", strings.Replace(valid, "— ", "- ", 1))
	add("an en dash for the dash", strings.Replace(valid, "— ", "– ", 1))
	add("no space after the dash", strings.Replace(valid, "— ", "—", 1))
	add("a space before the dash", strings.Replace(valid, "— ", " — ", 1))
	add("no-break spaces between the parts", strings.ReplaceAll(valid, " ", "\u00a0"))
	add("a space at the end of a signature", strings.TrimSuffix(valid, "\n")+" \n")
	add("two spaces before a signature", strings.Replace(valid, logName+" ", logName+"  ", 1))
	add("a name without a signature", with("— "+logName+"\n"))
	add("a name and a space without a signature", with("— "+logName+" \n"))

	bare := strings.TrimSuffix(strings.TrimSuffix(line, "\n"), "=")
	add("base64 without padding", with(bare+"\n"))
	add("base64 with more padding", with(bare+"==\n"))
	add("base64 with bits in its padding", with(nextLast(strings.TrimSuffix(line, "\n"))+"\n"))
	add("base64 of URLs", with(line, "— a __________8=\n"))
	add("the same in base64", with(line, "— a //////////8=\n"))
	add("letters that are not base64", with(line, "— a A*AAAAAA\n"))
	add("base64 of 4 bytes", with(line, signatureLine("a", 1, nil)))
	add("base64 of 5 bytes", with(line, signatureLine("a", 1, []byte{0})))
	add("16 signatures", with(strings.Repeat("— a AAAAAAAA\n", 15), line))
	add("100 signatures", with(strings.Repeat("— a AAAAAAAA\n", 99), line))
	add("101 signatures", with(line, strings.Repeat("— a AAAAAAAA\n", 100)))
	return opened
}

// nextLast changes the last base64 letter before the padding so that only unused bits differ.
func nextLast(encoded string) string {
	const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
	last := len(encoded) - 2
	return encoded[:last] + string(alphabet[strings.IndexByte(alphabet, encoded[last])+1]) + "="
}

// addOrder adds the group order to the scalar of a signature. A verifier without a range check accepts the result.
func addOrder(signature []byte) []byte {
	order := must(base64.StdEncoding.DecodeString("EAAAAAAAAAAAAAAAAAAAABTe+d6i95zWWBJjGlz10+0="))
	scalar := slices.Clone(signature[32:])
	slices.Reverse(scalar)
	sum := new(big.Int).Add(new(big.Int).SetBytes(scalar), new(big.Int).SetBytes(order)).FillBytes(make([]byte, 32))
	slices.Reverse(sum)
	return append(slices.Clone(signature[:32]), sum...)
}
