import type { FieldValue } from '../../model/submission.js'
import { wrong } from '../decode/decoding.js'
import { leaf, mapOf, type Shape } from '../decode/shape.js'
import type { Tree } from '../decode/tree.js'

/** Numbers and the like are the text somebody would type: as they are written. */
function typed(tree: Tree): string | null {
  if (tree.kind !== 'scalar' || tree.value === null) return null
  return typeof tree.value === 'string' ? tree.value : tree.source
}

const typedSchema = ['string', 'number', 'boolean']

/** What somebody answers to one question of a form. */
export const answer: Shape<FieldValue> = leaf(
  { type: [...typedSchema, 'array', 'null'], items: { type: typedSchema } },
  'a text, a list of options or nothing, as in [dev, prod]',
  (tree) => {
    if (tree.kind === 'scalar') return typed(tree)
    const texts = tree.kind === 'list' ? tree.items.map(typed) : [null]
    const known = texts.filter((each) => each !== null)
    return known.length === texts.length ? known : wrong
  },
)

/** Answers by field id. */
export const answers = mapOf(answer, 'a map from field id to what is answered, as in { name: payments }')
