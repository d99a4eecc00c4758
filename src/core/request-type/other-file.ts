import type { Problem } from '../../model/problem.js'
import { type Decoding, type Wrong, wrong } from '../decode/decoding.js'
import { readYaml } from '../decode/read-yaml.js'
import type { Tree } from '../decode/tree.js'

/** A file whose text GitHub does not give. */
export function unreadable(path: string): Problem {
  return {
    code: 'type/unreadable',
    file: path,
    what: `GitHub did not give the whole text of ${path}.`,
    fix: 'A maintainer has to make the file a plain text file of ordinary size.',
  }
}

/** A file of data that a request type names; its problems are those of the request type too. */
export function readOtherFile(path: string, text: string, { problems }: Decoding): Tree | Wrong {
  const tree = readYaml({ path, text })
  if (tree.ok) return tree.value
  problems.push(...tree.problems)
  return wrong
}
