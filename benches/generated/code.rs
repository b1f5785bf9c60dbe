//! The code, documents and configuration of a generated repository. All of it is made here, of a few sentences and shapes of
//! functions, and means nothing.

use super::random::Random;
use super::services::{OWN_VARIABLES, SERVICES, Service, VARIABLES};
use std::fmt::Write;

/// Things that a business counts.
#[rustfmt::skip]
pub const NOUNS: [&str; 40] = [
    "order", "invoice", "ticket", "parcel", "account", "session", "report", "ledger", "catalog", "basket",
    "coupon", "refund", "shipment", "supplier", "warehouse", "contract", "payment", "message", "channel", "booking",
    "calendar", "profile", "document", "template", "campaign", "audience", "segment", "snapshot", "device", "sensor",
    "reading", "journey", "vehicle", "driver", "tariff", "budget", "forecast", "survey", "answer", "badge",
];

/// What is done with them.
#[rustfmt::skip]
const VERBS: [&str; 24] = [
    "load", "merge", "count", "rank", "check", "split", "pack", "group", "trim", "match", "close", "open",
    "assign", "settle", "queue", "render", "sort", "bound", "label", "score", "move", "renew", "archive", "compare",
];

const ADJECTIVES: [&str; 16] = [
    "late", "open", "stale", "pending", "final", "partial", "foreign", "shared", "local", "large", "fresh", "hidden",
    "empty", "paid", "signed", "spare",
];

/// Functions of which files are put together, of each language. More would not be seen by anything that reads one file at a time.
const FUNCTIONS: usize = 500;

/// Of a hundred files of code, how many import a service's client, read a variable, read a second one, call a host, and serve a
/// route: together about three facts a file, as in real repositories.
const CLIENTS: usize = 75;
const VARIABLES_READ: usize = 80;
const MORE_VARIABLES: usize = 60;
const CALLS: usize = 55;
const ROUTES: usize = 40;

/// In these, `{v}`, `{n}`, `{N}`, `{a}` and `{k}` stand for a verb, a noun, another noun, an adjective and a number, and `{V}`
/// and `{W}` for the verb and the noun with a capital.
const TYPESCRIPT: [&str; 6] = [
    "\n/** Gives the {a} {n}s in the order in which the {N} saw them. */\nexport function {v}{W}{k}({n}s: {W}[], most = {k}): {W}[] {\n  const kept: {W}[] = [];\n  for (const {n} of {n}s) {\n    if (kept.length >= most) {\n      break;\n    }\n    if ({n}.{N}Count > 0 && !{n}.{a}) {\n      kept.push({ ...{n}, {N}Count: {n}.{N}Count - 1 });\n    }\n  }\n  return kept.sort((left, right) => left.createdAt - right.createdAt);\n}\n",
    "\n// A {N} without a {n} is {a}: nobody has asked for it yet.\nexport async function {v}{W}{k}(store: {W}Store, id: string): Promise<{W} | undefined> {\n  const found = await store.find(id);\n  if (!found) {\n    logger.warn('no {a} {n}', { id, step: {k} });\n    return undefined;\n  }\n  const next = { ...found, {a}: true, attempts: found.attempts + 1 };\n  await store.put(next);\n  return next;\n}\n",
    "\nexport class {W}{V}{k} {\n  private readonly seen = new Map<string, number>();\n\n  constructor(private readonly most: number = {k}) {}\n\n  {v}(id: string): boolean {\n    const times = (this.seen.get(id) ?? 0) + 1;\n    this.seen.set(id, times);\n    return times <= this.most;\n  }\n\n  get {a}(): number {\n    return [...this.seen.values()].filter((times) => times > this.most).length;\n  }\n}\n",
    "\nconst {n}Labels{k}: Record<string, string> = {\n  {a}: 'The {n} is {a}',\n  {v}: 'Somebody has to {v} the {N}',\n  {N}: 'There are {k} {N}s behind this {n}',\n};\n\nexport const {v}{W}Label{k} = (key: string): string => {n}Labels{k}[key] ?? `a {n} (${key})`;\n",
    "\nexport function {v}{W}Rows{k}(rows: readonly {W}Row[]): Map<string, {W}Row[]> {\n  const groups = new Map<string, {W}Row[]>();\n  rows.forEach((row, at) => {\n    const key = row.{N} ?? `{a}-${at % {k}}`;\n    const group = groups.get(key);\n    if (group) {\n      group.push(row);\n    } else {\n      groups.set(key, [row]);\n    }\n  });\n  return groups;\n}\n",
    "\nexport function {v}{W}Total{k}({n}: {W}): number {\n  const lines = {n}.lines.filter((line) => line.kind !== '{a}');\n  const sum = lines.reduce((total, line) => total + line.amount * line.rate, 0);\n  if (!Number.isFinite(sum) || sum < 0) {\n    throw new RangeError(`the {N} of {n} ${{n}.id} does not add up`);\n  }\n  return Math.round(sum * 100) / 100;\n}\n",
];

