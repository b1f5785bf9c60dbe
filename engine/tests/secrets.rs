//! No value of a secret is anywhere in an audit or in what it is exported as: whole audits of a code base with one planted in
//! every format and language.

use patchbay_engine::archive::{Bytes, Folder};
use patchbay_engine::assemble::{Options, audit_tree};
use patchbay_engine::audit::SourceKind;
use patchbay_engine::export::Format;

/// Secrets of each form that a person or a vendor makes. Spelled in parts, so that no scanner takes this file for a leak.
fn planted() -> Vec<(&'static str, String)> {
    let pem: String =
        (0..6).map(|n| format!("MIIEpQIBAAKCAQEAx{n}Zr9{n}Qk3VbL2mWnT5yXcU8sHdJfGa7Ro4PePiK1uYw6{n}tA\\n")).collect();
    vec![
        ("WORD", "swordfishy".into()),
        ("DIGITS", "hunter2".into()),
        ("SIGNS", "Tr0ub4dor&3!".into()),
        ("STRIPE", ["sk_", "live_", "51HxYzAbCdEfGhIjKlMn0pQr"].concat()),
        ("GITHUB", ["ghp", "_16C7e42F292c6912E7710c838347Ae178B4a"].concat()),
        ("AWS", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYzzzzzzKEY".into()),
        (
            "JWT",
            ["eyJhbGciOiJIUzI1NiJ9", "eyJzdWIiOiIxMjM0NTY3ODkwIn0", "dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U"]
                .join("."),
        ),
        ("HEX", "9f86d081884c7d659a2feaa0c55ad015".into()),
        ("BASE64", "dXNlcjpwYXNzd29yZDEyMw==".into()),
        ("PEM", ["-----BEGIN RSA PRIV", "ATE KEY-----\\n", &pem, "-----END RSA PRIV", "ATE KEY-----\\n"].concat()),
    ]
}

/// What must not be found: the secret, or any long piece of it.
fn pieces(secret: &str) -> Vec<String> {
    let whole: Vec<char> = secret.trim_start_matches(['-']).chars().collect();
    if whole.len() < 40 {
        let body = secret.strip_prefix("sk_live_").or_else(|| secret.strip_prefix("ghp_")).unwrap_or(secret);
        let middle: String = body.chars().skip(body.chars().count() / 4).take(8).collect();
        return vec![body.to_owned(), middle];
    }
    let words = secret.split(|c: char| !c.is_ascii_alphanumeric());
    words.filter(|word| word.len() > 12 && *word != "BEGIN").map(|word| word[8..].to_owned()).collect()
}

/// The secret part of an incoming hook's path.
const TOKEN: &str = "xK9pQ2mW7vR4tB8nL3zYc5Hd";

/// Files in which `@S@` stands for the secret; where `@W@` does, one as URLs
/// and shells need it, and where `@T@` does, a hook's token.
const FILES: &[(&str, &str)] = &[
    (
        ".env",
        "DB_PASSWORD=@S@\nPLAIN=@S@ # x\nQUOTED=\"@S@\"\nDATABASE_URL=postgres://app:@W@@db.acme.io:5432/app\nAPI_URL=https://api.acme.io/v1?api_key=@W@\nexport ACME_API_KEY='@S@'\n#OLD_KEY=@S@\n",
    ),
    (
        ".env.example",
        "STRIPE_SECRET_KEY=@S@\nSENTRY_DSN=https://@W@@o1.ingest.sentry.io/1\nREDIS_URL=redis://:@W@@cache.acme.io:6379\n",
    ),
    (
        "docker-compose.yml",
        "services:\n  db:\n    image: postgres:16\n    environment:\n      POSTGRES_PASSWORD: @S@\n      URL: postgres://app:@W@@db.acme.io/app\n      FALLBACK: ${DB_PASSWORD:-@W@}\n    command: redis-server --requirepass @W@\n    healthcheck:\n      test: [\"CMD\", \"mysqladmin\", \"-p@W@\", \"ping\"]\n  app:\n    image: acme/app\n    environment:\n      - API_KEY=@S@\n      - AMQP=amqp://u:@W@@mq.acme.io\n    command: curl -H \"Authorization: Bearer @W@\" https://api.acme.io\n",
    ),
    (
        ".github/workflows/ci.yml",
        "on: push\nenv:\n  TOKEN: @S@\njobs:\n  a:\n    runs-on: ubuntu-latest\n    services:\n      pg:\n        image: postgres:16\n        env:\n          POSTGRES_PASSWORD: @S@\n        credentials:\n          username: bot\n          password: @S@\n    env:\n      DATABASE_URL: mysql://root:@W@@db.acme.io/x\n    steps:\n      - uses: docker/login-action@v3\n        with:\n          password: @S@\n      - run: curl -u bot:@W@ https://api.acme.io/v1\n        env:\n          STRIPE_KEY: \"@S@\"\n      - run: |\n          export NPM_TOKEN=@W@\n          docker login -u bot -p @W@ ghcr.io\n          aws configure set aws_secret_access_key @W@\n          psql postgres://u:@W@@db.acme.io/x\n          git clone https://x-access-token:@W@@github.com/a/b.git\n",
    ),
    (
        "deploy/secret.yaml",
        "apiVersion: v1\nkind: Secret\nmetadata:\n  name: app\nstringData:\n  STRIPE_KEY: @S@\n  url: postgres://u:@W@@db.acme.io/x\n  hook: https://hooks.slack.com/services/T0/B0/@T@\ndata:\n  password: @W@\n---\napiVersion: apps/v1\nkind: Deployment\nspec:\n  template:\n    spec:\n      containers:\n        - image: acme/app:1\n          command: [\"sh\", \"-c\", \"mysql -p@W@ -h db.acme.io\"]\n          env:\n            - name: STRIPE_KEY\n              value: \"@S@\"\n            - {name: API_KEY, value: '@W@'}\n            - name: HOOK\n              value: https://discord.com/api/webhooks/123456789012/@T@\n",
    ),
    (
        "chart/values.yaml",
        "db:\n  password: @S@\n  url: postgres://u:@W@@db.acme.io/x\nsmtp:\n  host: smtp.acme.io\n  pass: \"@W@\"\n",
    ),
    (
        "config/application.yml",
        "spring:\n  datasource:\n    url: jdbc:postgresql://db.acme.io/x?user=a&password=@W@\n    password: @S@\n  mail:\n    password: ${MAIL_PASSWORD:@W@}\n",
    ),
    (
        "config/application.properties",
        "spring.datasource.url=jdbc:mysql://u:@W@@db.acme.io/x\nspring.datasource.password=@S@\nstripe.api-key=@S@\napi.url=https://api.acme.io/?token=@W@\n",
    ),
    (
        "config/settings.toml",
        "[db]\npassword = \"@S@\"\nurl = \"postgres://u:@W@@db.acme.io/x\"\n[acme]\napi = \"https://api.acme.io/v1?key=@W@\"\n",
    ),
    ("config/app.ini", "[smtp]\nhost = smtp.acme.io\npassword = @S@\nurl = https://u:@W@@api.acme.io\n"),
    (
        "appsettings.json",
        "{\"ConnectionStrings\": {\"Default\": \"Server=tcp:db.acme.io,1433;User Id=sa;Password=@W@;\"}, \"Stripe\": {\"ApiKey\": \"@S@\", \"Url\": \"https://api.stripe.com/?key=@W@\"}}\n",
    ),
    (
        "package.json",
        "{\"name\": \"x\", \"scripts\": {\"start\": \"API_KEY=@W@ node .\", \"db\": \"mysql -uroot -p@W@ x\", \"get\": \"curl -H 'X-Api-Key: @W@' https://api.acme.io\", \"d\": \"PGPASSWORD=@W@ psql -h db.acme.io\", \"v\": \"vercel --token @W@\"},\n\"dependencies\": {\"a\": \"git+https://@W@@github.com/a/b.git\", \"stripe\": \"https://bot:@W@@npm.acme.io/stripe.tgz\", \"c\": \"https://npm.acme.io/c.tgz?token=@W@\"}, \"config\": {\"password\": \"@S@\"}}\n",
    ),
    (
        "requirements.txt",
        "--extra-index-url https://bot:@W@@pypi.acme.io/simple\nstripe @ git+https://@W@@github.com/a/stripe.git@v1\nrequests==2.0\n-e git+https://x:@W@@github.com/a/b.git#egg=openai\n",
    ),
    (
        "pyproject.toml",
        "[project]\nname = \"x\"\ndependencies = [\"stripe @ https://u:@W@@pypi.acme.io/stripe.whl\"]\n[[tool.poetry.source]]\nname = \"a\"\nurl = \"https://u:@W@@pypi.acme.io/simple\"\n[tool.poetry.dependencies]\nopenai = {git = \"https://u:@W@@github.com/a/b.git\", rev = \"main\"}\n",
    ),
    (
        "Pipfile",
        "[[source]]\nurl = \"https://u:@W@@pypi.acme.io/simple\"\n[packages]\nstripe = {git = \"https://@W@@github.com/a/b.git\"}\n",
    ),
    ("Gemfile", "source 'https://u:@W@@gems.acme.io'\ngem 'stripe', git: 'https://@W@@github.com/a/b.git'\n"),
    (
        "composer.json",
        "{\"require\": {\"stripe/stripe-php\": \"^1\"}, \"repositories\": [{\"url\": \"https://u:@W@@repo.acme.io\"}]}\n",
    ),
    ("Cargo.toml", "[dependencies]\nasync-stripe = { git = \"https://@W@@github.com/a/b.git\" }\n"),
    (
        "pubspec.yaml",
        "name: x\ndependencies:\n  stripe:\n    git:\n      url: https://@W@@github.com/a/b.git\n  http: any\n",
    ),
    ("go.mod", "module x\nrequire github.com/stripe/stripe-go v1.0.0\n"),
    (
        "Dockerfile",
        "FROM node:20\nENV API_KEY=@S@ OTHER=\"@S@\"\nENV OLD @S@\nARG TOKEN=@W@\nRUN curl -u bot:@W@ https://api.acme.io && npm config set //npm.acme.io/:_authToken=@W@\nRUN git clone https://@W@@github.com/a/b\nRUN PASSWORD=@W@ psql -h db.acme.io\nCMD [\"redis-server\", \"--requirepass\", \"@W@\"]\n",
    ),
    (
        "deploy.sh",
        "#!/bin/sh\nexport STRIPE_SECRET_KEY=\"@S@\"\nexport OTHER=@W@\nPW=@W@ psql postgres://u:@W@@db.acme.io/x\ncurl -H \"Authorization: Bearer @W@\" https://api.acme.io/v1\ncurl -H 'X-Api-Key: @W@' https://api.acme.io/v1\ncurl \"https://api.acme.io/v1?api_key=@W@\"\ncurl -u user:@W@ https://api.acme.io\ncurl -d 'password=@W@' https://api.acme.io\nmysql -uroot -p@W@ -h db.acme.io\nredis-cli -a @W@ ping\nsshpass -p @W@ ssh a.b\nTOKEN=${TOKEN:-@W@}\naws s3 ls --secret-key @W@\n",
    ),
    (
        "main.tf",
        "provider \"aws\" {\n  secret_key = \"@S@\"\n}\nresource \"aws_db_instance\" \"a\" {\n  password = \"@S@\"\n}\nvariable \"db_password\" {\n  default = \"@S@\"\n}\nlocals {\n  url = \"postgres://u:@W@@db.acme.io/x\"\n  api = \"https://api.acme.io/?token=@W@\"\n}\n",
    ),
    (
        "schema.sql",
        "CREATE USER app WITH PASSWORD '@S@';\nCREATE TABLE orders (id int);\nALTER USER root IDENTIFIED BY '@S@'; CREATE TABLE users (id int);\n",
    ),
    ("schema.prisma", "datasource db {\n  provider = \"postgresql\"\n  url = \"postgres://u:@W@@db.acme.io/x\"\n}\n"),
    (
        "index.html",
        "<script src=\"https://cdn.acme.io/x.js?key=@W@\"></script>\n<script>var apiKey = \"@S@\"; fetch(\"https://api.acme.io/v1?api_key=@W@\")</script>\n<iframe src=\"https://u:@W@@api.acme.io/x\"></iframe>\n",
    ),
    (
        "src/App.vue",
        "<script>\nconst token = '@S@'; fetch('https://api.acme.io/v1', { headers: { Authorization: 'Bearer @W@' } })\n</script>\n",
    ),
    (
        "src/client.ts",
        "import Stripe from 'stripe';\nconst stripe = new Stripe('@S@', { apiKey: '@S@' });\nconst password = \"@S@\"; fetch('https://api.acme.io/v1');\nconst k = process.env.STRIPE_SECRET_KEY || '@S@';\nconst d = process.env.DB_PASSWORD ?? \"@S@\";\nfetch('https://api.acme.io/v1?api_key=@W@&x=1');\nfetch(\"https://u:@W@@api.acme.io/v1\");\nfetch('https://api.acme.io/v2', { headers: { 'Authorization': 'Bearer @W@', 'X-Api-Key': '@S@' } });\nconst db = 'postgres://u:@W@@db.acme.io/x';\nmongoose.connect(`mongodb+srv://u:@W@@c0.mongodb.net/x`);\nconst t = { host: 'smtp.sendgrid.net', auth: { user: 'a', pass: '@S@' } };\nfetch('https://hooks.slack.com/services/T01/B01/@T@');\napp.post('/webhook/@T@', (req, res) => {});\nconst s = z.object({ API_SECRET: z.string().default('@S@') });\n",
    ),
    (
        "src/old.js",
        "const aws = require('aws-sdk'); aws.config.update({ accessKeyId: 'x', secretAccessKey: '@S@' });\nconst pool = mysql.createPool({ host: 'db.acme.io', user: 'root', password: '@S@' });\nprocess.env.STRIPE_SECRET_KEY = '@S@';\naxios.get('https://api.acme.io/v1', { params: { api_key: '@S@' } });\n",
    ),
    (
        "app/settings.py",
        "import os, stripe\nstripe.api_key = \"@S@\"\nSECRET_KEY = '@S@'\nP = os.environ.get('DB_PASSWORD', '@S@')\nos.environ['STRIPE_SECRET_KEY'] = '@S@'\nos.environ.setdefault(\"OPENAI_API_KEY\", \"@S@\")\nDB = 'postgresql://u:@W@@db.acme.io/x'\nr = requests.get('https://api.acme.io/v1?key=@W@', headers={'Authorization': 'Bearer @W@'}, auth=('u', '@W@'))\nclass S(BaseSettings):\n    openai_api_key: str = \"@S@\"\n    db_password: SecretStr = SecretStr('@S@')\n    acme_token: str = Field(\"@S@\", env='ACME_TOKEN')\n@app.post('/hooks/@T@')\ndef hook():\n    return 1\n",
    ),
    (
        "cmd/main.go",
        "package main\nimport \"os\"\nfunc main() {\n\tos.Setenv(\"STRIPE_SECRET_KEY\", \"@S@\")\n\tpassword := \"@S@\"; dsn := \"postgres://u:@W@@db.acme.io/x\"\n\thttp.Get(\"https://api.acme.io/v1?token=@W@\")\n\treq.Header.Set(\"Authorization\", \"Bearer @W@\"); http.Get(\"https://api.acme.io/v2\")\n\tdb, _ := sql.Open(\"mysql\", \"root:@W@@tcp(db.acme.io:3306)/x\")\n\tc := Config{APIKey: \"@S@\", URL: \"https://api.acme.io/v3\"}\n}\n",
    ),
    (
        "lib/config.dart",
        "const apiKey = '@S@'; final u = Uri.parse('https://api.acme.io/v1?key=@W@');\nconst k = String.fromEnvironment('STRIPE_KEY', defaultValue: '@S@');\n",
    ),
    (
        "lib/Api.java",
        "String password = \"@S@\"; String url = \"https://api.acme.io/v1?token=@W@\";\nString k = System.getenv().getOrDefault(\"STRIPE_SECRET_KEY\", \"@S@\");\n@Value(\"${stripe.secret:@W@}\") String s; String d = \"jdbc:postgresql://u:@W@@db.acme.io/x\";\n",
    ),
    ("lib/api.rb", "Stripe.api_key = '@S@'\nENV.fetch('DB_PASSWORD', '@S@')\nURI('https://u:@W@@api.acme.io')\n"),
    (
        "lib/api.php",
        "<?php define('DB_PASSWORD', '@S@'); $k = env('STRIPE_SECRET', '@S@'); $u = 'https://api.acme.io/?key=@W@';\n",
    ),
    (
        "lib/api.rs",
        "let password = \"@S@\"; let u = \"https://u:@W@@api.acme.io/v1\"; let k = std::env::var(\"STRIPE_SECRET_KEY\").unwrap_or(\"@S@\".into());\n",
    ),
    (
        "lib/api.cs",
        "var apiKey = \"@S@\"; var u = \"https://api.acme.io/v1?api_key=@W@\"; var c = \"Server=db.acme.io;Password=@W@;\";\n",
    ),
    ("lib/api.kt", "val token: String = \"@S@\"; val u = \"https://u:@W@@api.acme.io/v1\"\n"),
    ("lib/Api.swift", "let apiKey: String = \"@S@\"; let u = URL(string: \"https://api.acme.io/v1?key=@W@\")\n"),
    (
        "vercel.json",
        "{\"env\": {\"STRIPE_SECRET_KEY\": \"@S@\"}, \"rewrites\": [{\"source\": \"/a\", \"destination\": \"https://u:@W@@api.acme.io/x?token=@W@\"}], \"crons\": [{\"path\": \"/api/cron?key=@W@\", \"schedule\": \"0 0 * * *\"}]}\n",
    ),
    (
        "wrangler.toml",
        "name = \"x\"\nmain = \"a.ts\"\n[vars]\nSTRIPE_SECRET_KEY = \"@S@\"\nURL = \"https://api.acme.io/?key=@W@\"\n",
    ),
    (
        "netlify.toml",
        "[build.environment]\nSTRIPE_SECRET_KEY = \"@S@\"\n[[redirects]]\nfrom = \"/a\"\nto = \"https://api.acme.io/?api_key=@W@\"\n",
    ),
    ("fly.toml", "app = \"x\"\n[env]\nSTRIPE_SECRET_KEY = \"@S@\"\n"),
    (
        "render.yaml",
        "services:\n  - type: web\n    name: a\n    envVars:\n      - key: STRIPE_SECRET_KEY\n        value: @S@\n",
    ),
    ("serverless.yml", "service: x\nprovider:\n  name: aws\n  environment:\n    STRIPE_SECRET_KEY: @S@\n"),
    (
        ".gitlab-ci.yml",
        "image: node:20\nvariables:\n  STRIPE_SECRET_KEY: @S@\nbuild:\n  script:\n    - docker login -u bot -p @W@ registry.acme.io\n    - curl --header \"PRIVATE-TOKEN: @W@\" https://gitlab.acme.io/api\n",
    ),
    ("Jenkinsfile", "environment {\n  STRIPE_SECRET_KEY = '@S@'\n}\nsh 'curl -u bot:@W@ https://api.acme.io'\n"),
    (
        "nginx.conf",
        "location / {\n  proxy_set_header Authorization \"Basic @W@\";\n  proxy_pass https://u:@W@@api.acme.io/v1;\n}\n",
    ),
    ("Procfile", "web: STRIPE_SECRET_KEY=@W@ gunicorn app\n"),
    (
        "x.service",
        "[Service]\nEnvironment=STRIPE_SECRET_KEY=@W@\nExecStart=/usr/bin/node x --token @W@ https://api.acme.io\n",
    ),
    (
        ".mcp.json",
        "{\"mcpServers\": {\"a\": {\"command\": \"npx\", \"args\": [\"-y\", \"x\", \"--api-key\", \"@W@\"], \"env\": {\"STRIPE_SECRET_KEY\": \"@S@\"}, \"url\": \"https://api.acme.io/?key=@W@\"}}}\n",
    ),
    (
        ".vscode/launch.json",
        "{\"configurations\": [{\"env\": {\"STRIPE_SECRET_KEY\": \"@S@\"}, \"url\": \"https://u:@W@@api.acme.io\"}]}\n",
    ),
    (
        "prometheus.yml",
        "scrape_configs:\n  - job_name: a\n    basic_auth:\n      password: @S@\n    static_configs:\n      - targets: ['u:@W@@api.acme.io']\nremote_write:\n  - url: https://u:@W@@prom.acme.io/api\n",
    ),
    ("firebase.json", "{\"hosting\": {\"rewrites\": []}, \"apiKey\": \"@S@\"}\n"),
    (
        "service-account.json",
        "{\"type\": \"service_account\", \"private_key\": \"@S@\", \"auth_uri\": \"https://accounts.google.com/o/oauth2/auth\"}\n",
    ),
    (
        "n8n/flow.json",
        "{\"nodes\": [{\"type\": \"n8n-nodes-base.httpRequest\", \"parameters\": {\"url\": \"https://u:@W@@api.acme.io/v1?token=@W@\", \"password\": \"@S@\"}}], \"connections\": {}}\n",
    ),
    (
        "README.md",
        "Run `curl -H \"Authorization: Bearer @W@\" https://api.acme.io` or set STRIPE_SECRET_KEY=@W@. See https://u:@W@@api.stripe.com/v1?key=@W@.\n",
    ),
    ("docs/INTEGRATIONS.md", "- Stripe - key `@W@`, https://api.stripe.com/?key=@W@\n"),
    (
        "pom.xml",
        "<project><properties><db.password>@S@</db.password></properties><dependencies><dependency><groupId>com.stripe</groupId><artifactId>stripe-java</artifactId><version>25.3.0</version></dependency><dependency><groupId>com.twilio.sdk</groupId><artifactId>twilio</artifactId><!-- password=@W@ --><password>@S@</password></dependency></dependencies>\n<build><plugins><plugin><groupId>org.flywaydb</groupId><artifactId>flyway-maven-plugin</artifactId><configuration><url>jdbc:postgresql://u:@W@@db.acme.io/x</url><password>@S@</password></configuration></plugin></plugins></build><repositories><repository><url>https://u:@W@@repo.acme.com/maven?token=@W@</url><password>@S@</password></repository></repositories></project>\n",
    ),
    (
        "app/build.gradle",
        "def password = \"@S@\"\ndependencies { implementation 'com.stripe:stripe-java:25.3.0'; String apiKey = '@S@' }\nmaven { url 'https://u:@W@@repo.acme.com'; credentials { password '@S@' } }\nbuildConfigField \"String\", \"API_KEY\", \"\\\"@W@\\\"\"\n",
    ),
    (
        "src/Shop/Shop.csproj",
        "<Project><PropertyGroup><ApiKey>@S@</ApiKey></PropertyGroup><ItemGroup><PackageReference Include=\"Stripe.net\" Version=\"45.0.0\" ApiKey=\"@S@\" />\n<OpenApiReference Include=\"a\" SourceUri=\"https://u:@W@@api.acme.io/v1?token=@W@\" /><Password>@W@</Password></ItemGroup></Project>\n",
    ),
    (
        "NuGet.Config",
        "<configuration><packageSources><add key=\"a\" value=\"https://u:@W@@nuget.acme.com/index.json\" /></packageSources><packageSourceCredentials><a><add key=\"Username\" value=\"bot\" /><add key=\"ClearTextPassword\" value=\"@S@\" /></a></packageSourceCredentials></configuration>\n",
    ),
    (
        ".npmrc",
        "//npm.pkg.github.com/:_authToken=@S@\n@acme:registry=https://u:@W@@npm.acme.com/?token=@W@\n//registry.acme.com/:_password=\"@S@\" ; ${NPM_TOKEN}\n_auth=@S@${OTHER}\n",
    ),
    (
        ".yarnrc.yml",
        "npmRegistryServer: \"https://u:@W@@npm.acme.com\"\nnpmAuthToken: @S@\nnpmScopes:\n  acme:\n    npmAuthToken: \"${NPM_TOKEN:-@W@}\"\n",
    ),
    (".pypirc", "[acme]\nrepository = https://u:@W@@pypi.acme.com/simple\nusername = bot\npassword = @S@\n"),
    (
        "deno.json",
        "{\"tasks\": {\"d\": \"DENO_DEPLOY_TOKEN=@W@ deployctl deploy --token @W@\"}, \"imports\": {\"a\": \"https://u:@W@@esm.acme.com/x.ts?token=@W@\"}}\n",
    ),
    (
        "ios/Info.plist",
        "<plist><dict><key>FacebookClientToken</key><string>@S@</string><key>ApiKey</key><string>@W@</string><key>Url</key><string>https://u:@W@@api.acme.com/v1?key=@W@</string></dict></plist>\n",
    ),
    (
        "ios/Shop.entitlements",
        "<plist><dict><key>aps-environment</key><string>@S@</string><key>com.acme.Token</key><string>@W@</string></dict></plist>\n",
    ),
    ("ios/Secrets.xcconfig", "MAPS_API_KEY = @S@\nAPI_URL = https:/$()/u:@W@@api.acme.com/v1?key=@W@\n"),
    (
        "android/app/src/main/AndroidManifest.xml",
        "<manifest><application><meta-data android:name=\"com.google.android.geo.API_KEY\" android:value=\"@W@\" /><meta-data android:value=\"https://@W@@o1.ingest.sentry.io/1\" android:name=\"io.sentry.dsn\" /><data android:scheme=\"fb1234567890123\" android:host=\"api.acme.com\" android:token=\"@S@\" /></application></manifest>\n",
    ),
    (
        "android/app/src/main/res/values/strings.xml",
        "<resources><string name=\"google_maps_key\">@S@</string><string name=\"api_url\">https://u:@W@@api.acme.com/v1?key=@W@</string></resources>\n",
    ),
    ("android/local.properties", "MAPS_API_KEY=@S@\nAPI_URL=https://u:@W@@api.acme.com\n"),
    (
        "android/app/google-services.json",
        "{\"project_info\": {\"firebase_url\": \"https://u:@W@@shop-1.firebaseio.com\", \"api_key\": \"@S@\"}, \"client\": [{\"api_key\": [{\"current_key\": \"@S@\"}]}]}\n",
    ),
    (
        "mobile/app.json",
        "{\"expo\": {\"ios\": {\"config\": {\"googleMapsApiKey\": \"@S@\"}, \"infoPlist\": {\"AcmeApiKey\": \"@S@\"}}, \"updates\": {\"url\": \"https://u:@W@@u.expo.dev/x?token=@W@\"}, \"plugins\": [[\"@acme/x\", {\"apiKey\": \"@S@\"}]]}}\n",
    ),
    (
        "extension/manifest.json",
        "{\"manifest_version\": 3, \"key\": \"@S@\", \"host_permissions\": [\"https://u:@W@@api.acme.com/*\"], \"oauth2\": {\"client_secret\": \"@S@\"}}\n",
    ),
    (
        "train.ipynb",
        "{\"cells\": [{\"cell_type\": \"code\", \"source\": [\"%env API_KEY=@W@\\n\", \"!curl -u bot:@W@ https://api.acme.com\\n\", \"!pip install git+https://@W@@github.com/a/stripe.git\\n\", \"import stripe; stripe.api_key = '@W@'\\n\", \"u = 'https://u:@W@@api.acme.com/v1?key=@W@'\\n\"], \"outputs\": [\"@S@\"]}]}\n",
    ),
    (
        "k8s/kustomization.yaml",
        "secretGenerator:\n  - name: app\n    literals: [STRIPE_SECRET_KEY=@W@, 'API_URL=https://u:@W@@api.acme.com/?key=@W@']\nresources: ['https://u:@W@@github.com/acme/base?token=@W@']\n",
    ),
    (
        "helmfile.yaml",
        "repositories:\n  - {name: a, url: 'https://u:@W@@charts.acme.com', password: @W@}\nreleases:\n  - {chart: a/postgresql, set: [{name: password, value: @W@}]}\n",
    ),
    ("Pulumi.prod.yaml", "config:\n  aws:secretKey: @S@\n  shop:token: {secure: @W@}\n"),
    (
        "ansible/playbook.yml",
        "- hosts: web\n  environment: {STRIPE_SECRET_KEY: @W@}\n  tasks:\n    - name: a\n      community.mysql.mysql_user: {name: a, password: '@W@', login_host: 'https://u:@W@@db.acme.com'}\n    - name: b\n      uri: {url: 'https://u:@W@@api.acme.com/?key=@W@', headers: {Authorization: 'Bearer @W@'}}\n",
    ),
    (
        "openapi.yaml",
        "openapi: 3.1.0\nservers: [{url: 'https://u:@W@@api.acme.com/v1?key=@W@', description: password=@W@}]\ncomponents: {securitySchemes: {a: {x-secret: '@S@', openIdConnectUrl: 'https://u:@W@@login.acme.com'}}}\n",
    ),
    (
        "codegen.yml",
        "schema:\n  - https://u:@W@@api.acme.com/graphql?token=@W@:\n      headers: {Authorization: Bearer @W@}\n",
    ),
    ("buf.yaml", "deps: [buf.build/acme/shop] # token: @W@\n"),
    (
        "Vagrantfile",
        "d.run \"postgres\", args: \"-e POSTGRES_PASSWORD=@W@\"\nconfig.vm.provider \"digitalocean\" do |p| p.token = \"@S@\" end\nconfig.vm.provision \"shell\", inline: \"curl -u bot:@W@ https://api.acme.com\"\n",
    ),
    (
        "infra/main.tf.json",
        "{\"provider\": {\"aws\": {\"secret_key\": \"@S@\"}}, \"resource\": {\"aws_db_instance\": {\"a\": {\"password\": \"@S@\", \"url\": \"postgres://u:@W@@db.acme.com/x\"}}}}\n",
    ),
    (
        ".circleci/config.yml",
        "orbs: {slack: circleci/slack@5}\njobs:\n  a:\n    docker: [{image: cimg/node:22, auth: {username: bot, password: @W@}, environment: {API_KEY: @W@}}]\n    steps: [{run: 'echo $SENTRY_AUTH_TOKEN; curl -u bot:@W@ https://api.acme.com'}]\n",
    ),
    (
        "azure-pipelines.yml",
        "variables: [{name: API_KEY, value: '@W@'}]\nsteps: [{task: AzureWebApp@1, inputs: {password: '@W@'}}, {script: 'npm publish --token @W@ $(NPM_TOKEN)'}]\n",
    ),
    (
        "bitbucket-pipelines.yml",
        "pipelines: {default: [{step: {script: [{pipe: 'atlassian/slack-notify:2', variables: {WEBHOOK_URL: 'https://hooks.slack.com/services/T0/B0/@T@', TOKEN: '@W@'}}]}}]}\n",
    ),
    ("renovate.json", "{\"hostRules\": [{\"matchHost\": \"https://u:@W@@registry.acme.com\", \"token\": \"@S@\"}]}\n"),
    (
        "ci/Jenkinsfile.b",
        "slackSend token: '@S@', channel: 'a'\nwithCredentials([string(credentialsId: '@W@', variable: 'API_TOKEN')]) { sh 'curl -u bot:@W@ https://api.acme.com' }\n",
    ),
    (
        "Caddyfile",
        "acme.com {\n  acme_dns cloudflare @W@\n  basicauth { bot @W@ }\n  reverse_proxy https://u:@W@@api.acme.com { header_up X-Key {env.API_KEY}@W@ }\n}\n",
    ),
    ("broken/package.json", "{\"dependencies\": {\"a\": @S@\n"),
    ("broken/pyproject.toml", "password = @S@\n[a\n\"@S@\" = 1\n\"@S@\" = 2\n"),
    ("broken/docker-compose.yml", "services: {password: @S@, *@S@: [\n"),
    ("broken/Cargo.toml", "[dependencies]\n@W@ = \"1\"\n@W@ = \"1\"\n"),
];

#[test]
fn no_secret_is_anywhere_in_an_audit_or_an_export() {
    let mut leaks = Vec::new();
    for (kind, secret) in planted() {
        // Where only letters and digits fit, others are written as URLs and shells need them.
        let word: String = match kind {
            "SIGNS" => "Tr0ub4dor3".into(),
            "PEM" => continue_with(&secret),
            "AWS" => secret.replace('/', "%2F"),
            _ => secret.clone(),
        };
        let files: Vec<(String, Vec<u8>)> = FILES
            .iter()
            .map(|(path, text)| {
                (
                    format!("x/{path}"),
                    text.replace("@S@", &secret).replace("@W@", &word).replace("@T@", TOKEN).into_bytes(),
                )
            })
            .collect();
        let listed = files.iter().map(|(path, bytes)| (path.clone(), Box::new(bytes.as_slice()) as Box<dyn Bytes>));
        let mut folder = Folder::new(listed).unwrap();
        let options = Options { date: "2026-02-12".into(), name: "x".into() };
        let audit = audit_tree(&mut folder, SourceKind::Folder, 0, &options, &mut |_| true).unwrap();
        assert!(audit.services.len() > 10, "the planted code base must show something");
        // As a reader of the report sees it.
        let seen = |text: String| text.replace("<wbr>", "").replace("&amp;", "&").replace("&#39;", "'");
        let exports = Format::ALL.map(|format| seen(format.write(&audit)));
        for piece in pieces(&secret).into_iter().chain(pieces(&word)).chain([TOKEN.to_owned()]) {
            let shown = exports.iter().flat_map(|text| text.lines()).filter(|line| line.contains(&piece));
            leaks.extend(shown.map(|line| format!("{kind}: {}", line.trim())));
        }
    }
    leaks.sort();
    leaks.dedup();
    assert!(leaks.is_empty(), "{} leaks\n{}", leaks.len(), leaks.join("\n"));
}

/// A key without its line ends, as it stands in a URL or an argument.
fn continue_with(pem: &str) -> String {
    pem.split("\\n").find(|line| line.starts_with("MII")).unwrap_or(pem).to_owned()
}
