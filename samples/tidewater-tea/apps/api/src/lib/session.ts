import { createHmac } from 'node:crypto';

const secret = process.env.SESSION_SECRET || 'tidewater-session';

export function sign(value: string) {
  return `${value}.${createHmac('sha256', secret).update(value).digest('hex')}`;
}
