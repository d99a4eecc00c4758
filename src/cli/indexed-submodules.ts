import { execFileSync } from 'node:child_process'

/** Of git's list of the index, in bytes: about a million files. */
const outputMax = 256 * 1024 * 1024
/** Source: git's documentation of tree objects. */
const submoduleMode = '160000'

/** The submodules of a checkout by its index, checked out or not, as paths below `root`; none where it is no checkout of git's. */
export function indexedSubmodules(root: string): readonly string[] {
  return listing(root)
    .split('\0')
    .flatMap((entry) => {
      const [head = '', path = ''] = entry.split('\t')
      return head.startsWith(`${submoduleMode} `) ? [path] : []
    })
}

function listing(root: string): string {
  try {
    // A checkout's own settings could name a program that watches its files, and git would start it. Whose folder it is does not matter here.
    const settings = ['-c', 'core.fsmonitor=false', '-c', 'safe.directory=*']
    return execFileSync('git', ['-C', root, ...settings, 'ls-files', '--stage', '-z'], {
      env: Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_'))),
      encoding: 'utf8',
      maxBuffer: outputMax,
      stdio: ['ignore', 'pipe', 'ignore'],
    })
  } catch {
    return ''
  }
}
