import type { CopiedPlace, PathStepTemplate, Template } from '../../model/request-type.js'
import { map, optional, required } from '../decode/keys.js'
import { either, list, text, to } from '../decode/shape.js'
import { documentChoice, template, way, wayOrFile } from './leaves.js'

const source = template(text('apps/staging/values.yaml'))

/** A path alone, or a map that names another place there, or several that are the same in both files. */
export const copySource = either<CopySource>(
  {
    where: (tree) => tree.kind === 'map',
    is: to(
      map(
        {
          from: required(source, 'from: apps/staging/values.yaml', {
            says: 'Path of the file that is copied from.',
            examples: ['apps/staging/values.yaml'],
          }),
          at: optional(wayOrFile, null, {
            says: 'The way to the value there. Default: at of the change.',
            examples: [['replicas']],
          }),
          places: optional(list(way, '[[image, tag], [replicas]]'), null, {
            says: 'Ways to several values, which are the same in both files; instead of at.',
            examples: [[['image', 'tag'], ['replicas']]],
          }),
          document: optional(documentChoice, null, {
            says: 'Which document there, where that file has several. Default: document of the change.',
            examples: [0],
          }),
        },
        { not: { required: ['at', 'places'] } },
      ),
      (said) => ({ ...said, alone: false }),
    ),
  },
  {
    where: () => true,
    is: to(source, (from) => ({ from, at: null, places: null, document: null, alone: true })),
  },
)

export interface CopySource {
  readonly from: string
  readonly at: readonly PathStepTemplate[] | null
  readonly places: readonly (readonly PathStepTemplate[])[] | null
  readonly document: Template
  /** Whether it is written as a path alone. */
  readonly alone: boolean
}

/** Null where it is not said which places. */
export function copiedPlaces(
  { at: own, places }: CopySource,
  target: readonly PathStepTemplate[] | null,
): readonly CopiedPlace[] | null {
  if (places !== null)
    return own === null && target === null ? places.map((each) => ({ from: each, to: each })) : null
  return target === null ? null : [{ from: own ?? target, to: target }]
}