const PYTHON: [&str; 5] = [
    "\n\ndef {v}_{n}_{k}({n}s, most={k}):\n    \"\"\"Return the {a} {n}s, with the {N} that each belongs to.\"\"\"\n    kept = []\n    for {n} in {n}s:\n        if len(kept) >= most:\n            break\n        if {n}.{N}_count > 0 and not {n}.{a}:\n            kept.append(({n}.id, {n}.{N}_count - 1))\n    return sorted(kept, key=lambda pair: pair[1])\n",
    "\n\nclass {W}{V}{k}:\n    \"\"\"Counts how often a {n} is {a}, up to a limit.\"\"\"\n\n    def __init__(self, most={k}):\n        self.most = most\n        self.seen = {}\n\n    def {v}(self, key):\n        self.seen[key] = self.seen.get(key, 0) + 1\n        return self.seen[key] <= self.most\n\n    @property\n    def {a}(self):\n        return sum(1 for times in self.seen.values() if times > self.most)\n",
    "\n\nasync def {v}_{n}_{k}(store, key):\n    # A {N} without a {n} is {a}: nobody has asked for it yet.\n    found = await store.find(key)\n    if found is None:\n        logger.warning(\"no {a} {n}: %s\", key)\n        return None\n    found.{a} = True\n    found.attempts += 1\n    await store.put(found)\n    return found\n",
    "\n\n{n}_labels_{k} = {\n    \"{a}\": \"The {n} is {a}\",\n    \"{v}\": \"Somebody has to {v} the {N}\",\n    \"{N}\": \"There are {k} {N}s behind this {n}\",\n}\n",
    "\n\ndef {v}_{n}_rows_{k}(rows):\n    groups = defaultdict(list)\n    for at, row in enumerate(rows):\n        key = row.get(\"{N}\") or f\"{a}-{at % {k}}\"\n        groups[key].append(row)\n    return {key: sorted(group, key=lambda row: row[\"created_at\"]) for key, group in groups.items()}\n",
];

