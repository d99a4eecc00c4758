import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { action } from '../src/actions/reconcile.js'
import { actOut } from '../src/cli/simulate/act-out.js'
import { readStory } from '../src/cli/simulate/read-story.js'
import { seedOf } from '../src/cli/simulate/seed-of.js'
import { connect } from '../src/github/connect.js'
import { createSandbox, type Sandbox } from '../src/sandbox/create-sandbox.js'
import { commentsOn } from './on-issue.js'
import { appOf } from './toolkit-app.js'

const story = readStory('test/scenarios/notified')
const repository = 'acme/platform'
const received: string[] = []
const server = createServer((request, response) => {
  let body = ''
  request.on('data', (part: Buffer) => {
    body += part.toString()
  })
  request.on('end', () => {
    received.push(`${request.url} ${request.headers.authorization ?? '-'} ${body}`)
    response.writeHead(200).end('ok')
  })
})
let url = ''
let sandbox: Sandbox

beforeAll(async () => {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  sandbox = await createSandbox(seedOf(story))
})
afterAll(async () => {
  await sandbox.close()
  await new Promise((done) => server.close(done))
})

/** The action, about the issue. */
async function wakes(notify: string) {
  return action.run({
    input: { token: '', 'target-token': '', issue: '1', notify },
    surroundings: {
      repository: { owner: 'acme', name: 'platform' },
      apiUrl: sandbox.url,
      graphqlUrl: sandbox.graphqlUrl,
      event: {},
      sha: '',
      workspace: '',
      temp: '',
    },
    octokit: connect({ apiUrl: sandbox.url, token: appOf(sandbox), retryDelaysMs: [1, 1] }),
  })
}

test('the action masks what it is given, tells each receiver once over HTTP, and says which it could not tell', async () => {
  const secrets: string[] = []
  const write = vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    secrets.push(...(/^::add-mask::(.*)/.exec(String(text))?.slice(1) ?? []))
    return true
  })
  try {
    const [files] = story.steps
    if (files === undefined) throw new Error('the story begins with nothing')
    await actOut(sandbox, story, files, 1)
    const notify = `chat=${url}/chat\nnonsense`
    const first = await wakes(notify)
    expect(received.splice(0)).toEqual([
      expect.stringContaining('/chat - {"text":"⏳ Kubernetes namespace <https://'),
    ])
    expect(first.annotations).toEqual([
      {
        title: 'Not all receivers are known',
        message:
          'In the input notify, line 2 is not a name, = and a value. Write one line for each, as in chat=https://….',
      },
    ])
    await sandbox.as('bob').comment(repository, 1, '/approve')
    const { annotations } = await wakes(notify.replace('\nnonsense', ''))
    expect(received.splice(0)).toEqual([expect.stringContaining('> is merged.')])
    expect(annotations).toEqual([
      {
        title: 'Not notified: issue 1',
        message: 'The receiver siem: this run was given no address under the name siem.',
      },
    ])
    expect(sandbox.repository(repository).dispatches()).toEqual([
      {
        event: 'issueops-merged',
        payload: expect.objectContaining({ event: 'merged', issue: 1, requester: 'alice' }),
      },
    ])
    await wakes(`${notify}\nsiem=${url}/siem\nsiem-token=Bearer abc`)
    expect(received).toEqual([])
    expect(secrets).toContain(`${url}/chat`)
    expect(secrets).toContain('Bearer abc')
  } finally {
    write.mockRestore()
  }
  const [status] = commentsOn(sandbox, repository)
  expect(status).toContain('could not be delivered')
  expect(status).not.toContain(url)
})
