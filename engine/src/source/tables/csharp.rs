//! C#: ASP.NET's attributes and minimal routes, configuration, Azure Functions.

use super::annotations::Mark;
use super::imports::{Imports, Inline, Keep};
use super::{Language, Need, QUOTED, SINGLE, Shows, TRIPLE, Table};
use crate::audit::Ecosystem;
use crate::source::lex::{StringForm, Syntax};

/// Strings without escapes first, as their opening is the longer.
const STRINGS: &[StringForm] = &[
    StringForm { open: "$@\"", close: "\"", escapes: false, multiline: true, interpolation: "" },
    StringForm { open: "@$\"", close: "\"", escapes: false, multiline: true, interpolation: "" },
    StringForm { open: "@\"", close: "\"", escapes: false, multiline: true, interpolation: "" },
    TRIPLE,
    QUOTED,
    SINGLE,
];

/// How it is read.
pub static TABLE: Language = Language::new(Table {
    syntax: Syntax { line_comments: &["//"], block_comments: &[("/*", "*/", false)], strings: STRINGS, ..Syntax::BARE },
    imports: Imports {
        ecosystem: Some(Ecosystem::Nuget),
        words: &["using"],
        separator: ".",
        keep: Keep::All,
        inline: Inline::Never,
        own: &["namespace"],
        own_segments: 1,
        common: COMMON,
    },
    idioms: &[
        ("Environment.GetEnvironmentVariable('')", Shows::Env(Need::Asked)),
        ("Environment.GetEnvironmentVariable('',", Shows::Env(Need::Asked)),
        (".Configuration['']", Shows::Setting("")),
        ("Configuration['']", Shows::Setting("")),
        ("configuration['']", Shows::Setting("")),
        ("_configuration['']", Shows::Setting("")),
        ("config['']", Shows::Setting("")),
        ("_config['']", Shows::Setting("")),
        (".GetValue<NAME>('')", Shows::Setting("")),
        (".GetValue<NAME>('',", Shows::Setting("")),
        (".GetConnectionString('')", Shows::Setting("ConnectionStrings:")),
        ("Env.GetString('')", Shows::Env(Need::Asked)),
        ("Env.GetString('',", Shows::Env(Need::Optional)),
        ("Process.Start(''", Shows::Run),
        ("ProcessStartInfo(''", Shows::Run),
        ("FileName = ''", Shows::Run),
        ("Cli.Wrap('')", Shows::Run),
        ("EventUtility.ConstructEvent(", Shows::Signature("constructEvent")),
        ("HMACSHA256(", Shows::Signature("hmac")),
        ("HMACSHA1(", Shows::Signature("hmac")),
        ("HMACSHA512(", Shows::Signature("hmac")),
        ("HMACSHA256.HashData(", Shows::Signature("hmac")),
        (".FixedTimeEquals(", Shows::Token("fixedTimeEquals")),
        ("RequestValidator(", Shows::Signature("x-twilio-signature")),
        ("[Table(''", Shows::Store("table", "")),
        (".ToTable(''", Shows::Store("table", "")),
        (".GetCollection<NAME>('')", Shows::Store("collection", "mongodb")),
        (".GetBlobContainerClient('')", Shows::Store("bucket", "")),
        (".CreateSender('')", Shows::Store("queue", "")),
        ("QueueTrigger(''", Shows::Store("queue", "")),
        ("ServiceBusTrigger(''", Shows::Store("queue", "")),
        ("Host = ''", Shows::Calls),
        ("SmtpClient(''", Shows::Calls),
        (".ConnectAsync('',", Shows::Calls),
        (".Map<Verb>('',", Shows::Route),
        (".MapGroup('')", Shows::Chain),
    ],
    annotations: &[
        ("HttpDelete", Mark::Verb("DELETE")),
        ("HttpGet", Mark::Verb("GET")),
        ("HttpPatch", Mark::Verb("PATCH")),
        ("HttpPost", Mark::Verb("POST")),
        ("HttpPut", Mark::Verb("PUT")),
        ("Route", Mark::Path),
    ],
    arm: "=>",
    ..Table::BARE
});

/// What comes with .NET and with its web framework; sorted.
const COMMON: &[&str] = &[
    "AutoMapper",
    "FluentValidation",
    "MediatR",
    "Microsoft.AspNetCore!",
    "Microsoft.AspNetCore.Authorization",
    "Microsoft.AspNetCore.Builder",
    "Microsoft.AspNetCore.Components",
    "Microsoft.AspNetCore.Hosting",
    "Microsoft.AspNetCore.Http",
    "Microsoft.AspNetCore.Mvc",
    "Microsoft.AspNetCore.Routing",
    "Microsoft.CodeAnalysis",
    "Microsoft.EntityFrameworkCore!",
    "Microsoft.EntityFrameworkCore.Infrastructure",
    "Microsoft.EntityFrameworkCore.Metadata",
    "Microsoft.EntityFrameworkCore.Migrations",
    "Microsoft.Extensions.Configuration!",
    "Microsoft.Extensions.DependencyInjection",
    "Microsoft.Extensions.Hosting",
    "Microsoft.Extensions.Logging!",
    "Microsoft.Extensions.Options",
    "Moq",
    "NUnit",
    "Newtonsoft",
    "System!",
    "System.Collections",
    "System.ComponentModel",
    "System.Diagnostics",
    "System.Globalization",
    "System.IO",
    "System.Linq",
    "System.Net!",
    "System.Net.Http",
    "System.Reflection",
    "System.Runtime",
    "System.Security",
    "System.Text",
    "System.Threading",
    "System.Web",
    "System.Windows",
    "UnityEditor",
    "UnityEngine",
    "Xunit",
];

#[cfg(test)]
mod tests {
    #[test]
    fn common_modules_are_sorted() {
        assert!(super::COMMON.is_sorted());
    }
}
