import { Router } from 'express';
import { db } from '../lib/db.js';
import { textCustomer } from '../lib/texts.js';

export const carriers = Router();

// The carrier calls this whenever a parcel moves.
carriers.post('/shippo', async (request, response) => {
  const { tracking_number, tracking_status } = request.body.data;
  const parcel = await db.parcel.update({ where: { number: tracking_number }, data: { status: tracking_status.status } });
  if (tracking_status.status === 'DELIVERED') await textCustomer(parcel.phone, 'Your tea is at the door.');
  response.sendStatus(204);
});
