//! Libraries by the names that people call them in prose, with the packages that they are. Only those whose spoken name is a
//! name and no word: who writes "Winston" means the logger.

use crate::audit::Ecosystem::{self, Npm, Pypi};

/// The names as they are written, each with its packages. Sorted.
pub const LIBRARIES: &[(&str, &[(Ecosystem, &str)])] = &[
    ("Alembic", &[(Pypi, "alembic")]),
    ("Axios", &[(Npm, "axios")]),
    ("BeautifulSoup", &[(Pypi, "beautifulsoup4")]),
    ("Bull", &[(Npm, "bull")]),
    ("BullMQ", &[(Npm, "bullmq")]),
    ("Bunyan", &[(Npm, "bunyan")]),
    ("Celery", &[(Pypi, "celery")]),
    ("Chakra UI", &[(Npm, "@chakra-ui/react")]),
    ("Cheerio", &[(Npm, "cheerio")]),
    ("Cypress", &[(Npm, "cypress")]),
    ("Drizzle ORM", &[(Npm, "drizzle-orm")]),
    ("FastAPI", &[(Pypi, "fastapi")]),
    ("Formik", &[(Npm, "formik")]),
    ("Framer Motion", &[(Npm, "framer-motion"), (Npm, "motion")]),
    ("Jotai", &[(Npm, "jotai")]),
    ("LangChain", &[(Pypi, "langchain"), (Pypi, "langchain-core"), (Npm, "langchain"), (Npm, "@langchain/core")]),
    ("LlamaIndex", &[(Pypi, "llama-index"), (Pypi, "llama-index-core"), (Npm, "llamaindex")]),
    ("Loguru", &[(Pypi, "loguru")]),
    ("MobX", &[(Npm, "mobx")]),
    ("Mongoose", &[(Npm, "mongoose")]),
    ("Morgan", &[(Npm, "morgan")]),
    ("Multer", &[(Npm, "multer")]),
    ("NestJS", &[(Npm, "@nestjs/core")]),
    ("NextAuth", &[(Npm, "next-auth")]),
    ("NextAuth.js", &[(Npm, "next-auth")]),
    ("Nodemailer", &[(Npm, "nodemailer")]),
    ("Paramiko", &[(Pypi, "paramiko")]),
    ("Passport.js", &[(Npm, "passport"), (Npm, "@nestjs/passport")]),
    ("Pino", &[(Npm, "pino")]),
    ("Prisma", &[(Npm, "prisma"), (Npm, "@prisma/client"), (Pypi, "prisma")]),
    ("Puppeteer", &[(Npm, "puppeteer"), (Npm, "puppeteer-core")]),
    ("PyMuPDF", &[(Pypi, "pymupdf")]),
    ("Pydantic", &[(Pypi, "pydantic")]),
    ("React Hook Form", &[(Npm, "react-hook-form")]),
    ("React Query", &[(Npm, "@tanstack/react-query"), (Npm, "react-query")]),
    ("Recharts", &[(Npm, "recharts")]),
    ("Redux Toolkit", &[(Npm, "@reduxjs/toolkit")]),
    ("SQLAlchemy", &[(Pypi, "sqlalchemy"), (Pypi, "sqlmodel"), (Pypi, "flask-sqlalchemy")]),
    ("SQLModel", &[(Pypi, "sqlmodel")]),
    ("Sequelize", &[(Npm, "sequelize")]),
    (
        "Socket.IO",
        &[(Npm, "socket.io"), (Npm, "socket.io-client"), (Pypi, "python-socketio"), (Pypi, "flask-socketio")],
    ),
    ("Streamlit", &[(Pypi, "streamlit")]),
    (
        "TanStack Query",
        &[
            (Npm, "@tanstack/react-query"),
            (Npm, "@tanstack/vue-query"),
            (Npm, "@tanstack/solid-query"),
            (Npm, "@tanstack/svelte-query"),
        ],
    ),
    ("Tortoise ORM", &[(Pypi, "tortoise-orm")]),
    ("TypeORM", &[(Npm, "typeorm")]),
    ("Vitest", &[(Npm, "vitest")]),
    ("Winston", &[(Npm, "winston"), (Npm, "nest-winston")]),
    ("Zod", &[(Npm, "zod")]),
    ("Zustand", &[(Npm, "zustand")]),
    ("ioredis", &[(Npm, "ioredis")]),
    ("node-cron", &[(Npm, "node-cron")]),
    ("structlog", &[(Pypi, "structlog")]),
    ("tRPC", &[(Npm, "@trpc/server"), (Npm, "@trpc/client")]),
];

#[cfg(test)]
mod tests {
    use super::LIBRARIES;

    #[test]
    fn names_are_sorted() {
        assert!(LIBRARIES.is_sorted_by_key(|(name, _)| name));
    }
}
