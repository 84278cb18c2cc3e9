import { Agent, request } from 'node:http'

/** Requests under way at the same time. */
const PARALLEL = 32

/**
 * Puts an object of one byte at every key. The bucket must let everybody write: requests are not signed, so that thousands
 * of them take seconds.
 * @param bucketUrl of the bucket, addressed by path
 */
export async function fillBucket(bucketUrl: string, keys: Iterable<string>): Promise<void> {
  const agent = new Agent({ keepAlive: true })
  const queue = keys[Symbol.iterator]()
  const work = async () => {
    for (let next = queue.next(); !next.done; next = queue.next())
      await put(`${bucketUrl}/${next.value.split('/').map(encodeURIComponent).join('/')}`, agent)
  }
  await Promise.all(Array.from({ length: PARALLEL }, work))
  agent.destroy()
}

function put(url: string, agent: Agent): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const sent = request(url, { method: 'PUT', agent, headers: { 'content-length': 1 } }, (answer) => {
    const isDone = answer.statusCode === 200
    answer.resume().on('end', () => (isDone ? resolve() : reject(new Error(`Got ${answer.statusCode} for ${url}`))))
  })
  sent.on('error', reject).end('x')
  return promise
}
