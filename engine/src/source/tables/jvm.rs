//! Java, Kotlin, Scala and Groovy: Spring, JAX-RS, Micronaut, Quarkus, Ktor, Javalin, Vert.x, Spark, http4s.

use super::annotations::Mark;
use super::imports::{Imports, Inline, Keep};
use super::{Language, Need, Scan, Shows, Table, routes};
use crate::audit::Ecosystem;
use crate::facts::What;
use crate::source::lex::Kind;
use crate::source::literals::is_env_name;

/// How they are read.
pub static TABLE: Language = Language::new(Table {
    imports: Imports {
        ecosystem: Some(Ecosystem::Maven),
        words: &["import"],
        separator: ".",
        keep: Keep::Packages,
        inline: Inline::Never,
        own: &["package"],
        own_segments: 2,
        common: COMMON,
    },
    idioms: &[
        ("System.getenv('')", Shows::Env(Need::Asked)),
        ("System.getenv().get('')", Shows::Env(Need::Asked)),
        ("System.getenv().getOrDefault('',", Shows::Env(Need::Optional)),
        ("System.getenv().containsKey('')", Shows::Env(Need::Optional)),
        ("System.getenv()['']", Shows::Env(Need::Asked)),
        ("System.getenv.get('')", Shows::Env(Need::Asked)),
        ("System.env.NAME", Shows::Env(Need::Asked)),
        ("System.env['']", Shows::Env(Need::Asked)),
        ("providers.environmentVariable('')", Shows::Env(Need::Asked)),
        ("sys.env('')", Shows::Env(Need::Required)),
        ("sys.env.get('')", Shows::Env(Need::Asked)),
        ("sys.env.getOrElse('',", Shows::Env(Need::Optional)),
        ("sys.env.contains('')", Shows::Env(Need::Optional)),
        ("Properties.envOrElse('',", Shows::Env(Need::Optional)),
        ("Properties.envOrNone('')", Shows::Env(Need::Optional)),
        ("Properties.envOrSome('',", Shows::Env(Need::Optional)),
        ("dotenv.get('',", Shows::Env(Need::Optional)),
        ("dotenv.get('')", Shows::Env(Need::Asked)),
        ("dotenv['']", Shows::Env(Need::Asked)),
        ("ProcessBuilder('')", Shows::Run),
        ("ProcessBuilder('',", Shows::Run),
        ("ProcessBuilder(List.of('',", Shows::Run),
        ("ProcessBuilder(Arrays.asList('',", Shows::Run),
        ("ProcessBuilder(listOf('',", Shows::Run),
        (".command('',", Shows::Run),
        ("Runtime.getRuntime().exec(''", Shows::Run),
        ("Runtime.getRuntime().exec(new String[]{''", Shows::Run),
        ("Runtime.getRuntime().exec(arrayOf(''", Shows::Run),
        ("commandLine('',", Shows::Run),
        ("CommandLine.parse(''", Shows::Run),
        ("Process(Seq(''", Shows::Run),
        ("Webhook.constructEvent(", Shows::Signature("constructEvent")),
        ("HmacUtils(", Shows::Signature("hmac")),
        ("Mac.getInstance(", Shows::Signature("hmac")),
        ("RequestValidator(", Shows::Signature("x-twilio-signature")),
        ("MessageDigest.isEqual(", Shows::Token("isEqual")),
        ("@Table(name = ''", Shows::Store("table", "")),
        ("@Table(''", Shows::Store("table", "")),
        ("@Document(collection = ''", Shows::Store("collection", "mongodb")),
        ("@Document(indexName = ''", Shows::Store("index", "elasticsearch")),
        ("@Document(''", Shows::Store("collection", "mongodb")),
        ("@Entity(tableName = ''", Shows::Store("table", "sqlite")),
        ("@KafkaListener(topics = ''", Shows::Store("topic", "kafka")),
        ("@KafkaListener(topics = {''", Shows::Store("topic", "kafka")),
        ("@RabbitListener(queues = ''", Shows::Store("queue", "rabbitmq")),
        ("@SqsListener(''", Shows::Store("queue", "amazon-sqs")),
        ("@DynamoDBTable(tableName = ''", Shows::Store("table", "dynamodb")),
        (".setHost('')", Shows::Calls),
        (".setHostName('')", Shows::Calls),
        ("host = ''", Shows::Calls),
        // Spring's functional routes, Vert.x, Javalin and Spark.
        (".<VERB>('',", Shows::Route),
        ("app.<verb>('',", Shows::Route),
        ("router.<verb>('')", Shows::Route),
        ("Spark.<verb>('',", Shows::Route),
        // Ktor.
        ("<verb>('') {", Shows::Route),
        ("route('') {", Shows::Within),
        ("path('', () -", Shows::Within),
    ],
    annotations: &[
        ("Client", Mark::Client),
        ("Controller", Mark::Path),
        ("DELETE", Mark::Bare("DELETE")),
        ("Delete", Mark::Verb("DELETE")),
        ("DeleteMapping", Mark::Verb("DELETE")),
        ("FeignClient", Mark::Client),
        ("GET", Mark::Bare("GET")),
        ("Get", Mark::Verb("GET")),
        ("GetMapping", Mark::Verb("GET")),
        ("HttpExchange", Mark::Client),
        ("PATCH", Mark::Bare("PATCH")),
        ("POST", Mark::Bare("POST")),
        ("PUT", Mark::Bare("PUT")),
        ("Patch", Mark::Verb("PATCH")),
        ("PatchMapping", Mark::Verb("PATCH")),
        ("Path", Mark::Path),
        ("Post", Mark::Verb("POST")),
        ("PostMapping", Mark::Verb("POST")),
        ("Put", Mark::Verb("PUT")),
        ("PutMapping", Mark::Verb("PUT")),
        ("RegisterRestClient", Mark::Client),
        ("RequestMapping", Mark::Mapping),
    ],
    also,
    arm: "->",
    serves: |_, text| FRAMEWORKS.iter().any(|word| memchr::memmem::find(text.as_bytes(), word.as_bytes()).is_some()),
    ..Table::BARE
});

