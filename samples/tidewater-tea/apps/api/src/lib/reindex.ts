import { algoliasearch } from 'algoliasearch';
import { db } from './db.js';

const client = algoliasearch(process.env.ALGOLIA_APP_ID as string, process.env.ALGOLIA_ADMIN_KEY as string);

export async function reindex() {
  const teas = await db.product.findMany();
  await client.saveObjects({ indexName: 'teas', objects: teas.map((tea) => ({ objectID: tea.id, ...tea })) });
}
