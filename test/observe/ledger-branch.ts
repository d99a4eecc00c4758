import { execFileSync } from 'node:child_process'

/** A file of a branch that is written past all rules; a submodule has the id of a commit for its text. */
export interface WrittenFile {
  readonly path: string
  readonly text: string | Uint8Array
  readonly mode?: '100644' | '100755' | '120000' | '160000'
}

/** Writes one commit with exactly these files to the tip of a branch, by git itself; returns its id. */
export function writeBranch(gitDir: string, branch: string, files: readonly WrittenFile[]): string {
  const ref = `refs/heads/${branch}`
  const parts = files.flatMap(({ path, text, mode = '100644' }) => {
    if (mode === '160000') return [`M ${mode} ${String(text)} ${path}\n`]
    const bytes = Buffer.from(text)
    return [`M ${mode} inline ${path}\ndata ${bytes.length}\n`, bytes, '\n']
  })
  const head = `commit ${ref}\ncommitter Somebody <somebody@example.com> 1796000000 +0000\ndata 1\nx\ndeleteall\n`
  const input = Buffer.concat([head, ...parts].map((part) => Buffer.from(part)))
  const env = { ...process.env, GIT_DIR: gitDir }
  execFileSync('git', ['fast-import', '--quiet', '--force'], { env, input })
  return execFileSync('git', ['rev-parse', ref], { env, encoding: 'utf8' }).trim()
}