/// Words in files whose calls serve paths.
const FRAMEWORKS: &[&str] =
    &["http4s", "io.ktor", "io.vertx", "javalin", "org.springframework", "import static spark.", "import spark."];

/// What comes with the languages, and the frameworks that wire everything else; sorted.
const COMMON: &[&str] = &[
    "android",
    "androidx.activity",
    "androidx.annotation",
    "androidx.appcompat",
    "androidx.compose",
    "androidx.constraintlayout",
    "androidx.core",
    "androidx.fragment",
    "androidx.lifecycle",
    "androidx.navigation",
    "androidx.recyclerview",
    "androidx.test",
    "androidx.viewpager2",
    "com.fasterxml.jackson",
    "com.google.common",
    "com.google.gson",
    "com.google.protobuf",
    "com.squareup.moshi",
    "dagger",
    "groovy",
    "io.ktor",
    "io.micrometer.core",
    "io.swagger",
    "jakarta.annotation",
    "jakarta.inject",
    "jakarta.persistence",
    "jakarta.servlet",
    "jakarta.validation",
    "jakarta.ws",
    "java.awt",
    "java.io",
    "java.lang",
    "java.math",
    "java.net",
    "java.nio",
    "java.security",
    "java.text",
    "java.time",
    "java.util",
    "javax.annotation",
    "javax.crypto",
    "javax.inject",
    "javax.net",
    "javax.persistence",
    "javax.servlet",
    "javax.validation",
    "javax.ws",
    "junit",
    "kotlin",
    "kotlinx",
    "lombok",
    "mill",
    "okhttp3",
    "org.apache.commons",
    "org.apache.http",
    "org.assertj",
    "org.gradle",
    "org.hamcrest",
    "org.jetbrains",
    "org.json",
    "org.junit",
    "org.mockito",
    "org.slf4j",
    "org.springframework.beans",
    "org.springframework.boot!",
    "org.springframework.boot.autoconfigure!",
    "org.springframework.boot.context",
    "org.springframework.boot.test",
    "org.springframework.context",
    "org.springframework.core",
    "org.springframework.data.annotation",
    "org.springframework.data.domain",
    "org.springframework.data.jpa",
    "org.springframework.data.repository",
    "org.springframework.http",
    "org.springframework.lang",
    "org.springframework.scheduling",
    "org.springframework.security.config",
    "org.springframework.security.core",
    "org.springframework.security.web",
    "org.springframework.stereotype",
    "org.springframework.test",
    "org.springframework.transaction",
    "org.springframework.util",
    "org.springframework.validation",
    "org.springframework.web",
    "retrofit2",
    "sbt",
    "scala",
];

fn also(scan: &mut Scan<'_>, i: usize) {
    if scan.code.kind(i) == Some(Kind::Name) { path_at(scan, i) } else { placeholder_at(scan, i) }
}

/// http4s: `case req @ POST -> Root / "hooks" / "stripe" =>`.
fn path_at(scan: &mut Scan<'_>, i: usize) {
    let code = scan.code;
    if !code.is(i, "Root") || i < 3 || !code.punct(i - 1, b'>') || !code.punct(i - 2, b'-') {
        return;
    }
    let Some(method) = code.name(i - 3).filter(|name| matches!(*name, "DELETE" | "GET" | "PATCH" | "POST" | "PUT"))
    else {
        return;
    };
    let mut path = String::new();
    let mut at = i + 1;
    while code.punct(at, b'/') && path.len() < 200 {
        path.push('/');
        match code.kind(at + 1) {
            Some(Kind::Str) => path.push_str(code.slice(at + 1)),
            _ => path.push_str("{}"),
        }
        at += 2;
        if code.punct(at, b'(') {
            at = code.mate(at).max(at) + 1;
        }
    }
    if !path.is_empty() {
        let path = routes::full(scan, "", &path);
        routes::give(scan, i, method, &path, "", Vec::new(), 0, String::new());
    }
}

/// Variables that a framework puts into a text: Spring's `@Value("${API_KEY:none}")`, MicroProfile's
/// `@ConfigProperty(name = "API_KEY", defaultValue = "x")`.
fn placeholder_at(scan: &mut Scan<'_>, i: usize) {
    let code = scan.code;
    let Some(text) = code.string(i) else { return };
    let text = text.trim_start_matches('\\');
    if let Some(inside) = text.strip_prefix("${").and_then(|rest| rest.strip_suffix('}')) {
        let (name, default) = inside.split_once(':').map_or((inside, false), |(name, _)| (name, true));
        if is_env_name(name) {
            scan.push(i, What::EnvRead { name: name.into(), required: Some(!default) });
        }
    } else if is_env_name(text) && i > 3 && code.is(i - 2, "name") && code.is(i - 4, "ConfigProperty") {
        let default = (i..i + 6).any(|k| code.is(k, "defaultValue"));
        scan.push(i, What::EnvRead { name: text.into(), required: Some(!default) });
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn common_modules_are_sorted() {
        assert!(super::COMMON.is_sorted());
    }
}
