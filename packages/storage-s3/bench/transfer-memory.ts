import { S3Storage } from '../src/index.ts'

// `get KEY FILE` or `put KEY FILE` with the options of the storage as JSON in STORAGE: copies and tells how much memory
// this process had at its peak. Apart, so that the one does not count for the other.

const [mode, key = '', file = ''] = process.argv.slice(2)
const storage = new S3Storage(JSON.parse(process.env.STORAGE ?? ''))
const started = performance.now()
await storage.open()
if (mode === 'put') await storage.upload(file, key)
else {
  const object = await storage.stat(key)
  if (object !== undefined) await storage.download(object, file)
}
await storage.close()
const seconds = (performance.now() - started) / 1_000
console.log(JSON.stringify({ seconds, peakMb: process.resourceUsage().maxRSS / 1_024 }))
