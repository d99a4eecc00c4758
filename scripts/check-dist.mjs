// Fails when the committed bundles are not what the source builds to.
import { spawnSync } from 'node:child_process'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const { stdout, status } = spawnSync('git', ['status', '--porcelain', '--', ':(glob)actions/*/dist/**'], {
  cwd: root,
  encoding: 'utf8',
})
if (status !== 0 || stdout !== '') {
  console.error(
    `The committed bundles are not what the source builds to:\n${stdout}Run “npm run package” and commit the result.`,
  )
  process.exit(1)
}
console.log('The committed bundles are what the source builds to.')
