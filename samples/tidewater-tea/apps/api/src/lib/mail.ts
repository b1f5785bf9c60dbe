import { ServerClient } from 'postmark';

const postmark = new ServerClient(process.env.POSTMARK_SERVER_TOKEN as string);

export async function sendReceipt(to: string) {
  await postmark.sendEmailWithTemplate({ From: 'shop@tidewater.example', To: to, TemplateAlias: 'receipt', TemplateModel: {} });
}
