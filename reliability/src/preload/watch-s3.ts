import { S3Client } from '@aws-sdk/client-s3'
import { checkpoint } from './checkpoint.ts'
import { replace } from './watch-method.ts'

/** Each request to an S3 service, by its name, for example `s3.UploadPart`. */
export function watchS3(): void {
  replace(S3Client.prototype, 'send', (real) => {
    return async function (this: unknown, ...args) {
      const step = `s3.${args[0]?.constructor.name.replace(/Command$/, '')}`
      checkpoint(step, 'before')
      const answer = await Reflect.apply(real, this, args)
      checkpoint(step, 'after')
      return answer
    }
  })
}
