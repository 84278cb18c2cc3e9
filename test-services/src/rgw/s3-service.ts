/** How to reach an S3 service. */
export interface S3Service {
  /** URL of the service; buckets are addressed by path. */
  readonly endpoint: string
  readonly accessKeyId: string
  readonly secretAccessKey: string
}
