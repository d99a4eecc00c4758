// Reads YAML as Kubernetes does: for each text, a JSON line on standard input, its nodes and, of a single document, its JSON.
package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	nodes "go.yaml.in/yaml/v3"
	kubernetes "sigs.k8s.io/yaml"
)

type answer struct {
	Documents  []any           `json:"documents,omitempty"`
	Kubernetes json.RawMessage `json:"kubernetes,omitempty"`
	Error      string          `json:"error,omitempty"`
}

func main() {
	lines := bufio.NewReaderSize(os.Stdin, 1<<20)
	answers := json.NewEncoder(os.Stdout)
	for {
		line, err := lines.ReadBytes('\n')
		if len(line) > 0 {
			var text string
			if json.Unmarshal(line, &text) != nil || answers.Encode(read([]byte(text))) != nil {
				os.Exit(1)
			}
		}
		if err != nil {
			return
		}
	}
}

func read(text []byte) (result answer) {
	defer func() {
		if reason := recover(); reason != nil {
			result = answer{Error: fmt.Sprint(reason)}
		}
	}()
	documents := []any{}
	decoder := nodes.NewDecoder(bytes.NewReader(text))
	for {
		var document nodes.Node
		err := decoder.Decode(&document)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return answer{Error: err.Error()}
		}
		documents = append(documents, tree(document.Content[0]))
	}
	result = answer{Documents: documents}
	if len(documents) == 1 {
		if data, err := kubernetes.YAMLToJSON(text); err == nil {
			result.Kubernetes = data
		}
	}
	return result
}

func tree(node *nodes.Node) map[string]any {
	found := map[string]any{}
	if node.Kind == nodes.ScalarNode || node.Style&nodes.TaggedStyle != 0 {
		found["tag"] = node.ShortTag()
	}
	if node.Anchor != "" {
		found["anchor"] = node.Anchor
	}
	switch node.Kind {
	case nodes.ScalarNode:
		found["value"] = node.Value
		if node.ShortTag() == "!!null" {
			found["value"] = ""
		}
	case nodes.AliasNode:
		found["alias"] = node.Value
	case nodes.SequenceNode:
		items := []any{}
		for _, item := range node.Content {
			items = append(items, tree(item))
		}
		found["items"] = items
	default:
		entries := []any{}
		for index := 0; index+1 < len(node.Content); index += 2 {
			entries = append(entries, []any{tree(node.Content[index]), tree(node.Content[index+1])})
		}
		found["entries"] = entries
	}
	return found
}
