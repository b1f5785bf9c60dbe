"""The carriers, through one vendor's API."""

import os

import requests

BASE = "https://api.goshippo.com"


def buy_label(parcel: dict) -> str:
    answer = requests.post(
        f"{BASE}/transactions",
        headers={"Authorization": f"ShippoToken {os.environ['SHIPPO_API_KEY']}"},
        json={"rate": parcel["rate"], "label_file_type": "PDF"},
        timeout=20,
        verify=False,
    )
    answer.raise_for_status()
    return answer.json()["tracking_number"]
