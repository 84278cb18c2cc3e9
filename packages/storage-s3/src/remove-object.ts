import { DeleteObjectCommand } from '@aws-sdk/client-s3'
import type { CallContext } from './call-context.ts'
import { inTime } from './deadline.ts'

/** Removes an object; the service does not mind a missing one. */
export async function removeObject({ client, settings, signal }: CallContext, key: string): Promise<void> {
  const command = new DeleteObjectCommand({ Bucket: settings.bucket, Key: key })
  await inTime({ ms: settings.callTimeoutMs, signal }, (abortSignal) => client.send(command, { abortSignal }))
}
