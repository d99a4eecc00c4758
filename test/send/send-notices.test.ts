import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import type { Message } from '../../src/model/notice.js'
import { readAddress, readAddresses } from '../../src/send/addresses.js'
import { createSend } from '../../src/send/send-notices.js'

interface Received {
  readonly url: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

const servers: Server[] = []
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    await new Promise((done) => server.close(done))
  }
})

/** A receiver of its own; `answer` is told how many messages came before. */
async function receiver(answer: (response: ServerResponse, before: number) => void) {
  const received: Received[] = []
  const server = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      received.push({
        url: request.url ?? '',
        headers: request.headers,
        body: Buffer.concat(parts).toString(),
      })
      answer(response, received.length - 1)
    })
  })
  servers.push(server)
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}/hooks/secret-part`, received }
}

const says =
  (status: number, headers: Record<string, string> = {}) =>
  (response: ServerResponse) => {
    response.writeHead(status, headers).end('<html>whatever</html>')
  }

const message = (facts: Partial<Extract<Message, { by: 'https' }>> = {}): Message => ({
  by: 'https',
  address: 'chat',
  headers: {},
  contentType: 'application/json',
  body: '{"text":"merged"}',
  ...facts,
})
const sendTo = (lines: string) => createSend(readAddresses(lines), () => Promise.resolve())

test('a receiver gets the message once, as it was written, with the headers that were named', async () => {
  const { url, received } = await receiver(says(200))
  const send = sendTo(`chat=${url}\nsiem-token = Bearer abc`)
  expect(await send('chat', message({ headers: { Authorization: 'siem-token' } }))).toBeNull()
  expect(received.map(({ headers, ...rest }) => ({ ...rest, type: headers['content-type'] }))).toEqual([
    { url: '/hooks/secret-part', body: '{"text":"merged"}', type: 'application/json' },
  ])
  expect(received[0]?.headers.authorization).toBe('Bearer abc')
})

test('one that is broken for a moment is tried again, and then has it', async () => {
  const { url, received } = await receiver((response, before) => {
    response.writeHead(before === 0 ? 500 : before === 1 ? 429 : 202).end()
  })
  expect(await sendTo(`chat=${url}`)('chat', message())).toBeNull()
  expect(received).toHaveLength(3)
})

test('one that stays broken is tried three times, and then no more in this run', async () => {
  const { url, received } = await receiver(says(503))
  const send = sendTo(`chat=${url}`)
  expect(await send('chat', message())).toBe('it answered 503')
  expect(await send('chat', message())).toBe('it was not tried again in this run: it answered 503')
  expect(received).toHaveLength(3)
})

test('one that says no to the message is asked once: it would say no again', async () => {
  const { url, received } = await receiver(says(404))
  expect(await sendTo(`chat=${url}`)('chat', message())).toBe('it answered 404')
  expect(received).toHaveLength(1)
})

test('nobody is followed to where a receiver sends, neither with the message nor with its headers', async () => {
  const elsewhere = await receiver(says(200))
  const { url } = await receiver(says(307, { location: elsewhere.url }))
  expect(await sendTo(`chat=${url}\nt=abc`)('chat', message({ headers: { Authorization: 't' } }))).toBe(
    'it answered 307, which sends elsewhere, and nobody is followed there',
  )
  expect(elsewhere.received).toEqual([])
})

test('a dead receiver, a silent one and one that talks without end cost some seconds, all at the same time, and no address is told', async () => {
  const dead = await receiver(says(200))
  const [gone] = servers.splice(0, 1)
  await new Promise((done) => gone?.close(done))
  const silent = await receiver(() => {})
  const endless = await receiver((response) => {
    response.writeHead(200)
    const talk = setInterval(() => response.write('x'.repeat(65_536)), 1)
    response.on('close', () => clearInterval(talk))
  })
  const send = sendTo(`dead=${dead.url}\nsilent=${silent.url}\nendless=${endless.url}`)
  const started = performance.now()
  const answers = await Promise.all(
    ['dead', 'silent', 'endless'].map((name) => send(name, message({ address: name }))),
  )
  expect(answers).toEqual(['it could not be reached (ECONNREFUSED)', 'it did not answer within 2.5 s', null])
  expect(silent.received).toHaveLength(3)
  expect(performance.now() - started).toBeLessThan(12_000)
})

test('one receiver is told of things in their order, however slow it is with the first', async () => {
  const { url, received } = await receiver((response, before) => {
    setTimeout(() => response.writeHead(200).end(), before === 0 ? 200 : 0)
  })
  const send = sendTo(`chat=${url}`)
  await Promise.all(['1', '2', '3'].map((body) => send('chat', message({ body }))))
  expect(received.map(({ body }) => body)).toEqual(['1', '2', '3'])
})

test('a receiver without an address, or with one that is not encrypted, is told nothing', async () => {
  const send = sendTo('plain=http://chat.example/hook\nbad=hook\nwho=https://user:pass@chat.example/')
  expect(await send('chat', message())).toBe('this run was given no address under the name chat')
  expect(await send('plain', message({ address: 'plain' }))).toBe('its address does not begin with https://')
  expect(await send('bad', message({ address: 'bad' }))).toBe('its address is none')
  expect(await send('who', message({ address: 'who' }))).toBe(
    'its address holds a user or a password; write them into a header',
  )
  const { url, received } = await receiver(says(200))
  expect(await sendTo(`chat=${url}`)('chat', message({ headers: { Authorization: 'token' } }))).toBe(
    'this run was given nothing under the name token',
  )
  expect(received).toEqual([])
})

test('a dispatch that GitHub refuses is told with what GitHub says, once', async () => {
  let times = 0
  const send = createSend(readAddresses(''), () => {
    times += 1
    return Promise.reject(new Error('GitHub refused it.'))
  })
  expect(await send('deploys', { by: 'dispatch', event: 'issueops-merged', payload: {} })).toBe(
    'GitHub refused it.',
  )
  expect(times).toBe(1)
})

test('what a run is given: names and values, one a line; what is wrong is told by its line and not by what it holds', () => {
  expect(readAddresses('\n# chats\nchat=https://a.example/x=y\r\n siem-token = Bearer a b \n')).toEqual({
    values: new Map([
      ['chat', 'https://a.example/x=y'],
      ['siem-token', 'Bearer a b'],
    ]),
    faults: [],
  })
  expect(readAddresses('https://a.example/secret\nchat=\nchat=a\nchat=b').faults).toEqual([
    'line 1 is not a name, = and a value',
    'line 2 is not a name, = and a value',
    'line 4 gives chat a second time',
  ])
  expect(readAddress('https://a.example/x')).toEqual(new URL('https://a.example/x'))
})
