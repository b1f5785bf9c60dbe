terraform {
  required_providers {
    aws        = { source = "hashicorp/aws", version = "~> 5.80" }
    cloudflare = { source = "cloudflare/cloudflare", version = "~> 4.47" }
  }
}

provider "aws" {
  region = "eu-central-1"
}

resource "aws_s3_bucket" "invoices" {
  bucket = "tidewater-invoices"
}

resource "aws_sqs_queue" "parcels" {
  name                       = "parcels"
  visibility_timeout_seconds = 120
}

resource "aws_security_group" "worker" {
  name = "worker"

  ingress {
    from_port   = 22
    to_port     = 22
    protocol    = "tcp"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "cloudflare_record" "shop" {
  zone_id = var.zone
  name    = "tidewater.example"
  type    = "CNAME"
  content = "cname.vercel-dns.com"
  proxied = true
}

variable "zone" {
  type = string
}
