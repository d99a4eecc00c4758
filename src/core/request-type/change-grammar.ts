import type { Beside } from '../../model/change.js'
import type { ChangeTemplate, LineOrderTemplate, StateTemplate } from '../../model/request-type.js'
import {
  type Decoding,
  jsonOf,
  type Piece,
  report,
  type Words,
  type Wrong,
  wrong,
} from '../decode/decoding.js'
import { alternative, map, oneOf, optional, required } from '../decode/keys.js'
import { anything, data, either, flag, list, named, type Shape, text, textLike, to } from '../decode/shape.js'
import { copiedPlaces, copySource } from './copy-grammar.js'
import { documentChoice, ensure, expression, plainText, template, way, wayOrFile } from './leaves.js'
import { templateContent, templatesFolder } from './template-content.js'

const path = template(text('clusters/prod/kustomization.yaml'))

/** Where and when something is declared, whatever it is. */
const common = {
  file: required(path, 'file: clusters/prod/kustomization.yaml', {
    says: 'Path of the manifest from the root of the target repository. Every expression in it must give one part of a path.',
    examples: ['clusters/${{ request.environment }}/namespaces/${{ request.name }}.yaml'],
  }),
  when: optional(expression, null, {
    says: 'Whether the change is asked for at all: a comparison that is true or false. Default: always.',
    examples: ["${{ request.environment == 'prod' }}"],
  }),
  'for-each': optional(
    either<string | readonly string[]>(
      {
        where: (tree) => tree.kind === 'list',
        is: list(
          plainText(
            'deployment.yaml',
            'List plain texts, or write one expression that gives the whole list.',
          ),
          '[deployment.yaml, service.yaml]',
        ),
      },
      { where: () => true, is: expression },
    ),
    null,
    {
      says: 'A field that holds a list, or the list of texts itself. The change is made once for each of its entries, and item stands for the entry in every expression of the change.',
      examples: ['${{ request.hosts }}', ['deployment.yaml', 'service.yaml']],
    },
  ),
  ensure: optional(ensure, null, {
    says: 'Whether this state shall be there or be gone; default: the ensure of the request type.',
  }),
  document: optional(documentChoice, null, {
    says: 'Which document of a YAML file with several: its number from 0, or kind and name of a Kubernetes resource.',
    examples: [{ kind: 'Deployment', name: 'web' }],
  }),
  validate: optional(
    // The schema a manifest has to follow is chosen by the request type alone.
    plainText('schemas/values.schema.json', 'Name one file, as in validate: schemas/values.schema.json.'),
    null,
    {
      says: 'Path, in the target repository, of a JSON Schema (2020-12) the document has to follow afterwards; a request that would break it is refused.',
      examples: ['schemas/values.schema.json'],
    },
  ),
}

const wayTold = {
  says: 'The way to the place: keys, positions counted from 0, and what one item of a list has.',
  examples: [['spec', 'containers', { name: 'app' }, 'image']],
}
/** The way to a value, which is never the file itself. */
const at = required(way, 'at: [spec, replicas]', wayTold)

const neighbour = template(text('replicas'))
/** The neighbour of a new entry, where one is named. */
const neighbours = {
  before: optional(neighbour, null, {
    says: 'The entry of the map above which a new entry goes; where it is not there, as without it.',
    examples: ['resources'],
  }),
  after: optional(neighbour, null, {
    says: 'With line: the line a new one goes directly below; it must be there exactly once. With at: the entry of the map below which a new entry goes; where it is not there, as without it.',
    examples: ['# teams'],
  }),
}
const oneNeighbour = { not: { required: ['before', 'after'] } }

interface Neighbours {
  readonly before: string | null
  readonly after: string | null
}

function besideOf(
  { before, after }: Neighbours,
  decoding: Decoding,
  { tree }: Piece,
): { beside?: Beside } | Wrong {
  if (before !== null && after !== null) {
    return report(decoding, tree.line, {
      code: 'type/change-kind',
      what: 'A new entry is to go before one entry and after another.',
      fix: 'Write before or after, not both.',
    })
  }
  if (before !== null) return { beside: { before } }
  return after === null ? {} : { beside: { after } }
}

