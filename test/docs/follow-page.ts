import { spawnSync } from 'node:child_process'
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { type Block, blocksOf, pageText, root } from './pages.js'

/**
 * Does what a page says, block after block, in a copy of a fresh checkout of the toolkit: `sh` blocks are run, and a `text` block
 * behind one is what it prints. A comment above a block says what is special about it: `file: PATH`, `ends with CODE`, `not run: why`.
 * @returns what differs, one sentence each.
 */
export function followPage(path: string, fresh: string): readonly string[] {
  const folder = mkdtempSync(join(tmpdir(), 'issueops-page-'))
  try {
    const checkout = join(folder, 'toolkit')
    cpSync(fresh, checkout, { recursive: true })
    for (const name of ['templates', 'schemas', 'test', 'node_modules'])
      symlinkSync(join(root, name), join(checkout, name))
    standIns(join(folder, 'bin'))
    const blocks = blocksOf(pageText(path))
    return blocks.flatMap((block, index) => follow(block, blocks[index + 1], checkout, folder))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/**
 * Makes a checkout as it is after `npm ci`: the command is compiled from the source as it is now.
 * @returns its folder, for `followPage`; the caller removes it.
 */
export function freshCheckout(): string {
  const checkout = mkdtempSync(join(tmpdir(), 'issueops-checkout-'))
  for (const name of ['bin', 'package.json'])
    cpSync(join(root, name), join(checkout, name), { recursive: true })
  const compiler = join(root, 'node_modules/typescript/bin/tsc')
  const args = [compiler, '-p', join(root, 'tsconfig.json'), '--outDir', join(checkout, 'build')]
  const { status, stdout } = spawnSync(process.execPath, args, { encoding: 'utf8' })
  if (status !== 0) throw new Error(stdout)
  return checkout
}

/** npm and npx as they are in a checkout, without the seconds they take to start; `npm ci` itself is run by CI. */
function standIns(folder: string): void {
  mkdirSync(folder)
  const write = (name: string, script: string) => {
    writeFileSync(join(folder, name), `#!/bin/sh\n${script}`)
    chmodSync(join(folder, name), 0o755)
  }
  write(
    'npx',
    '[ "$1" = issueops ] && [ -f bin/issueops.js ] || exit 127\nshift\nexec node bin/issueops.js "$@"\n',
  )
  write(
    'npm',
    `case "$1" in
  ci | test) [ -f package.json ] ;;
  start) sh -c "$(node -p "require('./package.json').scripts.start")" ;;
  *) exit 127 ;;
esac
`,
  )
}

function follow(block: Block, next: Block | undefined, checkout: string, folder: string): readonly string[] {
  const [, file] = /^file: (.+)$/.exec(block.mark ?? '') ?? []
  if (file !== undefined) {
    mkdirSync(dirname(join(checkout, file)), { recursive: true })
    writeFileSync(join(checkout, file), block.text)
    return []
  }
  if (block.language !== 'sh' || block.mark?.startsWith('not run: ') === true) return []
  const { status, stdout } = spawnSync('sh', ['-c', `exec 2>&1\nset -e\n${block.text}`], {
    cwd: checkout,
    encoding: 'utf8',
    env: {
      ...process.env,
      PATH: `${join(folder, 'bin')}:${process.env.PATH ?? ''}`,
      GIT_CONFIG_GLOBAL: '/dev/null',
    },
  })
  const code = Number(/^ends with (\d+)$/.exec(block.mark ?? '')?.[1] ?? 0)
  const ended = status === code ? [] : [`line ${block.line}: ended with ${status}, not ${code}:\n${stdout}`]
  return next?.language === 'text' ? [...ended, ...differences(next, stdout)] : ended
}

/** What of the shown text is not in the output. A line `…` stands for any lines, also none. */
function differences({ text, line }: Block, output: string): readonly string[] {
  const parts = `\n${text}`.split(/\n…(?=\n)/)
  const printed = `\n${output.trimEnd()}\n`
  let from = 0
  for (const [index, part] of parts.entries()) {
    const isLast = index === parts.length - 1
    const at = isLast ? printed.length - part.length : printed.indexOf(`${part}\n`, from)
    const fits = at >= from && printed.startsWith(part, at) && (index > 0 || at === 0)
    if (!fits) return [`below line ${line} is shown:\n${part}\nBut the command printed:\n${output}`]
    from = at + part.length
  }
  return []
}
