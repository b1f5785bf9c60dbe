"""Takes parcels from the queue, buys a label for each, and writes down its number."""

import json
import os

import boto3
import psycopg
import sentry_sdk

from parcels.shippo import buy_label

sentry_sdk.init(dsn=os.environ.get("SENTRY_DSN"))

QUEUE = os.environ["PARCEL_QUEUE_URL"]


def run() -> None:
    sqs = boto3.client("sqs", region_name=os.getenv("AWS_REGION", "eu-central-1"))
    with psycopg.connect(os.environ["DATABASE_URL"]) as database:
        while True:
            answer = sqs.receive_message(QueueUrl=QUEUE, WaitTimeSeconds=20)
            for message in answer.get("Messages", []):
                parcel = json.loads(message["Body"])
                number = buy_label(parcel)
                database.execute('INSERT INTO "Parcel" ("number", "status") VALUES (%s, %s)', (number, "BOUGHT"))
                sqs.delete_message(QueueUrl=QUEUE, ReceiptHandle=message["ReceiptHandle"])


if __name__ == "__main__":
    run()