const GO: [&str; 4] = [
    "\n// {V}{W}{k} gives the {a} {n}s in the order in which the {N} saw them.\nfunc {V}{W}{k}({n}s []{W}, most int) []{W} {\n\tkept := make([]{W}, 0, most)\n\tfor _, {n} := range {n}s {\n\t\tif len(kept) >= most {\n\t\t\tbreak\n\t\t}\n\t\tif {n}.Count > 0 && !{n}.Hidden {\n\t\t\tkept = append(kept, {n})\n\t\t}\n\t}\n\treturn kept\n}\n",
    "\n// {W}{V}{k} counts how often a {n} is {a}, up to a limit.\ntype {W}{V}{k} struct {\n\tmost int\n\tseen map[string]int\n}\n\nfunc (c *{W}{V}{k}) {V}(id string) bool {\n\tif c.seen == nil {\n\t\tc.seen = map[string]int{}\n\t}\n\tc.seen[id]++\n\treturn c.seen[id] <= c.most\n}\n",
    "\nfunc {v}{W}Rows{k}(rows []Row) map[string][]Row {\n\tgroups := make(map[string][]Row)\n\tfor at, row := range rows {\n\t\tkey := row.Key\n\t\tif key == \"\" {\n\t\t\tkey = fmt.Sprintf(\"{a}-%d\", at%{k})\n\t\t}\n\t\tgroups[key] = append(groups[key], row)\n\t}\n\treturn groups\n}\n",
    "\nfunc {v}{W}Total{k}(lines []Line) (float64, error) {\n\tsum := 0.0\n\tfor _, line := range lines {\n\t\tif line.Kind != \"{a}\" {\n\t\t\tsum += line.Amount * line.Rate\n\t\t}\n\t}\n\tif sum < 0 {\n\t\treturn 0, errors.New(\"the {N} of the {n} does not add up\")\n\t}\n\treturn sum, nil\n}\n",
];

const PROSE: [&str; 6] = [
    "\n## How a {n} is {a}\n\nA {n} stays {a} until the {N} has been seen {k} times. Whoever has to {v} it finds the steps below, in the order in\nwhich they are taken by hand; the program takes them in the same order.\n",
    "\n- {V} the {n} before its {N} is closed.\n- Keep the {a} ones for {k} days, then drop them.\n- Tell the team that owns the {N} what was {a} about it.\n",
    "\nThe {n} and the {N} are told apart by their key alone. Up to {k} of them may be {a} at one time, which is more than any\ncustomer has had so far; what comes later waits.\n",
    "\n### {V} a {n}\n\n1. Look for the {N} in the list.\n2. {V} it, and note that it is {a}.\n3. Wait for {k} seconds and look again.\n",
    "\n| step | what | how long |\n|---|---|---|\n| {v} | the {a} {n} | {k} ms |\n| close | its {N} | {k} s |\n",
    "\nThis part knows nothing of the {N}. It is handed a {n}, decides whether it is {a}, and hands it on; that is why it can be\ntested with {k} made-up ones and no network.\n",
];

/// The languages of the packages, how often each is chosen being how often it stands here.
const LANGUAGES: [Language; 8] = [
    Language::TypeScript,
    Language::Python,
    Language::TypeScript,
    Language::Go,
    Language::TypeScript,
    Language::TypeScript,
    Language::Python,
    Language::Go,
];

/// What a package is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// And JavaScript here and there.
    TypeScript,
    /// Python.
    Python,
    /// Go.
    Go,
}

impl Language {
    /// The language of the package of this number.
    pub fn of(package: usize) -> Self {
        LANGUAGES[package % LANGUAGES.len()]
    }
}

/// A code base's texts, to be asked for one after another.
#[derive(Debug)]
pub struct Author {
    typescript: Vec<String>,
    python: Vec<String>,
    go: Vec<String>,
    prose: Vec<String>,
}

impl Default for Author {
    fn default() -> Self {
        let mut random = Random::new(1);
        let mut many =
            |shapes: &[&str]| (0..FUNCTIONS).map(|at| filled(shapes[at % shapes.len()], &mut random)).collect();
        Author { typescript: many(&TYPESCRIPT), python: many(&PYTHON), go: many(&GO), prose: many(&PROSE) }
    }
}

fn capital(word: &str) -> String {
    let (first, rest) = word.split_at(1);
    first.to_ascii_uppercase() + rest
}

