// Tells the people in the shop when something runs out.
export async function alarm(text: string) {
  await fetch(process.env.SLACK_WEBHOOK_URL as string, { method: 'POST', body: JSON.stringify({ text }) });
}
