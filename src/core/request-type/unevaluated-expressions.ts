import { type Decoding, report } from '../decode/decoding.js'
import type { Tree } from '../decode/tree.js'

/** Where expressions are evaluated, by place. Answers and results of tests are what they are. */
const evaluated =
  /^(?:rules\/\d+\/(?:assert|message)|approval(?:\/.*)?\/when|changes\/\d+\/.*|ensure|tests\/.*)$/

/** Where they are not although what stands around it has them. */
const plain = /^changes\/\d+\/key$/
/** Where whoever reads the place says so, or may mean it. */
const reporting = /^(?:paths\/.*|fields\/[^/]*\/(?:.*\/)?pattern)$/

/** Reports `${{ }}` where it would be printed, compared or looked up as it stands: nobody means that. A line that has a problem has it told once. */
export function reportUnevaluated(decoding: Decoding, tree: Tree, place = ''): void {
  if (tree.kind === 'map') {
    for (const { key, line, value } of tree.entries)
      if (!isUnknown(decoding, line))
        reportUnevaluated(decoding, value, place === '' ? key : `${place}/${key}`)
    return
  }
  if (tree.kind === 'list') {
    for (const [index, item] of tree.items.entries()) reportUnevaluated(decoding, item, `${place}/${index}`)
    return
  }
  if (typeof tree.value !== 'string' || !tree.value.includes('$' + '{{')) return
  if ((evaluated.test(place) && !plain.test(place)) || reporting.test(place)) return
  if (decoding.problems.some(({ line }) => line === tree.line)) return
  report(decoding, tree.line, {
    code: 'type/value',
    what: `“${place}” has an expression in it, and none is evaluated there.`,
    fix: 'Write plain text; expressions may stand in assert, message, when, ensure and changes.',
  })
}

/** What stands below a key that nobody knows is not judged: with the key mended it means something else. */
function isUnknown({ problems }: Decoding, keyLine: number): boolean {
  return problems.some(({ code, line }) => code === 'type/unknown-key' && line === keyLine)
}
