import type { Json, JsonSchema } from '../../model/json.js'
import { jsonOf } from '../decode/decoding.js'
import { type Key, map, optional } from '../decode/keys.js'
import { flag, list, named, number, type Shape, scalar, text, to, whole, word } from '../decode/shape.js'
import { fieldFormats, fieldTypes } from './field-schema.js'
import { asItStands } from './leaves.js'

function keyword(shape: Shape<unknown>, says: string, ...examples: readonly Json[]): Key<unknown> {
  return optional(shape, null, examples.length === 0 ? { says } : { says, examples })
}

/**
 * What a request type demands of one field. A closed list of JSON Schema's keywords: a misspelt one would silently allow everything,
 * and every keyword here has a sentence that tells a requester what is expected.
 * Source: JSON Schema 2020-12, “Validation”.
 */
export const fieldSchema: Shape<JsonSchema> = named(
  'fieldSchema',
  () => to(map(keywords), (_, __, { tree }) => Object.assign(Object.create(null), jsonOf(tree))),
  'What is demanded of one field, in a part of JSON Schema 2020-12.',
)

const scalars = list(scalar, '[small, large]')

const keywords = {
  type: keyword(
    word(fieldTypes),
    'What the answer is read as. integer and number: plain decimal notation. boolean: Yes or No, or one checkbox. array: several choices, or one entry per line of a textarea. Left out: text, or a list where the form offers several choices.',
    'integer',
  ),
  description: keyword(
    text('lower-case letters, digits and hyphens'),
    'What is expected, in words for the requester, continuing “… must be ”. Replaces the sentence made from the other keywords.',
    'lower-case letters, digits and hyphens, at most 40',
  ),
  examples: keyword(
    scalars,
    'Values that are accepted; the first one is shown to a requester whose value is not.',
    ['payments'],
  ),
  format: keyword(
    word(fieldFormats),
    'A well-known form of text. semver: a version as in 1.4.2. digest: an image digest as in sha256:….',
    'semver',
  ),
  pattern: keyword(
    asItStands(text("'^[a-z][a-z0-9-]*$'")),
    'A regular expression in RE2’s syntax that must be found in the text; write ^ and $ for the whole text.',
    '^[a-z][a-z0-9-]{2,40}$',
  ),
  minLength: keyword(whole(0), 'How many characters the text must have.', 3),
  maxLength: keyword(whole(0), 'How many characters the text may have.', 40),
  minimum: keyword(number(), 'The least number that is accepted.', 1),
  maximum: keyword(number(), 'The greatest number that is accepted.', 16),
  exclusiveMinimum: keyword(number(), 'The number must be greater than this.', 0),
  exclusiveMaximum: keyword(number(), 'The number must be less than this.', 100),
  multipleOf: keyword(number(0), 'The number must be divisible by this.', 2),
  enum: keyword(scalars, 'The only values that are accepted.', ['small', 'large']),
  const: keyword(scalar, 'The only value that is accepted.', 'default'),
  items: keyword(fieldSchema, 'What every entry of a list has to be.', { pattern: '^[a-z]+$' }),
  minItems: keyword(whole(0), 'How many entries a list must have.', 1),
  maxItems: keyword(whole(0), 'How many entries a list may have.', 5),
  uniqueItems: keyword(flag, 'Whether the entries of a list must differ from each other.'),
  not: keyword(fieldSchema, 'What the value must not be.', { const: 'default' }),
  anyOf: keyword(
    list(fieldSchema, '[{ maxLength: 3 }, { pattern: "^x-" }]'),
    'Of these demands at least one must be met.',
    [{ format: 'ipv4' }, { format: 'ipv6' }],
  ),
}
