import type { Form } from '../../../model/form.js'
import type { Problem } from '../../../model/problem.js'
import type { Tree } from '../../decode/tree.js'

/** A form of the repository. */
interface NamedForm {
  /** From the root of the repository. */
  readonly path: string
  readonly form: Form
  readonly yaml: Tree | null
}

/** Forms with one name: GitHub wants every template to have a name of its own. Source: “Syntax for issue forms”, `name`. */
export function formNames(forms: readonly NamedForm[]): readonly Problem[] {
  const first = new Map<string, string>()
  return forms.flatMap(({ path, form: { name }, yaml }) => {
    const other = first.get(name)
    if (name === '') return []
    if (other === undefined) {
      first.set(name, path)
      return []
    }
    return [
      {
        code: 'type/form-name-taken',
        file: path,
        line: valueAt(yaml, 'name')?.line ?? 1,
        what: `The form ${other} has the name “${name}” too; GitHub does not show both.`,
        fix: 'Give every form a name of its own.',
      },
    ]
  })
}

/** The value of a key; null where the node is no map or has no such key. */
export function valueAt(node: Tree | null, key: string): Tree | null {
  return node?.kind === 'map' ? (node.entries.find((entry) => entry.key === key)?.value ?? null) : null
}

/** The items of a list; none of anything else. */
export function listOf(node: Tree | null): readonly Tree[] {
  return node?.kind === 'list' ? node.items : []
}
