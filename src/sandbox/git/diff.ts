import type { Git } from './open-git.js'
import type { Mode } from './trees.js'

export interface FileDiff {
  readonly path: string
  readonly previousPath: string | null
  readonly status: 'added' | 'removed' | 'modified' | 'renamed' | 'changed'
  /** Mode after, or before for a removed file. */
  readonly mode: Mode
  /** Blob after, or before for a removed file. */
  readonly oid: string
  readonly additions: number
  readonly deletions: number
  /** Hunks as GitHub gives them; null for a binary file or a change of mode alone. */
  readonly patch: string | null
}

/** The empty tree, which every git knows. */
export const emptyTree = '4b825dc642cb6eb9a060e54bf8d69288fbee4904'

/** The files that differ between two trees or commits, in path order, renames recognised as on GitHub. */
export async function diffFiles(git: Git, before: string, after: string): Promise<readonly FileDiff[]> {
  const [raw = '', text = ''] = (
    await git.compare(await treeOf(git, before), await treeOf(git, after))
  ).split(/\0\0(.*)/s)
  const lines = parseRaw(raw)
  const sections = text.split(/^(?=diff --git )/m).filter((part) => part.startsWith('diff --git '))
  return lines.map((line) => {
    // A file that becomes a symlink is told as one removal and one addition.
    const taken = sections.splice(0, line.status === 'changed' ? 2 : 1).join('')
    const hunk = taken.search(/^@@ /m)
    const patch = hunk < 0 ? null : taken.slice(hunk).replace(/\n$/, '')
    const changed = patch?.split('\n') ?? []
    return {
      ...line,
      additions: changed.filter((one) => one.startsWith('+')).length,
      deletions: changed.filter((one) => one.startsWith('-')).length,
      patch,
    }
  })
}

async function treeOf(git: Git, id: string): Promise<string> {
  const tree = await git.read(`${id}^{tree}`)
  if (tree === null) throw new Error(`no tree ${id}`)
  return tree.oid
}

/** The whole diff as `git diff` prints it. */
export async function diffText(git: Git, before: string, after: string): Promise<string> {
  const { stdout } = await git.derive(['diff-tree', '-r', '-M', '-p', '--no-color', before, after])
  return stdout.toString('utf8')
}

/** The commits of one that another has not, as `git format-patch` writes them to mail them; a first commit counts from the empty tree. */
export async function patchText(git: Git, before: string, after: string): Promise<string> {
  const range = before === emptyTree ? ['--root', after] : [`${before}..${after}`]
  const { stdout } = await git.run(['format-patch', '--stdout', '--no-signature', '--no-color', ...range])
  return stdout.toString('utf8')
}

type RawLine = Omit<FileDiff, 'additions' | 'deletions' | 'patch'>

function parseRaw(text: string): readonly RawLine[] {
  const parts = text.split('\0')
  const lines: RawLine[] = []
  for (let at = 0; at < parts.length; ) {
    const head = parts[at] ?? ''
    if (!head.startsWith(':')) {
      at += 1
      continue
    }
    const [oldMode = '', newMode = '', oldOid = '', newOid = '', letter = ''] = head.slice(1).split(' ')
    const renamed = letter.startsWith('R') || letter.startsWith('C')
    const path = (renamed ? parts[at + 2] : parts[at + 1]) ?? ''
    const gone = letter === 'D'
    lines.push({
      path,
      previousPath: renamed ? (parts[at + 1] ?? null) : null,
      status: statusOf(letter),
      mode: (gone ? oldMode : newMode) as Mode,
      oid: gone ? oldOid : newOid,
    })
    at += renamed ? 3 : 2
  }
  return lines
}

function statusOf(letter: string): FileDiff['status'] {
  switch (letter.charAt(0)) {
    case 'A':
      return 'added'
    case 'D':
      return 'removed'
    case 'R':
      return 'renamed'
    case 'T':
      return 'changed'
    default:
      return 'modified'
  }
}
