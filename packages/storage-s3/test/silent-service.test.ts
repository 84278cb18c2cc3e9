import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { S3Storage } from '@rittdoc-batch/storage-s3'
import { expect, onTestFinished, test } from 'vitest'

// Answers that a sound service on this machine does not give.

/** A storage on a service that answers so. */
async function storageOn(listener: RequestListener, more: object = {}): Promise<S3Storage> {
  const server = createServer(listener).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as AddressInfo
  const storage = new S3Storage({
    ...{ bucket: 'books', endpoint: `http://127.0.0.1:${port}`, ...more },
    credentials: { accessKeyId: 'key', secretAccessKey: 'canary-secret' },
  })
  onTestFinished(async () => {
    await storage.close()
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })
  return storage
}

/** A service that answers every request with this error. */
const error =
  (status: number, code: string, more = ''): RequestListener =>
  (_, response) => {
    response.writeHead(status, { 'content-type': 'application/xml' })
    response.end(`<?xml version="1.0"?><Error><Code>${code}</Code><Message>No.</Message>${more}</Error>`)
  }

test('a service that takes the connection and never answers is a timeout within its deadline', async () => {
  const storage = await storageOn(() => {}, { callTimeoutMs: 200 })
  const started = performance.now()
  await expect(storage.open()).rejects.toMatchObject({ code: 'timeout', context: { storage: storage.id } })
  expect(performance.now() - started).toBeLessThan(5_000)
})

test.each([
  [301, 'PermanentRedirect', '<Region>eu-west-1</Region>', 'unsupported', /set region to eu-west-1/],
  [301, 'PermanentRedirect', '', 'unsupported', /another region\. Correct region/],
  [400, 'AuthorizationHeaderMalformed', '<Region>eu-west-3</Region>', 'unsupported', /set region to eu-west-3/],
  [400, 'KMS.NotFoundException', '', 'denied', /Correct kmsKeyId/],
  [411, 'MissingContentLength', '', 'unsupported', /set checksums to when_required/],
  [501, 'NotImplemented', '', 'unsupported', /set checksums to when_required/],
  [403, 'InvalidObjectState', '', 'unsupported', /archived\. Restore it first/],
  [409, 'SomethingNew', '', 'unknown', /refuses it \(409 SomethingNew: No\.\)/],
  [400, 'ExpiredToken', '', 'denied', /expired/],
  [403, 'AccessDenied', '', 'denied', /policy/],
  [403, 'RequestTimeTooSkewed', '', 'denied', /clock/],
  [503, 'SlowDown', '', 'throttled', /slow down/],
  [500, 'InternalError', '', 'unavailable', /error of its own \(500/],
] as const)('%i %s is told by its cause', async (status, name, more, code, message) => {
  const storage = await storageOn(error(status, name, more))
  const thrown = await storage.open().catch((thrown: unknown) => thrown)
  expect(thrown).toMatchObject({ code, message: expect.stringMatching(message) })
  expect(String(thrown)).not.toContain('canary-secret')
})

test('a bucket in another region is told with the region, as AWS answers', async () => {
  const storage = await storageOn((_, response) => {
    response.writeHead(301, { 'content-type': 'application/xml', 'x-amz-bucket-region': 'ap-southeast-2' })
    response.end(`<?xml version="1.0" encoding="UTF-8"?><Error><Code>PermanentRedirect</Code><Message>The bucket you are
      attempting to access must be addressed using the specified endpoint. Please send all future requests to this
      endpoint.</Message><Endpoint>books.s3-ap-southeast-2.amazonaws.com</Endpoint><Bucket>books</Bucket></Error>`)
  })
  await expect(storage.open()).rejects.toMatchObject({
    code: 'unsupported',
    message: expect.stringMatching(/the bucket is in another region: set region to ap-southeast-2$/),
  })
})

test('keys signed for another region are told with the region, as AWS answers', async () => {
  const storage = await storageOn((_, response) => {
    response.writeHead(400, { 'content-type': 'application/xml' })
    response.end(`<?xml version="1.0" encoding="UTF-8"?><Error><Code>AuthorizationHeaderMalformed</Code><Message>The
      authorization header is malformed; the region 'us-east-1' is wrong; expecting 'eu-west-1'</Message>
      <Region>eu-west-1</Region></Error>`)
  })
  await expect(storage.open()).rejects.toMatchObject({
    code: 'unsupported',
    message: expect.stringMatching(/set region to eu-west-1$/),
  })
})

test('options that cannot work are told together', () => {
  const options = { bucket: 'x', endpoint: 'ftp://host', kmsKeyId: 'k', callTimeoutMs: 0 }
  expect(() => new S3Storage(options)).toThrow(
    expect.objectContaining({ code: 'config', problems: Array(4).fill(expect.any(String)) }),
  )
})

test.each([
  [{ bucket: 'books' }, 's3://books'],
  [{ bucket: 'books', endpoint: 'https://minio.example.org/' }, 's3+https://minio.example.org/books'],
  [{ bucket: 'books', endpoint: 'http://127.0.0.1:9000' }, 's3+http://127.0.0.1:9000/books'],
])('%o has the id %s', (options, id) => {
  expect(new S3Storage(options).id).toBe(id)
})

test.each(['', 'x'.repeat(1025), 'a\ud800'])('the key %j is refused', async (key) => {
  await expect(new S3Storage({ bucket: 'books' }).stat(key)).rejects.toMatchObject({ code: 'unsupported' })
})