const content = alternative(
  {
    content: required(
      template(
        data(
          ['text', 'number', 'flag', 'list', 'map'],
          'the text or the data of the whole file, as in { kind: Namespace }',
        ),
      ),
      'content: { kind: Namespace }',
      {
        says: 'The whole file: a text as it is, or data that is written as YAML or JSON.',
        examples: [{ apiVersion: 'v1', kind: 'Namespace' }],
      },
    ),
  },
  (said): StateTemplate => ({ kind: 'file', content: said.content }),
)

/** The content of a file, read from a template file: YAML and JSON as data, anything else as one text. */
const contentFrom = alternative(
  {
    'content-from': required(
      to(
        textLike(/^templates\/[^/\\\n\r]{1,200}$/, 'templates/namespace.yaml', (name, _, { place }) => ({
          code: 'type/value',
          what: `“${place}” is “${name}”, which is no file directly below ${templatesFolder}.`,
          fix: 'Write the folder and the name, as in content-from: templates/namespace.yaml.',
        })),
        templateContent,
      ),
      'content-from: templates/namespace.yaml',
      {
        says: 'The whole file as a template below .github/issueops/templates/ says it: YAML and JSON as data, anything else as one text. Expressions in it are evaluated as in content.',
        examples: ['templates/namespace.yaml'],
      },
    ),
  },
  (said): StateTemplate => ({ kind: 'file', ...said['content-from'] }),
)

const value = alternative(
  {
    at,
    value: required(template(anything), 'value: 3', {
      says: 'The value that shall stand at the place: a text, number, true or false, a list or a map.',
      examples: ['${{ request.replicas }}'],
    }),
    ...neighbours,
  },
  (said, decoding, piece): StateTemplate | Wrong => {
    const beside = besideOf(said, decoding, piece)
    return beside === wrong ? wrong : { kind: 'value', at: said.at, value: said.value, ...beside }
  },
  oneNeighbour,
)

const item = alternative(
  {
    at: required(wayOrFile, 'at: [resources]', wayTold),
    item: required(
      template(
        data(['text', 'number', 'flag', 'map'], 'one text, number or map, as in namespaces/shop.yaml'),
      ),
      'item: namespaces/shop.yaml',
      {
        says: 'The item the list at the place shall hold. A map needs a key.',
        examples: ['namespaces/${{ request.name }}.yaml'],
      },
    ),
    key: optional(text('name'), null, {
      says: 'Which entry of an item that is a map tells it from its neighbours.',
      examples: ['name'],
    }),
  },
  (said, decoding, { tree, place }): StateTemplate | Wrong => {
    const isMap = typeof said.item === 'object' && said.item !== null
    if (!isMap || said.key !== null) return { kind: 'item', at: said.at, item: said.item, key: said.key }
    return report(decoding, decoding.lines.get(`${place}/item`) ?? tree.line, {
      code: 'type/item-key',
      what: 'The item is a map, and nothing says which of its entries tells it from its neighbours.',
      fix: 'Add key with the name of that entry, as in key: name.',
    })
  },
  { anyOf: [{ properties: { item: { not: { type: 'object' } } } }, { required: ['key'] }] },
)

const line = alternative(
  {
    line: required(template(text('octo-org/service-a')), 'line: octo-org/service-a', {
      says: 'A line the text file shall have. Two lines are the same when every character is.',
      examples: ['octo-org/${{ request.name }}'],
    }),
    sorted: optional(flag, null, {
      says: 'With line: whether a new line goes to its place among the others where these are in order, instead of to the end.',
      default: false,
    }),
    after: neighbours.after,
  },
  (said, decoding, { tree }): StateTemplate | Wrong => {
    if (said.sorted !== null && said.after !== null) return report(decoding, tree.line, notOneThing)
    const order: LineOrderTemplate =
      said.after === null
        ? { by: said.sorted === true ? 'sorted' : 'end' }
        : { by: 'after', line: said.after }
    return { kind: 'line', line: said.line, order }
  },
  { not: { required: ['sorted', 'after'] } },
)

const imagePart = (says: string, example: string) =>
  optional(text('v1.2.3'), null, { says, examples: [example] })

