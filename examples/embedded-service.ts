import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { join, resolve } from 'node:path'
import { text } from 'node:stream/consumers'
import { DocbookConverter } from '@rittdoc-batch/converter-docbook'
import { BatchProcessor, JobScheduler, LocalStorage, perPublisher } from '@rittdoc-batch/core'
import { Monitor } from '@rittdoc-batch/monitor'
import { FileRegistry } from '@rittdoc-batch/registry'

// A service of one's own that converts books on the side. The libraries install no signal handlers and end no process: the
// service decides when it ends, and closes what it opened in its own order.
//
//   POST /convert {"publisher":"Acme","files":["handbook.epub"]}   takes books that lie in the inbox
//   GET /books                                                     counts, and the newest files
//
// Whoever runs it has a status page, health and metrics on a port of their own.

const { INBOX: inbox = 'inbox', OUTPUT: output = 'packages' } = process.env
const { PORT: port = '8080', MONITOR_PORT: monitorPort = '9464', MONITOR_TOKEN: token } = process.env

const registry = new FileRegistry({ path: join(output, 'files.db') })
const packages = new LocalStorage({ root: output })
const processor = new BatchProcessor({
  storage: new LocalStorage({ root: '/' }), // a key is the absolute path, as addLocalFiles wants it
  output: packages,
  layout: perPublisher(),
  registry,
  converter: new DocbookConverter(),
  shutdownGraceMs: 10_000,
})

// Requests only record books. One worker takes what is due: new books, retries whose time has come, what a crash has left.
const worker = new JobScheduler({
  job: async (signal) => void (await processor.processPendingFiles({ signal })),
  intervalMs: 500,
  runOnStartup: true,
  onFailed: (error) => console.error(error.message),
})

const storages = [{ storage: packages }]
const monitor = new Monitor({ processor, registry, scheduler: worker, storages, port: Number(monitorPort), token })

const server = createServer((request, response) => {
  answer(request).then(
    ({ status, body }) => send(response, status, body),
    (error) => send(response, 400, { error: error instanceof Error ? error.message : String(error) }),
  )
})

interface Answer {
  readonly status: number
  readonly body: unknown
}

async function answer(request: IncomingMessage): Promise<Answer> {
  const route = `${request.method} ${request.url}`
  if (route === 'GET /books') return { status: 200, body: await books() }
  if (route === 'POST /convert') return { status: 202, body: await convert(JSON.parse(await text(request))) }
  return { status: 404, body: { error: `Nothing at ${route}` } }
}

async function books() {
  const newest = await Array.fromAsync(registry.query({ order: 'newest', limit: 20 }))
  const files = newest.map(({ filename, publisher, status, outputPath, errorMessage }) => {
    return { filename, publisher, status, outputPath, errorMessage }
  })
  return { total: (await registry.statistics()).total, files }
}

async function convert(order: { publisher: string; files: string[] }) {
  const paths = order.files.map((file) => resolve(inbox, file))
  // Else whoever may ask could have any file of this machine.
  if (paths.some((path) => !path.startsWith(`${resolve(inbox)}/`))) throw new Error('Expected files of the inbox')
  const { due, unchanged, rejected } = await processor.addLocalFiles(paths, { publisher: order.publisher })
  return { due: due.length, unchanged: unchanged.length, rejected }
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}

await processor.open() // a registry or a folder that cannot be used shows now
await monitor.start()
void worker.start()
server.listen(Number(port), '127.0.0.1')
await once(server, 'listening')
console.log(`listening on ${port}, status page at ${monitor.url}`)

await Promise.race([once(process, 'SIGTERM'), once(process, 'SIGINT')]) // the service's own signals
server.close() // no new orders
server.closeIdleConnections()
await monitor.stop() // before the registry that it reads
await worker.stop() // running books may finish within shutdownGraceMs
await processor.close() // and with it registry, storages and converter
console.log('closed')
