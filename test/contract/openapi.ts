import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

/** The description that the installed types (`@octokit/openapi-types` 29) were made from, or the nearest. */
const packageName = '@octokit/openapi'
const packageVersion = '23.0.2'
const folder = join('node_modules', '.cache', 'issueops-openapi', packageVersion)
const file = join(folder, 'package', 'generated', 'api.github.com.json')

export interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly components: Readonly<Record<string, unknown>>
}

export interface Operation {
  readonly parameters?: readonly unknown[]
  readonly requestBody?: unknown
  readonly responses: Readonly<Record<string, unknown>>
}

/** GitHub's OpenAPI description, fetched once (29 MB) and kept: it is too large to depend on, and not ours to commit. */
export async function loadOpenApi(): Promise<OpenApi> {
  const run = promisify(execFile)
  if (!existsSync(file)) {
    await mkdir(folder, { recursive: true })
    const wanted = `${packageName}@${packageVersion}`
    const { stdout } = await run('npm', ['pack', wanted, '--silent', '--pack-destination', folder])
    const archive = join(folder, stdout.trim().split('\n').at(-1) ?? '')
    await run('tar', ['-xzf', archive, '-C', folder, 'package/generated/api.github.com.json'])
  }
  return JSON.parse(await readFile(file, 'utf8')) as OpenApi
}
