import type { Proposal } from './proposal.js'

/** An existing CODEOWNERS file. */
export interface CodeOwnersFile {
  readonly path: string
  readonly text: string
}

/** What to propose, and who is to own the paths: null where nobody is known, so that the lines are comments. */
export interface CodeOwnersProposal {
  readonly file: Proposal
  readonly owners: string | null
}

/** GitHub looks here, in this order, and takes the first. Source: “About code owners” in GitHub's documentation. */
export const codeOwnersPlaces = ['.github/CODEOWNERS', 'CODEOWNERS', 'docs/CODEOWNERS'] as const

/** What decides what requests may do and who approves them. */
const guarded = ['/.github/issueops/', '/.github/ISSUE_TEMPLATE/', '/.github/workflows/'] as const

const heading =
  '# What requests may do, who approves them, and who decides about this file. Edit the owners: people, or teams as in @acme/platform.'

/**
 * The lines that put the toolkit's files under code owners. The last rule that matches wins, so a path for which the file has a rule of its
 * own is left alone; the others get the owners of everything, or, in a new file, the owner of the repository.
 */
export function codeOwners(existing: CodeOwnersFile | null, owner: string | null): CodeOwnersProposal {
  const path = existing?.path ?? codeOwnersPlaces[0]
  const rules = rulesOf(existing?.text ?? '')
  const missing = [...guarded, `/${path}`].filter(
    (each) => !rules.some(({ pattern }) => covers(pattern, each)),
  )
  const owners = ownersOfAll(rules) ?? (owner === null ? null : `@${owner}`)
  const lines = missing.map((each) => (owners === null ? `# ${each} @OWNER` : `${each} ${owners}`))
  if (existing === null)
    return { file: { path, how: 'new', text: `${[heading, ...lines].join('\n')}\n` }, owners }
  const end = existing.text.includes('\r\n') ? '\r\n' : '\n'
  const before = existing.text === '' || existing.text.endsWith('\n') ? '' : end
  const text = lines.length === 0 ? '' : `${before}${[heading, ...lines].map((line) => line + end).join('')}`
  return { file: { path, how: 'append', text }, owners }
}

interface OwnerRule {
  readonly pattern: string
  readonly owners: string
  /** Written as a comment, to be filled in by a person. */
  readonly comment: boolean
}

function rulesOf(text: string): readonly OwnerRule[] {
  const lines = text.split(/\r?\n/).map((line) => line.trim())
  return lines.flatMap((line) => {
    const comment = line.startsWith('#')
    const [pattern = '', ...rest] = (comment ? line.slice(1).trim() : line).split(/\s+/)
    const remark = rest.findIndex((each) => each.startsWith('#'))
    const owners = (remark === -1 ? rest : rest.slice(0, remark)).join(' ')
    return pattern === '' || (comment && !pattern.startsWith('/')) ? [] : [{ pattern, owners, comment }]
  })
}

/** Whether a rule is about this path in particular: it names `.github` as a whole, or the path itself, or something in it. */
function covers(pattern: string, path: string): boolean {
  const parts = partsOf(pattern)
  const [last = '', ...parents] = partsOf(path).toReversed()
  if (parents.includes('.github') && parts.length === 1 && parts[0] === '.github') return true
  const at = parts.indexOf(last)
  return at !== -1 && parts.slice(0, at).every((part) => parents.includes(part))
}

function partsOf(path: string): readonly string[] {
  return path.split('/').filter((part) => part !== '' && part !== '*' && part !== '**')
}

/** Patterns that cover every file, those of the toolkit among them. */
const everything = ['*', '**', '/**', '*.yml', '*.yaml']

function ownersOfAll(rules: readonly OwnerRule[]): string | null {
  const rule = rules.findLast(({ pattern, comment }) => !comment && everything.includes(pattern))
  return rule === undefined || rule.owners === '' ? null : rule.owners
}