/// A shape with its words in place.
fn filled(shape: &str, random: &mut Random) -> String {
    let (verb, noun, other) = (random.one(&VERBS), random.one(&NOUNS), random.one(&NOUNS));
    let (adjective, number) = (random.one(&ADJECTIVES), random.below(900) + 2);
    [
        ("{v}", verb),
        ("{V}", &capital(verb)),
        ("{n}", noun),
        ("{W}", &capital(noun)),
        ("{N}", other),
        ("{a}", adjective),
        ("{k}", &number.to_string()),
    ]
    .iter()
    .fold(shape.to_owned(), |text, (mark, word)| text.replace(mark, word))
}

/// How many services packages use, which grows with the package's number until all are in use.
fn in_use(package: usize) -> usize {
    (8 + package).min(SERVICES.len())
}

/// The service that a file of this package uses.
fn service(package: usize, random: &mut Random) -> &'static Service {
    &SERVICES[random.below(in_use(package))]
}

/// A variable that a file of this package reads: one of the service's, or one of the code base's own.
fn variable(package: usize, service: &Service, random: &mut Random) -> String {
    if random.percent(40) {
        let noun = NOUNS[random.below((4 + package).min(NOUNS.len()))].to_ascii_uppercase();
        return format!("{noun}_{}", random.one(&OWN_VARIABLES));
    }
    // Most code reads a service's key and its address.
    let ending = if random.percent(80) { random.below(2) } else { random.below(VARIABLES.len()) };
    format!("{}_{}", service.prefix, VARIABLES[ending])
}

/// A path that the code base serves or asks for.
fn route(package: usize, random: &mut Random) -> String {
    let noun = NOUNS[random.below((4 + package).min(NOUNS.len()))];
    match random.below(4) {
        0 => format!("/api/{noun}s"),
        1 => format!("/api/{noun}s/{}", random.one(&VERBS)),
        2 => format!("/v1/{noun}s/{}", random.one(&ADJECTIVES)),
        _ => format!("/webhooks/{noun}"),
    }
}

/// How many functions a file has: few have many.
fn length(random: &mut Random) -> usize {
    let few = 6 + random.below(24);
    match random.below(12) {
        0 => few * 6,
        1..=3 => few * 2,
        _ => few,
    }
}

impl Author {
    /// The source file of this number in a package, and how its name ends.
    pub fn source(&self, package: usize, random: &mut Random) -> (&'static str, String) {
        let mut out = String::with_capacity(16 * 1024);
        let ending = match Language::of(package) {
            Language::TypeScript => self.typescript(&mut out, package, random),
            Language::Python => self.python(&mut out, package, random),
            Language::Go => self.go(&mut out, package, random),
        };
        (ending, out)
    }

    fn functions(out: &mut String, of: &[String], random: &mut Random) {
        for _ in 0..length(random) {
            out.push_str(&of[random.below(of.len())]);
        }
    }