/** An entry of a kustomization's `images`, which is an item like any other. Source of the keys: kustomize's documentation, “images”. */
const image = alternative(
  {
    image: required(
      template(
        to(
          map({
            name: required(text('ghcr.io/acme/shop'), 'name: ghcr.io/acme/shop', {
              says: 'The image as the resources name it.',
              examples: ['ghcr.io/acme/shop'],
            }),
            newName: imagePart('The image to use instead.', 'registry.example.org/shop'),
            newTag: imagePart('The tag to use.', '${{ request.version }}'),
            digest: imagePart('The digest to use.', 'sha256:${{ request.digest }}'),
          }),
          (_, __, { tree }) => jsonOf(tree),
        ),
      ),
      'image: { name: ghcr.io/acme/shop, newTag: v1.2.3 }',
      {
        says: 'An entry of images in a kustomization, told from the others by its name; it becomes exactly this.',
        examples: [{ name: 'ghcr.io/acme/shop', newTag: '${{ request.version }}' }],
      },
    ),
  },
  (said): StateTemplate => ({ kind: 'item', at: ['images'], item: said.image, key: 'name' }),
)

const resource = alternative(
  {
    resource: required(template(text('namespaces/shop.yaml')), 'resource: namespaces/shop.yaml', {
      says: 'An entry of resources in a kustomization.',
      examples: ['namespaces/${{ request.name }}.yaml'],
    }),
  },
  (said): StateTemplate => ({ kind: 'item', at: ['resources'], item: said.resource, key: null }),
)

/** What is copied from another file: all of it, the same place or another, or several. */
const copy = alternative(
  {
    copy: required(copySource, 'copy: apps/staging/values.yaml', {
      says: 'Copies from another file at the same commit: the whole file, or with at the value at that place. Every expression in the path must give one part of it.',
      examples: [
        'apps/staging/${{ item }}',
        { from: 'apps/staging/values.yaml', places: [['image', 'tag']] },
      ],
    }),
    at: { ...at, absent: { is: null } },
    ...neighbours,
  },
  (said, decoding, piece): StateTemplate | Wrong => {
    const beside = besideOf(said, decoding, piece)
    if (beside === wrong) return wrong
    const { from, document: fromDocument, alone } = said.copy
    const places = copiedPlaces(said.copy, said.at)
    if (places !== null)
      return { kind: 'copy', from, of: { kind: 'places', places, fromDocument, ...beside } }
    if (alone && said.at === null && beside.beside === undefined)
      return { kind: 'copy', from, of: { kind: 'whole' } }
    return report(decoding, decoding.lines.get(`${piece.place}/copy`) ?? piece.tree.line, {
      code: 'type/change-kind',
      what: `“${piece.place}/copy” does not say what is copied to where.`,
      fix: 'Write copy: with a path alone for a whole file; at: beside it for a place; { from, at } for a place that is another there; { from, places } without at: for several.',
    })
  },
  {
    ...oneNeighbour,
    anyOf: [
      { properties: { copy: { not: { required: ['places'], type: 'object' } } }, required: ['at'] },
      { properties: { copy: { type: 'string' }, at: false, before: false, after: false } },
      { properties: { copy: { required: ['places'], type: 'object' }, at: false } },
    ],
  },
)

const notOneThing: Words = {
  code: 'type/change-kind',
  what: 'This change does not say exactly one thing.',
  fix: 'Besides file, write one of: content or content-from; at and value (with before or after); at and item (with key where the item is a map); copy (with or without at); line (with sorted or after); image; resource.',
}

const change: Shape<ChangeTemplate> = named(
  'change',
  () =>
    to(
      oneOf(common, [content, contentFrom, item, value, copy, line, image, resource], () => notOneThing),
      ([{ 'for-each': forEach, ...where }, state]): ChangeTemplate => ({ ...where, forEach, ...state }),
    ),
  'One declared state: a whole file (content, content-from, or copy of another file), a value at a place (at and value, or at and copy), an item of a list (at and item), a line of a text file (line), or an image or resource of a kustomization.',
)

/** The list of declared states. */
export const changes = list(change, '[{ file: teams.yaml, at: [teams], item: core }]')
