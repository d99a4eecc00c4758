"""Reads YAML with libyaml: for each text, a JSON line on standard input, its nodes with the types of YAML 1.1."""

import json
import sys

import yaml

if not yaml.__with_libyaml__:
    sys.exit("PyYAML was built without libyaml.")

resolver = yaml.resolver.Resolver()


def read(text):
    try:
        return {"documents": [tree(next(events), events) for events in documents(text)]}
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        return {"error": str(error)}


def documents(text):
    """Lists of events, one for each document."""
    found = []
    for event in yaml.parse(text, Loader=yaml.CLoader):
        if isinstance(event, yaml.DocumentStartEvent):
            found.append([])
        elif found and not isinstance(event, (yaml.DocumentEndEvent, yaml.StreamEndEvent)):
            found[-1].append(event)
    return [iter(events) for events in found]


def tree(event, events):
    if isinstance(event, yaml.AliasEvent):
        return {"alias": event.anchor}
    node = {"anchor": event.anchor} if event.anchor else {}
    if isinstance(event, yaml.ScalarEvent):
        tag = short(event.tag if event.tag not in (None, "!") else resolved(event))
        return {**node, "tag": tag, "value": "" if tag == "!!null" else event.value}
    if event.tag:
        node["tag"] = short(event.tag)
    parts = []
    while not isinstance(part := next(events), (yaml.SequenceEndEvent, yaml.MappingEndEvent)):
        parts.append(tree(part, events))
    if isinstance(event, yaml.SequenceStartEvent):
        return {**node, "items": parts}
    return {**node, "entries": [list(pair) for pair in zip(parts[::2], parts[1::2])]}


def short(tag):
    return tag.replace("tag:yaml.org,2002:", "!!")


def resolved(event):
    return resolver.resolve(yaml.ScalarNode, event.value, event.implicit)


for line in sys.stdin:
    print(json.dumps(read(json.loads(line))), flush=True)
