import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';

const s3 = new S3Client({ region: process.env.AWS_REGION });

export async function storeInvoice(order: string) {
  await s3.send(new PutObjectCommand({ Bucket: process.env.S3_BUCKET, Key: `${order}.pdf`, Body: await render(order) }));
}

async function render(order: string): Promise<Uint8Array> {
  return new TextEncoder().encode(order);
}