    fn typescript(&self, out: &mut String, package: usize, random: &mut Random) -> &'static str {
        let service = service(package, random);
        let client = random.percent(CLIENTS);
        if client {
            let _ = writeln!(out, "import * as client from '{}';", service.npm);
        }
        let near = random.one(&NOUNS);
        let _ = writeln!(
            out,
            "import {{ logger }} from '../logger.js';\nimport type {{ {} }} from './{near}.js';",
            capital(near)
        );
        if random.percent(VARIABLES_READ) {
            let variable = variable(package, service, random);
            let _ = writeln!(out, "\nconst setting = process.env.{variable} ?? '';");
        }
        if random.percent(MORE_VARIABLES) {
            let variable = variable(package, service, random);
            let _ = writeln!(out, "const limit = Number(process.env.{variable} ?? {});", random.below(500));
        }
        Self::functions(out, &self.typescript, random);
        if random.percent(CALLS) && !service.host.is_empty() {
            let word = random.one(&NOUNS);
            let _ = write!(
                out,
                "\nexport async function fetch{}(id: string): Promise<unknown> {{\n  const answer = await fetch(`https://{}/v1/{word}s/${{id}}`, {{ headers: {{ accept: 'application/json' }} }});\n  return answer.json();\n}}\n",
                capital(word),
                service.host
            );
        }
        if random.percent(ROUTES) {
            let path = route(package, random);
            let _ = write!(
                out,
                "\nrouter.post('{path}', async (request, response) => {{\n  response.json(await handle(request.body));\n}});\n"
            );
        }
        if client || random.percent(70) { "ts" } else { "js" }
    }

    fn python(&self, out: &mut String, package: usize, random: &mut Random) -> &'static str {
        let service = service(package, random);
        out.push_str("import logging\nimport os\nfrom collections import defaultdict\n");
        if random.percent(CLIENTS) {
            let _ = writeln!(out, "\nimport {}", service.python);
        }
        let _ = writeln!(out, "from .{} import base\n\nlogger = logging.getLogger(__name__)", random.one(&NOUNS));
        if random.percent(VARIABLES_READ) {
            let variable = variable(package, service, random);
            let _ = writeln!(out, "\nSETTING = os.environ[\"{variable}\"]");
        }
        if random.percent(MORE_VARIABLES) {
            let variable = variable(package, service, random);
            let _ = writeln!(out, "LIMIT = int(os.getenv(\"{variable}\", \"{}\"))", random.below(500));
        }
        Self::functions(out, &self.python, random);
        if random.percent(CALLS) && !service.host.is_empty() {
            let word = random.one(&NOUNS);
            let _ = write!(
                out,
                "\n\ndef fetch_{word}(key):\n    return requests.get(f\"https://{}/v1/{word}s/{{key}}\", timeout=10).json()\n",
                service.host
            );
        }
        if random.percent(ROUTES) {
            let path = route(package, random);
            let _ = write!(
                out,
                "\n\n@app.post(\"{path}\")\nasync def handle(request):\n    return await base.handle(request)\n"
            );
        }
        "py"
    }

    fn go(&self, out: &mut String, package: usize, random: &mut Random) -> &'static str {
        let service = service(package, random);
        let _ = writeln!(out, "package {}\n\nimport (\n\t\"errors\"\n\t\"fmt\"\n\t\"os\"", random.one(&NOUNS));
        if random.percent(CLIENTS) && !service.go.is_empty() {
            let _ = writeln!(out, "\n\tclient \"{}\"", service.go);
        }
        out.push_str(")\n");
        if random.percent(VARIABLES_READ) {
            let variable = variable(package, service, random);
            let _ = writeln!(out, "\nvar setting = os.Getenv(\"{variable}\")");
        }
        if random.percent(MORE_VARIABLES) {
            let variable = variable(package, service, random);
            let _ = writeln!(out, "\nvar limit = os.Getenv(\"{variable}\")");
        }
        Self::functions(out, &self.go, random);
        if random.percent(CALLS) && !service.host.is_empty() {
            let word = random.one(&NOUNS);
            let _ = write!(
                out,
                "\nfunc fetch{}(id string) (*http.Response, error) {{\n\treturn http.Get(\"https://{}/v1/{word}s/\" + id)\n}}\n",
                capital(word),
                service.host
            );
        }
        if random.percent(ROUTES) {
            let path = route(package, random);
            let _ =
                write!(out, "\nfunc routes(mux *http.ServeMux) {{\n\tmux.HandleFunc(\"POST {path}\", handle)\n}}\n");
        }
        "go"
    }

    /// A document about something.
    pub fn document(&self, about: &str, random: &mut Random) -> String {
        let mut out = format!("# {}\n", capital(about));
        Self::functions(&mut out, &self.prose, random);
        out
    }
}

