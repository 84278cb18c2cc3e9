/** Where the server tells that files have become due; what it tells is the schema, a space and the storage. */
export const WORK_CHANNEL = 'rittdoc_batch_work'
