import { algoliasearch } from 'algoliasearch';

const client = algoliasearch(process.env.NEXT_PUBLIC_ALGOLIA_APP_ID!, process.env.NEXT_PUBLIC_ALGOLIA_SEARCH_KEY!);

export async function findTea(words: string) {
  const { hits } = await client.searchSingleIndex({ indexName: 'teas', searchParams: { query: words } });
  return hits;
}