/// The file that says what a package is made from, under its name.
pub fn manifest(package: usize, name: &str, random: &mut Random) -> (&'static str, String) {
    let mut used: Vec<&Service> = (0..3).map(|_| service(package, random)).collect();
    used.sort_by_key(|service| service.prefix);
    used.dedup_by_key(|service| service.prefix);
    match Language::of(package) {
        Language::TypeScript => {
            let mut out = format!(
                "{{\n  \"name\": \"@works/{name}\",\n  \"version\": \"0.{}.0\",\n  \"private\": true,\n  \"scripts\": {{\n    \"build\": \"tsc\",\n    \"test\": \"vitest run\"\n  }},\n  \"dependencies\": {{\n",
                package % 50
            );
            for service in &used {
                let _ = writeln!(out, "    \"{}\": \"^{}.{}.0\",", service.npm, 1 + random.below(9), random.below(30));
            }
            out.push_str("    \"zod\": \"^3.23.8\"\n  }\n}\n");
            ("package.json", out)
        }
        Language::Python => {
            let mut out = String::new();
            for service in &used {
                let _ = writeln!(out, "{}=={}.{}.0", service.pypi, 1 + random.below(9), random.below(30));
            }
            ("requirements.txt", out)
        }
        Language::Go => {
            let mut out = format!("module works.example/{name}\n\ngo 1.22\n\nrequire (\n");
            for service in used.iter().filter(|service| !service.go.is_empty()) {
                let major = service.go.rsplit_once("/v").and_then(|(_, major)| major.parse().ok()).unwrap_or(1);
                let _ = writeln!(out, "\t{} v{major}.{}.0", service.go, random.below(30));
            }
            out.push_str(")\n");
            ("go.mod", out)
        }
    }
}

/// A package's example of its environment.
pub fn environment(package: usize, random: &mut Random) -> String {
    let mut out = String::from("# Copy to .env and fill in.\n");
    for _ in 0..4 + random.below(8) {
        let variable = variable(package, service(package, random), random);
        let _ = writeln!(out, "{variable}=");
    }
    out
}

/// What the containers on a developer's machine are.
pub const COMPOSE: &str = "services:\n  db:\n    image: postgres:16\n    environment:\n      POSTGRES_PASSWORD: ${POSTGRES_PASSWORD}\n    ports:\n      - \"5432:5432\"\n  cache:\n    image: redis:7\n  search:\n    image: docker.elastic.co/elasticsearch/elasticsearch:8.13.0\n  queue:\n    image: rabbitmq:3-management\n";

/// A workflow that tests and ships a package.
pub fn workflow(name: &str) -> String {
    format!(
        "name: {name}\non:\n  push:\n    branches: [main]\njobs:\n  test:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@v4\n      - uses: actions/setup-node@v4\n        with:\n          node-version: 22\n      - run: npm ci --workspace {name}\n      - run: npm test --workspace {name}\n        env:\n          STRIPE_API_KEY: ${{{{ secrets.STRIPE_API_KEY }}}}\n          SENTRY_AUTH_TOKEN: ${{{{ secrets.SENTRY_AUTH_TOKEN }}}}\n"
    )
}

/// The lock file of all packages of npm's: what they use, and as many that those use in turn.
pub fn lock(packages: usize, random: &mut Random) -> String {
    let mut out = String::from(
        "{\n  \"name\": \"works\",\n  \"lockfileVersion\": 3,\n  \"packages\": {\n    \"\": { \"name\": \"works\" }",
    );
    let mut add = |name: &str, random: &mut Random| {
        let _ = write!(
            out,
            ",\n    \"node_modules/{name}\": {{\n      \"version\": \"{}.{}.{}\",\n      \"integrity\": \"sha512-{:016x}{:016x}\"\n    }}",
            random.below(9),
            random.below(30),
            random.below(20),
            random.next(),
            random.next()
        );
    };
    for service in &SERVICES[..in_use(packages)] {
        add(service.npm, random);
    }
    for at in 0..(packages * 40).min(3000) {
        let name = format!("{}-{}-{at}", random.one(&ADJECTIVES), random.one(&NOUNS));
        add(&name, random);
    }
    out.push_str("\n  }\n}\n");
    out
}
