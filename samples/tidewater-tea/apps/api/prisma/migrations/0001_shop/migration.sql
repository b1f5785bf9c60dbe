CREATE TABLE "Product" ("id" TEXT PRIMARY KEY, "name" TEXT NOT NULL, "cents" INTEGER NOT NULL, "stripePrice" TEXT NOT NULL);
CREATE TABLE "Order" ("id" TEXT PRIMARY KEY, "email" TEXT NOT NULL, "cents" INTEGER NOT NULL, "made" TIMESTAMP DEFAULT now());
CREATE TABLE "Parcel" ("number" TEXT PRIMARY KEY, "status" TEXT NOT NULL, "phone" TEXT NOT NULL, "orderId" TEXT REFERENCES "Order"("id"));
